package models

import (
	"slices"
	"time"
)

// Status is a claim's status, or what one annotation says of it.
type Status string

// The statuses. Unchecked is a claim nobody has annotated and never an annotation's status;
// Unverified means checked, could not be proved.
const (
	Unchecked  Status = "unchecked"
	Sourced    Status = "sourced"
	Disputed   Status = "disputed"
	Unverified Status = "unverified"
)

// AnnotationStatuses is what a reviewer can say; ClaimStatuses adds unchecked.
var (
	AnnotationStatuses = []Status{Sourced, Disputed, Unverified}
	ClaimStatuses      = []Status{Sourced, Disputed, Unverified, Unchecked}
)

// Symbol is what stands for a claim's status wherever colour does, so that colour never says it alone.
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

// ParseAnnotationStatus reads what a reviewer says of a claim.
func ParseAnnotationStatus(s string) (Status, error) { return parse(s, "status", AnnotationStatuses) }

// ParseClaimStatus reads a claim's status, as a filter names it.
func ParseClaimStatus(s string) (Status, error) { return parse(s, "claim status", ClaimStatuses) }

// Kind is what sort of thing a claim asserts.
type Kind string

// Kinds lists every kind of claim, in the order in which forms offer them.
var Kinds = []Kind{"name", "title", "age", "date", "number", "measurement", "poll", "quote", "attribution", "place", "event",
	"superlative", "law", "product", "caption", "other"}

// KindOther is a claim's kind until someone says better.
const KindOther Kind = "other"

// ParseKind reads a kind of claim.
func ParseKind(s string) (Kind, error) { return parse(s, "kind of claim", Kinds) }

// Risk is what it would cost to be wrong.
type Risk string

// Risks lists every risk, in the order in which forms offer them.
var Risks = []Risk{"normal", "high", "legal"}

// ParseRisk reads a risk.
func ParseRisk(s string) (Risk, error) { return parse(s, "risk", Risks) }

// Resolution is how a claim ended, apart from its status.
type Resolution string

// Unresolved is a claim that has not ended yet.
const Unresolved Resolution = "none"

// Resolutions lists every way in which a claim can end, none first.
var Resolutions = []Resolution{Unresolved, "stands", "corrected", "softened", "attributed", "cut", "on author", "opinion", "run as is"}

// ParseResolution reads a resolution.
func ParseResolution(s string) (Resolution, error) { return parse(s, "resolution", Resolutions) }

// Claim is something the article asserts; it lives through the revisions.
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
	SinceRevision int  // its words have not changed since this revision's number
	FormerSince   *int // of a claim that nobody has annotated since then: the number since which they had been as they were annotated
	Version       int
	CreatedBy     *int64
	CreatedAt     time.Time
	ChangedAt     time.Time
	WithdrawnAt   *time.Time
	WithdrawnBy   *int64

	Exact         string // its words as they stand
	Context       string // the words of its sentence; "" while it is lost or its place is not confirmed: then no verdict counts
	Contested     bool   // somebody disputed its former words, and nothing has ended that
	Unproved      bool   // called sourced without what the desk's policy asks for now
	FormerClaimID *int64 // the claim on other words that it was made in the place of
}

// ClaimEdit is a change of what sort of claim it is and what it would cost to be wrong, as typed.
type ClaimEdit struct {
	Kind    string
	Risk    string
	Version int // of the claim, as it was read
}

// Check reads the edit.
func (e ClaimEdit) Check() (Kind, Risk, error) {
	var wrong ValidationErrors
	kind, err := ParseKind(e.Kind)
	kind = checkChoice(kind, err, "kind", &wrong)
	risk, err := ParseRisk(e.Risk)
	risk = checkChoice(risk, err, "risk", &wrong)
	return kind, risk, wrong.Err()
}

// OutcomeInput is what an editor says of how a claim ended, as typed.
type OutcomeInput struct {
	Resolution string
	Reason     string
	Version    int // of the claim, as it was read
}

// correctionResolutions are the outcomes that the text itself shows.
var correctionResolutions = []Resolution{"corrected", "softened", "attributed", "cut"}

// Check refuses an outcome that says more than is known. lost is a claim whose words are gone; corrected says that a correction of it was
// proposed and not declined.
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

// ResolveRefusal says, as one sentence, why a claim of this standing cannot be said to have ended; "" when it can.
func (s ClaimStatus) ResolveRefusal() string {
	switch {
	case s.Contested:
		return "" // the dispute of its former words can
	case s.Status == Unchecked:
		return "Nobody has checked this claim yet: it can only end once somebody has."
	case s.Disagree:
		return "Reviewers disagree on this claim: please rule first."
	}
	return ""
}

// EvidenceOverride says for which reason an editor let a claim be called sourced on less than the desk's policy asks for.
type EvidenceOverride struct {
	ClaimID int64
	Reason  string
	Name    string // of the editor
	At      time.Time
}

// Placement is how sure an occurrence's place is.
type Placement string

// The placements: stands where it was marked, was found again and waits for a person, or could not be found.
const (
	Placed Placement = "placed"
	Moved  Placement = "moved"
	Lost   Placement = "lost"
)

// Occurrence is where a claim stands in one revision: text[Start:End] == Exact, in code points, always.
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
	EventID    *int64 // the event that added it to the claim as a further one; nil for the claim's first
}

// OccurrenceSentence says that an occurrence touches a sentence.
type OccurrenceSentence struct {
	SentenceID   int64 `gorm:"primaryKey"`
	OccurrenceID int64 `gorm:"primaryKey"`
}

// Annotation is one reviewer's tag on a claim. Append only: undo withdraws it.
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
	Exact       string  // the claim's words that it was said of
	Context     string  // the words of their sentence
	Depends     *string // the words that the sentence referred back to; nil where that was not written down
	Imported    bool    // it came in a file, and counts for nothing
}

// ClaimOutcome is how an editor said that a claim ended, for the words as they were. Append only: the newest for the words as they
// stand counts,
// until somebody gives a newer verdict.
type ClaimOutcome struct {
	ID         int64
	ClaimID    int64
	Resolution Resolution
	Reason     string
	Exact      string
	Context    string
	AfterID    int64 // the newest annotation of the claim then; 0: none
	UserID     *int64
	At         time.Time
}

// CurrentOutcome derives how a claim ended from what editors said of it, oldest first: the newest for the words as they are, unless
// somebody gave a newer
// verdict that counts. ended is the newest verdict that had been given when an editor last said how it ended.
func CurrentOutcome(said []ClaimOutcome, words ClaimWords, verdicts []Verdict) (is ClaimOutcome, ended int64) {
	none := ClaimOutcome{Resolution: Unresolved}
	if len(said) == 0 {
		return none, 0
	}
	newest := said[len(said)-1]
	if newest.Resolution == Unresolved {
		return none, 0
	}
	newer := func(v Verdict) bool { return v.Counts && v.ID > newest.AfterID }
	if !words.Same(ClaimWords{newest.Exact, newest.Context}) || slices.ContainsFunc(verdicts, newer) {
		return none, newest.AfterID
	}
	return newest, newest.AfterID
}

// TableName keeps GORM from guessing another.
func (ClaimOutcome) TableName() string { return "outcomes" }
