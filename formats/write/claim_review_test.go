package write

import (
	"bytes"
	"encoding/json"
	"testing"

	"linecheck/models"
)

// claimReviewSummaries returns the texts of the published claims.
func claimReviewSummaries(t *testing.T, f models.ArticleFile) (words []string) {
	t.Helper()
	var out bytes.Buffer
	if err := ClaimReviews(&out, f, "https://desk.example"); err != nil {
		t.Fatal(err)
	}
	var got reviewGraph
	if err := json.Unmarshal(out.Bytes(), &got); err != nil {
		t.Fatal(err)
	}
	for _, r := range got.Graph {
		words = append(words, r.ClaimReviewed)
	}
	return words
}

// sourcedFile returns a signed article with one sourced claim.
func sourcedFile() models.ArticleFile {
	const text = "Fifty ports were closed."
	return models.ArticleFile{
		Article: models.FileArticle{ID: 1, Title: "Ports", Language: "en", Desk: "City", State: models.Signed, Revision: 1},
		Revisions: []models.FileRevision{
			{Number: 1, Text: text, Sentences: []models.FileSentence{{Ordinal: 1, Start: 0, End: len(text), Text: text}}},
		},
		Claims: []models.FileClaim{{ID: 7, Status: models.Sourced, Resolution: models.Unresolved,
			Occurrences: []models.FileOccurrence{
				{Revision: 1, Sentences: []int{1}, Start: 0, End: 11, Exact: "Fifty ports", Placement: models.Placed},
			},
			Annotations: []models.FileAnnotation{{ID: 3, Status: models.Sourced}}}},
	}
}

func TestClaimReviewsNeedSignOffAndProof(t *testing.T) {
	claim, annotation := int64(7), int64(3)
	at := testPrintInfo.At
	override := models.FileOverride{Claim: &claim, Annotation: &annotation, Rule: models.EvidenceRule, Reason: "I know it."}
	for _, c := range []struct {
		name   string
		change func(*models.ArticleFile)
		told   bool
	}{
		{"signed and proved", func(*models.ArticleFile) {}, true},
		{"not signed", func(f *models.ArticleFile) { f.Article.State = models.Checking }, false},
		{"sourced by an override", func(f *models.ArticleFile) { f.Overrides = []models.FileOverride{override} }, false},
		{"an override of another claim", func(f *models.ArticleFile) {
			other, o := int64(8), override
			o.Claim = &other
			f.Overrides = []models.FileOverride{o}
		}, true},
		{"an override of an annotation that was withdrawn", func(f *models.ArticleFile) {
			f.Overrides = []models.FileOverride{override}
			f.Claims[0].Annotations[0].WithdrawnAt = &at
		}, true},
		{"disputed, with an earlier override", func(f *models.ArticleFile) {
			f.Overrides = []models.FileOverride{override}
			f.Claims[0].Status, f.Claims[0].Resolution = models.Disputed, "stands"
		}, true},
		{"an opinion", func(f *models.ArticleFile) { f.Claims[0].Resolution = opinionOutcome }, false},
	} {
		f := sourcedFile()
		c.change(&f)
		if got := claimReviewSummaries(t, f); (len(got) == 1) != c.told {
			t.Errorf("%s: published %q, want published: %v", c.name, got, c.told)
		}
	}
}
