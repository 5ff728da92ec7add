package models

import (
	"slices"
	"time"
)

// Status is a claim's status, or the verdict of one annotation.
type Status string

// The statuses. Unchecked is the status of a claim without annotations, and never a verdict. Unverified means
// checked, but could not be proved.
const (
	Unchecked  Status = "unchecked"
	Sourced    Status = "sourced"
	Disputed   Status = "disputed"
	Unverified Status = "unverified"
)

// AnnotationStatuses are the possible verdicts; ClaimStatuses adds unchecked.
var (
	AnnotationStatuses = []Status{Sourced, Disputed, Unverified}
	ClaimStatuses      = []Status{Sourced, Disputed, Unverified, Unchecked}
)

// Symbol returns the sign that accompanies a status's colour, for readers who cannot see the colour.
func (s Status) Symbol() string {
	switch s {
	case Sourced:
		return "✓"
	case Disputed:
		return "!"
	case Unverified:
		return "?"
	case Sealed:
		return "◌"
	}
	return "–"
}

// ParseAnnotationStatus parses a verdict.
func ParseAnnotationStatus(s string) (Status, error) { return parse(s, "status", AnnotationStatuses) }

// ParseClaimStatus parses a claim's status, as a filter names it.
func ParseClaimStatus(s string) (Status, error) { return parse(s, "claim status", ClaimStatuses) }

// Kind is the kind of statement that a claim makes.
type Kind string

// Kinds lists every kind of claim, in the order in which forms offer them.
var Kinds = []Kind{"name", "title", "age", "date", "number", "measurement", "poll", "quote", "attribution", "place", "event",
	"superlative", "law", "product", "caption", "other"}

// KindOther is the default kind.
const KindOther Kind = "other"

// ParseKind parses a kind of claim.
func ParseKind(s string) (Kind, error) { return parse(s, "kind of claim", Kinds) }

// Risk says how serious an error in a claim would be.
type Risk string

// Risks lists every risk, in the order in which forms offer them.
var Risks = []Risk{"normal", "high", "legal"}

// ParseRisk parses a risk.
func ParseRisk(s string) (Risk, error) { return parse(s, "risk", Risks) }

// Resolution is a claim's outcome, which is independent of its status.
type Resolution string

// Unresolved means that a claim has no outcome yet.
const Unresolved Resolution = "none"

// Resolutions lists every outcome; none comes first.
var Resolutions = []Resolution{Unresolved, "stands", "corrected", "softened", "attributed", "cut", "on author", "opinion", "run as is"}

// ParseResolution parses a resolution.
func ParseResolution(s string) (Resolution, error) { return parse(s, "resolution", Resolutions) }

// Claim is a statement of an article that can be checked. It lives through the revisions.
type Claim struct {
	ID            int64
	ArticleID     int64
	DeskID        int64
	Kind          Kind
	Risk          Risk
	Status        Status
	Disagree      bool
	Resolution    Resolution
	ResolvedBy    *int64
	ResolvedAt    *time.Time
	AssigneeID    *int64
	DueAt         *time.Time
	SinceRevision int  // the number of the revision since which its words are unchanged
	FormerSince   *int // without annotations since then: the revision since which the last annotated words had been unchanged
	Version       int
	CreatedBy     *int64
	CreatedAt     time.Time
	ChangedAt     time.Time
	WithdrawnAt   *time.Time
	WithdrawnBy   *int64

	Exact         string // its current words
	Context       string // the words of its sentence; "" while it is lost or unconfirmed, when no verdict counts
	Contested     bool   // somebody disputed its former words, and that dispute has not ended
	Unproved      bool   // sourced, but without the evidence that the desk's policy requires now
	FormerClaimID *int64 // the claim on other words that it replaced
}

// ClaimEdit changes a claim's kind and risk, as typed.
type ClaimEdit struct {
	Kind    string
	Risk    string
	Version int // of the claim, as it was read
}

// Check parses and validates the edit.
func (e ClaimEdit) Check() (Kind, Risk, error) {
	var wrong ValidationErrors
	kind, err := ParseKind(e.Kind)
	kind = checkChoice(kind, err, "kind", &wrong)
	risk, err := ParseRisk(e.Risk)
	risk = checkChoice(risk, err, "risk", &wrong)
	return kind, risk, wrong.Err()
}

// OutcomeInput is a claim's outcome as an editor entered it.
type OutcomeInput struct {
	Resolution string
	Reason     string
	Version    int // of the claim, as it was read
}

// correctionResolutions are the outcomes that change the text. They keep a claim open until the text has a
// correction of it.
var correctionResolutions = []Resolution{"corrected", "softened", "attributed", "cut"}

// Check validates an outcome. lost means that the claim's words are gone; corrected means that a correction
// was proposed and not declined.
func (e OutcomeInput) Check(end Resolution, s ClaimStatus, lost, corrected bool) error {
	var wrong ValidationErrors
	CheckNote("reason", e.Reason, &wrong)
	switch {
	case end == Unresolved:
	case lost && end != "cut":
		wrong.Add("resolution", "The words of this claim are not in the text any more: it can only end as “cut”.")
	case lost:
		CheckReason("reason", e.Reason, &wrong)
	case s.ResolveRefusal() != "":
		wrong.Add("resolution", "%s", s.ResolveRefusal())
	case slices.Contains(correctionResolutions, end) && !corrected:
		wrong.Add(
			"resolution",
			"Nobody has proposed a correction of this claim yet. Suggest the new words first; then it can end as “%s”.",
			end,
		)
	case s.Contested || s.Status == Disputed:
		CheckReason("reason", e.Reason, &wrong)
	}
	return wrong.Err()
}

// ResolveRefusal returns, in one sentence, why a claim with this status cannot get an outcome, or "" if it can.
func (s ClaimStatus) ResolveRefusal() string {
	switch {
	case s.Contested:
		return "" // an outcome can end the dispute of its former words
	case s.Status == Unchecked:
		return "Nobody has checked this claim yet: it can only end once somebody has."
	case s.Disagree:
		return "Reviewers disagree on this claim: please rule first."
	}
	return ""
}

// EvidenceOverride is an editor's reason to accept a claim as sourced with less evidence than the desk's
// policy requires.
type EvidenceOverride struct {
	ClaimID int64
	Reason  string
	Name    string // the editor's name
	At      time.Time
}

// Placement is how certain an occurrence's place is.
type Placement string

// The placements: where it was marked, found again but not yet confirmed by a person, or not found.
const (
	Placed Placement = "placed"
	Moved  Placement = "moved"
	Lost   Placement = "lost"
)

// Occurrence is one place of a claim in one revision. text[Start:End] == Exact always holds, in code points.
type Occurrence struct {
	ID         int64
	ClaimID    int64
	RevisionID int64
	SentenceID int64 // the sentence in which it begins
	Start      int   `gorm:"column:start_cp"`
	End        int   `gorm:"column:end_cp"`
	Exact      string
	Prefix     string
	Suffix     string
	Placement  Placement
	EventID    *int64 // the event that added a further occurrence; nil for the claim's first
}

// OccurrenceSentence links an occurrence to a sentence that it touches.
type OccurrenceSentence struct {
	SentenceID   int64 `gorm:"primaryKey"`
	OccurrenceID int64 `gorm:"primaryKey"`
}

// Annotation is one reviewer's verdict on a claim. Append only: undo withdraws it.
type Annotation struct {
	ID          int64
	ClaimID     int64
	ReviewerID  int64
	RevisionID  int64
	Status      Status
	Note        string
	Ruling      bool
	At          time.Time
	WithdrawnAt *time.Time
	WithdrawnBy *int64
	Exact       string  // the claim's words that it was given for
	Context     string  // the words of their sentence
	Depends     *string // the words that the sentence referred back to; nil if they were not recorded
	Imported    bool    // imported from a file; it does not count
}

// ClaimOutcome is an outcome that an editor set for the claim's words at the time. Append only. The newest
// one for the current words counts, until somebody gives a newer verdict.
type ClaimOutcome struct {
	ID         int64
	ClaimID    int64
	Resolution Resolution
	Reason     string
	Exact      string
	Context    string
	AfterID    int64 // the newest annotation of the claim at the time; 0: none
	UserID     *int64
	At         time.Time
}

// CurrentOutcome derives a claim's outcome from all outcomes that editors set, oldest first. It is the newest one for the current words,
// unless a newer verdict counts. ended is the id of the newest verdict at the time of the last outcome. ended is 0 if the claim was lost
// and ended as cut, and its words are in the text again.
func CurrentOutcome(said []ClaimOutcome, words ClaimWords, verdicts []Verdict) (is ClaimOutcome, ended int64) {
	none := ClaimOutcome{Resolution: Unresolved}
	if len(said) == 0 {
		return none, 0
	}
	newest := said[len(said)-1]
	if newest.Resolution == Unresolved || newest.isOfLostWords() && words.Context != "" {
		return none, 0
	}
	newer := func(v Verdict) bool { return v.Counts && v.ID > newest.AfterID }
	if !words.Same(ClaimWords{newest.Exact, newest.Context}) || slices.ContainsFunc(verdicts, newer) {
		return none, newest.AfterID
	}
	return newest, newest.AfterID
}

// isOfLostWords reports whether the outcome ended a lost claim.
func (o ClaimOutcome) isOfLostWords() bool { return o.Resolution == "cut" && o.Context == "" }

// TableName sets the name, which GORM would guess wrong.
func (ClaimOutcome) TableName() string { return "outcomes" }
