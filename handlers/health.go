package handlers

import (
	"log/slog"
	"net/http"

	"github.com/gin-gonic/gin"
)

// healthy says that the program runs and answers.
func (h *Handlers) healthy(c *gin.Context) error {
	c.String(http.StatusOK, "ok\n")
	return nil
}

// ready says whether the database answers too: then, and only then, people can be sent here.
func (h *Handlers) ready(c *gin.Context) error {
	if err := h.store.Ping(c.Request.Context()); err != nil {
		h.report(c, slog.LevelError, err)
		c.String(http.StatusServiceUnavailable, "The database does not answer.\n")
		return nil
	}
	c.String(http.StatusOK, "ready\n")
	return nil
}
