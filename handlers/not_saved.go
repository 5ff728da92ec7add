package handlers

import (
	"log/slog"
	"maps"
	"net/http"
	"slices"
	"strings"

	"github.com/gin-gonic/gin"

	"linecheck/models"
	"linecheck/views"
)

// renderNotSaved shows a form that could not be saved, with everything that was sent, so that it can be sent
// again. It does not use the database, which may be what failed. Passwords have to be typed again.
func (h *Handlers) renderNotSaved(c *gin.Context, f failure) {
	again := unsavedForm(c)
	again.Status, again.Detail, again.RequestID = f.Status, f.userMessage, c.GetString(requestIDKey)
	if err := h.render(c, f.Status, views.NotSaved(h.newPage(c, f.Title, ""), again)); err != nil {
		h.logFailure(c, slog.LevelError, err)
		c.String(http.StatusInternalServerError, "Not saved (%s).\n", c.GetString(requestIDKey))
	}
}

// unsavedForm returns the form of a request, so that it can be sent again. Its Action is "" if it cannot.
func unsavedForm(c *gin.Context) views.Unsaved {
	again := views.Unsaved{Action: c.Request.URL.RequestURI()}
	typed, err := readForm(c)
	if err != nil || typed.hasSecret() {
		again.Action = ""
		typed = nil
	}
	if files := c.Request.MultipartForm; files != nil && len(files.File) > 0 {
		again.File = slices.Sorted(maps.Keys(files.File))[0]
	}
	again.Fields = unsavedFields(typed)
	return again
}

// unsavedFields returns the fields of a form in a fixed order.
func unsavedFields(typed form) []views.UnsavedField {
	var fields []views.UnsavedField
	for _, name := range slices.Sorted(maps.Keys(typed)) {
		for _, value := range typed[name] {
			fields = append(fields, views.UnsavedField{Name: name, Value: value, Hidden: !mayBeTyped(name, value)})
		}
	}
	return fields
}

// hasSecret reports whether a form contains a value that must never be shown.
func (f form) hasSecret() bool {
	for name := range f {
		if isSecretField(name, f.Get(name)) {
			return true
		}
	}
	return false
}

// isSecretField reports whether a field's value must never be shown. The code of a gate's reason is no secret.
func isSecretField(name, value string) bool {
	if _, err := models.ParseGateCode(value); err == nil && name == "code" {
		return false
	}
	return strings.Contains(name, "password") || strings.Contains(name, "code") || name == "old" || name == "new" // of the account's password
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
