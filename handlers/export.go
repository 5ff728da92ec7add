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

// annotationsCSV exports every annotation and every claim without one that the user may see, filtered.
func (h *Handlers) annotationsCSV(c *gin.Context) error {
	return h.exportCSV(c, "annotations", "", 0, h.writeAnnotations)
}

// sentencesCSV exports every sentence that the user may see, filtered.
func (h *Handlers) sentencesCSV(c *gin.Context) error {
	return h.exportCSV(c, "sentences", "", 0, h.writeSentences)
}

// articleAnnotationsCSV exports one article's annotations.
func (h *Handlers) articleAnnotationsCSV(c *gin.Context) error {
	return h.exportArticle(c, "annotations", h.writeAnnotations)
}

// articleSentencesCSV exports one article's sentences.
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

// filterExporter streams the rows that a filter selects.
type filterExporter func(ctx context.Context, w io.Writer, who models.Reader, f models.Filter, bom bool) error

// exportCSV streams a file. An error before the first byte gets an error response. A later error closes the connection, so that the
// client does not accept half a file.
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

// sendFile streams a file. Its headers contain the head of the hash chain at the start.
func (h *Handlers) sendFile(c *gin.Context, mediaType, disposition string, write func(io.Writer) error) error {
	header := c.Writer.Header()
	if err := h.setChainHeaders(c.Request.Context(), header); err != nil {
		return err
	}
	if err := h.store.WriteCheckpoint(c.Request.Context()); err != nil {
		h.log.Error("the chain was not anchored", "error", err) // the export can continue without it
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
		panic(http.ErrAbortHandler) // the client has disconnected, which is not an error of the server
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

// chunkTimeout is the longest time to write one chunk of a file. It stops a stalled download, but not a long one.
const chunkTimeout = time.Minute

// deadlineWriter extends the write deadline before every write, beyond the server's timeout for a whole
// response.
type deadlineWriter struct {
	http.ResponseWriter
	control *http.ResponseController
}

func (p deadlineWriter) Write(b []byte) (int, error) {
	_ = p.control.SetWriteDeadline(time.Now().Add(chunkTimeout)) // a connection without deadlines needs none
	return p.ResponseWriter.Write(b)
}

// Flush sends what has been written.
func (p deadlineWriter) Flush() { _ = p.control.Flush() } // if flushing is not supported, the data is sent with the next write

// attachmentHeader names the file: its content with the extension, and for an article its id and title.
func attachmentHeader(what, title string, article int64) string {
	name := what
	if article != 0 {
		name = strings.TrimRight(strconv.FormatInt(article, 10)+"-"+sanitizeFileName(title), "-") + "-" + what
	}
	return mime.FormatMediaType("attachment", map[string]string{"filename": name})
}

// maxFileName limits the title in a file name, in code points, so that every file system accepts the whole
// name.
const maxFileName = 50

// sanitizeFileName keeps the parts of a title that every file system accepts: letters with their marks, and
// digits. Each run of other characters becomes one hyphen.
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
