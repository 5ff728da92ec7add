// Package handlers says what happens at each URL: a handler parses, asks the store once, draws, and returns its
// error. Errors become pages, or problem documents for scripts, in one place.
package handlers

import (
	"log/slog"
	"net/http"
	"net/netip"
	"strconv"
	"strings"
	"time"

	"github.com/gin-gonic/gin"

	"linecheck/formats/fetch"
	"linecheck/models"
	"linecheck/store"
	"linecheck/text/message"
	"linecheck/text/web"
)

// Config is what the pages need to know about the place they run in. What may come in is the store's to say.
type Config struct {
	BaseURL           string         // as people reach it, such as https://desk.example.org; empty: as the request says
	Server            web.Server     // where this program is reached, the address of each request apart
	Zone              *time.Location // the newsroom's; nil: the server's own
	Log               *slog.Logger   // nil: discards
	TrustedProxies    []netip.Prefix // who may say, by X-Forwarded-For, which address a request comes from; none: nobody
	Fetcher           *fetch.Client  // opens addresses; nil: one that opens nothing inside a network
	SSO               *SSOConfig     // how people sign in by OpenID Connect; nil: not at all
	MetricsToken      string         // whoever asks for the metrics has to bring it; empty: they are there for this machine alone
	SecondFactorRoles []models.Role  // roles that nobody works in without a second factor
	ViewCacheBytes    int            // how much memory drawn article views may take; 0: 64 MB
	Pseudo            bool           // the pseudo-language is offered too, to try out the catalogue
}

// Handlers answers every URL.
type Handlers struct {
	store             *store.Store
	base              string // without a slash at its end
	server            web.Server
	secure            bool // people come by https: cookies are Secure, browsers are told to stay with it
	zone              *time.Location
	log               *slog.Logger
	limits            models.Limits
	loginLimiter      loginLimiter
	apiLimiter        apiLimiter
	suggestions       suggestionCache
	viewCache         *viewCache
	exportSlot        chan struct{} // holds one while a workbook is written
	fetcher           *fetch.Client
	secondFactorRoles []models.Role
	metrics           *metrics
	languages         languages

	sso *ssoProvider // nil: people sign in with passwords alone

	openAPIDocument func() ([]byte, error) // the API
}

// handlerFunc is a handler that returns what went wrong; nothing has been written then.
type handlerFunc func(c *gin.Context) error

// New is the whole web application. Every answer, also of what is not there, passes through every layer below.
func New(s *store.Store, cfg Config) http.Handler {
	h := &Handlers{
		store:        s,
		base:         strings.TrimRight(cfg.BaseURL, "/"),
		server:       cfg.Server.WithAddress(cfg.BaseURL),
		zone:         cfg.Zone,
		log:          cfg.Log,
		limits:       s.Limits(),
		loginLimiter: loginLimiter{newLimiter[netip.Prefix](loginEvery, loginBurst)},
		apiLimiter:   apiLimiter{newLimiter[caller](callEvery, callBurst)},
		viewCache: newViewCache(
			cfg.ViewCacheBytes,
		),
		exportSlot:        make(chan struct{}, 1),
		fetcher:           cfg.Fetcher,
		sso:               newSSOProvider(cfg.SSO),
		secondFactorRoles: cfg.SecondFactorRoles,
		languages:         newLanguages(message.Languages(), cfg.Pseudo),
	}
	if h.fetcher == nil {
		h.fetcher = fetch.New(fetch.Options{})
	}
	h.openAPIDocument = h.cacheOpenAPIDocument()
	h.metrics = newMetrics(h, cfg.MetricsToken)
	h.secure = strings.HasPrefix(h.base, "https://")
	if h.zone == nil {
		h.zone = time.Local
	}
	if h.log == nil {
		h.log = slog.New(slog.DiscardHandler)
	}
	engine := newEngine(cfg.TrustedProxies)
	engine.Use(
		setPageDoor,
		h.setLanguage,
		h.withServerAddress,
		h.assignRequestID,
		h.setSecurityHeaders,
		h.recoverPanic,
		h.handle(refuseCrossOrigin()),
		h.limitBody,
	)
	engine.NoRoute(h.loadUser, h.handle(notFound))
	engine.NoMethod(h.loadUser, h.handle(notAllowed))
	h.routes(engine)
	return engine
}

// withServerAddress says where this program is reached, by this request too: no address there is evidence.
func (h *Handlers) withServerAddress(c *gin.Context) {
	ctx := store.WithServer(c.Request.Context(), h.server.WithAddress(c.Request.Host))
	c.Request = c.Request.WithContext(ctx)
}

// newEngine is Gin without what it would do beside our layers: no redirects of its own, no proxy believed unasked.
func newEngine(proxies []netip.Prefix) *gin.Engine {
	gin.SetMode(gin.ReleaseMode)
	engine := gin.New()
	engine.RedirectTrailingSlash = false
	engine.RedirectFixedPath = false
	engine.HandleMethodNotAllowed = true
	var trusted []string
	for _, p := range proxies {
		trusted = append(trusted, p.String())
	}
	if err := engine.SetTrustedProxies(trusted); err != nil {
		panic(err) // a netip.Prefix always reads as one
	}
	return engine
}

// handle runs an action and turns its error into an answer.
func (h *Handlers) handle(a handlerFunc) gin.HandlerFunc {
	return func(c *gin.Context) {
		if err := a(c); err != nil {
			h.fail(c, err)
		}
	}
}

// parseIDParam reads a number from the path. Anything but digits is not found: such a thing is at no address, and text
// from an address never reaches the database.
func parseIDParam(c *gin.Context, name string) (int64, error) {
	return parseID(c.Param(name))
}

// parseID reads an id or an ordinal as addresses and forms write it.
func parseID(s string) (int64, error) {
	id, err := strconv.ParseUint(s, 10, 63)
	if err != nil || id == 0 {
		return 0, models.ErrNotFound
	}
	return int64(id), nil
}

// absoluteURL is a path of ours as people reach it from elsewhere, for links that are handed on.
func (h *Handlers) absoluteURL(c *gin.Context, path string) string {
	if h.base != "" {
		return h.base + path
	}
	return "http://" + c.Request.Host + path
}
