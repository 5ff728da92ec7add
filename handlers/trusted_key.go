package handlers

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"linecheck/models"
	"linecheck/views"
)

// keySet shows the public keys that verify this installation's exports.
func (h *Handlers) keySet(c *gin.Context) error {
	set, err := h.store.KeySet(c.Request.Context())
	if err != nil {
		return err
	}
	return sendJSON(c, http.StatusOK, set)
}

// trustedKeyList shows the keys that a desk trusts, and the form for adding one.
func (h *Handlers) trustedKeyList(c *gin.Context) error {
	id, err := parseIDParam(c, "id")
	if err != nil {
		return err
	}
	return h.renderTrustedKeys(c, http.StatusOK, id, views.TrustedKeys{})
}

func (h *Handlers) renderTrustedKeys(c *gin.Context, status int, desk int64, shown views.TrustedKeys) error {
	var err error
	if shown.Desk, shown.List, err = h.store.TrustedKeys(c.Request.Context(), reader(c), desk); err != nil {
		return err
	}
	page := h.newPage(c, "Trusted keys of %s", "account", shown.Desk.Name)
	page.Styles = []string{listStylesheet}
	return h.render(c, status, views.TrustedKeysPage(page, shown))
}

// trustKey adds a pasted key to the keys that a desk trusts.
func (h *Handlers) trustKey(c *gin.Context) error {
	return h.changeTrustedKeys(c, func(desk int64, fields form) (models.TrustedKeyForm, error) {
		typed := models.TrustedKeyForm{Name: fields.Get("name"), Key: fields.Get("key")}
		return typed, h.store.TrustKey(c.Request.Context(), reader(c), desk, typed)
	})
}

// untrustKey removes a key from those that a desk trusts.
func (h *Handlers) untrustKey(c *gin.Context) error {
	return h.changeTrustedKeys(c, func(desk int64, fields form) (models.TrustedKeyForm, error) {
		return models.TrustedKeyForm{}, h.store.UntrustKey(c.Request.Context(), reader(c), desk, fields.Get("kid"))
	})
}

// changeTrustedKeys changes the trusted keys of the desk in the path. It then shows the list, or the form with its errors.
func (h *Handlers) changeTrustedKeys(c *gin.Context, change func(desk int64, fields form) (models.TrustedKeyForm, error)) error {
	id, err := parseIDParam(c, "id")
	if err != nil {
		return err
	}
	if _, _, err := h.store.TrustedKeys(c.Request.Context(), reader(c), id); err != nil {
		return err // rights are checked before the form's content
	}
	fields, err := readForm(c)
	if err != nil {
		return err
	}
	typed, err := change(id, fields)
	if wrong := validationErrors(err); wrong != nil {
		return h.renderTrustedKeys(c, http.StatusUnprocessableEntity, id, views.TrustedKeys{Form: typed, Errors: wrong})
	}
	if err != nil {
		return err
	}
	return seeOther(c, views.TrustedKeysURL(id))
}
