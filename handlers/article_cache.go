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

// viewKey names an article view: one for each set of rights. The state of the article stands in the kept view, so a newer
// one takes the older one's place.
type viewKey struct {
	article int64
	may     views.Rights
	role    string
	parts   string // of parts of it: which; "" for the whole
	blind   int64  // the user, where what they may see depends on what they have said themselves; else 0
}

// viewCache keeps drawn article views, those asked for last, up to a number of bytes.
type viewCache struct {
	limit int

	mutex sync.Mutex
	size  int
	views map[viewKey]*list.Element
	order list.List // of slots, the last asked for first
}

type slot struct {
	key  viewKey
	view *keptView
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
func (c *viewCache) get(key viewKey, changes int) *keptView {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	element := c.views[key]
	if element == nil || element.Value.(*slot).view.changes != changes {
		return nil
	}
	c.order.MoveToFront(element)
	return element.Value.(*slot).view
}

// put keeps a view and lets go of those that nobody has asked for the longest. What is larger than all the room is not kept.
func (c *viewCache) put(key viewKey, view *keptView) {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	if old := c.views[key]; old != nil {
		c.drop(old)
	}
	added := &slot{key, view, 2 * len(view.plain)} // room for the packed forms, which come later and are smaller
	c.views[key] = c.order.PushFront(added)
	c.size += added.size
	for c.size > c.limit {
		c.drop(c.order.Back())
	}
}

func (c *viewCache) drop(element *list.Element) {
	s := c.order.Remove(element).(*slot)
	delete(c.views, s.key)
	c.size -= s.size
}

// keptView is a drawn page with its packed forms. It is packed well when it is asked for a second time: while an article
// changes all the time, packing every state of it would cost more than it saves.
type keptView struct {
	changes int
	same    sameText // which other article the page tells of
	sum     string
	plain   []byte

	packing sync.Mutex // held by who packs; others take what there is
	asked   bool
	gzip    []byte
	brotli  []byte
}

// sameText is the article of the same text that a page tells of, as it was then; the zero value where there is none.
type sameText struct {
	article int64
	changes int
}

func newKeptView(changes int, body []byte) *keptView {
	sum := sha256.Sum256(body)
	return &keptView{changes: changes, sum: hex.EncodeToString(sum[:12]), plain: body}
}

// tag is the entity tag of one form: forms that differ in bytes differ in their tags.
func (k *keptView) tag(encoding string) string {
	if encoding != "" {
		encoding = "-" + encoding
	}
	return `"` + k.sum + encoding + `"`
}

// matches returns the tag in an If-None-Match header that names any form of this page, or "".
func (k *keptView) matches(header string) string {
	for tag := range strings.SplitSeq(header, ",") {
		tag = strings.TrimPrefix(strings.TrimSpace(tag), "W/")
		if sum, _, _ := strings.Cut(strings.Trim(tag, `"`), "-"); sum == k.sum {
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

// body is the page in the best form that a browser accepts and that is worth making now: the first answer is packed
// quickly, as nobody may ever ask for this state again.
func (k *keptView) body(accepted string) (body []byte, encoding string) {
	wantsBrotli, wantsGzip := accepts(accepted, "br"), accepts(accepted, "gzip")
	if !wantsBrotli && !wantsGzip || !k.packing.TryLock() {
		return k.plain, ""
	}
	defer k.packing.Unlock()
	first := !k.asked
	k.asked = true
	switch {
	case first && wantsGzip:
		return gzipped(k.plain, gzip.BestSpeed), "gzip"
	case wantsBrotli:
		if k.brotli == nil {
			k.brotli = brotlied(k.plain)
		}
		return k.brotli, "br"
	}
	if k.gzip == nil {
		k.gzip = gzipped(k.plain, gzipLevel)
	}
	return k.gzip, "gzip"
}

// packers are kept, by level: making one costs more than packing an ordinary article with it.
var packers [gzip.BestCompression + 1]sync.Pool

func gzipped(content []byte, level int) []byte {
	var packed bytes.Buffer
	writer, ok := packers[level].Get().(*gzip.Writer)
	if !ok {
		writer, _ = gzip.NewWriterLevel(nil, level) // fails only for a level that does not exist
	}
	writer.Reset(&packed)
	writer.Write(content) // a buffer takes everything
	writer.Close()
	packers[level].Put(writer)
	return packed.Bytes()
}

func brotlied(content []byte) []byte {
	var packed bytes.Buffer
	writer := brotli.NewWriterV2(&packed, brotliLevel)
	writer.Write(content)
	writer.Close()
	return packed.Bytes()
}
