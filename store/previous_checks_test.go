package store_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"linecheck/internal/testutil"
	"linecheck/models"
	"linecheck/store"
	"linecheck/store/storetest"
)

func TestPreviousChecks(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		n := storetest.Newsroom(t, s)
		claim := func(words string) models.Location {
			a := must(
				s.CreateArticle(
					ctx,
					n.Reviewer,
					models.NewArticle{Title: "Talks", DeskID: n.Desk.ID, Text: "Last week " + words + " in the north."},
				),
			)(
				t,
			)
			return storetest.AddClaim(t, s, n.Reviewer, a, words)
		}
		const said = "the Taliban held 70 districts of Helmand"
		old := claim(said)
		other := claim(strings.Replace(said, "70", "72", 1))
		inWords := claim(strings.Replace(said, "70", "seventy", 1))
		claim(said) // without a verdict
		claim("a bridge over the river was shut")
		tag := models.AnnotationInput{
			Status: "sourced",
			Evidence: []models.NewEvidence{
				{
					Title:      "Register",
					Kind:       "document",
					Class:      "primary",
					Stance:     "supports",
					Quote:      "seventy of them",
					Locator:    "p. 3",
					AccessedOn: "2026-01-02",
				},
			},
		}
		annotateCurrent(t, s, n, n.Reviewer, old, tag)
		annotateCurrent(t, s, n, n.Reviewer, other, models.AnnotationInput{Status: "disputed", Note: "Not so."})
		annotateCurrent(t, s, n, n.Reviewer, inWords, models.AnnotationInput{Status: "unverified", Note: "Not so."})
		here := claim(said)

		page := must(s.PreviousChecks(ctx, n.Reviewer, here.ClaimID))(t)
		if len(page.Rows) != 3 || !page.CanCopy {
			t.Fatalf("found %+v", page)
		}
		first, second := page.Rows[1], page.Rows[2]
		words := page.Rows[0]
		testutil.Equal(t, "the same number in words: words.Claim.ID", words.Claim.ID, inWords.ClaimID)
		testutil.True(t, "the same number in words: words.Same", words.SameNumbers)
		testutil.Equal(t, "the same number in words: words.Alike", words.Similarity, 1)
		testutil.Equal(t, "the same number in words: words.Numbers[0].Exact", words.Numbers[0].Exact, "seventy")
		testutil.Equal(t, "the same claim: first.Claim.ID", first.Claim.ID, old.ClaimID)
		testutil.True(t, "the same claim: first.Same", first.SameNumbers)
		testutil.Equal(t, "the same claim: first.Alike", first.Similarity, 1)
		testutil.Equal(t, "the same claim: first.Claim.Status", first.Claim.Status, models.Sourced)
		testutil.Len(t, "the same claim: first.Evidence", first.Evidence, 1)
		testutil.False(t, "the same claim: first.CheckedAt.IsZero()", first.CheckedAt.IsZero())
		testutil.Equal(t, "another number: second.Claim.ID", second.Claim.ID, other.ClaimID)
		testutil.False(t, "another number: second.Same", second.SameNumbers)
		testutil.Equal(t, "another number: second.Alike", second.Similarity, 1)
		testutil.Equal(t, "another number: second.Numbers[0].Exact", second.Numbers[0].Exact, "72")
		if first.DaysSinceCheck(first.CheckedAt.Add(49*time.Hour)) != 2 {
			t.Error("two days are not two days")
		}
		if _, err := s.PreviousChecks(ctx, n.OtherDeskReviewer, here.ClaimID); !errors.Is(err, models.ErrNotFound) {
			t.Errorf("to another desk: %v", err)
		}

		given := first.Evidence[0].Evidence.ID
		if _, err := s.CopyEvidence(ctx, n.OtherDeskReviewer, here.ClaimID, given); !errors.Is(err, models.ErrNotFound) {
			t.Errorf("copied by another desk: %v", err)
		}
		if _, err := s.CopyEvidence(ctx, n.Reviewer, here.ClaimID, given); err != nil {
			t.Fatal(err)
		}
		copied := must(s.PreviousChecks(ctx, n.Reviewer, here.ClaimID))(t)
		if copied.Claim.Status != models.Unchecked || copied.Claim.Version != page.Claim.Version+1 {
			t.Errorf("a copy judged: %+v", copied.Claim)
		}
		card := must(s.SentencePage(ctx, n.Reviewer, here.ArticleID, here.Ordinal))(t).Claims[0]
		if len(card.Evidence) != 1 {
			t.Fatalf("the claim has %+v", card.Evidence)
		}
		e := card.Evidence[0]
		testutil.Different(t, "the copy is: e.Evidence.ID", e.Evidence.ID, given)
		testutil.Equal(t, "the copy is: e.Quote", e.Quote, "seventy of them")
		testutil.Equal(t, "the copy is: e.AccessedOn.Format(time.DateOnly)", e.AccessedOn.Format(time.DateOnly), "2026-01-02")
		testutil.HasPrefix(t, "the copy is: e.Locator", e.Locator, "p. 3; copied from claim ")
		testutil.False(t, "the copy is: e.CreatedAt.Before(first.Evidence[0].CreatedAt)", e.CreatedAt.Before(first.Evidence[0].CreatedAt))
		if v := must(s.Verify(ctx))(t); v.Break != "" {
			t.Errorf("the record breaks: %v", v.Break)
		}
	})
}

// A checked claim is found behind any number of newer unchecked claims.
func TestPreviousChecksBehindManyUncheckedClaims(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		n := storetest.Newsroom(t, s)
		article := func(sentences int) models.Article {
			return must(
				s.CreateArticle(
					ctx,
					n.Reviewer,
					models.NewArticle{Title: "Talks", DeskID: n.Desk.ID, Text: strings.Repeat("The dam at Kajaki was shut. ", sentences)},
				),
			)(
				t,
			)
		}
		old := storetest.AddClaim(t, s, n.Reviewer, article(1), "dam at Kajaki")
		annotateCurrent(t, s, n, n.Reviewer, old, models.AnnotationInput{Status: "disputed", Note: "Not so."})
		newer := article(130)
		for _, sentence := range must(s.ArticlePage(ctx, n.Reviewer, newer.ID))(t).Sentences {
			if _, err := s.CreateClaim(ctx, n.Reviewer, newer.ID, models.Selection{Start: sentence.Start + 4, End: sentence.Start + 17, Quote: "dam at Kajaki"}); err != nil {
				t.Fatal(err)
			}
		}
		here := storetest.AddClaim(t, s, n.Reviewer, article(1), "dam at Kajaki")
		if rows := must(s.PreviousChecks(ctx, n.Reviewer, here.ClaimID))(t).Rows; len(rows) != 1 || rows[0].Claim.ID != old.ClaimID {
			t.Errorf("found %+v", rows)
		}
	})
}

// A reviewer who checks blind does not see others' verdicts on an earlier claim, and cannot copy their
// evidence, before giving their own. Only readers who may see a confidential source can copy it.
func TestPreviousChecksHideSecrets(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		n := blindDesk(t, s)
		const said = "the Taliban held 70 districts of Helmand"
		claim := func() models.Location {
			a := must(
				s.CreateArticle(ctx, n.Reviewer, models.NewArticle{Title: "Talks", DeskID: n.Desk.ID, Text: "Last week " + said + "."}),
			)(
				t,
			)
			return storetest.AddClaim(t, s, n.Reviewer, a, said)
		}
		old, here := claim(), claim()
		annotateCurrent(
			t,
			s,
			n,
			n.Reviewer,
			old,
			models.AnnotationInput{
				Status: "disputed",
				Note:   "not so",
				Evidence: []models.NewEvidence{{Title: "The Mole", Kind: "person", Contact: "mole@example.org",
					AccessedOn: "2026-01-02", Class: "primary",
					Stance: "contradicts", Confidential: true}},
			},
		)
		before := func(who models.Reader) []models.PreviousCheck {
			t.Helper()
			return must(s.PreviousChecks(ctx, who, here.ClaimID))(t).Rows
		}
		mine := before(n.Reviewer)
		if len(mine) != 1 || len(mine[0].Evidence) != 1 {
			t.Fatalf("for the author of the verdict: %+v", mine)
		}
		given := mine[0].Evidence[0].Evidence.ID
		if rows := before(n.SecondReviewer); len(rows) != 0 {
			t.Errorf("the blind reader sees %+v", rows)
		}
		if _, err := s.CopyEvidence(ctx, n.SecondReviewer, here.ClaimID, given); !errors.Is(err, models.ErrNotFound) {
			t.Errorf("the blind reader copies: %v", err)
		}
		annotateCurrent(t, s, n, n.SecondReviewer, old, models.AnnotationInput{Status: "unverified", Note: "Not so."})
		rows := before(n.SecondReviewer)
		if len(rows) != 1 || len(rows[0].Evidence) != 1 || !rows[0].Evidence[0].Source.Hidden() {
			t.Errorf("a confidential source: %+v", rows)
		}
		if _, err := s.CopyEvidence(ctx, n.SecondReviewer, here.ClaimID, given); !errors.Is(err, models.ErrNotFound) {
			t.Errorf("a confidential source is copied: %v", err)
		}
		if _, err := s.CopyEvidence(ctx, n.Reviewer, here.ClaimID, given); err != nil {
			t.Errorf("by its giver: %v", err)
		}
	})
}
