package models

import "fmt"

// Repeat is another sentence of the same revision with exactly the same words, code point by code point.
type Repeat struct {
	SentenceID int64
	Ordinal    int
	State      SentenceState
	Read       bool   // the reader's own mark stands on it
	Marks      []Mark // of the live claims that touch it; one that reaches beyond the sentence is not cut off at its ends
}

// Repeated is the numbers of the sentences whose words stand in another one too.
func (p ArticlePage) Repeated() []int {
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

// Spot is a sentence in which a claim begins.
type Spot struct {
	ClaimID    int64
	SentenceID int64
	Ordinal    int
	Further    bool  // it was added to the claim, and can be taken away again
	AddedBy    int64 // who added it; 0 for the claim's first
}

// What an offer and a claim may come to: the answer to a change draws every sentence that was changed.
const (
	OfferLimit = 24  // sentences that one step settles
	MaxSpots   = 200 // sentences in which one claim may begin
)

// Offer is the identical sentences that could be settled as this one is. Nothing happens until it is taken.
type Offer struct {
	Repeats []Repeat // at most OfferLimit, in order
	More    int      // how many are left for later offers
}

// add puts a sentence into the offer while there is room.
func (o *Offer) add(r Repeat) {
	if len(o.Repeats) == OfferLimit {
		o.More++
		return
	}
	o.Repeats = append(o.Repeats, r)
}

// ReadingOffer is the identical sentences that have no claim and not the reader's mark, and are not to be checked again. Where a claim stands in the sentence
// itself there is no offer: it is not one with nothing to check.
func (p SentencePage) ReadingOffer() Offer {
	var offer Offer
	if len(p.Claims) > 0 {
		return offer
	}
	for _, r := range p.Repeats {
		if !r.Read && len(r.Marks) == 0 && r.State != Recheck {
			offer.add(r)
		}
	}
	return offer
}

// Taken is an identical sentence in which the words of a claim are another claim's.
type Taken struct {
	Ordinal int
	Mark    Mark
}

// ClaimOffer is the identical sentences in which the claim's words are no claim yet, and those in which they are another's.
// A claim that runs on into another sentence has no offer: what follows an identical sentence may differ.
func (p SentencePage) ClaimOffer(c ClaimCard) (Offer, []Taken) {
	var offer Offer
	var taken []Taken
	start, end := c.Occurrence.Start-p.Sentence.Start, c.Occurrence.End-p.Sentence.Start
	if start < 0 || c.Occurrence.End > p.Sentence.End {
		return offer, nil
	}
	for _, r := range p.Repeats {
		mark, own := r.at(start, end, c.ID)
		switch {
		case own:
		case mark.ClaimID != 0:
			taken = append(taken, Taken{r.Ordinal, mark})
		default:
			offer.add(r)
		}
	}
	return offer, taken
}

// at finds a claim of exactly these words of the sentence, and whether it is the one with this id.
func (r Repeat) at(start, end int, claimID int64) (found Mark, own bool) {
	for _, m := range r.Marks {
		if m.Start == start && m.End == end {
			if m.ClaimID == claimID {
				return m, true
			}
			found = m
		}
	}
	return found, false
}

// Outdated is the refusal of an offer that no longer holds, with one sentence that says why. It is ErrStale.
func Outdated(format string, args ...any) error {
	return fmt.Errorf("%w: %w", ErrStale, Invalid{{Field: "repeats", Detail: fmt.Sprintf(format, args...)}})
}
