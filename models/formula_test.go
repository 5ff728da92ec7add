package models

import "testing"

func TestStartsFormula(t *testing.T) {
	for _, cell := range []string{
		"=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r1", "\n=1", "＝1+1", "＋1", "－1", "＠x", " =1", "\u00a0=1", "\u3000＝1", "\u200b=1", "\ufeff-2",
		"  \t +1", "\x7f@",
	} {
		if !StartsFormula([]byte(cell)) {
			t.Errorf("%q could be run as a formula", cell)
		}
		if got := unquoteCell("'" + cell); got != cell {
			t.Errorf("%q comes back as %q", cell, got)
		}
	}
	for _, cell := range []string{"1", "a=1", " a", "é", "–1", "'=1", " ", "\u200b", "\xff=", "日本", "…=", "\u00a0"} {
		if StartsFormula([]byte(cell)) {
			t.Errorf("%q is no formula", cell)
		}
	}
}
