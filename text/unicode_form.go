package text

import (
	"sort"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Unicode can encode the same character in several ways: é is one code point or two. Texts are stored
// unchanged. These functions compare characters instead of code points.

// NFC returns a string in the Unicode form NFC, which is equal for canonically equivalent strings.
func NFC(s string) string { return norm.NFC.String(s) }

// SameCharacters reports whether two strings are canonically equivalent.
func SameCharacters(a, b string) bool {
	return a == b || !(isASCII(a) && isASCII(b)) && NFC(a) == NFC(b)
}

// ContainsCharacters reports whether s contains part, regardless of Unicode form.
func ContainsCharacters(s, part string) bool {
	return strings.Contains(NFC(s), NFC(part))
}

// UnicodeForms lists the forms in which a string may be stored: unchanged, in NFC and in NFD.
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

// Composed is a text in NFC that can map spans back to the original text.
type Composed struct {
	Text        string
	respellings []respelling // in order; empty if the original is in NFC
}

// respelling is a stretch that NFC encodes differently: its code points in the original and in NFC.
type respelling struct{ original, nfc Span }

// Compose returns a text in NFC.
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

// ToNFC maps a span of the original text to NFC. A span that begins or ends within a character is widened
// to all of it.
func (c Composed) ToNFC(s Span) Span {
	came, nfc := func(r respelling) Span { return r.original }, func(r respelling) Span { return r.nfc }
	return c.translate(s, came, nfc)
}

// FromNFC maps a span of the NFC text to the original.
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

// position maps one offset; end means that it ends a span.
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

// Find finds the first occurrence of the characters of part at or after code point behind. The spans refer
// to the original text. It returns false if there is none.
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

// CountCharacters counts occurrences of part in s regardless of Unicode form, without overlaps.
func CountCharacters(s, part string) int { return strings.Count(NFC(s), NFC(part)) }
