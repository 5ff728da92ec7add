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

// The regions that files state, as text/sentence names them.
const (
	headlineRegion = "headline"
	bylineRegion   = "byline"
	captionRegion  = "caption"
	bodyRegion     = "body"
	quoteBoxRegion = "quote box"
	listRegion     = "list"
)

// prose gathers the text of a file with a structure, paragraph by paragraph, and what the file says of it.
type prose struct {
	separator     string // paragraphs
	text          strings.Builder
	length        int // of text, in code points
	byteCount     int // bytes of words so far, those of unfinished paragraphs too
	itemCount     int // how many paragraphs, links and notes there are so far
	hints         []Hint
	links         []*Link
	notes         []*Note
	open          []*paragraph // the paragraphs under way, each in a text box of the one before
	pendingPoints []textPoint  // of paragraphs without words: they belong to the next one
}

// paragraph is one under way. The paragraphs of the text boxes that hang on it come after it.
type paragraph struct {
	words        []byte
	length       int  // in code points
	pendingSpace bool // white space has come that is written once something follows
	region       string
	points       []textPoint
	nested       []*paragraph
}

// textPoint is a point of a paragraph, until it is known where in the text the paragraph stands.
type textPoint struct {
	at     *int // takes the point of the text
	offset int  // code points of the paragraph
	end    bool // something ends there
}

func newProse(between string) *prose {
	return &prose{separator: between, open: []*paragraph{{}}}
}

func (p *prose) current() *paragraph { return p.open[len(p.open)-1] }

// maxItems bounds how many paragraphs, links and notes there can be, all together: a book has some 5,000.
const maxItems = 200_000

// tooLong holds once there are more words than a file may have.
func (p *prose) tooLong() bool { return p.byteCount > MaxFileBytes }

// limit is the error once there is more than a document can have.
func (p *prose) limit() error {
	switch {
	case p.tooLong():
		return &TooLargeError{MaxFileBytes}
	case p.itemCount > maxItems:
		return &FileError{fmt.Sprintf("There are more than %d paragraphs and links in this; split it into several articles.", maxItems)}
	}
	return nil
}

// write adds words as they are.
func (p *prose) write(words string) {
	if words == "" || p.tooLong() {
		return
	}
	c := p.current()
	p.flushSpace(c)
	c.words = append(c.words, words...)
	c.length += utf8.RuneCountInString(words)
	p.byteCount += len(words)
}

// flushSpace writes white space that was waiting, unless it stands where a line begins.
func (p *prose) flushSpace(c *paragraph) {
	if c.pendingSpace && len(c.words) > 0 && !strings.ContainsRune(" \n", rune(c.words[len(c.words)-1])) {
		c.words, c.length = append(c.words, ' '), c.length+1
	}
	c.pendingSpace = false
}

// collapsible is the white space that HTML and OpenDocument make one space of. The no-break space is none.
const collapsible = " \t\n\r\f"

// collapse adds words with each run of white space made one space, and none where a line begins or ends.
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

// end ends the paragraph, of which the file says that it belongs to a region; "" where it says nothing.
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

// enterTextBox begins a text box, whose paragraphs come after the one that it hangs on; leave ends it.
func (p *prose) enterTextBox() { p.open = append(p.open, &paragraph{}) }

func (p *prose) leaveTextBox(region string) {
	p.end(region)
	p.open = p.open[:len(p.open)-1]
}

// finishParagraph writes a finished paragraph without the white space at its ends. One without words is left out.
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

// placeParagraph writes the words of a paragraph, from whose beginning so many code points were cut, and settles its places.
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

// markStart notes where something begins: before the next words, and behind white space that is waiting.
func (p *prose) markStart(at *int) {
	p.itemCount++
	c := p.current()
	p.flushSpace(c)
	c.points = append(c.points, textPoint{at, c.length, false})
}

// markEnd notes where something ends.
func (p *prose) markEnd(at *int) {
	c := p.current()
	c.points = append(c.points, textPoint{at, c.length, true})
}

// openLink begins the words of a link; nil where its address is none of the web.
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

// document is the text with all that was noted of it. What no words are left of is no link.
func (p *prose) document(d Document) (Document, error) {
	for len(p.open) > 1 {
		p.leaveTextBox("")
	}
	p.end("")
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
