package web

import "testing"

// Names that look alike in Latin, Greek and Cyrillic are equal; different names in one script stay
// different.
func TestPublisherNameFoldsConfusables(t *testing.T) {
	for _, c := range []struct {
		a, b string
		same bool
	}{
		{"Reuters", "R\u0435ut\u0435rs", true}, // Cyrillic е
		{"BBC", "\u0412\u0412\u0421", true},    // all Cyrillic
		{"NEWS", "\u039dEWS", true},            // Greek Nu
		{"Novosti", "No\u03bdosti", true},      // Greek nu, small
		{"Reuters", "Re\u03c5ters", true},      // Greek upsilon
		{"AP", "ᎪᏢ", true},                     // Cherokee
		{"Daily", "ꓓaily", true},               // Lisu
		{"Online", "օnline", true},             // Armenian
		{"Ведомости", "ВЕДОМОСТИ", true},       // letter case of one script
		{"ΤΑ ΝΕΑ", "Τα Νέα", false},            // an accent is a difference
		{"Ведомости", "Известия", false},       // two papers
		{"Новая газета", "Новая газета Европа", false},
		{"Правда", "Pravda", false}, // a transliteration does not look alike
	} {
		if got := PublisherName(c.a) == PublisherName(c.b); got != c.same {
			t.Errorf("%q and %q: %q and %q", c.a, c.b, PublisherName(c.a), PublisherName(c.b))
		}
	}
}
