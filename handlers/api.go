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
	operationID  string // what programs that are made of the document call it
	summary      string
	query        []parameter
	endpoint     endpoint          // nil where raw answers
	rawHandler   handlerFunc       // writes its answer itself, as it comes
	answers      map[int]any       // by status, a value of the type of each answer beside the problems that follow from what it is
	public       bool              // whoever asks
	authorize    func(*call) error // refuses the caller before the body is read, where it can be as long as an article; may be nil
}

// parameter is what an address can ask for behind its question mark.
type parameter struct{ name, description string }

// call is one request to the API.
type call struct {
	h      *Handlers
	c      *gin.Context
	ctx    context.Context // the request's; within Once it carries the transaction
	reader models.Reader
	id     int64 // that the address names; 0 where it names none
}

// answer is what a call comes to.
type answer struct {
	status   int
	body     any
	article  int64  // that it tells of
	location string // of what was made, or ""
}

// apiHandler is what a call does, once all that was sent has been read. It may be run again when others of its batch fail, so it
// changes nothing but
// through the store.
type apiHandler func(*call) (answer, error)

// endpoint makes a deed of what was sent.
type endpoint interface {
	bodyType() any      // a value of the type of what is sent; nil where nothing is
	bodyOptional() bool // whether nothing may be sent instead
	decode(body []byte) (apiHandler, error)
}

func (d apiHandler) bodyType() any                     { return nil }
func (d apiHandler) bodyOptional() bool                { return true }
func (d apiHandler) decode([]byte) (apiHandler, error) { return d, nil }

// withBody is a deed that needs what was sent.
type withBody[B any] func(*call, B) (answer, error)

func (t withBody[B]) bodyType() any      { return *new(B) }
func (t withBody[B]) bodyOptional() bool { return false }

func (t withBody[B]) decode(body []byte) (apiHandler, error) {
	var sent B
	if err := decodeJSON(body, &sent); err != nil {
		return nil, err
	}
	return func(q *call) (answer, error) { return t(q, sent) }, nil
}

// withOptionalBody is a deed for which nothing need be sent.
type withOptionalBody[B any] func(*call, B) (answer, error)

func (p withOptionalBody[B]) bodyType() any      { return *new(B) }
func (p withOptionalBody[B]) bodyOptional() bool { return true }

func (p withOptionalBody[B]) decode(body []byte) (apiHandler, error) {
	if len(body) == 0 {
		body = []byte("{}")
	}
	return withBody[B](p).decode(body)
}

// apiRoutes registers every operation.
func (h *Handlers) apiRoutes(anyone routeGroup) {
	programs := anyone.with(h.requireUserOrToken, requireWriteScope, h.apiLimiter.rateLimit)
	operations := h.operations()
	for _, op := range operations {
		at := programs
		if op.public {
			at = anyone
		}
		switch path := apiRoot + op.path; {
		case op.rawHandler != nil:
			at.get(path, op.rawHandler)
		case op.method == http.MethodGet:
			at.get(path, h.operationHandler(op, h.handleRead))
		default:
			at.group.Handle(op.method, path, h.handle(h.operationHandler(op, h.handleWrite)))
		}
	}
}

// errReadOnly is a change that a token was to make that only reads.
var errReadOnly = fmt.Errorf("%w: the token only reads", models.ErrForbidden)

// requireWriteScope turns away changes by a token that only reads.
func requireWriteScope(c *gin.Context) error {
	if reader(c).ReadOnly && !isSafeMethod(c.Request.Method) {
		return errReadOnly
	}
	return nil
}

// operationHandler is an operation as an action: what the address names is read, and what goes wrong is filled in.
func (h *Handlers) operationHandler(op operation, run func(operation, *call) error) handlerFunc {
	return func(c *gin.Context) error {
		q := &call{h: h, c: c, ctx: c.Request.Context(), reader: reader(c)}
		var err error
		if strings.Contains(op.path, ":id") {
			if q.id, err = parseIDParam(c, "id"); err != nil {
				return err
			}
		}
		return loadConflictBody(q, run(op, q))
	}
}

// handleRead answers a call that changes nothing.
func (h *Handlers) handleRead(op operation, q *call) error {
	do, err := op.endpoint.decode(nil)
	if err != nil {
		return err
	}
	a, err := do(q)
	if err != nil {
		return err
	}
	return sendJSON(q.c, a.status, a.body)
}

// handleWrite answers a call that changes something: once, where it names its deed by a key.
func (h *Handlers) handleWrite(op operation, q *call) error {
	if op.authorize != nil {
		if err := op.authorize(q); err != nil {
			return err
		}
	}
	body, err := readBody(op, q.c)
	if err != nil {
		return err
	}
	do, err := op.endpoint.decode(body)
	if err != nil {
		return err
	}
	keys := q.c.Request.Header.Values("Idempotency-Key")
	if len(keys) == 0 {
		kept, err := q.execute(q.ctx, do)
		if err != nil {
			return err
		}
		return sendAnswer(q.c, kept)
	}
	sum := sha256.Sum256(body)
	once := models.IdempotentRequest{
		Key:        strings.Join(keys, ","),
		Request:    op.method + " " + q.c.Request.URL.RequestURI(),
		BodySHA256: hex.EncodeToString(sum[:]),
	}
	kept, again, err := h.store.RunIdempotent(
		q.ctx,
		q.reader,
		once,
		func(ctx context.Context) (models.IdempotentResponse, error) { return q.execute(ctx, do) },
	)
	if err != nil {
		return err
	}
	if again {
		q.c.Header("Idempotency-Replayed", "true")
	}
	return sendAnswer(q.c, kept)
}

// readBody reads what was sent, which must be JSON, where the operation takes anything.
func readBody(op operation, c *gin.Context) ([]byte, error) {
	if op.endpoint.bodyType() == nil {
		return nil, nil
	}
	body, err := io.ReadAll(c.Request.Body)
	var large *http.MaxBytesError
	switch {
	case errors.As(err, &large):
		return nil, err
	case err != nil:
		return nil, fmt.Errorf("%w: %w", errBadRequest, err)
	case c.ContentType() != gin.MIMEJSON && !(op.endpoint.bodyOptional() && len(body) == 0):
		return nil, errNotJSON
	}
	return body, nil
}

// execute does a deed and writes its answer out, as it is sent and kept.
func (q *call) execute(ctx context.Context, do apiHandler) (models.IdempotentResponse, error) {
	inside := *q
	inside.ctx = ctx
	a, err := do(&inside)
	if err != nil {
		return models.IdempotentResponse{}, err
	}
	body, err := encodeJSON(a.body)
	return models.IdempotentResponse{ArticleID: a.article, Status: a.status, Location: a.location, Body: body}, err
}

// sendAnswer sends an answer as it is kept.
func sendAnswer(c *gin.Context, a models.IdempotentResponse) error {
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
	loadBody func(*call) (func(problem) any, error)
	body     func(problem) any
}

// Unwrap is the refusal itself.
func (f *conflict) Unwrap() error { return f.error }

// loadConflictBody reads what a conflict is to show: after the deed, which has left nothing behind.
func loadConflictBody(q *call, err error) error {
	var found *conflict
	if !errors.As(err, &found) {
		return err
	}
	told, unread := found.loadBody(q)
	if unread != nil {
		return unread
	}
	found.body = told
	return err
}

// encodeJSON writes a value as the API sends it.
func encodeJSON(v any) ([]byte, error) {
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false) // it is never read as HTML, and quotes are to be found in it
	if err := encoder.Encode(v); err != nil {
		return nil, fmt.Errorf("writing an answer: %w", err)
	}
	return b.Bytes(), nil
}
