package store

import (
	"context"

	"gorm.io/gorm"

	"linecheck/models"
)

// maxDisputedClaims limits the claims that one page compares.
const maxDisputedClaims = 100

// endedByRuling is the condition that the newest verdict on a claim (as c) is a ruling on verdicts that
// differed.
const endedByRuling = `EXISTS (SELECT 1 FROM annotations n WHERE n.claim_id = c.id AND n.ruling AND n.withdrawn_at IS NULL AND NOT n.imported)
	AND (SELECT count(DISTINCT n.status) FROM annotations n WHERE n.claim_id = c.id AND NOT n.ruling AND n.withdrawn_at IS NULL AND NOT n.imported) > 1`

// Disagreements reads the claims of an article on which reviewers disagree, and those on which an editor has
// ruled.
func (s *Store) Disagreements(ctx context.Context, r models.Reader, articleID int64) (_ models.Disagreements, err error) {
	defer wrap(&err, "list the disagreements of article %d", articleID)
	var d models.Disagreements
	if _, err := s.visibleVersion(ctx, r, articleID); err != nil {
		return d, err
	}
	err = s.readTx(ctx, func(db *gorm.DB) error {
		page := models.SentencePage{}
		if err := queryOne(db, &page.Article, "SELECT * FROM articles WHERE id = ?", articleID); err != nil {
			return err
		}
		if err := queryOne(db, &page.Desk, "SELECT * FROM desks WHERE id = ?", page.DeskID); err != nil {
			return err
		}
		page.Revision.ID = *page.RevisionID
		seal := blindViewFor(r)
		if err := seal.redactCounters(db, r, &page.Article); err != nil {
			return err
		}
		d.Article, d.Desk = page.Article, page.Desk
		if err := addDisputedClaims(db, r, seal, &page, &d); err != nil {
			return err
		}
		var err error
		d.Agreement, err = computeAgreement(
			db,
			"SELECT c.id, c.exact, c.context FROM "+seal.claims()+" AS c WHERE c.article_id = ? AND c.withdrawn_at IS NULL AND c.status <> 'sealed'",
			articleID,
		)
		return err
	})
	return d, err
}

// addDisputedClaims adds the claims; those that wait for a ruling come first.
func addDisputedClaims(db *gorm.DB, r models.Reader, seal blindView, page *models.SentencePage, d *models.Disagreements) error {
	var found []struct {
		models.Claim      `gorm:"embedded"`
		models.Occurrence `gorm:"embedded;embeddedPrefix:o_"`
		ByName            string
		Ordinal           int
		Sentence          string
		Start             int
	}
	err := db.Raw(`SELECT c.*, coalesce(u.name, '') AS by_name, o.id AS o_id, o.claim_id AS o_claim_id, o.revision_id AS o_revision_id, o.sentence_id AS o_sentence_id,
			o.start_cp AS o_start_cp, o.end_cp AS o_end_cp, o.exact AS o_exact, s.ordinal, s.text AS sentence, s.start_cp AS start
		FROM `+seal.claims()+` AS c JOIN occurrences o ON o.id = (SELECT x.id FROM occurrences x WHERE x.claim_id = c.id AND x.revision_id = ? ORDER BY x.start_cp LIMIT 1)
			JOIN sentences s ON s.id = o.sentence_id LEFT JOIN users u ON u.id = c.created_by
		WHERE c.article_id = ? AND c.withdrawn_at IS NULL AND c.status <> 'sealed' AND (c.disagree OR `+endedByRuling+`)
		ORDER BY CASE WHEN c.disagree THEN 0 ELSE 1 END, o.start_cp, c.id LIMIT ?`, page.Revision.ID, page.Article.ID, maxDisputedClaims).
		Scan(&found).
		Error
	if err != nil || len(found) == 0 {
		return err
	}
	ids := make([]int64, len(found))
	for i, f := range found {
		ids[i] = f.Claim.ID
		page.Claims = append(page.Claims, models.ClaimCard{Claim: f.Claim, Occurrence: f.Occurrence, ByName: f.ByName})
	}
	if err := addCardDetails(db, r, page, ids); err != nil {
		return err
	}
	for i, c := range page.Claims {
		d.Claims = append(
			d.Claims,
			models.DisputedClaim{ClaimCard: c, Ordinal: found[i].Ordinal, Sentence: found[i].Sentence, Start: found[i].Start},
		)
	}
	return nil
}

// computeAgreement computes how far reviewers agree on claims, from each reviewer's newest verdict on the
// current words. Rulings do not count.
func computeAgreement(db *gorm.DB, claims string, args ...any) (models.Agreement, error) {
	rows, err := db.Raw(`SELECT n.claim_id, n.reviewer_id, n.status FROM (`+claims+`) k JOIN annotations n ON n.claim_id = k.id AND n.withdrawn_at IS NULL AND NOT n.imported AND NOT n.ruling AND n.exact = k.exact AND n.context = k.context
		ORDER BY n.claim_id, n.id`, args...).
		Rows()
	if err != nil {
		return models.Agreement{}, err
	}
	defer rows.Close()
	var units [][]models.Status
	verdicts, current := map[int64]models.Status{}, int64(0)
	end := func() {
		unit := make([]models.Status, 0, len(verdicts))
		for _, status := range verdicts {
			unit = append(unit, status)
		}
		units, verdicts = append(units, unit), map[int64]models.Status{}
	}
	for rows.Next() {
		var claim, reviewer int64
		var status models.Status
		if err := rows.Scan(&claim, &reviewer, &status); err != nil {
			return models.Agreement{}, err
		}
		if claim != current {
			end()
			current = claim
		}
		verdicts[reviewer] = status
	}
	end()
	return models.ComputeAgreement(units), rows.Err()
}

// MaxAgreementClaims limits a desk's agreement to its most recently changed claims, so that it takes the same
// time for a desk of any size.
const MaxAgreementClaims = 1000

// Agreements returns the agreement of reviewers at each desk that the reader oversees.
func (s *Store) Agreements(ctx context.Context, r models.Reader) (_ map[int64]models.Agreement, err error) {
	defer wrap(&err, "measure agreement for user %d", r.UserID)
	agreements := map[int64]models.Agreement{}
	for _, desk := range r.DesksFor(models.ActOversee) {
		a, err := computeAgreement(
			s.readDB(ctx),
			"SELECT id, exact, context FROM claims WHERE desk_id = ? AND withdrawn_at IS NULL ORDER BY changed_at DESC LIMIT ?",
			desk.DeskID,
			MaxAgreementClaims,
		)
		if err != nil {
			return nil, err
		}
		agreements[desk.DeskID] = a
	}
	return agreements, nil
}

// claimsRuledByOthers returns the first claims that the reader annotated and that somebody else ruled on,
// newest ruling first.
func (s *Store) claimsRuledByOthers(ctx context.Context, r models.Reader) ([]models.RuledClaim, error) {
	var found []struct {
		ClaimID int64
		Mine    models.Status
		ID      int64
	}
	err := s.readDB(ctx).
		Raw(`SELECT m.claim_id, m.status AS mine, n.id FROM annotations m JOIN annotations n ON n.claim_id = m.claim_id AND n.ruling AND n.withdrawn_at IS NULL AND NOT n.imported AND n.id > m.id
			JOIN claims c ON c.id = m.claim_id AND c.withdrawn_at IS NULL AND c.desk_id IN ? JOIN articles a ON a.id = c.article_id AND a.trashed_at IS NULL
		WHERE m.reviewer_id = ? AND m.withdrawn_at IS NULL AND NOT m.imported AND NOT m.ruling AND n.reviewer_id <> m.reviewer_id
			AND NOT EXISTS (SELECT 1 FROM annotations x WHERE x.claim_id = m.claim_id AND x.withdrawn_at IS NULL AND x.id > n.id)
			AND NOT EXISTS (SELECT 1 FROM annotations x WHERE x.claim_id = m.claim_id AND x.reviewer_id = m.reviewer_id AND x.withdrawn_at IS NULL AND NOT x.ruling AND x.id > m.id)
		ORDER BY n.id DESC LIMIT ?`, r.DeskIDs(), r.UserID, maxWorkRows).
		Scan(&found).
		Error
	if err != nil || len(found) == 0 {
		return nil, err
	}
	claims, rulings := make([]int64, len(found)), make([]int64, len(found))
	for i, f := range found {
		claims[i], rulings[i] = f.ClaimID, f.ID
	}
	rows, err := claimRows(s.matchingClaims(ctx, r, models.Filter{}).Where("c.id IN ?", claims))
	if err != nil {
		return nil, err
	}
	var said []models.NamedAnnotation
	if err := s.readDB(ctx).Raw("SELECT n.*, u.name FROM annotations n JOIN users u ON u.id = n.reviewer_id WHERE n.id IN ?", rulings).Scan(&said).Error; err != nil {
		return nil, err
	}
	rowOf, rulingOf := map[int64]models.ClaimRow{}, map[int64]models.NamedAnnotation{}
	for _, row := range rows {
		rowOf[row.ID] = row
	}
	for _, a := range said {
		rulingOf[a.ID] = a
	}
	list := make([]models.RuledClaim, len(found))
	for i, f := range found {
		list[i] = models.RuledClaim{ClaimRow: rowOf[f.ClaimID], OwnStatus: f.Mine, Ruling: rulingOf[f.ID]}
	}
	return list, nil
}
