package store_test

import (
	"errors"
	"slices"
	"testing"

	"linecheck/models"
)

// An override covers things as they are: of one that changes it covers nothing any more, and of others it does still. Whom a
// claim is given to changes nothing.
func TestOverrideLapsesForTheThingThatChanged(t *testing.T) {
	assert(t, func(a asserting) {
		cost, people := a.claim("€12 million"), a.claim("4,000 people")
		a.readAll(a.news.Second)
		_, err := a.s.OverrideGate(ctx, a.news.Editor, a.article.ID, models.Overriding{Code: "open", Count: 2, Reason: "It runs tonight."})
		a.ok(err)
		_, err = a.s.AssignClaim(ctx, a.news.Editor, cost.ClaimID, models.NewAssignment{Person: a.news.Second.UserID,
			Version: a.card(cost.ClaimID).Version})
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
		a.ok(a.tag(a.news.Second, people.ClaimID, models.Tag{Status: "unverified", Note: "Not so."}))
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
			must(a.s.AssignClaim(ctx, a.news.Editor, claim, models.NewAssignment{Person: a.news.Second.UserID,
				Version: a.card(claim).Version}))(a.t)
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
				if o := a.gate(a.news.Auditor).Gate.SignOff; o.TitleSHA256 != models.TitleSHA256("Bridge closes") ||
					o.Policy != `{"secondaries":2,"second_reader":false,"small_desk":false}` {
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
			{Title: "One paper", Publisher: "A house", Class: "secondary", Kind: "document", Locator: "p. 1"},
			{Title: "Another paper", Publisher: "B house", Class: "secondary",
				Kind: "document", Locator: "p. 1"}}}))
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
		_, err := a.s.AddEvidence(ctx, a.news.Editor, cost.ClaimID, models.NewEvidence{Title: "A third", Publisher: "C house",
			Class:   "secondary",
			Kind:    "document",
			Locator: "p. 1",
		})
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
