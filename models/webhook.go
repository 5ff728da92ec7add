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

// Webhook is an address that receives a desk's events.
type Webhook struct {
	ID           int64
	DeskID       int64
	Name         string
	Address      string
	Claims       bool // changes of a claim's status
	Gates        bool // a gate opens or closes
	SignOffs     bool `gorm:"column:signoffs"` // a sign-off is made or voided
	Secret       string
	FormerSecret string     // also signs until FormerUntil
	FormerUntil  *time.Time // nil: no former secret
	Version      int
	CreatedBy    int64
	CreatedAt    time.Time
	OffAt        *time.Time // when it was switched off; nil: it is on
	RemovedAt    *time.Time
}

// Subscribes reports whether a webhook receives events of a kind.
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

// WebhookForm is a webhook as a user entered it.
type WebhookForm struct {
	Name, Address           string
	Claims, Gates, SignOffs bool
	Version                 int // the version that was read; 0 for a new one
}

// MaxWebhooks limits the webhooks of a desk, since each one slows every change down.
const MaxWebhooks = 20

// maxWebhookAddress limits an address, in bytes.
const maxWebhookAddress = 2000

// Check validates the form. Whether the address may be opened is checked by the SSRF guard.
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
		wrong.Add("kinds", "Please choose at least one kind of event.")
	}
	return f, wrong.Err()
}

// WebhookHost returns the part of an address that the audit log may contain; the rest can contain a key.
func WebhookHost(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	return u.Scheme + "://" + u.Host
}

// OldSecretLifetime is how long a replaced secret still signs, together with its successor.
const OldSecretLifetime = 24 * time.Hour

// secretPrefix begins a webhook's secret, as the Standard Webhooks specification requires.
const secretPrefix = "whsec_"

// NewWebhookSecret generates a secret of 256 bits.
func NewWebhookSecret() string {
	var b [32]byte
	_, _ = rand.Read(b[:]) // never fails: without randomness, the program crashes
	return secretPrefix + base64.StdEncoding.EncodeToString(b[:])
}

// SignWebhook returns the signature of a delivery with a secret: HMAC-SHA256 of its id, the Unix time of
// sending and its body.
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
