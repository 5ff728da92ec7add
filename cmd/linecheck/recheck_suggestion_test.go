package main

import (
	"encoding/json"
	"math/rand/v2"
	"path/filepath"
	"strings"
	"testing"

	"linecheck/text"
	"linecheck/text/anchor"
)

// segmentedText is a text with its sentences.
type segmentedText struct {
	text  string
	spans []text.Span
}

func (c segmentedText) sentence(i int) string {
	s, _ := text.NewIndex(c.text).Slice(c.spans[i])
	return strings.Join(strings.Fields(s), " ")
}

// recheckOffer is a recheck suggestion for a sentence of the new draft.
type recheckOffer struct {
	anchor.RecheckSuggestion
	old, new segmentedText
}

// antecedent returns the sentence that the other one refers back to.
func (o recheckOffer) antecedent() string {
	if o.Change == anchor.Dropped {
		return o.old.sentence(o.Antecedent)
	}
	return o.new.sentence(o.Antecedent)
}

// maxPrinted is the number of suggestions that are printed for review.
const maxPrinted = 60

// Measures how often a recheck is suggested between revisions of encyclopaedia articles. With -v it prints
// an even sample for review.
func TestRecheckSuggestionsOnRevisions(t *testing.T) {
	t.Parallel()
	pairs := revisionPairs(t)
	var offers []recheckOffer
	kept, lean := 0, 0
	for _, p := range pairs {
		a := anchor.Align(p[0].text, p[1].text, p[0].spans, p[1].spans)
		for _, l := range a.SentenceLinks() {
			if l.Kind != anchor.Same && l.Kind != anchor.MovedUnchanged {
				continue
			}
			kept++
			if _, ok := anchor.FindBackReference(p[1].sentence(l.New[0]), "en"); ok {
				lean++
			}
		}
		for _, l := range a.RecheckSuggestions("en") {
			offers = append(offers, recheckOffer{l, p[0], p[1]})
		}
	}
	t.Logf("%d pairs: %d unchanged sentences, %d of them refer back, %d recheck suggestions", len(pairs), kept, lean, len(offers))
	if share := float64(len(offers)) / float64(kept); share < 0.01 || share > 0.08 {
		t.Errorf("%.1f %% of the sentences that did not change are offered; it was 1 to 8 in a hundred", 100*share)
	}
	rand.New(rand.NewPCG(9, 1)).Shuffle(len(offers), func(i, j int) { offers[i], offers[j] = offers[j], offers[i] })
	read := map[string]bool{} // many revisions of one article contain the same sentence
	for _, o := range offers {
		s := o.new.sentence(o.New)
		if read[s] || len(read) == maxPrinted {
			continue
		}
		read[s] = true
		t.Logf("%d. %s\n    refers back with %q to a sentence that is %s: %s", len(read), s, o.Words, o.Change, o.antecedent())
	}
}

// revisionPairs returns the pairs of revisions with known claims.
func revisionPairs(t *testing.T) (pairs [][2]segmentedText) {
	folder := filepath.Join("..", "..", "..", "shared", "data", "revisions")
	texts := map[string]segmentedText{}
	eachLine(t, filepath.Join(folder, "wikipedia.docs.jsonl"), func(line []byte) {
		var d struct{ ID, Text string }
		if err := json.Unmarshal(line, &d); err != nil {
			t.Fatal(err)
		}
		texts[d.ID] = segmentedText{d.Text, sentenceSpans(d.Text, "en")}
	})
	seen := map[[2]string]bool{}
	eachLine(t, filepath.Join(folder, "wikipedia.jsonl"), func(line []byte) {
		var c struct{ Old, New string }
		if err := json.Unmarshal(line, &c); err != nil {
			t.Fatal(err)
		}
		if key := [2]string{c.Old, c.New}; !seen[key] {
			seen[key] = true
			pairs = append(pairs, [2]segmentedText{texts[c.Old], texts[c.New]})
		}
	})
	return pairs
}
