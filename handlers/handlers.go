// Package handlers answers each URL: a handler parses the request, calls the store once, renders the response
// and returns its error. One place converts errors to pages, or to problem documents for programs.
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
	"linecheck/formats/send"
	"linecheck/models"
	"linecheck/store"
	"linecheck/text/message"
	"linecheck/text/web"
)

// Config is the server's environment. Limits of texts and files belong to the store.
type Config struct {
	BaseURL           string         // public URL, such as https://desk.example.org; empty: taken from each request
	Server            web.Server     // how this program is reached, without the address of each request
	Zone              *time.Location // the newsroom's; nil: the server's own
	Log               *slog.Logger   // nil: discards
	TrustedProxies    []netip.Prefix // proxies whose X-Forwarded-For is trusted; if empty, it is never trusted
	Fetcher           *fetch.Client  // opens URLs; nil: one that opens nothing in private networks
	WebhookClient     *fetch.Client  // checks the addresses of webhooks; nil: Fetcher
	Mailer            *send.Mailer   // sends mail; nil: none is sent
	SSO               *SSOConfig     // OpenID Connect; nil: disabled
	MetricsToken      string         // bearer token for the metrics; empty: only this machine may read them
	SecondFactorRoles []models.Role  // roles that need a second factor
	ViewCacheBytes    int            // memory for cached article views, in bytes; 0: 64 MB
	Pseudo            bool           // the pseudo-language is offered too, to try out the catalogue
}

// Handlers answers every URL.
type Handlers struct {
	store             *store.Store
	base              string // without a trailing slash
	server            web.Server
	secure            bool // the public URL is https: cookies are Secure, and HSTS is sent
	zone              *time.Location
	log               *slog.Logger
	limits            models.Limits
	loginLimiter      loginLimiter
	apiLimiter        apiLimiter
	suggestions       suggestionCache
	viewCache         *viewCache
	exportSlot        chan struct{} // contains one element while a workbook is written
	fetcher           *fetch.Client
	webhookClient     *fetch.Client
	mailer            *send.Mailer // nil: no mail is sent
	secondFactorRoles []models.Role
	metrics           *metrics
	languages         languages

	sso *ssoProvider // nil: single sign-on is disabled

	openAPIDocument func() ([]byte, error) // generated once
}

// handlerFunc is a handler that returns its error. It has not written anything then.
type handlerFunc func(c *gin.Context) error

// New returns the whole web application. Every response, including 404, passes through all middleware.
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
		webhookClient:     cfg.WebhookClient,
		mailer:            cfg.Mailer,
		sso:               newSSOProvider(cfg.SSO),
		secondFactorRoles: cfg.SecondFactorRoles,
		languages:         newLanguages(message.Languages(), cfg.Pseudo),
	}
	if h.fetcher == nil {
		h.fetcher = fetch.New(fetch.Options{})
	}
	if h.webhookClient == nil {
		h.webhookClient = h.fetcher
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
	return compressResponses(engine)
}

// withServerAddress adds the address of this request to the server's addresses: a page of Linecheck itself is
// no evidence.
func (h *Handlers) withServerAddress(c *gin.Context) {
	ctx := store.WithServer(c.Request.Context(), h.server.WithAddress(c.Request.Host))
	c.Request = c.Request.WithContext(ctx)
}

// newEngine returns a Gin engine without automatic redirects, which trusts only the given proxies.
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
		panic(err) // a netip.Prefix is always valid here
	}
	return engine
}

// handle runs a handler and converts its error to a response.
func (h *Handlers) handle(a handlerFunc) gin.HandlerFunc {
	return func(c *gin.Context) {
		if err := a(c); err != nil {
			h.fail(c, err)
		}
	}
}

// parseIDParam parses an id in the path. Anything but digits is models.ErrNotFound, so no text from a URL
// reaches the database.
func parseIDParam(c *gin.Context, name string) (int64, error) {
	return parseID(c.Param(name))
}

// parseID parses an id or an ordinal in a URL or a form.
func parseID(s string) (int64, error) {
	id, err := strconv.ParseUint(s, 10, 63)
	if err != nil || id == 0 {
		return 0, models.ErrNotFound
	}
	return int64(id), nil
}

// absoluteURL returns the public URL of a path, for links that are sent to others.
func (h *Handlers) absoluteURL(c *gin.Context, path string) string {
	if h.base != "" {
		return h.base + path
	}
	return "http://" + c.Request.Host + path
}
