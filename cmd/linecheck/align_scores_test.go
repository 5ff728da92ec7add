package main

import (
	"bufio"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"linecheck/internal/testutil"
	"linecheck/text"
	"linecheck/text/anchor"
)

// Measures how well claims are placed in new revisions of encyclopaedia articles. The expected places were
// marked by people, or follow from the articles' own histories.
func TestAlignScores(t *testing.T) {
	t.Parallel()
	folder := filepath.Join("..", "..", "..", "shared", "data", "revisions")
	docs := map[string]string{}
	eachLine(t, filepath.Join(folder, "wikipedia.docs.jsonl"), func(line []byte) {
		var d struct{ ID, Text string }
		if err := json.Unmarshal(line, &d); err != nil {
			t.Fatal(err)
		}
		docs[d.ID] = d.Text
	})
	alignments := map[[2]string]*anchor.Alignment{}
	var all, correct, wrong, certain, otherWords, elsewhere float64
	eachLine(t, filepath.Join(folder, "wikipedia.jsonl"), func(line []byte) {
		var c struct {
			Old, New string
			S, E     int
			Gold     *[2]int
		}
		if err := json.Unmarshal(line, &c); err != nil {
			t.Fatal(err)
		}
		key := [2]string{c.Old, c.New}
		if alignments[key] == nil {
			alignments[key] = alignTexts(docs[c.Old], docs[c.New], "en")
		}
		claim := text.Span{Start: c.S, End: c.E}
		p := alignments[key].Locate(claim)
		share := 0.0
		if c.Gold != nil {
			share = overlap(p.Span, text.Span{Start: c.Gold[0], End: c.Gold[1]})
		}
		all++
		switch {
		case c.Gold == nil && p.Kind == anchor.Lost, c.Gold != nil && share >= 0.9:
			correct++
		case p.Kind != anchor.Lost && share < 0.5:
			wrong++
		}
		if p.Kind == anchor.Exact || p.Kind == anchor.Moved {
			certain++
			was, _ := text.NewIndex(docs[c.Old]).Slice(claim)
			is, _ := text.NewIndex(docs[c.New]).Slice(p.Span)
			if was != is {
				otherWords++
			}
			if share < 0.9 {
				elsewhere++
				t.Logf("%s -> %s: certain at %v, gold is %v: %q", c.Old, c.New, p.Span, c.Gold, is)
			}
		}
	})
	t.Logf("%.0f claims: correct %.2f %%, wrong %.2f %%; %.0f certain, of which other words %.0f, elsewhere %.2f %%",
		all, 100*correct/all, 100*wrong/all, certain, otherWords, 100*elsewhere/certain)
	testutil.False(t, "this is below what was reached: correct/all < 0.983", correct/all < 0.983)
	testutil.False(t, "this is below what was reached: wrong/all > 0.005", wrong/all > 0.005)
	testutil.False(t, "this is below what was reached: otherWords > 0", otherWords > 0)
	testutil.False(t, "this is below what was reached: elsewhere/certain > 0.001", elsewhere/certain > 0.001)
}

// overlap returns the intersection of two spans divided by their union.
func overlap(a, b text.Span) float64 {
	return float64(max(0, min(a.End, b.End)-max(a.Start, b.Start))) / float64(max(max(a.End, b.End)-min(a.Start, b.Start), 1))
}

func eachLine(t *testing.T, name string, do func(line []byte)) {
	t.Helper()
	f, err := os.Open(name)
	if err != nil {
		t.Skipf("the revisions are not here: %v", err)
	}
	defer f.Close()
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 64<<20)
	for lines.Scan() {
		do(lines.Bytes())
	}
	if lines.Err() != nil {
		t.Fatal(lines.Err())
	}
}
