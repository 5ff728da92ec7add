package store

import (
	"context"
	"crypto/rand"
	mathrand "math/rand/v2"
	"time"

	"linecheck/models"
)

const (
	// leaseTime is how long a leased delivery belongs to an instance. It is several times the duration of a
	// try, so that no other instance sends the delivery at the same time, even if their clocks differ by half
	// a minute.
	leaseTime = time.Minute
	// maxConcurrentPerWebhook limits the parallel deliveries of one webhook, so that an unresponsive one does
	// not block the others.
	maxConcurrentPerWebhook = 4
	// maxLoggedAnswer is how much of a response the log shows, in characters.
	maxLoggedAnswer = 500
)

// DeliveryQueued receives a value whenever this store has queued deliveries. Deliveries of other instances,
// and retries, have to be polled.
func (s *Store) DeliveryQueued() <-chan struct{} { return s.deliveryQueued }

// wakeWebhookSender signals that deliveries are queued. It does not block.
func (s *Store) wakeWebhookSender() {
	select {
	case s.deliveryQueued <- struct{}{}:
	default:
	}
}

// dueDeliveriesQuery finds the due deliveries that nobody is sending, the longest due first, and at most
// maxConcurrentPerWebhook for one webhook.
const dueDeliveriesQuery = `SELECT p.id FROM (SELECT d.id, d.next_at, row_number() OVER (PARTITION BY d.webhook_id ORDER BY d.next_at, d.id)
			+ (SELECT count(*) FROM deliveries x WHERE x.webhook_id = d.webhook_id AND x.state = 'waiting' AND x.leased_until >= $1) AS place
		FROM deliveries d JOIN webhooks w ON w.id = d.webhook_id AND w.off_at IS NULL AND w.removed_at IS NULL
		WHERE d.state = 'waiting' AND d.next_at <= $1 AND (d.leased_until IS NULL OR d.leased_until < $1)) p
	WHERE p.place <= $2 ORDER BY p.next_at, p.id LIMIT $3`

// LeaseDeliveries leases up to most due deliveries to the caller, who sends them and reports with
// RecordDelivery. If the instance ends before that, they are due again when the lease expires: delivery is at
// least once.
func (s *Store) LeaseDeliveries(ctx context.Context, most int) (_ []models.DueDelivery, err error) {
	defer wrap(&err, "take webhook deliveries")
	waiting, err := s.queryFast(ctx, dueDeliveriesQuery, currentTime(), maxConcurrentPerWebhook, 1)
	if err != nil {
		return nil, err
	}
	any := waiting.Next()
	if err := waiting.Close(); err != nil || !any {
		return nil, err
	}
	lease := rand.Text()
	var taken []models.DueDelivery
	err = s.writeTx(ctx, func(t *tx) error {
		n, err := t.exec(`UPDATE deliveries SET lease = $4, leased_until = $5, tries = tries + 1, tried_at = $1
			WHERE id IN (`+dueDeliveriesQuery+`) AND state = 'waiting' AND (leased_until IS NULL OR leased_until < $1)`, t.now, maxConcurrentPerWebhook, most, lease, t.now.Add(leaseTime))
		if err != nil || n == 0 {
			return err
		}
		if _, err := t.exec("DELETE FROM deliveries WHERE state <> 'waiting' AND ended_at < $1", t.now.Add(-models.DeliveryRetention)); err != nil {
			return err
		}
		taken, err = t.loadLeased(lease)
		return err
	})
	return taken, err
}

// loadLeased reads the leased deliveries, with everything needed to send them.
func (t *tx) loadLeased(lease string) ([]models.DueDelivery, error) {
	var rows []struct {
		models.Delivery      `gorm:"embedded"`
		Address              string
		Secret, FormerSecret string
		FormerUntil          *time.Time
	}
	err := t.Raw(`SELECT d.*, w.address, w.secret, w.former_secret, w.former_until FROM deliveries d JOIN webhooks w ON w.id = d.webhook_id
		WHERE d.lease = ? AND d.state = ? ORDER BY d.id`, lease, models.DeliveryWaiting).Scan(&rows).Error
	list := make([]models.DueDelivery, len(rows))
	for i, row := range rows {
		list[i] = models.DueDelivery{Delivery: row.Delivery, Address: row.Address, Secrets: []string{row.Secret}}
		if row.FormerUntil != nil && row.FormerSecret != "" && t.now.Before(*row.FormerUntil) {
			list[i].Secrets = append(list[i].Secrets, row.FormerSecret)
		}
	}
	return list, err
}

// RecordDelivery stores the result of a leased delivery: it is done, will be retried, or is given up. A
// delivery that was stopped or leased again in the meantime does not change.
func (s *Store) RecordDelivery(ctx context.Context, d models.DueDelivery, o models.DeliveryResult) (err error) {
	defer wrap(&err, "save the outcome of delivery %d", d.ID)
	o.Answer = truncateText(o.Answer, maxLoggedAnswer)
	return s.writeTx(ctx, func(t *tx) error {
		state, ended, next := models.DeliveryWaiting, &t.now, d.NextAt
		wait, again := models.NextRetry(d.Tries, mathrand.Float64())
		switch {
		case o.IsAccepted():
			state = models.DeliveryDone
		case !again || o.IsGone():
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
		return t.abandonDelivery(d, o)
	})
}

// abandonDelivery records in the audit log that a delivery was given up, and switches a webhook off that
// answered 410.
func (t *tx) abandonDelivery(d models.DueDelivery, o models.DeliveryResult) error {
	var w models.Webhook
	if err := queryOne(t.DB, &w, "SELECT * FROM webhooks WHERE id = ?", d.WebhookID); err != nil {
		return err
	}
	err := t.recordEvent(event{action: "delivery given up", object: "webhook", id: w.ID, desk: w.DeskID,
		after: map[string]any{"delivery": d.ID, "message": d.Message, "tries": d.Tries, "status": o.Status}})
	if err != nil || !o.IsGone() || w.OffAt != nil {
		return err
	}
	return t.disableWebhook(models.Reader{}, w, "webhook unwanted")
}

// NextDeliveryDelay returns the time until the next retry is due, at most most.
func (s *Store) NextDeliveryDelay(ctx context.Context, most time.Duration) (_ time.Duration, err error) {
	defer wrap(&err, "find the next webhook delivery")
	var next *time.Time
	err = s.readDB(ctx).
		Raw("SELECT next_at FROM deliveries WHERE state = 'waiting' AND (leased_until IS NULL OR leased_until < ?) ORDER BY next_at LIMIT 1", currentTime()).
		Scan(&next).
		Error
	if err != nil || next == nil {
		return most, err
	}
	return max(0, min(most, next.Sub(currentTime()))), nil
}
