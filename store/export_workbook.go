package store

import (
	"context"
	"strconv"
	"time"

	"linecheck/models"
)

// EachClaim calls do with a row for every claim that matches a filter, in the order of articles and of places
// in the text.
func (s *Store) EachClaim(ctx context.Context, r models.Reader, f models.Filter, do func(models.ClaimExportRow) error) (err error) {
	defer wrap(&err, "export claims for user %d", r.UserID)
	seal := blindViewFor(r)
	read := func(ctx context.Context, from, to int64) *batch {
		q := exportedClaims(s.readDB(ctx), seal, from, to).Select(claimColumns(s.Engine(), seal))
		return readBatch(claimsWhere(q, r, f).Order("a.id, o.start_cp, o.claim_id"), len(models.ClaimColumns))
	}
	return s.eachBatch(ctx, r, f, "a.claims", read, deliverBatch(do))
}

// claimColumns selects the columns of a workbook's claims, in their order.
func claimColumns(engine string, seal blindView) string {
	name := func(id string) string { return "coalesce((SELECT name FROM users WHERE id = " + id + "), '')" }
	return `a.id, a.title, v.number, ` + unlessLost(
		"s.ordinal",
	) + `, ` + unlessLost(
		"s.region",
	) + `, c.id, o.exact, ` + unlessLost(
		"o.start_cp",
	) + `, ` + unlessLost(
		"o.end_cp",
	) + `, o.placement,
		c.kind, c.risk, c.status, CASE WHEN c.disagree THEN 'true' ELSE 'false' END, c.resolution, ` + name(
		"c.resolved_by",
	) + `, ` + rfc3339Column(
		engine,
		"c.resolved_at",
	) + `,
		` + name(
		"c.assignee_id",
	) + `, ` + rfc3339Column(
		engine,
		"c.due_at",
	) + `,
		` + reviewersCell(
		seal,
	) + `,
		(SELECT count(*) FROM ` + seal.annotations() + ` AS n WHERE n.claim_id = c.id AND ` + verdictCounts + `),
		(SELECT count(*) FROM ` + seal.evidence() + ` AS e WHERE e.claim_id = c.id AND e.withdrawn_at IS NULL AND NOT e.imported AND e.exact = c.exact),
		` + name(
		"c.created_by",
	) + `, ` + rfc3339Column(
		engine,
		"c.created_at",
	) + `, ` + rfc3339Column(
		engine,
		"c.changed_at",
	) + `, c.version`
}

// EachArticle calls do with a row for every article that matches a filter, in the order of the dashboard: by
// due time.
func (s *Store) EachArticle(ctx context.Context, r models.Reader, f models.Filter, do func(models.ArticleExportRow) error) (err error) {
	defer wrap(&err, "export the list of articles for user %d", r.UserID)
	page := models.Page{Limit: articlePageSize}
	for {
		rows, next, err := s.dashboardRows(ctx, r, f, page)
		if err != nil {
			return err
		}
		for _, row := range rows {
			if err := do(articleCells(row)); err != nil {
				return err
			}
		}
		if next == "" {
			return nil
		}
		page.After = next
	}
}

// articlePageSize is the number of articles read at once, the maximum of a list's page.
const articlePageSize = 200

// articleCells returns the cells of an article in a workbook.
func articleCells(row models.ArticleRow) models.ArticleExportRow {
	gate, due := "closed", ""
	if row.Gate.Open() {
		gate = "open"
	}
	if row.DueAt != nil {
		due = row.DueAt.UTC().Format(time.RFC3339)
	}
	c, n := row.FilteredCounts, strconv.Itoa
	cells := []string{
		strconv.FormatInt(row.ID, 10),
		row.Title,
		row.Desk,
		row.Language,
		string(row.State),
		gate,
		due,
		n(row.Revision),
		joinNames(row.People),
		n(c.Sentences),
		n(c.SentencesUnread),
		n(c.SentencesClear),
		n(c.SentencesOpen),
		n(c.SentencesDone),
		n(c.SentencesRecheck),
		n(
			c.Claims,
		),
		n(c.ClaimsSourced),
		n(c.ClaimsDisputed),
		n(c.ClaimsUnverified),
		n(c.ClaimsUnchecked),
		n(c.ClaimsSealed),
		n(c.ClaimsDisagree),
		n(c.QueriesOpen),
		row.URL,
		row.CreatedAt.UTC().Format(time.RFC3339),
	}
	record := make(models.ArticleExportRow, len(cells))
	for i, cell := range cells {
		record[i] = []byte(cell)
	}
	return record
}
