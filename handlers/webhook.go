package handlers

import (
	"context"
	"errors"
	"fmt"
	"net/http"

	"github.com/gin-gonic/gin"

	"linecheck/formats/fetch"
	"linecheck/models"
	"linecheck/views"
)

// webhookList shows a desk's webhooks, and the form for a new one.
func (h *Handlers) webhookList(c *gin.Context) error {
	id, err := parseIDParam(c, "id")
	if err != nil {
		return err
	}
	return h.renderWebhooks(c, http.StatusOK, id, views.Webhooks{Form: models.WebhookForm{Claims: true, Gates: true, SignOffs: true}})
}

func (h *Handlers) renderWebhooks(c *gin.Context, status int, desk int64, shown views.Webhooks) error {
	var err error
	if shown.Desk, shown.List, err = h.store.Webhooks(c.Request.Context(), reader(c), desk); err != nil {
		return err
	}
	page := h.newPage(c, "Webhooks of %s", "account", shown.Desk.Name)
	page.Styles = []string{listStylesheet}
	return h.render(c, status, views.WebhooksPage(page, shown))
}

// parseWebhookForm reads the form of a webhook. A URL in a private network is reported at once, before
// anything is sent there.
func (h *Handlers) parseWebhookForm(c *gin.Context) (models.WebhookForm, error) {
	fields, err := readForm(c)
	if fields == nil {
		return models.WebhookForm{}, err
	}
	typed := models.WebhookForm{
		Name:     fields.Get("name"),
		Address:  fields.Get("address"),
		Claims:   fields.Get("claims") != "",
		Gates:    fields.Get("gates") != "",
		SignOffs: fields.Get("signoffs") != "",
		Version:  fields.version(),
	}
	if err != nil {
		return typed, err
	}
	form, err := typed.Check()
	var refused *fetch.RefusedError
	if err == nil && errors.As(h.webhookClient.CheckAddress(form.Address), &refused) {
		err = refusedAddressError(refused)
	}
	return typed, err
}

// refusedAddressError says why an address was refused, and who can allow it.
func refusedAddressError(refused *fetch.RefusedError) error {
	if refused.Inside {
		return models.NewFieldError(
			"address",
			"%s If the receiver is a system of the newsroom, the operator of this server can allow its network with --webhook-networks.",
			refused.Reason,
		)
	}
	return models.ValidationErrors{{Field: "address", Detail: refused.Reason}}
}

// createWebhook creates a webhook and shows its secret once.
func (h *Handlers) createWebhook(c *gin.Context) error {
	id, err := parseIDParam(c, "id")
	if err != nil {
		return err
	}
	if _, _, err := h.store.Webhooks(c.Request.Context(), reader(c), id); err != nil {
		return err // rights are checked before the form
	}
	typed, err := h.parseWebhookForm(c)
	var made models.Webhook
	if err == nil {
		made, err = h.store.CreateWebhook(c.Request.Context(), reader(c), id, typed)
	}
	if wrong := validationErrors(err); wrong != nil {
		return h.renderWebhooks(c, http.StatusUnprocessableEntity, id, views.Webhooks{Form: typed, Errors: wrong})
	}
	if err != nil {
		return err
	}
	return h.renderWebhook(c, http.StatusCreated, made.ID, views.Webhook{Secret: made.Secret})
}

// showWebhook shows a webhook's deliveries, and the forms that change it.
func (h *Handlers) showWebhook(c *gin.Context) error {
	id, err := parseIDParam(c, "id")
	if err != nil {
		return err
	}
	return h.renderWebhook(c, http.StatusOK, id, views.Webhook{})
}

func (h *Handlers) renderWebhook(c *gin.Context, status int, id int64, shown views.Webhook) error {
	var err error
	if shown.Log, err = h.store.WebhookLog(c.Request.Context(), reader(c), id); err != nil {
		return err
	}
	if !shown.KeepInput {
		w := shown.Log.Webhook
		shown.Form = models.WebhookForm{Name: w.Name, Address: w.Address, Claims: w.Claims, Gates: w.Gates, SignOffs: w.SignOffs}
	}
	page := h.newPage(c, "Webhook %s", "account", shown.Log.Name)
	page.Styles = []string{listStylesheet}
	return h.render(c, status, views.WebhookPage(page, shown))
}

// editWebhook changes a webhook. After a concurrent change, it shows the form with what was typed.
func (h *Handlers) editWebhook(c *gin.Context) error {
	id, err := parseIDParam(c, "id")
	if err != nil {
		return err
	}
	if _, err := h.store.WebhookLog(c.Request.Context(), reader(c), id); err != nil {
		return err
	}
	typed, err := h.parseWebhookForm(c)
	if err == nil {
		err = h.store.EditWebhook(c.Request.Context(), reader(c), id, typed)
	}
	refused := views.Webhook{Form: typed, KeepInput: true, Errors: validationErrors(err), Stale: errors.Is(err, models.ErrStale)}
	switch {
	case refused.Stale:
		return h.renderWebhook(c, http.StatusConflict, id, refused)
	case refused.Errors != nil:
		return h.renderWebhook(c, http.StatusUnprocessableEntity, id, refused)
	case err != nil:
		return err
	}
	return seeOther(c, views.WebhookURL(id))
}

// rotateWebhookSecret creates a new secret for a webhook and shows it once.
func (h *Handlers) rotateWebhookSecret(c *gin.Context) error {
	id, err := parseIDParam(c, "id")
	if err != nil {
		return err
	}
	secret, err := h.store.RotateSecret(c.Request.Context(), reader(c), id)
	if err != nil {
		return err
	}
	return h.renderWebhook(c, http.StatusCreated, id, views.Webhook{Secret: secret, Rotated: true})
}

// onWebhook runs a change of the webhook that the URL names, and redirects to its page. Errors are shown
// there.
func (h *Handlers) onWebhook(change func(context.Context, models.Reader, int64) error) handlerFunc {
	return func(c *gin.Context) error {
		id, err := parseIDParam(c, "id")
		if err != nil {
			return err
		}
		err = change(c.Request.Context(), reader(c), id)
		if wrong := validationErrors(err); wrong != nil {
			return h.renderWebhook(c, http.StatusUnprocessableEntity, id, views.Webhook{Refused: wrong})
		}
		if err != nil {
			return err
		}
		return seeOther(c, views.WebhookURL(id))
	}
}

// switchWebhook enables or disables a webhook.
func (h *Handlers) switchWebhook(on bool) handlerFunc {
	return h.onWebhook(func(ctx context.Context, who models.Reader, id int64) error {
		return h.store.SwitchWebhook(ctx, who, id, on)
	})
}

// removeWebhook deletes a webhook.
func (h *Handlers) removeWebhook(c *gin.Context) error {
	id, err := parseIDParam(c, "id")
	if err != nil {
		return err
	}
	desk, err := h.store.RemoveWebhook(c.Request.Context(), reader(c), id)
	if err != nil {
		return err
	}
	return seeOther(c, views.WebhooksURL(desk))
}

// resendDelivery queues a delivery again.
func (h *Handlers) resendDelivery(c *gin.Context) error {
	id, err := parseIDParam(c, "id")
	if err != nil {
		return err
	}
	webhook, err := h.store.RedeliverWebhook(c.Request.Context(), reader(c), id)
	if wrong := validationErrors(err); wrong != nil {
		return h.renderWebhook(c, http.StatusUnprocessableEntity, webhook, views.Webhook{Refused: wrong})
	}
	if err != nil {
		return err
	}
	return seeOther(c, fmt.Sprintf("%s#d%d", views.WebhookURL(webhook), id))
}
