package read

import (
	"bytes"
	"strings"

	"golang.org/x/net/html"
)

// maxSniffBytes is how many bytes of a file are examined to detect HTML.
const maxSniffBytes = 4096

// looksLikeHTML reports whether a file begins like a page, or begins with an element of a page and ends
// with a tag. The second form is a fragment cut from a page; Markdown that begins with HTML does not match.
func looksLikeHTML(b []byte) bool {
	begin := b[:min(len(b), maxSniffBytes)]
	if coding := detectEncoding(begin[:len(begin)&^1]); coding == utf16LEName || coding == utf16BEName {
		if s, err := decode(coding, begin[:len(begin)&^1]); err == nil {
			begin = []byte(s)
		}
	}
	begin = bytes.TrimPrefix(begin, utf8BOM)
	if len(bytes.TrimSpace(begin)) == 0 || bytes.TrimSpace(begin)[0] != '<' {
		return false
	}
	ends := bytes.HasSuffix(bytes.TrimRight(b, "\x00 \t\r\n"), []byte(">"))
	tokens := html.NewTokenizer(bytes.NewReader(begin))
	for {
		switch tokens.Next() {
		case html.CommentToken:
			continue // also <?xml …?>
		case html.DoctypeToken:
			return strings.HasPrefix(strings.ToLower(string(tokens.Text())), "html")
		case html.TextToken:
			if len(bytes.TrimSpace(tokens.Text())) > 0 {
				return false
			}
		case html.StartTagToken, html.SelfClosingTagToken:
			name, _ := tokens.TagName()
			return pageTags[string(name)] || ends && fragmentTags[string(name)]
		default:
			return false
		}
	}
}

// pageTags begin a page, and fragmentTags a fragment of one. Other kinds of XML do not begin with them.
var (
	pageTags     = map[string]bool{"html": true, "head": true, "body": true, "meta": true, "title": true}
	fragmentTags = map[string]bool{
		"a":          true,
		"article":    true,
		"b":          true,
		"blockquote": true,
		"br":         true,
		"center":     true,
		"div":        true,
		"em":         true,
		"figure":     true,
		"font":       true,
		"h1":         true,
		"h2":         true,
		"h3":         true,
		"h4":         true,
		"h5":         true,
		"h6":         true,
		"header":     true,
		"hr":         true,
		"i":          true,
		"img":        true,
		"link":       true,
		"main":       true,
		"ol":         true,
		"p":          true,
		"pre":        true,
		"script":     true,
		"section":    true,
		"span":       true,
		"strong":     true,
		"style":      true,
		"table":      true,
		"ul":         true,
	}
)
