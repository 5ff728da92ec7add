package handlers

import (
	"bytes"
	"fmt"
	"io"
	"mime"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/gin-gonic/gin"

	"linecheck/formats/write"
	"linecheck/models"
	"linecheck/text/message"
	"linecheck/views"
)

// copyStyles are loaded in addition to base.css. Marks look as in the article view.
var copyStyles = []string{"article.css", "print.css"}

// showCheckingCopy shows an article as a printable copy with all findings.
func (h *Handlers) showCheckingCopy(c *gin.Context) error {
	page, err := h.loadCopyPage(c, "Checking copy of %s")
	if err != nil {
		return err
	}
	return h.render(c, http.StatusOK, views.CheckingCopy(page))
}

// showCheckedCopy shows an article with its corrections alone.
func (h *Handlers) showCheckedCopy(c *gin.Context) error {
	page, err := h.loadCopyPage(c, "Checked copy of %s")
	if err != nil {
		return err
	}
	return h.render(c, http.StatusOK, views.CheckedCopy(views.CheckedCopyPage{CopyPage: page, Checked: page.Copy.BuildCheckedCopy()}))
}

func (h *Handlers) loadCopyPage(c *gin.Context, title message.Key) (views.CopyPage, error) {
	found, err := h.loadCheckingCopy(c)
	if err != nil {
		return views.CopyPage{}, err
	}
	shell := h.newPage(c, title, "articles", found.Title)
	shell.Styles = copyStyles
	return views.CopyPage{Page: shell, Copy: found, At: time.Now(), By: reader(c).Name}, nil
}

// loadCheckingCopy loads the article that the URL names.
func (h *Handlers) loadCheckingCopy(c *gin.Context) (models.CheckingCopy, error) {
	id, err := parseIDParam(c, "id")
	if err != nil {
		return models.CheckingCopy{}, err
	}
	return h.store.CheckingCopy(c.Request.Context(), reader(c), id)
}

// checkingCopyDOCX exports an article as a Word file with a comment on the words of every claim.
func (h *Handlers) checkingCopyDOCX(c *gin.Context) error {
	return h.sendCopyDOCX(c, "checking-copy", write.CheckingCopy)
}

// checkedCopyDOCX exports an article as a Word file in which the accepted corrections are tracked changes.
func (h *Handlers) checkedCopyDOCX(c *gin.Context) error {
	return h.sendCopyDOCX(c, "checked-copy", func(w io.Writer, found models.CheckingCopy, p write.PrintInfo) error {
		return write.CheckedCopy(w, found.BuildCheckedCopy(), p)
	})
}

// sendCopyDOCX writes the whole file into memory before it sends the first byte.
func (h *Handlers) sendCopyDOCX(c *gin.Context, what string, writes func(io.Writer, models.CheckingCopy, write.PrintInfo) error) error {
	found, err := h.loadCheckingCopy(c)
	if err != nil {
		return err
	}
	var file bytes.Buffer
	p := write.PrintInfo{By: reader(c).Name, At: time.Now(), Zone: h.zone, Messages: message.From(c.Request.Context())}
	if err := writes(&file, found, p); err != nil {
		return fmt.Errorf("writing the %s: %w", what, err)
	}
	name := strings.TrimSuffix(strconv.FormatInt(found.ID, 10)+"-"+sanitizeFileName(found.Title), "-") + "-" + what + ".docx"
	c.Header("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": name}))
	c.Header("Linecheck-Chain-Head", found.Chain.Head)
	c.Header("Linecheck-Chain-Length", strconv.Itoa(found.Chain.Length))
	c.Header("Content-Length", strconv.Itoa(file.Len()))
	c.Data(http.StatusOK, write.DOCX, file.Bytes())
	return nil
}
