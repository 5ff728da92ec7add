package views

import (
	"fmt"
	"slices"

	"github.com/a-h/templ"

	"linecheck/models"
)

// waits reports whether something in the sentence is to be confirmed: the sentence itself, or what was found of a claim's former words.
func (v SentenceView) waits() bool {
	return v.Sentence.State == models.Recheck || slices.ContainsFunc(v.Claims, func(c models.ClaimCard) bool { return c.Former != nil && c.Occurrence.Placement != models.Lost })
}

// unconfirmable are the reasons why the reader cannot confirm the sentence as it is.
func (v SentenceView) unconfirmable() []string {
	var reasons []string
	for _, c := range v.Claims {
		if c.Former != nil && c.Former.Refused != "" && c.Occurrence.Placement != models.Lost {
			reasons = append(reasons, fmt.Sprintf("“\u2068%s\u2069”: %s", c.Occurrence.Exact, c.Former.Refused))
		}
	}
	return reasons
}

// confirmLabel says what confirming comes to.
func (v SentenceView) confirmLabel() string {
	for _, c := range v.Claims {
		if c.Former != nil && c.Occurrence.Placement != models.Lost {
			return "Still holds: confirm"
		}
	}
	return "Read again: confirm"
}

// lost is a card's claim as a lost one.
func lost(c models.ClaimCard) models.LostClaim {
	return models.LostClaim{ClaimID: c.Claim.ID, Version: c.Version, Exact: c.Occurrence.Exact, Prefix: c.Occurrence.Prefix, Suffix: c.Occurrence.Suffix}
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
