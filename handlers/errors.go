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

// The failures that only a request can have.
var (
	errCrossOrigin       = errors.New("asked for by another site")
	errBadRequest        = errors.New("unreadable request")
	errNotJSON           = errors.New("not sent as JSON")
	errPasswordsDisabled = errors.New("passwords are switched off")

	errMethodNotAllowed = errors.New("method not allowed")
)

// fail answers with an error. Who is signed out is brought to the door and back; a script is told instead.
func (h *Handlers) fail(c *gin.Context, err error) {
	c.Abort()
	if c.Writer.Written() {
		h.logFailure(c, slog.LevelError, fmt.Errorf("half an answer was sent: %w", err))
		panic(http.ErrAbortHandler) // the browser must not take half for the whole
	}
	if c.Request.Context().Err() != nil && errors.Is(err, context.Canceled) {
		return // nobody waits for the answer
	}
	f := toFailure(err)
	if f.Code == models.CodeUnavailable && !isSafeMethod(c.Request.Method) { // it did not come as far as to be written
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
		c.Writer.Header().Del(name) // of the answer that was under way
	}
	c.Header("Cache-Control", "no-store")
	switch {
	case isProgramRequest(c):
		h.sendProblem(c, f, err)
	case f.Status == http.StatusUnauthorized && isSafeMethod(c.Request.Method):
		c.Redirect(http.StatusSeeOther, "/login?next="+url.QueryEscape(c.Request.URL.RequestURI()))
	case f.Code.NotSaved():
		h.renderNotSaved(c, f)
	case f.Code == models.CodeSecondFactorRequired && isSafeMethod(c.Request.Method):
		c.Redirect(http.StatusSeeOther, "/account/second-factor")
	default:
		h.renderErrorPage(c, f)
	}
}

// isProgramRequest reports whether the answer is read by a program: the API and the files taken out.
func isProgramRequest(c *gin.Context) bool {
	return strings.HasPrefix(c.Request.URL.Path, "/api/") || slices.Contains(exportExtensions, path.Ext(c.Request.URL.Path))
}

// exportExtensions are the endings of the files that are taken out.
var exportExtensions = []string{".csv", ".json", ".jsonld", ".xlsx", ".docx"}

// isSafeMethod reports whether a method changes nothing, so that its address can be asked for again.
func isSafeMethod(method string) bool { return method == http.MethodGet || method == http.MethodHead }

// renderErrorPage draws a failure with the layout. Of a server's failure it tells nothing but the id under which the log has it.
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

// problem is a failure as RFC 9457 writes it.
type problem struct {
	Type      problemTypeURI  `json:"type" doc:"The address of the page about the error: it ends in the error's code."`
	Title     string          `json:"title"`
	Status    int             `json:"status"`
	Detail    string          `json:"detail"`
	Errors    []apiFieldError `json:"errors,omitempty" doc:"What is wrong with what was sent, one by one."`
	RequestID string          `json:"request_id,omitempty" doc:"Of a failure of the server: under it the log says more."`
}

// problemTypeURI is the type of a problem, a reference relative to the server's own address: /errors/ and the code.
type problemTypeURI string

// problemTypeURIs are all of them.
func problemTypeURIs() []problemTypeURI {
	pages := make([]problemTypeURI, len(models.ErrorKinds))
	for i, kind := range models.ErrorKinds {
		pages[i] = problemTypeURI(kind.Code.Page())
	}
	return pages
}

// problemMediaType is the media type of a problem.
const problemMediaType = "application/problem+json"

// apiFieldError is what is wrong with one field.
type apiFieldError struct {
	Field  string `json:"field"`
	Detail string `json:"detail"`
}

// sendProblem answers with a failure.
func (h *Handlers) sendProblem(c *gin.Context, f failure, err error) {
	p := problem{Type: problemTypeURI(f.Code.Page()), Title: string(f.Title), Status: f.Status, Detail: f.apiMessage}
	for _, w := range f.fields {
		p.Errors = append(p.Errors, apiFieldError{w.Field, w.Detail})
	}
	if f.Status == http.StatusForbidden || f.Status == http.StatusConflict { // for which there may be a reason of its own
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

// logFailure puts an error into the log with the request it belongs to.
func (h *Handlers) logFailure(c *gin.Context, level slog.Level, err error) {
	h.log.LogAttrs(context.WithoutCancel(c.Request.Context()), level, "request failed", append(logAttributes(c), slog.Any("error", err))...)
}

// retryAfterSeconds is how many seconds a refused client is asked to wait.
func retryAfterSeconds(err error) string {
	var soon rateLimitError
	if errors.As(err, &soon) {
		return strconv.Itoa(soon.seconds)
	}
	return retryAfter
}

// retrySoon is after how many seconds what is no fault of the client's can be tried again.
const retrySoon = "5"

// renamedError is an error whose fields have the names of the API.
type renamedError struct {
	error
	fields models.ValidationErrors
}

// Unwrap is the error itself.
func (r *renamedError) Unwrap() error { return r.error }

// As gives the fields by the API's names.
func (r *renamedError) As(target any) bool {
	fields, asked := target.(*models.ValidationErrors)
	if asked {
		*fields = r.fields
	}
	return asked
}

// renameFields gives the fields that an error names their names in the API, where those are not the ones of the pages' forms.
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

// recoverPanic turns a panic into the page of a server's failure, with its stack in the log.
func (h *Handlers) recoverPanic(c *gin.Context) {
	defer func() {
		cause := recover()
		if cause == nil {
			return
		}
		if err, ok := cause.(error); ok && errors.Is(err, http.ErrAbortHandler) {
			panic(cause) // asked for: the connection is to end
		}
		h.fail(c, models.NewPanicError(cause))
	}()
	c.Next()
}

func notFound(*gin.Context) error { return models.ErrNotFound }

func notAllowed(*gin.Context) error { return errMethodNotAllowed }
