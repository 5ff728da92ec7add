package views

import (
	"context"
	"io"
	"slices"
	"strconv"
	"strings"

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
	return templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
		p := htmlWriter{w: w, labels: stateLabelsOf(ctx)}
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
	label := p.labels.find(stateLabelKey{s.State, MostUrgentOf(s.ClaimSpans), countClaims(s.ClaimSpans), s.Queries, s.Ordinal == 0})
	p.writeEscaped(label.before)
	if label.numbered {
		p.writeInt(s.Ordinal)
	}
	p.writeEscaped(label.after)
}

// countClaims counts the claims that have words in a sentence. A claim that occurs twice counts once.
func countClaims(spans []models.ClaimSpan) (n int) {
	for i, span := range spans {
		if !slices.ContainsFunc(spans[:i], func(other models.ClaimSpan) bool { return other.ClaimID == span.ClaimID }) {
			n++
		}
	}
	return n
}

// stateLabels are the labels of sentences in the language of one page. A page of thousands of sentences has a few dozen of them, so
// each is put together once.
type stateLabels struct {
	ctx   context.Context
	known map[stateLabelKey]stateLabel
}

// stateLabelsContext is the key of a page's labels in its context.
type stateLabelsContext struct{}

// withStateLabels returns a context in which all blocks of a page share their labels.
func withStateLabels(ctx context.Context) context.Context {
	return context.WithValue(ctx, stateLabelsContext{}, &stateLabels{ctx: ctx})
}

// stateLabelsOf returns the labels of the page, or new ones for fragments.
func stateLabelsOf(ctx context.Context) *stateLabels {
	if shared, ok := ctx.Value(stateLabelsContext{}).(*stateLabels); ok {
		return shared
	}
	return &stateLabels{ctx: ctx}
}

// stateLabelKey is all that a label depends on beside the sentence's number.
type stateLabelKey struct {
	state   models.SentenceState
	worst   models.Status // "" where there is no claim
	claims  int
	queries int
	title   bool
}

// stateLabel is a label, in its parts before and after the number.
type stateLabel struct {
	before, after string
	numbered      bool
}

func (l *stateLabels) find(key stateLabelKey) stateLabel {
	label, known := l.known[key]
	if !known {
		label.before, label.after, label.numbered = strings.Cut(l.write(key), placeholder)
		if l.known == nil {
			l.known = map[stateLabelKey]stateLabel{}
		}
		l.known[key] = label
	}
	return label
}

// write puts a label together, with a placeholder for the sentence's number.
func (l *stateLabels) write(key stateLabelKey) string {
	facts := []string{StateLabel(l.ctx, key.state)}
	if key.worst != "" {
		facts = append(facts, count(l.ctx, key.claims, "%d claim", "%d claims"), word(l.ctx, key.worst))
	}
	if key.queries > 0 {
		facts = append(facts, count(l.ctx, key.queries, "%d query waits", "%d queries wait"))
	}
	if key.title {
		return say(l.ctx, "Title: %s", strings.Join(facts, ", "))
	}
	return say(l.ctx, "Sentence %s: %s", placeholder, strings.Join(facts, ", "))
}

func (p *htmlWriter) writeInt(n int) {
	if p.err == nil {
		_, p.err = p.w.Write(strconv.AppendInt(p.digits[:0], int64(n), 10))
	}
}
