package store

import (
	"context"
	"crypto/rand"
	mathrand "math/rand/v2"
	"time"

	"linecheck/models"
)

const (
	// leaseTime is for how long a delivery belongs to the instance that took it: several times what a try may take, so that nobody else sends it at
	// the same time even where the clocks of two instances differ by half a minute.
	leaseTime = time.Minute
	// togetherPerWebhook bounds how many deliveries of one webhook are under way: one that does not answer must not hold up the others.
	togetherPerWebhook = 4
	// mostAnswerKept is how much of an answer the log shows, in characters.
	mostAnswerKept = 500
)

// Outbox has something whenever this store has written deliveries. Those of other instances, and those that are tried again, are found by looking.
func (s *Store) Outbox() <-chan struct{} { return s.outbox }

// ring says that deliveries wait. It never waits itself.
func (s *Store) ring() {
	select {
	case s.outbox <- struct{}{}:
	default:
	}
}

// dueNow finds the deliveries whose time has come and that nobody is sending, the longest due first and not more of one webhook than may be under way.
const dueNow = `SELECT p.id FROM (SELECT d.id, d.next_at, row_number() OVER (PARTITION BY d.webhook_id ORDER BY d.next_at, d.id)
			+ (SELECT count(*) FROM deliveries x WHERE x.webhook_id = d.webhook_id AND x.state = 'waiting' AND x.leased_until >= $1) AS place
		FROM deliveries d JOIN webhooks w ON w.id = d.webhook_id AND w.off_at IS NULL AND w.removed_at IS NULL
		WHERE d.state = 'waiting' AND d.next_at <= $1 AND (d.leased_until IS NULL OR d.leased_until < $1)) p
	WHERE p.place <= $2 ORDER BY p.next_at, p.id LIMIT $3`

// TakeDeliveries leases up to so many deliveries that are due to the caller, who sends them and reports with Delivered. One that is never reported, as
// its instance ended, is due again when the lease has run out: what is told is told at least once.
func (s *Store) TakeDeliveries(ctx context.Context, most int) (_ []models.Sending, err error) {
	defer wrap(&err, "take webhook deliveries")
	waiting, err := s.quick(ctx, dueNow, now(), togetherPerWebhook, 1)
	if err != nil {
		return nil, err
	}
	any := waiting.Next()
	if err := waiting.Close(); err != nil || !any {
		return nil, err
	}
	lease := rand.Text()
	var taken []models.Sending
	err = s.change(ctx, func(t *tx) error {
		n, err := t.exec(`UPDATE deliveries SET lease = $4, leased_until = $5, tries = tries + 1, tried_at = $1
			WHERE id IN (`+dueNow+`) AND state = 'waiting' AND (leased_until IS NULL OR leased_until < $1)`, t.now, togetherPerWebhook, most, lease, t.now.Add(leaseTime))
		if err != nil || n == 0 {
			return err
		}
		if _, err := t.exec("DELETE FROM deliveries WHERE state <> 'waiting' AND ended_at < $1", t.now.Add(-models.KeptDeliveries)); err != nil {
			return err
		}
		taken, err = t.taken(lease)
		return err
	})
	return taken, err
}

// taken reads what was leased, with what it takes to send it.
func (t *tx) taken(lease string) ([]models.Sending, error) {
	var rows []struct {
		models.Delivery      `gorm:"embedded"`
		Address              string
		Secret, FormerSecret string
		FormerUntil          *time.Time
	}
	err := t.Raw(`SELECT d.*, w.address, w.secret, w.former_secret, w.former_until FROM deliveries d JOIN webhooks w ON w.id = d.webhook_id
		WHERE d.lease = ? AND d.state = ? ORDER BY d.id`, lease, models.DeliveryWaiting).Scan(&rows).Error
	list := make([]models.Sending, len(rows))
	for i, row := range rows {
		list[i] = models.Sending{Delivery: row.Delivery, Address: row.Address, Secrets: []string{row.Secret}}
		if row.FormerUntil != nil && row.FormerSecret != "" && t.now.Before(*row.FormerUntil) {
			list[i].Secrets = append(list[i].Secrets, row.FormerSecret)
		}
	}
	return list, err
}

// Delivered writes down what came of sending a delivery that was taken: it is done, tried again later, or given up. One that was stopped meanwhile, or
// that somebody else has taken since, is left alone.
func (s *Store) Delivered(ctx context.Context, d models.Sending, o models.Outcome) (err error) {
	defer wrap(&err, "save the outcome of delivery %d", d.ID)
	o.Answer = cut(o.Answer, mostAnswerKept)
	return s.change(ctx, func(t *tx) error {
		state, ended, next := models.DeliveryWaiting, &t.now, d.NextAt
		wait, again := models.NextTry(d.Tries, mathrand.Float64())
		switch {
		case o.Taken():
			state = models.DeliveryDone
		case !again || o.Unwanted():
			state = models.DeliveryGivenUp
		default:
			ended, next = nil, t.now.Add(wait)
		}
		n, err := t.exec(
			`UPDATE deliveries SET state = $1, ended_at = $2, next_at = $3, status = $4, detail = $5, answer = $6, lease = '', leased_until = NULL
			WHERE id = $7 AND lease = $8 AND state = 'waiting'`,
			state,
			ended,
			next,
			o.Status,
			o.Detail,
			o.Answer,
			d.ID,
			d.Lease,
		)
		if err != nil || n == 0 || state != models.DeliveryGivenUp {
			return err
		}
		return t.giveUp(d, o)
	})
}

// giveUp writes into the record that a delivery was given up, and switches a webhook off that wants to hear no more.
func (t *tx) giveUp(d models.Sending, o models.Outcome) error {
	var w models.Webhook
	if err := one(t.DB, &w, "SELECT * FROM webhooks WHERE id = ?", d.WebhookID); err != nil {
		return err
	}
	err := t.record(event{action: "delivery given up", object: "webhook", id: w.ID, desk: w.DeskID,
		after: map[string]any{"delivery": d.ID, "message": d.Message, "tries": d.Tries, "status": o.Status}})
	if err != nil || !o.Unwanted() || w.OffAt != nil {
		return err
	}
	return t.switchOff(models.Reader{}, w, "webhook unwanted")
}

// NextDelivery is how long until the next delivery that waits for another try is due, and at most so long.
func (s *Store) NextDelivery(ctx context.Context, most time.Duration) (_ time.Duration, err error) {
	defer wrap(&err, "find the next webhook delivery")
	var next *time.Time
	err = s.reading(ctx).
		Raw("SELECT next_at FROM deliveries WHERE state = 'waiting' AND (leased_until IS NULL OR leased_until < ?) ORDER BY next_at LIMIT 1", now()).
		Scan(&next).
		Error
	if err != nil || next == nil {
		return most, err
	}
	return max(0, min(most, next.Sub(now()))), nil
}
