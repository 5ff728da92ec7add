package views

import (
	"context"
	"strconv"

	"linecheck/models"
	"linecheck/text/message"
)

// Webhooks is whom a desk tells of what happens.
type Webhooks struct {
	Desk   models.Desk
	List   []models.WebhookRow
	Form   models.WebhookForm // for another, as typed
	Errors models.ValidationErrors
}

// Webhook is one of them with what it was told.
type Webhook struct {
	Log       models.WebhookLog
	Secret    string // that has just been made: it is shown now or never
	Rotated   bool   // it took the place of another
	Form      models.WebhookForm
	KeepInput bool // the form is as somebody typed it, not as it is kept
	Errors    models.ValidationErrors
	Stale     bool                    // someone else has changed it meanwhile
	Refused   models.ValidationErrors // why something was not done
}

// WebhooksURL is where a desk's webhooks are listed.
func WebhooksURL(desk int64) string { return "/desks/" + id(desk) + "/webhooks" }

// WebhookURL is where a webhook's log is.
func WebhookURL(webhook int64) string { return "/webhooks/" + id(webhook) }

// eventKindsText says in words what a webhook is told.
func eventKindsText(ctx context.Context, w models.Webhook) string {
	var words []string
	for _, kind := range []struct {
		told bool
		word message.Key
	}{{w.Claims, "status of claims"}, {w.Gates, "gates"}, {w.SignOffs, "sign-offs"}} {
		if kind.told {
			words = append(words, say(ctx, kind.word))
		}
	}
	return joinWords(ctx, words)
}

// deliveryLabel says how a delivery stands, with a sign beside the word.
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

// deliveryClass is the colour of that.
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

// deliveryResponse is what the other side answered to the last try.
func deliveryResponse(ctx context.Context, d models.Delivery) string {
	switch {
	case d.Status != 0:
		return strconv.Itoa(d.Status)
	case d.Tries > 0 && d.Lease == "":
		return say(ctx, "no answer")
	}
	return "–"
}
