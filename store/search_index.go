package store

import (
	"context"
	"database/sql"
	"fmt"
	"maps"

	"gorm.io/gorm"

	"linecheck/models"
	"linecheck/store/database"
)

// searchIndex is an index of words, with the query for its intended content: the id, the words and the desk of every row.
type searchIndex struct{ name, ids, records string }

// searchIndexes lists the indexes of words. Triggers keep them up to date.
var searchIndexes = []searchIndex{
	{"article", "articles", "SELECT x.id, x.title AS words, x.desk_id AS desk FROM articles x"},
	{"sentence", "sentences", `SELECT x.id, x.text AS words, a.desk_id AS desk
		FROM sentences x
		JOIN revisions v ON v.id = x.revision_id
		JOIN articles a ON a.id = v.article_id`},
	{"claim", "occurrences", `SELECT x.id, x.exact AS words, c.desk_id AS desk
		FROM occurrences x
		JOIN claims c ON c.id = x.claim_id`},
	{"note", "annotations", `SELECT x.id, x.note AS words, c.desk_id AS desk
		FROM annotations x
		JOIN claims c ON c.id = x.claim_id AND x.note <> ''`},
	{"evidence", "evidence", `SELECT x.id, s.title || ' ' || s.publisher || ' ' || s.url || ' ' || x.quote AS words, c.desk_id AS desk
		FROM evidence x
		JOIN claims c ON c.id = x.claim_id
		JOIN sources s ON s.id = x.source_id AND NOT s.confidential`},
	{"message", "messages", `SELECT x.id, x.body AS words, q.desk_id AS desk
		FROM messages x
		JOIN queries q ON q.id = x.query_id`},
}

// compareSearch compares the indexes of words with the records.
func (s *Store) compareSearch(db *gorm.DB, v *models.Verification) error {
	compare := compareSearchIndexSQLite
	if s.Engine() == "postgres" {
		compare = compareSearchIndexPostgres
	}
	for _, index := range searchIndexes {
		same, err := compare(db, index)
		if err != nil {
			return err
		}
		if !same {
			v.Break = fmt.Sprintf("the search index of each %s is not what the records say: linecheck reindex makes it again", index.name)
			return nil
		}
	}
	return nil
}

// compareSearchIndexPostgres reports whether an index of words has the content that its query returns.
func compareSearchIndexPostgres(db *gorm.DB, index searchIndex) (bool, error) {
	var differs bool
	err := db.Raw(`SELECT EXISTS (
			SELECT 1
			FROM (`+index.records+`) r
			FULL JOIN (SELECT w.id, w.desk_id, w.words FROM search_words w WHERE w.what = ?) w ON w.id = r.id
			WHERE r.id IS NULL OR w.id IS NULL OR w.desk_id <> r.desk OR w.words <> searched_words(r.words)
		)`, index.name).Scan(&differs).Error
	return !differs, err
}

// compareSearchIndexSQLite makes a temporary index of the records and compares it with the stored one, word by word: how often the word
// occurs, in which records and where.
func compareSearchIndexSQLite(db *gorm.DB, index searchIndex) (same bool, err error) {
	statements := []string{
		`CREATE VIRTUAL TABLE temp.search_again USING fts5(words, desk, content='',
			tokenize="unicode61 remove_diacritics 2 categories 'L* N* M* Co'")`,
		"INSERT INTO temp.search_again (rowid, words, desk) SELECT r.id, searched_text(r.words), r.desk FROM (" + index.records + ") r",
		"CREATE VIRTUAL TABLE temp.words_again USING fts5vocab(temp, search_again, instance)",
		"CREATE VIRTUAL TABLE temp.words_stored USING fts5vocab(main, search_" + index.name + ", instance)",
	}
	defer func() {
		for _, table := range []string{"words_stored", "words_again", "search_again"} {
			if dropped := db.Exec("DROP TABLE IF EXISTS temp." + table).Error; err == nil {
				err = dropped
			}
		}
	}()
	for _, statement := range statements {
		if err := db.Exec(statement).Error; err != nil {
			return false, err
		}
	}
	should, err := readWordPlaces(db, "words_again")
	if err != nil {
		return false, err
	}
	is, err := readWordPlaces(db, "words_stored")
	return maps.Equal(is, should), err
}

// wordPlaces summarizes the places of a word: their number, and sums that change when any place changes.
type wordPlaces [4]int64

// readWordPlaces reads every word of an index. The sums cannot overflow: even for a word with a
// million places they are far below the largest integer.
func readWordPlaces(db *gorm.DB, table string) (map[string]wordPlaces, error) {
	words := map[string]wordPlaces{}
	err := gormRows{db}.queryEach(`SELECT
			term,
			count(*),
			sum(doc),
			sum((doc % 1000003) * (1 + offset % 1009)),
			sum(offset * 2 + (col = 'desk'))
		FROM temp.`+table+` GROUP BY term`, nil, func(rows *sql.Rows) error {
		var term string
		var p wordPlaces
		err := rows.Scan(&term, &p[0], &p[1], &p[2], &p[3])
		words[term] = p
		return err
	})
	return words, err
}

// Reindex rebuilds the indexes of words, some rows at a time, so that others can save in between. Until it ends, a search may miss
// results.
func (s *Store) Reindex(ctx context.Context) (rows int64, err error) {
	defer wrap(&err, "make the search index again")
	for _, index := range searchIndexes {
		if err := s.writeTx(ctx, func(t *tx) error { return t.clearSearchIndex(index) }); err != nil {
			return rows, err
		}
		var last int64
		if err := s.readDB(ctx).Raw("SELECT coalesce(max(id), 0) FROM " + index.ids).Scan(&last).Error; err != nil {
			return rows, err
		}
		for from := int64(0); from < last; from += reindexedIDs {
			var n int64
			err := s.writeTx(ctx, func(t *tx) (err error) {
				n, err = t.fillSearchIndex(index, from, from+reindexedIDs)
				return err
			})
			if err != nil {
				return rows, err
			}
			rows += n
			database.ReportProgress(ctx, "Indexing each "+index.name, min(from+reindexedIDs, last), last)
		}
	}
	return rows, nil
}

// reindexedIDs is how many ids Reindex handles in one transaction.
const reindexedIDs = 500

// clearSearchIndex empties an index of words.
func (t *tx) clearSearchIndex(index searchIndex) error {
	if t.Name() == "postgres" {
		_, err := t.exec("DELETE FROM search_words WHERE what = $1", index.name)
		return err
	}
	table := "search_" + index.name
	_, err := t.exec("INSERT INTO " + table + " (" + table + ") VALUES ('delete-all')")
	return err
}

// fillSearchIndex indexes the rows with ids between two bounds. Newer rows are indexed already.
func (t *tx) fillSearchIndex(index searchIndex, after, to int64) (int64, error) {
	if t.Name() == "postgres" {
		return t.exec(`INSERT INTO search_words (what, id, desk_id, words)
			SELECT '`+index.name+`', r.id, r.desk, searched_words(r.words) FROM (`+index.records+`) r WHERE r.id > $1 AND r.id <= $2
			ON CONFLICT (what, id) DO UPDATE SET desk_id = excluded.desk_id, words = excluded.words`, after, to)
	}
	table := "search_" + index.name
	if _, err := t.exec("DELETE FROM "+table+" WHERE rowid > $1 AND rowid <= $2", after, to); err != nil {
		return 0, err
	}
	return t.exec("INSERT INTO "+table+" (rowid, words, desk) SELECT r.id, searched_text(r.words), r.desk FROM ("+index.records+
		") r WHERE r.id > $1 AND r.id <= $2", after, to)
}
