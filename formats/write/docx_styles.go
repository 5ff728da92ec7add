package write

// style is one of the document's styles. Styles that Word has itself use its names, so that a desk's
// template applies.
type style struct {
	id, name     string
	character    bool
	indent       string // twentieths of a point
	after        string // space below, in the same unit; "" as in Normal
	size         string // half points; "" as in Normal
	bold         bool
	italic       bool
	keepWithNext bool // on the same page as the next paragraph
	outline      string
	programText  bool // not the article's, so its lines are not numbered
	grey         bool // on a grey background
}

// The styles of the article's regions.
var regionStyles = map[string]string{
	"headline":  "Heading1",
	"kicker":    "Kicker",
	"byline":    "Byline",
	"dateline":  "Dateline",
	"caption":   "Caption",
	"quote box": "Quote",
	"list":      "ListParagraph",
}

// regionStyle returns the style of a region, or that of plain text.
func regionStyle(region string) string {
	if id := regionStyles[region]; id != "" {
		return id
	}
	return "BodyText"
}

var allStyles = []style{
	{id: "BodyText", name: "Body Text"},
	{id: "Heading1", name: "heading 1", size: "36", bold: true, keepWithNext: true, outline: "0"},
	{id: "Kicker", name: "Kicker", size: "18", bold: true, after: "0", keepWithNext: true},
	{id: "Byline", name: "Byline", size: "20"},
	{id: "Dateline", name: "Dateline", size: "20"},
	{id: "Caption", name: "caption", size: "20", indent: "284"},
	{id: "Quote", name: "Quote", italic: true, indent: "567"},
	{id: "ListParagraph", name: "List Paragraph", indent: "284"},
	{id: "Heading2", name: "heading 2", size: "26", bold: true, keepWithNext: true, outline: "1", programText: true},
	{id: "Heading3", name: "heading 3", size: "22", bold: true, keepWithNext: true, outline: "2", programText: true},
	{id: "Found", name: "Found", size: "20", after: "40", programText: true},
	{id: "Header", name: "header", size: "16"},
	{id: "Footer", name: "footer", size: "16"},
	{id: "CommentText", name: "annotation text", size: "20", after: "40"},
	{id: "CommentReference", name: "annotation reference", character: true, size: "16"},
	{id: "Typed", name: "Typed", character: true, grey: true},
}

// writeStyles writes the styles. language is that of the program's own words.
func writeStyles(m *markup, language string) {
	m.start("w:docDefaults")
	m.start("w:rPrDefault")
	m.start("w:rPr")
	m.empty("w:rFonts", "w:ascii", "Georgia", "w:hAnsi", "Georgia", "w:eastAsia", "Georgia", "w:cs", "Times New Roman")
	m.empty("w:sz", "w:val", "24")
	m.empty("w:szCs", "w:val", "24")
	m.empty("w:lang", "w:val", language, "w:eastAsia", language, "w:bidi", "ar-SA")
	m.end()
	m.end()
	m.start("w:pPrDefault")
	m.start("w:pPr")
	m.empty("w:spacing", "w:after", "200", "w:line", "324", "w:lineRule", "auto")
	m.end()
	m.end()
	m.end()
	m.start("w:style", "w:type", "paragraph", "w:default", "1", "w:styleId", "Normal")
	m.empty("w:name", "w:val", "Normal")
	m.end()
	for _, s := range allStyles {
		s.write(m)
	}
}

func (s style) write(m *markup) {
	kind := "paragraph"
	if s.character {
		kind = "character"
	}
	m.start("w:style", "w:type", kind, "w:styleId", s.id)
	m.empty("w:name", "w:val", s.name)
	if !s.character {
		m.empty("w:basedOn", "w:val", "Normal")
		s.writeParagraphProperties(m)
	}
	m.start("w:rPr")
	for _, set := range []struct {
		on   bool
		name string
	}{{s.bold, "w:b"}, {s.bold, "w:bCs"}, {s.italic, "w:i"}, {s.italic, "w:iCs"}} {
		if set.on {
			m.empty(set.name)
		}
	}
	if s.size != "" {
		m.empty("w:sz", "w:val", s.size)
		m.empty("w:szCs", "w:val", s.size)
	}
	if s.grey {
		m.empty("w:shd", "w:val", "clear", "w:color", "auto", "w:fill", "EAEAEA")
	}
	m.end()
	m.end()
}

// writeParagraphProperties writes the paragraph properties of a style.
func (s style) writeParagraphProperties(m *markup) {
	m.start("w:pPr")
	if s.keepWithNext {
		m.empty("w:keepNext")
	}
	if s.programText {
		m.empty("w:suppressLineNumbers")
	}
	if s.after != "" {
		m.empty("w:spacing", "w:after", s.after)
	}
	if s.indent != "" {
		m.empty("w:ind", "w:left", s.indent)
	}
	if s.outline != "" {
		m.empty("w:outlineLvl", "w:val", s.outline)
	}
	m.end()
}
