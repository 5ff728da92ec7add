package fetch

import (
	"errors"
	"io"
	"net/http"
	"time"
)

const (
	trustedWithin = 10 * time.Second
	mostOfTrusted = 1 << 20 // bytes of an answer
)

// Trusted is a client for addresses that whoever runs the server has named, such as the provider of a single sign-on: unlike what a newsroom types, they
// may lie inside a network and behind the proxy of the environment. It is bounded all the same, and follows no redirect.
func Trusted() *http.Client {
	return &http.Client{Transport: bounded{&http.Transport{Proxy: http.ProxyFromEnvironment, MaxResponseHeaderBytes: mostOfHeaders, IdleConnTimeout: time.Minute}},
		Timeout: trustedWithin, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
}

// bounded cuts off answers that are too long for what they are for.
type bounded struct{ http.RoundTripper }

// RoundTrip bounds the answer's body.
func (b bounded) RoundTrip(r *http.Request) (*http.Response, error) {
	response, err := b.RoundTripper.RoundTrip(r)
	if err == nil {
		response.Body = &boundedBody{response.Body, mostOfTrusted}
	}
	return response, err
}

type boundedBody struct {
	io.ReadCloser
	left int
}

var errTooLong = errors.New("the answer is too long")

// Read fails where more comes than is left.
func (b *boundedBody) Read(p []byte) (int, error) {
	n, err := b.ReadCloser.Read(p)
	if b.left -= n; b.left < 0 {
		return 0, errTooLong
	}
	return n, err
}
