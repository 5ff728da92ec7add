package store

import (
	"context"

	"gorm.io/gorm"

	"linecheck/models"
)

// maxDismissals limits the live dismissals of an article, because every page of it reads them.
const maxDismissals = 5_000

// DismissSuggestion dismisses a suggestion of a sentence for everybody, until somebody restores it.
// Dismissing it twice changes nothing.
func (s *Store) DismissSuggestion(ctx context.Context, r models.Reader, sentenceID int64,
	found models.Suggestion) (_ models.Location, err error) {
	defer wrap(&err, "dismiss a suggestion in sentence %d", sentenceID)
	return s.changeSentence(ctx, r, sentenceID, func(t *tx, held sentenceForUpdate) error { return t.dismissSuggestion(r, held, found) })
}

// dismissSuggestion stores a dismissal.
func (t *tx) dismissSuggestion(r models.Reader, held sentenceForUpdate, found models.Suggestion) error {
	track := held.TrackID
	var there, all int
	err := t.queryRow(
		`SELECT count(*), coalesce(sum(CASE WHEN key = $2 AND sort = $3 AND (sort <> 'likely' OR track_id = $4) THEN 1 ELSE 0 END), 0)
		FROM refusals WHERE article_id = $1 AND withdrawn_at IS NULL`,
		[]any{held.ArticleID, found.Key, string(found.Sort), track},
		&all,
		&there,
	)
	if err != nil || there > 0 {
		return err
	}
	if all >= maxDismissals {
		return models.NewFieldError("suggestion", "More suggestions have been refused in this article than it can keep.")
	}
	row := models.SuggestionDismissal{
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
	return t.recordEvent(
		event{actor: r.UserID, action: "suggestion refused", object: "refusal", id: row.ID, article: held.ArticleID, desk: held.DeskID,
			after: map[string]any{"sentence": held.Ordinal, "sort": found.Sort, "words": found.Words}},
	)
}

// RestoreSuggestion restores a dismissed suggestion.
func (s *Store) RestoreSuggestion(ctx context.Context, r models.Reader, id int64) (_ models.Location, err error) {
	defer wrap(&err, "withdraw the dismissal %d of a suggestion", id)
	var place models.Location
	err = s.writeTx(ctx, func(t *tx) error {
		var err error
		place, err = t.restoreSuggestion(r, id)
		return err
	})
	return place, err
}

func (t *tx) restoreSuggestion(r models.Reader, id int64) (models.Location, error) {
	var row models.SuggestionDismissal
	if err := queryOne(t.DB, &row, "SELECT * FROM refusals WHERE id = ?", id); err != nil {
		return models.Location{}, err
	}
	var sentenceID int64
	err := queryOne(t.DB, &sentenceID, `SELECT s.id FROM sentences s JOIN articles a ON a.id = ? AND a.revision_id = s.revision_id
		ORDER BY CASE WHEN s.track_id = ? THEN 0 ELSE 1 END, s.ordinal LIMIT 1`, row.ArticleID, row.TrackID)
	if err != nil {
		return models.Location{}, err
	}
	held, err := t.loadSentence(r, sentenceID, models.ActCheck)
	place := models.Location{ArticleID: held.ArticleID, Ordinal: held.Ordinal}
	if err != nil || row.WithdrawnAt != nil {
		return place, err
	}
	if err := t.Exec("UPDATE refusals SET withdrawn_at = ?, withdrawn_by = ? WHERE id = ?", t.now, r.UserID, id).Error; err != nil {
		return place, err
	}
	return place, t.recordEvent(
		event{actor: r.UserID, action: "suggestion given again", object: "refusal", id: id, article: held.ArticleID, desk: held.DeskID,
			before: map[string]any{"sort": row.Sort, "words": row.Words}},
	)
}

// SentenceLocation returns a sentence's location for a user who may check it.
func (s *Store) SentenceLocation(ctx context.Context, r models.Reader, sentenceID int64) (_ models.Location, err error) {
	defer wrap(&err, "find the place of sentence %d", sentenceID)
	var place models.Location
	err = s.readTx(ctx, func(db *gorm.DB) error {
		held, err := newTx(db).loadSentence(r, sentenceID, models.ActCheck)
		place = models.Location{ArticleID: held.ArticleID, Ordinal: held.Ordinal}
		return err
	})
	return place, err
}

// DismissedSuggestions lists the dismissed suggestions of an article that the reader may see.
func (s *Store) DismissedSuggestions(ctx context.Context, r models.Reader, articleID int64) (_ []models.SuggestionDismissal, err error) {
	defer wrap(&err, "list the dismissed suggestions of article %d", articleID)
	if _, err := s.visibleVersion(ctx, r, articleID); err != nil {
		return nil, err
	}
	return dismissedSuggestions(s.readDB(ctx), articleID)
}

// dismissedSuggestions lists the dismissed suggestions of an article.
func dismissedSuggestions(db *gorm.DB, articleID int64) (list []models.SuggestionDismissal, err error) {
	err = db.
		Raw(`SELECT f.*, u.name FROM refusals f JOIN users u ON u.id = f.refused_by WHERE f.article_id = ? AND f.withdrawn_at IS NULL ORDER BY f.id`, articleID).
		Scan(&list).
		Error
	return list, err
}

// TextAndSentences returns an article's current revision with its text and markup, and its sentences in order, without states.
func (s *Store) TextAndSentences(ctx context.Context, r models.Reader, articleID int64) (
	revision models.Revision, list []models.Sentence, err error) {
	defer wrap(&err, "read the sentences of article %d", articleID)
	if _, err := s.visibleVersion(ctx, r, articleID); err != nil {
		return revision, nil, err
	}
	err = s.readTx(ctx, func(db *gorm.DB) error {
		if err := queryOne(db, &revision, "SELECT v.id, v.text, v.said FROM revisions v JOIN articles a ON a.revision_id = v.id WHERE a.id = ?", articleID); err != nil {
			return err
		}
		return db.Raw("SELECT * FROM sentences WHERE revision_id = ? AND ordinal > 0 ORDER BY ordinal", revision.ID).Scan(&list).Error
	})
	return revision, list, err
}

// SentencesWithClaims returns sentences of an article's current revision, by their numbers, with their
// claims.
func (s *Store) SentencesWithClaims(
	ctx context.Context,
	r models.Reader,
	articleID int64,
	ordinals []int,
) (list []models.PageSentence, err error) {
	defer wrap(&err, "read marked sentences of article %d", articleID)
	if _, err := s.visibleVersion(ctx, r, articleID); err != nil || len(ordinals) == 0 {
		return nil, err
	}
	err = s.readTx(ctx, func(db *gorm.DB) error {
		var revision int64
		if err := queryOne(db, &revision, "SELECT revision_id FROM articles WHERE id = ?", articleID); err != nil {
			return err
		}
		var err error
		list, err = pageSentences(db, blindViewFor(r), revision, "s.ordinal IN ?", ordinals)
		return err
	})
	return list, err
}
