package views

import (
	"context"
	"slices"

	"github.com/a-h/templ"

	"linecheck/models"
	"linecheck/text"
)

// needsConfirmation reports whether the sentence has to be confirmed, or a claim with verdicts on former
// words.
func (v SentenceView) needsConfirmation() bool {
	return v.Sentence.State == models.Recheck ||
		slices.ContainsFunc(
			v.Claims,
			func(c models.ClaimCard) bool { return c.FormerVerdict != nil && c.Occurrence.Placement != models.Lost },
		)
}

// claimsToConfirm returns the claims whose verdicts are about former words.
func (v SentenceView) claimsToConfirm() []models.ClaimCard {
	var list []models.ClaimCard
	for _, c := range v.Claims {
		if c.FormerVerdict != nil && c.Occurrence.Placement != models.Lost {
			list = append(list, c)
		}
	}
	return list
}

// canConfirmClaims reports whether the user can confirm the verdicts of any claim.
func (v SentenceView) canConfirmClaims() bool {
	return slices.ContainsFunc(v.claimsToConfirm(), func(c models.ClaimCard) bool { return c.FormerVerdict.ConfirmRefusal.IsZero() })
}

// wordsUnchanged reports whether only the rest of the sentence has changed, but not the claim's own words.
func wordsUnchanged(c models.ClaimCard) bool {
	return c.FormerVerdict != nil && text.SameCharacters(c.FormerVerdict.Exact, c.Occurrence.Exact)
}

// isCorrected reports whether the claim was not sourced before and a correction produced its current words.
func isCorrected(c models.ClaimCard) bool {
	return c.FormerVerdict.ClaimStatus.Status != models.Sourced && slices.ContainsFunc(c.Corrections, func(k models.NamedCorrection) bool {
		decided := k.State == models.CorrectionMade || k.State == models.CorrectionAccepted
		return decided && k.TurnsInto(c.FormerVerdict.Exact, c.Occurrence.Exact)
	})
}

// confirmedLabel returns the status that the claim would get when confirmed.
func confirmedLabel(ctx context.Context, c models.ClaimCard) string {
	if isCorrected(c) {
		return say(ctx, "Corrected")
	}
	return StatusLabel(ctx, c.FormerVerdict.ClaimStatus.Status)
}

// evidenceTickField returns the name of the checkbox for a piece of evidence. The user may confirm that evidence supports the corrected
// words, even if it contradicted the former ones.
func evidenceTickField(c models.ClaimCard, e models.VisibleEvidence) string {
	if isCorrected(c) && e.Stance == models.Contradicts {
		return "supports"
	}
	return "evidence"
}

// evidenceTickLabel returns the label of the checkbox: the statement that the user makes by ticking it.
func evidenceTickLabel(ctx context.Context, c models.ClaimCard, e models.VisibleEvidence) string {
	if evidenceTickField(c, e) == "supports" {
		return say(ctx, "I say that it supports the corrected words")
	}
	return say(ctx, "holds for the new words, too")
}

// previousEvidence returns the evidence for a claim's former words, which does not count for the current
// ones.
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

// isTicked reports whether a checkbox is ticked. After an error it is as the user submitted it; otherwise it has its default.
func (v SentenceView) isTicked(field string, thing int64, offered bool) bool {
	if t := v.FormState.forForm(ConfirmForm); t.Form != "" {
		return slices.Contains(t.Values[field], id(thing))
	}
	return offered
}

// confirmLabel labels the button that confirms.
func (v SentenceView) confirmLabel(ctx context.Context) string {
	switch {
	case v.canConfirmClaims():
		return say(ctx, "Confirm what is ticked")
	case len(v.claimsToConfirm()) > 0:
		return say(ctx, "Mark the other words as read again")
	}
	return say(ctx, "Read again: it holds")
}

// toLostClaim converts a card's claim to a lost claim.
func toLostClaim(c models.ClaimCard) models.LostClaim {
	return models.LostClaim{
		ClaimID: c.Claim.ID,
		Version: c.Version,
		Exact:   c.Occurrence.Exact,
		Prefix:  c.Occurrence.Prefix,
		Suffix:  c.Occurrence.Suffix,
	}
}

// lostContext renders a lost claim's words with the words before and after them.
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

// lostElsewhere returns the article's lost claims that have no card on this page.
func (v SentenceView) lostElsewhere() []models.LostClaim {
	if !v.May.Check {
		return nil
	}
	return slices.DeleteFunc(slices.Clone(v.Lost), func(l models.LostClaim) bool { return l.Ordinal == v.Sentence.Ordinal })
}

// isPlacingRefused reports whether the form that places one of these claims has errors.
func (v SentenceView) isPlacingRefused(list []models.LostClaim) bool {
	return slices.ContainsFunc(list, func(l models.LostClaim) bool { return v.FormState.Form == PlaceForm(l.ClaimID) })
}
