package text

import (
	"strings"
	"testing"
	"unicode/utf16"
	"unicode/utf8"

	"pgregory.net/rapid"

	"linecheck/internal/testutil"
)

func TestSpan(t *testing.T) {
	a, b, c := Span{2, 5}, Span{3, 4}, Span{5, 7}
	testutil.Equal(t, "lengths: a.Len()", a.Len(), 3)
	testutil.False(t, "lengths: a.Empty()", a.Empty())
	testutil.True(t, "lengths: (Span{4, 4}).Empty()", (Span{4, 4}).Empty())
	testutil.True(t, "lengths: (Span{5, 4}).Empty()", (Span{5, 4}).Empty())
	testutil.True(t, "Contains: a.Contains(b)", a.Contains(b))
	testutil.False(t, "Contains: b.Contains(a)", b.Contains(a))
	testutil.True(t, "Contains: a.Contains(a)", a.Contains(a))
	testutil.False(t, "Contains: a.Contains(c)", a.Contains(c))
	testutil.True(t, "Overlaps: a.Overlaps(b)", a.Overlaps(b))
	testutil.True(t, "Overlaps: b.Overlaps(a)", b.Overlaps(a))
	testutil.False(t, "Overlaps: a.Overlaps(c)", a.Overlaps(c))
	testutil.False(t, "Overlaps: a.Overlaps(Span{3, 3})", a.Overlaps(Span{3, 3}))
}

// drawText draws strings long enough for several points of an Index, valid UTF-8 or not.
func drawText() *rapid.Generator[string] {
	bit := rapid.OneOf(rapid.String(), rapid.StringN(100, 300, -1),
		rapid.SampledFrom([]string{"plain ASCII text", "é", "中文", "😀", "👩‍👩‍👧", "e\u0301", "\xff", "\xe4\xb8", "\x00", "\r\n"}))
	return rapid.Map(rapid.SliceOfN(bit, 0, 8), func(b []string) string { return strings.Join(b, "") })
}

func TestIndexAgreesWithCounting(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) { checkIndex(t, drawText().Draw(t, "s")) })
}

func FuzzIndex(f *testing.F) {
	f.Add("")
	f.Add(strings.Repeat("aé😀\xff", 40))
	f.Fuzz(func(t *testing.T, s string) { checkIndex(t, s) })
}

// checkIndex compares every result with a plain walk over the string.
func checkIndex(t rapid.TB, s string) {
	x := NewIndex(s)
	cp, units := 0, 0
	for i, r := range s {
		if x.Byte(cp) != i || x.UTF16(cp) != units {
			t.Fatalf("code point %d of %q: byte %d, unit %d; want %d, %d", cp, s, x.Byte(cp), x.UTF16(cp), i, units)
		}
		_, size := utf8.DecodeRuneInString(s[i:])
		for b := i; b < i+size; b++ {
			if x.CodePoint(b) != cp {
				t.Fatalf("byte %d of %q: %d, want %d", b, s, x.CodePoint(b), cp)
			}
		}
		for u := units; u < units+utf16.RuneLen(r); u++ {
			if x.FromUTF16(u) != cp {
				t.Fatalf("unit %d of %q: %d, want %d", u, s, x.FromUTF16(u), cp)
			}
		}
		cp, units = cp+1, units+utf16.RuneLen(r)
	}
	for _, beyond := range []int{0, 1, 100} {
		if x.Byte(cp+beyond) != len(s) || x.UTF16(cp+beyond) != units || x.CodePoint(len(s)+beyond) != cp ||
			x.FromUTF16(units+beyond) != cp || x.Byte(-beyond) != 0 || x.FromUTF16(-beyond) != 0 && cp > 0 {
			t.Fatalf("beyond the ends of %q by %d", s, beyond)
		}
	}
	if x.Len() != cp {
		t.Fatalf("%q has %d code points, want %d", s, x.Len(), cp)
	}
}

func TestSlice(t *testing.T) {
	x := NewIndex("aé😀z")
	for _, c := range []struct {
		sp   Span
		want string
		ok   bool
	}{
		{Span{0, 4}, "aé😀z", true}, {Span{1, 3}, "é😀", true}, {Span{2, 2}, "", true}, {Span{4, 4}, "", true},
		{Span{-1, 2}, "", false}, {Span{3, 2}, "", false}, {Span{0, 5}, "", false}, {Span{5, 5}, "", false},
	} {
		if got, ok := x.Slice(c.sp); got != c.want || ok != c.ok {
			t.Errorf("Slice(%v) = %q, %v", c.sp, got, ok)
		}
	}
}

func BenchmarkIndexByte(b *testing.B) {
	for _, c := range []struct{ name, unit string }{{"ascii", "plain text "}, {"mixed", "naïve 中文 😀 "}} {
		x := NewIndex(strings.Repeat(c.unit, 100_000))
		b.Run(c.name, func(b *testing.B) {
			for i := 0; b.Loop(); i += 7919 {
				x.Byte(i % x.Len())
			}
		})
	}
}
