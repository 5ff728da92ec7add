package handlers

import (
	"cmp"
	"context"
	"errors"
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

// revisionStyles are loaded by the pages of revisions in addition to base.css.
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

// withdrawRevision withdraws the current revision.
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

// showRevision shows one revision.
func (h *Handlers) showRevision(c *gin.Context) error {
	revision, err := h.loadRevision(c)
	if err != nil {
		return err
	}
	page := h.newPage(c, "Revision %s of %s", "articles", strconv.Itoa(revision.Revision.Number), revision.Title)
	page.Styles = []string{listStylesheet, "article.css", "revision.css"}
	_, err = h.store.RevisableArticle(c.Request.Context(), reader(c), revision.ID)
	if err != nil && !errors.Is(err, models.ErrForbidden) && !errors.Is(err, models.ErrNotFound) {
		return err
	}
	return h.render(c, http.StatusOK, views.Revision(page, revision, err == nil))
}

// draftPassages puts paragraphs that were around the article of a page into a new draft. It saves nothing.
func (h *Handlers) draftPassages(c *gin.Context) error {
	row, err := h.loadRevisableArticle(c)
	if err != nil {
		return err
	}
	revision, err := h.loadRevision(c)
	if err != nil {
		return err
	}
	fields, err := readForm(c)
	if fields == nil {
		return err
	}
	var numbers []int
	for _, typed := range fields["passage"] {
		if n, err := strconv.Atoi(typed); err == nil {
			numbers = append(numbers, n)
		}
	}
	draft := views.Draft{Text: revision.Revision.Text, Base: revision.Revision.Number}
	if said := revision.Revision.Markup; said != nil {
		draft.Text = said.WithAround(draft.Text, numbers)
	}
	return h.renderDraftForm(c, http.StatusOK, row, draft)
}

// loadRevision loads the revision that the URL names.
func (h *Handlers) loadRevision(c *gin.Context) (models.RevisionPage, error) {
	id, number, err := revisionPathParams(c)
	if err != nil {
		return models.RevisionPage{}, err
	}
	return h.store.Revision(c.Request.Context(), reader(c), id, number)
}

// revisionPathParams returns the article and the revision number in the URL.
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

// maxRevisionNumber is larger than any revision number, and fits the database column.
const maxRevisionNumber = 1 << 30

// revisionText sends a revision's text, byte for byte.
func (h *Handlers) revisionText(c *gin.Context) error {
	revision, err := h.loadRevision(c)
	if err != nil {
		return err
	}
	name := fmt.Sprintf("%d-%s-revision-%d.txt", revision.ID, sanitizeFileName(revision.Title), revision.Revision.Number)
	return sendAttachment(c, name, "text/plain; charset=utf-8", []byte(revision.Revision.Text))
}

// revisionOriginal sends the file that a revision was imported from.
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

// sendAttachment sends a file to be saved. Browsers must not show it as a page of this site, as its content
// is not trusted.
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

// showChanges compares a revision with another one, by default with its predecessor. If the query names the
// revision to compare to, it redirects to that one.
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
	from, err := revisionQueryParam(c, "from", cmp.Or(list.PreviousNumber(number), number)) // the first revision is compared with itself
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

// revisionQueryParam returns the revision number in a query parameter, or other if it is missing.
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

// confirmSentence confirms that the ticked findings about a sentence also apply to its new words.
func (h *Handlers) confirmSentence(c *gin.Context) error {
	return h.onSentence(c, views.ConfirmForm, func(ctx context.Context, who models.Reader, id int64, f form) (models.Location, error) {
		ticked, err := f.confirmation()
		if err != nil {
			return models.Location{}, err
		}
		return h.store.ConfirmSentence(ctx, who, id, ticked)
	})
}

// confirmation reads which findings were ticked, and the state in which they were read.
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

// placeClaim sets the current location of a moved or lost claim.
func (h *Handlers) placeClaim(c *gin.Context) error {
	return h.onClaim(c, views.PlaceForm, func(ctx context.Context, who models.Reader, id int64, f form) (models.Location, error) {
		selection, wrong := parseSelectionForm(f)
		if wrong != nil {
			selection = models.Selection{Start: -1, End: -1} // checks the rights first
		}
		place, err := h.store.PlaceClaim(ctx, who, id, f.version(), selection)
		if wrong != nil && validationErrors(err) != nil {
			err = wrong
		}
		return place, err
	})
}

// validFileName returns the name, or "" if it cannot be stored.
func validFileName(name string) string {
	if text.Validate(name) != nil {
		return ""
	}
	return name
}
