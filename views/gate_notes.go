package views

import (
	"context"
	"maps"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"linecheck/models"
	"linecheck/text"
)

// maxShownText limits how much of a sentence the gate shows, in code points.
const maxShownText = 140

// firstWords returns the beginning of a sentence, with the marks of the claims that keep it open.
func (v GateView) firstWords(t models.GateItem) (string, []models.ClaimSpan) {
	f := v.ItemDetails.Sentences[t.ID]
	words := firstRunes(f.Text, maxShownText)
	shown := utf8.RuneCountInString(words)
	var marks []models.ClaimSpan
	for _, c := range f.Claims {
		if slices.Contains(t.Claims, c.ID) && c.Span.Start < shown {
			marks = append(
				marks,
				models.ClaimSpan{
					ClaimID:     c.ID,
					Start:       c.Span.Start,
					End:         min(c.Span.End, shown),
					ClaimStatus: c.ClaimStatus,
					Resolution:  c.Resolution,
				},
			)
		}
	}
	if words != f.Text {
		words += " …"
	}
	return words, marks
}

// truncateText returns the beginning of a typed text.
func truncateText(s string) string {
	if words := firstRunes(s, maxShownText); words != s {
		return words + " …"
	}
	return s
}

// quoteText quotes words of the article, isolated so that their direction does not affect the surrounding
// text.
func quoteText(words string) string { return "“\u2068" + truncateText(words) + "\u2069”" }

// notes explains why an item is behind its reason, one line each.
func (v GateView) notes(ctx context.Context, code models.GateCode, t models.GateItem) []string {
	switch code {
	case models.GateOpen:
		return v.openNotes(ctx, t)
	case models.GateRecheck:
		return []string{say(ctx, "changed since it was settled: read it again and confirm what still holds")}
	case models.GateLeaning:
		return []string{say(ctx, "refers back to a sentence that changed")}
	case models.GateLost:
		return []string{say(ctx, "these words are not in the text any more: place the claim on them again, or save the outcome “cut” "+
			"with a reason")}
	case models.GateProof:
		return []string{sayText(ctx, v.ItemDetails.Claims[t.ID].MissingEvidence)}
	case models.GateContradiction:
		return []string{say(ctx, "called sourced before that by %s: each of them gives a new verdict, or an editor rules",
			strings.Join(v.ItemDetails.Claims[t.ID].RecheckBy, ", "))}
	case models.GateCorrections:
		return []string{v.correctionNote(ctx)}
	case models.GateQueries:
		return []string{v.queryNote(ctx, t)}
	case models.GateIndependence:
		return v.unseenNotes(ctx, t)
	case models.GateSecondReader:
		return v.readerNotes(ctx, t)
	}
	return nil
}

// openNotes explains which claims keep a sentence open, and whether its rest is read.
func (v GateView) openNotes(ctx context.Context, t models.GateItem) []string {
	var notes []string
	for _, claim := range t.Claims {
		c := v.ItemDetails.Claims[claim]
		note := quoteText(c.Exact) + ": " + openReasonText(ctx, c.Claim)
		if c.Assignee != "" {
			note += say(ctx, ", assigned to %s", c.Assignee)
		}
		if c.Note != "" && c.Status != models.Sourced {
			note += ". " + quoteText(c.Note)
		}
		notes = append(notes, note)
	}
	f := v.ItemDetails.Sentences[t.ID]
	if f.EqualHeadline != nil {
		return append(notes, say(ctx, "the same words as sentence %s", strconv.Itoa(f.EqualHeadline.Ordinal)))
	}
	if len(t.Claims) == 0 { // the unread rest is mentioned separately
		return append(notes, judgedClaimsText(ctx, f))
	}
	if !f.IsRestRead() {
		notes = append(notes, say(ctx, "nobody has said that the rest holds nothing to check"))
	}
	return notes
}

// judgedClaimsText names the claims of a sentence that have a verdict.
func judgedClaimsText(ctx context.Context, f models.SentenceFacts) string {
	const most = 3
	index := text.NewIndex(f.Text)
	var words []string
	for _, c := range f.Claims {
		if part, ok := index.Slice(c.Span); ok && !slices.Contains(words, quoteText(part)) && len(words) < most {
			words = append(words, quoteText(part))
		}
	}
	return count(ctx, len(words), "%[2]s has a verdict; the other words are not read", "%[2]s have verdicts; the other words are not read",
		strings.Join(words, ", "))
}

// openReasonText explains why a claim keeps its sentence open.
func openReasonText(ctx context.Context, c models.Claim) string {
	switch {
	case c.Contested:
		return say(ctx, "disputed on former words, and nothing has ended that")
	case c.Disagree:
		return say(ctx, "reviewers disagree, and nobody has ruled")
	case c.Status == models.Unchecked:
		return say(ctx, "nobody has checked it")
	case c.Status == models.Sourced:
		return say(ctx, "an accepted correction is not in the text")
	case c.Resolution == models.Unresolved:
		return say(ctx, "%s, without an outcome", word(ctx, c.Status))
	}
	return say(ctx, "an accepted correction is not in the text")
}

func (v GateView) correctionNote(ctx context.Context) string {
	wait := say(ctx, "waits for a text that has it")
	if v.Writer != "" {
		wait += " " + say(ctx, "from %s", v.Writer)
	}
	return say(ctx, "%s; or decline it at its claim, with a reason", wait)
}

func (v GateView) queryNote(ctx context.Context, t models.GateItem) string {
	q := v.ItemDetails.Queries[t.ID]
	state := say(ctx, "not answered")
	if q.Answered {
		state = say(ctx, "answered, waits for %s to settle it", q.Raiser)
	}
	to := defaultTo(q.ToName, say(ctx, "the %s", models.WordKey(q.ToRole)))
	return say(ctx, "%s to %s, %s · %s", q.Raiser, to, FormatTime(ctx, q.At, v.Zone), state)
}

// unseenNotes lists a sentence's parts that only an author or the signer looked at.
func (v GateView) unseenNotes(ctx context.Context, t models.GateItem) []string {
	f := v.ItemDetails.Sentences[t.ID]
	var notes []string
	for _, item := range t.Parts {
		what := say(ctx, "the rest")
		switch {
		case item.ClaimID != 0:
			what = quoteText(v.ItemDetails.Claims[item.ClaimID].Exact)
		case len(f.Claims) == 0:
			what = say(ctx, "the sentence")
		}
		notes = append(notes, what+": "+v.lookedAtBy(ctx, f, item))
	}
	return notes
}

func (v GateView) lookedAtBy(ctx context.Context, f models.SentenceFacts, item models.SentencePart) string {
	var by []string
	for _, who := range item.CheckedBy {
		name := v.ItemDetails.Names[who]
		switch {
		case f.WrittenBy(who):
			name = say(ctx, "%s (author)", name)
		case who == v.Me && v.Gate.SignOff == nil:
			name = say(ctx, "%s (you, as the signer)", name)
		case v.Gate.SignOff != nil && who == v.Gate.SignOff.UserID:
			name = say(ctx, "%s (who signed)", name)
		}
		if !slices.Contains(by, name) {
			by = append(by, name)
		}
	}
	if len(by) == 0 {
		return say(ctx, "nobody alone has looked at all of it")
	}
	return say(ctx, "looked at only by %s", strings.Join(by, ", "))
}

// readerNotes lists the users who have checked everything in a sentence.
func (v GateView) readerNotes(ctx context.Context, t models.GateItem) []string {
	f := v.ItemDetails.Sentences[t.ID]
	looked, first := map[int64]bool{}, true
	for _, item := range f.Parts() {
		here := map[int64]bool{}
		for _, who := range item.CheckedBy {
			here[who] = first || looked[who]
		}
		looked, first = here, false
	}
	var names []string
	for _, who := range slices.Sorted(maps.Keys(looked)) {
		if name := v.ItemDetails.Names[who]; looked[who] && name != "" {
			if f.WrittenBy(who) {
				name = say(ctx, "%s (author)", name)
			}
			names = append(names, name)
		}
	}
	if len(names) == 0 {
		return []string{say(ctx, "nobody has looked at all of it yet")}
	}
	return []string{say(ctx, "looked at by %s", strings.Join(names, ", "))}
}

// resolverNote says who can resolve a reason, if not everybody can, and why it cannot be overridden.
func (v GateView) resolverNote(ctx context.Context, r models.GateReason) string {
	if r.Override != nil {
		return ""
	}
	who := v.Resolvers[r.Code]
	switch {
	case !r.Code.Overridable(v.SmallDesk):
		return sayText(ctx, models.OverrideRefusal(r.Code, who))
	case len(who) > 0:
		return say(ctx, "This can be looked at by %s.", strings.Join(who, ", "))
	case r.Code == models.GateIndependence && len(r.Items) > 0:
		return say(ctx, "Nobody else at this desk can look at it: tick what you sign without a second person.")
	}
	return ""
}
