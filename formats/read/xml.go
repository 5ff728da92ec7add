package read

import (
	"bufio"
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"strings"

	"golang.org/x/net/html/charset"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"
)

// Limits of markup. LibreOffice and Word nest some thirty elements; tables in text boxes in tables reach a
// hundred.
const (
	maxDepth      = 256
	maxAttributes = 1000    // of one element; Word's root element has forty
	maxTagBytes   = 4 << 20 // bytes of a tag, or of text between tags; old drawings have pictures in an attribute
)

var errMarkupOutOfBounds = errors.New("markup out of bounds")

// elementHandler handles the elements of a part in order. start reports whether the element's content is
// read, and returns a function to call at its end, or nil. limit is called regularly and returns an error
// once there is too much.
type elementHandler struct {
	start func(xml.StartElement) (leave func(), enter bool)
	words func([]byte)
	limit func() error
}

// readPart reads a part of an archive. A part that is missing or empty has no elements.
func (a *archive) readPart(name string, do elementHandler) error {
	r, err := a.part(name)
	if err != nil {
		return err
	}
	return a.explain(readElements(r, do))
}

// explain converts an error in markup to one for the user.
func (a *archive) explain(err error) error {
	var file *FileError
	var large *TooLargeError
	switch {
	case err == nil, a.ctx.Err() == nil && (errors.As(err, &file) || errors.As(err, &large)):
		return err
	case a.ctx.Err() != nil:
		return a.ctx.Err()
	case errors.Is(err, errMarkupOutOfBounds):
		return newFileError(tooComplexMessage, a.documentKind)
	default:
		return newFileError(corruptedMessage, a.documentKind)
	}
}

// readElements reads markup. It refuses a document type, which could define entities and which neither
// ECMA-376 nor OpenDocument has.
func readElements(r io.Reader, do elementHandler) error {
	d := xml.NewDecoder(&tagLimiter{source: decodeMarkup(r)})
	d.CharsetReader = func(label string, input io.Reader) (io.Reader, error) {
		if strings.HasPrefix(strings.ToLower(label), "utf-16") {
			return input, nil // decodeMarkup has converted it
		}
		return charset.NewReaderLabel(label, input)
	}
	within := elementStack{handler: do}
	for n := 1; ; n++ {
		if do.limit != nil && n%1024 == 0 {
			if err := do.limit(); err != nil {
				return err
			}
		}
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err == nil {
			err = within.handleToken(token)
		}
		if err != nil {
			return err
		}
	}
}

// elementStack is the state of reading markup.
type elementStack struct {
	handler elementHandler
	leaves  []func() // functions to call at the ends of the open elements
	skipped int      // number of open elements that are skipped
}

func (n *elementStack) handleToken(token xml.Token) error {
	switch x := token.(type) {
	case xml.StartElement:
		return n.enter(x)
	case xml.EndElement:
		n.leave()
	case xml.CharData:
		if n.skipped == 0 && n.handler.words != nil {
			n.handler.words(x)
		}
	case xml.Directive:
		return errMarkupOutOfBounds
	}
	return nil
}

func (n *elementStack) enter(e xml.StartElement) error {
	if len(n.leaves)+n.skipped == maxDepth {
		return errMarkupOutOfBounds
	}
	if n.skipped > 0 {
		n.skipped++
		return nil
	}
	leave, enter := n.handler.start(e)
	if !enter {
		n.skipped = 1
		return nil
	}
	n.leaves = append(n.leaves, leave)
	return nil
}

// leave handles the end of an element. The decoder guarantees that one is open.
func (n *elementStack) leave() {
	if n.skipped > 0 {
		n.skipped--
		return
	}
	last := len(n.leaves) - 1
	if leave := n.leaves[last]; leave != nil {
		leave()
	}
	n.leaves = n.leaves[:last]
}

// decodeMarkup converts UTF-16, which markup may use too, to UTF-8.
func decodeMarkup(r io.Reader) io.Reader {
	buffered := bufio.NewReader(r)
	begin, _ := buffered.Peek(2)
	if bytes.Equal(begin, utf16LEBOM) || bytes.Equal(begin, utf16BEBOM) {
		return transform.NewReader(buffered, unicode.UTF16(unicode.LittleEndian, unicode.ExpectBOM).NewDecoder())
	}
	if begin, _ := buffered.Peek(3); bytes.Equal(begin, utf8BOM) {
		_, _ = buffered.Discard(3)
	}
	return buffered
}

// tagLimiter passes markup on as long as no tag or text exceeds the limits, because the decoder keeps each
// whole tag in memory.
type tagLimiter struct {
	source         io.Reader
	inTag          bool
	atTagStart     bool // directly after the start of a tag
	raw            bool // in a comment or the like, where quotation marks have no meaning
	quote          byte // the quote of the current attribute value; 0 outside of one
	length, values int  // of the tag, or of the text since the last one
}

// Read passes markup on.
func (g *tagLimiter) Read(b []byte) (int, error) {
	n, err := g.source.Read(b)
	for _, c := range b[:n] {
		g.length++
		switch {
		case g.inTag:
			g.inspect(c)
		case c == '<':
			*g = tagLimiter{source: g.source, inTag: true, atTagStart: true}
		}
		if g.length > maxTagBytes || g.values > maxAttributes {
			return 0, errMarkupOutOfBounds
		}
	}
	return n, err
}

func (g *tagLimiter) inspect(c byte) {
	switch {
	case g.atTagStart:
		g.atTagStart, g.raw = false, c == '!' || c == '?'
	case g.quote != 0:
		if c == g.quote {
			g.quote = 0
		}
	case c == '>':
		g.inTag, g.length = false, 0
	case !g.raw && (c == '"' || c == '\''):
		g.quote = c
		g.values++
	}
}
