package claim

import (
	"cmp"
	"encoding/csv"
	"os"
	"path/filepath"
	"slices"
	"testing"
)

// The scores to reach on the development set, from which no weight was trained. A plain logistic regression
// over words and characters reaches F1 0.866 and average precision 0.931 there (go run ./text/claim/train
// -dev …).
const (
	minF1 = 0.870
	minAP = 0.945
)

func TestScoresOnTheDevelopmentSet(t *testing.T) {
	path := filepath.Join("..", "..", "..", "shared", "data", "claims", "ct24_en_dev.tsv")
	f, err := os.Open(path)
	if err != nil {
		t.Skipf("the development set is not here: %v", err)
	}
	defer f.Close()
	r := csv.NewReader(f)
	r.Comma = '\t'
	rows, err := r.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var list []scoredSentence
	for _, row := range rows[1:] {
		list = append(list, scoredSentence{Score(row[1], "en"), row[2] == "Yes"})
	}
	f1, ap, worth := evaluate(list)
	t.Logf("F1 %.3f, average precision %.3f on %d sentences, %d of them worth checking", f1, ap, len(list), worth)
	if f1 < minF1 || ap < minAP {
		t.Errorf("F1 %.3f and average precision %.3f, the aims are %.3f and %.3f", f1, ap, minF1, minAP)
	}
}

type scoredSentence struct {
	score       float64
	checkworthy bool
}

// evaluate returns F1 at a score of one half, and average precision. It sorts the list.
func evaluate(list []scoredSentence) (f1, ap float64, worth int) {
	right, told, seen := 0, 0, 0
	for _, s := range list {
		worth += boolToInt(s.checkworthy)
		told += boolToInt(s.score >= 0.5)
		right += boolToInt(s.checkworthy && s.score >= 0.5)
	}
	slices.SortStableFunc(list, func(a, b scoredSentence) int { return cmp.Compare(b.score, a.score) })
	for i, s := range list {
		if s.checkworthy {
			seen++
			ap += float64(seen) / float64(i+1) / float64(worth)
		}
	}
	return 2 * float64(right) / float64(told+worth), ap, worth
}

// If the data is missing, a few sentences still show that the score ranks correctly.
func TestScoreRanks(t *testing.T) {
	high := []string{
		"We have lost 4.2 million jobs since 2009.",
		"Unemployment rose from 5 percent to 11.1 percent in two years.",
		"The bill cut taxes by $300 billion.",
	}
	low := []string{
		"Thank you very much.",
		"I think you should be proud of her.",
		"What will you do about it?",
		"Good evening and welcome.",
	}
	for _, h := range high {
		if s := Score(h, "en"); s < 0.5 {
			t.Errorf("%q scores %.2f", h, s)
		}
		for _, l := range low {
			if Score(h, "en") <= Score(l, "en") {
				t.Errorf("%q scores no more than %q", h, l)
			}
		}
	}
	for _, l := range low {
		if s := Score(l, "en"); s >= 0.5 {
			t.Errorf("%q scores %.2f", l, s)
		}
	}
	if s := Score("", "en"); s != 0 {
		t.Errorf("nothing scores %v", s)
	}
}
