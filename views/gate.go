package views

import (
	"net/url"

	"github.com/a-h/templ"

	"linecheck/models"
)

func gateAddress(article int64) templ.SafeURL { return articleAddress(article) + "/gate" }

// behind is the list of what a reason counts.
func behind(article int64, code models.GateCode) templ.SafeURL {
	lists := map[models.GateCode]string{
		models.GateUnread: "/sentences?state=unread", models.GateOpen: "/sentences?state=open", models.GateRecheck: "/sentences?state=recheck",
		models.GateQueries: "/queries?state=" + UnsettledChoice, models.GateLost: "/claims?lost=1", models.GateSecond: "/sentences?once=1",
	}
	return templ.SafeURL(lists[code] + "&article=" + id(article))
}

// reasonWords counts what is behind a reason.
func reasonWords(code models.GateCode, n int) string {
	switch code {
	case models.GateUnread:
		return Plural(n, "sentence not looked at", "sentences not looked at")
	case models.GateOpen:
		return Plural(n, "sentence open", "sentences open")
	case models.GateRecheck:
		return Plural(n, "sentence to check again", "sentences to check again")
	case models.GateQueries:
		return Plural(n, "query not settled", "queries not settled")
	case models.GateLost:
		return Plural(n, "claim lost", "claims lost")
	}
	return Plural(n, "sentence without a second reader", "sentences without a second reader")
}

// ReasonID is the id of a reason on its page.
func ReasonID(code models.GateCode) string { return "reason-" + url.PathEscape(string(code)) }

// voided are the sign-offs that stand no more.
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
