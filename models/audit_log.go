package models

import "time"

// ArticleAuditKinds lists the kinds of objects by which an article's audit log can be filtered, as events
// name them.
var ArticleAuditKinds = []string{
	"article",
	"sentence",
	"reading",
	"claim",
	"annotation",
	"evidence",
	"correction",
	"query",
	"override",
	"sign-off",
	"revision",
	"second look",
	"refusal",
	"note",
	"source",
}

// ParseArticleAuditKind parses a filter of an article's audit log.
func ParseArticleAuditKind(s string) (string, error) {
	return parse(s, "kind of act", ArticleAuditKinds)
}

// DeskAuditKinds lists the kinds of objects in a desk's audit log: its policy, its people, invitations,
// tokens and webhooks. The log can be filtered by them.
var DeskAuditKinds = []string{"desk", "user", "invitation", "token", "webhook", "key"}

// ParseDeskAuditKind parses a filter of a desk's audit log.
func ParseDeskAuditKind(s string) (string, error) { return parse(s, "kind of act", DeskAuditKinds) }

// AuditFilter selects events of one article, of a claim in it, or of a desk.
type AuditFilter struct {
	DeskID    int64 // the desk's own events; 0: those of an article
	ArticleID int64
	ClaimID   int64     // 0: any
	Person    int64     // 0: anybody
	Kind      string    // "": any
	From      time.Time // inclusive
	Until     time.Time // exclusive
}

// AuditEntry is an event with its object: a claim's words if it concerned a claim.
type AuditEntry struct {
	NamedEvent
	ClaimID int64 // 0: no claim
	Exact   string
	Ordinal int    // the number of the sentence that now contains the claim
	Guest   *Guest `gorm:"-"` // who acted by a link, without an account, under Name; nil: a user or nobody did
	About   string // in a desk's audit log: the name of the person, link or webhook
}

// AuditLog is one page of events, newest first, with the head of the hash chain.
type AuditLog struct {
	Article Article
	Desk    Desk   // for a desk's audit log
	Exact   string // the claim's words, for the audit log of a claim
	Entries []AuditEntry
	Total   int    // events that match the filter, on all pages
	Next    string // the cursor of the next page, or ""
	People  []User // all users with an event here
	Chain   Verification
}

// EventExportRow is one row of record.csv, in the order of its columns.
type EventExportRow [][]byte

// EventColumns names the columns of record.csv. They are public; scripts rely on them. The payload and the
// place in the chain are exported as they were hashed. In format 2 the hash covers door and payload_sha256,
// which is the digest of salt, before and after.
var EventColumns = []string{
	"event",
	"at",
	"person",
	"action",
	"object",
	"object_id",
	"article_id",
	"claim_id",
	"claim_text",
	"before",
	"after",
	"previous_hash",
	"hash",
	"format",
	"payload_sha256",
	"salt",
	"door",
	"erased_at",
}
