package handlers

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"linecheck/models"
	"linecheck/views"
)

// createToken creates an API token for the user and shows it once. Only its hash is stored.
func (h *Handlers) createToken(c *gin.Context) error {
	fields, err := readForm(c)
	if fields == nil {
		return err
	}
	typed := models.NewToken{Name: fields.Get("name"), Scope: fields.Get("scope"), Expires: fields.Get("expires")}
	var token string
	if err == nil {
		token, err = h.store.AddToken(c.Request.Context(), reader(c), typed)
	}
	if wrong := validationErrors(err); wrong != nil {
		return h.renderAccount(c, http.StatusUnprocessableEntity, views.Account{Tokens: views.Tokens{Input: typed, Errors: wrong}})
	}
	if err != nil {
		return err
	}
	return h.renderAccount(c, http.StatusCreated, views.Account{Tokens: views.Tokens{Made: token}})
}

// revokeTokens revokes all of the user's own tokens.
func (h *Handlers) revokeTokens(c *gin.Context) error {
	if err := h.store.RevokeTokens(c.Request.Context(), reader(c)); err != nil {
		return err
	}
	return seeOther(c, "/account#tokens")
}

// revokeToken revokes one of the user's own tokens.
func (h *Handlers) revokeToken(c *gin.Context) error {
	id, err := parseIDParam(c, "id")
	if err != nil {
		return err
	}
	if err := h.store.RevokeToken(c.Request.Context(), reader(c), id); err != nil {
		return err
	}
	return seeOther(c, "/account#tokens")
}
