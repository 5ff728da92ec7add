package read

import (
	"encoding/xml"
	"strconv"
	"strings"
)

// docxBody reads the paragraphs of a part of WordprocessingML.
type docxBody struct {
	*prose
	file      *docx
	opened    bool // there is a body
	at        docxParagraph
	letters   []byte  // of the w:t under way
	fields    []field // one in another
	hidden    int     // how many elements there are around whose words are left out
	vanished  bool    // the run is hidden
	inText    bool    // in w:t
	inCode    bool    // in w:instrText
	inRowMark bool    // among the properties of a row or a cell of a table
	inMark    bool    // among the properties of a paragraph
	chosen    bool    // of alternatives, one has been taken
}

// docxParagraph is what is known of a paragraph under way.
type docxParagraph struct {
	style              string
	outlined, numbered bool
	joined             bool // its end has been deleted: the next one goes on in it
}

// drawingSpace is the namespace of drawings, whose paragraphs are none of the text.
const drawingSpace = "http://schemas.openxmlformats.org/drawingml/2006/main"

func newDocxBody(file *docx, p *prose) *docxBody { return &docxBody{prose: p, file: file} }

func (b *docxBody) reading() reading { return reading{b.start, b.characters, b.limit} }

// start begins an element of any namespace: what is meant by a name is the same in the few that documents hold.
func (b *docxBody) start(e xml.StartElement) (leave func(), enter bool) {
	switch e.Name.Local {
	case "body":
		b.opened = true
	case "p":
		if e.Name.Space == drawingSpace {
			return nil, false
		}
		return b.paragraph(), true
	case "pPr":
		b.inMark = true
		return func() { b.inMark = false }, true
	case "trPr", "tcPr":
		b.inRowMark = true
		return func() { b.inRowMark = false }, true
	case "rPrChange", "pPrChange", "sectPrChange", "tblPrChange", "trPrChange", "tcPrChange", "numberingChange", "sectPr",
		"rt", "Fallback", "delText", "delInstrText", "docPr", "extLst":
		return nil, e.Name.Local == "Fallback" && !b.chosen
	case "AlternateContent":
		before := b.chosen
		b.chosen = false
		return func() { b.chosen = before }, true
	case "Choice":
		first := !b.chosen
		b.chosen = true
		return nil, first
	case "txbxContent":
		return b.textBox(), true
	case "tbl":
		b.end(b.region()) // a paragraph cannot go on in a table
	case "tr", "tc", "sdt":
		before, cell := b.hidden, e.Name.Local == "tc"
		return func() {
			b.hidden = before
			if cell {
				b.end(body)
			}
		}, true
	case "del", "moveFrom", "cellDel", "showingPlcHdr", "ins", "moveTo":
		return b.change(e.Name.Local), true
	default:
		return b.property(e)
	}
	return nil, true
}

// change begins a tracked change, or the mark of one on a paragraph or a row. Words that came in are the text's.
func (b *docxBody) change(name string) (leave func()) {
	switch {
	case name == "ins", name == "moveTo":
		return nil
	case b.inMark:
		b.at.joined = true
		return nil
	case b.inRowMark, name == "showingPlcHdr":
		b.hidden++ // to the end of the row, the cell or the control
		return nil
	}
	before := b.hidden
	b.hidden++
	return func() { b.hidden = before }
}

// property reads what says how a paragraph or a run is.
func (b *docxBody) property(e xml.StartElement) (leave func(), enter bool) {
	if b.inMark {
		switch e.Name.Local {
		case "pStyle":
			b.at.style = value(e, "val")
		case "outlineLvl":
			b.at.outlined = outline(value(e, "val"))
		case "numId":
			b.at.numbered = value(e, "val") != "0"
		}
		return nil, true
	}
	if e.Name.Local == "vanish" {
		b.vanished = on(value(e, "val"))
		return nil, true
	}
	return b.inline(e)
}

// inline reads what stands within a paragraph.
func (b *docxBody) inline(e xml.StartElement) (leave func(), enter bool) {
	switch e.Name.Local {
	case "r":
		before := b.vanished
		b.vanished = false
		return func() { b.vanished = before }, true
	case "t":
		b.inText, b.letters = true, b.letters[:0]
		return func() { b.endText(value(e, "space") == "preserve") }, true
	case "instrText":
		b.inCode = true
		return func() { b.inCode = false }, true
	case "tab", "ptab":
		b.typed("\t")
	case "br", "cr":
		b.typed("\n")
	case "noBreakHyphen":
		b.typed("\u2011")
	case "softHyphen":
		b.typed("\u00AD")
	case "den":
		b.typed("/") // of a fraction in a formula, or a half would be twelve
	case "sym":
		if r, err := strconv.ParseUint(value(e, "char"), 16, 16); err == nil && r > ' ' {
			b.typed(string(rune(r)))
		}
	case "fldChar":
		b.fieldMark(value(e, "fldCharType"))
	case "fldSimple":
		link := b.openLink(instructed(value(e, "instr")))
		return func() { b.closeLink(link) }, true
	case "hyperlink":
		link := b.openLink(b.file.linked(value(e, "id"), value(e, "anchor")))
		return func() { b.closeLink(link) }, true
	default:
		b.reference(e)
	}
	return nil, true
}

// reference reads the marks of comments and footnotes.
func (b *docxBody) reference(e xml.StartElement) {
	id := value(e, "id")
	switch e.Name.Local {
	case "commentRangeStart", "commentReference": // the latter alone marks a place
		if c := b.file.comments[id]; c != nil && !c.begun {
			c.begun = true
			b.notes = append(b.notes, &c.Note)
			b.begins(&c.Start)
		}
	case "commentRangeEnd":
		if c := b.file.comments[id]; c != nil && c.begun && !c.ended {
			c.ended = true
			b.ends(&c.End)
		}
	case "footnoteReference":
		b.footnote("Footnote: ", b.file.footnotes[id])
	case "endnoteReference":
		b.footnote("Endnote: ", b.file.endnotes[id])
	}
}

func (b *docxBody) footnote(kind, words string) {
	if words == "" || b.hidden > 0 {
		return
	}
	n := &Note{Words: kind + words}
	b.said++
	b.notes = append(b.notes, n)
	b.ends(&n.Start)
}

// paragraph begins one. It goes on in the next one where its end was deleted.
func (b *docxBody) paragraph() (leave func()) {
	before := b.at
	b.at = docxParagraph{}
	return func() {
		if !b.at.joined {
			b.end(b.region())
		}
		b.at = before
	}
}

func (b *docxBody) region() string {
	region := b.file.styles.region(b.at.style)
	switch {
	case b.at.outlined:
		return headline
	case region == body && b.at.numbered:
		return list
	}
	return region
}

// textBox begins a text box: its paragraphs are none of the paragraph that it hangs on, and no field or run around it means them.
func (b *docxBody) textBox() (leave func()) {
	at, fields, vanished := b.at, b.fields, b.vanished
	b.at, b.fields, b.vanished = docxParagraph{}, nil, false
	b.enter()
	return func() {
		b.leave(body)
		b.at, b.fields, b.vanished = at, fields, vanished
	}
}

func (b *docxBody) characters(letters []byte) {
	switch {
	case b.inText && len(b.letters) <= MostFile:
		b.letters = append(b.letters, letters...)
	case b.inCode && len(b.fields) > 0 && b.hidden == 0:
		f := &b.fields[len(b.fields)-1]
		if !f.result && len(f.code) < longestCode {
			f.code = append(f.code, letters...)
		}
	}
}

// endText takes the words of w:t: without the white space at its ends unless it is to be preserved, and line ends of the markup as spaces.
func (b *docxBody) endText(preserve bool) {
	b.inText = false
	words := string(b.letters)
	if !preserve {
		words = strings.Trim(words, " \t\r\n")
	}
	b.typed(markupLines.Replace(words))
}

var markupLines = strings.NewReplacer("\r\n", " ", "\r", " ", "\n", " ")

// typed adds words where they are shown.
func (b *docxBody) typed(words string) {
	inCode := len(b.fields) > 0 && !b.fields[len(b.fields)-1].result
	if b.hidden == 0 && !b.vanished && !b.inMark && !inCode {
		b.write(words)
	}
}
