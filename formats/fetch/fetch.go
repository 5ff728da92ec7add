// Package fetch opens web addresses for a newsroom. It is the only package that makes outgoing connections,
// and it refuses internal addresses.
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

// Limits of one page.
const (
	MaxBytes       = 20_000_000       // bytes of a decompressed body
	MaxRedirects   = 5                // browsers follow 20, but legitimate sites need two or three
	Timeout        = 15 * time.Second // from the DNS lookup to the last byte of the body; a person is waiting
	maxHeaderBytes = 64 << 10         // bytes of each response header
)

// Options configure a Client.
type Options struct {
	Version string // Linecheck's version, sent to sites

	// Networks are internal networks that may be reached on every port; see ParseNetwork. Everything else
	// inside a network stays refused.
	Networks []netip.Prefix

	// Only for tests: servers that may be reached although they are internal, trusted certificates, and the
	// resolver.
	AllowForTests    []netip.AddrPort
	TrustForTests    *x509.CertPool
	ResolverForTests *net.Resolver

	timeout time.Duration // of a test, instead of Timeout
}

// Client opens addresses. It is safe for concurrent use.
type Client struct {
	guard     guard
	http      *http.Client
	userAgent string
	timeout   time.Duration
}

// Page is a fetched page.
type Page struct {
	Address     string   // the address after all redirects
	MediaType   string   // from the header without parameters, or detected from the bytes
	ContentType string   // the header as sent, possibly empty
	Body        []byte   // decompressed
	Redirects   []string // the addresses on the way, beginning with the requested one; empty without redirects
	Status      int
}

// New returns a Client. It ignores the proxy of the environment, which would make connections without the
// guard. It keeps no cookies and no connections.
func New(options Options) *Client {
	g := newGuard(options.Networks, options.AllowForTests)
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

// newUserAgent identifies Linecheck, and the purpose of the request, in a site's log.
func newUserAgent(version string) string {
	if version == "" {
		version = "1"
	}
	return fmt.Sprintf("Linecheck/%s (fact-checking; address given by a newsroom)", version)
}

// Get opens an address and reads the page. It returns a *RefusedError if the address may not be opened, a
// *FailedError if there is no page (see IsDead and IsTimeout), or ctx's error if the caller cancelled.
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

// checkRedirect is called before each redirect. The guard checks every address on the way, and each
// connection when it is made.
func (c *Client) checkRedirect(request *http.Request, via []*http.Request) error {
	if len(via) > MaxRedirects {
		return &FailedError{
			Address: request.URL.String(),
			Reason:  fmt.Sprintf("The site sent us on more than %d times, so the page was not read.", MaxRedirects),
		}
	}
	request.Header.Del("Referer") // do not tell the next site where the request came from
	_, err := c.guard.check(request.URL.String())
	return err
}

// readPage reads a page from a response.
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

// mediaType returns the media type from the header or, if that is missing, detects it from the bytes.
func mediaType(contentType string, body []byte) string {
	name, _, err := mime.ParseMediaType(contentType)
	if err != nil && !errors.Is(err, mime.ErrInvalidMediaParameter) || name == "" {
		name, _, _ = mime.ParseMediaType(http.DetectContentType(body))
	}
	return name
}

// redirectChain returns the addresses that led to the last request, in order.
func redirectChain(last *http.Request) (before []string) {
	for response := last.Response; response != nil; response = response.Request.Response {
		before = append([]string{response.Request.URL.String()}, before...)
	}
	return before
}
