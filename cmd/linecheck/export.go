package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"linecheck/formats/write"
	"linecheck/handlers"
	"linecheck/models"
	"linecheck/store"
)

type exportCmd struct {
	What    string `arg:"" enum:"annotations,sentences,record,article,print,corrections" help:"annotations, sentences, record, article (all of it), print (the checking copy) or corrections (the checked copy)."`
	Article int64  `help:"Only this article."`
	Format  string `placeholder:"FORMAT" help:"annotations: csv, json, xlsx, jsonld or claimreview; sentences and record: csv or json; article: json or xlsx; copies: docx (default: the first)."`
	BOM     bool   `name:"bom" help:"Begin a CSV file with the byte order mark that Excel wants."`
	As      string `name:"as" placeholder:"EMAIL" help:"Person whose rights count (default: everything)."`
	BaseURL string `name:"base-url" default:"http://127.0.0.1:8080" env:"LINECHECK_BASE_URL" help:"Address at which people reach the pages: jsonld and claimreview name things by it."`
}

// exportFormat is one way of writing something out. Some are of one article and no more.
type exportFormat struct {
	name  string
	alone bool
	write func(e exporting, out io.Writer) error
}

// exportFormats are the formats of each thing that can be written, the usual one first.
var exportFormats = map[string][]exportFormat{
	"annotations": {
		{"csv", false, func(e exporting, out io.Writer) error { return write.Annotations(out, e.BOM, e.annotations) }},
		{"json", false, func(e exporting, out io.Writer) error {
			return write.Objects(out, models.AnnotationColumns, e.annotations)
		}},
		{"xlsx", false, exporting.workbook},
		{"jsonld", true, func(e exporting, out io.Writer) error { return e.whole(out, write.WebAnnotations) }},
		{"claimreview", true, func(e exporting, out io.Writer) error { return e.whole(out, write.ClaimReviews) }},
	},
	"sentences": {
		{"csv", false, func(e exporting, out io.Writer) error { return write.Sentences(out, e.BOM, e.sentences) }},
		{"json", false, func(e exporting, out io.Writer) error {
			return write.Objects(out, models.SentenceColumns, e.sentences)
		}},
	},
	"record": {
		{"csv", true, func(e exporting, out io.Writer) error { return write.Record(out, e.BOM, e.events) }},
		{"json", true, func(e exporting, out io.Writer) error { return write.Objects(out, models.EventColumns, e.events) }},
	},
	"article": {
		{"json", true, func(e exporting, out io.Writer) error {
			return e.whole(out, func(w io.Writer, f models.ArticleFile, _ string) error { return write.ArticleFile(w, f) })
		}},
		{"xlsx", true, exporting.workbook},
	},
	"print": {{"docx", true, func(e exporting, out io.Writer) error { return e.copy(out, write.CheckingCopy) }}},
	"corrections": {{"docx", true, func(e exporting, out io.Writer) error {
		return e.copy(out, func(w io.Writer, found models.CheckingCopy, p write.Printing) error {
			return write.CheckedCopy(w, found.Checked(), p)
		})
	}}},
}

// format finds the format that was asked for.
func (c *exportCmd) format() (exportFormat, error) {
	all := exportFormats[c.What]
	if c.Format == "" {
		return all[0], nil
	}
	i := slices.IndexFunc(all, func(f exportFormat) bool { return f.name == c.Format })
	if i >= 0 {
		return all[i], nil
	}
	var names []string
	for _, f := range all {
		names = append(names, f.name)
	}
	return exportFormat{}, fmt.Errorf("%s cannot be written as %q: choose %s", c.What, c.Format, strings.Join(names, ", "))
}

// Run writes to standard output.
func (c *exportCmd) Run(ctx context.Context, s *settings, io *streams) error {
	format, err := c.format()
	if err != nil {
		return err
	}
	if format.alone && c.Article == 0 {
		return fmt.Errorf("%s as %s is of one article: say which with --article", c.What, format.name)
	}
	return s.withUnsound(ctx, io, func(records *store.Store) error {
		reader, err := c.reader(ctx, records)
		if err != nil {
			return err
		}
		e := exporting{c, ctx, records, reader, models.ArticleRow{}}
		if c.Article != 0 {
			if e.article, err = records.Article(ctx, reader, c.Article); err != nil {
				return fmt.Errorf("article %d: %w", c.Article, err)
			}
		}
		if err := records.Anchor(ctx); err != nil {
			return err
		}
		out := bufio.NewWriter(io.Out)
		if err := format.write(e, out); err != nil {
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

// exporting is an export under way.
type exporting struct {
	*exportCmd
	ctx     context.Context
	records *store.Store
	who     models.Reader
	article models.ArticleRow // the zero row where it is of all
}

func (e exporting) filter() models.Filter { return models.Filter{ArticleID: e.Article} }

func (e exporting) annotations(row func(models.AnnotationRecord) error) error {
	return e.records.EachAnnotation(e.ctx, e.who, e.filter(), row)
}

func (e exporting) sentences(row func(models.SentenceRecord) error) error {
	return e.records.EachSentence(e.ctx, e.who, e.filter(), row)
}

func (e exporting) events(row func(models.EventRecord) error) error {
	return e.records.EachEvent(e.ctx, e.who, models.RecordFilter{ArticleID: e.Article}, row)
}

func (e exporting) workbook(out io.Writer) error {
	return handlers.Workbook(e.ctx, out, e.records, e.who, e.article, e.filter())
}

func (e exporting) whole(out io.Writer, writes func(io.Writer, models.ArticleFile, string) error) error {
	f, err := e.records.ArticleFile(e.ctx, e.who, e.Article)
	if err != nil {
		return err
	}
	return writes(out, f, strings.TrimSuffix(e.BaseURL, "/"))
}

func (e exporting) copy(out io.Writer, writes func(io.Writer, models.CheckingCopy, write.Printing) error) error {
	found, err := e.records.CheckingCopy(e.ctx, e.who, e.Article)
	if err != nil {
		return err
	}
	return writes(out, found, write.Printing{By: e.who.Name, At: time.Now(), Zone: time.Local})
}
