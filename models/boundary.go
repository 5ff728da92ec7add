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

// Boundary is a person's word that a sentence begins at code point At of a revision's text, or that one goes on there.
// Of several for one place the newest that is not withdrawn counts. Append only: undo withdraws it.
type Boundary struct {
	ID          int64
	RevisionID  int64
	At          int `gorm:"column:at_cp"`
	Begins      bool
	SentenceID  *int64 // the first sentence that it made, which may be gone by now; nil where it came along from the revision before
	MadeBy      int64
	MadeAt      time.Time
	WithdrawnAt *time.Time
	WithdrawnBy *int64
}

// FormerSentence is a sentence that is gone because it was cut anew. Its id is never given to another.
type FormerSentence struct {
	ID         int64
	RevisionID int64
	TrackID    int64
	Start      int `gorm:"column:start_cp"`
	End        int `gorm:"column:end_cp"`
	GoneAt     time.Time
}

// SegmentText splits a text into sentences, numbered from 1, with their words. What its file says of its paragraphs goes before the
// splitter's word on regions; boundaries, oldest first, are obeyed where the splitter says otherwise.
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

// AddDependencies fills in what the sentences of a text refer back to.
func AddDependencies(s string, sentences []Sentence, language string) {
	for i, on := range anchor.Dependencies(s, SentenceSpans(sentences), language) {
		words := make([]string, len(on))
		for n, j := range on {
			words[n] = anchor.WordsOnly(sentences[j].Text)
		}
		sentences[i].Depends = strings.Join(words, "\n")
	}
}

// applyBoundaries moves the splitter's boundaries where persons have said otherwise. A sentence that is made of several keeps the
// region of the first.
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
	obeyed, from := make([]sentence.Sentence, len(starts)), 0
	for i, start := range starts {
		stop := end
		if i+1 < len(starts) {
			stop = starts[i+1]
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

// ResegmentText splits a revision's text again, for another language. The boundaries that persons made are obeyed, and no claim is cut:
// where a sentence would newly begin within a claim's words, none does.
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

// DescribeSplitClaim says which claim a boundary at code point at would cut in two, as the beginning of a sentence; "" where none. The
// isolates keep the claim's words from reordering ours.
func DescribeSplitClaim(claims []Occurrence, at int) message.Text {
	for _, c := range claims {
		if c.Start < at && at < c.End {
			return message.New("Claim %s, “\u2068%s\u2069”, would be cut in two", strconv.FormatInt(c.ClaimID, 10), c.Exact)
		}
	}
	return message.Text{}
}

// Split cuts a sentence in two at code point at of the revision, moved to the beginning of the words that follow. claims are
// those whose words must stay together. What speaks against it comes back as Invalid.
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

// SplitOffset is where a sentence is split so that its word with that number, counted from 1, is the first of the second
// half: a code point of the revision. A number that no word has is before or behind the sentence, which Split refuses.
func (s Sentence) SplitOffset(word int) int {
	words := text.Words(s.Text)
	if word < 1 || word > len(words) {
		return s.Start - 1
	}
	return s.Start + words[word-1].Start
}

// maxJoinedLength is how long a sentence may become by joining, in code points: a page that holds it is still one to work on.
const maxJoinedLength = 5_000

// Join puts a sentence and the next one together; between is what stands between them in the text. The authors of both are authors of
// the joined one. What speaks against it comes back as Invalid.
func (s Sentence) Join(next Sentence, between string) ([]Sentence, error) {
	var wrong ValidationErrors
	switch {
	case s.Region != next.Region:
		wrong.Add("merge", "This sentence stands in the %s and the next one in the %s: those cannot be joined.", s.Region, next.Region)
	case next.End-s.Start > maxJoinedLength:
		wrong.Add("merge", "Together they would have more than %d characters, which is too long for one sentence.", maxJoinedLength)
	}
	s.End, s.Text, s.Typed = next.End, s.Text+between+next.Text, JoinProvenance(s.Typed, next.Typed)
	return withoutIDs([]Sentence{s}), wrong.Err()
}

// withoutIDs are sentences as new ones: those that are cut anew take no id and no track of an old one.
func withoutIDs(list []Sentence) []Sentence {
	for i := range list {
		list[i].ID, list[i].TrackID = 0, 0
	}
	return list
}
