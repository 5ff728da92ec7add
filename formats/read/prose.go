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
	headline = "headline"
	byline   = "byline"
	caption  = "caption"
	body     = "body"
	quoteBox = "quote box"
	list     = "list"
)

// prose gathers the text of a file with a structure, paragraph by paragraph, and what the file says of it.
type prose struct {
	between string // paragraphs
	text    strings.Builder
	length  int // of text, in code points
	taken   int // bytes of words so far, those of unfinished paragraphs too
	said    int // how many paragraphs, links and notes there are so far
	hints   []Hint
	links   []*Link
	notes   []*Note
	open    []*paragraph // the paragraphs under way, each in a text box of the one before
	carried []place      // of paragraphs without words: they belong to the next one
}

// paragraph is one under way. The paragraphs of the text boxes that hang on it come after it.
type paragraph struct {
	words  []byte
	length int  // in code points
	space  bool // white space has come that is written once something follows
	region string
	places []place
	after  []*paragraph
}

// place is a point of a paragraph, until it is known where in the text the paragraph stands.
type place struct {
	at     *int // takes the point of the text
	offset int  // code points of the paragraph
	end    bool // something ends there
}

func newProse(between string) *prose {
	return &prose{between: between, open: []*paragraph{{}}}
}

func (p *prose) current() *paragraph { return p.open[len(p.open)-1] }

// mostSaid bounds how many paragraphs, links and notes there can be, all together: a book has some 5,000.
const mostSaid = 200_000

// tooLong holds once there are more words than a file may have.
func (p *prose) tooLong() bool { return p.taken > MostFile }

// limit is the error once there is more than a document can have.
func (p *prose) limit() error {
	switch {
	case p.tooLong():
		return &TooLargeError{MostFile}
	case p.said > mostSaid:
		return &FileError{fmt.Sprintf("There are more than %d paragraphs and links in this; split it into several articles.", mostSaid)}
	}
	return nil
}

// write adds words as they are.
func (p *prose) write(words string) {
	if words == "" || p.tooLong() {
		return
	}
	c := p.current()
	p.flow(c)
	c.words = append(c.words, words...)
	c.length += utf8.RuneCountInString(words)
	p.taken += len(words)
}

// flow writes white space that was waiting, unless it stands where a line begins.
func (p *prose) flow(c *paragraph) {
	if c.space && len(c.words) > 0 && !strings.ContainsRune(" \n", rune(c.words[len(c.words)-1])) {
		c.words, c.length = append(c.words, ' '), c.length+1
	}
	c.space = false
}

// collapsible is the white space that HTML and OpenDocument make one space of. The no-break space is none.
const collapsible = " \t\n\r\f"

// collapse adds words with each run of white space made one space, and none where a line begins or ends.
func (p *prose) collapse(words string) {
	c := p.current()
	for words != "" {
		if strings.IndexByte(collapsible, words[0]) >= 0 {
			c.space = true
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
	p.current().space = false
	p.write("\n")
}

// end ends the paragraph, of which the file says that it belongs to a region; "" where it says nothing.
func (p *prose) end(region string) {
	c := p.current()
	c.region = region
	p.open[len(p.open)-1] = &paragraph{}
	if len(p.open) == 1 {
		p.put(c)
		return
	}
	outer := p.open[len(p.open)-2]
	if len(c.words)+len(c.places)+len(c.after) > 0 {
		outer.after = append(outer.after, c)
		p.said++
	}
}

// enter begins a text box, whose paragraphs come after the one that it hangs on; leave ends it.
func (p *prose) enter() { p.open = append(p.open, &paragraph{}) }

func (p *prose) leave(region string) {
	p.end(region)
	p.open = p.open[:len(p.open)-1]
}

// put writes a finished paragraph without the white space at its ends. One without words is left out.
func (p *prose) put(c *paragraph) {
	words := strings.TrimLeftFunc(string(c.words), blank)
	cut := c.length - utf8.RuneCountInString(words)
	words = strings.TrimRightFunc(words, unicode.IsSpace)
	if words == "" {
		for _, at := range c.places {
			at.offset = 0
			p.carried = append(p.carried, at)
		}
	} else {
		p.place(words, cut, c)
	}
	for _, inner := range c.after {
		p.put(inner)
	}
}

func blank(r rune) bool { return unicode.IsSpace(r) || r == '\uFEFF' }

// place writes the words of a paragraph, from whose beginning so many code points were cut, and settles its places.
func (p *prose) place(words string, cut int, c *paragraph) {
	before := p.length
	if before > 0 {
		p.text.WriteString(p.between)
		p.length += len(p.between)
	}
	p.said++
	begin, length := p.length, utf8.RuneCountInString(words)
	p.text.WriteString(words)
	p.length += length
	for _, at := range append(p.carried, c.places...) {
		offset := min(max(at.offset-cut, 0), length)
		*at.at = begin + offset
		if at.end && offset == 0 {
			*at.at = before
		}
	}
	p.carried = nil
	if c.region != "" {
		p.hints = append(p.hints, Hint{text.Span{Start: begin, End: p.length}, c.region})
	}
}

// begins notes where something begins: before the next words, and behind white space that is waiting.
func (p *prose) begins(at *int) {
	p.said++
	c := p.current()
	p.flow(c)
	c.places = append(c.places, place{at, c.length, false})
}

// ends notes where something ends.
func (p *prose) ends(at *int) {
	c := p.current()
	c.places = append(c.places, place{at, c.length, true})
}

// openLink begins the words of a link; nil where its address is none of the web.
func (p *prose) openLink(address string) *Link {
	if address == "" {
		return nil
	}
	l := &Link{Address: address}
	p.links = append(p.links, l)
	p.begins(&l.Start)
	return l
}

func (p *prose) closeLink(l *Link) {
	if l != nil {
		p.ends(&l.End)
	}
}

// document is the text with all that was noted of it. What no words are left of is no link.
func (p *prose) document(d Document) (Document, error) {
	for len(p.open) > 1 {
		p.leave("")
	}
	p.end("")
	if err := p.limit(); err != nil {
		return Document{}, err
	}
	for _, at := range p.carried {
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
	if err := text.Valid(d.Text); err != nil {
		return Document{}, err
	}
	return d, nil
}
