package models

import (
	"math"
	"time"
)

// WebhookEventKind is what a webhook is told of.
type WebhookEventKind string

// The kinds of notice. They are a promise to whoever reads them.
const (
	ClaimStatusChanged WebhookEventKind = "claim.status_changed"
	GateOpened         WebhookEventKind = "gate.opened"
	GateClosed         WebhookEventKind = "gate.closed"
	SignOffMade        WebhookEventKind = "signoff.made"
	SignOffVoided      WebhookEventKind = "signoff.voided"
	TestWebhookEvent   WebhookEventKind = "test"
)

// WebhookEvent is what a webhook is told: ids and figures, never words of an article or of what was said of it.
type WebhookEvent struct {
	ID       string               `json:"id"` // the same at every try, and for every webhook that is told
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
	Event    int64                `json:"event,omitempty"` // where the record stood then: of two notices the later has the higher number
}

// WebhookEventReason is a reason for which a gate is closed, and how many things are behind it.
type WebhookEventReason struct {
	Code  GateCode `json:"code"`
	Count int      `json:"count"`
}

// DeliveryState is how far a delivery is.
type DeliveryState string

// The states of a delivery.
const (
	DeliveryWaiting DeliveryState = "waiting"   // for its first try or its next
	DeliveryDone    DeliveryState = "delivered" // the other side said so
	DeliveryGivenUp DeliveryState = "given up"  // after the last try
	DeliveryStopped DeliveryState = "stopped"   // the webhook was switched off before
)

const (
	// MaxDeliveryTries is how often a delivery is tried, which with the waits between takes about a day.
	MaxDeliveryTries = 8
	// DeliveryRetention is how long the log keeps what has ended.
	DeliveryRetention = 30 * 24 * time.Hour
	// MaxDeliveriesShown is how many deliveries of a webhook its log shows.
	MaxDeliveriesShown = 50

	firstRetryDelay    = 15 * time.Second
	retryBackoffFactor = 4   // 15 s, 1 min, 4 min, 16 min, 64 min, 4.3 h, 17 h
	retryJitter        = 0.2 // of a wait, more or less: what failed together is not tried together again
	statusGone         = 410 // the answer that wants to hear no more
)

// NextRetry is how long to wait after so many tries that failed; false where it was the last. luck is from 0 to 1.
func NextRetry(tries int, luck float64) (time.Duration, bool) {
	if tries >= MaxDeliveryTries {
		return 0, false
	}
	wait := float64(firstRetryDelay) * math.Pow(retryBackoffFactor, float64(tries-1))
	return time.Duration(wait * (1 - retryJitter + 2*retryJitter*luck)), true
}

// DeliveryResult is what came of one try.
type DeliveryResult struct {
	Status int    // of the answer; 0: there was none
	Detail string // why it failed, as a sentence; "" where it was taken
	Answer string // how the answer began
}

// IsAccepted reports whether the other side said that it has it.
func (o DeliveryResult) IsAccepted() bool { return o.Detail == "" }

// IsGone reports whether the other side said that it wants to hear no more (410), which switches the webhook off.
func (o DeliveryResult) IsGone() bool { return o.Status == statusGone }

// Delivery is one thing that one webhook is told.
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
	Status      int    // of the last answer; 0: there was none
	Detail      string // why the last try failed, as a sentence
	Answer      string // how the last answer began
	EndedAt     *time.Time
}

// DueDelivery is a delivery that is to be sent now, with what that takes.
type DueDelivery struct {
	Delivery
	Address string
	Secrets []string // that sign it, the newest first
}

// WebhookLog is a webhook with its last deliveries, newest first.
type WebhookLog struct {
	Webhook
	Desk       string
	Waiting    int // deliveries in all that wait
	Deliveries []Delivery
}

// WebhookRow is a webhook in a desk's list, with how its deliveries fare.
type WebhookRow struct {
	Webhook
	Waiting, GivenUp int
}
