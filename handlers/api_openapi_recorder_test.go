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
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"linecheck/handlers"
	"linecheck/handlers/sitetest"
	"linecheck/store"
)

// openAPIRecorder compares every response with the OpenAPI document that the site serves: no response may be
// undocumented, and at the end every documented response must have been seen.
type openAPIRecorder struct {
	t     *testing.T
	site  http.Handler
	doc   map[string]any
	calls []documentedOperation

	guard sync.Mutex      // tests call from several goroutines
	seen  map[string]bool // "POST /articles 201"
}

// documentedOperation is one operation of the document.
type documentedOperation struct {
	method, path string
	responses    map[string]any
	hasBody      bool // a body
	public       bool
	answers      map[string]*jsonschema.Schema // by status
}

// String returns the operation's name in the document.
func (c documentedOperation) String() string { return c.method + " " + c.path }

// isWrite reports whether the operation changes something.
func (c documentedOperation) isWrite() bool { return c.method != http.MethodGet }

func newOpenAPIRecorder(t *testing.T, s *store.Store) *openAPIRecorder {
	t.Helper()
	d := &openAPIRecorder{t: t, site: handlers.New(s, handlers.Config{Zone: sitetest.Zone}), seen: map[string]bool{}}
	recorder := httptest.NewRecorder()
	d.site.ServeHTTP(recorder, httptest.NewRequest(http.MethodGet, "/api/v1/openapi.json", nil))
	if recorder.Code != http.StatusOK {
		t.Fatalf("no document: %d %s", recorder.Code, recorder.Body)
	}
	d.doc = parseJSON(t, recorder.Body.Bytes()).(map[string]any)
	d.calls = compiledOperations(t, recorder.Body.String(), d.doc)
	return d
}

var compiledDocuments sync.Map // compiling takes longer than most tests, and all sites serve the same document

// compiledOperations returns the operations of a document, compiled once for all tests.
func compiledOperations(t *testing.T, source string, doc map[string]any) []documentedOperation {
	t.Helper()
	if calls, ok := compiledDocuments.Load(source); ok {
		return calls.([]documentedOperation)
	}
	compiler := jsonschema.NewCompiler()
	compiler.AssertFormat()
	strict := forbidUnknownProperties(doc).(map[string]any)
	if err := compiler.AddResource("api.json", strict); err != nil {
		t.Fatal(err)
	}
	var calls []documentedOperation
	for path, item := range doc["paths"].(map[string]any) {
		for method, operation := range item.(map[string]any) {
			calls = append(calls, compileOperation(t, compiler, path, method, operation.(map[string]any)))
		}
	}
	slices.SortFunc(calls, func(a, b documentedOperation) int { return strings.Compare(a.String(), b.String()) })
	compiledDocuments.Store(source, calls)
	return calls
}

// compileOperation parses an operation and compiles the schemas of its responses.
func compileOperation(t *testing.T, compiler *jsonschema.Compiler, path, method string, operation map[string]any) documentedOperation {
	t.Helper()
	c := documentedOperation{
		method:    strings.ToUpper(method),
		path:      path,
		responses: operation["responses"].(map[string]any),
		answers:   map[string]*jsonschema.Schema{},
	}
	_, c.hasBody = operation["requestBody"]
	_, c.public = operation["security"]
	for status, response := range c.responses {
		for kind := range response.(map[string]any)["content"].(map[string]any) {
			if !strings.HasSuffix(kind, "json") {
				continue
			}
			at := "api.json#/paths/" + escapePointer(
				path,
			) + "/" + method + "/responses/" + status + "/content/" + escapePointer(
				kind,
			) + "/schema"
			schema, err := compiler.Compile(at)
			if err != nil {
				t.Fatalf("%s %s: %v", c, status, err)
			}
			c.answers[status] = schema
		}
	}
	return c
}

// escapePointer escapes a name as part of a JSON pointer in a URL.
func escapePointer(name string) string {
	return strings.NewReplacer("~", "~0", "/", "~1", "{", "%7B", "}", "%7D", "+", "%2B").Replace(name)
}

// parseJSON parses JSON and keeps numbers exact.
func parseJSON(t testing.TB, b []byte) any {
	t.Helper()
	v, err := jsonschema.UnmarshalJSON(bytes.NewReader(b))
	if err != nil {
		t.Fatalf("%v in %s", err, b)
	}
	return v
}

// forbidUnknownProperties returns a document whose objects allow no unknown properties, so that undocumented
// ones are found.
func forbidUnknownProperties(v any) any {
	switch v := v.(type) {
	case map[string]any:
		copied := map[string]any{}
		for name, inner := range v {
			copied[name] = forbidUnknownProperties(inner)
		}
		if _, has := v["properties"].(map[string]any); has && v["type"] == "object" {
			copied["additionalProperties"] = false
		}
		return copied
	case []any:
		copied := make([]any, len(v))
		for i, inner := range v {
			copied[i] = forbidUnknownProperties(inner)
		}
		return copied
	}
	return v
}

// find returns the operation for a path and a method.
func (d *openAPIRecorder) find(method, address string) (documentedOperation, bool) {
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
	return documentedOperation{}, false
}

// apiCall is one request to the API.
type apiCall struct {
	token, cookie, method, path, body, kind, key string
}

// hijackRecorder records a response. If the connection is hijacked, it records what is sent before the
// handler returns.
type hijackRecorder struct {
	*httptest.ResponseRecorder
	client   net.Conn // after the connection was taken over
	received bytes.Buffer
	ended    chan struct{}
}

// Hijack returns one end of a pipe.
func (f *hijackRecorder) Hijack() (net.Conn, *bufio.ReadWriter, error) {
	server, client := net.Pipe()
	f.client, f.ended = client, make(chan struct{})
	go func() {
		defer close(f.ended)
		_, _ = io.Copy(&f.received, client)
	}()
	return server, nil, nil
}

// reply returns what was recorded and closes a hijacked connection.
func (f *hijackRecorder) reply(t testing.TB) sitetest.Reply {
	t.Helper()
	response := f.Result()
	if f.client != nil {
		f.client.Close()
		<-f.ended
		var err error
		if response, err = http.ReadResponse(bufio.NewReader(&f.received), nil); err != nil {
			t.Fatal(err)
		}
	}
	body, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return sitetest.Reply{Response: response, Text: string(body)}
}

// callAndCheck sends a request and compares the response with the document.
func (d *openAPIRecorder) callAndCheck(a apiCall) sitetest.Reply {
	d.t.Helper()
	got := d.call(a)
	d.checkAnswer(a, got)
	return got
}

// call sends a request.
func (d *openAPIRecorder) call(a apiCall) sitetest.Reply {
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
	recorder := &hijackRecorder{ResponseRecorder: httptest.NewRecorder()}
	d.site.ServeHTTP(recorder, request)
	return recorder.reply(d.t)
}

// checkAnswer compares a response with the document.
func (d *openAPIRecorder) checkAnswer(a apiCall, got sitetest.Reply) {
	d.t.Helper()
	c, known := d.find(a.method, a.path)
	status := fmt.Sprint(got.StatusCode)
	if !known || c.responses[status] == nil {
		d.t.Errorf("%s %s answered %s, which the document does not list: %s", a.method, a.path, status, got.Text)
		return
	}
	d.guard.Lock()
	d.seen[c.String()+" "+status] = true
	d.guard.Unlock()
	content := c.responses[status].(map[string]any)["content"].(map[string]any)
	kind := got.Header.Get("Content-Type")
	if content[kind] == nil {
		d.t.Errorf("%s %s %s is %q, and the document says %v", a.method, a.path, status, kind, slices.Collect(maps.Keys(content)))
	}
	if schema := c.answers[status]; schema != nil {
		if err := schema.Validate(parseJSON(d.t, []byte(got.Text))); err != nil {
			d.t.Errorf("%s %s %s: %v\n%s", a.method, a.path, status, err, got.Text)
		}
	}
	if got.StatusCode == http.StatusTooManyRequests && got.Header.Get("Retry-After") == "" {
		d.t.Errorf("%s %s does not say how long to wait", a.method, a.path)
	}
}

// checkAllSeen fails for every documented response that was never seen.
func (d *openAPIRecorder) checkAllSeen() {
	d.t.Helper()
	for _, c := range d.calls {
		for status := range c.responses {
			if !d.seen[c.String()+" "+status] {
				d.t.Errorf("%s is said to answer %s, and never did", c, status)
			}
		}
	}
	d.t.Logf("%d answers of %d calls", len(d.seen), len(d.calls))
}

// callInto sends a request, requires a status and decodes the response.
func (d *openAPIRecorder) callInto(a apiCall, status int, into any) sitetest.Reply {
	d.t.Helper()
	got := d.callAndCheck(a)
	for got.StatusCode == http.StatusTooManyRequests && status != got.StatusCode { // the rate limit, on a fast machine
		seconds, err := strconv.Atoi(got.Header.Get("Retry-After"))
		if err != nil {
			d.t.Fatal(err)
		}
		time.Sleep(time.Duration(seconds) * time.Second)
		got = d.callAndCheck(a)
	}
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

// checkDocument validates the document against the OpenAPI Initiative's schema for 3.1
// (testdata/openapi-3.1.json). The compiler validates the document's own schemas.
func (d *openAPIRecorder) checkDocument() {
	d.t.Helper()
	raw, err := os.ReadFile("testdata/openapi-3.1.json")
	if err != nil {
		d.t.Fatal(err)
	}
	compiler := jsonschema.NewCompiler()
	if err := compiler.AddResource("openapi.json", parseJSON(d.t, raw)); err != nil {
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
