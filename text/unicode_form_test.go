package text_test

import (
	"testing"

	"golang.org/x/text/unicode/norm"
	"pgregory.net/rapid"

	"linecheck/text"
)

func TestSameCharacters(t *testing.T) {
	for _, c := range []struct {
		a, b string
		same bool
	}{
		{"caf\u00e9", "cafe\u0301", true},
		{"\u212b", "A\u030a", true}, // ANGSTROM SIGN
		{"\uac00", "\u1100\u1161", true},
		{"a\u0323\u0307", "a\u0307\u0323", true},
		{"cafe", "caf\u00e9", false},
		{"10\u00b2", "102", false}, // only NFKC makes them equal
		{"\ufb01", "fi", false},
	} {
		if got := text.SameCharacters(c.a, c.b); got != c.same {
			t.Errorf("%+q and %+q: same %v, want %v", c.a, c.b, got, c.same)
		}
	}
}

func TestComposedFindReturnsOriginalSpan(t *testing.T) {
	for _, c := range []struct {
		text, part string
		want       text.Span
	}{
		{"Le cafe\u0301 ferme.", "caf\u00e9", text.Span{Start: 3, End: 8}},
		{"Le caf\u00e9 ferme.", "cafe\u0301", text.Span{Start: 3, End: 7}},
		{"e\u0301te\u0301 et \u00e9t\u00e9", "ferme", text.Span{}},
		{"e\u0301te\u0301 chaud", "chaud", text.Span{Start: 6, End: 11}},
		{"cafe\u0301", "cafe", text.Span{}}, // a letter without its accent is different
	} {
		got, ok := text.Compose(c.text).Find(c.part, 0)
		if got != c.want || ok != (c.want.End > 0) {
			t.Errorf("%+q in %+q: %v %v, want %v", c.part, c.text, got, ok, c.want)
		}
	}
}

// A span of whole characters survives the round trip with the same characters.
func TestComposedSpansRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.StringOf(rapid.SampledFrom([]rune("ab \u00e9e\u0301\u0323\u0307\u212b\u1100\u1161\u11a8\uac00\u304b\u3099"))).Draw(t, "text")
		c := text.Compose(s)
		if c.Text != norm.NFC.String(s) {
			t.Fatalf("%+q is composed to %+q", s, c.Text)
		}
		nfc, came := text.NewIndex(c.Text), text.NewIndex(s)
		start := rapid.IntRange(0, nfc.Len()).Draw(t, "start")
		sp := text.Span{Start: start, End: rapid.IntRange(start, nfc.Len()).Draw(t, "end")}
		back := c.FromNFC(sp)
		if again := c.ToNFC(back); !again.Contains(sp) && !sp.Empty() {
			t.Fatalf("%v went to %v and back to %v", sp, back, again)
		}
		if wide := c.ToNFC(back); !sp.Empty() {
			inNFC, _ := nfc.Slice(wide)
			inText, _ := came.Slice(back)
			if !text.SameCharacters(inNFC, inText) {
				t.Fatalf("%+q is %+q in the text", inNFC, inText)
			}
		}
	})
}
