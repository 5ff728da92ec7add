package main

import (
	"bufio"
	"context"
	"fmt"

	"linecheck/formats/write"
	"linecheck/models"
	"linecheck/store"
)

type exportCmd struct {
	What    string `arg:"" enum:"annotations,sentences" help:"annotations or sentences."`
	Article int64  `help:"Only this article."`
	Format  string `default:"csv" enum:"csv" help:"Format: csv."`
	BOM     bool   `name:"bom" help:"Begin with the byte order mark that Excel wants."`
	As      string `name:"as" placeholder:"EMAIL" help:"Person whose rights count (default: everything)."`
}

// Run writes the rows to standard output.
func (c *exportCmd) Run(ctx context.Context, s *settings, io *streams) error {
	return s.withStore(ctx, io, func(records *store.Store) error {
		reader, err := c.reader(ctx, records)
		if err != nil {
			return err
		}
		filter := models.Filter{ArticleID: c.Article}
		if c.Article != 0 {
			if _, err := records.Article(ctx, reader, c.Article); err != nil {
				return fmt.Errorf("article %d: %w", c.Article, err)
			}
		}
		out := bufio.NewWriter(io.Out)
		if c.What == "sentences" {
			err = write.Sentences(out, c.BOM, func(do func(models.SentenceRecord) error) error {
				return records.EachSentence(ctx, reader, filter, do)
			})
		} else {
			err = write.Annotations(out, c.BOM, func(do func(models.AnnotationRecord) error) error {
				return records.EachAnnotation(ctx, reader, filter, do)
			})
		}
		if err != nil {
			return err
		}
		return out.Flush()
	})
}

// reader is whose rights count: whoever can open the database sees everything unless they ask for less.
func (c *exportCmd) reader(ctx context.Context, records *store.Store) (models.Reader, error) {
	if c.As != "" {
		return actingAs(ctx, records, c.As)
	}
	return records.Everyone(ctx)
}
