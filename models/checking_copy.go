package models

import (
	"cmp"
	"slices"
	"strconv"

	"linecheck/text"
	"linecheck/text/message"
)

// CheckingCopy is an article with all that was found of it, to be worked on and filed on paper.
type CheckingCopy struct {
	Article
	Desk            Desk
	WriterName      string
	Revision        NamedRevision // the current one, without its original bytes
	Gate            GateState
	SignOffs        []NamedSignOff      // that stand no more, newest first
	Overrides       []NamedGateOverride // that stand no more, newest first
	UnusedOverrides []NamedGateOverride // that stand, and cover nothing that would keep the gate closed now
	Chain           Verification        // length and head of the record on which all of it hangs
	TitleSentence   CopySentence        // the title, as sentence 0: it is read, too
	Sentences       []CopySentence
	Claims          []CopyClaim   // those that stand in the text, in the order of their places
	Lost            []CopyClaim   // those that could not be placed
	QueryThreads    []QueryThread // about the whole article, or about what is gone from it
	Revisions       map[int64]int // the number of every revision, by its id
	Words           []NamedAuthorship
	Policies        []DatedPolicy // what the desk asks for now, and what it asked for until it was changed last before the sign-off that stands
	ImportOrigin    ImportOrigin  // that the article was brought in with; the zero value: none
}

// CopySentence is a sentence with who found nothing to check in it, what was asked about it, and its former words where it is to be
// checked again.
type CopySentence struct {
	PageSentence
	ReadMarks    []NamedReadMark
	QueryThreads []QueryThread
	Changed      *ChangedSentence
}

// CopyClaim is a claim as a copy has it: with its number there, and where it stands.
type CopyClaim struct {
	ClaimCard
	Number       int          // from 1, in the order of the places; those of lost claims follow
	Occurrences  []Occurrence // in the current revision, in order; of a lost claim where its words were
	QueryThreads []QueryThread
}

// SetUnusedOverrides keeps of the overrides that stand those that no reason of the gate has.
func (c *CheckingCopy) SetUnusedOverrides(standing []NamedGateOverride) {
	c.UnusedOverrides = slices.DeleteFunc(slices.Clone(standing), func(o NamedGateOverride) bool {
		return slices.ContainsFunc(c.Gate.Reasons, func(r GateReason) bool {
			return slices.ContainsFunc(r.Overrides, func(used NamedGateOverride) bool { return used.ID == o.ID })
		})
	})
}

// Lost reports whether the claim's words could not be found in the current revision.
func (c CopyClaim) Lost() bool {
	return !slices.ContainsFunc(c.Occurrences, func(o Occurrence) bool { return o.Placement != Lost })
}

// NewestAnnotation is the last annotation that counts, or nil: of who said something of the claim last.
func (c CopyClaim) NewestAnnotation() *NamedAnnotation {
	var last *NamedAnnotation
	for i, a := range c.Annotations {
		if a.Live && (last == nil || a.ID > last.ID) {
			last = &c.Annotations[i]
		}
	}
	return last
}

// SetClaims takes in the article's claims with their places: they are put in order, numbered, and the lost ones kept apart.
func (c *CheckingCopy) SetClaims(claims []CopyClaim) {
	for i := range claims {
		claims[i].dropLostOccurrences()
	}
	slices.SortStableFunc(claims, func(a, b CopyClaim) int {
		return cmp.Or(
			compareLostLast(a, b),
			cmp.Compare(a.Occurrence.Start, b.Occurrence.Start),
			cmp.Compare(a.Occurrence.End, b.Occurrence.End),
			cmp.Compare(a.ID, b.ID),
		)
	})
	c.Claims, c.Lost = nil, nil
	for i := range claims {
		claims[i].Number = i + 1
		if claims[i].Lost() {
			c.Lost = append(c.Lost, claims[i])
		} else {
			c.Claims = append(c.Claims, claims[i])
		}
	}
}

// dropLostOccurrences leaves out the places that were lost while the claim stands elsewhere.
func (c *CopyClaim) dropLostOccurrences() {
	if !c.Lost() {
		c.Occurrences = slices.DeleteFunc(c.Occurrences, func(o Occurrence) bool { return o.Placement == Lost })
	}
	if len(c.Occurrences) > 0 {
		c.Occurrence = c.Occurrences[0]
	}
}

func compareLostLast(a, b CopyClaim) int {
	switch {
	case a.Lost() == b.Lost():
		return 0
	case a.Lost():
		return 1
	}
	return -1
}

// SetQueries takes in the article's queries: each stands with the claim or the sentence that it is about, while there is one.
func (c *CheckingCopy) SetQueries(queries []QueryThread) {
	claims, sentences := map[int64]*CopyClaim{}, map[int64]*CopySentence{}
	for _, list := range [][]CopyClaim{c.Claims, c.Lost} {
		for i := range list {
			claims[list[i].ID] = &list[i]
		}
	}
	for i := range c.Sentences {
		sentences[c.Sentences[i].TrackID] = &c.Sentences[i]
	}
	for _, q := range queries {
		switch {
		case q.ClaimID != nil && claims[*q.ClaimID] != nil:
			claims[*q.ClaimID].QueryThreads = append(claims[*q.ClaimID].QueryThreads, q)
		case q.TrackID != nil && sentences[*q.TrackID] != nil:
			sentences[*q.TrackID].QueryThreads = append(sentences[*q.TrackID].QueryThreads, q)
		default:
			c.QueryThreads = append(c.QueryThreads, q)
		}
	}
}

// ClaimNumbers is the number of every claim that stands in the text, by its id.
func (c CheckingCopy) ClaimNumbers() map[int64]int {
	numbers := make(map[int64]int, len(c.Claims))
	for _, claim := range c.Claims {
		numbers[claim.ID] = claim.Number
	}
	return numbers
}

// FormerRevision is the number of the revision on whose words an annotation was made, where the claim or its sentence has other words now;
// else 0.
func (c CheckingCopy) FormerRevision(claim CopyClaim, a NamedAnnotation) int {
	if !a.claimWords().Same(ClaimWords{claim.Exact, claim.Context}) {
		return c.Revisions[a.RevisionID]
	}
	return 0
}

// DescribeLapse says why an annotation does not count, as a few words, with the words that it was said of where those are others;
// "" of one that does.
func (c CheckingCopy) DescribeLapse(claim CopyClaim, a NamedAnnotation) message.Text {
	if a.WhyNot.IsZero() {
		return message.Text{}
	}
	if n := c.FormerRevision(claim, a); n > 0 {
		return message.New("%s, in revision %s: does not count", WhyNotPhrase(a.WhyNot), strconv.Itoa(n))
	}
	return message.New("%s: does not count", WhyNotPhrase(a.WhyNot))
}

// FormerWords are the words that an annotation was said of, where the claim has others now; else "".
func (c CheckingCopy) FormerWords(claim CopyClaim, a NamedAnnotation) string {
	if text.SameCharacters(a.Exact, claim.Exact) {
		return ""
	}
	return a.Exact
}

// Sealed is how many claims the reader may not know the status of yet.
func (c CheckingCopy) Sealed() int {
	n := 0
	for _, list := range [][]CopyClaim{c.Claims, c.Lost} {
		for _, claim := range list {
			if claim.Status == Sealed {
				n++
			}
		}
	}
	return n
}

// SentenceAt is the number of the sentence in which a code point of the text stands, or of the next one.
func (c CheckingCopy) SentenceAt(cp int) int {
	i, _ := slices.BinarySearchFunc(c.Sentences, cp, func(s CopySentence, at int) int { return s.End - at - 1 })
	return min(i+1, len(c.Sentences))
}
