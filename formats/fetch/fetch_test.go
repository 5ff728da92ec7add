package fetch

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"testing"
	"time"

	"linecheck/internal/testutil"
)

// serve starts a server on loopback and returns a client that may reach it.
func serve(t *testing.T, options Options, handler http.HandlerFunc) (*Client, string) {
	t.Helper()
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	options.AllowForTests = append(options.AllowForTests, netip.MustParseAddrPort(server.Listener.Addr().String()))
	return New(options), server.URL
}

func TestGetReadsAPage(t *testing.T) {
	var asked http.Header
	c, address := serve(t, Options{Version: "2.1"}, func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/old":
			http.SetCookie(w, &http.Cookie{Name: "who", Value: "you"})
			http.Redirect(w, r, "/older?a=1", http.StatusMovedPermanently)
		case "/older":
			http.Redirect(w, r, "/page", http.StatusFound)
		default:
			asked = r.Header
			w.Header().Set("Content-Type", "text/html; charset=iso-8859-1")
			fmt.Fprint(w, "<p>caf\xe9")
		}
	})
	page, err := c.Get(t.Context(), "  "+address+"/old\n")
	if err != nil {
		t.Fatal(err)
	}
	testutil.Equal(t, "page.Address", page.Address, address+"/page")
	testutil.Equal(t, "page.MediaType", page.MediaType, "text/html")
	testutil.Equal(t, "page.ContentType", page.ContentType, "text/html; charset=iso-8859-1")
	testutil.Equal(t, "string(page.Body)", string(page.Body), "<p>caf\xe9")
	testutil.Equal(t, "page.Status", page.Status, 200)
	if got, want := strings.Join(page.Redirects, " "), address+"/old "+address+"/older?a=1"; got != want {
		t.Errorf("hops %q, want %q", got, want)
	}
	if got, want := asked.Get("User-Agent"), "Linecheck/2.1 (fact-checking; address given by a newsroom)"; got != want {
		t.Errorf("it calls itself %q, want %q", got, want)
	}
	if asked.Get("Cookie") != "" || asked.Get("Referer") != "" {
		t.Errorf("headers sent to the next page: %v", asked)
	}
}

func TestGetReportsTheMediaType(t *testing.T) {
	for contentType, want := range map[string]string{"text/HTML;charset": "text/html", "application/pdf": "application/pdf", "": "application/pdf", "nonsense//": "application/pdf"} {
		c, address := serve(t, Options{}, func(w http.ResponseWriter, _ *http.Request) {
			w.Header()["Content-Type"] = []string{contentType}
			fmt.Fprint(w, "%PDF-1.7\n")
		})
		if page, err := c.Get(t.Context(), address); err != nil || page.MediaType != want {
			t.Errorf("%q was taken for %q, %v; want %q", contentType, page.MediaType, err, want)
		}
	}
}

// Errors distinguish dead links, slow sites and server errors.
func TestIsDead(t *testing.T) {
	for status, c := range map[int]struct {
		dead bool
		want string
	}{
		404: {true, "The site says that this page does not exist (404)."},
		410: {true, "The site says that this page was taken down (410)."},
		403: {false, "The site does not show this page to everyone (403)."},
		429: {false, "The site was asked too often and wants to be left alone for a while (429)."},
		503: {false, "The site has trouble of its own (503); try again later."},
		204: {false, "The site answered with something other than a page (204)."},
		300: {false, "The site answered with something other than a page (300)."},
	} {
		client, address := serve(t, Options{}, func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(status) })
		_, err := client.Get(t.Context(), address)
		var failed *FailedError
		testutil.True(t, "errors.As(err, &failed)", errors.As(err, &failed))
		testutil.Equal(t, "failed.Status", failed.Status, status)
		testutil.Equal(t, "Dead(err)", IsDead(err), c.dead)
		testutil.False(t, "TimedOut(err)", IsTimeout(err))
		testutil.Equal(t, "err.Error()", err.Error(), c.want)
	}
}

func TestGetLimitsBytes(t *testing.T) {
	endless := func(w io.Writer) {
		for block := make([]byte, 64<<10); ; {
			if _, err := w.Write(block); err != nil {
				return
			}
		}
	}
	var exact, bomb bytes.Buffer
	exact.Write(make([]byte, MaxBytes))
	pack := gzip.NewWriter(&bomb)
	for range 100 {
		pack.Write(make([]byte, 1_000_000))
	}
	pack.Close()
	for name, c := range map[string]struct {
		handler http.HandlerFunc
		want    string
	}{
		"endless": {func(w http.ResponseWriter, _ *http.Request) { endless(w) }, "The page is larger than 20 MB, so it was not read."},
		"gzip bomb": {func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Encoding", "gzip")
			w.Write(bomb.Bytes())
		}, "The page is larger than 20 MB, so it was not read."},
		"exactly as large as allowed": {func(w http.ResponseWriter, _ *http.Request) { w.Write(exact.Bytes()) }, ""},
		"gzip within gzip": {func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Encoding", "gzip, gzip")
			w.Write(bomb.Bytes())
		}, "The site sent the page in a compression that was not asked for (gzip, gzip), so it was not read."},
		"gzip that is none": {func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Encoding", "gzip")
			fmt.Fprint(w, "plain")
		}, "The connection to the site failed or its answer made no sense, so the page was not read."},
		"cut off": {func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Length", "1000")
			fmt.Fprint(w, "half")
		}, "The connection to the site failed or its answer made no sense, so the page was not read."},
		"huge headers": {func(w http.ResponseWriter, _ *http.Request) {
			for i := range 100 {
				w.Header().Set(fmt.Sprint("X-", i), strings.Repeat("x", 1000))
			}
		}, "The connection to the site failed or its answer made no sense, so the page was not read."},
		"redirected in a circle": {func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/", http.StatusFound) },
			"The site sent us on more than 5 times, so the page was not read."},
	} {
		t.Run(name, func(t *testing.T) {
			client, address := serve(t, Options{}, c.handler)
			_, err := client.Get(t.Context(), address)
			if got := fmt.Sprint(err); got != c.want && !(c.want == "" && err == nil) {
				t.Errorf("%s, want %s", got, c.want)
			}
			if err != nil && (IsDead(err) || IsTimeout(err)) {
				t.Errorf("%v counts as dead %v, timed out %v", err, IsDead(err), IsTimeout(err))
			}
		})
	}
}

func TestGetLimitsRedirects(t *testing.T) {
	c, address := serve(t, Options{}, func(w http.ResponseWriter, r *http.Request) {
		if left := len(r.URL.Path); left > 1 {
			http.Redirect(w, r, r.URL.Path[:left-1], http.StatusFound)
		}
	})
	if page, err := c.Get(t.Context(), address+"/"+strings.Repeat("x", MaxRedirects)); err != nil || len(page.Redirects) != MaxRedirects {
		t.Errorf("%d redirects: %v, %v", MaxRedirects, page.Redirects, err)
	}
	if _, err := c.Get(t.Context(), address+"/"+strings.Repeat("x", MaxRedirects+1)); err == nil {
		t.Error("followed more redirects than allowed")
	}
}

// A missing header or body delays the caller no longer than the timeout.
func TestGetTimesOut(t *testing.T) {
	for name, handler := range map[string]http.HandlerFunc{
		"header": func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() },
		"body": func(w http.ResponseWriter, r *http.Request) {
			fmt.Fprint(w, "the beginning")
			w.(http.Flusher).Flush()
			<-r.Context().Done()
		},
	} {
		c, address := serve(t, Options{timeout: 200 * time.Millisecond}, handler)
		_, err := c.Get(t.Context(), address)
		if !IsTimeout(err) || IsDead(err) || err.Error() != "The site took too long to answer, so the page was not read." {
			t.Errorf("slow %s: %v", name, err)
		}
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		if _, err := c.Get(ctx, address); !errors.Is(err, context.Canceled) || IsTimeout(err) {
			t.Errorf("cancelled while the %s was slow: got error %v", name, err)
		}
	}
}

func TestGetVerifiesCertificates(t *testing.T) {
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, "secret") }))
	server.Config.ErrorLog = log.New(io.Discard, "", 0)
	server.StartTLS()
	defer server.Close()
	allowed := []netip.AddrPort{netip.MustParseAddrPort(server.Listener.Addr().String())}
	_, err := New(Options{AllowForTests: allowed}).Get(t.Context(), server.URL)
	if err == nil || IsDead(err) || !strings.Contains(err.Error(), "its certificate is not valid") {
		t.Errorf("a certificate that nobody knows: %v", err)
	}
	trusted := Options{AllowForTests: allowed, TrustForTests: server.Client().Transport.(*http.Transport).TLSClientConfig.RootCAs}
	if page, err := New(trusted).Get(t.Context(), server.URL); err != nil || string(page.Body) != "secret" {
		t.Errorf("a certificate that is known: %q, %v", page.Body, err)
	}
	wrongName := trusted
	wrongName.ResolverForTests = fakeResolver(t, func(string) []netip.Addr { return []netip.Addr{allowed[0].Addr()} })
	if _, err := New(wrongName).Get(t.Context(), fmt.Sprintf("https://other.test:%d/", allowed[0].Port())); err == nil ||
		!strings.Contains(err.Error(), "certificate") {
		t.Errorf("a certificate for another name: %v", err)
	}
	plain, address := serve(t, Options{}, func(http.ResponseWriter, *http.Request) {})
	if _, err := plain.Get(t.Context(), strings.Replace(address, "http:", "https:", 1)); err == nil ||
		!strings.Contains(err.Error(), "https properly") {
		t.Errorf("a site without https: %v", err)
	}
}

// The proxy of the environment would bypass the guard.
func TestGetUsesNoProxy(t *testing.T) {
	proxy := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { t.Error("the proxy was asked") }))
	defer proxy.Close()
	t.Setenv("HTTP_PROXY", proxy.URL)
	t.Setenv("http_proxy", proxy.URL)
	nobody := fakeResolver(t, func(string) []netip.Addr { return nil })
	if _, err := New(Options{ResolverForTests: nobody}).Get(t.Context(), "http://nobody.test/"); !IsDead(err) ||
		err.Error() != "There is no site called nobody.test." {
		t.Errorf("a name that nobody has: %v", err)
	}
}

func TestGetDistinguishesResolverFailureFromUnknownName(t *testing.T) {
	broken := &net.Resolver{
		PreferGo: true,
		Dial:     func(context.Context, string, string) (net.Conn, error) { return nil, errors.New("no way out") },
	}
	_, err := New(Options{ResolverForTests: broken}).Get(t.Context(), "http://somebody.test/")
	if err == nil || IsDead(err) || err.Error() != "The name somebody.test could not be looked up; try again later." {
		t.Errorf("a resolver that is away: %v, dead %v", err, IsDead(err))
	}
}
