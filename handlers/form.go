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

// maxMemory is how much of an upload is kept in memory, in bytes: all of it, as the body is bounded long before.
const maxMemory = 1 << 30

// readForm reads a form, urlencoded or multipart; the fields of the address are no part of it. A field that cannot
// be kept as text is Invalid, and the fields come back all the same, so that they can be shown again. Uploaded
// files stay in c.Request.MultipartForm.
func readForm(c *gin.Context) (form, error) {
	err := c.Request.ParseForm()
	if err == nil && c.ContentType() == gin.MIMEMultipartPOSTForm {
		err = c.Request.ParseMultipartForm(maxMemory)
	}
	var large *http.MaxBytesError
	switch {
	case errors.As(err, &large):
		return nil, err
	case err != nil:
		return nil, fmt.Errorf("%w: %w", errUnreadable, err)
	}
	fields := form(c.Request.PostForm)
	return fields, fields.check()
}

// readIDForm reads the id of the address and a form. The form is nil where either cannot be read at all.
func readIDForm(c *gin.Context) (id int64, fields form, err error) {
	if id, err = paramID(c, "id"); err != nil {
		return 0, nil, err
	}
	fields, err = readForm(c)
	return id, fields, err
}

// check refuses what cannot be kept as text and says where it stands.
func (f form) check() error {
	var wrong models.Invalid
	for _, field := range slices.Sorted(maps.Keys(f)) {
		if text.Valid(field) != nil {
			return fmt.Errorf("%w: a field's name is no text", errUnreadable)
		}
		for _, value := range f[field] {
			if err := text.Valid(value); err != nil {
				wrong.Add(field, "This cannot be kept as text: %s.", err)
				break
			}
		}
	}
	return wrong.Err()
}

// invalid is what a form's handler shows beside the fields, or nil when err is something else.
func invalid(err error) models.Invalid {
	var wrong models.Invalid
	errors.As(err, &wrong)
	return wrong
}

// showByID draws the page of the thing that the address names, with an empty form.
func showByID(c *gin.Context, draw func(*gin.Context, int, int64, views.Typed) error) error {
	id, err := paramID(c, "id")
	if err != nil {
		return err
	}
	return draw(c, http.StatusOK, id, views.Typed{})
}

// refused returns the form to show again after err, and the status of that answer. ok is false where err is no fault of what was typed, and
// has a page of its own.
func refused(formID string, fields form, err error) (again views.Typed, status int, ok bool) {
	again = views.Typed{Form: formID, Values: url.Values(fields), Wrong: invalid(err), Conflict: errors.Is(err, models.ErrStale)}
	switch {
	case again.Conflict:
		return again, http.StatusConflict, true
	case len(again.Wrong) > 0:
		return again, http.StatusUnprocessableEntity, true
	}
	return again, 0, false
}

// localPath is where to go on within Linecheck; anything that could lead elsewhere leads home.
func localPath(next string) string {
	if !strings.HasPrefix(next, "/") || strings.HasPrefix(next, "//") || strings.ContainsAny(next, "\\\t\r\n") {
		return "/"
	}
	return next
}
