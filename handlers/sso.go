package handlers

import (
	"context"
	"crypto/subtle"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/http"

	"github.com/coreos/go-oidc/v3/oidc"
	"github.com/gin-gonic/gin"
	"golang.org/x/oauth2"
	"golang.org/x/sync/singleflight"

	"linecheck/formats/fetch"
	"linecheck/models"
	"linecheck/text/message"
	"linecheck/views"
)

// SSOConfig configures single sign-on by OpenID Connect.
type SSOConfig struct {
	Issuer       string // of the provider, as in its tokens
	ClientID     string
	ClientSecret string // empty: a public client, protected by PKCE alone
	Scopes       []string
	Name         string // of the provider, on the button
	GroupsClaim  string // the claim of the token that contains the groups
	Roles        []models.GroupRole
	Only         bool // disables passwords
}

// ssoProvider is the provider with its discovered endpoints and keys.
type ssoProvider struct {
	SSOConfig
	clientContext context.Context // for the OIDC library, with the HTTP client that may open the provider's address
	discovery     singleflight.Group
	discovered    chan *oidc.Provider // contains the provider after the discovery
}

func newSSOProvider(cfg *SSOConfig) *ssoProvider {
	if cfg == nil {
		return nil
	}
	return &ssoProvider{
		SSOConfig:     *cfg,
		clientContext: oidc.ClientContext(context.Background(), fetch.NewTrustedClient()),
		discovered:    make(chan *oidc.Provider, 1),
	}
}

// provider discovers the provider's endpoints and keys at the first use, and tries again after a failure.
// Linecheck thus starts without the provider.
func (s *ssoProvider) provider() (*oidc.Provider, error) {
	found, err, _ := s.discovery.Do("", func() (any, error) {
		select {
		case p := <-s.discovered:
			s.discovered <- p
			return p, nil
		default:
		}
		p, err := oidc.NewProvider(s.clientContext, s.Issuer)
		if err == nil {
			s.discovered <- p
		}
		return p, err
	})
	if err != nil {
		return nil, fmt.Errorf("%w: %w", errNoProvider, err)
	}
	return found.(*oidc.Provider), nil
}

// Errors of a callback, in addition to those of the store.
var (
	errNoProvider  = errors.New("the provider cannot be reached")
	errNotSignedIn = errors.New("the provider did not sign anybody in")
	errBadAnswer   = errors.New("the provider's answer cannot be trusted")
)

// oauthConfig returns the OAuth client with this server's callback URL.
func (h *Handlers) oauthConfig(c *gin.Context, p *oidc.Provider) *oauth2.Config {
	return &oauth2.Config{
		ClientID:     h.sso.ClientID,
		ClientSecret: h.sso.ClientSecret,
		Endpoint:     p.Endpoint(),
		RedirectURL:  h.absoluteURL(c, "/sign-on/callback"),
		Scopes:       h.sso.Scopes,
	}
}

// beginSSO redirects the browser to the provider. The expected answer is stored in the database, for any
// instance, and bound to this browser by a cookie.
func (h *Handlers) beginSSO(c *gin.Context) error {
	if h.sso == nil {
		return models.ErrNotFound
	}
	p, err := h.sso.provider()
	if err != nil {
		return h.refuseSSO(c, err)
	}
	nonce, verifier := oauth2.GenerateVerifier(), oauth2.GenerateVerifier()
	state, browser, err := h.store.BeginSSO(
		c.Request.Context(),
		models.PendingSignOn{Nonce: nonce, Verifier: verifier, Next: sanitizeRedirect(c.Query("next"))},
	)
	if err != nil {
		return err
	}
	h.setSSOCookie(c, browser)
	return seeOther(c, h.oauthConfig(c, p).AuthCodeURL(state, oidc.Nonce(nonce), oauth2.S256ChallengeOption(verifier)))
}

// finishSSO handles the provider's callback and signs the user in.
func (h *Handlers) finishSSO(c *gin.Context) error {
	switch {
	case h.sso == nil:
		return models.ErrNotFound
	case c.Request.Method == http.MethodHead:
		return models.ErrSignedOut // a link preview must not use this URL up
	}
	cookie, err := c.Request.Cookie(h.ssoCookieName())
	if err != nil {
		return h.refuseSSO(c, models.ErrLinkUsed)
	}
	h.setSSOCookie(c, "")
	ctx := c.Request.Context()
	row, err := h.store.FinishSSO(ctx, c.Query("state"), cookie.Value)
	if err != nil {
		return h.refuseSSO(c, err)
	}
	who, err := h.exchangeCode(c, row)
	if err != nil {
		return h.refuseSSO(c, err)
	}
	from := models.Session{UserAgent: truncateHeader(c.Request.UserAgent()), Address: c.ClientIP()}
	token, expires, err := h.store.SignInBySSO(ctx, who, h.sso.Roles, from)
	if err != nil {
		return h.refuseSSO(c, err)
	}
	if err := h.replaceSession(c, token, expires); err != nil {
		return err
	}
	return seeOther(c, sanitizeRedirect(row.Next))
}

// exchangeCode exchanges the code for a token and returns the identity in it. An invalid answer is
// errBadAnswer.
func (h *Handlers) exchangeCode(c *gin.Context, row models.PendingSignOn) (models.Identity, error) {
	p, err := h.sso.provider()
	if err != nil {
		return models.Identity{}, err
	}
	if iss, named := c.GetQuery("iss"); named && iss != h.sso.Issuer { // RFC 9207: the answer of another provider
		return models.Identity{}, fmt.Errorf("%w: it comes from another provider", errBadAnswer)
	}
	if c.Query("code") == "" {
		return models.Identity{}, fmt.Errorf("%w: %.100q", errNotSignedIn, c.Query("error"))
	}
	token, err := h.oauthConfig(c, p).Exchange(h.sso.clientContext, c.Query("code"), oauth2.VerifierOption(row.Verifier))
	if err != nil {
		return models.Identity{}, fmt.Errorf("%w: trading the code: %w", errBadAnswer, err)
	}
	raw, _ := token.Extra("id_token").(string)
	id, err := p.Verifier(&oidc.Config{ClientID: h.sso.ClientID}).Verify(h.sso.clientContext, raw)
	switch {
	case err != nil:
		return models.Identity{}, fmt.Errorf("%w: %w", errBadAnswer, err)
	case subtle.ConstantTimeCompare([]byte(id.Nonce), []byte(row.Nonce)) != 1:
		return models.Identity{}, fmt.Errorf("%w: the token was made for another sign-in", errBadAnswer)
	case id.AccessTokenHash != "" && id.VerifyAccessToken(token.AccessToken) != nil:
		return models.Identity{}, fmt.Errorf("%w: its two tokens do not belong together", errBadAnswer)
	}
	return h.sso.parseIdentity(id)
}

// parseIdentity returns the identity in a verified token.
func (s *ssoProvider) parseIdentity(id *oidc.IDToken) (models.Identity, error) {
	var said struct {
		Name          string          `json:"name"`
		Preferred     string          `json:"preferred_username"`
		Email         string          `json:"email"`
		EmailVerified json.RawMessage `json:"email_verified"`
		Party         string          `json:"azp"`
	}
	var all map[string]json.RawMessage
	if err := errors.Join(id.Claims(&said), id.Claims(&all)); err != nil {
		return models.Identity{}, fmt.Errorf("%w: %w", errBadAnswer, err)
	}
	if said.Party != "" && said.Party != s.ClientID {
		return models.Identity{}, fmt.Errorf("%w: the token was made for another program", errBadAnswer)
	}
	verified := string(said.EmailVerified)
	who := models.Identity{
		Issuer:        s.Issuer,
		Subject:       id.Subject,
		Name:          said.Name,
		Email:         said.Email,
		EmailVerified: verified == "true" || verified == `"true"`,
		Groups:        parseGroups(all[s.GroupsClaim]),
	}
	if who.Name == "" {
		who.Name = said.Preferred
	}
	if err := who.Check(); err != nil {
		return who, fmt.Errorf("%w: %w", errBadAnswer, err)
	}
	return who, nil
}

// parseGroups parses a claim that contains a list of groups or a single one.
func parseGroups(claim json.RawMessage) []string {
	var several []string
	if json.Unmarshal(claim, &several) == nil {
		return several
	}
	var one string
	if json.Unmarshal(claim, &one) == nil {
		return []string{one}
	}
	return nil
}

// refuseSSO shows on the login page why nobody was signed in. Technical reasons go to the log only.
func (h *Handlers) refuseSSO(c *gin.Context, err error) error {
	shown, status := views.Login{Next: "/"}, http.StatusUnauthorized
	switch {
	case errors.Is(err, models.ErrNoRole):
		return h.render(c, http.StatusForbidden, views.NoRolePage(h.newPage(c, "No role here yet", ""), h.sso.Name))
	case errors.Is(err, models.ErrLinkUsed):
		shown.Refusal = message.New("This sign-in was begun in another browser, took too long or was used already. Please begin again.")
	case errors.Is(err, errNotSignedIn):
		shown.Refusal = message.New("%s did not sign you in. Please try again, or ask who runs it.", h.sso.Name)
	case errors.Is(err, models.ErrDisabled):
		shown.Refusal = message.New("Your account here is switched off. An administrator of your desk can switch it on again.")
	case errors.Is(err, models.ErrIdentityMismatch):
		shown.Refusal = message.New("The account of your email address here belongs to another person at %s. Please ask an administrator.",
			h.sso.Name)
	case errors.Is(err, errBadAnswer):
		shown.Refusal = message.New("The answer of %s could not be trusted, so nobody was signed in. Please begin again.", h.sso.Name)
	case errors.Is(err, errNoProvider):
		shown.Refusal, status = message.New("%s cannot be reached. Please try again in a minute.", h.sso.Name), http.StatusServiceUnavailable
	default:
		return err
	}
	h.logFailure(c, slog.LevelWarn, fmt.Errorf("signing in by %s: %w", h.sso.Issuer, err))
	return h.renderLogin(c, status, shown)
}

// ssoCookieName names the cookie that binds a pending sign-in to its browser.
func (h *Handlers) ssoCookieName() string { return h.cookieName() + "-sign-on" }

// ssoCookieMinutes is how long the browser keeps that cookie. The store decides how long it is valid.
const ssoCookieMinutes = 10

func (h *Handlers) setSSOCookie(c *gin.Context, value string) {
	cookie := &http.Cookie{
		Name:     h.ssoCookieName(),
		Value:    value,
		Path:     "/",
		MaxAge:   ssoCookieMinutes * 60,
		Secure:   h.secure,
		HttpOnly: true,
		SameSite: http.SameSiteLaxMode,
	}
	if value == "" {
		cookie.MaxAge = -1
	}
	http.SetCookie(c.Writer, cookie)
}

// ssoOnly reports whether passwords are disabled.
func (h *Handlers) ssoOnly() bool { return h.sso != nil && h.sso.Only }

// requirePasswordsEnabled rejects the request if passwords are disabled.
func (h *Handlers) requirePasswordsEnabled(*gin.Context) error {
	if h.ssoOnly() {
		return errPasswordsDisabled
	}
	return nil
}
