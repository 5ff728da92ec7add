package read

import (
	"strings"
	"testing"
)

// checkFile reads a file and checks the invariants of documents.
func checkFile(t *testing.T, name string, b []byte) {
	t.Helper()
	d, err := File(t.Context(), name, b)
	checkDocumentInvariants(t, d, err)
	if err == nil && len(d.Text) > 20*len(b)+1000 {
		t.Fatalf("%d bytes of text from %d", len(d.Text), len(b))
	}
}

// FuzzDocx reads arbitrary files, and Word files with arbitrary document, styles, relationships and
// comments.
func FuzzDocx(f *testing.F) {
	f.Add(docxOf(styled("berschrift1", "Head")), false)
	for _, seed := range []string{docxPage(styled("Zitat", "Said") + `<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:hyperlink r:id="rId1">` + runOf("é") + `</w:hyperlink></w:p>`),
		docxPage(`<w:p><w:r><w:fldChar w:fldCharType="begin"/><w:instrText>HYPERLINK "http://a.b"</w:instrText><w:fldChar w:fldCharType="separate"/><w:t>x</w:t><w:fldChar w:fldCharType="end"/></w:r></w:p>`),
		docxPage(`<w:tbl><w:tr><w:tc><w:p><w:commentRangeStart w:id="0"/>` + runOf(" a ") + `<w:commentRangeEnd w:id="0"/><w:r><w:txbxContent><w:p>` + runOf("b") + `</w:p></w:txbxContent><w:br/></w:r></w:p></w:tc></w:tr></w:tbl>`),
		docxPage(`<w:p><w:r><w:txbxContent><w:p><w:commentRangeEnd w:id="0"/><w:commentRangeStart w:id="0"/><w:commentRangeStart w:id="1"/></w:p></w:txbxContent></w:r></w:p><w:p><w:commentRangeEnd w:id="1"/>` + runOf(" ") + `</w:p>`),
		docxStyles, docxRelations, docxComments, docxFootnotes} {
		f.Add([]byte(seed), true)
	}
	f.Fuzz(func(t *testing.T, b []byte, part bool) {
		if !part {
			checkFile(t, "a.docx", b)
			return
		}
		s := string(b)
		page := docxPage(
			`<w:p><w:pPr><w:pStyle w:val="Kreis"/></w:pPr><w:hyperlink r:id="rId1"><w:commentRangeStart w:id="0"/>` + runOf(
				"a",
			) + `<w:footnoteReference w:id="2"/></w:hyperlink></w:p>`,
		)
		for _, parts := range [][]string{{"word/document.xml", s, "word/styles.xml", docxStyles, "word/_rels/document.xml.rels", docxRelations, "word/notes.xml", docxComments, "word/footnotes.xml", docxFootnotes},
			{"word/document.xml", page, "word/styles.xml", s, "word/_rels/document.xml.rels", s, "word/comments.xml", s, "word/footnotes.xml", s, "docProps/core.xml", s, "_rels/.rels", s}} {
			d, err := File(t.Context(), "a.docx", newArchive(parts...))
			checkDocumentInvariants(t, d, err)
		}
	})
}

// FuzzODT reads arbitrary files, and OpenDocument files with arbitrary content, styles and metadata.
func FuzzODT(f *testing.F) {
	f.Add(odtOf("<text:p>A word</text:p>"), false)
	for _, seed := range []string{odtPage(`<text:h>Head</text:h><text:list><text:list-item><text:p> a<text:s text:c="3"/>b<text:tab/><text:line-break/><text:a xlink:href="http://a.b">é</text:a></text:p></text:list-item></text:list>`),
		odtPage(`<text:p>a<office:annotation office:name="1"><dc:creator>E</dc:creator><dc:date>2026-03-03</dc:date><text:p>b</text:p></office:annotation>c<draw:text-box><text:p>d<office:annotation-end office:name="1"/></text:p></draw:text-box><text:note><text:p>e</text:p></text:note></text:p>`),
		odtStyles, `<office:meta><title>a</title><creation-date>2026</creation-date></office:meta>`, `<encryption-data/>`} {
		f.Add([]byte(seed), true)
	}
	f.Fuzz(func(t *testing.T, b []byte, part bool) {
		if !part {
			checkFile(t, "a.odt", b)
			return
		}
		s := string(b)
		for _, parts := range [][]string{{"mimetype", odtType, "content.xml", s, "styles.xml", odtStyles},
			{"mimetype", odtType, "content.xml", odtPage(`<text:p text:style-name="P1">a</text:p>`), "styles.xml", s, "meta.xml", s, "META-INF/manifest.xml", s}} {
			d, err := File(t.Context(), "a.odt", newArchive(parts...))
			checkDocumentInvariants(t, d, err)
		}
	})
}

func FuzzHTML(f *testing.F) {
	for _, seed := range []string{"<h1>A</h1><p>b<br>c <a href='/d'>e</a><pre>\n f</pre>", "<ul><li>a<li>b</ul><table><tr><td>c<td>d", "<p hidden>a<div><span style='white-space:pre'> b ", "<svg><title>a</title><path/></svg>b<select><option>c",
		"<meta charset=shift_jis><title>\x83\x65</title>\x83", "<base href=//a.b><a href=c>d<a href='http://[x'>e</a>", "<figure><img alt=a><figcaption>b</figure><blockquote>c", "<a>\x00&#0;&#13;</a><textarea><p>", "<html lang=en><meta name=date content=2026-03-03>"} {
		f.Add([]byte(seed), "text/html", "https://news.example/a")
	}
	f.Fuzz(func(t *testing.T, b []byte, content, address string) {
		d, err := HTML(t.Context(), b, Options{Address: address, ContentType: content})
		checkDocumentInvariants(t, d, err)
		checkFile(t, "a.html", append([]byte("<!doctype html>"), b...))
	})
}

func FuzzMarkdown(f *testing.F) {
	for _, seed := range []string{"# A\n\n> b\n\n- c\n  1. d\n", "[a](http://b.c) [d][e]\n\n[e]: <http://f.g>\n", "```\na\n\nb\n```\n", "<!--\n\na -->\n\n<pre>\n\nb</pre>", "a[^1]\n\n[^1]: b\n", "---\ntitle: a\n---\nb", "|a|b|\n|-|-|\n|c|![d](e)|\n", "a  \nb\\\nc ~~d~~ www.e.f", "# a {#b .c}\n"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if len(s) < maxBlockBytes {
			checkFile(t, "a.md", []byte(s))
		}
		blocks, err := markdownBlocks(s)
		if err == nil && strings.Join(blocks, "") != s {
			t.Fatalf("%q was cut into %q", s, blocks)
		}
	})
}
