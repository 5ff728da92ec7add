package models

import (
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// drawThings draws the things behind a reason, each in some state.
func drawThings(t *rapid.T, code GateCode) []Thing {
	var things []Thing
	for i := range rapid.IntRange(0, 3).Draw(t, string(code)) {
		version := rapid.SampledFrom([]string{"a", "b"}).Draw(t, "version")
		things = append(things, Thing{Kind: SentenceThing, ID: int64(i + 1), Key: int64(i + 101), Version: version})
	}
	return things
}

// The gate is closed exactly while some thing is left that no override covers as it is, and says which.
func TestTheGateFollowsFromItsFacts(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := GateFacts{Things: map[GateCode][]Thing{}, Counts: map[GateCode]int{}}
		for _, code := range GateCodes {
			if things := drawThings(t, code); rapid.Bool().Draw(t, "only counted") {
				f.Counts[code] = len(things)
			} else {
				f.Things[code] = things
			}
		}
		for id, code := range rapid.SliceOf(rapid.SampledFrom(GateCodes)).Draw(t, "overridden") {
			o := NamedGateOverride{GateOverride: GateOverride{ID: int64(id + 1), GateCode: code}}
			for _, thing := range drawThings(t, code) {
				o.Covers = append(o.Covers, CoveredThing{thing.Kind, thing.Key, thing.Version})
			}
			f.Overrides = append(f.Overrides, o)
		}
		open, reasons := true, GateState{Reasons: Gate(f)}
		for _, code := range GateCodes {
			left := f.Counts[code]
			for _, thing := range f.Things[code] {
				if !coveredIn(f.Overrides, code, thing) {
					left++
				}
			}
			r := reasons.Reason(code)
			if want := max(f.Counts[code], len(f.Things[code])); r.Count != want {
				t.Fatalf("%s counts %d, want %d: %+v", code, r.Count, want, f)
			}
			if r.Count > 0 && (r.Override != nil) != (left == 0) {
				t.Fatalf("%s has %d things left, and its override is %+v", code, left, r.Override)
			}
			open = open && left == 0
		}
		if reasons.Open() != open {
			t.Fatalf("open %v, want %v: %+v", reasons.Open(), open, f)
		}
	})
}

// coveredIn is the naive rule: some override of that reason covers that thing in that state.
func coveredIn(overrides []NamedGateOverride, code GateCode, thing Thing) bool {
	return slices.ContainsFunc(overrides, func(o NamedGateOverride) bool {
		return o.GateCode == code && slices.Contains(o.Covers, CoveredThing{thing.Kind, thing.Key, thing.Version})
	})
}

func TestGateReasonsComeInOrderAndOnce(t *testing.T) {
	counts := map[GateCode]int{}
	for _, code := range GateCodes {
		counts[code] = 1
	}
	var got []GateCode
	for _, r := range Gate(GateFacts{Counts: counts}) {
		got = append(got, r.Code)
	}
	if !slices.Equal(got, GateCodes) {
		t.Errorf("got %v, want %v", got, GateCodes)
	}
}

// Corrections are declined, not overridden; independence only where the desk's policy allows to work alone.
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

// An override is given for what was read: other things, another number of them, or one that is gone is refused as stale.
func TestThingsToOverride(t *testing.T) {
	one, two := Thing{Kind: SentenceThing, ID: 1, Key: 11, Version: "a", Claims: []int64{7}}, Thing{Kind: SentenceThing, ID: 2,
		Key: 12, Version: "a"}
	reason := Reason{Code: GateOpen, Count: 2, Things: []Thing{one, two}}
	half := Reason{Code: GateOpen, Count: 2, Things: []Thing{one, two}, Covered: []Thing{one}}
	for _, test := range []struct {
		name   string
		reason Reason
		wish   Overriding
		want   []int64 // ids; nil: refused
	}{
		{"all", reason, Overriding{Count: 2}, []int64{1, 2}},
		{"all without a count", reason, Overriding{}, []int64{1, 2}},
		{"another count", reason, Overriding{Count: 1}, nil},
		{"one that is named", reason, Overriding{Things: []Thing{{Kind: SentenceThing, ID: 2}}}, []int64{2}},
		{"a sentence by its claim", reason, Overriding{Things: []Thing{{Kind: ClaimThing, ID: 7}}}, []int64{1}},
		{"one that is not behind it", reason, Overriding{Things: []Thing{{Kind: SentenceThing, ID: 3}}}, nil},
		{"twice the same", reason, Overriding{Things: []Thing{{Kind: SentenceThing, ID: 1}, {Kind: ClaimThing, ID: 7}}}, []int64{1}},
		{"what is not covered yet", half, Overriding{Count: 2}, []int64{2}},
		{"all that is covered already", Reason{Code: GateOpen, Count: 1, Things: []Thing{one}, Covered: []Thing{one}},
			Overriding{Count: 1}, nil},
		{"nothing behind it", Reason{Code: GateOpen}, Overriding{}, nil},
	} {
		things, err := ThingsToOverride(test.reason, test.wish)
		var got []int64
		for _, thing := range things {
			got = append(got, thing.ID)
		}
		if !slices.Equal(got, test.want) || (err == nil) != (test.want != nil) {
			t.Errorf("%s: got %v, %v, want %v", test.name, got, err, test.want)
		}
	}
}

// Every refusal says which sentences it is about, and who can resolve it.
func TestReasonSentence(t *testing.T) {
	things := []Thing{{Ordinal: 2}, {Ordinal: 3}, {Ordinal: 4}, {Ordinal: 7}}
	got := Reason{Code: GateIndependence, Count: 4, Things: things}.Sentence([]string{"Sam Second", "Edda Editor"})
	want := "4 sentences were looked at only by their author or by who signs (sentences 2–4, 7). This can be looked at by Sam Second, Edda Editor."
	if got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	for _, code := range GateCodes {
		one, more := Reason{Code: code, Count: 1}.Sentence(nil), Reason{Code: code, Count: 2}.Sentence(nil)
		if one == more || one == "" {
			t.Errorf("%s: one %q, more %q", code, one, more)
		}
	}
}

func TestNumbers(t *testing.T) {
	for want, list := range map[string][]int{"sentence 4": {4}, "sentences 1–2": {1, 2}, "sentences 1, 3–5, 9": {1, 3, 4, 5, 9}} {
		if got := Numbers(list); got != want {
			t.Errorf("%v: got %q, want %q", list, got, want)
		}
	}
}

// Who can read is who checks, did not write the words and does not sign.
func TestWhoCanRead(t *testing.T) {
	people := []DeskPerson{{1, "Ada", Admin}, {2, "Edda", Editor}, {3, "Rana", Reviewer}, {4, "Wim", Writer}, {5, "Aki", Auditor}}
	facts := []SentenceFacts{{Sentence: Sentence{ID: 1, Authors: ",3,"}}, {Sentence: Sentence{ID: 2, Authors: ",4,"}},
		{Sentence: Sentence{ID: 3, Authors: ",1,2,3,"}}}
	reason := func(ids ...int64) Reason {
		r := Reason{Code: GateIndependence}
		for _, id := range ids {
			r.Things = append(r.Things, Thing{Kind: SentenceThing, ID: id})
		}
		return r
	}
	for _, test := range []struct {
		reason Reason
		apart  bool
		want   []string
	}{
		{reason(1), true, []string{"Edda"}},
		{reason(1), false, []string{"Ada", "Edda"}},
		{reason(2), true, []string{"Edda", "Rana"}},
		{reason(1, 2), true, []string{"Edda"}},
		{reason(2, 3), true, []string{"Edda", "Rana"}}, // nobody for both: those who can look at some
		{reason(3), true, nil},
	} {
		if got := WhoCanRead(people, facts, test.reason, 1, test.apart); fmt.Sprint(got) != fmt.Sprint(test.want) {
			t.Errorf("%v, apart %v: got %v, want %v", test.reason.Things, test.apart, got, test.want)
		}
	}
}
