package store

import (
	"context"
	"fmt"
	"time"

	"linecheck/models"
)

// Storing an article of thousands of sentences takes up to a second. In one transaction, every other save would wait for that long. So
// the article is stored in stages: first the article, hidden; then some sentences at a time; at last a short transaction makes it visible
// and writes its event. Other saves run between the stages.
//
// A hidden article has no current revision, and has been in the trash for longer than TrashDays, so nobody can see it. If the program is
// killed before the last stage, the next article that is stored in stages deletes the sentences.

// stagedSentences is the number of sentences above which an article is stored in stages. An article of this size takes about as long as
// one stage.
const stagedSentences = 500

// stageTime is the target duration of one stage, during which no other save can run.
const stageTime = 15 * time.Millisecond

// abandonedAfter is the age after which a hidden article counts as abandoned.
const abandonedAfter = time.Hour

// hiddenSince is the time at which a hidden article was trashed.
var hiddenSince = time.Unix(0, 0).UTC()

// createInStages is CreateArticle for a long article.
func (s *Store) createInStages(
	ctx context.Context,
	r models.Reader,
	n models.NewArticle,
	draft models.SegmentedArticle,
) (models.Article, error) {
	if err := s.discardAbandoned(ctx); err != nil {
		return models.Article{}, err
	}
	var article models.Article
	var revision models.Revision
	err := s.writeTx(ctx, func(t *tx) (err error) {
		if err := t.mayCreate(r, n); err != nil {
			return err
		}
		article, revision, err = t.addHiddenArticle(n, draft, r.UserID)
		return err
	})
	if err != nil {
		return article, err
	}
	err = s.addSentencesInStages(ctx, revision, article, draft.Sentences)
	if err == nil {
		err = s.writeTx(ctx, func(t *tx) (err error) {
			if err := t.mayCreate(r, n); err != nil {
				return err
			}
			article, err = t.showHiddenArticle(r, n, draft, article, revision)
			return err
		})
	}
	if err != nil {
		_ = s.discardHidden(context.WithoutCancel(ctx), article.ID) // what is left is deleted later
	}
	return article, err
}

// addHiddenArticle stores an article without its sentences.
func (t *tx) addHiddenArticle(n models.NewArticle, draft models.SegmentedArticle, by int64) (models.Article, models.Revision, error) {
	a := newArticleRow(n, draft, by, t.now)
	a.TrashedAt, a.Changes, a.Counts = &hiddenSince, 0, models.Counts{}
	if err := t.Create(&a).Error; err != nil {
		return a, models.Revision{}, fmt.Errorf("writing the article: %w", err)
	}
	revision := firstRevision(n, draft, a.ID, by, t.now)
	if err := t.storeOriginal(&revision, n.Original); err != nil {
		return a, revision, err
	}
	return a, revision, t.Create(&revision).Error
}

// showHiddenArticle makes a hidden article visible after its last stage.
func (t *tx) showHiddenArticle(
	r models.Reader,
	n models.NewArticle,
	draft models.SegmentedArticle,
	a models.Article,
	revision models.Revision,
) (models.Article, error) {
	if err := t.addTitle(a, revision, firstAuthors(a, revision)); err != nil {
		return a, err
	}
	if err := t.addArticleCounts(a.ID, draft.Counts); err != nil {
		return a, err
	}
	_, err := t.exec("UPDATE articles SET trashed_at = NULL, created_at = $1 WHERE id = $2", t.now, a.ID)
	if err != nil {
		return a, err
	}
	a.TrashedAt, a.CreatedAt, a.Changes, a.Counts = nil, t.now, 1, draft.Counts
	if err := t.publishArticle(&a, revision, n, draft, r.UserID); err != nil {
		return a, err
	}
	return a, t.setAddresses(r, a, n.URL, "", draft.OwnAddresses)
}

// addSentencesInStages stores the sentences of a hidden article. It adapts the number of sentences in a stage to the duration of the
// previous stage.
func (s *Store) addSentencesInStages(ctx context.Context, revision models.Revision, a models.Article, list []models.Sentence) error {
	n := stagedSentences / 2
	for len(list) > 0 {
		part := list[:min(n, len(list))]
		var took time.Duration
		err := s.writeTx(ctx, func(t *tx) error {
			begun := time.Now()
			err := t.addSentences(revision, a, part)
			took = time.Since(begun)
			return err
		})
		if err != nil {
			return err
		}
		list = list[len(part):]
		n = nextStage(len(part), took)
	}
	return nil
}

// nextStage returns the number of rows for the next stage, given the number and the duration of the last one. It is at most twice as
// many, and at least 50.
func nextStage(n int, took time.Duration) int {
	return max(50, min(2*n, int(float64(n)*float64(stageTime)/float64(max(took, time.Microsecond)))))
}

// discardAbandoned deletes the sentences of articles whose stages were never finished.
func (s *Store) discardAbandoned(ctx context.Context) error {
	var ids []int64
	err := s.readDB(ctx).Raw(`SELECT a.id FROM articles a WHERE a.revision_id IS NULL AND a.created_at < ?
		AND EXISTS (SELECT 1 FROM tracks t WHERE t.article_id = a.id)`, currentTime().Add(-abandonedAfter)).Scan(&ids).Error
	for _, id := range ids {
		if err == nil {
			err = s.discardHidden(ctx, id)
		}
	}
	return err
}

// discardHidden deletes the sentences of a hidden article, in stages. The article itself and its text stay hidden, because a text is
// never deleted.
func (s *Store) discardHidden(ctx context.Context, id int64) error {
	n := stagedSentences / 2
	for {
		left := int64(0)
		var took time.Duration
		err := s.writeTx(ctx, func(t *tx) (err error) {
			begun := time.Now()
			left, err = t.deleteHiddenSentences(id, n)
			took = time.Since(begun)
			return err
		})
		if err != nil || left == 0 {
			return err
		}
		n = nextStage(n, took)
	}
}

// deleteHiddenSentences deletes some of the sentences of a hidden article, and returns how many.
func (t *tx) deleteHiddenSentences(id int64, limit int) (int64, error) {
	const tracks = `(SELECT t.id FROM tracks t JOIN articles a ON a.id = t.article_id AND a.revision_id IS NULL
		WHERE t.article_id = $1 ORDER BY t.id LIMIT $2)`
	if _, err := t.exec("DELETE FROM sentences WHERE track_id IN "+tracks, id, limit); err != nil {
		return 0, err
	}
	return t.exec("DELETE FROM tracks WHERE id IN "+tracks, id, limit)
}
