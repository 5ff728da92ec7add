package models

import (
	"math"
	"time"
)

// NoticeKind is what a webhook is told of.
type NoticeKind string

// The kinds of notice. They are a promise to whoever reads them.
const (
	ClaimStatusChanged NoticeKind = "claim.status_changed"
	GateOpened         NoticeKind = "gate.opened"
	GateClosed         NoticeKind = "gate.closed"
	SignOffMade        NoticeKind = "signoff.made"
	SignOffVoided      NoticeKind = "signoff.voided"
	TestNotice         NoticeKind = "test"
)

// Notice is what a webhook is told: ids and figures, never words of an article or of what was said of it.
type Notice struct {
	ID       string         `json:"id"` // the same at every try, and for every webhook that is told
	Kind     NoticeKind     `json:"type"`
	At       time.Time      `json:"at"`
	Desk     int64          `json:"desk"`
	Article  int64          `json:"article,omitempty"`
	Claim    int64          `json:"claim,omitempty"`
	Was      Status         `json:"was,omitempty"`
	Status   Status         `json:"status,omitempty"`
	Disagree *bool          `json:"disagree,omitempty"`
	Reasons  []NoticeReason `json:"reasons,omitempty"`
	SignOff  int64          `json:"signoff,omitempty"`
	SHA256   string         `json:"sha256,omitempty"`
	Event    int64          `json:"event,omitempty"` // where the record stood then: of two notices the later has the higher number
}

// NoticeReason is a reason for which a gate is closed, and how many things are behind it.
type NoticeReason struct {
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
	// MostTries is how often a delivery is tried, which with the waits between takes about a day.
	MostTries = 8
	// KeptDeliveries is how long the log keeps what has ended.
	KeptDeliveries = 30 * 24 * time.Hour
	// DeliveriesShown is how many deliveries of a webhook its log shows.
	DeliveriesShown = 50

	firstWait  = 15 * time.Second
	waitFactor = 4   // 15 s, 1 min, 4 min, 16 min, 64 min, 4.3 h, 17 h
	waitJitter = 0.2 // of a wait, more or less: what failed together is not tried together again
	gone       = 410 // the answer that wants to hear no more
)

// NextTry is how long to wait after so many tries that failed; false where it was the last. luck is from 0 to 1.
func NextTry(tries int, luck float64) (time.Duration, bool) {
	if tries >= MostTries {
		return 0, false
	}
	wait := float64(firstWait) * math.Pow(waitFactor, float64(tries-1))
	return time.Duration(wait * (1 - waitJitter + 2*waitJitter*luck)), true
}

// Outcome is what came of one try.
type Outcome struct {
	Status int    // of the answer; 0: there was none
	Detail string // why it failed, as a sentence; "" where it was taken
	Answer string // how the answer began
}

// Taken reports whether the other side said that it has it.
func (o Outcome) Taken() bool { return o.Detail == "" }

// Unwanted reports whether the other side said that it wants to hear no more (410), which switches the webhook off.
func (o Outcome) Unwanted() bool { return o.Status == gone }

// Delivery is one thing that one webhook is told.
type Delivery struct {
	ID          int64
	WebhookID   int64
	Message     string // its webhook-id
	Kind        NoticeKind
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

// Sending is a delivery that is to be sent now, with what that takes.
type Sending struct {
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
