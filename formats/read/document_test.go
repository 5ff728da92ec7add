package read

import (
	"archive/zip"
	"bytes"
	"fmt"
	"net/url"
	"strings"
	"testing"

	"linecheck/text"
)

// zipped up: the parts of a document, by turns a name and what is in it.
func archiveOf(parts ...string) []byte {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for i := 0; i < len(parts); i += 2 {
		method := zip.Deflate
		if parts[i] == "mimetype" {
			method = zip.Store
		}
		w, err := z.CreateHeader(&zip.FileHeader{Name: parts[i], Method: method})
		if err == nil {
			_, err = w.Write([]byte(parts[i+1]))
		}
		if err != nil {
			panic(err)
		}
	}
	if err := z.Close(); err != nil {
		panic(err)
	}
	return b.Bytes()
}

// told writes down what a document says of its words, a line for each hint, link and note.
func told(d Document) string {
	var b strings.Builder
	index := text.NewIndex(d.Text)
	words := func(s text.Span) string {
		w, ok := index.Slice(s)
		if !ok {
			return fmt.Sprint("NOT IN THE TEXT: ", s)
		}
		return fmt.Sprintf("%q", w)
	}
	for _, h := range d.Hints {
		fmt.Fprintf(&b, "%s %s\n", h.Region, words(h.Span))
	}
	for _, l := range d.Links {
		fmt.Fprintf(&b, "link %s %s\n", words(l.Span), l.Address)
	}
	for _, n := range d.Notes {
		at := ""
		if !n.At.IsZero() {
			at = n.At.UTC().Format(" 2006-01-02T15:04:05")
		}
		fmt.Fprintf(&b, "note %s %s%s: %q\n", words(n.Span), n.Author, at, n.Words)
	}
	return b.String()
}

// lines takes the margin off a raw string.
func lines(s string) string {
	var b strings.Builder
	for line := range strings.Lines(s) {
		if line = strings.TrimSpace(line); line != "" {
			b.WriteString(line + "\n")
		}
	}
	return b.String()
}

// sound fails where a document is not one that can be kept, whatever it was read from.
func sound(t testing.TB, d Document, err error) {
	t.Helper()
	if err != nil {
		if err.Error() == "" || strings.Contains(err.Error(), "%!") || d.Text != "" {
			t.Fatalf("refused with %q and %+v", err, d)
		}
		return
	}
	if err := text.Valid(d.Text); err != nil {
		t.Fatal(err)
	}
	length, last := len([]rune(d.Text)), 0
	inside := func(s text.Span) bool { return s.Start >= 0 && s.Start <= s.End && s.End <= length }
	for _, h := range d.Hints {
		if !inside(h.Span) || h.Start < last || h.Empty() || h.Region == "" {
			t.Fatalf("the hint %+v of %d code points, after one that ends at %d", h, length, last)
		}
		last = h.End
	}
	last = 0
	for _, l := range d.Links {
		u, err := url.Parse(l.Address)
		if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" || !inside(l.Span) || l.Empty() || l.Start < last || text.Valid(l.Address) != nil {
			t.Fatalf("the link %+v of %d code points: %v", l, length, err)
		}
		last = l.Start
	}
	last = 0
	for _, n := range d.Notes {
		if !inside(n.Span) || n.Start < last || n.Words == "" || text.Valid(n.Words+n.Author) != nil {
			t.Fatalf("the note %+v of %d code points", n, length)
		}
		last = n.Start
	}
	if text.Valid(d.Title+d.Byline+d.Language) != nil {
		t.Fatalf("%q, %q, %q", d.Title, d.Byline, d.Language)
	}
}

// What is made to burst, to nest without end or to stand for something else is refused before it can do harm.
func TestDocumentsThatAreTraps(t *testing.T) {
	const unpacks, made = "unpacks to more than an article can be", "put together in a way that no writing program does"
	long := strings.Repeat("0", mostPart+1)
	for name, c := range map[string]struct {
		document string
		says     string
	}{
		"a bomb":              {docxPage("<w:p>" + long + "</w:p>"), unpacks},
		"entities":            {`<!DOCTYPE w [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>` + docxPage("<w:p><w:r><w:t>&b;</w:t></w:r></w:p>"), made},
		"an entity":           {docxPage("<w:p><w:r><w:t>&b;</w:t></w:r></w:p>"), "damaged"},
		"nesting":             {docxPage(strings.Repeat("<w:ins>", 300)), made},
		"nesting left out":    {docxPage(strings.Repeat("<w:rt>", 300)), made},
		"values":              {docxPage("<w:p" + strings.Repeat(" a=''", 2000) + "/>"), made},
		"no end":              {docxPage("<w:p><w:r><w:t>A word")[:200], "damaged"},
		"no body":             {"<a/>", "damaged"},
		"bytes that are none": {"\xff\x00\x01", "damaged"},
	} {
		for kind, b := range map[string][]byte{"docx": archiveOf("word/document.xml", c.document)} {
			d, err := File(t.Context(), "a", b)
			if err == nil || !strings.Contains(err.Error(), c.says) {
				t.Errorf("%s, %s: %v", kind, name, err)
			}
			sound(t, d, err)
		}
	}
}
