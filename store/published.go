package store

import (
	"context"

	"gorm.io/gorm"

	"linecheck/models"
	"linecheck/text/compare"
)

// SignedText reads the text of an article's newest sign-off here, whether or not it still holds. If there is none, its time is zero.
func (s *Store) SignedText(ctx context.Context, r models.Reader, articleID int64) (signed models.SignedText, err error) {
	defer wrap(&err, "read the signed text of article %d", articleID)
	if signed.Article, err = s.articleRow(ctx, r, articleID); err != nil {
		return signed, err
	}
	err = s.readTx(ctx, func(db *gorm.DB) error {
		var o models.SignOff
		err := queryOne(db, &o, "SELECT * FROM signoffs WHERE article_id = ? AND void_reason <> ? ORDER BY id DESC LIMIT 1",
			articleID, models.VoidFromFile)
		if isNotFound(err) {
			return nil
		}
		if err != nil {
			return err
		}
		signed.SignedAt, signed.Valid = o.At, o.VoidedAt == nil
		var desk models.Desk
		if err := queryOne(db, &desk, "SELECT * FROM desks WHERE id = ?", signed.Article.DeskID); err != nil {
			return err
		}
		signed.Rules, signed.Fetches = desk.FurnitureRules(), desk.Fetches
		if err := queryOne(db, &signed.Revision, "SELECT number FROM revisions WHERE id = ?", o.RevisionID); err != nil {
			return err
		}
		if signed.Sentences, err = signedSentences(db, o.RevisionID); err != nil {
			return err
		}
		return signedTitle(db, o, &signed)
	})
	return signed, err
}

// signedSentences reads the sentences of a revision.
func signedSentences(db *gorm.DB, revision int64) (list []compare.Sentence, err error) {
	var sentences []models.Sentence
	err = db.Raw("SELECT ordinal, text FROM sentences WHERE revision_id = ? ORDER BY ordinal", revision).Scan(&sentences).Error
	for _, s := range sentences {
		list = append(list, compare.NewSentence(s.Ordinal, s.Text))
	}
	return list, err
}

// signedTitle replaces the title with the one that was signed, if it has changed since. Only a receipt has it.
func signedTitle(db *gorm.DB, o models.SignOff, signed *models.SignedText) error {
	if len(signed.Sentences) == 0 || signed.Sentences[0].Ordinal != 0 || models.TitleSHA256(signed.Sentences[0].Text) == o.TitleSHA256 {
		return nil
	}
	var stored models.StoredReceipt
	err := queryOne(db, &stored, "SELECT * FROM receipts WHERE signoff_id = ?", o.ID)
	if isNotFound(err) {
		return nil
	}
	if err != nil {
		return err
	}
	receipt, err := stored.Receipt()
	if err != nil {
		return err
	}
	signed.Sentences[0] = compare.NewSentence(0, receipt.Article.Title)
	return nil
}
