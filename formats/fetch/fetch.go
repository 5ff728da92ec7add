// Package fetch opens addresses of the web for a newsroom. It is the only package that dials out, and it opens nothing that lies
// inside a network.
package fetch

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"mime"
	"net"
	"net/http"
	"net/netip"
	"time"
)

// The bounds of one page.
const (
	MaxBytes       = 20_000_000       // of a body, after it was decompressed
	MaxRedirects   = 5                // redirects; browsers follow 20, but honest sites need two or three
	Timeout        = 15 * time.Second // for everything, from the name's look-up to the body's last byte: a person waits for it
	maxHeaderBytes = 64 << 10         // bytes, of each answer
)

// Options are what a Client may be told.
type Options struct {
	Version string // of Linecheck, as sites see it

	// For tests alone: servers that may be reached in spite of where they are, whose certificates to trust, and who knows the names.
	AllowForTests    []netip.AddrPort
	TrustForTests    *x509.CertPool
	ResolverForTests *net.Resolver

	timeout time.Duration // a test's, instead of Within
}

// Client opens addresses. It may be used by several at once.
type Client struct {
	guard     guard
	http      *http.Client
	userAgent string
	timeout   time.Duration
}

// Page is what an address gave.
type Page struct {
	Address     string   // where the page was found, after all redirects
	MediaType   string   // as the site says, without parameters, or as the bytes say where it says nothing
	ContentType string   // the header as it came, perhaps empty
	Body        []byte   // decompressed
	Redirects   []string // the addresses on the way, the given one first; empty without redirects
	Status      int
}

// New makes a Client. It takes no proxy from the environment, for a proxy would connect on its behalf and unguarded; it keeps no
// cookies and no connections.
func New(options Options) *Client {
	g := newGuard(options.AllowForTests)
	dialer := &net.Dialer{Timeout: Timeout, Control: g.control, Resolver: options.ResolverForTests}
	transport := &http.Transport{
		Proxy:                  nil,
		DialContext:            dialer.DialContext,
		DisableKeepAlives:      true,
		MaxResponseHeaderBytes: maxHeaderBytes,
	}
	if options.TrustForTests != nil {
		transport.TLSClientConfig = &tls.Config{RootCAs: options.TrustForTests}
	}
	c := &Client{guard: g, userAgent: newUserAgent(options.Version), timeout: Timeout}
	if options.timeout > 0 {
		c.timeout = options.timeout
	}
	c.http = &http.Client{Transport: transport, CheckRedirect: c.checkRedirect}
	return c
}

// newUserAgent says who asks, and why, to whoever reads a site's log.
func newUserAgent(version string) string {
	if version == "" {
		version = "1"
	}
	return fmt.Sprintf("Linecheck/%s (fact-checking; address given by a newsroom)", version)
}

// Get opens an address and reads the page. The error is a *RefusedError where the address may not be opened, a *FailedError where
// it gave no page
// (see Dead and IsTimeout), or ctx's own where the caller gave up.
func (c *Client) Get(ctx context.Context, address string) (Page, error) {
	u, err := c.guard.check(address)
	if err != nil {
		return Page{}, err
	}
	limited, cancel := context.WithTimeout(ctx, c.timeout)
	defer cancel()
	request, err := http.NewRequestWithContext(limited, http.MethodGet, u.String(), nil)
	if err != nil {
		return Page{}, &RefusedError{Address: address, Reason: "This is not an address that can be opened; copy it again from the browser."}
	}
	request.Header.Set("User-Agent", c.userAgent)
	request.Header.Set("Accept", "text/html,application/xhtml+xml,application/pdf;q=0.9,text/plain;q=0.8,*/*;q=0.5")
	response, err := c.http.Do(request)
	if err != nil {
		return Page{}, transportError(ctx, address, err)
	}
	defer response.Body.Close()
	return readPage(ctx, response)
}

// checkRedirect is asked before each redirect. The guard sees every address on the way, and each connection as it is made.
func (c *Client) checkRedirect(request *http.Request, via []*http.Request) error {
	if len(via) > MaxRedirects {
		return &FailedError{
			Address: request.URL.String(),
			Reason:  fmt.Sprintf("The site sent us on more than %d times, so the page was not read.", MaxRedirects),
		}
	}
	request.Header.Del("Referer") // the next site need not know where the newsroom came from
	_, err := c.guard.check(request.URL.String())
	return err
}

// readPage takes the page out of an answer.
func readPage(ctx context.Context, response *http.Response) (Page, error) {
	page := Page{Address: response.Request.URL.String(), ContentType: response.Header.Get("Content-Type"), Status: response.StatusCode}
	if page.Status != http.StatusOK && page.Status != http.StatusNonAuthoritativeInfo {
		return Page{}, statusError(page.Address, page.Status)
	}
	if packed := response.Header.Get("Content-Encoding"); packed != "" && packed != "identity" {
		return Page{}, &FailedError{Address: page.Address, Status: page.Status,
			Reason: fmt.Sprintf(
				"The site sent the page in a compression that was not asked for (%s), so it was not read.",
				sanitize(packed),
			)}
	}
	body, err := io.ReadAll(io.LimitReader(response.Body, MaxBytes+1))
	if err != nil {
		return Page{}, transportError(ctx, page.Address, err)
	}
	if len(body) > MaxBytes {
		return Page{}, &FailedError{
			Address: page.Address,
			Status:  page.Status,
			Reason:  fmt.Sprintf("The page is larger than %d MB, so it was not read.", MaxBytes/1_000_000),
		}
	}
	page.Body, page.MediaType, page.Redirects = body, mediaType(page.ContentType, body), redirectChain(response.Request)
	return page, nil
}

// mediaType is what the site says the page is; where it says nothing, what the bytes look like.
func mediaType(contentType string, body []byte) string {
	name, _, err := mime.ParseMediaType(contentType)
	if err != nil && !errors.Is(err, mime.ErrInvalidMediaParameter) || name == "" {
		name, _, _ = mime.ParseMediaType(http.DetectContentType(body))
	}
	return name
}

// redirectChain are the addresses that led to the last request, the first one first.
func redirectChain(last *http.Request) (before []string) {
	for response := last.Response; response != nil; response = response.Request.Response {
		before = append([]string{response.Request.URL.String()}, before...)
	}
	return before
}
