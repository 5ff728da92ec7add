package handlers

import (
	"encoding/json"
	"net/http"
	"strconv"
	"strings"
	"sync"

	"github.com/gin-gonic/gin"
)

// jsonObject is a JSON object of the OpenAPI document.
type jsonObject map[string]any

// sendOpenAPI sends the OpenAPI document, for client generators.
func (h *Handlers) sendOpenAPI(c *gin.Context) error {
	document, err := h.openAPIDocument()
	if err != nil {
		return err
	}
	c.Header("Cache-Control", "no-cache")
	c.Data(http.StatusOK, gin.MIMEJSON, document)
	return nil
}

// cacheOpenAPIDocument builds the document once, as it is the same for everybody.
func (h *Handlers) cacheOpenAPIDocument() func() ([]byte, error) {
	return sync.OnceValues(func() ([]byte, error) { return json.MarshalIndent(h.buildOpenAPIDocument(), "", " ") })
}

// buildOpenAPIDocument builds the OpenAPI 3.1 document of all operations.
func (h *Handlers) buildOpenAPIDocument() jsonObject {
	schemas := schemaSet{}
	paths := jsonObject{}
	for _, op := range h.operations() {
		path := strings.NewReplacer(":id", "{id}", ":n", "{n}").Replace(op.path)
		if paths[path] == nil {
			paths[path] = jsonObject{}
		}
		paths[path].(jsonObject)[strings.ToLower(op.method)] = op.openAPIEntry(schemas)
	}
	return jsonObject{
		"openapi": "3.1.0",
		"info": jsonObject{
			"title":   "Linecheck",
			"version": "1",
			"description": "What a newsroom checks, for its other programs. Offsets are Unicode code points from the start of the revision’s text, half open. " +
				"What the caller may not see is not found.",
		},
		"servers":  []jsonObject{{"url": apiRoot}},
		"security": []jsonObject{{"token": []string{}}, {"session": []string{}}},
		"paths":    paths,
		"components": jsonObject{"schemas": schemas, "securitySchemes": jsonObject{
			"token": jsonObject{
				"type":        "http",
				"scheme":      "bearer",
				"description": "Made on the page of one's account, or by linecheck token add.",
			},
			"session": jsonObject{"type": "apiKey", "in": "cookie", "name": h.cookieName()},
		}},
	}
}

// openAPIEntry returns an operation's entry.
func (op operation) openAPIEntry(schemas schemaSet) jsonObject {
	entry := jsonObject{"operationId": op.operationID, "summary": op.summary, "responses": op.responses(schemas)}
	if parameters := op.parameters(); len(parameters) > 0 {
		entry["parameters"] = parameters
	}
	if op.public {
		entry["security"] = []jsonObject{}
	}
	if op.endpoint != nil && op.endpoint.bodyType() != nil {
		entry["requestBody"] = jsonObject{
			"required": !op.endpoint.bodyOptional(),
			"content":  jsonObject{gin.MIMEJSON: jsonObject{"schema": schemas.schemaFor(reflectType(op.endpoint.bodyType()), true)}},
		}
	}
	return entry
}

func (op operation) parameters() []jsonObject {
	var list []jsonObject
	if strings.Contains(op.path, ":id") {
		list = append(list, jsonObject{"name": "id", "in": "path", "required": true, "schema": jsonObject{"type": "integer", "minimum": 1}})
	}
	if strings.Contains(op.path, ":n") {
		list = append(
			list,
			jsonObject{
				"name":        "n",
				"in":          "path",
				"required":    true,
				"schema":      jsonObject{"type": "integer", "minimum": 1},
				"description": "Number of a revision.",
			},
		)
	}
	for _, p := range op.query {
		list = append(list, jsonObject{"name": p.name, "in": "query", "description": p.description, "schema": jsonObject{"type": "string"}})
	}
	if op.endpoint != nil && op.method != http.MethodGet {
		list = append(
			list,
			jsonObject{"name": "Idempotency-Key", "in": "header", "schema": jsonObject{"type": "string", "minLength": 1, "maxLength": 255},
				"description": "A key that the caller chooses for this request. " +
					"The same key and body within a day return the first answer and change nothing."},
		)
	}
	return list
}

// responses returns the responses of an operation.
func (op operation) responses(schemas schemaSet) jsonObject {
	all := jsonObject{}
	for status, body := range op.answersByStatus() {
		response := jsonObject{"description": http.StatusText(status)}
		switch kind, raw := body.(rawMediaType); {
		case raw && kind == gin.MIMEJSON:
			response["content"] = jsonObject{gin.MIMEJSON: jsonObject{"schema": jsonObject{"type": "object"}}}
		case raw:
			response["content"] = jsonObject{string(kind): jsonObject{"schema": jsonObject{"type": "string"}}}
		case status < http.StatusBadRequest:
			response["content"] = jsonObject{gin.MIMEJSON: jsonObject{"schema": schemas.schemaFor(reflectType(body), false)}}
		default:
			response["content"] = jsonObject{problemMediaType: jsonObject{"schema": schemas.schemaFor(reflectType(body), false)}}
		}
		if status == http.StatusTooManyRequests {
			response["headers"] = jsonObject{
				"Retry-After": jsonObject{"description": "Seconds to wait.", "schema": jsonObject{"type": "integer"}},
			}
		}
		all[strconv.Itoa(status)] = response
	}
	return all
}
