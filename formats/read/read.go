// Package read turns the bytes a newsroom hands in into a Document: its text, kept exactly, and how it was encoded.
package read

import (
	"strings"
	"time"
	"unicode/utf8"

	"linecheck/text"
)

// Document is one text as it was handed in. Text is valid UTF-8 without NUL and without the byte order mark. Of a plain text, line ends and
// everything else are as they came; of a file with a structure, each paragraph is a line and an empty line lies between two.
type Document struct {
	Text      string
	Encoding  string // of plain text and HTML: "UTF-8", "UTF-16LE", "UTF-16BE", "windows-1252" or another by its WHATWG name
	MediaType string // as the bytes say: "text/plain", "text/markdown", "text/html", "application/pdf" and those of Word and ODT

	// What the file says of itself; "" where it says nothing.
	Title, Byline, Language string // Language is a BCP 47 tag
	Date                    time.Time

	Hints []Hint // what the file says its paragraphs are, in order, none overlapping another
	Links []Link // in the order of the text
	Notes []Note // in the order of the text
}

// Hint is what the file says a paragraph is.
type Hint struct {
	text.Span        // of Text, in code points
	Region    string // "headline", "byline", "caption", "body", "quote box" or "list"; a subhead is "headline"
}

// Link is an address that words of the text lead to.
type Link struct {
	text.Span
	Address string // absolute, http or https
}

// Note is a comment that somebody left on words of the text. It is kept aside: the text holds none of it.
type Note struct {
	text.Span // empty where it stands at a place, not on words
	Author    string
	At        time.Time // zero where the file does not say
	Words     string
}

// Text reads a plain text file: UTF-8 with or without byte order mark, UTF-16, or Windows-1252. name is the file's
// own name, kept for the messages alone: the bytes say what they are. The error is an *UnreadableError, which
// says what the bytes look like, or a *text.InvalidError, which says where a character cannot be kept.
// The caller bounds the length of b.
func Text(name string, b []byte) (Document, error) {
	if looks := detectSignature(b); looks != "" {
		return Document{}, &UnreadableError{Name: name, LooksLike: looks}
	}
	encoding := detectEncoding(b)
	s, err := decode(encoding, b)
	if err != nil {
		return Document{}, err
	}
	if looks := binaryKind(s); looks != "" {
		return Document{}, &UnreadableError{Name: name, LooksLike: looks}
	}
	if err := text.Validate(s); err != nil {
		return Document{}, err
	}
	return Document{Text: s, Encoding: encoding, MediaType: "text/plain"}, nil
}

// binaryKind tells a text with a bad character in it, whose place the writer needs, from bytes that are no text at all:
// there a tenth or more of what is read is no character.
func binaryKind(s string) (looks string) {
	controls, broken, n := 0, 0, 0
	for ; s != ""; n++ {
		r, size := utf8.DecodeRuneInString(s)
		switch {
		case r == utf8.RuneError && size == 1:
			broken++
		case isControl(r):
			controls++
		}
		s = s[size:]
	}
	switch {
	case (controls+broken)*10 <= n:
		return ""
	case controls*10 > n:
		return "a binary file"
	}
	return "text in an encoding other than UTF-8"
}

// isControl holds for the control characters that no plain text contains.
func isControl(r rune) bool {
	return r < ' ' && r != '\t' && r != '\n' && r != '\r' && r != '\f' || r == 0x7F
}

// NormalizePasted undoes what a browser does to a text typed or pasted into a form: it sends every line end as CRLF.
// Nothing else is changed.
func NormalizePasted(s string) string { return strings.ReplaceAll(s, "\r\n", "\n") }
