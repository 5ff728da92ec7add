package store

import (
	"context"
	"fmt"

	"gorm.io/gorm"

	"linecheck/models"
)

// mayManageDesk checks that a reader manages a desk; ErrNotFound for other desks.
func mayManageDesk(r models.Reader, deskID int64) error {
	role, member := r.Role(deskID)
	if !member {
		return models.ErrNotFound
	}
	if !role.Allows(models.ActManage) { // a read-only token may read
		return fmt.Errorf("%w: a %s may not %s", models.ErrForbidden, role, models.ActManage)
	}
	return nil
}

// Webhooks lists a desk's webhooks for a user who manages it.
func (s *Store) Webhooks(ctx context.Context, r models.Reader, deskID int64) (_ models.Desk, _ []models.WebhookRow, err error) {
	defer wrap(&err, "list the webhooks of desk %d", deskID)
	var desk models.Desk
	var list []models.WebhookRow
	if err := mayManageDesk(r, deskID); err != nil {
		return desk, nil, err
	}
	err = s.readTx(ctx, func(db *gorm.DB) error {
		if err := queryOne(db, &desk, "SELECT * FROM desks WHERE id = ?", deskID); err != nil {
			return err
		}
		return db.Raw(`SELECT w.*, (SELECT count(*) FROM deliveries d WHERE d.webhook_id = w.id AND d.state = ?) AS waiting,
				(SELECT count(*) FROM deliveries d WHERE d.webhook_id = w.id AND d.state = ?) AS given_up
			FROM webhooks w WHERE w.desk_id = ? AND w.removed_at IS NULL ORDER BY w.id`, models.DeliveryWaiting, models.DeliveryGivenUp, deskID).Scan(&list).Error
	})
	for i := range list {
		list[i].Secret, list[i].FormerSecret = "", ""
	}
	return desk, list, err
}

// WebhookLog reads a webhook with its last deliveries, without its secrets.
func (s *Store) WebhookLog(ctx context.Context, r models.Reader, id int64) (_ models.WebhookLog, err error) {
	defer wrap(&err, "read the log of webhook %d", id)
	var log models.WebhookLog
	err = s.readTx(ctx, func(db *gorm.DB) error {
		if err := queryOne(db, &log.Webhook, "SELECT * FROM webhooks WHERE id = ? AND removed_at IS NULL", id); err != nil {
			return err
		}
		if err := mayManageDesk(r, log.DeskID); err != nil {
			return err
		}
		log.Secret, log.FormerSecret = "", ""
		if err := queryOne(db, &log.Desk, "SELECT name FROM desks WHERE id = ?", log.DeskID); err != nil {
			return err
		}
		if err := queryOne(db, &log.Waiting, "SELECT count(*) FROM deliveries WHERE webhook_id = ? AND state = ?", id, models.DeliveryWaiting); err != nil {
			return err
		}
		return db.Raw("SELECT * FROM deliveries WHERE webhook_id = ? ORDER BY id DESC LIMIT ?", id, models.MaxDeliveriesShown).
			Scan(&log.Deliveries).
			Error
	})
	if err != nil {
		return models.WebhookLog{}, err
	}
	return log, nil
}

// CreateWebhook creates a webhook, which receives later events. It returns the secret, which is shown only
// once.
func (s *Store) CreateWebhook(ctx context.Context, r models.Reader, deskID int64, typed models.WebhookForm) (_ models.Webhook, err error) {
	defer wrap(&err, "create a webhook at desk %d", deskID)
	w := models.Webhook{DeskID: deskID, Secret: models.NewWebhookSecret(), Version: 1, CreatedBy: r.UserID}
	err = s.writeTx(ctx, func(t *tx) error {
		if err := t.mayManage(r, deskID); err != nil {
			return err
		}
		form, err := typed.Check()
		if err != nil {
			return err
		}
		var has int
		if err := queryOne(t.DB, &has, "SELECT count(*) FROM webhooks WHERE desk_id = ? AND removed_at IS NULL", deskID); err != nil {
			return err
		}
		if has >= models.MaxWebhooks {
			return models.NewFieldError("name", "A desk has at most %d webhooks; please remove one first.", models.MaxWebhooks)
		}
		w.ID, w.Name, w.Address, w.Claims, w.Gates, w.SignOffs, w.CreatedAt = 0, form.Name, form.Address, form.Claims, form.Gates, form.SignOffs, t.now
		if err := t.Create(&w).Error; err != nil {
			return err
		}
		return t.recordWebhookChange(r, w, "webhook made", nil, auditedWebhook(w))
	})
	return w, err
}

// auditedWebhook returns a webhook's values for the audit log. They contain only the site of its address, because the rest can contain a
// key.
func auditedWebhook(w models.Webhook) map[string]any {
	return map[string]any{
		"name":     w.Name,
		"site":     models.WebhookHost(w.Address),
		"claims":   w.Claims,
		"gates":    w.Gates,
		"signoffs": w.SignOffs,
	}
}

// recordWebhookChange records a change of a webhook, and reloads the webhooks for the events that follow.
func (t *tx) recordWebhookChange(r models.Reader, w models.Webhook, action string, before, after any) error {
	t.webhooks = nil
	if err := t.emitDeskGates(w.DeskID, false); err != nil {
		return err
	}
	return t.recordEvent(event{actor: r.UserID, action: action, object: "webhook", id: w.ID, desk: w.DeskID, before: before, after: after})
}

// loadWebhook reads a webhook that the reader manages.
func (t *tx) loadWebhook(r models.Reader, id int64) (models.Webhook, error) {
	var w models.Webhook
	if err := queryOne(t.DB, &w, "SELECT * FROM webhooks WHERE id = ? AND removed_at IS NULL", id); err != nil {
		return w, err
	}
	return w, t.mayManage(r, w.DeskID)
}

// EditWebhook changes a webhook's name, address and events. Waiting deliveries go to the new address.
func (s *Store) EditWebhook(ctx context.Context, r models.Reader, id int64, typed models.WebhookForm) (err error) {
	defer wrap(&err, "edit webhook %d", id)
	return s.writeTx(ctx, func(t *tx) error {
		w, err := t.loadWebhook(r, id)
		if err != nil {
			return err
		}
		form, err := typed.Check()
		if err != nil {
			return err
		}
		before := auditedWebhook(w)
		n, err := t.exec(
			"UPDATE webhooks SET name = $1, address = $2, claims = $3, gates = $4, signoffs = $5, version = version + 1 WHERE id = $6 AND version = $7",
			form.Name,
			form.Address,
			form.Claims,
			form.Gates,
			form.SignOffs,
			id,
			form.Version,
		)
		if err != nil {
			return err
		}
		if n == 0 {
			return models.ErrStale
		}
		w.Name, w.Address, w.Claims, w.Gates, w.SignOffs = form.Name, form.Address, form.Claims, form.Gates, form.SignOffs
		return t.recordWebhookChange(r, w, "webhook changed", before, auditedWebhook(w))
	})
}

// RotateSecret gives a webhook a new secret and returns it, to be shown once. The old one also signs for
// models.OldSecretLifetime.
func (s *Store) RotateSecret(ctx context.Context, r models.Reader, id int64) (_ string, err error) {
	defer wrap(&err, "rotate the secret of webhook %d", id)
	secret := models.NewWebhookSecret()
	err = s.writeTx(ctx, func(t *tx) error {
		w, err := t.loadWebhook(r, id)
		if err != nil {
			return err
		}
		if _, err := t.exec("UPDATE webhooks SET secret = $1, former_secret = secret, former_until = $2 WHERE id = $3", secret, t.now.Add(models.OldSecretLifetime), id); err != nil {
			return err
		}
		return t.recordWebhookChange(
			r,
			w,
			"webhook secret changed",
			map[string]any{"name": w.Name},
			map[string]any{"former_until": t.now.Add(models.OldSecretLifetime)},
		)
	})
	return secret, err
}

// SwitchWebhook switches a webhook off, which stops all waiting deliveries, or on again.
func (s *Store) SwitchWebhook(ctx context.Context, r models.Reader, id int64, on bool) (err error) {
	defer wrap(&err, "switch webhook %d on or off", id)
	return s.writeTx(ctx, func(t *tx) error {
		w, err := t.loadWebhook(r, id)
		if err != nil || on == (w.OffAt == nil) {
			return err
		}
		if !on {
			return t.disableWebhook(r, w, "webhook switched off")
		}
		if _, err := t.exec("UPDATE webhooks SET off_at = NULL WHERE id = $1", id); err != nil {
			return err
		}
		return t.recordWebhookChange(r, w, "webhook switched on", map[string]any{"on": false}, map[string]any{"on": true})
	})
}

func (t *tx) disableWebhook(r models.Reader, w models.Webhook, action string) error {
	if _, err := t.exec("UPDATE webhooks SET off_at = $1 WHERE id = $2", t.now, w.ID); err != nil {
		return err
	}
	if err := t.stopDeliveries(w.ID); err != nil {
		return err
	}
	return t.recordWebhookChange(r, w, action, map[string]any{"on": true}, map[string]any{"on": false})
}

func (t *tx) stopDeliveries(webhookID int64) error {
	_, err := t.exec(
		"UPDATE deliveries SET state = $1, ended_at = $2, lease = '', leased_until = NULL WHERE webhook_id = $3 AND state = $4",
		models.DeliveryStopped,
		t.now,
		webhookID,
		models.DeliveryWaiting,
	)
	return err
}

// RemoveWebhook removes a webhook and stops all waiting deliveries. It returns its desk.
func (s *Store) RemoveWebhook(ctx context.Context, r models.Reader, id int64) (_ int64, err error) {
	defer wrap(&err, "remove webhook %d", id)
	var desk int64
	err = s.writeTx(ctx, func(t *tx) error {
		w, err := t.loadWebhook(r, id)
		if err != nil {
			return err
		}
		desk = w.DeskID
		if _, err := t.exec("UPDATE webhooks SET removed_at = $1, secret = '', former_secret = '' WHERE id = $2", t.now, id); err != nil {
			return err
		}
		if err := t.stopDeliveries(id); err != nil {
			return err
		}
		return t.recordWebhookChange(r, w, "webhook removed", auditedWebhook(w), nil)
	})
	return desk, err
}

// TestWebhook sends a test event to a webhook.
func (s *Store) TestWebhook(ctx context.Context, r models.Reader, id int64) (err error) {
	defer wrap(&err, "test webhook %d", id)
	return s.writeTx(ctx, func(t *tx) error {
		w, err := t.loadWebhook(r, id)
		if err != nil {
			return err
		}
		if w.OffAt != nil {
			return errWebhookOff
		}
		if err := t.enqueue(id, models.WebhookEvent{ID: newMessageID(), Kind: models.TestWebhookEvent, At: t.now, Desk: w.DeskID, Event: t.chain.Length}); err != nil {
			return err
		}
		return t.recordEvent(event{actor: r.UserID, action: "webhook tested", object: "webhook", id: id, desk: w.DeskID})
	})
}

// errWebhookOff is returned for a delivery of a webhook that is switched off.
var errWebhookOff = models.NewFieldError("webhook", "This webhook is switched off, so nothing is sent. Switch it on first.")

// RedeliverWebhook starts a finished delivery again, under its own webhook-id. It returns the webhook.
func (s *Store) RedeliverWebhook(ctx context.Context, r models.Reader, deliveryID int64) (_ int64, err error) {
	defer wrap(&err, "send delivery %d again", deliveryID)
	var webhook int64
	err = s.writeTx(ctx, func(t *tx) error {
		var d models.Delivery
		if err := queryOne(t.DB, &d, "SELECT * FROM deliveries WHERE id = ?", deliveryID); err != nil {
			return err
		}
		w, err := t.loadWebhook(r, d.WebhookID)
		if err != nil {
			return err
		}
		webhook = w.ID
		switch {
		case w.OffAt != nil:
			return errWebhookOff
		case d.State == models.DeliveryWaiting:
			return models.NewFieldError("webhook", "This delivery waits for its next try already.")
		}
		if _, err := t.exec("UPDATE deliveries SET state = $1, tries = 0, next_at = $2, ended_at = NULL WHERE id = $3", models.DeliveryWaiting, t.now, d.ID); err != nil {
			return err
		}
		t.queued = true
		return t.recordEvent(
			event{
				actor:  r.UserID,
				action: "delivery sent again",
				object: "webhook",
				id:     w.ID,
				desk:   w.DeskID,
				after:  map[string]any{"delivery": d.ID, "message": d.Message},
			},
		)
	})
	return webhook, err
}
