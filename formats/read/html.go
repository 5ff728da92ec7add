package read

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/url"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
	"golang.org/x/net/html/charset"
)

// Options describe a page.
type Options struct {
	Address     string // to which its links are relative; "" if unknown
	ContentType string // the header of the server, which may name the encoding
}

// Limits of a page. golang.org/x/net/html also refuses pages nested deeper than 512 elements.
const (
	maxPageDepth  = 512
	maxTokenBytes = 6 << 20 // bytes; an attribute may contain a picture
)

// HTML reads a page, or rich text from a clipboard: the text that a browser shows, except deleted text
// (del), navigation (nav), forms and drawings. It reads token by token, in time and memory linear in the
// length. The error is one clear sentence, or ctx's error. A page without text has Text "".
func HTML(ctx context.Context, b []byte, o Options) (Document, error) {
	return readHTML(ctx, b, pageOptions{Options: o})
}

// pageOptions configure how a page is read.
type pageOptions struct {
	Options
	altCaptions bool              // the alternative text of a picture becomes its caption
	footnotes   map[string]string // the text of footnotes, by mark
}

// page is the state of reading a page.
type page struct {
	*prose
	options    pageOptions
	head       pageHead
	base       *url.URL
	hasBase    bool // the page declared a base address
	link       *Link
	open       []element
	atPreStart bool // ignore a line end directly after <pre>
}

// element is an open element that affects the text in it.
type element struct {
	tag    atom.Atom
	hidden bool   // it or an ancestor is hidden
	pre    bool   // white space is preserved
	region string // "" if the page does not say
}

func readHTML(ctx context.Context, b []byte, kind pageOptions) (Document, error) {
	if len(b) > MaxFileBytes {
		return Document{}, &TooLargeError{MaxFileBytes}
	}
	decoded, encoding, err := decodePage(b, kind.ContentType)
	if err != nil {
		return Document{}, err
	}
	p := &page{prose: newProse("\n\n"), options: kind, base: pageAddress(kind.Address), open: []element{{}}}
	tokens := html.NewTokenizer(decoded)
	tokens.SetMaxBuf(maxTokenBytes)
	for n := 0; ; n++ {
		if n%1024 == 0 && ctx.Err() != nil {
			return Document{}, ctx.Err()
		}
		next := tokens.Next()
		if next == html.ErrorToken {
			break
		}
		if err := p.token(tokens, next); err != nil {
			return Document{}, err
		}
	}
	if err := tokens.Err(); !errors.Is(err, io.EOF) {
		if errors.Is(err, html.ErrBufferExceeded) {
			return Document{}, newFileError(tooComplexMessage, "page")
		}
		return Document{}, err
	}
	p.closeAnchor()
	p.prose.end(p.region())
	d := p.head.document()
	d.Encoding = encoding
	return p.prose.document(d)
}

// decodePage decodes a page as the HTML standard requires: by its byte order mark, the server's header, or
// its own declaration. Without any of these it is UTF-8 if it is valid UTF-8, and Windows-1252 otherwise.
func decodePage(b []byte, contentType string) (decoded io.Reader, name string, err error) {
	coding, name, certain := charset.DetermineEncoding(b, contentType)
	if unmarked := unmarkedUTF16(b); unmarked != "" && !certain {
		coding, name = charset.Lookup(unmarked)
	} else if name == "windows-1252" && !certain && utf8.Valid(b) && !bytes.Contains(bytes.ToLower(b[:min(len(b), 1024)]), []byte("charset")) {
		coding, name = charset.Lookup("utf-8")
	}
	if name == "replacement" {
		return nil, "", &UnreadableError{LooksLike: "text in an encoding that browsers refuse"}
	}
	if coding == nil || name == "utf-8" {
		b = bytes.TrimPrefix(b, utf8BOM)
		if utf8.Valid(b) {
			return bytes.NewReader(b), utf8Name, nil
		}
		coding, _ = charset.Lookup("utf-8")
	}
	return coding.NewDecoder().Reader(bytes.NewReader(b)), encodingName(name), nil
}

// encodingName returns an encoding's name as in the WHATWG standard.
func encodingName(name string) string {
	switch {
	case name == "shift_jis":
		return "Shift_JIS"
	case name == "big5":
		return "Big5"
	case name == "gb18030", name == "macintosh", strings.HasPrefix(name, "windows-"), strings.HasPrefix(name, "x-"):
		return name
	}
	return strings.ToUpper(name)
}

func (p *page) token(tokens *html.Tokenizer, kind html.TokenType) error {
	switch kind {
	case html.TextToken:
		p.words(tokens.Text())
	case html.StartTagToken, html.SelfClosingTagToken:
		name, more := tokens.TagName()
		tag := atom.Lookup(name)
		if err := p.startElement(tag, readAttributes(tokens, more), kind == html.SelfClosingTagToken); err != nil {
			return err
		}
	case html.EndTagToken:
		name, _ := tokens.TagName()
		p.endElement(atom.Lookup(name))
	}
	return p.limit()
}

// attributes are the relevant attributes, by name. As in a browser, the first of duplicates counts.
type attributes map[string]string

var usedAttributes = map[string]bool{
	"hidden":     true,
	"style":      true,
	"class":      true,
	"role":       true,
	"href":       true,
	"rel":        true,
	"lang":       true,
	"xml:lang":   true,
	"alt":        true,
	"name":       true,
	"property":   true,
	"itemprop":   true,
	"http-equiv": true,
	"content":    true,
	"open":       true,
	"datetime":   true,
	"title":      true,
}

func readAttributes(tokens *html.Tokenizer, more bool) attributes {
	var found attributes
	for more {
		var key, value []byte
		key, value, more = tokens.TagAttr()
		if !usedAttributes[string(key)] {
			continue
		}
		if found == nil {
			found = attributes{}
		}
		if _, twice := found[string(key)]; !twice {
			found[string(key)] = string(value)
		}
	}
	return found
}

func (p *page) top() element { return p.open[len(p.open)-1] }

func (p *page) region() string { return p.top().region }

// words adds text if it is visible.
func (p *page) words(b []byte) {
	top := p.top()
	if top.tag == atom.Title && p.head.title == "" && !p.open[len(p.open)-2].hidden {
		p.head.title = string(b)
	}
	if top.hidden {
		return
	}
	words := strings.ReplaceAll(string(b), "\x00", "") // as browsers do
	if !top.pre {
		p.collapse(words)
		return
	}
	words = lineFeeds.Replace(words)
	if p.atPreStart {
		words = strings.TrimPrefix(words, "\n")
	}
	p.atPreStart = false
	p.write(words)
}

var lineFeeds = strings.NewReplacer("\r\n", "\n", "\r", "\n")
