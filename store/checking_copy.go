package store

import (
	"context"
	"encoding/json"
	"fmt"

	"gorm.io/gorm"

	"linecheck/models"
)

// CheckingCopy reads an article with all verdicts and notes in one read transaction. It needs about twenty queries, no matter how long
// the article is.
func (s *Store) CheckingCopy(ctx context.Context, r models.Reader, articleID int64) (_ models.CheckingCopy, err error) {
	defer wrap(&err, "read the checking copy of article %d", articleID)
	var c models.CheckingCopy
	if _, err := s.visibleVersion(ctx, r, articleID); err != nil {
		return c, err
	}
	err = s.readTx(ctx, func(db *gorm.DB) error {
		for _, read := range []func(*gorm.DB, models.Reader, int64, *models.CheckingCopy) error{copyHead, copyOrigin, copyGate, copyPolicies, copySentences, copyClaims} {
			if err := read(db, r, articleID, &c); err != nil {
				return err
			}
		}
		queries, err := queryThreads(db, "q.article_id = ?", articleID)
		if err != nil {
			return err
		}
		c.SetQueries(queries)
		c.Notes, err = notesWhere(db, r, "n.article_id = ?", articleID)
		models.SortNotes(c.Notes)
		return err
	})
	return c, err
}

// copyHead reads the article and its text.
func copyHead(db *gorm.DB, r models.Reader, articleID int64, c *models.CheckingCopy) error {
	if err := queryOne(db, &c.Article, "SELECT * FROM articles WHERE id = ?", articleID); err != nil {
		return err
	}
	if err := blindViewFor(r).redactCounters(db, r, &c.Article); err != nil {
		return err
	}
	if err := queryOne(db, &c.Desk, "SELECT * FROM desks WHERE id = ?", c.DeskID); err != nil {
		return err
	}
	if err := queryOne(db, &c.WriterName, "SELECT coalesce((SELECT name FROM users WHERE id = ?), '')", c.WriterID); err != nil {
		return err
	}
	err := queryOne(
		db,
		&c.Revision,
		"SELECT v.*, coalesce(u.name, '') AS name FROM revisions v LEFT JOIN users u ON u.id = v.created_by WHERE v.id = ?",
		*c.RevisionID,
	)
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

// copyGate reads the gate, earlier decisions about it, and the head of the hash chain.
func copyGate(db *gorm.DB, _ models.Reader, articleID int64, c *models.CheckingCopy) error {
	var err error
	if c.Gate, err = gateOf(db, c.Article); err != nil {
		return err
	}
	if s := c.Gate.SignOff; s != nil { // as it was for the signer
		full, err := gateWithItems(newTx(db), c.Article, c.Desk, s.UserID)
		if err != nil {
			return err
		}
		c.Gate.Reasons = full.state.Reasons
	}
	standing, err := overridesOf(db, "o.article_id = ? AND o.voided_at IS NULL", articleID)
	if err != nil {
		return err
	}
	c.SetUnusedOverrides(standing[articleID])
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
	err = queryOne(db, &end, "SELECT length, head FROM chain WHERE id = 1")
	c.Chain = models.Verification{Length: int(end.Length), Head: end.Head}
	return err
}

// copySentences reads the sentences, their read marks, and the former words of those that changed.
func copySentences(db *gorm.DB, r models.Reader, articleID int64, c *models.CheckingCopy) error {
	title, sentences, err := titleAndSentences(db, blindViewFor(r), *c.RevisionID, c.WholeText())
	if err != nil {
		return err
	}
	if err := addAuthors(db, *c.RevisionID, &title, sentences); err != nil {
		return err
	}
	readings, err := readMarksOf(db, articleID)
	if err != nil {
		return err
	}
	c.TitleSentence = models.CopySentence{PageSentence: title, ReadMarks: readings[title.TrackID]}
	changed, err := formerWordsOf(db, "s.revision_id = ?", *c.RevisionID)
	c.Sentences = make([]models.CopySentence, len(sentences))
	for i, s := range sentences {
		c.Sentences[i] = models.CopySentence{PageSentence: s, ReadMarks: readings[s.TrackID]}
		if s.State == models.Recheck {
			c.Sentences[i].Changed = changed[s.TrackID]
		}
	}
	return err
}

// addAuthors adds the authors of the sentences of a revision.
func addAuthors(db *gorm.DB, revisionID int64, title *models.PageSentence, sentences []models.PageSentence) error {
	written, err := selectRows[models.Sentence](
		db,
		"SELECT ordinal, authors FROM sentences WHERE revision_id = ? AND authors <> ''",
		revisionID,
	)
	for _, s := range written {
		if s.Ordinal == 0 {
			title.Authors = s.Authors
		} else if s.Ordinal <= len(sentences) {
			sentences[s.Ordinal-1].Authors = s.Authors
		}
	}
	return err
}

// copyOrigin reads the stated authorship, and the import of the article.
func copyOrigin(db *gorm.DB, _ models.Reader, articleID int64, c *models.CheckingCopy) error {
	err := db.Raw(`SELECT w.*, u.name, v.number FROM authorships w JOIN users u ON u.id = w.user_id JOIN revisions v ON v.id = w.revision_id
		WHERE v.article_id = ? ORDER BY v.number`, articleID).Scan(&c.Words).Error
	if err != nil {
		return err
	}
	c.ImportOrigin, err = loadImportFile(db, articleID)
	return err
}

// copyPolicies reads the desk's current policy, and the one before its last change before the valid sign-off.
func copyPolicies(db *gorm.DB, _ models.Reader, _ int64, c *models.CheckingCopy) error {
	if c.Gate.SignOff == nil {
		return nil
	}
	now := models.CurrentPolicy(c.Desk)
	c.Policies = []models.DatedPolicy{{SignedPolicy: now}}
	var changes []models.Event
	err := db.Raw(`SELECT e.id, e.at, e.before FROM events e WHERE e.object = 'desk' AND e.object_id = ? AND e.action IN ('policy changed', 'second reader set')
		ORDER BY e.id DESC`, c.DeskID).
		Scan(&changes).
		Error
	was := now
	for _, e := range changes { // newest first: each one restores the policy before a change
		if e.Before == "" {
			break // it was erased
		}
		if err := json.Unmarshal([]byte(e.Before), &was); err != nil {
			return fmt.Errorf("reading what desk %d asked for: %w", c.DeskID, err)
		}
		if e.At.Before(c.Gate.SignOff.At) {
			c.Policies = append(c.Policies, models.DatedPolicy{SignedPolicy: was, Until: e.At})
			break
		}
	}
	return err
}

// readMarksOf reads the read marks in an article, by track.
func readMarksOf(db *gorm.DB, articleID int64) (map[int64][]models.NamedReadMark, error) {
	var rows []models.NamedReadMark
	err := db.Raw(`SELECT x.*, u.name FROM articles a JOIN sentences s ON s.revision_id = a.revision_id JOIN readings x ON x.track_id = s.track_id AND `+markCounts+`
		JOIN users u ON u.id = x.reader_id WHERE a.id = ? ORDER BY x.id`, articleID).
		Scan(&rows).
		Error
	readings := map[int64][]models.NamedReadMark{}
	for _, x := range rows {
		readings[x.TrackID] = append(readings[x.TrackID], x)
	}
	return readings, err
}

// copyClaims reads the claims with their annotations and evidence, as the reader may see them.
func copyClaims(db *gorm.DB, r models.Reader, articleID int64, c *models.CheckingCopy) error {
	seal := blindViewFor(r)
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
	if err := fillClaimCards(db, seal, cards, own, c.Desk, articleID, models.CitedEvidence.ForPrint); err != nil {
		return err
	}
	places, err := occurrencesOf(db, *c.RevisionID)
	claims := make([]models.CopyClaim, len(cards))
	for i, card := range cards {
		card.Annotations = annotations[card.Claim.ID]
		claims[i] = models.CopyClaim{ClaimCard: seal.redactCard(card), Occurrences: places[card.Claim.ID]}
	}
	c.SetClaims(claims)
	return err
}

// occurrencesOf reads the places of claims in a revision, including lost ones.
func occurrencesOf(db *gorm.DB, revisionID int64) (map[int64][]models.Occurrence, error) {
	var rows []models.Occurrence
	err := db.Raw(`SELECT o.* FROM occurrences o WHERE o.revision_id = ? ORDER BY o.start_cp, o.id`, revisionID).Scan(&rows).Error
	places := map[int64][]models.Occurrence{}
	for _, o := range rows {
		places[o.ClaimID] = append(places[o.ClaimID], o)
	}
	return places, err
}
