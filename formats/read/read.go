// Package read converts uploaded bytes to a Document: the exact text, and its encoding.
package read

import (
	"strings"
	"time"
	"unicode/utf8"

	"linecheck/text"
)

// Document is an uploaded text. Text is valid UTF-8 without NUL and byte order mark. Plain text is
// unchanged, including its line ends. In a structured file each paragraph is a line, and paragraphs are
// separated by an empty line.
type Document struct {
	Text      string
	Encoding  string // of plain text and HTML: "UTF-8", "UTF-16LE", "UTF-16BE", "windows-1252" or another WHATWG name
	MediaType string // detected from the bytes: "text/plain", "text/markdown", "text/html", "application/pdf" and those of Word and ODT

	// The file's metadata; "" if missing.
	Title, Byline, Language string // Language is a BCP 47 tag
	Date                    time.Time

	Hints []Hint // the regions that the file declares for its paragraphs, in order and without overlap
	Links []Link // in the order of the text
	Notes []Note // in the order of the text

	Around  []Around   // for a page: the paragraphs around its article, in order
	Omitted []Omission // parts of the file that the text does not contain
}

// Hint is the region that the file declares for a paragraph.
type Hint struct {
	text.Span        // of Text, in code points
	Region    string // "headline", "byline", "caption", "body", "quote box" or "list"; a subhead is "headline"
}

// Link is an address to which words of the text link.
type Link struct {
	text.Span
	Address string // absolute, http or https
}

// Note is a comment on words of the text. It is not part of the text.
type Note struct {
	text.Span // empty if it is attached to a position instead of words
	Author    string
	At        time.Time // zero if the file does not say
	Words     string
	Resolved  bool // marked as done
	Reply     bool // an answer to the comment before it
}

// Text reads a plain text file: UTF-8 with or without byte order mark, UTF-16, or another encoding that its bytes
// show. name is used for messages only. It returns an *UnreadableError with the detected kind of file, an
// *EncodingError, or a *text.InvalidError with the position of a character that cannot be stored. The caller
// limits the length of b.
func Text(name string, b []byte) (Document, error) { return readText(name, b, "") }

// readText reads a plain text in the chosen encoding. If chosen is "", it detects the encoding.
func readText(name string, b []byte, chosen string) (Document, error) {
	if looks := detectSignature(b); looks != "" {
		return Document{}, &UnreadableError{Name: name, LooksLike: looks}
	}
	s, encoding, err := decodeText(b, chosen)
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

// binaryKind distinguishes a text with an invalid character, whose position the writer needs, from binary
// data, in which at least a tenth of the characters are invalid.
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

// isControl reports whether r is a control character that plain text does not contain.
func isControl(r rune) bool {
	return r < ' ' && r != '\t' && r != '\n' && r != '\r' && r != '\f' || r == 0x7F
}

// NormalizePasted restores LF line ends in a text from a form, because browsers send every line end as
// CRLF. It changes nothing else.
func NormalizePasted(s string) string { return strings.ReplaceAll(s, "\r\n", "\n") }
