package store_test

import (
	"slices"
	"testing"

	"linecheck/models"
	"linecheck/store"
	"linecheck/store/storetest"
)

// Faults that histories found by comparison with a replay of the audit log, each in its smallest form.

// setSecondReader sets whether the desk requires a second reader.
func (a assertionTest) setSecondReader(second bool) {
	a.t.Helper()
	for _, d := range must(a.s.Desks(ctx, a.fixture.Admin))(a.t) {
		if d.ID == a.fixture.Desk.ID {
			a.ok(a.s.SetSecondReader(ctx, a.fixture.Admin, d.ID, second, false, d.Version))
		}
	}
}

func TestRewritingTheTitleMakesAnAuthor(t *testing.T) {
	withAssertionTest(t, func(a assertionTest) {
		a.ok(a.setWriter(a.fixture.Editor, &a.fixture.Writer.UserID))
		row := must(a.s.Article(ctx, a.fixture.Auditor, a.article.ID))(a.t)
		a.ok(
			a.s.EditArticle(ctx, a.fixture.SecondReviewer, a.article.ID, models.ArticleEdit{Title: "The mayor lied", Language: row.Language,
				WriterID: row.WriterID, Version: row.Version}),
		)
		a.readAll(a.fixture.SecondReviewer)
		a.ok(a.s.ClaimAuthorship(ctx, a.fixture.Writer, a.article.ID, 1))
		a.checkBehind(a.fixture.Editor, models.GateIndependence, 0)
	})
}

// A title that equals a headline takes its state, which reveals nothing of the headline's claims to a
// reviewer who checks blind.
func TestTitleHidesTheStateOfASealedHeadline(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		n := blindDesk(t, s)
		const headline = "Bridge closes for a year"
		article := must(s.CreateArticle(ctx, n.Writer, models.NewArticle{Title: headline, Text: storetest.Text, DeskID: n.Desk.ID}))(t)
		claim := storetest.AddClaim(t, s, n.Reviewer, article, headline)
		state := func(who models.Reader) models.SentenceState {
			return must(s.ArticlePage(ctx, who, article.ID))(t).TitleSentence.State
		}
		for _, who := range []models.Reader{n.Reviewer, n.SecondReviewer} {
			if got := state(n.SecondReviewer); got != models.Open {
				t.Errorf("the title is %s before the reader's own verdict", got)
			}
			annotateCurrent(
				t,
				s,
				n,
				who,
				claim,
				models.AnnotationInput{Status: "sourced", Evidence: []models.NewEvidence{{Title: "A list", Class: "primary",
					Kind: "document", Locator: "p. 1"}}},
			)
		}
		page := must(s.ArticlePage(ctx, n.SecondReviewer, article.ID))(t)
		if got := state(n.SecondReviewer); got != models.Done || page.SentencesDone != 2 {
			t.Errorf("the title is %s after the reader's own verdict, and %d sentences are done", got, page.SentencesDone)
		}
	})
}

// A later change of policy voids no sign-off, even if somebody reads on.
func TestReadingUnderAnotherPolicyVoidsNothing(t *testing.T) {
	withAssertionTest(t, func(a assertionTest) {
		a.readAll(a.fixture.SecondReviewer)
		a.ok(a.sign(a.fixture.Editor))
		a.setSecondReader(true)
		a.read(a.fixture.Admin, "Repairs")
		if !a.hasSignOff() {
			a.t.Error("the sign-off was voided by a later policy")
		}
	})
}

func TestIndependenceOverrideNeedsTheSmallDeskPolicy(t *testing.T) {
	withAssertionTest(t, func(a assertionTest) {
		setSmallDesk(a.t, a.s, a.fixture.Admin, true)
		a.readAll(a.fixture.Editor)
		_, err := a.s.OverrideGate(ctx, a.fixture.Editor, a.article.ID, models.OverrideInput{Code: "independence", Reason: "I am alone."})
		a.ok(err)
		page := must(a.s.Desks(ctx, a.fixture.Admin))(a.t)
		a.ok(a.s.SetPolicy(ctx, a.fixture.Admin, page[0].ID, models.DeskPolicy{Secondaries: "2", Version: page[0].Version}))
		if err := a.sign(a.fixture.Editor); err == nil {
			a.t.Error("the article was signed without a second person, and the policy does not allow it any more")
		}
	})
}

func TestWordsOfAWithdrawnRevisionGetANewAuthor(t *testing.T) {
	withAssertionTest(t, func(a assertionTest) {
		a.readAll(a.fixture.Reviewer)
		free := []string{repairsSentence, "Nobody pays for repairs."}
		a.draft(a.fixture.Admin, free...)
		a.ok(a.s.WithdrawRevision(ctx, a.fixture.Admin, a.article.ID, 2))
		a.draft(a.fixture.SecondReviewer, free...)
		a.read(a.fixture.SecondReviewer, "Nobody pays")
		at := a.sentence("Nobody pays").Ordinal
		if got := a.ordinalsBehind(a.fixture.Editor, models.GateIndependence); !slices.Contains(got, at) {
			a.t.Errorf("the author of sentence %d counts as its second reader; the gate has %v", at, got)
		}
	})
}

func TestWordsRestoredInOtherCaseKeepTheirAuthor(t *testing.T) {
	withAssertionTest(t, func(a assertionTest) {
		a.draft(a.fixture.SecondReviewer, repairsSentence, "Nobody pays for repairs.")
		a.draft(a.fixture.Editor, "Nobody pays for repairs.\n\n", "")
		a.draft(a.fixture.Admin, "CITY\n", "CITY\n\nNobody pays for Repairs!\n\n")
		a.read(a.fixture.SecondReviewer, "Nobody pays")
		at := a.sentence("Nobody pays").Ordinal
		if got := a.ordinalsBehind(a.fixture.Editor, models.GateIndependence); !slices.Contains(got, at) {
			a.t.Errorf("the first author of sentence %d counts as its second reader; the gate has %v", at, got)
		}
	})
}

func TestUndoneConfirmationUnconfirmsEveryClaim(t *testing.T) {
	withAssertionTest(t, func(a assertionTest) {
		cost, what := a.claim("€12 million"), a.claim("Repairs cost")
		a.annotate(a.fixture.SecondReviewer, cost.ClaimID, "disputed")
		a.annotate(a.fixture.SecondReviewer, what.ClaimID, "disputed")
		a.draft(a.fixture.Writer, repairsSentence, "Repairs will cost €13 million.")
		a.ok(a.confirm(a.fixture.SecondReviewer, "Repairs"))
		a.undo(a.fixture.SecondReviewer)
		for _, claim := range []models.Location{cost, what} {
			if got := a.card(claim.ClaimID).Occurrence.Placement; got != models.Moved {
				a.t.Errorf("claim %d is %s after its confirmation was undone", claim.ClaimID, got)
			}
		}
	})
}

// A title that equals a headline is read with it, so the gate counts them once.
func TestGateCountsTitleAndHeadlineOnce(t *testing.T) {
	withAssertionTest(t, func(a assertionTest) {
		row := must(a.s.Article(ctx, a.fixture.Auditor, a.article.ID))(a.t)
		a.ok(
			a.s.EditArticle(
				ctx,
				a.fixture.Editor,
				a.article.ID,
				models.ArticleEdit{Title: "Bridge closes for a year", Language: row.Language,
					Version: row.Version},
			),
		)
		a.readAll(a.fixture.Reviewer)
		things, counted := len(
			a.ordinalsBehind(a.fixture.Auditor, models.GateIndependence),
		), a.page().Gate.Reason(
			models.GateIndependence,
		).Count
		if things != len(a.allOrdinals())-1 || counted != things {
			a.t.Errorf("%d sentences are behind the reason and %d are counted, of %d", things, counted, len(a.allOrdinals())-1)
		}
	})
}

// Claims that a draft places in sentences are excluded from the read marks there. Withdrawing the draft
// restores the marks.
func TestWithdrawnRevisionRestoresReadMarks(t *testing.T) {
	withAssertionTest(t, func(a assertionTest) {
		a = a.withText("It rained. Ten fell.\n\nTen fell. Nobody came.")
		_, err := a.s.CreateClaim(
			ctx,
			a.fixture.Editor,
			a.article.ID,
			models.Selection{Sentence: a.page().Sentences[1].ID, FirstWord: 1, LastWord: 1},
		)
		a.ok(err)
		a.readAll(a.fixture.SecondReviewer)
		before := a.page().Counts
		a.draft(a.fixture.Editor, " Ten fell.\n", "\n")
		number := a.page().Revision.Number
		a.ok(a.s.WithdrawRevision(ctx, a.fixture.Editor, a.article.ID, number))
		if after := a.page().Counts; after != before {
			a.t.Errorf("the counters are %+v, and were %+v before the draft", after, before)
		}
	})
}

// A claim over two sentences depends on what the first one refers back to. That the second refers back to the
// first is no change.
func TestClaimOverTwoSentencesRefersBackFromTheFirst(t *testing.T) {
	withAssertionTest(t, func(a assertionTest) {
		a = a.withText("Ana Berg came on Monday. He had stolen 4 million.")
		text := a.page().Revision.Text
		claim, err := a.s.CreateClaim(ctx, a.fixture.SecondReviewer, a.article.ID, models.Selection{Start: 0, End: len(text)})
		a.ok(err)
		a.annotate(a.fixture.SecondReviewer, claim.ClaimID, "sourced")
		if s := a.page().Sentences[1]; s.State != models.Open {
			a.t.Errorf("%q is %s, and only waits to be read", s.Text, s.State)
		}
	})
}

// A claim that leaves out only a quotation mark of its first sentence fully covers it, so it does not cover
// the rest of the next.
func TestClaimSettlesOneRestAfterAQuotationMark(t *testing.T) {
	withAssertionTest(t, func(a assertionTest) {
		a = a.withText("“Ten people fell.” It rained all day. Nobody came.")
		page := a.page()
		claim, err := a.s.CreateClaim(ctx, a.fixture.SecondReviewer, a.article.ID, models.Selection{Start: 1, End: page.Sentences[1].End})
		a.ok(err)
		a.annotate(a.fixture.SecondReviewer, claim.ClaimID, "sourced")
		is := a.page().Sentences
		if is[0].State != models.Done || is[1].State != models.Open {
			a.t.Errorf("the sentences are %s and %s", is[0].State, is[1].State)
		}
		a.readAll(a.fixture.SecondReviewer)
		if got := a.page().Sentences[1].State; got != models.Done {
			a.t.Errorf("the second is %s when it was read", got)
		}
		if v := must(a.s.Verify(ctx))(a.t); v.Break != "" {
			a.t.Error(v.Break)
		}
	})
}

// A reviewer who called a claim sourced while its sentence referred back to other words has not checked its
// present meaning.
func TestLaterReadingByTheAuthorIsNoSecondCheck(t *testing.T) {
	withAssertionTest(t, func(a assertionTest) {
		a = a.withText("Ana Berg came on Monday. He had stolen 4 million.")
		claim := a.claim("4 million")
		a.annotate(a.fixture.SecondReviewer, claim.ClaimID, "sourced")
		a.readAll(a.fixture.SecondReviewer)
		a.checkBehind(a.fixture.Editor, models.GateIndependence)
		a.draft(a.fixture.Admin, "Ana Berg came", "Bo Berg came")
		a.read(a.fixture.SecondReviewer, "Bo Berg")
		a.read(a.fixture.Reviewer, "He had stolen") // who added the sentence
		a.checkBehind(a.fixture.Editor, models.GateIndependence, 2)
		a.read(a.fixture.SecondReviewer, "He had stolen")
		a.checkBehind(a.fixture.Editor, models.GateIndependence)
	})
}
