package fetch

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"time"
)

// Limits of a request to an address that a desk configured.
const (
	PostTimeout    = 10 * time.Second // for the whole request; a slower receiver is tried again later
	maxAnswerBytes = 4 << 10          // bytes read of a response after decompression
	maxPostBytes   = 64 << 10         // bytes of a request body
)

// Answer is the response of a receiver.
type Answer struct {
	Status int
	Body   []byte // the first bytes
}

// IsAccepted reports whether the receiver confirmed the delivery with any 2xx status.
func (a Answer) IsAccepted() bool { return a.Status >= 200 && a.Status < 300 }

// CheckAddress returns a *RefusedError if an address may not be opened, and nil if it may be tried. It
// makes no DNS lookup: the IP address is checked when the connection is made.
func (c *Client) CheckAddress(address string) error {
	_, err := c.guard.check(address)
	return err
}

// Post sends JSON to an address, with the additional headers. The same guard as for Get applies. Post does
// not follow redirects; a redirect is a response like any other. It returns a *RefusedError if the address
// may not be opened, a *FailedError if there was no response, or ctx's error.
func (c *Client) Post(ctx context.Context, address string, body []byte, headers map[string]string) (Answer, error) {
	u, err := c.guard.check(address)
	if err != nil {
		return Answer{}, err
	}
	if len(body) > maxPostBytes {
		return Answer{}, fmt.Errorf("sending %d bytes: at most %d are sent", len(body), maxPostBytes)
	}
	limited, cancel := context.WithTimeout(ctx, min(c.timeout, PostTimeout))
	defer cancel()
	request, err := http.NewRequestWithContext(limited, http.MethodPost, u.String(), bytes.NewReader(body))
	if err != nil {
		return Answer{}, &RefusedError{
			Address: address,
			Reason:  "This is not an address that can be opened; copy it again from the browser.",
		}
	}
	request.Header.Set("User-Agent", c.userAgent)
	request.Header.Set("Content-Type", "application/json")
	for name, value := range headers {
		request.Header.Set(name, value)
	}
	straight := http.Client{
		Transport:     c.http.Transport,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	response, err := straight.Do(request)
	if err != nil {
		return Answer{}, transportError(ctx, address, err)
	}
	defer response.Body.Close()
	answer := Answer{Status: response.StatusCode}
	// The body of the response is only shown to people, so a part of it is enough.
	answer.Body, err = io.ReadAll(io.LimitReader(response.Body, maxAnswerBytes))
	if err != nil && errors.Is(ctx.Err(), context.Canceled) {
		return Answer{}, transportError(ctx, address, err)
	}
	return answer, nil
}
