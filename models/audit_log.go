package models

import "time"

// ArticleAuditKinds lists what a record of an article can be narrowed to: what an act was done to, as events name it.
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
	"source",
}

// ParseArticleAuditKind reads what a record is narrowed to.
func ParseArticleAuditKind(s string) (string, error) {
	return parse(s, "kind of act", ArticleAuditKinds)
}

// DeskAuditKinds lists what a desk's audit log holds and can be narrowed to: its policy, its people, and the doors that lead in and out.
var DeskAuditKinds = []string{"desk", "user", "invitation", "token", "webhook"}

// ParseDeskAuditKind reads what a desk's audit log is narrowed to.
func ParseDeskAuditKind(s string) (string, error) { return parse(s, "kind of act", DeskAuditKinds) }

// AuditFilter is whose acts of which kind are asked for: in one article, on one claim of it, or of a desk itself.
type AuditFilter struct {
	DeskID    int64 // the desk's own acts; 0: those in an article
	ArticleID int64
	ClaimID   int64     // 0: on anything
	Person    int64     // 0: by anybody
	Kind      string    // "": of every kind
	From      time.Time // at or after
	Until     time.Time // and before
}

// AuditEntry is an event with what it was done to: a claim's words where it was done to one.
type AuditEntry struct {
	NamedEvent
	ClaimID int64 // 0: to no claim
	Exact   string
	Ordinal int    // the number of the sentence in which the claim stands now
	About   string // in a desk's audit log: the name of the person, link or webhook
}

// AuditLog is who did what when, newest first, with the head of the chain that all of it hangs on.
type AuditLog struct {
	Article Article
	Desk    Desk   // of a desk's audit log
	Exact   string // the claim's words, of the record of one
	Entries []AuditEntry
	Total   int    // acts under the filter, on all parts of the list
	Next    string // the cursor of the next part, or ""
	People  []User // who has done something here
	Chain   Verification
}

// EventExportRow is one row of record.csv, in the order of its columns.
type EventExportRow [][]byte

// EventColumns names the columns of record.csv. Others' scripts rely on the names. What an event kept from before and after, and its place
// in the chain, are as they were hashed. In format 2 the hash covers payload_sha256, which is the digest of salt, before and after,
// and door.
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
