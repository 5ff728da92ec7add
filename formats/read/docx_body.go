package read

import (
	"encoding/xml"
	"strconv"
	"strings"
)

// docxBody reads the paragraphs of a part of WordprocessingML.
type docxBody struct {
	*prose
	file                  *docx
	hasBody               bool // there is a body
	paragraphState        docxParagraph
	pendingText           []byte  // of the w:t under way
	fields                []field // one in another
	hiddenDepth           int     // how many elements there are around whose words are left out
	runHidden             bool    // the run is hidden
	inText                bool    // in w:t
	inInstruction         bool    // in w:instrText
	inRowProperties       bool    // among the properties of a row or a cell of a table
	inParagraphProperties bool    // among the properties of a paragraph
	alternativeTaken      bool    // of alternatives, one has been taken
}

// docxParagraph is what is known of a paragraph under way.
type docxParagraph struct {
	style              string
	outlined, numbered bool
	endDeleted         bool // its end has been deleted: the next one goes on in it
}

// drawingSpace is the namespace of drawings, whose paragraphs are none of the text.
const drawingSpace = "http://schemas.openxmlformats.org/drawingml/2006/main"

func newDocxBody(file *docx, p *prose) *docxBody { return &docxBody{prose: p, file: file} }

func (b *docxBody) handler() elementHandler { return elementHandler{b.start, b.characters, b.limit} }

// start begins an element of any namespace: what is meant by a name is the same in the few that documents hold.
func (b *docxBody) start(e xml.StartElement) (leave func(), enter bool) {
	switch e.Name.Local {
	case "body":
		b.hasBody = true
	case "p":
		if e.Name.Space == drawingSpace {
			return nil, false
		}
		return b.paragraph(), true
	case "pPr":
		b.inParagraphProperties = true
		return func() { b.inParagraphProperties = false }, true
	case "trPr", "tcPr":
		b.inRowProperties = true
		return func() { b.inRowProperties = false }, true
	case "rPrChange", "pPrChange", "sectPrChange", "tblPrChange", "trPrChange", "tcPrChange", "numberingChange", "sectPr",
		"rt", "Fallback", "delText", "delInstrText", "docPr", "extLst":
		return nil, e.Name.Local == "Fallback" && !b.alternativeTaken
	case "AlternateContent":
		before := b.alternativeTaken
		b.alternativeTaken = false
		return func() { b.alternativeTaken = before }, true
	case "Choice":
		first := !b.alternativeTaken
		b.alternativeTaken = true
		return nil, first
	case "txbxContent":
		return b.textBox(), true
	case "tbl":
		b.end(b.region()) // a paragraph cannot go on in a table
	case "tr", "tc", "sdt":
		before, cell := b.hiddenDepth, e.Name.Local == "tc"
		return func() {
			b.hiddenDepth = before
			if cell {
				b.end(bodyRegion)
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
	case b.inParagraphProperties:
		b.paragraphState.endDeleted = true
		return nil
	case b.inRowProperties, name == "showingPlcHdr":
		b.hiddenDepth++ // to the end of the row, the cell or the control
		return nil
	}
	before := b.hiddenDepth
	b.hiddenDepth++
	return func() { b.hiddenDepth = before }
}

// property reads what says how a paragraph or a run is.
func (b *docxBody) property(e xml.StartElement) (leave func(), enter bool) {
	if b.inParagraphProperties {
		switch e.Name.Local {
		case "pStyle":
			b.paragraphState.style = attributeValue(e, "val")
		case "outlineLvl":
			b.paragraphState.outlined = isOutlineLevel(attributeValue(e, "val"))
		case "numId":
			b.paragraphState.numbered = attributeValue(e, "val") != "0"
		}
		return nil, true
	}
	if e.Name.Local == "vanish" {
		b.runHidden = isOn(attributeValue(e, "val"))
		return nil, true
	}
	return b.inline(e)
}

// inline reads what stands within a paragraph.
func (b *docxBody) inline(e xml.StartElement) (leave func(), enter bool) {
	switch e.Name.Local {
	case "r":
		before := b.runHidden
		b.runHidden = false
		return func() { b.runHidden = before }, true
	case "t":
		b.inText, b.pendingText = true, b.pendingText[:0]
		return func() { b.endText(attributeValue(e, "space") == "preserve") }, true
	case "instrText":
		b.inInstruction = true
		return func() { b.inInstruction = false }, true
	case "tab", "ptab":
		b.addWords("\t")
	case "br", "cr":
		b.addWords("\n")
	case "noBreakHyphen":
		b.addWords("\u2011")
	case "softHyphen":
		b.addWords("\u00AD")
	case "den":
		b.addWords("/") // of a fraction in a formula, or a half would be twelve
	case "sym":
		if r, err := strconv.ParseUint(attributeValue(e, "char"), 16, 16); err == nil && r > ' ' {
			b.addWords(string(rune(r)))
		}
	case "fldChar":
		b.fieldMark(attributeValue(e, "fldCharType"))
	case "fldSimple":
		link := b.openLink(hyperlinkAddress(attributeValue(e, "instr")))
		return func() { b.closeLink(link) }, true
	case "hyperlink":
		link := b.openLink(b.file.linkAddress(attributeValue(e, "id"), attributeValue(e, "anchor")))
		return func() { b.closeLink(link) }, true
	default:
		b.reference(e)
	}
	return nil, true
}

// reference reads the marks of comments and footnotes.
func (b *docxBody) reference(e xml.StartElement) {
	id := attributeValue(e, "id")
	switch e.Name.Local {
	case "commentRangeStart", "commentReference": // the latter alone marks a place
		if c := b.file.comments[id]; c != nil && !c.started {
			c.started = true
			b.notes = append(b.notes, &c.Note)
			b.markStart(&c.Start)
		}
	case "commentRangeEnd":
		if c := b.file.comments[id]; c != nil && c.started && !c.ended {
			c.ended = true
			b.markEnd(&c.End)
		}
	case "footnoteReference":
		b.footnote("Footnote: ", b.file.footnotes[id])
	case "endnoteReference":
		b.footnote("Endnote: ", b.file.endnotes[id])
	}
}

func (b *docxBody) footnote(kind, words string) {
	if words == "" || b.hiddenDepth > 0 {
		return
	}
	n := &Note{Words: kind + words}
	b.itemCount++
	b.notes = append(b.notes, n)
	b.markEnd(&n.Start)
}

// paragraph begins one. It goes on in the next one where its end was deleted.
func (b *docxBody) paragraph() (leave func()) {
	before := b.paragraphState
	b.paragraphState = docxParagraph{}
	return func() {
		if !b.paragraphState.endDeleted {
			b.end(b.region())
		}
		b.paragraphState = before
	}
}

func (b *docxBody) region() string {
	region := b.file.styles.region(b.paragraphState.style)
	switch {
	case b.paragraphState.outlined:
		return headlineRegion
	case region == bodyRegion && b.paragraphState.numbered:
		return listRegion
	}
	return region
}

// textBox begins a text box: its paragraphs are none of the paragraph that it hangs on, and no field or run around it means them.
func (b *docxBody) textBox() (leave func()) {
	at, fields, vanished := b.paragraphState, b.fields, b.runHidden
	b.paragraphState, b.fields, b.runHidden = docxParagraph{}, nil, false
	b.enterTextBox()
	return func() {
		b.leaveTextBox(bodyRegion)
		b.paragraphState, b.fields, b.runHidden = at, fields, vanished
	}
}

func (b *docxBody) characters(letters []byte) {
	switch {
	case b.inText && len(b.pendingText) <= MaxFileBytes:
		b.pendingText = append(b.pendingText, letters...)
	case b.inInstruction && len(b.fields) > 0 && b.hiddenDepth == 0:
		f := &b.fields[len(b.fields)-1]
		if !f.inResult && len(f.instruction) < maxInstructionBytes {
			f.instruction = append(f.instruction, letters...)
		}
	}
}

// endText takes the words of w:t: without the white space at its ends unless it is to be preserved, and line ends of the markup as spaces.
func (b *docxBody) endText(preserve bool) {
	b.inText = false
	words := string(b.pendingText)
	if !preserve {
		words = strings.Trim(words, " \t\r\n")
	}
	b.addWords(markupLines.Replace(words))
}

var markupLines = strings.NewReplacer("\r\n", " ", "\r", " ", "\n", " ")

// addWords adds words where they are shown.
func (b *docxBody) addWords(words string) {
	inCode := len(b.fields) > 0 && !b.fields[len(b.fields)-1].inResult
	if b.hiddenDepth == 0 && !b.runHidden && !b.inParagraphProperties && !inCode {
		b.write(words)
	}
}
