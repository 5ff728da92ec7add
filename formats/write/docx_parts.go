package write

// part is one file in a Word file.
type part struct{ name, content string }

const (
	xmlDeclaration        = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n"
	wordNamespace         = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
	relationshipNamespace = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
	packageNamespace      = "http://schemas.openxmlformats.org/package/2006/"
	wordContentType       = "application/vnd.openxmlformats-officedocument.wordprocessingml."
)

// variableParts returns the parts that depend on the document. [Content_Types].xml comes first in every
// Word file.
func (d *document) variableParts(title, kind string) []part {
	return []part{
		{"[Content_Types].xml", contentTypes()},
		{"word/document.xml", wordPart("w:document", func(m *markup) {
			m.start("w:body")
			m.buf.Write(d.body.buf.Bytes())
			d.writeSection(m, false)
			m.end()
		})},
		{"word/comments.xml", wordPart("w:comments", func(m *markup) { m.buf.Write(d.comments.buf.Bytes()) })},
		{"word/header1.xml", wordPart("w:hdr", func(m *markup) {
			m.buf.WriteString(d.captureBody(func() { d.writeParagraph("Header", kind+": ", d.markTyped(title)) }))
		})},
		{"word/styles.xml", wordPart("w:styles", func(m *markup) { writeStyles(m, d.messages.Lang()) })},
		{"docProps/core.xml", d.coreProperties(title, kind)},
	}
}

// wordPart returns a part in WordprocessingML.
func wordPart(name string, content func(*markup)) string {
	var m markup
	m.start(name, "xmlns:w", wordNamespace, "xmlns:r", relationshipNamespace)
	content(&m)
	m.end()
	return m.buf.String()
}

// writeSection ends a section of the document. It sets no paper size, so that the printer's applies. The
// article has a margin for notes and numbered lines.
func (d *document) writeSection(m *markup, article bool) {
	m.start("w:sectPr")
	m.empty("w:headerReference", "w:type", "default", "r:id", "rId1")
	m.empty("w:footerReference", "w:type", "default", "r:id", "rId2")
	m.empty("w:type", "w:val", "nextPage")
	if article && d.rtl {
		m.empty(
			"w:pgMar",
			"w:top",
			"1134",
			"w:right",
			"1134",
			"w:bottom",
			"1134",
			"w:left",
			"2835",
			"w:header",
			"567",
			"w:footer",
			"567",
			"w:gutter",
			"0",
		)
	} else if article {
		m.empty("w:pgMar", "w:top", "1134", "w:right", "2835", "w:bottom", "1134", "w:left", "1134", "w:header", "567", "w:footer", "567", "w:gutter", "0")
	} else {
		m.empty("w:pgMar", "w:top", "1134", "w:right", "1134", "w:bottom", "1134", "w:left", "1134", "w:header", "567", "w:footer", "567", "w:gutter", "0")
	}
	if article {
		m.empty("w:lnNumType", "w:countBy", "1", "w:restart", "continuous")
		if d.rtl {
			m.empty("w:bidi")
		}
	}
	m.end()
}

// coreProperties returns the metadata: title, author and date.
func (d *document) coreProperties(title, kind string) string {
	var m markup
	m.start("cp:coreProperties", "xmlns:cp", packageNamespace+"metadata/core-properties", "xmlns:dc", "http://purl.org/dc/elements/1.1/",
		"xmlns:dcterms", "http://purl.org/dc/terms/", "xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance")
	m.element("dc:title", title)
	m.element("dc:subject", kind)
	m.element("dc:creator", d.printInfo.By)
	m.element("dc:language", d.language)
	m.element("dcterms:created", d.printInfo.At.UTC().Format("2006-01-02T15:04:05Z"), "xsi:type", "dcterms:W3CDTF")
	m.end()
	return m.buf.String()
}

// fixedParts are the same in every document.
var fixedParts = []part{
	{"_rels/.rels", relationshipList(
		[2]string{relationshipNamespace + "/officeDocument", "word/document.xml"},
		[2]string{packageNamespace + "relationships/metadata/core-properties", "docProps/core.xml"})},
	{
		"word/_rels/document.xml.rels",
		relationshipList(
			[2]string{relationshipNamespace + "/header", "header1.xml"},
			[2]string{relationshipNamespace + "/footer", "footer1.xml"},
			[2]string{
				relationshipNamespace + "/styles",
				"styles.xml",
			},
			[2]string{relationshipNamespace + "/comments", "comments.xml"},
			[2]string{relationshipNamespace + "/settings", "settings.xml"},
		),
	},
	{"word/settings.xml", wordPart("w:settings", func(m *markup) {
		m.start("w:compat")
		m.empty("w:compatSetting", "w:name", "compatibilityMode", "w:uri", "http://schemas.microsoft.com/office/word", "w:val", "15")
		m.end()
	})},
	{"word/footer1.xml", wordPart("w:ftr", writeFooter)},
}

// writeFooter writes the number of the page and of all pages.
func writeFooter(m *markup) {
	m.start("w:p")
	m.start("w:pPr")
	m.empty("w:pStyle", "w:val", "Footer")
	m.end()
	for i, field := range []string{"PAGE", "NUMPAGES"} {
		if i > 0 {
			m.start("w:r")
			m.element("w:t", " / ", "xml:space", "preserve")
			m.end()
		}
		m.start("w:fldSimple", "w:instr", field)
		m.start("w:r")
		m.element("w:t", "1")
		m.end()
		m.end()
	}
	m.end()
}

// relationshipList returns the relationships of a part: kinds and targets, numbered from rId1.
func relationshipList(list ...[2]string) string {
	var m markup
	m.start("Relationships", "xmlns", packageNamespace+"relationships")
	for i, r := range list {
		m.empty("Relationship", "Id", "rId"+string(rune('1'+i)), "Type", r[0], "Target", r[1])
	}
	m.end()
	return m.buf.String()
}

func contentTypes() string {
	var m markup
	m.start("Types", "xmlns", packageNamespace+"content-types")
	m.empty("Default", "Extension", "rels", "ContentType", "application/vnd.openxmlformats-package.relationships+xml")
	m.empty("Default", "Extension", "xml", "ContentType", "application/xml")
	for _, p := range [][2]string{{"document", "document.main"}, {"comments", "comments"}, {"styles", "styles"}, {"settings", "settings"}, {"header1", "header"}, {"footer1", "footer"}} {
		m.empty("Override", "PartName", "/word/"+p[0]+".xml", "ContentType", wordContentType+p[1]+"+xml")
	}
	m.empty("Override", "PartName", "/docProps/core.xml", "ContentType", "application/vnd.openxmlformats-package.core-properties+xml")
	m.end()
	return m.buf.String()
}
