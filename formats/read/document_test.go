package read

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"testing"

	"linecheck/internal/testutil"
	"linecheck/text"
)

// newArchive creates a zip archive from alternating names and contents.
func newArchive(parts ...string) []byte {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for i := 0; i < len(parts); i += 2 {
		method := zip.Store // a fuzz target creates many archives
		if len(parts[i+1]) > minRatioCheckBytes {
			method = zip.Deflate
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

// formatDocument formats a document's text with a line for each hint, link and note.
func formatDocument(d Document) string {
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

// lines removes the indentation of a raw string.
func lines(s string) string {
	var b strings.Builder
	for line := range strings.Lines(s) {
		if line = strings.TrimSpace(line); line != "" {
			b.WriteString(line + "\n")
		}
	}
	return b.String()
}

// checkDocumentInvariants fails if a document cannot be stored.
func checkDocumentInvariants(t testing.TB, d Document, err error) {
	t.Helper()
	if err != nil {
		if err.Error() == "" || strings.Contains(err.Error(), "%!") || d.Text != "" {
			t.Fatalf("refused with %q and %+v", err, d)
		}
		return
	}
	if err := text.Validate(d.Text); err != nil {
		t.Fatal(err)
	}
	length, last := len([]rune(d.Text)), 0
	inside := func(s text.Span) bool { return s.Start >= 0 && s.Start <= s.End && s.End <= length }
	for _, h := range d.Hints {
		testutil.True(t, "the hint: inside(h.Span)", inside(h.Span))
		testutil.False(t, "the hint: h.Start < last", h.Start < last)
		testutil.False(t, "the hint: h.Empty()", h.Empty())
		testutil.Different(t, "the hint: h.Region", h.Region, "")
		testutil.StopIfFailed(t)
		last = h.End
	}
	last = 0
	for _, l := range d.Links {
		u, err := url.Parse(l.Address)
		testutil.Must(t, err)
		testutil.False(t, "the link: u.Scheme != 'http' && u.Scheme != 'https'", u.Scheme != "http" && u.Scheme != "https")
		testutil.Different(t, "the link: u.Host", u.Host, "")
		testutil.True(t, "the link: inside(l.Span)", inside(l.Span))
		testutil.False(t, "the link: l.Empty()", l.Empty())
		testutil.False(t, "the link: l.Start < last", l.Start < last)
		testutil.Must(t, text.Validate(l.Address))
		testutil.StopIfFailed(t)
		last = l.Start
	}
	last = 0
	for _, n := range d.Notes {
		testutil.True(t, "the note: inside(n.Span)", inside(n.Span))
		testutil.False(t, "the note: n.Start < last", n.Start < last)
		testutil.Different(t, "the note: n.Words", n.Words, "")
		testutil.Must(t, text.Validate(n.Words+n.Author))
		testutil.StopIfFailed(t)
		last = n.Start
	}
	if text.Validate(d.Title+d.Byline+d.Language) != nil {
		t.Fatalf("%q, %q, %q", d.Title, d.Byline, d.Language)
	}
}

func TestFileDetectsTypeByContent(t *testing.T) {
	word := newArchive("word/document.xml", docxPage("<w:p><w:r><w:t>A word</w:t></w:r></w:p>"))
	open := newArchive("mimetype", odtType, "content.xml", odtPage("<text:p>A word</text:p>"))
	for _, c := range []struct {
		name string
		b    []byte
		want string // media type, or the error
	}{
		{"a.txt", word, docxType},
		{"a.docx", open, odtType},
		{"a.odt", []byte("<!doctype html><p>A word"), htmlType},
		{"a.docx", []byte("A word"), "text/plain"},
		{"a.MD", []byte("A *word*"), markdownType},
		{"a.txt", []byte("A *word*"), "text/plain"},
		{"a.html", []byte("A word"), "text/plain"},
		{"a.docx", newArchive("xl/workbook.xml", "<x/>"), "This looks like an Excel workbook; paste the text, or save it as a Word, ODT, " +
			"PDF, HTML or plain text file."},
		{"a.docx", newArchive("notes.txt", "A word"), "This looks like a ZIP archive; paste the text, or save it as a Word, ODT, PDF, HTML " +
			"or plain text file."},
		{"a.docx", []byte("\x89PNG\r\n\x1a\n"), "This looks like an image; paste the text, or save it as a Word, ODT, PDF, HTML or plain " +
			"text file."},
		{"a.doc", []byte(compoundFileMagic + "\x00W\x00o"), "This looks like an old Word or Excel document; paste the text, or save it as a " +
			"Word, ODT, PDF, HTML or plain text file."},
		{"a.docx", append([]byte(compoundFileMagic+"\x00\x00"), encodeUTF16("EncryptedPackage")...), "This document is protected by a " +
			"password; save it without one and choose that file."},
		{"a.docx", word[:len(word)-30], "This Word document is damaged or not all there; open it in the program that wrote it, save it again " +
			"and choose that file."},
		{"a.odt", open[:len(open)/2], "This OpenDocument text is damaged or not all there; open it in the program that wrote it, save it " +
			"again and choose that file."},
		{"a.docx", newArchive("word/document.xml", docxPage("<w:p/>")), "There is no text in this Word document; if it shows pictures of " +
			"text, type the text out."},
		{"a.odt", newArchive("mimetype", odtType, "content.xml", odtPage("<text:p/>")), "There is no text in this OpenDocument text; if it " +
			"shows pictures of text, type the text out."},
		{"a.html", []byte("<!doctype html><title>Nothing</title>"), "There is no text in this page; if it shows pictures of text, type the " +
			"text out."},
		{"a.txt", make([]byte, MaxFileBytes+1), "This is larger than 20.97 MB; split it into several articles."},
	} {
		d, err := File(t.Context(), c.name, c.b)
		got := d.MediaType
		if err != nil {
			got = err.Error()
		} else if strings.Trim(d.Text, "*") == "" {
			t.Errorf("%s: no text", c.name)
		}
		if got != c.want {
			t.Errorf("%s, %.20q: %s, want %s", c.name, c.b, got, c.want)
		}
		checkDocumentInvariants(t, d, err)
	}
}

func TestFileStopsWhenContextEnds(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	for _, b := range [][]byte{newArchive("word/document.xml", docxPage("<w:p/>")), []byte("<!doctype html>"), []byte("text")} {
		if _, err := File(ctx, "a.md", b); !errors.Is(err, context.Canceled) {
			t.Errorf("%v", err)
		}
	}
}

// Documents that unpack to huge sizes, nest endlessly or use entities are refused before they do harm.
func TestHostileDocuments(t *testing.T) {
	const unpacks, made = "unpacks to more than an article can be", "put together in a way that no writing program does"
	long := strings.Repeat("<!--"+strings.Repeat("x", 1_000_000)+"-->", maxPartBytes/1_000_000)
	for name, c := range map[string]struct {
		document string
		says     string
	}{
		"a bomb":           {docxPage("<w:p>" + long + "</w:p>"), unpacks},
		"entities":         {`<!DOCTYPE w [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>` + docxPage("<w:p><w:r><w:t>&b;</w:t></w:r></w:p>"), made},
		"an entity":        {docxPage("<w:p><w:r><w:t>&b;</w:t></w:r></w:p>"), "damaged"},
		"nesting":          {docxPage(strings.Repeat("<w:ins>", 300)), made},
		"nesting left out": {docxPage(strings.Repeat("<w:rt>", 300)), made},
		"values":           {docxPage("<w:p" + strings.Repeat(" a=''", 2000) + "/>"), made},
		"no end":           {docxPage("<w:p><w:r><w:t>A word")[:200], "damaged"},
		"no body":          {"<a/>", "damaged"},
		"invalid bytes":    {"\xff\x00\x01", "damaged"},
	} {
		for kind, b := range map[string][]byte{
			"docx": newArchive("word/document.xml", c.document),
			"odt":  newArchive("mimetype", odtType, "content.xml", c.document),
		} {
			d, err := File(t.Context(), "a", b)
			if err == nil || !strings.Contains(err.Error(), c.says) {
				t.Errorf("%s, %s: %v", kind, name, err)
			}
			checkDocumentInvariants(t, d, err)
		}
	}
}
