package read

import (
	"bufio"
	"bytes"
	"cmp"
	"context"
	"encoding/base64"
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net/mail"
	"net/textproto"
	"path"
	"regexp"
	"strings"

	"golang.org/x/net/html/charset"
)

// Limits of a mail.
const (
	maxMailDepth = 20
	maxMailParts = 1_000
	maxMailHead  = 64 << 10 // bytes before which the header must end
)

var (
	headerLine = regexp.MustCompile(`^([A-Za-z][A-Za-z0-9-]*):[ \t]?`)
	// mailHeaders are header fields; a mail or a saved page has at least two of them (RFC 5322, RFC 2045).
	mailHeaders = map[string]bool{"from": true, "to": true, "subject": true, "date": true, "mime-version": true, "content-type": true,
		"received":   true,
		"message-id": true, "return-path": true, "delivered-to": true, "reply-to": true, "cc": true, "content-transfer-encoding": true,
		"sender":           true,
		"x-mozilla-status": true, "dkim-signature": true, "snapshot-content-location": true}
	// mailOnlyHeaders are the headers that occur in a mail but not in a typed memo.
	mailOnlyHeaders = map[string]bool{"mime-version": true, "content-type": true, "received": true, "message-id": true,
		"return-path": true, "delivered-to": true}
)

// looksLikeMail reports whether a file begins with the header of a mail, or is named as one and begins with a header.
func looksLikeMail(name string, b []byte) bool {
	ext := strings.ToLower(path.Ext(name))
	named := ext == ".eml" || ext == ".mht" || ext == ".mhtml"
	known, only, lines := 0, 0, bufio.NewScanner(bytes.NewReader(bytes.TrimPrefix(b[:min(len(b), maxMailHead)], utf8BOM)))
	for n := 0; lines.Scan(); n++ {
		line := lines.Text()
		if line == "" && n > 0 {
			break
		}
		if n > 0 && (line[0] == ' ' || line[0] == '\t') {
			continue
		}
		field := headerLine.FindStringSubmatch(line)
		if field == nil {
			return false
		}
		name := strings.ToLower(field[1])
		if mailHeaders[name] {
			known++
		}
		if mailOnlyHeaders[name] {
			only++
		}
	}
	return known >= 2 && (only > 0 || named)
}

// mailReader reads the parts of a mail.
type mailReader struct {
	ctx     context.Context
	parts   int
	omitted omissions
}

// errMailParts reports a mail with too many parts.
var errMailParts = errors.New("too many parts")

// readMail reads a mail or a page saved as MHTML: its text, or its HTML if it has no text, without its attachments.
func readMail(ctx context.Context, b []byte) (Document, error) {
	message, err := mail.ReadMessage(bytes.NewReader(bytes.TrimPrefix(b, utf8BOM)))
	if err != nil {
		return Document{}, newFileError(corruptedMessage, "mail")
	}
	m := &mailReader{ctx: ctx}
	d, err := m.part(textproto.MIMEHeader(message.Header), message.Body, 0)
	var known *FileError
	var large *TooLargeError
	var encoding *EncodingError
	switch {
	case ctx.Err() != nil:
		return Document{}, ctx.Err()
	case errors.As(err, &known), errors.As(err, &large), errors.As(err, &encoding):
		return Document{}, err
	case err != nil:
		return Document{}, newFileError(corruptedMessage, "mail")
	case strings.TrimSpace(d.Text) == "":
		return Document{}, newFileError(emptyMessage, "mail")
	}
	own := d.Omitted
	d.Omitted = m.omitted
	(*omissions)(&d.Omitted).merge(own)
	d.Title = cmp.Or(cleanProperty(decodeHeader(message.Header.Get("Subject"))), d.Title)
	if from := decodeHeader(message.Header.Get("From")); !strings.Contains(from, "Saved by") {
		d.MediaType = "message/rfc822"
		if address, err := (&mail.AddressParser{WordDecoder: headerDecoder}).Parse(message.Header.Get("From")); err == nil {
			from = cmp.Or(address.Name, address.Address)
		}
		d.Byline = cmp.Or(cleanProperty(from), d.Byline)
	} else {
		d.MediaType = "multipart/related"
	}
	if at, err := message.Header.Date(); err == nil && d.Date.IsZero() {
		d.Date = at
	}
	return d, nil
}

var headerDecoder = &mime.WordDecoder{CharsetReader: func(name string, in io.Reader) (io.Reader, error) {
	return charset.NewReaderLabel(name, in)
}}

// decodeHeader decodes a header field. If it cannot, it returns the field unchanged.
func decodeHeader(s string) string {
	if decoded, err := headerDecoder.DecodeHeader(s); err == nil {
		return decoded
	}
	return s
}

// part reads a part with its subparts.
func (m *mailReader) part(header textproto.MIMEHeader, body io.Reader, depth int) (Document, error) {
	if m.parts++; m.parts > maxMailParts || depth > maxMailDepth {
		return Document{}, errMailParts
	}
	kind, parameters, err := mime.ParseMediaType(cmp.Or(header.Get("Content-Type"), "text/plain"))
	if err != nil {
		kind = "text/plain"
	}
	if strings.HasPrefix(kind, "multipart/") {
		return m.multipart(kind, parameters, body, depth)
	}
	disposition, names, _ := mime.ParseMediaType(header.Get("Content-Disposition"))
	if disposition == "attachment" || kind != "text/plain" && kind != "text/html" && kind != "application/xhtml+xml" {
		m.omitted.add(OmittedEmbedded, cmp.Or(decodeHeader(names["filename"]), decodeHeader(parameters["name"]), kind))
		return Document{}, nil
	}
	b, err := io.ReadAll(io.LimitReader(transferDecoder(header.Get("Content-Transfer-Encoding"), body), MaxFileBytes+1))
	if err != nil && len(b) == 0 {
		return Document{}, err
	}
	if len(b) > MaxFileBytes {
		return Document{}, &TooLargeError{MaxFileBytes}
	}
	named := parameters["charset"]
	if kind != "text/plain" {
		content := "text/html"
		if named != "" {
			content += "; charset=" + named
		}
		return readHTML(m.ctx, b, pageOptions{Options: Options{ContentType: content, Address: header.Get("Content-Location")}})
	}
	return plainMail(b, parameters)
}

// transferDecoder decodes the content of a part (RFC 2045, 6).
func transferDecoder(encoding string, body io.Reader) io.Reader {
	switch strings.ToLower(strings.TrimSpace(encoding)) {
	case "base64":
		return base64.NewDecoder(base64.StdEncoding, body)
	case "quoted-printable":
		return quotedprintable.NewReader(body)
	}
	return body
}

// plainMail reads a plain text. In the format "flowed", it joins the lines of each paragraph (RFC 3676).
func plainMail(b []byte, parameters map[string]string) (Document, error) {
	named := parameters["charset"]
	if coding, _ := charset.Lookup(named); coding == nil || strings.EqualFold(named, "us-ascii") {
		named = ""
	} else if _, ok := decodeStrictly(named, b); !ok {
		named = ""
	}
	d, err := readText("", b, named)
	if err != nil {
		return Document{}, err
	}
	d.Text = strings.ReplaceAll(d.Text, "\r\n", "\n")
	if strings.EqualFold(parameters["format"], "flowed") {
		d.Text = joinFlowed(d.Text, strings.EqualFold(parameters["delsp"], "yes"))
	}
	return d, nil
}

func joinFlowed(s string, deleteSpace bool) string {
	var b strings.Builder
	for line := range strings.Lines(s) {
		words := strings.TrimSuffix(line, "\n")
		if strings.HasSuffix(words, " ") && words != "-- " {
			if deleteSpace {
				words = strings.TrimSuffix(words, " ")
			}
			b.WriteString(words)
			continue
		}
		b.WriteString(line)
	}
	return b.String()
}

// multipart reads a part that has parts. Of alternatives it reads the text; otherwise it reads all parts, in order.
func (m *mailReader) multipart(kind string, parameters map[string]string, body io.Reader, depth int) (Document, error) {
	parts := multipart.NewReader(body, parameters["boundary"])
	all := newProse("\n\n")
	var chosen Document
	for {
		if m.ctx.Err() != nil {
			return Document{}, m.ctx.Err()
		}
		next, err := parts.NextRawPart()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			if strings.TrimSpace(chosen.Text) != "" {
				break // the end is missing
			}
			return Document{}, err
		}
		d, err := m.part(next.Header, next, depth+1)
		switch {
		case err != nil:
			return Document{}, err
		case strings.TrimSpace(d.Text) == "":
		case kind == "multipart/alternative" && (chosen.Text == "" || chosen.MediaType == htmlType && d.MediaType == "text/plain"),
			kind == "multipart/related" && chosen.Text == "":
			chosen = d
		case kind == "multipart/alternative", kind == "multipart/related":
		default:
			all.include(trimmedDocument(d))
			chosen.Title = cmp.Or(chosen.Title, d.Title)
			chosen.Language, chosen.Encoding = cmp.Or(chosen.Language, d.Language), cmp.Or(chosen.Encoding, d.Encoding)
			chosen.Text = "."
		}
	}
	if kind == "multipart/alternative" || kind == "multipart/related" {
		return chosen, nil
	}
	chosen.MediaType = "text/plain"
	return all.document(chosen)
}

// trimmedDocument removes blank lines from both ends of a plain text. It does not change other documents.
func trimmedDocument(d Document) Document {
	if len(d.Hints)+len(d.Links)+len(d.Notes) == 0 {
		d.Text = strings.Trim(d.Text, "\n")
	}
	return d
}
