package handlers

import (
	"bytes"
	"compress/gzip"
	"container/list"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/andybalholm/brotli"

	"linecheck/views"
)

// viewKey identifies a cached article view. There is one for each set of rights and language. The version of the article is in the
// cached view and not in the key, so a newer view replaces the older one.
type viewKey struct {
	article     int64
	rights      views.Rights
	role        string
	language    string // of the page
	part        int    // the first sentence of the part that is shown
	fragments   string // which fragments of the page; "" for the whole page
	blindUserID int64  // the user, if what they may see depends on their own verdicts; else 0
}

// viewCache is a least-recently-used cache of rendered article views, limited in bytes. It renders one view of an article at a time, so
// that many readers of a long article need the memory of one.
type viewCache struct {
	limit int

	mutex     sync.Mutex
	size      int
	views     map[viewKey]*list.Element
	order     list.List              // of cacheEntry, most recently used first
	rendering map[int64]*articleTurn // by article
}

// articleTurn is held by the request that renders a view of the article. The others wait for it.
type articleTurn struct {
	held  chan struct{} // contains one element while it is held
	users int           // requests that hold it or wait
}

type cacheEntry struct {
	key  viewKey
	view *cachedView
	size int
}

// defaultViewBytes is the default limit of the cache: about a thousand articles of ordinary length.
const defaultViewBytes = 64 << 20

func newViewCache(limit int) *viewCache {
	if limit <= 0 {
		limit = defaultViewBytes
	}
	return &viewCache{limit: limit, views: map[viewKey]*list.Element{}, rendering: map[int64]*articleTurn{}}
}

// getOrRender returns the view of the article in the state changes or a later one. Of the requests that need a new view of an article,
// one renders and the others wait; those that want the same view then share it. usable reports whether a kept view may still be sent.
func (c *viewCache) getOrRender(ctx context.Context, key viewKey, changes int, usable func(*cachedView) bool,
	render func() (*cachedView, error)) (*cachedView, error) {
	if kept := c.get(key, changes); kept != nil && usable(kept) {
		return kept, nil
	}
	leave, err := c.enter(ctx, key.article)
	if err != nil {
		return nil, err
	}
	defer leave()
	if kept := c.get(key, changes); kept != nil && usable(kept) {
		return kept, nil
	}
	kept, err := render()
	if err != nil {
		return nil, err
	}
	c.put(key, kept)
	return kept, nil
}

// enter waits for the turn to render views of an article. The caller ends it with leave.
func (c *viewCache) enter(ctx context.Context, article int64) (leave func(), err error) {
	c.mutex.Lock()
	turn := c.rendering[article]
	if turn == nil {
		turn = &articleTurn{held: make(chan struct{}, 1)}
		c.rendering[article] = turn
	}
	turn.users++
	c.mutex.Unlock()
	forget := func() {
		c.mutex.Lock()
		defer c.mutex.Unlock()
		if turn.users--; turn.users == 0 {
			delete(c.rendering, article)
		}
	}
	select {
	case turn.held <- struct{}{}:
		return func() { <-turn.held; forget() }, nil
	case <-ctx.Done():
		forget()
		return nil, fmt.Errorf("waiting for the page: %w", ctx.Err())
	}
}

// get returns the view of the article in the state changes or a later one, or nil.
func (c *viewCache) get(key viewKey, changes int) *cachedView {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	element := c.views[key]
	if element == nil || element.Value.(*cacheEntry).view.changes < changes {
		return nil
	}
	c.order.MoveToFront(element)
	return element.Value.(*cacheEntry).view
}

// put adds a view and evicts the least recently used ones. A view larger than the limit is not cached.
func (c *viewCache) put(key viewKey, view *cachedView) {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	if old := c.views[key]; old != nil {
		c.remove(old)
	}
	added := &cacheEntry{
		key,
		view,
		2 * len(view.uncompressed),
	} // reserves room for the compressed forms, which are added later and are smaller
	c.views[key] = c.order.PushFront(added)
	c.size += added.size
	for c.size > c.limit {
		c.remove(c.order.Back())
	}
}

func (c *viewCache) remove(element *list.Element) {
	s := c.order.Remove(element).(*cacheEntry)
	delete(c.views, s.key)
	c.size -= s.size
}

// cachedView is a rendered page with its compressed forms. It is compressed at the higher level only from its
// second request on: while an article changes all the time, that effort would cost more than it saves.
type cachedView struct {
	changes      int
	sameText     sameTextVersion // the other article with the same text, which the page mentions
	hash         string
	uncompressed []byte

	compressing  sync.Mutex // locked by the request that compresses; others send the forms that exist
	servedBefore bool
	gzip         atomic.Pointer[[]byte] // nil until it is made
	brotli       atomic.Pointer[[]byte]
}

// sameTextVersion is the version of another article with the same text; zero if there is none.
type sameTextVersion struct {
	article int64
	changes int
}

func newCachedView(changes int, body []byte) *cachedView {
	sum := sha256.Sum256(body)
	return &cachedView{changes: changes, hash: hex.EncodeToString(sum[:12]), uncompressed: body}
}

// etag returns the entity tag for one encoding. Forms that differ in bytes need different tags (RFC 9110).
func (k *cachedView) etag(encoding string) string {
	if encoding != "" {
		encoding = "-" + encoding
	}
	return `"` + k.hash + encoding + `"`
}

// matchingETag returns the tag in an If-None-Match header that names any form of this page, or "".
func (k *cachedView) matchingETag(header string) string {
	for tag := range strings.SplitSeq(header, ",") {
		tag = strings.TrimPrefix(strings.TrimSpace(tag), "W/")
		if sum, _, _ := strings.Cut(strings.Trim(tag, `"`), "-"); sum == k.hash {
			return tag
		}
	}
	return ""
}

// Compression levels: above these, a page takes several times as long and gets a few per cent smaller.
const (
	brotliLevel = 4
	gzipLevel   = 6
)

// encodedBody returns the page in the best form that the browser accepts and that is worth computing now. The
// first request gets a quick compression, because the same state may never be requested again.
func (k *cachedView) encodedBody(accepted string) (body []byte, encoding string) {
	wantsBrotli, wantsGzip := acceptsEncoding(accepted, "br"), acceptsEncoding(accepted, "gzip")
	if !wantsBrotli && !wantsGzip {
		return k.uncompressed, ""
	}
	form, encoding := &k.gzip, "gzip"
	if wantsBrotli {
		form, encoding = &k.brotli, "br"
	}
	if made := form.Load(); made != nil {
		return *made, encoding
	}
	if !k.compressing.TryLock() {
		return k.uncompressed, ""
	}
	defer k.compressing.Unlock()
	first := !k.servedBefore
	k.servedBefore = true
	if first && wantsGzip {
		return compressGzip(k.uncompressed, gzip.BestSpeed), "gzip"
	}
	if wantsBrotli {
		body = compressBrotli(k.uncompressed)
	} else {
		body = compressGzip(k.uncompressed, gzipLevel)
	}
	form.Store(&body)
	return body, encoding
}

// gzipWriters pools writers by level: allocating one costs more than compressing an ordinary article.
var gzipWriters [gzip.BestCompression + 1]sync.Pool

func compressGzip(content []byte, level int) []byte {
	var packed bytes.Buffer
	writer, ok := gzipWriters[level].Get().(*gzip.Writer)
	if !ok {
		writer, _ = gzip.NewWriterLevel(nil, level) // fails only for an invalid level
	}
	writer.Reset(&packed)
	writer.Write(content) // a bytes.Buffer never fails
	writer.Close()
	gzipWriters[level].Put(writer)
	return packed.Bytes()
}

func compressBrotli(content []byte) []byte {
	var packed bytes.Buffer
	writer := brotli.NewWriterV2(&packed, brotliLevel)
	writer.Write(content)
	writer.Close()
	return packed.Bytes()
}
