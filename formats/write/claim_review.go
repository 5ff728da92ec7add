package write

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"time"

	"linecheck/models"
)

// ClaimReview of schema.org, as required by
// https://developers.google.com/search/docs/appearance/structured-data/factcheck.
type (
	reviewGraph struct {
		Context string        `json:"@context"`
		Graph   []claimReview `json:"@graph"`
	}
	claimReview struct {
		Type          string       `json:"@type"`
		ID            string       `json:"@id"`
		URL           string       `json:"url"`
		ClaimReviewed string       `json:"claimReviewed"`
		DatePublished string       `json:"datePublished"`
		InLanguage    string       `json:"inLanguage"`
		Author        agent        `json:"author"`
		ItemReviewed  reviewedItem `json:"itemReviewed"`
		ReviewRating  rating       `json:"reviewRating"`
	}
	agent struct {
		Type string `json:"@type"`
		Name string `json:"name"`
	}
	reviewedItem struct {
		Type       string  `json:"@type"`
		Text       string  `json:"text"`
		Author     agent   `json:"author"`
		Appearance article `json:"appearance"`
	}
	article struct {
		Type string `json:"@type"`
		URL  string `json:"url"`
		Name string `json:"name"`
	}
	rating struct {
		Type          string `json:"@type"`
		AlternateName string `json:"alternateName"`
		RatingValue   int    `json:"ratingValue,omitempty"`
		BestRating    int    `json:"bestRating,omitempty"`
		WorstRating   int    `json:"worstRating,omitempty"`
	}
)

// ratings maps statuses to ratings. The numbers are Google's, from 1 for false to 5 for true. "Could not be
// proved" is neither and has no number.
var ratings = map[models.Status]rating{
	models.Sourced:    {Type: "Rating", AlternateName: "True", RatingValue: 5, BestRating: 5, WorstRating: 1},
	models.Disputed:   {Type: "Rating", AlternateName: "False", RatingValue: 1, BestRating: 5, WorstRating: 1},
	models.Unverified: {Type: "Rating", AlternateName: "Unproven"},
}

// ClaimReviews writes the settled claims in the current text of a signed article as ClaimReview. It
// publishes nothing of an article without a sign-off, and no claim that is sourced by an editor's override
// of the evidence rule. base is the public address of Linecheck, without a slash at its end. It is used if
// the article's own address is not known.
func ClaimReviews(w io.Writer, f models.ArticleFile, base string) error {
	r := reviewBuilder{
		f:      f,
		url:    cmp.Or(f.Article.URL, fmt.Sprintf("%s/articles/%d", base, f.Article.ID)),
		author: agent{"Organization", f.Article.Desk},
	}
	if f.Article.Writer != nil {
		r.author = agent{"Person", userNames(f)[*f.Article.Writer]}
	}
	graph := reviewGraph{Context: "https://schema.org", Graph: []claimReview{}}
	if f.Article.State != models.Signed {
		return writeJSON(w, graph)
	}
	for _, c := range f.Claims {
		if review, ok := r.build(c); ok {
			graph.Graph = append(graph.Graph, review)
		}
	}
	return writeJSON(w, graph)
}

type reviewBuilder struct {
	f      models.ArticleFile
	url    string
	author agent // the author of the claim
}

// build returns the review of a claim, or false if it is not published: it is open, no longer in the text,
// an opinion, sourced by an override, or about to be corrected.
func (r reviewBuilder) build(c models.FileClaim) (claimReview, bool) {
	o, stands := r.currentOccurrence(c)
	standing := models.ClaimStatus{Status: c.Status, Disagree: c.Disagree, Contested: c.Contested}
	if !stands || c.WithdrawnAt != nil || c.Resolution == opinionOutcome || models.IsClaimOpen(standing, c.Resolution) ||
		c.Status == models.Sourced && r.isOverridden(c) || slices.ContainsFunc(c.Corrections, isPending) {
		return claimReview{}, false
	}
	url := fmt.Sprintf("%s#claim-%d", r.url, c.ID)
	sentence := r.f.Revisions[o.Revision-1].Sentences[o.Sentences[0]-1].Text
	return claimReview{
		Type:          "ClaimReview",
		ID:            url,
		URL:           url,
		ClaimReviewed: o.Exact,
		DatePublished: c.ChangedAt.UTC().Format(time.DateOnly),
		InLanguage:    r.f.Article.Language,
		Author:        agent{"Organization", r.f.Article.Desk},
		ReviewRating:  ratings[c.Status],
		ItemReviewed: reviewedItem{
			Type:       "Claim",
			Text:       sentence,
			Author:     r.author,
			Appearance: article{"Article", r.url, r.f.Article.Title},
		},
	}, true
}

// isOverridden reports whether an editor accepted a "sourced" verdict of a claim with less evidence than
// the policy requires, and that verdict is on the claim's current words and was not withdrawn.
func (r reviewBuilder) isOverridden(c models.FileClaim) bool {
	gone := map[int64]bool{}
	for _, a := range c.Annotations {
		gone[a.ID] = a.WithdrawnAt != nil || a.FromFile || !a.IsOnCurrentWords(c)
	}
	for _, o := range r.f.Overrides {
		if o.Claim != nil && *o.Claim == c.ID && o.VoidedAt == nil && (o.Annotation == nil || !gone[*o.Annotation]) {
			return true
		}
	}
	return false
}

// isPending reports whether an accepted correction is not yet in the text, so that the article is about to
// change.
func isPending(k models.FileCorrection) bool { return k.State == models.CorrectionAccepted }

// opinionOutcome is the outcome of claims that can be neither true nor false.
const opinionOutcome models.Resolution = "opinion"

// currentOccurrence returns a claim's first occurrence in the current text.
func (r reviewBuilder) currentOccurrence(c models.FileClaim) (models.FileOccurrence, bool) {
	for _, o := range c.Occurrences {
		if o.Revision == r.f.Article.Revision && o.Placement != models.Lost {
			return o, true
		}
	}
	return models.FileOccurrence{}, false
}
