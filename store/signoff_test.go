package store_test

import (
	"errors"
	"slices"
	"testing"

	"linecheck/models"
)

// An override covers items in their state at the time: it lapses for a changed item, and still covers the
// others. Assigning a claim is no change.
func TestOverrideLapsesForChangedThings(t *testing.T) {
	withAssertionTest(t, func(a assertionTest) {
		cost, people := a.claim("€12 million"), a.claim("4,000 people")
		a.readAll(a.fixture.SecondReviewer)
		_, err := a.s.OverrideGate(
			ctx,
			a.fixture.Editor,
			a.article.ID,
			models.OverrideInput{Code: "open", Count: 2, Reason: "It runs tonight."},
		)
		a.ok(err)
		_, err = a.s.AssignClaim(ctx, a.fixture.Editor, cost.ClaimID, models.NewAssignment{Person: a.fixture.SecondReviewer.UserID,
			Version: a.card(cost.ClaimID).Version})
		a.ok(err)
		covered := func() (numbers []int) {
			for _, thing := range a.gatePage(a.fixture.Editor).Gate.Reason(models.GateOpen).Covered {
				numbers = append(numbers, thing.Ordinal)
			}
			return numbers
		}
		if got := covered(); !slices.Equal(got, []int{a.sentence(crossingSentence).Ordinal, a.sentence("Repairs").Ordinal}) {
			a.t.Errorf("covered are the sentences %v", got)
		}
		a.ok(a.tag(a.fixture.SecondReviewer, people.ClaimID, models.AnnotationInput{Status: "unverified", Note: "Not so."}))
		if got := covered(); !slices.Equal(got, []int{a.sentence("Repairs").Ordinal}) {
			a.t.Errorf("after one of them changed, covered are the sentences %v", got)
		}
		if err := a.sign(a.fixture.Editor); !errors.Is(err, models.ErrGateClosed) {
			a.t.Errorf("signed with a lapsed override: %v", err)
		}
	})
}

// An override covers its items, not a number of them.
func TestOverrideCoversThingsNotACount(t *testing.T) {
	withAssertionTest(t, func(a assertionTest) {
		a.claim("€12 million")
		a.readAll(a.fixture.SecondReviewer)
		_, err := a.s.OverrideGate(
			ctx,
			a.fixture.Editor,
			a.article.ID,
			models.OverrideInput{Code: "open", Count: 1, Reason: "It runs tonight."},
		)
		a.ok(err)
		a.draft(a.fixture.Writer, repairsSentence, "Repairs are free.")
		a.claim("4,000 people")
		reason := a.gatePage(a.fixture.Editor).Gate.Reason(models.GateOpen)
		if reason.Count != 1 || len(reason.Covered) != 0 {
			a.t.Errorf("another open sentence is covered: %+v", reason)
		}
	})
}

func TestSignOffLapsesWhenWhatItCountedChanges(t *testing.T) {
	for name, change := range map[string]func(a assertionTest, claim int64){
		"a newer verdict": func(a assertionTest, claim int64) { a.annotate(a.fixture.Reviewer, claim, "sourced") },
		"another kind":    func(a assertionTest, claim int64) { a.edit(claim) },
		"a claim":         func(a assertionTest, _ int64) { a.claim("4,000 people") },
		"a mark withdrawn": func(a assertionTest, _ int64) {
			must(a.s.UnmarkRead(ctx, a.fixture.SecondReviewer, a.sentence("CITY").ID))(a.t)
		},
		"a query":       func(a assertionTest, _ int64) { a.askWriter() },
		"another title": func(a assertionTest, _ int64) { a.retitle("Bridge stays open") },
		"another text":  func(a assertionTest, _ int64) { a.draft(a.fixture.Writer, "CITY", "TOWN") },
		"a split":       func(a assertionTest, _ int64) { must(a.split(a.fixture.Reviewer, crossingSentence, "cross"))(a.t) },
	} {
		t.Run(name, func(t *testing.T) {
			withAssertionTest(t, func(a assertionTest) {
				claim := a.signAsEditor()
				change(a, claim)
				if a.hasSignOff() {
					a.t.Error("the sign-off is still valid")
				}
			})
		})
	}
}

// Later changes that remove nothing do not void a sign-off, because the sign-off records its own policy.
func TestSignOffIsNotVoidedByLaterAdditions(t *testing.T) {
	for name, change := range map[string]func(a assertionTest, claim int64){
		"another policy": func(a assertionTest, _ int64) { setSmallDesk(a.t, a.s, a.fixture.Admin, true) },
		"a second reader": func(a assertionTest, _ int64) {
			a.ok(a.s.SetSecondReader(ctx, a.fixture.Admin, a.fixture.Desk.ID, true, false, 1))
		},
		"a closed account": func(a assertionTest, _ int64) {
			a.ok(a.s.DisableUser(ctx, a.fixture.Admin, a.fixture.SecondReviewer.UserID))
		},
		"one reader more": func(a assertionTest, _ int64) { a.read(a.fixture.Reviewer, "CITY") },
		"an assignment": func(a assertionTest, claim int64) {
			must(a.s.AssignClaim(ctx, a.fixture.Editor, claim, models.NewAssignment{Person: a.fixture.SecondReviewer.UserID,
				Version: a.card(claim).Version}))(a.t)
		},
		"the trash and back": func(a assertionTest, _ int64) {
			a.ok(a.s.TrashArticle(ctx, a.fixture.Editor, a.article.ID))
			a.ok(a.s.RestoreArticle(ctx, a.fixture.Editor, a.article.ID))
		},
	} {
		t.Run(name, func(t *testing.T) {
			withAssertionTest(t, func(a assertionTest) {
				claim := a.signAsEditor()
				change(a, claim)
				if !a.hasSignOff() {
					a.t.Fatal("the sign-off is void")
				}
				if o := a.gatePage(a.fixture.Auditor).Gate.SignOff; o.TitleSHA256 != models.TitleSHA256("Bridge closes") ||
					o.Policy != `{"secondaries":2,"second_reader":false,"small_desk":false}` {
					a.t.Errorf("the sign-off is of the title %s, under %s", o.TitleSHA256, o.Policy)
				}
			})
		})
	}
}

// signAsEditor signs the article with one sourced claim, and returns the claim.
func (a assertionTest) signAsEditor() int64 {
	a.t.Helper()
	cost := a.claim("€12 million")
	a.readAll(a.fixture.SecondReviewer)
	a.annotate(a.fixture.SecondReviewer, cost.ClaimID, "sourced")
	a.ok(a.sign(a.fixture.Editor))
	return cost.ClaimID
}

func (a assertionTest) edit(claim int64) {
	a.t.Helper()
	must(
		a.s.EditClaim(ctx, a.fixture.SecondReviewer, claim, models.ClaimEdit{Kind: "number", Risk: "high", Version: a.card(claim).Version}),
	)(
		a.t,
	)
}

func (a assertionTest) retitle(title string) {
	a.t.Helper()
	row, err := a.s.Article(ctx, a.fixture.Editor, a.article.ID)
	a.ok(err)
	a.ok(
		a.s.EditArticle(
			ctx,
			a.fixture.Editor,
			a.article.ID,
			models.ArticleEdit{Title: title, Language: row.Language, Version: row.Version},
		),
	)
}

func (a assertionTest) askWriter() {
	a.t.Helper()
	_, _, err := a.s.RaiseQuery(ctx, a.fixture.SecondReviewer, models.NewQuery{ArticleID: a.article.ID, To: "writer", Body: "Is that all?"})
	a.ok(err)
}

// The gate checks every sourced claim against the current policy.
func TestGateChecksProofAgainstTheCurrentPolicy(t *testing.T) {
	withAssertionTest(t, func(a assertionTest) {
		cost := a.claim("€12 million")
		a.readAll(a.fixture.SecondReviewer)
		a.ok(a.tag(a.fixture.SecondReviewer, cost.ClaimID, models.AnnotationInput{Status: "sourced", Evidence: []models.NewEvidence{
			{Title: "One paper", Publisher: "A house", Class: "secondary", Kind: "document", Locator: "p. 1"},
			{Title: "Another paper", Publisher: "B house", Class: "secondary",
				Kind: "document", Locator: "p. 1"}}}))
		if n := a.gatePage(a.fixture.Editor).Gate.Reason(models.GateProof).Count; n != 0 {
			a.t.Fatalf("%d claims lack proof", n)
		}
		desk := must(a.s.Desks(ctx, a.fixture.Admin))(a.t)[0]
		a.ok(a.s.SetPolicy(ctx, a.fixture.Admin, desk.ID, models.DeskPolicy{Secondaries: "3", Version: desk.Version}))
		if reason := a.gatePage(a.fixture.Editor).Gate.Reason(models.GateProof); reason.Count != 1 || reason.Items[0].ID != cost.ClaimID {
			a.t.Errorf("under the new policy: %+v", reason)
		}
		if n := a.page().Gate.Reason(models.GateProof).Count; n != 1 {
			a.t.Errorf("by the counters %d claims lack proof", n)
		}
		_, err := a.s.AddEvidence(ctx, a.fixture.Editor, cost.ClaimID, models.NewEvidence{Title: "A third", Publisher: "C house",
			Class:   "secondary",
			Kind:    "document",
			Locator: "p. 1",
		})
		a.ok(err)
		if n := a.gatePage(a.fixture.Editor).Gate.Reason(models.GateProof).Count; n != 0 {
			a.t.Errorf("with a third paper %d claims lack proof", n)
		}
	})
}

func TestAcceptedCorrectionKeepsTheGateClosedUntilDeclined(t *testing.T) {
	withAssertionTest(t, func(a assertionTest) {
		setSmallDesk(a.t, a.s, a.fixture.Admin, true)
		claim := a.signAsEditor()
		_, err := a.s.ProposeCorrection(
			ctx,
			a.fixture.SecondReviewer,
			claim,
			models.NewCorrection{From: "€12", To: "€13", Version: a.card(claim).Version},
		)
		a.ok(err)
		decide := func(state, reason string) error {
			k := a.card(claim).Corrections[0]
			_, err := a.s.DecideCorrection(
				ctx,
				a.fixture.Editor,
				k.ID,
				models.CorrectionDecision{State: state, Reason: reason, Version: k.Version},
			)
			return err
		}
		a.ok(decide("accepted", ""))
		if reason := a.gatePage(a.fixture.Editor).Gate.Reason(models.GateCorrections); reason.Count != 1 || reason.Items[0].ID != claim {
			a.t.Errorf("the gate has %+v", reason)
		}
		_, err = a.s.OverrideGate(
			ctx,
			a.fixture.Editor,
			a.article.ID,
			models.OverrideInput{Code: "corrections", Reason: "It runs tonight."},
		)
		a.checkRefused(err, "code", "decline it with a reason")
		a.checkRefused(decide("declined", " "), "reason", "give a reason")
		a.ok(decide("declined", "The budget has 12."))
		a.ok(a.sign(a.fixture.Editor))
	})
}

func TestSmallDeskMayOverrideIndependence(t *testing.T) {
	withAssertionTest(t, func(a assertionTest) {
		a.readAll(a.fixture.Editor)
		override := func(wish models.OverrideInput) error {
			wish.Code, wish.Reason = string(models.GateIndependence), "Nobody else is here tonight."
			_, err := a.s.OverrideGate(ctx, a.fixture.Editor, a.article.ID, wish)
			return err
		}
		a.checkRefused(override(models.OverrideInput{}), "code", "asks for a second person")
		setSmallDesk(a.t, a.s, a.fixture.Admin, true)
		things := a.gatePage(a.fixture.Editor).Gate.Reason(models.GateIndependence).Items
		a.ok(override(models.OverrideInput{Items: things[:3]}))
		if err := a.sign(a.fixture.Editor); !errors.Is(err, models.ErrGateClosed) {
			a.t.Errorf("signed with the rest not overridden: %v", err)
		}
		a.ok(override(models.OverrideInput{Count: len(things)}))
		a.ok(a.sign(a.fixture.Editor))
		if alone := a.gatePage(a.fixture.Auditor).Gate.SignOff.CheckedAlone; alone != "[0,1,2,3,4,5,6,7,8,9,10]" {
			a.t.Errorf("signed without a second person: %q", alone)
		}
	})
}

// A sign-off with a second person is not marked as solo.
func TestSignOffWithASecondPersonIsNotMarkedSolo(t *testing.T) {
	withAssertionTest(t, func(a assertionTest) {
		setSmallDesk(a.t, a.s, a.fixture.Admin, true)
		a.readAll(a.fixture.SecondReviewer)
		a.ok(a.sign(a.fixture.Editor))
		if alone := a.gatePage(a.fixture.Auditor).Gate.SignOff.CheckedAlone; alone != "" {
			a.t.Errorf("signed without a second person: %q", alone)
		}
	})
}
