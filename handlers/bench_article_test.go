package handlers_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"path"
	"regexp"
	"strconv"
	"testing"
	"time"

	"github.com/gin-gonic/gin"
	"golang.org/x/net/html"

	"linecheck/models"
	"linecheck/store/storetest"
)

// BenchmarkArticle compares the article view, which checks session and rights for every request, with a bare
// Gin handler that sends the same uncompressed bytes from memory.
func BenchmarkArticle(b *testing.B) {
	for _, size := range []struct{ sentences, claims int }{{40, 60}, {2000, 3000}} {
		b.Run(fmt.Sprintf("%d_sentences", size.sentences), func(b *testing.B) {
			n := openNewsroom(b, storetest.SQLite(b))
			article := storetest.CheckedArticle(b, n.store, n.Fixture, size.sentences, size.claims)
			measureArticle(b, n, article)
		})
	}
}

func measureArticle(b *testing.B, n *newsroom, article models.Article) {
	address, cookie := "/articles/"+strconv.FormatInt(article.ID, 10), n.signIn(b, n.Reviewer)
	_, body := fetchAddress(b, n.address, address, cookie)
	fixed := listen(b, fixedPageHandler(body))
	ways := []struct {
		unit    string
		request []byte
		status  int
	}{
		{"plain", rawRequest("GET", address, "", cookie), http.StatusOK},
		{"br", rawRequest("GET", address, "", cookie, "Accept-Encoding: gzip, br"), http.StatusOK},
		{"gzip", rawRequest("GET", address, "", cookie, "Accept-Encoding: gzip"), http.StatusOK},
		{"304", nil, http.StatusNotModified}, // requested with the current entity tag
	}
	f := benchResults{}
	for range rounds {
		for range 2 { // the page has changed since the last round; it is compressed on the second request
			fetchAddress(b, n.address, address, cookie, "Accept-Encoding: gzip")
			fetchAddress(b, n.address, address, cookie, "Accept-Encoding: br")
		}
		now, _ := fetchAddress(b, n.address, address, cookie)
		ways[len(ways)-1].request = rawRequest("GET", address, "", cookie, "If-None-Match: "+now.Header.Get("ETag"))
		for _, way := range ways {
			base, baseWork := rate(b, fixed, rawRequest("GET", address, ""), http.StatusOK)
			ours, oursWork := rate(b, n.address, way.request, way.status)
			f.add(way.unit+"_of_fixed", ours/base)
			f.add(way.unit+"_of_fixed_by_work", oursWork/baseWork)
			f.add("fixed/s", base)
		}
		f.add("fresh_of_fixed", compareFreshWithFixed(b, n, article, fixed, ways[0].request))
		f.add("fresh_ms", measureFreshRender(b, n, article, address, cookie))
	}
	f.add("nodes", float64(countElements(b, body)))
	f.add("bytes", float64(len(body)))
	first, firstVisit := measurePageWeight(b, n, address, cookie)
	f.add("page_gzip_bytes", float64(first))
	f.add("visit_gzip_bytes", float64(firstVisit))
	f.report(b)
}

// fixedPageHandler is a bare Gin engine with one page in memory.
func fixedPageHandler(body []byte) http.Handler {
	engine := gin.New()
	engine.RedirectTrailingSlash, engine.RedirectFixedPath = false, false
	engine.GET("/articles/:id", func(c *gin.Context) {
		c.Header("Content-Length", strconv.Itoa(len(body)))
		c.Data(http.StatusOK, "text/html; charset=utf-8", body)
	})
	return engine
}

// changeArticle makes the cheapest change to an article: it sets a read mark or removes it.
func changeArticle(b *testing.B, n *newsroom, article models.Article) {
	b.Helper()
	ctx := context.Background()
	page, err := n.store.SentencePage(ctx, n.Reviewer, article.ID, article.Counts.Sentences-1) // the title is counted too
	if err != nil {
		b.Fatal(err)
	}
	change := func(ctx context.Context, r models.Reader, id int64) (models.Location, error) {
		return n.store.MarkRead(ctx, r, id)
	}
	for _, r := range page.ReadMarks {
		if r.ReaderID == n.Reviewer.UserID {
			change = n.store.UnmarkRead
		}
	}
	if _, err := change(ctx, n.Reviewer, page.Sentence.ID); err != nil {
		b.Fatal(err)
	}
}

// compareFreshWithFixed compares pages rendered after a change with the fixed bytes, for one client.
func compareFreshWithFixed(b *testing.B, n *newsroom, article models.Article, fixed string, request []byte) float64 {
	b.Helper()
	ours, err := connectClient(n.address)
	if err != nil {
		b.Fatal(err)
	}
	defer ours.conn.Close()
	theirs, err := connectClient(fixed)
	if err != nil {
		b.Fatal(err)
	}
	defer theirs.conn.Close()
	var fresh, base []float64
	for range 30 {
		changeArticle(b, n, article)
		fresh = append(fresh, measureRequest(b, ours, request))
		for range 5 {
			base = append(base, measureRequest(b, theirs, request))
		}
	}
	return median(base) / median(fresh)
}

func measureRequest(b *testing.B, v *benchClient, request []byte) float64 {
	b.Helper()
	start := time.Now()
	if status, _, err := v.do(request); err != nil || status != http.StatusOK {
		b.Fatalf("status %d (%v)", status, err)
	}
	return milliseconds(time.Since(start))
}

// measureFreshRender returns the server's time to render the page after a change, in milliseconds.
func measureFreshRender(b *testing.B, n *newsroom, article models.Article, address, cookie string) float64 {
	b.Helper()
	var took []float64
	for range 10 {
		changeArticle(b, n, article)
		took = append(took, measureRender(b, n, address, cookie))
	}
	return median(took)
}

// measureRender returns the server's time for one page, in milliseconds.
func measureRender(b *testing.B, n *newsroom, address, cookie string) float64 {
	b.Helper()
	request, answer := httptest.NewRequest("GET", address, nil), httptest.NewRecorder()
	request.Header.Set("Cookie", cookie[len("Cookie: "):])
	start := time.Now()
	n.pages.ServeHTTP(answer, request)
	took := milliseconds(time.Since(start))
	if answer.Code != http.StatusOK {
		b.Fatalf("%s answered %d", address, answer.Code)
	}
	return took
}

// countElements counts the elements of a page.
func countElements(b *testing.B, page []byte) int {
	b.Helper()
	root, err := html.Parse(bytes.NewReader(page))
	if err != nil {
		b.Fatal(err)
	}
	count := 0
	for n := range root.Descendants() {
		if n.Type == html.ElementNode {
			count++
		}
	}
	return count
}

var (
	pageAssets    = regexp.MustCompile(`(?:href|src)="(/static/[^"]+|/me)"|hx-get="(/[^"]+)"`)
	scriptImports = regexp.MustCompile(`(?:from|import)\s*\(?\s*["']([^"']+)["']`)
	styleAssets   = regexp.MustCompile(`url\(["']?([^"')]+)["']?\)|@import\s+["']([^"']+)["']`)
)

// measurePageWeight returns the gzipped size of the page, and of everything that a first visit loads, in
// bytes.
func measurePageWeight(b *testing.B, n *newsroom, address, cookie string) (page, all int) {
	b.Helper()
	seen, queue := map[string]bool{}, []string{address}
	for len(queue) > 0 {
		at := queue[0]
		queue = queue[1:]
		if seen[at] {
			continue
		}
		seen[at] = true
		answer, packed := fetchAddress(b, n.address, at, cookie, "Accept-Encoding: gzip")
		content := packed
		if answer.Header.Get("Content-Encoding") == "gzip" {
			content = decompress(b, packed)
		}
		all += len(packed)
		find := scriptImports
		switch {
		case at == address:
			page, find = len(packed), pageAssets
		case path.Ext(at) == ".css":
			find = styleAssets
		}
		for _, found := range find.FindAllSubmatch(content, -1) {
			link := string(bytes.Join(found[1:], nil))
			if at != address || link[0] == '/' {
				queue = append(queue, resolveLink(at, link))
			}
		}
	}
	return page, all
}

// resolveLink resolves a link relative to a file.
func resolveLink(file, link string) string {
	if link[0] == '/' {
		return link
	}
	return path.Join(path.Dir(file), link)
}

func decompress(b *testing.B, packed []byte) []byte {
	b.Helper()
	r, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		b.Fatal(err)
	}
	var content bytes.Buffer
	if _, err := content.ReadFrom(r); err != nil {
		b.Fatal(err)
	}
	return content.Bytes()
}
