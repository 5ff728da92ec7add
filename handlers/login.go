package handlers

import (
	"errors"
	"log/slog"
	"net/http"
	"time"

	"github.com/gin-gonic/gin"

	"linecheck/models"
	"linecheck/views"
)

// loginForm asks for email and password, and then brings the person to where they wanted to go.
func (h *Handlers) loginForm(c *gin.Context) error {
	return h.renderLogin(c, http.StatusOK, views.Login{Next: localPath(c.Query("next"))})
}

// login signs a person in. Whatever is wrong is said in one sentence that does not tell whether the account exists.
func (h *Handlers) login(c *gin.Context) error {
	fields, err := readForm(c)
	if fields == nil {
		return err
	}
	shown := views.Login{Email: fields.Get("email"), Next: localPath(fields.Get("next"))}
	if h.onlySignOn() {
		shown.Refusal = "Passwords are switched off here. Please sign in with " + h.signOn.Name + "."
		return h.renderLogin(c, http.StatusForbidden, shown)
	}
	if err == nil {
		err = h.signIn(c, fields.Get("email"), fields.Get("password"))
	}
	h.noteRefusal(c, err)
	switch {
	case err == nil:
		return seeOther(c, shown.Next)
	case errors.Is(err, models.ErrCodeNeeded):
		return askForCode(c, shown.Next)
	case errors.Is(err, models.ErrTooMany):
		c.Header("Retry-After", retryAfter)
		shown.Refusal = "There were too many attempts. Please wait a quarter of an hour and try again, or ask an administrator for a new-password link."
		return h.renderLogin(c, http.StatusTooManyRequests, shown)
	case errors.Is(err, models.ErrSignedOut), invalid(err) != nil: // no account has what cannot be kept as text
		shown.Refusal = "Email and password do not fit together. Please check both."
		return h.renderLogin(c, http.StatusUnauthorized, shown)
	}
	return err
}

// noteRefusal has the log say that somebody was not let in, and from where. Who they said they were stays out of it: people type passwords there.
func (h *Handlers) noteRefusal(c *gin.Context, err error) {
	if errors.Is(err, models.ErrSignedOut) || errors.Is(err, models.ErrTooMany) {
		h.log.LogAttrs(
			c.Request.Context(),
			slog.LevelWarn,
			"sign-in refused",
			append(about(c), slog.String("from", c.ClientIP()), slog.Bool("too many", errors.Is(err, models.ErrTooMany)))...)
	}
}

func (h *Handlers) renderLogin(c *gin.Context, status int, shown views.Login) error {
	if h.signOn != nil {
		shown.SignOn, shown.Only = h.signOn.Name, h.signOn.Only
	}
	return h.render(c, status, views.LoginPage(h.shell(c, "Sign in", ""), shown))
}

// logout ends the session, here and in the store, and has the browser forget the pages and what was typed and not saved: somebody else may sit there
// next (Clear Site Data, W3C). Where keys were switched off they are on again.
func (h *Handlers) logout(c *gin.Context) error {
	if token := h.sessionToken(c); token != "" {
		if err := h.store.SignOut(c.Request.Context(), token); err != nil {
			return err
		}
	}
	h.setSession(c, "", time.Unix(0, 0))
	c.Header("Clear-Site-Data", `"cache", "storage"`)
	return seeOther(c, "/login")
}
