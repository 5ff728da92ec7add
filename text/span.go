// Package text is the base of all text handling: spans, conversion between the three ways of counting
// positions in a string, words, hidden characters and validation.
package text

import (
	"sort"
	"unicode/utf8"
)

// Span is a half-open range of Unicode code points of one text.
type Span struct{ Start, End int }

// Len is the number of code points in the span.
func (s Span) Len() int { return s.End - s.Start }

// Empty reports whether the span contains nothing, also because it is reversed.
func (s Span) Empty() bool { return s.End <= s.Start }

// Contains reports whether o is entirely within s.
func (s Span) Contains(o Span) bool { return s.Start <= o.Start && o.End <= s.End }

// Overlaps reports whether the two spans share at least one code point.
func (s Span) Overlaps(o Span) bool {
	return !s.Empty() && !o.Empty() && s.Start < o.End && o.Start < s.End
}

// indexStride is the number of code points between two points of an Index. A lookup walks fewer than this
// many, and the table costs a quarter of a byte for each code point.
const indexStride = 64

// indexPoint is the position in bytes and UTF-16 units of a code point whose number is a multiple of
// indexStride.
type indexPoint struct{ byte, utf16 int }

// Index converts between bytes, code points and UTF-16 units of one string. It is immutable and safe for
// concurrent use. A byte that is not valid UTF-8 counts as one code point and one unit, as in a Go range
// loop. Positions out of range are moved to the nearer end.
type Index struct {
	s      string
	runes  int
	units  int
	points []indexPoint // nil if every byte is one code point and one unit
}

// NewIndex returns the Index of s.
func NewIndex(s string) *Index {
	x := &Index{s: s, runes: len(s), units: len(s)}
	if isASCII(s) {
		return x
	}
	x.runes, x.units = 0, 0
	for i, r := range s {
		if x.runes%indexStride == 0 {
			x.points = append(x.points, indexPoint{i, x.units})
		}
		x.runes++
		x.units += utf16Len(r)
	}
	return x
}

func isASCII(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// utf16Len returns the number of UTF-16 units of a code point.
func utf16Len(r rune) int {
	if r > 0xFFFF {
		return 2
	}
	return 1
}

// Len returns the length of the string in code points.
func (x *Index) Len() int { return x.runes }

// Byte returns the byte at which code point cp begins.
func (x *Index) Byte(cp int) int {
	b, _ := x.walk(cp)
	return b
}

// UTF16 returns the UTF-16 unit at which code point cp begins.
func (x *Index) UTF16(cp int) int {
	_, u := x.walk(cp)
	return u
}

// walk goes from the last point at or before code point cp to cp itself.
func (x *Index) walk(cp int) (bytes, units int) {
	switch {
	case cp <= 0:
		return 0, 0
	case cp >= x.runes:
		return len(x.s), x.units
	case x.points == nil:
		return cp, cp
	}
	m := x.points[cp/indexStride]
	for n := cp % indexStride; n > 0; n-- {
		r, size := utf8.DecodeRuneInString(x.s[m.byte:])
		m.byte += size
		m.utf16 += utf16Len(r)
	}
	return m.byte, m.utf16
}

// CodePoint returns the code point that byte b belongs to.
func (x *Index) CodePoint(b int) int {
	return x.codePointAt(b, len(x.s), func(m indexPoint) int { return m.byte })
}

// FromUTF16 returns the code point that UTF-16 unit u belongs to. Both halves of a surrogate pair belong to
// the same one.
func (x *Index) FromUTF16(u int) int {
	return x.codePointAt(u, x.units, func(m indexPoint) int { return m.utf16 })
}

// codePointAt returns the code point at position p in bytes or UTF-16 units; of selects which.
func (x *Index) codePointAt(p, end int, of func(indexPoint) int) int {
	switch {
	case p <= 0:
		return 0
	case p >= end:
		return x.runes
	case x.points == nil:
		return p
	}
	i := sort.Search(len(x.points), func(i int) bool { return of(x.points[i]) > p }) - 1
	cp, m := i*indexStride, x.points[i]
	for {
		r, size := utf8.DecodeRuneInString(x.s[m.byte:])
		m.byte += size
		m.utf16 += utf16Len(r)
		if of(m) > p {
			return cp
		}
		cp++
	}
}

// Slice returns the text of sp, and false if sp is reversed or out of range.
func (x *Index) Slice(sp Span) (string, bool) {
	if sp.Start < 0 || sp.End < sp.Start || sp.End > x.runes {
		return "", false
	}
	return x.s[x.Byte(sp.Start):x.Byte(sp.End)], true
}
