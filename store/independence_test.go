package store_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"linecheck/internal/testutil"
	"linecheck/models"
	"linecheck/store"
	"linecheck/store/storetest"
)

// setWriter sets the article's writer; nil for none.
func (a assertionTest) setWriter(who models.Reader, writer *int64) error {
	a.t.Helper()
	row, err := a.s.Article(ctx, a.fixture.Auditor, a.article.ID)
	a.ok(err)
	return a.s.EditArticle(ctx, who, a.article.ID, models.ArticleEdit{Title: row.Title, Language: row.Language, WriterID: writer,
		Version: row.Version})
}

// setSmallDesk sets whether the desk allows overrides of independence.
func setSmallDesk(t *testing.T, s *store.Store, admin models.Reader, small bool) {
	t.Helper()
	desks := must(s.Desks(ctx, admin))(t)
	err := s.SetPolicy(ctx, admin, desks[0].ID, models.DeskPolicy{Secondaries: "2", SmallDesk: small, Version: desks[0].Version})
	if err != nil {
		t.Fatal(err)
	}
}

// allOrdinals returns the numbers of the article's sentences; 0 is the title.
func (a assertionTest) allOrdinals() []int {
	a.t.Helper()
	numbers := []int{0}
	for _, s := range a.page().Sentences {
		numbers = append(numbers, s.Ordinal)
	}
	return numbers
}

// The gate's counters follow a headline that equals the title when somebody vouches for its writer.
func TestTitleFollowsItsHeadline(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		n := storetest.Newsroom(t, s)
		text := models.NewArticle{Title: "Bridge closes for a year", Text: storetest.Text, DeskID: n.Desk.ID}
		a := must(s.CreateArticle(ctx, n.Reviewer, text))(t)
		desk := must(s.Desks(ctx, n.Admin))(t)[0]
		if err := s.SetSecondReader(ctx, n.Admin, desk.ID, true, false, desk.Version); err != nil {
			t.Fatal(err)
		}
		page := must(s.ArticlePage(ctx, n.Editor, a.ID))(t)
		for _, who := range []models.Reader{n.Reviewer, n.SecondReviewer} {
			for _, sentence := range append(page.Sentences, page.TitleSentence) {
				must(s.MarkRead(ctx, who, sentence.ID))(t)
			}
		}
		if err := s.VouchForWriter(ctx, n.Editor, a.ID, 1, "She wrote to me."); err != nil {
			t.Fatal(err)
		}
		counted, listed := must(s.ArticlePage(ctx, n.Auditor, a.ID))(t).Gate, must(s.GatePage(ctx, n.Auditor, a.ID))(t).Gate
		for _, code := range models.GateCodes {
			testutil.Equal(t, string(code), counted.Reason(code).Count, listed.Reason(code).Count)
		}
	})
}

// The user who added the text reads it: the state shows what was found, the gate by whom.
func TestStateIsIndependentOfWhoChecked(t *testing.T) {
	withAssertionTest(t, func(a assertionTest) {
		a.readAll(a.fixture.Reviewer)
		a.checkState("Repairs", models.Clear)
		a.checkBehind(a.fixture.Auditor, models.GateIndependence, a.allOrdinals()...)
		a.read(a.fixture.SecondReviewer, "Repairs")
		at := a.sentence("Repairs").Ordinal
		for _, n := range a.ordinalsBehind(a.fixture.Auditor, models.GateIndependence) {
			if n == at {
				a.t.Errorf("the gate asks for a second person for sentence %d still", n)
			}
		}
		err := a.sign(a.fixture.Admin)
		if !errors.Is(err, models.ErrGateClosed) || !strings.Contains(err.Error(), "can be looked at by") || !strings.Contains(err.Error(),
			"Sam Second") {
			a.t.Errorf("the error does not name those who can check: %v", err)
		}
		if strings.Contains(err.Error(), "Rana Reviewer") {
			a.t.Errorf("the error names the user who added the text: %v", err)
		}
	})
}

func TestSignerDoesNotCountAsSecondCheck(t *testing.T) {
	withAssertionTest(t, func(a assertionTest) {
		a.readAll(a.fixture.Editor)
		a.checkBehind(a.fixture.Auditor, models.GateIndependence)
		a.checkBehind(a.fixture.Editor, models.GateIndependence, a.allOrdinals()...)
		if err := a.sign(a.fixture.Editor); !errors.Is(err, models.ErrGateClosed) {
			a.t.Errorf("the only reader signs: %v", err)
		}
		a.ok(a.sign(a.fixture.Admin))
	})
}

func TestWriterMaySignWhatAnotherRead(t *testing.T) {
	withAssertionTest(t, func(a assertionTest) {
		a.ok(a.setWriter(a.fixture.Reviewer, &a.fixture.Editor.UserID))
		a.readAll(a.fixture.SecondReviewer)
		a.checkBehind(a.fixture.Editor, models.GateIndependence)
		a.ok(a.sign(a.fixture.Editor))
	})
}

func TestRewritingASentenceMakesAnAuthor(t *testing.T) {
	withAssertionTest(t, func(a assertionTest) {
		a.readAll(a.fixture.SecondReviewer)
		a.draft(a.fixture.SecondReviewer, repairsSentence, "Repairs cost nothing.")
		a.read(a.fixture.SecondReviewer, "Repairs")
		a.checkState("Repairs", models.Clear)
		at := a.sentence("Repairs").Ordinal
		a.checkBehind(a.fixture.Editor, models.GateIndependence, at)
		a.read(a.fixture.Editor, "Repairs")
		a.checkBehind(a.fixture.Admin, models.GateIndependence)
		a.checkBehind(a.fixture.Editor, models.GateIndependence, at)
	})
}

func TestPunctuationMakesNobodyAnAuthor(t *testing.T) {
	withAssertionTest(t, func(a assertionTest) {
		a.readAll(a.fixture.SecondReviewer)
		a.draft(a.fixture.SecondReviewer, repairsSentence, "Repairs, cost €12 Million!")
		a.checkState("Repairs", models.Recheck)
		a.ok(a.confirm(a.fixture.SecondReviewer, "Repairs"))
		a.checkState("Repairs", models.Clear)
		a.checkBehind(a.fixture.Editor, models.GateIndependence)
		a.ok(a.sign(a.fixture.Editor))
	})
}

// reviseWithCorrection lets the second reviewer check a claim and propose other words, and the writer add a
// text with them.
func (a assertionTest) reviseWithCorrection(from, to string, accept func(correction int64)) int64 {
	a.t.Helper()
	cost := a.claim("€12 million")
	a.annotate(a.fixture.SecondReviewer, cost.ClaimID, "disputed")
	_, err := a.s.ProposeCorrection(ctx, a.fixture.SecondReviewer, cost.ClaimID, models.NewCorrection{From: from, To: to,
		Reason: "The budget says so.", Version: a.card(cost.ClaimID).Version})
	a.ok(err)
	accept(a.card(cost.ClaimID).Corrections[0].ID)
	a.draft(a.fixture.Reviewer, from, to)
	if c := a.card(cost.ClaimID); c.Corrections[0].State != models.CorrectionMade {
		a.t.Fatalf("the correction is %s", c.Corrections[0].State)
	}
	return cost.ClaimID
}

func TestAcceptedCorrectionKeepsIndependence(t *testing.T) {
	withAssertionTest(t, func(a assertionTest) {
		a.readAll(a.fixture.SecondReviewer)
		a.reviseWithCorrection("€12 million", "€13 million", func(id int64) {
			_, err := a.s.DecideCorrection(ctx, a.fixture.Editor, id, models.CorrectionDecision{State: "accepted", Version: 1})
			a.ok(err)
		})
		a.ok(a.confirm(a.fixture.SecondReviewer, "Repairs"))
		a.checkState("Repairs", models.Done)
		a.checkBehind(a.fixture.Editor, models.GateIndependence)
		a.checkBehind(a.fixture.Admin, models.GateIndependence)
		a.ok(a.sign(a.fixture.Editor)) // who accepted it
	})
}

// The proposer of a correction is the author of its words until somebody else accepts it.
func TestProposerIsTheAuthorOfAnUnacceptedCorrection(t *testing.T) {
	withAssertionTest(t, func(a assertionTest) {
		a.readAll(a.fixture.Editor)
		cost := a.claim("€12 million")
		a.annotate(a.fixture.Editor, cost.ClaimID, "disputed")
		_, err := a.s.ProposeCorrection(ctx, a.fixture.Editor, cost.ClaimID, models.NewCorrection{From: "€12 million", To: "€13 million",
			Version: a.card(cost.ClaimID).Version})
		a.ok(err)
		_, err = a.s.DecideCorrection(ctx, a.fixture.Editor, a.card(cost.ClaimID).Corrections[0].ID, models.CorrectionDecision{State: "accepted",
			Version: 1})
		a.ok(err)
		a.draft(a.fixture.Editor, "€12 million", "€13 million")
		a.ok(a.confirm(a.fixture.Editor, "Repairs"))
		a.checkBehind(a.fixture.Admin, models.GateIndependence, a.sentence("Repairs").Ordinal)
		a.annotate(a.fixture.SecondReviewer, cost.ClaimID, "sourced")
		a.read(a.fixture.SecondReviewer, "Repairs")
		a.checkBehind(a.fixture.Admin, models.GateIndependence)
	})
}

func TestCorrectionBeyondItsClaimNeedsAnotherReader(t *testing.T) {
	withAssertionTest(t, func(a assertionTest) {
		a.readAll(a.fixture.SecondReviewer)
		cost := a.reviseWithCorrection("€12", "twice as much as was said, that is €12", func(id int64) {
			_, err := a.s.DecideCorrection(ctx, a.fixture.Editor, id, models.CorrectionDecision{State: "accepted", Version: 1})
			a.ok(err)
		})
		a.ok(a.confirm(a.fixture.SecondReviewer, "Repairs"))
		a.ok(a.resolve(a.fixture.Editor, cost, "corrected", "The text has it."))
		a.checkState("Repairs", models.Done)
		a.checkBehind(a.fixture.Admin, models.GateIndependence, a.sentence("Repairs").Ordinal)
	})
}

// The user who added a text counts as its author until the writer has said that the words are theirs.
func TestWriterClaimsAuthorshipOfTheirWords(t *testing.T) {
	withAssertionTest(t, func(a assertionTest) {
		a.ok(a.setWriter(a.fixture.Editor, &a.fixture.Writer.UserID))
		a.readAll(a.fixture.Reviewer)
		a.checkBehind(a.fixture.Editor, models.GateIndependence, a.allOrdinals()...)
		for _, who := range []models.Reader{a.fixture.Reviewer, a.fixture.Editor, a.fixture.Admin} {
			if err := a.s.ClaimAuthorship(ctx, who, a.article.ID, 1); !errors.Is(err, models.ErrForbidden) {
				a.t.Errorf("%s claims the writer's words: %v", who.Name, err)
			}
		}
		a.checkRefused(a.s.VouchForWriter(ctx, a.fixture.Editor, a.article.ID, 1, "I know her."), "words", "has an account here")
		a.ok(a.s.ClaimAuthorship(ctx, a.fixture.Writer, a.article.ID, 1))
		a.checkBehind(a.fixture.Editor, models.GateIndependence)
		if err := a.s.ClaimAuthorship(ctx, a.fixture.Writer, a.article.ID, 1); !errors.Is(err, models.ErrStale) {
			a.t.Errorf("stated twice: %v", err)
		}
		a.ok(a.sign(a.fixture.Editor))
	})
}

func TestEditorVouchesForAnExternalWriter(t *testing.T) {
	withAssertionTest(t, func(a assertionTest) {
		a.readAll(a.fixture.Reviewer)
		vouch := func(who models.Reader, reason string) error {
			return a.s.VouchForWriter(ctx, who, a.article.ID, 1, reason)
		}
		if err := vouch(a.fixture.SecondReviewer, "I know her."); !errors.Is(err, models.ErrForbidden) {
			a.t.Errorf("a reviewer vouches: %v", err)
		}
		a.checkRefused(vouch(a.fixture.Editor, " "), "reason", "give a reason")
		a.ok(vouch(a.fixture.Editor, "She sent it from her own address."))
		a.checkBehind(a.fixture.Editor, models.GateIndependence)
		list, err := a.s.Authorships(ctx, a.fixture.Auditor, a.article.ID)
		a.ok(err)
		if len(list) != 1 || !list[0].Vouched || list[0].Name != "Edda Editor" || list[0].Reason == "" || list[0].Number != 1 {
			a.t.Errorf("printed authorships: %+v", list)
		}
		a.draft(a.fixture.Editor, repairsSentence, "Repairs are free.")
		if err := a.s.VouchForWriter(ctx, a.fixture.Editor, a.article.ID, 2, "It is hers."); !errors.Is(err, models.ErrForbidden) {
			a.t.Errorf("an editor vouches for a text that they added: %v", err)
		}
	})
}

func TestAuthorshipAppliesRetroactively(t *testing.T) {
	withAssertionTest(t, func(a assertionTest) {
		a.readAll(a.fixture.SecondReviewer)
		a.checkBehind(a.fixture.Editor, models.GateIndependence)
		a.ok(a.setWriter(a.fixture.Editor, &a.fixture.SecondReviewer.UserID))
		a.checkBehind(a.fixture.Editor, models.GateIndependence, a.allOrdinals()...)
	})
}

func TestSecondReaderIsCountedForEachClaimAndRest(t *testing.T) {
	withAssertionTest(t, func(a assertionTest) {
		a.ok(a.s.SetSecondReader(ctx, a.fixture.Admin, a.fixture.Desk.ID, true, false, 1))
		cost := a.claim("€12 million")
		at := a.sentence("Repairs").Ordinal
		lacks := func() bool {
			for _, n := range a.ordinalsBehind(a.fixture.Auditor, models.GateSecondReader) {
				if n == at {
					return true
				}
			}
			return false
		}
		a.annotate(a.fixture.SecondReviewer, cost.ClaimID, "sourced")
		a.annotate(a.fixture.Editor, cost.ClaimID, "sourced")
		a.read(a.fixture.SecondReviewer, "Repairs")
		if !lacks() {
			a.t.Error("two users checked the claim, but only one read the rest")
		}
		a.read(a.fixture.Reviewer, "Repairs")
		if !lacks() {
			a.t.Error("the second reader of the rest is its author")
		}
		a.read(a.fixture.Editor, "Repairs")
		if lacks() {
			a.t.Error("two have looked at everything")
		}
		a.claim("Repairs")
		if !lacks() {
			a.t.Error("nobody has looked at the new claim")
		}
	})
}

// Splitting and merging sentences, and undoing it, does not change their authors.
func TestUndoneBoundariesKeepTheirAuthors(t *testing.T) {
	withAssertionTest(t, func(a assertionTest) {
		a.draft(a.fixture.Editor, "The old bridge closes", "Our old bridge closes")
		a.readAll(a.fixture.Reviewer)
		a.read(a.fixture.Editor, "Our old bridge")
		before := a.ordinalsBehind(a.fixture.Admin, models.GateIndependence)
		for name, cut := range map[string]func() (models.Location, error){
			"a merge": func() (models.Location, error) { return a.merge(a.fixture.SecondReviewer, "Our old bridge closes") },
			"a split": func() (models.Location, error) {
				return a.split(a.fixture.SecondReviewer, "Our old bridge closes", "March")
			},
		} {
			_, err := cut()
			a.ok(err)
			a.undo(a.fixture.SecondReviewer)
			if after := a.ordinalsBehind(a.fixture.Admin, models.GateIndependence); !slices.Equal(after, before) {
				a.t.Errorf("%s that was undone: independence of %v, before %v", name, after, before)
			}
		}
	})
}
