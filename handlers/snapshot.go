package handlers

import (
	"io"
	"net/http"
	"strconv"

	"github.com/gin-gonic/gin"

	"linecheck/formats/read"
	"linecheck/models"
	"linecheck/views"
)

// showSource shows a source with its snapshots and the claims that cite it.
func (h *Handlers) showSource(c *gin.Context) error {
	id, err := parseIDParam(c, "id")
	if err != nil {
		return err
	}
	return h.renderSource(c, http.StatusOK, id, nil)
}

func (h *Handlers) renderSource(c *gin.Context, status int, id int64, wrong models.ValidationErrors) error {
	who := reader(c)
	source, err := h.store.SourcePage(c.Request.Context(), who, id)
	if err != nil {
		return err
	}
	page := h.newPage(c, "%s", "sources", source.Source.Title)
	page.Styles = revisionStyles
	return h.render(
		c,
		status,
		views.Source(views.SourceView{Page: page, SourcePage: source, Errors: wrong, May: who.IsAllowed(models.ActCheck, source.Source.DeskID)}),
	)
}

// addSnapshot saves an uploaded file as a snapshot of a source.
func (h *Handlers) addSnapshot(c *gin.Context) error {
	id, err := parseIDParam(c, "id")
	if err != nil {
		return err
	}
	if err := h.store.MaySaveSnapshot(c.Request.Context(), reader(c), id); err != nil {
		return err // checked before the upload is read
	}
	if _, err := readForm(c); err != nil {
		return err
	}
	snapshot, err := readSnapshotUpload(c)
	if err != nil {
		return err
	}
	_, err = h.store.AddSnapshot(c.Request.Context(), reader(c), id, snapshot)
	if wrong := validationErrors(err); wrong != nil {
		return h.renderSource(c, http.StatusUnprocessableEntity, id, wrong)
	}
	if err != nil {
		return err
	}
	return seeOther(c, sourcePath(id))
}

func sourcePath(id int64) string { return "/sources/" + strconv.FormatInt(id, 10) }

// readSnapshotUpload returns the uploaded file. Its media type is detected from its bytes, not from its name.
func readSnapshotUpload(c *gin.Context) (models.NewSnapshot, error) {
	if c.Request.MultipartForm == nil || len(c.Request.MultipartForm.File["file"]) == 0 {
		return models.NewSnapshot{}, nil // rejected by the store's validation
	}
	upload := c.Request.MultipartForm.File["file"][0]
	content, err := readUploadedContent(upload)
	if err != nil {
		return models.NewSnapshot{}, err
	}
	media := detectMediaType(content)
	return models.NewSnapshot{
		Origin:    models.SnapshotUploaded,
		Name:      validFileName(upload.Filename),
		MediaType: media,
		Content:   content,
		Words:     read.VisibleWords(media, upload.Filename, content),
	}, nil
}

// downloadSnapshot sends a snapshot to be saved, never to be shown as a page of this site.
func (h *Handlers) downloadSnapshot(c *gin.Context) error {
	id, err := parseIDParam(c, "id")
	if err != nil {
		return err
	}
	row, file, err := h.store.Snapshot(c.Request.Context(), reader(c), id)
	if err != nil {
		return err
	}
	defer file.Close()
	content, err := io.ReadAll(file)
	if err != nil {
		return err
	}
	return sendAttachment(c, row.FileName(), row.MediaType, content)
}
