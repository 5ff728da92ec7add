package handlers

import (
	"compress/gzip"
	"fmt"
	"mime"
	"net/http"
	"strings"

	"github.com/gin-gonic/gin"
	"github.com/klauspost/compress/gzhttp"
)

// minCompressed is the length in bytes from which a response is compressed. A shorter response fits into one packet anyway.
const minCompressed = 1200

// compressResponses compresses what is text in the responses to GET: pages, JSON, CSV and exports. Cached article pages and static files
// are compressed already, and are sent unchanged.
//
// The size of a compressed response reveals what the response repeats. Somebody who can have their own words put
// into a page beside a secret could guess the secret byte by byte (BREACH). Secrets, such as a new token or a link,
// are shown only in responses to POST, and those are not compressed. Pages have no form tokens. Fragments are
// compressed also in response to POST: they show no secret of this kind, and refuseCrossOrigin keeps other sites
// from sending such a request.
func compressResponses(engine *gin.Engine) http.Handler {
	wrap, err := gzhttp.NewWrapper(
		gzhttp.MinSize(minCompressed),
		gzhttp.CompressionLevel(gzip.BestSpeed),
		gzhttp.EnableZstd(false),
		gzhttp.ContentTypeFilter(isCompressible),
	)
	if err != nil {
		panic(fmt.Errorf("the options of compression: %w", err)) // they are constants
	}
	return site{engine, wrap(engine)}
}

// A site serves the routes of an engine, and compresses responses to GET.
type site struct {
	*gin.Engine
	compressed http.Handler
}

// ServeHTTP implements http.Handler.
func (s site) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.Method == http.MethodGet {
		s.compressed.ServeHTTP(w, r)
		return
	}
	s.Engine.ServeHTTP(w, r)
}

// isCompressible reports whether a media type is text that can wait. An event stream is sent piece by piece, each at once.
func isCompressible(contentType string) bool {
	kind, _, err := mime.ParseMediaType(contentType)
	if err != nil || kind == streamMediaType {
		return false
	}
	return strings.HasPrefix(kind, "text/") || kind == "application/json" || strings.HasSuffix(kind, "+json") || kind == "image/svg+xml" ||
		kind == "application/javascript"
}
