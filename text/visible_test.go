package text

import (
	"testing"
	"unicode"
)

func TestHasVisibleWord(t *testing.T) {
	for _, c := range []struct {
		name, in string
		want     bool
	}{
		{"nothing", "", false},
		{"spaces", " \t\r\n\u00a0\u2003\u3000", false},
		{"zero width space", "\u200b\u200b", false},
		{"zero width joiners", "\u200c\u200d\u2060", false},
		{"byte order mark", "\ufeff", false},
		{"soft hyphen", "\u00ad", false},
		{"blank Braille", "\u2800\u2800", false},
		{"Hangul filler", "\u3164", false},
		{"halfwidth Hangul filler", "\uffa0", false},
		{"Hangul choseong filler", "\u115f", false},
		{"Hangul jungseong filler", "\u1160", false},
		{"Khmer inherent vowels", "\u17b4\u17b5", false},
		{"bidi marks", "\u200e\u200f\u061c\u202a\u202e\u202c\u2066\u2067\u2069", false},
		{"tags", "\U000E0001\U000E0061\U000E0062\U000E007F", false},
		{"variation selectors", "\ufe0f\U000E0100", false},
		{"emoji", "👍🏽", false},
		{"flag", "🇦🇫", false},
		{"family", "👩‍👩‍👧", false},
		{"combining marks", "\u0301\u0308", false},
		{"Arabic vowel signs", "\u064e\u0650", false},
		{"Devanagari vowel sign", "\u093f", false},
		{"stretched Arabic stroke", "ـــ", false},
		{"modifier letters", "ˈʹˆ", false},
		{"Egyptian blanks", "\U00013441\U00013442", false},
		{"dash", "—", false},
		{"full stop", ".", false},
		{"punctuation", "?!… «»", false},
		{"symbols", "✓ § © €", false},
		{"private use", "\ue000\U000F0000", false},
		{"control characters", "\x01\x7f", false},
		{"not UTF-8", "\xff\xfe", false},

		{"a letter", "x", true},
		{"a word", "ok", true},
		{"a word behind what is not seen", "\u200b\u3164 — ok", true},
		{"a digit", "7", true},
		{"Arabic digits", "٤٢", true},
		{"Persian digits", "۴", true},
		{"Devanagari digits", "४", true},
		{"Arabic", "بله", true},
		{"a letter with its mark", "e\u0301", true},
		{"Chinese", "已核实", true},
		{"Japanese", "確認済み", true},
		{"Hiragana", "はい", true},
		{"Korean", "확인", true},
		{"decomposed Korean", "\u1112\u1161\u11ab", true},
		{"Thai", "ใช่", true},
		{"Devanagari", "हाँ", true},
		{"a keycap", "1\ufe0f\u20e3", true},
		{"a word in a flag of emoji", "👍 yes", true},
	} {
		if got := HasVisibleWord(c.in); got != c.want {
			t.Errorf("%s: HasVisibleWord(%+q) = %v, want %v", c.name, c.in, got, c.want)
		}
	}
}

func TestHasVisible(t *testing.T) {
	for s, want := range map[string]bool{
		"": false, " \t\u00a0\u3000": false, "\u200b\u2060\ufeff": false, "\u2800": false, "\u3164": false, "\u115f\u1160": false, "\u202e\u2069": false,
		"\U000E0061": false, "\u0301": false, "\U00013441": false, "\xff": false,
		"?": true, "👍": true, "—": true, "x": true, "٤": true, "\u200b?": true,
	} {
		if got := HasVisible(s); got != want {
			t.Errorf("HasVisible(%+q) = %v, want %v", s, got, want)
		}
	}
}

// No invisible character counts as a word.
func TestHiddenCharactersAreNoVisibleWords(t *testing.T) {
	for r := rune(0); r <= unicode.MaxRune; r++ {
		if _, ok := HiddenName(r); ok && HasVisibleWord(string(r)) {
			t.Errorf("%U is hidden, and taken for a word", r)
		}
	}
}
