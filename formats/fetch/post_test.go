package fetch

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"linecheck/internal/testutil"
)

func TestPost(t *testing.T) {
	var got *http.Request
	var said string
	c, address := serve(t, Options{Version: "2.1"}, func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		got, said = r, string(body)
		w.WriteHeader(http.StatusAccepted)
		for range 1000 {
			fmt.Fprint(w, strings.Repeat("x", 1000))
		}
	})
	answer, err := c.Post(t.Context(), address+"/hook?key=1", []byte(`{"a":1}`), map[string]string{"webhook-id": "msg_1"})
	testutil.Must(t, err)
	testutil.Equal(t, "answer.Status", answer.Status, http.StatusAccepted)
	testutil.True(t, "answer.Taken()", answer.IsAccepted())
	testutil.Len(t, "answer.Body", answer.Body, maxAnswerBytes)
	testutil.StopIfFailed(t)
	testutil.Equal(t, "got.Method", got.Method, http.MethodPost)
	testutil.Equal(t, "got.URL.RequestURI()", got.URL.RequestURI(), "/hook?key=1")
	testutil.Equal(t, "said", said, `{"a":1}`)
	testutil.Equal(t, "got.Header.Get('Content-Type')", got.Header.Get("Content-Type"), "application/json")
	testutil.Equal(t, "got.Header.Get('Webhook-Id')", got.Header.Get("Webhook-Id"), "msg_1")
	testutil.Equal(
		t,
		"got.Header.Get('User-Agent')",
		got.Header.Get("User-Agent"),
		"Linecheck/2.1 (fact-checking; address given by a newsroom)",
	)
	if _, err := c.Post(t.Context(), address, make([]byte, maxPostBytes+1), nil); err == nil {
		t.Error("anything of any length is sent")
	}
}

// A redirect is returned and never followed.
func TestPostFollowsNoRedirect(t *testing.T) {
	asked := 0
	c, address := serve(t, Options{}, func(w http.ResponseWriter, r *http.Request) {
		asked++
		http.Redirect(w, r, "/elsewhere", http.StatusTemporaryRedirect)
	})
	answer, err := c.Post(t.Context(), address, []byte("{}"), nil)
	testutil.Must(t, err)
	testutil.Equal(t, "answer.Status", answer.Status, http.StatusTemporaryRedirect)
	testutil.False(t, "answer.Taken()", answer.IsAccepted())
	testutil.Equal(t, "asked", asked, 1)
}

// Internal addresses are refused, both by the address itself and by what its name resolves to.
func TestPostRefusesInternalAddresses(t *testing.T) {
	reached := false
	inside := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { reached = true }))
	t.Cleanup(inside.Close)
	_, port, _ := strings.Cut(strings.TrimPrefix(inside.URL, "http://"), ":")
	c := New(Options{})
	for _, address := range []string{inside.URL, "http://localhost/", "http://10.0.0.1/hook", "http://169.254.169.254/latest/", "http://[::1]/", "http://2130706433/",
		"ftp://news.example/", "http://news.example:" + port + "/", "https://me:secret@news.example/"} {
		var refused *RefusedError
		if _, err := c.Post(t.Context(), address, []byte("{}"), nil); !errors.As(err, &refused) {
			t.Errorf("Post to %s: %v", address, err)
		}
		if err := c.CheckAddress(address); !errors.As(err, &refused) {
			t.Errorf("Check of %s: %v", address, err)
		}
	}
	if err := c.CheckAddress("https://news.example/hook"); err != nil {
		t.Error(err)
	}
	if reached {
		t.Error("something inside was reached")
	}
}

// A receiver that does not respond in time, or closes the connection, has not accepted the delivery. A
// caller that cancels gets its context's error.
func TestPostTimesOut(t *testing.T) {
	release := make(chan struct{})
	c, address := serve(t, Options{timeout: 50 * time.Millisecond}, func(_ http.ResponseWriter, r *http.Request) {
		select {
		case <-release:
		case <-r.Context().Done():
		}
	})
	t.Cleanup(func() { close(release) })
	if _, err := c.Post(t.Context(), address, []byte("{}"), nil); !IsTimeout(err) {
		t.Errorf("a receiver that does not respond: got error %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := c.Post(ctx, address, []byte("{}"), nil); !errors.Is(err, context.Canceled) {
		t.Errorf("a cancelled request: got error %v", err)
	}
}
