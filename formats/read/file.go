package read

import (
	"bytes"
	"context"
	"errors"
	"path"
	"strings"
	"time"
)

// MaxFileBytes is the maximum size of a file or text, in bytes. It is enough for a long report as PDF, and
// small enough for an upload by form.
const MaxFileBytes = 20 << 20

// readTimeout limits the time for reading a file. Nobody waits longer.
const readTimeout = 15 * time.Second * timeoutFactor

// Magic numbers of binary file formats.
const (
	pdfMagic          = "%PDF-"
	zipMagic          = "PK\x03\x04"
	emptyZipMagic     = "PK\x05\x06"
	compoundFileMagic = "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"
)

// File reads a file: a Word document (.docx), an OpenDocument text (.odt), an HTML page, a PDF, Markdown or
// plain text. The bytes determine the kind; the extension only distinguishes Markdown from plain text. The
// error is one clear sentence, or ctx's error if that has ended.
func File(ctx context.Context, name string, b []byte) (Document, error) {
	if len(b) > MaxFileBytes {
		return Document{}, &TooLargeError{MaxFileBytes}
	}
	if bytes.HasPrefix(b, []byte(pdfMagic)) {
		return readPDF(ctx, name, b) // has a timeout of its own
	}
	limited, cancel := context.WithTimeoutCause(ctx, readTimeout, newFileError(timeoutMessage, "file"))
	defer cancel()
	d, err := readFile(limited, name, b)
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

func readFile(ctx context.Context, name string, b []byte) (Document, error) {
	begins := func(mark string) bool { return bytes.HasPrefix(b, []byte(mark)) }
	switch {
	case ctx.Err() != nil:
		return Document{}, ctx.Err()
	case begins(zipMagic), begins(emptyZipMagic):
		return readZip(ctx, name, b)
	case begins(compoundFileMagic) && bytes.Contains(b, encodeUTF16("EncryptedPackage")):
		return Document{}, newFileError(encryptedMessage, "document")
	case detectSignature(b) != "":
		return Document{}, &UnreadableError{Name: name, LooksLike: detectSignature(b)}
	case looksLikeHTML(b):
		return requireWords(HTML(ctx, b, Options{}))
	case isMarkdown(name):
		return readMarkdown(ctx, name, b)
	}
	return Text(name, b)
}

// readZip reads documents that are zip archives.
func readZip(ctx context.Context, name string, b []byte) (Document, error) {
	looks := zipContentKind(b)
	a, err := openArchive(ctx, b)
	var said *FileError
	switch {
	case errors.As(err, &said):
		return Document{}, err
	case err != nil && (looks == "a Word document" || looks == "an OpenDocument text"):
		return Document{}, newFileError(corruptedMessage, strings.TrimPrefix(strings.TrimPrefix(looks, "an "), "a "))
	case err != nil:
		return Document{}, newFileError(corruptedMessage, "file")
	case a.has("content.xml") && a.has("mimetype") && looks == "an OpenDocument text":
		return requireWords(readODT(a))
	case looks == "a Word document", looks == "a ZIP archive" && a.has("[Content_Types].xml") && bytes.Contains(b, []byte("word/")):
		return requireWords(readDocx(a))
	}
	return Document{}, &UnreadableError{Name: name, LooksLike: looks}
}

// requireWords refuses a document without text.
func requireWords(d Document, err error) (Document, error) {
	if err != nil || d.Text != "" {
		return d, err
	}
	what := map[string]string{docxType: "Word document", odtType: "OpenDocument text", htmlType: "page"}[d.MediaType]
	return Document{}, newFileError(emptyMessage, what)
}

// isMarkdown decides by the extension, because the bytes of Markdown are plain text.
func isMarkdown(name string) bool {
	switch strings.ToLower(path.Ext(name)) {
	case ".md", ".markdown", ".mdown", ".mkd":
		return true
	}
	return false
}

func encodeUTF16(s string) []byte {
	var b []byte
	for i := range len(s) {
		b = append(b, s[i], 0)
	}
	return b
}
