package store_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"linecheck/models"
	"linecheck/store"
	"linecheck/store/storetest"
)

// Confirmation.

func TestConfirmationBringsBackWhatIsTicked(t *testing.T) {
	assert(t, func(a asserting) {
		people, day := a.claim("4,000 people"), a.claim("every day")
		a.say(a.news.Second, people.ClaimID, "sourced")
		a.say(a.news.Second, day.ClaimID, "sourced")
		a.draft(a.news.Writer, "More than 4,000 people", "Less than 5,000 people")
		confirm := func(ticked models.Ticked) error {
			_, err := a.s.ConfirmSentence(ctx, a.news.Editor, a.sentence("Less").ID, ticked)
			return err
		}
		a.refused(confirm(models.Ticked{Some: true, Claims: []int64{people.ClaimID}}), "evidence", "needs evidence")
		evidence := a.card(people.ClaimID).Evidence[0].ID
		a.ok(confirm(models.Ticked{Some: true, Claims: []int64{people.ClaimID}, Evidence: []int64{evidence}}))
		a.stands(people.ClaimID, models.Placed, models.Sourced, "5,000 people")
		a.unchecked(day)
		a.is("Less", models.Recheck)
		for _, given := range a.card(people.ClaimID).Annotations {
			if given.Live != (given.ReviewerID == a.news.Editor.UserID) {
				a.t.Errorf("the verdict of %s counts: %v", given.Name, given.Live)
			}
		}
	})
}

func TestVerdictOnOneClaimConfirmsNothingElse(t *testing.T) {
	assert(t, func(a asserting) {
		people, day := a.claim("4,000 people"), a.claim("every day")
		a.say(a.news.Second, people.ClaimID, "sourced")
		a.say(a.news.Second, day.ClaimID, "sourced")
		a.read(a.news.Second, crossing)
		a.draft(a.news.Writer, "More than 4,000 people", "Less than 5,000 people")
		a.say(a.news.Editor, people.ClaimID, "sourced")
		a.unchecked(day)
		a.is("Less", models.Recheck)
		if got := a.readers("Less"); got != "" {
			a.t.Errorf("a verdict has read the sentence for %q", got)
		}
	})
}

// Occurrences.

func TestClaimSettlesTheRestOfOneSentence(t *testing.T) {
	assert(t, func(a asserting) {
		a = a.of("It rained. It snowed.")
		place, err := a.s.CreateClaim(ctx, a.news.Second, a.article.ID, models.Selection{Start: 0, End: 21, Quote: "It rained. It snowed."})
		a.ok(err)
		a.say(a.news.Second, place.ClaimID, "sourced")
		a.is("It rained", models.Done)
		a.is("It snowed", models.Open)
	})
}

func TestOccurrencesReadNothing(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		e := echoed(t, s)
		place, err := s.CreateClaim(ctx, e.news.Second, e.article.ID, models.Selection{Sentence: e.ids(2)[0], Whole: true})
		e.ok(err)
		say(t, s, e.news, e.news.Second, place, models.Tag{Status: "sourced", Evidence: proof})
		e.want("uduuuuuuu")
		version := card(t, s, e.news.Auditor, place).Version
		_, err = s.AddOccurrences(ctx, e.news.Second, place.ClaimID, version, e.ids(2)[0], e.ids(4, 6, 8))
		e.ok(err)
		e.want("uduou" + "ouou")
	})
}

// A claim that runs on into another sentence has that looked at again, too, when its own is cut.
func TestCutOfASentenceIsSeenInTheNext(t *testing.T) {
	assert(t, func(a asserting) {
		over := a.claim("closes on March 3. More than 4,000")
		a.say(a.news.Second, over.ClaimID, "sourced")
		a.read(a.news.Second, "The old bridge closes")
		a.read(a.news.Second, crossing)
		a.is("The old bridge closes", models.Done)
		_, err := a.split(a.news.Editor, crossing, "every day")
		a.ok(err)
		a.unchecked(over)
		a.is("The old bridge closes", models.Open)
	})
}

// What contradicted the former words proves those that a correction put in their place, by the confirmer's word.
func TestEvidenceAgainstFormerWordsProvesTheCorrectedOnes(t *testing.T) {
	assert(t, func(a asserting) {
		a.readAll(a.news.Second)
		cost := a.claim("€12 million").ClaimID
		a.ok(a.tag(a.news.Second, cost, models.Tag{Status: "disputed", Note: "It is 13.",
			Evidence: []models.NewEvidence{{Title: "Budget", Class: "primary", Stance: "contradicts", Kind: "document", Locator: "p. 1"}}}))
		_, err := a.s.ProposeCorrection(ctx, a.news.Second, cost, models.NewCorrection{From: "€12 million", To: "€13 million",
			Version: a.card(cost).Version})
		a.ok(err)
		_, err = a.s.DecideCorrection(ctx, a.news.Editor, a.card(cost).Corrections[0].ID, models.Deciding{State: "accepted", Version: 1})
		a.ok(err)
		a.draft(a.news.Reviewer, "€12 million", "€13 million")
		a.ok(a.confirm(a.news.Second, "Repairs"))
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
		a.ok(a.sign(a.news.Editor))
	})
}
