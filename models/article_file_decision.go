package models

import (
	"time"
)

// FileSignOff is an editor's sign-off of one text.
type FileSignOff struct {
	Revision   int        `json:"revision"`
	SHA256     string     `json:"sha256"`
	By         int64      `json:"by"`
	Role       Role       `json:"role"`
	At         time.Time  `json:"at"`
	VoidedAt   *time.Time `json:"voided_at,omitempty"`
	VoidedBy   *int64     `json:"voided_by,omitempty"`
	VoidReason string     `json:"void_reason,omitempty"`

	TitleSHA256         string        `json:"title_sha256,omitempty"`
	Rules               int           `json:"rules,omitempty"`  // that derived the states; absent: before assertions kept their words
	Policy              *SignedPolicy `json:"policy,omitempty"` // the desk's policy at the time
	WithoutSecondPerson []int         `json:"alone,omitempty"`  // numbers of the sentences that one person both checked and signed
	Note                string        `json:"note,omitempty"`
}

// FileOverride is an editor's override of a gate reason, or of the policy for one annotation of a claim.
type FileOverride struct {
	Claim      *int64     `json:"claim,omitempty"`
	Annotation *int64     `json:"annotation,omitempty"`
	Rule       string     `json:"rule"` // one of GateCodes, or EvidenceRule for a claim
	Count      int        `json:"count"`
	Reason     string     `json:"reason"`
	By         int64      `json:"by"`
	At         time.Time  `json:"at"`
	VoidedAt   *time.Time `json:"voided_at,omitempty"`
	VoidedBy   *int64     `json:"voided_by,omitempty"`
	VoidReason string     `json:"void_reason,omitempty"`

	Items []FileGateItem `json:"things,omitempty"` // what it covers; not imported
}

// FileGateItem is one thing that an override covers, as it was then.
type FileGateItem struct {
	Kind     GateItemKind `json:"kind"`
	ID       int64        `json:"id"` // for a sentence, the id of its track
	Version  string       `json:"version"`
	LapsedAt *time.Time   `json:"lapsed_at,omitempty"`
}

// EvidenceRule is the rule that an override of a claim sets aside: the evidence that the desk's policy
// requires.
const EvidenceRule = "evidence"
