package sentence

import (
	"bufio"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"
)

// The real article of ../shared is split as a careful reader listed it, region by region.
func TestRealArticle(t *testing.T) {
	path := filepath.Join("..", "..", "..", "shared", "articles", "afghanistan-2021-06-24.gold.jsonl")
	f, err := os.Open(path)
	if err != nil {
		t.Skipf("the real article is not here: %v", err)
	}
	defer f.Close()
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 1<<20)
	if !lines.Scan() {
		t.Fatal(lines.Err())
	}
	var gold struct {
		Lang, Text string
		Sents      [][2]int
	}
	if err := json.Unmarshal(lines.Bytes(), &gold); err != nil {
		t.Fatal(err)
	}
	got := Split(gold.Text, gold.Lang)
	if len(got) != 34 || len(gold.Sents) != 34 {
		t.Fatalf("%d sentences, the reader listed %d", len(got), len(gold.Sents))
	}
	for i, s := range got {
		if want := realRegion(i + 1); s.Start != gold.Sents[i][0] || s.End != gold.Sents[i][1] || s.Region != want {
			t.Errorf("sentence %d is %v, want %v %s", i+1, s, gold.Sents[i], want)
		}
	}
}

// realRegion returns the region of the article's nth unit according to its README.
func realRegion(n int) Region {
	switch {
	case n == 1:
		return Kicker
	case n == 2:
		return Headline
	case n == 3:
		return Dateline
	case n <= 15:
		return Caption
	}
	return Body
}
