package read

import (
	"strings"
	"testing"

	"linecheck/internal/testutil"
)

func TestMarkdown(t *testing.T) {
	for name, c := range map[string]struct{ source, want string }{
		"regions": {"# Head *one*\n\nSub\n---\n\nBody\nover `two` **lines**,  \nbroken\n\n> Said\n> twice\n>\n> - in it\n\n- One\n- Two\n\n  more\n\n  1. Three\n\n![Under it](a.png)\n\n| A | B |\n|---|---|\n| C | ~~no~~D |\n\n```go\nif a {\n\n\tb()\n}\n```\n",
			`headline "Head one"
			headline "Sub"
			body "Body over two lines,\nbroken"
			quote box "Said twice"
			list "in it"
			list "One"
			list "Two"
			list "more"
			list "1. Three"
			caption "Under it"
			body "A | B"
			body "A: C | B: D"
			body "if a {\n\n\tb()\n}"`},
		"links": {"[one](https://example.org/a?b=1&c=2 \"t\") [two] [three][Ref  X] <https://example.com/> www.example.net, [no](../a) [no](javascript:x) [a\n\n[ref x]: <http://example.com/x>\n[two]: https://example.com/2 'T'\n",
			`body "one two three https://example.com/ www.example.net, no no [a"
			link "one" https://example.org/a?b=1&c=2
			link "two" https://example.com/2
			link "three" http://example.com/x
			link "https://example.com/" https://example.com/
			link "www.example.net" http://www.example.net`},
		"HTML": {"A <b>bold</b> word<br>and &eacute;&lt;\n\n<!-- no\n\nno -->\n\n<details><summary>B</summary>\n\nC *d*\n\n</details>\n\n<script>\n\nno\n\n</script>\n<pre>\n\nE </pre>\n\n<p align=center>F</p>\n\n\\*G\\* 5 * 3\n",
			`body "A bold word\nand é<"
			body "C d"
			body "E"
			body "F"
			body "*G* 5 * 3"`},
		"footnotes": {"One[^1] two[^b], [^none].\n\n[^1]: Census, *2025*.\n\n    And more.\n[^b]: Here.\n\nAfter\n",
			`body "One two, ."
			body "After"
			note "" : "Footnote: Census, 2025.\nAnd more."
			note "" : "Footnote: Here."`},
		"a picture in a line": {"One ![alt](a) two", "body \"One two\"\ncaption \"alt\""},
	} {
		d, err := File(t.Context(), "a.md", []byte(c.source))
		if got := formatDocument(d); err != nil || got != lines(c.want) {
			t.Errorf("%s: %v\n%swant\n%s", name, err, got, lines(c.want))
		}
		checkDocumentInvariants(t, d, err)
	}
	d, err := File(
		t.Context(),
		"a.markdown",
		[]byte("---\r\ntitle: \"The bridge\"\r\nauthor: Ines Okoro\nlang: en-GB\ndate: 2026-03-03\n---\r\nBody\n"),
	)
	testutil.Must(t, err)
	testutil.Equal(t, "d.Text", d.Text, "Body")
	testutil.Equal(t, "d.Title", d.Title, "The bridge")
	testutil.Equal(t, "d.Byline", d.Byline, "Ines Okoro")
	testutil.Equal(t, "d.Language", d.Language, "en-GB")
	testutil.False(t, "d.Date.IsZero()", d.Date.IsZero())
	testutil.Equal(t, "d.MediaType", d.MediaType, markdownType)
	if d, err := File(t.Context(), "a.md", []byte("---\nBody\n")); err != nil || d.Text != "Body" {
		t.Errorf("%q, %v", d.Text, err)
	}
}

// Any number and order of markup characters is read correctly in bounded time. BenchmarkLargest shows how
// long the worst cases take.
func TestHostileMarkdown(t *testing.T) {
	most := maxBlockBytes
	if raceEnabled {
		most /= 8 // quadratic cases take minutes under the race detector
	}
	for _, mark := range []string{"[", "*", "> ", "<", "![", "[a](", "a\n\n", "*a* ", "- ", "* a\n", "_a ", "http://a.b ", "a@", "<a ", "&amp;", `\`, "1. ", "[^1] ", "[^1]: a\n", "[a]: b\n", "~~a ", "**a *b",
		"<!--", "<?", "# a\n", "[a][b]", "    a\n", "# a {", "a**b_c* ", "](", "- a\n  > - ", "`", "```\n", "|a|\n|-|\n", "\n\n", "a\n", "\t- a\n"} {
		d, err := File(t.Context(), "a.md", []byte(strings.Repeat(mark, most/len(mark))))
		checkDocumentInvariants(t, d, err)
	}
}
