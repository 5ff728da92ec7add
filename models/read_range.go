package models

import (
	"fmt"
	"slices"
	"strings"

	"linecheck/text"
	"linecheck/text/sentence"
)

// MaxRangeSentences limits the neighbouring sentences that one act marks as read.
const MaxRangeSentences = 20

// SeenSentence is a sentence of a range as its reader saw it.
type SeenSentence struct {
	ID      int64
	Words   string
	Covered []text.Span // what claims covered in it; with any, it is left out of the range
}

// HasWords reports whether the sentence was seen with these words. A form sends line breaks as CR LF.
func (s SeenSentence) HasWords(words string) bool {
	return normalizeBreaks(s.Words) == normalizeBreaks(words)
}

func normalizeBreaks(s string) string { return strings.ReplaceAll(s, "\r\n", "\n") }

// ReadRange is a range of neighbouring sentences to mark as read. Article is the article as its suggestions were found.
type ReadRange struct {
	Article     Article
	Suggestions *Suggestions
	Sentences   []SeenSentence
}

// RangeReason is why a sentence is left out of a range.
type RangeReason string

// The reasons for which a range leaves a sentence out.
const (
	RangeClaim      RangeReason = "claim"      // it has a claim, or had one when it was seen
	RangeSuggestion RangeReason = "suggestion" // something is suggested in it
	RangeRecheck    RangeReason = "recheck"    // its words changed since it was checked
	RangeRead       RangeReason = "read"       // the reader has marked it already
)

// RangeSentence is a sentence of a range, with the reason why the range leaves it out.
type RangeSentence struct {
	Sentence
	Covered    []text.Span // what claims cover in it
	LeftOut    RangeReason // "": it is marked
	Suggestion Suggestion  // the first one, for RangeSuggestion
	MarkedIn   int         // for RangeRead: how many sentences the reader marked in one act; 0 for the sentence alone
}

// RangeResult is what the act on a range did.
type RangeResult struct {
	Marked  []int           // the numbers of the marked sentences, in order
	LeftOut []RangeSentence // in order
}

// NextOrdinal returns the number of the sentence to look at after the act: the first that was left out and still needs its reader, else
// the last of the range.
func (r RangeResult) NextOrdinal() int {
	last := 0
	if len(r.Marked) > 0 {
		last = r.Marked[len(r.Marked)-1]
	}
	for _, s := range r.LeftOut {
		if s.LeftOut != RangeRead {
			return s.Ordinal
		}
		last = max(last, s.Ordinal)
	}
	return last
}

// Ordinals returns the numbers of all sentences of the range, in order.
func (r RangeResult) Ordinals() []int {
	list := slices.Clone(r.Marked)
	for _, s := range r.LeftOut {
		list = append(list, s.Ordinal)
	}
	slices.Sort(list)
	return list
}

// RangeReasonFor returns why a range leaves a sentence out; "" if it is marked. found are the suggestions for its article.
func (f SentenceFacts) RangeReasonFor(user int64, found *Suggestions, dismissed []SuggestionDismissal) (RangeReason, Suggestion) {
	if len(f.Claims) > 0 {
		return RangeClaim, Suggestion{}
	}
	said := found.ForSentence(SentencePage{Sentence: PageSentence{Sentence: f.Sentence}}, dismissed)
	switch all := slices.Concat(said.Likely, said.Between); {
	case f.RestReadBy(user):
		return RangeRead, Suggestion{}
	case len(all) > 0:
		return RangeSuggestion, all[0]
	case f.Status().State == Recheck:
		return RangeRecheck, Suggestion{}
	}
	return "", Suggestion{}
}

// AreNeighbours reports whether a list leaves out no sentence between its first and its last. A list of captions may leave out other
// sentences, because body text is between captions. From its first to its last sentence the article has as many sentences as present says,
// and as many captions as captions says.
func AreNeighbours(list []Sentence, present, captions int) bool {
	if len(list) == present {
		return true
	}
	return len(list) == captions && !slices.ContainsFunc(list, func(s Sentence) bool { return s.Region != sentence.Caption })
}

// NewOutdatedRangeError returns the error for a range in which a sentence has other words than its reader saw. It is ErrStale.
func NewOutdatedRangeError(ordinal int) error {
	return fmt.Errorf("%w: %w", ErrStale, NewFieldError("sentences",
		"Sentence %d has other words by now, so nothing was marked. Look at it as it is, then repeat your step.", ordinal))
}
