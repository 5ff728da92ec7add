package handlers

import (
	"errors"
	"net/http"
	"net/url"

	"github.com/gin-gonic/gin"

	"linecheck/models"
	"linecheck/text/message"
	"linecheck/views"
)

// showJoin asks a new user for a name and a password, or a user who lost their password for a new one. It asks a signed-in user whose
// address was invited for their consent. Without a session the page does not reveal whether the address has an account.
func (h *Handlers) showJoin(c *gin.Context) error {
	link, err := h.loadJoinLink(c)
	if err != nil {
		return err
	}
	if who := reader(c); link.Purpose == models.PurposeJoin && who.UserID != 0 && who.Email == link.Email {
		return h.renderConsent(c, http.StatusOK, link, nil)
	}
	if h.ssoOnly() && link.Purpose == models.PurposeJoin && reader(c).UserID == 0 {
		return seeOther(c, "/login?next="+url.QueryEscape(c.Request.URL.Path))
	}
	if err := h.requirePasswordsEnabled(c); err != nil {
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
	if link.Purpose == models.PurposeJoin && errors.Is(err, models.ErrTaken) {
		return h.joinWithAccount(c, link, fields)
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

// joinWithAccount signs in an existing user with their password, and asks for their consent. Attempts count like those on the sign-in
// page.
func (h *Handlers) joinWithAccount(c *gin.Context, link models.Invitation, fields form) error {
	err := h.signIn(c, link.Email, fields.Get("password"))
	h.logSignInRefusal(c, err)
	switch {
	case err == nil:
		return seeOther(c, c.Request.URL.Path)
	case errors.Is(err, models.ErrCodeRequired):
		return redirectToCode(c, c.Request.URL.Path)
	case errors.Is(err, models.ErrSignedOut):
		wrong := models.NewFieldError("password", "This password does not work here. If you have an account already, use its password.")
		return h.renderJoin(c, http.StatusUnprocessableEntity, link, fields.Get("name"), wrong)
	}
	return err
}

// acceptInvitation makes the signed-in user a member of the desk that invited them.
func (h *Handlers) acceptInvitation(c *gin.Context) error {
	link, err := h.loadJoinLink(c)
	if err != nil {
		return err
	}
	err = h.store.AcceptInvitation(c.Request.Context(), reader(c), c.Param("token"))
	if wrong := validationErrors(err); wrong != nil {
		return h.renderConsent(c, http.StatusUnprocessableEntity, link, wrong)
	}
	if err != nil {
		return err
	}
	return seeOther(c, "/")
}

// renderConsent asks the signed-in user whether they join the desk.
func (h *Handlers) renderConsent(c *gin.Context, status int, link models.Invitation, wrong models.ValidationErrors) error {
	desk, err := h.store.DeskName(c.Request.Context(), *link.DeskID)
	if err != nil {
		return err
	}
	shown := views.Consent{Desk: desk, Role: link.Role, Token: c.Param("token"), Errors: wrong}
	return h.render(c, status, views.ConsentPage(h.newPage(c, "Join a desk", ""), shown))
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
