package store

import (
	"context"

	"gorm.io/gorm"

	"linecheck/models"
)

// ArticlePage reads an article with all its sentences in one read transaction.
func (s *Store) ArticlePage(ctx context.Context, r models.Reader, id int64) (_ models.ArticlePage, err error) {
	defer wrap(&err, "read the page of article %d", id)
	return s.articlePage(ctx, r, id, models.Article.WholeText)
}

// ArticlePagePart reads what the article view renders: the part of the article that contains sentence n.
func (s *Store) ArticlePagePart(ctx context.Context, r models.Reader, id int64, n int) (_ models.ArticlePage, err error) {
	defer wrap(&err, "read the page of article %d from sentence %d", id, int64(n))
	return s.articlePage(ctx, r, id, func(a models.Article) models.ArticlePart { return a.PartWith(n) })
}

func (s *Store) articlePage(ctx context.Context, r models.Reader, id int64,
	partOf func(models.Article) models.ArticlePart) (models.ArticlePage, error) {
	var page models.ArticlePage
	if _, err := s.visibleVersion(ctx, r, id); err != nil {
		return page, err
	}
	err := s.readTx(ctx, func(db *gorm.DB) error {
		var head struct {
			models.Article `gorm:"embedded"`
			Desk           string
			WriterName     string
			SecondReader   bool
		}
		err := queryOne(db, &head, `SELECT a.*, d.name AS desk, d.second_reader, coalesce(w.name, '') AS writer_name FROM articles a
			JOIN desks d ON d.id = a.desk_id LEFT JOIN users w ON w.id = a.writer_id WHERE a.id = ?`, id)
		if err != nil {
			return err
		}
		page.Article, page.Desk, page.WriterName, page.SecondReader = head.Article, head.Desk, head.WriterName, head.SecondReader
		if err := queryOne(db, &page.Revision, "SELECT * FROM revisions WHERE id = ?", *head.RevisionID); err != nil {
			return err
		}
		seal := blindViewFor(r)
		page.Part = partOf(page.Article)
		if page.TitleSentence, page.Sentences, err = titleAndSentences(db, seal, *head.RevisionID, page.Part); err != nil {
			return err
		}
		if err := addQueryCounts(db, page.Article, page.Sentences); err != nil {
			return err
		}
		if err := seal.redactCounters(db, r, &page.Article); err != nil {
			return err
		}
		if page.Lost, err = lostClaims(db, *head.RevisionID); err != nil {
			return err
		}
		if page.Gate, err = gateOf(db, page.Article); err != nil {
			return err
		}
		if page.Words, err = loadRevisionWords(db, id, true); err != nil {
			return err
		}
		page.Event, err = lastEvent(db, id)
		return err
	})
	return page, err
}

// pageSentences reads sentences of a revision with their states and the spans of their claims. where limits
// them (as s).
func pageSentences(db *gorm.DB, seal blindView, revisionID int64, where string, args ...any) ([]models.PageSentence, error) {
	rows, err := db.Raw(`SELECT s.id, s.revision_id, s.track_id, s.ordinal, s.region, s.start_cp, s.end_cp, s.text, t.state
		FROM sentences s JOIN `+seal.tracks()+` AS t ON t.id = s.track_id WHERE s.revision_id = ? AND `+where+` ORDER BY s.ordinal`, append([]any{revisionID}, args...)...).Rows()
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var list []models.PageSentence
	for rows.Next() {
		var p models.PageSentence
		if err := rows.Scan(&p.ID, &p.RevisionID, &p.TrackID, &p.Ordinal, &p.Region, &p.Start, &p.End, &p.Text, &p.State); err != nil {
			return nil, err
		}
		list = append(list, p)
	}
	if err := rows.Err(); err != nil {
		return nil, err
	}
	return list, addMarks(db, seal, list, revisionID)
}

// textSentences excludes the title.
const textSentences = "s.ordinal > 0"

// titleAndSentences reads the title and the sentences of a part of a revision's text.
func titleAndSentences(db *gorm.DB, seal blindView, revisionID int64,
	part models.ArticlePart) (models.PageSentence, []models.PageSentence, error) {
	sentences, err := pageSentences(db, seal, revisionID, "(s.ordinal = 0 OR s.ordinal BETWEEN ? AND ?)", part.First, part.Last)
	if err != nil || len(sentences) == 0 || sentences[0].Ordinal != 0 {
		return models.PageSentence{}, sentences, err
	}
	return sentences[0], sentences[1:], nil
}

// addMarks adds the spans of claims to the sentences, in order of their start. Lost claims have none.
func addMarks(db *gorm.DB, seal blindView, list []models.PageSentence, revisionID int64) error {
	inText := list
	for len(inText) > 0 && inText[0].Ordinal == 0 { // the title has no claims
		inText = inText[1:]
	}
	if len(inText) == 0 {
		return nil
	}
	rows, err := db.Raw(`SELECT o.start_cp, o.end_cp, c.id, c.status, c.disagree, c.resolution
		FROM occurrences o JOIN `+seal.claims()+` AS c ON c.id = o.claim_id AND c.withdrawn_at IS NULL
		WHERE o.revision_id = ? AND o.start_cp < ? AND o.end_cp > ? AND o.placement <> 'lost' ORDER BY o.start_cp, o.claim_id`,
		revisionID, inText[len(inText)-1].End, inText[0].Start).Rows()
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var m models.ClaimSpan
		var start, end int
		if err := rows.Scan(&start, &end, &m.ClaimID, &m.Status, &m.Disagree, &m.Resolution); err != nil {
			return err
		}
		for len(inText) > 0 && inText[0].End <= start {
			inText = inText[1:]
		}
		for i := 0; i < len(inText) && inText[i].Start < end; i++ {
			s := &inText[i]
			m.Start, m.End = max(start, s.Start)-s.Start, min(end, s.End)-s.Start
			s.ClaimSpans = append(s.ClaimSpans, m)
		}
	}
	return rows.Err()
}
