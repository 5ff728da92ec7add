package handlers

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"linecheck/models"
	"linecheck/views"
)

// createToken makes an API token of the person's own and shows it this once; nothing but its hash is kept.
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

// revokeTokens ends all tokens of the person's own.
func (h *Handlers) revokeTokens(c *gin.Context) error {
	if err := h.store.RevokeTokens(c.Request.Context(), reader(c)); err != nil {
		return err
	}
	return seeOther(c, "/account#tokens")
}

// revokeToken ends one of the person's own tokens.
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
