package views

import (
	"strconv"

	"linecheck/models"
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
func eventKindsText(w models.Webhook) string {
	var words []string
	for _, kind := range []struct {
		told bool
		word string
	}{{w.Claims, "status of claims"}, {w.Gates, "gates"}, {w.SignOffs, "sign-offs"}} {
		if kind.told {
			words = append(words, kind.word)
		}
	}
	return joinWithAnd(words)
}

// joinWithAnd joins words as a sentence does.
func joinWithAnd(words []string) string {
	switch n := len(words); n {
	case 0:
		return ""
	case 1:
		return words[0]
	default:
		list := words[0]
		for _, word := range words[1 : n-1] {
			list += ", " + word
		}
		return list + " and " + words[n-1]
	}
}

// deliveryLabel says how a delivery stands, with a sign beside the word.
func deliveryLabel(d models.Delivery) string {
	switch {
	case d.State == models.DeliveryDone:
		return "✓ Delivered"
	case d.State == models.DeliveryGivenUp:
		return "✗ Given up"
	case d.State == models.DeliveryStopped:
		return "○ Stopped"
	case d.Lease != "":
		return "… Under way"
	case d.Tries > 0:
		return "! Failed, waits"
	}
	return "○ Waits"
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
func deliveryResponse(d models.Delivery) string {
	switch {
	case d.Status != 0:
		return strconv.Itoa(d.Status)
	case d.Tries > 0 && d.Lease == "":
		return "no answer"
	}
	return "–"
}
