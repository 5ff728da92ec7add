package models

import (
	"math"
	"time"
)

// WebhookEventKind is the type of an event that webhooks receive.
type WebhookEventKind string

// The event types. They are public; receivers rely on them.
const (
	ClaimStatusChanged WebhookEventKind = "claim.status_changed"
	GateOpened         WebhookEventKind = "gate.opened"
	GateClosed         WebhookEventKind = "gate.closed"
	SignOffMade        WebhookEventKind = "signoff.made"
	SignOffVoided      WebhookEventKind = "signoff.voided"
	TestWebhookEvent   WebhookEventKind = "test"
)

// WebhookEvent is the body of a webhook message. It contains ids and numbers, never words of an article, note
// or source.
type WebhookEvent struct {
	ID       string               `json:"id"` // the same for every retry and every webhook
	Kind     WebhookEventKind     `json:"type"`
	At       time.Time            `json:"at"`
	Desk     int64                `json:"desk"`
	Article  int64                `json:"article,omitempty"`
	Claim    int64                `json:"claim,omitempty"`
	Was      Status               `json:"was,omitempty"`
	Status   Status               `json:"status,omitempty"`
	Disagree *bool                `json:"disagree,omitempty"`
	Reasons  []WebhookEventReason `json:"reasons,omitempty"`
	SignOff  int64                `json:"signoff,omitempty"`
	SHA256   string               `json:"sha256,omitempty"`
	Event    int64                `json:"event,omitempty"` // the newest event at the time; later messages have higher numbers
}

// WebhookEventReason is a gate reason with the number of things behind it.
type WebhookEventReason struct {
	Code  GateCode `json:"code"`
	Count int      `json:"count"`
}

// DeliveryState is the progress of a delivery.
type DeliveryState string

// The states of a delivery.
const (
	DeliveryWaiting DeliveryState = "waiting"   // for its first attempt or a retry
	DeliveryDone    DeliveryState = "delivered" // the receiver accepted it
	DeliveryGivenUp DeliveryState = "given up"  // after the last try
	DeliveryStopped DeliveryState = "stopped"   // the webhook was switched off before the delivery
)

const (
	// MaxDeliveryTries is the maximum number of attempts. With the delays between them, all attempts take about a day.
	MaxDeliveryTries = 8
	// DeliveryRetention is how long the log keeps finished deliveries.
	DeliveryRetention = 30 * 24 * time.Hour
	// MaxDeliveriesShown is the maximum number of deliveries that a webhook's log shows.
	MaxDeliveriesShown = 50

	firstRetryDelay    = 15 * time.Second
	retryBackoffFactor = 4   // 15 s, 1 min, 4 min, 16 min, 64 min, 4.3 h, 17 h
	retryJitter        = 0.2 // fraction of the delay; spreads the retries of deliveries that failed together
	statusGone         = 410 // the status with which a receiver ends a webhook
)

// NextRetry returns the delay after a number of failed attempts, or false after the last one. luck is a random number from 0 to 1.
func NextRetry(tries int, luck float64) (time.Duration, bool) {
	if tries >= MaxDeliveryTries {
		return 0, false
	}
	wait := float64(firstRetryDelay) * math.Pow(retryBackoffFactor, float64(tries-1))
	return time.Duration(wait * (1 - retryJitter + 2*retryJitter*luck)), true
}

// DeliveryResult is the result of one try.
type DeliveryResult struct {
	Status int    // of the response; 0: there was none
	Detail string // why it failed, as a sentence; "" if it was accepted
	Answer string // the start of the response body
}

// IsAccepted reports whether the receiver accepted the delivery.
func (o DeliveryResult) IsAccepted() bool { return o.Detail == "" }

// IsGone reports whether the receiver answered 410, which switches the webhook off.
func (o DeliveryResult) IsGone() bool { return o.Status == statusGone }

// Delivery is one message to one webhook.
type Delivery struct {
	ID          int64
	WebhookID   int64
	Message     string // its webhook-id
	Kind        WebhookEventKind
	ArticleID   *int64
	Body        string
	CreatedAt   time.Time
	State       DeliveryState
	Tries       int
	NextAt      time.Time
	Lease       string // of the instance that is sending it
	LeasedUntil *time.Time
	TriedAt     *time.Time
	Status      int    // of the last response; 0: there was none
	Detail      string // why the last try failed, as a sentence
	Answer      string // the start of the last response body
	EndedAt     *time.Time
}

// DueDelivery is a delivery that is due now, with everything that sending it needs.
type DueDelivery struct {
	Delivery
	Address string
	Secrets []string // signing secrets, newest first
}

// WebhookLog is a webhook with its last deliveries, newest first.
type WebhookLog struct {
	Webhook
	Desk       string
	Waiting    int // the number of waiting deliveries
	Deliveries []Delivery
}

// WebhookRow is a webhook in a desk's list, with the state of its deliveries.
type WebhookRow struct {
	Webhook
	Waiting, GivenUp int
}
