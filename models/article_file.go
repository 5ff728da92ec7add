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
