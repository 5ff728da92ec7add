package store

import (
	"context"
	"slices"
	"sync"
	"time"

	"gorm.io/gorm"

	"linecheck/models"
)

// queueCache keeps the queues of users until the next event. Every change that a queue depends on writes one.
type queueCache struct {
	mutex  sync.Mutex
	event  int64
	queues map[int64]cachedQueue
}

// cachedQueue is a queue with the roles that it was read for.
type cachedQueue struct {
	desks []models.DeskRole
	queue models.Queue
}

// maxCachedQueues bounds the memory of the cache.
const maxCachedQueues = 1_000

// Queue reads everything that waits for the reader.
func (s *Store) Queue(ctx context.Context, r models.Reader) (_ models.Queue, err error) {
	defer wrap(&err, "read the queue of user %d", r.UserID)
	var event int64
	if err := s.readDB(ctx).Raw("SELECT coalesce(max(id), 0) FROM events").Scan(&event).Error; err != nil {
		return models.Queue{}, err
	}
	k := &s.queueCache
	k.mutex.Lock()
	found, ok := k.queues[r.UserID]
	current := ok && k.event == event && slices.Equal(found.desks, r.Desks)
	k.mutex.Unlock()
	if current && txFromContext(ctx) == nil {
		return found.queue, nil
	}
	queue, err := s.readQueue(ctx, r)
	if err != nil || txFromContext(ctx) != nil {
		return queue, err
	}
	k.mutex.Lock()
	defer k.mutex.Unlock()
	if k.event < event || k.queues == nil || len(k.queues) >= maxCachedQueues {
		k.event, k.queues = event, map[int64]cachedQueue{}
	}
	if k.event == event {
		k.queues[r.UserID] = cachedQueue{slices.Clone(r.Desks), queue}
	}
	return queue, nil
}

// queueReader collects a user's queue from one snapshot of the database.
type queueReader struct {
	db     *gorm.DB
	reader models.Reader
	items  []models.QueueItem
	claims map[int64]models.QueueKind // the claims that wait, each for one reason
	more   bool
}

func (s *Store) readQueue(ctx context.Context, r models.Reader) (models.Queue, error) {
	q := &queueReader{reader: r, claims: map[int64]models.QueueKind{}}
	var articles []models.QueueArticle
	err := s.readTx(ctx, func(db *gorm.DB) error {
		q.db = db
		// A claim is listed once, for the first of these reasons that applies.
		for _, add := range []func() error{q.addQueries, q.addMentions, q.addDisagreements, q.addOutcomes, q.addContradicted, q.addChecks,
			q.addCorrections, q.addWords, q.addClaimItems, q.addSignOffs} {
			if err := add(); err != nil {
				return err
			}
		}
		var err error
		articles, err = q.articles()
		return err
	})
	queue := models.NewQueue(articles, q.items)
	queue.More = q.more
	return queue, err
}

// desksFor returns the ids of the reader's desks at which they may do something.
func (q *queueReader) desksFor(act models.Act) []int64 {
	var ids []int64
	for _, d := range q.reader.DesksFor(act) {
		ids = append(ids, d.DeskID)
	}
	return ids
}

// first shortens a list to the maximum and notes that there are more.
func first[T any](q *queueReader, list []T) []T {
	if len(list) > models.MaxQueueItems {
		q.more = true
		return list[:models.MaxQueueItems]
	}
	return list
}

// addQueries adds the open queries that are addressed to the reader, and their own answered ones.
func (q *queueReader) addQueries() error {
	for _, f := range []models.QueryFilter{{ToMe: true, State: models.QueryOpen}, {Mine: true, State: models.QueryAnswered}} {
		where, args := queriesWhere(q.reader, f)
		var rows []models.QueryRow
		err := q.db.Raw(queryRowsSelect+"q.id IN (SELECT q.id "+fromQueries+where+" ORDER BY a.due_at IS NULL, a.due_at, q.id LIMIT ?)",
			append(args, models.MaxQueueItems+1)...).Scan(&rows).Error
		if err == nil {
			err = addLastGuestAnswers(q.db, rows)
		}
		if err != nil {
			return err
		}
		for _, row := range first(q, rows) {
			q.items = append(q.items, models.QueueItem{Kind: models.QueueQuery, ID: row.ID, ArticleID: row.ArticleID,
				Ordinal: row.Ordinal, Risk: row.Risk, Query: &row})
		}
	}
	return nil
}

// claimIDs selects claims (as c) of articles (as a) in check, as the reader may see them.
func (q *queueReader) claimIDs(kind models.QueueKind, desks []int64, where string, args ...any) error {
	if len(desks) == 0 {
		return nil
	}
	var ids []int64
	err := q.db.Raw("SELECT c.id FROM "+blindViewFor(q.reader).claims()+` AS c
		JOIN articles a ON a.id = c.article_id AND a.trashed_at IS NULL AND `+inCheck+`
		WHERE c.withdrawn_at IS NULL AND c.desk_id IN ? AND `+where+`
		ORDER BY a.due_at IS NULL, a.due_at, c.id LIMIT ?`,
		slices.Concat([]any{desks}, args, []any{models.MaxQueueItems + 1})...).Scan(&ids).Error
	for _, id := range first(q, ids) {
		if _, listed := q.claims[id]; !listed {
			q.claims[id] = kind
		}
	}
	return err
}

// addDisagreements adds the claims that wait for the reader's ruling, and at other desks those on which others
// disagree with them.
func (q *queueReader) addDisagreements() error {
	rule := q.desksFor(models.ActRule)
	if err := q.claimIDs(models.QueueRuling, rule, "c.disagree"); err != nil {
		return err
	}
	return q.claimIDs(models.QueueDisagreement, without(q.desksFor(models.ActCheck), rule), `c.disagree AND EXISTS (SELECT 1 FROM annotations n
		WHERE n.claim_id = c.id AND n.reviewer_id = ? AND n.withdrawn_at IS NULL AND NOT n.imported)`, q.reader.UserID)
}

// without returns the elements of a list that another does not have.
func without(list, other []int64) []int64 {
	return slices.DeleteFunc(slices.Clone(list), func(id int64) bool { return slices.Contains(other, id) })
}

// addOutcomes adds the claims whose outcome the reader may set.
func (q *queueReader) addOutcomes() error {
	return q.claimIDs(models.QueueOutcome, q.desksFor(models.ActRule),
		"c.status IN ('disputed', 'unverified') AND c.resolution = 'none' AND NOT c.disagree")
}

// addContradicted adds the claims that the reader called sourced before primary evidence contradicted them.
func (q *queueReader) addContradicted() error {
	return q.claimIDs(models.QueueRecheck, q.desksFor(models.ActCheck),
		"c.status = 'sourced' AND EXISTS (SELECT 1 "+unansweredContradictions+" AND n.reviewer_id = ?)", q.reader.UserID)
}

// addWords adds the texts that others added in the reader's name.
func (q *queueReader) addWords() error {
	list, err := unclaimedWords(q.db, q.reader)
	for _, w := range list {
		q.items = append(q.items, models.QueueItem{Kind: models.QueueWords, ID: w.ArticleID, ArticleID: w.ArticleID, Words: &w})
	}
	return err
}

// addClaimItems reads the claims that were collected.
func (q *queueReader) addClaimItems() error {
	if len(q.claims) == 0 {
		return nil
	}
	var ids []int64
	for id := range q.claims {
		ids = append(ids, id)
	}
	rows, err := claimRows(q.db.Table(blindViewFor(q.reader).claims()+" AS c").
		Joins("JOIN articles a ON a.id = c.article_id").Where("c.id IN ?", ids))
	for _, row := range rows {
		q.items = append(q.items, models.QueueItem{Kind: q.claims[row.ID], ID: row.ID, ArticleID: row.ArticleID,
			DueAt: row.DueAt, Risk: row.Risk, Ordinal: row.Ordinal, Claim: &row})
	}
	return err
}

// addCorrections adds the corrections that the reader may decide, and the accepted ones that they can bring into
// the text: an editor, or the article's writer.
func (q *queueReader) addCorrections() error {
	var rows []models.NamedCorrection
	err := q.db.Raw(`SELECT k.*, u.name AS by_name, coalesce(d.name, '') AS decider_name
		FROM corrections k
		JOIN claims c ON c.id = k.claim_id AND c.withdrawn_at IS NULL
		JOIN articles a ON a.id = c.article_id AND a.trashed_at IS NULL AND `+inCheck+`
		JOIN users u ON u.id = k.proposed_by
		LEFT JOIN users d ON d.id = k.decided_by
		WHERE k.state IN ('proposed', 'accepted') AND (a.desk_id IN ?
			OR k.state = 'accepted' AND (a.writer_id = ? OR a.writer_id IS NULL AND a.desk_id IN ?) AND a.desk_id IN ?)
		ORDER BY a.due_at IS NULL, a.due_at, k.id LIMIT ?`, orNone(q.desksFor(models.ActRule)), q.reader.UserID,
		orNone(q.writerDesks()), orNone(q.reader.DeskIDs()), models.MaxQueueItems+1).Scan(&rows).Error
	if err != nil || len(rows) == 0 {
		return err
	}
	ids := make([]int64, len(rows))
	for i, k := range rows {
		ids[i] = k.ClaimID
	}
	claims, err := claimRows(q.db.Table("claims AS c").Joins("JOIN articles a ON a.id = c.article_id").Where("c.id IN ?", ids))
	if err != nil {
		return err
	}
	for _, k := range first(q, rows) {
		at := slices.IndexFunc(claims, func(c models.ClaimRow) bool { return c.ID == k.ClaimID })
		if at < 0 {
			continue
		}
		c := claims[at]
		q.items = append(q.items, models.QueueItem{Kind: models.QueueCorrection, ID: k.ID, ArticleID: c.ArticleID,
			DueAt: c.DueAt, Risk: c.Risk, Ordinal: c.Ordinal, Claim: &c, Correction: &k})
		if q.claims[c.ID] == models.QueueOutcome {
			delete(q.claims, c.ID) // the decision about the correction is its outcome
		}
	}
	return nil
}

// writerDesks returns the ids of the desks at which the reader is a writer.
func (q *queueReader) writerDesks() []int64 {
	var ids []int64
	for _, d := range q.reader.Desks {
		if d.Role == models.Writer {
			ids = append(ids, d.DeskID)
		}
	}
	return ids
}

// orNone returns a list for an IN clause, which must not be empty.
func orNone(ids []int64) []int64 {
	if len(ids) == 0 {
		return []int64{0}
	}
	return ids
}

// maxReadyArticles limits the articles, by due time, among which the queue looks for open gates.
const maxReadyArticles = 200

// addSignOffs adds the articles whose gate is open for the reader's signature.
func (q *queueReader) addSignOffs() error {
	for _, d := range q.reader.DesksFor(models.ActSign) {
		if bar, _, err := accountRestriction(q.db, q.reader.UserID, d.DeskID); err != nil || !bar.IsZero() {
			if err != nil {
				return err
			}
			continue
		}
		var ready []models.Article
		err := q.db.Raw(`SELECT a.* FROM (SELECT x.* FROM articles x WHERE x.desk_id = ? AND x.trashed_at IS NULL AND x.state = 'checking'
				ORDER BY x.due_at IS NULL, x.due_at LIMIT ?) a
			WHERE NOT `+gateClosed+" ORDER BY a.due_at IS NULL, a.due_at LIMIT ?", d.DeskID, maxReadyArticles, maxWorkRows).Scan(&ready).Error
		if err != nil || len(ready) == 0 {
			if err != nil {
				return err
			}
			continue
		}
		var desk models.Desk
		if err := queryOne(q.db, &desk, "SELECT * FROM desks WHERE id = ?", d.DeskID); err != nil {
			return err
		}
		for _, a := range ready {
			gate, err := gateOfSigner(newTx(q.db), a, desk, q.reader.UserID, nil)
			if err != nil {
				return err
			}
			if gate.state.Open() {
				q.items = append(q.items, models.QueueItem{Kind: models.QueueSignOff, ID: a.ID, ArticleID: a.ID})
			}
		}
	}
	return nil
}

// articles reads the articles of the collected items.
func (q *queueReader) articles() ([]models.QueueArticle, error) {
	var ids []int64
	for _, i := range q.items {
		ids = append(ids, i.ArticleID)
	}
	slices.Sort(ids)
	var rows []struct {
		models.QueueArticle `gorm:"embedded"`
		Own                 *time.Time
	}
	err := q.db.Raw(`SELECT a.id, a.desk_id, a.title, a.language, d.name AS desk, v.number AS revision, a.due_at, p.due_at AS own,
			p.assigned_at IS NOT NULL AS assigned
		FROM articles a
		JOIN desks d ON d.id = a.desk_id
		JOIN revisions v ON v.id = a.revision_id
		LEFT JOIN article_people p ON p.article_id = a.id AND p.user_id = ?
		WHERE a.id IN ? AND a.desk_id IN ?`, q.reader.UserID, orNone(slices.Compact(ids)), orNone(q.reader.DeskIDs())).Scan(&rows).Error
	list := make([]models.QueueArticle, len(rows))
	for i, row := range rows {
		if list[i] = row.QueueArticle; row.Own != nil {
			list[i].DueAt = row.Own
		}
	}
	return list, err
}
