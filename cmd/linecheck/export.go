package main

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"linecheck/formats/write"
	"linecheck/handlers"
	"linecheck/models"
	"linecheck/store"
)

type exportCmd struct {
	What    string `arg:"" enum:"annotations,sentences,record,article,print,corrections,public" help:"annotations, sentences, record (the audit log), article (complete), print (the checking copy), corrections (the checked copy) or public (the public page)."`
	Article int64  `help:"Only this article."`
	Format  string `placeholder:"FORMAT" help:"annotations: csv, json, xlsx, jsonld or claimreview; sentences and record: csv or json; article: json or xlsx; copies: docx; public: html (default: the first)."`
	To      string `placeholder:"FOLDER" help:"public: write the page into this folder as index.html (default: to standard output)."`
	BOM     bool   `name:"bom" help:"Begin a CSV file with the byte order mark that Excel needs."`
	As      string `name:"as" placeholder:"EMAIL" help:"Export only what this user may see (default: everything)."`
	BaseURL string `name:"base-url" default:"http://127.0.0.1:8080" env:"LINECHECK_BASE_URL" help:"Public address of the pages, used for identifiers in jsonld and claimreview."`
}

// exportFormat is a format of an export. Some are only available for a single article.
type exportFormat struct {
	name          string
	singleArticle bool
	write         func(e exportJob, out io.Writer) error
}

// exportFormats lists the formats of each kind of export, the default first.
var exportFormats = map[string][]exportFormat{
	"annotations": {
		{"csv", false, func(e exportJob, out io.Writer) error { return write.Annotations(out, e.BOM, e.annotations) }},
		{"json", false, func(e exportJob, out io.Writer) error {
			return write.Objects(out, models.AnnotationColumns, e.annotations)
		}},
		{"xlsx", false, exportJob.workbook},
		{"jsonld", true, func(e exportJob, out io.Writer) error { return e.writeArticleFile(out, write.WebAnnotations) }},
		{"claimreview", true, func(e exportJob, out io.Writer) error { return e.writeArticleFile(out, write.ClaimReviews) }},
	},
	"sentences": {
		{"csv", false, func(e exportJob, out io.Writer) error { return write.Sentences(out, e.BOM, e.sentences) }},
		{"json", false, func(e exportJob, out io.Writer) error {
			return write.Objects(out, models.SentenceColumns, e.sentences)
		}},
	},
	"record": {
		{"csv", true, func(e exportJob, out io.Writer) error { return write.AuditLog(out, e.BOM, e.events) }},
		{"json", true, func(e exportJob, out io.Writer) error { return write.Objects(out, models.EventColumns, e.events) }},
	},
	"article": {
		{"json", true, func(e exportJob, out io.Writer) error {
			return e.writeArticleFile(out, func(w io.Writer, f models.ArticleFile, _ string) error {
				return write.ArticleFile(w, f, func(object []byte) (string, error) { return e.records.SignArticleFile(e.ctx, object) })
			})
		}},
		{"xlsx", true, exportJob.workbook},
	},
	"public": {{"html", true, exportJob.publicPage}},
	"print":  {{"docx", true, func(e exportJob, out io.Writer) error { return e.writeCopy(out, write.CheckingCopy) }}},
	"corrections": {{"docx", true, func(e exportJob, out io.Writer) error {
		return e.writeCopy(out, func(w io.Writer, found models.CheckingCopy, p write.PrintInfo) error {
			return write.CheckedCopy(w, found.BuildCheckedCopy(), p)
		})
	}}},
}

// format returns the requested format.
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
func (c *exportCmd) Run(ctx context.Context, s *settings, io *stdio) error {
	format, err := c.format()
	if err != nil {
		return err
	}
	if format.singleArticle && c.Article == 0 {
		return fmt.Errorf("%s as %s is of one article: say which with --article", c.What, format.name)
	}
	if c.To != "" && c.What != "public" {
		return errors.New("--to is for the public page: send other exports to a file with >")
	}
	return s.withCorruptStore(ctx, io, func(records *store.Store) error {
		reader, err := c.reader(ctx, records)
		if err != nil {
			return err
		}
		e := exportJob{c, ctx, records, reader, models.ArticleRow{}}
		if c.Article != 0 {
			if e.article, err = records.Article(ctx, reader, c.Article); err != nil {
				return fmt.Errorf("article %d: %w", c.Article, err)
			}
		}
		if err := records.WriteCheckpoint(ctx); err != nil {
			return err
		}
		if c.To != "" {
			return e.writeFolder(format)
		}
		out := bufio.NewWriter(io.Out)
		if err := format.write(e, out); err != nil {
			return err
		}
		return out.Flush()
	})
}

// reader returns the reader whose rights apply. Without --as, an export contains everything, because its caller can open the database
// anyway.
func (c *exportCmd) reader(ctx context.Context, records *store.Store) (models.Reader, error) {
	if c.As != "" {
		return findActingUser(ctx, records, c.As)
	}
	return records.UnrestrictedReader(ctx)
}

// exportJob is an export in progress.
type exportJob struct {
	*exportCmd
	ctx      context.Context
	records  *store.Store
	asReader models.Reader
	article  models.ArticleRow // the zero value if the export covers all articles
}

func (e exportJob) filter() models.Filter { return models.Filter{ArticleID: e.Article} }

func (e exportJob) annotations(row func(models.AnnotationExportRow) error) error {
	return e.records.EachAnnotation(e.ctx, e.asReader, e.filter(), row)
}

func (e exportJob) sentences(row func(models.SentenceExportRow) error) error {
	return e.records.EachSentence(e.ctx, e.asReader, e.filter(), row)
}

func (e exportJob) events(row func(models.EventExportRow) error) error {
	return e.records.EachEvent(e.ctx, e.asReader, models.AuditFilter{ArticleID: e.Article}, row)
}

func (e exportJob) workbook(out io.Writer) error {
	return handlers.Workbook(e.ctx, out, e.records, e.asReader, e.article, e.filter())
}

func (e exportJob) writeArticleFile(out io.Writer, writes func(io.Writer, models.ArticleFile, string) error) error {
	f, err := e.records.ArticleFile(e.ctx, e.asReader, e.Article)
	if err != nil {
		return err
	}
	return writes(out, f, strings.TrimSuffix(e.BaseURL, "/"))
}

func (e exportJob) writeCopy(out io.Writer, writes func(io.Writer, models.CheckingCopy, write.PrintInfo) error) error {
	found, err := e.records.CheckingCopy(e.ctx, e.asReader, e.Article)
	if err != nil {
		return err
	}
	return writes(out, found, write.PrintInfo{By: e.asReader.Name, At: time.Now(), Zone: time.Local})
}

// publicPage writes the public page of the article, byte for byte as the server sends it.
func (e exportJob) publicPage(out io.Writer) error {
	a, err := e.records.ExportPublicArticle(e.ctx, e.asReader, e.Article)
	if errors.Is(err, models.ErrNotFound) {
		return fmt.Errorf("article %d has no public page: it is switched off, or the article is not signed off", e.Article)
	}
	if err != nil {
		return err
	}
	return handlers.PublicPage(e.ctx, out, a)
}

// writeFolder writes the export into a folder as index.html, and creates the folder if need be.
func (e exportJob) writeFolder(format exportFormat) error {
	var page bytes.Buffer
	if err := format.write(e, &page); err != nil {
		return err
	}
	if err := os.MkdirAll(e.To, 0o755); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(e.To, "index.html"), page.Bytes(), 0o644)
}
