package store_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"linecheck/models"
	"linecheck/store"
)

// name names the article's writer; nil for nobody here.
func (a asserting) name(who models.Reader, writer *int64) error {
	a.t.Helper()
	row, err := a.s.Article(ctx, a.news.Auditor, a.article.ID)
	a.ok(err)
	return a.s.EditArticle(ctx, who, a.article.ID, models.ArticleEdit{Title: row.Title, Language: row.Language, WriterID: writer, Version: row.Version})
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
		if !errors.Is(err, models.ErrShut) || !strings.Contains(err.Error(), "can be looked at by") || !strings.Contains(err.Error(), "Sam Second") {
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
	_, err := a.s.ProposeCorrection(ctx, a.news.Second, cost.ClaimID, models.NewCorrection{From: from, To: to, Reason: "The budget says so.", Version: a.card(cost.ClaimID).Version})
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
		_, err := a.s.ProposeCorrection(ctx, a.news.Editor, cost.ClaimID, models.NewCorrection{From: "€12 million", To: "€13 million", Version: a.card(cost.ClaimID).Version})
		a.ok(err)
		_, err = a.s.DecideCorrection(ctx, a.news.Editor, a.card(cost.ClaimID).Corrections[0].ID, models.Deciding{State: "accepted", Version: 1})
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

func TestSmallDeskMayOverrideIndependence(t *testing.T) {
	assert(t, func(a asserting) {
		a.readAll(a.news.Editor)
		override := func(wish models.Overriding) error {
			wish.Code, wish.Reason = string(models.GateIndependence), "Nobody else is here tonight."
			_, err := a.s.OverrideGate(ctx, a.news.Editor, a.article.ID, wish)
			return err
		}
		a.refused(override(models.Overriding{}), "code", "asks for a second person")
		smallDesk(a.t, a.s, a.news.Admin, true)
		things := a.gate(a.news.Editor).Gate.Reason(models.GateIndependence).Things
		a.ok(override(models.Overriding{Things: things[:3]}))
		if err := a.sign(a.news.Editor); !errors.Is(err, models.ErrShut) {
			a.t.Errorf("signed with the rest not overridden: %v", err)
		}
		a.ok(override(models.Overriding{Count: len(things)}))
		a.ok(a.sign(a.news.Editor))
		if alone := a.gate(a.news.Auditor).Gate.SignOff.Alone; alone != "[0,1,2,3,4,5,6,7,8,9,10]" {
			a.t.Errorf("signed without a second person: %q", alone)
		}
	})
}

// A sign-off that a second person made possible says nothing of having been given alone.
func TestSignedWithASecondPersonIsNotSignedAlone(t *testing.T) {
	assert(t, func(a asserting) {
		smallDesk(a.t, a.s, a.news.Admin, true)
		a.readAll(a.news.Second)
		a.ok(a.sign(a.news.Editor))
		if alone := a.gate(a.news.Auditor).Gate.SignOff.Alone; alone != "" {
			a.t.Errorf("signed without a second person: %q", alone)
		}
	})
}

// An override covers things as they are: of one that changes it covers nothing any more, and of others it does still. Whom a claim is given to changes nothing.
func TestOverrideLapsesForTheThingThatChanged(t *testing.T) {
	assert(t, func(a asserting) {
		cost, people := a.claim("€12 million"), a.claim("4,000 people")
		a.readAll(a.news.Second)
		_, err := a.s.OverrideGate(ctx, a.news.Editor, a.article.ID, models.Overriding{Code: "open", Count: 2, Reason: "It runs tonight."})
		a.ok(err)
		_, err = a.s.AssignClaim(ctx, a.news.Editor, cost.ClaimID, models.NewAssignment{Person: a.news.Second.UserID, Version: a.card(cost.ClaimID).Version})
		a.ok(err)
		covered := func() (numbers []int) {
			for _, thing := range a.gate(a.news.Editor).Gate.Reason(models.GateOpen).Covered {
				numbers = append(numbers, thing.Ordinal)
			}
			return numbers
		}
		if got := covered(); !slices.Equal(got, []int{a.sentence(crossing).Ordinal, a.sentence("Repairs").Ordinal}) {
			a.t.Errorf("covered are the sentences %v", got)
		}
		a.ok(a.tag(a.news.Second, people.ClaimID, models.Tag{Status: "unverified"}))
		if got := covered(); !slices.Equal(got, []int{a.sentence("Repairs").Ordinal}) {
			a.t.Errorf("after one of them changed, covered are the sentences %v", got)
		}
		if err := a.sign(a.news.Editor); !errors.Is(err, models.ErrShut) {
			a.t.Errorf("signed over what changed: %v", err)
		}
	})
}

// It covers the things that it was given for, and not as many of them.
func TestOverrideIsNotForANumberOfThings(t *testing.T) {
	assert(t, func(a asserting) {
		a.claim("€12 million")
		a.readAll(a.news.Second)
		_, err := a.s.OverrideGate(ctx, a.news.Editor, a.article.ID, models.Overriding{Code: "open", Count: 1, Reason: "It runs tonight."})
		a.ok(err)
		a.draft(a.news.Writer, repairs, "Repairs are free.")
		a.claim("4,000 people")
		reason := a.gate(a.news.Editor).Gate.Reason(models.GateOpen)
		if reason.Count != 1 || len(reason.Covered) != 0 {
			a.t.Errorf("another open sentence is covered: %+v", reason)
		}
	})
}

func TestSignOffLapsesWhenWhatItCountedChanges(t *testing.T) {
	for name, change := range map[string]func(a asserting, claim int64){
		"a newer verdict":   func(a asserting, claim int64) { a.say(a.news.Reviewer, claim, "sourced") },
		"another kind":      func(a asserting, claim int64) { a.edit(claim) },
		"a claim":           func(a asserting, _ int64) { a.claim("4,000 people") },
		"a mark taken back": func(a asserting, _ int64) { must(a.s.UnmarkRead(ctx, a.news.Second, a.sentence("CITY").ID))(a.t) },
		"a query":           func(a asserting, _ int64) { a.askWriter() },
		"another title":     func(a asserting, _ int64) { a.retitle("Bridge stays open") },
		"another text":      func(a asserting, _ int64) { a.draft(a.news.Writer, "CITY", "TOWN") },
		"a split":           func(a asserting, _ int64) { must(a.split(a.news.Reviewer, crossing, "cross"))(a.t) },
	} {
		t.Run(name, func(t *testing.T) {
			assert(t, func(a asserting) {
				claim := a.signedByEditor()
				change(a, claim)
				if a.signed() {
					a.t.Error("the sign-off stands")
				}
			})
		})
	}
}

// What comes later and takes nothing away voids nothing: a sign-off names the policy that it was given under.
func TestSignOffOutlastsWhatItDidNotCount(t *testing.T) {
	for name, change := range map[string]func(a asserting, claim int64){
		"another policy": func(a asserting, _ int64) { smallDesk(a.t, a.s, a.news.Admin, true) },
		"a second reader": func(a asserting, _ int64) {
			a.ok(a.s.SetSecondReader(ctx, a.news.Admin, a.news.Desk.ID, true, false, 1))
		},
		"a closed account": func(a asserting, _ int64) { a.ok(a.s.Disable(ctx, a.news.Admin, a.news.Second.UserID)) },
		"one reader more":  func(a asserting, _ int64) { a.read(a.news.Reviewer, "CITY") },
		"an assignment": func(a asserting, claim int64) {
			must(a.s.AssignClaim(ctx, a.news.Editor, claim, models.NewAssignment{Person: a.news.Second.UserID, Version: a.card(claim).Version}))(a.t)
		},
		"the trash and back": func(a asserting, _ int64) {
			a.ok(a.s.Trash(ctx, a.news.Editor, a.article.ID))
			a.ok(a.s.Restore(ctx, a.news.Editor, a.article.ID))
		},
	} {
		t.Run(name, func(t *testing.T) {
			assert(t, func(a asserting) {
				claim := a.signedByEditor()
				change(a, claim)
				if !a.signed() {
					a.t.Fatal("the sign-off is void")
				}
				if o := a.gate(a.news.Auditor).Gate.SignOff; o.TitleSHA256 != models.TitleSHA256("Bridge closes") || o.Policy != `{"secondaries":2,"second_reader":false,"small_desk":false}` {
					a.t.Errorf("the sign-off is of the title %s, under %s", o.TitleSHA256, o.Policy)
				}
			})
		})
	}
}

// signedByEditor signs the article, with one claim that is sourced, and says which.
func (a asserting) signedByEditor() int64 {
	a.t.Helper()
	cost := a.claim("€12 million")
	a.readAll(a.news.Second)
	a.say(a.news.Second, cost.ClaimID, "sourced")
	a.ok(a.sign(a.news.Editor))
	return cost.ClaimID
}

func (a asserting) edit(claim int64) {
	a.t.Helper()
	must(a.s.EditClaim(ctx, a.news.Second, claim, models.ClaimEdit{Kind: "number", Risk: "high", Version: a.card(claim).Version}))(a.t)
}

func (a asserting) retitle(title string) {
	a.t.Helper()
	row, err := a.s.Article(ctx, a.news.Editor, a.article.ID)
	a.ok(err)
	a.ok(a.s.EditArticle(ctx, a.news.Editor, a.article.ID, models.ArticleEdit{Title: title, Language: row.Language, Version: row.Version}))
}

func (a asserting) askWriter() {
	a.t.Helper()
	_, _, err := a.s.RaiseQuery(ctx, a.news.Second, models.NewQuery{ArticleID: a.article.ID, To: "writer", Body: "Is that all?"})
	a.ok(err)
}

// Every claim that is called sourced is held against the policy of the moment, at the gate.
func TestProofIsAskedForAgainAtTheGate(t *testing.T) {
	assert(t, func(a asserting) {
		cost := a.claim("€12 million")
		a.readAll(a.news.Second)
		a.ok(a.tag(a.news.Second, cost.ClaimID, models.Tag{Status: "sourced", Evidence: []models.NewEvidence{
			{Title: "One paper", Publisher: "A house", Class: "secondary"}, {Title: "Another paper", Publisher: "B house", Class: "secondary"}}}))
		if n := a.gate(a.news.Editor).Gate.Reason(models.GateProof).Count; n != 0 {
			a.t.Fatalf("%d claims lack proof", n)
		}
		desk := must(a.s.Desks(ctx, a.news.Admin))(a.t)[0]
		a.ok(a.s.SetPolicy(ctx, a.news.Admin, desk.ID, models.DeskPolicy{Secondaries: "3", Version: desk.Version}))
		if reason := a.gate(a.news.Editor).Gate.Reason(models.GateProof); reason.Count != 1 || reason.Things[0].ID != cost.ClaimID {
			a.t.Errorf("under the new policy: %+v", reason)
		}
		if n := a.page().Gate.Reason(models.GateProof).Count; n != 1 {
			a.t.Errorf("by the counters %d claims lack proof", n)
		}
		_, err := a.s.AddEvidence(ctx, a.news.Editor, cost.ClaimID, models.NewEvidence{Title: "A third", Publisher: "C house", Class: "secondary"})
		a.ok(err)
		if n := a.gate(a.news.Editor).Gate.Reason(models.GateProof).Count; n != 0 {
			a.t.Errorf("with a third paper %d claims lack proof", n)
		}
	})
}

func TestAcceptedCorrectionKeepsTheGateClosedUntilDeclined(t *testing.T) {
	assert(t, func(a asserting) {
		smallDesk(a.t, a.s, a.news.Admin, true)
		claim := a.signedByEditor()
		_, err := a.s.ProposeCorrection(ctx, a.news.Second, claim, models.NewCorrection{From: "€12", To: "€13", Version: a.card(claim).Version})
		a.ok(err)
		decide := func(state, reason string) error {
			k := a.card(claim).Corrections[0]
			_, err := a.s.DecideCorrection(ctx, a.news.Editor, k.ID, models.Deciding{State: state, Reason: reason, Version: k.Version})
			return err
		}
		a.ok(decide("accepted", ""))
		if reason := a.gate(a.news.Editor).Gate.Reason(models.GateCorrections); reason.Count != 1 || reason.Things[0].ID != claim {
			a.t.Errorf("the gate has %+v", reason)
		}
		_, err = a.s.OverrideGate(ctx, a.news.Editor, a.article.ID, models.Overriding{Code: "corrections", Reason: "It runs tonight."})
		a.refused(err, "code", "decline it with a reason")
		a.refused(decide("declined", " "), "reason", "give a reason")
		a.ok(decide("declined", "The budget has 12."))
		a.ok(a.sign(a.news.Editor))
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
