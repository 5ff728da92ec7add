package models

import (
	"cmp"
	"slices"
	"strings"

	"linecheck/text"
)

// Table is an article as a table: a row a sentence.
type Table struct {
	Article
	Revision int // the current revision's number
	Rows     []TableRow
}

// TableRow is a sentence with its claims, and who has found nothing to check in it.
type TableRow struct {
	PageSentence
	Claims []TableClaim // those that touch it, in order
	ReadBy []string
}

// TableClaim is a claim with its words and its evidence, as the reader may see them.
type TableClaim struct {
	Claim
	Exact    string
	Evidence []VisibleEvidence // not withdrawn
}

// TableFilter is which rows of a table are asked for, in which order.
type TableFilter struct {
	State      SentenceState // sentences of this state
	Status     Status        // sentences with a claim of this status
	Query      string        // words of the sentence, upper and lower case alike
	Sort       TableSort
	Descending bool // from the last to the first
}

// TableSort is what a table's rows are ordered by; equal ones stand as in the text.
type TableSort string

// TableSorts lists what a table can be ordered by, as in the text first.
var TableSorts = []TableSort{"sentence", "region", "state", "claims", "status", "evidence"}

// ParseTableSort reads what a table is to be ordered by.
func ParseTableSort(s string) (TableSort, error) { return parse(s, "column", TableSorts) }

// Arrange leaves the rows that a filter asks for, in its order.
func (t *Table) Arrange(f TableFilter) {
	words := text.Fold(f.Query)
	t.Rows = slices.DeleteFunc(t.Rows, func(r TableRow) bool {
		return f.State != "" && r.State != f.State || !strings.Contains(text.Fold(r.Text), words) ||
			f.Status != "" && !slices.ContainsFunc(r.Claims, func(c TableClaim) bool { return c.Status == f.Status })
	})
	slices.SortStableFunc(t.Rows, func(a, b TableRow) int {
		order := a.compare(b, f.Sort)
		if f.Descending {
			order = -order
		}
		return order
	})
}

func (r TableRow) compare(other TableRow, by TableSort) int {
	switch by {
	case "region":
		return cmp.Compare(r.Region, other.Region)
	case "state":
		return cmp.Compare(slices.Index(SentenceStates, r.State), slices.Index(SentenceStates, other.State))
	case "claims":
		return cmp.Compare(len(r.Claims), len(other.Claims))
	case "status":
		return cmp.Compare(r.cautionRank(), other.cautionRank())
	case "evidence":
		return cmp.Compare(r.evidenceCount(), other.evidenceCount())
	}
	return cmp.Compare(r.Ordinal, other.Ordinal)
}

// cautionRank is how much the row's claims ask for: none, then sourced ones, unchecked or sealed ones, unverified ones, disputed
// ones, and disagreements.
func (r TableRow) cautionRank() int {
	most := 0
	for _, c := range r.Claims {
		weight := map[Status]int{Sourced: 1, Unchecked: 2, Sealed: 2, Unverified: 3, Disputed: 4}[c.Status]
		if c.Disagree {
			weight = 5
		}
		most = max(most, weight)
	}
	return most
}

func (r TableRow) evidenceCount() int {
	n := 0
	for _, c := range r.Claims {
		n += len(c.Evidence)
	}
	return n
}
