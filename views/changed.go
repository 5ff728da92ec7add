package views

import (
	"slices"

	"github.com/a-h/templ"

	"linecheck/models"
	"linecheck/text"
)

// waits reports whether something in the sentence is to be confirmed: the sentence itself, or what was found of a claim's former words.
func (v SentenceView) waits() bool {
	return v.Sentence.State == models.Recheck ||
		slices.ContainsFunc(v.Claims, func(c models.ClaimCard) bool { return c.Former != nil && c.Occurrence.Placement != models.Lost })
}

// toConfirm are the claims whose verdicts are of former words.
func (v SentenceView) toConfirm() []models.ClaimCard {
	var list []models.ClaimCard
	for _, c := range v.Claims {
		if c.Former != nil && c.Occurrence.Placement != models.Lost {
			list = append(list, c)
		}
	}
	return list
}

// tickable reports whether the reader can confirm the verdicts on any claim.
func (v SentenceView) tickable() bool {
	return slices.ContainsFunc(v.toConfirm(), func(c models.ClaimCard) bool { return c.Former.Refused == "" })
}

// sameWords reports whether a claim's own words are those of its former verdicts: only the rest of the sentence changed.
func sameWords(c models.ClaimCard) bool {
	return c.Former != nil && text.SameCharacters(c.Former.Exact, c.Occurrence.Exact)
}

// standsCorrected reports whether a claim was found wrong, and stands corrected now.
func standsCorrected(c models.ClaimCard) bool {
	return c.Former.Standing.Status != models.Sourced && slices.ContainsFunc(c.Corrections, func(k models.NamedCorrection) bool {
		decided := k.State == models.CorrectionMade || k.State == models.CorrectionAccepted
		return decided && k.Turns(c.Former.Exact, c.Occurrence.Exact)
	})
}

// confirmedWord says what a claim would be confirmed as.
func confirmedWord(c models.ClaimCard) string {
	if standsCorrected(c) {
		return "Corrected"
	}
	return StatusWord(c.Former.Standing.Status)
}

// holdsAs is the field by which a piece of evidence is ticked for a claim's new words: what contradicted the former words may support those
// that a correction put in their place, by the word of the reader who ticks it.
func holdsAs(c models.ClaimCard, e models.Shown) string {
	if standsCorrected(c) && e.Stance == models.Contradicts {
		return "supports"
	}
	return "evidence"
}

// holdsAgain says what ticking a piece of evidence says of a claim's new words.
func holdsAgain(c models.ClaimCard, e models.Shown) string {
	if holdsAs(c, e) == "supports" {
		return "I say that it supports the corrected words"
	}
	return "holds for the new words, too"
}

// formerEvidence is the evidence that was given for a claim's former words and does not count for those that stand.
func formerEvidence(c models.ClaimCard) []models.Shown {
	var list []models.Shown
	if sameWords(c) {
		return nil
	}
	for _, e := range c.Evidence {
		if text.SameCharacters(e.Exact, c.Former.Exact) && !e.Imported {
			list = append(list, e)
		}
	}
	return list
}

// ticked reports whether a box of the confirmation is ticked: as it was when the form was refused, else as it is offered.
func (v SentenceView) ticked(field string, thing int64, offered bool) bool {
	if t := v.Typed.in(ConfirmForm); t.Form != "" {
		return slices.Contains(t.Values[field], id(thing))
	}
	return offered
}

// confirmLabel says what confirming does.
func (v SentenceView) confirmLabel() string {
	switch {
	case v.tickable():
		return "Confirm what is ticked"
	case len(v.toConfirm()) > 0:
		return "Mark the other words as read again"
	}
	return "Read again: it holds"
}

// lost is a card's claim as a lost one.
func lost(c models.ClaimCard) models.LostClaim {
	return models.LostClaim{
		ClaimID: c.Claim.ID,
		Version: c.Version,
		Exact:   c.Occurrence.Exact,
		Prefix:  c.Occurrence.Prefix,
		Suffix:  c.Occurrence.Suffix,
	}
}

// lostPlace draws a lost claim's words between those that stood before and after them.
func lostPlace(a models.Article, l models.LostClaim) templ.Component {
	return element("p", withClass(a, "lost-place"), func(p *pen) {
		p.write("…")
		p.words(l.Prefix, nil)
		p.write("<b>")
		p.words(l.Exact, nil)
		p.write("</b>")
		p.words(l.Suffix, nil)
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

// placing reports whether a form that places one of these claims was refused.
func (v SentenceView) placing(list []models.LostClaim) bool {
	return slices.ContainsFunc(list, func(l models.LostClaim) bool { return v.Typed.Form == PlaceForm(l.ClaimID) })
}
