package views

import (
	"context"
	"io"
	"strconv"

	"github.com/a-h/templ"

	"linecheck/models"
)

// Elements that occur thousands of times in an article are written by hand: this renders long articles three
// times as fast as templates.

// blockText renders a block's sentences with exactly the white space between them, because more would change
// the text.
func blockText(articleID int64, b block, here int) templ.Component {
	return drawComponent(func(p *htmlWriter) {
		for _, s := range b.sentences {
			p.writeEscaped(s.before)
			p.writeSentence(articleID, s.PageSentence, s.Ordinal == here)
		}
	})
}

// Sentence renders one sentence: its number, which links to its page, and its words. data-start is its offset
// in the text in code points; the element of class t contains only the words.
func Sentence(articleID int64, s models.PageSentence, here bool) templ.Component {
	return drawComponent(func(p *htmlWriter) { p.writeSentence(articleID, s, here) })
}

// mapCells renders sentences as cells of the map, each a link. Shape and symbol of a cell show its state as
// its colour does.
func mapCells(articleID int64, sentences []models.PageSentence, here int) templ.Component {
	return drawComponent(func(p *htmlWriter) {
		for _, s := range sentences {
			p.writeCell(articleID, s, s.Ordinal == here)
		}
	})
}

func drawComponent(draw func(*htmlWriter)) templ.Component {
	return templ.ComponentFunc(func(_ context.Context, w io.Writer) error {
		p := htmlWriter{w: w}
		draw(&p)
		return p.err
	})
}

// writeSentence writes states, statuses and numbers unescaped; text from users is always escaped.
func (p *htmlWriter) writeSentence(articleID int64, s models.PageSentence, here bool) {
	p.write(`<span class="sentence `)
	p.write(string(s.State))
	if s.Queries > 0 {
		p.write(" asked")
	}
	p.write(`" id="s`)
	p.writeInt(s.Ordinal)
	p.write(`" data-id="`)
	p.writeInt(int(s.ID))
	p.endOpeningTag(here)
	p.write(`<a class="no" href="`)
	p.writeSentenceURL(articleID, s.Ordinal)
	p.write(`" aria-label="`)
	p.writeStateLabel(s)
	p.write(`">`)
	if s.Ordinal == 0 {
		p.write("T")
	} else {
		p.writeInt(s.Ordinal)
	}
	p.write(`</a><span class="t" data-start="`)
	p.writeInt(s.Start)
	p.write(`">`)
	p.writeWords(s.Text, s.ClaimSpans)
	p.write(`</span></span>`)
}

func (p *htmlWriter) writeCell(articleID int64, s models.PageSentence, here bool) {
	p.write(`<a class="cell `)
	p.write(string(s.State))
	p.write(" ")
	p.write(string(MostUrgentOf(s.ClaimSpans)))
	if s.Queries > 0 {
		p.write(" asked")
	}
	p.write(`" id="m`)
	p.writeInt(s.Ordinal)
	p.write(`" href="`)
	p.writeSentenceURL(articleID, s.Ordinal)
	p.write(`" title="`)
	p.writeStateLabel(s)
	p.endOpeningTag(here)
	p.write("</a>")
}

// endOpeningTag ends an opening tag, with aria-current for the current sentence.
func (p *htmlWriter) endOpeningTag(here bool) {
	if here {
		p.write(`" aria-current="true">`)
		return
	}
	p.write(`">`)
}

// writeSentenceURL writes SentenceURL without allocating.
func (p *htmlWriter) writeSentenceURL(articleID int64, ordinal int) {
	p.write("/articles/")
	p.writeInt(int(articleID))
	p.write("/sentences/")
	p.writeInt(ordinal)
}

// writeStateLabel writes a sentence's number and state.
func (p *htmlWriter) writeStateLabel(s models.PageSentence) {
	if s.Ordinal == 0 {
		p.write("Title: ")
	} else {
		p.write("Sentence ")
		p.writeInt(s.Ordinal)
		p.write(": ")
	}
	p.write(StateLabel(s.State))
	if worst := MostUrgentOf(s.ClaimSpans); worst != "" {
		p.write(", ")
		p.write(string(worst))
	}
	if s.Queries > 0 {
		p.write(", ")
		p.write(Plural(s.Queries, "query waits", "queries wait"))
	}
}

func (p *htmlWriter) writeInt(n int) {
	if p.err == nil {
		_, p.err = p.w.Write(strconv.AppendInt(p.digits[:0], int64(n), 10))
	}
}
