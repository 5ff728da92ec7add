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

// Options are what is known of a page beside its bytes.
type Options struct {
	Address     string // where it was found: its links are read against it. "" where that is not known
	ContentType string // as the server said; it may name the encoding
}

// The bounds of a page. golang.org/x/net/html refuses pages nested deeper than 512 elements too.
const (
	maxPageDepth  = 512
	maxTokenBytes = 6 << 20 // in bytes; a picture can stand in an attribute
)

// HTML reads a page, or the rich text that a clipboard holds: the words that a browser shows, save those that were deleted (del),
// that lead about the site (nav), that forms
// are made of, or that are drawn. It is read token by token, in time and room of its length. The error is one clear sentence, but
// for ctx's own.
// A page without words is none: its Text is "".
func HTML(ctx context.Context, b []byte, o Options) (Document, error) {
	return readHTML(ctx, b, pageOptions{Options: o})
}

// pageOptions is how a page is to be read.
type pageOptions struct {
	Options
	altCaptions bool              // what stands for a picture is its caption
	footnotes   map[string]string // their words, by their marks
}

// page is a page being read.
type page struct {
	*prose
	options    pageOptions
	head       pageHead
	base       *url.URL
	hasBase    bool // the page has named its own
	link       *Link
	open       []element
	atPreStart bool // the line end that follows <pre> at once is none
}

// element is one that has begun and matters to the text within.
type element struct {
	tag    atom.Atom
	hidden bool   // it, or one around it
	pre    bool   // white space stays as it is
	region string // "" where the page says nothing
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

// decodePage makes UTF-8 of a page as the HTML standard says: by its byte order mark, what the server said, or what it says itself.
// Where none of
// them tells, it is UTF-8 if all of it is well formed, or else Windows-1252.
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

// encodingName is an encoding's name as the WHATWG's standard spells it.
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

// attributes are those that matter here, by name. As in a browser, the first of two counts.
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

// words adds text where it is shown.
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
