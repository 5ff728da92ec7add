package message

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"golang.org/x/text/language"
)

// polish has more plural forms than English, and lacks a key.
const polish = `{
	"Save": "Zapisz",
	"%d claim": {"one": "%d teza", "few": "%d tezy", "many": "%d tez", "other": "%d tezy"},
	"%d claims": {"one": "%d teza", "few": "%d tezy", "many": "%d tez", "other": "%d tezy"},
	"2 Jan 2006": "2.01.2006",
	"2 January 2006": "2 January 2006",
	"May": "maja",
	"by %s, for %s": "dla %[2]s, %[1]s"
}`

func newPolish(t *testing.T) *Printer {
	t.Helper()
	sentences := translations{}
	if err := json.Unmarshal([]byte(polish), &sentences); err != nil {
		t.Fatal(err)
	}
	return newPrinter(language.Polish, sentences)
}

func TestTranslation(t *testing.T) {
	p := newPolish(t)
	day := time.Date(2026, time.May, 3, 0, 0, 0, 0, time.UTC)
	for _, test := range []struct{ got, want string }{
		{p.Say("Save"), "Zapisz"},
		{p.Say("Not in the file"), "Not in the file"},
		{p.Say("by %s, for %s", "Ana", "Ben"), "dla Ben, Ana"},
		{p.Count(1, "%d claim", "%d claims"), "1 teza"},
		{p.Count(3, "%d claim", "%d claims"), "3 tezy"},
		{p.Count(5, "%d claim", "%d claims"), "5 tez"},
		{p.Count(2, "%d note", "%d notes"), "2 notes"},
		{p.Time(day, "2 Jan 2006"), "3.05.2026"},
		{p.Time(day, "2 January 2006"), "3 maja 2026"},
		{p.Text(NewCount(22, "%d claim", "%d claims")), "22 tezy"},
	} {
		if test.got != test.want {
			t.Errorf("got %q, want %q", test.got, test.want)
		}
	}
}

func TestEveryLanguageHasLatinDigits(t *testing.T) {
	p := newPrinter(language.Arabic, translations{})
	for _, test := range []struct{ got, want string }{
		{p.Number(15), "15"},
		{p.Say("%d of %d", 3, 15), "3 of 15"},
		{p.Lang(), "ar"},
	} {
		if test.got != test.want {
			t.Errorf("got %q, want %q", test.got, test.want)
		}
	}
}

// A page in Arabic runs from right to left, so an arrow that points on points to the left.
func TestArrowsPointOnInArabic(t *testing.T) {
	p, err := load("ar")
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		key  Key
		want string
	}{
		{"→ Assigned to %s", "← "}, {"Correction, %s: “%s” → %s", " ← "}, {"↩ Answered", "↪ "},
	} {
		if got := p.catalog.message(test.key); !strings.Contains(got, test.want) {
			t.Errorf("%q is %q, which lacks %q", test.key, got, test.want)
		}
	}
}
