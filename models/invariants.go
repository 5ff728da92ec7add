package models

import (
	"fmt"
	"slices"

	"linecheck/text"
	"linecheck/text/sentence"
)

// PlacedRevision is a revision with everything that has an offset in its text.
type PlacedRevision struct {
	Revision
	Sentences   []Sentence           // in order
	Occurrences []Occurrence         // without lost ones
	Links       []OccurrenceSentence // the sentences that each occurrence touches
	Boundaries  []Boundary           // not withdrawn, oldest first
}

// Validate returns which invariant of a revision is violated, as a clause, or "". The hash must match the
// text, the sentences must partition the text and respect the manual boundaries, and every occurrence must
// match its words and touch the right sentences.
func (r PlacedRevision) Validate() string {
	if sha256Hex(r.Text) != r.SHA256 {
		return "the text is not the one whose hash was kept"
	}
	index := text.NewIndex(r.Text)
	for _, check := range []func(*text.Index) string{r.checkPartition, r.checkBoundaries, r.checkOccurrences} {
		if wrong := check(index); wrong != "" {
			return wrong
		}
	}
	return ""
}

// checkPartition checks that only white space and separators are between the sentences, and that their numbers
// increase from 1.
func (r PlacedRevision) checkPartition(index *text.Index) string {
	at := 0
	for i, s := range append(slices.Clip(r.Sentences), Sentence{Ordinal: len(r.Sentences) + 1, Start: index.Len(), End: index.Len()}) {
		between, ok := index.Slice(text.Span{Start: at, End: s.Start})
		if !ok || !sentence.IsBetween(between) {
			return fmt.Sprintf("words before sentence %d belong to no sentence", s.Ordinal)
		}
		if words, _ := index.Slice(s.Span()); words != s.Text {
			return fmt.Sprintf("sentence %d is not what stands at its place", s.Ordinal)
		}
		if s.Ordinal != i+1 {
			return fmt.Sprintf("sentence %d has the number %d", i+1, s.Ordinal)
		}
		at = s.End
	}
	return ""
}

// checkBoundaries checks that sentences respect the manual boundaries. For each offset the newest one counts.
func (r PlacedRevision) checkBoundaries(*text.Index) string {
	begins := map[int]bool{}
	for _, s := range r.Sentences {
		begins[s.Start] = true
	}
	said := map[int]bool{}
	for _, b := range r.Boundaries {
		said[b.At] = b.Begins
	}
	for at, begin := range said {
		if begins[at] != begin {
			return fmt.Sprintf("at character %d sentences are not cut as a person said", at)
		}
	}
	return ""
}

// checkOccurrences checks the occurrences' words and links.
func (r PlacedRevision) checkOccurrences(index *text.Index) string {
	links := map[int64][]int64{}
	for _, l := range r.Links {
		links[l.OccurrenceID] = append(links[l.OccurrenceID], l.SentenceID)
	}
	for _, o := range r.Occurrences {
		exact, prefix, suffix := quoteWithContext(index, text.Span{Start: o.Start, End: o.End})
		if exact != o.Exact {
			return fmt.Sprintf("claim %d does not stand where it was marked", o.ClaimID)
		}
		if prefix != o.Prefix || suffix != o.Suffix {
			return fmt.Sprintf("claim %d is kept with other words around it than stand there", o.ClaimID)
		}
		first, _ := slices.BinarySearchFunc(r.Sentences, o.Start, func(s Sentence, at int) int { return s.End - at - 1 })
		var should []int64
		for i := first; i < len(r.Sentences) && r.Sentences[i].Start < o.End; i++ {
			should = append(should, r.Sentences[i].ID)
		}
		if len(should) == 0 || o.SentenceID != should[0] || !slices.Equal(sortedIDs(links[o.ID]), sortedIDs(should)) {
			return fmt.Sprintf("claim %d is not stored with the sentences that contain it", o.ClaimID)
		}
	}
	return ""
}

func sortedIDs(ids []int64) []int64 { return slices.Sorted(slices.Values(ids)) }
