package store

import (
	"gorm.io/gorm"

	"linecheck/models"
)

// loadResults reads the details of results, in the order of the hits.
func (s *Store) loadResults(db *gorm.DB, r models.Reader, what models.SearchKind, hits []searchHit) ([]models.SearchHit, error) {
	if len(hits) == 0 {
		return nil, nil
	}
	ids := make([]int64, len(hits))
	for i, h := range hits {
		ids[i] = h.Key
	}
	var found []models.SearchHit
	var err error
	switch what {
	case models.SearchArticles:
		err = db.Raw("SELECT a.id, a.id AS article_id, a.title AS article_title, d.name AS desk, a.created_at AS at FROM articles a JOIN desks d ON d.id = a.desk_id WHERE a.id IN ?", ids).
			Scan(&found).
			Error
	case models.SearchSentences:
		found, err = foundSentences(db, blindViewFor(r), ids)
	case models.SearchClaims:
		found, err = s.foundClaims(db, r, ids)
	case models.SearchNotes, models.SearchEvidence:
		found, err = s.foundNotes(db, r, what, ids)
	default:
		err = db.Raw(`SELECT m.id, q.id AS query_id, m.body AS words, m.at, u.name AS by, a.id AS article_id, a.title AS article_title, d.name AS desk
			FROM messages m JOIN queries q ON q.id = m.query_id JOIN users u ON u.id = m.author_id JOIN articles a ON a.id = q.article_id JOIN desks d ON d.id = a.desk_id
			WHERE m.id IN ?`, ids).
			Scan(&found).
			Error
	}
	if err != nil {
		return nil, err
	}
	byID := make(map[int64]models.SearchHit, len(found))
	for _, f := range found {
		byID[f.ID] = f
	}
	list := make([]models.SearchHit, 0, len(hits))
	for _, id := range ids {
		if f, ok := byID[id]; ok {
			f.SearchKind = what
			list = append(list, f)
		}
	}
	return list, nil
}

// foundSentences reads sentences with the spans of their claims.
func foundSentences(db *gorm.DB, b blindView, ids []int64) ([]models.SearchHit, error) {
	var rows []models.SentenceRow
	err := db.Raw(`SELECT s.*, t.state, a.id AS article_id, a.title AS article_title, a.language, d.name AS desk FROM sentences s JOIN `+b.tracks()+` AS t ON t.id = s.track_id
		JOIN articles a ON a.id = t.article_id JOIN desks d ON d.id = a.desk_id WHERE s.id IN ?`, ids).
		Scan(&rows).
		Error
	if err != nil {
		return nil, err
	}
	var marks []struct {
		SentenceID int64
		models.ClaimSpan
		StartCP, EndCP int
	}
	err = db.Raw(`SELECT os.sentence_id, c.id AS claim_id, c.status, c.disagree, c.resolution, o.start_cp, o.end_cp FROM occurrence_sentences os
		JOIN occurrences o ON o.id = os.occurrence_id AND o.placement <> 'lost' JOIN `+b.claims()+` AS c ON c.id = o.claim_id AND c.withdrawn_at IS NULL
		WHERE os.sentence_id IN ? ORDER BY o.start_cp, o.claim_id`, ids).
		Scan(&marks).
		Error
	found := make([]models.SearchHit, len(rows))
	for i, row := range rows {
		words := &models.MarkedSentence{SentenceRow: row}
		for _, m := range marks {
			if m.SentenceID == row.ID {
				m.Start, m.End = max(0, m.StartCP-row.Start), min(m.EndCP, row.End)-row.Start
				words.ClaimSpans = append(words.ClaimSpans, m.ClaimSpan)
			}
		}
		found[i] = models.SearchHit{ID: row.ID, ArticleID: row.ArticleID, ArticleTitle: row.ArticleTitle, Desk: row.Desk, Sentence: words}
	}
	return found, err
}

// claimsByID reads the rows of claims in a list.
func (s *Store) claimsByID(db *gorm.DB, r models.Reader, ids []int64) (map[int64]*models.ClaimRow, error) {
	rows, err := claimRows(
		claimsWhere(
			db.Table(blindViewFor(r).claims()+" AS c").Joins("JOIN articles a ON a.id = c.article_id"),
			r,
			models.Filter{},
		).Where("c.id IN ?", ids),
	)
	byID := make(map[int64]*models.ClaimRow, len(rows))
	for i := range rows {
		byID[rows[i].ID] = &rows[i]
	}
	return byID, err
}

func (s *Store) foundClaims(db *gorm.DB, r models.Reader, ids []int64) ([]models.SearchHit, error) {
	claims, err := s.claimsByID(db, r, ids)
	var found []models.SearchHit
	for id, c := range claims {
		found = append(
			found,
			models.SearchHit{ID: id, ArticleID: c.ArticleID, ArticleTitle: c.ArticleTitle, Desk: c.Desk, At: c.CreatedAt, Claim: c},
		)
	}
	return found, err
}

// foundNotes reads notes or evidence with the claims that they are about.
func (s *Store) foundNotes(db *gorm.DB, r models.Reader, what models.SearchKind, ids []int64) ([]models.SearchHit, error) {
	var rows []struct {
		models.CitedEvidence `gorm:"embedded"`
		Status               models.Status
		Note                 string
	}
	query := "SELECT n.id, n.claim_id, n.status, n.note, n.at AS created_at, u.name AS by_name FROM annotations n JOIN users u ON u.id = n.reviewer_id WHERE n.id IN ?"
	if what == models.SearchEvidence {
		query = `SELECT e.*, ` + sourceColumns + `, coalesce(u.name, '') AS by_name
			FROM evidence e JOIN sources s ON s.id = e.source_id LEFT JOIN users u ON u.id = e.created_by WHERE e.id IN ?`
	}
	if err := db.Raw(query, ids).Scan(&rows).Error; err != nil {
		return nil, err
	}
	about := make([]int64, len(rows))
	for i, row := range rows {
		about[i] = row.ClaimID
	}
	claims, err := s.claimsByID(db, r, about)
	var found []models.SearchHit
	for _, row := range rows {
		c := claims[row.ClaimID]
		if c == nil {
			continue
		}
		f := models.SearchHit{
			ID:           row.Evidence.ID,
			ArticleID:    c.ArticleID,
			ArticleTitle: c.ArticleTitle,
			Desk:         c.Desk,
			At:           row.CreatedAt,
			By:           row.ByName,
			Words:        row.Note,
			Verdict:      row.Status,
			Claim:        c,
		}
		if what == models.SearchEvidence {
			shown := row.VisibleTo(r)
			f.Words, f.Source, f.Stance = shown.Quote, &shown.Source, shown.Stance
		}
		found = append(found, f)
	}
	return found, err
}
