package store

import (
	"context"
	"path/filepath"
	"strings"
	"testing"

	"gorm.io/gorm"

	"linecheck/models"
)

// Exports must read article by article, whichever indexes exist. A query plan that starts with all claims of a desk, for every range of
// articles, takes hours for a million claims. SQLite plans from the schema alone, so the test can use an empty database.
func TestExportQueriesStartWithArticles(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	s, err := Open(ctx, Config{URL: "sqlite:" + filepath.Join(t.TempDir(), "linecheck.db")})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	open := models.Reader{UserID: 1, Desks: []models.DeskRole{{DeskID: 1, Role: models.Reviewer}}}
	blind := models.Reader{UserID: 1, Desks: []models.DeskRole{{DeskID: 1, Role: models.Reviewer, Blind: true}}}
	for name, r := range map[string]models.Reader{"open": open, "blind": blind} {
		for _, f := range []models.Filter{{}, {Status: models.Disputed}, {Disagree: true}, {Open: true}, {ArticleID: 7}, {Assignee: 3}, {Reviewer: 3}, {Kind: "number"}, {Query: "x"}} {
			claims := claimsWhere(
				exportedClaims(s.readDB(ctx), blindViewFor(r), 1, 50).Select("c.id"),
				r,
				f,
			).Order("a.id, o.start_cp, o.claim_id")
			sentences := s.sentencesWhere(ctx, r, f).Select("s.id").Where("a.id BETWEEN ? AND ?", 1, 50).Order("a.id, s.ordinal")
			for what, q := range map[string]*gorm.DB{"claims": claims, "sentences": sentences} {
				if plan := planOf(t, q); !startsWithArticles(plan) {
					t.Errorf("%s, %s, %+v:\n%s", what, name, f, strings.Join(plan, "\n"))
				}
			}
		}
	}
}

// The dashboard must not read all claims or articles of a desk, because their number grows with every year.
func TestDashboardCountsBeginWithFewRows(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	s, err := Open(ctx, Config{URL: "sqlite:" + filepath.Join(t.TempDir(), "linecheck.db")})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	for query, want := range map[string]string{
		claimOverridesCount: "overrides_by_claim",
		signedAloneCount:    "INDEX signoffs_alone",
		"SELECT count(*) FROM articles a WHERE a.trashed_at IS NULL AND " + inCheck + " AND a.desk_id IN (?)": "COVERING INDEX articles_checking",
	} {
		plan := planOf(t, s.readDB(ctx).Raw(query, 1))
		first := strings.Join(plan[:min(2, len(plan))], "\n") // one line can be about a temporary index
		if !strings.Contains(first, want) {
			t.Errorf("%s\nbegins with %v, want %s", query, plan, want)
		}
	}
}

// planOf returns SQLite's query plan, one line per table.
func planOf(t *testing.T, q *gorm.DB) (plan []string) {
	t.Helper()
	var rows []struct{ Detail string }
	made := q.Session(&gorm.Session{DryRun: true}).Find(&[]struct{ ID int64 }{}).Statement
	if err := q.Session(&gorm.Session{NewDB: true}).Raw("EXPLAIN QUERY PLAN "+made.SQL.String(), made.Vars...).Scan(&rows).Error; err != nil {
		t.Fatal(err)
	}
	for _, row := range rows {
		plan = append(plan, row.Detail)
	}
	return plan
}

// startsWithArticles reports whether the articles of the range are the outermost loop.
func startsWithArticles(plan []string) bool {
	for _, line := range plan {
		if strings.HasPrefix(line, "SEARCH ") || strings.HasPrefix(line, "SCAN ") {
			return strings.HasPrefix(line, "SEARCH a USING INTEGER PRIMARY KEY (rowid") ||
				strings.HasPrefix(line, "SEARCH a USING INDEX articles_by_desk (desk_id=? AND id")
		}
	}
	return false
}
