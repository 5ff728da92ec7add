// Package text holds the pure ground floor under every text the newsroom checks:
// spans, the three ways of counting into a string, words, hidden characters and what may be stored.
package text

import (
	"sort"
	"unicode/utf8"
)

// Span is a stretch of one text in Unicode code points, half open: Start is in it, End is not.
type Span struct{ Start, End int }

// Len is the number of code points in the span.
func (s Span) Len() int { return s.End - s.Start }

// Empty reports whether the span covers nothing (a reversed span covers nothing either).
func (s Span) Empty() bool { return s.End <= s.Start }

// Contains reports whether o lies wholly within s.
func (s Span) Contains(o Span) bool { return s.Start <= o.Start && o.End <= s.End }

// Overlaps reports whether the two spans share at least one code point.
func (s Span) Overlaps(o Span) bool {
	return !s.Empty() && !o.Empty() && s.Start < o.End && o.Start < s.End
}

// indexStride is how many code points lie between two marks of an Index: each answer walks less than this many,
// and the table costs a quarter of a byte for each code point.
const indexStride = 64

// indexPoint is where a code point whose number is a multiple of stride begins, counted the other two ways.
type indexPoint struct{ byte, utf16 int }

// Index converts between bytes, code points and UTF-16 units of one string. It never changes after
// NewIndex, so it may be shared. A byte that is not valid UTF-8 counts as one code point and one unit,
// as it does in a Go range loop. Positions beyond either end are taken as that end.
type Index struct {
	s      string
	runes  int
	units  int
	points []indexPoint // nil when every byte is one code point and one unit
}

// NewIndex reads s once.
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

// utf16Len is how many UTF-16 units a code point takes.
func utf16Len(r rune) int {
	if r > 0xFFFF {
		return 2
	}
	return 1
}

// Len is the length of the string in code points.
func (x *Index) Len() int { return x.runes }

// Byte is the byte at which code point cp begins.
func (x *Index) Byte(cp int) int {
	b, _ := x.walk(cp)
	return b
}

// UTF16 is the UTF-16 unit at which code point cp begins.
func (x *Index) UTF16(cp int) int {
	_, u := x.walk(cp)
	return u
}

// walk goes from the last mark at or before code point cp to cp itself.
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

// CodePoint is the code point that byte b belongs to.
func (x *Index) CodePoint(b int) int {
	return x.codePointAt(b, len(x.s), func(m indexPoint) int { return m.byte })
}

// FromUTF16 is the code point that UTF-16 unit u belongs to: either half of a surrogate pair names the same one.
func (x *Index) FromUTF16(u int) int {
	return x.codePointAt(u, x.units, func(m indexPoint) int { return m.utf16 })
}

// codePointAt is the code point that holds position p of one of the two other ways of counting; of says which.
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

// Slice is the text that sp covers; false when sp is reversed or reaches outside the string.
func (x *Index) Slice(sp Span) (string, bool) {
	if sp.Start < 0 || sp.End < sp.Start || sp.End > x.runes {
		return "", false
	}
	return x.s[x.Byte(sp.Start):x.Byte(sp.End)], true
}
