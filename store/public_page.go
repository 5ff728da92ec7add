package store

import (
	"context"
	"crypto/rand"
	"fmt"

	"gorm.io/gorm"

	"linecheck/models"
)

// PublicVersion identifies a state of what is public.
type PublicVersion struct {
	ID    int64 // of the article or the desk
	Event int   // the newest event of all. Every change of what a page shows has an event
}

// PublicArticleVersion returns the version of a public page. It returns ErrNotFound where PublicArticle does, and is much cheaper.
func (s *Store) PublicArticleVersion(ctx context.Context, publicID string) (v PublicVersion, err error) {
	defer wrap(&err, "find a public page")
	err = queryOne(s.readDB(ctx), &v, `SELECT a.id, (SELECT max(id) FROM events) AS event
		FROM public_pages p JOIN articles a ON a.id = p.article_id
		WHERE p.public_id = ? AND p.is_on AND a.state = 'signed' AND a.trashed_at IS NULL`, publicID)
	return v, err
}

// PublicDeskVersion returns the version of a desk's public list of corrections. It returns ErrNotFound where PublicCorrections does.
func (s *Store) PublicDeskVersion(ctx context.Context, deskID int64) (v PublicVersion, err error) {
	defer wrap(&err, "find the public corrections of desk %d", deskID)
	err = queryOne(s.readDB(ctx), &v, `SELECT d.id, (SELECT max(id) FROM events) AS event
		FROM desks d WHERE d.id = ? AND d.public_corrections`, deskID)
	return v, err
}

// PublicArticle returns what the public page of an article says, and the page's switch. It returns ErrNotFound unless the page is on and a
// sign-off of the article is valid.
func (s *Store) PublicArticle(ctx context.Context, publicID string) (_ models.PublicArticle, err error) {
	defer wrap(&err, "read a public page")
	return s.publicArticle(ctx, publicID)
}

func (s *Store) publicArticle(ctx context.Context, publicID string) (models.PublicArticle, error) {
	var a models.Article
	err := queryOne(s.readDB(ctx), &a, `SELECT a.* FROM public_pages p JOIN articles a ON a.id = p.article_id
		WHERE p.public_id = ? AND p.is_on AND a.state = 'signed' AND a.trashed_at IS NULL`, publicID)
	if err != nil {
		return models.PublicArticle{}, err
	}
	return s.buildPublicArticle(ctx, publicReader(a.DeskID), a.ID)
}

// PreviewPublicArticle returns what the public page of an article would say, whether it is on or not. Only those who may sign the article
// off see it.
func (s *Store) PreviewPublicArticle(ctx context.Context, r models.Reader, articleID int64) (_ models.PublicArticle, err error) {
	defer wrap(&err, "preview the public page of article %d", articleID)
	version, err := s.visibleVersion(ctx, r, articleID)
	if err != nil {
		return models.PublicArticle{}, err
	}
	if !r.IsAllowed(models.ActSign, version.DeskID) {
		return models.PublicArticle{}, models.ErrForbidden
	}
	return s.buildPublicArticle(ctx, publicReader(version.DeskID), articleID)
}

// ExportPublicArticle returns what the public page of an article says, for a reader who may see the article. It returns ErrNotFound if the
// page is not public.
func (s *Store) ExportPublicArticle(ctx context.Context, r models.Reader, articleID int64) (_ models.PublicArticle, err error) {
	defer wrap(&err, "export the public page of article %d", articleID)
	if _, err := s.visibleVersion(ctx, r, articleID); err != nil {
		return models.PublicArticle{}, err
	}
	page, err := publicPageOf(s.readDB(ctx), articleID)
	if err != nil {
		return models.PublicArticle{}, err
	}
	if !page.On {
		return models.PublicArticle{}, models.ErrNotFound
	}
	return s.publicArticle(ctx, page.PublicID)
}

// publicReader is a reader of one desk with no rights but reading, so that a public page is the same for everybody.
func publicReader(deskID int64) models.Reader {
	return models.Reader{ReadOnly: true, Desks: []models.DeskRole{{DeskID: deskID, Role: models.Auditor}}}
}

func (s *Store) buildPublicArticle(ctx context.Context, r models.Reader, articleID int64) (models.PublicArticle, error) {
	c, err := s.CheckingCopy(ctx, r, articleID)
	if err != nil {
		return models.PublicArticle{}, err
	}
	var secret []models.CitedEvidence
	err = s.readDB(ctx).Raw(`SELECT e.*, `+sourceColumns+` FROM evidence e JOIN sources s ON s.id = e.source_id
		JOIN claims c ON c.id = e.claim_id WHERE c.article_id = ? AND s.confidential ORDER BY e.id`, articleID).Scan(&secret).Error
	if err != nil {
		return models.PublicArticle{}, err
	}
	return models.NewPublicArticle(c, secret), nil
}

// PublicPage returns the switch of an article's public page.
func (s *Store) PublicPage(ctx context.Context, r models.Reader, articleID int64) (_ models.PublicPage, err error) {
	defer wrap(&err, "read the public page of article %d", articleID)
	if _, err := s.visibleVersion(ctx, r, articleID); err != nil {
		return models.PublicPage{}, err
	}
	return publicPageOf(s.readDB(ctx), articleID)
}

// publicPageOf returns the switch of a page, which is off if nobody has switched it on.
func publicPageOf(db *gorm.DB, articleID int64) (models.PublicPage, error) {
	var pages []models.PublicPage
	err := db.Raw("SELECT * FROM public_pages WHERE article_id = ?", articleID).Scan(&pages).Error
	if err != nil || len(pages) == 0 {
		return models.PublicPage{ArticleID: articleID}, err
	}
	return pages[0], nil
}

// SetPublicPage switches the public page of an article on or off.
func (s *Store) SetPublicPage(ctx context.Context, r models.Reader, articleID int64, on bool) (err error) {
	defer wrap(&err, "switch the public page of article %d", articleID)
	return s.writeTx(ctx, func(t *tx) error {
		a, err := t.loadArticle(r, articleID, models.ActSign)
		if err != nil {
			return err
		}
		if a.TrashedAt != nil {
			return models.ErrNotFound
		}
		return t.setPublicPage(r, a, on)
	})
}

func (t *tx) setPublicPage(r models.Reader, a models.Article, on bool) error {
	page, err := publicPageOf(t.DB, a.ID)
	if err != nil || page.On == on {
		return err
	}
	if page.PublicID == "" {
		_, err = t.exec("INSERT INTO public_pages (article_id, public_id, is_on) VALUES ($1, $2, $3)", a.ID, rand.Text(), on)
	} else {
		_, err = t.exec("UPDATE public_pages SET is_on = $1 WHERE article_id = $2", on, a.ID)
	}
	if err != nil {
		return err
	}
	return t.recordEvent(event{actor: r.UserID, action: "public page switched", object: "article", id: a.ID, article: a.ID, desk: a.DeskID,
		before: map[string]any{"public_page": page.On}, after: map[string]any{"public_page": on}})
}

// PublicCorrections returns the corrections of a desk's articles that have a public page, newest first. It returns ErrNotFound unless the
// desk's policy publishes them.
func (s *Store) PublicCorrections(ctx context.Context, deskID int64) (_ models.PublicDesk, err error) {
	defer wrap(&err, "list the public corrections of desk %d", deskID)
	var desk models.Desk
	err = queryOne(s.readDB(ctx), &desk, "SELECT * FROM desks WHERE id = ? AND public_corrections", deskID)
	if err != nil {
		return models.PublicDesk{}, err
	}
	var pages []models.PublicPage
	err = s.readDB(ctx).Raw(`SELECT p.* FROM public_pages p JOIN articles a ON a.id = p.article_id
		WHERE a.desk_id = ? AND p.is_on AND a.state = 'signed' AND a.trashed_at IS NULL AND EXISTS (SELECT 1 FROM claims c
			JOIN corrections k ON k.claim_id = c.id WHERE c.article_id = a.id AND k.state IN ('accepted', 'made'))
		ORDER BY a.id DESC LIMIT ?`, deskID, models.MaxPublicCorrections).Scan(&pages).Error
	list := models.PublicDesk{ID: desk.ID, Name: desk.Name}
	for _, page := range pages {
		a, buildErr := s.buildPublicArticle(ctx, publicReader(deskID), page.ArticleID)
		if buildErr != nil {
			return list, fmt.Errorf("article %d: %w", page.ArticleID, buildErr)
		}
		list.Add(a, page)
	}
	list.Sort()
	return list, err
}
