package store

import (
	"context"

	"gorm.io/gorm"

	"linecheck/models"
)

// ArticleDetail reads an article with its sentences and claims in one read transaction.
func (s *Store) ArticleDetail(ctx context.Context, r models.Reader, id int64) (_ models.ArticleDetail, err error) {
	defer wrap(&err, "read article %d whole", id)
	var w models.ArticleDetail
	if _, err := s.visibleVersion(ctx, r, id); err != nil {
		return w, err
	}
	err = s.readTx(ctx, func(db *gorm.DB) (err error) {
		if err := loadArticleDetail(db, r, id, &w); err != nil {
			return err
		}
		if err := queryOne(db, &w.Revision.Text, "SELECT text FROM revisions WHERE id = ?", *w.RevisionID); err != nil {
			return err
		}
		seal := blindViewFor(r)
		if w.TitleSentence, w.Sentences, err = titleAndSentences(db, seal, *w.RevisionID, w.WholeText()); err != nil {
			return err
		}
		read, err := loadRestRead(db, sentencesOfRevision, *w.RevisionID)
		if err != nil {
			return err
		}
		w.TitleSentence.RestRead = read[w.TitleSentence.ID]
		for i, s := range w.Sentences {
			w.Sentences[i].RestRead = read[s.ID]
		}
		w.Claims, err = placedClaims(db, seal, *w.RevisionID, "c.article_id = ?", id)
		return err
	})
	return w, err
}

// loadArticleDetail reads the article itself, and its gate.
func loadArticleDetail(db *gorm.DB, r models.Reader, id int64, w *models.ArticleDetail) error {
	if err := queryOne(db, &w.Article, "SELECT * FROM articles WHERE id = ?", id); err != nil {
		return err
	}
	if err := queryOne(db, &w.Desk, "SELECT name FROM desks WHERE id = ?", w.DeskID); err != nil {
		return err
	}
	if err := queryOne(db, &w.WriterName, "SELECT coalesce((SELECT name FROM users WHERE id = ?), '')", w.WriterID); err != nil {
		return err
	}
	if err := queryOne(db, &w.Revision, "SELECT id, article_id, number, sha256, created_at FROM revisions WHERE id = ?", *w.RevisionID); err != nil {
		return err
	}
	if err := blindViewFor(r).redactCounters(db, r, &w.Article); err != nil {
		return err
	}
	var err error
	w.Gate, err = gateOf(db, w.Article)
	return err
}

// placedClaims reads claims that are not withdrawn, with their places in a revision. where limits them (as
// c).
func placedClaims(db *gorm.DB, seal blindView, revisionID int64, where string, args ...any) ([]models.PlacedClaim, error) {
	var claims []models.Claim
	query := "SELECT c.* FROM " + seal.claims() + " AS c WHERE c.withdrawn_at IS NULL AND " + where + " ORDER BY c.id"
	if err := db.Raw(query, args...).Scan(&claims).Error; err != nil || len(claims) == 0 {
		return nil, err
	}
	var places []models.PlacedOccurrence
	err := db.Raw(`SELECT o.*, s.ordinal FROM occurrences o JOIN claims c ON c.id = o.claim_id JOIN sentences s ON s.id = o.sentence_id
		WHERE o.revision_id = ? AND `+where+" ORDER BY o.start_cp, o.id", append([]any{revisionID}, args...)...).Scan(&places).Error
	of := map[int64][]models.PlacedOccurrence{}
	for _, p := range places {
		of[p.ClaimID] = append(of[p.ClaimID], p)
	}
	list := make([]models.PlacedClaim, len(claims))
	for i, c := range claims {
		list[i] = models.PlacedClaim{Claim: c, Occurrences: of[c.ID]}
	}
	return list, err
}

// ClaimDetail reads a claim with its annotations, evidence and corrections, as the reader may see them.
func (s *Store) ClaimDetail(ctx context.Context, r models.Reader, id int64) (_ models.ClaimDetail, err error) {
	defer wrap(&err, "read claim %d whole", id)
	var w models.ClaimDetail
	place, err := s.claimLocation(ctx, r, id)
	if err != nil {
		return w, err
	}
	err = s.readTx(ctx, func(db *gorm.DB) error {
		var page models.SentencePage // only its claim card is used
		if err := queryOne(db, &page.Article, "SELECT * FROM articles WHERE id = ?", place.ArticleID); err != nil {
			return err
		}
		if err := queryOne(db, &page.Desk, "SELECT * FROM desks WHERE id = ?", page.DeskID); err != nil {
			return err
		}
		page.Revision.ID = *page.RevisionID
		seal := blindViewFor(r)
		found, err := placedClaims(db, seal, page.Revision.ID, "c.id = ?", id)
		if err != nil {
			return err
		}
		if len(found) == 0 || len(found[0].Occurrences) == 0 {
			return models.ErrNotFound // withdrawn
		}
		w.Occurrences = found[0].Occurrences
		page.Claims = []models.ClaimCard{{Claim: found[0].Claim, Occurrence: w.Occurrences[0].Occurrence}}
		if err := addCardDetails(db, r, &page, []int64{id}); err != nil {
			return err
		}
		w.ClaimCard = seal.redactCard(page.Claims[0])
		return queryOne(
			db,
			&w.Authors,
			`SELECT coalesce(string_agg(s.authors, ''), '') FROM occurrences o JOIN occurrence_sentences os ON os.occurrence_id = o.id
			JOIN sentences s ON s.id = os.sentence_id WHERE o.claim_id = ? AND o.revision_id = ? AND o.placement <> 'lost'`,
			id,
			page.Revision.ID,
		)
	})
	return w, err
}

// loadRestRead reports, by sentence id, whether nothing outside the claims is left to read. where limits the
// sentences (as s).
func loadRestRead(db *gorm.DB, where string, args ...any) (map[int64]bool, error) {
	facts, err := loadSentenceFacts(gormRows{db}, where, args...)
	read := make(map[int64]bool, len(facts))
	for _, f := range facts {
		read[f.ID] = f.Status().RestRead
	}
	return read, err
}

// Sentence reads one sentence of an article's current revision, by its number.
func (s *Store) Sentence(ctx context.Context, r models.Reader, articleID int64, ordinal int) (_ models.PageSentence, err error) {
	defer wrap(&err, "read sentence %d of article %d", int64(ordinal), articleID)
	list, err := s.sentencesOf(ctx, r, articleID, "s.ordinal = ?", ordinal)
	if err == nil && len(list) == 0 {
		err = models.ErrNotFound
	}
	if err != nil {
		return models.PageSentence{}, err
	}
	return list[0], nil
}

// ArticleSentences reads all sentences of an article's current revision, in order.
func (s *Store) ArticleSentences(ctx context.Context, r models.Reader, articleID int64) (_ []models.PageSentence, err error) {
	defer wrap(&err, "list the sentences of article %d", articleID)
	return s.sentencesOf(ctx, r, articleID, textSentences)
}

func (s *Store) sentencesOf(
	ctx context.Context,
	r models.Reader,
	articleID int64,
	where string,
	args ...any,
) ([]models.PageSentence, error) {
	var list []models.PageSentence
	if _, err := s.visibleVersion(ctx, r, articleID); err != nil {
		return nil, err
	}
	err := s.readTx(ctx, func(db *gorm.DB) (err error) {
		var revision int64
		if err := queryOne(db, &revision, "SELECT revision_id FROM articles WHERE id = ?", articleID); err != nil {
			return err
		}
		if list, err = pageSentences(db, blindViewFor(r), revision, where, args...); err != nil {
			return err
		}
		some, of := sentencesOfRevision, any(revision)
		if len(list) == 1 {
			some, of = sentenceByID, list[0].ID
		}
		read, err := loadRestRead(db, some, of)
		for i, s := range list {
			list[i].RestRead = read[s.ID]
		}
		return err
	})
	return list, err
}

// GateDetail reads an article's gate with the ids behind its reasons.
func (s *Store) GateDetail(ctx context.Context, r models.Reader, id int64) (_ models.GateDetail, err error) {
	defer wrap(&err, "read what is behind the gate of article %d", id)
	var g models.GateDetail
	if _, err := s.visibleVersion(ctx, r, id); err != nil {
		return g, err
	}
	err = s.readTx(ctx, func(db *gorm.DB) error {
		var w models.ArticleDetail
		if err := loadArticleDetail(db, r, id, &w); err != nil {
			return err
		}
		g.Article, g.Revision = w.Article, w.Revision
		var desk models.Desk
		if err := queryOne(db, &desk, "SELECT * FROM desks WHERE id = ?", w.DeskID); err != nil {
			return err
		}
		full, err := gateForReader(newTx(db), r, w.Article, desk)
		g.Gate, g.Resolvers = full.state, full.resolvers
		if err != nil || r.ChecksBlind(w.DeskID) {
			return err
		}
		if g.Misquoted, err = misquotedClaims(db, id); err != nil || g.Gate.Reason(models.GateCorrections).Count == 0 {
			return err
		}
		return db.Raw(`SELECT k.id FROM claims c JOIN corrections k ON k.claim_id = c.id AND k.state = 'accepted'
			WHERE c.article_id = ? AND c.withdrawn_at IS NULL ORDER BY k.id`, id).Scan(&g.Corrections).Error
	})
	return g, err
}
