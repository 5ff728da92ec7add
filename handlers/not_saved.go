package handlers

import (
	"log/slog"
	"maps"
	"net/http"
	"slices"
	"strings"

	"github.com/gin-gonic/gin"

	"linecheck/views"
)

// renderNotSaved shows a form that could not be saved, with everything that was sent, so that it can be sent
// again. It does not use the database, which may be what failed. Passwords have to be typed again.
func (h *Handlers) renderNotSaved(c *gin.Context, f failure) {
	again := views.Unsaved{
		Status:    f.Status,
		Detail:    f.userMessage,
		RequestID: c.GetString(requestIDKey),
		Action:    c.Request.URL.RequestURI(),
	}
	typed, err := readForm(c)
	if err != nil || slices.ContainsFunc(slices.Collect(maps.Keys(typed)), isSecretField) {
		again.Action = ""
		typed = nil
	}
	if files := c.Request.MultipartForm; files != nil && len(files.File) > 0 {
		again.File = slices.Sorted(maps.Keys(files.File))[0]
	}
	for _, name := range slices.Sorted(maps.Keys(typed)) {
		for _, value := range typed[name] {
			again.Fields = append(again.Fields, views.UnsavedField{Name: name, Value: value, Hidden: !mayBeTyped(name, value)})
		}
	}
	if err := h.render(c, f.Status, views.NotSaved(h.newPage(c, f.Title, ""), again)); err != nil {
		h.logFailure(c, slog.LevelError, err)
		c.String(http.StatusInternalServerError, "Not saved (%s).\n", c.GetString(requestIDKey))
	}
}

// isSecretField reports whether a field's value must never be shown.
func isSecretField(name string) bool {
	return strings.Contains(name, "password") || strings.Contains(name, "code")
}

// freeTextFields are the fields for free text.
var freeTextFields = []string{
	"note",
	"title",
	"text",
	"body",
	"reason",
	"override",
	"to",
	"changes",
	"copies",
	"name",
	"correction-from",
	"correction-to",
	"correction-reason",
	"evidence-title",
	"evidence-publisher",
	"evidence-from",
	"evidence-quote",
	"evidence-locator",
}

// mayBeTyped reports whether a user may have typed the value. In other fields, numbers and single lower-case
// words come from the form itself.
func mayBeTyped(name, value string) bool {
	return slices.Contains(freeTextFields, name) && value != "" ||
		strings.ContainsFunc(value, func(r rune) bool { return !strings.ContainsRune("abcdefghijklmnopqrstuvwxyz0123456789-_", r) })
}
