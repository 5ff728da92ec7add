package views

import (
	"context"
	"maps"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/a-h/templ"

	"linecheck/models"
	"linecheck/text"
)

func gateAddress(article int64) templ.SafeURL { return articleAddress(article) + "/gate" }

// reasonAddress returns the list of the items behind a reason, or the reason on the gate's page if there is
// none.
func reasonAddress(article int64, code models.GateCode) templ.SafeURL {
	lists := map[models.GateCode]string{
		models.GateUnread: "/sentences?state=unread", models.GateOpen: "/sentences?state=open", models.GateRecheck: "/sentences?state=recheck",
		models.GateQueries: "/queries?state=" + UnsettledChoice, models.GateLost: "/claims?lost=1", models.GateSecondReader: "/sentences?once=1",
	}
	if list := lists[code]; list != "" {
		return templ.SafeURL(list + "&article=" + id(article))
	}
	return gateAddress(article) + templ.SafeURL("#"+ReasonID(code))
}

// countedReason returns a reason with the number of its items.
func countedReason(ctx context.Context, code models.GateCode, n int) string {
	return sayText(ctx, code.Counted(n))
}

// ReasonID is the id of a reason on its page.
func ReasonID(code models.GateCode) string { return "reason-" + url.PathEscape(string(code)) }

// VouchForm is the id of the form in which an editor vouches for the writer of a revision.
func VouchForm(number int) string { return "vouch-" + strconv.Itoa(number) }

// authorshipAddress is the URL of a statement whose words a revision is.
func authorshipAddress(article int64, number int, what string) templ.SafeURL {
	return articleAddress(article) + templ.SafeURL("/revisions/"+strconv.Itoa(number)+what)
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

// heading summarizes the article's gate in a line.
func (v GateView) heading(ctx context.Context) string {
	switch n := len(v.Gate.OpenReasons()); {
	case v.Gate.SignOff != nil:
		return say(ctx, "Signed off")
	case n > 0:
		return say(ctx, "Not ready: %s", count(ctx, n, "%d reason", "%d reasons"))
	}
	return say(ctx, "Ready to publish")
}

func (v GateView) signHeading(ctx context.Context) string {
	if v.Gate.SignOff != nil {
		return say(ctx, "What was signed")
	}
	return say(ctx, "What you sign")
}

// mayOverride reports whether the user may override the remaining items of a reason.
func (v GateView) mayOverride(r models.GateReason) bool {
	return v.Override && v.Restriction.IsZero() && v.TrashedAt == nil && v.Gate.SignOff == nil && r.Override == nil &&
		r.Code.Overridable(v.SmallDesk)
}

func isCovered(r models.GateReason, t models.GateItem) bool {
	return slices.ContainsFunc(r.Covered, func(c models.GateItem) bool { return c.Kind == t.Kind && c.ID == t.ID })
}

// thingValue is the form value of an item with its version, such as "sentence:12:5f2c".
func thingValue(t models.GateItem) string { return string(t.Kind) + ":" + id(t.ID) + ":" + t.Version }

// thingName labels an item's checkbox for screen readers.
func thingName(ctx context.Context, t models.GateItem) string {
	switch {
	case t.Kind == models.QueryItem:
		return say(ctx, "query %s", id(t.ID))
	case t.Kind == models.ClaimItem:
		return say(ctx, "the claim in sentence %s", strconv.Itoa(t.Ordinal))
	case t.Ordinal == 0:
		return say(ctx, "the title")
	}
	return lowerFirst(sentenceName(ctx, t.Ordinal))
}

// claimCardAddress is the URL of a claim's card.
func claimCardAddress(article int64, t models.GateItem) templ.SafeURL {
	return sentenceAddress(article, t.Ordinal) + templ.SafeURL("?claim="+id(t.ID)+"#claim"+id(t.ID))
}

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
	return say(ctx, "%s to %s, %s · %s", q.Raiser, defaultTo(q.ToName, say(ctx, "the %s", q.ToRole)), FormatTime(ctx, q.At, v.Zone), state)
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

// readerNotes lists who has looked at everything in a sentence.
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

// coverageText says which items of a reason an override covers.
func (v GateView) coverageText(ctx context.Context, r models.GateReason, o models.NamedGateOverride) string {
	var list []models.GateItem
	for _, t := range r.Covered {
		if slices.Contains(o.Covers, models.CoveredItem{Kind: t.Kind, Key: t.Key, Version: t.Version}) {
			list = append(list, t)
		}
	}
	if len(list) == 0 {
		return say(ctx, "covers %s, as they were", count(ctx, o.Count, "%d thing", "%d things"))
	}
	return say(ctx, "covers %s", thingsText(ctx, list))
}

// thingsText summarizes items: sentences by their numbers, others by count.
func thingsText(ctx context.Context, list []models.GateItem) string {
	var ordinals []int
	claims, queries := 0, 0
	for _, t := range list {
		switch {
		case t.Kind == models.SentenceItem:
			ordinals = append(ordinals, t.Ordinal)
		case t.Kind == models.ClaimItem:
			claims++
		default:
			queries++
		}
	}
	var parts []string
	if len(ordinals) > 0 {
		parts = append(parts, sayText(ctx, models.FormatSentences(ordinals)))
	}
	if claims > 0 {
		parts = append(parts, count(ctx, claims, "%d claim", "%d claims"))
	}
	if queries > 0 {
		parts = append(parts, count(ctx, queries, "%d query", "%d queries"))
	}
	return strings.Join(parts, " and ")
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

// durationText says how long a user took for the sentences that they marked read.
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

// reasonArea is a textarea for a reason, with what was typed if its form had errors.
func reasonArea(v GateView, name, form string) templ.Component {
	attributes := templ.Attributes{
		"id":           name + "-" + form,
		"name":         name,
		"rows":         "2",
		"dir":          "auto",
		"autocomplete": "off",
		"required":     true,
		"maxlength":    "1000",
	}
	typed := ""
	if v.Form == form {
		typed = v.FieldValue(name)
		if v.Errors.Detail(name) != "" {
			attributes["aria-invalid"] = "true"
		}
	}
	return element("textarea", attributes, func(p *htmlWriter) {
		p.write("\n")
		p.writeEscaped(typed)
	})
}
