package handlers

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"strconv"
	"strings"

	"github.com/a-h/templ"
	"github.com/gin-gonic/gin"
)

// fragmentsKey marks a request to a URL below views.FragmentsPath.
const fragmentsKey = "fragments"

// answerWithFragments makes the routes of a group answer with the fragments of an open page that changed.
func answerWithFragments(c *gin.Context) error {
	c.Set(fragmentsKey, true)
	return nil
}

func asksForFragments(c *gin.Context) bool { return c.GetBool(fragmentsKey) }

// maxKnownParts limits the parts of a page that one request names.
const maxKnownParts = 1000

// parseKnownParts parses the parts that the open page already has, such as "claim6.9k2x,tools.1b7": each name with its hash from the
// server. Parts that it cannot parse are sent again.
func parseKnownParts(list string) map[string]string {
	known := map[string]string{}
	for part := range strings.SplitSeq(list, ",") {
		if name, hash, ok := strings.Cut(part, "."); ok && len(known) < maxKnownParts {
			known[name] = hash
		}
	}
	return known
}

// renderFragments renders fragments and sends them compressed, also in response to POST. They contain no secrets, and no other site can
// make a browser request them with words of its own: see compressResponses.
func (h *Handlers) renderFragments(c *gin.Context, status int, component templ.Component) error {
	var body bytes.Buffer
	if err := component.Render(c.Request.Context(), &body); err != nil {
		return fmt.Errorf("drawing fragments: %w", err)
	}
	packed, encoding := body.Bytes(), ""
	switch accepted := c.GetHeader("Accept-Encoding"); {
	case acceptsEncoding(accepted, "br"):
		packed, encoding = compressBrotli(packed), "br"
	case acceptsEncoding(accepted, "gzip"):
		packed, encoding = compressGzip(packed, gzip.BestSpeed), "gzip"
	}
	if encoding != "" {
		c.Header("Content-Encoding", encoding)
	}
	c.Writer.Header().Add("Vary", "Accept-Encoding")
	c.Header("Content-Length", strconv.Itoa(len(packed)))
	c.Data(status, "text/html; charset=utf-8", packed)
	return nil
}
