package text_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"linecheck/text"
)

// The sign | marks the position.
func TestSplitAt(t *testing.T) {
	for marked, want := range map[string]text.Split{
		"four mil|lion":         text.SplitsWord,
		"four |million":         text.SplitsNothing,
		"|four":                 text.SplitsNothing,
		"four|":                 text.SplitsNothing,
		"a 70|-year-old":        text.SplitsNothing,
		"a 70-|year-old":        text.SplitsNothing,
		"$|4 million":           text.SplitsNothing,
		"4|m people":            text.SplitsWord,
		"G|20":                  text.SplitsWord,
		"1|,000":                text.SplitsWord,
		"2.|5":                  text.SplitsWord,
		"in 2,| 5":              text.SplitsNothing,
		"l’|été":                text.SplitsNothing,
		"don|'t":                text.SplitsNothing,
		"cafe|\u0301s":          text.SplitsCharacter,
		"cafe\u0301|s":          text.SplitsWord,
		"他说|我":                  text.SplitsNothing,
		"ประ|เทศไทย":            text.SplitsNothing,
		"か|\u3099":              text.SplitsCharacter,
		"2024年|に":               text.SplitsNothing,
		"\U0001F1E9|\U0001F1EA": text.SplitsCharacter,
		"\U0001F1E9\U0001F1EA|\U0001F1EB\U0001F1F7": text.SplitsNothing,
		"\U0001F469|\u200D\U0001F4BB":               text.SplitsCharacter,
		"\u1100|\u1161":                             text.SplitsCharacter,
		"نسبة ١٠|٪":                                 text.SplitsNothing,
	} {
		at := utf8.RuneCountInString(marked[:strings.Index(marked, "|")])
		if got := text.SplitAt(strings.Replace(marked, "|", "", 1), at); got != want {
			t.Errorf("%q parts %q, want %q", marked, got, want)
		}
	}
}

func TestWidenToWords(t *testing.T) {
	s := "It cost four million, or 1,000 a day."
	if got, want := text.WidenToWords(s, text.Span{Start: 14, End: 17}), (text.Span{Start: 13, End: 20}); got != want {
		t.Errorf("a part of a word is widened to %v, want %v", got, want)
	}
	if got, want := text.WidenToWords(s, text.Span{Start: 27, End: 30}), (text.Span{Start: 25, End: 30}); got != want {
		t.Errorf("a part of a number is widened to %v, want %v", got, want)
	}
}
