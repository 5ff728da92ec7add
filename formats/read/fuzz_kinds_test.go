package read

import "testing"

// FuzzKinds reads arbitrary files of the kinds that have no other target: RTF, mail, subtitles, flat OpenDocument, books
// and workbooks.
func FuzzKinds(f *testing.F) {
	f.Add("a.rtf", []byte(`{\rtf1\ansi{\fonttbl{\f1\fcharset204 A;}}{\info{\title t}}\f1 \'cc\u8364?{\super 2}`+
		`{\footnote x}{\field{\*\fldinst HYPERLINK "http://a.b"}`+
		`{\fldrslt y}}\par\trowd a\cell b\cell\row{\pict\bin3 }}}}\par}`))
	f.Add("a.eml", []byte("From: a\r\nSubject: b\r\nMIME-Version: 1.0\r\n"+
		"Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\n\r\na\r\n--x\r\n"+
		"Content-Type: text/html\r\nContent-Transfer-Encoding: base64\r\n\r\nPHA+YQ==\r\n--x--\r\n"))
	f.Add("a.srt", []byte("1\n00:00:01,000 --> 00:00:02,000\n<i>A</i>\n\n2\n00:00:09,000 --> 00:00:10,000\n- B\n"))
	f.Add("a.fodt", []byte(flatODT(`<style:style style:name="s" style:family="text" style:parent-style-name="s"/>`,
		`<table:table><table:table-row><table:table-cell><text:p>a</text:p></table:table-cell></table:table-row></table:table>`)))
	f.Add("a.epub", newArchive("META-INF/container.xml", `<rootfile full-path="a"/>`, "mimetype", epubType,
		"a", `<item id="1" href="b"/><itemref idref="1"/>`, "b", "<p>x"))
	f.Add("a.txt", []byte("\xcf\xe0\xf0\xee\xec \xe7\xe0\xf2\xee\xed\xf3\xeb"))
	f.Add("a.html", []byte("<table><tr><th>a<td colspan=9>b<tr><td><table><tr><td>c<td>d</table><sup>[1</sup><math><mfrac><mn>1<mn>2"))
	f.Fuzz(func(t *testing.T, name string, b []byte) {
		checkFile(t, name, b)
		if _, err := TableFile(t.Context(), name, b); err != nil && err.Error() == "" {
			t.Error("an error without a word")
		}
	})
}
