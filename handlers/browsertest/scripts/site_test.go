package scripts

import (
	"bufio"
	"context"
	"net"
	"net/http"
	"sync"
	"testing"
	"time"

	"linecheck/handlers/browsertest"
	"linecheck/handlers/sitetest"
	"linecheck/store"
	"linecheck/store/storetest"
)

// network sits between a site and its users: it can cut connections and delay chosen requests.
type network struct {
	http.Handler

	mutex  sync.Mutex
	down   bool
	holds  func(*http.Request) bool
	held   chan func()   // each value releases one delayed request
	parted chan struct{} // closed to end the pending requests
}

func (w *network) ServeHTTP(rw http.ResponseWriter, r *http.Request) {
	w.mutex.Lock()
	down, holds, held := w.down, w.holds, w.held
	if w.parted == nil {
		w.parted = make(chan struct{})
	}
	parted := w.parted
	w.mutex.Unlock()
	if down {
		panic(http.ErrAbortHandler) // closes the connection without a response
	}
	if holds != nil && holds(r) {
		released := make(chan struct{})
		held <- sync.OnceFunc(func() { close(released) })
		select {
		case <-released:
		case <-r.Context().Done():
		}
	}
	ctx, cancel := context.WithCancel(r.Context())
	defer cancel()
	go func() {
		select {
		case <-parted:
			cancel()
		case <-ctx.Done():
		}
	}()
	w.Handler.ServeHTTP(parting{rw, parted}, r.WithContext(ctx))
}

// parting closes hijacked connections when the network ends pending requests.
type parting struct {
	http.ResponseWriter
	parted <-chan struct{}
}

func (p parting) Flush() { p.ResponseWriter.(http.Flusher).Flush() }

func (p parting) Unwrap() http.ResponseWriter { return p.ResponseWriter }

func (p parting) Hijack() (net.Conn, *bufio.ReadWriter, error) {
	conn, buffer, err := p.ResponseWriter.(http.Hijacker).Hijack()
	if err == nil {
		go func() {
			<-p.parted
			_ = conn.Close()
		}()
	}
	return conn, buffer, err
}

// Part ends every pending request.
func (w *network) Part() {
	w.mutex.Lock()
	defer w.mutex.Unlock()
	if w.parted != nil {
		close(w.parted)
		w.parted = nil
	}
}

// Cut takes the site offline, or online again.
func (w *network) Cut(down bool) {
	w.mutex.Lock()
	defer w.mutex.Unlock()
	w.down = down
}

// Hold delays the matching requests from now on; nil delays none. For each delayed request it sends a function that releases the request.
func (w *network) Hold(which func(*http.Request) bool) <-chan func() {
	w.mutex.Lock()
	defer w.mutex.Unlock()
	w.holds, w.held = which, make(chan func(), 100)
	return w.held
}

// next waits until a request is delayed, and returns the function that releases it.
func next(t testing.TB, held <-chan func()) func() {
	t.Helper()
	select {
	case release := <-held:
		return release
	case <-time.After(browsertest.StepLimit):
		t.Fatal("no request came that was to be held")
		return nil
	}
}

// site is the sample newsroom's site with its article, behind a network.
type site struct {
	*network
	news  storetest.Fixture
	store *store.Store
	base  string
}

// openSite serves the sample newsroom. Users sign in with the form, so that several can work at once.
func openSite(t testing.TB) *site {
	t.Helper()
	s := storetest.Open(t, storetest.SQLite(t))
	d := &site{store: s, news: storetest.Newsroom(t, s)}
	d.network = &network{Handler: sitetest.NewSite(s)}
	d.base = sitetest.Serve(t, d.network)
	return d
}
