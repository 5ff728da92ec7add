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

// boundBody keeps a request from filling the memory: who reads beyond the bound gets an error.
func (h *Handlers) boundBody(c *gin.Context) {
	c.Request.Body = http.MaxBytesReader(c.Writer, c.Request.Body, h.bodyLimit(c))
}

func (h *Handlers) bodyLimit(c *gin.Context) int64 {
	if limit, known := takesFile[c.FullPath()]; known {
		return max(limit, int64(h.limits.Text)*textFactor) + maxBody
	}
	return int64(h.limits.Text)*takesText[c.FullPath()] + maxBody
}

// takesFile are the addresses to which a file is sent that is larger than a text, and how large that can be, in bytes.
var takesFile = map[string]int64{"/articles": models.MostArticleFile, "/sources/:id/snapshots": models.SnapshotLimit,
	"/articles/:id/annotations/previews": maxRows, "/articles/:id/annotations/imports": maxRows,
	"/articles/:id/previews": read.MostFile * 2, "/articles/:id/revisions": read.MostFile * 2} // its bytes come along with the preview, four for three

// maxRows bounds a file of annotations: one of 3,000 claims takes 2 MB.
const maxRows = 16 << 20

// takesText are the addresses to which a whole article is sent, and how much longer than its text that can be.
var takesText = map[string]int64{"/articles": textFactor, "/api/v1/articles/:id/revisions": textFactor,
	"/articles/:id/revisions": textFactor, "/articles/:id/previews": textFactor}

const (
	// A whole newsroom can come from one address at nine o'clock: so many tries at once, then one every few seconds.
	loginBurst = 30
	loginEvery = 2 * time.Second
	// maxClients bounds the limiter's memory.
	maxClients = 10_000
)

// limiter slows down who tries passwords, by address. The store counts failures besides, by account, and in the
// database; this one costs nothing and keeps the hashing from being flooded.
type limiter struct {
	mutex   sync.Mutex
	clients map[netip.Prefix]*rate.Limiter
}

func newLimiter() *limiter { return &limiter{clients: map[netip.Prefix]*rate.Limiter{}} }

// slow is the action before one that hashes a password.
func (l *limiter) slow(c *gin.Context) error {
	if !l.allow(c.ClientIP(), time.Now()) {
		return models.ErrTooMany
	}
	return nil
}

func (l *limiter) allow(address string, now time.Time) bool {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	key := network(address)
	client := l.clients[key]
	if client == nil {
		if len(l.clients) >= maxClients {
			l.forget(now)
		}
		client = rate.NewLimiter(rate.Every(loginEvery), loginBurst)
		l.clients[key] = client
	}
	return client.AllowN(now, 1)
}

// forget drops who has been quiet; when nobody has, everyone: the store's count still holds.
func (l *limiter) forget(now time.Time) {
	for key, client := range l.clients {
		if client.TokensAt(now) >= loginBurst {
			delete(l.clients, key)
		}
	}
	if len(l.clients) >= maxClients {
		clear(l.clients)
	}
}

// network is what counts as one client: an IPv4 address, or the /64 that an IPv6 subscriber gets whole.
func network(address string) netip.Prefix {
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
