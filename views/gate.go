package views

import (
	"fmt"
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
func countedReason(code models.GateCode, n int) string {
	return Number(n) + " " + models.GateReasonText(code, n)
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
func orMore(more bool) string {
	if more {
		return " or more"
	}
	return ""
}

// heading summarizes the article's gate in a line.
func (v GateView) heading() string {
	switch n := len(v.Gate.OpenReasons()); {
	case v.Gate.SignOff != nil:
		return "Signed off"
	case n > 0:
		return "Not ready: " + PluralS(n, "reason")
	}
	return "Ready to publish"
}

func (v GateView) signHeading() string {
	if v.Gate.SignOff != nil {
		return "What was signed"
	}
	return "What you sign"
}

// mayOverride reports whether the user may override the remaining items of a reason.
func (v GateView) mayOverride(r models.GateReason) bool {
	return v.Override && v.Restriction == "" && v.TrashedAt == nil && v.Gate.SignOff == nil && r.Override == nil &&
		r.Code.Overridable(v.SmallDesk)
}

func isCovered(r models.GateReason, t models.GateItem) bool {
	return slices.ContainsFunc(r.Covered, func(c models.GateItem) bool { return c.Kind == t.Kind && c.ID == t.ID })
}

// thingValue is the form value of an item with its version, such as "sentence:12:5f2c".
func thingValue(t models.GateItem) string { return string(t.Kind) + ":" + id(t.ID) + ":" + t.Version }

// thingName labels an item's checkbox for screen readers.
func thingName(t models.GateItem) string {
	switch {
	case t.Kind == models.QueryItem:
		return "query " + id(t.ID)
	case t.Kind == models.ClaimItem:
		return fmt.Sprintf("the claim in sentence %d", t.Ordinal)
	case t.Ordinal == 0:
		return "the title"
	}
	return lowerFirst(sentenceName(t.Ordinal))
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
func (v GateView) notes(code models.GateCode, t models.GateItem) []string {
	switch code {
	case models.GateOpen:
		return v.openNotes(t)
	case models.GateRecheck:
		return []string{"changed since it was settled: read it again and confirm what still holds"}
	case models.GateLeaning:
		return []string{"refers back to a sentence that changed"}
	case models.GateLost:
		return []string{"these words are not in the text any more: place the claim on them again, or save the outcome “cut” with a reason"}
	case models.GateProof:
		return []string{v.ItemDetails.Claims[t.ID].MissingEvidence}
	case models.GateContradiction:
		return []string{"called sourced before that by " + strings.Join(v.ItemDetails.Claims[t.ID].RecheckBy, ", ") +
			": each of them gives a new verdict, or an editor rules"}
	case models.GateCorrections:
		return []string{v.correctionNote()}
	case models.GateQueries:
		return []string{v.queryNote(t)}
	case models.GateIndependence:
		return v.unseenNotes(t)
	case models.GateSecondReader:
		return v.readerNotes(t)
	}
	return nil
}

// openNotes explains which claims keep a sentence open, and whether its rest is read.
func (v GateView) openNotes(t models.GateItem) []string {
	var notes []string
	for _, claim := range t.Claims {
		c := v.ItemDetails.Claims[claim]
		note := quoteText(c.Exact) + ": " + openReasonText(c.Claim)
		if c.Assignee != "" {
			note += ", assigned to " + c.Assignee
		}
		if c.Note != "" && c.Status != models.Sourced {
			note += ". " + quoteText(c.Note)
		}
		notes = append(notes, note)
	}
	f := v.ItemDetails.Sentences[t.ID]
	if len(t.Claims) == 0 { // the unread rest is mentioned separately
		return append(notes, judgedClaimsText(f))
	}
	if !f.IsRestRead() {
		notes = append(notes, "nobody has said that the rest holds nothing to check")
	}
	return notes
}

// judgedClaimsText names the claims of a sentence that have a verdict.
func judgedClaimsText(f models.SentenceFacts) string {
	const most = 3
	index := text.NewIndex(f.Text)
	var words []string
	for _, c := range f.Claims {
		if part, ok := index.Slice(c.Span); ok && !slices.Contains(words, quoteText(part)) && len(words) < most {
			words = append(words, quoteText(part))
		}
	}
	return strings.Join(words, ", ") + " " + pluralForm(len(words), "has a verdict", "have verdicts") + "; the other words are not read"
}

// openReasonText explains why a claim keeps its sentence open.
func openReasonText(c models.Claim) string {
	switch {
	case c.Contested:
		return "disputed on former words, and nothing has ended that"
	case c.Disagree:
		return "reviewers disagree, and nobody has ruled"
	case c.Status == models.Unchecked:
		return "nobody has checked it"
	case c.Status == models.Sourced:
		return "an accepted correction is not in the text"
	case c.Resolution == models.Unresolved:
		return string(c.Status) + ", without an outcome"
	}
	return "an accepted correction is not in the text"
}

func (v GateView) correctionNote() string {
	wait := "waits for a text that has it"
	if v.Writer != "" {
		wait += " from " + v.Writer
	}
	return wait + "; or decline it at its claim, with a reason"
}

func (v GateView) queryNote(t models.GateItem) string {
	q := v.ItemDetails.Queries[t.ID]
	state := "not answered"
	if q.Answered {
		state = "answered, waits for " + q.Raiser + " to settle it"
	}
	return q.Raiser + " to " + defaultTo(q.ToName, "the "+q.ToRole) + ", " + FormatTime(q.At, v.Zone) + " · " + state
}

// unseenNotes lists a sentence's parts that only an author or the signer looked at.
func (v GateView) unseenNotes(t models.GateItem) []string {
	f := v.ItemDetails.Sentences[t.ID]
	var notes []string
	for _, item := range t.Parts {
		what := "the rest"
		switch {
		case item.ClaimID != 0:
			what = quoteText(v.ItemDetails.Claims[item.ClaimID].Exact)
		case len(f.Claims) == 0:
			what = "the sentence"
		}
		notes = append(notes, what+": "+v.lookedAtBy(f, item))
	}
	return notes
}

func (v GateView) lookedAtBy(f models.SentenceFacts, item models.SentencePart) string {
	var by []string
	for _, who := range item.CheckedBy {
		name := v.ItemDetails.Names[who]
		switch {
		case f.WrittenBy(who):
			name += " (author)"
		case who == v.Me && v.Gate.SignOff == nil:
			name += " (you, as the signer)"
		case v.Gate.SignOff != nil && who == v.Gate.SignOff.UserID:
			name += " (who signed)"
		}
		if !slices.Contains(by, name) {
			by = append(by, name)
		}
	}
	if len(by) == 0 {
		return "nobody alone has looked at all of it"
	}
	return "looked at only by " + strings.Join(by, ", ")
}

// readerNotes lists who has looked at everything in a sentence.
func (v GateView) readerNotes(t models.GateItem) []string {
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
				name += " (author)"
			}
			names = append(names, name)
		}
	}
	if len(names) == 0 {
		return []string{"nobody has looked at all of it yet"}
	}
	return []string{"looked at by " + strings.Join(names, ", ")}
}

// resolverNote says who can resolve a reason, if not everybody can, and why it cannot be overridden.
func (v GateView) resolverNote(r models.GateReason) string {
	if r.Override != nil {
		return ""
	}
	who := v.Resolvers[r.Code]
	switch {
	case !r.Code.Overridable(v.SmallDesk):
		return models.OverrideRefusal(r.Code, who)
	case len(who) > 0:
		return "This can be looked at by " + strings.Join(who, ", ") + "."
	case r.Code == models.GateIndependence && len(r.Items) > 0:
		return "Nobody else at this desk can look at it: tick what you sign without a second person."
	}
	return ""
}

// coverageText says which items of a reason an override covers.
func (v GateView) coverageText(r models.GateReason, o models.NamedGateOverride) string {
	var list []models.GateItem
	for _, t := range r.Covered {
		if slices.Contains(o.Covers, models.CoveredItem{Kind: t.Kind, Key: t.Key, Version: t.Version}) {
			list = append(list, t)
		}
	}
	if len(list) == 0 {
		return "covers " + Plural(o.Count, "thing", "things") + ", as they were"
	}
	return "covers " + thingsText(list)
}

// thingsText summarizes items: sentences by their numbers, others by count.
func thingsText(list []models.GateItem) string {
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
		parts = append(parts, models.FormatSentences(ordinals))
	}
	if claims > 0 {
		parts = append(parts, PluralS(claims, "claim"))
	}
	if queries > 0 {
		parts = append(parts, Plural(queries, "query", "queries"))
	}
	return strings.Join(parts, " and ")
}

// signOffFigures returns the counts of a sign-off except its claims, as pairs of name and value. Zeros are
// omitted.
func (v GateView) signOffFigures() [][2]string {
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
	add(len(overrides), "Overrides", Number(len(overrides))+", printed")
	add(v.Figures.SourcedByOverride, "Sourced by override", Number(v.Figures.SourcedByOverride))
	add(v.Figures.Corrections, "Corrections made", Number(v.Figures.Corrections))
	add(v.Figures.PendingCorrections, "Corrections not in the text", Number(v.Figures.PendingCorrections))
	evidence := PluralS(v.Figures.Evidence, "piece")
	if v.Figures.Unquoted > 0 {
		evidence += ", " + Number(v.Figures.Unquoted) + " without a quote"
	}
	add(v.Figures.Evidence, "Evidence", evidence)
	add(v.Unanswered, "Suggestions unanswered", Number(v.Unanswered))
	for _, p := range v.Figures.Pace {
		add(p.Sentences, "Marked read by \u2068"+p.Name+"\u2069", PluralS(p.Sentences, "sentence")+durationText(p))
	}
	return list
}

// durationText says how long a user took for the sentences that they marked read.
func durationText(p models.ReadingPace) string {
	if p.Sentences < 2 {
		return ""
	}
	switch took := p.Took; {
	case took < 2*time.Minute:
		return fmt.Sprintf(" in %d s", int(took.Round(time.Second)/time.Second))
	case took < 2*time.Hour:
		return fmt.Sprintf(" in %d min", int(took/time.Minute))
	case took < 48*time.Hour:
		return fmt.Sprintf(" in %d h", int(took/time.Hour))
	default:
		return fmt.Sprintf(" in %d days", int(took/(24*time.Hour)))
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
func (v GateView) signersNote() string {
	if len(v.Signers) == 0 {
		return "An editor signs off; this desk has none."
	}
	return "An editor signs off. At this desk that can be " + strings.Join(v.Signers, ", ") + "."
}

// policyDifference compares the policy at the time of a sign-off with the current one; "" if they are equal.
func policyDifference(s models.SignOff, now models.SignedPolicy) string {
	then, known := s.ParsePolicy()
	if !known || then == now {
		return ""
	}
	return "Given under another policy: " + policyText(then) + ". Now: " + policyText(now) + "."
}

func policyText(p models.SignedPolicy) string {
	words := strconv.Itoa(p.Secondaries) + " secondary sources for one primary, "
	if p.SecondReader {
		words += "a second reader"
	} else {
		words += "no second reader"
	}
	for _, rule := range models.ProofRules {
		if slices.Contains(strings.Fields(p.ProofRules), rule.Name) {
			words += ", " + lowerFirst(rule.Offer)
		}
	}
	if p.SmallDesk {
		words += ", small desk"
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
