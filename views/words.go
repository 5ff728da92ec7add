package views

import (
	"context"
	"io"
	"unicode/utf8"

	"github.com/a-h/templ"

	"linecheck/models"
	"linecheck/text"
)

// Words draws a sentence's text with its marks. What the browser then holds as text is the sentence, character for
// character: the scripts count code points in it. Characters that nobody could see are wrapped, never replaced; the
// style sheet shows their names and keeps those that reorder text from reordering more than themselves.
func Words(s string, marks []models.Mark) templ.Component {
	return templ.ComponentFunc(func(_ context.Context, w io.Writer) error {
		pen := pen{w: w}
		pen.words(s, marks)
		return pen.err
	})
}

// Exact draws a text without marks, as Words does.
func Exact(s string) templ.Component { return Words(s, nil) }

// hiddenIn is text.HiddenIn, without its walk where every byte is a plain character.
func hiddenIn(s string) []text.Mark {
	for i := 0; i < len(s); i++ {
		if c := s[i]; c >= 0x7F || c < ' ' && c != '\n' {
			return text.HiddenIn(s)
		}
	}
	return nil
}

// pen writes text as HTML and keeps the first error.
type pen struct {
	w      io.Writer
	hidden []text.Mark // those still to come
	digits [20]byte    // room for a number
	err    error
}

func (p *pen) write(s string) {
	if p.err == nil {
		_, p.err = io.WriteString(p.w, s)
	}
}

func (p *pen) words(s string, marks []models.Mark) {
	p.hidden = hiddenIn(s)
	if len(marks) == 0 {
		p.text(0, s)
		return
	}
	for _, x := range Pieces(s, marks) {
		p.piece(x)
	}
}

func (p *pen) piece(x Piece) {
	if x.Claims == "" {
		p.text(x.Start, x.Text)
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
	p.text(x.Start, x.Text)
	p.write("</mark>")
}

// text writes a stretch that begins at code point at of the sentence.
func (p *pen) text(at int, s string) {
	for len(p.hidden) > 0 && s != "" {
		next := p.hidden[0]
		before := 0
		for ; at < next.Start && before < len(s); at++ {
			_, size := utf8.DecodeRuneInString(s[before:])
			before += size
		}
		p.escaped(s[:before])
		if s = s[before:]; s == "" {
			return
		}
		_, size := utf8.DecodeRuneInString(s)
		p.write(`<span class="hidden-char" data-name="`)
		p.escaped(next.Name)
		p.write(`">`)
		p.escaped(s[:size])
		p.write("</span>")
		s, at, p.hidden = s[size:], at+1, p.hidden[1:]
	}
	p.escaped(s)
}

// escaped writes text so that a browser reads back exactly these characters. A carriage return is written as a
// reference, since reading HTML turns it into a line feed otherwise.
func (p *pen) escaped(s string) {
	from := 0
	for i := 0; i < len(s); i++ {
		if reference := references[s[i]]; reference != "" {
			p.write(s[from:i])
			p.write(reference)
			from = i + 1
		}
	}
	p.write(s[from:])
}

var references = [256]string{'&': "&amp;", '<': "&lt;", '>': "&gt;", '"': "&#34;", '\'': "&#39;", '\r': "&#13;"}
