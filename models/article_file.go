package models

import (
	"time"

	"linecheck/text/anchor"
	"linecheck/text/sentence"
)

// The format and version of an exported article file. docs/reference/formats.md describes it.
const (
	ArticleFileFormat  = "linecheck-article"
	ArticleFileVersion = 2 // 2 added event format 2 and what each assertion is based on; version 1 can still be read
)

// MaxArticleFileSize is the maximum size of an article file, in bytes.
const MaxArticleFileSize = 64 << 20

// ArticleFile is a complete exported article. It refers to users, claims, tracks and the like by id, to
// revisions by number and to sentences by ordinal. Offsets are code points of the revision's text, half open;
// times are UTC.
type ArticleFile struct {
	Format             string                  `json:"format"`
	Version            int                     `json:"version"`
	Export             FileExport              `json:"taken"`
	Article            FileArticle             `json:"article"`
	People             []FilePerson            `json:"people"` // every user that the file refers to
	Assignments        []FileAssignment        `json:"assignments"`
	Revisions          []FileRevision          `json:"revisions"`
	Tracks             []FileTrack             `json:"tracks"`
	Claims             []FileClaim             `json:"claims"`
	Queries            []FileQuery             `json:"queries"`
	Notes              []FileNote              `json:"notes,omitempty"`
	RecheckSuggestions []FileRecheckSuggestion `json:"second_looks"`
	Dismissals         []FileDismissal         `json:"refusals,omitempty"`
	SignOffs           []FileSignOff           `json:"sign_offs"`
	Overrides          []FileOverride          `json:"overrides"`
	Events             []FileEvent             `json:"events"`

	// Signature is a detached JWS over the rest of the file, its last member. AppendSignature adds it.
	Signature string `json:"signature,omitempty"`
}

// FileExport records when and by whom the file was exported, and the state of the hash chain at that time.
type FileExport struct {
	At     time.Time `json:"at"`
	By     string    `json:"by"`
	Chain  FileChain `json:"chain"`
	Sealed int       `json:"sealed"` // claims whose verdicts were hidden from the exporting user; if any, the file is incomplete
}

// FileChain is the length and head of the exporting server's hash chain.
type FileChain struct {
	Length int    `json:"length"`
	Head   string `json:"head"`
}

// FileArticle contains the article's details.
type FileArticle struct {
	ID        int64        `json:"id"`
	Desk      string       `json:"desk"`
	Title     string       `json:"title"`
	Language  string       `json:"language"`
	Writer    *int64       `json:"writer,omitempty"`
	CreatedBy *int64       `json:"created_by,omitempty"`
	CreatedAt time.Time    `json:"created_at"`
	DueAt     *time.Time   `json:"due_at,omitempty"`
	State     ArticleState `json:"state"`
	Revision  int          `json:"revision"` // the number of the current revision
	Version   int          `json:"version"`
	URL       string       `json:"url"`
	Copies    string       `json:"copies"`
}

// FilePerson is a user that the file refers to.
type FilePerson struct {
	ID    int64  `json:"id"`
	Name  string `json:"name"`
	Email string `json:"email"`
}

// FileAssignment is a user who works on the article.
type FileAssignment struct {
	Person     int64      `json:"person"`
	AssignedAt *time.Time `json:"assigned_at,omitempty"`
	AssignedBy *int64     `json:"assigned_by,omitempty"`
	DueAt      *time.Time `json:"due_at,omitempty"`
	LastAt     *time.Time `json:"last_at,omitempty"`
}

// FileRevision is one text of the article.
type FileRevision struct {
	Number       int             `json:"number"`
	Text         string          `json:"text"`
	SHA256       string          `json:"sha256"`
	Note         string          `json:"note"`
	OriginalName string          `json:"original_name"`
	Original     *FileOriginal   `json:"original,omitempty"`
	CreatedBy    *int64          `json:"created_by,omitempty"`
	CreatedAt    time.Time       `json:"created_at"`
	WithdrawnAt  *time.Time      `json:"withdrawn_at,omitempty"`
	WithdrawnBy  *int64          `json:"withdrawn_by,omitempty"`
	Sentences    []FileSentence  `json:"sentences"`
	Boundaries   []FileBoundary  `json:"boundaries"`
	Markup       *ImportedMarkup `json:"said,omitempty"`
	Authorship   *FileAuthorship `json:"words,omitempty"` // who wrote the words; not imported
}

// FileOriginal contains the uploaded bytes of a revision, in base64.
type FileOriginal struct {
	SHA256    string `json:"sha256"`
	MediaType string `json:"media_type"`
	Bytes     []byte `json:"bytes"`
}

// FileSentence is the place of a track in a revision.
type FileSentence struct {
	Ordinal int             `json:"ordinal"`
	Track   int64           `json:"track"`
	Region  sentence.Region `json:"region"`
	Start   int             `json:"start"`
	End     int             `json:"end"`
	Text    string          `json:"text"`

	Depends string  `json:"depends,omitempty"` // the words that it refers back to
	Authors []int64 `json:"authors,omitempty"` // the users who wrote its words, if known; not imported
}

// FileAuthorship states who wrote the words of a revision.
type FileAuthorship struct {
	By      int64     `json:"by"`
	Vouched bool      `json:"vouched"` // by an editor, for a writer without an account
	Reason  string    `json:"reason"`
	At      time.Time `json:"at"`
}

// FileBoundary is a manual decision that a sentence begins, or does not begin, at an offset.
type FileBoundary struct {
	At          int        `json:"at"`
	Begins      bool       `json:"begins"`
	MadeBy      int64      `json:"made_by"`
	MadeAt      time.Time  `json:"made_at"`
	WithdrawnAt *time.Time `json:"withdrawn_at,omitempty"`
	WithdrawnBy *int64     `json:"withdrawn_by,omitempty"`
}

// FileTrack is the identity of one sentence through the revisions, with its state.
type FileTrack struct {
	ID        int64          `json:"id"`
	State     SentenceState  `json:"state"`
	Recheck   bool           `json:"recheck"`
	ReadByTwo bool           `json:"twice"`
	CreatedAt time.Time      `json:"created_at"`
	Since     int            `json:"since"`             // number of the revision since which its words are unchanged; 0: since the first
	Settled   int            `json:"settled,omitempty"` // during recheck: number of the revision whose words were last settled
	Origins   []int64        `json:"origins,omitempty"`
	ReadMarks []FileReadMark `json:"readings,omitempty"`
}

// FileReadMark is one reader's mark "read, nothing to check".
type FileReadMark struct {
	Revision    int             `json:"revision"`
	Reader      int64           `json:"reader"`
	At          time.Time       `json:"at"`
	WithdrawnAt *time.Time      `json:"withdrawn_at,omitempty"`
	WithdrawnBy *int64          `json:"withdrawn_by,omitempty"`
	Text        string          `json:"text,omitempty"` // the words that were read
	Region      sentence.Region `json:"region,omitempty"`
	Depends     *string         `json:"depends,omitempty"`   // the words that they referred back to
	Gaps        []FileGap       `json:"gaps,omitempty"`      // words of claims, which the mark does not cover
	FromFile    bool            `json:"from_file,omitempty"` // it had already been imported from a file
	RangeSize   int             `json:"range,omitempty"`     // how many neighbouring sentences the same act marked
}

// FileGap is a part of a sentence, in code points from its start.
type FileGap struct {
	Start int `json:"start"`
	End   int `json:"end"`
}

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
}

// FileMessage is one message of a query.
type FileMessage struct {
	Author int64     `json:"author"`
	Body   string    `json:"body"`
	At     time.Time `json:"at"`
	Words  string    `json:"words,omitempty"`
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

// FileRecheckSuggestion is a suggestion to recheck a sentence that refers back to one that changed.
type FileRecheckSuggestion struct {
	Revision  int               `json:"revision"`
	Track     int64             `json:"track"`
	OnTrack   int64             `json:"on_track"`
	Change    anchor.ChangeKind `json:"change"`
	Words     string            `json:"words"`
	Outcome   RecheckOutcome    `json:"outcome"`
	SettledBy *int64            `json:"settled_by,omitempty"`
	SettledAt *time.Time        `json:"settled_at,omitempty"`
}

// FileDismissal is a dismissed suggestion.
type FileDismissal struct {
	Track       int64          `json:"track"`
	Sort        SuggestionSort `json:"sort"`
	Key         string         `json:"key"`
	Words       string         `json:"words"`
	By          int64          `json:"by"`
	At          time.Time      `json:"at"`
	WithdrawnAt *time.Time     `json:"withdrawn_at,omitempty"`
	WithdrawnBy *int64         `json:"withdrawn_by,omitempty"`
}

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

// FileEvent is an event of the article with every column that its hash covers.
type FileEvent struct {
	ID        int64     `json:"id"`
	At        time.Time `json:"at"`
	Actor     *int64    `json:"actor,omitempty"`
	Action    string    `json:"action"`
	Object    string    `json:"object"`
	ObjectID  int64     `json:"object_id"`
	ArticleID *int64    `json:"article_id,omitempty"`
	DeskID    *int64    `json:"desk_id,omitempty"`
	Before    string    `json:"before"` // JSON, as it was hashed
	After     string    `json:"after"`
	PrevHash  string    `json:"previous_hash"`
	Hash      string    `json:"hash"`

	// In format 2 the hash covers Door and PayloadSHA256, which is a digest of Salt, Before and After.
	Format        int        `json:"format,omitempty"` // absent: 1
	Salt          string     `json:"salt,omitempty"`
	PayloadSHA256 string     `json:"payload_sha256,omitempty"`
	Door          string     `json:"door,omitempty"`
	ErasedAt      *time.Time `json:"erased_at,omitempty"` // when before, after and salt were erased
}

// NewFileEvent converts an event to its form in a file.
func NewFileEvent(e Event) FileEvent {
	f := FileEvent{
		ID:            e.ID,
		At:            e.At.UTC(),
		Actor:         e.ActorID,
		Action:        e.Action,
		Object:        e.Object,
		ObjectID:      e.ObjectID,
		ArticleID:     e.ArticleID,
		DeskID:        e.DeskID,
		Before:        e.Before,
		After:         e.After,
		PrevHash:      e.PrevHash,
		Hash:          e.Hash,
		Format:        e.Format,
		Salt:          e.Salt,
		PayloadSHA256: e.PayloadSHA256,
		Door:          e.Door,
		ErasedAt:      e.ErasedAt,
	}
	if f.Format == EventFormat1 {
		f.Format = 0 // as it was in files before format 2
	}
	return f
}

// Event converts the event back from its form in a file.
func (f FileEvent) Event() Event {
	e := Event{
		ID:            f.ID,
		At:            f.At,
		ActorID:       f.Actor,
		Action:        f.Action,
		Object:        f.Object,
		ObjectID:      f.ObjectID,
		ArticleID:     f.ArticleID,
		DeskID:        f.DeskID,
		Before:        f.Before,
		After:         f.After,
		PrevHash:      f.PrevHash,
		Hash:          f.Hash,
		Format:        f.Format,
		Salt:          f.Salt,
		PayloadSHA256: f.PayloadSHA256,
		Door:          f.Door,
		ErasedAt:      f.ErasedAt,
	}
	if e.Format == 0 {
		e.Format = EventFormat1
	}
	return e
}
