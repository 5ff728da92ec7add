package models

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestEvidenceEntries(t *testing.T) {
	for _, c := range []struct {
		entry, verdict string
		want           NewEvidence
	}{
		{`primary supports: Register <https://city.example/r> "Repairs cost 12 million." (p. 4)`, "sourced",
			NewEvidence{Class: "primary", Stance: "supports", Title: "Register", URL: "https://city.example/r", Quote: "Repairs cost 12 million.",
				Locator: "p. 4"}},
		{"Primary: https://city.example/r", "sourced", NewEvidence{Class: "primary", Stance: "supports", Title: "https://city.example/r"}},
		{"primary: <https://city.example/r>", "disputed",
			NewEvidence{Class: "primary", Stance: "contradicts", Title: "https://city.example/r", URL: "https://city.example/r"}},
		{"primary document: Report (2020) (p. 4)", "sourced",
			NewEvidence{Class: "primary", Stance: "supports", Kind: "document", Title: "Report (2020)", Locator: "p. 4"}},
		{`secondary context own observation: Bridge: a visit "He said "no" twice."`, "sourced",
			NewEvidence{Class: "secondary", Stance: "context", Kind: "own observation", Title: "Bridge: a visit", Quote: `He said "no" twice.`}},
		{`primary supports: A \| B \<x\> \"y\" \(z\)`, "sourced", NewEvidence{Class: "primary", Stance: "supports", Title: `A | B <x> "y" (z)`}},
		{`primary supports: Report (2020) <https://x.example/a>`, "sourced",
			NewEvidence{Class: "primary", Stance: "supports", Title: "Report (2020)", URL: "https://x.example/a"}},
		{`primary supports: A\\ (p. \(4\))`, "sourced", NewEvidence{Class: "primary", Stance: "supports", Title: `A\`, Locator: "p. (4)"}},
		{"Register", "sourced", NewEvidence{Stance: "supports", Title: "Register"}},
	} {
		if diff := cmp.Diff(c.want, ParseEvidenceEntry(c.entry, c.verdict)); diff != "" {
			t.Errorf("%s: %s", c.entry, diff)
		}
	}
}

func TestSplitCell(t *testing.T) {
	for cell, want := range map[string][]string{
		"":                 {},
		"one":              {"one"},
		"one | two":        {"one", "two"},
		`one \| one | two`: {`one \| one`, "two"},
		`one\\ | two`:      {`one\\`, "two"},
		" | one | ":        {"one"},
	} {
		if diff := cmp.Diff(want, SplitCell(cell)); diff != "" {
			t.Errorf("%q: %s", cell, diff)
		}
	}
}
