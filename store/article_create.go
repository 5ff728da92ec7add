package store

import (
	"context"
	"fmt"
	"time"

	"linecheck/models"
)

// CreateArticle stores an article with its first revision and its sentences.
func (s *Store) CreateArticle(ctx context.Context, r models.Reader, n models.NewArticle) (_ models.Article, err error) {
	defer wrap(&err, "create an article at desk %d", n.DeskID)
	draft, err := n.Segment(s.limits)
	if err != nil {
		return models.Article{}, err
	}
	if len(draft.Sentences) > stagedSentences && txFromContext(ctx) == nil {
		return s.createInStages(ctx, r, n, draft)
	}
	var article models.Article
	err = s.writeTx(ctx, func(t *tx) error {
		if err := t.mayCreate(r, n); err != nil {
			return err
		}
		if article, err = t.addArticle(n, draft, r.UserID); err != nil {
			return err
		}
		return t.setAddresses(r, article, n.URL, "", draft.OwnAddresses)
	})
	return article, err
}

// mayCreate refuses a user who may not add articles to the desk, and a named writer who is not a member of the desk.
func (t *tx) mayCreate(r models.Reader, n models.NewArticle) error {
	role, err := t.loadRole(r, n.DeskID)
	if isNotFound(err) {
		return models.NewFieldError("desk", "Please choose one of your desks.")
	}
	if err != nil {
		return err
	}
	if err := checkAllowed(r, role, models.ActHandIn); err != nil {
		return err
	}
	return t.checkWriter(n.DeskID, n.WriterID)
}

// checkWriter refuses a writer who is not a member of the desk.
func (t *tx) checkWriter(deskID int64, writer *int64) error {
	if writer == nil {
		return nil
	}
	var one int
	err := t.queryRow("SELECT 1 FROM memberships WHERE desk_id = $1 AND user_id = $2", []any{deskID, *writer}, &one)
	if isNotFound(err) {
		err = models.NewFieldError("writer", "Please choose somebody of the article's desk as its writer.")
	}
	return err
}

// addArticle stores a segmented article.
func (t *tx) addArticle(n models.NewArticle, draft models.SegmentedArticle, by int64) (models.Article, error) {
	a := newArticleRow(n, draft, by, t.now)
	if err := t.Create(&a).Error; err != nil {
		return a, fmt.Errorf("writing the article: %w", err)
	}
	revision := firstRevision(n, draft, a.ID, by, t.now)
	if err := t.storeOriginal(&revision, n.Original); err != nil {
		return a, err
	}
	if err := t.Create(&revision).Error; err != nil {
		return a, fmt.Errorf("writing the revision: %w", err)
	}
	if err := t.addSentences(revision, a, draft.Sentences); err != nil {
		return a, err
	}
	if err := t.addTitle(a, revision, firstAuthors(a, revision)); err != nil {
		return a, err
	}
	return a, t.publishArticle(&a, revision, n, draft, by)
}

// newArticleRow returns the row of a new article.
func newArticleRow(n models.NewArticle, draft models.SegmentedArticle, by int64, now time.Time) models.Article {
	return models.Article{
		DeskID:    n.DeskID,
		Title:     draft.Title,
		TitleFold: foldCase(draft.Title),
		Language:  draft.Language,
		WriterID:  n.WriterID,
		CreatedBy: nullableID(by),
		CreatedAt: now,
		DueAt:     toUTC(n.DueAt),
		State:     models.Checking,
		Version:   1,
		Changes:   1,
		Counts:    draft.Counts,
	}
}

// firstRevision returns the row of an article's first revision.
func firstRevision(n models.NewArticle, draft models.SegmentedArticle, article, by int64, now time.Time) models.Revision {
	return models.Revision{
		ArticleID:    article,
		Number:       1,
		Text:         draft.Text,
		SHA256:       draft.SHA256,
		OriginalName: n.FileName,
		CreatedBy:    nullableID(by),
		CreatedAt:    now,
		Markup:       n.Markup,
	}
}

// firstAuthors returns who wrote an article's first revision.
func firstAuthors(a models.Article, r models.Revision) models.AuthorshipFacts {
	return models.AuthorshipFacts{WriterID: a.WriterID, FirstRevisionID: r.ID, Creators: map[int64]*int64{r.ID: r.CreatedBy}}
}

// publishArticle makes the first revision of an article its current one, adds it to the desk's totals, and records the event.
func (t *tx) publishArticle(
	a *models.Article,
	revision models.Revision,
	n models.NewArticle,
	draft models.SegmentedArticle,
	by int64,
) error {
	a.RevisionID = &revision.ID
	if err := t.Exec("UPDATE articles SET revision_id = ? WHERE id = ?", revision.ID, a.ID).Error; err != nil {
		return err
	}
	if err := t.addDeskCounts(a.DeskID, 1, a.Counts); err != nil {
		return err
	}
	return t.recordEvent(event{actor: by, action: "article made", object: "article", id: a.ID, article: a.ID, desk: a.DeskID,
		after: map[string]any{
			"title":     a.Title,
			"revision":  1,
			"sha256":    draft.SHA256,
			"sentences": len(draft.Sentences),
			"address":   n.URL,
			"language":  a.Language,
			"writer":    a.WriterID,
		}})
}

// addSentences stores sentences of an article's first revision, each with a new track.
func (t *tx) addSentences(r models.Revision, a models.Article, sentences []models.Sentence) error {
	by := firstAuthors(a, r)
	tracks := make([]models.Track, len(sentences))
	for i := range tracks {
		tracks[i] = models.Track{ArticleID: r.ArticleID, State: models.Unread, CreatedAt: t.now}
	}
	if err := t.CreateInBatches(tracks, maxInsertRows).Error; err != nil {
		return fmt.Errorf("writing the tracks: %w", err)
	}
	for i := range sentences {
		sentences[i].ID = 0 // another one, if the transaction was run before
		sentences[i].RevisionID, sentences[i].TrackID, sentences[i].Provenance = r.ID, tracks[i].ID, models.RevisionProvenance(r.ID)
		sentences[i].Authors = by.Authors(sentences[i].Provenance)
	}
	if err := t.CreateInBatches(sentences, maxInsertRows).Error; err != nil {
		return fmt.Errorf("writing the sentences: %w", err)
	}
	return nil
}

// storeOriginal stores the original bytes of a revision, once.
func (t *tx) storeOriginal(r *models.Revision, original *models.Original) error {
	if original == nil {
		return nil
	}
	err := t.Exec("INSERT INTO originals (sha256, media_type, size, bytes) VALUES (?, ?, ?, ?) ON CONFLICT (sha256) DO NOTHING",
		original.SHA256, original.MediaType, original.Size, original.Bytes).Error
	if err != nil {
		return fmt.Errorf("keeping the original: %w", err)
	}
	r.OriginalSHA256 = &original.SHA256
	return nil
}

// maxInsertRows is the number of rows in one INSERT, well below the parameter limits of both databases.
const maxInsertRows = 2_000
