package store

import (
	"context"

	"gorm.io/gorm"

	"linecheck/models"
)

// mostRefusals bounds the live refusals of an article: every page of it reads them.
const mostRefusals = 5_000

// RefuseSuggestion has a suggestion of a sentence not given again, to anybody, until somebody wants to see it. Refusing twice is refusing once.
func (s *Store) RefuseSuggestion(ctx context.Context, r models.Reader, sentenceID int64,
	found models.Suggestion) (_ models.Place, err error) {
	defer wrap(&err, "dismiss a suggestion in sentence %d", sentenceID)
	return s.sentenceChange(ctx, r, sentenceID, func(t *tx, held heldSentence) error { return t.refuse(r, held, found) })
}

// refuse writes a refusal down.
func (t *tx) refuse(r models.Reader, held heldSentence, found models.Suggestion) error {
	track := held.TrackID
	var there, all int
	err := t.row(
		`SELECT count(*), coalesce(sum(CASE WHEN key = $2 AND sort = $3 AND (sort <> 'likely' OR track_id = $4) THEN 1 ELSE 0 END), 0)
		FROM refusals WHERE article_id = $1 AND withdrawn_at IS NULL`,
		[]any{held.ArticleID, found.Key, string(found.Sort), track},
		&all,
		&there,
	)
	if err != nil || there > 0 {
		return err
	}
	if all >= mostRefusals {
		return models.Invalid{{Field: "suggestion", Detail: "More suggestions have been refused in this article than it can keep."}}
	}
	row := models.Refusal{
		ArticleID: held.ArticleID,
		TrackID:   track,
		Sort:      found.Sort,
		Key:       found.Key,
		Words:     found.Words,
		RefusedBy: r.UserID,
		RefusedAt: t.now,
	}
	if err := t.Create(&row).Error; err != nil {
		return err
	}
	return t.record(
		event{actor: r.UserID, action: "suggestion refused", object: "refusal", id: row.ID, article: held.ArticleID, desk: held.DeskID,
			after: map[string]any{"sentence": held.Ordinal, "sort": found.Sort, "words": found.Words}},
	)
}

// WithdrawRefusal has a suggestion given again.
func (s *Store) WithdrawRefusal(ctx context.Context, r models.Reader, id int64) (_ models.Place, err error) {
	defer wrap(&err, "withdraw the dismissal %d of a suggestion", id)
	var place models.Place
	err = s.change(ctx, func(t *tx) error {
		var err error
		place, err = t.withdrawRefusal(r, id)
		return err
	})
	return place, err
}

func (t *tx) withdrawRefusal(r models.Reader, id int64) (models.Place, error) {
	var row models.Refusal
	if err := one(t.DB, &row, "SELECT * FROM refusals WHERE id = ?", id); err != nil {
		return models.Place{}, err
	}
	var sentenceID int64
	err := one(t.DB, &sentenceID, `SELECT s.id FROM sentences s JOIN articles a ON a.id = ? AND a.revision_id = s.revision_id
		ORDER BY CASE WHEN s.track_id = ? THEN 0 ELSE 1 END, s.ordinal LIMIT 1`, row.ArticleID, row.TrackID)
	if err != nil {
		return models.Place{}, err
	}
	held, err := t.sentence(r, sentenceID, models.ActCheck)
	place := models.Place{ArticleID: held.ArticleID, Ordinal: held.Ordinal}
	if err != nil || row.WithdrawnAt != nil {
		return place, err
	}
	if err := t.Exec("UPDATE refusals SET withdrawn_at = ?, withdrawn_by = ? WHERE id = ?", t.now, r.UserID, id).Error; err != nil {
		return place, err
	}
	return place, t.record(
		event{actor: r.UserID, action: "suggestion given again", object: "refusal", id: id, article: held.ArticleID, desk: held.DeskID,
			before: map[string]any{"sort": row.Sort, "words": row.Words}},
	)
}

// SentencePlace is where a sentence stands for somebody who may check it.
func (s *Store) SentencePlace(ctx context.Context, r models.Reader, sentenceID int64) (_ models.Place, err error) {
	defer wrap(&err, "find the place of sentence %d", sentenceID)
	var place models.Place
	err = s.snapshot(ctx, func(db *gorm.DB) error {
		held, err := (&tx{DB: db}).sentence(r, sentenceID, models.ActCheck)
		place = models.Place{ArticleID: held.ArticleID, Ordinal: held.Ordinal}
		return err
	})
	return place, err
}

// Refusals are the suggestions that are refused in an article the reader may see.
func (s *Store) Refusals(ctx context.Context, r models.Reader, articleID int64) (_ []models.Refusal, err error) {
	defer wrap(&err, "list the dismissed suggestions of article %d", articleID)
	if _, err := s.visibleStamp(ctx, r, articleID); err != nil {
		return nil, err
	}
	var list []models.Refusal
	err = s.reading(ctx).
		Raw(`SELECT f.*, u.name FROM refusals f JOIN users u ON u.id = f.refused_by WHERE f.article_id = ? AND f.withdrawn_at IS NULL ORDER BY f.id`, articleID).
		Scan(&list).
		Error
	return list, err
}

// Lines are the text of an article as it is now, and its sentences in order, without what anybody has found of them.
func (s *Store) Lines(ctx context.Context, r models.Reader, articleID int64) (whole string, list []models.Sentence, err error) {
	defer wrap(&err, "read the sentences of article %d", articleID)
	if _, err := s.visibleStamp(ctx, r, articleID); err != nil {
		return "", nil, err
	}
	err = s.snapshot(ctx, func(db *gorm.DB) error {
		var revision models.Revision
		if err := one(db, &revision, "SELECT v.id, v.text FROM revisions v JOIN articles a ON a.revision_id = v.id WHERE a.id = ?", articleID); err != nil {
			return err
		}
		whole = revision.Text
		return db.Raw("SELECT * FROM sentences WHERE revision_id = ? AND ordinal > 0 ORDER BY ordinal", revision.ID).Scan(&list).Error
	})
	return whole, list, err
}

// Marked are some sentences of an article as it is now, by their numbers, with the claims in them.
func (s *Store) Marked(ctx context.Context, r models.Reader, articleID int64, ordinals []int) (list []models.PageSentence, err error) {
	defer wrap(&err, "read marked sentences of article %d", articleID)
	if _, err := s.visibleStamp(ctx, r, articleID); err != nil || len(ordinals) == 0 {
		return nil, err
	}
	err = s.snapshot(ctx, func(db *gorm.DB) error {
		var revision int64
		if err := one(db, &revision, "SELECT revision_id FROM articles WHERE id = ?", articleID); err != nil {
			return err
		}
		var err error
		list, err = pageSentences(db, sealFor(r), revision, "s.ordinal IN ?", ordinals)
		return err
	})
	return list, err
}
