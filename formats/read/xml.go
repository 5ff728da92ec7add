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

// The bounds of markup. LibreOffice and Word nest some thirty elements, tables in text boxes in tables a hundred.
const (
	maxDepth      = 256
	maxAttributes = 1000    // attributes of one element; Word's root element has forty
	maxTagBytes   = 4 << 20 // in bytes, also of text between tags; old drawings hold pictures in an attribute
)

var errMarkupOutOfBounds = errors.New("markup out of bounds")

// elementHandler is what is done with the elements of a part, in their order. Start says whether what is in the element is read,
// and what is to be
// done at its end (nil for nothing). Limit is asked now and then whether there is too much already.
type elementHandler struct {
	start func(xml.StartElement) (leave func(), enter bool)
	words func([]byte)
	limit func() error
}

// readPart reads a part of an archive. A part that is not there, or empty, has no elements.
func (a *archive) readPart(name string, do elementHandler) error {
	r, err := a.part(name)
	if err != nil {
		return err
	}
	var file *FileError
	var large *TooLargeError
	switch err := readElements(r, do); {
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

// readElements reads markup. A document type is refused: it could define entities, and neither ECMA-376 nor OpenDocument has one.
func readElements(r io.Reader, do elementHandler) error {
	d := xml.NewDecoder(&tagLimiter{source: decodeMarkup(r)})
	d.CharsetReader = func(label string, input io.Reader) (io.Reader, error) {
		if strings.HasPrefix(strings.ToLower(label), "utf-16") {
			return input, nil // plain has seen to it
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

// elementStack is where in the markup we are.
type elementStack struct {
	handler elementHandler
	leaves  []func() // what is to be done at the ends of the elements around
	skipped int      // how many elements around are not read
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

// leave ends an element: the decoder has seen to it that one is open.
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

// decodeMarkup makes UTF-8 of UTF-16, which markup may be in too.
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

// tagLimiter passes markup on while no tag or text is out of bounds: the decoder holds each whole in memory, a tag with all its attributes.
type tagLimiter struct {
	source         io.Reader
	inTag          bool
	atTagStart     bool // the tag has just begun
	raw            bool // it is a comment or the like, in which quotation marks mean nothing
	quote          byte // the value that it is in; 0 outside of one
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
