package models

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"net/url"
	"strings"
	"time"
)

// Webhook is an address that a desk tells of what happens.
type Webhook struct {
	ID           int64
	DeskID       int64
	Name         string
	Address      string
	Claims       bool // it is told when a claim's status changes
	Gates        bool // when a gate opens or closes
	SignOffs     bool `gorm:"column:signoffs"` // when a sign-off is made or voided
	Secret       string
	FormerSecret string     // signs as well until FormerUntil
	FormerUntil  *time.Time // nil: there is none
	Version      int
	CreatedBy    int64
	CreatedAt    time.Time
	OffAt        *time.Time // switched off since; nil: it is on
	RemovedAt    *time.Time
}

// Subscribes reports whether a webhook is told of this kind of thing.
func (w Webhook) Subscribes(kind WebhookEventKind) bool {
	switch kind {
	case ClaimStatusChanged:
		return w.Claims
	case GateOpened, GateClosed:
		return w.Gates
	case SignOffMade, SignOffVoided:
		return w.SignOffs
	}
	return kind == TestWebhookEvent
}

// WebhookForm is a webhook as somebody typed it.
type WebhookForm struct {
	Name, Address           string
	Claims, Gates, SignOffs bool
	Version                 int // that was read; 0 for a new one
}

// MaxWebhooks is how many a desk can have: each costs every change of the desk something.
const MaxWebhooks = 20

// maxWebhookAddress bounds an address, in bytes.
const maxWebhookAddress = 2000

// Check reads the form. Where the address leads is the guard's to say.
func (f WebhookForm) Check() (WebhookForm, error) {
	var wrong ValidationErrors
	f.Name, f.Address = CheckName(f.Name, &wrong), strings.TrimSpace(f.Address)
	u, err := url.Parse(f.Address)
	switch {
	case f.Address == "" || len(f.Address) > maxWebhookAddress:
		wrong.Add("address", "Please give an address of at most %d characters.", maxWebhookAddress)
	case err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Hostname() == "":
		wrong.Add("address", "Please give an address that begins with https:// or http://.")
	}
	if !f.Claims && !f.Gates && !f.SignOffs {
		wrong.Add("kinds", "Please choose at least one kind of thing that it is told.")
	}
	return f, wrong.Err()
}

// WebhookHost is of an address what may stand in the record: the rest can hold a key.
func WebhookHost(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	return u.Scheme + "://" + u.Host
}

// OldSecretLifetime is how long a secret still signs beside the one that took its place.
const OldSecretLifetime = 24 * time.Hour

// secretPrefix marks a webhook's secret, as the Standard Webhooks specification has it.
const secretPrefix = "whsec_"

// NewWebhookSecret makes a secret of 256 bits.
func NewWebhookSecret() string {
	var b [32]byte
	_, _ = rand.Read(b[:]) // never fails: crypto/rand ends the program instead
	return secretPrefix + base64.StdEncoding.EncodeToString(b[:])
}

// SignWebhook is the signature of one secret under a delivery: HMAC-SHA256 of its id, the seconds of its sending and its body.
func SignWebhook(secret, id string, at time.Time, body []byte) (string, error) {
	key, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(secret, secretPrefix))
	if err != nil || len(key) == 0 {
		return "", fmt.Errorf("reading a webhook's secret: %w", err)
	}
	mac := hmac.New(sha256.New, key)
	fmt.Fprintf(mac, "%s.%d.", id, at.Unix())
	mac.Write(body)
	return "v1," + base64.StdEncoding.EncodeToString(mac.Sum(nil)), nil
}
