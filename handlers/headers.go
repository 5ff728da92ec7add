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

// contentPolicy lets a page fetch from us alone and run nothing that stands in it.
const contentPolicy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; " +
	"form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

// permissionsPolicy switches off what no page of ours asks for.
const permissionsPolicy = "camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()"

// setSecurityHeaders stand on every answer. What an answer may be kept for is no-store until its handler knows better.
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

// assignRequestID gives a request its id, which an error page shows and the log has, and logs how it ended. The log names
// the route, never the path: a path can hold a one-time token.
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

// logAttributes is what the log says of a request.
func logAttributes(c *gin.Context) []slog.Attr {
	return []slog.Attr{
		slog.String("request", c.GetString(requestIDKey)),
		slog.String("method", c.Request.Method),
		slog.String("route", c.FullPath()),
	}
}

// refuseCrossOrigin turns away changes that another site makes a browser ask for; no form needs a token then.
func refuseCrossOrigin() handlerFunc {
	protection := http.NewCrossOriginProtection()
	return func(c *gin.Context) error {
		if protection.Check(c.Request) != nil {
			return errCrossOrigin
		}
		return nil
	}
}
