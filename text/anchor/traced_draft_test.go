package anchor

import (
	"strings"

	"linecheck/text"
)

// tracedDraft is a new draft that records where each of its characters was in the old one, which makes an
// exact reference.
type tracedDraft struct {
	old           []rune
	new           [][]chunk   // paragraphs
	oldParagraphs []text.Span // the paragraphs of the old draft
	editedSpans   []text.Span // the edited spans of the old draft: most claims are drawn there
}

// chunk is a stretch of the old draft, unchanged or with a replacement. An empty stretch is an insertion.
type chunk struct {
	text.Span
	replacement *string
}

const paragraphEnd = "\n\n"

func newTracedDraft(paragraphs []string) *tracedDraft {
	d := &tracedDraft{old: []rune(strings.Join(paragraphs, paragraphEnd))}
	at := 0
	for _, p := range paragraphs {
		sp := text.Span{Start: at, End: at + len([]rune(p))}
		d.oldParagraphs = append(d.oldParagraphs, sp)
		d.new = append(d.new, []chunk{{Span: sp}})
		at = sp.End + len(paragraphEnd)
	}
	return d
}

// replace replaces a span within one paragraph. An empty span inserts.
func (d *tracedDraft) replace(sp text.Span, with string) {
	for _, p := range d.new {
		for i, c := range p {
			if c.replacement == nil && c.Contains(sp) {
				put := []chunk{{Span: text.Span{Start: c.Start, End: sp.Start}}, {sp, &with}, {Span: text.Span{Start: sp.End, End: c.End}}}
				for k := range d.new {
					if &d.new[k][0] == &p[0] {
						d.new[k] = append(append(append([]chunk{}, p[:i]...), put...), p[i+1:]...)
					}
				}
				d.editedSpans = append(d.editedSpans, sp)
				return
			}
		}
	}
}

// insert inserts a new paragraph before the kth.
func (d *tracedDraft) insert(k int, words string) {
	d.new = append(d.new[:k], append([][]chunk{{{replacement: &words}}}, d.new[k:]...)...)
}

func (d *tracedDraft) drop(k int) { d.new = append(d.new[:k], d.new[k+1:]...) }

// move removes the kth paragraph and inserts it before the tth of the remaining ones.
func (d *tracedDraft) move(k, t int) {
	p := d.new[k]
	d.drop(k)
	d.new = append(d.new[:t], append([][]chunk{p}, d.new[t:]...)...)
}

// write returns the new draft and, for every code point of the old one, the stretch of the new one that it
// became.
func (d *tracedDraft) write() (new string, image []text.Span) {
	var b strings.Builder
	at := 0
	image = make([]text.Span, len(d.old))
	put := func(s string) text.Span {
		b.WriteString(s)
		sp := text.Span{Start: at, End: at + len([]rune(s))}
		at = sp.End
		return sp
	}
	for i, p := range d.new {
		if i > 0 {
			put(paragraphEnd)
		}
		for _, c := range p {
			if c.replacement == nil {
				for k := c.Start; k < c.End; k++ {
					image[k] = put(string(d.old[k]))
				}
				continue
			}
			sp := put(*c.replacement)
			for k := c.Start; k < c.End; k++ {
				if image[k].Empty() { // text that is gone here may occur elsewhere
					image[k] = sp
				}
			}
		}
	}
	return b.String(), image
}
