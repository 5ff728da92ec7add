package journeys

import (
	"fmt"
	"strconv"
	"strings"

	"linecheck/handlers/sitetest"
)

// figure is a count on the editor's dashboard, with the list that it links to.
type figure struct {
	Where string // "total", or the article's row
	What  string
	N     int
	Link  string
}

// figures returns the counts on the editor's dashboard. Its totals include the sample article.
func (j *journey) figures() []figure {
	j.t.Helper()
	j.editor.Go("/dashboard")
	var shown []figure
	j.editor.Eval(`[...document.querySelectorAll('main [data-figure]')].map(f => ({
		Where: f.closest('tr')?.id ?? 'total', What: f.dataset.figure.replace(/^\W+ /, ''),
		N: Number((f.querySelector('.num') ?? f).textContent.replace(/\D/g, '')), Link: f.closest('a')?.getAttribute('href') ?? ''}))`, &shown)
	if len(shown) < 8 {
		j.t.Fatalf("the dashboard shows only %+v:\n%s", shown, j.editor.Text("main"))
	}
	return shown
}

// row returns the counts in the row of the journey's article, by label.
func (j *journey) row(shown []figure) map[string]int {
	row := map[string]int{}
	for _, f := range shown {
		if f.Where == "article-"+strings.TrimPrefix(j.article, "/articles/") {
			row[f.What] = f.N
		}
	}
	return row
}

// claims checks the article's row.
func (j *journey) claims(shown []figure, claims, lookedAt int) {
	j.t.Helper()
	row := j.row(shown)
	if n := row["sourced"] + row["disputed"] + row["unverified"] + row["unchecked"]; n != claims {
		j.t.Errorf("the dashboard counts %d claims by status, not %d: %v", n, claims, row)
	}
	// The title is counted too.
	const all = sitetest.RealSentences + 1
	if row["sentences"] != all || row["unread"] != all-lookedAt {
		j.t.Errorf(
			"the dashboard counts %d sentences, %d not looked at, not %d and %d",
			row["sentences"],
			row["unread"],
			all,
			all-lookedAt,
		)
	}
	selector := "#article-" + strings.TrimPrefix(j.article, "/articles/") + ` [data-label="Looked at"] .num`
	if share := j.editor.Text(selector); lookedAt == all != (share == "100%") {
		j.t.Errorf("with %d of %d looked at, the dashboard says %s", lookedAt, all, share)
	}
}

// differ checks how the totals changed.
func (j *journey) differ(before, now []figure, want map[string]int) {
	j.t.Helper()
	moved := map[string]int{}
	for i, f := range now {
		if f.Where == "total" && before[i].What == f.What && f.N != before[i].N {
			moved[f.What] = f.N - before[i].N
		}
	}
	if fmt.Sprint(moved) != fmt.Sprint(want) {
		j.t.Errorf("the dashboard's totals moved by %v, not by %v", moved, want)
	}
}

// everyFigureLeadsToItsList follows the link of every count, and counts the rows there.
func (j *journey) everyFigureLeadsToItsList(shown []figure) {
	j.t.Helper()
	for _, f := range shown {
		if f.Link == "" {
			j.t.Errorf("the figure %s of %s leads nowhere", f.What, f.Where)
			continue
		}
		j.editor.Go(f.Link)
		if said := j.editor.Count("[data-total]"); said > 0 {
			if total, _ := strconv.Atoi(j.editor.Text("[data-total]")); total != f.N {
				j.t.Errorf("%s of %s is %d, but %s says %d", f.What, f.Where, f.N, f.Link, total)
			}
		}
		listed := j.editor.Count("ol.rows > li, table.articles > tbody > tr")
		for j.editor.Count(".pager a[rel=next]") > 0 {
			j.editor.Navigate(func() { j.editor.Click(".pager a[rel=next]") })
			listed += j.editor.Count("ol.rows > li, table.articles > tbody > tr")
		}
		if listed != f.N {
			j.t.Errorf("%s of %s is %d, but %s lists %d", f.What, f.Where, f.N, f.Link, listed)
		}
	}
}
