package read

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"linecheck/text"
)

// The regions that files declare, with the names of text/sentence.
const (
	headlineRegion = "headline"
	bylineRegion   = "byline"
	captionRegion  = "caption"
	bodyRegion     = "body"
	quoteBoxRegion = "quote box"
	listRegion     = "list"
)

// prose collects the text of a structured file, paragraph by paragraph, and the file's hints about it.
type prose struct {
	separator     string // between paragraphs
	text          strings.Builder
	length        int // of text, in code points
	byteCount     int // bytes of text so far, including open paragraphs
	itemCount     int // number of paragraphs, links and notes so far
	hints         []Hint
	links         []*Link
	notes         []*Note
	open          []*paragraph // open paragraphs, each in a text box of the previous one
	pendingPoints []textPoint  // points of paragraphs without text, which belong to the next one
	tables        []*openTable // open tables, nested
	position      scriptWriter // raised, lowered or on the line
	omitted       omissions
	omitting      pendingOmission
}

// paragraph is an open paragraph. Paragraphs of text boxes anchored to it come after it.
type paragraph struct {
	words        []byte
	length       int  // in code points
	pendingSpace bool // white space to be written if text follows
	region       string
	points       []textPoint
	nested       []*paragraph
}

// textPoint is a point in a paragraph whose position in the text is not known yet.
type textPoint struct {
	at     *int // receives the offset in the text
	offset int  // code points from the start of the paragraph
	end    bool // it is an end
}

func newProse(between string) *prose {
	return &prose{separator: between, open: []*paragraph{{}}}
}

func (p *prose) current() *paragraph { return p.open[len(p.open)-1] }

// maxItems limits the total number of paragraphs, links and notes. A book has some 5,000.
const maxItems = 200_000

// tooLong reports whether there is more text than a file may have.
func (p *prose) tooLong() bool { return p.byteCount > MaxFileBytes }

// limit returns an error once a document exceeds a limit.
func (p *prose) limit() error {
	switch {
	case p.tooLong():
		return &TooLargeError{MaxFileBytes}
	case p.itemCount > maxItems:
		return &FileError{fmt.Sprintf("There are more than %d paragraphs and links in this; split it into several articles.", maxItems)}
	}
	return nil
}

// write adds text unchanged.
func (p *prose) write(words string) {
	if words == "" || p.tooLong() {
		return
	}
	words = p.position.convert(words)
	p.endOmission()
	c := p.current()
	p.flushSpace(c)
	c.words = append(c.words, words...)
	c.length += utf8.RuneCountInString(words)
	p.byteCount += len(words)
}

// flushSpace writes pending white space, unless it is at the beginning of a line.
func (p *prose) flushSpace(c *paragraph) {
	if c.pendingSpace && len(c.words) > 0 && !strings.ContainsRune(" \n", rune(c.words[len(c.words)-1])) {
		c.words, c.length = append(c.words, ' '), c.length+1
	}
	c.pendingSpace = false
}

// collapsible is the white space that HTML and OpenDocument collapse. The no-break space is not part of it.
const collapsible = " \t\n\r\f"

// collapse adds text with each run of white space collapsed to one space, and none at the beginning or end
// of a line.
func (p *prose) collapse(words string) {
	c := p.current()
	for words != "" {
		if strings.IndexByte(collapsible, words[0]) >= 0 {
			c.pendingSpace = true
			words = strings.TrimLeft(words, collapsible)
			continue
		}
		end := strings.IndexAny(words, collapsible)
		if end < 0 {
			end = len(words)
		}
		p.write(words[:end])
		words = words[end:]
	}
}

// lineBreak begins a new line within the paragraph.
func (p *prose) lineBreak() {
	p.current().pendingSpace = false
	p.write("\n")
}

// end ends the paragraph. region is the region that the file declares for it, or "".
func (p *prose) end(region string) {
	c := p.current()
	c.region = region
	p.open[len(p.open)-1] = &paragraph{}
	if len(p.open) == 1 {
		p.finishParagraph(c)
		return
	}
	outer := p.open[len(p.open)-2]
	if len(c.words)+len(c.points)+len(c.nested) > 0 {
		outer.nested = append(outer.nested, c)
		p.itemCount++
	}
}

// enterTextBox begins a text box, whose paragraphs come after the one it is anchored to. leaveTextBox ends
// it.
func (p *prose) enterTextBox() { p.open = append(p.open, &paragraph{}) }

func (p *prose) leaveTextBox(region string) {
	p.end(region)
	p.open = p.open[:len(p.open)-1]
}

// finishParagraph writes a finished paragraph without white space at its ends. An empty one is left out.
func (p *prose) finishParagraph(c *paragraph) {
	words := strings.TrimLeftFunc(string(c.words), isBlank)
	cut := c.length - utf8.RuneCountInString(words)
	words = strings.TrimRightFunc(words, unicode.IsSpace)
	if words == "" {
		for _, at := range c.points {
			at.offset = 0
			p.pendingPoints = append(p.pendingPoints, at)
		}
	} else {
		p.placeParagraph(words, cut, c)
	}
	for _, inner := range c.nested {
		p.finishParagraph(inner)
	}
}

func isBlank(r rune) bool { return unicode.IsSpace(r) || r == '\uFEFF' }

// placeParagraph writes the text of a paragraph, after cut code points were removed from its beginning, and
// sets its points.
func (p *prose) placeParagraph(words string, cut int, c *paragraph) {
	before := p.length
	if before > 0 {
		p.text.WriteString(p.separator)
		p.length += len(p.separator)
	}
	p.itemCount++
	begin, length := p.length, utf8.RuneCountInString(words)
	p.text.WriteString(words)
	p.length += length
	for _, at := range append(p.pendingPoints, c.points...) {
		offset := min(max(at.offset-cut, 0), length)
		*at.at = begin + offset
		if at.end && offset == 0 {
			*at.at = before
		}
	}
	p.pendingPoints = nil
	if c.region != "" {
		p.hints = append(p.hints, Hint{text.Span{Start: begin, End: p.length}, c.region})
	}
}

// include adds the text of another document, with its hints, links and notes, as paragraphs of their own.
func (p *prose) include(d Document) {
	p.end("")
	if d.Text == "" || p.tooLong() {
		p.omitted.merge(d.Omitted)
		return
	}
	if p.length > 0 {
		p.text.WriteString(p.separator)
		p.length += len(p.separator)
	}
	base := p.length
	p.text.WriteString(d.Text)
	p.length += utf8.RuneCountInString(d.Text)
	p.byteCount += len(d.Text)
	p.itemCount += len(d.Hints) + len(d.Links) + len(d.Notes)
	for _, at := range p.pendingPoints {
		*at.at = base
	}
	p.pendingPoints = nil
	for _, h := range d.Hints {
		p.hints = append(p.hints, Hint{text.Span{Start: base + h.Start, End: base + h.End}, h.Region})
	}
	for _, l := range d.Links {
		p.links = append(p.links, &Link{text.Span{Start: base + l.Start, End: base + l.End}, l.Address})
	}
	for _, n := range d.Notes {
		n.Start, n.End = base+n.Start, base+n.End
		p.notes = append(p.notes, &n)
	}
	p.omitted.merge(d.Omitted)
}

// markStart records where something starts: before the next words, after pending white space.
func (p *prose) markStart(at *int) {
	p.itemCount++
	c := p.current()
	p.flushSpace(c)
	c.points = append(c.points, textPoint{at, c.length, false})
}

// markEnd records where something ends.
func (p *prose) markEnd(at *int) {
	c := p.current()
	c.points = append(c.points, textPoint{at, c.length, true})
}

// openLink begins a link. It returns nil if the address is not a web address.
func (p *prose) openLink(address string) *Link {
	if address == "" {
		return nil
	}
	l := &Link{Address: address}
	p.links = append(p.links, l)
	p.markStart(&l.Start)
	return l
}

func (p *prose) closeLink(l *Link) {
	if l != nil {
		p.markEnd(&l.End)
	}
}

// document returns the text with its hints, links and notes. Links without words are left out.
func (p *prose) document(d Document) (Document, error) {
	for len(p.tables) > 0 {
		p.leaveTable()
	}
	for len(p.open) > 1 {
		p.leaveTextBox("")
	}
	p.end("")
	p.endOmission()
	d.Omitted = p.omitted
	if err := p.limit(); err != nil {
		return Document{}, err
	}
	for _, at := range p.pendingPoints {
		*at.at = p.length
	}
	d.Text, d.Hints = p.text.String(), p.hints
	for _, l := range p.links {
		if l.Start < l.End {
			d.Links = append(d.Links, *l)
		}
	}
	for _, n := range p.notes {
		n.End = max(n.Start, n.End)
		if n.Words != "" {
			d.Notes = append(d.Notes, *n)
		}
	}
	slices.SortStableFunc(d.Links, func(a, b Link) int { return cmp.Compare(a.Start, b.Start) })
	slices.SortStableFunc(d.Notes, func(a, b Note) int { return cmp.Compare(a.Start, b.Start) })
	if err := text.Validate(d.Text); err != nil {
		return Document{}, err
	}
	return d, nil
}
