package handlers

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"

	"github.com/gin-gonic/gin"

	"linecheck/models"
)

// apiRoot is where the API lives.
const apiRoot = "/api/v1"

// operation is one call of the API. Its route and its entry in the OpenAPI document are made of it, so that neither can say what the other
// does not.
type operation struct {
	method, path string // the path as Gin writes it, below apiRoot
	id           string // what programs that are made of the document call it
	summary      string
	query        []parameter
	do           doing       // nil where raw answers
	raw          action      // writes its answer itself, as it comes
	answers      map[int]any // by status, a value of the type of each answer beside the problems that follow from what it is
	open         bool        // whoever asks
}

// parameter is what an address can ask for behind its question mark.
type parameter struct{ name, meaning string }

// call is one request to the API.
type call struct {
	h   *Handlers
	c   *gin.Context
	ctx context.Context // the request's; within Once it carries the transaction
	who models.Reader
	id  int64 // that the address names; 0 where it names none
}

// answer is what a call comes to.
type answer struct {
	status   int
	body     any
	article  int64  // that it tells of
	location string // of what was made, or ""
}

// deed is what a call does, once all that was sent has been read. It may be run again when others of its batch fail, so it changes nothing but
// through the store.
type deed func(*call) (answer, error)

// doing makes a deed of what was sent.
type doing interface {
	sent() any       // a value of the type of what is sent; nil where nothing is
	mayBeNone() bool // whether nothing may be sent instead
	read(body []byte) (deed, error)
}

func (d deed) sent() any                 { return nil }
func (d deed) mayBeNone() bool           { return true }
func (d deed) read([]byte) (deed, error) { return d, nil }

// taking is a deed that needs what was sent.
type taking[B any] func(*call, B) (answer, error)

func (t taking[B]) sent() any       { return *new(B) }
func (t taking[B]) mayBeNone() bool { return false }

func (t taking[B]) read(body []byte) (deed, error) {
	var sent B
	if err := decode(body, &sent); err != nil {
		return nil, err
	}
	return func(q *call) (answer, error) { return t(q, sent) }, nil
}

// perhaps is a deed for which nothing need be sent.
type perhaps[B any] func(*call, B) (answer, error)

func (p perhaps[B]) sent() any       { return *new(B) }
func (p perhaps[B]) mayBeNone() bool { return true }

func (p perhaps[B]) read(body []byte) (deed, error) {
	if len(body) == 0 {
		body = []byte("{}")
	}
	return taking[B](p).read(body)
}

// apiRoutes registers every operation.
func (h *Handlers) apiRoutes(anyone door) {
	programs := anyone.behind(h.admitScripts, refuseReading, h.calls.slow)
	operations := h.operations()
	for _, op := range operations {
		at := programs
		if op.open {
			at = anyone
		}
		switch path := apiRoot + op.path; {
		case op.raw != nil:
			at.get(path, op.raw)
		case op.method == http.MethodGet:
			at.get(path, h.runs(op, h.ask))
		default:
			at.group.Handle(op.method, path, h.page(h.runs(op, h.change)))
		}
	}
}

// errReadOnly is a change that a token was to make that only reads.
var errReadOnly = fmt.Errorf("%w: the token only reads", models.ErrForbidden)

// refuseReading turns away changes by a token that only reads.
func refuseReading(c *gin.Context) error {
	if reader(c).ReadOnly && !safe(c.Request.Method) {
		return errReadOnly
	}
	return nil
}

// runs is an operation as an action: what the address names is read, and what goes wrong is filled in.
func (h *Handlers) runs(op operation, run func(operation, *call) error) action {
	return func(c *gin.Context) error {
		q := &call{h: h, c: c, ctx: c.Request.Context(), who: reader(c)}
		var err error
		if strings.Contains(op.path, ":id") {
			if q.id, err = paramID(c, "id"); err != nil {
				return err
			}
		}
		return fill(q, run(op, q))
	}
}

// ask answers a call that changes nothing.
func (h *Handlers) ask(op operation, q *call) error {
	do, err := op.do.read(nil)
	if err != nil {
		return err
	}
	a, err := do(q)
	if err != nil {
		return err
	}
	return sendJSON(q.c, a.status, a.body)
}

// change answers a call that changes something: once, where it names its deed by a key.
func (h *Handlers) change(op operation, q *call) error {
	body, err := bodyFor(op, q.c)
	if err != nil {
		return err
	}
	do, err := op.do.read(body)
	if err != nil {
		return err
	}
	keys := q.c.Request.Header.Values("Idempotency-Key")
	if len(keys) == 0 {
		kept, err := q.kept(q.ctx, do)
		if err != nil {
			return err
		}
		return send(q.c, kept)
	}
	sum := sha256.Sum256(body)
	once := models.Once{
		Key:        strings.Join(keys, ","),
		Request:    op.method + " " + q.c.Request.URL.RequestURI(),
		BodySHA256: hex.EncodeToString(sum[:]),
	}
	kept, again, err := h.store.Once(q.ctx, q.who, once, func(ctx context.Context) (models.Answer, error) { return q.kept(ctx, do) })
	if err != nil {
		return err
	}
	if again {
		q.c.Header("Idempotency-Replayed", "true")
	}
	return send(q.c, kept)
}

// bodyFor reads what was sent, which must be JSON, where the operation takes anything.
func bodyFor(op operation, c *gin.Context) ([]byte, error) {
	if op.do.sent() == nil {
		return nil, nil
	}
	body, err := io.ReadAll(c.Request.Body)
	var large *http.MaxBytesError
	switch {
	case errors.As(err, &large):
		return nil, err
	case err != nil:
		return nil, fmt.Errorf("%w: %w", errUnreadable, err)
	case c.ContentType() != gin.MIMEJSON && !(op.do.mayBeNone() && len(body) == 0):
		return nil, errNotJSON
	}
	return body, nil
}

// kept does a deed and writes its answer out, as it is sent and kept.
func (q *call) kept(ctx context.Context, do deed) (models.Answer, error) {
	inside := *q
	inside.ctx = ctx
	a, err := do(&inside)
	if err != nil {
		return models.Answer{}, err
	}
	body, err := encode(a.body)
	return models.Answer{ArticleID: a.article, Status: a.status, Location: a.location, Body: body}, err
}

// send sends an answer as it is kept.
func send(c *gin.Context, a models.Answer) error {
	if a.Location != "" {
		c.Header("Location", a.Location)
	}
	c.Header("Cache-Control", "no-store")
	c.Data(a.Status, gin.MIMEJSON, a.Body)
	return nil
}

// conflict is a refusal that shows besides how things are now.
type conflict struct {
	error
	show func(*call) (func(problem) any, error)
	told func(problem) any
}

// Unwrap is the refusal itself.
func (f *conflict) Unwrap() error { return f.error }

// fill reads what a conflict is to show: after the deed, which has left nothing behind.
func fill(q *call, err error) error {
	var found *conflict
	if !errors.As(err, &found) {
		return err
	}
	told, unread := found.show(q)
	if unread != nil {
		return unread
	}
	found.told = told
	return err
}

// encode writes a value as the API sends it.
func encode(v any) ([]byte, error) {
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false) // it is never read as HTML, and quotes are to be found in it
	if err := encoder.Encode(v); err != nil {
		return nil, fmt.Errorf("writing an answer: %w", err)
	}
	return b.Bytes(), nil
}
