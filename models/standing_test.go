package models

import (
	"testing"

	"pgregory.net/rapid"
)

func TestStandingOf(t *testing.T) {
	tests := []struct {
		name     string
		verdicts []Verdict
		want     Standing
	}{
		{"nobody has annotated it", nil, Standing{Status: Unchecked}},
		{"one says unverified, which is not unchecked", []Verdict{{1, 10, Unverified, false}}, Standing{Status: Unverified}},
		{"all agree", []Verdict{{1, 10, Sourced, false}, {2, 20, Sourced, false}}, Standing{Status: Sourced}},
		{"they differ: the most cautious holds", []Verdict{{1, 10, Sourced, false}, {2, 20, Unverified, false}}, Standing{Unverified, true}},
		{"disputed is more cautious than unverified", []Verdict{{1, 10, Disputed, false}, {2, 20, Unverified, false}}, Standing{Disputed, true}},
		{"only the newest of each reviewer counts", []Verdict{{1, 10, Disputed, false}, {2, 20, Sourced, false}, {3, 10, Sourced, false}}, Standing{Status: Sourced}},
		{"a ruling settles it", []Verdict{{1, 10, Disputed, false}, {2, 20, Sourced, false}, {3, 30, Sourced, true}}, Standing{Status: Sourced}},
		{"a later annotation reopens it", []Verdict{{1, 10, Disputed, false}, {2, 30, Sourced, true}, {3, 20, Sourced, false}}, Standing{Disputed, true}},
		{"whoever comes round to the ruling agrees", []Verdict{{1, 10, Disputed, false}, {2, 30, Sourced, true}, {3, 10, Sourced, false}}, Standing{Status: Sourced}},
	}
	for _, test := range tests {
		if got := StandingOf(test.verdicts); got != test.want {
			t.Errorf("%s: %+v, want %+v", test.name, got, test.want)
		}
	}
}

func drawVerdicts(t *rapid.T) []Verdict {
	verdicts := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) Verdict {
		return Verdict{ReviewerID: rapid.Int64Range(1, 4).Draw(t, "reviewer"), Status: rapid.SampledFrom(AnnotationStatuses).Draw(t, "status"), Ruling: rapid.Bool().Draw(t, "ruling")}
	}), 0, 8).Draw(t, "verdicts")
	for i := range verdicts {
		verdicts[i].ID = int64(i + 1)
	}
	return verdicts
}

// The order in which rows come back says nothing: a standing is a function of the set.
func TestStandingIgnoresOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		verdicts := drawVerdicts(t)
		shuffled := rapid.Permutation(verdicts).Draw(t, "order")
		if a, b := StandingOf(verdicts), StandingOf(shuffled); a != b {
			t.Fatalf("%+v in one order, %+v in another", a, b)
		}
	})
}

// Nobody looked is never shown as checked, and the other way round.
func TestUncheckedMeansNobody(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		verdicts := drawVerdicts(t)
		if got := StandingOf(verdicts); (got.Status == Unchecked) != (len(verdicts) == 0) {
			t.Fatalf("%d verdicts make it %s", len(verdicts), got.Status)
		}
	})
}

func TestStateOf(t *testing.T) {
	tests := []struct {
		name          string
		recheck, read bool
		open          []bool
		want          SentenceState
	}{
		{"nobody looked", false, false, nil, Unread},
		{"read, nothing to check", false, true, nil, Clear},
		{"one claim is open", false, true, []bool{false, true}, Open},
		{"all claims are settled", false, false, []bool{false}, Done},
		{"the text changed since", true, true, []bool{false}, Recheck},
	}
	for _, test := range tests {
		if got := StateOf(test.recheck, test.read, test.open); got != test.want {
			t.Errorf("%s: %s, want %s", test.name, got, test.want)
		}
	}
}

func TestClaimOpen(t *testing.T) {
	for _, test := range []struct {
		standing   Standing
		resolution Resolution
		want       bool
	}{
		{Standing{Status: Unchecked}, Unresolved, true},
		{Standing{Status: Unchecked}, "stands", true},
		{Standing{Status: Sourced}, Unresolved, false},
		{Standing{Sourced, true}, Unresolved, true},
		{Standing{Status: Disputed}, Unresolved, true},
		{Standing{Status: Disputed}, "cut", false},
		{Standing{Disputed, true}, "cut", true},
		{Standing{Status: Unverified}, "run as is", false},
	} {
		if got := ClaimOpen(test.standing, test.resolution); got != test.want {
			t.Errorf("%+v, %s: open %v, want %v", test.standing, test.resolution, got, test.want)
		}
	}
}

func TestCountsAddUp(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var c Counts
		states := rapid.SliceOf(rapid.SampledFrom(SentenceStates)).Draw(t, "states")
		for _, s := range states {
			c.AddSentence(s, 1)
		}
		claims := rapid.SliceOf(rapid.SampledFrom(ClaimStatuses)).Draw(t, "claims")
		for _, s := range claims {
			c.AddClaim(Standing{Status: s}, 1)
		}
		if c.Sentences != len(states) || c.SentencesUnread+c.SentencesClear+c.SentencesOpen+c.SentencesDone+c.SentencesRecheck != len(states) {
			t.Fatalf("%d sentences counted as %+v", len(states), c)
		}
		if c.Claims != len(claims) || c.ClaimsSourced+c.ClaimsDisputed+c.ClaimsUnverified+c.ClaimsUnchecked != len(claims) {
			t.Fatalf("%d claims counted as %+v", len(claims), c)
		}
		if c.Plus(c).Minus(c) != c {
			t.Fatal("adding and taking away again is not the same")
		}
	})
}
