package store

import (
	"cmp"
	"context"
	"encoding/json"
	"slices"

	"gorm.io/gorm"

	"linecheck/models"
)

// feedEvent is what the change feed reads of an event.
type feedEvent struct {
	ID       int64
	Article  int64 // 0 for none
	Action   string
	Object   string
	ObjectID int64
	Claim    int64
	Before   string
}

// feedEventQuery reads feedEvents, from events e.
const feedEventQuery = `SELECT e.id, coalesce(e.article_id, 0) AS article, e.action, e.object, e.object_id, coalesce(` + claimOf + `, 0) AS claim,
	CASE e.action WHEN 'occurrence taken away' THEN e.before ELSE '' END AS before FROM events e`

// ignoredActions are actions outside of any article that take no rights away.
var ignoredActions = []string{
	"signed in",
	"link made",
	"link revoked",
	"links checked",
	"desk made",
	"person added",
	"name told apart",
	"token made",
	"calendar address made",
	"calendar address ended",
	"snapshot taken",
	models.EventFormatChanged,
}

// affectsRights reports whether somebody may see less, or something else, after the event.
func (e feedEvent) affectsRights() bool {
	return e.Article == 0 && !slices.Contains(ignoredActions, e.Action) || e.Action == "article trashed"
}

// ChangesSince reads the changes of an article after an event, in order, at most limit of them; ErrNotFound if the reader may not see it.
func (s *Store) ChangesSince(ctx context.Context, r models.Reader, article, after int64, limit int) (_ []models.Change, err error) {
	defer wrap(&err, "list the changes of article %d after event %d", article, after)
	if _, err := s.visibleVersion(ctx, r, article); err != nil {
		return nil, err
	}
	var rows []feedEvent
	db := s.readDB(ctx)
	if err := db.Raw(feedEventQuery+" WHERE e.article_id = ? AND e.id > ? ORDER BY e.id LIMIT ?", article, after, limit).Scan(&rows).Error; err != nil {
		return nil, err
	}
	return changesOf(db, rows)
}

// LastChange returns the newest event of an article, 0 for none; ErrNotFound if the reader may not see it.
func (s *Store) LastChange(ctx context.Context, r models.Reader, article int64) (_ int64, err error) {
	defer wrap(&err, "find the last change of article %d", article)
	if _, err := s.visibleVersion(ctx, r, article); err != nil {
		return 0, err
	}
	return lastEvent(s.readDB(ctx), article)
}

func lastEvent(db *gorm.DB, article int64) (id int64, err error) {
	err = queryOne(db, &id, "SELECT coalesce(max(id), 0) FROM events WHERE article_id = ?", article)
	return id, err
}

// changesOf finds the sentences that events affect.
func changesOf(db *gorm.DB, rows []feedEvent) ([]models.Change, error) {
	var found []affectedSentence
	for _, q := range affectedSentenceQueries {
		ids := q.objectIDs(rows)
		if len(ids) == 0 {
			continue
		}
		var some []affectedSentence
		if err := db.Raw(q.query, ids).Scan(&some).Error; err != nil {
			return nil, err
		}
		for i := range some {
			some[i].object = q.object
		}
		found = append(found, some...)
	}
	changes := make([]models.Change, len(rows))
	for i, e := range rows {
		c := models.Change{ID: e.ID, Article: e.Article, Object: e.Object, ObjectID: e.ObjectID, Claim: e.Claim, Sentences: []int64{}}
		for _, t := range found {
			if t.object == "claim" && t.ID == e.Claim || t.object == e.Object && t.ID == e.ObjectID {
				c.Sentences = append(c.Sentences, t.Sentence)
			}
		}
		if e.Before != "" {
			gone, err := sentencesOfRemovedOccurrence(db, e)
			if err != nil {
				return nil, err
			}
			c.Sentences = append(c.Sentences, gone...)
		}
		slices.Sort(c.Sentences)
		c.Sentences = slices.Compact(c.Sentences)
		changes[i] = c
	}
	return changes, nil
}

// affectedSentence is a sentence of the current revision, and the object in it.
type affectedSentence struct {
	object   string
	ID       int64
	Sentence int64
}

// affectedSentenceQuery finds the sentences that objects of one kind are in.
type affectedSentenceQuery struct{ object, query string }

// affectedSentenceQueries find, for each kind of object, its sentences in the current revision.
var affectedSentenceQueries = []affectedSentenceQuery{
	{"claim", `SELECT o.claim_id AS id, k.sentence_id AS sentence FROM occurrences o JOIN claims c ON c.id = o.claim_id
		JOIN articles a ON a.id = c.article_id AND a.revision_id = o.revision_id JOIN occurrence_sentences k ON k.occurrence_id = o.id WHERE o.claim_id IN ?`},
	{"reading", sentencesOfTrackQuery("readings")},
	{"second look", sentencesOfTrackQuery("second_looks")},
	{"query", sentencesOfTrackQuery("queries")},
	{"note", sentencesOfTrackQuery("sentence_notes")},
	{"refusal", sentencesOfTrackQuery("refusals")},
	{"sentence", `SELECT s.id, s.id AS sentence FROM sentences s WHERE s.id IN ?`},
}

func sentencesOfTrackQuery(table string) string {
	return `SELECT x.id, s.id AS sentence FROM ` + table + ` x JOIN tracks t ON t.id = x.track_id JOIN articles a ON a.id = t.article_id
		JOIN sentences s ON s.track_id = t.id AND s.revision_id = a.revision_id WHERE x.id IN ?`
}

// objectIDs returns the ids of the query's kind of object. For claims, these are the claims of any event.
func (q affectedSentenceQuery) objectIDs(rows []feedEvent) (ids []int64) {
	for _, e := range rows {
		switch {
		case q.object == "claim" && e.Claim != 0:
			ids = append(ids, e.Claim)
		case q.object == e.Object:
			ids = append(ids, e.ObjectID)
		}
	}
	return ids
}

// sentencesOfRemovedOccurrence returns the sentences in which a removed occurrence was.
func sentencesOfRemovedOccurrence(db *gorm.DB, e feedEvent) (ids []int64, err error) {
	var was struct{ Start, End int }
	if err := json.Unmarshal([]byte(e.Before), &was); err != nil {
		return nil, err
	}
	err = db.Raw(`SELECT s.id FROM sentences s JOIN articles a ON a.revision_id = s.revision_id WHERE a.id = ? AND s.ordinal > 0 AND s.start_cp < ? AND s.end_cp > ?`,
		e.Article, cmp.Or(was.End, was.Start+1), was.Start).
		Scan(&ids).
		Error
	return ids, err
}
