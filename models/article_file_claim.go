package models

import (
	"time"
)

// FileClaim is a claim with its annotations, evidence, corrections and outcomes.
type FileClaim struct {
	ID            int64            `json:"id"`
	Kind          Kind             `json:"kind"`
	Risk          Risk             `json:"risk"`
	Status        Status           `json:"status"`
	Disagree      bool             `json:"disagree"`
	Resolution    Resolution       `json:"resolution"`
	ResolvedBy    *int64           `json:"resolved_by,omitempty"`
	ResolvedAt    *time.Time       `json:"resolved_at,omitempty"`
	Assignee      *int64           `json:"assignee,omitempty"`
	DueAt         *time.Time       `json:"due_at,omitempty"`
	SinceRevision int              `json:"since_revision"`
	FormerSince   *int             `json:"former_since,omitempty"`
	Version       int              `json:"version"`
	CreatedBy     *int64           `json:"created_by,omitempty"`
	CreatedAt     time.Time        `json:"created_at"`
	ChangedAt     time.Time        `json:"changed_at"`
	WithdrawnAt   *time.Time       `json:"withdrawn_at,omitempty"`
	WithdrawnBy   *int64           `json:"withdrawn_by,omitempty"`
	Occurrences   []FileOccurrence `json:"occurrences"`
	Annotations   []FileAnnotation `json:"annotations"`
	Evidence      []FileEvidence   `json:"evidence"`
	Corrections   []FileCorrection `json:"corrections"`

	Exact       string        `json:"exact,omitempty"`        // its words
	Context     string        `json:"context,omitempty"`      // the words of its sentence
	Contested   bool          `json:"contested,omitempty"`    // a dispute of former words has not ended
	FormerClaim *int64        `json:"former_claim,omitempty"` // the claim on other words that it replaced
	Outcomes    []FileOutcome `json:"outcomes,omitempty"`     // oldest first; not imported
}

// FileOutcome is a claim's outcome, as an editor set it.
type FileOutcome struct {
	Resolution Resolution `json:"resolution"`
	Reason     string     `json:"reason"`
	Exact      string     `json:"exact"`
	Context    string     `json:"context"`
	By         *int64     `json:"by,omitempty"`
	At         time.Time  `json:"at"`
}

// FileOccurrence is the place of a claim in one revision.
type FileOccurrence struct {
	Revision  int       `json:"revision"`
	Sentences []int     `json:"sentences"` // ordinals of the sentences it touches; the one in which it begins comes first
	Start     int       `json:"start"`
	End       int       `json:"end"`
	Exact     string    `json:"exact"`
	Prefix    string    `json:"prefix"`
	Suffix    string    `json:"suffix"`
	Placement Placement `json:"placement"`
	Further   bool      `json:"further,omitempty"` // a further occurrence of the claim
}

// FileAnnotation is one reviewer's verdict on the claim.
type FileAnnotation struct {
	ID          int64      `json:"id"`
	Reviewer    int64      `json:"reviewer"`
	Revision    int        `json:"revision"`
	Status      Status     `json:"status"`
	Note        string     `json:"note"`
	Ruling      bool       `json:"ruling"`
	Counts      *bool      `json:"counts,omitempty"` // it counted for the claim's words at the export; older files do not have this
	At          time.Time  `json:"at"`
	WithdrawnAt *time.Time `json:"withdrawn_at,omitempty"`
	WithdrawnBy *int64     `json:"withdrawn_by,omitempty"`
	Exact       string     `json:"exact,omitempty"`     // the claim's words that it was given for
	Context     string     `json:"context,omitempty"`   // the words of their sentence
	Depends     *string    `json:"depends,omitempty"`   // the words that the sentence referred back to
	FromFile    bool       `json:"from_file,omitempty"` // it had already been imported from a file
}

// FileEvidence is a source cited for the claim.
type FileEvidence struct {
	ID          int64      `json:"id"`
	Annotation  *int64     `json:"annotation,omitempty"` // the annotation with which it was given
	Class       Class      `json:"class"`
	Stance      Stance     `json:"stance"`
	Source      FileSource `json:"source"`
	Quote       string     `json:"quote"`
	Locator     string     `json:"locator"`
	AccessedOn  string     `json:"accessed_on,omitempty"` // a day as 2006-01-02
	CreatedBy   *int64     `json:"created_by,omitempty"`
	CreatedAt   time.Time  `json:"created_at"`
	WithdrawnAt *time.Time `json:"withdrawn_at,omitempty"`
	WithdrawnBy *int64     `json:"withdrawn_by,omitempty"`

	Exact    string `json:"exact,omitempty"`     // the claim's words that it was given for
	Confirms *int64 `json:"confirms,omitempty"`  // the evidence for former words that it confirms
	FromFile bool   `json:"from_file,omitempty"` // it had already been imported from a file

	// Snapshots lists the exporting server's snapshots of the source. The files are not exported, so the list
	// is not imported.
	Snapshots []FileSnapshot `json:"snapshots,omitempty"`
}

// FileSource is a source. Of a confidential source, the file contains only the kind and that it is
// confidential.
type FileSource struct {
	Kind         SourceKind `json:"kind"`
	Title        string     `json:"title"`
	Publisher    string     `json:"publisher"`
	From         string     `json:"from,omitempty"` // the agency or press release that it repeats
	URL          string     `json:"url"`
	Contact      string     `json:"contact"`
	Confidential bool       `json:"confidential"`
}

// FileSnapshot describes a kept snapshot of a source.
type FileSnapshot struct {
	MediaType string         `json:"media_type"`
	SHA256    string         `json:"sha256"`
	Size      int            `json:"size"`
	Origin    SnapshotOrigin `json:"origin"`
	TakenBy   *int64         `json:"taken_by,omitempty"`
	TakenAt   time.Time      `json:"taken_at"`
}

// FileCorrection is a proposed correction of the claim.
type FileCorrection struct {
	ID         int64           `json:"id"`
	From       string          `json:"from"`
	To         string          `json:"to"`
	Reason     string          `json:"reason"`
	State      CorrectionState `json:"state"`
	ProposedBy int64           `json:"proposed_by"`
	ProposedAt time.Time       `json:"proposed_at"`
	DecidedBy  *int64          `json:"decided_by,omitempty"`
	DecidedAt  *time.Time      `json:"decided_at,omitempty"`
	Version    int             `json:"version"`

	AcceptedBy    *int64 `json:"accepted_by,omitempty"`
	DeclineReason string `json:"decline_reason,omitempty"`
}

// FileQuery is a query about the article, a sentence or a claim, with its messages.
type FileQuery struct {
	ID       int64         `json:"id"`
	Track    *int64        `json:"track,omitempty"`
	At       *int          `json:"at,omitempty"`
	Claim    *int64        `json:"claim,omitempty"`
	RaisedBy int64         `json:"raised_by"`
	RaisedAt time.Time     `json:"raised_at"`
	ToRole   Role          `json:"to_role"`
	ToUser   *int64        `json:"to_user,omitempty"`
	State    QueryState    `json:"state"`
	Reason   string        `json:"reason"`
	Version  int           `json:"version"`
	Messages []FileMessage `json:"messages"`

	Guests []FileGuestAnswer `json:"guests,omitempty"` // what people without an account said by a link
}

// FileMessage is one message of a query.
type FileMessage struct {
	Author int64     `json:"author"`
	Body   string    `json:"body"`
	At     time.Time `json:"at"`
	Words  string    `json:"words,omitempty"`
}

// FileGuestAnswer is what a person without an account said by a link, under the name that the sender typed.
type FileGuestAnswer struct {
	Guest    string    `json:"guest"`
	SentTo   string    `json:"sent_to"`
	SentBy   int64     `json:"sent_by"`
	Body     string    `json:"body"`
	Revision int       `json:"revision,omitempty"` // whose sentence in words is the guest's own; 0: an answer
	Local    bool      `json:"local"`              // from a browser that was signed in at the newsroom's server
	Words    string    `json:"words"`
	At       time.Time `json:"at"`
}

// FileNote is a note on a sentence. Without a track it is on the title.
type FileNote struct {
	Track       *int64     `json:"track,omitempty"`
	At          *int       `json:"at,omitempty"`
	Author      int64      `json:"author"`
	Body        string     `json:"body"`
	Words       string     `json:"words"`
	WrittenAt   time.Time  `json:"written_at"`
	WithdrawnAt *time.Time `json:"withdrawn_at,omitempty"`
}
