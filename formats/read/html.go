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
	"golang.org/x/text/encoding"
)

// Options describe a page.
type Options struct {
	Address     string // to which its links are relative; "" if unknown
	ContentType string // the header of the server, which may name the encoding
	Encoding    string // the encoding that a person chose, or ""
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
	comments   pageComments
	sheet      hiddenRules
	math       []mathElement // open elements of a formula
}

// element is an open element that affects the text in it.
type element struct {
	tag    atom.Atom
	hidden bool         // it or an ancestor is hidden
	why    OmissionKind // why it is hidden, if that is worth telling
	unseen bool         // hidden by visibility, which an element in it can undo
	script script       // its text is raised or lowered
	began  int          // bytes of text before it
	leave  func()       // called at its end, or nil
	pre    bool         // white space is preserved
	region string       // "" if the page does not say
}

func readHTML(ctx context.Context, b []byte, kind pageOptions) (Document, error) {
	if len(b) > MaxFileBytes {
		return Document{}, &TooLargeError{MaxFileBytes}
	}
	decoded, name, err := decodePage(b, kind.ContentType, kind.Encoding)
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
	p.popTo(1)
	p.endComment()
	d := p.head.document()
	d.Encoding = name
	return p.prose.document(d)
}

// decodePage decodes a page as the HTML standard requires: by its byte order mark, the server's header, or its own declaration. If there
// is none of these, or the bytes do not fit the encoding, the encoding is detected from the bytes, as for a plain text.
func decodePage(b []byte, contentType, chosen string) (decoded io.Reader, name string, err error) {
	coding, name, certain := charset.DetermineEncoding(b, contentType)
	declared := certain || bytes.Contains(bytes.ToLower(b[:min(len(b), 1024)]), []byte("charset"))
	if chosen == "" && declared && detectEncoding(b) != utf16LEName && detectEncoding(b) != utf16BEName {
		if name == "replacement" {
			return nil, "", &UnreadableError{LooksLike: "text in an encoding that browsers refuse"}
		}
		if name == "utf-8" && utf8.Valid(b) {
			return bytes.NewReader(bytes.TrimPrefix(b, utf8BOM)), utf8Name, nil
		}
		if s, ok := decodeDeclared(coding, name, b); ok {
			return strings.NewReader(s), encodingName(name), nil
		}
	}
	s, name, err := decodeText(b, chosen)
	var unclear *EncodingError
	if errors.As(err, &unclear) && len(unclear.Guesses) > 0 && unclear.Guesses[0].Name == defaultPageEncoding {
		s, name, err = decodeText(b, defaultPageEncoding) // as in a browser
	}
	if err == nil && name == utf8Name && !utf8.ValidString(s) {
		err = &EncodingError{}
	}
	return strings.NewReader(s), name, err
}

// defaultPageEncoding is that of pages that declare none, in browsers for most languages.
const defaultPageEncoding = "windows-1252"

// decodeDeclared decodes a page in the encoding that it declares, and reports whether its bytes are in it. A browser
// shows a few wrong ones as a sign of their own; so does this, if they are fewer than one in a thousand.
func decodeDeclared(coding encoding.Encoding, name string, b []byte) (string, bool) {
	if coding == nil {
		return "", false
	}
	decoded, err := coding.NewDecoder().Bytes(b)
	if err != nil {
		return "", false
	}
	s := strings.TrimPrefix(string(decoded), "\uFEFF")
	wrong := strings.Count(s, "\uFFFD") - bytes.Count(b, []byte("\uFFFD"))
	return s, wrong*1000 <= len(b) && (wrong == 0 || name == "utf-8" && len(b) > 1000)
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
		if kind == html.StartTagToken {
			p.startMath(string(name))
		}
		if err := p.startElement(tag, readAttributes(tokens, more), kind == html.SelfClosingTagToken); err != nil {
			return err
		}
	case html.EndTagToken:
		name, _ := tokens.TagName()
		p.endMath(string(name))
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
	"id":         true,
	"colspan":    true,
	"datetime":   true,
	"dir":        true,
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
	if top.tag == atom.Style && len(b) <= maxStyleSheetBytes {
		p.sheet.parse(string(b))
	}
	if top.hidden {
		p.omit(top.why, string(b))
		return
	}
	script := top.script
	if n := len(p.math); n > 0 {
		if p.math[n-1].hidden {
			return
		}
		script = max(script, p.math[n-1].script)
	}
	p.position.set(script)
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
