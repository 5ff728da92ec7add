package storetest

import (
	"context"
	"database/sql"
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"linecheck/models"
	"linecheck/store"
)

// CheckedArticle creates an article with a number of sentences and claims in the state of a half-finished
// check. Of ten claims, five are sourced, two disputed, one unverified, one in disagreement and one
// unchecked, so there are as many annotations as claims. The claims are in the first three quarters of the
// sentences; every second one of the others is marked as read.
func CheckedArticle(t testing.TB, s *store.Store, n Fixture, sentences, claims int) models.Article {
	t.Helper()
	ctx, due := context.Background(), time.Date(2026, 12, 1, 9, 0, 0, 0, time.UTC)
	a, err := s.CreateArticle(
		ctx,
		n.Editor,
		models.NewArticle{
			Title:  fmt.Sprintf("An article of %d sentences", sentences),
			Text:   generateText(sentences),
			DeskID: n.Desk.ID,
			DueAt:  &due,
		},
	)
	if err != nil {
		t.Fatal(err)
	}
	page, err := s.ArticlePage(ctx, n.Editor, a.ID)
	if err != nil {
		t.Fatal(err)
	}
	if len(page.Sentences) != sentences {
		t.Fatalf("the text was cut into %d sentences, not %d", len(page.Sentences), sentences)
	}
	claimed := max(1, sentences*3/4)
	for i := range claims {
		at, word := page.Sentences[i%claimed].ID, 1+i/claimed*2
		place, err := s.CreateClaim(
			ctx,
			n.Reviewer,
			a.ID,
			models.Selection{Sentence: at, FirstWord: word, LastWord: word + 3, Kind: "number"},
		)
		if err != nil {
			t.Fatal(err)
		}
		annotateTenth(t, s, n, place.ClaimID, i%10)
	}
	for _, p := range page.Sentences[claimed:] {
		if p.Ordinal%2 == 0 {
			if _, err := s.MarkRead(ctx, n.SecondReviewer, p.ID); err != nil {
				t.Fatal(err)
			}
		}
	}
	return a
}

// annotateTenth annotates a claim like the i-th of ten claims.
func annotateTenth(t testing.TB, s *store.Store, n Fixture, claim int64, i int) {
	t.Helper()
	say := func(r models.Reader, tag models.AnnotationInput) {
		if _, err := s.Annotate(context.Background(), r, claim, tag); err != nil {
			t.Fatal(err)
		}
	}
	proof := []models.NewEvidence{
		{
			Title:   "Minutes of the council",
			URL:     "https://city.example/minutes",
			Class:   "primary",
			Quote:   "as was reported",
			Locator: "page 4",
		},
	}
	switch i {
	case 0, 1, 2, 3, 4:
		say(n.Reviewer, models.AnnotationInput{Status: "sourced", Version: 1, Evidence: proof})
	case 5, 6:
		say(
			n.SecondReviewer,
			models.AnnotationInput{
				Status:  "disputed",
				Version: 1,
				Note:    "The minutes give another figure, and the mayor's office has not answered yet.",
			},
		)
	case 7:
		say(n.SecondReviewer, models.AnnotationInput{Status: "unverified", Version: 1, Note: "Nobody picks up the phone."})
	case 8:
		say(n.Reviewer, models.AnnotationInput{Status: "sourced", Version: 1, Evidence: proof})
		say(n.SecondReviewer, models.AnnotationInput{Status: "disputed", Version: 2, Note: "That was said of another year."})
	}
}

// generateText generates a text of different sentences, four in a paragraph.
func generateText(sentences int) string {
	who := []string{
		"The council",
		"A spokesman for the port",
		"The regional hospital",
		"One of the engineers",
		"The ministry in the capital",
		"Mayor Ines Okoro",
		"The teachers' union",
	}
	did := []string{
		"said on Monday that",
		"reported in a letter that",
		"has known since spring that",
		"denied this week that",
		"told the newspaper that",
	}
	what := []string{"%d households had lost their water for more than a day", "some %d people crossed the bridge every day last year",
		"repairs would cost €%d million and take until the end of the decade", "only %d of the pumps had been looked at before the flood came",
		"nobody had read the %d pages of the report when the vote was taken", "the price of bread rose by %d cents in a single month"}
	var b strings.Builder
	for i := range sentences {
		fmt.Fprintf(&b, "%s %s ", who[i%len(who)], did[i%len(did)])
		fmt.Fprintf(&b, what[i%len(what)]+".", 100+i)
		if i%4 == 3 {
			b.WriteString("\n\n")
		} else {
			b.WriteString(" ")
		}
	}
	return b.String()
}

// CopyArticle copies an article quickly, with everything done on it: 1,000,000 claims take about a minute.
// The article must be the newest thing in the database. Copies have no events.
func CopyArticle(t testing.TB, address string, article models.Article, copies int) {
	t.Helper()
	c := articleCopier{T: t, article: article.ID}
	defer c.open(address)()
	c.measureSpans()
	const claimsAtOnce = 100_000 // per commit; limits the size of SQLite's WAL
	step := max(1, claimsAtOnce/max(1, c.idSpans["claims"]))
	for from := 1; from <= copies; from += step {
		c.insertCopies(from, min(from+step-1, copies))
	}
	c.finish(copies)
}

// copiedTables lists the tables of an article in the order of their references. where selects the article's
// rows; ids maps every column with an id to the table it refers to.
var copiedTables = []struct {
	table, where string
	ids          map[string]string
}{
	{"articles", "id = %d", map[string]string{"id": "articles", "revision_id": "revisions"}},
	{"revisions", "article_id = %d", map[string]string{"id": "revisions", "article_id": "articles"}},
	{"tracks", "article_id = %d", map[string]string{"id": "tracks", "article_id": "articles"}},
	{"sentences", "revision_id IN (SELECT id FROM revisions WHERE article_id = %d)",
		map[string]string{"id": "sentences", "revision_id": "revisions", "track_id": "tracks"}},
	{"readings", "track_id IN (SELECT id FROM tracks WHERE article_id = %d)",
		map[string]string{"id": "readings", "track_id": "tracks", "revision_id": "revisions"}},
	{"article_people", "article_id = %d", map[string]string{"article_id": "articles"}},
	{"claims", "article_id = %d", map[string]string{"id": "claims", "article_id": "articles"}},
	{"occurrences", "claim_id IN (SELECT id FROM claims WHERE article_id = %d)",
		map[string]string{"id": "occurrences", "claim_id": "claims", "revision_id": "revisions", "sentence_id": "sentences"}},
	{"occurrence_sentences", "occurrence_id IN (SELECT o.id FROM occurrences o JOIN claims c ON c.id = o.claim_id WHERE c.article_id = %d)",
		map[string]string{"sentence_id": "sentences", "occurrence_id": "occurrences"}},
	{"annotations", "claim_id IN (SELECT id FROM claims WHERE article_id = %d)",
		map[string]string{"id": "annotations", "claim_id": "claims", "revision_id": "revisions"}},
	{
		"sources",
		"id IN (SELECT e.source_id FROM evidence e JOIN claims c ON c.id = e.claim_id WHERE c.article_id = %d)",
		map[string]string{"id": "sources"},
	},
	{"evidence", "claim_id IN (SELECT id FROM claims WHERE article_id = %d)",
		map[string]string{"id": "evidence", "claim_id": "claims", "source_id": "sources", "annotation_id": "annotations"}},
}

// articleCopier copies one article over one connection.
type articleCopier struct {
	T       testing.TB
	conn    *sql.Conn
	sqlite  bool
	article int64
	idSpans map[string]int // by table: the distance between the ids of two copies
}

// open connects without foreign key checks, since a copy cannot break references. It returns a function that
// disconnects.
func (c *articleCopier) open(address string) func() {
	path, lite := strings.CutPrefix(address, "sqlite:")
	driver := "pgx"
	if lite {
		driver, address = "sqlite", "file:"+(&url.URL{Path: path}).EscapedPath()+"?_pragma=synchronous(OFF)&_pragma=foreign_keys(OFF)&_pragma=cache_size(-200000)&_txlock=immediate"
	}
	db, err := sql.Open(driver, address)
	if err != nil {
		c.T.Fatal(err)
	}
	if c.conn, err = db.Conn(context.Background()); err != nil {
		c.T.Fatal(err)
	}
	c.sqlite = lite
	if !lite {
		c.exec("SET session_replication_role = replica")
	}
	return func() { c.conn.Close(); db.Close() }
}

func (c *articleCopier) exec(statement string) {
	c.T.Helper()
	if _, err := c.conn.ExecContext(context.Background(), statement); err != nil {
		c.T.Fatalf("%v in %s", err, statement)
	}
}

// measureSpans determines how many ids the article has in each table, and checks that they are the last ones.
func (c *articleCopier) measureSpans() {
	c.idSpans = map[string]int{}
	for _, table := range copiedTables {
		if _, ok := table.ids["id"]; !ok {
			continue
		}
		var first, last, end sql.NullInt64
		query := "SELECT min(id), max(id), (SELECT max(id) FROM %s) FROM %s WHERE " + table.where
		if err := c.conn.QueryRowContext(context.Background(), fmt.Sprintf(query, table.table, table.table, c.article)).Scan(&first, &last, &end); err != nil {
			c.T.Fatal(err)
		}
		if last.Valid && last != end {
			c.T.Fatalf("the article to copy does not have the last rows of %s", table.table)
		}
		c.idSpans[table.table] = int(last.Int64 - first.Int64 + 1)
	}
}

// insertCopies makes the copies from one number to another, in one transaction.
func (c *articleCopier) insertCopies(from, to int) {
	c.exec("BEGIN")
	for _, table := range copiedTables {
		columns := c.columns(table.table)
		values := make([]string, len(columns))
		for i, column := range columns {
			values[i] = c.columnValue(column, table.ids[column])
		}
		c.exec(
			fmt.Sprintf(
				"WITH RECURSIVE k (n) AS (SELECT %d UNION ALL SELECT n + 1 FROM k WHERE n < %d), x AS (SELECT * FROM %s WHERE "+table.where+
					") INSERT INTO %s (%s) SELECT %s FROM k CROSS JOIN x",
				from,
				to,
				table.table,
				c.article,
				table.table,
				strings.Join(columns, ", "),
				strings.Join(values, ", "),
			),
		)
	}
	c.exec("COMMIT")
}

func (c *articleCopier) columns(table string) []string {
	rows, err := c.conn.QueryContext(context.Background(), "SELECT * FROM "+table+" LIMIT 0")
	if err != nil {
		c.T.Fatal(err)
	}
	defer rows.Close()
	columns, err := rows.Columns()
	if err != nil {
		c.T.Fatal(err)
	}
	return columns
}

// columnValue returns the SQL value of a column in copy n: ids are shifted, titles numbered, every second
// article has no due time, and times are a minute apart.
func (c *articleCopier) columnValue(column, ids string) string {
	later := "x." + column + " + k.n * interval '1 minute'"
	if c.sqlite {
		later = "strftime('%Y-%m-%d %H:%M:%S+00:00', x." + column + ", '+' || k.n || ' minutes')"
	}
	switch {
	case ids != "":
		return fmt.Sprintf("x.%s + k.n * %d", column, c.idSpans[ids])
	case column == "typed": // all words of the article came with its first revision
		revision := fmt.Sprintf("CAST(substr(x.typed, 2) AS bigint) + k.n * %d", c.idSpans["revisions"])
		return "CASE WHEN x.typed <> '' THEN 'r' || (" + revision + ") ELSE '' END"
	case column == "title_fold":
		return "x.title_fold || ' ' || k.n"
	case column == "due_at":
		return "CASE WHEN k.n % 2 = 0 THEN " + later + " END"
	case column == "changed_at":
		return later
	}
	return "x." + column
}

// finish adds the copies to the desk's totals, advances PostgreSQL's sequences and fills its search index.
func (c *articleCopier) finish(copies int) {
	sets := []string{fmt.Sprintf("articles = articles + %d", copies)}
	for _, column := range c.columns("desk_counts") {
		if column != "desk_id" && column != "articles" {
			sets = append(
				sets,
				fmt.Sprintf("%s = %s + %d * (SELECT a.%s FROM articles a WHERE a.id = %d)", column, column, copies, column, c.article),
			)
		}
	}
	c.exec(
		fmt.Sprintf(
			"UPDATE desk_counts SET %s WHERE desk_id = (SELECT desk_id FROM articles WHERE id = %d)",
			strings.Join(sets, ", "),
			c.article,
		),
	)
	if c.sqlite {
		c.exec("PRAGMA wal_checkpoint(TRUNCATE)")
		return
	}
	for _, table := range slices.Sorted(maps.Keys(c.idSpans)) {
		c.exec(fmt.Sprintf("SELECT setval(pg_get_serial_sequence('%s', 'id'), (SELECT max(id) FROM %s))", table, table))
	}
	for _, statement := range searchWordsFill {
		c.exec(statement)
	}
	c.exec("ANALYZE")
}
