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

// apiRoot is the path under which all API routes are registered.
const apiRoot = "/api/v1"

// operation is one call of the API. Both its route and its entry in the OpenAPI document are generated from
// it, so they always agree.
type operation struct {
	method, path string // path in Gin's syntax, below apiRoot
	operationID  string // the name that generated clients use
	summary      string
	query        []parameter
	endpoint     endpoint          // nil if rawHandler is set
	rawHandler   handlerFunc       // writes its response itself, for streams
	answers      map[int]any       // response status -> a value of the body's type; error responses are derived
	public       bool              // needs no user
	authorize    func(*call) error // refuses the caller before a long body is read; may be nil
}

// parameter is a query parameter.
type parameter struct{ name, description string }

// call is one request to the API.
type call struct {
	h      *Handlers
	c      *gin.Context
	ctx    context.Context // the request's; in a write it carries the transaction
	reader models.Reader
	id     int64 // from the URL; 0 if the path has no id
}

// answer is the result of a call.
type answer struct {
	status   int
	body     any
	article  int64  // the article it is about, or 0
	location string // of the created object, or ""
}

// apiHandler executes a call whose body has been decoded. It may be retried when another call in its batch
// fails, so its only side effects go through the store.
type apiHandler func(*call) (answer, error)

// endpoint decodes a request body and returns the handler that executes the call.
type endpoint interface {
	bodyType() any      // a value of the body's type; nil if there is no body
	bodyOptional() bool // whether the body may be empty
	decode(body []byte) (apiHandler, error)
}

func (d apiHandler) bodyType() any                     { return nil }
func (d apiHandler) bodyOptional() bool                { return true }
func (d apiHandler) decode([]byte) (apiHandler, error) { return d, nil }

// withBody is a handler that requires a body.
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

// withOptionalBody is a handler whose body may be empty.
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

// errReadOnly reports that a token of scope read was used for a change.
var errReadOnly = fmt.Errorf("%w: the token only reads", models.ErrForbidden)

// requireWriteScope rejects changes by a token of scope read with errReadOnly.
func requireWriteScope(c *gin.Context) error {
	if reader(c).ReadOnly && !isSafeMethod(c.Request.Method) {
		return errReadOnly
	}
	return nil
}

// operationHandler parses the id in the URL, runs the operation and loads the body of a conflict.
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

// handleWrite answers a call that changes something. A call with an idempotency key is executed once.
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

// readBody reads the body, which must be JSON. It returns nil for an operation without a body.
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

// execute runs a call and encodes its answer for sending and for the idempotency table.
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

// sendAnswer sends an encoded answer.
func sendAnswer(c *gin.Context, a models.IdempotentResponse) error {
	if a.Location != "" {
		c.Header("Location", a.Location)
	}
	c.Header("Cache-Control", "no-store")
	c.Data(a.Status, gin.MIMEJSON, a.Body)
	return nil
}

// conflict is an error whose response also shows the current state.
type conflict struct {
	error
	loadBody func(*call) (func(problem) any, error)
	body     func(problem) any
}

// Unwrap returns the error without the current state.
func (f *conflict) Unwrap() error { return f.error }

// loadConflictBody loads the current state for a conflict. It runs after the transaction was rolled back.
func loadConflictBody(q *call, err error) error {
	var found *conflict
	if !errors.As(err, &found) {
		return err
	}
	body, unread := found.loadBody(q)
	if unread != nil {
		return unread
	}
	found.body = body
	return err
}

// encodeJSON encodes a value as the API sends it.
func encodeJSON(v any) ([]byte, error) {
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false) // never parsed as HTML, and quotes stay searchable
	if err := encoder.Encode(v); err != nil {
		return nil, fmt.Errorf("writing an answer: %w", err)
	}
	return b.Bytes(), nil
}
