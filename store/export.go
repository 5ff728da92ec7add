package store

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"

	"gorm.io/gorm"

	"linecheck/models"
)

// exportBatchRows is the approximate number of rows that an export reads at once. A batch is read completely
// before it is written: a slow download must not keep a read transaction open, because SQLite could not
// checkpoint its WAL.
const exportBatchRows = 2000

// prefetchedBatches is the number of batches that are read while one is written. Reading is most of the work,
// and two connections are faster than one.
const prefetchedBatches = 2

// exportedClaims selects the claims (as c) of a range of articles (as a), each with its first place (as o, in
// the sentence s). The join order matters: SQLite would otherwise scan all claims of a desk for every range.
func exportedClaims(db *gorm.DB, seal blindView, from, to int64) *gorm.DB {
	join := orderedJoin(db) + " "
	return db.Table("articles a").
		Joins("JOIN revisions v ON v.id = a.revision_id").
		Joins(join+"occurrences o ON o.revision_id = a.revision_id").
		Joins(join+seal.claims()+" AS c ON c.id = o.claim_id").
		Joins("JOIN sentences s ON s.id = o.sentence_id").
		Where("a.id BETWEEN ? AND ?", from, to).
		Where("NOT EXISTS (SELECT 1 FROM occurrences p WHERE p.claim_id = o.claim_id AND p.revision_id = o.revision_id AND p.start_cp < o.start_cp)")
}

// unlessLost returns a column of an occurrence, or NULL if the claim is lost.
func unlessLost(column string) string {
	return "CASE WHEN o.placement <> 'lost' THEN " + column + " END"
}

// rfc3339Column formats a time for exports: UTC, to the second; "" for NULL.
func rfc3339Column(engine, column string) string {
	if engine == "postgres" {
		return `coalesce(to_char(` + column + ` AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'), '')`
	}
	return `coalesce(substr(` + column + `, 1, 10) || 'T' || substr(` + column + `, 12, 8) || 'Z', '')`
}

// articleIDs are sorted ids of articles.
type articleIDs []int64

// matchingArticles returns the articles with a claim that matches a filter.
func (s *Store) matchingArticles(ctx context.Context, r models.Reader, f models.Filter) (ids articleIDs, err error) {
	q := claimsWhere(
		s.readDB(ctx).
			Table(blindViewFor(r).claims()+" AS c").
			Select("DISTINCT c.article_id").
			Joins("JOIN articles a ON a.id = c.article_id"),
		r,
		f,
	)
	if err := q.Order("c.article_id").Scan(&ids).Error; err != nil {
		return nil, fmt.Errorf("looking for the articles of an export: %w", err)
	}
	return ids, nil
}

// between limits articles (as a) to those of the list between two ids.
func (ids articleIDs) between(q *gorm.DB, from, to int64) *gorm.DB {
	first, _ := slices.BinarySearch(ids, from)
	end, _ := slices.BinarySearch(ids, to+1)
	list := postgresArray(ids[first:end])
	if q.Name() == "sqlite" {
		return q.Where("a.id IN (SELECT value FROM json_each(?))", "["+strings.Trim(list, "{}")+"]")
	}
	return q.Where("a.id = ANY (CAST(? AS bigint[]))", list)
}

// eachBatch runs an export over ranges of articles whose counters add up to about one batch. It delivers the batches in order, and reads
// some of them in advance.
func (s *Store) eachBatch(
	ctx context.Context,
	r models.Reader,
	f models.Filter,
	counter string,
	read func(ctx context.Context, from, to int64) *batch,
	do func(*batch) error,
) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	batches := make(chan chan *batch, prefetchedBatches-1)
	var listing error // the error of listing the articles; read after batches is closed
	go func() {
		defer close(batches)
		listing = s.eachRange(ctx, r, f, counter, func(from, to int64) error {
			next := make(chan *batch, 1)
			select {
			case batches <- next:
			case <-ctx.Done():
				return ctx.Err()
			}
			go func() { next <- read(ctx, from, to) }()
			return nil
		})
	}()
	for next := range batches {
		b := <-next
		if b.err != nil {
			return fmt.Errorf("reading rows to export: %w", b.err)
		}
		err := do(b)
		batchPool.Put(b)
		if err != nil {
			return err
		}
	}
	return listing
}

// eachRange divides the articles of an export into ranges of about one batch.
func (s *Store) eachRange(ctx context.Context, r models.Reader, f models.Filter, counter string, do func(from, to int64) error) error {
	last := int64(0)
	for {
		var ids []struct {
			ID int64
			N  int
		}
		q := s.readDB(ctx).Table("articles a").Select("a.id, "+counter+" AS n").
			Where("a.trashed_at IS NULL AND a.desk_id IN ? AND a.id > ?", filterDesks(r, f), last).Order("a.id").Limit(exportBatchRows)
		if f.ArticleID != 0 {
			q = q.Where("a.id = ?", f.ArticleID)
		}
		if err := q.Scan(&ids).Error; err != nil || len(ids) == 0 {
			return err
		}
		sum, from := 0, ids[0].ID
		for i, a := range ids {
			sum += a.N
			if sum < exportBatchRows && i < len(ids)-1 {
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

// soloSignOffLines returns the head lines of sign-offs without a second person, by the article's id as
// exports write it.
func (s *Store) soloSignOffLines(ctx context.Context, r models.Reader, f models.Filter) (map[string][]byte, error) {
	q := s.readDB(ctx).
		Table("signoffs o").
		Select("o.article_id, o.alone").
		Joins("JOIN articles a ON a.id = o.article_id").
		Where("o.alone <> '' AND o.voided_at IS NULL AND a.desk_id IN ?", filterDesks(r, f))
	if f.ArticleID != 0 {
		q = q.Where("a.id = ?", f.ArticleID)
	}
	var signed []models.SignOff
	if err := q.Scan(&signed).Error; err != nil {
		return nil, fmt.Errorf("reading what was signed without a second person: %w", err)
	}
	lines := map[string][]byte{}
	for _, o := range signed {
		lines[strconv.FormatInt(o.ArticleID, 10)] = []byte(o.WithoutSecondPersonLine().String())
	}
	return lines, nil
}

// batch contains the cells of some rows in one byte slice, with the end of each.
type batch struct {
	bytes    []byte
	ends     []int
	columns  int
	restRead map[int64]bool // by sentence id, for sentences whose state does not determine it
	err      error
}

// batchPool reuses batches. Without it, an export at full speed would allocate a hundred megabytes per
// second.
var batchPool = sync.Pool{New: func() any { return new(batch) }}

// readBatch copies every cell of a query.
func readBatch(q *gorm.DB, columns int) *batch {
	b := batchPool.Get().(*batch)
	b.bytes, b.ends, b.columns, b.restRead, b.err = b.bytes[:0], b.ends[:0], columns, nil, nil
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

// row returns the cells of the i-th row. They are valid until the batch returns to the pool.
func (b *batch) row(i int, into [][]byte) {
	start := 0
	if first := i * b.columns; first > 0 {
		start = b.ends[first-1]
	}
	for c := range b.columns {
		end := b.ends[i*b.columns+c]
		into[c], start = b.bytes[start:end:end], end
	}
}

func (b *batch) rows() int { return len(b.ends) / b.columns }

// deliverBatch calls do with each row of a batch, as the bytes that the export writes.
func deliverBatch[R ~[][]byte](do func(R) error) func(*batch) error {
	return func(b *batch) error {
		row := make(R, b.columns)
		for i := range b.rows() {
			b.row(i, row)
			if err := do(row); err != nil {
				return err
			}
		}
		return nil
	}
}
