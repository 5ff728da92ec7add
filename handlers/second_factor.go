package handlers

import (
	"errors"
	"net/http"
	"net/url"
	"time"

	"github.com/gin-gonic/gin"

	"linecheck/models"
	"linecheck/text/message"
	"linecheck/views"
)

// errSecondFactorRequired reports a session whose user has to set up a second factor first.
var errSecondFactorRequired = errors.New("a second factor is asked for")

// requireSecondFactor rejects users whose role requires a second factor, and whose session has none.
func (h *Handlers) requireSecondFactor(c *gin.Context) error {
	if reader(c).NeedsSecondFactor(h.secondFactorRoles) {
		return errSecondFactorRequired
	}
	return nil
}

// showCodeForm asks for the one-time code after the password.
func (h *Handlers) showCodeForm(c *gin.Context) error {
	if err := h.store.CheckPendingSignIn(c.Request.Context(), h.pendingToken(c)); err != nil {
		return h.restartSignIn(c, err)
	}
	return h.renderCode(c, http.StatusOK, views.Code{Next: sanitizeRedirect(c.Query("next"))})
}

// finishSignIn checks the code and starts the session.
func (h *Handlers) finishSignIn(c *gin.Context) error {
	fields, err := readForm(c)
	if fields == nil {
		return err
	}
	shown := views.Code{Next: sanitizeRedirect(fields.Get("next")), Kept: fields.keptForm()}
	var token string
	var expires time.Time
	if err == nil {
		token, expires, err = h.store.FinishSignIn(c.Request.Context(), h.pendingToken(c), fields.Get("code"), h.sessionClient(c))
	}
	h.logSignInRefusal(c, err)
	switch {
	case err == nil:
		h.setPendingCookie(c, "", time.Unix(0, 0))
		if err := h.replaceSession(c, token, expires); err != nil {
			return err
		}
		h.rememberBrowser(c, token)
		if shown.Kept != nil {
			return h.finishKeptForm(c, shown.Kept)
		}
		return seeOther(c, shown.Next)
	case errors.Is(err, models.ErrLinkUsed):
		return h.restartSignIn(c, err)
	case errors.Is(err, models.ErrTooManyAttempts):
		c.Header("Retry-After", retryAfter)
		shown.Refusal = message.New("There were too many attempts. Please wait a quarter of an hour and try again.")
		return h.renderCode(c, http.StatusTooManyRequests, shown)
	case errors.Is(err, models.ErrSignedOut), validationErrors(err) != nil:
		shown.Refusal = message.New("Wrong code, or one that was used already. Please type the next one that your app shows.")
		return h.renderCode(c, http.StatusUnauthorized, shown)
	}
	return err
}

func (h *Handlers) renderCode(c *gin.Context, status int, shown views.Code) error {
	return h.render(c, status, views.CodePage(h.newPage(c, "One more step", ""), shown))
}

// restartSignIn shows the login form again when the pending sign-in has expired.
func (h *Handlers) restartSignIn(c *gin.Context, err error) error {
	if !errors.Is(err, models.ErrLinkUsed) {
		return err
	}
	h.setPendingCookie(c, "", time.Unix(0, 0))
	return h.renderLogin(
		c,
		http.StatusUnauthorized,
		views.Login{Next: sanitizeRedirect(c.Query("next")), Refusal: message.New("This took too long, or was finished already. Please " +
			"sign in again.")},
	)
}

// redirectToCode redirects from the password form to the code form.
func redirectToCode(c *gin.Context, next string) error {
	return seeOther(c, "/login/code?next="+url.QueryEscape(next))
}

// pendingCookieName names the cookie of a sign-in between its password and its code.
func (h *Handlers) pendingCookieName() string { return h.cookieName() + "-sign-in" }

func (h *Handlers) pendingToken(c *gin.Context) string {
	cookie, err := c.Request.Cookie(h.pendingCookieName())
	if err != nil {
		return ""
	}
	return cookie.Value
}

func (h *Handlers) setPendingCookie(c *gin.Context, token string, expires time.Time) {
	cookie := &http.Cookie{
		Name:     h.pendingCookieName(),
		Value:    token,
		Path:     "/",
		Expires:  expires,
		Secure:   h.secure,
		HttpOnly: true,
		SameSite: http.SameSiteStrictMode,
	}
	if token == "" {
		cookie.MaxAge = -1
	}
	http.SetCookie(c.Writer, cookie)
}

// showSecondFactor shows the user's own second factor, or how to set one up.
func (h *Handlers) showSecondFactor(c *gin.Context) error {
	return h.renderSecondFactor(c, http.StatusOK, views.Factor{})
}

func (h *Handlers) renderSecondFactor(c *gin.Context, status int, shown views.Factor) error {
	who := reader(c)
	var err error
	if shown.SecondFactor, err = h.store.SecondFactor(c.Request.Context(), who); err != nil {
		return err
	}
	if shown.Secret != "" {
		if shown.Address, err = models.TOTPURL(shown.Secret, who.Email); err != nil {
			return err
		}
	}
	shown.BySignOn = who.SignInMethod == models.SignInBySSO
	shown.Needed = who.NeedsSecondFactor(h.secondFactorRoles)
	return h.render(c, status, views.FactorPage(h.newPage(c, "Second factor", "account"), shown))
}

// beginSecondFactor creates the secret for the user's device.
func (h *Handlers) beginSecondFactor(c *gin.Context) error {
	if err := h.store.BeginSecondFactor(c.Request.Context(), reader(c)); err != nil {
		return err
	}
	return seeOther(c, "/account/second-factor")
}

// confirmSecondFactor enables the second factor and shows the recovery codes once.
func (h *Handlers) confirmSecondFactor(c *gin.Context) error {
	fields, err := readForm(c)
	if fields == nil {
		return err
	}
	var token string
	var codes []string
	if err == nil {
		token, codes, err = h.store.ConfirmSecondFactor(c.Request.Context(), reader(c), fields.Get("password"), fields.Get("code"))
	}
	if err != nil {
		return h.redisplaySecondFactor(c, err, "")
	}
	h.setSessionCookie(c, token, time.Now().Add(sessionCookieLifetime))
	who := reader(c)
	who.SignInMethod = models.SignInByCode
	c.Set(readerKey, who)
	tokens, err := h.store.Tokens(c.Request.Context(), who)
	if err != nil {
		return err
	}
	return h.renderSecondFactor(c, http.StatusCreated, views.Factor{Codes: codes, Tokens: len(tokens)})
}

// sessionCookieLifetime is how long the browser keeps a session's token. The store decides how long it is
// valid.
const sessionCookieLifetime = 14 * 24 * time.Hour

// renewRecoveryCodes creates new recovery codes and shows them once.
func (h *Handlers) renewRecoveryCodes(c *gin.Context) error {
	fields, err := readForm(c)
	if fields == nil {
		return err
	}
	var codes []string
	if err == nil {
		codes, err = h.store.RenewRecoveryCodes(c.Request.Context(), reader(c), fields.Get("code"))
	}
	if err != nil {
		return h.redisplaySecondFactor(c, err, "renew")
	}
	return h.renderSecondFactor(c, http.StatusCreated, views.Factor{Codes: codes})
}

// removeOwnSecondFactor disables the user's second factor and ends all their sessions, including this one.
func (h *Handlers) removeOwnSecondFactor(c *gin.Context) error {
	fields, err := readForm(c)
	if fields == nil {
		return err
	}
	if err == nil {
		err = h.store.RemoveOwnSecondFactor(c.Request.Context(), reader(c), fields.Get("code"))
	}
	if err != nil {
		return h.redisplaySecondFactor(c, err, "remove")
	}
	h.setSessionCookie(c, "", time.Unix(0, 0))
	return seeOther(c, "/login")
}

// redisplaySecondFactor shows the errors at the form that was submitted.
func (h *Handlers) redisplaySecondFactor(c *gin.Context, err error, form string) error {
	if wrong := validationErrors(err); wrong != nil {
		return h.renderSecondFactor(c, http.StatusUnprocessableEntity, views.Factor{Form: form, Errors: wrong})
	}
	return err
}

// removeUserSecondFactor removes the second factor of a user who lost their device and recovery codes.
func (h *Handlers) removeUserSecondFactor(c *gin.Context) error {
	return h.onUser(c, "person", h.store.RemoveSecondFactor)
}
