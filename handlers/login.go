package handlers

import (
	"errors"
	"log/slog"
	"net/http"
	"time"

	"github.com/gin-gonic/gin"

	"linecheck/models"
	"linecheck/text/message"
	"linecheck/views"
)

// showLogin shows the login form, with the page to redirect to afterwards.
func (h *Handlers) showLogin(c *gin.Context) error {
	return h.renderLogin(c, http.StatusOK, views.Login{Next: sanitizeRedirect(c.Query("next"))})
}

// login signs a user in. One message covers all failures, so that it does not reveal whether the account
// exists.
func (h *Handlers) login(c *gin.Context) error {
	fields, err := readForm(c)
	if fields == nil {
		return err
	}
	shown := views.Login{Email: fields.Get("email"), Next: sanitizeRedirect(fields.Get("next")), Kept: fields.keptForm()}
	if h.ssoOnly() {
		shown.Refusal = message.New("Passwords are switched off here. Please sign in with %s.", h.sso.Name)
		return h.renderLogin(c, http.StatusForbidden, shown)
	}
	if err == nil {
		err = h.signIn(c, fields.Get("email"), fields.Get("password"))
	}
	h.logSignInRefusal(c, err)
	switch {
	case err == nil && shown.Kept != nil:
		return h.finishKeptForm(c, shown.Kept)
	case err == nil:
		return seeOther(c, shown.Next)
	case errors.Is(err, models.ErrCodeRequired) && shown.Kept != nil:
		return h.renderCode(c, http.StatusOK, views.Code{Next: shown.Next, Kept: shown.Kept})
	case errors.Is(err, models.ErrCodeRequired):
		return redirectToCode(c, shown.Next)
	case errors.Is(err, models.ErrTooManyAttempts):
		c.Header("Retry-After", retryAfter)
		shown.Refusal = message.New("There were too many attempts. Please wait a quarter of an hour and try again, or ask an " +
			"administrator for a new-password link.")
		return h.renderLogin(c, http.StatusTooManyRequests, shown)
	case errors.Is(err, models.ErrSignedOut), validationErrors(err) != nil: // invalid characters match no account
		shown.Refusal = message.New("Email and password do not fit together. Please check both.")
		return h.renderLogin(c, http.StatusUnauthorized, shown)
	}
	return err
}

// logSignInRefusal logs a failed login with its address, but without the email, in whose field people
// sometimes type passwords.
func (h *Handlers) logSignInRefusal(c *gin.Context, err error) {
	if errors.Is(err, models.ErrSignedOut) || errors.Is(err, models.ErrTooManyAttempts) {
		h.log.LogAttrs(
			c.Request.Context(),
			slog.LevelWarn,
			"sign-in refused",
			append(
				logAttributes(c),
				slog.String("from", c.ClientIP()),
				slog.Bool("too many", errors.Is(err, models.ErrTooManyAttempts)),
			)...)
	}
}

func (h *Handlers) renderLogin(c *gin.Context, status int, shown views.Login) error {
	if h.sso != nil {
		shown.SignOn, shown.Only = h.sso.Name, h.sso.Only
	}
	return h.render(c, status, views.LoginPage(h.newPage(c, "Sign in", ""), shown))
}

// logout ends the session in the browser and in the store. The browser also deletes cached pages and unsaved
// text, because somebody else may use it next (Clear Site Data, W3C). Disabled shortcut keys are enabled
// again.
func (h *Handlers) logout(c *gin.Context) error {
	if token := h.sessionToken(c); token != "" {
		if err := h.store.SignOut(c.Request.Context(), token); err != nil {
			return err
		}
	}
	h.setSessionCookie(c, "", time.Unix(0, 0))
	c.Header("Clear-Site-Data", `"cache", "storage"`)
	return seeOther(c, "/login")
}
