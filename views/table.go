package views

import (
	"context"
	"net/url"
	"strings"

	"github.com/a-h/templ"

	"linecheck/models"
	"linecheck/text/message"
)

// TablePage is an article as a table.
type TablePage struct {
	Page
	Table  models.Table // filtered and sorted
	Values url.Values   // the filter as typed
	Errors models.ValidationErrors
	Asked  models.TableFilter
}

// tableColumns contains the columns of a table with the order that each one sorts by, if any.
var tableColumns = []struct {
	Sort  models.TableSort
	Label message.Key
}{{"sentence", "No."}, {"region", "Region"}, {"", "Sentence"}, {"state", "State"}, {"claims", "Claims"},
	{"status", "Status"}, {"evidence", "Evidence"}, {"", "Marked clear by"}}

func (p TablePage) path() string { return "/articles/" + id(p.Table.ID) + "/table" }

// filter returns a list filter with the values of this table.
func (p TablePage) filter() Filter { return Filter{Path: p.path(), Values: p.Values, Errors: p.Errors} }

// isFiltered reports whether any filter is set.
func (p TablePage) isFiltered() bool {
	return p.Values.Get("q") != "" || p.Values.Get("state") != "" || p.Values.Get("status") != ""
}

// sortLink returns the URL that sorts by a column, in reverse if the table is sorted by it already.
func (p TablePage) sortLink(by models.TableSort) templ.SafeURL {
	query := url.Values{}
	for _, name := range []string{"q", "state", "status"} {
		if value := p.Values.Get(name); value != "" {
			query.Set(name, value)
		}
	}
	query.Set("sort", string(by))
	if p.isSortedBy(by) && !p.Asked.Descending {
		query.Set("down", "1")
	}
	return templ.SafeURL(p.path() + "?" + query.Encode())
}

// isSortedBy reports whether the table is sorted by a column.
func (p TablePage) isSortedBy(by models.TableSort) bool {
	return by != "" && (p.Asked.Sort == by || p.Asked.Sort == "" && by == models.TableSorts[0])
}

// ariaSort returns the aria-sort attribute of a column.
func (p TablePage) ariaSort(by models.TableSort) templ.Attributes {
	switch {
	case !p.isSortedBy(by):
		return nil
	case p.Asked.Descending:
		return templ.Attributes{"aria-sort": "descending"}
	}
	return templ.Attributes{"aria-sort": "ascending"}
}

// The cells contain plain text, to be copied into a spreadsheet. Several claims are separated as in
// annotations.csv.

func claimCell(ctx context.Context, row models.TableRow) string {
	return joinClaims(row, func(c models.TableClaim) string {
		said := "“" + c.Exact + "” (" + word(ctx, c.Kind)
		if c.Risk != models.Risks[0] {
			said += say(ctx, ", risk %s", word(ctx, c.Risk))
		}
		return said + ")"
	})
}

func statusCell(ctx context.Context, row models.TableRow) string {
	return joinClaims(row, func(c models.TableClaim) string {
		said := word(ctx, c.Status)
		if c.Disagree {
			said += say(ctx, ", disagree")
		}
		if c.Resolution != models.Unresolved {
			said += ", " + word(ctx, c.Resolution)
		}
		return said
	})
}

func evidenceCell(ctx context.Context, row models.TableRow) string {
	var all []string
	for _, c := range row.Claims {
		for _, e := range c.Evidence {
			said := word(ctx, e.Class) + " " + word(ctx, e.Stance) + ": " + sourceTitle(ctx, e.Source)
			if e.Source.URL() != "" {
				said += " <" + e.Source.URL() + ">"
			}
			if e.Locator != "" {
				said += " (" + e.Locator + ")"
			}
			all = append(all, said)
		}
	}
	return strings.Join(all, " | ")
}

func joinClaims(row models.TableRow, of func(models.TableClaim) string) string {
	all := make([]string, len(row.Claims))
	for i, c := range row.Claims {
		all[i] = of(c)
	}
	return strings.Join(all, " | ")
}

// sortChoices offers the possible orders except that of the text.
func sortChoices(ctx context.Context) []choice { return toChoices(ctx, models.TableSorts[1:]) }
