package store

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"
	"sync"

	"gorm.io/gorm"

	"linecheck/models"
)

// batchRows is about how many rows an export reads at once. A batch is read whole before it is handed on: a slow
// download must not keep a read transaction open, or SQLite's WAL could not be checkpointed.
const batchRows = 2000

// batchesAhead is how many batches are read while one is handed on: reading is most of the work, and two connections
// read faster than one.
const batchesAhead = 2

// EachAnnotation hands on a record for every annotation that stands, and one for each claim nobody has annotated, in the
// order of articles and of places in the text. The filter chooses the claims.
func (s *Store) EachAnnotation(ctx context.Context, r models.Reader, f models.Filter, do func(models.AnnotationRecord) error) (err error) {
	defer wrap(&err, "export annotations for user %d", r.UserID)
	seal, annotationsInOrder, order := sealFor(r), " AS n", "a.id, o.start_cp, o.claim_id, n.id"
	if seal.none() && s.engine.name() == "sqlite" { // which would sort the one or two of every claim, though this index has them in order
		annotationsInOrder, order = " AS n INDEXED BY annotations_by_claim", "a.id, o.start_cp, o.claim_id"
	}
	return eachBatch(ctx, s, r, f, "a.claims", len(models.AnnotationColumns), evidenceCells(do), func(ctx context.Context, from, to int64) *gorm.DB {
		q := exportedClaims(s.reading(ctx), seal, from, to).Select(annotationColumns(s.engine.name(), seal)).
			Joins("LEFT JOIN " + seal.annotations() + annotationsInOrder + " ON n.claim_id = c.id AND n.withdrawn_at IS NULL").
			Joins("LEFT JOIN users u ON u.id = n.reviewer_id")
		return claimsWhere(q, r, f).Order(order)
	})
}

// exportedClaims are the claims (as c) of a range of articles (as a), each at the first place where it stands (as o, in the sentence s). SQLite must begin with
// the articles: it would go through all claims of a desk for every range.
func exportedClaims(db *gorm.DB, seal seal, from, to int64) *gorm.DB {
	join := joinInOrder(db) + " "
	return db.Table("articles a").
		Joins("JOIN revisions v ON v.id = a.revision_id").
		Joins(join+"occurrences o ON o.revision_id = a.revision_id").
		Joins(join+seal.claims()+" AS c ON c.id = o.claim_id").
		Joins("JOIN sentences s ON s.id = o.sentence_id").
		Where("a.id BETWEEN ? AND ?", from, to).
		Where("NOT EXISTS (SELECT 1 FROM occurrences p WHERE p.claim_id = o.claim_id AND p.revision_id = o.revision_id AND p.start_cp < o.start_cp)")
}

// annotationColumns selects annotations.csv's columns, in their order. A confidential source leaves as those two words only,
// for whomever: a file goes where nobody's rights are known.
func annotationColumns(engine string, seal seal) string {
	return `a.id, a.title, v.number, ` + standing("s.ordinal") + `, ` + standing("s.region") + `, ` + standing("s.text") + `,
		c.id, o.exact, ` + standing("o.start_cp") + `, ` + standing("o.end_cp") + `, c.kind, c.status,
		CASE WHEN c.disagree THEN 'true' ELSE 'false' END, c.resolution, n.id, coalesce(u.name, ''), coalesce(n.status, ''), coalesce(n.note, ''),
		CASE WHEN n.id IS NULL THEN '' WHEN n.ruling THEN 'true' ELSE 'false' END, ` + rfc3339(engine, "n.at") + `,
		` + rawEvidence(seal) + `,
		c.risk, CASE WHEN c.resolved_by IS NULL THEN '' ELSE (SELECT name FROM users WHERE id = c.resolved_by) END, ` + rfc3339(engine, "c.resolved_at") + `,
		` + overrideCell(seal) + `, o.placement, c.version`
}

// standing leaves out where a claim stands, of one that is lost: it stands nowhere.
func standing(column string) string { return "CASE WHEN o.placement <> 'lost' THEN " + column + " END" }

// rfc3339 writes a time as exports show it: UTC, to the second, empty where there is none.
func rfc3339(engine, column string) string {
	if engine == "postgres" {
		return `coalesce(to_char(` + column + ` AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'), '')`
	}
	return `coalesce(substr(` + column + `, 1, 10) || 'T' || substr(` + column + `, 12, 8) || 'Z', '')`
}

// EachSentence hands on a record for every sentence of the current revisions, in the order of articles and of places in the text.
func (s *Store) EachSentence(ctx context.Context, r models.Reader, f models.Filter, do func(models.SentenceRecord) error) (err error) {
	defer wrap(&err, "export sentences for user %d", r.UserID)
	among := func(q *gorm.DB, _, _ int64) *gorm.DB { return q }
	if f.NarrowsClaims() { // whose articles are looked for once: SQLite would look for all such claims of a desk for every range
		articles, err := s.articlesWith(ctx, r, f)
		if err != nil {
			return err
		}
		among = articles.within
		f = models.Filter{DeskID: f.DeskID, ArticleID: f.ArticleID, State: f.State, Once: f.Once, Query: f.Query}
	}
	return eachBatch(ctx, s, r, f, "a.sentences", len(models.SentenceColumns), do, func(ctx context.Context, from, to int64) *gorm.DB {
		q := s.sentencesWhere(ctx, r, f).Joins("JOIN revisions v ON v.id = a.revision_id").Select(sentenceColumns(s.engine.name(), sealFor(r)))
		return among(q.Where("a.id BETWEEN ? AND ?", from, to), from, to).Order("a.id, s.ordinal")
	})
}

// articleIDs are articles in order.
type articleIDs []int64

// articlesWith are the articles that hold a claim which a filter leaves.
func (s *Store) articlesWith(ctx context.Context, r models.Reader, f models.Filter) (ids articleIDs, err error) {
	q := claimsWhere(s.reading(ctx).Table(sealFor(r).claims()+" AS c").Select("DISTINCT c.article_id").Joins("JOIN articles a ON a.id = c.article_id"), r, f)
	if err := q.Order("c.article_id").Scan(&ids).Error; err != nil {
		return nil, fmt.Errorf("looking for the articles of an export: %w", err)
	}
	return ids, nil
}

// within leaves those of the articles (as a) that lie between two ids.
func (ids articleIDs) within(q *gorm.DB, from, to int64) *gorm.DB {
	first, _ := slices.BinarySearch(ids, from)
	end, _ := slices.BinarySearch(ids, to+1)
	list := arrayOf(ids[first:end])
	if q.Name() == "sqlite" {
		return q.Where("a.id IN (SELECT value FROM json_each(?))", "["+strings.Trim(list, "{}")+"]")
	}
	return q.Where("a.id = ANY (CAST(? AS bigint[]))", list)
}

// sentenceColumns selects sentences.csv's columns, in their order.
func sentenceColumns(engine string, seal seal) string {
	claims := func(where string) string {
		return `(SELECT count(DISTINCT c.id) FROM occurrence_sentences os JOIN occurrences o ON o.id = os.occurrence_id AND o.placement <> 'lost'
			JOIN ` + seal.claims() + ` AS c ON c.id = o.claim_id AND c.withdrawn_at IS NULL WHERE os.sentence_id = s.id` + where + `)`
	}
	return `a.id, a.title, v.number, s.ordinal, s.region, s.start_cp, s.end_cp, s.text, t.state,
		` + readByCells(engine) + `,
		` + claims("") + `, ` + claims(" AND c.status = 'sourced'") + `, ` + claims(" AND c.status = 'disputed'") + `,
		` + claims(" AND c.status = 'unverified'") + `, ` + claims(" AND c.status = 'unchecked'")
}

// eachBatch runs an export over ranges of articles, so many that their counters add up to about a batch, and hands on
// every row in order. Some batches are read ahead.
func eachBatch[R ~[][]byte](ctx context.Context, s *Store, r models.Reader, f models.Filter, counter string, columns int, do func(R) error,
	query func(ctx context.Context, from, to int64) *gorm.DB) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	batches := make(chan chan *batch, batchesAhead-1)
	var listing error // of the articles; read when batches is closed
	go func() {
		defer close(batches)
		listing = s.eachRange(ctx, r, f, counter, func(from, to int64) error {
			read := make(chan *batch, 1)
			select {
			case batches <- read:
			case <-ctx.Done():
				return ctx.Err()
			}
			go func() { read <- readBatch(query(ctx, from, to), columns) }()
			return nil
		})
	}()
	for read := range batches {
		b := <-read
		if b.err != nil {
			return fmt.Errorf("reading rows to export: %w", b.err)
		}
		if err := handOn(b, columns, do); err != nil {
			return err
		}
	}
	return listing
}

// eachRange lists the articles of an export in ranges of about a batch.
func (s *Store) eachRange(ctx context.Context, r models.Reader, f models.Filter, counter string, do func(from, to int64) error) error {
	last := int64(0)
	for {
		var ids []struct {
			ID int64
			N  int
		}
		q := s.reading(ctx).Table("articles a").Select("a.id, "+counter+" AS n").
			Where("a.trashed_at IS NULL AND a.desk_id IN ? AND a.id > ?", desksOf(r, f), last).Order("a.id").Limit(batchRows)
		if f.ArticleID != 0 {
			q = q.Where("a.id = ?", f.ArticleID)
		}
		if err := q.Scan(&ids).Error; err != nil || len(ids) == 0 {
			return err
		}
		sum, from := 0, ids[0].ID
		for i, a := range ids {
			sum += a.N
			if sum < batchRows && i < len(ids)-1 {
				continue
			}
			if err := do(from, a.ID); err != nil {
				return err
			}
			sum, from = 0, a.ID+1
		}
		last = ids[len(ids)-1].ID
	}
}

// batch is the cells of some rows in one run of bytes, with where each of them ends.
type batch struct {
	bytes []byte
	ends  []int
	err   error
}

// spent batches are used again: at full speed an export would otherwise leave a hundred megabytes a second behind.
var spent = sync.Pool{New: func() any { return new(batch) }}

// readBatch copies every cell of a query.
func readBatch(q *gorm.DB, columns int) *batch {
	b := spent.Get().(*batch)
	b.bytes, b.ends, b.err = b.bytes[:0], b.ends[:0], nil
	rows, err := q.Rows()
	if err != nil {
		b.err = err
		return b
	}
	defer rows.Close()
	raw, into := make([]sql.RawBytes, columns), make([]any, columns)
	for i := range raw {
		into[i] = &raw[i]
	}
	for rows.Next() {
		if b.err = rows.Scan(into...); b.err != nil {
			return b
		}
		for _, cell := range raw {
			b.bytes = append(b.bytes, cell...)
			b.ends = append(b.ends, len(b.bytes))
		}
	}
	b.err = rows.Err()
	return b
}

// handOn gives each row of a batch to do, cell by cell, as the bytes that the export writes.
func handOn[R ~[][]byte](b *batch, columns int, do func(R) error) error {
	defer spent.Put(b)
	row, start := make(R, columns), 0
	for i, end := range b.ends {
		row[i%columns], start = b.bytes[start:end:end], end
		if i%columns == columns-1 {
			if err := do(row); err != nil {
				return err
			}
		}
	}
	return nil
}
