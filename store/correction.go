package store

import (
	"cmp"
	"context"

	"gorm.io/gorm"

	"linecheck/models"
	"linecheck/text"
)

// ProposeCorrection stores a proposed correction of a claim's words.
func (s *Store) ProposeCorrection(
	ctx context.Context,
	r models.Reader,
	claimID int64,
	n models.NewCorrection,
) (_ models.Location, err error) {
	defer wrap(&err, "propose a correction of claim %d", claimID)
	var made int64
	place, err := s.changeClaim(ctx, r, claimID, models.ActCheck, n.Version, func(t *tx, c claimForUpdate) error {
		var exact string
		err := queryOne(
			t.DB,
			&exact,
			"SELECT exact FROM occurrences WHERE claim_id = ? AND revision_id = ? ORDER BY start_cp LIMIT 1",
			claimID,
			c.RevisionID,
		)
		if err != nil {
			return err
		}
		if err := n.Check(exact, c.Context); err != nil {
			return err
		}
		row := models.Correction{
			ClaimID:    claimID,
			From:       n.From,
			To:         n.To,
			Reason:     n.Reason,
			State:      models.CorrectionProposed,
			ProposedBy: r.UserID,
			ProposedAt: t.now,
			Version:    1,
		}
		if err := t.Create(&row).Error; err != nil {
			return err
		}
		made = row.ID
		if err := t.touchClaim(c); err != nil {
			return err
		}
		return t.recordEvent(
			event{actor: r.UserID, action: "correction proposed", object: "correction", id: row.ID, article: c.ArticleID, desk: c.DeskID,
				after:  map[string]any{"claim": claimID, "from": n.From, "to": n.To, "reason": n.Reason},
				notice: models.NoticeFacts{ClaimID: claimID}},
		)
	})
	place.CorrectionID = made
	return place, err
}

// proposedLocally is the condition that a correction (as k) was proposed on this server. Imported corrections have no event of the
// proposal.
const proposedLocally = "EXISTS (SELECT 1 FROM events pe WHERE pe.object = 'correction' AND pe.object_id = k.id AND pe.action = 'correction proposed')"

// DecideCorrection accepts or declines a correction, or records that it is in the text. It returns ErrStale
// if it was decided since the version that was read.
func (s *Store) DecideCorrection(
	ctx context.Context,
	r models.Reader,
	id int64,
	d models.CorrectionDecision,
) (_ models.Location, err error) {
	defer wrap(&err, "decide correction %d", id)
	var place models.Location
	err = s.writeTx(ctx, func(t *tx) error {
		var row models.Correction
		if err := queryOne(t.DB, &row, "SELECT * FROM corrections WHERE id = ?", id); err != nil {
			return err
		}
		c, err := t.loadClaim(r, row.ClaimID, models.ActRule)
		if err != nil {
			return err
		}
		if bar, _, err := t.accountRestriction(r, c.DeskID); err != nil || !bar.IsZero() {
			return restrictedError(err, "decision", bar)
		}
		if row.Version != d.Version {
			return models.ErrStale
		}
		state, reason, err := d.Check(row.State)
		if err != nil {
			return err
		}
		if place, err = t.claimLocation(c.ID); err != nil {
			return err
		}
		return t.decideCorrection(r, c, row, state, reason)
	})
	return place, err
}

func (t *tx) decideCorrection(r models.Reader, c claimForUpdate, row models.Correction, state models.CorrectionState, reason string) error {
	if !row.State.CanBecome(state) {
		return models.NewFieldError("decision", "A correction that is %s cannot become %s.",
			models.WordKey(string(row.State)), models.WordKey(string(state)))
	}
	if state == models.CorrectionMade {
		if err := t.checkInText(c, row); err != nil {
			return err
		}
	}
	accepted, proven, err := t.decidedBy(r, row, state)
	if err != nil {
		return err
	}
	_, err = t.exec(
		`UPDATE corrections SET state = $1, decided_by = $2, decided_at = $3, accepted_by = $4, proven = $5, decline_reason = $6,
			version = version + 1
		WHERE id = $7`,
		state, r.UserID, t.now, accepted, proven, reason, row.ID,
	)
	if err != nil {
		return err
	}
	if err := t.touchClaim(c); err != nil {
		return err
	}
	if err := t.updateSentenceStates(c.Claim, c.RevisionID, models.Counts{}); err != nil {
		return err
	}
	if err := t.recomputeAuthors(c.ArticleID); err != nil { // the proposer of a correction is no longer its author once somebody else accepts it
		return err
	}
	if err := t.touchActivity(c.ArticleID, r.UserID); err != nil {
		return err
	}
	return t.recordEvent(
		event{
			actor:   r.UserID,
			action:  "correction " + string(state),
			object:  "correction",
			id:      row.ID,
			article: c.ArticleID,
			desk:    c.DeskID,
			before:  map[string]any{"claim": c.ID, "state": row.State},
			after: map[string]any{
				"claim":    c.ID,
				"state":    state,
				"from":     row.From,
				"to":       row.To,
				"why":      reason,
				"accepted": accepted,
				"proven":   proven,
			},
			notice: models.NoticeFacts{ClaimID: c.ID},
		},
	)
}

// decidedBy returns who accepted a correction once it is in a state, and whether its claim had evidence then.
func (t *tx) decidedBy(r models.Reader, row models.Correction, state models.CorrectionState) (by *int64, proven bool, err error) {
	switch state {
	case models.CorrectionAccepted:
		proven, err = t.hasEvidence(row.ClaimID)
		return nullableID(r.UserID), proven, err
	case models.CorrectionDeclined: // the authorship is then as if nobody had accepted it
		return nil, false, nil
	}
	return row.AcceptedBy, row.Proven, nil
}

// hasEvidence reports whether there is evidence for or against a claim's stored words.
func (t *tx) hasEvidence(claimID int64) (bool, error) {
	var has bool
	err := t.queryRow(`SELECT EXISTS (SELECT 1 FROM evidence e JOIN claims c ON c.id = e.claim_id AND c.exact = e.exact
		WHERE e.claim_id = $1 AND e.withdrawn_at IS NULL AND NOT e.imported AND e.stance <> 'context')`, []any{claimID}, &has)
	return has, err
}

// checkInText refuses to mark a correction as made that is not in the text.
func (t *tx) checkInText(c claimForUpdate, k models.Correction) error {
	var words string
	err := t.queryRow("SELECT text FROM revisions WHERE id = $1", []any{c.RevisionID}, &words)
	if err != nil {
		return err
	}
	if c.Placement == models.Lost && k.To != "" { // the place of a lost claim is unknown, so the words must be new in the text
		var former string
		err := t.queryRow(
			"SELECT text FROM revisions WHERE article_id = $1 AND created_at <= $2 ORDER BY number DESC LIMIT 1",
			[]any{c.ArticleID, k.ProposedAt},
			&former,
		)
		if err != nil {
			return err
		}
		if text.CountCharacters(words, k.To) <= text.CountCharacters(former, k.To) {
			const detail = "Its claim is lost, and these words stood in the text before. Place the claim on them first, or decline the correction."
			return models.NewFieldError("decision", detail)
		}
	}
	near := c.Context
	if c.Placement == models.Lost || near == "" {
		near = words
	}
	if c.Placement != models.Lost && k.IsInText(c.Exact, near) || c.Placement == models.Lost && k.IsInText("", near) {
		return nil
	}
	return models.ValidationErrors{
		{
			Field:  "decision",
			Detail: "The text does not have these words yet. Bring in a revision that has them: then the correction is made by itself.",
		},
	}
}

// CorrectionLocation returns the place of a correction's claim.
func (s *Store) CorrectionLocation(ctx context.Context, r models.Reader, id int64) (_ models.Location, err error) {
	defer wrap(&err, "find the place of correction %d", id)
	return s.correctionLocation(ctx, r, id)
}

func (s *Store) correctionLocation(ctx context.Context, r models.Reader, id int64) (models.Location, error) {
	var claimID int64
	if err := queryOne(s.readDB(ctx), &claimID, "SELECT claim_id FROM corrections WHERE id = ?", id); err != nil {
		return models.Location{}, err
	}
	return s.claimLocation(ctx, r, claimID)
}

// Correction reads one correction and the place of its claim.
func (s *Store) Correction(ctx context.Context, r models.Reader, id int64) (_ models.NamedCorrection, _ models.Location, err error) {
	defer wrap(&err, "read correction %d", id)
	place, err := s.correctionLocation(ctx, r, id)
	if err != nil {
		return models.NamedCorrection{}, place, err
	}
	list, err := correctionsFor(s.readDB(ctx), place.ClaimID)
	for _, k := range list[place.ClaimID] {
		if k.ID == id {
			return k, place, err
		}
	}
	return models.NamedCorrection{}, place, cmp.Or(err, models.ErrNotFound)
}

// correctionsFor reads the corrections of claims, oldest first.
func correctionsFor(db *gorm.DB, claims any) (map[int64][]models.NamedCorrection, error) {
	var rows []models.NamedCorrection
	err := db.Raw(`SELECT k.*, u.name AS by_name, coalesce(d.name, '') AS decider_name FROM corrections k JOIN users u ON u.id = k.proposed_by
		LEFT JOIN users d ON d.id = k.decided_by WHERE k.claim_id IN (?) ORDER BY k.id`, claims).
		Scan(&rows).
		Error
	list := map[int64][]models.NamedCorrection{}
	for _, row := range rows {
		list[row.ClaimID] = append(list[row.ClaimID], row)
	}
	return list, err
}
