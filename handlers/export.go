package handlers

import (
	"context"
	"io"
	"mime"
	"net/http"
	"strconv"
	"strings"
	"time"
	"unicode"

	"github.com/gin-gonic/gin"

	"linecheck/formats/write"
	"linecheck/models"
)

// annotationsCSV takes out every annotation, and every claim without one, that the reader may see, under a filter.
func (h *Handlers) annotationsCSV(c *gin.Context) error {
	return h.exportCSV(c, "annotations", "", 0, h.writeAnnotations)
}

// sentencesCSV takes out every sentence that the reader may see, under a filter.
func (h *Handlers) sentencesCSV(c *gin.Context) error {
	return h.exportCSV(c, "sentences", "", 0, h.writeSentences)
}

// articleAnnotationsCSV takes out one article's annotations.
func (h *Handlers) articleAnnotationsCSV(c *gin.Context) error {
	return h.exportArticle(c, "annotations", h.writeAnnotations)
}

// articleSentencesCSV takes out one article's sentences.
func (h *Handlers) articleSentencesCSV(c *gin.Context) error {
	return h.exportArticle(c, "sentences", h.writeSentences)
}

func (h *Handlers) exportArticle(c *gin.Context, what string, records filterExporter) error {
	id, err := parseIDParam(c, "id")
	if err != nil {
		return err
	}
	article, err := h.store.Article(c.Request.Context(), reader(c), id)
	if err != nil {
		return err
	}
	return h.exportCSV(c, what, article.Title, id, records)
}

// filterExporter streams the records under a filter.
type filterExporter func(ctx context.Context, w io.Writer, who models.Reader, f models.Filter, bom bool) error

// exportCSV streams a file. What fails before its first byte is an error as any other. After it the connection is cut,
// so that nobody takes half a file for the whole.
func (h *Handlers) exportCSV(c *gin.Context, what, title string, article int64, records filterExporter) error {
	a := h.parseListQuery(c)
	filter, bom := a.claimFilter(), a.boolParam("bom")
	if len(a.fieldErrors) > 0 {
		return a.fieldErrors
	}
	if article != 0 {
		filter.ArticleID = article
	}
	return h.sendCSV(c, what, title, article, func(w io.Writer) error { return records(c.Request.Context(), w, reader(c), filter, bom) })
}

// sendCSV streams a CSV file.
func (h *Handlers) sendCSV(c *gin.Context, what, title string, article int64, write func(io.Writer) error) error {
	return h.sendFile(c, "text/csv; charset=utf-8; header=present", attachmentHeader(what+".csv", title, article), write)
}

// sendFile streams a file, with the head of the record as it stood when the file began.
func (h *Handlers) sendFile(c *gin.Context, mediaType, disposition string, write func(io.Writer) error) error {
	header := c.Writer.Header()
	if err := h.setChainHeaders(c.Request.Context(), header); err != nil {
		return err
	}
	if err := h.store.WriteCheckpoint(c.Request.Context()); err != nil {
		h.log.Error("the chain was not anchored", "error", err) // whoever takes a file out has no part in that
	}
	header.Set("Content-Type", mediaType)
	header.Set("Content-Disposition", disposition)
	if c.Request.Method == http.MethodHead {
		c.Status(http.StatusOK)
		return nil
	}
	w := deadlineWriter{c.Writer, http.NewResponseController(c.Writer)}
	err := write(w)
	if err != nil && c.Request.Context().Err() != nil {
		panic(http.ErrAbortHandler) // the reader has left: no mistake of ours, and no whole file either
	}
	return err
}

func (h *Handlers) writeAnnotations(ctx context.Context, w io.Writer, who models.Reader, f models.Filter, bom bool) error {
	return write.Annotations(w, bom, func(row func(models.AnnotationExportRow) error) error {
		return h.store.EachAnnotation(ctx, who, f, row)
	})
}

func (h *Handlers) writeSentences(ctx context.Context, w io.Writer, who models.Reader, f models.Filter, bom bool) error {
	return write.Sentences(w, bom, func(row func(models.SentenceExportRow) error) error {
		return h.store.EachSentence(ctx, who, f, row)
	})
}

// chunkTimeout is how long a reader may take for one piece of a file: a long download is fine, a stalled one is not.
const chunkTimeout = time.Minute

// deadlineWriter gives every piece of an answer its own time, whatever the server allows for whole answers.
type deadlineWriter struct {
	http.ResponseWriter
	control *http.ResponseController
}

func (p deadlineWriter) Write(b []byte) (int, error) {
	_ = p.control.SetWriteDeadline(time.Now().Add(chunkTimeout)) // a connection that knows no deadlines does without
	return p.ResponseWriter.Write(b)
}

// Flush sends on what has been written.
func (p deadlineWriter) Flush() { _ = p.control.Flush() } // where it cannot be, the first piece goes with the second

// attachmentHeader names the file: what is in it, with its ending, and for an article its number and title.
func attachmentHeader(what, title string, article int64) string {
	name := what
	if article != 0 {
		name = strings.TrimRight(strconv.FormatInt(article, 10)+"-"+sanitizeFileName(title), "-") + "-" + what
	}
	return mime.FormatMediaType("attachment", map[string]string{"filename": name})
}

// maxFileName bounds a title in a file's name, in code points: with the rest around it every file system takes it.
const maxFileName = 50

// sanitizeFileName keeps of a title what every file system takes: letters with their marks and figures, with one hyphen for
// all between them.
func sanitizeFileName(title string) string {
	var kept []rune
	for _, r := range title {
		if len(kept) == maxFileName {
			break
		}
		switch {
		case unicode.IsLetter(r), unicode.IsDigit(r), unicode.IsMark(r) && len(kept) > 0:
			kept = append(kept, r)
		case len(kept) > 0 && kept[len(kept)-1] != '-':
			kept = append(kept, '-')
		}
	}
	return strings.Trim(string(kept), "-")
}
