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
	styleHandler elementHandler // for the styles before the text
	hasBody      bool           // the document has a text
	inParagraph  bool
	inList       bool
	style        string
	annotations  map[string]*Note // comments on a range, by name
	openNote     *odtNote         // the open comment or footnote
	face         odtShown         // how the letters are shown
	heading      bool             // in the heading rows of a table
}

// odtShown is how letters are displayed.
type odtShown struct {
	hidden, struck, deleted bool
	position                script
}

func newODTBody(o *odt) *odtBody {
	return &odtBody{prose: newProse("\n\n"), file: o, styleHandler: o.styleReader(), annotations: map[string]*Note{}}
}

// odtNote is an open comment or footnote.
type odtNote struct {
	*prose       // its text
	author, date []byte
	target       *[]byte // author or date while it is being read
	inParagraph  bool
}

// Two namespaces, because some of their elements have the same local names as others.
const (
	officeSpace = "urn:oasis:names:tc:opendocument:xmlns:office:1.0"
	textSpace   = "urn:oasis:names:tc:opendocument:xmlns:text:1.0"
)

// maxSpaces limits the number of spaces in <text:s>. No line is longer.
const maxSpaces = 1000

// start handles an element of the styles before the text, of the text, or of a comment in it.
func (b *odtBody) start(e xml.StartElement) (leave func(), enter bool) {
	switch {
	case !b.hasBody:
		if e.Name.Local == "text" && e.Name.Space == officeSpace { // number formats have an element of the same name
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
	case "span":
		return b.show(odtFaceKey{"text", attributeValue(e, "style-name")}), true
	case "table", "table-header-rows", "table-row", "table-cell":
		return b.tablePart(e), true
	case "text-box":
		return b.textBox(), true
	case "section":
		return b.hideIf(attributeValue(e, "display") == "none" || attributeValue(e, "is-hidden") == "true"), true
	case "hidden-paragraph":
		b.face.hidden = b.face.hidden || attributeValue(e, "is-hidden") != "false"
	case "tracked-changes":
		leave = b.hideIf(true)
		b.face.deleted = true
		return leave, true
	case "s", "tab", "line-break":
		if b.face.hidden || b.face.struck {
			return nil, false
		}
	case "object":
		b.omitted.add(OmittedEmbedded, strings.TrimPrefix(attributeValue(e, "href"), "./"))
		return nil, false
	case "a":
		link := b.openLink(webAddress(nil, attributeValue(e, "href")))
		return func() { b.closeLink(link) }, true
	case "annotation", "note":
		if b.face.hidden {
			return nil, false
		}
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

// skippedElements are elements that are not part of the document's text: deleted text, descriptions of pictures, forms, and text that is
// hidden or meant for screen readers.
var skippedElements = map[string]bool{
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
	"binary-data":               true,
}

// odtInline handles white space and breaks, and skips what is not text.
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
		// This field shows the document's title.
	case skippedElements[name]:
		return nil, false
	}
	return nil, true
}

func (b *odtBody) paragraph(e xml.StartElement) (leave func()) {
	inParagraph, style := b.inParagraph, b.style
	b.inParagraph, b.style = true, attributeValue(e, "style-name")
	shown := b.show(odtFaceKey{"paragraph", b.style})
	return func() {
		b.end(b.region(e.Name.Local == "h"))
		b.inParagraph, b.style = inParagraph, style
		shown()
	}
}

// show applies a style to the letters, until the caller calls the returned function.
func (b *odtBody) show(key odtFaceKey) (leave func()) {
	before := b.face
	f := b.file.faceOf(key)
	if f.hidden != nil {
		b.face.hidden = b.face.hidden || *f.hidden
	}
	if f.struck != nil {
		b.face.struck = *f.struck
	}
	if f.position != nil {
		b.face.position = *f.position
	}
	return func() { b.face = before }
}

func (b *odtBody) hideIf(hidden bool) (leave func()) {
	before := b.face
	b.face.hidden = b.face.hidden || hidden
	return func() { b.face = before }
}

// tablePart handles a table, its heading rows, a row or a cell.
func (b *odtBody) tablePart(e xml.StartElement) (leave func()) {
	switch e.Name.Local {
	case "table":
		b.end(b.region(false))
		b.enterTable()
		return b.leaveTable
	case "table-header-rows":
		before := b.heading
		b.heading = true
		return func() { b.heading = before }
	case "table-row":
		b.enterRow()
		return b.leaveRow
	}
	span, err := strconv.Atoi(attributeValue(e, "number-columns-spanned"))
	if err != nil {
		span = 1
	}
	return func() { b.leaveCell(b.heading, span) }
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

// textBox handles a text box. Its paragraphs are separate from the one it is anchored to, and a list around
// it does not apply to it.
func (b *odtBody) textBox() (leave func()) {
	inParagraph, inList, style := b.inParagraph, b.inList, b.style
	b.inParagraph, b.inList, b.style = false, false, ""
	b.enterTextBox()
	return func() {
		b.leaveTextBox("")
		b.inParagraph, b.inList, b.style = inParagraph, inList, style
	}
}

// note handles a comment or a footnote. A comment on a range has a name, to which its end refers.
func (b *odtBody) note(e xml.StartElement) (leave func()) {
	n := &Note{}
	b.notes = append(b.notes, n)
	b.itemCount++
	kind := ""
	n.Resolved = attributeValue(e, "resolved") == "true"
	n.Reply = attributeValue(e, "parent-name") != ""
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

// words adds text. Text between paragraphs belongs to the markup and is ignored.
func (b *odtBody) words(words []byte) {
	a := b.openNote
	switch {
	case a != nil && a.target != nil && len(*a.target) < maxPropertyBytes:
		*a.target = append(*a.target, words...)
	case a != nil && a.inParagraph:
		a.collapse(string(words))
	case a == nil && b.inParagraph && b.face.deleted:
		b.omit(OmittedDeleted, string(words))
	case a == nil && b.inParagraph && b.face.hidden:
		b.omit(OmittedHidden, string(words))
	case a == nil && b.inParagraph && b.face.struck:
		b.omit(OmittedStruck, string(words))
	case a == nil && b.inParagraph:
		b.position.set(b.face.position)
		b.collapse(string(words))
	}
}

// start handles an element of a comment or a footnote.
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
