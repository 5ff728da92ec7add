package write

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"

	"linecheck/models"
	"linecheck/text"
)

// remark is a comment on words of the article.
type remark struct {
	text.Span // code points of the revision's text
	author    string
	at        time.Time
	lines     []string
}

// passage is a paragraph of the article: sentences with no line break between them.
type passage struct {
	text.Span
	region  string // of its longest sentence
	longest int
}

// passages are the paragraphs of a text. Between two of them lies white space alone.
func passages(whole []rune, sentences []models.CopySentence) []passage {
	var list []passage
	at := 0
	for _, s := range sentences {
		if len(list) == 0 || strings.ContainsAny(string(whole[at:s.Start]), "\n\r\v\f\u0085\u2028\u2029") {
			list = append(list, passage{Span: s.Span()})
		}
		last := &list[len(list)-1]
		last.End, at = s.End, s.End
		if n := s.Span().Len(); n > last.longest {
			last.region, last.longest = string(s.Region), n
		}
	}
	return list
}

// edge is where something begins or ends in the text.
type edge struct {
	at    int
	order int // of those at one place
	write func()
}

// The order of edges at one place: what ends there ends before anything begins, and a change lies within its comment.
const (
	changeEnds = iota
	remarkEnds
	remarkBegins
	changeBegins
)

// articleText writes the text with its comments and its changes. A bookmark of that name holds it, apart from what follows.
type articleText struct {
	*document
	whole    []rune
	edits    []models.Edit
	edges    []edge // those still to come
	deleting *models.Edit
}

// article writes a copy's text.
func (d *document) article(c models.CheckingCopy, remarks []remark, edits []models.Edit) {
	a := &articleText{document: d, whole: []rune(c.Revision.Text), edits: edits}
	for i, r := range remarks {
		a.remark(i, r)
	}
	for i := range edits {
		a.change(&edits[i])
	}
	slices.SortStableFunc(a.edges, func(x, y edge) int { return cmp.Or(cmp.Compare(x.at, y.at), cmp.Compare(x.order, y.order)) })
	list := passages(a.whole, c.Sentences)
	d.body.empty("w:bookmarkStart", "w:id", "0", "w:name", "article")
	for i, p := range list {
		a.passage(p, i == len(list)-1)
	}
	d.body.empty("w:bookmarkEnd", "w:id", "0")
}

func (a *articleText) remark(id int, r remark) {
	a.comment(id, r.author, r.at, r.lines)
	number := strconv.Itoa(id)
	a.edges = append(a.edges,
		edge{r.Start, remarkBegins, func() { a.body.empty("w:commentRangeStart", "w:id", number) }},
		edge{r.End, remarkEnds, func() {
			a.body.empty("w:commentRangeEnd", "w:id", number)
			a.body.start("w:r")
			a.body.start("w:rPr")
			a.body.empty("w:rStyle", "w:val", "CommentReference")
			a.body.end()
			a.body.empty("w:commentReference", "w:id", number)
			a.body.end()
		}})
}

func (a *articleText) change(e *models.Edit) {
	a.edges = append(a.edges,
		edge{e.Start, changeBegins, func() { a.deleting = e }},
		edge{e.End, changeEnds, func() {
			a.deleting = nil
			if e.Correction.To != "" {
				a.tracked("w:ins", e)
				a.run(e.Correction.To, wording{article: true, right: a.right})
				a.body.end()
			}
		}})
}

// tracked begins a tracked change: of who proposed it, when.
func (a *articleText) tracked(name string, e *models.Edit) { a.body.start(name, a.mark(e)...) }

func (a *articleText) mark(e *models.Edit) []string {
	a.changes++
	return []string{"w:id", strconv.Itoa(a.changes), "w:author", e.Correction.ByName, "w:date", a.stamp(e.Correction.ProposedAt)}
}

// passage writes one paragraph, cut where something begins or ends in it.
func (a *articleText) passage(p passage, last bool) {
	m := &a.body
	m.start("w:p")
	m.start("w:pPr")
	m.empty("w:pStyle", "w:val", regionStyle(p.region))
	if a.right {
		m.empty("w:bidi")
	}
	if e := a.joined(p); e != nil {
		m.start("w:rPr")
		m.empty("w:del", a.mark(e)...)
		m.end()
	}
	if last {
		a.section(m, true)
	}
	m.end()
	for at := p.Start; ; {
		a.pass(at, at == p.End)
		if at == p.End {
			break
		}
		next := p.End
		if len(a.edges) > 0 {
			next = min(next, a.edges[0].at)
		}
		if at > p.Start && a.whole[at-1] == '\r' && a.whole[at] == '\n' {
			at++ // the line has ended already
		}
		a.words(string(a.whole[at:next]))
		at = next
	}
	if last {
		a.pass(len(a.whole), false)
	}
	m.end()
}

// joined is the change that takes away the end of a paragraph too, or nil.
func (a *articleText) joined(p passage) *models.Edit {
	for i, e := range a.edits {
		if e.Start < p.End && e.End > p.End {
			return &a.edits[i]
		}
	}
	return nil
}

// pass writes what begins or ends up to a place. At the end of a paragraph what begins there waits for the next one.
func (a *articleText) pass(at int, end bool) {
	for len(a.edges) > 0 && a.edges[0].at <= at && !(end && a.edges[0].at == at && a.edges[0].order >= remarkBegins) {
		write := a.edges[0].write
		a.edges = a.edges[1:]
		write()
	}
}

func (a *articleText) words(words string) {
	w := wording{article: true, right: a.right, deleted: a.deleting != nil}
	if a.deleting == nil || words == "" {
		a.run(words, w)
		return
	}
	a.tracked("w:del", a.deleting)
	a.run(words, w)
	a.body.end()
}
