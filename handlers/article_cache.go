package handlers

import (
	"bytes"
	"compress/gzip"
	"container/list"
	"crypto/sha256"
	"encoding/hex"
	"strings"
	"sync"

	"github.com/andybalholm/brotli"

	"linecheck/views"
)

// viewKey names an article view: one for each set of rights and language. The state of the article stands in the kept view, so a newer
// one takes the older one's place.
type viewKey struct {
	article     int64
	rights      views.Rights
	role        string
	language    string // of the page
	fragments   string // of parts of it: which; "" for the whole
	blindUserID int64  // the user, where what they may see depends on what they have said themselves; else 0
}

// viewCache keeps drawn article views, those asked for last, up to a number of bytes.
type viewCache struct {
	limit int

	mutex sync.Mutex
	size  int
	views map[viewKey]*list.Element
	order list.List // of slots, the last asked for first
}

type cacheEntry struct {
	key  viewKey
	view *cachedView
	size int
}

// defaultViewBytes bounds the kept views unless configured otherwise: some thousand articles of an ordinary length.
const defaultViewBytes = 64 << 20

func newViewCache(limit int) *viewCache {
	if limit <= 0 {
		limit = defaultViewBytes
	}
	return &viewCache{limit: limit, views: map[viewKey]*list.Element{}}
}

// get finds a view of the article as it is now, or nil.
func (c *viewCache) get(key viewKey, changes int) *cachedView {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	element := c.views[key]
	if element == nil || element.Value.(*cacheEntry).view.changes != changes {
		return nil
	}
	c.order.MoveToFront(element)
	return element.Value.(*cacheEntry).view
}

// put keeps a view and lets go of those that nobody has asked for the longest. What is larger than all the room is not kept.
func (c *viewCache) put(key viewKey, view *cachedView) {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	if old := c.views[key]; old != nil {
		c.remove(old)
	}
	added := &cacheEntry{key, view, 2 * len(view.uncompressed)} // room for the packed forms, which come later and are smaller
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

// cachedView is a drawn page with its packed forms. It is packed well when it is asked for a second time: while an article
// changes all the time, packing every state of it would cost more than it saves.
type cachedView struct {
	changes      int
	sameText     sameTextVersion // which other article the page tells of
	hash         string
	uncompressed []byte

	compressing  sync.Mutex // held by who packs; others take what there is
	servedBefore bool
	gzip         []byte
	brotli       []byte
}

// sameTextVersion is the article of the same text that a page tells of, as it was then; the zero value where there is none.
type sameTextVersion struct {
	article int64
	changes int
}

func newCachedView(changes int, body []byte) *cachedView {
	sum := sha256.Sum256(body)
	return &cachedView{changes: changes, hash: hex.EncodeToString(sum[:12]), uncompressed: body}
}

// etag is the entity tag of one form: forms that differ in bytes differ in their tags.
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

// The effort of packing: beyond these levels a page of text takes several times as long and gets a few per cent smaller.
const (
	brotliLevel = 4
	gzipLevel   = 6
)

// encodedBody is the page in the best form that a browser accepts and that is worth making now: the first answer is packed
// quickly, as nobody may ever ask for this state again.
func (k *cachedView) encodedBody(accepted string) (body []byte, encoding string) {
	wantsBrotli, wantsGzip := acceptsEncoding(accepted, "br"), acceptsEncoding(accepted, "gzip")
	if !wantsBrotli && !wantsGzip || !k.compressing.TryLock() {
		return k.uncompressed, ""
	}
	defer k.compressing.Unlock()
	first := !k.servedBefore
	k.servedBefore = true
	switch {
	case first && wantsGzip:
		return compressGzip(k.uncompressed, gzip.BestSpeed), "gzip"
	case wantsBrotli:
		if k.brotli == nil {
			k.brotli = compressBrotli(k.uncompressed)
		}
		return k.brotli, "br"
	}
	if k.gzip == nil {
		k.gzip = compressGzip(k.uncompressed, gzipLevel)
	}
	return k.gzip, "gzip"
}

// gzipWriters are kept, by level: making one costs more than packing an ordinary article with it.
var gzipWriters [gzip.BestCompression + 1]sync.Pool

func compressGzip(content []byte, level int) []byte {
	var packed bytes.Buffer
	writer, ok := gzipWriters[level].Get().(*gzip.Writer)
	if !ok {
		writer, _ = gzip.NewWriterLevel(nil, level) // fails only for a level that does not exist
	}
	writer.Reset(&packed)
	writer.Write(content) // a buffer takes everything
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
