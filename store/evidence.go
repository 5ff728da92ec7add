package store

import (
	"context"
	"fmt"

	"gorm.io/gorm"

	"linecheck/models"
)

// AddEvidence writes down a piece of evidence for a claim, apart from any verdict.
func (s *Store) AddEvidence(ctx context.Context, r models.Reader, claimID int64, n models.NewEvidence) (models.Place, error) {
	var wrong models.Invalid
	source, evidence := n.Check("evidence-", &wrong)
	if len(wrong) > 0 {
		return models.Place{}, wrong
	}
	var place models.Place
	err := s.change(ctx, func(t *tx) error {
		c, err := t.claim(r, claimID, models.ActCheck)
		if err != nil {
			return err
		}
		if place, err = t.place(claimID); err != nil {
			return err
		}
		if err := t.addEvidence(r, c, given{source, evidence}, nil); err != nil {
			return err
		}
		if err := t.touchClaim(c); err != nil {
			return err
		}
		return t.worked(c.ArticleID, r.UserID)
	})
	return place, err
}

// touchClaim says that something about a claim changed, though not its standing: whoever read it before has to look again.
func (t *tx) touchClaim(c heldClaim) error {
	if err := t.Exec("UPDATE claims SET version = version + 1 WHERE id = ?", c.ID).Error; err != nil {
		return err
	}
	return t.addArticleCounts(c.ArticleID, models.Counts{})
}

// addEvidence writes a source, unless the desk has the very same one already, and what it says of the claim.
func (t *tx) addEvidence(r models.Reader, c heldClaim, g given, annotation *int64) error {
	g.source.DeskID, g.source.CreatedBy, g.source.CreatedAt = c.DeskID, ref(r.UserID), t.now
	if err := t.source(&g.source); err != nil {
		return err
	}
	e := g.evidence
	e.ClaimID, e.SourceID, e.AnnotationID, e.CreatedBy, e.CreatedAt = c.ID, g.source.ID, annotation, ref(r.UserID), t.now
	if err := t.Create(&e).Error; err != nil {
		return fmt.Errorf("writing the evidence: %w", err)
	}
	return t.record(event{actor: r.UserID, action: "evidence given", object: "evidence", id: e.ID, article: c.ArticleID, desk: c.DeskID,
		after: map[string]any{"claim": c.ID, "source": g.source.ID, "title": g.source.Title, "url": g.source.URL, "class": e.Class, "stance": e.Stance, "quote": e.Quote, "locator": e.Locator}})
}

// source finds the desk's source of the same kind, title, publisher and address, or writes it.
func (t *tx) source(s *models.Source) error {
	var known int64
	err := one(t.DB, &known, "SELECT id FROM sources WHERE desk_id = ? AND title = ? AND url = ? AND publisher = ? AND kind = ? AND NOT confidential ORDER BY id LIMIT 1",
		s.DeskID, s.Title, s.URL, s.Publisher, s.Kind)
	if err == nil {
		s.ID = known
		return nil
	}
	if !isNotFound(err) {
		return err
	}
	return t.Create(s).Error
}

// WithdrawEvidence takes a piece of evidence back, unless a "sourced" would then stand without what the policy asks for.
func (s *Store) WithdrawEvidence(ctx context.Context, r models.Reader, id int64) (models.Place, error) {
	var place models.Place
	err := s.change(ctx, func(t *tx) error {
		var e models.Evidence
		if err := one(t.DB, &e, "SELECT * FROM evidence WHERE id = ? AND withdrawn_at IS NULL", id); err != nil {
			return err
		}
		c, err := t.claim(r, e.ClaimID, models.ActCheck)
		if err != nil {
			return err
		}
		if (e.CreatedBy == nil || *e.CreatedBy != r.UserID) && !c.Role.May(models.ActRule) {
			return fmt.Errorf("%w: only who gave evidence, or an editor, can withdraw it", models.ErrForbidden)
		}
		if place, err = t.place(c.ID); err != nil {
			return err
		}
		return t.withdrawEvidence(r, c, e)
	})
	return place, err
}

func (t *tx) withdrawEvidence(r models.Reader, c heldClaim, e models.Evidence) error {
	if err := t.Exec("UPDATE evidence SET withdrawn_at = ?, withdrawn_by = ? WHERE id = ?", t.now, r.UserID, e.ID).Error; err != nil {
		return err
	}
	if err := t.stillProved(c); err != nil {
		return err
	}
	if err := t.touchClaim(c); err != nil {
		return err
	}
	return t.record(event{actor: r.UserID, action: "evidence withdrawn", object: "evidence", id: e.ID, article: c.ArticleID, desk: c.DeskID,
		before: map[string]any{"claim": c.ID}})
}

// stillProved refuses to leave a live "sourced" without its evidence.
func (t *tx) stillProved(c heldClaim) error {
	var resting int
	err := t.Raw("SELECT count(*) FROM annotations WHERE claim_id = ? AND status = ? AND withdrawn_at IS NULL", c.ID, models.Sourced).Scan(&resting).Error
	if err != nil || resting == 0 {
		return err
	}
	if err := t.proved(c); err != nil {
		return models.Invalid{{Field: "evidence", Detail: "Somebody calls this claim sourced on this evidence; that verdict has to be withdrawn first."}}
	}
	return nil
}

// citedFor finds the evidence of some claims that has not been withdrawn, oldest first.
func citedFor(db *gorm.DB, claimIDs []int64) (map[int64][]models.Cited, error) {
	var rows []models.Cited
	err := db.Raw(`SELECT e.*, s.id AS source_id, s.desk_id AS source_desk_id, s.kind AS source_kind, s.title AS source_title, s.publisher AS source_publisher,
			s.url AS source_url, s.confidential AS source_confidential, coalesce(u.name, '') AS by_name
		FROM evidence e JOIN sources s ON s.id = e.source_id LEFT JOIN users u ON u.id = e.created_by
		WHERE e.claim_id IN ? AND e.withdrawn_at IS NULL ORDER BY e.id`, claimIDs).Scan(&rows).Error
	cited := map[int64][]models.Cited{}
	for _, row := range rows {
		cited[row.ClaimID] = append(cited[row.ClaimID], row)
	}
	return cited, err
}
