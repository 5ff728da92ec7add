package models

import (
	"time"
)

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
