package store

import (
	"context"

	"linecheck/models"
)

// EditArticle changes an article's title, language, writer and due time. It returns ErrStale if the article
// has changed since the version that was read. For another language, the text is segmented again; manual
// boundaries are kept, and no claim is cut.
func (s *Store) EditArticle(ctx context.Context, r models.Reader, id int64, e models.ArticleEdit) (err error) {
	defer wrap(&err, "edit article %d", id)
	var wrong models.ValidationErrors
	e.Title = models.CheckTitle(e.Title, &wrong)
	e.Language = models.CheckLanguage(e.Language, &wrong)
	own := models.CheckAddresses(e.URL, e.Copies, &wrong)
	if len(wrong) > 0 {
		return wrong
	}
	return s.writeTx(ctx, func(t *tx) error {
		a, err := t.loadArticle(r, id, models.ActArrange)
		if err != nil {
			return err
		}
		if a.TrashedAt != nil {
			return models.ErrNotFound
		}
		if err := t.mayNameWriter(r, a, e.WriterID); err != nil {
			return err
		}
		if err := t.updateArticle(id, e); err != nil {
			return err
		}
		if err := t.setAddresses(r, a, e.URL, e.Copies, own); err != nil {
			return err
		}
		if err := t.changeTitle(r, a, e.Title); err != nil {
			return err
		}
		before, after := articleEditPayload(a, e)
		if e.Language != a.Language {
			gone, made, err := t.changeLanguage(a, e)
			if err != nil {
				return err
			}
			if len(gone) > 0 {
				before["sentences"], after["sentences"] = gone, made
			}
		}
		if !sameID(e.WriterID, a.WriterID) { // a writer who is named later is also the author of earlier words
			if err := t.recomputeAuthors(id); err != nil {
				return err
			}
		}
		return t.recordEvent(
			event{
				actor:   r.UserID,
				action:  "article edited",
				object:  "article",
				id:      id,
				article: id,
				desk:    a.DeskID,
				before:  before,
				after:   after,

				additive: e.Title == a.Title && e.Language == a.Language,
			},
		)
	})
}

// updateArticle writes the edited values. It returns ErrStale if the article changed since the edit began.
func (t *tx) updateArticle(id int64, e models.ArticleEdit) error {
	result := t.Exec(
		`UPDATE articles SET title = ?, title_fold = ?, language = ?, due_at = ?, writer_id = ?,
			version = version + 1, changes = changes + 1
		WHERE id = ? AND version = ?`,
		e.Title,
		foldCase(e.Title),
		e.Language,
		toUTC(e.DueAt),
		e.WriterID,
		id,
		e.Version,
	)
	if result.Error != nil {
		return result.Error
	}
	if result.RowsAffected == 0 {
		return models.ErrStale
	}
	return nil
}

// articleEditPayload returns the values before and after an edit for its event.
func articleEditPayload(a models.Article, e models.ArticleEdit) (before, after map[string]any) {
	before = map[string]any{
		"title":    a.Title,
		"language": a.Language,
		"due":      a.DueAt,
		"address":  a.URL,
		"copies":   a.Copies,
		"writer":   a.WriterID,
	}
	after = map[string]any{
		"title":    e.Title,
		"language": e.Language,
		"due":      toUTC(e.DueAt),
		"address":  e.URL,
		"copies":   e.Copies,
		"writer":   e.WriterID,
	}
	return before, after
}

// mayNameWriter refuses a writer who is not a member of the desk. It also refuses a writer who removes their
// own name, because the writer cannot sign the article off.
func (t *tx) mayNameWriter(r models.Reader, a models.Article, writer *int64) error {
	if sameID(a.WriterID, writer) {
		return nil
	}
	if a.WriterID != nil && *a.WriterID == r.UserID {
		return models.NewFieldError("writer", "You are named as the writer, so somebody else has to change that.")
	}
	return t.checkWriter(a.DeskID, writer)
}

// sameID reports whether two references are equal, or both nil.
func sameID(a, b *int64) bool { return a == b || a != nil && b != nil && *a == *b }

// changeLanguage segments an article's text again for another language. It returns RechecksError if more
// sentences would have to be rechecked than the reader agreed to.
func (t *tx) changeLanguage(a models.Article, e models.ArticleEdit) (gone, made []segmentRecord, err error) {
	if gone, made, err = t.resegmentForLanguage(a, e.Language); err != nil {
		return nil, nil, err
	}
	if err := t.recomputeDependencies(a.ID); err != nil {
		return nil, nil, err
	}
	var checked int
	if err := t.queryRow("SELECT sentences_clear + sentences_done FROM articles WHERE id = $1", []any{a.ID}, &checked); err != nil {
		return nil, nil, err
	}
	if lost := a.SentencesClear + a.SentencesDone - checked; lost > e.Rechecks {
		return nil, nil, models.RechecksError(lost)
	}
	return gone, made, nil
}
