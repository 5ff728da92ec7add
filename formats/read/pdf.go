package read

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"linecheck/text"
)

// Limits of a PDF.
const (
	maxPDFBytes = 20_000_000
	maxPDFPages = 500
)

// PDFError explains to the user, in a sentence, why a PDF was not read.
type PDFError struct {
	Name   string // name of the file, possibly empty
	Detail string
	Err    error // the cause; nil if the file itself explains it
}

// Error returns the sentence.
func (e *PDFError) Error() string { return e.Detail }

// Unwrap returns the cause.
func (e *PDFError) Unwrap() error { return e.Err }

// Faults that a child reports about a file it could not read.
const (
	pdfEncryptedFault = "locked"
	pdfBrokenFault    = "broken"
	pdfTooLongFault   = "long"
)

// pdfResult is the result of a child.
type pdfResult struct {
	Fault                            string `json:",omitempty"`
	Title, Author, Created, Language string `json:",omitempty"`
	Pages                            []pdfPage
}

// pdfPage is a page as displayed: its lines in the order in which the file draws them, in points from the
// lower left corner.
type pdfPage struct {
	Height float64
	Lines  []pdfLine
}

type pdfLine struct {
	Text                     string
	Left, Right, Bottom, Top float64
	Links                    []Link `json:",omitempty"` // spans in code points of Text
}

// fontSize returns the size of the line's largest font. Bottom is the baseline, and Top is above it by that
// size.
func (l pdfLine) fontSize() float64 { return l.Top - l.Bottom }

// readPDF reads the text of a PDF: all pages in the order of the file, with the visual lines joined into
// paragraphs. It returns a *PDFError, a *TooLargeError, or ctx's error. It waits while another PDF is read.
func readPDF(ctx context.Context, name string, b []byte) (Document, error) {
	if len(b) > maxPDFBytes {
		return Document{}, &TooLargeError{Limit: maxPDFBytes}
	}
	if !isCompletePDF(b) {
		return Document{}, newBrokenPDFError(name, nil)
	}
	out, err := callChild(ctx, childPDF, b)
	switch {
	case errors.Is(err, errNotReady):
		return Document{}, &PDFError{name, "PDFs cannot be read on this machine at the moment; paste the text instead.", err}
	case errors.Is(err, errChildTimeout):
		return Document{}, &PDFError{
			name,
			fmt.Sprintf("This PDF took longer than %.0f seconds to read; paste the text instead.", childReadTimeout.Seconds()),
			err,
		}
	case errors.Is(err, errChildFailed):
		return Document{}, newBrokenPDFError(name, err)
	case err != nil:
		return Document{}, err
	}
	var answer pdfResult
	if err := json.Unmarshal(out, &answer); err != nil {
		return Document{}, newBrokenPDFError(name, err)
	}
	return answer.document(name)
}

// isCompletePDF reports whether a PDF has its beginning and its end. PDFium repairs a truncated file, and
// the result would look complete.
func isCompletePDF(b []byte) bool {
	return bytes.Contains(b[:min(len(b), pdfSlack)], []byte(pdfMagic)) && bytes.Contains(b[max(0, len(b)-pdfSlack):], []byte("%%EOF"))
}

func newBrokenPDFError(name string, err error) error {
	return &PDFError{
		name,
		"This PDF is damaged or incomplete and cannot be read; save it again from the program that made it, or paste the text.",
		err,
	}
}

// document builds the text, or returns an error that explains why there is none.
func (a pdfResult) document(name string) (Document, error) {
	switch a.Fault {
	case pdfEncryptedFault:
		return Document{}, &PDFError{name, "This PDF is locked with a password; save a copy without one, or paste the text.", nil}
	case pdfTooLongFault:
		return Document{}, &PDFError{
			name,
			fmt.Sprintf("This PDF has more than %d pages; split it into several articles.", maxPDFPages),
			nil,
		}
	case pdfBrokenFault:
		return Document{}, newBrokenPDFError(name, nil)
	}
	doc := joinPages(a.Pages)
	if doc.Text == "" {
		return Document{}, &PDFError{
			name,
			"This PDF holds pictures of pages and no text; use a program that recognises text (OCR), or paste the text.",
			nil,
		}
	}
	if err := text.Validate(doc.Text); err != nil {
		return Document{}, newBrokenPDFError(name, err)
	}
	doc.MediaType, doc.Title, doc.Byline = "application/pdf", cleanPDFProperty(a.Title), cleanPDFProperty(a.Author)
	doc.Language = parseLanguageTag(cleanPDFProperty(a.Language))
	doc.Date = parsePDFDate(a.Created)
	return doc, nil
}

// cleanPDFProperty returns metadata on one line, without characters that cannot be stored.
func cleanPDFProperty(s string) string { return strings.Join(strings.Fields(cleanPDF(s)), " ") }

// parsePDFDate parses a date in PDF's format (ISO 32000-1, 7.9.4): D:YYYYMMDDHHmmSSOHH'mm', where
// everything but the year is optional. It returns zero if it cannot.
func parsePDFDate(s string) time.Time {
	s = strings.ReplaceAll(strings.TrimPrefix(strings.TrimSpace(s), "D:"), "'", "")
	for _, layout := range []string{"20060102150405-0700", "20060102150405Z0000", "20060102150405Z", "20060102150405", "200601021504", "20060102", "200601", "2006"} {
		if t, err := time.Parse(layout, s); err == nil {
			return t
		}
	}
	return time.Time{}
}
