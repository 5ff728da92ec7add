package handlers

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"strings"
	"time"

	"github.com/gin-gonic/gin"

	"linecheck/models"
	"linecheck/store"
)

const readerKey = "reader"

// reader returns the user of the request. Without a session it is the zero Reader, who may see nothing.
func reader(c *gin.Context) models.Reader {
	r, _ := c.Value(readerKey).(models.Reader)
	return r
}

// requireUser requires a session with all factors that the user's role needs. It loads session and rights for
// every request, so that an administrator's changes take effect at once.
func (h *Handlers) requireUser(c *gin.Context) error {
	if err := h.requireUserBefore2FA(c); err != nil {
		return err
	}
	return h.requireSecondFactor(c)
}

// requireUserBefore2FA requires a session, but no second factor: for the pages that set it up, and for
// signing out.
func (h *Handlers) requireUserBefore2FA(c *gin.Context) error {
	r, err := h.store.Reader(c.Request.Context(), h.sessionToken(c))
	if err != nil {
		return err
	}
	c.Set(readerKey, r)
	return nil
}

// requireUserOrToken requires a session or an API token.
func (h *Handlers) requireUserOrToken(c *gin.Context) error {
	r, err := h.authenticate(c.Request.Context(), h.requestCredential(c))
	if err != nil {
		return err
	}
	c.Set(readerKey, r)
	setDoor(c, r.Door())
	return nil
}

// credential is the API token of a request, or else its session token.
type credential struct {
	isToken bool
	secret  string
}

// cutBearer cuts the token out of an Authorization header. The scheme's case does not matter (RFC 9110, 11.1).
func cutBearer(header string) (token string, ok bool) {
	scheme, token, ok := strings.Cut(header, " ")
	return token, ok && strings.EqualFold(scheme, "Bearer")
}

func (h *Handlers) requestCredential(c *gin.Context) credential {
	if token, ok := cutBearer(c.GetHeader("Authorization")); ok {
		return credential{true, strings.Clone(token)}
	}
	return credential{false, strings.Clone(h.sessionToken(c))}
}

// authenticate returns the current user and rights of a credential. A session needs all factors that the role
// requires.
func (h *Handlers) authenticate(ctx context.Context, shown credential) (models.Reader, error) {
	if shown.isToken {
		return h.store.ReaderByAPIToken(ctx, shown.secret)
	}
	r, err := h.store.Reader(ctx, shown.secret)
	if err == nil && r.NeedsSecondFactor(h.secondFactorRoles) {
		err = errSecondFactorRequired
	}
	return r, err
}

// loadUser loads the user on public pages, if there is a session.
func (h *Handlers) loadUser(c *gin.Context) {
	if err := h.loadUserIfAny(c); err != nil {
		h.fail(c, err)
	}
}

// loadUserIfAny loads the user, if there is a session.
func (h *Handlers) loadUserIfAny(c *gin.Context) error {
	if err := h.requireUserBefore2FA(c); !errors.Is(err, models.ErrSignedOut) {
		return err
	}
	return nil
}

// setDoor sets the door that the audit log names for the request's changes.
func setDoor(c *gin.Context, d models.Door) {
	c.Request = c.Request.WithContext(store.WithDoor(c.Request.Context(), d))
}

// setPageDoor sets the door of all requests without an API token, also before the login.
func setPageDoor(c *gin.Context) { setDoor(c, models.Door{Kind: models.PageDoor}) }

// requireRight requires a right on at least one desk. The store checks it again for the desk in question.
func requireRight(act models.Act) handlerFunc {
	return func(c *gin.Context) error {
		if len(reader(c).DesksFor(act)) == 0 {
			return models.ErrForbidden
		}
		return nil
	}
}

// cookieName restricts the cookie to this host and to https, if the public URL is https.
func (h *Handlers) cookieName() string {
	if h.secure {
		return "__Host-linecheck"
	}
	return "linecheck"
}

// sessionToken returns the session token that the browser sent, or "".
func (h *Handlers) sessionToken(c *gin.Context) string { return h.cookieValue(c, h.cookieName()) }

// cookieValue is the value of one of the program's cookies, or "".
func (h *Handlers) cookieValue(c *gin.Context, name string) string {
	cookie, err := c.Request.Cookie(name)
	if err != nil {
		return ""
	}
	return cookie.Value
}

// setSessionCookie sets the session cookie, or deletes it if the token is empty.
func (h *Handlers) setSessionCookie(c *gin.Context, token string, expires time.Time) {
	h.setCookie(c, h.cookieName(), token, expires)
}

func (h *Handlers) setCookie(c *gin.Context, name, token string, expires time.Time) {
	cookie := &http.Cookie{
		Name:     name,
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

// signIn checks the password, starts a session and ends the browser's previous one. If a code is required, it
// returns models.ErrCodeRequired without starting a session, and sets the cookie that is sent with the code.
func (h *Handlers) signIn(c *gin.Context, email, password string) error {
	token, expires, err := h.store.SignIn(c.Request.Context(), email, password, h.sessionClient(c))
	if errors.Is(err, models.ErrCodeRequired) {
		h.setPendingCookie(c, token, expires)
	}
	if err != nil {
		return err
	}
	if err := h.replaceSession(c, token, expires); err != nil {
		return err
	}
	h.rememberBrowser(c, token)
	return nil
}

// sessionClient describes the browser for the list of sessions.
func (h *Handlers) sessionClient(c *gin.Context) models.Session {
	return models.Session{
		UserAgent:    truncateHeader(c.Request.UserAgent()),
		Address:      c.ClientIP(),
		KnownBrowser: h.cookieValue(c, h.browserCookieName()),
	}
}

// browserCookieName returns the name of the cookie that identifies a browser after its session has ended.
func (h *Handlers) browserCookieName() string { return h.cookieName() + "-browser" }

// rememberBrowser gives a browser in which somebody signed in its own cookie. Without it the browser is signed in all the same.
func (h *Handlers) rememberBrowser(c *gin.Context, session string) {
	token, err := h.store.RememberBrowser(c.Request.Context(), session, h.cookieValue(c, h.browserCookieName()))
	if err != nil {
		h.logFailure(c, slog.LevelWarn, err)
		return
	}
	if token != "" {
		h.setCookie(c, h.browserCookieName(), token, time.Now().Add(store.KnownBrowserLifetime))
	}
}

// replaceSession sets a new session and ends the browser's previous one.
func (h *Handlers) replaceSession(c *gin.Context, token string, expires time.Time) error {
	if old := h.sessionToken(c); old != "" {
		if err := h.store.SignOut(c.Request.Context(), old); err != nil && !errors.Is(err, models.ErrSignedOut) {
			return err
		}
	}
	h.setSessionCookie(c, token, expires)
	return nil
}

// maxUserAgent limits the stored User-Agent, in bytes; real ones are under 300.
const maxUserAgent = 400

// truncateHeader returns the part of a header that can be stored.
func truncateHeader(s string) string {
	if len(s) > maxUserAgent {
		s = s[:maxUserAgent]
	}
	return strings.ToValidUTF8(s, "")
}
