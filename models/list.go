package models

import (
	"time"
)

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
