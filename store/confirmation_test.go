package store_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"linecheck/models"
	"linecheck/store"
	"linecheck/store/storetest"
)

// Confirmation.

func TestConfirmationRestoresWhatIsTicked(t *testing.T) {
	withAssertionTest(t, func(a assertionTest) {
		people, day := a.claim("4,000 people"), a.claim("every day")
		a.annotate(a.fixture.SecondReviewer, people.ClaimID, "sourced")
		a.annotate(a.fixture.SecondReviewer, day.ClaimID, "sourced")
		a.draft(a.fixture.Writer, "More than 4,000 people", "Less than 5,000 people")
		confirm := func(ticked models.ConfirmationInput) error {
			_, err := a.s.ConfirmSentence(ctx, a.fixture.Editor, a.sentence("Less").ID, ticked)
			return err
		}
		a.checkRefused(confirm(models.ConfirmationInput{OnlyListed: true, Claims: []int64{people.ClaimID}}), "evidence", "needs evidence")
		evidence := a.card(people.ClaimID).Evidence[0].ID
		a.ok(confirm(models.ConfirmationInput{OnlyListed: true, Claims: []int64{people.ClaimID}, Evidence: []int64{evidence}}))
		a.checkClaim(people.ClaimID, models.Placed, models.Sourced, "5,000 people")
		a.checkNothingCounts(day)
		a.checkState("Less", models.Recheck)
		for _, given := range a.card(people.ClaimID).Annotations {
			if given.Live != (given.ReviewerID == a.fixture.Editor.UserID) {
				a.t.Errorf("the verdict of %s counts: %v", given.Name, given.Live)
			}
		}
	})
}

func TestVerdictConfirmsItsClaimOnly(t *testing.T) {
	withAssertionTest(t, func(a assertionTest) {
		people, day := a.claim("4,000 people"), a.claim("every day")
		a.annotate(a.fixture.SecondReviewer, people.ClaimID, "sourced")
		a.annotate(a.fixture.SecondReviewer, day.ClaimID, "sourced")
		a.read(a.fixture.SecondReviewer, crossingSentence)
		a.draft(a.fixture.Writer, "More than 4,000 people", "Less than 5,000 people")
		a.annotate(a.fixture.Editor, people.ClaimID, "sourced")
		a.checkNothingCounts(day)
		a.checkState("Less", models.Recheck)
		if got := a.readerNames("Less"); got != "" {
			a.t.Errorf("a verdict has read the sentence for %q", got)
		}
	})
}

// Occurrences.

func TestClaimSettlesTheRestOfOneSentence(t *testing.T) {
	withAssertionTest(t, func(a assertionTest) {
		a = a.withText("It rained. It snowed.")
		place, err := a.s.CreateClaim(
			ctx,
			a.fixture.SecondReviewer,
			a.article.ID,
			models.Selection{Start: 0, End: 21, Quote: "It rained. It snowed."},
		)
		a.ok(err)
		a.annotate(a.fixture.SecondReviewer, place.ClaimID, "sourced")
		a.checkState("It rained", models.Done)
		a.checkState("It snowed", models.Open)
	})
}

func TestAddedOccurrencesDoNotMarkTheRestRead(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		e := newDuplicateTest(t, s)
		place, err := s.CreateClaim(
			ctx,
			e.fixture.SecondReviewer,
			e.article.ID,
			models.Selection{Sentence: e.ids(2)[0], WholeSentence: true},
		)
		e.ok(err)
		annotateCurrent(
			t,
			s,
			e.fixture,
			e.fixture.SecondReviewer,
			place,
			models.AnnotationInput{Status: "sourced", Evidence: countEvidence},
		)
		e.checkStates("uduuuuuuu")
		version := card(t, s, e.fixture.Auditor, place).Version
		_, err = s.AddOccurrences(ctx, e.fixture.SecondReviewer, place.ClaimID, version, e.ids(2)[0], e.ids(4, 6, 8))
		e.ok(err)
		e.checkStates("uduou" + "ouou")
	})
}

// A claim that extends into another sentence sends that to recheck as well when its own is split.
func TestSplitRechecksTheSentenceAClaimRunsInto(t *testing.T) {
	withAssertionTest(t, func(a assertionTest) {
		over := a.claim("closes on March 3. More than 4,000")
		a.annotate(a.fixture.SecondReviewer, over.ClaimID, "sourced")
		a.read(a.fixture.SecondReviewer, "The old bridge closes")
		a.read(a.fixture.SecondReviewer, crossingSentence)
		a.checkState("The old bridge closes", models.Done)
		_, err := a.split(a.fixture.Editor, crossingSentence, "every day")
		a.ok(err)
		a.checkNothingCounts(over)
		a.checkState("The old bridge closes", models.Open)
	})
}

// Evidence that contradicted the former words supports the corrected ones if the reader confirms it.
func TestContradictingEvidenceProvesTheCorrection(t *testing.T) {
	withAssertionTest(t, func(a assertionTest) {
		a.readAll(a.fixture.SecondReviewer)
		cost := a.claim("€12 million").ClaimID
		a.ok(a.tag(a.fixture.SecondReviewer, cost, models.AnnotationInput{Status: "disputed", Note: "It is 13.",
			Evidence: []models.NewEvidence{{Title: "Budget", Class: "primary", Stance: "contradicts", Kind: "document", Locator: "p. 1"}}}))
		_, err := a.s.ProposeCorrection(ctx, a.fixture.SecondReviewer, cost, models.NewCorrection{From: "€12 million", To: "€13 million",
			Version: a.card(cost).Version})
		a.ok(err)
		_, err = a.s.DecideCorrection(
			ctx,
			a.fixture.Editor,
			a.card(cost).Corrections[0].ID,
			models.CorrectionDecision{State: "accepted", Version: 1},
		)
		a.ok(err)
		a.draft(a.fixture.Reviewer, "€12 million", "€13 million")
		a.ok(a.confirm(a.fixture.SecondReviewer, "Repairs"))
		c := a.card(cost)
		if c.Status != models.Sourced {
			t.Errorf("the corrected claim is %s", c.Status)
		}
		stances := map[string]models.Stance{}
		for _, e := range c.Evidence {
			stances[e.Exact] = e.Stance
		}
		want := map[string]models.Stance{"€12 million": models.Contradicts, "€13 million": models.Supports}
		if diff := cmp.Diff(want, stances); diff != "" {
			t.Errorf("stances by words (-want +got):\n%s", diff)
		}
		a.ok(a.sign(a.fixture.Editor))
	})
}
