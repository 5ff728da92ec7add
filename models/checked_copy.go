package models

import (
	"cmp"
	"slices"
	"strconv"

	"linecheck/text"
	"linecheck/text/message"
)

// CheckedCopy is what a handling editor takes over: an article's corrections, and its text with the accepted ones in it.
type CheckedCopy struct {
	CheckingCopy
	Corrections []CopyCorrection // in the order of their places, those of lost claims last
	Edits       []Edit           // what the accepted ones change, in order; no two touch the same words
}

// CopyCorrection is a correction with where its words stand now.
type CopyCorrection struct {
	NamedCorrection
	Number       int // from 1, in the order of the places
	Claim        int // the number of its claim in the copy
	Exact        string
	Ordinal      int // the sentence in which the words stand, else the one in which the claim does; 0 of a lost claim
	TextState    CorrectionTextState
	Spans        []text.Span // where the words stand in the revision's text
	OverlappedBy int         // the number of the accepted correction that changes some of the same words, where it is CorrectionOverlaps
}

// CorrectionTextState is how a correction's words stand in the current text.
type CorrectionTextState string

// The fates: the words stand there; the claim reads as the correction has it already; the words are gone from the claim; the claim is
// lost; or another accepted correction changes some of the words.
const (
	CorrectionApplicable    CorrectionTextState = "stands"
	CorrectionAlreadyInText CorrectionTextState = "reads so already"
	CorrectionWordsGone     CorrectionTextState = "words gone"
	CorrectionClaimLost     CorrectionTextState = "claim lost"
	CorrectionOverlaps      CorrectionTextState = "overlaps"
)

// Warning says, as one sentence, what keeps a correction from being made as it stands, or what speaks against what was said of it; ""
// where nothing does.
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
		return message.New("It is said to be made, but the old words still stand in the text.")
	case k.TextState == CorrectionOverlaps:
		return message.New("It is not in the text: correction %s, accepted later, changes some of the same words.", strconv.Itoa(k.OverlappedBy))
	}
	return message.Text{}
}

// Edit is a stretch of the revision's text that an accepted correction puts other words in place of.
type Edit struct {
	text.Span
	Ordinal    int // the last sentence of which it changes words: what comes stands there
	Correction CopyCorrection
}

// BuildCheckedCopy lays the corrections of a copy against its text.
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

// locateCorrection finds the words of a correction in its claim, wherever that stands.
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

// findIn finds the words to be corrected in a claim's words. reads says that the claim has the other words already, of which these
// may be a part.
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

// isPartOfReplacement reports whether the words at a place of a claim are a part of what they were to become.
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

// buildEdits puts the accepted corrections in. Where two of them change some of the same words, the one that was accepted last holds.
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

// lastSentence is the number of the last sentence that has words of a stretch.
func (c *CheckedCopy) lastSentence(span text.Span) int {
	last := c.SentenceAt(span.End - 1)
	for last > 1 && c.Sentences[last-1].Start >= span.End { // it ends in the white space before
		last--
	}
	return last
}

// applicableCorrections are the corrections in a state whose words stand in the text.
func (c *CheckedCopy) applicableCorrections(state CorrectionState) []*CopyCorrection {
	var list []*CopyCorrection
	for i, k := range c.Corrections {
		if k.State == state && k.TextState == CorrectionApplicable {
			list = append(list, &c.Corrections[i])
		}
	}
	return list
}

// overlapsSpan reports whether a correction changes some of the words of a stretch.
func (k CopyCorrection) overlapsSpan(span text.Span) bool {
	return slices.ContainsFunc(k.Spans, span.Overlaps)
}

// decisionMicros orders corrections by when somebody decided them; microseconds since 1970.
func decisionMicros(k *CopyCorrection) int {
	if k.DecidedAt == nil {
		return 0
	}
	return int(k.DecidedAt.UnixMicro())
}

// CorrectionsIn are the corrections in a state, in the order of their places.
func (c CheckedCopy) CorrectionsIn(state CorrectionState) []CopyCorrection {
	return slices.DeleteFunc(slices.Clone(c.Corrections), func(k CopyCorrection) bool { return k.State != state })
}
