package handlers

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"mime/multipart"
	"path/filepath"
	"strings"

	"github.com/gin-gonic/gin"

	"linecheck/formats/read"
	"linecheck/models"
	"linecheck/text"
	"linecheck/text/sentence"
	"linecheck/views"
)

// parsedUpload is a parsed file or web page.
type parsedUpload struct {
	read.Document
	original *models.Original // nil if there is no file, or it cannot be read
	name     string
	guesses  []read.EncodingGuess // if the encoding of the file is not certain, and the text is not read for that reason
	encoding string               // the one that the user chose
	address  string               // the URL it was fetched from, or ""
}

// importedMarkup returns the markup that the file has for its text.
func (f parsedUpload) importedMarkup() *models.ImportedMarkup { return MarkupOf(f.Document) }

// guessTitle returns the file's title, or else its first headline, or its name.
func (f parsedUpload) guessTitle() string {
	return cmp.Or(read.TitleOf(f.Document), strings.TrimSuffix(f.name, filepath.Ext(f.name)))
}

// readFormText returns a form's text: from the uploaded file, from the file that the previous form carried
// along, or as it was pasted. It adds errors in a file to wrong.
func readFormText(c *gin.Context, fields form, wrong *models.ValidationErrors) (parsedUpload, error) {
	pasted := read.NormalizePasted(fields.Get("text"))
	if uploads := uploadedFiles(c); len(uploads) > 0 && pasted == "" {
		return readUpload(c.Request.Context(), uploads[0], wrong)
	} else if len(uploads) > 0 {
		wrong.Add("file", "Please either paste the text or choose a file: both were given, so the file has been left aside.")
	}
	taken, err := restoreUploadedFile(c.Request.Context(), fields, pasted, wrong)
	taken.Text = cmp.Or(taken.Text, pasted)
	return taken, err
}

// restoreUploadedFile returns the file that the previous form carried along, if the form still contains its
// text, or names the encoding in which it is to be read. Line breaks may differ, because browsers send them as CR LF.
func restoreUploadedFile(ctx context.Context, fields form, pasted string, wrong *models.ValidationErrors) (parsedUpload, error) {
	content, err := base64.StdEncoding.DecodeString(fields.Get("original"))
	if err != nil || len(content) == 0 {
		return parsedUpload{}, nil
	}
	encoding := fields.Get("encoding")
	if encoding != "" && pasted == "" {
		return parseFile(ctx, validFileName(fields.Get("file-name")), content, encoding, wrong)
	}
	taken, err := parseFile(ctx, validFileName(fields.Get("file-name")), content, encoding, new(models.ValidationErrors))
	if err != nil || normalizeLineEnds(taken.Text) != normalizeLineEnds(pasted) {
		return parsedUpload{}, err
	}
	return taken, nil
}

// normalizeLineEnds replaces every line break by a line feed.
func normalizeLineEnds(s string) string {
	return strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(s)
}

// carriedFile returns the file's bytes, in base64, and its name, to be sent with the next form.
func (f parsedUpload) carriedFile() views.CarriedFile {
	if f.original == nil {
		return views.CarriedFile{}
	}
	carried := views.CarriedFile{Original: base64.StdEncoding.EncodeToString(f.original.Bytes), Name: f.name, Encoding: f.encoding}
	for _, g := range f.guesses {
		carried.Guesses = append(carried.Guesses, views.EncodingGuess{Name: g.Name, Preview: g.Preview})
	}
	return carried
}

// uploadedFiles returns the files of a form.
func uploadedFiles(c *gin.Context) []*multipart.FileHeader {
	if c.Request.MultipartForm == nil {
		return nil
	}
	files := c.Request.MultipartForm.File["file"]
	if len(files) == 1 && files[0].Filename == "" && files[0].Size == 0 {
		return nil // browsers send this if no file was chosen
	}
	return files
}

// readUpload parses an uploaded file. It adds the file's errors to wrong.
func readUpload(ctx context.Context, upload *multipart.FileHeader, wrong *models.ValidationErrors) (parsedUpload, error) {
	content, err := readUploadedContent(upload)
	if err != nil {
		return parsedUpload{}, err
	}
	return parseFile(ctx, validFileName(upload.Filename), content, "", wrong)
}

// parseFile parses a file in the encoding that the user chose, or in the detected one. If the detection is not
// certain, the result has the likely encodings, and the bytes for the next form.
func parseFile(ctx context.Context, name string, content []byte, encoding string, wrong *models.ValidationErrors) (parsedUpload, error) {
	taken := parsedUpload{name: name, encoding: encoding}
	document, err := read.FileWith(ctx, name, content, read.FileOptions{Encoding: encoding})
	var character *text.InvalidError
	var unclear *read.EncodingError
	if errors.As(err, &unclear) && len(unclear.Guesses) > 0 {
		taken.guesses, taken.original = unclear.Guesses, newOriginal(content, "text/plain")
	}
	switch {
	case err != nil && ctx.Err() != nil:
		return taken, ctx.Err()
	case errors.As(err, &character):
		wrong.Add("file", "This cannot be kept as text: %s.", character)
	case err != nil:
		wrong.Add("file", "%s", err)
	default:
		taken.Document, taken.original = document, newOriginal(content, document.MediaType)
	}
	return taken, nil
}

// MarkupOf converts a document's markup for the store; nil if it has none.
func MarkupOf(d read.Document) *models.ImportedMarkup {
	var s models.ImportedMarkup
	for _, h := range d.Hints {
		s.Hints = append(s.Hints, models.RegionHint{Start: h.Start, End: h.End, Region: sentence.Region(h.Region)})
	}
	for _, l := range d.Links {
		s.Links = append(s.Links, models.Link{Start: l.Start, End: l.End, Address: l.Address})
	}
	for _, n := range d.Notes {
		note := models.FileComment{Start: n.Start, End: n.End, Author: n.Author, Words: n.Words, Resolved: n.Resolved, Reply: n.Reply}
		if !n.At.IsZero() {
			at := n.At.UTC()
			note.At = &at
		}
		s.Comments = append(s.Comments, note)
	}
	for _, o := range d.Omitted {
		s.Omitted = append(s.Omitted, models.Omission{Kind: string(o.Kind), Count: o.Count, Words: o.Words})
	}
	for _, a := range d.Around {
		s.Around = append(s.Around, models.Around{At: a.At, Words: a.Words})
	}
	if !d.Date.IsZero() && (d.MediaType == "text/html" || d.MediaType == "application/xhtml+xml") {
		at := d.Date.UTC()
		s.Date = &at
	}
	if languages := read.Languages(d.Text); len(languages) > 1 {
		s.Languages = languages
	}
	return s.Bounded()
}

// newOriginal returns a file's bytes with their hash, for the store.
func newOriginal(content []byte, mediaType string) *models.Original {
	sum := sha256.Sum256(content)
	return &models.Original{SHA256: hex.EncodeToString(sum[:]), MediaType: mediaType, Size: len(content), Bytes: content}
}

func readUploadedContent(file *multipart.FileHeader) ([]byte, error) {
	opened, err := file.Open()
	if err != nil {
		return nil, fmt.Errorf("opening the upload: %w", err)
	}
	defer opened.Close()
	content, err := io.ReadAll(opened)
	if err != nil {
		return nil, fmt.Errorf("reading the upload: %w", err)
	}
	return content, nil
}
