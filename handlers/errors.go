package handlers

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"path"
	"runtime/debug"
	"slices"
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"

	"linecheck/models"
	"linecheck/store"
	"linecheck/views"
)

// The failures that only a request can have.
var (
	errCrossOrigin = errors.New("asked for by another site")
	errUnreadable  = errors.New("unreadable request")
	errNoSuchDeed  = errors.New("method not allowed")
	errNotJSON     = errors.New("not sent as JSON")
	errNoPasswords = errors.New("passwords are switched off")
)

// failure is an error as the person sees it: one clear sentence and a way on.
type failure struct {
	status int
	title  string
	detail string
	fields models.Invalid
}

// failureOf is the one place that says which error is which answer.
func failureOf(err error) failure {
	var wrong models.Invalid
	var large *http.MaxBytesError
	switch {
	case errors.Is(err, models.ErrStale):
		return failure{http.StatusConflict, "Changed meanwhile", "Someone changed this while you were at it, so nothing was saved. Go back, load the page again and compare.", invalid(err)}
	case errors.Is(err, errReadOnly):
		return failure{http.StatusForbidden, "Reading only", "This token only reads: a change needs one of scope write.", nil}
	case errors.Is(err, models.ErrForbidden):
		return failure{http.StatusForbidden, "Not your role", "Your role on this desk does not allow that; an administrator of the desk can change it.", invalid(err)}
	case errors.As(err, &wrong):
		return failure{http.StatusUnprocessableEntity, "That cannot be kept", "Something that was typed breaks a rule. Go back: what you typed is still there.", wrong}
	case errors.As(err, &large):
		return failure{http.StatusRequestEntityTooLarge, "Too large", fmt.Sprintf("What was sent is larger than the limit of %d bytes.", large.Limit), nil}
	case errors.Is(err, models.ErrNotFound):
		return failure{http.StatusNotFound, "Not found", "There is nothing at this address, or it is not yours to see.", nil}
	case errors.Is(err, models.ErrSignedOut):
		return failure{http.StatusUnauthorized, "Please sign in", "You are not signed in, or your session has ended. Sign in and try again.", nil}
	case errors.Is(err, errNoFactor):
		return failure{http.StatusForbidden, "A second factor first", "Your role asks for a second factor. Set it up on the page of your account; then this opens.", nil}
	case errors.Is(err, errNoPasswords):
		return failure{http.StatusForbidden, "Not with a password", "Passwords are switched off here: everybody signs in by the single sign-on.", nil}
	case errors.Is(err, errCrossOrigin):
		return failure{http.StatusForbidden, "Refused", "That came from another site, so nothing was changed.", nil}
	case errors.Is(err, models.ErrTaken):
		return failure{http.StatusConflict, "Taken already", "That name or address is in use already. Go back and choose another.", nil}
	case errors.Is(err, models.ErrUsed):
		return failure{http.StatusGone, "This link has been used", "The link works once and for a few days only. Ask for a new one, or sign in if you have a password.", nil}
	case errors.Is(err, models.ErrTooMany):
		return failure{http.StatusTooManyRequests, "Too many attempts", "There were too many attempts in a short time. Wait a few minutes and try again.", nil}
	case errors.Is(err, models.ErrUnknownWord):
		return failure{http.StatusUnprocessableEntity, "Unknown choice", "One of the choices is not one we know. Go back and choose from the list.", nil}
	case errors.Is(err, errUnreadable):
		return failure{http.StatusBadRequest, "Unreadable", "What was sent could not be read: as a form, or as JSON where that is asked for.", nil}
	case errors.Is(err, errNotJSON):
		return failure{http.StatusUnsupportedMediaType, "Not a kind we read", "This address reads JSON: send it as application/json.", nil}
	case errors.Is(err, errNoSuchDeed):
		return failure{http.StatusMethodNotAllowed, "Not done this way", "This address does not answer to that kind of request.", nil}
	}
	switch {
	case errors.Is(err, models.ErrUnsure):
		return failure{http.StatusServiceUnavailable, notSaved, "The answer of the database or of the disk was lost, so this does not count as saved, and your text is still here. In a moment look whether it arrived all the same, then send it again.", nil}
	case errors.Is(err, models.ErrNotSaved):
		return failure{http.StatusServiceUnavailable, notSaved, "The database or the disk could not write this down, so it was not saved, and your text is still here. Send it again in a moment.", nil}
	case store.Unavailable(err):
		return failure{http.StatusServiceUnavailable, notThere, "The records cannot be reached just now. Nothing is lost that was saved. Try again in a moment.", nil}
	}
	return failure{http.StatusInternalServerError, "Something went wrong", "This is our mistake; it has been noted. Nothing was changed unless the page said so. Please try again.", nil}
}

// The titles of what is the database's or the disk's trouble alone.
const (
	notSaved = "Not saved"
	notThere = "Not to be reached"
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
	if f.title == notThere && !safe(c.Request.Method) { // it did not come as far as to be written
		f = failureOf(models.ErrNotSaved)
	}
	if f.status >= http.StatusInternalServerError {
		h.report(c, slog.LevelError, err)
	}
	if f.status == http.StatusForbidden {
		h.report(c, slog.LevelInfo, err)
	}
	if f.status == http.StatusTooManyRequests {
		c.Header("Retry-After", retryAfterOf(err))
	}
	if f.status == http.StatusServiceUnavailable {
		c.Header("Retry-After", soon)
	}
	for _, name := range []string{"Content-Disposition", "Content-Encoding", "Content-Length", "ETag"} {
		c.Writer.Header().Del(name) // of the answer that was under way
	}
	c.Header("Cache-Control", "no-store")
	switch {
	case forScripts(c):
		h.problem(c, f, err)
	case f.status == http.StatusUnauthorized && safe(c.Request.Method):
		c.Redirect(http.StatusSeeOther, "/login?next="+url.QueryEscape(c.Request.URL.RequestURI()))
	case f.title == notSaved:
		h.notSavedPage(c, f)
	case errors.Is(err, errNoFactor) && safe(c.Request.Method):
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
	e := views.Failure{Status: f.status, Title: f.title, Detail: f.detail, Fields: f.fields, SignIn: f.status == http.StatusUnauthorized}
	if f.status >= http.StatusInternalServerError {
		e.RequestID = c.GetString(requestIDKey)
	}
	if err := h.render(c, f.status, views.ErrorPage(h.shell(c, f.title, ""), e)); err != nil {
		h.report(c, slog.LevelError, err)
		c.String(http.StatusInternalServerError, "Something went wrong (%s).\n", c.GetString(requestIDKey))
	}
}

// problem is a failure as RFC 9457 writes it.
type problem struct {
	Type      string          `json:"type"`
	Title     string          `json:"title"`
	Status    int             `json:"status"`
	Detail    string          `json:"detail"`
	Errors    []apiFieldError `json:"errors,omitempty" doc:"What is wrong with what was sent, one by one."`
	RequestID string          `json:"request_id,omitempty" doc:"Of a failure of the server: under it the log says more."`
}

// problemType is the media type of a problem.
const problemType = "application/problem+json"

// apiFieldError is what is wrong with one field.
type apiFieldError struct {
	Field  string `json:"field"`
	Detail string `json:"detail"`
}

// toldPrograms is what a program is told where a person's sentence speaks of pages and forms, by title.
var toldPrograms = map[string]string{
	"Changed meanwhile":    "This changed since it was read, so nothing was done. Read it again, and compare.",
	"That cannot be kept":  "What was sent breaks a rule, so nothing was done: see errors.",
	"Please sign in":       "Send a token that is in force, as Authorization: Bearer TOKEN.",
	"Too many attempts":    "These are too many calls in a short time. Wait as long as Retry-After says.",
	notSaved:               "The database or the disk could not write this down, so it does not count as done. The same call with the same Idempotency-Key does it once, and finds out.",
	"Something went wrong": "This is our mistake; the log has it under request_id. Nothing was done unless the answer was lost on its way: the same call with the same Idempotency-Key finds out.",
}

// problem answers with a failure.
func (h *Handlers) problem(c *gin.Context, f failure, err error) {
	p := problem{Type: "about:blank", Title: f.title, Status: f.status, Detail: f.detail}
	if told := toldPrograms[f.title]; told != "" {
		p.Detail = told
	}
	for _, w := range f.fields {
		p.Errors = append(p.Errors, apiFieldError(w))
	}
	if f.status >= http.StatusInternalServerError {
		p.RequestID = c.GetString(requestIDKey)
	}
	if f.status == http.StatusUnauthorized {
		c.Header("WWW-Authenticate", `Bearer realm="Linecheck"`)
	}
	var body any = p
	var found *conflict
	if errors.As(err, &found) && found.told != nil {
		body = found.told(p)
	}
	encoded, _ := encode(body) // strings and numbers always encode
	c.Data(f.status, problemType, encoded)
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
		h.fail(c, fmt.Errorf("panic: %v\n%s", cause, debug.Stack()))
	}()
	c.Next()
}

func notFound(*gin.Context) error { return models.ErrNotFound }

func notAllowed(*gin.Context) error { return errNoSuchDeed }
