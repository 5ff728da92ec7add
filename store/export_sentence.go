package store

import (
	"context"
	"slices"
	"strconv"

	"gorm.io/gorm"

	"linecheck/models"
)

// EachSentence hands on a record for every sentence of the current revisions, the title first, in the order of articles and of places in the text.
func (s *Store) EachSentence(ctx context.Context, r models.Reader, f models.Filter, do func(models.SentenceRecord) error) (err error) {
	defer wrap(&err, "export sentences")
	among := func(q *gorm.DB, _, _ int64) *gorm.DB { return q }
	if f.NarrowsClaims() { // whose articles are looked for once: SQLite would look for all such claims of a desk for every range
		articles, err := s.articlesWith(ctx, r, f)
		if err != nil {
			return err
		}
		among = articles.within
		f = models.Filter{DeskID: f.DeskID, ArticleID: f.ArticleID, State: f.State, Once: f.Once, Query: f.Query}
	}
	alone, err := s.aloneLines(ctx, r, f)
	if err != nil {
		return err
	}
	read := func(ctx context.Context, from, to int64) *batch {
		q := s.sentencesWhere(ctx, r, f).
			Joins("JOIN revisions v ON v.id = a.revision_id").
			Select(sentenceColumns(s.engine.name(), sealFor(r)))
		b := readBatch(among(q.Where("a.id BETWEEN ? AND ?", from, to), from, to).Order("a.id, s.ordinal"), len(models.SentenceColumns))
		if b.err == nil {
			b.err = s.readRests(ctx, b, from, to)
		}
		return b
	}
	return s.eachBatch(ctx, r, f, "a.sentences", read, func(b *batch) error { return b.sentences(alone, do) })
}

// sentenceColumns selects sentences.csv's columns, in their order. In the place of rest_read stands the sentence's id.
func sentenceColumns(engine string, seal seal) string {
	claims := func(where string) string {
		return `(SELECT count(DISTINCT c.id) FROM occurrence_sentences os JOIN occurrences o ON o.id = os.occurrence_id AND o.placement <> 'lost'
			JOIN ` + seal.claims() + ` AS c ON c.id = o.claim_id AND c.withdrawn_at IS NULL WHERE os.sentence_id = s.id` + where + `)`
	}
	return `a.id, a.title, v.number, s.ordinal, s.region, s.start_cp, s.end_cp, s.text, t.state,
		` + readByCells(engine) + `,
		` + claims("") + `, ` + claims(" AND c.status = 'sourced'") + `, ` + claims(" AND c.status = 'disputed'") + `,
		` + claims(" AND c.status = 'unverified'") + `, ` + claims(" AND c.status = 'unchecked'") + `, s.id, ''`
}

// The places of the columns that decide whether the rest of a sentence is read, and of the one that is filled in here.
var (
	stateColumn         = slices.Index(models.SentenceColumns, "state")
	restReadColumn      = slices.Index(models.SentenceColumns, "rest_read")
	sentenceAloneColumn = slices.Index(models.SentenceColumns, "without_second_person")
)

// restFollows says whether the rest of a sentence is read, where that follows from its state alone.
var restFollows = map[models.SentenceState]bool{models.Clear: true, models.Done: true, models.Unread: false}

// readRests finds out for a batch of sentences, between two articles, whether the rest of each is read, unless that follows from their states.
func (s *Store) readRests(ctx context.Context, b *batch, from, to int64) error {
	row, asks := make([][]byte, b.columns), false
	for i := 0; i < b.rows() && !asks; i++ {
		b.row(i, row)
		_, known := restFollows[models.SentenceState(row[stateColumn])]
		asks = !known
	}
	if !asks {
		return nil
	}
	var err error
	b.read, err = restRead(s.reading(ctx), "s.revision_id IN (SELECT revision_id FROM articles WHERE id BETWEEN $1 AND $2)", from, to)
	return err
}

// sentences hands on the rows of a batch. alone are the heads of articles that are signed without a second person.
func (b *batch) sentences(alone map[string][]byte, do func(models.SentenceRecord) error) error {
	row := make(models.SentenceRecord, b.columns)
	for i := range b.rows() {
		b.row(i, row)
		read, known := restFollows[models.SentenceState(row[stateColumn])]
		if !known {
			id, err := strconv.ParseInt(string(row[restReadColumn]), 10, 64)
			if err != nil {
				return err
			}
			read = b.read[id]
		}
		row[restReadColumn] = wordOf(read)
		row[sentenceAloneColumn] = alone[string(row[0])]
		if err := do(row); err != nil {
			return err
		}
	}
	return nil
}

var yes, no = []byte("true"), []byte("false")

// wordOf is how files write what holds and what does not.
func wordOf(holds bool) []byte {
	if holds {
		return yes
	}
	return no
}
