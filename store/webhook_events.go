package store

import (
	"crypto/rand"
	"encoding/json"
	"fmt"
	"strings"

	"linecheck/models"
)

// pendingEvents collects the webhook events of a transaction. They are emitted at its end for the change as a
// whole, so something that was changed and changed back causes no event.
type pendingEvents struct {
	claims   map[int64]models.Status // claims with their status before the change
	articles map[int64]int64         // articles whose gate may have changed, with their desks
	desks    []int64                 // desks where every gate may have changed
	signOffs []event
	notices  []models.NoticeFacts // of the changes that may notify somebody
	actor    int64                // who made the change; 0 for the program
}

// webhooksByDesk contains the active webhooks by desk.
type webhooksByDesk map[int64][]models.Webhook

// webhooksFor returns a desk's active webhooks. They are read once per batch, and again after a change of a
// webhook.
func (t *tx) webhooksFor(deskID int64) ([]models.Webhook, error) {
	if t.webhooks == nil {
		var list []models.Webhook
		if err := t.Raw("SELECT * FROM webhooks WHERE off_at IS NULL AND removed_at IS NULL ORDER BY id").Scan(&list).Error; err != nil {
			return nil, fmt.Errorf("reading the webhooks: %w", err)
		}
		t.webhooks = webhooksByDesk{}
		for _, w := range list {
			t.webhooks[w.DeskID] = append(t.webhooks[w.DeskID], w)
		}
	}
	return t.webhooks[deskID], nil
}

// isSubscribed reports whether any webhook of a desk receives events of a kind.
func (t *tx) isSubscribed(deskID int64, kind models.WebhookEventKind) (bool, error) {
	hooks, err := t.webhooksFor(deskID)
	for _, w := range hooks {
		if w.Subscribes(kind) {
			return true, err
		}
	}
	return false, err
}

// collectEvent collects what webhooks may have to receive because of an audit event. Recording an event calls
// it, so no change of a gate can be forgotten.
func (t *tx) collectEvent(e event) error {
	if e.article != 0 {
		if t.events.articles == nil {
			t.events.articles = map[int64]int64{}
		}
		t.events.articles[e.article] = e.desk
	}
	hooks, err := t.webhooksFor(e.desk)
	switch {
	case err != nil:
		return err
	case e.object == "sign-off" && len(hooks) > 0:
		t.events.signOffs = append(t.events.signOffs, e)
	case e.action == "second reader set", e.action == "policy changed":
		t.events.desks = append(t.events.desks, e.desk)
	}
	return nil
}

// collectStatus collects the status of a claim before it changes.
func (t *tx) collectStatus(c models.Claim) error {
	wanted, err := t.isSubscribed(c.DeskID, models.ClaimStatusChanged)
	if err != nil || !wanted {
		return err
	}
	if t.events.claims == nil {
		t.events.claims = map[int64]models.Status{}
	}
	if _, known := t.events.claims[c.ID]; !known {
		t.events.claims[c.ID] = c.Status
	}
	return nil
}

// emitEvents stores the deliveries and the notices for the transaction's changes, in the same transaction (transactional
// outbox).
func (t *tx) emitEvents() error {
	for _, emit := range []func() error{t.emitClaims, t.emitGates, t.emitSignOffs, t.writeNotices} {
		if err := emit(); err != nil {
			return fmt.Errorf("telling people and webhooks: %w", err)
		}
	}
	return nil
}

func (t *tx) emitClaims() error {
	ids := make([]int64, 0, len(t.events.claims))
	for id := range t.events.claims {
		ids = append(ids, id)
	}
	return forEachChunk(ids, func(part []int64) error {
		var claims []models.Claim
		if err := t.Raw("SELECT id, desk_id, article_id, status, disagree FROM claims WHERE id IN ? ORDER BY id", part).Scan(&claims).Error; err != nil {
			return err
		}
		for _, c := range claims {
			if was := t.events.claims[c.ID]; was != c.Status {
				n := models.WebhookEvent{
					Kind:     models.ClaimStatusChanged,
					Desk:     c.DeskID,
					Article:  c.ArticleID,
					Claim:    c.ID,
					Was:      was,
					Status:   c.Status,
					Disagree: &c.Disagree,
				}
				if err := t.emitEvent(n); err != nil {
					return err
				}
			}
		}
		return nil
	})
}

func (t *tx) emitSignOffs() error {
	for _, e := range t.events.signOffs {
		n := models.WebhookEvent{Kind: models.SignOffMade, Desk: e.desk, Article: e.article, SignOff: e.id}
		if e.action != "article signed" {
			n.Kind = models.SignOffVoided
		}
		if err := t.queryRow("SELECT sha256 FROM signoffs WHERE id = $1", []any{e.id}, &n.SHA256); err != nil {
			return err
		}
		if err := t.emitEvent(n); err != nil {
			return err
		}
	}
	return nil
}

// emitEvent stores an event for every webhook of its desk that receives this kind.
func (t *tx) emitEvent(n models.WebhookEvent) error {
	hooks, err := t.webhooksFor(n.Desk)
	if err != nil {
		return err
	}
	n.ID, n.At, n.Event = newMessageID(), t.now, t.chain.Length
	for _, w := range hooks {
		if w.Subscribes(n.Kind) {
			if err := t.enqueue(w.ID, n); err != nil {
				return err
			}
		}
	}
	return nil
}

// newMessageID generates a webhook-id.
func newMessageID() string { return "msg_" + strings.ToLower(rand.Text()) }

// enqueue stores one delivery.
func (t *tx) enqueue(webhookID int64, n models.WebhookEvent) error {
	body, err := json.Marshal(n)
	if err != nil {
		return err
	}
	_, err = t.exec(
		"INSERT INTO deliveries (webhook_id, message, kind, article_id, body, created_at, next_at) VALUES ($1, $2, $3, $4, $5, $6, $6)",
		webhookID,
		n.ID,
		n.Kind,
		nullableID(n.Article),
		string(body),
		t.now,
	)
	t.queued = true
	return err
}
