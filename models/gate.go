package models

import (
	"fmt"
	"slices"

	"linecheck/text/message"
)

// GateCode identifies a reason why the gate is closed.
type GateCode string

// The reasons, each with what it counts.
const (
	GateUnread        GateCode = "unread"        // sentences that nobody has read
	GateOpen          GateCode = "open"          // sentences with an open claim, or with an unread rest
	GateRecheck       GateCode = "recheck"       // sentences whose text changed since they were settled
	GateLeaning       GateCode = "leaning"       // sentences that refer back to one that changed since they were settled
	GateQueries       GateCode = "queries"       // queries that are not settled
	GateLost          GateCode = "lost"          // claims that could not be placed
	GateCorrections   GateCode = "corrections"   // claims with an accepted correction that is not in the text
	GateProof         GateCode = "proof"         // sourced claims that do not meet the desk's current policy
	GateContradiction GateCode = "contradiction" // sourced claims that a primary source later contradicted, without an answer
	GateIndependence  GateCode = "independence"  // sentences in which only an author or the signer checked some part
	GateSecondReader  GateCode = "second reader" // sentences that no second person has checked, if the desk requires one
)

// GateCodes lists the reasons in the order in which they are shown.
var GateCodes = []GateCode{
	GateUnread,
	GateOpen,
	GateRecheck,
	GateLeaning,
	GateQueries,
	GateLost,
	GateCorrections,
	GateProof,
	GateContradiction,
	GateIndependence,
	GateSecondReader,
}

// ParseGateCode parses a reason's code.
func ParseGateCode(s string) (GateCode, error) { return parse(s, "reason", GateCodes) }

// GateItemKind is the kind of an item behind a gate reason.
type GateItemKind string

// The kinds of items.
const (
	SentenceItem GateItemKind = "sentence"
	ClaimItem    GateItemKind = "claim"
	QueryItem    GateItemKind = "query"
)

// GateItem is one item behind a gate reason, in its current state.
type GateItem struct {
	Kind    GateItemKind   `json:"kind"`
	ID      int64          `json:"id"`
	Key     int64          `json:"-"` // its identity for overrides: for a sentence its track, which lives through the revisions
	Version string         `json:"-"` // changes with its state
	Ordinal int            `json:"-"` // of its sentence; 0 for the title and for a query about the article
	Parts   []SentencePart `json:"-"` // for independence: the parts that nobody independent checked
	Claims  []int64        `json:"-"` // the claims that keep a sentence open, or that nobody independent checked
}

// CoveredItem is an item in the state in which an override covers it.
type CoveredItem struct {
	Kind    GateItemKind
	Key     int64
	Version string
}

// GateFacts is the input of ComputeGate: the items behind each reason. If there are no overrides and no
// details are needed, the counts are enough.
type GateFacts struct {
	Items     map[GateCode][]GateItem
	Counts    map[GateCode]int
	Overrides []NamedGateOverride // valid ones, with what they cover
}

// GateCounts counts the items behind the reasons that follow from an article's counters.
func (a Article) GateCounts(secondReader bool) map[GateCode]int {
	counts := map[GateCode]int{
		GateUnread:       a.SentencesUnread,
		GateOpen:         a.SentencesOpen,
		GateRecheck:      a.SentencesRecheck - a.SentencesLeaning,
		GateLeaning:      a.SentencesLeaning,
		GateQueries:      a.QueriesOpen,
		GateProof:        a.ClaimsUnproved,
		GateIndependence: a.SentencesDependent,
	}
	if secondReader {
		counts[GateSecondReader] = a.Sentences - a.SentencesTwice
	}
	return counts
}

// GateReason is one reason why the gate is closed, with the items behind it. If overrides cover all its items, it does not keep the gate
// closed.
type GateReason struct {
	Code      GateCode
	Count     int
	Items     []GateItem          // in order; empty if they were only counted
	Covered   []GateItem          // those that an override covers in their current state
	Overrides []NamedGateOverride // those that cover some of the items, newest first
	Override  *NamedGateOverride  // the newest of them, if every item is covered
}

// ComputeGate returns the reasons against an article's sign-off. The gate is open if every reason is overridden. The result depends only
// on the facts. An override covers an item only in the state that the item had when the override was made.
func ComputeGate(f GateFacts) []GateReason {
	var reasons []GateReason
	for _, code := range GateCodes {
		reason := GateReason{Code: code, Count: max(len(f.Items[code]), f.Counts[code]), Items: f.Items[code]}
		if reason.Count == 0 {
			continue
		}
		used := map[int64]bool{}
		for _, thing := range reason.Items {
			for _, o := range f.Overrides {
				if o.GateCode == code && slices.Contains(o.Covers, CoveredItem{thing.Kind, thing.Key, thing.Version}) {
					reason.Covered = append(reason.Covered, thing)
					if !used[o.ID] {
						used[o.ID] = true
						reason.Overrides = append(reason.Overrides, o)
					}
					break
				}
			}
		}
		if len(reason.Covered) == reason.Count {
			reason.Override = &reason.Overrides[0]
		}
		reasons = append(reasons, reason)
	}
	return reasons
}

// GateState is an article's current gate.
type GateState struct {
	Reasons []GateReason
	SignOff *NamedSignOff // the valid one
}

// OpenReasons returns the reasons that are not overridden.
func (g GateState) OpenReasons() []GateReason {
	var standing []GateReason
	for _, r := range g.Reasons {
		if r.Override == nil {
			standing = append(standing, r)
		}
	}
	return standing
}

// Open reports whether the article can be signed off.
func (g GateState) Open() bool { return len(g.OpenReasons()) == 0 }

// Reason returns the reason with a code, or the zero value if the gate does not have it.
func (g GateState) Reason(code GateCode) GateReason {
	for _, r := range g.Reasons {
		if r.Code == code {
			return r
		}
	}
	return GateReason{}
}

// ErrGateClosed is returned for a sign-off while the gate is closed. It is ErrStale: the page shows the
// reasons.
var ErrGateClosed = fmt.Errorf("%w: the gate is closed", ErrStale)

// NewGateClosedError returns ErrGateClosed with a sentence for each open reason, which names those who can
// resolve it if not everybody can.
func NewGateClosedError(g GateState, who map[GateCode][]string) error {
	wrong := NewFieldError("gate", "The gate is closed, so nothing was signed.")
	for _, r := range g.OpenReasons() {
		wrong.AddText("gate", r.Sentence(who[r.Code]))
	}
	return fmt.Errorf("%w: %w", ErrGateClosed, wrong)
}

// NewGateChangedError returns an error, in one sentence, for a decision about a gate that has changed since
// it was read. It is ErrStale.
func NewGateChangedError(format message.Key, args ...any) error {
	return fmt.Errorf("%w: %w", ErrStale, NewFieldError("gate", format, args...))
}
