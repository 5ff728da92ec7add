package models

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"linecheck/text"
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
	GateProof         GateCode = "proof"         // sourced claims that do not meet the desk's present policy
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

// GateItemKind is the kind of a thing behind a reason.
type GateItemKind string

// The kinds of items.
const (
	SentenceItem GateItemKind = "sentence"
	ClaimItem    GateItemKind = "claim"
	QueryItem    GateItemKind = "query"
)

// GateItem is one thing behind a reason, in its present state.
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

// GateReason is one reason why the gate is closed, with the items behind it. Once overrides cover all of
// them, it no longer keeps the gate closed.
type GateReason struct {
	Code      GateCode
	Count     int
	Items     []GateItem          // in order; empty if they were only counted
	Covered   []GateItem          // those that an override covers in their present state
	Overrides []NamedGateOverride // those that cover some of the items, newest first
	Override  *NamedGateOverride  // the newest of them, if every item is covered
}

// ComputeGate returns the reasons against an article's sign-off. The gate is open if every reason is
// overridden. The result depends on the facts alone. An override covers items only in the state they had when
// it was made.
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

// Overridable reports whether a reason can be overridden at all. Corrections are declined instead;
// independence requires a small desk.
func (c GateCode) Overridable(smallDesk bool) bool {
	return c != GateCorrections && (c != GateIndependence || smallDesk)
}

// OverridesWithSecondPerson returns the overrides that count if the desk requires a second person: none of
// independence, and none for the editor's own words. Queries have no author.
func OverridesWithSecondPerson(overrides []NamedGateOverride, facts []SentenceFacts, things map[GateCode][]GateItem) []NamedGateOverride {
	written := map[int]SentenceFacts{}
	for _, f := range facts {
		written[f.Ordinal] = f
	}
	var list []NamedGateOverride
	for _, o := range overrides {
		if !o.GateCode.Overridable(false) {
			continue
		}
		o.Covers = slices.DeleteFunc(slices.Clone(o.Covers), func(c CoveredItem) bool {
			return o.GateCode != GateQueries && slices.ContainsFunc(things[o.GateCode], func(t GateItem) bool {
				return t.Kind == c.Kind && t.Key == c.Key && written[t.Ordinal].WrittenBy(o.UserID)
			})
		})
		list = append(list, o)
	}
	return list
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

// GateState is an article's present gate.
type GateState struct {
	Reasons []GateReason
	SignOff *NamedSignOff // the valid one
}

// GateOverride is an editor's decision to accept the items behind a reason.
type GateOverride struct {
	ID         int64
	ArticleID  int64
	ClaimID    *int64 // nil for a gate reason
	GateCode   GateCode
	Count      int // the number of items that it was made for
	Reason     string
	UserID     int64
	At         time.Time
	VoidedAt   *time.Time
	VoidedBy   *int64
	VoidReason string
	Items      []GateItem `gorm:"-"` // the items that it was made for; set when it is made
}

// TableName returns the table of all overrides, including those of claims.
func (GateOverride) TableName() string { return "overrides" }

// NamedGateOverride is an override with the names of the users who made and voided it.
type NamedGateOverride struct {
	GateOverride
	Name, VoidedName string
	Covers           []CoveredItem `gorm:"-"` // the items that have not changed since
}

// SignOff is an editor's signature under one text, identified by its SHA-256. Any later change of the article
// voids it.
type SignOff struct {
	ID           int64
	ArticleID    int64
	RevisionID   int64
	SHA256       string `gorm:"column:sha256"`
	UserID       int64
	Role         Role // at that moment
	At           time.Time
	TitleSHA256  string `gorm:"column:title_sha256"`
	Rules        int    // 0: from before assertions kept their words
	Policy       string // of the desk at the time, as JSON
	CheckedAlone string `gorm:"column:alone"` // numbers of the sentences that one person both checked and signed, as JSON; "" for none
	Note         string // printed beside it
	VoidedAt     *time.Time
	VoidedBy     *int64
	VoidReason   string
}

// TableName sets the name, which GORM would split.
func (SignOff) TableName() string { return "signoffs" }

// ParseAloneSentences returns the numbers of the sentences that one person both checked and signed; 0 is the
// title.
func (s SignOff) ParseAloneSentences() ([]int, error) {
	if s.CheckedAlone == "" {
		return nil, nil
	}
	var list []int
	if err := json.Unmarshal([]byte(s.CheckedAlone), &list); err != nil {
		return nil, fmt.Errorf("reading sign-off %d: %w", s.ID, err)
	}
	return list, nil
}

// NamedSignOff is a sign-off with the names of the users who made and voided it.
type NamedSignOff struct {
	SignOff
	Name, VoidedName string
	Door             string // as its event stores it; "" if it was imported
}

// Token returns the API token that made the sign-off, or the zero Door if none did.
func (s NamedSignOff) Token() Door {
	if d := ParseDoor(s.Door); d.Kind == TokenDoor {
		return d
	}
	return Door{}
}

// GatePage is everything that the page about an article's gate shows. Its reasons are computed with the
// reader as the signer.
type GatePage struct {
	Article
	Desk             string
	SmallDesk        bool     // the desk's policy allows overrides of independence
	OfferSmallDesk   bool     // the desk has so few people who may check or sign that its administrator is offered to allow it
	HasDependencies  bool     // the program has word lists for references back in the article's language
	Revision         Revision // number and sha256 of the current one
	Gate             GateState
	Restriction      message.Text          `gorm:"-"` // why this reader cannot sign off although their role may, as a sentence; ""
	Override         bool                  // whether this reader may override a reason
	Resolvers        map[GateCode][]string // for reasons that not everybody can resolve: the names of those at the desk who can
	ExpiredOverrides []NamedGateOverride   // overrides that are no longer valid, newest first
	SignOffs         []NamedSignOff        // all, newest first
	ItemDetails      GateItemDetails       // details of the reasons' items
	Figures          SignOffFigures        // what is signed, in addition to the article's counters
	Policy           SignedPolicy          // the desk's present policy
	Words            []RevisionAuthorship  // texts that somebody other than the named writer added
	Writer           string                // the named writer's name; "" without one
	Signers          []string              // names of the people at the desk who may sign
	Imported         *ArticleImport        // the file that the sign-offs came with; nil if none did
}

// SignOffInput identifies what the signer has read: the text's SHA-256 and the article's change counter.
type SignOffInput struct {
	SHA256  string
	Changes int
}

// OverrideInput is an editor's request to override a reason for listed items, or for all that the editor saw.
type OverrideInput struct {
	Code    string
	Count   int        // the number of items when the reason was read; 0: not checked
	Changes *int       // the article's change counter when the gate was read; nil: not checked
	Items   []GateItem // each with its version, if that was read
	Reason  string
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

// gateReasonTexts describes the items behind each reason, for one and for several.
var gateReasonTexts = map[GateCode][2]message.Key{
	GateUnread: {"%d sentence nobody has read", "%d sentences nobody has read"}, GateOpen: {"%d sentence is open", "%d sentences are open"},
	GateRecheck: {"%d sentence changed since it was settled", "%d sentences changed since they were settled"},
	GateLeaning: {"%d sentence refers back to one that changed", "%d sentences refer back to one that changed"},
	GateQueries: {"%d query is not settled", "%d queries are not settled"}, GateLost: {"%d claim is lost", "%d claims are lost"},
	GateCorrections: {"%d accepted correction is not in the text", "%d accepted corrections are not in the text"},
	GateContradiction: {
		"%d claim was called sourced before primary evidence contradicted it",
		"%d claims were called sourced before primary evidence contradicted them",
	},
	GateProof: {"%d claim is called sourced without enough evidence", "%d claims are called sourced without enough evidence"},
	GateIndependence: {
		"%d sentence was looked at only by its author or by who signs",
		"%d sentences were looked at only by their author or by who signs",
	},
	GateSecondReader: {"%d sentence was not read by a second person", "%d sentences were not read by a second person"},
}

// Sentence describes a reason in one sentence, with those who can resolve it.
func (r GateReason) Sentence(who []string) message.Text {
	s := r.Code.Counted(r.Count)
	var ordinals []int
	for _, thing := range r.Items {
		if thing.Kind == SentenceItem || thing.Ordinal > 0 { // a query about the article has no ordinal
			ordinals = append(ordinals, thing.Ordinal)
		}
	}
	if named := FormatSentences(ordinals); !named.IsZero() {
		s = message.New("%s (%s)", s, named)
	}
	if len(who) > 0 {
		return message.New("%s. This can be looked at by %s.", s, strings.Join(who, ", "))
	}
	return message.New("%s.", s)
}

// OverrideRefusal returns why a reason cannot be overridden, and what to do instead.
func OverrideRefusal(code GateCode, who []string) message.Text {
	if code == GateCorrections {
		return message.New("An accepted correction is not overridden. Bring in a text that has it, or decline it with a reason.")
	}
	if len(who) == 0 {
		return message.New("This desk asks for a second person, so this is not overridden. " +
			"Somebody who did not write the sentence and does not sign has to look at it. At this desk nobody else can.")
	}
	return message.New("This desk asks for a second person, so this is not overridden. "+
		"Somebody who did not write the sentence and does not sign has to look at it. That can be: %s.", strings.Join(who, ", "))
}

// SmallDeskOffer returns where a small desk can allow overrides of independence; "" for other desks and
// reasons.
func SmallDeskOffer(code GateCode, few bool) message.Text {
	if code != GateIndependence || !few {
		return message.Text{}
	}
	return message.New(
		"An administrator of a small desk can allow it, in the desk's policy on the page /desks. What is signed so says so everywhere.")
}

// ItemsToOverride returns the items that an editor wants to override: the listed ones, or all. They must be
// in the state that the editor read.
func ItemsToOverride(r GateReason, wish OverrideInput) ([]GateItem, error) {
	changed := NewGateChangedError(
		"What is behind this reason changed since you read it, so nothing was overridden. Look again, then decide.",
	)
	if r.Count == 0 || wish.Count != 0 && wish.Count != r.Count {
		return nil, changed
	}
	var list []GateItem
	if len(wish.Items) == 0 {
		if list = slices.DeleteFunc(slices.Clone(r.Items), r.covers); len(list) == 0 {
			return nil, NewGateChangedError("Everything behind this reason is overridden already.")
		}
		return list, nil
	}
	for _, wanted := range wish.Items {
		i := slices.IndexFunc(r.Items, func(t GateItem) bool {
			return t.Kind == wanted.Kind && t.ID == wanted.ID || wanted.Kind == ClaimItem && slices.Contains(t.Claims, wanted.ID)
		})
		if i < 0 || wanted.Version != "" && wanted.Version != r.Items[i].Version {
			return nil, changed
		}
		if !slices.ContainsFunc(list, func(t GateItem) bool { return t.Kind == r.Items[i].Kind && t.ID == r.Items[i].ID }) {
			list = append(list, r.Items[i])
		}
	}
	return list, nil
}

// covers reports whether an override already covers an item.
func (r GateReason) covers(t GateItem) bool {
	return slices.ContainsFunc(r.Covered, func(c GateItem) bool { return c.Kind == t.Kind && c.ID == t.ID })
}

// The numbers of the rules that derive states. Sign-offs from before are not judged by the present rules.
const (
	RulesKeepWords = 2 // assertions keep their words
	CurrentRules   = 3 // evidence needs more than a title
)

// SignedPolicy is the part of a desk's policy that applies to a sign-off.
type SignedPolicy struct {
	Secondaries  int    `json:"secondaries"`
	SecondReader bool   `json:"second_reader"`
	SmallDesk    bool   `json:"small_desk"`
	SharedSites  string `json:"shared_sites,omitempty"`
	ProofRules   string `json:"proof_rules,omitempty"`
}

// CurrentPolicy returns a desk's present policy.
func CurrentPolicy(d Desk) SignedPolicy {
	return SignedPolicy{d.Secondaries, d.SecondReader, d.SmallDesk, d.SharedSites, d.ProofRules}
}

// ApplyTo returns a desk with this policy.
func (p SignedPolicy) ApplyTo(d Desk) Desk {
	d.Secondaries, d.SecondReader, d.SmallDesk = p.Secondaries, p.SecondReader, p.SmallDesk
	d.SharedSites, d.ProofRules = p.SharedSites, p.ProofRules
	return d
}

// ApplySignedPolicy returns a desk with the policy of a sign-off, as JSON; "" means that it is from before
// policies were stored.
func ApplySignedPolicy(d Desk, policy string) (Desk, error) {
	if policy == "" {
		return d, nil
	}
	var p SignedPolicy
	if err := json.Unmarshal([]byte(policy), &p); err != nil {
		return d, fmt.Errorf("reading the policy of a sign-off: %w", err)
	}
	return p.ApplyTo(d), nil
}

// TitleSHA256 returns the SHA-256 of a title's UTF-8 bytes, as lower-case hex.
func TitleSHA256(title string) string { return sha256Hex(title) }

// NewGateChangedError returns an error, in one sentence, for a decision about a gate that has changed since
// it was read. It is ErrStale.
func NewGateChangedError(format message.Key, args ...any) error {
	return fmt.Errorf("%w: %w", ErrStale, NewFieldError("gate", format, args...))
}

// maxReasonLength limits a reason, in code points, because it is printed.
const maxReasonLength = 1_000

// CheckReason validates the reason for a decision; it is printed.
func CheckReason(field, typed string, wrong *ValidationErrors) string {
	reason := strings.TrimSpace(typed)
	switch n := utf8.RuneCountInString(reason); {
	case !text.HasVisibleWord(reason):
		wrong.Add(field, "Please give a reason: it is printed with your name.")
	case n > maxReasonLength:
		wrong.Add(field, "Please use at most %d characters.", maxReasonLength)
	}
	return reason
}

// DescribeVoiding returns the reason for which a change voided a sign-off: the name of the audit log's
// action, and the numbers of the sentences to read again.
func DescribeVoiding(action string, again []int) string {
	reason := "the article changed: " + action
	if len(again) > 0 {
		reason += "; to be read again: " + FormatSentenceNumbers(again).String()
	}
	return reason
}

// FormatSentenceNumbers lists sentence numbers in order, with neighbours as a range.
func FormatSentenceNumbers(list []int) message.Text {
	var parts []string
	for i := 0; i < len(list); {
		n := i + 1
		for n < len(list) && list[n] == list[n-1]+1 {
			n++
		}
		part := strconv.Itoa(list[i])
		if n-i > 1 {
			part += "–" + strconv.Itoa(list[n-1])
		}
		parts, i = append(parts, part), n
	}
	if len(list) == 1 {
		return message.New("sentence %s", parts[0])
	}
	return message.New("sentences %s", strings.Join(parts, ", "))
}
