package handlers

import (
	"cmp"
	"context"
	"fmt"
	"mime"
	"net/http"
	"path"
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"

	"linecheck/models"
	"linecheck/text"
	"linecheck/views"
)

// revisionStyles is what the pages of revisions fetch beside base.css.
var revisionStyles = []string{listStylesheet, "revision.css"}

// showRevisions lists an article's revisions.
func (h *Handlers) showRevisions(c *gin.Context) error {
	id, err := parseIDParam(c, "id")
	if err != nil {
		return err
	}
	return h.renderRevisions(c, http.StatusOK, id, nil)
}

func (h *Handlers) renderRevisions(c *gin.Context, status int, article int64, wrong models.ValidationErrors) error {
	who := reader(c)
	list, err := h.store.Revisions(c.Request.Context(), who, article)
	if err != nil {
		return err
	}
	page := h.newPage(c, "Revisions of %s", "articles", list.Title)
	page.Styles = revisionStyles
	return h.render(c, status, views.Revisions(views.RevisionsPage{Page: page, List: list, Errors: wrong,
		May: list.TrashedAt == nil && who.IsAllowed(models.ActHandIn, list.DeskID)}))
}

// withdrawRevision takes the current revision back.
func (h *Handlers) withdrawRevision(c *gin.Context) error {
	id, number, err := revisionPathParams(c)
	if err != nil {
		return err
	}
	err = h.store.WithdrawRevision(c.Request.Context(), reader(c), id, number)
	if wrong := validationErrors(err); wrong != nil {
		return h.renderRevisions(c, http.StatusConflict, id, wrong)
	}
	if err != nil {
		return err
	}
	return seeOther(c, articlePath(id)+"/revisions")
}

// showRevision shows one revision as it stood.
func (h *Handlers) showRevision(c *gin.Context) error {
	revision, err := h.loadRevision(c)
	if err != nil {
		return err
	}
	page := h.newPage(c, "Revision %s of %s", "articles", strconv.Itoa(revision.Revision.Number), revision.Title)
	page.Styles = []string{listStylesheet, "article.css", "revision.css"}
	return h.render(c, http.StatusOK, views.Revision(page, revision))
}

// loadRevision reads the revision that the address names.
func (h *Handlers) loadRevision(c *gin.Context) (models.RevisionPage, error) {
	id, number, err := revisionPathParams(c)
	if err != nil {
		return models.RevisionPage{}, err
	}
	return h.store.Revision(c.Request.Context(), reader(c), id, number)
}

// revisionPathParams reads which revision of which article the address names.
func revisionPathParams(c *gin.Context) (article int64, number int, err error) {
	if article, err = parseIDParam(c, "id"); err != nil {
		return 0, 0, err
	}
	n, err := parseIDParam(c, "n")
	if err != nil || n > maxRevisionNumber {
		return 0, 0, models.ErrNotFound
	}
	return article, int(n), nil
}

// maxRevisionNumber is more than an article can have: the database's numbers of revisions end beyond it.
const maxRevisionNumber = 1 << 30

// revisionText takes a revision's text out, byte for byte.
func (h *Handlers) revisionText(c *gin.Context) error {
	revision, err := h.loadRevision(c)
	if err != nil {
		return err
	}
	name := fmt.Sprintf("%d-%s-revision-%d.txt", revision.ID, sanitizeFileName(revision.Title), revision.Revision.Number)
	return sendAttachment(c, name, "text/plain; charset=utf-8", []byte(revision.Revision.Text))
}

// revisionOriginal takes out the file that a revision came from.
func (h *Handlers) revisionOriginal(c *gin.Context) error {
	id, number, err := revisionPathParams(c)
	if err != nil {
		return err
	}
	original, name, err := h.store.Original(c.Request.Context(), reader(c), id, number)
	if err != nil {
		return err
	}
	ending := path.Ext(name)
	return sendAttachment(
		c,
		fmt.Sprintf("%s.%s", cmp.Or(sanitizeFileName(strings.TrimSuffix(name, ending)), "original"), sanitizeFileName(ending)),
		original.MediaType,
		original.Bytes,
	)
}

// sendAttachment answers with a file that is saved and never shown: it is somebody's, and no page of ours.
func sendAttachment(c *gin.Context, name, mediaType string, content []byte) error {
	header := c.Writer.Header()
	header.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": name}))
	header.Set("Content-Security-Policy", "sandbox; default-src 'none'")
	header.Set("Cache-Control", "private, no-store")
	header.Set("Content-Length", strconv.Itoa(len(content)))
	header.Set("Content-Type", mediaType)
	c.Status(http.StatusOK)
	_, err := c.Writer.Write(content)
	return err
}

// showChanges compares a revision with another one: the one that it came in upon, where the address names none. Where it names one
// to compare to, it leads there.
func (h *Handlers) showChanges(c *gin.Context) error {
	id, number, err := revisionPathParams(c)
	if err != nil {
		return err
	}
	ctx, who := c.Request.Context(), reader(c)
	list, err := h.store.Revisions(ctx, who, id)
	if err != nil {
		return err
	}
	from, err := revisionQueryParam(c, "from", cmp.Or(list.PreviousNumber(number), number)) // the first is compared with itself
	if err != nil {
		return err
	}
	switch to, err := revisionQueryParam(c, "to", 0); {
	case err != nil:
		return err
	case to != 0:
		return seeOther(c, views.ChangesURL(id, from, to))
	}
	was, err := h.store.Revision(ctx, who, id, from)
	if err != nil {
		return err
	}
	is, err := h.store.Revision(ctx, who, id, number)
	if err != nil {
		return err
	}
	page := h.newPage(c, "Revisions %s and %s of %s", "articles", strconv.Itoa(from), strconv.Itoa(number), is.Title)
	page.Styles = revisionStyles
	return h.render(c, http.StatusOK, views.Changes(page, list, was, is))
}

// revisionQueryParam reads the number of a revision from the address's questions, or takes the other where there is none.
func revisionQueryParam(c *gin.Context, name string, other int) (int, error) {
	typed := c.Query(name)
	if typed == "" {
		return other, nil
	}
	n, err := parseID(typed)
	if err != nil || n > maxRevisionNumber {
		return 0, models.ErrNotFound
	}
	return int(n), nil
}

// confirmSentence says that what was found of a sentence holds for its words as they are.
func (h *Handlers) confirmSentence(c *gin.Context) error {
	return h.onSentence(c, views.ConfirmForm, func(ctx context.Context, who models.Reader, id int64, f form) (models.Location, error) {
		ticked, err := f.confirmation()
		if err != nil {
			return models.Location{}, err
		}
		return h.store.ConfirmSentence(ctx, who, id, ticked)
	})
}

// confirmation reads what was ticked of a sentence's former words, and what it was ticked of.
func (f form) confirmation() (models.ConfirmationInput, error) {
	covered, err := f.coveredSpans()
	ticked := models.ConfirmationInput{
		OnlyListed: f.Get("some") != "",
		Claims:     f.ids("claim"),
		Evidence:   f.ids("evidence"),
		Supports:   f.ids("supports"),
		Versions:   map[int64]int{},
		Covered:    covered,
	}
	for _, read := range f["read"] {
		claim, version, _ := strings.Cut(read, ".")
		if id, err := parseID(claim); err == nil {
			ticked.Versions[id], _ = strconv.Atoi(version)
		}
	}
	return ticked, err
}

// placeClaim says where a claim stands now.
func (h *Handlers) placeClaim(c *gin.Context) error {
	return h.onClaim(c, views.PlaceForm, func(ctx context.Context, who models.Reader, id int64, f form) (models.Location, error) {
		selection, wrong := parseSelectionForm(f)
		if wrong != nil {
			selection = models.Selection{Start: -1, End: -1} // whether they may is asked first
		}
		place, err := h.store.PlaceClaim(ctx, who, id, f.version(), selection)
		if wrong != nil && validationErrors(err) != nil {
			err = wrong
		}
		return place, err
	})
}

// validFileName is a file's name as it can be kept; "" where it cannot.
func validFileName(name string) string {
	if text.Validate(name) != nil {
		return ""
	}
	return name
}
