package main

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"linecheck/handlers"
	"linecheck/internal/testutil"
	"linecheck/store/storetest"
)

// A client that sends request headers too slowly is disconnected, and one that sends too many is refused.
// Others are served at the same time.
func TestSlowAndLongHeadersAreCutOff(t *testing.T) {
	testutil.Slow(t, "it waits for the limit of ten seconds")
	t.Parallel()
	s := storetest.Open(t, storetest.SQLite(t))
	ctx, stop := context.WithCancel(t.Context())
	at, done := make(chan string, 1), make(chan error, 1)
	go func() {
		done <- listenFlags{Addr: "127.0.0.1:0", Zone: "UTC"}.serve(ctx, s, handlers.Config{Log: slog.New(slog.DiscardHandler)}, func(base string) { at <- base })
	}()
	base := <-at
	defer func() {
		stop()
		if err := <-done; err != nil {
			t.Error(err)
		}
	}()
	dial := func(sends string) net.Conn {
		conn, err := net.Dial("tcp", strings.TrimPrefix(base, "http://"))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(conn, sends); err != nil {
			t.Fatal(err)
		}
		return conn
	}
	begun := time.Now()
	slow := dial("GET / HTTP/1.1\r\nHost: x\r\nX-Slow: ")
	defer slow.Close()
	long := dial("GET /healthz HTTP/1.1\r\nHost: x\r\nX-Long: " + strings.Repeat("x", 2*maxHeaderBytes) + "\r\n\r\n")
	defer long.Close()
	if said, _ := io.ReadAll(long); !strings.HasPrefix(string(said), "HTTP/1.1 431") {
		t.Errorf("response to too long headers: %.60q", said)
	}
	answer, err := http.Get(base + "/healthz")
	if err != nil || answer.StatusCode != http.StatusOK {
		t.Fatal(answer, err)
	}
	_ = answer.Body.Close()
	_ = slow.SetReadDeadline(begun.Add(headerTimeout + testutil.Patience))
	if said, err := io.ReadAll(slow); err != nil || time.Since(begun) < headerTimeout/2 {
		t.Errorf("slow headers, after %s: %q %v", time.Since(begun), said, err)
	}
}

// The roles that need a second factor are parsed from the command line, and unknown roles are refused.
func TestSecondFactorRoles(t *testing.T) {
	t.Parallel()
	var said strings.Builder
	code := run(
		t.Context(),
		[]string{"serve", "--second-factor", "king", "--data", t.TempDir()},
		&stdio{In: strings.NewReader(""), Out: io.Discard, Err: &said},
	)
	if code != 2 || !strings.Contains(said.String(), "second-factor") {
		t.Errorf("exit code %d and output %s", code, fmt.Sprint(&said))
	}
}
