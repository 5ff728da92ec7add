package fetch

import (
	"errors"
	"io"
	"net/http"
	"time"
)

const (
	trustedTimeout  = 10 * time.Second
	maxTrustedBytes = 1 << 20 // bytes of a response
)

// NewTrustedClient returns a client for addresses from the operator's configuration, such as an identity provider. Unlike addresses that
// users enter, these may be internal, and reached through the proxy of the environment. The client limits time and size too, and follows
// no redirects.
func NewTrustedClient() *http.Client {
	return &http.Client{
		Transport: limitedTransport{
			&http.Transport{Proxy: http.ProxyFromEnvironment, MaxResponseHeaderBytes: maxHeaderBytes, IdleConnTimeout: time.Minute},
		},
		Timeout:       trustedTimeout,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
}

// limitedTransport limits the size of responses.
type limitedTransport struct{ http.RoundTripper }

// RoundTrip limits the body of the response.
func (b limitedTransport) RoundTrip(r *http.Request) (*http.Response, error) {
	response, err := b.RoundTripper.RoundTrip(r)
	if err == nil {
		response.Body = &limitedBody{response.Body, maxTrustedBytes}
	}
	return response, err
}

type limitedBody struct {
	io.ReadCloser
	remaining int
}

var errTooLong = errors.New("the answer is too long")

// Read fails if there are more bytes than the limit.
func (b *limitedBody) Read(p []byte) (int, error) {
	n, err := b.ReadCloser.Read(p)
	if b.remaining -= n; b.remaining < 0 {
		return 0, errTooLong
	}
	return n, err
}
