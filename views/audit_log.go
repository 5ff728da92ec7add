package views

import (
	"context"
	"net/url"
	"time"

	"github.com/a-h/templ"

	"linecheck/models"
	"linecheck/text/message"
)

// AuditLogPage is the audit log of an article, a claim or a desk.
type AuditLogPage struct {
	Page
	Path   string     // of this log
	Values url.Values // the filter as typed
	Errors models.ValidationErrors
	Record models.AuditLog
	Claim  int64 // 0 if it is not a claim's log
}

// auditLogParameters are the filters of an audit log.
var auditLogParameters = []string{"person", "kind", "from", "until"}

// link returns the URL of this log, or of its CSV file, with the same filter.
func (p AuditLogPage) link(suffix, after string) templ.SafeURL {
	query := url.Values{}
	for _, name := range auditLogParameters {
		if value := p.Values.Get(name); value != "" {
			query.Set(name, value)
		}
	}
	if after != "" {
		query.Set("after", after)
	}
	address := p.Path + suffix
	if len(query) > 0 {
		address += "?" + query.Encode()
	}
	return templ.SafeURL(address)
}

// isFiltered reports whether any filter is set.
func (p AuditLogPage) isFiltered() bool {
	for _, name := range auditLogParameters {
		if p.Values.Get(name) != "" {
			return true
		}
	}
	return false
}

// filter returns a list filter with the values of this log.
func (p AuditLogPage) filter() Filter {
	return Filter{Path: p.Path, Values: p.Values, Errors: p.Errors}
}

// actionTexts contains the texts of the audit log's actions. The words of the claim follow, if there is one.
var actionTexts = map[string]message.Key{
	"query raised": "asked", "query written in": "wrote in a query", "query answered": "answered a query",
	"note added": "wrote a note on a sentence", "note withdrawn": "withdrew a note on a sentence",
	"mention dismissed": "dismissed a mention of them",
	"query settled":     "settled the query", "query dismissed": "dismissed the query", "query reopened": "reopened the query",
	"webhook unwanted": "was asked by the other side to stop the webhook",
	"article made":     "added the article", "article imported": "imported the article with all its findings",
	"annotations imported": "imported annotations from a file", "article edited": "changed the article’s details", "article trashed": "moved the article to the trash",
	"public page switched": "switched the public page",
	"article restored":     "took the article out of the trash", "article assigned": "assigned the article", "article signed": "signed the article off",
	"sign-off voided": "ended the sign-off", "override made": "overrode a reason of the gate", "override voided": "ended an override", "override withdrawn": "withdrew an override",
	"reading made": "found nothing to check in", "reading withdrawn": "took back their mark on", "sentence split": "split a sentence", "sentences merged": "joined two sentences",
	"claim made": "marked the claim", "claim withdrawn": "withdrew the claim", "claim edited": "changed kind or risk of", "claim resolved": "saved the outcome of", "claim assigned": "assigned",
	"evidence overridden": "let “sourced” stand on less for", "occurrence added": "marked in another sentence too:", "occurrence taken away": "took away from another sentence:",
	"annotation made": "gave a verdict on", "annotation withdrawn": "withdrew a verdict on", "evidence given": "gave evidence for", "evidence withdrawn": "took back evidence for",
	"correction proposed": "proposed a correction of", "correction accepted": "accepted the correction of", "correction declined": "declined the correction of",
	"correction made": "made the correction of", "revision made": "brought in a new revision", "revision withdrawn": "took back a revision",
	"claim moved": "found other words for", "claim lost": "lost", "occurrence lost": "lost a place of", "claim placed": "placed again", "claim retired": "retired",
	"sentence confirmed": "confirmed a changed sentence", "confirmation withdrawn": "took back the confirmation of", "second look settled": "answered the offer of a second look",
	"desk made": "created the desk", "policy changed": "changed what the desk asks of its evidence", "second reader set": "changed the second reading",
	"links checked": "had the desk’s links checked", "person added": "added",
	"name told apart": "distinguished from somebody of the same name:", "role set": "set the role of", "person disabled": "closed the account of",
	"person enabled": "reopened the account of", "second factor removed": "took away the second factor of", "account opened by a link": "opened, by another person’s link, the account of",
	"account confirmed": "confirmed the account of", "link made": "made a one-time link for", "link revoked": "ended the one-time link for",
	"guest link made": "sent a link to somebody without an account", "guest link revoked": "ended the link of somebody without an account",
	"guest answered": "answered a query by a link", "guest claimed words": "said by a link that the words are their own",
	"calendar address made": "made the calendar address of", "calendar address ended": "ended the calendar address of",
	"token made": "made an API token for", "token revoked": "ended an API token of", "webhook made": "made the webhook", "webhook changed": "changed the webhook",
	"webhook secret changed": "changed the secret of the webhook", "webhook switched on": "switched on the webhook", "webhook switched off": "switched off the webhook",
	"webhook removed": "removed the webhook", "webhook tested": "tested the webhook", "delivery sent again": "sent again, by the webhook", "delivery given up": "gave up a delivery of the webhook",
	"correction put back": "took back the decision on the correction of", "evidence confirmed": "confirmed evidence for",
	"snapshot taken": "kept a snapshot of a source",
	"rules changed":  "brought the article under the rules of this version", "audit log format changed": "changed the format of the audit log",
	"suggestion refused": "dismissed a suggestion in", "suggestion given again": "wanted to see a suggestion again in",
}

// actionText returns the text of an action, or the action itself if it has none.
func actionText(ctx context.Context, action string) string {
	return sayOr(ctx, actionTexts[action], action)
}

// formatSeconds formats a time with seconds, because several events can happen in one minute.
func formatSeconds(ctx context.Context, t time.Time, zone *time.Location) string {
	return formatTime(ctx, t, zone, "2 Jan 2006, 15:04:05")
}
