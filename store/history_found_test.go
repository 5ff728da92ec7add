package store_test

import (
	"slices"
	"testing"

	"linecheck/models"
	"linecheck/store"
	"linecheck/store/storetest"
)

// What histories found that a replay of the audit log did not agree with, each in its smallest form.

// setSecond says whether the desk asks for a second reader.
func (a asserting) setSecond(second bool) {
	a.t.Helper()
	for _, d := range must(a.s.Desks(ctx, a.news.Admin))(a.t) {
		if d.ID == a.news.Desk.ID {
			a.ok(a.s.SetSecondReader(ctx, a.news.Admin, d.ID, second, false, d.Version))
		}
	}
}

func TestWhoRewritesTheTitleStaysItsAuthor(t *testing.T) {
	assert(t, func(a asserting) {
		a.ok(a.name(a.news.Editor, &a.news.Writer.UserID))
		row := must(a.s.Article(ctx, a.news.Auditor, a.article.ID))(a.t)
		a.ok(a.s.EditArticle(ctx, a.news.Second, a.article.ID, models.ArticleEdit{Title: "The mayor lied", Language: row.Language,
			WriterID: row.WriterID, Version: row.Version}))
		a.readAll(a.news.Second)
		a.ok(a.s.ClaimWords(ctx, a.news.Writer, a.article.ID, 1))
		a.wants(a.news.Editor, models.GateIndependence, 0)
	})
}

// A title that equals a headline takes its state. To who checks blind it says nothing of the claims in the headline.
func TestTitleSaysNothingOfASealedHeadline(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		n := blindDesk(t, s)
		const headline = "Bridge closes for a year"
		article := must(s.CreateArticle(ctx, n.Writer, models.NewArticle{Title: headline, Text: storetest.Text, DeskID: n.Desk.ID}))(t)
		claim := storetest.Claim(t, s, n.Reviewer, article, headline)
		state := func(who models.Reader) models.SentenceState {
			return must(s.ArticlePage(ctx, who, article.ID))(t).TitleSentence.State
		}
		for _, who := range []models.Reader{n.Reviewer, n.Second} {
			if got := state(n.Second); got != models.Open {
				t.Errorf("the title is %s to who has not said theirs", got)
			}
			say(t, s, n, who, claim, models.Tag{Status: "sourced", Evidence: []models.NewEvidence{{Title: "A list", Class: "primary",
				Kind: "document", Locator: "p. 1"}}})
		}
		page := must(s.ArticlePage(ctx, n.Second, article.ID))(t)
		if got := state(n.Second); got != models.Done || page.SentencesDone != 2 {
			t.Errorf("the title is %s to who has said theirs, and %d sentences are done", got, page.SentencesDone)
		}
	})
}

// A later change of policy voids no sign-off, nor does it where somebody reads on.
func TestReadingOnUnderAnotherPolicyVoidsNothing(t *testing.T) {
	assert(t, func(a asserting) {
		a.readAll(a.news.Second)
		a.ok(a.sign(a.news.Editor))
		a.setSecond(true)
		a.read(a.news.Admin, "Repairs")
		if !a.signed() {
			a.t.Error("the sign-off was voided by what the desk asks for since")
		}
	})
}

func TestIndependenceIsOverriddenOnlyWhileThePolicyAllowsIt(t *testing.T) {
	assert(t, func(a asserting) {
		smallDesk(a.t, a.s, a.news.Admin, true)
		a.readAll(a.news.Editor)
		_, err := a.s.OverrideGate(ctx, a.news.Editor, a.article.ID, models.Overriding{Code: "independence", Reason: "I am alone."})
		a.ok(err)
		page := must(a.s.Desks(ctx, a.news.Admin))(a.t)
		a.ok(a.s.SetPolicy(ctx, a.news.Admin, page[0].ID, models.DeskPolicy{Secondaries: "2", Version: page[0].Version}))
		if err := a.sign(a.news.Editor); err == nil {
			a.t.Error("the article was signed without a second person, and the policy does not allow it any more")
		}
	})
}

func TestWordsOfAWithdrawnRevisionAreWhoseTypesThemNext(t *testing.T) {
	assert(t, func(a asserting) {
		a.readAll(a.news.Reviewer)
		free := []string{repairs, "Nobody pays for repairs."}
		a.draft(a.news.Admin, free...)
		a.ok(a.s.WithdrawRevision(ctx, a.news.Admin, a.article.ID, 2))
		a.draft(a.news.Second, free...)
		a.read(a.news.Second, "Nobody pays")
		at := a.sentence("Nobody pays").Ordinal
		if got := a.behind(a.news.Editor, models.GateIndependence); !slices.Contains(got, at) {
			a.t.Errorf("who typed sentence %d counts as its second reader; the gate has %v", at, got)
		}
	})
}

func TestWordsThatComeBackInOtherLettersKeepTheirAuthor(t *testing.T) {
	assert(t, func(a asserting) {
		a.draft(a.news.Second, repairs, "Nobody pays for repairs.")
		a.draft(a.news.Editor, "Nobody pays for repairs.\n\n", "")
		a.draft(a.news.Admin, "CITY\n", "CITY\n\nNobody pays for Repairs!\n\n")
		a.read(a.news.Second, "Nobody pays")
		at := a.sentence("Nobody pays").Ordinal
		if got := a.behind(a.news.Editor, models.GateIndependence); !slices.Contains(got, at) {
			a.t.Errorf("who first typed sentence %d counts as its second reader; the gate has %v", at, got)
		}
	})
}

func TestUndoneConfirmationHasEveryClaimWaitAgain(t *testing.T) {
	assert(t, func(a asserting) {
		cost, what := a.claim("€12 million"), a.claim("Repairs cost")
		a.say(a.news.Second, cost.ClaimID, "disputed")
		a.say(a.news.Second, what.ClaimID, "disputed")
		a.draft(a.news.Writer, repairs, "Repairs will cost €13 million.")
		a.ok(a.confirm(a.news.Second, "Repairs"))
		a.undo(a.news.Second)
		for _, claim := range []models.Place{cost, what} {
			if got := a.card(claim.ClaimID).Occurrence.Placement; got != models.Moved {
				a.t.Errorf("claim %d is %s after its confirmation was taken back", claim.ClaimID, got)
			}
		}
	})
}

// A title that equals a headline is read with it: the gate counts both as one.
func TestGateCountsATitleWithItsHeadlineOnce(t *testing.T) {
	assert(t, func(a asserting) {
		row := must(a.s.Article(ctx, a.news.Auditor, a.article.ID))(a.t)
		a.ok(a.s.EditArticle(ctx, a.news.Editor, a.article.ID, models.ArticleEdit{Title: "Bridge closes for a year", Language: row.Language,
			Version: row.Version}))
		a.readAll(a.news.Reviewer)
		things, counted := len(a.behind(a.news.Auditor, models.GateIndependence)), a.page().Gate.Reason(models.GateIndependence).Count
		if things != len(a.all())-1 || counted != things {
			a.t.Errorf("%d sentences are behind the reason and %d are counted, of %d", things, counted, len(a.all())-1)
		}
	})
}

// Claims that a draft puts into sentences take their words out of the read marks there. Taking the draft back gives them back.
func TestWithdrawnRevisionGivesMarksTheirWordsBack(t *testing.T) {
	assert(t, func(a asserting) {
		a = a.of("It rained. Ten fell.\n\nTen fell. Nobody came.")
		_, err := a.s.CreateClaim(ctx, a.news.Editor, a.article.ID, models.Selection{Sentence: a.page().Sentences[1].ID, First: 1, Last: 1})
		a.ok(err)
		a.readAll(a.news.Second)
		before := a.page().Counts
		a.draft(a.news.Editor, " Ten fell.\n", "\n")
		number := a.page().Revision.Number
		a.ok(a.s.WithdrawRevision(ctx, a.news.Editor, a.article.ID, number))
		if after := a.page().Counts; after != before {
			a.t.Errorf("the counters are %+v, and were %+v before the draft", after, before)
		}
	})
}

// A claim over two sentences rests on what the first refers back to. That the second refers to the first has not changed.
func TestClaimOverTwoSentencesLeansWhereItBegins(t *testing.T) {
	assert(t, func(a asserting) {
		a = a.of("Ana Berg came on Monday. He had stolen 4 million.")
		text := a.page().Revision.Text
		claim, err := a.s.CreateClaim(ctx, a.news.Second, a.article.ID, models.Selection{Start: 0, End: len(text)})
		a.ok(err)
		a.say(a.news.Second, claim.ClaimID, "sourced")
		if s := a.page().Sentences[1]; s.State != models.Open {
			a.t.Errorf("%q is %s, and only waits to be read", s.Text, s.State)
		}
	})
}

// A claim that leaves only a quotation mark of its first sentence covers that one whole, and so does not settle the rest of the next.
func TestClaimSettlesTheRestOfOneSentenceBehindAQuotationMark(t *testing.T) {
	assert(t, func(a asserting) {
		a = a.of("“Ten people fell.” It rained all day. Nobody came.")
		page := a.page()
		claim, err := a.s.CreateClaim(ctx, a.news.Second, a.article.ID, models.Selection{Start: 1, End: page.Sentences[1].End})
		a.ok(err)
		a.say(a.news.Second, claim.ClaimID, "sourced")
		is := a.page().Sentences
		if is[0].State != models.Done || is[1].State != models.Open {
			a.t.Errorf("the sentences are %s and %s", is[0].State, is[1].State)
		}
		a.readAll(a.news.Second)
		if got := a.page().Sentences[1].State; got != models.Done {
			a.t.Errorf("the second is %s when it was read", got)
		}
		if v := must(a.s.Verify(ctx))(a.t); v.Break != "" {
			a.t.Error(v.Break)
		}
	})
}

// Who found a claim sourced while its sentence referred back to other words has not looked at what it says now.
func TestAuthorReadingOnIsNoSecondPairOfEyesForALeaningClaim(t *testing.T) {
	assert(t, func(a asserting) {
		a = a.of("Ana Berg came on Monday. He had stolen 4 million.")
		claim := a.claim("4 million")
		a.say(a.news.Second, claim.ClaimID, "sourced")
		a.readAll(a.news.Second)
		a.wants(a.news.Editor, models.GateIndependence)
		a.draft(a.news.Admin, "Ana Berg came", "Bo Berg came")
		a.read(a.news.Second, "Bo Berg")
		a.read(a.news.Reviewer, "He had stolen") // who brought the sentence in
		a.wants(a.news.Editor, models.GateIndependence, 2)
		a.read(a.news.Second, "He had stolen")
		a.wants(a.news.Editor, models.GateIndependence)
	})
}
