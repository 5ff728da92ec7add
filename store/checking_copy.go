package store

import (
	"context"

	"gorm.io/gorm"

	"linecheck/models"
)

// CheckingCopy reads an article with all that was found of it, on one state of the database: some twenty queries, however long it is.
func (s *Store) CheckingCopy(ctx context.Context, r models.Reader, articleID int64) (_ models.CheckingCopy, err error) {
	defer wrap(&err, "read the checking copy of article %d", articleID)
	var c models.CheckingCopy
	if _, err := s.visibleStamp(ctx, r, articleID); err != nil {
		return c, err
	}
	err = s.snapshot(ctx, func(db *gorm.DB) error {
		for _, read := range []func(*gorm.DB, models.Reader, int64, *models.CheckingCopy) error{copyHead, copyGate, copySentences, copyClaims} {
			if err := read(db, r, articleID, &c); err != nil {
				return err
			}
		}
		queries, err := threads(db, "q.article_id = ?", articleID)
		c.SetQueries(queries)
		return err
	})
	return c, err
}

// copyHead reads what a copy says of the article and its text.
func copyHead(db *gorm.DB, r models.Reader, articleID int64, c *models.CheckingCopy) error {
	if err := one(db, &c.Article, "SELECT * FROM articles WHERE id = ?", articleID); err != nil {
		return err
	}
	if err := sealFor(r).article(db, r, &c.Article); err != nil {
		return err
	}
	if err := one(db, &c.Desk, "SELECT * FROM desks WHERE id = ?", c.DeskID); err != nil {
		return err
	}
	if err := one(db, &c.WriterName, "SELECT coalesce((SELECT name FROM users WHERE id = ?), '')", c.WriterID); err != nil {
		return err
	}
	err := one(db, &c.Revision, "SELECT v.*, coalesce(u.name, '') AS name FROM revisions v LEFT JOIN users u ON u.id = v.created_by WHERE v.id = ?", *c.RevisionID)
	if err != nil {
		return err
	}
	var all []models.Revision
	err = db.Raw("SELECT id, number FROM revisions WHERE article_id = ?", articleID).Scan(&all).Error
	c.Revisions = make(map[int64]int, len(all))
	for _, v := range all {
		c.Revisions[v.ID] = v.Number
	}
	return err
}

// copyGate reads the gate, what was decided about it before, and the head of the record.
func copyGate(db *gorm.DB, _ models.Reader, articleID int64, c *models.CheckingCopy) error {
	var err error
	if c.Gate, err = gateOf(db, c.Article); err != nil {
		return err
	}
	signed, err := signOffsOf(db, "o.article_id = ? AND o.voided_at IS NOT NULL", articleID)
	if err != nil {
		return err
	}
	overridden, err := overridesOf(db, "o.article_id = ? AND o.voided_at IS NOT NULL", articleID)
	if err != nil {
		return err
	}
	c.SignOffs, c.Overrides = signed[articleID], overridden[articleID]
	var end chain
	err = one(db, &end, "SELECT length, head FROM chain WHERE id = 1")
	c.Chain = models.Verification{Length: int(end.Length), Head: end.Head}
	return err
}

// copySentences reads the sentences, who found nothing to check in them, and the former words of those that changed.
func copySentences(db *gorm.DB, r models.Reader, articleID int64, c *models.CheckingCopy) error {
	sentences, err := pageSentences(db, sealFor(r), *c.RevisionID, inText)
	if err != nil {
		return err
	}
	readings, err := readingsOf(db, articleID)
	if err != nil {
		return err
	}
	changed, err := formerWordsOf(db, "s.revision_id = ?", *c.RevisionID)
	c.Sentences = make([]models.CopySentence, len(sentences))
	for i, s := range sentences {
		c.Sentences[i] = models.CopySentence{PageSentence: s, Readings: readings[s.TrackID]}
		if s.State == models.Recheck {
			c.Sentences[i].Changed = changed[s.TrackID]
		}
	}
	return err
}

// readingsOf finds who has found nothing to check in the sentences of an article, by their tracks.
func readingsOf(db *gorm.DB, articleID int64) (map[int64][]models.NamedReading, error) {
	var rows []models.NamedReading
	err := db.Raw(`SELECT x.*, u.name FROM articles a JOIN sentences s ON s.revision_id = a.revision_id JOIN readings x ON x.track_id = s.track_id AND `+markCounts+`
		JOIN users u ON u.id = x.reader_id WHERE a.id = ? ORDER BY x.id`, articleID).Scan(&rows).Error
	readings := map[int64][]models.NamedReading{}
	for _, x := range rows {
		readings[x.TrackID] = append(readings[x.TrackID], x)
	}
	return readings, err
}

// copyClaims reads the claims with all that was said of them, as the reader may see them.
func copyClaims(db *gorm.DB, r models.Reader, articleID int64, c *models.CheckingCopy) error {
	seal := sealFor(r)
	var found []struct {
		models.Claim `gorm:"embedded"`
		ByName       string
	}
	err := db.Raw(`SELECT c.*, coalesce(u.name, '') AS by_name FROM `+seal.claims()+` AS c LEFT JOIN users u ON u.id = c.created_by
		WHERE c.article_id = ? AND c.withdrawn_at IS NULL ORDER BY c.id`, articleID).Scan(&found).Error
	if err != nil {
		return err
	}
	cards := make([]models.ClaimCard, len(found))
	for i, f := range found {
		cards[i] = models.ClaimCard{Claim: f.Claim, ByName: f.ByName}
	}
	own := db.Table("claims").Select("id").Where("article_id = ? AND withdrawn_at IS NULL", articleID)
	annotations, err := annotationsOf(db, own)
	if err != nil {
		return err
	}
	if err := settleCards(db, seal, cards, own, c.Desk, articleID, models.Cited.Printed); err != nil {
		return err
	}
	places, err := placesOf(db, *c.RevisionID)
	claims := make([]models.CopyClaim, len(cards))
	for i, card := range cards {
		card.Annotations = annotations[card.Claim.ID]
		claims[i] = models.CopyClaim{ClaimCard: seal.card(card), Places: places[card.Claim.ID]}
	}
	c.SetClaims(claims)
	return err
}

// placesOf finds where the claims of a revision stand, or stood.
func placesOf(db *gorm.DB, revisionID int64) (map[int64][]models.Occurrence, error) {
	var rows []models.Occurrence
	err := db.Raw(`SELECT o.* FROM occurrences o WHERE o.revision_id = ? ORDER BY o.start_cp, o.id`, revisionID).Scan(&rows).Error
	places := map[int64][]models.Occurrence{}
	for _, o := range rows {
		places[o.ClaimID] = append(places[o.ClaimID], o)
	}
	return places, err
}
