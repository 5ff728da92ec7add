package read

import (
	"strings"
	"testing"

	"linecheck/internal/testutil"
)

const odtSpaces = ` xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"` +
	` xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0" xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:dc="http://purl.org/dc/elements/1.1/"` +
	` xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0" xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0" xmlns:meta="urn:oasis:names:tc:opendocument:xmlns:meta:1.0"`

func odtPage(body string) string {
	return `<?xml version="1.0" encoding="UTF-8"?><office:document-content` + odtSpaces + `><office:body><office:text>` + body + `</office:text></office:body></office:document-content>`
}

const odtStyles = `<office:document-styles` + odtSpaces + `><office:styles><style:default-style style:family="graphic"><style:text-properties fo:language="zxx"/></style:default-style>
	<style:default-style style:family="paragraph"><style:text-properties fo:language="de" fo:country="AT"/></style:default-style>
	<style:style style:name="Heading_20_1" style:display-name="Heading 1" style:family="paragraph" style:default-outline-level="1"/>
	<style:style style:name="Text_20_body" style:display-name="Text body" style:family="paragraph" style:parent-style-name="Standard"/>
	<style:style style:name="Illustration" style:family="paragraph" style:parent-style-name="Caption"/>
	<style:style style:name="Zitat_20_gross" style:display-name="Zitat gross" style:family="paragraph" style:parent-style-name="Quotations"/>
	<style:style style:name="Title" style:family="text"/></office:styles></office:document-styles>`

func odtOf(body string) []byte {
	content := `<?xml version="1.0"?><office:document-content` + odtSpaces + `><office:automatic-styles><number:text xmlns:number="n">x</number:text><style:style style:name="P1" style:family="paragraph" style:parent-style-name="Zitat_20_gross"/></office:automatic-styles>` +
		`<office:body><office:text><text:sequence-decls><text:sequence-decl text:name="x"/></text:sequence-decls>` + body + `</office:text></office:body></office:document-content>`
	return newArchive(
		"mimetype",
		odtType,
		"content.xml",
		content,
		"styles.xml",
		odtStyles,
		"meta.xml",
		`<office:document-meta`+odtSpaces+`><office:meta><meta:initial-creator>Ines Okoro</meta:initial-creator><dc:creator>E</dc:creator><dc:title>The  bridge</dc:title><meta:creation-date>2026-03-03T09:00:00.123456</meta:creation-date></office:meta></office:document-meta>`,
	)
}

func TestODT(t *testing.T) {
	annotation := func(name, words string) string {
		return `<office:annotation` + name + `><dc:creator>Rana</dc:creator><dc:date>2026-03-03T10:11:12.5</dc:date><text:p>` + words + `</text:p><text:list><text:list-item><text:p>Twice.</text:p></text:list-item></text:list></office:annotation>`
	}
	for name, c := range map[string]struct{ body, want string }{
		"styles": {`<text:h text:style-name="Heading_20_1" text:outline-level="1">Head</text:h><text:p text:style-name="Title">Title</text:p><text:p text:style-name="P1">Said</text:p><text:p text:style-name="Text_20_body">Body</text:p>
			<text:p text:style-name="Illustration">Under it</text:p><text:p text:style-name="Table">Over it</text:p><text:list><text:list-item><text:p>One</text:p><text:list><text:list-item><text:p text:style-name="Text_20_body">Two</text:p></text:list-item></text:list></text:list-item><text:list-header><text:h>Sub</text:h></text:list-header></text:list><text:p>After</text:p>`,
			`headline "Head"
			headline "Title"
			quote box "Said"
			body "Body"
			caption "Under it"
			caption "Over it"
			list "One"
			list "Two"
			headline "Sub"
			body "After"`},
		"white space": {"<text:p>  a \n\t b <text:span> c</text:span><text:s text:c=\"2\"/><text:s/>d<text:tab/>e <text:line-break/> f<text:soft-page-break/>g<text:s text:c=\"x\"/></text:p> no <text:p> </text:p>",
			`body "a b c   d\te\nfg"`},
		"changes": {`<text:tracked-changes><text:changed-region><text:deletion><office:change-info><dc:creator>E</dc:creator></office:change-info><text:p>Gone</text:p></text:deletion></text:changed-region></text:tracked-changes><text:p>Fifty <text:change text:change-id="a"/><text:change-start/>ports<text:change-end/></text:p>`,
			`body "Fifty ports"`},
		"links": {`<text:p><text:a xlink:href="https://example.org/a?b=1&amp;c=2">one</text:a> <text:a xlink:href="../a.odt">no</text:a> <text:a xlink:href="#x">no</text:a><text:a xlink:href="http://example.com/"><text:span>two</text:span></text:a></text:p>`,
			`body "one no notwo"
			link "one" https://example.org/a?b=1&c=2
			link "two" http://example.com/`},
		"comments": {`<text:p>One ` + annotation(` office:name="1"`, "Who?") + `two</text:p><text:p>three<office:annotation-end office:name="1"/> four` + annotation("", "Here.") + `<text:note text:note-class="footnote"><text:note-citation>1</text:note-citation><text:note-body><text:p>Census, <text:a xlink:href="http://a.b">2025</text:a>.</text:p></text:note-body></text:note></text:p>`,
			`body "One two"
			body "three four"
			note "two\n\nthree" Rana 2026-03-03T10:11:12: "Who?\nTwice."
			note "" Rana 2026-03-03T10:11:12: "Here.\nTwice."
			note "" : "Footnote: Census, 2025."`},
		"a text box, a table": {`<text:p>Around <draw:frame><draw:text-box><text:p text:style-name="Illustration"><draw:frame><draw:image/><svg:title>no</svg:title><svg:desc>no</svg:desc></draw:frame><text:title>Picture</text:title> <text:sequence>1</text:sequence></text:p></draw:text-box></draw:frame>it</text:p><table:table><table:table-row><table:table-cell><text:p>A</text:p></table:table-cell><table:covered-table-cell><text:p>no</text:p></table:covered-table-cell><table:table-cell><text:p>B</text:p></table:table-cell></table:table-row></table:table><text:section text:display="none"><text:p>no</text:p></text:section><text:section><text:p>C</text:p></text:section>`,
			`body "Around it"
			caption "Picture 1"
			body "A | B"
			body "C"`},
	} {
		d, err := File(t.Context(), name, odtOf(c.body))
		if got := formatDocument(d); err != nil || got != lines(c.want) {
			t.Errorf("%s: %v\n%swant\n%s", name, err, got, lines(c.want))
		}
		checkDocumentInvariants(t, d, err)
		testutil.Equal(t, "d.Title", d.Title, "The bridge")
		testutil.Equal(t, "d.Byline", d.Byline, "Ines Okoro")
		testutil.Equal(t, "d.Language", d.Language, "de-AT")
		testutil.Equal(t, "d.Date.Format('2006-01-02')", d.Date.Format("2006-01-02"), "2026-03-03")
	}
	locked := newArchive(
		"mimetype",
		odtType,
		"content.xml",
		"xx",
		"META-INF/manifest.xml",
		`<manifest><file-entry><encryption-data/></file-entry></manifest>`,
	)
	if _, err := File(t.Context(), "", locked); err == nil || !strings.Contains(err.Error(), "protected by a password") {
		t.Error(err)
	}
}
