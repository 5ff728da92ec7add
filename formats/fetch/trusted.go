package fetch

import (
	"errors"
	"io"
	"net/http"
	"time"
)

const (
	trustedTimeout  = 10 * time.Second
	maxTrustedBytes = 1 << 20 // bytes of an answer
)

// NewTrustedClient is a client for addresses that whoever runs the server has named, such as the provider of a single sign-on:
// unlike what a newsroom types, they
// may lie inside a network and behind the proxy of the environment. It is bounded all the same, and follows no redirect.
func NewTrustedClient() *http.Client {
	return &http.Client{
		Transport: limitedTransport{
			&http.Transport{Proxy: http.ProxyFromEnvironment, MaxResponseHeaderBytes: maxHeaderBytes, IdleConnTimeout: time.Minute},
		},
		Timeout:       trustedTimeout,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
}

// limitedTransport cuts off answers that are too long for what they are for.
type limitedTransport struct{ http.RoundTripper }

// RoundTrip bounds the answer's body.
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

// Read fails where more comes than is left.
func (b *limitedBody) Read(p []byte) (int, error) {
	n, err := b.ReadCloser.Read(p)
	if b.remaining -= n; b.remaining < 0 {
		return 0, errTooLong
	}
	return n, err
}
