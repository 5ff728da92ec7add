package read

import (
	"strings"
	"testing"

	"linecheck/internal/testutil"
)

const docxSpaces = ` xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"` +
	` xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"` +
	` xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:v="urn:schemas-microsoft-com:vml" xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"`

func docxPage(body string) string {
	return `<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:document` + docxSpaces + `><w:body>` + body + `<w:sectPr/></w:body></w:document>`
}

const docxStyles = `<w:styles` + docxSpaces + `><w:docDefaults><w:rPrDefault><w:rPr><w:lang w:val="de-DE" w:bidi="ar-SA"/></w:rPr></w:rPrDefault></w:docDefaults>
	<w:style w:type="paragraph" w:default="1" w:styleId="Standard"><w:name w:val="Normal"/></w:style>
	<w:style w:type="paragraph" w:styleId="berschrift1"><w:name w:val="heading 1"/><w:basedOn w:val="Standard"/><w:pPr><w:outlineLvl w:val="0"/></w:pPr></w:style>
	<w:style w:type="paragraph" w:styleId="Zwischentitel"><w:name w:val="Zwischentitel"/><w:basedOn w:val="berschrift1"/></w:style>
	<w:style w:type="paragraph" w:styleId="Beschriftung"><w:name w:val="caption"/><w:basedOn w:val="Standard"/></w:style>
	<w:style w:type="paragraph" w:styleId="Zitat"><w:name w:val="Quote"/></w:style>
	<w:style w:type="paragraph" w:styleId="Autor"><w:name w:val="Byline"/></w:style>
	<w:style w:type="paragraph" w:styleId="Listenabsatz"><w:name w:val="List Paragraph"/><w:basedOn w:val="Standard"/></w:style>
	<w:style w:type="paragraph" w:styleId="Aufzhlung"><w:name w:val="Aufz"/><w:basedOn w:val="Standard"/><w:pPr><w:numPr><w:numId w:val="3"/></w:numPr></w:pPr></w:style>
	<w:style w:type="paragraph" w:styleId="Kreis"><w:name w:val="Kreis"/><w:basedOn w:val="Kreis"/></w:style>
	<w:style w:type="character" w:styleId="Titel"><w:name w:val="Title"/></w:style></w:styles>`

const docxRelations = `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
	<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink" Target="https://example.org/a?b=1&amp;c=2" TargetMode="External"/>
	<Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink" Target="javascript:alert(1)" TargetMode="External"/>
	<Relationship Id="rId3" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink" Target="file:///c:/a.docx" TargetMode="External"/>
	<Relationship Id="rId4" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments" Target="/word/notes.xml"/></Relationships>`

const docxComments = `<w:comments` + docxSpaces + `>
	<w:comment w:id="0" w:author="Rana  Reviewer" w:date="2026-03-03T10:11:12Z"><w:p><w:r><w:annotationRef/><w:t>Who said so?</w:t></w:r></w:p><w:p><w:r><w:t>Twice.</w:t></w:r></w:p></w:comment>
	<w:comment w:id="1" w:author="E"><w:p><w:r><w:t>Here.</w:t></w:r></w:p></w:comment>
	<w:comment w:id="2" w:author="E"><w:p/></w:comment>
	<w:comment w:id="3" w:author="E"><w:p><w:r><w:t>Nowhere.</w:t></w:r></w:p></w:comment></w:comments>`

const docxFootnotes = `<w:footnotes` + docxSpaces + `><w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>
	<w:footnote w:id="2"><w:p><w:r><w:footnoteRef/><w:t xml:space="preserve"> Census, 2025.</w:t></w:r></w:p></w:footnote></w:footnotes>`

func docxOf(body string) []byte {
	return newArchive(
		"[Content_Types].xml",
		"<Types/>",
		"word/document.xml",
		docxPage(body),
		"word/styles.xml",
		docxStyles,
		"word/_rels/document.xml.rels",
		docxRelations,
		"word/notes.xml",
		docxComments,
		"word/footnotes.xml",
		docxFootnotes,
	)
}

// runOf returns a run with some text.
func runOf(words string) string { return `<w:r><w:t xml:space="preserve">` + words + `</w:t></w:r>` }

func styled(style, words string) string {
	return `<w:p><w:pPr><w:pStyle w:val="` + style + `"/></w:pPr>` + runOf(words) + `</w:p>`
}

func TestDocx(t *testing.T) {
	deletedEnd := `<w:pPr><w:rPr><w:del w:id="9" w:author="E"/></w:rPr></w:pPr>`
	box := `<w:txbxContent>` + styled("Zitat", "In a box") + `<w:p>` + runOf("And more") + `</w:p></w:txbxContent>`
	field := func(kind string) string { return `<w:r><w:fldChar w:fldCharType="` + kind + `"/></w:r>` }
	code := func(words string) string {
		return `<w:r><w:instrText xml:space="preserve">` + words + `</w:instrText></w:r>`
	}
	for name, c := range map[string]struct{ body, want string }{
		"styles": {styled("berschrift1", "Head") + styled("Zwischentitel", "Sub") + styled("Autor", "By E") + styled("", "Body") + styled("Beschriftung", "Under it") +
			styled("Zitat", "Said") + styled("Aufzhlung", "One") + styled("Listenabsatz", "No list") + styled("Kreis", "Round") + styled("Heading2", "Built in") + styled("Gone", "Gone"),
			`headline "Head"
			headline "Sub"
			byline "By E"
			body "Body"
			caption "Under it"
			quote box "Said"
			list "One"
			body "No list"
			body "Round"
			headline "Built in"
			body "Gone"`},
		"a level, a number": {`<w:p><w:pPr><w:outlineLvl w:val="2"/></w:pPr>` + runOf("Head") + `</w:p><w:p><w:pPr><w:outlineLvl w:val="9"/></w:pPr>` + runOf("Body") + `</w:p>` +
			`<w:p><w:pPr><w:pStyle w:val="Listenabsatz"/><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr>` + runOf("One") + `</w:p>`,
			`headline "Head"
			body "Body"
			list "One"`},
		"white space and characters": {`<w:p><w:pPr><w:tabs><w:tab w:val="left" w:pos="5"/></w:tabs></w:pPr><w:r><w:t> a
b </w:t><w:tab/><w:t xml:space="preserve"> c </w:t><w:br/><w:t>d</w:t><w:noBreakHyphen/><w:t>e</w:t><w:sym w:font="Symbol" w:char="F0B7"/><w:cr/></w:r></w:p><w:p><w:r><w:t xml:space="preserve">  </w:t></w:r></w:p><w:p>` + runOf("é پ 😀") + `</w:p>`,
			`body "a b\t c \nd‑e\uf0b7"
			body "é پ 😀"`},
		"changes": {`<w:p>` + runOf("Fifty ") + `<w:del w:id="1"><w:r><w:delText>five</w:delText><w:t>!</w:t></w:r></w:del><w:ins w:id="2">` + runOf("ports") + `</w:ins><w:moveFrom w:id="3">` + runOf(" gone") + `</w:moveFrom><w:moveTo w:id="4">` + runOf(" come") + `</w:moveTo></w:p>`,
			`body "Fifty ports come"`},
		"an end deleted": {`<w:p>` + deletedEnd + runOf("One ") + `</w:p><w:p>` + deletedEnd + `<w:del w:id="1"><w:r><w:delText>gone</w:delText></w:r></w:del></w:p>` + styled("Zitat", "two") + `<w:p>` + deletedEnd + runOf("Three") + `</w:p><w:tbl><w:tr><w:tc><w:p>` + deletedEnd + runOf("Cell") + `</w:p></w:tc><w:tc><w:p>` + runOf("Other") + `</w:p></w:tc></w:tr></w:tbl>`,
			`quote box "One two"
			body "Three"
			body "Cell | Other"`},
		"a row deleted": {`<w:tbl><w:tr><w:trPr><w:del w:id="1"/></w:trPr><w:tc><w:p>` + runOf("Gone") + `</w:p></w:tc></w:tr><w:tr><w:trPr><w:ins w:id="1"/></w:trPr><w:tc><w:p>` + runOf("Here") + `</w:p></w:tc></w:tr></w:tbl>`,
			`body "Here"`},
		"links": {`<w:p><w:hyperlink r:id="rId1" w:anchor="top">` + runOf("one") + `</w:hyperlink>, <w:hyperlink r:id="rId2">` + runOf("bad") + `</w:hyperlink><w:hyperlink r:id="rId3">` + runOf("file") + `</w:hyperlink><w:hyperlink w:anchor="x">` + runOf("within") + `</w:hyperlink><w:hyperlink r:id="rId1"/></w:p><w:p>` +
			field("begin") + code(` HYPERLINK "http://exa`) + code(`mple.com/é" \l "part 2" \o "a \"tip\"" `) + field("separate") + runOf("two") + field("end") + runOf(" and ") + `<w:fldSimple w:instr='HYPERLINK "https://example.net/"'>` + runOf("three") + `</w:fldSimple>` +
			field("begin") + code("PAGE") + runOf("hidden") + field("separate") + runOf("4") + field("end") + field("end") + `</w:p>`,
			`body "onebadfilewithin"
			body "two and three4"
			link "one" https://example.org/a?b=1&c=2#top
			link "two" http://example.com/é#part%202
			link "three" https://example.net/`},
		"comments": {`<w:commentRangeStart w:id="1"/><w:p>` + runOf("One ") + `<w:commentRangeStart w:id="0"/>` + runOf("two") + `</w:p><w:p>` + runOf("three") + `<w:commentRangeEnd w:id="0"/><w:r><w:commentReference w:id="0"/></w:r>` + runOf(" four") + `</w:p><w:p><w:commentRangeEnd w:id="1"/><w:commentRangeStart w:id="2"/>` + runOf("five") + `<w:commentRangeEnd w:id="2"/></w:p>`,
			`body "One two"
			body "three four"
			body "five"
			note "One two\n\nthree four" E: "Here."
			note "two\n\nthree" Rana Reviewer 2026-03-03T10:11:12: "Who said so?\nTwice."`},
		"a comment at a place, a footnote": {`<w:p>` + runOf("One") + `<w:r><w:footnoteReference w:id="2"/></w:r>` + runOf(" two") + `<w:r><w:commentReference w:id="1"/></w:r></w:p>`,
			`body "One two"
			note "" : "Footnote: Census, 2025."
			note "" E: "Here."`},
		"a text box once": {`<w:p>` + runOf("Around ") + `<w:r><mc:AlternateContent><mc:Choice><w:drawing><a:p><a:t>no</a:t></a:p><wps:txbx>` + box + `</wps:txbx></w:drawing></mc:Choice><mc:Choice><w:pict>` + box + `</w:pict></mc:Choice><mc:Fallback><w:pict><v:textbox>` + box + `</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>` + runOf("it") + `</w:p><w:p>` + runOf("After") + `</w:p>`,
			`body "Around it"
			quote box "In a box"
			body "And more"
			body "After"`},
		"an old text box": {`<w:p><w:r><w:pict><v:textbox>` + box + `</v:textbox></w:pict></w:r></w:p>`,
			`quote box "In a box"
			body "And more"`},
		"hidden content": {`<w:p>` + runOf("Shown") + `<w:r><w:rPr><w:vanish/></w:rPr><w:t>hidden</w:t></w:r><w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>, too</w:t></w:r><w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>` + runOf("Click here") + `</w:sdtContent></w:sdt><w:sdt><w:sdtContent>` + runOf(" and control") + `</w:sdtContent></w:sdt></w:p>`,
			`body "Shown, too and control"`},
		"a formula, a reading aid": {`<w:p><m:oMath><m:f><m:num><m:r><m:t>1</m:t></m:r></m:num><m:den><m:r><m:t>2</m:t></m:r></m:den></m:f></m:oMath><w:r><w:ruby><w:rt>` + runOf("no") + `</w:rt><w:rubyBase>` + runOf("漢字") + `</w:rubyBase></w:ruby></w:r></w:p>`,
			`body "1/2漢字"`},
	} {
		d, err := File(t.Context(), name, docxOf(c.body))
		if got := formatDocument(d); err != nil || got != lines(c.want) {
			t.Errorf("%s: %v\n%swant\n%s", name, err, got, lines(c.want))
		}
		checkDocumentInvariants(t, d, err)
	}
}

func TestDocxProperties(t *testing.T) {
	const packed = "http://schemas.openxmlformats.org/package/2006/relationships"
	parts := []string{
		"_rels/.rels",
		`<Relationships xmlns="` + packed + `"><Relationship Id="a" Type="http://purl.oclc.org/ooxml/officeDocument/relationships/officeDocument" Target="/word/document2.xml"/>` +
			`<Relationship Id="b" Type="` + packed + `/metadata/core-properties" Target="props/core.xml"/></Relationships>`,
		"[Content_Types].xml",
		"<Types/>",
		"word/document2.xml",
		strings.ReplaceAll(
			docxPage(styled("", "A word")),
			"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
			"http://purl.oclc.org/ooxml/wordprocessingml/main",
		),
		"props/core.xml",
		`<cp:coreProperties xmlns:cp="c" xmlns:dc="d" xmlns:dcterms="t"><dc:title>The  bridge</dc:title><dc:creator>Ines Okoro</dc:creator><dc:language>pt_BR</dc:language><dcterms:created>2026-03-03T09:00:00Z</dcterms:created></cp:coreProperties>`,
	}
	d, err := File(t.Context(), "", newArchive(parts...))
	testutil.Must(t, err)
	testutil.Equal(t, "d.Text", d.Text, "A word")
	testutil.Equal(t, "d.Title", d.Title, "The bridge")
	testutil.Equal(t, "d.Byline", d.Byline, "Ines Okoro")
	testutil.Equal(t, "d.Language", d.Language, "pt-BR")
	testutil.Equal(t, "d.Date.Format('2006-01-02')", d.Date.Format("2006-01-02"), "2026-03-03")
	if d, err := File(t.Context(), "", docxOf(styled("", "Ein Wort"))); err != nil || d.Language != "de-DE" {
		t.Errorf("%q, %v", d.Language, err)
	}
	utf16 := utf16LE(strings.Replace(docxPage(styled("", "A wörd")), "UTF-8", "UTF-16", 1))
	if d, err := File(t.Context(), "", newArchive("word/document.xml", utf16)); err != nil || d.Text != "A wörd" {
		t.Errorf("%q, %v", d.Text, err)
	}
}
