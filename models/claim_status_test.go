package models

import (
	"testing"

	"pgregory.net/rapid"
)

func TestComputeClaimStatus(t *testing.T) {
	now := func(id, reviewer int64, status Status) Verdict {
		return Verdict{ID: id, ReviewerID: reviewer, Status: status, Counts: true}
	}
	former := func(id, reviewer int64, status Status) Verdict {
		return Verdict{ID: id, ReviewerID: reviewer, Status: status}
	}
	ruling := func(v Verdict) Verdict { v.Ruling = true; return v }
	tests := []struct {
		name     string
		verdicts []Verdict
		ended    int64
		want     ClaimStatus
	}{
		{"nobody has annotated it", nil, 0, ClaimStatus{Status: Unchecked}},
		{"one says unverified, which is not unchecked", []Verdict{now(1, 10, Unverified)}, 0, ClaimStatus{Status: Unverified}},
		{"all agree", []Verdict{now(1, 10, Sourced), now(2, 20, Sourced)}, 0, ClaimStatus{Status: Sourced}},
		{"they differ: the most cautious holds", []Verdict{now(1, 10, Sourced), now(2, 20, Unverified)}, 0,
			ClaimStatus{Status: Unverified, Disagree: true}},
		{"disputed is more cautious than unverified", []Verdict{now(1, 10, Disputed), now(2, 20, Unverified)}, 0,
			ClaimStatus{Status: Disputed, Disagree: true}},
		{"only the newest of each reviewer counts", []Verdict{now(1, 10, Disputed), now(2, 20, Sourced), now(3, 10, Sourced)}, 0,
			ClaimStatus{Status: Sourced}},
		{"a ruling settles it", []Verdict{now(1, 10, Disputed), now(2, 20, Sourced), ruling(now(3, 30, Sourced))}, 0,
			ClaimStatus{Status: Sourced}},
		{"a later annotation reopens it", []Verdict{now(1, 10, Disputed), ruling(now(2, 30, Sourced)), now(3, 20, Sourced)}, 0,
			ClaimStatus{Status: Disputed, Disagree: true}},
		{"a later verdict equal to the ruling agrees", []Verdict{now(1, 10, Disputed), ruling(now(2, 30, Sourced)), now(3, 10,
			Sourced)}, 0, ClaimStatus{Status: Sourced}},
		{"verdicts of former words count for nothing", []Verdict{former(1, 10, Sourced), former(2, 20, Unverified)}, 0,
			ClaimStatus{Status: Unchecked}},
		{"a verdict of former words does not differ from one of these", []Verdict{former(1, 10, Unverified), now(2, 20, Sourced)}, 0,
			ClaimStatus{Status: Sourced}},
		{"a dispute of former words stays", []Verdict{former(1, 10, Disputed)}, 0, ClaimStatus{Status: Unchecked, Contested: true}},
		{"and differs from a sourced verdict on the new words", []Verdict{former(1, 10, Disputed), now(2, 20, Sourced)}, 0,
			ClaimStatus{Status: Sourced, Disagree: true, Contested: true}},
		{"whoever disputes the new words too agrees with it", []Verdict{former(1, 10, Disputed), now(2, 20, Disputed)}, 0,
			ClaimStatus{Status: Disputed, Contested: true}},
		{"its author's newer verdict ends it", []Verdict{former(1, 10, Disputed), now(2, 10, Sourced)}, 0, ClaimStatus{Status: Sourced}},
		{"a ruling ends it", []Verdict{former(1, 10, Disputed), now(2, 20, Sourced), ruling(now(3, 30, Sourced))}, 0,
			ClaimStatus{Status: Sourced}},
		{"a ruling on former words ends it too", []Verdict{former(1, 10, Disputed), ruling(former(2, 30, Sourced))}, 0,
			ClaimStatus{Status: Unchecked}},
		{"an outcome given after it ends it", []Verdict{former(1, 10, Disputed)}, 1, ClaimStatus{Status: Unchecked}},
		{"an outcome given before it does not", []Verdict{former(1, 20, Sourced), former(2, 10, Disputed)}, 1,
			ClaimStatus{Status: Unchecked, Contested: true}},
	}
	for _, test := range tests {
		if got := ComputeClaimStatus(test.verdicts, test.ended); got != test.want {
			t.Errorf("%s: %+v, want %+v", test.name, got, test.want)
		}
	}
}

func drawVerdicts(t *rapid.T) []Verdict {
	verdicts := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) Verdict {
		return Verdict{ReviewerID: rapid.Int64Range(1, 4).Draw(t, "reviewer"), Status: rapid.SampledFrom(AnnotationStatuses).Draw(t, "status"),
			Ruling: rapid.Bool().Draw(t, "ruling"), Counts: rapid.Bool().Draw(t, "counts")}
	}), 0, 8).Draw(t, "verdicts")
	for i := range verdicts {
		verdicts[i].ID = int64(i + 1)
	}
	return verdicts
}

// The order of rows does not matter: a status is a function of the set.
func TestClaimStatusIgnoresOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		verdicts := drawVerdicts(t)
		shuffled, ended := rapid.Permutation(verdicts).Draw(t, "order"), rapid.Int64Range(0, 8).Draw(t, "ended")
		if a, b := ComputeClaimStatus(verdicts, ended), ComputeClaimStatus(shuffled, ended); a != b {
			t.Fatalf("%+v in one order, %+v in another", a, b)
		}
	})
}

// A claim is unchecked exactly if no verdict counts.
func TestUncheckedMeansNoVerdict(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		verdicts := drawVerdicts(t)
		if got := ComputeClaimStatus(verdicts, 0); (got.Status == Unchecked) != (len(CountedVerdicts(verdicts)) == 0) {
			t.Fatalf("%d verdicts that count make it %s", len(CountedVerdicts(verdicts)), got.Status)
		}
	})
}

// A dispute of former words ends only by its author, a ruling or an outcome.
func TestDisputeOfFormerWordsEndsInThreeWays(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		verdicts := drawVerdicts(t)
		dispute := Verdict{ID: int64(len(verdicts) + 1), ReviewerID: 9, Status: Disputed}
		verdicts = append(verdicts, dispute)
		for _, v := range drawVerdicts(t) {
			if v.ID, v.Ruling = v.ID+dispute.ID, false; v.ReviewerID != 9 {
				verdicts = append(verdicts, v)
			}
		}
		last := verdicts[len(verdicts)-1].ID
		if got := ComputeClaimStatus(verdicts, dispute.ID-1); !got.Contested || !IsClaimOpen(got, "stands") {
			t.Fatalf("the dispute has ended: %+v", got)
		}
		ends := map[string]ClaimStatus{
			"its author's newer verdict": ComputeClaimStatus(append(verdicts[:len(verdicts):len(verdicts)], Verdict{ID: last + 1, ReviewerID: 9,
				Status: Sourced, Counts: true}), last),
			"a ruling": ComputeClaimStatus(append(verdicts[:len(verdicts):len(verdicts)], Verdict{ID: last + 1, ReviewerID: 8,
				Status: Sourced, Ruling: true, Counts: true}), 0),
			"an outcome given after it": ComputeClaimStatus(verdicts, last),
		}
		for how, got := range ends {
			if got.Contested {
				t.Fatalf("%s does not end the dispute: %+v", how, got)
			}
		}
	})
}

func TestConfirmableStatus(t *testing.T) {
	said := func(id, reviewer int64, status Status) Verdict {
		return Verdict{ID: id, ReviewerID: reviewer, Status: status}
	}
	for _, test := range []struct {
		name   string
		former []Verdict
		blind  bool
		want   Status // "": it cannot be confirmed
	}{
		{"another reviewer's verdict", []Verdict{said(1, 10, Sourced)}, false, Sourced},
		{"a dispute", []Verdict{said(1, 10, Disputed)}, false, Disputed},
		{"an agreed verdict", []Verdict{said(1, 10, Unverified), said(2, 20, Unverified)}, false, Unverified},
		{"a disagreement", []Verdict{said(1, 10, Sourced), said(2, 20, Unverified)}, false, ""},
		{"nothing", nil, false, ""},
		{"blind: another's", []Verdict{said(1, 10, Sourced)}, true, ""},
		{"blind: only the own verdict", []Verdict{said(1, 10, Disputed), said(2, 1, Sourced)}, true, Sourced},
	} {
		got, reason := ConfirmableStatus(test.former, 1, test.blind)
		if got != test.want || (reason.IsZero()) != (test.want != "") {
			t.Errorf("%s: got %q, %q, want %q", test.name, got, reason, test.want)
		}
	}
}

func TestIsClaimOpen(t *testing.T) {
	for _, test := range []struct {
		standing   ClaimStatus
		resolution Resolution
		want       bool
	}{
		{ClaimStatus{Status: Unchecked}, Unresolved, true},
		{ClaimStatus{Status: Unchecked}, "stands", true},
		{ClaimStatus{Status: Sourced}, Unresolved, false},
		{ClaimStatus{Status: Sourced, Disagree: true}, Unresolved, true},
		{ClaimStatus{Status: Disputed}, Unresolved, true},
		{ClaimStatus{Status: Disputed}, "cut", false},
		{ClaimStatus{Status: Disputed, Disagree: true}, "cut", true},
		{ClaimStatus{Status: Unverified}, "run as is", false},
		{ClaimStatus{Status: Sourced, Contested: true}, Unresolved, true},
		{ClaimStatus{Status: Unverified, Contested: true}, "stands", true},
	} {
		if got := IsClaimOpen(test.standing, test.resolution); got != test.want {
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
			c.AddClaim(ClaimStatus{Status: s}, 1)
		}
		if c.Sentences != len(states) || c.SentencesUnread+c.SentencesClear+c.SentencesOpen+c.SentencesDone+c.SentencesRecheck != len(states) {
			t.Fatalf("%d sentences counted as %+v", len(states), c)
		}
		if c.Claims != len(claims) || c.ClaimsSourced+c.ClaimsDisputed+c.ClaimsUnverified+c.ClaimsUnchecked != len(claims) {
			t.Fatalf("%d claims counted as %+v", len(claims), c)
		}
		if c.Add(c).Sub(c) != c {
			t.Fatal("adding and subtracting the same counts changes them")
		}
	})
}
