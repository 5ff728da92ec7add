package write_test

import (
	"encoding/xml"
	"strings"
	"testing"
	"time"

	"linecheck/formats/write"
	"linecheck/models"
)

// The feed is Atom: each entry has an id, a time, a title and the words that were wrong.
func TestCorrectionsFeed(t *testing.T) {
	at := time.Date(2026, 12, 1, 9, 10, 0, 0, time.UTC)
	d := models.PublicDesk{ID: 7, Name: "News & <desk>"}
	d.Add(models.PublicArticle{Title: "Fish <market>", Corrections: []models.PublicCorrection{{ID: 3, From: "six", To: "seven", At: at}}},
		models.PublicPage{PublicID: "ABC"})
	d.Add(models.PublicArticle{Title: "Later",
		Corrections: []models.PublicCorrection{{ID: 4, From: "a", At: at.Add(time.Hour)}}}, models.PublicPage{})
	d.Sort()
	var out strings.Builder
	describe := func(k models.PublicDeskEntry) string { return k.From + " & " + k.To }
	if err := write.CorrectionsFeed(&out, d, "https://desk.example", describe); err != nil {
		t.Fatal(err)
	}
	var feed struct {
		XMLName xml.Name  `xml:"http://www.w3.org/2005/Atom feed"`
		ID      string    `xml:"http://www.w3.org/2005/Atom id"`
		Title   string    `xml:"http://www.w3.org/2005/Atom title"`
		Updated time.Time `xml:"http://www.w3.org/2005/Atom updated"`
		Entries []struct {
			ID      string    `xml:"http://www.w3.org/2005/Atom id"`
			Title   string    `xml:"http://www.w3.org/2005/Atom title"`
			Updated time.Time `xml:"http://www.w3.org/2005/Atom updated"`
			Content string    `xml:"http://www.w3.org/2005/Atom content"`
			Link    struct {
				Href string `xml:"href,attr"`
			} `xml:"http://www.w3.org/2005/Atom link"`
		} `xml:"http://www.w3.org/2005/Atom entry"`
	}
	if err := xml.Unmarshal([]byte(out.String()), &feed); err != nil {
		t.Fatalf("%v: %s", err, out.String())
	}
	if feed.ID != "https://desk.example/public/desks/7/corrections" || feed.Title != d.Name || !feed.Updated.Equal(at.Add(time.Hour)) ||
		len(feed.Entries) != 2 || feed.Entries[0].Title != "Later" {
		t.Fatalf("%+v", feed)
	}
	e := feed.Entries[1]
	if e.ID != feed.ID+"#k3" || e.Title != "Fish <market>" || !e.Updated.Equal(at) || e.Content != "six & seven" ||
		e.Link.Href != "https://desk.example/public/articles/ABC" {
		t.Errorf("%+v", e)
	}
}
