package write

import (
	"encoding/json"
	"encoding/xml"
	"fmt"
	"io"
	"strconv"
	"time"

	"linecheck/models"
)

// The structured data of a public page, by schema.org. Things refer to each other by "@id", so that nothing is said twice.
type (
	publicGraph struct {
		Context string `json:"@context"`
		Graph   []any  `json:"@graph"`
	}
	publicDesk struct {
		Type string `json:"@type"`
		ID   string `json:"@id"`
		Name string `json:"name"`
	}
	reference struct {
		ID string `json:"@id"`
	}
	publicArticle struct {
		Type          string             `json:"@type"`
		ID            string             `json:"@id"`
		URL           string             `json:"url,omitempty"`
		Headline      string             `json:"headline"`
		InLanguage    string             `json:"inLanguage"`
		DatePublished string             `json:"datePublished,omitempty"`
		DateModified  string             `json:"dateModified,omitempty"`
		Publisher     reference          `json:"publisher"`
		Correction    []publicCorrection `json:"correction,omitempty"`
	}
	publicCorrection struct {
		Type          string `json:"@type"`
		Text          string `json:"text"`
		DatePublished string `json:"datePublished"`
	}
	publicReview struct {
		Type          string    `json:"@type"`
		URL           string    `json:"url"`
		ClaimReviewed string    `json:"claimReviewed"`
		DatePublished string    `json:"datePublished"`
		Author        reference `json:"author"`
		ItemReviewed  struct {
			Type       string    `json:"@type"`
			Appearance reference `json:"appearance"`
		} `json:"itemReviewed"`
		ReviewRating reference `json:"reviewRating"`
	}
	publicRating struct {
		ID string `json:"@id"`
		rating
	}
)

// PublicData returns the structured data of a public page: the article with its corrections, and a ClaimReview of each settled claim. It
// contains no "<", so that it can stand in a page.
func PublicData(a models.PublicArticle) ([]byte, error) {
	desk, page := reference{"#desk"}, reference{"#article"}
	item := publicArticle{Type: "Article", ID: page.ID, URL: a.URL, Headline: a.Title, InLanguage: a.Language, Publisher: desk}
	if !a.FirstSignedAt.IsZero() {
		item.DatePublished, item.DateModified = stamp(a.FirstSignedAt), stamp(a.SignedAt)
	}
	for _, k := range a.Corrections {
		item.Correction = append(item.Correction, publicCorrection{"CorrectionComment", fmt.Sprintf("“%s” → “%s”", k.From, k.To), stamp(k.At)})
	}
	graph := []any{publicDesk{"Organization", desk.ID, a.Desk}, item}
	given := map[models.Status]bool{}
	for _, c := range a.Claims {
		_, rated := ratings[c.Status]
		if !c.Settled || !rated || c.Resolution == opinionOutcome {
			continue
		}
		review := publicReview{Type: "ClaimReview", URL: "#c" + strconv.Itoa(c.Number), ClaimReviewed: c.Exact,
			DatePublished: c.CheckedAt.UTC().Format(time.DateOnly), Author: desk, ReviewRating: reference{"#" + string(c.Status)}}
		review.ItemReviewed.Type, review.ItemReviewed.Appearance = "Claim", page
		graph, given[c.Status] = append(graph, review), true
	}
	for _, status := range models.ClaimStatuses {
		if given[status] {
			graph = append(graph, publicRating{"#" + string(status), ratings[status]})
		}
	}
	return json.Marshal(publicGraph{"https://schema.org", graph})
}

func stamp(at time.Time) string { return at.UTC().Format(time.RFC3339) }

// The elements of an Atom feed, RFC 4287.
type (
	atomFeed struct {
		XMLName xml.Name    `xml:"http://www.w3.org/2005/Atom feed"`
		ID      string      `xml:"id"`
		Title   string      `xml:"title"`
		Updated string      `xml:"updated"`
		Author  string      `xml:"author>name"`
		Links   []atomLink  `xml:"link"`
		Entries []atomEntry `xml:"entry"`
	}
	atomLink struct {
		Rel  string `xml:"rel,attr"`
		Href string `xml:"href,attr"`
	}
	atomEntry struct {
		ID      string   `xml:"id"`
		Title   string   `xml:"title"`
		Updated string   `xml:"updated"`
		Link    atomLink `xml:"link"`
		Content string   `xml:"content"`
	}
)

// CorrectionsFeed writes a desk's public corrections as an Atom feed. base is the public address of Linecheck, without a slash at its end.
// say writes a correction as one text.
func CorrectionsFeed(w io.Writer, d models.PublicDesk, base string, say func(models.PublicDeskEntry) string) error {
	feed := atomFeed{ID: base + d.Path(), Title: d.Name, Author: d.Name, Updated: stamp(time.Unix(0, 0)),
		Links: []atomLink{{"self", base + d.Path() + ".atom"}, {"alternate", base + d.Path()}}}
	for i, k := range d.Entries {
		if i == 0 {
			feed.Updated = stamp(k.At)
		}
		address := base + d.Path() + "#k" + strconv.FormatInt(k.ID, 10)
		feed.Entries = append(feed.Entries, atomEntry{ID: address, Title: k.Title, Updated: stamp(k.At), Content: say(k),
			Link: atomLink{"alternate", base + k.Path}})
	}
	if _, err := io.WriteString(w, xml.Header); err != nil {
		return err
	}
	if err := xml.NewEncoder(w).Encode(feed); err != nil {
		return fmt.Errorf("writing the feed: %w", err)
	}
	return nil
}
