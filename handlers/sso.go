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
	"linecheck/views"
)

// SignOn says how people sign in by OpenID Connect.
type SignOn struct {
	Issuer       string // of the provider, as its tokens name it
	ClientID     string
	ClientSecret string // empty: a public client, which PKCE protects alone
	Scopes       []string
	Name         string // of the provider, on the button
	GroupsClaim  string // of the token, where groups stand
	Roles        []models.GroupRole
	Only         bool // nobody signs in with a password
}

// signOn is the provider as it has been found.
type signOn struct {
	SignOn
	client context.Context // for the provider's library: with the client that may open the provider
	found  singleflight.Group
	known  chan *oidc.Provider // holds the provider, once it has been found
}

func newSignOn(cfg *SignOn) *signOn {
	if cfg == nil {
		return nil
	}
	return &signOn{SignOn: *cfg, client: oidc.ClientContext(context.Background(), fetch.Trusted()), known: make(chan *oidc.Provider, 1)}
}

// provider finds the provider's addresses and keys. They are looked for when first needed, and again while that fails: Linecheck starts without it.
func (s *signOn) provider() (*oidc.Provider, error) {
	found, err, _ := s.found.Do("", func() (any, error) {
		select {
		case p := <-s.known:
			s.known <- p
			return p, nil
		default:
		}
		p, err := oidc.NewProvider(s.client, s.Issuer)
		if err == nil {
			s.known <- p
		}
		return p, err
	})
	if err != nil {
		return nil, fmt.Errorf("%w: %w", errNoProvider, err)
	}
	return found.(*oidc.Provider), nil
}

// What can be wrong with a sign-in that comes back, apart from what the store says of it.
var (
	errNoProvider  = errors.New("the provider cannot be reached")
	errNotSignedIn = errors.New("the provider did not sign anybody in")
	errBadAnswer   = errors.New("the provider's answer cannot be trusted")
)

// flow is the protocol's client, coming back to this address of ours.
func (h *Handlers) flow(c *gin.Context, p *oidc.Provider) *oauth2.Config {
	return &oauth2.Config{
		ClientID:     h.signOn.ClientID,
		ClientSecret: h.signOn.ClientSecret,
		Endpoint:     p.Endpoint(),
		RedirectURL:  h.address(c, "/sign-on/callback"),
		Scopes:       h.signOn.Scopes,
	}
}

// beginSignOn sends the browser to the provider. What must come back with it is kept in the database, for any instance, and bound to this browser by a cookie.
func (h *Handlers) beginSignOn(c *gin.Context) error {
	if h.signOn == nil {
		return models.ErrNotFound
	}
	p, err := h.signOn.provider()
	if err != nil {
		return h.refuseSignOn(c, err)
	}
	nonce, verifier := oauth2.GenerateVerifier(), oauth2.GenerateVerifier()
	state, browser, err := h.store.BeginSignOn(
		c.Request.Context(),
		models.SignOn{Nonce: nonce, Verifier: verifier, Next: localPath(c.Query("next"))},
	)
	if err != nil {
		return err
	}
	h.setSignOnCookie(c, browser)
	return seeOther(c, h.flow(c, p).AuthCodeURL(state, oidc.Nonce(nonce), oauth2.S256ChallengeOption(verifier)))
}

// endSignOn takes a browser back from the provider and signs its person in.
func (h *Handlers) endSignOn(c *gin.Context) error {
	switch {
	case h.signOn == nil:
		return models.ErrNotFound
	case c.Request.Method == http.MethodHead:
		return models.ErrSignedOut // whoever looks ahead at addresses must not use this one up
	}
	cookie, err := c.Request.Cookie(h.signOnCookie())
	if err != nil {
		return h.refuseSignOn(c, models.ErrUsed)
	}
	h.setSignOnCookie(c, "")
	ctx := c.Request.Context()
	row, err := h.store.TakeSignOn(ctx, c.Query("state"), cookie.Value)
	if err != nil {
		return h.refuseSignOn(c, err)
	}
	who, err := h.identity(c, row)
	if err != nil {
		return h.refuseSignOn(c, err)
	}
	from := models.Session{UserAgent: clipped(c.Request.UserAgent()), Address: c.ClientIP()}
	token, expires, err := h.store.SignInBy(ctx, who, h.signOn.Roles, from)
	if err != nil {
		return h.refuseSignOn(c, err)
	}
	if err := h.changeSession(c, token, expires); err != nil {
		return err
	}
	return seeOther(c, localPath(row.Next))
}

// identity trades the code for a token and reads from it who somebody is. What does not hold is errBadAnswer.
func (h *Handlers) identity(c *gin.Context, row models.SignOn) (models.Identity, error) {
	p, err := h.signOn.provider()
	if err != nil {
		return models.Identity{}, err
	}
	if iss, named := c.GetQuery("iss"); named && iss != h.signOn.Issuer { // RFC 9207: another provider's answer
		return models.Identity{}, fmt.Errorf("%w: it comes from another provider", errBadAnswer)
	}
	if c.Query("code") == "" {
		return models.Identity{}, fmt.Errorf("%w: %.100q", errNotSignedIn, c.Query("error"))
	}
	token, err := h.flow(c, p).Exchange(h.signOn.client, c.Query("code"), oauth2.VerifierOption(row.Verifier))
	if err != nil {
		return models.Identity{}, fmt.Errorf("%w: trading the code: %w", errBadAnswer, err)
	}
	raw, _ := token.Extra("id_token").(string)
	id, err := p.Verifier(&oidc.Config{ClientID: h.signOn.ClientID}).Verify(h.signOn.client, raw)
	switch {
	case err != nil:
		return models.Identity{}, fmt.Errorf("%w: %w", errBadAnswer, err)
	case subtle.ConstantTimeCompare([]byte(id.Nonce), []byte(row.Nonce)) != 1:
		return models.Identity{}, fmt.Errorf("%w: the token was made for another sign-in", errBadAnswer)
	case id.AccessTokenHash != "" && id.VerifyAccessToken(token.AccessToken) != nil:
		return models.Identity{}, fmt.Errorf("%w: its two tokens do not belong together", errBadAnswer)
	}
	return h.signOn.read(id)
}

// read takes out of a verified token what we keep of somebody.
func (s *signOn) read(id *oidc.IDToken) (models.Identity, error) {
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
		Groups:        groupsIn(all[s.GroupsClaim]),
	}
	if who.Name == "" {
		who.Name = said.Preferred
	}
	if err := who.Check(); err != nil {
		return who, fmt.Errorf("%w: %w", errBadAnswer, err)
	}
	return who, nil
}

// groupsIn reads a claim that holds groups: several, or one.
func groupsIn(claim json.RawMessage) []string {
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

// refuseSignOn says at the door why nobody was signed in. The log has the reason that the person has no use for.
func (h *Handlers) refuseSignOn(c *gin.Context, err error) error {
	shown, status := views.Login{Next: "/"}, http.StatusUnauthorized
	switch {
	case errors.Is(err, models.ErrNoRole):
		return h.render(c, http.StatusForbidden, views.NoRolePage(h.shell(c, "No role here yet", ""), h.signOn.Name))
	case errors.Is(err, models.ErrUsed):
		shown.Refusal = "This sign-in was begun in another browser, took too long or was used already. Please begin again."
	case errors.Is(err, errNotSignedIn):
		shown.Refusal = h.signOn.Name + " did not sign you in. Please try again, or ask who runs it."
	case errors.Is(err, models.ErrDisabled):
		shown.Refusal = "Your account here is switched off. An administrator of your desk can switch it on again."
	case errors.Is(err, models.ErrOtherIdentity):
		shown.Refusal = "The account of your email address here belongs to another person at " + h.signOn.Name + ". Please ask an administrator."
	case errors.Is(err, errBadAnswer):
		shown.Refusal = "The answer of " + h.signOn.Name + " could not be trusted, so nobody was signed in. Please begin again."
	case errors.Is(err, errNoProvider):
		shown.Refusal, status = h.signOn.Name+" cannot be reached. Please try again in a minute.", http.StatusServiceUnavailable
	default:
		return err
	}
	h.report(c, slog.LevelWarn, fmt.Errorf("signing in by %s: %w", h.signOn.Issuer, err))
	return h.renderLogin(c, status, shown)
}

// signOnCookie binds a sign-in that is under way to its browser.
func (h *Handlers) signOnCookie() string { return h.cookieName() + "-sign-on" }

// signOnMinutes is how long the browser keeps that; the store decides.
const signOnMinutes = 10

func (h *Handlers) setSignOnCookie(c *gin.Context, value string) {
	cookie := &http.Cookie{
		Name:     h.signOnCookie(),
		Value:    value,
		Path:     "/",
		MaxAge:   signOnMinutes * 60,
		Secure:   h.secure,
		HttpOnly: true,
		SameSite: http.SameSiteLaxMode,
	}
	if value == "" {
		cookie.MaxAge = -1
	}
	http.SetCookie(c.Writer, cookie)
}

// onlySignOn reports whether nobody signs in with a password here.
func (h *Handlers) onlySignOn() bool { return h.signOn != nil && h.signOn.Only }

// withPasswords lets in where people sign in with passwords.
func (h *Handlers) withPasswords(*gin.Context) error {
	if h.onlySignOn() {
		return errNoPasswords
	}
	return nil
}
