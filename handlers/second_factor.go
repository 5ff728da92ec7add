package handlers

import (
	"errors"
	"net/http"
	"net/url"
	"time"

	"github.com/gin-gonic/gin"

	"linecheck/models"
	"linecheck/views"
)

// errNoFactor is a session whose person has to have a second factor first.
var errNoFactor = errors.New("a second factor is asked for")

// proved turns away who has a role for which a second factor is asked for, and came in without.
func (h *Handlers) proved(c *gin.Context) error {
	if reader(c).NeedsFactor(h.factorRoles) {
		return errNoFactor
	}
	return nil
}

// codeForm asks for the code that follows a password.
func (h *Handlers) codeForm(c *gin.Context) error {
	if err := h.store.AwaitsCode(c.Request.Context(), h.pendingToken(c)); err != nil {
		return h.signInAgain(c, err)
	}
	return h.renderCode(c, http.StatusOK, views.Code{Next: localPath(c.Query("next"))})
}

// finishSignIn takes the code, and opens the session that the password alone did not.
func (h *Handlers) finishSignIn(c *gin.Context) error {
	fields, err := readForm(c)
	if fields == nil {
		return err
	}
	shown := views.Code{Next: localPath(fields.Get("next"))}
	var token string
	var expires time.Time
	if err == nil {
		token, expires, err = h.store.FinishSignIn(c.Request.Context(), h.pendingToken(c), fields.Get("code"), browserOf(c))
	}
	h.noteRefusal(c, err)
	switch {
	case err == nil:
		h.setPending(c, "", time.Unix(0, 0))
		if err := h.changeSession(c, token, expires); err != nil {
			return err
		}
		return seeOther(c, shown.Next)
	case errors.Is(err, models.ErrUsed):
		return h.signInAgain(c, err)
	case errors.Is(err, models.ErrTooMany):
		c.Header("Retry-After", retryAfter)
		shown.Refusal = "There were too many attempts. Please wait a quarter of an hour and try again."
		return h.renderCode(c, http.StatusTooManyRequests, shown)
	case errors.Is(err, models.ErrSignedOut), invalid(err) != nil:
		shown.Refusal = "Wrong code, or one that was used already. Please type the next one that your app shows."
		return h.renderCode(c, http.StatusUnauthorized, shown)
	}
	return err
}

func (h *Handlers) renderCode(c *gin.Context, status int, shown views.Code) error {
	return h.render(c, status, views.CodePage(h.shell(c, "One more step", ""), shown))
}

// signInAgain begins anew with who took too long.
func (h *Handlers) signInAgain(c *gin.Context, err error) error {
	if !errors.Is(err, models.ErrUsed) {
		return err
	}
	h.setPending(c, "", time.Unix(0, 0))
	return h.renderLogin(
		c,
		http.StatusUnauthorized,
		views.Login{Next: localPath(c.Query("next")), Refusal: "This took too long, or was finished already. Please sign in again."},
	)
}

// askForCode leads from the password to the code.
func askForCode(c *gin.Context, next string) error {
	return seeOther(c, "/login/code?next="+url.QueryEscape(next))
}

// pendingCookie holds a sign-in between its password and its code.
func (h *Handlers) pendingCookie() string { return h.cookieName() + "-sign-in" }

func (h *Handlers) pendingToken(c *gin.Context) string {
	cookie, err := c.Request.Cookie(h.pendingCookie())
	if err != nil {
		return ""
	}
	return cookie.Value
}

func (h *Handlers) setPending(c *gin.Context, token string, expires time.Time) {
	cookie := &http.Cookie{
		Name:     h.pendingCookie(),
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

// factor shows the reader's own second factor, and how to set one up.
func (h *Handlers) factor(c *gin.Context) error {
	return h.renderFactor(c, http.StatusOK, views.Factor{})
}

func (h *Handlers) renderFactor(c *gin.Context, status int, shown views.Factor) error {
	who := reader(c)
	var err error
	if shown.Factor, err = h.store.Factor(c.Request.Context(), who); err != nil {
		return err
	}
	if shown.Secret != "" {
		if shown.Address, err = models.FactorAddress(shown.Secret, who.Email); err != nil {
			return err
		}
	}
	shown.BySignOn = who.Proof == models.BySignOn
	shown.Needed = who.NeedsFactor(h.factorRoles)
	return h.render(c, status, views.FactorPage(h.shell(c, "Second factor", "account"), shown))
}

// beginFactor makes a secret to be given to the device.
func (h *Handlers) beginFactor(c *gin.Context) error {
	if err := h.store.BeginFactor(c.Request.Context(), reader(c)); err != nil {
		return err
	}
	return seeOther(c, "/account/second-factor")
}

// confirmFactor switches the second factor on and shows the recovery codes this once.
func (h *Handlers) confirmFactor(c *gin.Context) error {
	fields, err := readForm(c)
	if fields == nil {
		return err
	}
	var token string
	var codes []string
	if err == nil {
		token, codes, err = h.store.ConfirmFactor(c.Request.Context(), reader(c), fields.Get("password"), fields.Get("code"))
	}
	if err != nil {
		return h.factorRefused(c, err, "")
	}
	h.setSession(c, token, time.Now().Add(cookieLife))
	who := reader(c)
	who.Proof = models.ByCode
	c.Set(readerKey, who)
	return h.renderFactor(c, http.StatusCreated, views.Factor{Codes: codes})
}

// cookieLife is how long the browser keeps a session's token; the store decides how long it opens anything.
const cookieLife = 14 * 24 * time.Hour

// renewCodes makes new recovery codes and shows them this once.
func (h *Handlers) renewCodes(c *gin.Context) error {
	fields, err := readForm(c)
	if fields == nil {
		return err
	}
	var codes []string
	if err == nil {
		codes, err = h.store.RenewRecoveryCodes(c.Request.Context(), reader(c), fields.Get("code"))
	}
	if err != nil {
		return h.factorRefused(c, err, "renew")
	}
	return h.renderFactor(c, http.StatusCreated, views.Factor{Codes: codes})
}

// removeFactor switches the reader's second factor off; all their sessions end, this one too.
func (h *Handlers) removeFactor(c *gin.Context) error {
	fields, err := readForm(c)
	if fields == nil {
		return err
	}
	if err == nil {
		err = h.store.RemoveOwnFactor(c.Request.Context(), reader(c), fields.Get("code"))
	}
	if err != nil {
		return h.factorRefused(c, err, "remove")
	}
	h.setSession(c, "", time.Unix(0, 0))
	return seeOther(c, "/login")
}

// factorRefused shows what is wrong at the form that it was typed into.
func (h *Handlers) factorRefused(c *gin.Context, err error, form string) error {
	if wrong := invalid(err); wrong != nil {
		return h.renderFactor(c, http.StatusUnprocessableEntity, views.Factor{Form: form, Wrong: wrong})
	}
	return err
}

// takeFactor takes a person's second factor away, who lost their device and their recovery codes.
func (h *Handlers) takeFactor(c *gin.Context) error {
	return h.onPerson(c, "person", h.store.RemoveFactor)
}
