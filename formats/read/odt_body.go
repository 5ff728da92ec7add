package read

import (
	"encoding/xml"
	"strconv"
	"strings"
)

// odtBody reads the paragraphs of an OpenDocument text.
type odtBody struct {
	*prose
	file         *odt
	styleHandler elementHandler // of the styles that come before the text
	hasBody      bool           // there is a text
	inParagraph  bool
	inList       bool
	style        string
	annotations  map[string]*Note // those that are on words, by name
	openNote     *odtNote         // the comment or footnote that we are in
}

// odtNote is a comment or footnote under way.
type odtNote struct {
	*prose       // its words
	author, date []byte
	target       *[]byte // author or date while it is read
	inParagraph  bool
}

// Two namespaces, of which some elements are called as others are.
const (
	officeSpace = "urn:oasis:names:tc:opendocument:xmlns:office:1.0"
	textSpace   = "urn:oasis:names:tc:opendocument:xmlns:text:1.0"
)

// maxSpaces bounds what <text:s> stands for: no line is longer.
const maxSpaces = 1000

// start begins an element: of the styles before the text, of the text, or of a comment in it.
func (b *odtBody) start(e xml.StartElement) (leave func(), enter bool) {
	switch {
	case !b.hasBody:
		if e.Name.Local == "text" && e.Name.Space == officeSpace { // number formats have another one
			b.hasBody = true
			return nil, true
		}
		if e.Name.Local == "scripts" || e.Name.Local == "font-face-decls" {
			return nil, false
		}
		return b.styleHandler.start(e)
	case b.openNote != nil:
		return b.openNote.start(e)
	}
	switch e.Name.Local {
	case "p", "h":
		return b.paragraph(e), true
	case "list":
		before := b.inList
		b.inList = true
		return func() { b.inList = before }, true
	case "text-box":
		return b.textBox(), true
	case "section":
		return nil, attributeValue(e, "display") != "none"
	case "a":
		link := b.openLink(webAddress(nil, attributeValue(e, "href")))
		return func() { b.closeLink(link) }, true
	case "annotation", "note":
		return b.note(e), true
	case "annotation-end":
		if n := b.annotations[attributeValue(e, "name")]; n != nil {
			delete(b.annotations, attributeValue(e, "name"))
			b.markEnd(&n.End)
		}
		return nil, false
	}
	return odtInline(e, b.prose)
}

// skippedElements are the elements of which no words are the text's: what changes took out, descriptions of pictures, forms, and
// what is hidden or read aloud.
var skippedElements = map[string]bool{
	"tracked-changes":           true,
	"forms":                     true,
	"title":                     true,
	"desc":                      true,
	"ruby-text":                 true,
	"hidden-text":               true,
	"script":                    true,
	"covered-table-cell":        true,
	"event-listeners":           true,
	"note-citation":             true,
	"sequence-decls":            true,
	"variable-decls":            true,
	"user-field-decls":          true,
	"dde-connection-decls":      true,
	"alphabetical-index-source": true,
	"table-of-content-source":   true,
	"bibliography-source":       true,
	"meta-stamp":                true,
}

// odtInline reads white space and breaks, and leaves out what is no text.
func odtInline(e xml.StartElement, p *prose) (leave func(), enter bool) {
	switch name := e.Name.Local; {
	case name == "s":
		n, err := strconv.Atoi(attributeValue(e, "c"))
		if err != nil {
			n = 1
		}
		p.write(strings.Repeat(" ", max(0, min(n, maxSpaces))))
	case name == "tab":
		p.write("\t")
	case name == "line-break":
		p.lineBreak()
	case name == "title" && e.Name.Space == textSpace:
		// a field that shows the document's title
	case skippedElements[name]:
		return nil, false
	}
	return nil, true
}

func (b *odtBody) paragraph(e xml.StartElement) (leave func()) {
	inParagraph, style := b.inParagraph, b.style
	b.inParagraph, b.style = true, attributeValue(e, "style-name")
	return func() {
		b.end(b.region(e.Name.Local == "h"))
		b.inParagraph, b.style = inParagraph, style
	}
}

func (b *odtBody) region(heading bool) string {
	region := b.file.region(b.style)
	switch {
	case heading:
		return headlineRegion
	case region != "" && region != bodyRegion:
		return region
	case b.inList:
		return listRegion
	}
	return bodyRegion
}

// textBox begins a text box: its paragraphs are none of the paragraph that it hangs on, and no list around it means them.
func (b *odtBody) textBox() (leave func()) {
	inParagraph, inList, style := b.inParagraph, b.inList, b.style
	b.inParagraph, b.inList, b.style = false, false, ""
	b.enterTextBox()
	return func() {
		b.leaveTextBox("")
		b.inParagraph, b.inList, b.style = inParagraph, inList, style
	}
}

// note begins a comment or a footnote. A comment has a name where it has an end elsewhere.
func (b *odtBody) note(e xml.StartElement) (leave func()) {
	n := &Note{}
	b.notes = append(b.notes, n)
	b.itemCount++
	kind := ""
	switch {
	case e.Name.Local == "note" && attributeValue(e, "note-class") == "endnote":
		kind = "Endnote: "
	case e.Name.Local == "note":
		kind = "Footnote: "
	}
	if kind == "" {
		b.markStart(&n.Start)
	} else {
		b.markEnd(&n.Start)
	}
	if name := attributeValue(e, "name"); name != "" && kind == "" {
		b.annotations[name] = n
	}
	b.openNote = &odtNote{prose: newProse("\n")}
	b.openNote.byteCount = b.byteCount
	return func() {
		said, err := b.openNote.document(Document{})
		if err == nil && said.Text != "" {
			n.Words = kind + said.Text
		}
		n.Author, n.At = cleanProperty(string(b.openNote.author)), parseTime(string(b.openNote.date))
		b.byteCount, b.openNote = b.openNote.byteCount, nil
	}
}

// words takes text: what stands between paragraphs is the markup's own.
func (b *odtBody) words(words []byte) {
	a := b.openNote
	switch {
	case a != nil && a.target != nil && len(*a.target) < maxPropertyBytes:
		*a.target = append(*a.target, words...)
	case a != nil && a.inParagraph:
		a.collapse(string(words))
	case a == nil && b.inParagraph:
		b.collapse(string(words))
	}
}

// start begins an element of a comment or a footnote.
func (a *odtNote) start(e xml.StartElement) (leave func(), enter bool) {
	switch e.Name.Local {
	case "creator":
		a.target = &a.author
		return func() { a.target = nil }, true
	case "date":
		if a.inParagraph {
			return nil, true // a field
		}
		a.target = &a.date
		return func() { a.target = nil }, true
	case "p", "h":
		a.inParagraph = true
		return func() { a.inParagraph = false; a.end("") }, true
	case "annotation", "note":
		return nil, false
	}
	return odtInline(e, a.prose)
}
