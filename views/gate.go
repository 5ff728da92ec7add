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

// behind is the list of what a reason counts; where there is no such list, the reason on the gate's page.
func behind(article int64, code models.GateCode) templ.SafeURL {
	lists := map[models.GateCode]string{
		models.GateUnread: "/sentences?state=unread", models.GateOpen: "/sentences?state=open", models.GateRecheck: "/sentences?state=recheck",
		models.GateQueries: "/queries?state=" + UnsettledChoice, models.GateLost: "/claims?lost=1", models.GateSecond: "/sentences?once=1",
	}
	if list := lists[code]; list != "" {
		return templ.SafeURL(list + "&article=" + id(article))
	}
	return gateAddress(article) + templ.SafeURL("#"+ReasonID(code))
}

// reasonWords counts what is behind a reason.
func reasonWords(code models.GateCode, n int) string {
	return Number(n) + " " + models.GateWords(code, n)
}

// ReasonID is the id of a reason on its page.
func ReasonID(code models.GateCode) string { return "reason-" + url.PathEscape(string(code)) }

// VouchForm is the id of the form in which an editor vouches for the writer of a revision.
func VouchForm(number int) string { return "vouch-" + strconv.Itoa(number) }

// wordsAddress is where somebody speaks for the words of a revision.
func wordsAddress(article int64, number int, what string) templ.SafeURL {
	return articleAddress(article) + templ.SafeURL("/revisions/"+strconv.Itoa(number)+what)
}

// voided are the sign-offs that were withdrawn or voided.
func voided(all []models.NamedSignOff) []models.NamedSignOff {
	var former []models.NamedSignOff
	for _, s := range all {
		if s.VoidedAt != nil {
			former = append(former, s)
		}
	}
	return former
}

// orMore is said of a figure that was counted as far as its limit.
func orMore(more bool) string {
	if more {
		return " or more"
	}
	return ""
}

// heading says in a line where the article stands.
func (v GateView) heading() string {
	switch n := len(v.Gate.Standing()); {
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

// mayOverride reports whether the reader may override what is left of a reason.
func (v GateView) mayOverride(r models.Reason) bool {
	return v.Override && v.Bar == "" && v.TrashedAt == nil && v.Gate.SignOff == nil && r.Override == nil && r.Code.Overridable(v.SmallDesk)
}

func isCovered(r models.Reason, t models.Thing) bool {
	return slices.ContainsFunc(r.Covered, func(c models.Thing) bool { return c.Kind == t.Kind && c.ID == t.ID })
}

// thingValue is a thing in its present state as a form sends it, such as "sentence:12:5f2c".
func thingValue(t models.Thing) string { return string(t.Kind) + ":" + id(t.ID) + ":" + t.Version }

// thingName names a thing for who cannot see what stands beside it.
func thingName(t models.Thing) string {
	switch {
	case t.Kind == models.QueryThing:
		return "query " + id(t.ID)
	case t.Kind == models.ClaimThing:
		return fmt.Sprintf("the claim in sentence %d", t.Ordinal)
	case t.Ordinal == 0:
		return "the title"
	}
	return lowerFirst(sentenceName(t.Ordinal))
}

// claimAt is a claim's card.
func claimAt(article int64, t models.Thing) templ.SafeURL {
	return sentenceAddress(article, t.Ordinal) + templ.SafeURL("?claim="+id(t.ID)+"#claim"+id(t.ID))
}

// firstOf bounds how much of a sentence the gate shows, in code points.
const firstOf = 140

// firstWords are the first words of a sentence, with the marks of the claims that keep it from being settled.
func (v GateView) firstWords(t models.Thing) (string, []models.Mark) {
	f := v.Behind.Sentences[t.ID]
	words := runes(f.Text, firstOf)
	shown := utf8.RuneCountInString(words)
	var marks []models.Mark
	for _, c := range f.Claims {
		if slices.Contains(t.Claims, c.ID) && c.Span.Start < shown {
			marks = append(
				marks,
				models.Mark{
					ClaimID:    c.ID,
					Start:      c.Span.Start,
					End:        min(c.Span.End, shown),
					Standing:   c.Standing,
					Resolution: c.Resolution,
				},
			)
		}
	}
	if words != f.Text {
		words += " …"
	}
	return words, marks
}

// shortWords are the first words of something typed.
func shortWords(s string) string {
	if words := runes(s, firstOf); words != s {
		return words + " …"
	}
	return s
}

// quote puts words of the article in quotation marks, so that they do not reorder ours.
func quote(words string) string { return "“\u2068" + shortWords(words) + "\u2069”" }

// notes say of a thing what keeps it behind its reason, a line each.
func (v GateView) notes(code models.GateCode, t models.Thing) []string {
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
		return []string{v.Behind.Claims[t.ID].Lacks}
	case models.GateContradiction:
		return []string{"called sourced before that by " + strings.Join(v.Behind.Claims[t.ID].Again, ", ") +
			": each of them gives a new verdict, or an editor rules"}
	case models.GateCorrections:
		return []string{v.waitsFor()}
	case models.GateQueries:
		return []string{v.queryNote(t)}
	case models.GateIndependence:
		return v.unseenNotes(t)
	case models.GateSecond:
		return v.readNotes(t)
	}
	return nil
}

// openNotes say which claims keep a sentence open, and whether its rest is read.
func (v GateView) openNotes(t models.Thing) []string {
	var notes []string
	for _, claim := range t.Claims {
		c := v.Behind.Claims[claim]
		note := quote(c.Exact) + ": " + openWords(c.Claim)
		if c.Assignee != "" {
			note += ", assigned to " + c.Assignee
		}
		if c.Note != "" && c.Status != models.Sourced {
			note += ". " + quote(c.Note)
		}
		notes = append(notes, note)
	}
	f := v.Behind.Sentences[t.ID]
	if len(t.Claims) == 0 { // that its rest is not read is said beside it
		return append(notes, checkedWords(f))
	}
	if !f.RestIsRead() {
		notes = append(notes, "nobody has said that the rest holds nothing to check")
	}
	return notes
}

// checkedWords name the claims of a sentence that have a verdict.
func checkedWords(f models.SentenceFacts) string {
	const most = 3
	index := text.NewIndex(f.Text)
	var words []string
	for _, c := range f.Claims {
		if part, ok := index.Slice(c.Span); ok && !slices.Contains(words, quote(part)) && len(words) < most {
			words = append(words, quote(part))
		}
	}
	return strings.Join(words, ", ") + " " + plainly(len(words), "has a verdict", "have verdicts") + "; the other words are not read"
}

// openWords say why a claim keeps its sentence open.
func openWords(c models.Claim) string {
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

func (v GateView) waitsFor() string {
	wait := "waits for a text that has it"
	if v.Writer != "" {
		wait += " from " + v.Writer
	}
	return wait + "; or decline it at its claim, with a reason"
}

func (v GateView) queryNote(t models.Thing) string {
	q := v.Behind.Queries[t.ID]
	state := "not answered"
	if q.Answered {
		state = "answered, waits for " + q.Raiser + " to settle it"
	}
	return q.Raiser + " to " + or(q.ToName, "the "+q.ToRole) + ", " + Moment(q.At, v.Zone) + " · " + state
}

// unseenNotes say of a sentence's claims and rest who looked at them, where nobody did who is neither an author nor the signer.
func (v GateView) unseenNotes(t models.Thing) []string {
	f := v.Behind.Sentences[t.ID]
	var notes []string
	for _, item := range t.Items {
		what := "the rest"
		switch {
		case item.ClaimID != 0:
			what = quote(v.Behind.Claims[item.ClaimID].Exact)
		case len(f.Claims) == 0:
			what = "the sentence"
		}
		notes = append(notes, what+": "+v.lookedWords(f, item))
	}
	return notes
}

func (v GateView) lookedWords(f models.SentenceFacts, item models.Item) string {
	var by []string
	for _, who := range item.Looked {
		name := v.Behind.Names[who]
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

// readNotes say who has looked at everything in a sentence.
func (v GateView) readNotes(t models.Thing) []string {
	f := v.Behind.Sentences[t.ID]
	looked, first := map[int64]bool{}, true
	for _, item := range f.Items() {
		here := map[int64]bool{}
		for _, who := range item.Looked {
			here[who] = first || looked[who]
		}
		looked, first = here, false
	}
	var names []string
	for _, who := range slices.Sorted(maps.Keys(looked)) {
		if name := v.Behind.Names[who]; looked[who] && name != "" {
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

// resolvers say who can resolve a reason, where not everybody can, and why it cannot be overridden.
func (v GateView) resolvers(r models.Reason) string {
	if r.Override != nil {
		return ""
	}
	who := v.Who[r.Code]
	switch {
	case !r.Code.Overridable(v.SmallDesk):
		return models.NotOverridable(r.Code, who)
	case len(who) > 0:
		return "This can be looked at by " + strings.Join(who, ", ") + "."
	case r.Code == models.GateIndependence && len(r.Things) > 0:
		return "Nobody else at this desk can look at it: tick what you sign without a second person."
	}
	return ""
}

// covers says what an override covers of a reason.
func (v GateView) covers(r models.Reason, o models.NamedGateOverride) string {
	var list []models.Thing
	for _, t := range r.Covered {
		if slices.Contains(o.Covers, models.CoveredThing{Kind: t.Kind, Key: t.Key, Version: t.Version}) {
			list = append(list, t)
		}
	}
	if len(list) == 0 {
		return "covers " + Plural(o.Count, "thing", "things") + ", as they were"
	}
	return "covers " + thingsWords(list)
}

// thingsWords names things: sentences by their numbers, others counted.
func thingsWords(list []models.Thing) string {
	var ordinals []int
	claims, queries := 0, 0
	for _, t := range list {
		switch {
		case t.Kind == models.SentenceThing:
			ordinals = append(ordinals, t.Ordinal)
		case t.Kind == models.ClaimThing:
			claims++
		default:
			queries++
		}
	}
	var parts []string
	if len(ordinals) > 0 {
		parts = append(parts, models.SentencesNamed(ordinals))
	}
	if claims > 0 {
		parts = append(parts, PluralS(claims, "claim"))
	}
	if queries > 0 {
		parts = append(parts, Plural(queries, "query", "queries"))
	}
	return strings.Join(parts, " and ")
}

// signed are the figures of a sign-off beside its claims: a name and a value each. What is nothing is left out.
func (v GateView) signed() [][2]string {
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
	add(v.Signing.ByOverride, "Sourced by override", Number(v.Signing.ByOverride))
	add(v.Signing.Corrections, "Corrections made", Number(v.Signing.Corrections))
	add(v.Signing.Waiting, "Corrections not in the text", Number(v.Signing.Waiting))
	evidence := PluralS(v.Signing.Evidence, "piece")
	if v.Signing.Unquoted > 0 {
		evidence += ", " + Number(v.Signing.Unquoted) + " without a quote"
	}
	add(v.Signing.Evidence, "Evidence", evidence)
	add(v.Unanswered, "Suggestions unanswered", Number(v.Unanswered))
	for _, p := range v.Signing.Pace {
		add(p.Sentences, "Marked read by \u2068"+p.Name+"\u2069", PluralS(p.Sentences, "sentence")+tookWords(p))
	}
	return list
}

// tookWords say how long somebody took for all that they marked read.
func tookWords(p models.Pace) string {
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

// signsAlone are the sentences that would be signed without a second person.
func (v GateView) signsAlone() []int {
	var list []int
	for _, t := range v.Gate.Reason(models.GateIndependence).Covered {
		list = append(list, t.Ordinal)
	}
	return list
}

// whoSigns says who can sign off, to who cannot.
func (v GateView) whoSigns() string {
	if len(v.Signers) == 0 {
		return "An editor signs off; this desk has none."
	}
	return "An editor signs off. At this desk that can be " + strings.Join(v.Signers, ", ") + "."
}

// policyThen says how the policy that a sign-off was given under differs from the desk's now; "" where it does not.
func policyThen(s models.SignOff, now models.SignedPolicy) string {
	then, known := s.SignedUnder()
	if !known || then == now {
		return ""
	}
	return "Given under another policy: " + policyWords(then) + ". Now: " + policyWords(now) + "."
}

func policyWords(p models.SignedPolicy) string {
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

// reasonArea is a long field for a reason, with what was typed into it where its form was refused.
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
		typed = v.Typed(name)
		if v.Wrong.Of(name) != "" {
			attributes["aria-invalid"] = "true"
		}
	}
	return element("textarea", attributes, func(p *pen) {
		p.write("\n")
		p.escaped(typed)
	})
}
