package models

import (
	"cmp"
	"slices"
	"strconv"

	"linecheck/text"
	"linecheck/text/message"
)

// CheckedCopy is the copy for the handling editor: an article's corrections, and its text with the accepted
// ones applied.
type CheckedCopy struct {
	CheckingCopy
	Corrections []CopyCorrection // in the order of their places, those of lost claims last
	Edits       []Edit           // the changes of the accepted corrections, in order and without overlaps
}

// CopyCorrection is a correction with the place of its words.
type CopyCorrection struct {
	NamedCorrection
	Number       int // from 1, in the order of the places
	Claim        int // the number of its claim in the copy
	Exact        string
	Ordinal      int // the sentence that contains the words, else the claim's; 0 for a lost claim
	TextState    CorrectionTextState
	Spans        []text.Span // the places of the words in the revision's text
	OverlappedBy int         // for CorrectionOverlaps: the number of the accepted correction that changes some of the same words
}

// CorrectionTextState is the relation of a correction to the current text.
type CorrectionTextState string

// The states: the words to correct are there; the claim already has the corrected words; the words are gone
// from the claim; the claim is lost; another accepted correction changes some of the words.
const (
	CorrectionApplicable    CorrectionTextState = "stands"
	CorrectionAlreadyInText CorrectionTextState = "reads so already"
	CorrectionWordsGone     CorrectionTextState = "words gone"
	CorrectionClaimLost     CorrectionTextState = "claim lost"
	CorrectionOverlaps      CorrectionTextState = "overlaps"
)

// Warning returns, as one sentence, why a correction cannot be applied or contradicts the text; "" if there
// is no problem.
func (k CopyCorrection) Warning() message.Text {
	made := k.State == CorrectionMade
	switch {
	case k.TextState == CorrectionClaimLost:
		return message.New("These words are no longer in the text: the claim is lost.")
	case k.TextState == CorrectionWordsGone && !(made && k.To == ""):
		return message.New("These words are no longer in the text: the claim reads otherwise now.")
	case k.TextState == CorrectionAlreadyInText && !made:
		return message.New("The text reads so already.")
	case k.TextState == CorrectionApplicable && made:
		return message.New("It is marked as made, but the old words are still in the text.")
	case k.TextState == CorrectionOverlaps:
		return message.New("It is not in the text: correction %s, accepted later, changes some of the same words.", strconv.Itoa(k.OverlappedBy))
	}
	return message.Text{}
}

// Edit is a span of the revision's text that an accepted correction replaces.
type Edit struct {
	text.Span
	Ordinal    int // the last sentence that it changes, where the new words go
	Correction CopyCorrection
}

// BuildCheckedCopy builds the checked copy of an article.
func (c CheckingCopy) BuildCheckedCopy() CheckedCopy {
	checked := CheckedCopy{CheckingCopy: c}
	for _, list := range [][]CopyClaim{c.Claims, c.Lost} {
		for _, claim := range list {
			for _, k := range claim.Corrections {
				checked.Corrections = append(checked.Corrections, c.locateCorrection(claim, k))
			}
		}
	}
	slices.SortStableFunc(checked.Corrections, func(a, b CopyCorrection) int {
		return cmp.Or(
			cmp.Compare(min(b.Ordinal, 1), min(a.Ordinal, 1)),
			cmp.Compare(a.Ordinal, b.Ordinal),
			cmp.Compare(a.firstStart(), b.firstStart()),
		)
	})
	for i := range checked.Corrections {
		checked.Corrections[i].Number = i + 1
	}
	checked.buildEdits()
	return checked
}

func (k CopyCorrection) firstStart() int {
	if len(k.Spans) == 0 {
		return 0
	}
	return k.Spans[0].Start
}

// locateCorrection finds the words of a correction in all places of its claim.
func (c CheckingCopy) locateCorrection(claim CopyClaim, k NamedCorrection) CopyCorrection {
	laid := CopyCorrection{NamedCorrection: k, Claim: claim.Number, Exact: claim.Occurrence.Exact, TextState: CorrectionClaimLost}
	if claim.Lost() {
		return laid
	}
	laid.TextState, laid.Ordinal = CorrectionWordsGone, c.SentenceAt(claim.Occurrence.Start)
	for _, place := range claim.Occurrences {
		at, stands, reads := k.findIn(text.Compose(place.Exact))
		if stands {
			laid.Spans = append(laid.Spans, text.Span{Start: place.Start + at.Start, End: place.Start + at.End})
		} else if reads {
			laid.TextState = CorrectionAlreadyInText
		}
	}
	if len(laid.Spans) > 0 {
		laid.TextState, laid.Ordinal = CorrectionApplicable, c.SentenceAt(laid.Spans[0].Start)
	}
	return laid
}

// findIn finds the words to correct in a claim's words. reads is true if the claim already has the corrected words, which can contain the
// words to correct.
func (k Correction) findIn(exact text.Composed) (at text.Span, stands, reads bool) {
	for from := 0; ; from, reads = at.End, true {
		if at, stands = exact.Find(k.From, from); !stands {
			return at, false, reads || k.To != "" && text.ContainsCharacters(exact.Text, k.To)
		}
		if !k.isPartOfReplacement(exact, at) {
			return at, true, false
		}
	}
}

// isPartOfReplacement reports whether the words at a place of a claim are part of the corrected words.
func (k Correction) isPartOfReplacement(exact text.Composed, at text.Span) bool {
	for from := 0; text.ContainsCharacters(k.To, k.From); {
		become, ok := exact.Find(k.To, from)
		if !ok {
			break
		}
		if become.Contains(at) {
			return true
		}
		from = become.Start + 1
	}
	return false
}

// buildEdits applies the accepted corrections. If two of them change some of the same words, the one accepted
// last applies.
func (c *CheckedCopy) buildEdits() {
	accepted := c.applicableCorrections(CorrectionAccepted)
	slices.SortStableFunc(accepted, func(a, b *CopyCorrection) int { return decisionMicros(b) - decisionMicros(a) })
	for _, k := range accepted {
		if i := slices.IndexFunc(c.Edits, func(e Edit) bool { return k.overlapsSpan(e.Span) }); i >= 0 {
			k.TextState, k.OverlappedBy = CorrectionOverlaps, c.Edits[i].Correction.Number
			continue
		}
		for _, span := range k.Spans {
			if !slices.ContainsFunc(c.Edits, func(e Edit) bool { return e.Overlaps(span) }) {
				c.Edits = append(c.Edits, Edit{span, c.lastSentence(span), *k})
			}
		}
	}
	slices.SortFunc(c.Edits, func(a, b Edit) int { return cmp.Compare(a.Start, b.Start) })
}

// lastSentence returns the number of the last sentence with words in a span.
func (c *CheckedCopy) lastSentence(span text.Span) int {
	last := c.SentenceAt(span.End - 1)
	for last > 1 && c.Sentences[last-1].Start >= span.End { // the sentence ends in the white space before it
		last--
	}
	return last
}

// applicableCorrections returns the corrections in a state whose words are in the text.
func (c *CheckedCopy) applicableCorrections(state CorrectionState) []*CopyCorrection {
	var list []*CopyCorrection
	for i, k := range c.Corrections {
		if k.State == state && k.TextState == CorrectionApplicable {
			list = append(list, &c.Corrections[i])
		}
	}
	return list
}

// overlapsSpan reports whether a correction changes words in a span.
func (k CopyCorrection) overlapsSpan(span text.Span) bool {
	return slices.ContainsFunc(k.Spans, span.Overlaps)
}

// decisionMicros returns when a correction was decided, in microseconds since 1970.
func decisionMicros(k *CopyCorrection) int {
	if k.DecidedAt == nil {
		return 0
	}
	return int(k.DecidedAt.UnixMicro())
}

// CorrectionsIn returns the corrections in a state, in the order of their places.
func (c CheckedCopy) CorrectionsIn(state CorrectionState) []CopyCorrection {
	return slices.DeleteFunc(slices.Clone(c.Corrections), func(k CopyCorrection) bool { return k.State != state })
}
