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

// The bounds of what is sent to an address that a desk gave.
const (
	PostTimeout    = 10 * time.Second // for everything: who takes more is asked again later
	maxAnswerBytes = 4 << 10          // bytes that are read of an answer, after it was decompressed
	maxPostBytes   = 64 << 10         // bytes that are sent
)

// Answer is what came back.
type Answer struct {
	Status int
	Body   []byte // its first bytes
}

// IsAccepted tells whether the other side says that it has it: any 2xx.
func (a Answer) IsAccepted() bool { return a.Status >= 200 && a.Status < 300 }

// CheckAddress says why an address may not be opened, as a *RefusedError; nil where it may be tried. It asks nobody: where a name
// leads is seen when it is dialled.
func (c *Client) CheckAddress(address string) error {
	_, err := c.guard.check(address)
	return err
}

// Post sends JSON to an address, with these headers beside our own. The guard stands before it as before Get. It follows no
// redirect: an answer that
// leads elsewhere is an answer. The error is a *RefusedError where the address may not be opened, a *FailedError where it gave no
// answer, or ctx's own.
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
	// What the answer says beside its number is for people to read: half of it is as good.
	answer.Body, err = io.ReadAll(io.LimitReader(response.Body, maxAnswerBytes))
	if err != nil && errors.Is(ctx.Err(), context.Canceled) {
		return Answer{}, transportError(ctx, address, err)
	}
	return answer, nil
}
