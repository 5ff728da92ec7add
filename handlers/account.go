package handlers

import (
	"errors"
	"net/http"

	"github.com/gin-gonic/gin"

	"linecheck/models"
	"linecheck/views"
)

// showUserBar renders the user's name and menu for pages that are cached for everyone.
func (h *Handlers) showUserBar(c *gin.Context) error {
	h.loadUser(c)
	if c.IsAborted() {
		return nil
	}
	who := reader(c)
	if who.UserID == 0 {
		return h.render(c, http.StatusOK, views.SignInLink())
	}
	page := views.Page{Reader: &who}
	h.addQueueCount(c, &page)
	return h.render(c, http.StatusOK, views.UserBar(page))
}

// showAccount shows the user's roles, password form, sessions and tokens.
func (h *Handlers) showAccount(c *gin.Context) error {
	return h.renderAccount(c, http.StatusOK, views.Account{PasswordChanged: c.Query("password") == "changed"})
}

func (h *Handlers) renderAccount(c *gin.Context, status int, shown views.Account) error {
	var err error
	shown.NoPassword = h.ssoOnly()
	if shown.Bar, shown.Note, err = h.store.AccountRestriction(c.Request.Context(), reader(c)); err != nil {
		return err
	}
	if shown.Sessions, err = h.store.Sessions(c.Request.Context(), reader(c)); err != nil {
		return err
	}
	if shown.Tokens.List, err = h.store.Tokens(c.Request.Context(), reader(c)); err != nil {
		return err
	}
	if shown.Calendar.MadeAt, err = h.store.CalendarMade(c.Request.Context(), reader(c)); err != nil {
		return err
	}
	if h.mailer != nil {
		settings, err := h.store.MailSettings(c.Request.Context(), reader(c))
		if err != nil {
			return err
		}
		shown.Mail = &settings
	}
	if shown.Tokens.Input == (models.NewToken{}) {
		shown.Tokens.Input = models.NewToken{Scope: string(models.ReadScope), Expires: "90d"}
	}
	return h.render(c, status, views.AccountPage(h.newPage(c, "Your account", "account"), shown))
}

// changePassword replaces the user's own password and ends all their other sessions.
func (h *Handlers) changePassword(c *gin.Context) error {
	fields, err := readForm(c)
	if fields == nil {
		return err
	}
	if err == nil {
		err = h.store.ChangePassword(c.Request.Context(), reader(c), fields.Get("old"), fields.Get("new"))
	}
	if wrong := validationErrors(err); wrong != nil {
		return h.renderAccount(c, http.StatusUnprocessableEntity, views.Account{Errors: wrong})
	}
	if err != nil {
		return err
	}
	return seeOther(c, "/account?password=changed")
}

// endSession ends one of the user's own sessions. Ending the current one is a logout.
func (h *Handlers) endSession(c *gin.Context) error {
	id, err := parseIDParam(c, "id")
	if err != nil {
		return err
	}
	if id == reader(c).SessionID {
		return h.logout(c)
	}
	if err := h.store.EndSession(c.Request.Context(), reader(c), id); err != nil {
		return err
	}
	return seeOther(c, "/account#sessions")
}

// endOtherSessions ends all sessions of the user except the current one.
func (h *Handlers) endOtherSessions(c *gin.Context) error {
	ctx, who := c.Request.Context(), reader(c)
	sessions, err := h.store.Sessions(ctx, who)
	if err != nil {
		return err
	}
	for _, session := range sessions {
		if session.ID == who.SessionID {
			continue
		}
		if err := h.store.EndSession(ctx, who, session.ID); err != nil && !errors.Is(err, models.ErrNotFound) {
			return err // a session that has ended by itself is no error
		}
	}
	return seeOther(c, "/account#sessions")
}
