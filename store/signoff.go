package store

import (
	"context"
	"fmt"

	"linecheck/models"
)

// SignOff signs an article's text off, bound to its SHA-256. It is refused with ErrStale when the text or anything in the article
// is not what was read, when the gate is closed (ErrShut), or when it is signed already; with ErrForbidden to who wrote it or
// checked any of it alone. All of that is looked at in the transaction that signs: what arrives at the same time comes before
// or after.
func (s *Store) SignOff(ctx context.Context, r models.Reader, articleID int64, read models.Signing) (err error) {
	defer wrap(&err, "sign off article %d", articleID)
	return s.change(ctx, func(t *tx) error {
		a, gate, err := t.gate(r, articleID)
		if err != nil {
			return err
		}
		revision, err := t.revisionSigned(a)
		if err != nil {
			return err
		}
		switch {
		case gate.SignOff != nil:
			return models.GateChanged("%s signed this article off already.", gate.SignOff.Name)
		case read.SHA256 != revision.SHA256:
			return models.GateChanged("The text is another one than you read, so nothing was signed. Read it, then sign.")
		case read.Changes != a.Changes:
			return models.GateChanged("Something in the article changed since you opened this page, so nothing was signed. It is shown as it is now.")
		case !gate.Open():
			return models.ErrShut
		}
		n, err := alone(t.DB, revision.ID, r.UserID)
		if err != nil {
			return err
		}
		if bar := models.BarOf(a, revision, r.UserID, n); bar != "" {
			return fmt.Errorf("%w: %w", models.ErrForbidden, models.Invalid{{Field: "gate", Detail: bar}})
		}
		return t.sign(r, a, revision)
	})
}

// gate finds an article that the reader may sign off now, with its gate.
func (t *tx) gate(r models.Reader, articleID int64) (models.Article, models.GateState, error) {
	a, err := t.article(r, articleID, models.ActSign)
	if err != nil {
		return a, models.GateState{}, err
	}
	if a.TrashedAt != nil {
		return a, models.GateState{}, models.ErrNotFound
	}
	gate, err := gateOf(t.DB, a)
	return a, gate, err
}

// revisionSigned is the text that a signature would be under.
func (t *tx) revisionSigned(a models.Article) (models.Revision, error) {
	var revision models.Revision
	err := one(t.DB, &revision, "SELECT id, number, sha256, created_by FROM revisions WHERE id = ?", *a.RevisionID)
	return revision, err
}

func (t *tx) sign(r models.Reader, a models.Article, revision models.Revision) error {
	role, err := t.role(r, a.DeskID)
	if err != nil {
		return err
	}
	row := models.SignOff{ArticleID: a.ID, RevisionID: revision.ID, SHA256: revision.SHA256, UserID: r.UserID, Role: role, At: t.now}
	if err := t.Create(&row).Error; err != nil {
		return err
	}
	if _, err := t.exec("UPDATE articles SET state = 'signed', changes = changes + 1 WHERE id = $1", a.ID); err != nil {
		return err
	}
	return t.record(event{actor: r.UserID, action: "article signed", object: "sign-off", id: row.ID, article: a.ID, desk: a.DeskID,
		before: map[string]any{"state": models.Checking},
		after:  map[string]any{"state": models.Signed, "sha256": row.SHA256, "revision": revision.Number, "role": role}})
}

// WithdrawSignOff takes a sign-off back, with the reason that is printed beside it. It returns the article's id.
func (s *Store) WithdrawSignOff(ctx context.Context, r models.Reader, id int64, reason string) (_ int64, err error) {
	defer wrap(&err, "withdraw sign-off %d", id)
	var article int64
	err = s.change(ctx, func(t *tx) error {
		var o models.SignOff
		if err := one(t.DB, &o, "SELECT * FROM signoffs WHERE id = ?", id); err != nil {
			return err
		}
		a, _, err := t.gate(r, o.ArticleID)
		if err != nil {
			return err
		}
		article = a.ID
		if o.VoidedAt != nil {
			return models.GateChanged("This sign-off does not stand any more: see below.")
		}
		var wrong models.Invalid
		if reason = models.CheckReason("void-reason", reason, &wrong); len(wrong) > 0 {
			return wrong
		}
		return t.voidSignOff(r.UserID, a.ID, a.DeskID, reason)
	})
	return article, err
}

// OverrideGate lets one reason keep the gate closed no more, for as many things as are behind it now and were read. Who may not sign
// the article off for having written it may not do this either.
func (s *Store) OverrideGate(ctx context.Context, r models.Reader, articleID int64, wish models.Overriding) (err error) {
	defer wrap(&err, "override the gate of article %d", articleID)
	return s.change(ctx, func(t *tx) error {
		a, gate, err := t.gate(r, articleID)
		if err != nil {
			return err
		}
		var wrong models.Invalid
		code, err := models.ParseGateCode(wish.Code)
		if err != nil {
			wrong.Add("code", "Please choose one of the gate's reasons.")
		}
		reason := models.CheckReason("reason", wish.Reason, &wrong)
		revision, err := t.revisionSigned(a)
		if err != nil {
			return err
		}
		if bar := models.BarOf(a, revision, r.UserID, 0); bar != "" {
			return fmt.Errorf("%w: %w", models.ErrForbidden, models.Invalid{{Field: "gate", Detail: bar}})
		}
		if len(wrong) > 0 {
			return wrong
		}
		for _, standing := range gate.Standing() {
			if standing.Code == code && standing.Count == wish.Count {
				return t.override(r, a, models.GateOverride{ArticleID: a.ID, GateCode: code, Count: wish.Count, Reason: reason, UserID: r.UserID, At: t.now})
			}
		}
		return models.GateChanged("What is behind this reason changed since you opened the page, so nothing was overridden. Look again, then decide.")
	})
}

func (t *tx) override(r models.Reader, a models.Article, o models.GateOverride) error {
	if err := t.Create(&o).Error; err != nil {
		return err
	}
	if err := t.addArticleCounts(a.ID, models.Counts{}); err != nil {
		return err
	}
	return t.record(event{actor: r.UserID, action: "override made", object: "override", id: o.ID, article: a.ID, desk: a.DeskID,
		after: map[string]any{"reason": o.GateCode, "count": o.Count, "why": o.Reason}})
}

// WithdrawOverride takes an override of the gate back. It returns the article's id.
func (s *Store) WithdrawOverride(ctx context.Context, r models.Reader, id int64) (_ int64, err error) {
	defer wrap(&err, "withdraw override %d", id)
	var article int64
	err = s.change(ctx, func(t *tx) error {
		var o models.GateOverride
		if err := one(t.DB, &o, "SELECT * FROM overrides WHERE id = ? AND claim_id IS NULL", id); err != nil {
			return err
		}
		a, _, err := t.gate(r, o.ArticleID)
		if err != nil {
			return err
		}
		article = a.ID
		if o.VoidedAt != nil {
			return models.GateChanged("This override does not stand any more: see below.")
		}
		if err := t.addArticleCounts(a.ID, models.Counts{}); err != nil {
			return err
		}
		if _, err = t.exec("UPDATE overrides SET voided_at = $1, voided_by = $2, void_reason = $3 WHERE id = $4", t.now, r.UserID, "withdrawn", o.ID); err != nil {
			return err
		}
		return t.record(event{actor: r.UserID, action: "override withdrawn", object: "override", id: o.ID, article: a.ID, desk: a.DeskID,
			before: map[string]any{"reason": o.GateCode, "count": o.Count, "why": o.Reason}})
	})
	return article, err
}
