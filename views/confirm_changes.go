package views

import (
	"context"
	"slices"

	"github.com/a-h/templ"

	"linecheck/models"
	"linecheck/text"
)

// needsConfirmation reports whether something in the sentence is to be confirmed: the sentence itself, or what was found of a
// claim's former words.
func (v SentenceView) needsConfirmation() bool {
	return v.Sentence.State == models.Recheck ||
		slices.ContainsFunc(
			v.Claims,
			func(c models.ClaimCard) bool { return c.FormerVerdict != nil && c.Occurrence.Placement != models.Lost },
		)
}

// claimsToConfirm are the claims whose verdicts are of former words.
func (v SentenceView) claimsToConfirm() []models.ClaimCard {
	var list []models.ClaimCard
	for _, c := range v.Claims {
		if c.FormerVerdict != nil && c.Occurrence.Placement != models.Lost {
			list = append(list, c)
		}
	}
	return list
}

// canConfirmClaims reports whether the reader can confirm the verdicts on any claim.
func (v SentenceView) canConfirmClaims() bool {
	return slices.ContainsFunc(v.claimsToConfirm(), func(c models.ClaimCard) bool { return c.FormerVerdict.ConfirmRefusal.IsZero() })
}

// wordsUnchanged reports whether a claim's own words are those of its former verdicts: only the rest of the sentence changed.
func wordsUnchanged(c models.ClaimCard) bool {
	return c.FormerVerdict != nil && text.SameCharacters(c.FormerVerdict.Exact, c.Occurrence.Exact)
}

// isCorrected reports whether a claim was found wrong, and stands corrected now.
func isCorrected(c models.ClaimCard) bool {
	return c.FormerVerdict.ClaimStatus.Status != models.Sourced && slices.ContainsFunc(c.Corrections, func(k models.NamedCorrection) bool {
		decided := k.State == models.CorrectionMade || k.State == models.CorrectionAccepted
		return decided && k.TurnsInto(c.FormerVerdict.Exact, c.Occurrence.Exact)
	})
}

// confirmedLabel says what a claim would be confirmed as.
func confirmedLabel(ctx context.Context, c models.ClaimCard) string {
	if isCorrected(c) {
		return say(ctx, "Corrected")
	}
	return StatusLabel(ctx, c.FormerVerdict.ClaimStatus.Status)
}

// evidenceTickField is the field by which a piece of evidence is ticked for a claim's new words: what contradicted the former words
// may support those
// that a correction put in their place, by the word of the reader who ticks it.
func evidenceTickField(c models.ClaimCard, e models.VisibleEvidence) string {
	if isCorrected(c) && e.Stance == models.Contradicts {
		return "supports"
	}
	return "evidence"
}

// evidenceTickLabel says what ticking a piece of evidence says of a claim's new words.
func evidenceTickLabel(ctx context.Context, c models.ClaimCard, e models.VisibleEvidence) string {
	if evidenceTickField(c, e) == "supports" {
		return say(ctx, "I say that it supports the corrected words")
	}
	return say(ctx, "holds for the new words, too")
}

// previousEvidence is the evidence that was given for a claim's former words and does not count for those that stand.
func previousEvidence(c models.ClaimCard) []models.VisibleEvidence {
	var list []models.VisibleEvidence
	if wordsUnchanged(c) {
		return nil
	}
	for _, e := range c.Evidence {
		if text.SameCharacters(e.Exact, c.FormerVerdict.Exact) && !e.Imported {
			list = append(list, e)
		}
	}
	return list
}

// isTicked reports whether a box of the confirmation is ticked: as it was when the form was refused, else as it is offered.
func (v SentenceView) isTicked(field string, thing int64, offered bool) bool {
	if t := v.FormState.forForm(ConfirmForm); t.Form != "" {
		return slices.Contains(t.Values[field], id(thing))
	}
	return offered
}

// confirmLabel says what confirming does.
func (v SentenceView) confirmLabel(ctx context.Context) string {
	switch {
	case v.canConfirmClaims():
		return say(ctx, "Confirm what is ticked")
	case len(v.claimsToConfirm()) > 0:
		return say(ctx, "Mark the other words as read again")
	}
	return say(ctx, "Read again: it holds")
}

// toLostClaim is a card's claim as a lost one.
func toLostClaim(c models.ClaimCard) models.LostClaim {
	return models.LostClaim{
		ClaimID: c.Claim.ID,
		Version: c.Version,
		Exact:   c.Occurrence.Exact,
		Prefix:  c.Occurrence.Prefix,
		Suffix:  c.Occurrence.Suffix,
	}
}

// lostContext draws a lost claim's words between those that stood before and after them.
func lostContext(a models.Article, l models.LostClaim) templ.Component {
	return element("p", textAttributes(a, "lost-place"), func(p *htmlWriter) {
		p.write("…")
		p.writeWords(l.Prefix, nil)
		p.write("<b>")
		p.writeWords(l.Exact, nil)
		p.write("</b>")
		p.writeWords(l.Suffix, nil)
		p.write("…")
	})
}

// lostElsewhere are the article's lost claims that have no card here.
func (v SentenceView) lostElsewhere() []models.LostClaim {
	if !v.May.Check {
		return nil
	}
	return slices.DeleteFunc(slices.Clone(v.Lost), func(l models.LostClaim) bool { return l.Ordinal == v.Sentence.Ordinal })
}

// isPlacingRefused reports whether a form that places one of these claims was refused.
func (v SentenceView) isPlacingRefused(list []models.LostClaim) bool {
	return slices.ContainsFunc(list, func(l models.LostClaim) bool { return v.FormState.Form == PlaceForm(l.ClaimID) })
}
