package views

import (
	"context"
	"io"
	"strconv"

	"github.com/a-h/templ"

	"linecheck/models"
)

// What an article has by the thousand is written by hand and not as a template: a long article is drawn three times as fast.

// blockText draws a block's sentences with the white space between them, and nothing else: a blank more would be read as text.
func blockText(articleID int64, b block, here int) templ.Component {
	return byHand(func(p *pen) {
		for _, s := range b.sentences {
			p.escaped(s.before)
			p.sentence(articleID, s.PageSentence, s.Ordinal == here)
		}
	})
}

// Sentence is one sentence of the text: its number, which leads to its page, and its words. The scripts find its
// place in the text in data-start, in code points; the words alone are in the element of class t.
func Sentence(articleID int64, s models.PageSentence, here bool) templ.Component {
	return byHand(func(p *pen) { p.sentence(articleID, s, here) })
}

// cells are sentences in the map, each a link. The shape and sign of a cell differ with its sentence's state as its colour does.
func cells(articleID int64, sentences []models.PageSentence, here int) templ.Component {
	return byHand(func(p *pen) {
		for _, s := range sentences {
			p.cell(articleID, s, s.Ordinal == here)
		}
	})
}

func byHand(draw func(*pen)) templ.Component {
	return templ.ComponentFunc(func(_ context.Context, w io.Writer) error {
		p := pen{w: w}
		draw(&p)
		return p.err
	})
}

// sentence writes states, statuses and numbers of our own as they are; words of others are always escaped.
func (p *pen) sentence(articleID int64, s models.PageSentence, here bool) {
	p.write(`<span class="sentence `)
	p.write(string(s.State))
	if s.Queries > 0 {
		p.write(" asked")
	}
	p.write(`" id="s`)
	p.number(s.Ordinal)
	p.write(`" data-id="`)
	p.number(int(s.ID))
	p.current(here)
	p.write(`<a class="no" href="`)
	p.address(articleID, s.Ordinal)
	p.write(`" aria-label="`)
	p.label(s)
	p.write(`">`)
	if s.Ordinal == 0 {
		p.write("T")
	} else {
		p.number(s.Ordinal)
	}
	p.write(`</a><span class="t" data-start="`)
	p.number(s.Start)
	p.write(`">`)
	p.words(s.Text, s.Marks)
	p.write(`</span></span>`)
}

func (p *pen) cell(articleID int64, s models.PageSentence, here bool) {
	p.write(`<a class="cell `)
	p.write(string(s.State))
	p.write(" ")
	p.write(string(WorstOf(s.Marks)))
	if s.Queries > 0 {
		p.write(" asked")
	}
	p.write(`" id="m`)
	p.number(s.Ordinal)
	p.write(`" href="`)
	p.address(articleID, s.Ordinal)
	p.write(`" title="`)
	p.label(s)
	p.current(here)
	p.write("</a>")
}

// current ends an opening tag.
func (p *pen) current(here bool) {
	if here {
		p.write(`" aria-current="true">`)
		return
	}
	p.write(`">`)
}

// address writes SentenceURL.
func (p *pen) address(articleID int64, ordinal int) {
	p.write("/articles/")
	p.number(int(articleID))
	p.write("/sentences/")
	p.number(ordinal)
}

// label is a sentence's state in words, with its number.
func (p *pen) label(s models.PageSentence) {
	if s.Ordinal == 0 {
		p.write("Title: ")
	} else {
		p.write("Sentence ")
		p.number(s.Ordinal)
		p.write(": ")
	}
	p.write(StateWord(s.State))
	if worst := WorstOf(s.Marks); worst != "" {
		p.write(", ")
		p.write(string(worst))
	}
	if s.Queries > 0 {
		p.write(", ")
		p.write(Plural(s.Queries, "query waits", "queries wait"))
	}
}

func (p *pen) number(n int) {
	if p.err == nil {
		_, p.err = p.w.Write(strconv.AppendInt(p.digits[:0], int64(n), 10))
	}
}
