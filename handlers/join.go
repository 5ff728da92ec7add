package handlers

import (
	"errors"
	"net/http"

	"github.com/gin-gonic/gin"

	"linecheck/models"
	"linecheck/views"
)

// joinForm asks a new person for name and password, or one who lost theirs for a new password.
func (h *Handlers) joinForm(c *gin.Context) error {
	link, err := h.joining(c)
	if err != nil {
		return err
	}
	return h.renderJoin(c, http.StatusOK, link, link.Name, nil)
}

// join uses the link, once, and signs the person in.
func (h *Handlers) join(c *gin.Context) error {
	link, err := h.joining(c)
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
	if wrong := invalid(err); wrong != nil {
		return h.renderJoin(c, http.StatusUnprocessableEntity, link, fields.Get("name"), wrong)
	}
	if err != nil {
		return err
	}
	err = h.signIn(c, user.Email, fields.Get("password"))
	if errors.Is(err, models.ErrCodeNeeded) { // the link stands for a password, and for nothing more
		return askForCode(c, "/")
	}
	if err != nil {
		return err
	}
	return seeOther(c, "/")
}

func (h *Handlers) joining(c *gin.Context) (models.Invitation, error) {
	return h.invitation(c, models.PurposeJoin, models.PurposeReset)
}

func (h *Handlers) renderJoin(c *gin.Context, status int, link models.Invitation, name string, wrong models.Invalid) error {
	shown := views.Join{Email: link.Email, Name: name, Reset: link.Purpose == models.PurposeReset, Wrong: wrong}
	title := "Join the newsroom"
	if shown.Reset {
		title = "Choose a new password"
	}
	return h.render(c, status, views.JoinPage(h.shell(c, title, ""), shown))
}
