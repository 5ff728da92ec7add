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

// GateCode names a reason for which the gate is closed.
type GateCode string

// The reasons, each with what it counts.
const (
	GateUnread        GateCode = "unread"        // sentences that nobody has looked at
	GateOpen          GateCode = "open"          // sentences with an open claim, or whose rest nobody has read
	GateRecheck       GateCode = "recheck"       // sentences whose text changed since they were settled
	GateLeaning       GateCode = "leaning"       // sentences that refer back to one that changed since they were settled
	GateQueries       GateCode = "queries"       // queries that are not settled
	GateLost          GateCode = "lost"          // claims that could not be placed
	GateCorrections   GateCode = "corrections"   // claims with an accepted correction that is not in the text
	GateProof         GateCode = "proof"         // claims that are called sourced without what the desk's policy asks for now
	GateContradiction GateCode = "contradiction" // claims called sourced before a primary source contradicted them, and not answered since
	GateIndependence  GateCode = "independence"  // sentences in which only an author or the signer looked at something
	GateSecondReader  GateCode = "second reader" // sentences that no second person has looked at, where the desk asks for one
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

// ParseGateCode reads a reason's name.
func ParseGateCode(s string) (GateCode, error) { return parse(s, "reason", GateCodes) }

// GateItemKind is what sort of thing stands behind a reason.
type GateItemKind string

// The kinds of things.
const (
	SentenceItem GateItemKind = "sentence"
	ClaimItem    GateItemKind = "claim"
	QueryItem    GateItemKind = "query"
)

// GateItem is one thing behind a reason, in its present state.
type GateItem struct {
	Kind    GateItemKind   `json:"kind"`
	ID      int64          `json:"id"`
	Key     int64          `json:"-"` // what an override knows it by: a sentence's track, which lives through the revisions
	Version string         `json:"-"` // changes with its state
	Ordinal int            `json:"-"` // of its sentence; 0 of the title and of a query about the article
	Parts   []SentencePart `json:"-"` // of independence: what nobody independent looked at
	Claims  []int64        `json:"-"` // that keep a sentence open, or at which nobody independent looked
}

// CoveredItem is a thing as an override covers it.
type CoveredItem struct {
	Kind    GateItemKind
	Key     int64
	Version string
}

// GateFacts is what the gate looks at in an article: the things behind each reason or, where nothing is overridden and no more is asked
// for, how many they are.
type GateFacts struct {
	Items     map[GateCode][]GateItem
	Counts    map[GateCode]int
	Overrides []NamedGateOverride // that stand, with what they cover
}

// GateCounts are the reasons that an article's counters tell of.
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

// GateReason is why the gate is closed, with the things behind it. One of which every thing is overridden keeps it closed no more.
type GateReason struct {
	Code      GateCode
	Count     int
	Items     []GateItem          // in order; none where they were only counted
	Covered   []GateItem          // those that an override covers as they are
	Overrides []NamedGateOverride // that cover some of them, newest first
	Override  *NamedGateOverride  // the newest of them, where every thing is covered
}

// ComputeGate says what stands between an article and its sign-off; nothing does where every reason is overridden. It follows from
// the facts
// alone. An override covers things as they were when it was given, and no others.
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

// Overridable reports whether a reason can be overridden at all. A correction is declined instead; independence only where the desk
// allows it.
func (c GateCode) Overridable(smallDesk bool) bool {
	return c != GateCorrections && (c != GateIndependence || smallDesk)
}

// OverridesWithSecondPerson are the overrides that count where the desk asks for a second person: none of independence, and none
// for words of one's
// own. A query is nobody's words.
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

// OpenReasons are the reasons that nobody has overridden.
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

// Reason finds the reason of that name; the zero value where the gate does not have it.
func (g GateState) Reason(code GateCode) GateReason {
	for _, r := range g.Reasons {
		if r.Code == code {
			return r
		}
	}
	return GateReason{}
}

// GateState is an article's gate as it is now.
type GateState struct {
	Reasons []GateReason
	SignOff *NamedSignOff // the one that stands
}

// GateOverride is an editor's word that a reason shall not keep the gate closed.
type GateOverride struct {
	ID         int64
	ArticleID  int64
	ClaimID    *int64 // nil for a reason of the gate
	GateCode   GateCode
	Count      int // how many things it was given for
	Reason     string
	UserID     int64
	At         time.Time
	VoidedAt   *time.Time
	VoidedBy   *int64
	VoidReason string
	Items      []GateItem `gorm:"-"` // what it was given for; filled when it is made
}

// TableName is the table of every override; those of a claim are not the gate's.
func (GateOverride) TableName() string { return "overrides" }

// NamedGateOverride is an override with the names of who made and who voided it.
type NamedGateOverride struct {
	GateOverride
	Name, VoidedName string
	Covers           []CoveredItem `gorm:"-"` // that have not changed since
}

// SignOff is an editor's signature under one text, named by its SHA-256. Whatever changes in the article afterwards voids it.
type SignOff struct {
	ID          int64
	ArticleID   int64
	RevisionID  int64
	SHA256      string `gorm:"column:sha256"`
	UserID      int64
	Role        Role // as it was at that moment
	At          time.Time
	TitleSHA256 string `gorm:"column:title_sha256"`
	Rules       int    // 0: given before assertions kept their words
	Policy      string // of the desk then, as JSON
	Alone       string // numbers of the sentences that were checked and signed without a second person, as JSON; "" for none
	Note        string // what is printed beside it
	VoidedAt    *time.Time
	VoidedBy    *int64
	VoidReason  string
}

// TableName keeps GORM from taking the name apart.
func (SignOff) TableName() string { return "signoffs" }

// ParseAloneSentences lists the numbers of the sentences that were checked and signed without a second person; 0 is the title.
func (s SignOff) ParseAloneSentences() ([]int, error) {
	if s.Alone == "" {
		return nil, nil
	}
	var list []int
	if err := json.Unmarshal([]byte(s.Alone), &list); err != nil {
		return nil, fmt.Errorf("reading sign-off %d: %w", s.ID, err)
	}
	return list, nil
}

// NamedSignOff is a sign-off with the names of who made and who voided it.
type NamedSignOff struct {
	SignOff
	Name, VoidedName string
	Door             string // by which it came, as its event keeps it; "" where a file brought it in
}

// Token is the API token that the sign-off came by; the zero Door where it came otherwise.
func (s NamedSignOff) Token() Door {
	if d := ParseDoor(s.Door); d.Kind == TokenDoor {
		return d
	}
	return Door{}
}

// GatePage is all that is known of an article's gate. Its reasons are those for the reader as the signer.
type GatePage struct {
	Article
	Desk             string
	SmallDesk        bool     // the desk's policy allows to override independence
	OfferSmallDesk   bool     // so few people may check or sign that the desk's administrator is offered to allow it
	HasDependencies  bool     // there are lists of words that refer back in the article's language
	Revision         Revision // number and sha256 of the current one
	Gate             GateState
	Restriction      message.Text          `gorm:"-"` // why this reader cannot sign off although their role may, as a sentence; "" where nothing bars them
	Override         bool                  // whether this reader may override a reason
	Resolvers        map[GateCode][]string // names of those of the desk who can resolve a reason, where not everybody can
	ExpiredOverrides []NamedGateOverride   // overrides that stand no more, newest first
	SignOffs         []NamedSignOff        // all, newest first
	ItemDetails      GateItemDetails       // what the reasons' things are
	Figures          SignOffFigures        // what is signed, beside the article's counters
	Policy           SignedPolicy          // in force at the desk now
	Words            []RevisionAuthorship  // texts that others than the named writer brought in
	Writer           string                // name of the named writer; "" where none has an account
	Signers          []string              // names of those of the desk who may sign
}

// SignOffInput is what a person has read when they sign: the text's SHA-256, and the article's count of changes.
type SignOffInput struct {
	SHA256  string
	Changes int
}

// OverrideInput is an editor's wish to override a reason, for the things that they saw behind it: those that are named, or all.
type OverrideInput struct {
	Code    string
	Count   int        // how many things were behind the reason when it was read; 0: not said
	Changes *int       // the article's count of changes when the gate was read; nil: not said
	Items   []GateItem // each with its version where that was read
	Reason  string
}

// ErrGateClosed is a sign-off that was refused because the gate is closed. It is ErrStale: the page shows what is behind it.
var ErrGateClosed = fmt.Errorf("%w: the gate is closed", ErrStale)

// NewGateClosedError is ErrGateClosed with a sentence for each reason that stands, and who can resolve it where not everybody can.
func NewGateClosedError(g GateState, who map[GateCode][]string) error {
	wrong := NewFieldError("gate", "The gate is closed, so nothing was signed.")
	for _, r := range g.OpenReasons() {
		wrong.AddText("gate", r.Sentence(who[r.Code]))
	}
	return fmt.Errorf("%w: %w", ErrGateClosed, wrong)
}

// gateReasonTexts says what is behind each reason: one thing, or several.
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

// Sentence says in one sentence what a reason is about, and who can resolve it.
func (r GateReason) Sentence(who []string) message.Text {
	s := r.Code.Counted(r.Count)
	var ordinals []int
	for _, thing := range r.Items {
		if thing.Kind == SentenceItem || thing.Ordinal > 0 { // a query about the article has none
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

// OverrideRefusal says why a reason cannot be overridden, and what to do instead.
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

// SmallDeskOffer says where a desk of few people can allow to override independence; "" for other desks and reasons.
func SmallDeskOffer(code GateCode, few bool) message.Text {
	if code != GateIndependence || !few {
		return message.Text{}
	}
	return message.New(
		"An administrator of a small desk can allow it, in the desk's policy on the page /desks. What is signed so says so everywhere.")
}

// ItemsToOverride finds the things behind a reason that somebody wishes to override: those they named, or all. They must be what was read.
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

// covers reports whether an override covers a thing already.
func (r GateReason) covers(t GateItem) bool {
	return slices.ContainsFunc(r.Covered, func(c GateItem) bool { return c.Kind == t.Kind && c.ID == t.ID })
}

// The numbers of the rules under which states are derived. What was signed under former rules is not held against those of now.
const (
	RulesKeepWords = 2 // assertions keep their words
	CurrentRules   = 3 // evidence says more than a title
)

// SignedPolicy is what of a desk's policy a sign-off was given under.
type SignedPolicy struct {
	Secondaries  int    `json:"secondaries"`
	SecondReader bool   `json:"second_reader"`
	SmallDesk    bool   `json:"small_desk"`
	SharedSites  string `json:"shared_sites,omitempty"`
	ProofRules   string `json:"proof_rules,omitempty"`
}

// CurrentPolicy is the policy in force at a desk.
func CurrentPolicy(d Desk) SignedPolicy {
	return SignedPolicy{d.Secondaries, d.SecondReader, d.SmallDesk, d.SharedSites, d.ProofRules}
}

// ApplyTo is a desk with this policy.
func (p SignedPolicy) ApplyTo(d Desk) Desk {
	d.Secondaries, d.SecondReader, d.SmallDesk = p.Secondaries, p.SecondReader, p.SmallDesk
	d.SharedSites, d.ProofRules = p.SharedSites, p.ProofRules
	return d
}

// ApplySignedPolicy is a desk with the policy that a sign-off was given under, as JSON; "" is of before policies were kept.
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

// TitleSHA256 is the SHA-256 of a title's UTF-8 bytes, as lower-case hex.
func TitleSHA256(title string) string { return sha256Hex(title) }

// NewGateChangedError is the refusal of a decision on a gate that looks otherwise by now, with one sentence that says how. It is ErrStale.
func NewGateChangedError(format message.Key, args ...any) error {
	return fmt.Errorf("%w: %w", ErrStale, NewFieldError("gate", format, args...))
}

// maxReasonLength bounds a reason, in code points: it is printed.
const maxReasonLength = 1_000

// CheckReason reads the reason for a decision that is printed with it.
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

// DescribeVoiding is why a sign-off was voided by a change, from the record's name of what was done, with the numbers of the
// sentences that are
// to be read again for it.
func DescribeVoiding(action string, again []int) string {
	reason := "the article changed: " + action
	if len(again) > 0 {
		reason += "; to be read again: " + FormatSentenceNumbers(again).String()
	}
	return reason
}

// FormatSentenceNumbers names sentences by their numbers, in order, neighbours as a range.
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
