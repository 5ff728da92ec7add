package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"

	"gorm.io/gorm"

	"linecheck/models"
	"linecheck/text"
)

// ReviseArticle stores a new draft of an article. Unchanged sentences and claims keep their states; all
// others have to be checked again. It returns ErrStale if another revision was added since the one that was
// read.
func (s *Store) ReviseArticle(
	ctx context.Context,
	r models.Reader,
	articleID int64,
	n models.NewRevision,
) (_ models.RevisionResult, err error) {
	defer wrap(&err, "revise article %d", articleID)
	if err := n.Check(s.limits); err != nil {
		return models.RevisionResult{}, err
	}
	var done models.RevisionResult
	for tries := 0; ; tries++ {
		ahead, err := s.alignAhead(ctx, r, articleID, n)
		if err != nil {
			return done, err
		}
		err = s.writeTx(ctx, func(t *tx) error {
			a, err := t.revisable(r, articleID)
			if err != nil {
				return err
			}
			draft := ahead
			if !draft.isOf(a) {
				if draft.article.ID != 0 && tries < maxAlignAhead {
					return errArticleChanged
				}
				if draft, err = align(t.DB, a, n, s.limits); err != nil {
					return err
				}
			}
			done, err = t.revise(r, a, n, draft.previous, draft.AlignedDraft)
			return err
		})
		if !errors.Is(err, errArticleChanged) {
			return done, err
		}
	}
}

// maxAlignAhead limits how often a draft is aligned before its transaction. If the article changed each time, the draft is aligned in the
// transaction, where nothing can change the article.
const maxAlignAhead = 3

// errArticleChanged reports that an article changed after a draft was aligned with it.
var errArticleChanged = errors.New("the article has changed")

// alignment is a draft aligned with an article's current revision.
type alignment struct {
	models.AlignedDraft
	previous models.PreviousText
	article  models.Article // as it was
}

// isOf reports whether an alignment was made with an article as it is now. Every change of an article increments its change counter.
func (d alignment) isOf(a models.Article) bool {
	return d.article.ID == a.ID && d.article.Changes == a.Changes && sameID(d.article.RevisionID, a.RevisionID)
}

// alignAhead aligns a draft before its transaction, because aligning takes as long as storing, and nobody else can save during a
// transaction. Within RunIdempotent a transaction is open already, so the draft is aligned in it.
func (s *Store) alignAhead(ctx context.Context, r models.Reader, articleID int64, n models.NewRevision) (alignment, error) {
	if txFromContext(ctx) != nil {
		return alignment{}, nil
	}
	if _, err := s.revisableArticle(ctx, r, articleID); err != nil {
		return alignment{}, nil // the transaction checks the rights
	}
	var d alignment
	err := s.readTx(ctx, func(db *gorm.DB) error {
		var a models.Article
		err := queryOne(db, &a, "SELECT * FROM articles WHERE id = ?", articleID)
		if err == nil {
			d, err = align(db, a, n, s.limits)
		}
		return err
	})
	return d, err
}

func align(db *gorm.DB, a models.Article, n models.NewRevision, limits models.Limits) (alignment, error) {
	was, draft, err := alignDraft(db, a, n, limits)
	return alignment{draft, was, a}, err
}

// PreviewRevision returns what ReviseArticle would do. It changes nothing.
func (s *Store) PreviewRevision(ctx context.Context, r models.Reader, articleID int64, n models.NewRevision) (_ models.Preview, err error) {
	defer wrap(&err, "preview a revision of article %d", articleID)
	var p models.Preview
	if err := n.Check(s.limits); err != nil {
		return p, err
	}
	row, err := s.revisableArticle(ctx, r, articleID)
	if err != nil {
		return p, err
	}
	err = s.readTx(ctx, func(db *gorm.DB) (err error) {
		if err := queryOne(db, &p.Article, "SELECT * FROM articles WHERE id = ?", row.ID); err != nil {
			return err
		}
		if err := queryOne(db, &p.Next, "SELECT max(number) + 1 FROM revisions WHERE article_id = ?", row.ID); err != nil {
			return err
		}
		p.Was, p.Draft, err = alignDraft(db, p.Article, n, s.limits)
		return err
	})
	return p, err
}

// RevisableArticle reads an article to which the reader may add a revision.
func (s *Store) RevisableArticle(ctx context.Context, r models.Reader, articleID int64) (_ models.ArticleRow, err error) {
	defer wrap(&err, "read article %d to revise it", articleID)
	return s.revisableArticle(ctx, r, articleID)
}

// revisableArticle is RevisableArticle for other methods, which wrap its errors as their own.
func (s *Store) revisableArticle(ctx context.Context, r models.Reader, articleID int64) (models.ArticleRow, error) {
	row, err := s.articleRow(ctx, r, articleID)
	switch {
	case err != nil:
		return row, err
	case row.TrashedAt != nil:
		return row, models.ErrNotFound
	case !r.IsAllowed(models.ActHandIn, row.DeskID):
		return row, models.ErrForbidden
	}
	return row, nil
}

// revisable reads an article inside a transaction, and checks that the reader may add a revision now.
func (t *tx) revisable(r models.Reader, articleID int64) (models.Article, error) {
	a, err := t.loadArticle(r, articleID, models.ActHandIn)
	if err == nil && a.TrashedAt != nil {
		err = models.ErrNotFound
	}
	return a, err
}

// alignDraft aligns a draft with the current revision.
func alignDraft(
	db *gorm.DB,
	a models.Article,
	n models.NewRevision,
	limits models.Limits,
) (models.PreviousText, models.AlignedDraft, error) {
	was, err := loadPreviousText(db, *a.RevisionID)
	if err != nil {
		return was, models.AlignedDraft{}, err
	}
	if n.Base != was.Revision.Number {
		return was, models.AlignedDraft{}, models.NewRevisionConflictError(n.Base, was.Revision.Number)
	}
	if n.Text == was.Revision.Text {
		return was, models.AlignedDraft{}, models.ValidationErrors{
			{
				Field:  "text",
				Detail: fmt.Sprintf("This is the text of revision %d, character by character: there is nothing new in it.", n.Base),
			},
		}
	}
	if err := limits.CheckDraftSentences(n.Text, a.Language, n.Markup); err != nil {
		return was, models.AlignedDraft{}, err
	}
	draft := models.AlignDraft(was, n.Text, a.Language, n.Markup)
	if len(draft.Sentences) == 0 {
		return was, draft, models.NewFieldError("text", "There is nothing to read in this text.")
	}
	return was, draft, nil
}

// loadPreviousText reads a revision with its sentences, boundaries and claims.
func loadPreviousText(db *gorm.DB, revisionID int64) (models.PreviousText, error) {
	f := models.PreviousText{States: map[int64]models.SentenceState{}}
	if err := queryOne(db, &f.Revision, "SELECT * FROM revisions WHERE id = ?", revisionID); err != nil {
		return f, err
	}
	if err := db.Where("revision_id = ? AND ordinal > 0", revisionID).Order("ordinal").Find(&f.Sentences).Error; err != nil {
		return f, err
	}
	var tracks []models.Track
	if err := db.Raw("SELECT t.id, t.state FROM sentences s JOIN tracks t ON t.id = s.track_id WHERE s.revision_id = ?", revisionID).Scan(&tracks).Error; err != nil {
		return f, err
	}
	for _, t := range tracks {
		f.States[t.ID] = t.State
	}
	if err := db.Where("revision_id = ? AND withdrawn_at IS NULL", revisionID).Order("id").Find(&f.Boundaries).Error; err != nil {
		return f, err
	}
	var occurrences []models.Occurrence
	err := db.Raw(`SELECT o.* FROM occurrences o JOIN claims c ON c.id = o.claim_id AND c.withdrawn_at IS NULL
		WHERE o.revision_id = ? ORDER BY o.claim_id, o.start_cp, o.id`, revisionID).Scan(&occurrences).Error
	for _, o := range occurrences {
		if n := len(f.Claims); n == 0 || f.Claims[n-1].ID != o.ClaimID {
			f.Claims = append(f.Claims, models.PreviousClaim{ID: o.ClaimID})
		}
		last := &f.Claims[len(f.Claims)-1]
		last.Occurrences = append(last.Occurrences, o)
	}
	if err != nil {
		return f, err
	}
	if err := addClaimWords(db, &f); err != nil {
		return f, err
	}
	return f, addDormantTracks(db, &f)
}

// addClaimWords adds the words that claims have, and those that verdicts on them were given for.
func addClaimWords(db *gorm.DB, f *models.PreviousText) error {
	by := make(map[int64]*models.PreviousClaim, len(f.Claims))
	for i := range f.Claims {
		by[f.Claims[i].ID] = &f.Claims[i]
	}
	q := gormRows{db}
	err := q.queryEach(
		"SELECT id, kind, exact, context FROM claims WHERE article_id = $1 AND withdrawn_at IS NULL",
		[]any{f.Revision.ArticleID},
		func(rows *sql.Rows) error {
			var c models.PreviousClaim
			err := rows.Scan(&c.ID, &c.Kind, &c.Exact, &c.Context)
			if known := by[c.ID]; known != nil {
				known.Kind, known.Exact, known.Context = c.Kind, c.Exact, c.Context
			}
			return err
		},
	)
	if err != nil {
		return err
	}
	return q.queryEach(
		`SELECT n.claim_id, n.exact, n.context FROM claims c JOIN annotations n ON n.claim_id = c.id AND n.withdrawn_at IS NULL AND NOT n.imported AND n.context <> ''
		WHERE c.article_id = $1 AND c.withdrawn_at IS NULL ORDER BY n.id`,
		[]any{f.Revision.ArticleID},
		func(rows *sql.Rows) error {
			var id int64
			var words models.ClaimWords
			err := rows.Scan(&id, &words.Exact, &words.Context)
			if c := by[id]; c != nil && !slices.Contains(c.VerdictWords, words) {
				c.VerdictWords = append(c.VerdictWords, words)
			}
			return err
		},
	)
}

// addDormantTracks adds the tracks of earlier revisions that are not in this one, except those of withdrawn
// revisions. A track is restored if its words come back.
func addDormantTracks(db *gorm.DB, f *models.PreviousText) error {
	standing := make(map[int64]bool, len(f.Sentences))
	for _, s := range f.Sentences {
		standing[s.TrackID] = true
	}
	f.DormantTracks = map[models.SentenceWords]int64{}
	return gormRows{db}.queryEach(`SELECT s.track_id, s.text, s.region FROM revisions v JOIN sentences s ON s.revision_id = v.id
		WHERE v.article_id = $1 AND v.id <> $2 AND v.withdrawn_at IS NULL AND s.ordinal > 0
		ORDER BY v.number, s.ordinal DESC`, []any{f.Revision.ArticleID, f.Revision.ID}, func(rows *sql.Rows) error {
		var track int64
		var words models.SentenceWords
		err := rows.Scan(&track, &words.Text, &words.Region)
		if words.Text = text.NFC(words.Text); !standing[track] {
			f.DormantTracks[words] = track
		}
		return err
	})
}

// Revisions lists an article's revisions without their texts, newest first, including withdrawn ones.
func (s *Store) Revisions(ctx context.Context, r models.Reader, articleID int64) (_ models.RevisionList, err error) {
	defer wrap(&err, "list the revisions of article %d", articleID)
	var list models.RevisionList
	if _, err := s.visibleVersion(ctx, r, articleID); err != nil {
		return list, err
	}
	err = s.readTx(ctx, func(db *gorm.DB) error {
		if err := queryOne(db, &list.Article, "SELECT * FROM articles WHERE id = ?", articleID); err != nil {
			return err
		}
		err := db.Raw(`SELECT v.id, v.article_id, v.number, v.sha256, v.original_sha256, v.original_name, v.note, v.created_by, v.created_at, v.withdrawn_at, v.withdrawn_by,
				coalesce(u.name, '') AS name, coalesce(w.name, '') AS withdrawn_name, (SELECT count(*) FROM sentences s WHERE s.revision_id = v.id AND s.ordinal > 0) AS sentences,
				(SELECT e.after FROM events e WHERE e.object = 'revision' AND e.object_id = v.id AND e.action = 'revision made') AS made
			FROM revisions v LEFT JOIN users u ON u.id = v.created_by LEFT JOIN users w ON w.id = v.withdrawn_by
			WHERE v.article_id = ? ORDER BY v.number DESC`, articleID).
			Scan(&list.Revisions).
			Error
		if err != nil {
			return err
		}
		return s.addUndoable(db, r, &list)
	})
	return list, err
}

// addUndoable sets whether the reader may withdraw the current revision, and why not.
func (s *Store) addUndoable(db *gorm.DB, r models.Reader, list *models.RevisionList) error {
	for i, v := range list.Revisions {
		if v.ID != *list.RevisionID || v.Number == 1 {
			continue
		}
		list.Revisions[i].MayWithdraw = list.TrashedAt == nil && mayWithdrawRevisionOf(r, list.DeskID, v.Revision)
		kept, err := whyNotWithdrawable(db, list.ID, v.ID)
		list.Revisions[i].WithdrawRefusal = kept
		return err
	}
	return nil
}

// Revision reads one revision of an article with its claims, also a withdrawn one.
func (s *Store) Revision(ctx context.Context, r models.Reader, articleID int64, number int) (_ models.RevisionPage, err error) {
	defer wrap(&err, "read revision %d of article %d", int64(number), articleID)
	var page models.RevisionPage
	if _, err := s.visibleVersion(ctx, r, articleID); err != nil {
		return page, err
	}
	err = s.readTx(ctx, func(db *gorm.DB) error {
		if err := queryOne(db, &page.Article, "SELECT * FROM articles WHERE id = ?", articleID); err != nil {
			return err
		}
		err := queryOne(db, &page.Revision, `SELECT v.*, coalesce(u.name, '') AS name, coalesce(w.name, '') AS withdrawn_name
			FROM revisions v LEFT JOIN users u ON u.id = v.created_by LEFT JOIN users w ON w.id = v.withdrawn_by WHERE v.article_id = ? AND v.number = ?`, articleID, number)
		if err != nil {
			return err
		}
		if err := db.Where("revision_id = ? AND ordinal > 0", page.Revision.ID).Order("ordinal").Find(&page.Sentences).Error; err != nil {
			return err
		}
		return db.Where("revision_id = ? AND placement <> ?", page.Revision.ID, models.Lost).
			Order("start_cp, claim_id").
			Find(&page.Occurrences).
			Error
	})
	return page, err
}

// Original reads the original bytes of a revision; ErrNotFound if it was pasted.
func (s *Store) Original(ctx context.Context, r models.Reader, articleID int64, number int) (_ models.Original, _ string, err error) {
	defer wrap(&err, "read the original file of revision %d of article %d", int64(number), articleID)
	var o struct {
		models.Original `gorm:"embedded"`
		OriginalName    string
	}
	if _, err := s.visibleVersion(ctx, r, articleID); err != nil {
		return o.Original, "", err
	}
	err = queryOne(s.readDB(ctx), &o, `SELECT o.*, v.original_name FROM revisions v JOIN originals o ON o.sha256 = v.original_sha256
		WHERE v.article_id = ? AND v.number = ?`, articleID, number)
	return o.Original, o.OriginalName, err
}
