package views

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"time"

	"linecheck/models"
)

func (v GateView) signHeading(ctx context.Context) string {
	if v.Gate.SignOff != nil {
		return say(ctx, "What was signed")
	}
	return say(ctx, "What you sign")
}

// signOffFigures returns the counts of a sign-off except its claims, as pairs of name and value. Zeros are
// omitted.
func (v GateView) signOffFigures(ctx context.Context) [][2]string {
	var list [][2]string
	add := func(n int, name, value string) {
		if n > 0 {
			list = append(list, [2]string{name, value})
		}
	}
	overrides := map[int64]bool{}
	for _, r := range v.Gate.Reasons {
		for _, o := range r.Overrides {
			overrides[o.ID] = true
		}
	}
	add(len(overrides), say(ctx, "Overrides"), say(ctx, "%d, printed", len(overrides)))
	add(v.Figures.SourcedByOverride, say(ctx, "Sourced by override"), number(ctx, v.Figures.SourcedByOverride))
	add(v.Figures.Corrections, say(ctx, "Corrections made"), number(ctx, v.Figures.Corrections))
	add(v.Figures.PendingCorrections, say(ctx, "Corrections not in the text"), number(ctx, v.Figures.PendingCorrections))
	evidence := count(ctx, v.Figures.Evidence, "%d piece", "%d pieces")
	if v.Figures.Unquoted > 0 {
		evidence += say(ctx, ", %d without a quote", v.Figures.Unquoted)
	}
	add(v.Figures.Evidence, say(ctx, "Evidence"), evidence)
	add(v.Unanswered, say(ctx, "Suggestions unanswered"), number(ctx, v.Unanswered))
	for _, p := range v.Figures.Pace {
		add(p.Sentences, say(ctx, "Marked read by \u2068%s\u2069", p.Name), count(ctx, p.Sentences, "%d sentence",
			"%d sentences")+durationText(ctx, p))
	}
	return list
}

// durationText returns how long a user took to mark a number of sentences as read.
func durationText(ctx context.Context, p models.ReadingPace) string {
	if p.Sentences < 2 {
		return ""
	}
	switch took := p.Took; {
	case took < 2*time.Minute:
		return " " + say(ctx, "in %d s", int(took.Round(time.Second)/time.Second))
	case took < 2*time.Hour:
		return " " + say(ctx, "in %d min", int(took/time.Minute))
	case took < 48*time.Hour:
		return " " + say(ctx, "in %d h", int(took/time.Hour))
	default:
		return " " + say(ctx, "in %d days", int(took/(24*time.Hour)))
	}
}

// sentencesSignedAlone returns the sentences that would be signed without a second person.
func (v GateView) sentencesSignedAlone() []int {
	var list []int
	for _, t := range v.Gate.Reason(models.GateIndependence).Covered {
		list = append(list, t.Ordinal)
	}
	return list
}

// signersNote says who can sign off, for users who cannot.
func (v GateView) signersNote(ctx context.Context) string {
	if len(v.Signers) == 0 {
		return say(ctx, "An editor signs off; this desk has none.")
	}
	return say(ctx, "An editor signs off. At this desk that can be %s.", strings.Join(v.Signers, ", "))
}

// policyDifference compares the policy at the time of a sign-off with the current one; "" if they are equal.
func policyDifference(ctx context.Context, s models.SignOff, now models.SignedPolicy) string {
	then, known := s.ParsePolicy()
	if !known || then == now {
		return ""
	}
	return say(ctx, "Given under another policy: %s. Now: %s.", policyText(ctx, then), policyText(ctx, now))
}

func policyText(ctx context.Context, p models.SignedPolicy) string {
	words := say(ctx, "%s secondary sources for one primary,", strconv.Itoa(p.Secondaries)) + " "
	if p.SecondReader {
		words += say(ctx, "a second reader")
	} else {
		words += say(ctx, "no second reader")
	}
	for _, rule := range models.ProofRules {
		if slices.Contains(strings.Fields(p.ProofRules), rule.Name) {
			words += ", " + lowerFirst(say(ctx, rule.Offer))
		}
	}
	if p.SmallDesk {
		words += say(ctx, ", small desk")
	}
	return words
}

// voidedSignOffs returns the sign-offs that were withdrawn or voided.
func voidedSignOffs(all []models.NamedSignOff) []models.NamedSignOff {
	var former []models.NamedSignOff
	for _, s := range all {
		if s.VoidedAt != nil {
			former = append(former, s)
		}
	}
	return former
}

// orMore marks a count that stopped at its limit.
func orMore(ctx context.Context, more bool) string {
	if more {
		return " " + say(ctx, "or more")
	}
	return ""
}
