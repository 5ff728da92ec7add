package models

import (
	"testing"

	"pgregory.net/rapid"
)

// The gate is closed exactly while something is left that nobody has overridden, and says how much of what.
func TestTheGateFollowsFromItsFacts(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(0, 3)
		f := GateFacts{Unread: n.Draw(t, "unread"), Open: n.Draw(t, "open"), Recheck: n.Draw(t, "recheck"), Queries: n.Draw(t, "queries"),
			Lost: n.Draw(t, "lost"), Once: n.Draw(t, "once"), SecondReader: rapid.Bool().Draw(t, "second reader")}
		covered := map[GateCode]int{}
		for _, code := range rapid.SliceOf(rapid.SampledFrom(GateCodes)).Draw(t, "overridden") {
			o := NamedGateOverride{GateOverride: GateOverride{GateCode: code, Count: n.Draw(t, "count")}}
			f.Overrides, covered[code] = append(f.Overrides, o), max(covered[code], o.Count)
		}
		want := map[GateCode]int{GateUnread: f.Unread, GateOpen: f.Open, GateRecheck: f.Recheck, GateQueries: f.Queries, GateLost: f.Lost}
		if f.SecondReader {
			want[GateSecond] = f.Once
		}
		open, reasons := true, Gate(f)
		for code, count := range want {
			if count > covered[code] {
				open = false
			}
		}
		for _, r := range reasons {
			if want[r.Code] != r.Count || r.Count == 0 {
				t.Fatalf("%+v: %s counts %d", f, r.Code, r.Count)
			}
			if (r.Override != nil) != (covered[r.Code] >= r.Count) {
				t.Fatalf("%+v: override of %s is %v", f, r.Code, r.Override)
			}
			delete(want, r.Code)
		}
		for code, count := range want {
			if count > 0 {
				t.Fatalf("%+v: %s is not said", f, code)
			}
		}
		if got := (GateState{Reasons: reasons}).Open(); got != open {
			t.Fatalf("%+v: open %v, want %v", f, got, open)
		}
	})
}

func TestWhoIsBarredFromSigning(t *testing.T) {
	me, other := int64(1), int64(2)
	for _, c := range []struct {
		a       Article
		brought *int64 // who brought the current revision in
		alone   int
		barred  bool
	}{
		{Article{}, nil, 0, false},
		{Article{CreatedBy: &other}, &other, 0, false},
		{Article{CreatedBy: &other}, &other, 1, true},
		{Article{CreatedBy: &me}, &me, 0, true},
		{Article{CreatedBy: &other}, &me, 0, true},
		{Article{CreatedBy: &me, WriterID: &other}, &me, 0, false},
		{Article{CreatedBy: &other, WriterID: &me}, &other, 0, true},
	} {
		if got := BarOf(c.a, Revision{CreatedBy: c.brought}, me, c.alone); (got != "") != c.barred {
			t.Errorf("%+v, %d alone: %q", c.a, c.alone, got)
		}
	}
}
