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

// Work is a reviewer's own page: their articles, claims and queries.
type Work struct {
	Articles       []ArticleRow // the reviewer's, by due time
	Open           []ClaimRow   // claims in those articles that are still open
	Disagree       []ClaimRow   // claims that they annotated and on which others disagree
	OpenCount      int
	DisagreeCount  int
	ToRecheck      []ClaimRow // claims they called sourced before primary evidence contradicted them
	ToRecheckCount int
	Ruled          []RuledClaim // claims that they annotated and an editor ruled on, newest ruling first

	Assigned             []ArticleRow // assigned to them, by the assignment's due time
	AssignedCount        int
	Claims               []ClaimRow // assigned to them and still open, by due time and risk
	ClaimCount           int
	QueriesToAnswer      []QueryRow // addressed to them and not answered yet
	QueriesToAnswerCount int
	QueriesToSettle      []QueryRow // raised by them and answered
	QueriesToSettleCount int
	Words                []UnclaimedWords // added in their name by others, with unknown authorship
}
