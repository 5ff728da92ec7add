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

// FileOptions say how to read a file.
type FileOptions struct {
	Encoding string // of a text or a page, as a user chose it; "" to detect it
	Whole    bool   // a page is read whole, and not only its article
}

// File reads a file: a Word document (.docx), an OpenDocument text (.odt, .fodt), RTF, an e-book (EPUB), a mail (.eml), an
// HTML page (.html, .mhtml), subtitles (.srt, .vtt), a PDF, Markdown or plain text. The bytes determine the kind; the
// extension only distinguishes Markdown from plain text. The error is one clear sentence, or ctx's error if that has
// ended.
func File(ctx context.Context, name string, b []byte) (Document, error) {
	return FileWith(ctx, name, b, FileOptions{})
}

// FileWith reads a file as File does, with options.
func FileWith(ctx context.Context, name string, b []byte, o FileOptions) (Document, error) {
	if len(b) > MaxFileBytes {
		return Document{}, &TooLargeError{MaxFileBytes}
	}
	if looksLikePDF(b) {
		return readPDF(ctx, name, b) // has a timeout of its own
	}
	limited, cancel := context.WithTimeoutCause(ctx, readTimeout, newFileError(timeoutMessage, "file"))
	defer cancel()
	d, err := readFile(limited, name, b, o)
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

func readFile(ctx context.Context, name string, b []byte, o FileOptions) (Document, error) {
	begins := func(mark string) bool { return bytes.HasPrefix(b, []byte(mark)) }
	switch {
	case ctx.Err() != nil:
		return Document{}, ctx.Err()
	case begins(zipMagic), begins(emptyZipMagic):
		return readZip(ctx, name, b)
	case begins(compoundFileMagic) && bytes.Contains(b, encodeUTF16("EncryptedPackage")):
		return Document{}, newFileError(encryptedMessage, "document")
	case begins("{\\rtf"):
		return requireWords(readRTF(ctx, b))
	case detectSignature(b) != "":
		return Document{}, &UnreadableError{Name: name, LooksLike: detectSignature(b)}
	case looksLikeFlatODT(b):
		return requireWords(readFlatODT(ctx, b))
	case looksLikeMail(name, b):
		return readMail(ctx, b)
	case looksLikeHTML(b), isHTML(name) && bytes.Contains(b, []byte("</")):
		return requireWords(pageFile(ctx, b, o))
	}
	return readTextFile(ctx, name, b, o.Encoding)
}

// readTextFile reads a file that is plain text: prose, Markdown or subtitles.
func readTextFile(ctx context.Context, name string, b []byte, encoding string) (Document, error) {
	plain, err := readText(name, b, encoding)
	if err != nil {
		return Document{}, err
	}
	switch looks := sourceKind(name, plain.Text); {
	case looksLikeSubtitles(plain.Text):
		return requireWords(readSubtitles(plain))
	case isMarkdown(name):
		return readMarkdown(ctx, plain)
	case looks != "":
		return Document{}, &UnreadableError{Name: name, LooksLike: looks}
	}
	return plain, nil
}

// readZip reads documents that are zip archives.
func readZip(ctx context.Context, name string, b []byte) (Document, error) {
	a, err := openArchive(ctx, b)
	var said *FileError
	if errors.As(err, &said) {
		return Document{}, err
	}
	if err != nil {
		what := "file"
		if looks := zipContentKind(b); looks == wordKind || looks == odtKind || looks == epubKind {
			what = strings.TrimPrefix(strings.TrimPrefix(looks, "an "), "a ")
		}
		return Document{}, newFileError(corruptedMessage, what)
	}
	switch looks := a.kind(); looks {
	case odtKind:
		return requireWords(readODT(a))
	case wordKind:
		return requireWords(readDocx(a))
	case epubKind:
		return requireWords(readEPUB(a))
	default:
		return Document{}, &UnreadableError{Name: name, LooksLike: looks}
	}
}

// requireWords refuses a document without text.
func requireWords(d Document, err error) (Document, error) {
	if err != nil || d.Text != "" {
		return d, err
	}
	what := map[string]string{docxType: "Word document", odtType: "OpenDocument text", flatODTType: "OpenDocument text", htmlType: "page",
		epubType: "e-book",
		rtfType:  "RTF document", "text/vtt": "file of subtitles"}[d.MediaType]
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

// isHTML reports whether a file is named as a page. Without a single end of an element it is a text.
func isHTML(name string) bool {
	switch strings.ToLower(path.Ext(name)) {
	case ".html", ".htm", ".xhtml", ".xht", ".shtml":
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
