package models

import (
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"linecheck/text"
	"linecheck/text/anchor"
	"linecheck/text/message"
	"linecheck/text/sentence"
)

// Boundary is a person's decision that a sentence begins, or does not begin, at code point At of a revision's text. The newest live
// boundary of an offset counts. Boundaries are never changed or deleted; undo withdraws them.
type Boundary struct {
	ID          int64
	RevisionID  int64
	At          int `gorm:"column:at_cp"`
	Begins      bool
	SentenceID  *int64 // the first sentence that it made, which may no longer exist; nil if it was carried over from the previous revision
	MadeBy      int64
	MadeAt      time.Time
	WithdrawnAt *time.Time
	WithdrawnBy *int64
}

// FormerSentence is a sentence that no longer exists because its text was segmented again. Its id is never
// reused.
type FormerSentence struct {
	ID         int64
	RevisionID int64
	TrackID    int64
	Start      int `gorm:"column:start_cp"`
	End        int `gorm:"column:end_cp"`
	GoneAt     time.Time
}

// SegmentText splits a text into numbered sentences, from 1. The file's paragraph styles override the splitter's guess of regions.
// boundaries, oldest first, override the splitter's sentence boundaries.
func SegmentText(s, language string, said *ImportedMarkup, boundaries ...Boundary) []Sentence {
	cut := withRegions(sentence.Split(s, language), said.regionHints())
	if len(boundaries) > 0 && len(cut) > 0 {
		cut = applyBoundaries(s, cut, boundaries)
	}
	index := text.NewIndex(s)
	sentences := make([]Sentence, len(cut))
	for i, c := range cut {
		words, _ := index.Slice(c.Span)
		sentences[i] = Sentence{Ordinal: i + 1, Region: c.Region, Start: c.Start, End: c.End, Text: words}
	}
	AddDependencies(s, sentences, language)
	return sentences
}

// AddDependencies sets the words that each sentence refers back to.
func AddDependencies(s string, sentences []Sentence, language string) {
	for i, on := range anchor.Dependencies(s, SentenceSpans(sentences), language) {
		words := make([]string, len(on))
		for n, j := range on {
			words[n] = anchor.WordsOnly(sentences[j].Text)
		}
		sentences[i].Depends = strings.Join(words, "\n")
	}
}

// applyBoundaries changes the splitter's boundaries to those that people set. A merged sentence keeps the
// region of its first part.
func applyBoundaries(s string, cut []sentence.Sentence, boundaries []Boundary) []sentence.Sentence {
	begins := map[int]bool{}
	for _, b := range boundaries {
		begins[b.At] = b.Begins
	}
	runes := []rune(s)
	first, end := cut[0].Start, cut[len(cut)-1].End
	var starts []int
	for _, c := range cut {
		if said, any := begins[c.Start]; said || !any || c.Start == first {
			starts = append(starts, c.Start)
		}
	}
	for at, begin := range begins {
		if begin && at > first && at < end && !unicode.IsSpace(runes[at]) {
			starts = append(starts, at)
		}
	}
	slices.Sort(starts)
	starts = slices.Compact(starts)
	obeyed, from, to := make([]sentence.Sentence, len(starts)), 0, 0
	for i, start := range starts {
		stop := end
		if i+1 < len(starts) {
			stop = starts[i+1]
		}
		for to < len(cut) && cut[to].Start < stop {
			to++
		}
		if last := cut[to-1].End; last > start {
			stop = min(stop, last) // a separator after the sentence is not part of it
		}
		for unicode.IsSpace(runes[stop-1]) {
			stop--
		}
		for cut[from].End <= start {
			from++
		}
		obeyed[i] = sentence.Sentence{Span: text.Span{Start: start, End: stop}, Region: cut[from].Region}
	}
	return obeyed
}

// ResegmentText splits a revision's text again for another language. It keeps the boundaries that people set,
// and it adds no boundary within a claim's words.
func ResegmentText(s, language string, said *ImportedMarkup, standing []Sentence, boundaries []Boundary, claims []Occurrence) []Sentence {
	cut := SegmentText(s, language, said, boundaries...)
	stands := map[int]bool{}
	for _, old := range standing {
		stands[old.Start] = true
	}
	obeyed := slices.Clone(boundaries)
	for _, c := range cut {
		if !stands[c.Start] && !DescribeSplitClaim(claims, c.Start).IsZero() {
			obeyed = append(obeyed, Boundary{At: c.Start})
		}
	}
	if len(obeyed) == len(boundaries) {
		return cut
	}
	return SegmentText(s, language, said, obeyed...)
}

// DescribeSplitClaim names the claim that a sentence boundary at a code point would cut in two, or returns
// "". The Unicode isolates keep the claim's words from reordering the message.
func DescribeSplitClaim(claims []Occurrence, at int) message.Text {
	for _, c := range claims {
		if c.Start < at && at < c.End {
			return message.New("Claim %s, “\u2068%s\u2069”, would be cut in two", strconv.FormatInt(c.ClaimID, 10), c.Exact)
		}
	}
	return message.Text{}
}

// Split splits a sentence in two. It moves the code point at to the beginning of the next word. It returns ValidationErrors if the split
// is impossible, for example because it would cut one of the claims.
func (s Sentence) Split(at int, claims []Occurrence) ([]Sentence, error) {
	refuse := func(format message.Key, args ...any) ([]Sentence, error) {
		var wrong ValidationErrors
		wrong.Add("split", format, args...)
		return nil, wrong
	}
	if at < s.Start || at > s.End {
		return refuse("Please choose a place within the sentence.")
	}
	cut := text.CutPosition(s.Text, at-s.Start)
	runes := []rune(s.Text)
	first, second := strings.TrimRightFunc(string(runes[:cut]), unicode.IsSpace), string(runes[cut:])
	if first == "" || second == "" {
		return refuse("A sentence can be split only between its words: please choose a place after its beginning and before its end.")
	}
	if !text.StartsCharacter(s.Text, cut) {
		return refuse("That place lies within one character, which would be torn apart.")
	}
	if torn := DescribeSplitClaim(claims, s.Start+cut); !torn.IsZero() {
		return refuse("%s there. Choose another place, or withdraw the claim first.", torn)
	}
	halves := []Sentence{s, s}
	halves[0].End, halves[0].Text = s.Start+utf8.RuneCountInString(first), first
	halves[1].Start, halves[1].Text = s.Start+cut, second
	return withoutIDs(halves), nil
}

// SplitOffset returns the offset at which a sentence is split before its word with a number, counted from 1.
// For a number without a word, it returns an offset outside the sentence, which Split refuses.
func (s Sentence) SplitOffset(word int) int {
	words := text.Words(s.Text)
	if word < 1 || word > len(words) {
		return s.Start - 1
	}
	return s.Start + words[word-1].Start
}

// maxJoinedLength limits joined sentences, in code points, so that they stay usable on a page.
const maxJoinedLength = 5_000

// Join joins a sentence and the next one; between is the text between them. The joined sentence has the
// authors of both. It returns ValidationErrors if they cannot be joined.
func (s Sentence) Join(next Sentence, between string) ([]Sentence, error) {
	var wrong ValidationErrors
	switch {
	case s.Region != next.Region:
		wrong.Add("merge", "This sentence stands in the %s and the next one in the %s: those cannot be joined.", s.Region, next.Region)
	case next.End-s.Start > maxJoinedLength:
		wrong.Add("merge", "Together they would have more than %d characters, which is too long for one sentence.", maxJoinedLength)
	}
	s.End, s.Text, s.Provenance = next.End, s.Text+between+next.Text, JoinProvenance(s.Provenance, next.Provenance)
	return withoutIDs([]Sentence{s}), wrong.Err()
}

// withoutIDs clears ids and tracks, because segmented sentences are new ones.
func withoutIDs(list []Sentence) []Sentence {
	for i := range list {
		list[i].ID, list[i].TrackID = 0, 0
	}
	return list
}
