package handlers

import "github.com/gin-gonic/gin"

// markRead writes down that there is nothing to check in a sentence.
func (h *Handlers) markRead(c *gin.Context) error { return h.onObject(c, h.store.MarkRead) }

// unmarkRead takes the reader's own mark back.
func (h *Handlers) unmarkRead(c *gin.Context) error { return h.onObject(c, h.store.UnmarkRead) }
