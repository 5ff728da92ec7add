package models

import (
	"cmp"
	"slices"
	"strconv"

	"linecheck/text"
	"linecheck/text/message"
)

// CheckingCopy is an article with all verdicts and notes, to work on and to file on paper.
type CheckingCopy struct {
	Article
	Desk            Desk
	WriterName      string
	Revision        NamedRevision // the current one, without its original bytes
	Gate            GateState
	SignOffs        []NamedSignOff      // void ones, newest first
	Overrides       []NamedGateOverride // void ones, newest first
	UnusedOverrides []NamedGateOverride // valid ones that cover no current gate reason
	Chain           Verification        // length and head of the hash chain
	TitleSentence   CopySentence        // the title, as sentence 0, which is read as well
	Sentences       []CopySentence
	Claims          []CopyClaim   // claims in the text, in the order of their places
	Lost            []CopyClaim   // claims that could not be placed
	QueryThreads    []QueryThread // about the whole article, or about something no longer in it
	Notes           []NamedNote   // on the sentences, in their order; those on sentences that are gone come last
	Revisions       map[int64]int // revision numbers by id
	Words           []NamedAuthorship
	Policies        []DatedPolicy // the desk's current policy, and the one before its last change before the valid sign-off
	ImportOrigin    ImportOrigin  // the import that created the article; the zero value: none
}

// CopySentence is a sentence with its read marks and queries, and with its former words during recheck.
type CopySentence struct {
	PageSentence
	ReadMarks    []NamedReadMark
	QueryThreads []QueryThread
	Changed      *ChangedSentence
}

// CopyClaim is a claim with its number and places in the copy.
type CopyClaim struct {
	ClaimCard
	Number       int          // from 1, in the order of the places; lost claims follow
	Occurrences  []Occurrence // in the current revision, in order; for a lost claim, its last places
	QueryThreads []QueryThread
}

// SetUnusedOverrides keeps those of the valid overrides that no gate reason uses.
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

// NewestAnnotation returns the newest annotation that counts, or nil.
func (c CopyClaim) NewestAnnotation() *NamedAnnotation {
	var last *NamedAnnotation
	for i, a := range c.Annotations {
		if a.Live && (last == nil || a.ID > last.ID) {
			last = &c.Annotations[i]
		}
	}
	return last
}

// SetClaims orders and numbers the article's claims, and separates the lost ones.
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

// dropLostOccurrences removes lost occurrences if the claim has others.
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

// SetQueries attaches each query to the claim or sentence that it is about, if that still exists.
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

// ClaimNumbers maps the ids of the claims in the text to their numbers.
func (c CheckingCopy) ClaimNumbers() map[int64]int {
	numbers := make(map[int64]int, len(c.Claims))
	for _, claim := range c.Claims {
		numbers[claim.ID] = claim.Number
	}
	return numbers
}

// FormerRevision returns the number of the revision for whose words an annotation was made, if the claim or
// its sentence has other words now; else 0.
func (c CheckingCopy) FormerRevision(claim CopyClaim, a NamedAnnotation) int {
	if !a.claimWords().Same(ClaimWords{claim.Exact, claim.Context}) {
		return c.Revisions[a.RevisionID]
	}
	return 0
}

// DescribeLapse returns, in a few words, why an annotation does not count, with its former words if they
// differ; "" if it counts.
func (c CheckingCopy) DescribeLapse(claim CopyClaim, a NamedAnnotation) message.Text {
	if a.WhyNot.IsZero() {
		return message.Text{}
	}
	if n := c.FormerRevision(claim, a); n > 0 {
		return message.New("%s, in revision %s: does not count", WhyNotPhrase(a.WhyNot), strconv.Itoa(n))
	}
	return message.New("%s: does not count", WhyNotPhrase(a.WhyNot))
}

// FormerWords returns the words that an annotation was given for if the claim has others now; else "".
func (c CheckingCopy) FormerWords(claim CopyClaim, a NamedAnnotation) string {
	if text.SameCharacters(a.Exact, claim.Exact) {
		return ""
	}
	return a.Exact
}

// Sealed is the number of claims whose status the reader may not see yet.
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

// SentenceAt returns the number of the sentence that contains a code point of the text, or of the next
// sentence.
func (c CheckingCopy) SentenceAt(cp int) int {
	i, _ := slices.BinarySearchFunc(c.Sentences, cp, func(s CopySentence, at int) int { return s.End - at - 1 })
	return min(i+1, len(c.Sentences))
}
