package handlers

import (
	"context"
	"crypto/sha256"
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
)

// file is an uploaded file that was read.
type file struct {
	read.Document
	original *models.Original // nil where no file was chosen, or it cannot be read
	name     string
}

// said is what it says of its text.
func (f file) said() *models.Said { return SaidBy(f.Document) }

// title is its own title, or else its name.
func (f file) title() string {
	if f.Title != "" {
		return f.Title
	}
	return strings.TrimSuffix(f.name, filepath.Ext(f.name))
}

// takeFile reads an uploaded file, if there is one. What is wrong with it is noted. A text that was pasted besides leaves it aside.
func takeFile(c *gin.Context, pasted string, wrong *models.Invalid) (file, error) {
	uploads := filesOf(c)
	if len(uploads) == 0 {
		return file{}, nil
	}
	if pasted != "" {
		wrong.Add("file", "Please either paste the text or choose a file: both were given, so the file has been left aside.")
		return file{}, nil
	}
	return readFile(c.Request.Context(), uploads[0], wrong)
}

// filesOf are the files that were chosen in a form.
func filesOf(c *gin.Context) []*multipart.FileHeader {
	if c.Request.MultipartForm == nil {
		return nil
	}
	files := c.Request.MultipartForm.File["file"]
	if len(files) == 1 && files[0].Filename == "" && files[0].Size == 0 {
		return nil // a browser's way of saying that none was chosen
	}
	return files
}

// readFile reads one file. What is wrong with it is noted.
func readFile(ctx context.Context, upload *multipart.FileHeader, wrong *models.Invalid) (file, error) {
	content, err := contents(upload)
	if err != nil {
		return file{}, err
	}
	taken := file{name: keptName(upload.Filename)}
	document, err := read.File(ctx, upload.Filename, content)
	var character *text.InvalidError
	switch {
	case err != nil && ctx.Err() != nil:
		return file{}, ctx.Err()
	case errors.As(err, &character):
		wrong.Add("file", "This cannot be kept as text: %s.", character)
		return taken, nil
	case err != nil:
		wrong.Add("file", "%s", err)
		return taken, nil
	}
	taken.Document, taken.original = document, originalOf(content, document.MediaType)
	return taken, nil
}

// SaidBy is what a document says of its text, as it is kept; nil where it says nothing.
func SaidBy(d read.Document) *models.Said {
	var s models.Said
	for _, h := range d.Hints {
		s.Hints = append(s.Hints, models.Hint{Start: h.Start, End: h.End, Region: sentence.Region(h.Region)})
	}
	for _, l := range d.Links {
		s.Links = append(s.Links, models.Link{Start: l.Start, End: l.End, Address: l.Address})
	}
	for _, n := range d.Notes {
		note := models.Note{Start: n.Start, End: n.End, Author: n.Author, Words: n.Words}
		if !n.At.IsZero() {
			at := n.At.UTC()
			note.At = &at
		}
		s.Notes = append(s.Notes, note)
	}
	return s.Kept()
}

// originalOf is a file's bytes as they are kept.
func originalOf(content []byte, mediaType string) *models.Original {
	sum := sha256.Sum256(content)
	return &models.Original{SHA256: hex.EncodeToString(sum[:]), MediaType: mediaType, Size: len(content), Bytes: content}
}

func contents(file *multipart.FileHeader) ([]byte, error) {
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
