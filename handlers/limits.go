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
	// maxBody bounds any request but a new article, in bytes: forms with notes and quotes are a few thousand.
	maxBody = 1 << 20
	// textFactor is how much longer a text can be on its way: a form writes a byte that is no ASCII letter as three.
	textFactor = 3
	// retryAfter is how many seconds a refused client is asked to wait.
	retryAfter = "120"
)

// limitBody keeps a request from filling the memory: who reads beyond the bound gets an error.
func (h *Handlers) limitBody(c *gin.Context) {
	c.Request.Body = http.MaxBytesReader(c.Writer, c.Request.Body, h.bodyLimit(c))
}

func (h *Handlers) bodyLimit(c *gin.Context) int64 {
	if limit, known := maxFileByRoute[c.FullPath()]; known {
		return max(limit, int64(h.limits.Text)*textFactor) + maxBody
	}
	return int64(h.limits.Text)*textFactorByRoute[c.FullPath()] + maxBody
}

// maxFileByRoute are the addresses to which a file is sent that is larger than a text, and how large that can be, in bytes.
var maxFileByRoute = map[string]int64{"/articles": models.MaxArticleFileSize, "/sources/:id/snapshots": models.MaxSnapshotSize,
	"/articles/:id/annotations/previews": maxAnnotationFile, "/articles/:id/annotations/imports": maxAnnotationFile,
	"/articles/:id/previews": read.MaxFileBytes * 2, "/articles/:id/revisions": read.MaxFileBytes * 2} // its bytes come along with the preview, four for three

// maxAnnotationFile bounds a file of annotations: one of 3,000 claims takes 2 MB.
const maxAnnotationFile = 16 << 20

// textFactorByRoute are the addresses to which a whole article is sent, and how much longer than its text that can be.
var textFactorByRoute = map[string]int64{
	"/articles":                         textFactor,
	apiRoot + "/articles":               textFactor,
	apiRoot + "/articles/:id/revisions": textFactor,
	"/articles/:id/revisions":           textFactor,
	"/articles/:id/previews":            textFactor,
}

const (
	// A whole newsroom can come from one address at nine o'clock: so many tries at once, then one every few seconds.
	loginBurst = 30
	loginEvery = 2 * time.Second
	// maxClients bounds the limiter's memory.
	maxClients = 10_000
)

// limiter slows clients down, each for itself.
type limiter[K comparable] struct {
	every   time.Duration
	burst   int
	mutex   sync.Mutex
	clients map[K]*rate.Limiter
}

func newLimiter[K comparable](every time.Duration, burst int) *limiter[K] {
	return &limiter[K]{every: every, burst: burst, clients: map[K]*rate.Limiter{}}
}

// loginLimiter slows down who tries passwords, by address. The store counts failures besides, by account, and in the
// database; this one costs nothing and keeps the hashing from being flooded.
type loginLimiter struct{ *limiter[netip.Prefix] }

// rateLimit is the action before one that hashes a password.
func (l loginLimiter) rateLimit(c *gin.Context) error {
	if l.reserve(clientNetwork(c.ClientIP()), time.Now()) > 0 {
		return models.ErrTooManyAttempts
	}
	return nil
}

// A program that brings a desk's articles in is done within minutes at this rate, and one that runs wild leaves others the most of
// an instance,
// which answers some hundreds of changes in a second. What comes in one go, such as a page of claims, is not held up.
const (
	callBurst = 60
	callEvery = time.Second / 20
)

// caller is who calls the API: a token, or who is signed in.
type caller struct{ token, user int64 }

// apiLimiter slows down who calls the API, on this instance.
type apiLimiter struct{ *limiter[caller] }

// rateLimit is the action before every call.
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

// rateLimitError is a call that came too soon after others, and how many seconds it has to wait.
type rateLimitError struct{ seconds int }

func (rateLimitError) Error() string { return "too many calls" }

// Unwrap is the name by which it is known.
func (rateLimitError) Unwrap() error { return models.ErrTooManyAttempts }

// reserve is how long a client has to wait; 0 where it may go on.
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

// evictIdle drops who has been quiet; when nobody has, everyone: the store's count still holds.
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

// clientNetwork is what counts as one client: an IPv4 address, or the /64 that an IPv6 subscriber gets whole.
func clientNetwork(address string) netip.Prefix {
	a, err := netip.ParseAddr(address)
	if err != nil {
		return netip.Prefix{}
	}
	bits := 32
	if a = a.Unmap().WithZone(""); a.Is6() {
		bits = 64
	}
	p, _ := a.Prefix(bits) // the bits fit the address
	return p
}
