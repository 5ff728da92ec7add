package main

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"linecheck/formats/read"
	"linecheck/handlers"
	"linecheck/models"
	"linecheck/store"
)

type importCmd struct {
	Files    []string `arg:"" name:"file" help:"Files: texts, or complete articles exported as JSON; or - for standard input."`
	Title    string   `help:"Title (default: from the file, or its name)."`
	Lang     string   `help:"Language, such as en or fa (default: detected from the text)."`
	Desk     string   `help:"Desk (default: the user's first one)."`
	Encoding string   `help:"Encoding of a text whose bytes leave a doubt, such as windows-1251 (default: detected from the bytes)."`
	As       string   `name:"as" placeholder:"EMAIL" help:"User who adds the article (default: the first administrator)."`
}

// Run imports articles and prints their ids, for several files one line each with the file's name. It
// reports a file that fails on the error stream and continues with the others.
func (c *importCmd) Run(ctx context.Context, s *settings, io *stdio) error {
	if len(c.Files) > 1 && c.Title != "" {
		return fmt.Errorf("--title is of one file, and there are %d", len(c.Files))
	}
	return s.withStore(ctx, io, func(records *store.Store) error {
		reader, err := findActingUser(ctx, records, c.As)
		if err != nil {
			return err
		}
		desk, err := c.findDesk(reader)
		if err != nil {
			return err
		}
		failed := 0
		for _, name := range c.Files {
			article, err := c.importFile(ctx, records, reader, desk, name, io)
			switch {
			case err != nil && len(c.Files) == 1:
				return err
			case err != nil:
				failed++
				fmt.Fprintf(io.Err, "%s: %v\n", name, err)
			case len(c.Files) == 1:
				fmt.Fprintln(io.Out, article.ID)
			default:
				fmt.Fprintf(io.Out, "%d\t%s\n", article.ID, name)
			}
		}
		if failed > 0 {
			return fmt.Errorf("%d of %d files were not brought in", failed, len(c.Files))
		}
		return nil
	})
}

// importFile imports one file.
func (c *importCmd) importFile(
	ctx context.Context,
	records *store.Store,
	who models.Reader,
	desk int64,
	name string,
	io *stdio,
) (models.Article, error) {
	b, err := readInput(name, io.In)
	if err != nil {
		return models.Article{}, err
	}
	if models.IsArticleFile(b) {
		return records.ImportArticle(ctx, who, desk, fileName(name), b)
	}
	document, err := read.FileWith(ctx, name, b, read.FileOptions{Encoding: c.Encoding})
	if err != nil {
		return models.Article{}, err
	}
	for _, o := range document.Omitted {
		fmt.Fprintf(io.Err, "%s: left out, %s (%d): %s\n", name, o.Kind, o.Count, strings.ReplaceAll(o.Words, "\n", " / "))
	}
	sum := sha256.Sum256(b)
	article, err := records.CreateArticle(
		ctx,
		who,
		models.NewArticle{
			Title:    c.title(name, read.TitleOf(document)),
			Text:     document.Text,
			Language: cmp.Or(c.Lang, read.DocumentLanguage(document), "en"),
			DeskID:   desk,
			FileName: fileName(name),
			Markup:   handlers.MarkupOf(document),
			Original: &models.Original{SHA256: hex.EncodeToString(sum[:]), MediaType: document.MediaType, Size: len(b), Bytes: b},
		},
	)
	if err != nil {
		return article, err
	}
	same, err := records.SameText(ctx, who, article.ID)
	if err == nil && same != nil {
		fmt.Fprintf(io.Err, "%s: the same text was added before, as article %d (%s)\n", name, same.ID, same.Title)
	}
	return article, err
}

func readInput(name string, in io.Reader) ([]byte, error) {
	if name == "-" {
		return io.ReadAll(in)
	}
	return os.ReadFile(name)
}

// fileName returns a file's name without its folders, or "" for standard input.
func fileName(name string) string {
	if name == "-" {
		return ""
	}
	return filepath.Base(name)
}

// title returns the title from the flag, from the file, or its name without the extension.
func (c *importCmd) title(name, own string) string {
	return cmp.Or(c.Title, own, strings.TrimSuffix(fileName(name), filepath.Ext(name)))
}

// findDesk finds the user's desk of that name, or the first at which they may add articles.
func (c *importCmd) findDesk(reader models.Reader) (int64, error) {
	for _, d := range reader.DesksFor(models.ActHandIn) {
		if c.Desk == "" || d.Desk == c.Desk {
			return d.DeskID, nil
		}
	}
	return 0, fmt.Errorf("%s may not hand in at a desk %q", reader.Email, c.Desk)
}

// findActingUser finds the user for whom a command acts. Without an address this is the first
// administrator.
func findActingUser(ctx context.Context, records *store.Store, email string) (models.Reader, error) {
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
		return models.Reader{}, fmt.Errorf(
			"there is no administrator yet: start linecheck and open the one-time address, or use linecheck user add",
		)
	}
	reader, err := records.ReaderByEmail(ctx, email)
	if err != nil {
		return reader, fmt.Errorf("finding %s: %w", email, err)
	}
	return reader, nil
}
