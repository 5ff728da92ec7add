package handlers

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"io"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/andybalholm/brotli"
	"golang.org/x/sync/errgroup"

	"linecheck/views"
)

// decompress returns an uncompressed body.
func decompress(t *testing.T, body []byte, encoding string) string {
	t.Helper()
	var reader io.Reader = bytes.NewReader(body)
	switch encoding {
	case "gzip":
		unzipped, err := gzip.NewReader(reader)
		if err != nil {
			t.Fatal(err)
		}
		reader = unzipped
	case "br":
		reader = brotli.NewReader(reader)
	}
	content, err := io.ReadAll(reader)
	if err != nil {
		t.Fatal(err)
	}
	return string(content)
}

func TestCacheCompressesFastFirstAndWellAgain(t *testing.T) {
	t.Parallel()
	page := strings.Repeat("<p>word</p>", 1000)
	for _, c := range []struct{ name, accepted, first, second string }{
		{"a browser", "gzip, deflate, br", "gzip", "br"},
		{"brotli alone", "br", "br", "br"},
		{"without brotli", "gzip", "gzip", "gzip"},
		{"brotli refused", "br;q=0, gzip;q=0.5", "gzip", "gzip"},
		{"nothing accepted", "", "", ""},
		{"something else", "zstd", "", ""},
	} {
		kept := newCachedView(1, []byte(page))
		for i, want := range []string{c.first, c.second, c.second} {
			body, encoding := kept.encodedBody(c.accepted)
			if encoding != want {
				t.Errorf("%s: answer %d is packed as %q, want %q", c.name, i+1, encoding, want)
			}
			if decompress(t, body, encoding) != page {
				t.Errorf("%s: answer %d came out changed", c.name, i+1)
			}
		}
	}
}

// A form that exists is sent to everybody, also while another request compresses.
func TestCompressedFormIsSentWhileAnotherIsMade(t *testing.T) {
	t.Parallel()
	kept := newCachedView(1, bytes.Repeat([]byte("It rained. "), 100))
	for range 2 {
		kept.encodedBody("gzip, br")
	}
	kept.compressing.Lock()
	defer kept.compressing.Unlock()
	if _, encoding := kept.encodedBody("gzip, br"); encoding != "br" {
		t.Errorf("the page was sent as %q, want br", encoding)
	}
	if _, encoding := kept.encodedBody("gzip"); encoding != "" {
		t.Errorf("a form that is not made was waited for and sent as %q", encoding)
	}
}

func TestETagNamesPageAndEncoding(t *testing.T) {
	t.Parallel()
	kept, other := newCachedView(1, []byte("one")), newCachedView(2, []byte("two"))
	tags := map[string]bool{}
	for _, encoding := range []string{"", "gzip", "br"} {
		tag := kept.etag(encoding)
		tags[tag] = true
		for _, header := range []string{tag, "W/" + tag, `"other", ` + tag} {
			if got := kept.matchingETag(header); got != tag {
				t.Errorf("If-None-Match %s: %q, want %q", header, got, tag)
			}
		}
		if got := other.matchingETag(tag); got != "" {
			t.Errorf("another page's tag matches: %q", got)
		}
	}
	if len(tags) != 3 || kept.matchingETag("") != "" {
		t.Errorf("tags %v, without a header %q", tags, kept.matchingETag(""))
	}
}

func TestCacheStaysWithinItsLimit(t *testing.T) {
	t.Parallel()
	cache := newViewCache(1000)
	for id := range int64(20) {
		cache.put(viewKey{article: id}, newCachedView(1, make([]byte, 100)))
		cache.get(viewKey{article: 0}, 1) // requested all the time
	}
	if cache.size > 1000 || cache.order.Len() != 5 || len(cache.views) != 5 {
		t.Errorf("the cache holds %d bytes in %d views", cache.size, cache.order.Len())
	}
	if cache.get(viewKey{article: 0}, 1) == nil {
		t.Error("the page that is asked for most was let go")
	}
	if cache.get(viewKey{article: 1}, 1) != nil {
		t.Error("the page that nobody asks for was kept")
	}
	cache.put(viewKey{article: 99}, newCachedView(1, make([]byte, 5000)))
	if cache.size != 0 || cache.get(viewKey{article: 99}, 1) != nil {
		t.Error("a page larger than the cache was kept")
	}
}

func TestCacheFindsOnlySameStateAndRights(t *testing.T) {
	t.Parallel()
	cache, key := newViewCache(0), viewKey{article: 7, rights: views.Rights{Check: true}, role: "editor"}
	cache.put(key, newCachedView(3, []byte("three")))
	if cache.get(key, 3) == nil {
		t.Error("the page is not found again")
	}
	for name, asked := range map[string]viewKey{"another article": {article: 8, rights: key.rights, role: key.role}, "other rights": {article: 7, role: key.role}, "another bar": {article: 7, rights: key.rights}} {
		if cache.get(asked, 3) != nil {
			t.Errorf("%s finds this page", name)
		}
	}
	if cache.get(key, 4) != nil {
		t.Error("an older state of the article is shown")
	}
	cache.put(key, newCachedView(4, []byte("four")))
	if got := cache.order.Len(); got != 1 {
		t.Errorf("%d states of one article are kept, want the newest alone", got)
	}
}

// TestOneViewOfAnArticleIsRenderedAtATime lets eight readers with two sets of rights want a new view at once.
func TestOneViewOfAnArticleIsRenderedAtATime(t *testing.T) {
	t.Parallel()
	cache := newViewCache(0)
	always := func(*cachedView) bool { return true }
	var rendering, renderings, most atomic.Int32
	waiting := func() int {
		cache.mutex.Lock()
		defer cache.mutex.Unlock()
		return cache.rendering[7].users
	}
	render := func() (*cachedView, error) {
		renderings.Add(1)
		most.Store(max(most.Load(), rendering.Add(1)))
		defer rendering.Add(-1)
		for renderings.Load() == 1 && waiting() < 8 { // the first one renders until all others wait
			runtime.Gosched()
		}
		return newCachedView(3, []byte("page")), nil
	}
	var readers errgroup.Group
	for i := range 8 {
		key := viewKey{article: 7, language: []string{"en", "en-XA"}[i%2]}
		readers.Go(func() error {
			_, err := cache.getOrRender(t.Context(), key, 3, always, render)
			return err
		})
	}
	if err := readers.Wait(); err != nil {
		t.Fatal(err)
	}
	if renderings.Load() != 2 || most.Load() != 1 {
		t.Errorf("rendered %d views, %d at once; want one for each language, one at once", renderings.Load(), most.Load())
	}
	if len(cache.rendering) != 0 {
		t.Errorf("%d turns are left, want none", len(cache.rendering))
	}
}

// TestWaitingForAViewEndsWithItsRequest lets a request end while another one renders.
func TestWaitingForAViewEndsWithItsRequest(t *testing.T) {
	t.Parallel()
	cache := newViewCache(0)
	leave, err := cache.enter(t.Context(), 7)
	if err != nil {
		t.Fatal(err)
	}
	ended, end := context.WithCancel(t.Context())
	end()
	_, err = cache.getOrRender(ended, viewKey{article: 7}, 1, nil, nil)
	if !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, want %v", err, context.Canceled)
	}
	leave()
	if len(cache.rendering) != 0 {
		t.Errorf("%d turns are left, want none", len(cache.rendering))
	}
}

// TestViewOfALaterStateIsSent keeps the newest view when a slower request asks for an older state.
func TestViewOfALaterStateIsSent(t *testing.T) {
	t.Parallel()
	cache := newViewCache(0)
	cache.put(viewKey{article: 7}, newCachedView(4, []byte("newer")))
	if kept := cache.get(viewKey{article: 7}, 3); kept == nil || string(kept.uncompressed) != "newer" {
		t.Errorf("got %v, want the newer view", kept)
	}
	if kept := cache.get(viewKey{article: 7}, 5); kept != nil {
		t.Errorf("got %q, want none: it is older than the state", kept.uncompressed)
	}
}
