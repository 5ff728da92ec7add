package handlers

import (
	"net/http"
	"net/netip"
	"sync"
	"time"

	"github.com/gin-gonic/gin"
	"golang.org/x/time/rate"

	"linecheck/formats/read"
	"linecheck/models"
)

const (
	// maxBody limits every request except uploads and texts, in bytes. Forms with notes and quotes are a few
	// thousand.
	maxBody = 1 << 20
	// textFactor is the largest ratio of a submitted form's size to its text's size. A urlencoded byte that is not an ASCII letter takes
	// three bytes.
	textFactor = 3
	// retryAfter is the Retry-After of a rate-limited request, in seconds.
	retryAfter = "120"
)

// limitBody limits the memory that a request can use. Reading beyond the limit returns an
// *http.MaxBytesError.
func (h *Handlers) limitBody(c *gin.Context) {
	c.Request.Body = http.MaxBytesReader(c.Writer, c.Request.Body, h.bodyLimit(c))
}

func (h *Handlers) bodyLimit(c *gin.Context) int64 {
	if limit, known := maxFileByRoute[c.FullPath()]; known {
		return max(limit, int64(h.limits.Text)*textFactor) + maxBody
	}
	return int64(h.limits.Text)*textFactorByRoute[c.FullPath()] + maxBody
}

// maxFileByRoute contains the routes that accept a file larger than a text, with its largest size in bytes.
var maxFileByRoute = map[string]int64{"/articles": models.MaxArticleFileSize, "/sources/:id/snapshots": models.MaxSnapshotSize,
	"/articles/:id/annotations/previews": maxAnnotationFile, "/articles/:id/annotations/imports": maxAnnotationFile,
	"/articles/:id/previews": read.MaxFileBytes * 2, "/articles/:id/revisions": read.MaxFileBytes * 2} // the form also has the file in base64: four bytes for three

// maxAnnotationFile limits a file of annotations, in bytes: one of 3,000 claims takes 2 MB.
const maxAnnotationFile = 16 << 20

// textFactorByRoute contains the routes that accept a whole article, with the largest ratio of the body to
// its text.
var textFactorByRoute = map[string]int64{
	"/articles":                         textFactor,
	apiRoot + "/articles":               textFactor,
	apiRoot + "/articles/:id/revisions": textFactor,
	"/articles/:id/revisions":           textFactor,
	"/articles/:id/previews":            textFactor,
	"/articles/:id/published":           textFactor,
	apiRoot + "/articles/:id/published": textFactor,
}

const (
	// All users of a newsroom may sign in from one IP address at the same time. So the limit allows a burst, and after it one attempt
	// every few seconds.
	loginBurst = 30
	loginEvery = 2 * time.Second
	// maxClients limits the limiter's memory.
	maxClients = 10_000
)

// limiter limits the request rate of each client.
type limiter[K comparable] struct {
	every   time.Duration
	burst   int
	mutex   sync.Mutex
	clients map[K]*rate.Limiter
}

func newLimiter[K comparable](every time.Duration, burst int) *limiter[K] {
	return &limiter[K]{every: every, burst: burst, clients: map[K]*rate.Limiter{}}
}

// loginLimiter limits password attempts by IP address, in memory, so that hashing cannot be flooded. The
// store also counts failures by account, in the database.
type loginLimiter struct{ *limiter[netip.Prefix] }

// rateLimit is the middleware before handlers that hash a password.
func (l loginLimiter) rateLimit(c *gin.Context) error {
	if l.reserve(clientNetwork(c.ClientIP()), time.Now()) > 0 {
		return models.ErrTooManyAttempts
	}
	return nil
}

// The API's limit for one caller. It allows a program to import a desk's articles within minutes. A program that never stops uses only a
// small part of an instance, which serves several hundred changes a second. The burst is enough for the claims of one page.
const (
	callBurst = 60
	callEvery = time.Second / 20
)

// caller identifies who calls the API: a token, or the user of a session.
type caller struct{ token, user int64 }

// apiLimiter limits the calls of each caller on this instance.
type apiLimiter struct{ *limiter[caller] }

// rateLimit is the middleware before every call.
func (l apiLimiter) rateLimit(c *gin.Context) error {
	who := caller{token: reader(c).TokenID}
	if who.token == 0 {
		who.user = reader(c).UserID
	}
	if wait := l.reserve(who, time.Now()); wait > 0 {
		return rateLimitError{int(wait/time.Second) + 1}
	}
	return nil
}

// rateLimitError rejects a call and says after how many seconds the next one is allowed.
type rateLimitError struct{ seconds int }

func (rateLimitError) Error() string { return "too many calls" }

// Unwrap returns models.ErrTooManyAttempts.
func (rateLimitError) Unwrap() error { return models.ErrTooManyAttempts }

// reserve returns how long a client has to wait; 0 if the request is allowed.
func (l *limiter[K]) reserve(key K, now time.Time) time.Duration {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	client := l.clients[key]
	if client == nil {
		if len(l.clients) >= maxClients {
			l.evictIdle(now)
		}
		client = rate.NewLimiter(rate.Every(l.every), l.burst)
		l.clients[key] = client
	}
	if client.AllowN(now, 1) {
		return 0
	}
	return max(1, time.Duration((1-client.TokensAt(now))*float64(l.every)))
}

// evictIdle removes the idle clients, or all clients if none is idle. The store counts failures separately.
func (l *limiter[K]) evictIdle(now time.Time) {
	for key, client := range l.clients {
		if client.TokensAt(now) >= float64(l.burst) {
			delete(l.clients, key)
		}
	}
	if len(l.clients) >= maxClients {
		clear(l.clients)
	}
}

// clientNetwork returns the network that counts as one client: an IPv4 address, or the /64 prefix of an IPv6 address.
func clientNetwork(address string) netip.Prefix {
	a, err := netip.ParseAddr(address)
	if err != nil {
		return netip.Prefix{}
	}
	bits := 32
	if a = a.Unmap().WithZone(""); a.Is6() {
		bits = 64
	}
	p, _ := a.Prefix(bits) // never fails, as the bits fit the address
	return p
}
