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

// form contains the fields of a submitted form.
type form map[string][]string

// Get returns a field's first value, or "".
func (f form) Get(field string) string {
	if len(f[field]) == 0 {
		return ""
	}
	return f[field][0]
}

// maxFormMemory is how many bytes of an upload stay in memory. It is larger than the limit of any body, so nothing is written to disk.
const maxFormMemory = 1 << 30

// readForm reads a urlencoded or multipart form without the URL's query. For text that cannot be stored it
// returns a models.ValidationErrors together with the fields, so that the form can be shown again. Uploaded
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

// readIDForm reads the id in the URL and a form. The form is nil if either cannot be parsed.
func readIDForm(c *gin.Context) (id int64, fields form, err error) {
	if id, err = parseIDParam(c, "id"); err != nil {
		return 0, nil, err
	}
	fields, err = readForm(c)
	return id, fields, err
}

// validate rejects characters that cannot be stored, and names their field.
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

// validationErrors returns the errors to show at the form's fields, or nil if err is of another kind.
func validationErrors(err error) models.ValidationErrors {
	var wrong models.ValidationErrors
	errors.As(err, &wrong)
	return wrong
}

// renderByID renders the page of the object that the URL names, with an empty form.
func renderByID(c *gin.Context, draw func(*gin.Context, int, int64, views.FormState) error) error {
	id, err := parseIDParam(c, "id")
	if err != nil {
		return err
	}
	return draw(c, http.StatusOK, id, views.FormState{})
}

// redisplayForm returns the form to show again after err, and the status of that response. ok is false if err
// is not about the form's content and has an error page of its own.
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

// sanitizeRedirect returns next if it is a path within Linecheck, else "/", which prevents open redirects.
func sanitizeRedirect(next string) string {
	if !strings.HasPrefix(next, "/") || strings.HasPrefix(next, "//") || strings.ContainsAny(next, "\\\t\r\n") {
		return "/"
	}
	return next
}
