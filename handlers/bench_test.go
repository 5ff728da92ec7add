package handlers_test

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"math"
	"net"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"linecheck/handlers"
	"linecheck/handlers/sitetest"
	"linecheck/models"
	"linecheck/store"
	"linecheck/store/storetest"
)

// Benchmarks of the pages: `make bench`, results and targets in docs/measurements/speed.md. Both sides of a
// comparison run in alternating rounds, and the median counts, so that other load on the machine affects both
// sides.

const (
	rounds        = 15
	roundDuration = 200 * time.Millisecond // how long each side runs in one round
	visitorCount  = 4                      // concurrent connections
)

// newsroom is a store with the sample newsroom, served over loopback with the program's settings.
type newsroom struct {
	storetest.Fixture
	store   *store.Store
	url     string // of the database
	pages   http.Handler
	address string
}

// openNewsroom serves a new newsroom on a SQLite file or on PostgreSQL.
func openNewsroom(b *testing.B, url string) *newsroom {
	b.Helper()
	n := &newsroom{url: url, store: storetest.Open(b, url)}
	n.Fixture = storetest.Newsroom(b, n.store)
	n.pages = handlers.New(n.store, handlers.Config{Zone: sitetest.Zone})
	n.address = listen(b, n.pages)
	return n
}

// signIn returns the cookie of a user's new session.
func (n *newsroom) signIn(b *testing.B, who models.Reader) string {
	b.Helper()
	token, _, err := n.store.SignIn(
		context.Background(),
		who.Email,
		storetest.Password,
		models.Session{UserAgent: "bench", Address: "127.0.0.1"},
	)
	if err != nil {
		b.Fatal(err)
	}
	return "Cookie: linecheck=" + token
}

// listen serves a handler with the program's settings and returns its address.
func listen(b *testing.B, handler http.Handler) string {
	b.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		b.Fatal(err)
	}
	server := &http.Server{Handler: handler, ReadHeaderTimeout: 10 * time.Second, ReadTimeout: time.Minute, IdleTimeout: 2 * time.Minute}
	go server.Serve(listener)
	b.Cleanup(func() { server.Close() })
	return listener.Addr().String()
}

// rawRequest returns a request as sent over the wire.
func rawRequest(method, path, body string, headers ...string) []byte {
	lines := append([]string{method + " " + path + " HTTP/1.1", "Host: linecheck"}, headers...)
	if body != "" {
		lines = append(lines, "Content-Type: application/x-www-form-urlencoded", "Content-Length: "+strconv.Itoa(len(body)))
	}
	return []byte(strings.Join(lines, "\r\n") + "\r\n\r\n" + body)
}

// benchClient is one persistent connection. It does very little itself, so that the server is measured.
type benchClient struct {
	conn net.Conn
	in   *bufio.Reader
}

func connectClient(address string) (*benchClient, error) {
	conn, err := net.Dial("tcp", address)
	if err != nil {
		return nil, err
	}
	return &benchClient{conn, bufio.NewReaderSize(conn, 256<<10)}, nil
}

var (
	contentLengthHeader = []byte("Content-Length: ")
	chunkedHeader       = []byte("Transfer-Encoding: chunked")
	errUnknownLength    = "an answer of unknown length: %s"
)

// do sends a request and reads the whole response. It returns the status and the length.
func (v *benchClient) do(request []byte) (status, length int, err error) {
	if _, err := v.conn.Write(request); err != nil {
		return 0, 0, err
	}
	line, err := v.in.ReadSlice('\n')
	if err != nil {
		return 0, 0, err
	}
	if status, err = strconv.Atoi(string(line[9:12])); err != nil {
		return 0, 0, err
	}
	length = -1
	for len(bytes.TrimSpace(line)) > 0 {
		if line, err = v.in.ReadSlice('\n'); err != nil {
			return 0, 0, err
		}
		if bytes.HasPrefix(line, contentLengthHeader) {
			length, err = strconv.Atoi(string(bytes.TrimSpace(line[len(contentLengthHeader):])))
		}
		if err != nil || bytes.HasPrefix(line, chunkedHeader) {
			return status, 0, fmt.Errorf(errUnknownLength, line)
		}
	}
	if status == http.StatusNotModified || status == http.StatusNoContent {
		return status, 0, nil
	}
	if length < 0 {
		return status, 0, fmt.Errorf(errUnknownLength, "no length")
	}
	_, err = v.in.Discard(length)
	return status, length, err
}

// rate returns how many responses with this status concurrent clients get: for each second, and for each
// second of this process's CPU time, which is more stable on a busy machine.
func rate(b *testing.B, address string, request []byte, status int) (second, work float64) {
	b.Helper()
	var answers atomic.Int64
	var wg sync.WaitGroup
	start, before := time.Now(), processorTimeUsed(b)
	for range visitorCount {
		wg.Go(func() {
			v, err := connectClient(address)
			if err != nil {
				b.Error(err)
				return
			}
			defer v.conn.Close()
			for time.Since(start) < roundDuration {
				got, _, err := v.do(request)
				if err != nil || got != status {
					b.Errorf("an answer of status %d, not %d (%v) to %q", got, status, err, request)
					return
				}
				answers.Add(1)
			}
		})
	}
	wg.Wait()
	n := float64(answers.Load())
	return n / time.Since(start).Seconds(), n / (processorTimeUsed(b) - before).Seconds()
}

// processorTimeUsed returns the CPU time of this process.
func processorTimeUsed(b *testing.B) time.Duration {
	b.Helper()
	used, err := processorTime()
	if err != nil {
		b.Fatal(err)
	}
	return used
}

// fetchAddress sends one request and returns the response with its raw body.
func fetchAddress(b *testing.B, address, path string, headers ...string) (*http.Response, []byte) {
	b.Helper()
	request, err := http.NewRequest("GET", "http://"+address+path, nil)
	if err != nil {
		b.Fatal(err)
	}
	request.Header.Set("Accept-Encoding", "identity")
	for _, h := range headers {
		name, value, _ := strings.Cut(h, ": ")
		request.Header.Set(name, value)
	}
	response, err := http.DefaultTransport.RoundTrip(request)
	if err != nil {
		b.Fatal(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil || response.StatusCode != http.StatusOK {
		b.Fatalf("%s answered %d (%v): %.300s", path, response.StatusCode, err, body)
	}
	return response, body
}

// median returns the median of the rounds.
func median(of []float64) float64 { return quantile(of, 0.5) }

// quantile returns the value below which a share of the values lies.
func quantile(of []float64, share float64) float64 {
	if len(of) == 0 {
		return math.NaN()
	}
	sorted := slices.Sorted(slices.Values(of))
	return sorted[min(len(sorted)-1, int(share*float64(len(sorted))))]
}

// benchResults collects the results of the rounds by unit.
type benchResults map[string][]float64

func (f benchResults) add(unit string, value float64) { f[unit] = append(f[unit], value) }

// report reports the median of every unit, and removes the total time, which means nothing.
func (f benchResults) report(b *testing.B) {
	for unit, values := range f {
		b.ReportMetric(median(values), unit)
	}
	b.ReportMetric(0, "ns/op")
}

// milliseconds converts a duration to milliseconds.
func milliseconds(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }
