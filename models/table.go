package models

import (
	"cmp"
	"slices"
	"strings"

	"linecheck/text"
)

// Table is an article as a table with one row per sentence.
type Table struct {
	Article
	Revision int // the current revision's number
	Rows     []TableRow
}

// TableRow is a sentence with its claims, and with the users who found nothing to check in it.
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

// TableFilter selects and orders the rows of a table.
type TableFilter struct {
	State      SentenceState // sentences in this state
	Status     Status        // sentences with a claim of this status
	Query      string        // words of the sentence, ignoring letter case
	Sort       TableSort
	Descending bool // reverse order
}

// TableSort is the column that orders a table's rows. Equal rows are in the order of the text.
type TableSort string

// TableSorts lists the columns that can order a table; the first is the order of the text.
var TableSorts = []TableSort{"sentence", "region", "state", "claims", "status", "evidence"}

// ParseTableSort parses a column that orders a table.
func ParseTableSort(s string) (TableSort, error) { return parse(s, "column", TableSorts) }

// Arrange filters and orders the rows.
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

// cautionRank ranks a row by its claims that need most attention: none, then sourced, unchecked or sealed,
// unverified, disputed, and disagreement.
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
