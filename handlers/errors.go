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
	errCrossOrigin = errors.New("asked for by another site")
	errUnreadable  = errors.New("unreadable request")
	errNotJSON     = errors.New("not sent as JSON")
	errNoPasswords = errors.New("passwords are switched off")

	errMethodNotAllowed = errors.New("method not allowed")
)

// fail answers with an error. Who is signed out is brought to the door and back; a script is told instead.
func (h *Handlers) fail(c *gin.Context, err error) {
	c.Abort()
	if c.Writer.Written() {
		h.report(c, slog.LevelError, fmt.Errorf("half an answer was sent: %w", err))
		panic(http.ErrAbortHandler) // the browser must not take half for the whole
	}
	if c.Request.Context().Err() != nil && errors.Is(err, context.Canceled) {
		return // nobody waits for the answer
	}
	f := failureOf(err)
	if f.Code == models.CodeUnavailable && !safe(c.Request.Method) { // it did not come as far as to be written
		f = failureOf(models.ErrNotSaved)
	}
	if f.Status >= http.StatusInternalServerError {
		h.report(c, slog.LevelError, err)
	}
	if f.Status == http.StatusForbidden {
		h.report(c, slog.LevelInfo, err)
	}
	if f.Status == http.StatusTooManyRequests {
		c.Header("Retry-After", retryAfterOf(err))
	}
	if f.Status == http.StatusServiceUnavailable {
		c.Header("Retry-After", soon)
	}
	for _, name := range []string{"Content-Disposition", "Content-Encoding", "Content-Length", "ETag"} {
		c.Writer.Header().Del(name) // of the answer that was under way
	}
	c.Header("Cache-Control", "no-store")
	switch {
	case forScripts(c):
		h.problem(c, f, err)
	case f.Status == http.StatusUnauthorized && safe(c.Request.Method):
		c.Redirect(http.StatusSeeOther, "/login?next="+url.QueryEscape(c.Request.URL.RequestURI()))
	case f.Code.NotSaved():
		h.notSavedPage(c, f)
	case f.Code == models.CodeSecondFactorRequired && safe(c.Request.Method):
		c.Redirect(http.StatusSeeOther, "/account/second-factor")
	default:
		h.errorPage(c, f)
	}
}

// forScripts reports whether the answer is read by a program: the API and the files taken out.
func forScripts(c *gin.Context) bool {
	return strings.HasPrefix(c.Request.URL.Path, "/api/") || slices.Contains(takenOut, path.Ext(c.Request.URL.Path))
}

// takenOut are the endings of the files that are taken out.
var takenOut = []string{".csv", ".json", ".jsonld", ".xlsx", ".docx"}

// safe reports whether a method changes nothing, so that its address can be asked for again.
func safe(method string) bool { return method == http.MethodGet || method == http.MethodHead }

// errorPage draws a failure with the layout. Of a server's failure it tells nothing but the id under which the log has it.
func (h *Handlers) errorPage(c *gin.Context, f failure) {
	e := views.Failure{Status: f.Status, Title: f.Title, Detail: f.Person, Fields: f.fields, SignIn: f.Status == http.StatusUnauthorized}
	if f.Status >= http.StatusInternalServerError {
		e.RequestID = c.GetString(requestIDKey)
	}
	if err := h.render(c, f.Status, views.ErrorPage(h.shell(c, f.Title, ""), e)); err != nil {
		h.report(c, slog.LevelError, err)
		c.String(http.StatusInternalServerError, "Something went wrong (%s).\n", c.GetString(requestIDKey))
	}
}

// problem is a failure as RFC 9457 writes it.
type problem struct {
	Type      problemPage     `json:"type" doc:"The address of the page about the error: it ends in the error's code."`
	Title     string          `json:"title"`
	Status    int             `json:"status"`
	Detail    string          `json:"detail"`
	Errors    []apiFieldError `json:"errors,omitempty" doc:"What is wrong with what was sent, one by one."`
	RequestID string          `json:"request_id,omitempty" doc:"Of a failure of the server: under it the log says more."`
}

// problemPage is the type of a problem, a reference relative to the server's own address: /errors/ and the code.
type problemPage string

// problemPages are all of them.
func problemPages() []problemPage {
	pages := make([]problemPage, len(models.ErrorKinds))
	for i, kind := range models.ErrorKinds {
		pages[i] = problemPage(kind.Code.Page())
	}
	return pages
}

// problemType is the media type of a problem.
const problemType = "application/problem+json"

// apiFieldError is what is wrong with one field.
type apiFieldError struct {
	Field  string `json:"field"`
	Detail string `json:"detail"`
}

// problem answers with a failure.
func (h *Handlers) problem(c *gin.Context, f failure, err error) {
	p := problem{Type: problemPage(f.Code.Page()), Title: f.Title, Status: f.Status, Detail: f.Program}
	for _, w := range f.fields {
		p.Errors = append(p.Errors, apiFieldError(w))
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
	if errors.As(err, &found) && found.told != nil {
		body = found.told(p)
	}
	encoded, _ := encode(body) // strings and numbers always encode
	c.Data(f.Status, problemType, encoded)
}

// report puts an error into the log with the request it belongs to.
func (h *Handlers) report(c *gin.Context, level slog.Level, err error) {
	h.log.LogAttrs(context.WithoutCancel(c.Request.Context()), level, "request failed", append(about(c), slog.Any("error", err))...)
}

// retryAfterOf is how many seconds a refused client is asked to wait.
func retryAfterOf(err error) string {
	var soon tooFast
	if errors.As(err, &soon) {
		return strconv.Itoa(soon.seconds)
	}
	return retryAfter
}

// soon is after how many seconds what is no fault of the client's can be tried again.
const soon = "5"

// renamedError is an error whose fields have the names of the API.
type renamedError struct {
	error
	fields models.Invalid
}

// Unwrap is the error itself.
func (r *renamedError) Unwrap() error { return r.error }

// As gives the fields by the API's names.
func (r *renamedError) As(target any) bool {
	fields, asked := target.(*models.Invalid)
	if asked {
		*fields = r.fields
	}
	return asked
}

// renamed gives the fields that an error names their names in the API, where those are not the ones of the pages' forms.
func renamed(err error, names map[string]string) error {
	fields := slices.Clone(invalid(err))
	if fields == nil {
		return err
	}
	for i, f := range fields {
		fields[i].Field = cmp.Or(names[f.Field], f.Field)
	}
	return &renamedError{err, fields}
}

// recover turns a panic into the page of a server's failure, with its stack in the log.
func (h *Handlers) recover(c *gin.Context) {
	defer func() {
		cause := recover()
		if cause == nil {
			return
		}
		if err, ok := cause.(error); ok && errors.Is(err, http.ErrAbortHandler) {
			panic(cause) // asked for: the connection is to end
		}
		h.fail(c, models.Recovered(cause))
	}()
	c.Next()
}

func notFound(*gin.Context) error { return models.ErrNotFound }

func notAllowed(*gin.Context) error { return errMethodNotAllowed }
