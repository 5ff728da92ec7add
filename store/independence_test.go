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

// name names the article's writer; nil for nobody here.
func (a asserting) name(who models.Reader, writer *int64) error {
	a.t.Helper()
	row, err := a.s.Article(ctx, a.news.Auditor, a.article.ID)
	a.ok(err)
	return a.s.EditArticle(ctx, who, a.article.ID, models.ArticleEdit{Title: row.Title, Language: row.Language, WriterID: writer,
		Version: row.Version})
}

// smallDesk says whether the desk lets independence be overridden.
func smallDesk(t *testing.T, s *store.Store, admin models.Reader, small bool) {
	t.Helper()
	desks := must(s.Desks(ctx, admin))(t)
	err := s.SetPolicy(ctx, admin, desks[0].ID, models.DeskPolicy{Secondaries: "2", SmallDesk: small, Version: desks[0].Version})
	if err != nil {
		t.Fatal(err)
	}
}

// all are the numbers of the article's sentences; 0 is the title's.
func (a asserting) all() []int {
	a.t.Helper()
	numbers := []int{0}
	for _, s := range a.page().Sentences {
		numbers = append(numbers, s.Ordinal)
	}
	return numbers
}

// The gate's counters follow a headline that the title equals, when somebody vouches for its writer.
func TestTheTitleFollowsItsHeadline(t *testing.T) {
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
		for _, who := range []models.Reader{n.Reviewer, n.Second} {
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

// Who brought the text in reads it: that says what was found, and the gate says by whom.
func TestStateSaysWhatWasFoundWhoeverLooked(t *testing.T) {
	assert(t, func(a asserting) {
		a.readAll(a.news.Reviewer)
		a.is("Repairs", models.Clear)
		a.wants(a.news.Auditor, models.GateIndependence, a.all()...)
		a.read(a.news.Second, "Repairs")
		at := a.sentence("Repairs").Ordinal
		for _, n := range a.behind(a.news.Auditor, models.GateIndependence) {
			if n == at {
				a.t.Errorf("the gate asks for a second person for sentence %d still", n)
			}
		}
		err := a.sign(a.news.Admin)
		if !errors.Is(err, models.ErrShut) || !strings.Contains(err.Error(), "can be looked at by") || !strings.Contains(err.Error(),
			"Sam Second") {
			a.t.Errorf("the refusal does not say who can look: %v", err)
		}
		if strings.Contains(err.Error(), "Rana Reviewer") {
			a.t.Errorf("the refusal names who brought the text in: %v", err)
		}
	})
}

func TestSignerIsNoSecondPairOfEyes(t *testing.T) {
	assert(t, func(a asserting) {
		a.readAll(a.news.Editor)
		a.wants(a.news.Auditor, models.GateIndependence)
		a.wants(a.news.Editor, models.GateIndependence, a.all()...)
		if err := a.sign(a.news.Editor); !errors.Is(err, models.ErrShut) {
			a.t.Errorf("the only reader signs: %v", err)
		}
		a.ok(a.sign(a.news.Admin))
	})
}

func TestWriterMaySignWhatAnotherRead(t *testing.T) {
	assert(t, func(a asserting) {
		a.ok(a.name(a.news.Reviewer, &a.news.Editor.UserID))
		a.readAll(a.news.Second)
		a.wants(a.news.Editor, models.GateIndependence)
		a.ok(a.sign(a.news.Editor))
	})
}

func TestWhoRewritesASentenceIsItsAuthor(t *testing.T) {
	assert(t, func(a asserting) {
		a.readAll(a.news.Second)
		a.draft(a.news.Second, repairs, "Repairs cost nothing.")
		a.read(a.news.Second, "Repairs")
		a.is("Repairs", models.Clear)
		at := a.sentence("Repairs").Ordinal
		a.wants(a.news.Editor, models.GateIndependence, at)
		a.read(a.news.Editor, "Repairs")
		a.wants(a.news.Admin, models.GateIndependence)
		a.wants(a.news.Editor, models.GateIndependence, at)
	})
}

func TestCommaMakesNobodyAnAuthor(t *testing.T) {
	assert(t, func(a asserting) {
		a.readAll(a.news.Second)
		a.draft(a.news.Second, repairs, "Repairs, cost €12 Million!")
		a.is("Repairs", models.Recheck)
		a.ok(a.confirm(a.news.Second, "Repairs"))
		a.is("Repairs", models.Clear)
		a.wants(a.news.Editor, models.GateIndependence)
		a.ok(a.sign(a.news.Editor))
	})
}

// corrected has the second reviewer check a claim and propose other words for it, and the writer bring in a text that has them.
func (a asserting) corrected(from, to string, accept func(correction int64)) int64 {
	a.t.Helper()
	cost := a.claim("€12 million")
	a.say(a.news.Second, cost.ClaimID, "disputed")
	_, err := a.s.ProposeCorrection(ctx, a.news.Second, cost.ClaimID, models.NewCorrection{From: from, To: to,
		Reason: "The budget says so.", Version: a.card(cost.ClaimID).Version})
	a.ok(err)
	accept(a.card(cost.ClaimID).Corrections[0].ID)
	a.draft(a.news.Reviewer, from, to)
	if c := a.card(cost.ClaimID); c.Corrections[0].State != models.CorrectionMade {
		a.t.Fatalf("the correction is %s", c.Corrections[0].State)
	}
	return cost.ClaimID
}

func TestAcceptedCorrectionBarsNobody(t *testing.T) {
	assert(t, func(a asserting) {
		a.readAll(a.news.Second)
		a.corrected("€12 million", "€13 million", func(id int64) {
			_, err := a.s.DecideCorrection(ctx, a.news.Editor, id, models.Deciding{State: "accepted", Version: 1})
			a.ok(err)
		})
		a.ok(a.confirm(a.news.Second, "Repairs"))
		a.is("Repairs", models.Done)
		a.wants(a.news.Editor, models.GateIndependence)
		a.wants(a.news.Admin, models.GateIndependence)
		a.ok(a.sign(a.news.Editor)) // who accepted it
	})
}

// Until somebody else accepts it, who proposes a correction is the author of its words.
func TestWhoProposesACorrectionIsItsAuthor(t *testing.T) {
	assert(t, func(a asserting) {
		a.readAll(a.news.Editor)
		cost := a.claim("€12 million")
		a.say(a.news.Editor, cost.ClaimID, "disputed")
		_, err := a.s.ProposeCorrection(ctx, a.news.Editor, cost.ClaimID, models.NewCorrection{From: "€12 million", To: "€13 million",
			Version: a.card(cost.ClaimID).Version})
		a.ok(err)
		_, err = a.s.DecideCorrection(ctx, a.news.Editor, a.card(cost.ClaimID).Corrections[0].ID, models.Deciding{State: "accepted",
			Version: 1})
		a.ok(err)
		a.draft(a.news.Editor, "€12 million", "€13 million")
		a.ok(a.confirm(a.news.Editor, "Repairs"))
		a.wants(a.news.Admin, models.GateIndependence, a.sentence("Repairs").Ordinal)
		a.say(a.news.Second, cost.ClaimID, "sourced")
		a.read(a.news.Second, "Repairs")
		a.wants(a.news.Admin, models.GateIndependence)
	})
}

func TestCorrectionBeyondItsClaimNeedsAnotherReader(t *testing.T) {
	assert(t, func(a asserting) {
		a.readAll(a.news.Second)
		cost := a.corrected("€12", "twice as much as was said, that is €12", func(id int64) {
			_, err := a.s.DecideCorrection(ctx, a.news.Editor, id, models.Deciding{State: "accepted", Version: 1})
			a.ok(err)
		})
		a.ok(a.confirm(a.news.Second, "Repairs"))
		a.ok(a.end(a.news.Editor, cost, "corrected", "The text has it."))
		a.is("Repairs", models.Done)
		a.wants(a.news.Admin, models.GateIndependence, a.sentence("Repairs").Ordinal)
	})
}

// Who brought a text in stands for its writer until the writer has said that the words are theirs.
func TestWritersWordsAreTheirsOnceTheySaySo(t *testing.T) {
	assert(t, func(a asserting) {
		a.ok(a.name(a.news.Editor, &a.news.Writer.UserID))
		a.readAll(a.news.Reviewer)
		a.wants(a.news.Editor, models.GateIndependence, a.all()...)
		for _, who := range []models.Reader{a.news.Reviewer, a.news.Editor, a.news.Admin} {
			if err := a.s.ClaimWords(ctx, who, a.article.ID, 1); !errors.Is(err, models.ErrForbidden) {
				a.t.Errorf("%s says that the writer's words are theirs: %v", who.Name, err)
			}
		}
		a.refused(a.s.VouchForWriter(ctx, a.news.Editor, a.article.ID, 1, "I know her."), "words", "has an account here")
		a.ok(a.s.ClaimWords(ctx, a.news.Writer, a.article.ID, 1))
		a.wants(a.news.Editor, models.GateIndependence)
		if err := a.s.ClaimWords(ctx, a.news.Writer, a.article.ID, 1); !errors.Is(err, models.ErrStale) {
			a.t.Errorf("said twice: %v", err)
		}
		a.ok(a.sign(a.news.Editor))
	})
}

func TestAnEditorVouchesForAWriterOutside(t *testing.T) {
	assert(t, func(a asserting) {
		a.readAll(a.news.Reviewer)
		vouch := func(who models.Reader, reason string) error {
			return a.s.VouchForWriter(ctx, who, a.article.ID, 1, reason)
		}
		if err := vouch(a.news.Second, "I know her."); !errors.Is(err, models.ErrForbidden) {
			a.t.Errorf("a reviewer vouches: %v", err)
		}
		a.refused(vouch(a.news.Editor, " "), "reason", "give a reason")
		a.ok(vouch(a.news.Editor, "She sent it from her own address."))
		a.wants(a.news.Editor, models.GateIndependence)
		list, err := a.s.Authorships(ctx, a.news.Auditor, a.article.ID)
		a.ok(err)
		if len(list) != 1 || !list[0].Vouched || list[0].Name != "Edda Editor" || list[0].Reason == "" || list[0].Number != 1 {
			a.t.Errorf("what is printed: %+v", list)
		}
		a.draft(a.news.Editor, repairs, "Repairs are free.")
		if err := a.s.VouchForWriter(ctx, a.news.Editor, a.article.ID, 2, "It is hers."); !errors.Is(err, models.ErrForbidden) {
			a.t.Errorf("an editor vouches for what they brought in: %v", err)
		}
	})
}

func TestAuthorshipNamedAfterwardsCountsBackwards(t *testing.T) {
	assert(t, func(a asserting) {
		a.readAll(a.news.Second)
		a.wants(a.news.Editor, models.GateIndependence)
		a.ok(a.name(a.news.Editor, &a.news.Second.UserID))
		a.wants(a.news.Editor, models.GateIndependence, a.all()...)
	})
}

func TestSecondReaderIsTwoForEachClaimAndRest(t *testing.T) {
	assert(t, func(a asserting) {
		a.ok(a.s.SetSecondReader(ctx, a.news.Admin, a.news.Desk.ID, true, false, 1))
		cost := a.claim("€12 million")
		at := a.sentence("Repairs").Ordinal
		lacks := func() bool {
			for _, n := range a.behind(a.news.Auditor, models.GateSecond) {
				if n == at {
					return true
				}
			}
			return false
		}
		a.say(a.news.Second, cost.ClaimID, "sourced")
		a.say(a.news.Editor, cost.ClaimID, "sourced")
		a.read(a.news.Second, "Repairs")
		if !lacks() {
			a.t.Error("two have checked the claim, and one has read the rest")
		}
		a.read(a.news.Reviewer, "Repairs")
		if !lacks() {
			a.t.Error("the second who read the rest is its author")
		}
		a.read(a.news.Editor, "Repairs")
		if lacks() {
			a.t.Error("two have looked at everything")
		}
		a.claim("Repairs")
		if !lacks() {
			a.t.Error("nobody has looked at the new claim")
		}
	})
}

// Cutting sentences, and taking that back, makes nobody less of an author.
func TestUndoneCutsKeepTheirAuthors(t *testing.T) {
	assert(t, func(a asserting) {
		a.draft(a.news.Editor, "The old bridge closes", "Our old bridge closes")
		a.readAll(a.news.Reviewer)
		a.read(a.news.Editor, "Our old bridge")
		before := a.behind(a.news.Admin, models.GateIndependence)
		for name, cut := range map[string]func() (models.Place, error){
			"a merge": func() (models.Place, error) { return a.merge(a.news.Second, "Our old bridge closes") },
			"a split": func() (models.Place, error) { return a.split(a.news.Second, "Our old bridge closes", "March") },
		} {
			_, err := cut()
			a.ok(err)
			a.undo(a.news.Second)
			if after := a.behind(a.news.Admin, models.GateIndependence); !slices.Equal(after, before) {
				a.t.Errorf("%s that was taken back: independence of %v, before %v", name, after, before)
			}
		}
	})
}
