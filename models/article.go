package models

import (
	"time"

	"linecheck/text"
	"linecheck/text/sentence"
)

// ArticleState is where an article stands on its way to print.
type ArticleState string

// The states of an article. Being in the trash is apart from them: what is restored is as it was.
const (
	Checking ArticleState = "checking"
	Signed   ArticleState = "signed"
)

// Counts is what an article, or a desk in all, holds: kept by the transaction that changes it, and equal to a recount.
type Counts struct {
	Sentences        int
	SentencesUnread  int
	SentencesClear   int
	SentencesOpen    int
	SentencesDone    int
	SentencesRecheck int
	Claims           int
	ClaimsSourced    int
	ClaimsDisputed   int
	ClaimsUnverified int
	ClaimsUnchecked  int
	ClaimsDisagree   int
	QueriesOpen      int // unsettled ones: open or answered
	ClaimsSealed     int `gorm:"->"` // claims of which the reader may not know the status yet; never kept
}

// Article is a text on its way through the desk.
type Article struct {
	ID         int64
	DeskID     int64
	Title      string
	TitleFold  string // the title case-folded, for search
	Language   string
	WriterID   *int64
	CreatedBy  *int64
	CreatedAt  time.Time
	DueAt      *time.Time
	State      ArticleState
	TrashedAt  *time.Time
	TrashedBy  *int64
	RevisionID *int64
	Version    int    // of title, due time and the like
	Changes    int    // grows with every change of anything in the article
	Cuts       int    // grows whenever sentences of it are cut anew
	URL        string `gorm:"column:url"` // where it stands itself, or will, as typed
	Copies     string // where copies of it stand, as typed
	Counts     `gorm:"embedded"`

	SentencesTwice     int // sentences in which two people who did not write them looked at everything
	SentencesDependent int // settled ones in which nobody but an author looked at something
	SentencesLeaning   int // of those to be checked again, the ones that refer back to a sentence that changed
	ClaimsUnproved     int // called sourced without what the desk's policy asks for now
	Rules              int `gorm:"default:3"` // under which its states were derived; 0: before assertions kept their words
}

// DeskCounts is what a desk holds outside the trash.
type DeskCounts struct {
	DeskID   int64 `gorm:"primaryKey"`
	Articles int
	Counts   `gorm:"embedded"`
}

// Original is what came in, byte for byte.
type Original struct {
	SHA256    string `gorm:"column:sha256;primaryKey"`
	MediaType string
	Size      int
	Bytes     []byte
}

// Revision is one immutable text of an article.
type Revision struct {
	ID             int64
	ArticleID      int64
	Number         int
	Text           string
	SHA256         string  `gorm:"column:sha256"` // of the text's UTF-8 bytes, lower-case hex
	OriginalSHA256 *string `gorm:"column:original_sha256"`
	OriginalName   string
	Note           string
	CreatedBy      *int64
	CreatedAt      time.Time
	WithdrawnAt    *time.Time // taken back while nothing was done on it
	WithdrawnBy    *int64
	Said           *ImportedMarkup `gorm:"serializer:json"` // nil where no file said anything
}

// Track is one sentence's identity through the revisions, and what was settled about it.
type Track struct {
	ID        int64
	ArticleID int64
	State     SentenceState
	Recheck   bool // it came of sentences, split or merged, about which something was settled
	Twice     bool // two people who did not write it have looked at everything in it
	Dependent bool // settled, but nobody except an author looked at something in it
	Leaning   bool // to be checked again because it refers back to a sentence that changed
	CreatedAt time.Time

	SinceRevisionID   int64  // its words have not changed since this revision; older marks count no more. 0: since the first
	SettledRevisionID *int64 // the revision whose words were last settled, while it is to be checked again
}

// Sentence is where a track stands in one revision. Start and End are code points of the revision's text, half open.
type Sentence struct {
	ID         int64
	RevisionID int64
	TrackID    int64
	Ordinal    int // from 1
	Region     sentence.Region
	Start      int `gorm:"column:start_cp"`
	End        int `gorm:"column:end_cp"`
	Text       string
	Depends    string // the words of the sentences that it refers back to
	Typed      string // how its words came in, as Typed lists it
	Authors    string // ids of the users who wrote it, between commas
}

// Span is the sentence's place as a span.
func (s Sentence) Span() text.Span { return text.Span{Start: s.Start, End: s.End} }

// ReadMark is one reader's mark "read, nothing to check" on a sentence.
type ReadMark struct {
	ID          int64
	TrackID     int64
	RevisionID  int64
	ReaderID    int64
	At          time.Time
	WithdrawnAt *time.Time
	WithdrawnBy *int64
	Text        string // the sentence as it was read
	Region      sentence.Region
	Depends     *string // the words that it referred back to; nil where that was not written down
	Imported    bool    // it came in a file, and counts for nothing
}

// TableName is the table that keeps them: it was named before the type.
func (ReadMark) TableName() string { return "readings" }

// ArticlePerson is someone who works on an article: asked to, or has done something on it.
type ArticlePerson struct {
	ArticleID  int64 `gorm:"primaryKey"`
	UserID     int64 `gorm:"primaryKey"`
	AssignedAt *time.Time
	AssignedBy *int64
	DueAt      *time.Time // by when, where that is not the article's own due time
	LastAt     *time.Time
}

// TableName keeps GORM from guessing a plural of its own.
func (ArticlePerson) TableName() string { return "article_people" }

// SentencesReviewed is how many sentences someone has looked at on the text as it is now: a sentence to check again is not among them.
func (c Counts) SentencesReviewed() int { return c.Sentences - c.SentencesUnread - c.SentencesRecheck }

// Add adds two counts, field by field.
func (c Counts) Add(d Counts) Counts { return c.combine(d, 1) }

// Sub subtracts d, field by field.
func (c Counts) Sub(d Counts) Counts { return c.combine(d, -1) }

func (c Counts) combine(d Counts, sign int) Counts {
	into, from := c.fields(), d.fields()
	for i := range into {
		*into[i] += sign * *from[i]
	}
	return c
}

// fields lists the counters in the order of their columns.
func (c *Counts) fields() []*int {
	return []*int{&c.Sentences, &c.SentencesUnread, &c.SentencesClear, &c.SentencesOpen, &c.SentencesDone, &c.SentencesRecheck,
		&c.Claims, &c.ClaimsSourced, &c.ClaimsDisputed, &c.ClaimsUnverified, &c.ClaimsUnchecked, &c.ClaimsDisagree, &c.QueriesOpen, &c.ClaimsSealed}
}

// HideVerdicts hides what every claim was found to be, and which sentences are done for it.
func (c *Counts) HideVerdicts() {
	c.SentencesOpen, c.SentencesDone = c.SentencesOpen+c.SentencesDone, 0
	c.ClaimsSourced, c.ClaimsDisputed, c.ClaimsUnverified, c.ClaimsUnchecked, c.ClaimsDisagree, c.ClaimsSealed = 0, 0, 0, 0, 0, c.Claims
}

// RevealVerdicts shows of sealed counts what is known: some claims by status, and sentences that are done.
func (c *Counts) RevealVerdicts(known Counts) {
	*c = c.Add(known)
	c.Claims -= known.Claims
	c.ClaimsSealed -= known.Claims
	c.SentencesOpen -= known.SentencesDone
}

// AddSentence counts n sentences of a state.
func (c *Counts) AddSentence(state SentenceState, n int) {
	c.Sentences += n
	switch state {
	case Unread:
		c.SentencesUnread += n
	case Clear:
		c.SentencesClear += n
	case Open:
		c.SentencesOpen += n
	case Done:
		c.SentencesDone += n
	case Recheck:
		c.SentencesRecheck += n
	}
}

// AddClaim counts n claims of a standing.
func (c *Counts) AddClaim(s ClaimStatus, n int) {
	c.Claims += n
	switch s.Status {
	case Sourced:
		c.ClaimsSourced += n
	case Disputed:
		c.ClaimsDisputed += n
	case Unverified:
		c.ClaimsUnverified += n
	case Unchecked:
		c.ClaimsUnchecked += n
	case Sealed:
		c.ClaimsSealed += n
	}
	if s.Disagree {
		c.ClaimsDisagree += n
	}
}
