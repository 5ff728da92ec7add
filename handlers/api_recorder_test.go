package handlers_test

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"linecheck/handlers"
	"linecheck/handlers/sitetest"
	"linecheck/store"
)

// documented is the OpenAPI document as the site hands it out, and every answer that was heard beside it: none may be heard that it does not tell
// of, and at the end none may have gone unheard.
type documented struct {
	t     *testing.T
	site  http.Handler
	doc   map[string]any
	calls []documentedCall
	heard map[string]bool // "POST /articles 201"
}

// documentedCall is one operation.
type documentedCall struct {
	method, path string
	responses    map[string]any
	takes        bool // a body
	open         bool
	answers      map[string]*jsonschema.Schema // by status
}

// String names a call as the document does.
func (c documentedCall) String() string { return c.method + " " + c.path }

// changes reports whether it changes something.
func (c documentedCall) changes() bool { return c.method != http.MethodGet }

func describedBy(t *testing.T, s *store.Store) *documented {
	t.Helper()
	d := &documented{t: t, site: handlers.New(s, handlers.Config{Zone: sitetest.Zone}), heard: map[string]bool{}}
	recorder := httptest.NewRecorder()
	d.site.ServeHTTP(recorder, httptest.NewRequest(http.MethodGet, "/api/v1/openapi.json", nil))
	if recorder.Code != http.StatusOK {
		t.Fatalf("no document: %d %s", recorder.Code, recorder.Body)
	}
	d.doc = parsed(t, recorder.Body.Bytes()).(map[string]any)
	compiler := jsonschema.NewCompiler()
	compiler.AssertFormat()
	strict := closed(d.doc).(map[string]any)
	if err := compiler.AddResource("api.json", strict); err != nil {
		t.Fatal(err)
	}
	for path, item := range d.doc["paths"].(map[string]any) {
		for method, operation := range item.(map[string]any) {
			d.calls = append(d.calls, d.operation(compiler, path, method, operation.(map[string]any)))
		}
	}
	slices.SortFunc(d.calls, func(a, b documentedCall) int { return strings.Compare(a.String(), b.String()) })
	return d
}

// operation reads an operation and compiles the schemas of its answers.
func (d *documented) operation(compiler *jsonschema.Compiler, path, method string, operation map[string]any) documentedCall {
	d.t.Helper()
	c := documentedCall{
		method:    strings.ToUpper(method),
		path:      path,
		responses: operation["responses"].(map[string]any),
		answers:   map[string]*jsonschema.Schema{},
	}
	_, c.takes = operation["requestBody"]
	_, c.open = operation["security"]
	for status, response := range c.responses {
		for kind := range response.(map[string]any)["content"].(map[string]any) {
			if !strings.HasSuffix(kind, "json") {
				continue
			}
			at := "api.json#/paths/" + pointer(path) + "/" + method + "/responses/" + status + "/content/" + pointer(kind) + "/schema"
			schema, err := compiler.Compile(at)
			if err != nil {
				d.t.Fatalf("%s %s: %v", c, status, err)
			}
			c.answers[status] = schema
		}
	}
	return c
}

// pointer writes a name as a part of a JSON pointer in an address.
func pointer(name string) string {
	return strings.NewReplacer("~", "~0", "/", "~1", "{", "%7B", "}", "%7D", "+", "%2B").Replace(name)
}

// parsed reads JSON with its numbers as they stand.
func parsed(t testing.TB, b []byte) any {
	t.Helper()
	v, err := jsonschema.UnmarshalJSON(bytes.NewReader(b))
	if err != nil {
		t.Fatalf("%v in %s", err, b)
	}
	return v
}

// closed is a document in which no object may hold a name that its schema does not, so that nothing is answered that nobody told of.
func closed(v any) any {
	switch v := v.(type) {
	case map[string]any:
		copied := map[string]any{}
		for name, inner := range v {
			copied[name] = closed(inner)
		}
		if _, has := v["properties"].(map[string]any); has && v["type"] == "object" {
			copied["additionalProperties"] = false
		}
		return copied
	case []any:
		copied := make([]any, len(v))
		for i, inner := range v {
			copied[i] = closed(inner)
		}
		return copied
	}
	return v
}

// find is the operation that an address and a method mean.
func (d *documented) find(method, address string) (documentedCall, bool) {
	address, _, _ = strings.Cut(strings.TrimPrefix(address, "/api/v1"), "?")
	parts := strings.Split(address, "/")
	for _, c := range d.calls {
		of := strings.Split(c.path, "/")
		same := c.method == method && len(of) == len(parts)
		for i := range of {
			same = same && (of[i] == parts[i] || strings.HasPrefix(of[i], "{"))
		}
		if same {
			return c, true
		}
	}
	return documentedCall{}, false
}

// apiCall is one request to the API.
type apiCall struct {
	token, cookie, method, path, body, kind, key string
}

// firstPiece records an answer; of one that takes the connection over, as a stream does, what comes before the handler returns.
type firstPiece struct {
	*httptest.ResponseRecorder
	client net.Conn // after the connection was taken over
	heard  bytes.Buffer
	ended  chan struct{}
}

// Hijack takes over a connection whose other end is here.
func (f *firstPiece) Hijack() (net.Conn, *bufio.ReadWriter, error) {
	server, client := net.Pipe()
	f.client, f.ended = client, make(chan struct{})
	go func() {
		defer close(f.ended)
		_, _ = io.Copy(&f.heard, client)
	}()
	return server, nil, nil
}

// answer is what was recorded; a connection that was taken over is closed.
func (f *firstPiece) answer(t testing.TB) sitetest.Reply {
	t.Helper()
	response := f.Result()
	if f.client != nil {
		f.client.Close()
		<-f.ended
		var err error
		if response, err = http.ReadResponse(bufio.NewReader(&f.heard), nil); err != nil {
			t.Fatal(err)
		}
	}
	body, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return sitetest.Reply{Response: response, Text: string(body)}
}

// ask sends a request and holds the answer against the document.
func (d *documented) ask(a apiCall) sitetest.Reply {
	d.t.Helper()
	got := d.call(a)
	d.hear(a, got)
	return got
}

// call sends a request.
func (d *documented) call(a apiCall) sitetest.Reply {
	d.t.Helper()
	request := httptest.NewRequest(a.method, "/api/v1"+a.path, strings.NewReader(a.body)).WithContext(d.t.Context())
	if a.body != "" {
		request.Header.Set("Content-Type", "application/json")
	}
	if a.kind != "" {
		request.Header.Set("Content-Type", a.kind)
	}
	if a.token != "" {
		request.Header.Set("Authorization", "Bearer "+a.token)
	}
	if a.cookie != "" {
		request.AddCookie(&http.Cookie{Name: "linecheck", Value: a.cookie})
	}
	if a.key != "" {
		request.Header.Set("Idempotency-Key", a.key)
	}
	recorder := &firstPiece{ResponseRecorder: httptest.NewRecorder()}
	d.site.ServeHTTP(recorder, request)
	return recorder.answer(d.t)
}

// hear checks an answer.
func (d *documented) hear(a apiCall, got sitetest.Reply) {
	d.t.Helper()
	c, known := d.find(a.method, a.path)
	status := fmt.Sprint(got.StatusCode)
	if !known || c.responses[status] == nil {
		d.t.Errorf("%s %s answered %s, of which the document does not tell: %s", a.method, a.path, status, got.Text)
		return
	}
	d.heard[c.String()+" "+status] = true
	content := c.responses[status].(map[string]any)["content"].(map[string]any)
	kind := got.Header.Get("Content-Type")
	if content[kind] == nil {
		d.t.Errorf("%s %s %s is %q, and the document says %v", a.method, a.path, status, kind, slices.Collect(maps.Keys(content)))
	}
	if schema := c.answers[status]; schema != nil {
		if err := schema.Validate(parsed(d.t, []byte(got.Text))); err != nil {
			d.t.Errorf("%s %s %s: %v\n%s", a.method, a.path, status, err, got.Text)
		}
	}
	if got.StatusCode == http.StatusTooManyRequests && got.Header.Get("Retry-After") == "" {
		d.t.Errorf("%s %s does not say how long to wait", a.method, a.path)
	}
}

// complete fails for every documented answer that was never heard.
func (d *documented) complete() {
	d.t.Helper()
	for _, c := range d.calls {
		for status := range c.responses {
			if !d.heard[c.String()+" "+status] {
				d.t.Errorf("%s is said to answer %s, and never did", c, status)
			}
		}
	}
	d.t.Logf("%d answers of %d calls", len(d.heard), len(d.calls))
}

// into asks for what must be answered with a status, and reads it.
func (d *documented) into(a apiCall, status int, into any) sitetest.Reply {
	d.t.Helper()
	got := d.ask(a)
	if got.StatusCode != status {
		d.t.Fatalf("%s %s: %d, want %d: %s", a.method, a.path, got.StatusCode, status, got.Text)
	}
	if into != nil {
		if err := json.Unmarshal([]byte(got.Text), into); err != nil {
			d.t.Fatal(err)
		}
	}
	return got
}

// valid holds the document against the schema that the OpenAPI Initiative gives out for 3.1 (testdata/openapi-3.1.json). Its
// own schemas are held against JSON Schema's when they are compiled.
func (d *documented) valid() {
	d.t.Helper()
	raw, err := os.ReadFile("testdata/openapi-3.1.json")
	if err != nil {
		d.t.Fatal(err)
	}
	compiler := jsonschema.NewCompiler()
	if err := compiler.AddResource("openapi.json", parsed(d.t, raw)); err != nil {
		d.t.Fatal(err)
	}
	schema, err := compiler.Compile("openapi.json")
	if err != nil {
		d.t.Fatal(err)
	}
	if err := schema.Validate(d.doc); err != nil {
		d.t.Errorf("the document is not OpenAPI 3.1: %v", err)
	}
	broken := maps.Clone(d.doc)
	delete(broken, "info")
	if schema.Validate(broken) == nil {
		d.t.Error("a document without its title passed: the schema proves nothing")
	}
}
