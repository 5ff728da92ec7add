package write

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"

	"linecheck/models"
	"linecheck/text"
	"linecheck/text/sentence"
)

// copyComment is a comment on words of the article.
type copyComment struct {
	text.Span // code points of the revision's text
	author    string
	at        time.Time
	lines     []string
}

// copyParagraph is a paragraph of the article: sentences without a line break between them.
type copyParagraph struct {
	text.Span
	region          string // region of its longest sentence
	longestSentence int
}

// copyParagraphs returns the paragraphs of a text, and the separators between them. Between those is only white
// space.
func copyParagraphs(whole []rune, sentences []models.CopySentence) []copyParagraph {
	var list []copyParagraph
	at := 0
	addSeparators := func(to int) {
		for _, span := range sentence.Separators(string(whole[at:to])) {
			list = append(list, copyParagraph{Span: text.Span{Start: at + span.Start, End: at + span.End}, region: string(sentence.Body)})
		}
	}
	for _, s := range sentences {
		addSeparators(s.Start)
		if len(list) == 0 || strings.ContainsAny(string(whole[at:s.Start]), "\n\r\v\f\u0085\u2028\u2029") {
			list = append(list, copyParagraph{Span: s.Span()})
		}
		last := &list[len(list)-1]
		last.End, at = s.End, s.End
		if n := s.Span().Len(); n > last.longestSentence {
			last.region, last.longestSentence = string(s.Region), n
		}
	}
	addSeparators(len(whole))
	return list
}

// edge is the start or end of something in the text.
type edge struct {
	at    int
	order int // among edges at the same position
	write func()
}

// The order of edges at the same position: ends come before starts, and a change is inside its comment.
const (
	changeEnd = iota
	commentEnd
	commentStart
	changeStart
)

// articleText writes the text with its comments and changes. A bookmark encloses it, so that it can be
// distinguished from the appendix.
type articleText struct {
	*document
	runes    []rune
	edits    []models.Edit
	edges    []edge // the remaining ones
	deletion *models.Edit
}

// writeArticle writes the article's text.
func (d *document) writeArticle(c models.CheckingCopy, remarks []copyComment, edits []models.Edit) {
	a := &articleText{document: d, runes: []rune(c.Revision.Text), edits: edits}
	for i, r := range remarks {
		a.addComment(i, r)
	}
	for i := range edits {
		a.addChange(&edits[i])
	}
	slices.SortStableFunc(a.edges, func(x, y edge) int { return cmp.Or(cmp.Compare(x.at, y.at), cmp.Compare(x.order, y.order)) })
	list := copyParagraphs(a.runes, c.Sentences)
	d.body.empty("w:bookmarkStart", "w:id", "0", "w:name", "article")
	for i, p := range list {
		a.writeCopyParagraph(p, i == len(list)-1)
	}
	d.body.empty("w:bookmarkEnd", "w:id", "0")
}

func (a *articleText) addComment(id int, r copyComment) {
	a.writeComment(id, r.author, r.at, r.lines)
	number := strconv.Itoa(id)
	a.edges = append(a.edges,
		edge{r.Start, commentStart, func() { a.body.empty("w:commentRangeStart", "w:id", number) }},
		edge{r.End, commentEnd, func() {
			a.body.empty("w:commentRangeEnd", "w:id", number)
			a.body.start("w:r")
			a.body.start("w:rPr")
			a.body.empty("w:rStyle", "w:val", "CommentReference")
			a.body.end()
			a.body.empty("w:commentReference", "w:id", number)
			a.body.end()
		}})
}

func (a *articleText) addChange(e *models.Edit) {
	a.edges = append(a.edges,
		edge{e.Start, changeStart, func() { a.deletion = e }},
		edge{e.End, changeEnd, func() {
			a.deletion = nil
			if e.Correction.To != "" {
				a.startChange("w:ins", e)
				a.writeRun(e.Correction.To, runStyle{article: true, rtl: a.rtl})
				a.body.end()
			}
		}})
}

// startChange begins a tracked change, with its author and date.
func (a *articleText) startChange(name string, e *models.Edit) {
	a.body.start(name, a.changeAttributes(e)...)
}

func (a *articleText) changeAttributes(e *models.Edit) []string {
	a.changes++
	return []string{"w:id", strconv.Itoa(a.changes), "w:author", e.Correction.ByName, "w:date", a.wordTimestamp(e.Correction.ProposedAt)}
}

// writeCopyParagraph writes one paragraph, split at the edges in it.
func (a *articleText) writeCopyParagraph(p copyParagraph, last bool) {
	m := &a.body
	m.start("w:p")
	m.start("w:pPr")
	m.empty("w:pStyle", "w:val", regionStyle(p.region))
	if a.rtl {
		m.empty("w:bidi")
	}
	if e := a.changeAcrossEnd(p); e != nil {
		m.start("w:rPr")
		m.empty("w:del", a.changeAttributes(e)...)
		m.end()
	}
	if last {
		a.writeSection(m, true)
	}
	m.end()
	for at := p.Start; ; {
		a.writeEdgesUpTo(at, at == p.End)
		if at == p.End {
			break
		}
		next := p.End
		if len(a.edges) > 0 {
			next = min(next, a.edges[0].at)
		}
		if at > p.Start && a.runes[at-1] == '\r' && a.runes[at] == '\n' {
			at++ // the line has ended already
		}
		a.writeWords(string(a.runes[at:next]))
		at = next
	}
	if last {
		a.writeEdgesUpTo(len(a.runes), false)
	}
	m.end()
}

// changeAcrossEnd returns the change that also deletes the end of a paragraph, or nil.
func (a *articleText) changeAcrossEnd(p copyParagraph) *models.Edit {
	for i, e := range a.edits {
		if e.Start < p.End && e.End > p.End {
			return &a.edits[i]
		}
	}
	return nil
}

// writeEdgesUpTo writes the edges up to a position. At the end of a paragraph, starts are left to the next
// one.
func (a *articleText) writeEdgesUpTo(at int, end bool) {
	for len(a.edges) > 0 && a.edges[0].at <= at && !(end && a.edges[0].at == at && a.edges[0].order >= commentStart) {
		write := a.edges[0].write
		a.edges = a.edges[1:]
		write()
	}
}

func (a *articleText) writeWords(words string) {
	w := runStyle{article: true, rtl: a.rtl, deleted: a.deletion != nil}
	if a.deletion == nil || words == "" {
		a.writeRun(words, w)
		return
	}
	a.startChange("w:del", a.deletion)
	a.writeRun(words, w)
	a.body.end()
}
