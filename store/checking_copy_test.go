package store_test

import (
	"errors"
	"slices"
	"testing"

	"linecheck/internal/testutil"
	"linecheck/models"
	"linecheck/store"
	"linecheck/store/storetest"
)

// copyOf reads an article's checking copy as a user.
func copyOf(t *testing.T, s *store.Store, who models.Reader, article int64) models.CheckingCopy {
	t.Helper()
	c, err := s.CheckingCopy(ctx, who, article)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// A copy has the same contents as the pages: sentence by sentence, claim by claim.
func TestCheckingCopyEqualsThePages(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		news := storetest.Newsroom(t, s)
		article := storetest.CheckedArticle(t, s, news, 40, 60)
		c := copyOf(t, s, news.Auditor, article.ID)
		page, err := s.ArticlePage(ctx, news.Auditor, article.ID)
		if err != nil {
			t.Fatal(err)
		}
		testutil.Equal(t, "c.Revision.Text", c.Revision.Text, page.Revision.Text)
		testutil.Len(t, "c.Sentences", c.Sentences, len(page.Sentences))
		testutil.Len(t, "c.Claims", c.Claims, 60)
		testutil.Len(t, "c.Lost", c.Lost, 0)
		testutil.StopIfFailed(t)
		seen, last := 0, 0
		for _, sentence := range page.Sentences {
			on, err := s.SentencePage(ctx, news.Auditor, article.ID, sentence.Ordinal)
			if err != nil {
				t.Fatal(err)
			}
			ours := c.Sentences[sentence.Ordinal-1]
			testutil.Equal(t, "sentence: ours.Text", ours.Text, sentence.Text)
			testutil.Equal(t, "sentence: ours.State", ours.State, sentence.State)
			testutil.Len(t, "sentence: ours.Marks", ours.ClaimSpans, len(sentence.ClaimSpans))
			testutil.Len(t, "sentence: ours.Readings", ours.ReadMarks, len(on.ReadMarks))
			for _, card := range on.Claims {
				i := slices.IndexFunc(c.Claims, func(k models.CopyClaim) bool { return k.ID == card.ID })
				k := c.Claims[i]
				seen++
				if k.Number <= last && card.Occurrence.Start > c.Claims[max(last, 1)-1].Occurrence.Start {
					t.Errorf("claim %d has the number %d after %d", k.ID, k.Number, last)
				}
				last = k.Number
				testutil.Equal(t, "claim: k.Status", k.Status, card.Status)
				testutil.Equal(t, "claim: k.Disagree", k.Disagree, card.Disagree)
				testutil.Len(t, "claim: k.Annotations", k.Annotations, len(card.Annotations))
				testutil.Len(t, "claim: k.Evidence", k.Evidence, len(card.Evidence))
				testutil.Equal(t, "claim: k.Occurrence.Exact", k.Occurrence.Exact, card.Occurrence.Exact)
				testutil.Equal(t, "claim: k.Lacks", k.MissingEvidence.String(), card.MissingEvidence.String())
				testutil.Equal(t, "claim: k.Resolver", k.Resolver, card.Resolver)
				testutil.Equal(t, "claim: k.ByName", k.ByName, card.ByName)
			}
		}
		if seen != 60 || c.Chain.Head == "" || len(c.Gate.Reasons) != len(page.Gate.Reasons) {
			t.Errorf("%d claims seen, %+v", seen, c.Gate)
		}
	})
}

// A confidential source has no name in a copy, not even for readers who may know it.
func TestCheckingCopyHidesConfidentialSources(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		news := storetest.Newsroom(t, s)
		article := storetest.AddArticle(t, s, news)
		claim := storetest.AddClaim(t, s, news.Reviewer, article, "4,000 people").ClaimID
		secret := models.NewEvidence{
			Title:        "A clerk",
			Publisher:    "The ministry",
			URL:          "https://clerk.example/",
			Contact:      "by the gate",
			Confidential: true,
			Kind:         "person",
			AccessedOn:   "2026-01-02",
			Class:        "primary",
			Quote:        "Forty-nine.",
			Locator:      "notes, p. 2",
		}
		if _, err := s.AddEvidence(ctx, news.Reviewer, claim, secret); err != nil {
			t.Fatal(err)
		}
		for _, who := range []models.Reader{news.Reviewer, news.Editor, news.Admin, news.Auditor} {
			e := copyOf(t, s, who, article.ID).Claims[0].Evidence[0]
			testutil.Equal(t, "e.Source.Title()", e.Source.Title(), models.ConfidentialSource)
			testutil.Equal(
				t,
				"e.Source.URL() + e.Source.Publisher() + e.Source.Contact() +",
				e.Source.URL()+e.Source.Publisher()+e.Source.Contact()+e.Quote+e.Locator,
				"",
			)
			testutil.Equal(t, "e.Source.ID()", e.Source.ID(), 0)
			testutil.Equal(t, "e.SourceID", e.SourceID, 0)
		}
		if _, err := s.CheckingCopy(ctx, news.OtherDeskReviewer, article.ID); !errors.Is(err, models.ErrNotFound) {
			t.Errorf("another desk's person gets %v", err)
		}
	})
}

// The copy of a reviewer who checks blind contains no verdicts of others on claims without their own.
func TestCheckingCopyIsBlind(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		news := storetest.Newsroom(t, s)
		article := storetest.AddArticle(t, s, news)
		sealed, open := storetest.AddClaim(
			t,
			s,
			news.Reviewer,
			article,
			"4,000 people",
		).ClaimID, storetest.AddClaim(
			t,
			s,
			news.Reviewer,
			article,
			"1911",
		).ClaimID
		for _, claim := range []int64{sealed, open} {
			annotate(t, s, news.Reviewer, claim, 1, "disputed")
		}
		if _, err := s.ProposeCorrection(ctx, news.Reviewer, sealed, models.NewCorrection{From: "4,000", To: "400", Version: 2}); err != nil {
			t.Fatal(err)
		}
		if err := s.SetSecondReader(ctx, news.Admin, news.Desk.ID, true, true, news.Desk.Version); err != nil {
			t.Fatal(err)
		}
		annotate(t, s, news.SecondReviewer, open, 2, "disputed")
		second, err := s.ReaderByEmail(ctx, news.SecondReviewer.Email)
		if err != nil {
			t.Fatal(err)
		}
		c := copyOf(t, s, second, article.ID)
		k := c.Claims[0]
		testutil.Equal(t, "the sealed claim: k.ID", k.ID, sealed)
		testutil.Equal(t, "the sealed claim: k.Status", k.Status, models.Sealed)
		testutil.Equal(
			t,
			"the sealed claim: len(k.Annotations) + len(k.Corrections) + len(k.Evidence)",
			len(k.Annotations)+len(k.Corrections)+len(k.Evidence),
			0,
		)
		testutil.Equal(t, "the sealed claim: c.Sealed()", c.Sealed(), 1)
		if k := c.Claims[1]; k.ID != open || k.Status != models.Disputed || len(k.Annotations) != 2 {
			t.Errorf("the open claim: %+v", k)
		}
		if n := len(c.BuildCheckedCopy().Corrections); n != 0 {
			t.Errorf("%d corrections of a sealed claim", n)
		}
		editor := copyOf(t, s, news.Editor, article.ID)
		if editor.Sealed() != 0 || len(editor.BuildCheckedCopy().Corrections) != 1 {
			t.Errorf("to an editor %d claims are sealed, with %d corrections", editor.Sealed(), len(editor.BuildCheckedCopy().Corrections))
		}
	})
}

// After a new draft the lost claims come last, annotations name their former words, and sentences have
// theirs.
func TestCheckingCopyAfterANewDraft(t *testing.T) {
	t.Parallel()
	withRevisionTest(t, func(v revisionTest) {
		gone, changed := v.claim("€12 million").ClaimID, v.claim("4,000 people cross").ClaimID
		v.annotate(v.fixture.Reviewer, gone, "disputed")
		v.annotate(v.fixture.Reviewer, changed, "sourced")
		asked, _, err := v.s.RaiseQuery(ctx, v.fixture.Reviewer, models.NewQuery{ClaimID: gone, To: "writer", Body: "Whose figure?"})
		v.ok(err)
		v.draft(
			v.fixture.Writer,
			"4,000 people cross",
			"4,200 people cross",
			"Repairs cost €12 million.",
			"Nobody would say a word about money.",
		)
		c := copyOf(v.t, v.s, v.fixture.Auditor, v.article.ID)
		testutil.Len(v.t, "claims: c.Claims", c.Claims, 1)
		testutil.Len(v.t, "claims: c.Lost", c.Lost, 1)
		testutil.Equal(v.t, "claims: c.Lost[0].ID", c.Lost[0].ID, gone)
		testutil.Equal(v.t, "claims: c.Lost[0].Number", c.Lost[0].Number, 2)
		testutil.Equal(v.t, "claims: c.Lost[0].Occurrence.Exact", c.Lost[0].Occurrence.Exact, "€12 million")
		testutil.StopIfFailed(v.t)
		if len(c.Lost[0].QueryThreads) != 1 || c.Lost[0].QueryThreads[0].ID != asked || len(c.QueryThreads) != 0 {
			v.t.Errorf("the query about the lost claim: %+v, about the article: %+v", c.Lost[0].QueryThreads, c.QueryThreads)
		}
		k := c.Claims[0]
		if c.FormerRevision(k, k.Annotations[0]) != 1 || k.Annotations[0].Live || k.NewestAnnotation() != nil {
			v.t.Errorf("the changed claim: %+v", k)
		}
		sentence := c.Sentences[c.SentenceAt(k.Occurrence.Start)-1]
		if sentence.Changed == nil || sentence.Changed.Revision != 1 ||
			sentence.Changed.Was != "More than 4,000 people cross it every day 🚲." {
			v.t.Errorf("the changed sentence: %+v", sentence)
		}
	})
}

// BenchmarkCheckingCopy reads the copy of an article of 2,000 sentences with 3,000 claims, for a normal and
// for a blind reader.
func BenchmarkCheckingCopy(b *testing.B) {
	s := storetest.Open(b, storetest.SQLite(b))
	news := storetest.Newsroom(b, s)
	article := storetest.CheckedArticle(b, s, news, 2000, 3000)
	blind := news.SecondReviewer
	blind.Desks = []models.DeskRole{{DeskID: news.Desk.ID, Role: models.Reviewer, Blind: true}}
	for name, who := range map[string]models.Reader{"whole": news.Auditor, "sealed": blind} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				if _, err := s.CheckingCopy(ctx, who, article.ID); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
