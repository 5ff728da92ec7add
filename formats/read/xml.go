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
	deepest    = 256
	mostValues = 1000    // attributes of one element; Word's root element has forty
	longestTag = 4 << 20 // in bytes; old drawings hold pictures in an attribute
)

var errTangled = errors.New("markup out of bounds")

// reading is what is done with the elements of a part, in their order. Start says whether what is in the element is read, and what is to be
// done at its end (nil for nothing). Limit is asked now and then whether there is too much already.
type reading struct {
	start func(xml.StartElement) (leave func(), enter bool)
	words func([]byte)
	limit func() error
}

// read reads a part of an archive. A part that is not there, or empty, has no elements.
func (a *archive) read(name string, do reading) error {
	r, err := a.part(name)
	if err != nil {
		return err
	}
	var file *FileError
	var large *TooLargeError
	switch err := elements(r, do); {
	case err == nil, a.ctx.Err() == nil && (errors.As(err, &file) || errors.As(err, &large)):
		return err
	case a.ctx.Err() != nil:
		return a.ctx.Err()
	case errors.Is(err, errTangled):
		return fileError(tangled, a.what)
	default:
		return fileError(damaged, a.what)
	}
}

// elements reads markup. A document type is refused: it could define entities, and neither ECMA-376 nor OpenDocument has one.
func elements(r io.Reader, do reading) error {
	d := xml.NewDecoder(&tagGuard{from: plain(r)})
	d.CharsetReader = func(label string, input io.Reader) (io.Reader, error) {
		if strings.HasPrefix(strings.ToLower(label), "utf-16") {
			return input, nil // plain has seen to it
		}
		return charset.NewReaderLabel(label, input)
	}
	var leaves []func()
	skipped := 0
	for n := 1; ; n++ {
		if do.limit != nil && n%1024 == 0 {
			if err := do.limit(); err != nil {
				return err
			}
		}
		token, err := d.Token()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		switch x := token.(type) {
		case xml.StartElement:
			if len(leaves)+skipped == deepest {
				return errTangled
			}
			if skipped > 0 {
				skipped++
				continue
			}
			leave, enter := do.start(x)
			if !enter {
				skipped = 1
				continue
			}
			leaves = append(leaves, leave)
		case xml.EndElement:
			if skipped > 0 {
				skipped--
				continue
			}
			if leave := leaves[len(leaves)-1]; leave != nil {
				leave()
			}
			leaves = leaves[:len(leaves)-1]
		case xml.CharData:
			if skipped == 0 && do.words != nil {
				do.words(x)
			}
		case xml.Directive:
			return errTangled
		}
	}
}

// plain makes UTF-8 of UTF-16, which markup may be in too.
func plain(r io.Reader) io.Reader {
	buffered := bufio.NewReader(r)
	begin, _ := buffered.Peek(2)
	if bytes.Equal(begin, utf16LEMark) || bytes.Equal(begin, utf16BEMark) {
		return transform.NewReader(buffered, unicode.UTF16(unicode.LittleEndian, unicode.ExpectBOM).NewDecoder())
	}
	if begin, _ := buffered.Peek(3); bytes.Equal(begin, utf8Mark) {
		_, _ = buffered.Discard(3)
	}
	return buffered
}

// tagGuard passes markup on while no tag is out of bounds: the decoder holds a whole tag with all its attributes in memory.
type tagGuard struct {
	from           io.Reader
	inTag          bool
	fresh          bool // the tag has just begun
	raw            bool // it is a comment or the like, in which quotation marks mean nothing
	quote          byte // the value that it is in; 0 outside of one
	length, values int  // of the tag
}

// Read passes markup on.
func (g *tagGuard) Read(b []byte) (int, error) {
	n, err := g.from.Read(b)
	for _, c := range b[:n] {
		if !g.inTag {
			if c == '<' {
				g.inTag, g.fresh, g.raw, g.quote, g.length, g.values = true, true, false, 0, 0, 0
			}
			continue
		}
		g.length++
		g.see(c)
		if g.length > longestTag || g.values > mostValues {
			return 0, errTangled
		}
	}
	return n, err
}

func (g *tagGuard) see(c byte) {
	switch {
	case g.fresh:
		g.fresh, g.raw = false, c == '!' || c == '?'
	case g.quote != 0:
		if c == g.quote {
			g.quote = 0
		}
	case c == '>':
		g.inTag = false
	case !g.raw && (c == '"' || c == '\''):
		g.quote = c
		g.values++
	}
}
