package store

import (
	"crypto/rand"
	"encoding/json"
	"fmt"
	"strings"

	"linecheck/models"
)

// news is what a change did that webhooks are told of when it is done: the change is told of as a whole, and what it did and took back is no news.
type news struct {
	claims   map[int64]models.Status // what they were before
	articles map[int64]int64         // whose gate may look otherwise now, with their desks
	desks    []int64                 // of which all gates may
	signings []event
}

// webhooks are those that are on, by their desks.
type webhooks map[int64][]models.Webhook

// hooksOf are the webhooks of a desk that are on. A batch of changes asks once, and anew when a change of it has made or changed one.
func (t *tx) hooksOf(deskID int64) ([]models.Webhook, error) {
	if t.hooks == nil {
		var list []models.Webhook
		if err := t.Raw("SELECT * FROM webhooks WHERE off_at IS NULL AND removed_at IS NULL ORDER BY id").Scan(&list).Error; err != nil {
			return nil, fmt.Errorf("reading the webhooks: %w", err)
		}
		t.hooks = webhooks{}
		for _, w := range list {
			t.hooks[w.DeskID] = append(t.hooks[w.DeskID], w)
		}
	}
	return t.hooks[deskID], nil
}

// wanted reports whether any webhook of a desk is told of this kind of thing.
func (t *tx) wanted(deskID int64, kind models.NoticeKind) (bool, error) {
	hooks, err := t.hooksOf(deskID)
	for _, w := range hooks {
		if w.Wants(kind) {
			return true, err
		}
	}
	return false, err
}

// note remembers of an event what a webhook may be told of. Every change writes its event, and every event comes by here, so that no way
// of opening or closing a gate can be forgotten.
func (t *tx) note(e event) error {
	hooks, err := t.hooksOf(e.desk)
	if err != nil || len(hooks) == 0 {
		return err
	}
	switch {
	case e.object == "sign-off":
		t.news.signings = append(t.news.signings, e)
	case e.action == "second reader set", e.action == "policy changed":
		t.news.desks = append(t.news.desks, e.desk)
	}
	if e.article != 0 {
		if t.news.articles == nil {
			t.news.articles = map[int64]int64{}
		}
		t.news.articles[e.article] = e.desk
	}
	return nil
}

// noteStatus remembers the status of a claim that is about to get another one.
func (t *tx) noteStatus(c models.Claim) error {
	wanted, err := t.wanted(c.DeskID, models.ClaimStatusChanged)
	if err != nil || !wanted {
		return err
	}
	if t.news.claims == nil {
		t.news.claims = map[int64]models.Status{}
	}
	if _, known := t.news.claims[c.ID]; !known {
		t.news.claims[c.ID] = c.Status
	}
	return nil
}

// tell writes down what the webhooks are told of the change that was just made, as a part of it.
func (t *tx) tell() error {
	for _, tell := range []func() error{t.tellClaims, t.tellGates, t.tellSignings} {
		if err := tell(); err != nil {
			return fmt.Errorf("telling the webhooks: %w", err)
		}
	}
	return nil
}

func (t *tx) tellClaims() error {
	ids := make([]int64, 0, len(t.news.claims))
	for id := range t.news.claims {
		ids = append(ids, id)
	}
	return inParts(ids, func(part []int64) error {
		var claims []models.Claim
		if err := t.Raw("SELECT id, desk_id, article_id, status, disagree FROM claims WHERE id IN ? ORDER BY id", part).Scan(&claims).Error; err != nil {
			return err
		}
		for _, c := range claims {
			if was := t.news.claims[c.ID]; was != c.Status {
				n := models.Notice{
					Kind:     models.ClaimStatusChanged,
					Desk:     c.DeskID,
					Article:  c.ArticleID,
					Claim:    c.ID,
					Was:      was,
					Status:   c.Status,
					Disagree: &c.Disagree,
				}
				if err := t.deliver(n); err != nil {
					return err
				}
			}
		}
		return nil
	})
}

func (t *tx) tellSignings() error {
	for _, e := range t.news.signings {
		n := models.Notice{Kind: models.SignOffMade, Desk: e.desk, Article: e.article, SignOff: e.id}
		if e.action != "article signed" {
			n.Kind = models.SignOffVoided
		}
		if err := t.row("SELECT sha256 FROM signoffs WHERE id = $1", []any{e.id}, &n.SHA256); err != nil {
			return err
		}
		if err := t.deliver(n); err != nil {
			return err
		}
	}
	return nil
}

// deliver writes a notice down for every webhook of its desk that is told of such things.
func (t *tx) deliver(n models.Notice) error {
	hooks, err := t.hooksOf(n.Desk)
	if err != nil {
		return err
	}
	n.ID, n.At, n.Event = newMessage(), t.now, t.chain.Length
	for _, w := range hooks {
		if w.Wants(n.Kind) {
			if err := t.enqueue(w.ID, n); err != nil {
				return err
			}
		}
	}
	return nil
}

// newMessage is the webhook-id of a notice.
func newMessage() string { return "msg_" + strings.ToLower(rand.Text()) }

// enqueue writes one delivery.
func (t *tx) enqueue(webhookID int64, n models.Notice) error {
	body, err := json.Marshal(n)
	if err != nil {
		return err
	}
	_, err = t.exec(
		"INSERT INTO deliveries (webhook_id, message, kind, article_id, body, created_at, next_at) VALUES ($1, $2, $3, $4, $5, $6, $6)",
		webhookID,
		n.ID,
		n.Kind,
		ref(n.Article),
		string(body),
		t.now,
	)
	t.told = true
	return err
}
