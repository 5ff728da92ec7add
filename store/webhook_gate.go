package store

import (
	"maps"
	"slices"

	"linecheck/models"
)

// emitGates emits events for the gates that a change opened or closed, and notifies the editors for whose sign-off a newly open gate
// waits. Gates are computed from rows and not stored. To detect changes, the store keeps a list of the articles with an open gate.
func (t *tx) emitGates() error {
	for _, desk := range t.events.desks {
		if err := t.emitDeskGates(desk, true); err != nil {
			return err
		}
	}
	for _, id := range slices.Sorted(maps.Keys(t.events.articles)) {
		if err := t.emitGateChange(id); err != nil {
			return err
		}
	}
	return nil
}

// emitGateChange emits an event if an article's gate changed. Most changes are in articles with a closed gate
// and much to do; for those it only reads one row.
func (t *tx) emitGateChange(id int64) error {
	var todo int
	var open, overridden bool
	err := t.queryRow(`SELECT a.sentences_unread + a.sentences_open + a.sentences_recheck + a.queries_open,
			EXISTS (SELECT 1 FROM open_gates g WHERE g.article_id = a.id),
			EXISTS (SELECT 1 FROM overrides o WHERE o.article_id = a.id AND o.claim_id IS NULL AND o.voided_at IS NULL)
		FROM articles a WHERE a.id = $1`, []any{id}, &todo, &open, &overridden)
	if err != nil || todo > 0 && !open && !overridden {
		return err
	}
	if !open { // the counters say cheaply that most gates are still closed
		var closed bool
		if err := t.queryRow("SELECT "+gateClosed+" FROM articles a WHERE a.id = $1", []any{id}, &closed); err != nil || closed {
			return err
		}
	}
	var a models.Article
	if err := queryOne(t.DB, &a, "SELECT * FROM articles WHERE id = ?", id); err != nil {
		return err
	}
	gate, err := gateOf(t.DB, a)
	if err != nil || gate.Open() == open {
		return err
	}
	return t.recordGateChange(a, gate, true)
}

// recordGateChange records that a gate was opened or closed, and emits an event if tell is true.
func (t *tx) recordGateChange(a models.Article, gate models.GateState, tell bool) error {
	n := models.WebhookEvent{Kind: models.GateOpened, Desk: a.DeskID, Article: a.ID}
	statement, args := "INSERT INTO open_gates (article_id, desk_id) VALUES ($1, $2)", []any{a.ID, a.DeskID}
	if !gate.Open() {
		n.Kind, statement, args = models.GateClosed, "DELETE FROM open_gates WHERE article_id = $1", args[:1]
		for _, r := range gate.OpenReasons() {
			n.Reasons = append(n.Reasons, models.WebhookEventReason{Code: r.Code, Count: r.Count})
		}
	}
	if _, err := t.exec(statement, args...); err != nil || !tell {
		return err
	}
	if gate.Open() && a.State == models.Checking {
		if err := t.noticeReady(a); err != nil {
			return err
		}
	}
	return t.emitEvent(n)
}

// emitDeskGates checks the articles of a desk whose gate is or was open. It runs after a change that concerns all of them. It also runs,
// without emitting events, before the desk's first webhook receives gate events. Without such a webhook it omits signed articles, for
// which nobody must be notified.
func (t *tx) emitDeskGates(deskID int64, tell bool) error {
	all, err := t.isSubscribed(deskID, models.GateOpened)
	if err != nil {
		return err
	}
	var noted []int64
	if err := t.Raw("SELECT article_id FROM open_gates WHERE desk_id = ?", deskID).Scan(&noted).Error; err != nil {
		return err
	}
	open := map[int64]bool{}
	for _, id := range noted {
		open[id] = true
	}
	for last := int64(0); ; {
		var articles []models.Article
		err := t.Raw(`SELECT * FROM articles a WHERE a.desk_id = ? AND a.id > ? AND (? OR a.state = 'checking')
			AND (a.sentences_unread + a.sentences_open + a.sentences_recheck + a.queries_open = 0
				OR EXISTS (SELECT 1 FROM open_gates g WHERE g.article_id = a.id)
				OR EXISTS (SELECT 1 FROM overrides o WHERE o.article_id = a.id AND o.claim_id IS NULL AND o.voided_at IS NULL))
			ORDER BY a.id LIMIT ?`, deskID, last, all, maxInsertRows).
			Scan(&articles).
			Error
		if err != nil || len(articles) == 0 {
			return err
		}
		gates, err := gatesOf(t.DB, articles)
		if err != nil {
			return err
		}
		for _, a := range articles {
			if gates[a.ID].Open() == open[a.ID] {
				continue
			}
			if err := t.recordGateChange(a, gates[a.ID], tell); err != nil {
				return err
			}
		}
		last = articles[len(articles)-1].ID
	}
}
