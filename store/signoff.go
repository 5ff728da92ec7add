package store

import (
	"context"
	"fmt"
	"strconv"

	"linecheck/models"
	"linecheck/text/message"
)

// SignOff signs off an article's text and title, identified by their SHA-256. It returns ErrStale if the
// article has changed since it was read, ErrGateClosed if the gate is closed for this signer, and an error if
// the article is already signed. The transaction of the signature checks all of this, so parallel changes
// come before or after it.
func (s *Store) SignOff(ctx context.Context, r models.Reader, articleID int64, read models.SignOffInput) (err error) {
	defer wrap(&err, "sign off article %d", articleID)
	return s.writeTx(ctx, func(t *tx) error {
		a, desk, gate, err := t.loadGateToSign(r, articleID)
		if err != nil {
			return err
		}
		bar, note, err := t.accountRestriction(r, a.DeskID)
		if err != nil || !bar.IsZero() {
			return restrictedError(err, "gate", bar)
		}
		revision, err := t.revisionToSign(a)
		if err != nil {
			return err
		}
		switch {
		case gate.state.SignOff != nil:
			return models.NewGateChangedError("%s signed this article off already.", gate.state.SignOff.Name)
		case read.SHA256 != revision.SHA256:
			return models.NewGateChangedError("The text is another one than you read, so nothing was signed. Read it, then sign.")
		case read.Changes != a.Changes:
			return models.NewGateChangedError(
				"Something in the article changed since you opened this page, so nothing was signed. It is shown as it is now.",
			)
		case !gate.state.Open():
			return models.NewGateClosedError(gate.state, gate.resolvers)
		}
		if err := t.sign(r, a, desk, revision, gate, note); err != nil || read.Public == nil {
			return err
		}
		return t.setPublicPage(r, a, *read.Public)
	})
}

// loadGateToSign reads an article that the reader may sign off now, with its gate for them as the signer.
func (t *tx) loadGateToSign(r models.Reader, articleID int64) (models.Article, models.Desk, detailedGate, error) {
	var desk models.Desk
	a, err := t.loadArticle(r, articleID, models.ActSign)
	if err != nil {
		return a, desk, detailedGate{}, err
	}
	if a.TrashedAt != nil {
		return a, desk, detailedGate{}, models.ErrNotFound
	}
	if err := queryOne(t.DB, &desk, "SELECT * FROM desks WHERE id = ?", a.DeskID); err != nil {
		return a, desk, detailedGate{}, err
	}
	gate, err := gateWithItems(t, a, desk, r.UserID)
	return a, desk, gate, err
}

// revisionToSign returns the revision that would be signed.
func (t *tx) revisionToSign(a models.Article) (models.Revision, error) {
	var revision models.Revision
	err := queryOne(t.DB, &revision, "SELECT id, number, sha256, created_by FROM revisions WHERE id = ?", *a.RevisionID)
	return revision, err
}

func (t *tx) sign(r models.Reader, a models.Article, desk models.Desk, revision models.Revision, gate detailedGate, note string) error {
	role, err := t.loadRole(r, a.DeskID)
	if err != nil {
		return err
	}
	policy, err := encodeJSON(models.CurrentPolicy(desk))
	if err != nil {
		return err
	}
	row := models.SignOff{ArticleID: a.ID, RevisionID: revision.ID, SHA256: revision.SHA256, UserID: r.UserID, Role: role, At: t.now,
		TitleSHA256: models.TitleSHA256(a.Title), Rules: models.CurrentRules, Policy: policy, Note: note}
	alone := models.SentencesWithoutSecondPerson(gate.facts, r.UserID)
	if len(alone) > 0 {
		if row.CheckedAlone, err = encodeJSON(alone); err != nil {
			return err
		}
	}
	if err := t.Create(&row).Error; err != nil {
		return err
	}
	receipt, err := t.issueReceipt(row, a, desk, revision, gate)
	if err != nil {
		return err
	}
	if _, err := t.exec("UPDATE articles SET state = 'signed', changes = changes + 1 WHERE id = $1", a.ID); err != nil {
		return err
	}
	return t.recordEvent(event{actor: r.UserID, action: "article signed", object: "sign-off", id: row.ID, article: a.ID, desk: a.DeskID,
		before: map[string]any{"state": models.Checking},
		after: map[string]any{
			"state":          models.Signed,
			"sha256":         row.SHA256,
			"title_sha256":   row.TitleSHA256,
			"revision":       revision.Number,
			"role":           role,
			"rules":          row.Rules,
			"policy":         models.CurrentPolicy(desk),
			"alone":          alone,
			"receipt":        receipt.PublicID,
			"receipt_sha256": receipt.SHA256,
		}})
}

// WithdrawSignOff withdraws a sign-off, with a reason that is printed beside it. It returns the article's id.
func (s *Store) WithdrawSignOff(ctx context.Context, r models.Reader, id int64, reason string) (_ int64, err error) {
	defer wrap(&err, "withdraw sign-off %d", id)
	var article int64
	err = s.writeTx(ctx, func(t *tx) error {
		var o models.SignOff
		if err := queryOne(t.DB, &o, "SELECT * FROM signoffs WHERE id = ?", id); err != nil {
			return err
		}
		a, _, _, err := t.loadGateToSign(r, o.ArticleID)
		if err != nil {
			return err
		}
		article = a.ID
		if o.VoidedAt != nil {
			return models.NewGateChangedError("This sign-off does not stand any more: see below.")
		}
		var wrong models.ValidationErrors
		if reason = models.CheckReason("void-reason", reason, &wrong); len(wrong) > 0 {
			return wrong
		}
		return t.voidSignOff(r.UserID, a.ID, a.DeskID, reason)
	})
	return article, err
}

// OverrideGate overrides listed items behind one gate reason, or all of its current items. An override covers
// items in their current state, and lapses for each item that changes. Nobody may override for their own
// words, unless the desk's policy allows it (small desk).
func (s *Store) OverrideGate(
	ctx context.Context,
	r models.Reader,
	articleID int64,
	wish models.OverrideInput,
) (made models.GateOverride, err error) {
	defer wrap(&err, "override the gate of article %d", articleID)
	err = s.writeTx(ctx, func(t *tx) error {
		a, desk, gate, err := t.loadGateToSign(r, articleID)
		if err != nil {
			return err
		}
		if bar, _, err := t.accountRestriction(r, a.DeskID); err != nil || !bar.IsZero() {
			return restrictedError(err, "gate", bar)
		}
		code, reason, err := t.checkOverride(desk, gate, wish)
		if err != nil {
			return err
		}
		if wish.Changes != nil && *wish.Changes != a.Changes {
			return models.NewGateChangedError(
				"Something in the article changed since you read this, so nothing was overridden. Look again, then decide.",
			)
		}
		things, err := models.ItemsToOverride(gate.state.Reason(code), wish)
		if err != nil {
			return err
		}
		if err := mayOverride(r, desk, gate, code, things); err != nil {
			return err
		}
		if err := t.mayOverrideQueries(r, desk, things); err != nil {
			return err
		}
		made = models.GateOverride{
			ArticleID: a.ID,
			GateCode:  code,
			Count:     len(things),
			Reason:    reason,
			UserID:    r.UserID,
			At:        t.now,
			Items:     things,
		}
		return t.override(r, a, &made, things)
	})
	return made, err
}

// checkOverride returns the reason of the gate that an editor wants to override, and why. It refuses a reason
// that cannot be overridden at this desk.
func (t *tx) checkOverride(desk models.Desk, gate detailedGate, wish models.OverrideInput) (models.GateCode, string, error) {
	var wrong models.ValidationErrors
	code, err := models.ParseGateCode(wish.Code)
	if err != nil {
		wrong.Add("code", "Please choose one of the gate's reasons.")
	} else if !code.Overridable(desk.SmallDesk) {
		few, err := isSmallDesk(t.DB, desk.ID)
		if err != nil {
			return "", "", err
		}
		refusal := models.OverrideRefusal(code, gate.resolvers[code])
		if offer := models.SmallDeskOffer(code, few); !offer.IsZero() {
			refusal = message.New("%s %s", refusal, offer)
		}
		wrong.AddText("code", refusal)
	}
	why := models.CheckReason("reason", wish.Reason, &wrong)
	return code, why, wrong.Err()
}

// ownWordsOverrideMessage refuses an override for a sentence that its editor wrote.
const ownWordsOverrideMessage message.Key = "You wrote sentence %s, so somebody else has to override this."

// mayOverride refuses an override for the reader's own words.
func mayOverride(r models.Reader, desk models.Desk, gate detailedGate, code models.GateCode, things []models.GateItem) error {
	if desk.SmallDesk || code == models.GateQueries {
		return nil
	}
	wrote := map[int]bool{}
	for _, f := range gate.facts {
		wrote[f.Ordinal] = f.WrittenBy(r.UserID)
	}
	for _, thing := range things {
		if wrote[thing.Ordinal] {
			return fmt.Errorf(
				"%w: %w",
				models.ErrForbidden,
				models.NewFieldError("gate", ownWordsOverrideMessage, strconv.Itoa(thing.Ordinal)),
			)
		}
	}
	return nil
}

// mayOverrideQueries refuses an override for queries that are addressed to the reader, by name, by role or as the author of their words,
// while their raisers can settle them. An administrator may override queries to editors.
func (t *tx) mayOverrideQueries(r models.Reader, desk models.Desk, things []models.GateItem) error {
	role, err := t.loadRole(r, desk.ID)
	if err != nil || desk.SmallDesk {
		return err
	}
	for _, thing := range things {
		if thing.Kind != models.QueryItem {
			continue
		}
		var q models.Query
		err := queryOne(t.DB, &q, `SELECT q.* FROM queries q JOIN memberships m ON m.user_id = q.raised_by AND m.desk_id = q.desk_id
			JOIN users u ON u.id = m.user_id AND u.disabled_at IS NULL WHERE q.id = ?`, thing.ID)
		if isNotFound(err) {
			continue
		}
		if err != nil {
			return err
		}
		asked := q.ToUser != nil && *q.ToUser == r.UserID || q.ToUser == nil && q.ToRole == role
		if !asked {
			if asked, err = t.isAskedAsAuthor(q, r.UserID); err != nil {
				return err
			}
		}
		if q.RaisedBy != r.UserID && asked {
			const detail = "Query %s was put to you, so you do not override it. Answer it, and who raised it settles it."
			return fmt.Errorf("%w: %w", models.ErrForbidden, models.NewFieldError("gate", detail, strconv.FormatInt(q.ID, 10)))
		}
	}
	return nil
}

func (t *tx) override(r models.Reader, a models.Article, o *models.GateOverride, things []models.GateItem) error {
	if err := t.Create(o).Error; err != nil {
		return err
	}
	for _, thing := range things {
		_, err := t.exec(
			"INSERT INTO override_things (override_id, kind, thing_id, version) VALUES ($1, $2, $3, $4)",
			o.ID,
			thing.Kind,
			thing.Key,
			thing.Version,
		)
		if err != nil {
			return err
		}
	}
	if err := t.addArticleCounts(a.ID, models.Counts{}); err != nil {
		return err
	}
	return t.recordEvent(event{actor: r.UserID, action: "override made", object: "override", id: o.ID, article: a.ID, desk: a.DeskID,
		after: map[string]any{"reason": o.GateCode, "count": o.Count, "why": o.Reason, "covers": coveredRecords(things)}})
}

// WithdrawOverride withdraws a gate override. It returns the article's id.
func (s *Store) WithdrawOverride(ctx context.Context, r models.Reader, id int64) (_ int64, err error) {
	defer wrap(&err, "withdraw override %d", id)
	var article int64
	err = s.writeTx(ctx, func(t *tx) error {
		var o models.GateOverride
		if err := queryOne(t.DB, &o, "SELECT * FROM overrides WHERE id = ? AND claim_id IS NULL", id); err != nil {
			return err
		}
		a, _, _, err := t.loadGateToSign(r, o.ArticleID)
		if err != nil {
			return err
		}
		article = a.ID
		if o.VoidedAt != nil {
			return models.NewGateChangedError("This override does not stand any more: see below.")
		}
		if err := t.addArticleCounts(a.ID, models.Counts{}); err != nil {
			return err
		}
		_, err = t.exec("UPDATE overrides SET voided_at = $1, voided_by = $2, void_reason = $3 WHERE id = $4",
			t.now, r.UserID, models.VoidWithdrawn, o.ID)
		if err != nil {
			return err
		}
		return t.recordEvent(
			event{actor: r.UserID, action: "override withdrawn", object: "override", id: o.ID, article: a.ID, desk: a.DeskID,
				before: map[string]any{"reason": o.GateCode, "count": o.Count, "why": o.Reason}},
		)
	})
	return article, err
}
