package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"linecheck/formats/read"
	"linecheck/models"
	"linecheck/store"
)

type importCmd struct {
	File  string `arg:"" help:"Text file, or - for standard input."`
	Title string `help:"Title (default: the file's name)."`
	Lang  string `default:"en" help:"Language, such as en or fa."`
	Desk  string `help:"Desk (default: the first one of the person)."`
	As    string `name:"as" placeholder:"EMAIL" help:"Person who hands it in (default: the first administrator)."`
}

// Run brings an article in and prints its id.
func (c *importCmd) Run(ctx context.Context, s *settings, io *streams) error {
	b, err := c.bytes(io.In)
	if err != nil {
		return err
	}
	document, err := read.Text(c.File, b)
	if err != nil {
		return err
	}
	return s.withStore(ctx, io, func(records *store.Store) error {
		reader, err := actingAs(ctx, records, c.As)
		if err != nil {
			return err
		}
		desk, err := c.deskOf(reader)
		if err != nil {
			return err
		}
		sum := sha256.Sum256(b)
		article, err := records.CreateArticle(ctx, reader, models.NewArticle{Title: c.title(), Text: document.Text, Language: c.Lang, DeskID: desk, FileName: c.fileName(),
			Original: &models.Original{SHA256: hex.EncodeToString(sum[:]), MediaType: document.MediaType, Size: len(b), Bytes: b}})
		if err != nil {
			return err
		}
		_, err = fmt.Fprintln(io.Out, article.ID)
		return err
	})
}

func (c *importCmd) bytes(in io.Reader) ([]byte, error) {
	if c.File == "-" {
		return io.ReadAll(in)
	}
	return os.ReadFile(c.File)
}

func (c *importCmd) fileName() string {
	if c.File == "-" {
		return ""
	}
	return filepath.Base(c.File)
}

// title is the one given, or the file's name without its ending.
func (c *importCmd) title() string {
	if c.Title != "" || c.File == "-" {
		return c.Title
	}
	return strings.TrimSuffix(c.fileName(), filepath.Ext(c.File))
}

// deskOf finds the person's desk of the given name, or the first at which they may hand in.
func (c *importCmd) deskOf(reader models.Reader) (int64, error) {
	for _, d := range reader.DesksFor(models.ActHandIn) {
		if c.Desk == "" || d.Desk == c.Desk {
			return d.DeskID, nil
		}
	}
	return 0, fmt.Errorf("%s may not hand in at a desk %q", reader.Email, c.Desk)
}

// actingAs finds the person for whom a command acts; without a name, the first administrator.
func actingAs(ctx context.Context, records *store.Store, email string) (models.Reader, error) {
	if email == "" {
		people, err := records.AllPeople(ctx)
		if err != nil {
			return models.Reader{}, err
		}
		for _, p := range people {
			for _, d := range p.Desks {
				if d.Role == models.Admin && p.DisabledAt == nil {
					return records.ReaderByEmail(ctx, p.Email)
				}
			}
		}
		return models.Reader{}, fmt.Errorf("there is no administrator yet: start linecheck and open the one-time address, or use linecheck user add")
	}
	reader, err := records.ReaderByEmail(ctx, email)
	if err != nil {
		return reader, fmt.Errorf("finding %s: %w", email, err)
	}
	return reader, nil
}
