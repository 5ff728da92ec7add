package handlers

import (
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"testing"
	"time"

	"github.com/a-h/templ"
	"github.com/gin-gonic/gin"

	"linecheck/internal/testutil"
	"linecheck/models"
)

// handlerWithoutStore returns the middleware without a store, with one route for the test.
func handlerWithoutStore(log io.Writer, does handlerFunc) http.Handler {
	h := &Handlers{log: slog.New(slog.NewTextHandler(log, nil))}
	engine := newEngine(nil)
	engine.Use(h.assignRequestID, h.setSecurityHeaders, h.recoverPanic)
	engine.GET("/it", h.handle(does))
	return engine
}

func TestPanicShowsErrorPageAndLogsStack(t *testing.T) {
	t.Parallel()
	var log strings.Builder
	answer := httptest.NewRecorder()
	handlerWithoutStore(&log, func(*gin.Context) error { panic("the reason") }).ServeHTTP(answer, httptest.NewRequest("GET", "/it", nil))
	number := answer.Header().Get("X-Request-Id")
	if answer.Code != http.StatusInternalServerError || !strings.Contains(answer.Body.String(), number) ||
		strings.Contains(answer.Body.String(), "the reason") {
		t.Errorf("%d: %s", answer.Code, answer.Body)
	}
	if !strings.Contains(log.String(), "the reason") || !strings.Contains(log.String(), number) ||
		!strings.Contains(log.String(), "internal_errors_test.go") {
		t.Errorf("the log says %s", &log)
	}
}

func TestPartialPageIsNeverSent(t *testing.T) {
	t.Parallel()
	h := &Handlers{}
	answer := httptest.NewRecorder()
	handlerWithoutStore(io.Discard, func(c *gin.Context) error {
		return h.render(c, http.StatusOK, templ.Join(templ.Raw("<p>half"), templ.Raw("", errors.New("no more"))))
	}).ServeHTTP(answer, httptest.NewRequest("GET", "/it", nil))
	if answer.Code != http.StatusInternalServerError || strings.Contains(answer.Body.String(), "half") {
		t.Errorf("%d: %s", answer.Code, answer.Body)
	}
}

func TestFailureMidResponseCutsConnection(t *testing.T) {
	t.Parallel()
	site := httptest.NewServer(handlerWithoutStore(io.Discard, func(c *gin.Context) error {
		c.String(http.StatusOK, "a row\n")
		c.Writer.Flush()
		return errors.New("the database went away")
	}))
	defer site.Close()
	response, err := http.Get(site.URL + "/it")
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	if body, err := io.ReadAll(response.Body); err == nil {
		t.Errorf("the client took %q for the whole", body)
	}
}

func TestEveryErrorHasItsStatus(t *testing.T) {
	t.Parallel()
	for err, status := range map[error]int{
		models.ErrNotFound: 404, models.ErrForbidden: 403, models.ErrSignedOut: 401, models.ErrStale: 409, models.ErrResegmented: 409, models.ErrTaken: 409,
		models.ErrLinkUsed: 410, models.ErrTooManyAttempts: 429, models.ErrUnknownValue: 422, errBadRequest: 400, errMethodNotAllowed: 405, errCrossOrigin: 403,
		&http.MaxBytesError{Limit: 5}: 413, io.ErrUnexpectedEOF: 503 /* the database's server went away */, io.ErrShortWrite: 500,
	} {
		if got := toFailure(fmt.Errorf("doing it: %w", err)); got.Status != status || got.Title == "" || got.UserMessage == "" ||
			got.APIMessage == "" {
			t.Errorf("%v: %+v", err, got)
		}
	}
	if got := toFailure(models.ValidationErrors{{Field: "name", Detail: "Please give a name."}}); got.Status != 422 ||
		len(got.fields) != 1 {
		t.Errorf("Invalid: %+v", got)
	}
}

func TestOnlyDigitsAreAnID(t *testing.T) {
	t.Parallel()
	for s, want := range map[string]int64{"1": 1, "9223372036854775807": 9223372036854775807, "": 0, "0": 0, "-1": 0, "+1": 0, "1 ": 0, "٣": 0,
		"1e3": 0, "0x1": 0, "1_000": 0, "9223372036854775808": 0, "1;DROP TABLE users": 0} {
		if got, err := parseID(s); got != want || (err == nil) != (want != 0) {
			t.Errorf("idOf(%q) = %d, %v", s, got, err)
		}
	}
}

func TestRedirectsStayOnSite(t *testing.T) {
	t.Parallel()
	for next, want := range map[string]string{"/articles?a=b#c": "/articles?a=b#c", "": "/", "articles": "/", "//evil.example": "/", "/\\evil.example": "/",
		"https://evil.example": "/", "javascript:alert(1)": "/", "/\t/evil.example": "/", "/a\r\nSet-Cookie: x": "/"} {
		if got := sanitizeRedirect(next); got != want {
			t.Errorf("localPath(%q) = %q", next, got)
		}
	}
}

func TestLimiterEvictsIdleClients(t *testing.T) {
	t.Parallel()
	l, now := newLimiter[netip.Prefix](loginEvery, loginBurst), time.Unix(0, 0)
	allows := func(address string) bool { return l.reserve(clientNetwork(address), now) == 0 }
	spend := func(address string) int {
		n := 0
		for allows(address) {
			n++
		}
		return n
	}
	if n := spend("2001:db8::1"); n != loginBurst {
		t.Errorf("%d tries at once", n)
	}
	if allows("2001:db8::ffff") {
		t.Error("a neighbour in the same /64 counts as somebody else")
	}
	testutil.True(t, "others have to wait as well: allows('2001:db8:0:1::1')", allows("2001:db8:0:1::1"))
	testutil.True(t, "others have to wait as well: allows('192.0.2.1')", allows("192.0.2.1"))
	testutil.True(t, "others have to wait as well: allows('192.0.2.2')", allows("192.0.2.2"))
	testutil.True(t, "others have to wait as well: allows('::ffff:192.0.2.3')", allows("::ffff:192.0.2.3"))
	now = now.Add(loginEvery)
	if !allows("2001:db8::1") || allows("2001:db8::1") {
		t.Error("one more try after a pause, and only one")
	}
	for n := range maxClients + 10 {
		allows(fmt.Sprintf("10.%d.%d.%d", n>>16, n>>8&255, n&255))
	}
	if len(l.clients) > maxClients {
		t.Errorf("%d clients are kept", len(l.clients))
	}
}
