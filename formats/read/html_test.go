package read

import (
	"errors"
	"strings"
	"testing"
	"time"

	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/unicode"

	"linecheck/internal/testutil"
)

func TestHTML(t *testing.T) {
	for name, c := range map[string]struct{ page, want string }{
		"regions": {`<h1>Head</h1><p class="byline x">By E<p>Body<h3>Sub</h3><figure><img src=a alt=no><figcaption><p>Under it</figcaption></figure><blockquote><p>Said</p>twice</blockquote>
			<ul><li>One<li><p>Two<ol><li>Three</ol></ul><table><caption>Over it</caption><tr><th>A<td>B<tr><td>C</table><dl><dt>D<dd>E</dl><pre>F</pre><div>No more said</div>`,
			`headline "Head"
			byline "By E"
			body "Body"
			headline "Sub"
			caption "Under it"
			quote box "Said"
			quote box "twice"
			list "One"
			list "Two"
			list "Three"
			caption "Over it"
			body "A | B"
			body "C"
			list "D"
			list "E"
			body "F"`},
		"white space": {"<p>  a \n\t b<b> c </b> d<br> e <br>\n\n<p>&nbsp;</p><p>f<i></i>g&#8239;h&shy;i &lt;b&gt; &#13; j &#0;</p><pre>\n\n  k\t l\r\n m </pre><p>n <span style='White-Space: pre-wrap'>o  <span>p</span>  q</span>  r",
			`body "a b c d\ne"
			body "fg\u202fh\u00adi <b> j �"
			body "k\t l\n m"
			body "n o  p  q r"`},
		"another order": {`<p>It was <bdo dir=rtl>05 <b>to</b></bdo> 10, <bdo>or</bdo> <bdo dir="LTR">so</bdo>`,
			`body "It was \u202e05 to\u202c 10, or \u202dso\u202c"`},
		"hidden content": {`<head><title>T</title><style>p{}</style><script>no</script><noscript><p>no</noscript></head><body><nav><ul><li>no<li>no</ul></nav><p hidden>no<p>A<div hidden>no<div>no</div>no</div>B<span style="display : none">no<span>no</span>no</span>C
			<svg><title>no</title><path/><path/><text>no</text></svg><template><p>no</template><select><option>no<option>no</select><button>no</button><textarea><p>no</textarea><ruby>漢<rp>(</rp><rt>no</rt><rp>)</rp></ruby><dialog>no</dialog><p class=MsoListParagraph><![if !supportLists]><span style='mso-list:Ignore'>1.<span>&nbsp; </span></span><![endif]>D<o:p></o:p></p>`,
			`body "A"
			list "D"`},
		"links": {`<base href="/news/"><p><a href="one.html"> one </a><a href="//example.net/?a=b&amp;c">two</a> <a href=javascript:x>no</a><a href="mailto:a@b">no</a><a name=x>no</a> <a href="HTTPS://example.com/a b">three<a href="#x">four</a><a href=http://[::1>no</a><a href=http:///x>no</a><a href="https://example.org/5"><img alt=no></a><p>x<a href="
			https://example.org/6">y<p>z</a>`,
			`body "one two nonono threefournono"
			body "xy"
			body "z"
			link "one" https://news.example/news/one.html
			link "two" https://example.net/?a=b&c
			link "three" https://example.com/a%20b
			link "four" https://news.example/news/#x
			link "y\n\nz" https://example.org/6`},
		"ends that are missing or too many": {`</div></p><div><p>A<span>B</div></b>C</h2><table><tr><td><p>D</p></div>E</td></tr></table><h2>F</h3>G</br>H<body><p>I`,
			`body "AB"
			body "D"
			body "E"
			headline "F"
			body "I"`},
	} {
		d, err := HTML(t.Context(), []byte(c.page), Options{Address: "https://news.example/2026/a.html"})
		if got := formatDocument(d); err != nil || got != lines(c.want) {
			t.Errorf("%s: %v\n%swant\n%s%q", name, err, got, lines(c.want), d.Text)
		}
		checkDocumentInvariants(t, d, err)
	}
	d, err := HTML(t.Context(), []byte("<p>A<div hidden>no</div>B<br><br>C"), Options{})
	if err != nil || d.Text != "A\n\nB\n\nC" {
		t.Errorf("%q, %v", d.Text, err)
	}
}

func TestHTMLProperties(t *testing.T) {
	for page, want := range map[string]Document{
		`<html lang=en_GB><title> The  bridge
		</title><meta name=author content="Ines Okoro"><meta property="article:published_time" content="2026-03-03T09:00:00+01:00"><meta name=date content=2020-01-01><svg><title>no</title></svg>`: {Title: "The bridge", Byline: "Ines Okoro", Language: "en-GB", Date: time.Date(2026, 3, 3, 8, 0, 0, 0, time.UTC)},
		`<meta property=og:title content=Bridge><meta property=article:author content=https://example.org/ines><meta http-equiv=Content-Language content=fa><time itemprop=datePublished datetime=2026-03-03>`: {Title: "Bridge", Language: "fa", Date: time.Date(2026, 3, 3, 0, 0, 0, 0, time.UTC)},
		`<html lang="not a tag"><meta name=date content=yesterday>`: {},
	} {
		d, err := HTML(t.Context(), []byte(page), Options{})
		testutil.Must(t, err)
		testutil.Equal(t, "d.Title", d.Title, want.Title)
		testutil.Equal(t, "d.Byline", d.Byline, want.Byline)
		testutil.Equal(t, "d.Language", d.Language, want.Language)
		testutil.True(t, "d.Date.Equal(want.Date)", d.Date.Equal(want.Date))
	}
}

func TestHTMLReadsEncodings(t *testing.T) {
	shiftJIS, _ := japanese.ShiftJIS.NewEncoder().String("<meta charset=shift_jis><p>古い橋")
	utf16, _ := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().String("<!doctype html><p>café")
	bare, _ := unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM).NewEncoder().String("<!doctype html><p>café")
	for _, c := range []struct{ page, content, encoding, want string }{
		{"<p>café", "", "UTF-8", "café"},
		{"\xef\xbb\xbf<meta charset=koi8-r><p>café", "", "UTF-8", "café"},
		{"<!--" + strings.Repeat("-", 2000) + "--><p>café", "", "UTF-8", "café"},
		{"<p>caf\xe9 \x93x\x94", "", "windows-1252", "café “x”"},
		{"<meta charset=utf-8><p>caf\xe9", "", "windows-1252", "café"},
		{"<meta http-equiv=content-type content='text/html; charset=iso-8859-2'><p>\xb3", "", "ISO-8859-2", "ł"},
		{"<meta charset=utf-8><p>\xb3", "text/html; charset=ISO-8859-2", "ISO-8859-2", "ł"},
		{shiftJIS, "", "Shift_JIS", "古い橋"},
		{utf16, "", "UTF-16LE", "café"},
		{bare, "", "UTF-16BE", "café"},
	} {
		d, err := HTML(t.Context(), []byte(c.page), Options{ContentType: c.content})
		if err != nil || d.Text != c.want || d.Encoding != c.encoding {
			t.Errorf("%.40q: %q in %s, %v", c.page, d.Text, d.Encoding, err)
		}
		if d, err := File(t.Context(), "", []byte(c.page)); c.content == "" && strings.HasPrefix(c.want, "caf") &&
			(err != nil || d.Encoding != c.encoding) &&
			strings.HasPrefix(c.page, "<!") {
			t.Errorf("%.40q: %q in %s, %v", c.page, d.Text, d.Encoding, err)
		}
	}
	_, err := HTML(t.Context(), []byte("<meta charset=hz-gb-2312><p>a"), Options{})
	var refused *UnreadableError
	if !errors.As(err, &refused) {
		t.Errorf("%v", err)
	}
}

func TestLooksLikeHTML(t *testing.T) {
	for s, want := range map[string]bool{
		"<!DOCTYPE html>x": true, " \n<!-- c --><HTML x>": true, "<?xml version='1.0'?><!DOCTYPE html PUBLIC 'x'><html>": true, "\uFEFF<html>": true, "<p>a</p>\n": true, "<meta charset=utf-8><b>a</b>": true,
		"<p>a": false, "<div align=center>\n\n# Markdown\n": false, "a <p>b</p>": false, "": false, "<": false, "< p>": false, "<rss><p></p></rss>": false, "<!doctype svg><p></p>": false, "<3 you>": false, "<https://example.org>": false,
	} {
		if looksLikeHTML([]byte(s)) != want {
			t.Errorf("%q", s)
		}
	}
}

func TestHostilePages(t *testing.T) {
	for name, c := range map[string]struct{ page, says string }{
		"nesting":        {strings.Repeat("<div>", 100_000), "put together in a way"},
		"inline":         {strings.Repeat("<b><i>", 300_000) + "x", ""},
		"a long token":   {"<p " + strings.Repeat("a", 7<<20), "put together in a way"},
		"attributes":     {"<p" + strings.Repeat(" a", 2<<20) + ">x", ""},
		"ends":           {strings.Repeat("<p>", 500) + strings.Repeat("</i></div>", 200_000) + "x", ""},
		"formatting":     {strings.Repeat("<font color=1><a href=http://a.b>", 500) + strings.Repeat("<p>x", 150_000), ""},
		"more than 20":   {strings.Repeat(" ", MaxFileBytes+1), "larger than"},
		"paragraphs":     {strings.Repeat("<p>x", maxItems+1), "more than 200000 paragraphs"},
		"a huge drawing": {"<svg>" + strings.Repeat("<path/>", 100_000) + "</svg>x", ""},
	} {
		began := testutil.ProcessorTime()
		d, err := HTML(t.Context(), []byte(c.page), Options{})
		if took := testutil.ProcessorTime() - began; took > readTimeout {
			t.Errorf("%s took %v of processor time, and may take %v", name, took, readTimeout)
		}
		if c.says == "" && err != nil || c.says != "" && (err == nil || !strings.Contains(err.Error(), c.says)) {
			t.Errorf("%s: got error %v, want one that says %q", name, err, c.says)
		}
		checkDocumentInvariants(t, d, err)
	}
}
