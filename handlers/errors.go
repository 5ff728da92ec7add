package handlers

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"path"
	"slices"
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"

	"linecheck/models"
	"linecheck/views"
)

// Errors about the request itself.
var (
	errCrossOrigin       = errors.New("asked for by another site")
	errBadRequest        = errors.New("unreadable request")
	errNotJSON           = errors.New("not sent as JSON")
	errPasswordsDisabled = errors.New("passwords are switched off")

	errMethodNotAllowed = errors.New("method not allowed")
)

// fail sends an error. Without a session, a page redirects to the login; a script gets the status.
func (h *Handlers) fail(c *gin.Context, err error) {
	c.Abort()
	if c.Writer.Written() {
		h.logFailure(c, slog.LevelError, fmt.Errorf("half an answer was sent: %w", err))
		panic(http.ErrAbortHandler) // aborts the connection, so that the browser does not show half a page as if it were complete
	}
	if c.Request.Context().Err() != nil && errors.Is(err, context.Canceled) {
		return // the client is gone
	}
	f := toFailure(err)
	if f.Code == models.CodeUnavailable && !isSafeMethod(c.Request.Method) { // the change was not written
		f = toFailure(models.ErrNotSaved)
	}
	if f.Status >= http.StatusInternalServerError {
		h.logFailure(c, slog.LevelError, err)
	}
	if f.Status == http.StatusForbidden {
		h.logFailure(c, slog.LevelInfo, err)
	}
	if f.Status == http.StatusTooManyRequests {
		c.Header("Retry-After", retryAfterSeconds(err))
	}
	if f.Status == http.StatusServiceUnavailable {
		c.Header("Retry-After", retrySoon)
	}
	for _, name := range []string{"Content-Disposition", "Content-Encoding", "Content-Length", "ETag"} {
		c.Writer.Header().Del(name) // set for the response that failed
	}
	c.Header("Cache-Control", "no-store")
	switch {
	case isProgramRequest(c):
		h.sendProblem(c, f, err)
	case f.Status == http.StatusUnauthorized && isSafeMethod(c.Request.Method):
		c.Redirect(http.StatusSeeOther, "/login?next="+url.QueryEscape(c.Request.URL.RequestURI()))
	case f.Status == http.StatusUnauthorized && h.renderSignInFirst(c):
	case f.Code.NotSaved():
		h.renderNotSaved(c, f)
	case f.Code == models.CodeSecondFactorRequired && isSafeMethod(c.Request.Method):
		c.Redirect(http.StatusSeeOther, "/account/second-factor")
	default:
		h.renderErrorPage(c, f)
	}
}

// isProgramRequest reports whether a program reads the response: the API and exported files.
func isProgramRequest(c *gin.Context) bool {
	return strings.HasPrefix(c.Request.URL.Path, "/api/") || slices.Contains(exportExtensions, path.Ext(c.Request.URL.Path))
}

// exportExtensions are the file extensions of exports.
var exportExtensions = []string{".csv", ".json", ".jsonld", ".xlsx", ".docx"}

// isSafeMethod reports whether a method changes nothing, so the request can be repeated.
func isSafeMethod(method string) bool { return method == http.MethodGet || method == http.MethodHead }

// renderErrorPage renders an error in the layout. For an internal error it shows only the request id, which
// the log contains.
func (h *Handlers) renderErrorPage(c *gin.Context, f failure) {
	e := views.Failure{Status: f.Status, Title: f.Title, Detail: f.userMessage, Fields: f.fields, SignIn: f.Status == http.StatusUnauthorized}
	if f.Status >= http.StatusInternalServerError {
		e.RequestID = c.GetString(requestIDKey)
	}
	if err := h.render(c, f.Status, views.ErrorPage(h.newPage(c, f.Title, ""), e)); err != nil {
		h.logFailure(c, slog.LevelError, err)
		c.String(http.StatusInternalServerError, "Something went wrong (%s).\n", c.GetString(requestIDKey))
	}
}

// problem is an error response in the format of RFC 9457.
type problem struct {
	Type      problemTypeURI  `json:"type" doc:"The address of the page about the error: it ends in the error's code."`
	Title     string          `json:"title"`
	Status    int             `json:"status"`
	Detail    string          `json:"detail"`
	Errors    []apiFieldError `json:"errors,omitempty" doc:"What is wrong with what was sent, one by one."`
	RequestID string          `json:"request_id,omitempty" doc:"Of a failure of the server: under it the log says more."`
}

// problemTypeURI is the type of a problem, a URL relative to the server: /errors/ and the code.
type problemTypeURI string

// problemTypeURIs returns the type of every error code.
func problemTypeURIs() []problemTypeURI {
	pages := make([]problemTypeURI, len(models.ErrorKinds))
	for i, kind := range models.ErrorKinds {
		pages[i] = problemTypeURI(kind.Code.Page())
	}
	return pages
}

// problemMediaType is the media type of a problem.
const problemMediaType = "application/problem+json"

// apiFieldError is the error of one field.
type apiFieldError struct {
	Field  string `json:"field"`
	Detail string `json:"detail"`
}

// sendProblem sends an error as a problem.
func (h *Handlers) sendProblem(c *gin.Context, f failure, err error) {
	p := problem{Type: problemTypeURI(f.Code.Page()), Title: string(f.Title), Status: f.Status, Detail: f.apiMessage}
	for _, w := range f.fields {
		p.Errors = append(p.Errors, apiFieldError{w.Field, w.Detail})
	}
	if f.Status == http.StatusForbidden || f.Status == http.StatusConflict { // the fields may have a more specific message
		p.Detail = cmp.Or(f.fields.Sentences(), p.Detail)
	}
	if f.Status >= http.StatusInternalServerError {
		p.RequestID = c.GetString(requestIDKey)
	}
	if f.Status == http.StatusUnauthorized {
		c.Header("WWW-Authenticate", `Bearer realm="Linecheck"`)
	}
	var body any = p
	var found *conflict
	if errors.As(err, &found) && found.body != nil {
		body = found.body(p)
	}
	encoded, _ := encodeJSON(body) // strings and numbers always encode
	c.Data(f.Status, problemMediaType, encoded)
}

// logFailure logs an error with the attributes of its request.
func (h *Handlers) logFailure(c *gin.Context, level slog.Level, err error) {
	h.log.LogAttrs(context.WithoutCancel(c.Request.Context()), level, "request failed", append(logAttributes(c), slog.Any("error", err))...)
}

// retryAfterSeconds returns the value of the Retry-After header, in seconds.
func retryAfterSeconds(err error) string {
	var soon rateLimitError
	if errors.As(err, &soon) {
		return strconv.Itoa(soon.seconds)
	}
	return retryAfter
}

// retrySoon is the Retry-After of a temporary failure of the server, in seconds.
const retrySoon = "5"

// renamedError is an error whose fields have the API's names.
type renamedError struct {
	error
	fields models.ValidationErrors
}

// Unwrap returns the original error.
func (r *renamedError) Unwrap() error { return r.error }

// As returns the fields by the API's names.
func (r *renamedError) As(target any) bool {
	fields, asked := target.(*models.ValidationErrors)
	if asked {
		*fields = r.fields
	}
	return asked
}

// renameFields replaces the field names of the pages' forms by those of the API.
func renameFields(err error, names map[string]string) error {
	fields := slices.Clone(validationErrors(err))
	if fields == nil {
		return err
	}
	for i, f := range fields {
		fields[i].Field = cmp.Or(names[f.Field], f.Field)
	}
	return &renamedError{err, fields}
}

// recoverPanic turns a panic into an internal error, and logs its stack.
func (h *Handlers) recoverPanic(c *gin.Context) {
	defer func() {
		cause := recover()
		if cause == nil {
			return
		}
		if err, ok := cause.(error); ok && errors.Is(err, http.ErrAbortHandler) {
			panic(cause) // intended, to close the connection
		}
		h.fail(c, models.NewPanicError(cause))
	}()
	c.Next()
}

func notFound(*gin.Context) error { return models.ErrNotFound }

func notAllowed(*gin.Context) error { return errMethodNotAllowed }
