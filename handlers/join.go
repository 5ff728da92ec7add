package handlers

import (
	"errors"
	"net/http"

	"github.com/gin-gonic/gin"

	"linecheck/models"
	"linecheck/text/message"
	"linecheck/views"
)

// showJoin asks a new user for name and password, or a user who lost the password for a new one.
func (h *Handlers) showJoin(c *gin.Context) error {
	link, err := h.loadJoinLink(c)
	if err != nil {
		return err
	}
	return h.renderJoin(c, http.StatusOK, link, link.Name, nil)
}

// join uses the link, which works once, and signs the user in.
func (h *Handlers) join(c *gin.Context) error {
	link, err := h.loadJoinLink(c)
	if err != nil {
		return err
	}
	fields, err := readForm(c)
	if fields == nil {
		return err
	}
	var user models.User
	if err == nil {
		user, err = h.store.Join(c.Request.Context(), c.Param("token"), fields.Get("name"), fields.Get("password"))
	}
	if wrong := validationErrors(err); wrong != nil {
		return h.renderJoin(c, http.StatusUnprocessableEntity, link, fields.Get("name"), wrong)
	}
	if err != nil {
		return err
	}
	err = h.signIn(c, user.Email, fields.Get("password"))
	if errors.Is(err, models.ErrCodeRequired) { // the link replaces the password, but not the second factor
		return redirectToCode(c, "/")
	}
	if err != nil {
		return err
	}
	return seeOther(c, "/")
}

func (h *Handlers) loadJoinLink(c *gin.Context) (models.Invitation, error) {
	return h.loadInvitation(c, models.PurposeJoin, models.PurposeReset)
}

func (h *Handlers) renderJoin(c *gin.Context, status int, link models.Invitation, name string, wrong models.ValidationErrors) error {
	shown := views.Join{Email: link.Email, Name: name, Reset: link.Purpose == models.PurposeReset, Errors: wrong}
	title := message.Key("Join the newsroom")
	if shown.Reset {
		title = "Choose a new password"
	}
	return h.render(c, status, views.JoinPage(h.newPage(c, title, ""), shown))
}
