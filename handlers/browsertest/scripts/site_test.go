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

// weather stands between a site and its visitors: it can cut them off, and make chosen requests wait.
type network struct {
	http.Handler

	mutex  sync.Mutex
	down   bool
	holds  func(*http.Request) bool
	held   chan func()   // each lets one request go on that waits
	parted chan struct{} // closed: the requests under way end
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
		panic(http.ErrAbortHandler) // the connection ends without a word
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

// parting cuts the connections that a handler takes over when the weather parts them.
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

// Part ends every request that is under way.
func (w *network) Part() {
	w.mutex.Lock()
	defer w.mutex.Unlock()
	if w.parted != nil {
		close(w.parted)
		w.parted = nil
	}
}

// Cut takes the site from the network, or brings it back.
func (w *network) Cut(down bool) {
	w.mutex.Lock()
	defer w.mutex.Unlock()
	w.down = down
}

// Hold makes requests wait from now on, or none with nil. Each that does sends what lets it go on.
func (w *network) Hold(which func(*http.Request) bool) <-chan func() {
	w.mutex.Lock()
	defer w.mutex.Unlock()
	w.holds, w.held = which, make(chan func(), 100)
	return w.held
}

// next waits until a request is held, and gives what lets it go on.
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

// desk is the sample newsroom's site with its article, under a weather.
type site struct {
	*network
	news  storetest.Fixture
	store *store.Store
	base  string
}

// openDesk serves the sample newsroom. People sign in by the form, so that several can work at once.
func openSite(t testing.TB) *site {
	t.Helper()
	s := storetest.Open(t, storetest.SQLite(t))
	d := &site{store: s, news: storetest.Newsroom(t, s)}
	d.network = &network{Handler: sitetest.NewSite(s)}
	d.base = sitetest.Serve(t, d.network)
	return d
}
