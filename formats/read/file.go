package read

import (
	"bytes"
	"context"
	"errors"
	"path"
	"strings"
	"time"
)

// MostFile is how large a file can be, in bytes: a long report as PDF, and small enough to be sent by a form. No text is longer either.
const MostFile = 20 << 20

// longestReading bounds the time that a file takes: who waits for longer has gone.
const longestReading = 15 * time.Second * slowness

// The beginnings by which files that are no text are told.
const (
	pdfMark      = "%PDF-"
	zipMark      = "PK\x03\x04"
	emptyZipMark = "PK\x05\x06"
	compoundMark = "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"
)

// File reads a file: a Word document (.docx), an OpenDocument text (.odt), a page of HTML, a PDF, Markdown or plain text. The bytes say which of
// them it is; the ending of its name tells Markdown from plain text alone. The error is one clear sentence, but for ctx's own when that has ended.
func File(ctx context.Context, name string, b []byte) (Document, error) {
	if len(b) > MostFile {
		return Document{}, &TooLargeError{MostFile}
	}
	if bytes.HasPrefix(b, []byte(pdfMark)) {
		return readPDF(ctx, name, b) // which keeps its time itself
	}
	limited, cancel := context.WithTimeoutCause(ctx, longestReading, fileError(slow, "file"))
	defer cancel()
	d, err := file(limited, name, b)
	if err == nil {
		err = limited.Err()
	}
	switch {
	case ctx.Err() != nil:
		return Document{}, ctx.Err()
	case errors.Is(err, context.DeadlineExceeded):
		return Document{}, context.Cause(limited)
	case err != nil:
		return Document{}, err
	}
	return d, nil
}

func file(ctx context.Context, name string, b []byte) (Document, error) {
	begins := func(mark string) bool { return bytes.HasPrefix(b, []byte(mark)) }
	switch {
	case ctx.Err() != nil:
		return Document{}, ctx.Err()
	case begins(zipMark), begins(emptyZipMark):
		return readZip(ctx, name, b)
	case begins(compoundMark) && bytes.Contains(b, utf16Of("EncryptedPackage")):
		return Document{}, fileError(locked, "document")
	case lookalike(b) != "":
		return Document{}, &UnreadableError{Name: name, Looks: lookalike(b)}
	case looksHTML(b):
		return withWords(HTML(ctx, b, Options{}))
	case isMarkdown(name):
		return readMarkdown(ctx, name, b)
	}
	return Text(name, b)
}

// readZip reads the documents that are zip archives.
func readZip(ctx context.Context, name string, b []byte) (Document, error) {
	looks := zipped(b)
	a, err := openArchive(ctx, b)
	var said *FileError
	switch {
	case errors.As(err, &said):
		return Document{}, err
	case err != nil && (looks == "a Word document" || looks == "an OpenDocument text"):
		return Document{}, fileError(damaged, strings.TrimPrefix(strings.TrimPrefix(looks, "an "), "a "))
	case err != nil:
		return Document{}, fileError(damaged, "file")
	case a.has("content.xml") && a.has("mimetype") && looks == "an OpenDocument text":
		return withWords(readODT(a))
	case looks == "a Word document", looks == "a ZIP archive" && a.has("[Content_Types].xml") && bytes.Contains(b, []byte("word/")):
		return withWords(readDocx(a))
	}
	return Document{}, &UnreadableError{Name: name, Looks: looks}
}

// withWords refuses a document in which there is nothing to check.
func withWords(d Document, err error) (Document, error) {
	if err != nil || d.Text != "" {
		return d, err
	}
	what := map[string]string{docxType: "Word document", odtType: "OpenDocument text", htmlType: "page"}[d.MediaType]
	return Document{}, fileError(wordless, what)
}

// isMarkdown goes by the ending of the name: Markdown is plain text, and bytes cannot tell it.
func isMarkdown(name string) bool {
	switch strings.ToLower(path.Ext(name)) {
	case ".md", ".markdown", ".mdown", ".mkd":
		return true
	}
	return false
}

func utf16Of(s string) []byte {
	var b []byte
	for i := range len(s) {
		b = append(b, s[i], 0)
	}
	return b
}
