package handlers

import (
	"encoding/json"
	"net/http"
	"strconv"
	"strings"
	"sync"

	"github.com/gin-gonic/gin"
)

// object is a JSON object of the OpenAPI document.
type object map[string]any

// openAPI answers with the description of the API, for programs that make themselves of it.
func (h *Handlers) openAPI(c *gin.Context) error {
	document, err := h.described()
	if err != nil {
		return err
	}
	c.Header("Cache-Control", "no-cache")
	c.Data(http.StatusOK, gin.MIMEJSON, document)
	return nil
}

// describes makes the description once: it is the same for everybody.
func (h *Handlers) describes() func() ([]byte, error) {
	return sync.OnceValues(func() ([]byte, error) { return json.MarshalIndent(h.document(), "", " ") })
}

// document is the OpenAPI 3.1 document of the operations.
func (h *Handlers) document() object {
	schemas := schemas{}
	paths := object{}
	for _, op := range h.operations() {
		path := strings.NewReplacer(":id", "{id}", ":n", "{n}").Replace(op.path)
		if paths[path] == nil {
			paths[path] = object{}
		}
		paths[path].(object)[strings.ToLower(op.method)] = op.described(schemas)
	}
	return object{
		"openapi": "3.1.0",
		"info": object{
			"title":   "Linecheck",
			"version": "1",
			"description": "What a newsroom checks, for its other programs. Offsets are Unicode code points from the start of the revision’s text, half open. " +
				"What the caller may not see is not found.",
		},
		"servers":  []object{{"url": apiRoot}},
		"security": []object{{"token": []string{}}, {"session": []string{}}},
		"paths":    paths,
		"components": object{"schemas": schemas, "securitySchemes": object{
			"token": object{
				"type":        "http",
				"scheme":      "bearer",
				"description": "Made on the page of one's account, or by linecheck token add.",
			},
			"session": object{"type": "apiKey", "in": "cookie", "name": h.cookieName()},
		}},
	}
}

// described is an operation's entry.
func (op operation) described(schemas schemas) object {
	entry := object{"operationId": op.id, "summary": op.summary, "responses": op.responses(schemas)}
	if parameters := op.parameters(); len(parameters) > 0 {
		entry["parameters"] = parameters
	}
	if op.open {
		entry["security"] = []object{}
	}
	if op.do != nil && op.do.sent() != nil {
		entry["requestBody"] = object{
			"required": !op.do.mayBeNone(),
			"content":  object{gin.MIMEJSON: object{"schema": schemas.of(typeOf(op.do.sent()), true)}},
		}
	}
	return entry
}

func (op operation) parameters() []object {
	var list []object
	if strings.Contains(op.path, ":id") {
		list = append(list, object{"name": "id", "in": "path", "required": true, "schema": object{"type": "integer", "minimum": 1}})
	}
	if strings.Contains(op.path, ":n") {
		list = append(
			list,
			object{
				"name":        "n",
				"in":          "path",
				"required":    true,
				"schema":      object{"type": "integer", "minimum": 1},
				"description": "Number of a revision.",
			},
		)
	}
	for _, p := range op.query {
		list = append(list, object{"name": p.name, "in": "query", "description": p.meaning, "schema": object{"type": "string"}})
	}
	if op.do != nil && op.method != http.MethodGet {
		list = append(
			list,
			object{"name": "Idempotency-Key", "in": "header", "schema": object{"type": "string", "minLength": 1, "maxLength": 255},
				"description": "The caller's own name for this deed: sent again with the same body within a day, it answers as the first time and does nothing."},
		)
	}
	return list
}

// responses is what an operation can answer.
func (op operation) responses(schemas schemas) object {
	all := object{}
	for status, body := range op.everyAnswer() {
		response := object{"description": http.StatusText(status)}
		switch kind, raw := body.(media); {
		case raw && kind == gin.MIMEJSON:
			response["content"] = object{gin.MIMEJSON: object{"schema": object{"type": "object"}}}
		case raw:
			response["content"] = object{string(kind): object{"schema": object{"type": "string"}}}
		case status < http.StatusBadRequest:
			response["content"] = object{gin.MIMEJSON: object{"schema": schemas.of(typeOf(body), false)}}
		default:
			response["content"] = object{problemType: object{"schema": schemas.of(typeOf(body), false)}}
		}
		if status == http.StatusTooManyRequests {
			response["headers"] = object{"Retry-After": object{"description": "Seconds to wait.", "schema": object{"type": "integer"}}}
		}
		all[strconv.Itoa(status)] = response
	}
	return all
}
