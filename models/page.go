package models

import (
	"slices"
	"time"

	"linecheck/text"
	"linecheck/text/message"
)

// Location is where a person is to be brought after a change.
type Location struct {
	ArticleID     int64
	Ordinal       int   // the sentence's number in the current revision
	ClaimID       int64 // 0 when no claim is meant
	OtherOrdinals []int // the numbers of further sentences that the change touched

	CorrectionID  int64 // of the correction that was proposed; 0 where none was
	AlreadyExists bool  // the claim that was to be made is there already
	UndoneEventID int64 // the event of the step that was undone; 0 where none was
}

// SeenFrom is the place as seen from one of its sentences: a claim can stand in several.
func (p Location) SeenFrom(ordinal int) Location {
	others := slices.DeleteFunc(append([]int{p.Ordinal}, p.OtherOrdinals...), func(n int) bool { return n == ordinal })
	p.Ordinal, p.OtherOrdinals = ordinal, slices.Compact(slices.Sorted(slices.Values(others)))
	return p
}

// ArticleVersion is what a cached page of an article depends on.
type ArticleVersion struct {
	ArticleID int64
	DeskID    int64
	Changes   int
	WriterID  int64 // the named writer's user id; 0 for none
	Trashed   bool
}

// ArticlePage is everything the article view draws; it does not depend on who reads, only on their rights.
type ArticlePage struct {
	Article
	Desk          string
	WriterName    string
	SecondReader  bool                 // the desk asks for one
	Words         []RevisionAuthorship // texts that others brought in and for which nobody has spoken yet
	Revision      Revision             // the current one, without its original bytes
	Gate          GateState
	Sentences     []PageSentence
	TitleSentence PageSentence // the title, as sentence 0: it is read, too
	Lost          []LostClaim
	Event         int64 // the newest event that the page is after
}

// AllSentences are the title and the sentences of the text: all that is read.
func (p ArticlePage) AllSentences() []PageSentence {
	return append([]PageSentence{p.TitleSentence}, p.Sentences...)
}

// PageSentence is a sentence with its state and the marks of the claims that touch it.
type PageSentence struct {
	Sentence
	State      SentenceState
	ClaimSpans []ClaimSpan
	Queries    int  // unsettled ones about the sentence or a claim in it
	RestRead   bool // nothing outside its claims is left to read; filled where a program reads it
}

// ClaimSpan is the part of a claim that lies in one sentence. Start and End are code points from the sentence's start.
type ClaimSpan struct {
	ClaimID    int64
	Start, End int
	ClaimStatus
	Resolution Resolution
}

// SentencePage is one sentence with all that is known of it: its claims, who said what, on what evidence.
type SentencePage struct {
	Article
	Desk         Desk
	Revision     Revision // the current one, without its original bytes
	Gate         GateState
	Sentence     PageSentence
	Before       []PageSentence // what stands before and after nearby, for context, and what was asked for besides
	After        []PageSentence
	Claims       []ClaimCard
	ReadMarks    []NamedReadMark     // that count
	Lapsed       []NamedReadMark     // that do not count: of former words, or brought in by a file
	RestRead     bool                // nothing outside the claims is left to read
	RestReadByMe bool                // the reader's own marks cover all that is to be read outside the claims
	Covered      []text.Span         // the words of the text that claims cover in it: no read mark covers them
	ImportOrigin ImportOrigin        // who brought in the file that the article came from; zero where none did
	Duplicates   []DuplicateSentence // the identical sentences, in order
	Queries      []QueryThread       // about the sentence and about its claims
	People       []DeskPerson        // who works at the desk
	Changed      *ChangedSentence    // of a sentence that is to be checked again: its former words
	Lost         []LostClaim         // of the article
	Links        []SentenceLink      // that the file had in the sentence
	Comments     []FileComment       // that the file had there
	Event        int64               // the newest event that the page is after
}

// NamedReadMark is a reading with its reader's name.
type NamedReadMark struct {
	ReadMark
	Name string
}

// ClaimCard is a claim with all that is known of it.
type ClaimCard struct {
	Claim
	Occurrence        Occurrence      // in the current revision, in the page's sentence
	Locations         []ClaimLocation // all in which it begins, in order
	ByName            string          // who made the claim
	Annotations       []NamedAnnotation
	Evidence          []VisibleEvidence  // not withdrawn, as the reader may see it
	MissingEvidence   message.Text       `gorm:"-"` // before it may be called sourced, as one sentence; "" when nothing
	RecheckBy         []string           // names of those who called it sourced before primary evidence contradicted it, and have not looked again
	CanBeSourced      bool               // it may: nothing lacks, or an editor has said that it is enough
	EvidenceOverrides []EvidenceOverride // by editors, while that "sourced" stands
	Resolver          string             // name of who said how it ended
	OutcomeReason     string             // and the reason that they gave
	Corrections       []NamedCorrection
	History           []NamedEvent
	FormerVerdict     *FormerVerdict // what was found of its former words; nil where its words are those that were annotated
}

// NamedAnnotation is an annotation with its reviewer's name, and with whether it counts. Judge fills that in.
type NamedAnnotation struct {
	Annotation
	Name   string
	Live   bool         // the newest of its reviewer, on the words as they stand
	Counts bool         // it makes the claim's status: it is live, and no ruling says otherwise
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
	People         []string // names of who works on it
	Gate           GateState
	Override       int    // claims that are called sourced because an editor said so; 0 where the reader may not know
	FilteredCounts Counts // what the list's filter leaves of the claims; equal to Counts without one
}

// ClaimRow is a claim in a list.
type ClaimRow struct {
	Claim
	ArticleTitle string
	Language     string // the article's
	Desk         string
	Occurrence   Occurrence
	Ordinal      int    // its sentence's number
	SentenceText string // its sentence, whole
	SentenceFrom int    // where that sentence starts in the revision, in code points
	Reviewers    string // names of who annotated it
}

// SentenceRow is a sentence in a list.
type SentenceRow struct {
	Sentence
	State        SentenceState
	ArticleID    int64
	ArticleTitle string
	Language     string // the article's
	Desk         string
}

// Filter is what a list, the dashboard or an export is narrowed to. The zero value asks for all that the reader may see.
type Filter struct {
	DeskID              int64
	ArticleID           int64
	Assignee            int64         // claims that are given to this person
	Reviewer            int64         // claims with a live annotation of this person
	Status              Status        // claims of this status
	Disagree            bool          // claims on which reviewers disagree
	Open                bool          // claims that keep their sentence open
	Kind                Kind          // claims of this kind
	State               SentenceState // sentences of this state
	WithoutSecondReader bool          // sentences that no second person has looked at
	Lost                bool          // claims that could not be placed
	RecheckBy           int64         // claims that this person called sourced before primary evidence contradicted them, and has not looked at again
	Override            bool          // claims that are called sourced because an editor said so
	From                time.Time     // claims whose status changed at or after
	Until               time.Time     // and before
	Query               string        // words of the claim or of the article's title
}

// NarrowsClaims reports whether the filter asks for some claims only.
func (f Filter) NarrowsClaims() bool {
	return f.Assignee != 0 || f.Reviewer != 0 || f.Status != "" || f.Disagree || f.Open || f.Lost || f.Override || f.Kind != "" ||
		!f.From.IsZero() ||
		!f.Until.IsZero()
}

// Page is which part of a list is asked for: a cursor that the part before gave out, and how many at most.
type Page struct {
	After string
	Limit int
}

// ArticleFilter narrows the list of articles.
type ArticleFilter struct {
	Query               string // part of the title
	DeskID              int64
	State               ArticleState
	Mine                bool      // the reader wrote, brought in, was asked to check or has worked on it
	AssignedToMe        bool      // the reader is asked to work on it
	DueBy               time.Time // due before
	Closed              bool      // the gate is closed
	WithoutSecondPerson bool      // signed off without a second person
	Trashed             bool      // those in the trash instead
}

// Dashboard is the editor's overview: totals and a row an article.
type Dashboard struct {
	Totals   Counts
	Articles int // articles in check
	Attention
	Rows []ArticleRow
	Next string // the cursor of the next part, or ""
}

// Attention is what an editor looks at first. Disagreements are among the totals.
type Attention struct {
	Queries             int  // that are not settled
	DueSoon             int  // articles due within a day, or overdue, that are not signed off
	Blocked             int  // of those, articles whose gate is closed
	Override            int  // claims that are called sourced because an editor said so
	WithoutSecondPerson int  // articles that are signed off without a second person
	More                bool // there are more than these: they were counted as far as MaxDueCounted
}

// MaxDueCounted is how many articles that are due soon are counted at most: more than a desk can see to in a day, and few
// enough to be counted at once.
const MaxDueCounted = 1_000

// DueSoonWindow is how far away a due time is at most that is soon.
const DueSoonWindow = 24 * time.Hour

// Work is a reviewer's own page: what waits for them.
type Work struct {
	Articles       []ArticleRow // theirs, by due time
	Open           []ClaimRow   // claims in those articles that are still open
	Disagree       []ClaimRow   // claims they annotated and on which others disagree
	OpenCount      int
	DisagreeCount  int
	ToRecheck      []ClaimRow // claims they called sourced before primary evidence contradicted them
	ToRecheckCount int
	Ruled          []RuledClaim // claims they annotated and an editor ruled on, the last ruling first

	Assigned             []ArticleRow // given to them, by when theirs are due
	AssignedCount        int
	Claims               []ClaimRow // given to them and still open, by due time and risk
	ClaimCount           int
	QueriesToAnswer      []QueryRow // put to them and not answered yet
	QueriesToAnswerCount int
	QueriesToSettle      []QueryRow // theirs, answered: to be settled
	QueriesToSettleCount int
	Words                []UnclaimedWords // brought in in their name by others: are these their words?
}

// Rows on one page of a list: so many where nothing is said, and at most.
const (
	defaultPageRows = 50
	MaxPageRows     = 200
)

// Rows is how many rows the page holds at most.
func (p Page) Rows() int {
	if p.Limit <= 0 {
		return defaultPageRows
	}
	return min(p.Limit, MaxPageRows)
}
