package store

import (
	"crypto/rand"
	"encoding/json"
	"fmt"
	"strings"

	"linecheck/models"
)

// pendingEvents is what a change did that webhooks are told of when it is done: the change is told of as a whole, and what it did
// and took back is no news.
type pendingEvents struct {
	claims   map[int64]models.Status // what they were before
	articles map[int64]int64         // whose gate may look otherwise now, with their desks
	desks    []int64                 // of which all gates may
	signOffs []event
}

// webhooksByDesk are those that are on, by their desks.
type webhooksByDesk map[int64][]models.Webhook

// webhooksFor are the webhooks of a desk that are on. A batch of changes asks once, and anew when a change of it has made or changed one.
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

// isSubscribed reports whether any webhook of a desk is told of this kind of thing.
func (t *tx) isSubscribed(deskID int64, kind models.WebhookEventKind) (bool, error) {
	hooks, err := t.webhooksFor(deskID)
	for _, w := range hooks {
		if w.Subscribes(kind) {
			return true, err
		}
	}
	return false, err
}

// collectEvent remembers of an event what a webhook may be told of. Every change writes its event, and every event comes by here,
// so that no way
// of opening or closing a gate can be forgotten.
func (t *tx) collectEvent(e event) error {
	hooks, err := t.webhooksFor(e.desk)
	if err != nil || len(hooks) == 0 {
		return err
	}
	switch {
	case e.object == "sign-off":
		t.events.signOffs = append(t.events.signOffs, e)
	case e.action == "second reader set", e.action == "policy changed":
		t.events.desks = append(t.events.desks, e.desk)
	}
	if e.article != 0 {
		if t.events.articles == nil {
			t.events.articles = map[int64]int64{}
		}
		t.events.articles[e.article] = e.desk
	}
	return nil
}

// collectStatus remembers the status of a claim that is about to get another one.
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

// emitEvents writes down what the webhooks are told of the change that was just made, as a part of it.
func (t *tx) emitEvents() error {
	for _, tell := range []func() error{t.emitClaims, t.emitGates, t.emitSignOffs} {
		if err := tell(); err != nil {
			return fmt.Errorf("telling the webhooks: %w", err)
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

// emitEvent writes a notice down for every webhook of its desk that is told of such things.
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

// newMessageID is the webhook-id of a notice.
func newMessageID() string { return "msg_" + strings.ToLower(rand.Text()) }

// enqueue writes one delivery.
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
