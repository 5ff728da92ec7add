package views

import (
	"context"
	"net/url"
	"slices"
	"strconv"

	"github.com/a-h/templ"

	"linecheck/models"
)

func gateAddress(article int64) templ.SafeURL { return articleAddress(article) + "/gate" }

// reasonAddress returns the URL of the list of the items behind a reason. If there is no such list, it returns the URL of the reason on
// the gate's page.
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

// authorshipAddress returns the URL for stating who wrote a revision's words.
func authorshipAddress(article int64, number int, what string) templ.SafeURL {
	return articleAddress(article) + templ.SafeURL("/revisions/"+strconv.Itoa(number)+what)
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
	return joinWords(ctx, parts)
}

// reasonArea is a textarea for a reason. After an error it contains the submitted text.
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

// wasSignedHere reports whether somebody signed the article off on this server. The sign-off may be void by now.
func (v GateView) wasSignedHere() bool {
	return slices.ContainsFunc(v.SignOffs, func(s models.NamedSignOff) bool { return s.VoidReason != models.VoidFromFile })
}
