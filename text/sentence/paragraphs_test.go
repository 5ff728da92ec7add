package sentence

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// checkPartition fails unless the paragraphs are in order, trimmed, not empty, cover everything but white
// space, and have a region.
func checkPartition(t interface{ Fatalf(string, ...any) }, s string, paras []paragraph) {
	at := 0
	for _, p := range paras {
		if p.start < at || p.end <= p.start || strings.TrimSpace(s[p.start:p.end]) != s[p.start:p.end] ||
			strings.TrimSpace(s[at:p.start]) != "" {
			t.Fatalf("paragraph %v of %q", p, s)
		}
		if _, err := ParseRegion(string(p.region)); err != nil {
			t.Fatalf("paragraph %v of %q: %v", p, s, err)
		}
		at = p.end
	}
	if strings.TrimSpace(s[at:]) != "" {
		t.Fatalf("%q is left of %q", s[at:], s)
	}
}

// Any bytes are accepted, valid UTF-8 or not, and the caller's elements are unchanged.
func TestParagraphsPartitionAnyBytes(t *testing.T) {
	given := []paragraph{{start: 1, end: 2, region: List}}
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.OneOf(drawHostileText(), rapid.Map(rapid.SliceOf(rapid.Byte()), func(b []byte) string { return string(b) })).Draw(t, "s")
		paras := paragraphs(s, given[:1:1])
		if paras[0] != given[0] {
			t.Fatalf("the caller's element is %v, was %v", paras[0], given[0])
		}
		classifyRegions(s, paras[1:])
		checkPartition(t, s, paras[1:])
	})
}

func FuzzRegions(f *testing.F) {
	for _, c := range regionCases {
		f.Add(c.piece)
	}
	f.Add("\xe2\x80\n\xc2\n> \xff\n“a”\n— \xe6\x97\nPhoto: \xef\xbc")
	f.Fuzz(func(t *testing.T, s string) {
		paras := paragraphs(s, nil)
		classifyRegions(s, paras)
		checkPartition(t, s, paras)
	})
}

// Without spaces between words, lines of similar length are not regarded as wrapped.
func TestChineseLinesAreParagraphs(t *testing.T) {
	s := "市长周四表示，河水一夜之间上涨两米，漫入下城。\n军队在中午带着小船和沙袋抵达。\n下城的三所学校关闭了三天，孩子们都在家。"
	if paras := paragraphs(s, nil); len(paras) != 3 {
		t.Errorf("%d paragraphs, want 3", len(paras))
	}
}

// The passes allocate nothing if the caller's slice is large enough.
func TestRegionsAllocateNothing(t *testing.T) {
	for _, c := range regionCases {
		s, paras := c.piece+"\r\n"+c.piece, make([]paragraph, 0, 200)
		if n := testing.AllocsPerRun(10, func() {
			paras = paragraphs(s, paras[:0])
			classifyRegions(s, paras)
		}); n > 0 {
			t.Errorf("%s: %v allocations", c.convention, n)
		}
	}
}
