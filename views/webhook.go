package views

import (
	"context"
	"strconv"

	"linecheck/models"
	"linecheck/text/message"
)

// Webhooks is the list of a desk's webhooks.
type Webhooks struct {
	Desk   models.Desk
	List   []models.WebhookRow
	Form   models.WebhookForm // for a new one, as typed
	Errors models.ValidationErrors
}

// Webhook is one webhook with its deliveries.
type Webhook struct {
	Log       models.WebhookLog
	Secret    string // a new one, which is shown once
	Rotated   bool   // the secret replaced another
	Form      models.WebhookForm
	KeepInput bool // the form contains what was typed, not what is saved
	Errors    models.ValidationErrors
	Stale     bool                    // somebody else has changed it since
	Refused   models.ValidationErrors // why an action failed
}

// WebhooksURL is the path of a desk's webhooks.
func WebhooksURL(desk int64) string { return "/desks/" + id(desk) + "/webhooks" }

// WebhookURL is the path of a webhook's deliveries.
func WebhookURL(webhook int64) string { return "/webhooks/" + id(webhook) }

// eventKindsText lists the kinds of events that a webhook receives.
func eventKindsText(ctx context.Context, w models.Webhook) string {
	var words []string
	for _, kind := range []struct {
		sent bool
		word message.Key
	}{{w.Claims, "status of claims"}, {w.Gates, "gates"}, {w.SignOffs, "sign-offs"}} {
		if kind.sent {
			words = append(words, say(ctx, kind.word))
		}
	}
	return joinWords(ctx, words)
}

// deliveryLabel returns the state of a delivery with a symbol.
func deliveryLabel(ctx context.Context, d models.Delivery) string {
	switch {
	case d.State == models.DeliveryDone:
		return say(ctx, "✓ Delivered")
	case d.State == models.DeliveryGivenUp:
		return say(ctx, "✗ Given up")
	case d.State == models.DeliveryStopped:
		return say(ctx, "○ Stopped")
	case d.Lease != "":
		return say(ctx, "… Under way")
	case d.Tries > 0:
		return say(ctx, "! Failed, waits")
	}
	return say(ctx, "○ Waits")
}

// deliveryClass returns the CSS class of that state.
func deliveryClass(d models.Delivery) string {
	switch {
	case d.State == models.DeliveryDone:
		return "sourced"
	case d.State == models.DeliveryGivenUp:
		return "disputed"
	case d.State == models.DeliveryWaiting && d.Tries > 0:
		return "unverified"
	}
	return "unchecked"
}

// deliveryResponse returns the status of the last response.
func deliveryResponse(ctx context.Context, d models.Delivery) string {
	switch {
	case d.Status != 0:
		return strconv.Itoa(d.Status)
	case d.Tries > 0 && d.Lease == "":
		return say(ctx, "no answer")
	}
	return "–"
}
