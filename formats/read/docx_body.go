package read

import (
	"encoding/xml"
	"slices"
	"strconv"
	"strings"
)

// docxBody reads the paragraphs of a part in WordprocessingML.
type docxBody struct {
	*prose
	file                  *docx
	hasBody               bool // the part has a body
	paragraphState        docxParagraph
	pendingText           []byte  // text of the open w:t
	fields                []field // open fields, nested
	hiddenDepth           int     // number of open elements whose text is skipped
	runHidden             bool    // the run is hidden
	runStruck             bool    // the run is struck out
	runScript             script  // the run is raised or lowered
	deletedDepth          int     // number of open tracked deletions
	inRunProperties       bool    // inside the properties of a run
	inMath                script  // inside the raised or lowered part of a formula
	inText                bool    // in w:t
	inInstruction         bool    // in w:instrText
	inRowProperties       bool    // inside the properties of a table row or cell
	inParagraphProperties bool    // inside the properties of a paragraph
	alternativeTaken      bool    // one of the alternatives has been read
	headingRow            bool    // the row is repeated at the top of each page
	cellSpan              int     // the columns that the cell takes
	paragraphID           string  // of the last paragraph
	embedError            error   // an embedded file cannot be read
}

// docxParagraph is the state of an open paragraph.
type docxParagraph struct {
	style              string
	outlined, numbered bool
	endDeleted         bool // its end was deleted, so the next paragraph continues it
}

// drawingSpace is the namespace of drawings, whose paragraphs are not part of the text.
const drawingSpace = "http://schemas.openxmlformats.org/drawingml/2006/main"

func newDocxBody(file *docx, p *prose) *docxBody { return &docxBody{prose: p, file: file} }

func (b *docxBody) handler() elementHandler { return elementHandler{b.start, b.characters, b.limit} }

// start handles the start of an element. It ignores the namespace, because names mean the same in the few
// namespaces that documents use.
func (b *docxBody) start(e xml.StartElement) (leave func(), enter bool) {
	switch e.Name.Local {
	case "body":
		b.hasBody = true
	case "p":
		if e.Name.Space == drawingSpace {
			return nil, false
		}
		b.paragraphID = attributeValue(e, "paraId")
		return b.paragraph(), true
	case "pPr":
		b.inParagraphProperties = true
		return func() { b.inParagraphProperties = false }, true
	case "trPr", "tcPr":
		b.inRowProperties = true
		return func() { b.inRowProperties = false }, true
	case "rPrChange", "pPrChange", "sectPrChange", "tblPrChange", "trPrChange", "tcPrChange", "numberingChange", "sectPr",
		"rt", "Fallback", "delInstrText", "docPr", "extLst":
		return nil, e.Name.Local == "Fallback" && !b.alternativeTaken
	case "altChunk":
		return nil, b.embed(attributeValue(e, "id"))
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
	case "tbl", "tr", "tc", "sdt":
		return b.tablePart(e.Name.Local), true
	case "tblHeader":
		b.headingRow = isOn(attributeValue(e, "val"))
	case "gridSpan":
		b.cellSpan, _ = strconv.Atoi(attributeValue(e, "val"))
	case "del", "moveFrom", "cellDel", "showingPlcHdr", "ins", "moveTo":
		return b.change(e.Name.Local), true
	default:
		return b.property(e)
	}
	return nil, true
}

// tablePart handles a table, a row, a cell or a control, at whose end what was hidden in it ends too.
func (b *docxBody) tablePart(name string) (leave func()) {
	before := b.hiddenDepth
	switch name {
	case "tbl":
		b.end(b.region()) // a paragraph cannot continue in a table
		b.enterTable()
		return b.leaveTable
	case "tr":
		heading := b.headingRow
		b.headingRow = false
		b.enterRow()
		return func() {
			b.hiddenDepth = before
			b.leaveRow()
			b.headingRow = heading
		}
	case "tc":
		b.cellSpan = 1
		return func() {
			b.hiddenDepth = before
			b.end(bodyRegion)
			b.leaveCell(b.headingRow, b.cellSpan)
		}
	}
	return func() { b.hiddenDepth = before }
}

// change handles a tracked change, or the mark of one on a paragraph or a row. Inserted text is part of the
// text.
func (b *docxBody) change(name string) (leave func()) {
	switch {
	case name == "ins", name == "moveTo":
		return nil
	case b.inParagraphProperties:
		b.paragraphState.endDeleted = true
		return nil
	case b.inRowProperties, name == "showingPlcHdr":
		b.hiddenDepth++ // until the end of the row, the cell or the control
		return nil
	}
	before := b.hiddenDepth
	b.hiddenDepth++
	b.deletedDepth++
	return func() { b.hiddenDepth, b.deletedDepth = before, b.deletedDepth-1 }
}

// property handles properties of a paragraph or a run.
func (b *docxBody) property(e xml.StartElement) (leave func(), enter bool) {
	if b.inParagraphProperties {
		switch e.Name.Local {
		case "pStyle":
			b.paragraphState.style = attributeValue(e, "val")
		case "outlineLvl":
			b.paragraphState.outlined = isOutlineLevel(attributeValue(e, "val"))
		case "numId":
			b.paragraphState.numbered = attributeValue(e, "val") != "0"
		case "framePr": // a drop cap is a paragraph of its own, before the one that it begins
			if drop := attributeValue(e, "dropCap"); drop == "drop" || drop == "margin" {
				b.paragraphState.endDeleted = true
			}
		}
		return nil, true
	}
	if b.inRunProperties {
		b.runProperty(e)
		return nil, true
	}
	return b.inline(e)
}

// inline handles elements within a paragraph.
func (b *docxBody) inline(e xml.StartElement) (leave func(), enter bool) {
	switch e.Name.Local {
	case "r":
		hidden, struck, position := b.runHidden, b.runStruck, b.runScript
		b.applyStyle(b.file.styles.paragraphFace(b.paragraphState.style))
		return func() { b.runHidden, b.runStruck, b.runScript = hidden, struck, position }, true
	case "rPr":
		b.inRunProperties = true
		return func() { b.inRunProperties = false }, true
	case "sup", "sub":
		before := b.inMath
		b.inMath = superscript
		if e.Name.Local == "sub" {
			b.inMath = subscript
		}
		return func() { b.inMath = before }, true
	case "t", "delText":
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
		b.addWords("/") // of a fraction in a formula: without it 1/2 would read 12
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

// reference handles the marks of comments and footnotes.
func (b *docxBody) reference(e xml.StartElement) {
	id := attributeValue(e, "id")
	switch e.Name.Local {
	case "commentRangeStart", "commentReference": // the latter is for comments without a range
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

// paragraph handles a paragraph. If its end was deleted, the next one continues it.
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

// textBox handles a text box. Its paragraphs are separate from the one it is anchored to, and fields or
// runs around it do not apply to it.
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

// endText adds the text of w:t, without white space at its ends unless it is to be preserved, and with line
// ends as spaces.
func (b *docxBody) endText(preserve bool) {
	b.inText = false
	words := string(b.pendingText)
	if !preserve {
		words = strings.Trim(words, " \t\r\n")
	}
	b.addWords(markupLines.Replace(words))
}

var markupLines = strings.NewReplacer("\r\n", " ", "\r", " ", "\n", " ")

// addWords adds text if it is visible.
func (b *docxBody) addWords(words string) {
	inCode := slices.ContainsFunc(b.fields, func(f field) bool { return !f.inResult })
	switch {
	case b.inParagraphProperties, inCode:
	case b.hiddenDepth > 0 && b.deletedDepth > 0:
		b.omit(OmittedDeleted, words)
	case b.hiddenDepth > 0 || b.runHidden:
		b.omit(OmittedHidden, words)
	case b.runStruck:
		b.omit(OmittedStruck, words)
	default:
		b.position.set(max(b.runScript, b.inMath))
		b.write(words)
	}
}
