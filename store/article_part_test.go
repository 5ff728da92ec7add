package store_test

import (
	"slices"
	"testing"

	"linecheck/models"
	"linecheck/store"
	"linecheck/store/storetest"
)

// TestArticlePagePart reads a long article part by part, with a claim whose words stand in two parts.
func TestArticlePagePart(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		n, ctx := storetest.Newsroom(t, s), t.Context()
		article := storetest.CheckedArticle(t, s, n, models.SentencesInPart+2, 1)
		whole := must(s.ArticlePage(ctx, n.Reviewer, article.ID))(t)
		if len(whole.Sentences) != models.SentencesInPart+2 || whole.Part != whole.WholeText() {
			t.Fatalf("the whole article has %d sentences, %v", len(whole.Sentences), whole.Part)
		}
		border := whole.Sentences[models.SentencesInPart-1]
		claim := must(s.CreateClaim(ctx, n.Reviewer, article.ID, models.Selection{
			Revision: whole.Revision.Number, Start: border.End - 6, End: border.End + 6, Kind: "other", WithinWord: true,
		}))(t)

		for _, c := range []struct{ asked, first, last int }{
			{1, 1, models.SentencesInPart},
			{models.SentencesInPart, 1, models.SentencesInPart},
			{models.SentencesInPart + 1, models.SentencesInPart + 1, models.SentencesInPart + 2},
			{models.SentencesInPart + 2, models.SentencesInPart + 1, models.SentencesInPart + 2},
			{-1, 1, models.SentencesInPart},
			{1 << 40, models.SentencesInPart + 1, models.SentencesInPart + 2}, // after the end
		} {
			page := must(s.ArticlePagePart(ctx, n.Reviewer, article.ID, c.asked))(t)
			got := []int{page.Sentences[0].Ordinal, page.Sentences[len(page.Sentences)-1].Ordinal, len(page.Sentences)}
			if want := []int{c.first, c.last, c.last - c.first + 1}; !slices.Equal(got, want) {
				t.Errorf("the part with sentence %d: first, last, number are %v, want %v", c.asked, got, want)
			}
			if page.TitleSentence.ID != whole.TitleSentence.ID {
				t.Errorf("the part with sentence %d has no title", c.asked)
			}
			beside := page.Sentences[0] // the one at the border between the parts
			if c.first == 1 {
				beside = page.Sentences[len(page.Sentences)-1]
			}
			if len(beside.ClaimSpans) != 1 || beside.ClaimSpans[0].ClaimID != claim.ClaimID {
				t.Errorf("sentence %d has the claims %v, want %d", beside.Ordinal, beside.ClaimSpans, claim.ClaimID)
			}
		}
	})
}
