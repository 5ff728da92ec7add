package read

import (
	"slices"
	"strings"

	"golang.org/x/net/html/atom"
)

// pageComments reads the comments of Google Docs. The text contains a mark for each comment, a link to "#cmnt1". The comment's words are
// at the end of the page, after a link to "#cmnt_ref1".
type pageComments struct {
	notes map[string]*Note // by number
	open  *openComment
}

// openComment is a comment whose words are being read.
type openComment struct {
	note *Note
	text *prose // the page's own text, which continues after the comment
}

const (
	commentMark = "#cmnt"
	commentBack = "#cmnt_ref"
)

// isMark reports whether a link is the mark of a comment, or links back to a mark. The text of both is omitted.
func (c *pageComments) isMark(tag atom.Atom, a attributes) bool {
	return tag == atom.A && strings.HasPrefix(a["href"], commentMark)
}

// anchor handles a link: it places a comment, or begins its words.
func (c *pageComments) anchor(p *page, href string) {
	if number, back := strings.CutPrefix(href, commentBack); back {
		if note := c.notes[number]; note != nil {
			p.beginComment(note)
		}
		return
	}
	number, found := strings.CutPrefix(href, commentMark)
	if !found || c.notes[number] != nil || p.top().hidden || len(c.notes) >= maxItems {
		return
	}
	if c.notes == nil {
		c.notes = map[string]*Note{}
	}
	note := &Note{}
	c.notes[number] = note
	p.notes = append(p.notes, note)
	p.itemCount++
	p.markEnd(&note.Start)
}

// beginComment starts a comment, which extends to the end of the outermost block that began with it.
func (p *page) beginComment(note *Note) {
	p.endComment()
	at := -1
	for i := len(p.open) - 1; i > 0 && p.open[i].tag != atom.Body && p.open[i].began == p.byteCount; i-- {
		if blockTags[p.open[i].tag] {
			at = i
		}
	}
	if at < 0 || slices.ContainsFunc(p.open[at:], func(e element) bool { return e.leave != nil }) {
		return
	}
	p.prose.end(p.region())
	p.comments.open = &openComment{note: note, text: p.prose}
	p.prose = newProse("\n")
	p.byteCount, p.itemCount = p.comments.open.text.byteCount, p.comments.open.text.itemCount+1
	p.open[at].leave = p.endComment
}

// endComment ends the words of a comment.
func (p *page) endComment() {
	c := p.comments.open
	if c == nil {
		return
	}
	p.comments.open = nil
	p.closeAnchor()
	words, err := p.prose.document(Document{})
	c.text.byteCount, c.text.itemCount = p.byteCount, p.itemCount
	p.prose = c.text
	if err == nil && c.note.Words == "" {
		c.note.Words = words.Text
	}
}
