package handlers

import (
	"context"
	"crypto/rand"
	"log/slog"
	"net/http"
	"strings"
	"time"

	"github.com/gin-gonic/gin"
)

// contentPolicy allows a page to load from this server only and forbids inline scripts.
const contentPolicy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; " +
	"form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

// permissionsPolicy disables browser features that no page uses.
const permissionsPolicy = "camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()"

// setSecurityHeaders sets the headers of every response. Cache-Control is no-store unless the handler changes
// it.
func (h *Handlers) setSecurityHeaders(c *gin.Context) {
	header := c.Writer.Header()
	header.Set("Content-Security-Policy", contentPolicy)
	header.Set("X-Content-Type-Options", "nosniff")
	header.Set("Referrer-Policy", "same-origin")
	header.Set("Permissions-Policy", permissionsPolicy)
	header.Set("Cross-Origin-Opener-Policy", "same-origin")
	header.Set("Cross-Origin-Resource-Policy", "same-origin")
	header.Set("Cache-Control", "no-store")
	if h.secure {
		header.Set("Strict-Transport-Security", "max-age=31536000")
	}
}

const requestIDKey = "request id"

// assignRequestID creates the id that the error page and the log show, and logs the end of the request. It
// logs the route and never the path, because a path can contain a one-time token.
func (h *Handlers) assignRequestID(c *gin.Context) {
	id, start := strings.ToLower(rand.Text()[:10]), time.Now()
	c.Set(requestIDKey, id)
	c.Header("X-Request-Id", id)
	c.Next()
	h.metrics.observe(c, time.Since(start))
	if ctx := context.WithoutCancel(c.Request.Context()); h.log.Enabled(ctx, slog.LevelDebug) {
		h.log.LogAttrs(
			ctx,
			slog.LevelDebug,
			"request",
			append(logAttributes(c), slog.Int("status", c.Writer.Status()), slog.Duration("took", time.Since(start)))...)
	}
}

// logAttributes returns the log attributes of a request.
func logAttributes(c *gin.Context) []slog.Attr {
	return []slog.Attr{
		slog.String("request", c.GetString(requestIDKey)),
		slog.String("method", c.Request.Method),
		slog.String("route", c.FullPath()),
	}
}

// guestPath is the beginning of the addresses of guests' links.
const guestPath = "/guest/"

// hideGuestLink keeps a guest link's address out of Referer headers and search engines, because it contains the token.
func hideGuestLink(c *gin.Context) error {
	c.Header("Referrer-Policy", "no-referrer")
	c.Header("X-Robots-Tag", "noindex, nofollow")
	return nil
}

// refuseCrossOrigin rejects changes that another site triggers (CSRF), so that forms need no token.
func refuseCrossOrigin() handlerFunc {
	protection := http.NewCrossOriginProtection()
	return func(c *gin.Context) error {
		if protection.Check(c.Request) != nil && !isGuestForm(c.Request) {
			return errCrossOrigin
		}
		return nil
	}
}

// isGuestForm reports whether a request with the origin null may be a guest's form. Guest pages send no referrer, and without HTTPS the
// browser then sends no other origin. Such a request has only the rights of the token in its address, which other sites do not know.
func isGuestForm(r *http.Request) bool {
	return strings.HasPrefix(r.URL.Path, guestPath) && r.Header.Get("Origin") == "null" && r.Header.Get("Sec-Fetch-Site") == ""
}
