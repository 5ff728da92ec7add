package store

import (
	"context"
	"math"
	"slices"
	"strconv"
	"strings"

	"gorm.io/gorm"

	"linecheck/models"
)

// overviewResults is the number of results of each kind in a search of everything. A link leads to the other results.
const overviewResults = 5

// maxRankedResults is the number of newest matches that are ranked by similarity. Reading the words of more
// would take too long.
const maxRankedResults = 1_000

// searchTarget defines how a kind is searched: its index; the joins from the index's row (as f) to its
// article; the columns of its words and its time; and the key with which results are read.
type searchTarget struct{ index, from, words, at, key string }

// searchTargetFor returns the target of a kind for one reader. It uses the relations of the blind view
// instead of the tables.
func searchTargetFor(b blindView, what models.SearchKind) searchTarget {
	const article = " JOIN articles a ON a.trashed_at IS NULL AND a.id = "
	claim := " JOIN " + b.claims() + " AS c ON c.withdrawn_at IS NULL AND c.id = "
	switch what {
	case models.SearchArticles:
		return searchTarget{"article", article + "f.id", "a.title", "a.created_at", "a.id"}
	case models.SearchSentences:
		return searchTarget{
			"sentence",
			" JOIN sentences s ON s.id = f.id AND s.ordinal > 0 JOIN revisions v ON v.id = s.revision_id" + article + "v.article_id AND a.revision_id = v.id",
			"s.text",
			"v.created_at",
			"s.id",
		}
	case models.SearchClaims:
		return searchTarget{
			"claim",
			" JOIN occurrences o ON o.id = f.id" + claim + "o.claim_id" + article + `c.article_id AND a.revision_id = o.revision_id
			AND o.id = (SELECT x.id FROM occurrences x WHERE x.claim_id = c.id AND x.revision_id = a.revision_id ORDER BY x.start_cp, x.id LIMIT 1)`,
			"o.exact",
			"c.created_at",
			"c.id",
		}
	case models.SearchNotes:
		return searchTarget{
			"note",
			" JOIN " + b.annotations() + " AS n ON n.withdrawn_at IS NULL AND n.id = f.id" + claim + "n.claim_id" + article + "c.article_id",
			"n.note",
			"n.at",
			"n.id",
		}
	case models.SearchEvidence:
		return searchTarget{
			"evidence",
			" JOIN " + b.evidence() + " AS e ON e.withdrawn_at IS NULL AND e.id = f.id JOIN sources x ON x.id = e.source_id AND NOT x.confidential" +
				claim + "e.claim_id" + article + "c.article_id",
			"x.title || ' ' || x.publisher || ' ' || x.url || ' ' || e.quote",
			"e.created_at",
			"e.id",
		}
	}
	return searchTarget{
		"message",
		" JOIN messages m ON m.id = f.id JOIN queries q ON q.id = m.query_id" + article + "q.article_id",
		"m.body",
		"m.at",
		"m.id",
	}
}

// isClaimKind reports whether a kind is a claim or something about one.
func isClaimKind(what models.SearchKind) bool {
	return what == models.SearchClaims || what == models.SearchNotes || what == models.SearchEvidence
}

// Search finds everything that the reader may see and that contains all terms.
func (s *Store) Search(ctx context.Context, r models.Reader, f models.Search, p models.Page) (_ models.SearchResult, err error) {
	defer wrap(&err, "search for user %d", r.UserID)
	var result models.SearchResult
	terms := f.Terms()
	if len(terms) == 0 {
		return result, nil
	}
	before, err := parseIDCursor(p.After)
	if err != nil {
		return result, err
	}
	err = s.readTx(ctx, func(db *gorm.DB) error {
		for _, what := range models.SearchKinds {
			if f.SearchKind != "" && f.SearchKind != what || f.Status != "" && !isClaimKind(what) {
				continue
			}
			rows := overviewResults
			if f.SearchKind != "" {
				rows = p.Rows()
			}
			part, err := s.searchPart(db, r, f, what, terms, before, rows)
			if err != nil {
				return err
			}
			if len(part.Rows) > 0 {
				result.Parts = append(result.Parts, part)
			}
		}
		if result.Empty() && before == 0 {
			result.SuggestedQuery, err = s.suggestQuery(db, r, f, terms)
		}
		return err
	})
	return result, err
}

// searchHit is a matching row of an index.
type searchHit struct {
	ID    int64 // of the index's row
	Key   int64 // of the object to read
	Words string
}

func (s *Store) searchPart(
	db *gorm.DB,
	r models.Reader,
	f models.Search,
	what models.SearchKind,
	terms []string,
	before int64,
	rows int,
) (models.SearchSection, error) {
	part := models.SearchSection{SearchKind: what}
	var hits []searchHit
	var err error
	if f.ByRelevance {
		hits, err = s.rankBySimilarity(db, r, f, what, terms)
	} else {
		hits, err = s.findHits(db, r, f, what, allTermsQuery(terms), before, rows+1)
	}
	if err != nil {
		return part, err
	}
	if len(hits) > rows {
		hits = hits[:rows]
		if !f.ByRelevance {
			part.Next = strconv.FormatInt(hits[rows-1].ID, 10)
		} else {
			part.Next = "0" // there are more, but not in an order that can continue
		}
	}
	part.Rows, err = s.loadResults(db, r, what, hits)
	return part, err
}

// searchQuery is a query of an index. All terms must match. If beside is the id of an article, only checked claims of other articles
// match.
type searchQuery struct {
	terms            []string
	similarToArticle int64
}

func allTermsQuery(terms []string) searchQuery { return searchQuery{terms: terms} }

// maxSimilarScanned is the number of newest rows with the words that are searched for checked claims of other
// articles.
const maxSimilarScanned = 2_000

// findHits finds the newest matching rows before a given one.
func (s *Store) findHits(
	db *gorm.DB,
	r models.Reader,
	f models.Search,
	what models.SearchKind,
	ask searchQuery,
	before int64,
	limit int,
) ([]searchHit, error) {
	desks := filterDesks(r, models.Filter{DeskID: f.DeskID})
	if len(desks) == 0 {
		return nil, nil
	}
	if before == 0 {
		before = math.MaxInt64
	}
	in := searchTargetFor(blindViewFor(r), what)
	where, args := in.conditions(f, desks, ask.similarToArticle)
	if s.Engine() == "postgres" {
		return findPostgresHits(db, in, where, args, desks, ask, before, limit)
	}
	// The index must come first, because its rows are in order; CROSS JOIN keeps SQLite from changing that.
	from := strings.ReplaceAll(strings.ReplaceAll(in.from, "f.id", "f.rowid"), " JOIN ", " CROSS JOIN ")
	index, bound := "SELECT rowid FROM search_"+in.index+" WHERE search_"+in.index+" MATCH ? AND rowid < ? ORDER BY rowid DESC LIMIT ?", -1
	if ask.similarToArticle != 0 {
		bound = maxSimilarScanned
	}
	var list []searchHit
	err := db.Raw("SELECT f.rowid AS id, "+in.key+" AS key, "+in.words+" AS words FROM ("+index+") f"+from+" WHERE true"+where+" ORDER BY f.rowid DESC LIMIT ?",
		slices.Concat([]any{sqliteQuery(ask, desks), before, bound}, args, []any{limit})...).
		Scan(&list).
		Error
	return list, err
}

// conditions returns the conditions on the tables behind the index.
func (in searchTarget) conditions(f models.Search, desks []int64, beside int64) (where string, args []any) {
	add := func(clause string, value any) { where, args = where+" AND "+clause, append(args, value) }
	add("a.desk_id IN ?", desks)
	if f.Status != "" {
		add("c.status = ?", f.Status)
	}
	if beside != 0 {
		add("c.status NOT IN ?", []models.Status{models.Unchecked, models.Sealed})
		add("c.article_id <> ?", beside)
	}
	if !f.From.IsZero() {
		add(in.at+" >= ?", f.From.UTC())
	}
	if !f.Until.IsZero() {
		add(in.at+" < ?", f.Until.UTC())
	}
	return where, args
}

// The sizes of PostgreSQL queries: the matches per query, the newest rows to scan first, and the maximum to
// scan after those. Beyond that, the text index is faster at a million rows. A word is common if it is in
// many of the first rows.
const (
	maxPortion      = 5_000
	firstScanned    = 2_000
	maxScanned      = 200_000
	commonThreshold = 10
)

// findPostgresHits reads ids from the index in portions, newest first, and applies the other conditions to
// them alone. In one query, PostgreSQL would read every row with the words before sorting, and common words
// have hundreds of thousands.
func findPostgresHits(
	db *gorm.DB,
	in searchTarget,
	where string,
	args []any,
	desks []int64,
	ask searchQuery,
	before int64,
	limit int,
) ([]searchHit, error) {
	var list []searchHit
	looked := 0
	for portion := min(limit+limit/4, maxPortion); ; portion = min(16*portion, maxPortion) {
		ids, err := newestIDs(db, in, desks, ask, before, portion)
		if err != nil || len(ids) == 0 {
			return list, err
		}
		var found []searchHit
		err = db.Raw("SELECT f.id AS id, "+in.key+" AS key, "+in.words+" AS words FROM unnest(CAST(? AS bigint[])) AS f(id)"+in.from+" WHERE true"+where+" ORDER BY f.id DESC LIMIT ?",
			slices.Concat([]any{postgresArray(ids)}, args, []any{limit - len(list)})...).
			Scan(&found).
			Error
		list = append(list, found...)
		looked += len(ids)
		if err != nil || len(list) >= limit || len(ids) < portion || ask.similarToArticle != 0 && looked >= maxSimilarScanned {
			return list, err
		}
		before = ids[len(ids)-1]
	}
}

// newestIDs returns the newest rows of PostgreSQL's index that contain the words. It first scans the newest
// rows, which takes a fraction of a microsecond per row, and scans more if the words are common among them.
// For the rest it uses the text index, which has no order and returns all matches. The index knows how common
// each word is, but not how often words occur together.
func newestIDs(db *gorm.DB, in searchTarget, desks []int64, ask searchQuery, before int64, portion int) (ids []int64, err error) {
	var words []any
	fits := "f.words @@ (" + postgresQuery(ask, &words) + ")"
	const desk, of = "unnest(CAST(? AS bigint[])) AS d(id) CROSS JOIN LATERAL ", "FROM search_words f WHERE f.what = ? AND f.desk_id = d.id AND f.id < ?"
	const newest = " ORDER BY f.id DESC LIMIT ?"
	walk := func(from, to int) error {
		looked, args := "SELECT f.id, "+fits+" AS fits FROM search_words f WHERE f.what = ? AND f.desk_id = ? AND f.id < ?", slices.Concat(
			words,
			[]any{in.index, desks[0], before},
		)
		if len(desks) > 1 { // the rows of several desks have to be sorted
			looked, args = "SELECT f.id, f.fits FROM "+desk+"(SELECT f.id, "+fits+" AS fits "+of+newest+") f", slices.Concat(
				[]any{postgresArray(desks)},
				words,
				[]any{in.index, before, to},
			)
		}
		var more []int64
		err := db.Raw("SELECT f.id FROM ("+looked+newest+" OFFSET ?) f WHERE f.fits"+newest, append(args, to-from, from, portion-len(ids))...).
			Scan(&more).
			Error
		ids = append(ids, more...)
		return err
	}
	if err := walk(0, firstScanned); err != nil || len(ids) == portion {
		return ids, err
	}
	if n := len(ids); n >= commonThreshold && firstScanned*portion/n*3/2 <= maxScanned {
		if err := walk(firstScanned, firstScanned*portion/n*3/2); err != nil || len(ids) == portion {
			return ids, err
		}
	}
	if len(ids) > 0 {
		before = ids[len(ids)-1]
	}
	if err := db.Exec("SET LOCAL plan_cache_mode = force_custom_plan").Error; err != nil { // the best plan depends on how common the words are
		return nil, err
	}
	var rest []int64
	err = db.Raw(
		"SELECT f.id FROM "+desk+"(SELECT f.id "+of+" AND "+fits+newest+") f"+newest,
		slices.Concat(
			[]any{postgresArray(desks), in.index, before},
			words,
			[]any{portion - len(ids), portion - len(ids)},
		)...).Scan(&rest).Error
	if err != nil {
		return nil, err
	}
	return append(ids, rest...), db.Exec("SET LOCAL plan_cache_mode = auto").Error
}

// postgresArray formats ids as a PostgreSQL array, so that they are a single argument.
func postgresArray(ids []int64) string {
	b := []byte{'{'}
	for i, id := range ids {
		if i > 0 {
			b = append(b, ',')
		}
		b = strconv.AppendInt(b, id, 10)
	}
	return string(append(b, '}'))
}

// sqliteQuery formats a query for FTS5. Terms contain only letters, numbers and spaces, and are quoted all
// the same, so that no typed word is ever an operator.
func sqliteQuery(ask searchQuery, desks []int64) string {
	either := make([]string, len(desks))
	for i, d := range desks {
		either[i] = `"` + strconv.FormatInt(d, 10) + `"`
	}
	parts := []string{"desk : (" + strings.Join(either, " OR ") + ")"}
	for _, term := range ask.terms {
		parts = append(parts, `words : "`+foldedWords(term)+`"`)
	}
	return strings.Join(parts, " AND ")
}

// postgresQuery formats a query for PostgreSQL. Words are passed as arguments of functions that know no
// operators.
func postgresQuery(ask searchQuery, args *[]any) string {
	var parts []string
	for _, term := range ask.terms {
		parts, *args = append(parts, "phraseto_tsquery('simple', searched_text(?))"), append(*args, term)
	}
	return strings.Join(parts, " && ")
}
