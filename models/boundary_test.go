package models

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"unicode"

	"pgregory.net/rapid"
)

var boundaryTestRunes = []rune("ab. .\n\n?!\u0301🚲他。“”\"(\u200f1")

// For any manual boundaries, the sentences partition the text and obey every boundary, the newest one of each
// offset.
func TestBoundariesAreApplied(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		revision, sentences, boundaries := drawBoundaries(t)
		r := placedRevision(revision, sentences, nil)
		r.Boundaries = boundaries
		if wrong := r.Validate(); wrong != "" {
			t.Fatal(wrong)
		}
	})
}

// Segmenting again for another language obeys the boundaries, adds none within a claim, and cuts no claim
// that was whole.
func TestResegmentText(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		revision, sentences, boundaries := drawBoundaries(t)
		n := len([]rune(revision.Text))
		var claims []Occurrence
		for range rapid.IntRange(0, 3).Draw(t, "claims") {
			start := rapid.IntRange(0, n-1).Draw(t, "start")
			claims = append(claims, Occurrence{Start: start, End: rapid.IntRange(start+1, n).Draw(t, "end")})
		}
		again := ResegmentText(
			revision.Text,
			rapid.SampledFrom([]string{"de", "zh", "fa", "en"}).Draw(t, "language"),
			nil,
			sentences,
			boundaries,
			claims,
		)
		r := placedRevision(revision, again, nil)
		r.Boundaries = boundaries
		if wrong := r.Validate(); wrong != "" {
			t.Fatal(wrong)
		}
		for _, s := range again {
			old := slices.ContainsFunc(sentences, func(o Sentence) bool { return o.Start == s.Start })
			if torn := DescribeSplitClaim(claims, s.Start); !torn.IsZero() && !old {
				t.Fatalf("sentence %d begins at %d: %s", s.Ordinal, s.Start, torn)
			}
		}
	})
}

// drawBoundaries draws a text with manual boundaries at any places where a sentence can begin, and the
// resulting sentences.
func drawBoundaries(t *rapid.T) (Revision, []Sentence, []Boundary) {
	s := rapid.StringOfN(rapid.SampledFrom(boundaryTestRunes), 1, 60, -1).
		Filter(func(s string) bool { return strings.TrimSpace(s) != "" }).
		Draw(t, "text")
	revision, sentences := segmentTestText(t, s)
	var places []int
	for i, r := range []rune(s) {
		if i > sentences[0].Start && i < sentences[len(sentences)-1].End && !unicode.IsSpace(r) {
			places = append(places, i)
		}
	}
	var boundaries []Boundary
	if len(places) > 0 {
		for range rapid.IntRange(0, 5).Draw(t, "boundaries") {
			boundaries = append(boundaries, Boundary{At: rapid.SampledFrom(places).Draw(t, "at"), Begins: rapid.Bool().Draw(t, "begins")})
		}
	}
	return revision, SegmentText(s, "en", nil, boundaries...), boundaries
}

// A sentence that was split can be joined again to what it was.
func TestSplitAndJoin(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		revision, sentences := segmentTestText(
			t,
			rapid.StringOfN(rapid.SampledFrom(boundaryTestRunes), 1, 60, -1).
				Filter(func(s string) bool { return strings.TrimSpace(s) != "" }).
				Draw(t, "text"),
		)
		s := rapid.SampledFrom(sentences).Draw(t, "sentence")
		halves, err := s.Split(rapid.IntRange(s.Start-1, s.End+1).Draw(t, "at"), nil)
		var wrong ValidationErrors
		if errors.As(err, &wrong) {
			return
		}
		between := string([]rune(revision.Text)[halves[0].End:halves[1].Start])
		if strings.TrimSpace(between) != "" || halves[0].Text+between+halves[1].Text != s.Text {
			t.Fatalf("%q and %q with %q between", halves[0].Text, halves[1].Text, between)
		}
		joined, err := halves[0].Join(halves[1], between)
		if err != nil || joined[0].Text != s.Text || joined[0].Span() != s.Span() {
			t.Fatalf("joined again: %v, %v", joined, err)
		}
	})
}
