package models

import (
	"slices"
	"time"

	"linecheck/text"
	"linecheck/text/message"
)

// Location is where a user is redirected after a change.
type Location struct {
	ArticleID     int64
	Ordinal       int   // the sentence's number in the current revision
	ClaimID       int64 // 0 for no claim
	OtherOrdinals []int // the numbers of other sentences that the change touched

	CorrectionID  int64 // the proposed correction; 0: none
	AlreadyExists bool  // the claim to be made already existed
	UndoneEventID int64 // the event that was undone; 0: none
}

// SeenFrom returns the location relative to one of its sentences, as a claim can be in several.
func (p Location) SeenFrom(ordinal int) Location {
	others := slices.DeleteFunc(append([]int{p.Ordinal}, p.OtherOrdinals...), func(n int) bool { return n == ordinal })
	p.Ordinal, p.OtherOrdinals = ordinal, slices.Compact(slices.Sorted(slices.Values(others)))
	return p
}

// ArticleVersion is the cache key of an article's page.
type ArticleVersion struct {
	ArticleID int64
	DeskID    int64
	Changes   int
	WriterID  int64 // the named writer's user id; 0: none
	Trashed   bool
}

// ArticlePage is everything that the article view renders. It does not depend on the reader, only on their
// rights.
type ArticlePage struct {
	Article
	Desk          string
	WriterName    string
	SecondReader  bool                 // the desk requires one
	Words         []RevisionAuthorship // texts added by others, for which nobody has stated the authorship
	Revision      Revision             // the current one, without its original bytes
	Gate          GateState
	Sentences     []PageSentence
	TitleSentence PageSentence // the title, as sentence 0, which is read as well
	Lost          []LostClaim
	Event         int64 // the newest event that is included
}

// AllSentences returns the title and the sentences of the text: everything that has to be read.
func (p ArticlePage) AllSentences() []PageSentence {
	return append([]PageSentence{p.TitleSentence}, p.Sentences...)
}

// PageSentence is a sentence with its state and the spans of the claims that touch it.
type PageSentence struct {
	Sentence
	State      SentenceState
	ClaimSpans []ClaimSpan
	Queries    int  // unsettled ones about the sentence or a claim in it
	RestRead   bool // nothing outside its claims is left to read; set only for the API
}

// ClaimSpan is the part of a claim in one sentence. Start and End are code points from the sentence's start.
type ClaimSpan struct {
	ClaimID    int64
	Start, End int
	ClaimStatus
	Resolution Resolution
}

// SentencePage is one sentence with its claims, verdicts, evidence and queries.
type SentencePage struct {
	Article
	Desk         Desk
	Revision     Revision // the current one, without its original bytes
	Gate         GateState
	Sentence     PageSentence
	Before       []PageSentence // sentences nearby, for context, and others that were requested
	After        []PageSentence
	Claims       []ClaimCard
	ReadMarks    []NamedReadMark     // those that count
	Lapsed       []NamedReadMark     // those that do not count: for former words, or imported
	RestRead     bool                // nothing outside the claims is left to read
	RestReadByMe bool                // the reader's own marks cover the whole rest
	Covered      []text.Span         // the words that claims cover in it; no read mark covers them
	ImportOrigin ImportOrigin        // the import of the article; the zero value: none
	Duplicates   []DuplicateSentence // sentences with the same words, in order
	Queries      []QueryThread       // about the sentence and about its claims
	People       []DeskPerson        // the people of the desk
	Changed      *ChangedSentence    // for a sentence in recheck: its former words
	Lost         []LostClaim         // lost claims of the article
	Links        []SentenceLink      // of the file, in the sentence
	Comments     []FileComment       // of the file, at the sentence
	Event        int64               // the newest event that is included
}

// NamedReadMark is a read mark with its reader's name.
type NamedReadMark struct {
	ReadMark
	Name string
}

// ClaimCard is a claim with its annotations, evidence and other details.
type ClaimCard struct {
	Claim
	Occurrence        Occurrence      // in the current revision, in the page's sentence
	Locations         []ClaimLocation // all locations in which it begins, in order
	ByName            string          // the name of the user who made the claim
	Annotations       []NamedAnnotation
	Evidence          []VisibleEvidence  // not withdrawn, as the reader may see it
	MissingEvidence   message.Text       `gorm:"-"` // what is missing before it can be sourced, as one sentence; ""
	RecheckBy         []string           // names of reviewers who called it sourced before primary evidence contradicted it
	CanBeSourced      bool               // nothing is missing, or an editor accepted it
	EvidenceOverrides []EvidenceOverride // by editors, while the verdict "sourced" is unchanged
	Resolver          string             // the name of the editor who set the outcome
	OutcomeReason     string             // the editor's reason
	Corrections       []NamedCorrection
	History           []NamedEvent
	FormerVerdict     *FormerVerdict // the verdicts on its former words; nil if its words are those that were annotated
}

// NamedAnnotation is an annotation with its reviewer's name. EvaluateAnnotations sets whether it counts.
type NamedAnnotation struct {
	Annotation
	Name   string
	Live   bool         // the newest of its reviewer, for the current words
	Counts bool         // it is live, and no ruling differs: it determines the claim's status
	WhyNot message.Text `gorm:"-"` // why it does not count, as one short sentence
}

// NamedEvent is an event with its actor's name.
type NamedEvent struct {
	Event
	Name string
}

// ArticleRow is an article in a list or on the dashboard.
type ArticleRow struct {
	Article
	Desk           string
	Revision       int      // the current revision's number
	SHA256         string   // of its text
	People         []string // names of the people who work on it
	Gate           GateState
	Override       int    // claims that an editor accepted as sourced; 0 if the reader may not know
	FilteredCounts Counts // the counts of the claims that match the list's filter; equal to Counts without one
}

// ClaimRow is a claim in a list.
type ClaimRow struct {
	Claim
	ArticleTitle string
	Language     string // the article's
	Desk         string
	Occurrence   Occurrence
	Ordinal      int    // its sentence's number
	SentenceText string // the whole sentence
	SentenceFrom int    // the start of that sentence in the revision, in code points
	Reviewers    string // names of its reviewers
}

// SentenceRow is a sentence in a list.
type SentenceRow struct {
	Sentence
	State        SentenceState
	ArticleID    int64
	ArticleTitle string
	Language     string // the article's
	DeskID       int64
	Desk         string
	Waiting      []string `gorm:"-"` // the words of the claims that keep it open
	RestUnread   bool     `gorm:"-"` // nobody has read what its claims leave
}

// Filter narrows a list, the dashboard or an export. The zero value selects everything that the reader may
// see.
type Filter struct {
	DeskID              int64
	ArticleID           int64
	Assignee            int64         // claims assigned to this user
	Reviewer            int64         // claims with a live annotation of this reviewer
	Status              Status        // claims with this status
	Disagree            bool          // claims on which reviewers disagree
	Open                bool          // claims that keep their sentence open
	Kind                Kind          // claims of this kind
	State               SentenceState // sentences in this state
	WithoutSecondReader bool          // sentences that no second person has checked
	Lost                bool          // claims that could not be placed
	RecheckBy           int64         // claims that this reviewer called sourced before primary evidence contradicted them
	Override            bool          // claims that an editor accepted as sourced
	InCheck             bool          // articles that are not signed off
	From                time.Time     // claims whose status changed at or after
	Until               time.Time     // and before
	Query               string        // words of the claim or of the article's title
}

// NarrowsClaims reports whether the filter selects only some claims.
func (f Filter) NarrowsClaims() bool {
	return f.Assignee != 0 || f.Reviewer != 0 || f.Status != "" || f.Disagree || f.Open || f.Lost || f.Override || f.Kind != "" ||
		!f.From.IsZero() ||
		!f.Until.IsZero()
}

// Page selects one page of a list, with a cursor and a maximum number of rows.
type Page struct {
	After string
	Limit int
}

// ArticleFilter narrows the list of articles.
type ArticleFilter struct {
	Query               string // part of the title
	DeskID              int64
	State               ArticleState
	Mine                bool      // the reader wrote, added, is assigned to, or has worked on it
	AssignedToMe        bool      // the reader is assigned to it
	DueBy               time.Time // due before
	Closed              bool      // the gate is closed
	WithoutSecondPerson bool      // signed off without a second person
	Trashed             bool      // those in the trash instead
}

// Dashboard is the editor's overview: totals, and one row per article.
type Dashboard struct {
	Totals   Counts
	Articles int // articles in check
	Attention
	Rows []ArticleRow
	Next string // the cursor of the next page, or ""
}

// Attention counts the articles and claims that an editor looks at first. Disagreements are among the totals.
type Attention struct {
	Queries             int  // not settled
	DueSoon             int  // articles due within a day, or overdue, that are not signed off
	Blocked             int  // those of them with a closed gate
	Override            int  // claims that an editor accepted as sourced
	WithoutSecondPerson int  // articles that are signed off without a second person
	More                bool // there are more; counting stopped at MaxDueCounted
}

// MaxDueCounted limits the count of articles that are due soon. It is more than a desk can handle in a day,
// and few enough to count quickly.
const MaxDueCounted = 1_000

// DueSoonWindow is the maximum time until a due time that is soon.
const DueSoonWindow = 24 * time.Hour

// Work is what a user works on, beside their queue.
type Work struct {
	Articles []ArticleRow // by due time
	Ruled    []RuledClaim // claims that they annotated and an editor ruled on, newest ruling first
}

// The rows on one page of a list: the default and the maximum.
const (
	defaultPageRows = 50
	MaxPageRows     = 200
)

// Rows returns the maximum number of rows of the page.
func (p Page) Rows() int {
	if p.Limit <= 0 {
		return defaultPageRows
	}
	return min(p.Limit, MaxPageRows)
}
