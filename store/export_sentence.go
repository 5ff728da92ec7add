package store

import (
	"context"
	"slices"
	"strconv"

	"gorm.io/gorm"

	"linecheck/models"
)

// EachSentence calls do with a row for every sentence of the current revisions, titles first, in the order of
// articles and of places in the text.
func (s *Store) EachSentence(ctx context.Context, r models.Reader, f models.Filter, do func(models.SentenceExportRow) error) (err error) {
	defer wrap(&err, "export sentences")
	among := func(q *gorm.DB, _, _ int64) *gorm.DB { return q }
	if f.NarrowsClaims() { // listed once, since SQLite would search all such claims of a desk for every range
		articles, err := s.matchingArticles(ctx, r, f)
		if err != nil {
			return err
		}
		among = articles.between
		f = models.Filter{
			DeskID:              f.DeskID,
			ArticleID:           f.ArticleID,
			State:               f.State,
			WithoutSecondReader: f.WithoutSecondReader,
			Query:               f.Query,
		}
	}
	alone, err := s.soloSignOffLines(ctx, r, f)
	if err != nil {
		return err
	}
	read := func(ctx context.Context, from, to int64) *batch {
		q := s.sentencesWhere(ctx, r, f).
			Joins("JOIN revisions v ON v.id = a.revision_id").
			Select(sentenceColumns(s.Engine(), blindViewFor(r)))
		b := readBatch(among(q.Where("a.id BETWEEN ? AND ?", from, to), from, to).Order("a.id, s.ordinal"), len(models.SentenceColumns))
		if b.err == nil {
			b.err = s.fillRestRead(ctx, b, from, to)
		}
		return b
	}
	return s.eachBatch(ctx, r, f, "a.sentences", read, func(b *batch) error { return b.writeSentences(alone, do) })
}

// sentenceColumns selects the columns of sentences.csv, in their order. The column rest_read temporarily
// contains the sentence's id.
func sentenceColumns(engine string, seal blindView) string {
	claims := func(where string) string {
		return `(SELECT count(DISTINCT c.id) FROM occurrence_sentences os JOIN occurrences o ON o.id = os.occurrence_id AND o.placement <> 'lost'
			JOIN ` + seal.claims() + ` AS c ON c.id = o.claim_id AND c.withdrawn_at IS NULL WHERE os.sentence_id = s.id` + where + `)`
	}
	return `a.id, a.title, v.number, s.ordinal, s.region, s.start_cp, s.end_cp, s.text, t.state,
		` + readByCells(engine) + `,
		` + claims("") + `, ` + claims(" AND c.status = 'sourced'") + `, ` + claims(" AND c.status = 'disputed'") + `,
		` + claims(" AND c.status = 'unverified'") + `, ` + claims(" AND c.status = 'unchecked'") + `, s.id, ''`
}

// The indexes of the columns that decide whether the rest of a sentence is read, and of the one that is
// computed here.
var (
	stateColumn                 = slices.Index(models.SentenceColumns, "state")
	restReadColumn              = slices.Index(models.SentenceColumns, "rest_read")
	sentenceWithoutSecondColumn = slices.Index(models.SentenceColumns, "without_second_person")
)

// restReadByState tells for some states whether the rest of a sentence is read.
var restReadByState = map[models.SentenceState]bool{models.Clear: true, models.Done: true, models.Unread: false}

// fillRestRead computes, for a batch of sentences between two articles, whether the rest of each is read,
// unless that follows from its state.
func (s *Store) fillRestRead(ctx context.Context, b *batch, from, to int64) error {
	row, asks := make([][]byte, b.columns), false
	for i := 0; i < b.rows() && !asks; i++ {
		b.row(i, row)
		_, known := restReadByState[models.SentenceState(row[stateColumn])]
		asks = !known
	}
	if !asks {
		return nil
	}
	var err error
	b.restRead, err = loadRestRead(
		s.readDB(ctx),
		"s.revision_id IN (SELECT revision_id FROM articles WHERE id BETWEEN $1 AND $2)",
		from,
		to,
	)
	return err
}

// writeSentences writes the rows of a batch. alone contains the head lines of articles that were signed off
// without a second person.
func (b *batch) writeSentences(alone map[string][]byte, do func(models.SentenceExportRow) error) error {
	row := make(models.SentenceExportRow, b.columns)
	for i := range b.rows() {
		b.row(i, row)
		read, known := restReadByState[models.SentenceState(row[stateColumn])]
		if !known {
			id, err := strconv.ParseInt(string(row[restReadColumn]), 10, 64)
			if err != nil {
				return err
			}
			read = b.restRead[id]
		}
		row[restReadColumn] = boolCell(read)
		row[sentenceWithoutSecondColumn] = alone[string(row[0])]
		if err := do(row); err != nil {
			return err
		}
	}
	return nil
}

var trueCell, falseCell = []byte("true"), []byte("false")

// boolCell is the text of a boolean in files.
func boolCell(holds bool) []byte {
	if holds {
		return trueCell
	}
	return falseCell
}
