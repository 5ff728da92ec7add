package text

import (
	"sort"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// The same characters can be written in several ways in Unicode: é is one code point or two. Texts are kept as they came; wherever two of
// them are compared, these functions compare the characters and not their code points.

// NFC is a string in the Unicode form NFC: equal for strings that are the same characters.
func NFC(s string) string { return norm.NFC.String(s) }

// SameCharacters reports whether two strings are the same characters, in whatever Unicode form either is written.
func SameCharacters(a, b string) bool {
	return a == b || !(isASCII(a) && isASCII(b)) && NFC(a) == NFC(b)
}

// ContainsCharacters reports whether the characters of part stand in s.
func ContainsCharacters(s, part string) bool {
	return strings.Contains(NFC(s), NFC(part))
}

// UnicodeForms lists a string in the forms in which it may be kept: as it is, in NFC and in NFD.
func UnicodeForms(s string) []string {
	forms := []string{s}
	if isASCII(s) {
		return forms
	}
	for _, form := range []norm.Form{norm.NFC, norm.NFD} {
		if other := form.String(s); other != s {
			forms = append(forms, other)
		}
	}
	return forms
}

// Composed is a text in NFC, with the way back to the text as it came.
type Composed struct {
	Text        string
	respellings []respelling // in order; empty where the text came in NFC
}

// respelling is a stretch that NFC spells otherwise: its code points in the text as it came, and in NFC.
type respelling struct{ original, nfc Span }

// Compose gives a text in NFC.
func Compose(s string) Composed {
	if norm.NFC.IsNormalString(s) {
		return Composed{Text: s}
	}
	var c Composed
	var out strings.Builder
	var segments norm.Iter
	segments.InitString(norm.NFC, s)
	came, at := 0, 0
	for start := 0; !segments.Done(); {
		nfc := segments.Next()
		was := s[start:segments.Pos()]
		start = segments.Pos()
		here := respelling{Span{came, came + utf8.RuneCountInString(was)}, Span{at, at + utf8.RuneCount(nfc)}}
		if was != string(nfc) {
			c.respellings = append(c.respellings, here)
		}
		came, at = here.original.End, here.nfc.End
		out.Write(nfc)
	}
	c.Text = out.String()
	return c
}

// ToNFC finds a span of the text as it came in NFC. One that begins or ends within a character takes in all of it.
func (c Composed) ToNFC(s Span) Span {
	came, nfc := func(r respelling) Span { return r.original }, func(r respelling) Span { return r.nfc }
	return c.translate(s, came, nfc)
}

// FromNFC finds a span of the NFC in the text as it came.
func (c Composed) FromNFC(s Span) Span {
	came, nfc := func(r respelling) Span { return r.original }, func(r respelling) Span { return r.nfc }
	return c.translate(s, nfc, came)
}

func (c Composed) translate(s Span, from, to func(respelling) Span) Span {
	moved := Span{c.position(s.Start, false, from, to), c.position(s.End, true, from, to)}
	if s.Empty() {
		moved.End = moved.Start
	}
	return moved
}

// position translates one offset; end says that it ends a span.
func (c Composed) position(at int, end bool, from, to func(respelling) Span) int {
	i := sort.Search(len(c.respellings), func(i int) bool { return from(c.respellings[i]).End > at })
	if i < len(c.respellings) && from(c.respellings[i]).Start < at {
		if end {
			return to(c.respellings[i]).End
		}
		return to(c.respellings[i]).Start
	}
	if i == 0 {
		return at
	}
	return at + to(c.respellings[i-1]).End - from(c.respellings[i-1]).End
}

// Find finds the first place at or behind a code point at which the characters of part stand in the text; false where they do not. The span
// is one of the text as it came.
func (c Composed) Find(part string, behind int) (Span, bool) {
	index := NewIndex(c.Text)
	from := index.Byte(c.ToNFC(Span{behind, behind}).Start)
	part = NFC(part)
	for part != "" {
		at := strings.Index(c.Text[from:], part)
		if at < 0 {
			break
		}
		found := Span{index.CodePoint(from + at), index.CodePoint(from + at + len(part))}
		if came := c.FromNFC(found); c.ToNFC(came) == found {
			return came, true
		}
		_, size := utf8.DecodeRuneInString(c.Text[from+at:])
		from += at + size
	}
	return Span{}, false
}

// CountCharacters counts how often the characters of part stand in s, without overlaps.
func CountCharacters(s, part string) int { return strings.Count(NFC(s), NFC(part)) }
