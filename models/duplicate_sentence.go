package models

import (
	"fmt"

	"linecheck/text/message"
)

// DuplicateSentence is another sentence of the same revision with exactly the same words, code point by code point.
type DuplicateSentence struct {
	SentenceID int64
	Ordinal    int
	State      SentenceState
	ReadByMe   bool        // the reader's own mark stands on it
	ClaimSpans []ClaimSpan // of the live claims that touch it; one that reaches beyond the sentence is not cut off at its ends
}

// DuplicateOrdinals is the numbers of the sentences whose words stand in another one too.
func (p ArticlePage) DuplicateOrdinals() []int {
	count := make(map[string]int, len(p.Sentences))
	for _, s := range p.Sentences {
		count[s.Text]++
	}
	var list []int
	for _, s := range p.Sentences {
		if count[s.Text] > 1 {
			list = append(list, s.Ordinal)
		}
	}
	return list
}

// ClaimLocation is a sentence in which a claim begins.
type ClaimLocation struct {
	ClaimID    int64
	SentenceID int64
	Ordinal    int
	Further    bool  // it was added to the claim, and can be taken away again
	AddedBy    int64 // who added it; 0 for the claim's first
}

// What an offer and a claim may come to: the answer to a change draws every sentence that was changed.
const (
	MaxOffered        = 24  // sentences that one step settles
	MaxClaimLocations = 200 // sentences in which one claim may begin
)

// DuplicateOffer is the identical sentences that could be settled as this one is. Nothing happens until it is taken.
type DuplicateOffer struct {
	Duplicates []DuplicateSentence // at most MaxOffered, in order
	More       int                 // how many are left for later offers
}

// add puts a sentence into the offer while there is room.
func (o *DuplicateOffer) add(r DuplicateSentence) {
	if len(o.Duplicates) == MaxOffered {
		o.More++
		return
	}
	o.Duplicates = append(o.Duplicates, r)
}

// ReadMarkOffer is the identical sentences that have no claim and not the reader's mark, and are not to be checked again. Where a
// claim stands in the sentence
// itself there is no offer: it is not one with nothing to check.
func (p SentencePage) ReadMarkOffer() DuplicateOffer {
	var offer DuplicateOffer
	if len(p.Claims) > 0 {
		return offer
	}
	for _, r := range p.Duplicates {
		if !r.ReadByMe && len(r.ClaimSpans) == 0 && r.State != Recheck {
			offer.add(r)
		}
	}
	return offer
}

// OccupiedSentence is an identical sentence in which the words of a claim are another claim's.
type OccupiedSentence struct {
	Ordinal   int
	ClaimSpan ClaimSpan
}

// ClaimOffer is the identical sentences in which the claim's words are no claim yet, and those in which they are another's.
// A claim that runs on into another sentence has no offer: what follows an identical sentence may differ.
func (p SentencePage) ClaimOffer(c ClaimCard) (DuplicateOffer, []OccupiedSentence) {
	var offer DuplicateOffer
	var taken []OccupiedSentence
	start, end := c.Occurrence.Start-p.Sentence.Start, c.Occurrence.End-p.Sentence.Start
	if start < 0 || c.Occurrence.End > p.Sentence.End {
		return offer, nil
	}
	for _, r := range p.Duplicates {
		mark, own := r.claimSpanAt(start, end, c.ID)
		switch {
		case own:
		case mark.ClaimID != 0:
			taken = append(taken, OccupiedSentence{r.Ordinal, mark})
		default:
			offer.add(r)
		}
	}
	return offer, taken
}

// claimSpanAt finds a claim of exactly these words of the sentence, and whether it is the one with this id.
func (r DuplicateSentence) claimSpanAt(start, end int, claimID int64) (found ClaimSpan, own bool) {
	for _, m := range r.ClaimSpans {
		if m.Start == start && m.End == end {
			if m.ClaimID == claimID {
				return m, true
			}
			found = m
		}
	}
	return found, false
}

// NewOutdatedOfferError is the refusal of an offer that no longer holds, with one sentence that says why. It is ErrStale.
func NewOutdatedOfferError(format message.Key, args ...any) error {
	return fmt.Errorf("%w: %w", ErrStale, NewFieldError("repeats", format, args...))
}
