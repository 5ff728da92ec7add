package models

import (
	"fmt"

	"linecheck/text/message"
)

// DuplicateSentence is another sentence of the same revision with exactly the same words, code point by code
// point.
type DuplicateSentence struct {
	SentenceID int64
	Ordinal    int
	State      SentenceState
	ReadByMe   bool        // the reader has a read mark on it
	ClaimSpans []ClaimSpan // of the live claims that touch it; a span may extend beyond the sentence
}

// DuplicateOrdinals returns the numbers of the sentences that have a duplicate.
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
	Further    bool  // it was added to the claim and can be removed again
	AddedBy    int64 // the user who added it; 0 for the claim's first
}

// The limits of an offer and of a claim. The response to a change renders every changed sentence.
const (
	MaxOffered        = 24  // sentences that one request changes
	MaxClaimLocations = 200 // sentences in which one claim may begin
)

// DuplicateOffer lists the duplicates to which an action could also apply. Nothing happens until the reader
// accepts it.
type DuplicateOffer struct {
	Duplicates []DuplicateSentence // at most MaxOffered, in order
	More       int                 // the number of duplicates left for later offers
}

// add adds a sentence to the offer, up to MaxOffered.
func (o *DuplicateOffer) add(r DuplicateSentence) {
	if len(o.Duplicates) == MaxOffered {
		o.More++
		return
	}
	o.Duplicates = append(o.Duplicates, r)
}

// ReadMarkOffer offers to mark the duplicates that have no claim and no read mark of the reader, and are not
// in recheck. There is no offer if the sentence itself has a claim.
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

// OccupiedSentence is a duplicate in which another claim has the words of a claim.
type OccupiedSentence struct {
	Ordinal   int
	ClaimSpan ClaimSpan
}

// ClaimOffer offers the duplicates in which the claim's words are not a claim yet, and lists those in which
// another claim has them. There is no offer if the claim extends into another sentence, since the text after
// a duplicate may differ.
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

// claimSpanAt finds a claim at exactly this span of the sentence; own reports whether it is the claim with
// the id.
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

// NewOutdatedOfferError returns an error, in one sentence, for an offer that is no longer valid. It is
// ErrStale.
func NewOutdatedOfferError(format message.Key, args ...any) error {
	return fmt.Errorf("%w: %w", ErrStale, NewFieldError("repeats", format, args...))
}
