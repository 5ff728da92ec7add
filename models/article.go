package models

import (
	"time"

	"linecheck/text"
	"linecheck/text/sentence"
)

// ArticleState is the progress of an article towards publication.
type ArticleState string

// The states of an article. The trash is not a state: a restored article has the state it had before.
const (
	Checking ArticleState = "checking"
	Signed   ArticleState = "signed"
)

// Counts counts the sentences, claims and queries of an article or of a whole desk. Each transaction that
// changes one of them updates the counts; they always equal a recount.
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
	QueriesOpen      int // open or answered
	ClaimsSealed     int `gorm:"->"` // claims whose status the reader may not see yet; never stored
}

// Article is a text that a desk checks.
type Article struct {
	ID         int64
	DeskID     int64
	Title      string
	TitleFold  string // the title, case-folded for search
	Language   string
	WriterID   *int64
	CreatedBy  *int64
	CreatedAt  time.Time
	DueAt      *time.Time
	State      ArticleState
	TrashedAt  *time.Time
	TrashedBy  *int64
	RevisionID *int64
	Version    int    // incremented when the title, the due time or another detail changes
	Changes    int    // incremented by every change of anything in the article
	Cuts       int    // incremented whenever sentences are split, merged or segmented again
	URL        string `gorm:"column:url"` // the article's own address, present or future, as typed
	Copies     string // addresses of its copies, as typed
	Counts     `gorm:"embedded"`

	SentencesTwice     int // sentences in which two people who did not write them checked everything
	SentencesDependent int // settled sentences in which only an author checked some part
	SentencesLeaning   int // sentences in recheck only because they refer back to a sentence that changed
	ClaimsUnproved     int // sourced claims that do not meet the desk's current policy
	Rules              int `gorm:"default:3"` // the rules that derived its states; 0: from before assertions kept their words
}

// DeskCounts are a desk's counts outside the trash.
type DeskCounts struct {
	DeskID   int64 `gorm:"primaryKey"`
	Articles int
	Counts   `gorm:"embedded"`
}

// Original is the uploaded file, byte for byte.
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
	WithdrawnAt    *time.Time // undone before anybody worked on it
	WithdrawnBy    *int64
	Markup         *ImportedMarkup `gorm:"column:said;serializer:json"` // nil without any markup from a file
}

// Track is the identity of one sentence through the revisions, with its state.
type Track struct {
	ID        int64
	ArticleID int64
	State     SentenceState
	Recheck   bool // whether it was made by splitting or merging settled sentences
	ReadTwice bool `gorm:"column:twice"` // two people who did not write it checked everything in it
	Dependent bool // settled, but only an author checked some part of it
	Leaning   bool // in recheck because it refers back to a sentence that changed
	CreatedAt time.Time

	SinceRevisionID   int64  // the revision since which its words are unchanged; older read marks do not count. 0: since the first
	SettledRevisionID *int64 // for a sentence in recheck: the revision whose words were last settled
}

// Sentence is the place of a track in one revision. Start and End are offsets in code points of the
// revision's text, half open.
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
	Provenance string `gorm:"column:typed"` // provenance tokens of its words, see RevisionProvenance
	Authors    string // ids of the users who wrote it, between commas
}

// Span returns the sentence's span.
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
	Text        string // the sentence's words when it was read
	Region      sentence.Region
	Depends     *string // the words that it referred back to; nil if they were not recorded
	Imported    bool    // imported from a file; it does not count
	RangeSize   int     // how many neighbouring sentences the same action marked; 0 for this one only
}

// TableName returns the name of the table, which is older than the type.
func (ReadMark) TableName() string { return "readings" }

// ArticlePerson is a user who is assigned to an article or has worked on it.
type ArticlePerson struct {
	ArticleID  int64 `gorm:"primaryKey"`
	UserID     int64 `gorm:"primaryKey"`
	AssignedAt *time.Time
	AssignedBy *int64
	DueAt      *time.Time // the assignment's own due time; nil: the article's
	LastAt     *time.Time
}

// TableName returns the table's name, because GORM would form a wrong plural.
func (ArticlePerson) TableName() string { return "article_people" }

// SentencesReviewed is the number of sentences that were checked on the current text. Those in recheck are
// not counted.
func (c Counts) SentencesReviewed() int { return c.Sentences - c.SentencesUnread - c.SentencesRecheck }

// TextSentences returns the number of sentences without the title.
func (c Counts) TextSentences() int { return max(c.Sentences-1, 0) }

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

// HideVerdicts hides the status of every claim and which sentences are done.
func (c *Counts) HideVerdicts() {
	c.SentencesOpen, c.SentencesDone = c.SentencesOpen+c.SentencesDone, 0
	c.ClaimsSourced, c.ClaimsDisputed, c.ClaimsUnverified, c.ClaimsUnchecked, c.ClaimsDisagree, c.ClaimsSealed = 0, 0, 0, 0, 0, c.Claims
}

// RevealVerdicts adds the claims and done sentences that the reader may see to hidden counts.
func (c *Counts) RevealVerdicts(known Counts) {
	*c = c.Add(known)
	c.Claims -= known.Claims
	c.ClaimsSealed -= known.Claims
	c.SentencesOpen -= known.SentencesDone
}

// AddSentence adds n sentences in a state.
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

// AddClaim adds n claims with a status.
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
