package views

import (
	"context"
	"io"
	"unicode/utf8"

	"github.com/a-h/templ"

	"linecheck/models"
	"linecheck/text"
)

// Words renders a sentence with its marks. The element's text content is exactly the sentence, because the
// scripts count its code points. Invisible characters are wrapped, never replaced; the style sheet shows
// their names and isolates characters that reorder text.
func Words(s string, marks []models.ClaimSpan) templ.Component {
	return templ.ComponentFunc(func(_ context.Context, w io.Writer) error {
		pen := htmlWriter{w: w}
		pen.writeWords(s, marks)
		return pen.err
	})
}

// Exact renders a text without marks, as Words does.
func Exact(s string) templ.Component { return Words(s, nil) }

// hiddenCharacters is text.HiddenCharacters with a fast path for texts of printable ASCII.
func hiddenCharacters(s string) []text.HiddenCharacter {
	for i := 0; i < len(s); i++ {
		if c := s[i]; c >= 0x7F || c < ' ' && c != '\n' {
			return text.HiddenCharacters(s)
		}
	}
	return nil
}

// htmlWriter writes text as HTML and keeps the first error.
type htmlWriter struct {
	w      io.Writer
	hidden []text.HiddenCharacter // the remaining ones
	digits [20]byte               // a buffer for formatting numbers
	labels *stateLabels           // of sentences, where some are drawn
	err    error
}

func (p *htmlWriter) write(s string) {
	if p.err == nil {
		_, p.err = io.WriteString(p.w, s)
	}
}

func (p *htmlWriter) writeWords(s string, marks []models.ClaimSpan) {
	p.hidden = hiddenCharacters(s)
	if len(marks) == 0 {
		p.writeText(0, s)
		return
	}
	for _, x := range Pieces(s, marks) {
		p.writePiece(x)
	}
}

func (p *htmlWriter) writePiece(x Piece) {
	if x.Claims == "" {
		p.writeText(x.Start, x.Text)
		return
	}
	p.write(`<mark class="`)
	p.write(string(x.Status))
	if x.Disagree {
		p.write(" disagree")
	}
	p.write(`" data-claims="`)
	p.write(x.Claims)
	p.write(`">`)
	p.writeText(x.Start, x.Text)
	p.write("</mark>")
}

// writeText writes a part of the sentence that begins at code point at.
func (p *htmlWriter) writeText(at int, s string) {
	for len(p.hidden) > 0 && s != "" {
		next := p.hidden[0]
		before := 0
		for ; at < next.Start && before < len(s); at++ {
			_, size := utf8.DecodeRuneInString(s[before:])
			before += size
		}
		p.writeEscaped(s[:before])
		if s = s[before:]; s == "" {
			return
		}
		_, size := utf8.DecodeRuneInString(s)
		p.write(`<span class="hidden-char" data-name="`)
		p.writeEscaped(next.Name)
		p.write(`">`)
		p.writeEscaped(s[:size])
		p.write("</span>")
		s, at, p.hidden = s[size:], at+1, p.hidden[1:]
	}
	p.writeEscaped(s)
}

// writeEscaped writes text so that a browser parses exactly these characters. A carriage return needs a
// reference, because HTML parsers turn it into a line feed.
func (p *htmlWriter) writeEscaped(s string) {
	from := 0
	for i := 0; i < len(s); i++ {
		if reference := htmlReferences[s[i]]; reference != "" {
			p.write(s[from:i])
			p.write(reference)
			from = i + 1
		}
	}
	p.write(s[from:])
}

var htmlReferences = [256]string{'&': "&amp;", '<': "&lt;", '>': "&gt;", '"': "&#34;", '\'': "&#39;", '\r': "&#13;"}
