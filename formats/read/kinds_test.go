package read

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
	"golang.org/x/net/html/charset"
)

// checkText reads a file, and compares its text and the omissions with those that are wanted.
func checkText(t *testing.T, name, content, want string, omitted ...string) {
	t.Helper()
	d, err := File(t.Context(), name, []byte(content))
	checkDocumentInvariants(t, d, err)
	var got []string
	for _, o := range d.Omitted {
		got = append(got, string(o.Kind)+": "+strings.ReplaceAll(o.Words, "\n", " / "))
	}
	if err != nil || d.Text != want || !slices.Equal(got, omitted) {
		t.Errorf("%.60q: %v\ngot  %q\nwant %q\nomitted %q\nwant    %q", content, err, d.Text, want, got, omitted)
	}
}

func TestRaisedFiguresNeverJoinOthers(t *testing.T) {
	const want = "It weighs 10⁹ kg, as in 1987⁴, and CO₂ rose.[12] The 21st day, x⁻³."
	checkText(t, "a.html", `<p>It weighs 10<sup>9</sup> kg, as in 1987<sup><a href="#n4">4</a></sup>, and CO<sub>2</sub> rose.<sup><a>`+
		`<span>[</span>12<span>]</span></a></sup>
		The 21<sup>st</sup> day, x<span style="vertical-align: super">−3</span>.`, want)
	checkText(t, "a.md", "It weighs 10^9^ kg, as in 1987<sup>4</sup>, and CO~2~ rose.[12] The 21^st^ day, x^−3^.", want)
	run := func(properties, words string) string {
		return "<w:r><w:rPr>" + properties + `</w:rPr><w:t xml:space="preserve">` + words + "</w:t></w:r>"
	}
	raised, lowered := `<w:vertAlign w:val="superscript"/>`, `<w:vertAlign w:val="subscript"/>`
	checkText(t, "a.docx", string(docxOf("<w:p>"+run("", "It weighs 10")+run(raised, "9")+run("", " kg, as in 1987")+run(`<w:position `+
		`w:val="8"/>`, "4")+
		run("", ", and CO")+run(lowered, "2")+run("", " rose.")+run(raised, "[12]")+run("", " The 21")+run(raised, "st")+run("", " day, "+
		"x")+run(raised, "−3")+run("", ".")+"</w:p>")), want)
	checkText(t, "a.rtf", `{\rtf1\ansi It weighs 10{\super 9} kg, as in 1987{\up8 4}, and CO{\sub 2} rose.{\super [12]} The 21{\super st} `+
		`day, x{\super \u8722 ?3}.\par}`, want)
	checkText(t, "a.fodt", flatODT(`<style:style style:name="up" style:family="text"><style:text-properties style:text-position="super `+
		`58%"/></style:style>
		<style:style style:name="high" style:family="text" style:parent-style-name="up"/>
		<style:style style:name="low" style:family="text"><style:text-properties style:text-position="-33% 58%"/></style:style>`,
		`<text:p>It weighs 10<text:span text:style-name="up">9</text:span> kg, as in 1987<text:span text:style-name="high">4</text:span>, `+
			`and CO<text:span text:style-name="low">2</text:span> rose.<text:span text:style-name="up">[12]</text:span> The 21<text:span `+
			`text:style-name="up">st</text:span> day, x<text:span text:style-name="up">−3</text:span>.</text:p>`), want)
}

func flatODT(styles, body string) string {
	return `<?xml version="1.0"?><office:document office:mimetype="application/vnd.oasis.opendocument.text" ` +
		`xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" ` +
		`xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" ` +
		`xmlns:dc="http://purl.org/dc/elements/1.1/"><office:meta><dc:title>Ferry</dc:title><dc:language>en_gb</dc:language></office:meta>` +
		`<office:automatic-styles>` +
		styles + `</office:automatic-styles><office:body><office:text>` + body + `</office:text></office:body></office:document>`
}

func TestFractionsKeepTheirStroke(t *testing.T) {
	checkText(t, "a.html", `<p>About <math><mfrac><mn>3</mn><mrow><mn>4</mn></mrow></mfrac><annotation>x</annotation></math> of <math>`+
		`<msup><mn>2</mn><mn>5</mn></msup></math> boats, or 1<sup>1</sup>/<sub>2</sub>.`, "About 3/4 of 2⁵ boats, or 1¹/₂.")
	checkText(t, "a.docx", string(docxOf(`<w:p>`+runOf("About ")+`<m:oMath><m:f><m:num><m:r><m:t>3</m:t></m:r></m:num><m:den><m:r><m:t>`+
		`4</m:t></m:r></m:den></m:f></m:oMath>`+runOf(" of ")+`<m:oMath><m:sSup><m:e><m:r><m:t>2</m:t></m:r></m:e><m:sup><m:r><m:t>5</m:t>`+
		`</m:r></m:sup></m:sSup></m:oMath></w:p>`)), "About 3/4 of 2⁵")
}

func TestMarkdownKeepsSignsBetweenFigures(t *testing.T) {
	checkText(t, "a.md", "It takes 7~9 days or 11~13 nights, ~~not~~ 3*4*5 or 2_000_000 boats; if 1<b and c>2, *so* be it.",
		"It takes 7~9 days or 11~13 nights, 3*4*5 or 2_000_000 boats; if 1<b and c>2, so be it.", "struck out: not")
	checkText(t, "a.md", "2003. Then it fell.\n\nNext:\n\n7) Seven\n8) Eight", "2003. Then it fell.\n\nNext:\n\n7) Seven\n\n8) Eight")
	checkText(t, "a.md", "A <b>bold</b> <span hidden>x</span> <nobody here> word", "A bold <nobody here> word", "hidden: x")
}

func TestHiddenAndStruckWordsAreCounted(t *testing.T) {
	checkText(t, "a.html", `<style>.gone, p#off { color: red; display : none } @media print { .ink { display:none } }</style><p>Seen.
		<span class="gone">One.</span><span style="visibility:hidden">Two. <b style="visibility:visible">Back.</b></span><span class="ink">`+
		`Ink.</span> <s>Three</s><strike>Four</strike>
		<span style="text-decoration: line-through">Five</span></p><p id=off>Six</p><dialog>Seven</dialog><p class="sr-only">Eight</p><nav>`+
		`Home</nav>`,
		"Seen. Back.Ink.", "hidden: One. / Two. / Six / Seven / Eight", "struck out: Three / Four / Five", "navigation: Home")
	checkText(t, "a.docx", string(docxOf(`<w:p>`+runOf("Seen")+`<w:r><w:rPr><w:vanish/></w:rPr><w:t>one</w:t></w:r><w:r><w:rPr><w:strike/>`+
		`</w:rPr><w:t>two</w:t></w:r><w:r><w:rPr><w:strike w:val="0"/></w:rPr><w:t>.</w:t></w:r><w:del><w:r><w:delText>three</w:delText>`+
		`</w:r></w:del></w:p>`)),
		"Seen.", "hidden: one", "struck out: two", "deleted: three")
	checkText(t, "a.fodt", flatODT(`<style:style style:name="s" style:family="text"><style:text-properties `+
		`style:text-line-through-style="solid"/></style:style>
		<style:style style:name="h" style:family="paragraph"><style:text-properties text:display="none"/></style:style>`,
		`<text:tracked-changes><text:changed-region><text:deletion><text:p>three</text:p></text:deletion></text:changed-region>`+
			`</text:tracked-changes><text:p>Seen<text:span text:style-name="s">two</text:span>.</text:p><text:p text:style-name="h">one</text:p>`),
		"Seen.", "deleted: three", "struck out: two", "hidden: one")
	checkText(t, "a.rtf", `{\rtf1 Seen{\v one}{\strike two}.{\deleted three}\par}`, "Seen.", "hidden: one", "struck out: two", "deleted: "+
		"three")
}

func TestRowsStayTogetherWithTheirHeadings(t *testing.T) {
	const want = "Harbour | Boats | Since\n\nHarbour: Oslo | Boats: 31 | Since: 1990\n\nHarbour: Rauma | Boats: 7\n\nAfter."
	checkText(t, "a.html", `<table><thead><tr><td>Harbour<td>Boats<td>Since<tbody><tr><td><p>Oslo</p><td>31<td>1990<tr><td>Rauma<td>7<td>`+
		`</table><p>After.`, want)
	checkText(t, "a.md", "| Harbour | Boats | Since |\n|---|---|---|\n| Oslo | 31 | 1990 |\n| Rauma | 7 | |\n\nAfter.", want)
	row := func(properties string, cells ...string) string {
		s := "<w:tr>" + properties
		for _, c := range cells {
			s += "<w:tc><w:p>" + runOf(c) + "</w:p></w:tc>"
		}
		return s + "</w:tr>"
	}
	checkText(t, "a.docx", string(docxOf("<w:tbl>"+row("<w:trPr><w:tblHeader/></w:trPr>", "Harbour", "Boats", "Since")+row("", "Oslo",
		"31", "1990")+row("", "Rauma", "7", "")+"</w:tbl><w:p>"+runOf("After.")+"</w:p>")), want)
	cells := func(words ...string) string {
		s := "<table:table-row>"
		for _, w := range words {
			s += "<table:table-cell><text:p>" + w + "</text:p></table:table-cell>"
		}
		return s + "</table:table-row>"
	}
	checkText(t, "a.fodt", flatODT("", "<table:table><table:table-header-rows>"+cells("Harbour", "Boats",
		"Since")+"</table:table-header-rows>"+cells("Oslo", "31", "1990")+cells("Rauma", "7", "")+"</table:table><text:p>After.</text:p>"), want)
	checkText(t, "a.html", `<table><tr><td><p>One.<p>Two.<td>Side</table><p>After.`, "One.\n\nTwo.\n\nSide\n\nAfter.") // it only arranges
}

func TestCommentsAndReplies(t *testing.T) {
	d, err := File(t.Context(), "a.html", []byte(`<p>Boats left<sup><a href="#cmnt1" id="cmnt_ref1">[a]</a></sup> at noon.<sup><a `+
		`href="#cmnt2">[b]</a></sup></p>
		<div><p><a href="#cmnt_ref1" id="cmnt1">[a]</a><span>Who says so?</span></p><p>And when?</p></div><div><p><a href="#cmnt_ref2">`+
		`[b]</a>See <a href="https://example.org/">this</a></p></div><p>End.</p>`))
	const want = "body \"Boats left at noon.\"\nbody \"End.\"\nnote \"\" : \"Who says so?\\nAnd when?\"\nnote \"\" : \"See this\"\n"
	if got := formatDocument(d); err != nil || got != want {
		t.Errorf("%v\n%swant\n%s", err, got, want)
	}
	checkDocumentInvariants(t, d, err)
	page := docxPage(`<w:p><w:commentRangeStart w:id="0"/>` + runOf("Boats") + `<w:commentRangeEnd w:id="0"/>` + runOf(" left.") + `</w:p>`)
	comments := `<w:comments xmlns:w="w" xmlns:w14="w14"><w:comment w:id="0" w:author="A"><w:p w14:paraId="11">` + runOf("Who?") + `</w:p>` +
		`</w:comment><w:comment w:id="1" w:author="B"><w:p w14:paraId="22">` + runOf("Me.") + `</w:p></w:comment></w:comments>`
	threads := `<w15:commentsEx xmlns:w15="w15"><w15:commentEx w15:paraId="11" w15:done="1"/><w15:commentEx w15:paraId="22" ` +
		`w15:paraIdParent="11" w15:done="0"/></w15:commentsEx>`
	d, err = File(t.Context(), "a.docx", newArchive("word/document.xml", page, "word/comments.xml", comments, "word/commentsExtended.xml",
		threads))
	if err != nil || len(d.Notes) != 2 || !d.Notes[0].Resolved || d.Notes[0].Reply || !d.Notes[1].Reply ||
		d.Notes[1].Span != d.Notes[0].Span || d.Notes[1].Words != "Me." {
		t.Errorf("%v, %+v", err, d.Notes)
	}
}

func TestEmbeddedFilesOfWord(t *testing.T) {
	relations := `<Relationships><Relationship Id="a" Type="x/aFChunk" Target="chunk.%s"/></Relationships>`
	build := func(ext, content string) []byte {
		return newArchive("word/document.xml", docxPage(`<w:p>`+runOf("Before.")+`</w:p><w:altChunk r:id="a"/><w:p>`+runOf("After.")+`</w:p>`),
			"word/_rels/document.xml.rels", strings.Replace(relations, "%s", ext, 1), "word/chunk."+ext, content)
	}
	checkText(t, "a.docx", string(build("html", "<p>Ferries stop.</p><p>All.</p>")), "Before.\n\nFerries stop.\n\nAll.\n\nAfter.")
	checkText(t, "a.docx", string(build("txt", "Ferries stop.\r\nAll.")), "Before.\n\nFerries stop.\n\nAll.\n\nAfter.")
	checkText(t, "a.docx", string(build("docx", string(docxOf(`<w:p>`+runOf("Ferries stop.")+`</w:p>`)))), "Before.\n\nFerries "+
		"stop.\n\nAfter.")
	_, err := File(t.Context(), "a.docx", build("bin", "\x00\x01\x02"))
	if err == nil || !strings.Contains(err.Error(), "embedded") {
		t.Error(err)
	}
}

func TestDropCapsAndNestedFields(t *testing.T) {
	checkText(t, "a.docx", string(docxOf(`<w:p><w:pPr><w:framePr w:dropCap="drop"/></w:pPr>`+runOf("F")+`</w:p><w:p>`+runOf("erries "+
		"stop.")+`</w:p>`)), "Ferries stop.")
	mark := func(kind string) string { return `<w:r><w:fldChar w:fldCharType="` + kind + `"/></w:r>` }
	code := func(s string) string { return `<w:r><w:instrText>` + s + `</w:instrText></w:r>` }
	checkText(t, "a.docx", string(docxOf(`<w:p>`+mark("begin")+code("IF ")+mark("begin")+code("DATE")+mark("separat"+
		"e")+runOf("no")+mark("end")+code(" = 1")+mark("separate")+runOf("Yes")+mark("end")+runOf(".")+`</w:p>`)), "Yes.")
}

func TestMail(t *testing.T) {
	const head = "From: =?utf-8?q?Ines_Ok=C3=B6ro?= <i@example.org>\r\nSubject: =?windows-1252?q?Caf=E9_closes?=\r\nDate: Tue, 03 Mar " +
		"2026 09:00:00 +0100\r\nMIME-Version: 1.0\r\n"
	d, err := File(t.Context(), "a.eml", []byte(head+"Content-Type: multipart/mixed; boundary=x\r\n\r\npreamble\r\n--x\r\nContent-Type: "+
		"multipart/alternative; boundary=y\r\n\r\n--y\r\nContent-Type: text/plain; charset=iso-8859-1; "+
		"format=flowed\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\nThe caf=E9 closes "+
		"=\r\non=20\r\nMonday.\r\n--y\r\nContent-Type: text/html\r\n\r\n<p>No</p>\r\n--y--\r\n--x\r\nContent-Type: image/png; "+
		"name=a.png\r\nContent-Transfer-Encoding: base64\r\n\r\nAAAA\r\n--x--\r\n"))
	checkDocumentInvariants(t, d, err)
	if err != nil || strings.TrimSpace(d.Text) != "The café closes on Monday." || d.Title != "Café closes" || d.Byline != "Ines "+
		"Oköro" || d.Date.IsZero() ||
		len(d.Omitted) != 1 || d.Omitted[0].Words != "a.png" {
		t.Errorf("%v %+v", err, d)
	}
	d, err = File(t.Context(), "a.mhtml", []byte("From: <Saved by Blink>\r\nSnapshot-Content-Location: https://example.org/\r\nSubject: "+
		"Cafe\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; type=\"text/html\"; boundary=\"z\"\r\n\r\n--z\r\nContent-Type: "+
		"text/html\r\nContent-Transfer-Encoding: quoted-printable\r\nContent-Location: https://example.org/\r\n\r\n<h1>Cafe =\r\ncloses</h1>"+
		"<p>On <a href=3D\"/b\">Monday</a>.\r\n--z\r\nContent-Type: text/css\r\n\r\np{}\r\n--z--\r\n"))
	if err != nil || d.Text != "Cafe closes\n\nOn Monday." || len(d.Links) != 1 || d.Links[0].Address != "https://example.org/b" {
		t.Errorf("%v %+v", err, d)
	}
	checkText(t, "a.txt", "From: the harbour\nSubject: noise\n\nIt is loud.", "From: the harbour\nSubject: noise\n\nIt is loud.") // a memo
}

func TestSubtitles(t *testing.T) {
	checkText(t, "a.srt", "\uFEFF1\r\n00:00:01,000 --> 00:00:03,500\r\n<i>The ferry sank</i>\r\nin 1987.\r\n\r\n2\r\n00:00:04,000 --> "+
		"00:00:05,000\r\n{\\an8}99 were saved.\r\n\r\n3\r\n00:00:15,000 --> 00:00:16,000\r\n- Who knew?\r\n- Nobody.\r\n",
		"The ferry sank in 1987. 99 were saved.\n\n- Who knew?\n\n- Nobody.")
	checkText(t, "a.vtt", "WEBVTT - talk\n\nNOTE\nnot this\n\nSTYLE\n::cue{}\n\nintro\n00:01.000 --> 00:03.000 align:start\n<v Ana>Hello "+
		"&amp; <00:02.000>welcome.\n", "Hello &amp; welcome.")
	checkText(t, "a.txt", "1\nThe ferry --> sank.", "1\nThe ferry --> sank.")
}

func TestEPUB(t *testing.T) {
	book := newArchive("META-INF/container.xml", `<container><rootfiles><rootfile full-path="OPS/a.opf"/></rootfiles></container>`,
		"mimetype", epubType,
		"OPS/a.opf", `<package><metadata><dc:title xmlns:dc="d">Ferries</dc:title><dc:creator xmlns:dc="d">Ines</dc:creator><dc:language `+
			`xmlns:dc="d">EN</dc:language></metadata><manifest><item id="1" href="one%20a.xhtml" media-type="application/xhtml+xml"/><item `+
			`id="2" href="two.xhtml" media-type="application/xhtml+xml"/><item id="3" href="p.png" media-type="image/png"/></manifest><spine>`+
			`<itemref idref="2"/><itemref idref="1"/><itemref idref="3"/></spine></package>`,
		"OPS/one a.xhtml", "<html><body><h1>One</h1><p>A <a href='https://example.org/'>b</a></p></body></html>", "OPS/two.xhtml", "<html>"+
			"<body><p>Two</p></body></html>")
	d, err := File(t.Context(), "a.epub", book)
	checkDocumentInvariants(t, d, err)
	if err != nil || d.Text != "Two\n\nOne\n\nA b" || d.Title != "Ferries" || d.Byline != "Ines" || d.Language != "en" || len(d.Links) != 1 {
		t.Errorf("%v %+v", err, d)
	}
}

func TestRTF(t *testing.T) {
	d, err := File(t.Context(), "a.rtf", []byte(`{\rtf1\ansi\ansicpg1252\deff0{\fonttbl{\f0 Times;}{\f1\fcharset204 `+
		`Arial;}}{\colortbl;\red0;}{\stylesheet{\s1 heading;}}{\info{\title Ferry \'e9}{\author Ines}{\creatim\yr2026\mo3\dy3\hr9}}{\header Top}
\pard Caf\'e9 \ldblquote five\rdblquote{\f1 \'cc\'ee\'f1\'f2} \u8364?5{\*\generator x;}{\footnote\chftn A note.} {\field{\*\fldinst `+
		`HYPERLINK "https://example.org/"}{\fldrslt link}}.\par
{\listtext 1.\tab}Item\line two\par \trowd\cellx1\cellx2 Oslo\cell 31\cell\row \pard After{\pict\bin3 }}}}.\par}`))
	checkDocumentInvariants(t, d, err)
	const want = "Café “five”Мост €5 link.\n\nItem\ntwo\n\nOslo | 31\n\nAfter."
	if err != nil || d.Text != want || d.Title != "Ferry é" || d.Byline != "Ines" || d.Date.IsZero() || len(d.Links) != 1 ||
		len(d.Notes) != 1 || d.Notes[0].Words != "Footnote: A note." {
		t.Errorf("%v\n%q\n%q\n%+v", err, d.Text, want, d)
	}
	_, err = File(t.Context(), "a.rtf", []byte(`{\rtf1 The end is missing`))
	if err == nil || !strings.Contains(err.Error(), "damaged") {
		t.Error(err)
	}
}

func TestOtherKindsAreNamed(t *testing.T) {
	sheet := newArchive("[Content_Types].xml", "", "xl/workbook.xml", "")
	for _, c := range []struct {
		name, content, want string
	}{
		{"a.jsonl", "{\"a\":1}\n{\"a\":2}\n", "JSON data"},
		{"a.txt", " [1, 2]", "JSON data"},
		{"a.py", "import os\nprint(1)\n", "program code"},
		{"a.txt", "#!/bin/sh\nls", "program code"},
		{"a.xml", `<?xml version="1.0"?><news><p>x</p></news>`, "an XML file"},
		{"a.csv", "a,b\n1,2", "a table"},
		{"a.tex", "\\documentclass{article}", "a LaTeX document"},
		{"a.pptx", string(newArchive("[Content_Types].xml", "", "ppt/presentation.xml", "", "ppt/embeddings/a.xlsx", string(sheet))), "a " +
			"PowerPoint presentation"},
		{"a.ods", string(newArchive("content.xml", "", "styles.xml", "", "mimetype", "application/vnd.oasis.opendocument.spreadsheet")), "an " +
			"OpenDocument spreadsheet"},
		{"a.doc", compoundFileMagic + string(encodeUTF16("WordDocument")), "an old Word document (.doc)"},
		{"a.msg", compoundFileMagic + string(encodeUTF16("__properties_version1.0")), "an Outlook mail (.msg)"},
	} {
		_, err := File(t.Context(), c.name, []byte(c.content))
		var other *UnreadableError
		if !errors.As(err, &other) || other.LooksLike != c.want {
			t.Errorf("%s: %v, want %q", c.name, err, c.want)
		}
	}
	checkText(t, "a.txt", "[Update] The ferry sank.", "[Update] The ferry sank.")
	checkText(t, "a.odt", string(newArchive("content.xml", odtPage("<text:p>Late.</text:p>"), "styles.xml", "<a/>", "mimetype", odtType)),
		"Late.")
}

func TestEncodingsAreGuessed(t *testing.T) {
	for name, words := range map[string]string{
		"windows-1251": "Паром затонул в четверг утром, сообщила береговая охрана. Пассажиры спасены, заявил министр.",
		"koi8-r":       "Паром затонул в четверг утром, сообщила береговая охрана. Пассажиры спасены, заявил министр.",
		"windows-1250": "Příliš mnoho lidí čekalo na trajekt, řekl ministr. Loď odplula až v šest hodin večer.",
		"windows-1253": "Το πλοίο βυθίστηκε την Πέμπτη το πρωί, είπε η ακτοφυλακή. Όλοι οι επιβάτες σώθηκαν.",
		"windows-1255": "המעבורת טבעה ביום חמישי בבוקר, אמר משמר החופים. כל הנוסעים ניצלו.",
		"windows-1256": "غرقت العبارة صباح الخميس، وقال خفر السواحل إن جميع الركاب نجوا.",
		"shift_jis":    "フェリーは木曜日の朝に沈没した。乗客は全員救助されたと海上保安庁は発表した。",
		"euc-kr":       "여객선이 목요일 아침에 침몰했다. 승객은 모두 구조되었다고 해양경찰이 밝혔다.",
		"gb18030":      "渡轮在星期四早上沉没。海岸警卫队说，所有的人都得救了，他们在这里。",
		"windows-1252": "Die Fähre sank am Donnerstag früh, sagte die Küstenwache. Alle Gäste wurden gerettet, hieß es später.",
		"macintosh":    "Die Fähre sank am Donnerstag früh, sagte die Küstenwache. Alle Gäste wurden gerettet, hieß es später.",
	} {
		coding, _ := charset.Lookup(name)
		b, err := coding.NewEncoder().String(words)
		if err != nil {
			t.Fatal(err)
		}
		d, err := File(t.Context(), "a.txt", []byte(b))
		var unclear *EncodingError
		if errors.As(err, &unclear) && len(unclear.Guesses) > 0 {
			d, err = FileWith(t.Context(), "a.txt", []byte(b), FileOptions{Encoding: unclear.Guesses[0].Name})
		}
		if err != nil || d.Text != words {
			t.Errorf("%s: %v, %q", name, err, d.Text)
		}
		page, err := File(t.Context(), "a.html", []byte("<html><meta charset=utf-8><body><p>"+b+"</p></body>"))
		if err == nil && page.Text != words {
			t.Errorf("a page in %s that says UTF-8: %q", name, page.Text)
		}
	}
	_, err := File(t.Context(), "a.txt", []byte("Der M\xfcller und der B\xe4cker sagten am Montag, es sei k\xfchl. \xd4\xd5"))
	if err != nil && !strings.Contains(err.Error(), "UTF-8") {
		t.Error(err)
	}
}

func TestLanguageTagsOfFiles(t *testing.T) {
	for tag, want := range map[string]string{"en_GB": "en-GB", "EN-us": "en-US", "pt_BR.UTF-8": "pt-BR", "x-unknown": "", "klingon " +
		"language": "", "und": "", "C": "", "zh-hant": "zh-Hant", "de, en": "de"} {
		if got := parseLanguageTag(tag); got != want {
			t.Errorf("%q: %q, want %q", tag, got, want)
		}
	}
}

func TestTitleOf(t *testing.T) {
	for content, want := range map[string]string{
		"# The ferry\n\nIt sank.":                       "The ferry",
		"---\ntitle: Own\n---\n# The ferry\n\nIt sank.": "Own",
		"It sank.": "",
	} {
		d, err := File(t.Context(), "a.md", []byte(content))
		if got := TitleOf(d); err != nil || got != want {
			t.Errorf("%q: %q, want %q, %v", content, got, want, err)
		}
	}
	if got := TitleOf(Document{Title: "Microsoft Word - ferry"}); got != "ferry" {
		t.Error(got)
	}
}

func TestTablesOfExcel(t *testing.T) {
	table, err := CSV("a.csv", []byte("a,b\r1,\"two\rlines\"\r2,x\r"))
	if err != nil || len(table.Rows) != 2 || table.Rows[0].Cells["b"] != "two\rlines" {
		t.Errorf("%v %+v", err, table)
	}
	table, err = CSV("a.csv", []byte("a,b\r1,\"two\nlines\"\r2,x\r"))
	if err != nil || len(table.Rows) != 2 || table.Rows[0].Cells["b"] != "two\nlines" {
		t.Errorf("%v %+v", err, table)
	}
	book := excelize.NewFile()
	for cell, value := range map[string]string{"A1": "Id", "B1": "note", "A2": "0012", "B2": "=1+1", "A4": "3", "B4": "x"} {
		if err := book.SetCellStr("Sheet1", cell, value); err != nil {
			t.Fatal(err)
		}
	}
	b, err := book.WriteToBuffer()
	if err != nil {
		t.Fatal(err)
	}
	table, err = TableFile(t.Context(), "a.xlsx", b.Bytes())
	if err != nil || len(table.Rows) != 2 || table.Rows[0].Cells["id"] != "0012" || table.Rows[0].Cells["note"] != "="+
		"1+1" || table.Rows[1].Line != 4 {
		t.Errorf("%v %+v", err, table)
	}
	_, err = TableFile(t.Context(), "a.xlsx", docxOf("<w:p/>"))
	if err == nil || !strings.Contains(err.Error(), "a Word document") {
		t.Error(err)
	}
}
