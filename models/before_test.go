package models

import (
	"slices"
	"testing"
)

func TestNumbersOf(t *testing.T) {
	for text, want := range map[string][]string{
		"":                                nil,
		"no number":                       nil,
		"more than 4,000 people":          {"4000"},
		"won 54–46":                       {"54", "46"},
		"won 46–54":                       {"46", "54"},
		"5 of 5":                          {"5", "5"},
		"70% of 70 districts":             {"70 %", "70"},
		"70 percent, 3.5 per cent":        {"70 %", "3.5 %"},
		"fell to -5 degrees, or −5":       {"−5", "−5"},
		"the F-16 in 2019-20":             {"16", "2019", "20"},
		"€12 million, $1,200,000.50 (-3)": {"€12", "$1200000.50", "−3"},
		"۷۰ ولسوالی":                      {"۷۰"},
	} {
		if got := NumbersOf(text); !slices.Equal(got, want) {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}
