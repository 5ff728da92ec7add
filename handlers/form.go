package handlers

import (
	"errors"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/gin-gonic/gin"

	"linecheck/models"
	"linecheck/text"
	"linecheck/views"
)

// form is what a browser sent in a form's fields.
type form map[string][]string

// Get is a field's first value, or "".
func (f form) Get(field string) string {
	if len(f[field]) == 0 {
		return ""
	}
	return f[field][0]
}

// maxFormMemory is how much of an upload is kept in memory, in bytes: all of it, as the body is bounded long before.
const maxFormMemory = 1 << 30

// readForm reads a form, urlencoded or multipart; the fields of the address are no part of it. A field that cannot
// be kept as text is Invalid, and the fields come back all the same, so that they can be shown again. Uploaded
// files stay in c.Request.MultipartForm.
func readForm(c *gin.Context) (form, error) {
	err := c.Request.ParseForm()
	if err == nil && c.ContentType() == gin.MIMEMultipartPOSTForm {
		err = c.Request.ParseMultipartForm(maxFormMemory)
	}
	var large *http.MaxBytesError
	switch {
	case errors.As(err, &large):
		return nil, err
	case err != nil:
		return nil, fmt.Errorf("%w: %w", errBadRequest, err)
	}
	fields := form(c.Request.PostForm)
	return fields, fields.validate()
}

// readIDForm reads the id of the address and a form. The form is nil where either cannot be read at all.
func readIDForm(c *gin.Context) (id int64, fields form, err error) {
	if id, err = parseIDParam(c, "id"); err != nil {
		return 0, nil, err
	}
	fields, err = readForm(c)
	return id, fields, err
}

// validate refuses what cannot be kept as text and says where it stands.
func (f form) validate() error {
	var wrong models.ValidationErrors
	for _, field := range slices.Sorted(maps.Keys(f)) {
		if text.Validate(field) != nil {
			return fmt.Errorf("%w: a field's name is no text", errBadRequest)
		}
		for _, value := range f[field] {
			if err := text.Validate(value); err != nil {
				wrong.Add(field, "This cannot be kept as text: %s.", err)
				break
			}
		}
	}
	return wrong.Err()
}

// validationErrors is what a form's handler shows beside the fields, or nil when err is something else.
func validationErrors(err error) models.ValidationErrors {
	var wrong models.ValidationErrors
	errors.As(err, &wrong)
	return wrong
}

// renderByID draws the page of the thing that the address names, with an empty form.
func renderByID(c *gin.Context, draw func(*gin.Context, int, int64, views.FormState) error) error {
	id, err := parseIDParam(c, "id")
	if err != nil {
		return err
	}
	return draw(c, http.StatusOK, id, views.FormState{})
}

// redisplayForm returns the form to show again after err, and the status of that answer. ok is false where err is no fault of what
// was typed, and
// has a page of its own.
func redisplayForm(formID string, fields form, err error) (again views.FormState, status int, ok bool) {
	again = views.FormState{
		Form:     formID,
		Values:   url.Values(fields),
		Errors:   validationErrors(err),
		Conflict: errors.Is(err, models.ErrStale),
	}
	switch {
	case again.Conflict:
		return again, http.StatusConflict, true
	case len(again.Errors) > 0:
		return again, http.StatusUnprocessableEntity, true
	}
	return again, 0, false
}

// sanitizeRedirect is where to go on within Linecheck; anything that could lead elsewhere leads home.
func sanitizeRedirect(next string) string {
	if !strings.HasPrefix(next, "/") || strings.HasPrefix(next, "//") || strings.ContainsAny(next, "\\\t\r\n") {
		return "/"
	}
	return next
}
