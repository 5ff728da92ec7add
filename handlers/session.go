package handlers

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"time"

	"github.com/gin-gonic/gin"

	"linecheck/models"
	"linecheck/store"
)

const readerKey = "reader"

// reader is who asks; the zero Reader, who may see nothing, where nobody is signed in.
func reader(c *gin.Context) models.Reader {
	r, _ := c.Value(readerKey).(models.Reader)
	return r
}

// admit lets in who is signed in and has shown all that their role asks for. Session and rights are looked up at every request, so that what an
// administrator takes away is gone at once.
func (h *Handlers) admit(c *gin.Context) error {
	if err := h.admitUnproved(c); err != nil {
		return err
	}
	return h.proved(c)
}

// admitUnproved lets in who is signed in, also where a second factor is still asked for: to set it up, or to leave.
func (h *Handlers) admitUnproved(c *gin.Context) error {
	r, err := h.store.Reader(c.Request.Context(), h.sessionToken(c))
	if err != nil {
		return err
	}
	c.Set(readerKey, r)
	return nil
}

// admitScripts lets in who is signed in or brings an API token.
func (h *Handlers) admitScripts(c *gin.Context) error {
	r, err := h.readerBy(c.Request.Context(), h.credentialOf(c))
	if err != nil {
		return err
	}
	c.Set(readerKey, r)
	throughDoor(c, r.Door())
	return nil
}

// credential is what a request shows of who sends it: an API token, or else a session.
type credential struct {
	byToken bool
	secret  string
}

func (h *Handlers) credentialOf(c *gin.Context) credential {
	if token, ok := strings.CutPrefix(c.GetHeader("Authorization"), "Bearer "); ok {
		return credential{true, strings.Clone(token)}
	}
	return credential{false, strings.Clone(h.sessionToken(c))}
}

// readerBy is who shows a credential, with the rights that they have now, if they have shown all that their role asks for.
func (h *Handlers) readerBy(ctx context.Context, shown credential) (models.Reader, error) {
	if shown.byToken {
		return h.store.ReaderByAPIToken(ctx, shown.secret)
	}
	r, err := h.store.Reader(ctx, shown.secret)
	if err == nil && r.NeedsFactor(h.factorRoles) {
		err = errNoFactor
	}
	return r, err
}

// recognise looks who asks where anybody may, so that a page can greet them. It turns nobody away.
func (h *Handlers) recognise(c *gin.Context) {
	if err := h.admitUnproved(c); err != nil && !errors.Is(err, models.ErrSignedOut) {
		h.fail(c, err)
	}
}

// throughDoor has every change that a request makes name the door by which it comes.
func throughDoor(c *gin.Context, d models.Door) {
	c.Request = c.Request.WithContext(store.WithDoor(c.Request.Context(), d))
}

// byPage is the door of whoever shows no API token, also before they have signed in.
func byPage(c *gin.Context) { throughDoor(c, models.Door{Kind: models.PageDoor}) }

// require lets in who has a right on at least one desk; the store asks again for the desk that is meant.
func require(act models.Act) action {
	return func(c *gin.Context) error {
		if len(reader(c).DesksFor(act)) == 0 {
			return models.ErrForbidden
		}
		return nil
	}
}

// cookieName binds the cookie to this host and to https wherever people come by https.
func (h *Handlers) cookieName() string {
	if h.secure {
		return "__Host-linecheck"
	}
	return "linecheck"
}

// sessionToken is what the browser shows as its session, or "".
func (h *Handlers) sessionToken(c *gin.Context) string {
	cookie, err := c.Request.Cookie(h.cookieName())
	if err != nil {
		return ""
	}
	return cookie.Value
}

// setSession gives the browser its session, or takes it away with an empty token.
func (h *Handlers) setSession(c *gin.Context, token string, expires time.Time) {
	cookie := &http.Cookie{
		Name:     h.cookieName(),
		Value:    token,
		Path:     "/",
		Expires:  expires,
		Secure:   h.secure,
		HttpOnly: true,
		SameSite: http.SameSiteLaxMode,
	}
	if token == "" {
		cookie.MaxAge = -1
	}
	http.SetCookie(c.Writer, cookie)
}

// signIn starts a session for who knows the password, and ends the one this browser had before. Where a code has to follow, there is no session yet: that is
// ErrCodeNeeded, and the browser holds what the code will be sent with.
func (h *Handlers) signIn(c *gin.Context, email, password string) error {
	token, expires, err := h.store.SignIn(c.Request.Context(), email, password, browserOf(c))
	if errors.Is(err, models.ErrCodeNeeded) {
		h.setPending(c, token, expires)
	}
	if err != nil {
		return err
	}
	return h.changeSession(c, token, expires)
}

// browserOf is what a session keeps of the browser.
func browserOf(c *gin.Context) models.Session {
	return models.Session{UserAgent: clipped(c.Request.UserAgent()), Address: c.ClientIP()}
}

// changeSession gives the browser a session, and ends the one that it had before.
func (h *Handlers) changeSession(c *gin.Context, token string, expires time.Time) error {
	if old := h.sessionToken(c); old != "" {
		if err := h.store.SignOut(c.Request.Context(), old); err != nil && !errors.Is(err, models.ErrSignedOut) {
			return err
		}
	}
	h.setSession(c, token, expires)
	return nil
}

// maxUserAgent bounds what a browser says of itself, in bytes; real ones are under 300.
const maxUserAgent = 400

// clipped keeps of a header what can be stored.
func clipped(s string) string {
	if len(s) > maxUserAgent {
		s = s[:maxUserAgent]
	}
	return strings.ToValidUTF8(s, "")
}
