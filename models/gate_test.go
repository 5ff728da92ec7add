package models

import (
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// drawGateItems draws the items behind a reason, each in some state.
func drawGateItems(t *rapid.T, code GateCode) []GateItem {
	var things []GateItem
	for i := range rapid.IntRange(0, 3).Draw(t, string(code)) {
		version := rapid.SampledFrom([]string{"a", "b"}).Draw(t, "version")
		things = append(things, GateItem{Kind: SentenceItem, ID: int64(i + 1), Key: int64(i + 101), Version: version})
	}
	return things
}

// The gate is closed exactly while some item is not covered by an override in its current state, and it lists
// those items.
func TestTheGateFollowsFromItsFacts(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := GateFacts{Items: map[GateCode][]GateItem{}, Counts: map[GateCode]int{}}
		for _, code := range GateCodes {
			if things := drawGateItems(t, code); rapid.Bool().Draw(t, "only counted") {
				f.Counts[code] = len(things)
			} else {
				f.Items[code] = things
			}
		}
		for id, code := range rapid.SliceOf(rapid.SampledFrom(GateCodes)).Draw(t, "overridden") {
			o := NamedGateOverride{GateOverride: GateOverride{ID: int64(id + 1), GateCode: code}}
			for _, thing := range drawGateItems(t, code) {
				o.Covers = append(o.Covers, CoveredItem{thing.Kind, thing.Key, thing.Version})
			}
			f.Overrides = append(f.Overrides, o)
		}
		open, reasons := true, GateState{Reasons: ComputeGate(f)}
		for _, code := range GateCodes {
			left := f.Counts[code]
			for _, thing := range f.Items[code] {
				if !coveredIn(f.Overrides, code, thing) {
					left++
				}
			}
			r := reasons.Reason(code)
			if want := max(f.Counts[code], len(f.Items[code])); r.Count != want {
				t.Fatalf("%s counts %d, want %d: %+v", code, r.Count, want, f)
			}
			if r.Count > 0 && (r.Override != nil) != (left == 0) {
				t.Fatalf("%s has %d items that are not covered, and its override is %+v", code, left, r.Override)
			}
			open = open && left == 0
		}
		if reasons.Open() != open {
			t.Fatalf("open %v, want %v: %+v", reasons.Open(), open, f)
		}
	})
}

// coveredIn is the reference rule: an override of the reason covers the item in that state.
func coveredIn(overrides []NamedGateOverride, code GateCode, thing GateItem) bool {
	return slices.ContainsFunc(overrides, func(o NamedGateOverride) bool {
		return o.GateCode == code && slices.Contains(o.Covers, CoveredItem{thing.Kind, thing.Key, thing.Version})
	})
}

func TestGateReasonsComeInOrderAndOnce(t *testing.T) {
	counts := map[GateCode]int{}
	for _, code := range GateCodes {
		counts[code] = 1
	}
	var got []GateCode
	for _, r := range ComputeGate(GateFacts{Counts: counts}) {
		got = append(got, r.Code)
	}
	if !slices.Equal(got, GateCodes) {
		t.Errorf("got %v, want %v", got, GateCodes)
	}
}

// Corrections are declined, not overridden; independence can be overridden only at a small desk.
func TestWhichReasonsMayBeOverridden(t *testing.T) {
	for _, code := range GateCodes {
		for _, small := range []bool{false, true} {
			want := true
			switch code {
			case GateCorrections:
				want = false
			case GateIndependence:
				want = small
			}
			if got := code.Overridable(small); got != want {
				t.Errorf("%s, small desk %v: got %v, want %v", code, small, got, want)
			}
		}
	}
}

// An override covers what was read: other items, another number of them, or a missing one is refused as
// stale.
func TestItemsToOverride(t *testing.T) {
	one, two := GateItem{Kind: SentenceItem, ID: 1, Key: 11, Version: "a", Claims: []int64{7}}, GateItem{Kind: SentenceItem, ID: 2,
		Key: 12, Version: "a"}
	reason := GateReason{Code: GateOpen, Count: 2, Items: []GateItem{one, two}}
	half := GateReason{Code: GateOpen, Count: 2, Items: []GateItem{one, two}, Covered: []GateItem{one}}
	for _, test := range []struct {
		name   string
		reason GateReason
		wish   OverrideInput
		want   []int64 // ids; nil: refused
	}{
		{"all", reason, OverrideInput{Count: 2}, []int64{1, 2}},
		{"all without a count", reason, OverrideInput{}, []int64{1, 2}},
		{"another count", reason, OverrideInput{Count: 1}, nil},
		{"one that is named", reason, OverrideInput{Items: []GateItem{{Kind: SentenceItem, ID: 2}}}, []int64{2}},
		{"a sentence by its claim", reason, OverrideInput{Items: []GateItem{{Kind: ClaimItem, ID: 7}}}, []int64{1}},
		{"one that is not behind it", reason, OverrideInput{Items: []GateItem{{Kind: SentenceItem, ID: 3}}}, nil},
		{"twice the same", reason, OverrideInput{Items: []GateItem{{Kind: SentenceItem, ID: 1}, {Kind: ClaimItem, ID: 7}}}, []int64{1}},
		{"only items that are not covered yet", half, OverrideInput{Count: 2}, []int64{2}},
		{"all that is covered already", GateReason{Code: GateOpen, Count: 1, Items: []GateItem{one}, Covered: []GateItem{one}},
			OverrideInput{Count: 1}, nil},
		{"nothing behind it", GateReason{Code: GateOpen}, OverrideInput{}, nil},
	} {
		things, err := ItemsToOverride(test.reason, test.wish)
		var got []int64
		for _, thing := range things {
			got = append(got, thing.ID)
		}
		if !slices.Equal(got, test.want) || (err == nil) != (test.want != nil) {
			t.Errorf("%s: got %v, %v, want %v", test.name, got, err, test.want)
		}
	}
}

// Every refusal names its sentences and those who can resolve it.
func TestReasonSentence(t *testing.T) {
	things := []GateItem{{Ordinal: 2}, {Ordinal: 3}, {Ordinal: 4}, {Ordinal: 7}}
	got := GateReason{Code: GateIndependence, Count: 4, Items: things}.Sentence([]string{"Sam Second", "Edda Editor"}).String()
	want := "4 sentences were looked at only by their author or by who signs (sentences 2–4, 7). This can be looked at by Sam Second, Edda Editor."
	if got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	for _, code := range GateCodes {
		one, more := GateReason{Code: code, Count: 1}.Sentence(nil).String(), GateReason{Code: code, Count: 2}.Sentence(nil).String()
		if one == more || one == "" {
			t.Errorf("%s: one %q, more %q", code, one, more)
		}
	}
}

func TestFormatSentenceNumbers(t *testing.T) {
	for want, list := range map[string][]int{"sentence 4": {4}, "sentences 1–2": {1, 2}, "sentences 1, 3–5, 9": {1, 3, 4, 5, 9}} {
		if got := FormatSentenceNumbers(list).String(); got != want {
			t.Errorf("%v: got %q, want %q", list, got, want)
		}
	}
}

// Eligible readers may check, did not write the words and do not sign.
func TestEligibleReaders(t *testing.T) {
	people := []DeskPerson{{1, "Ada", Admin}, {2, "Edda", Editor}, {3, "Rana", Reviewer}, {4, "Wim", Writer}, {5, "Aki", Auditor}}
	facts := []SentenceFacts{{Sentence: Sentence{ID: 1, Authors: ",3,"}}, {Sentence: Sentence{ID: 2, Authors: ",4,"}},
		{Sentence: Sentence{ID: 3, Authors: ",1,2,3,"}}}
	reason := func(ids ...int64) GateReason {
		r := GateReason{Code: GateIndependence}
		for _, id := range ids {
			r.Items = append(r.Items, GateItem{Kind: SentenceItem, ID: id})
		}
		return r
	}
	for _, test := range []struct {
		reason GateReason
		apart  bool
		want   []string
	}{
		{reason(1), true, []string{"Edda"}},
		{reason(1), false, []string{"Ada", "Edda"}},
		{reason(2), true, []string{"Edda", "Rana"}},
		{reason(1, 2), true, []string{"Edda"}},
		{reason(2, 3), true, []string{"Edda", "Rana"}}, // nobody can check both: those who can check one
		{reason(3), true, nil},
	} {
		if got := EligibleReaders(people, facts, test.reason, 1, test.apart); fmt.Sprint(got) != fmt.Sprint(test.want) {
			t.Errorf("%v, apart %v: got %v, want %v", test.reason.Items, test.apart, got, test.want)
		}
	}
}
