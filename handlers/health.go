package handlers

import (
	"log/slog"
	"net/http"

	"github.com/gin-gonic/gin"
)

// checkHealth reports that the program runs and answers requests.
func (h *Handlers) checkHealth(c *gin.Context) error {
	c.String(http.StatusOK, "ok\n")
	return nil
}

// checkReadiness reports whether the database answers too. A load balancer sends users only to instances that are ready.
func (h *Handlers) checkReadiness(c *gin.Context) error {
	if err := h.store.Ping(c.Request.Context()); err != nil {
		h.logFailure(c, slog.LevelError, err)
		c.String(http.StatusServiceUnavailable, "The database does not answer.\n")
		return nil
	}
	c.String(http.StatusOK, "ready\n")
	return nil
}
