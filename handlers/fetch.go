package handlers

import (
	"cmp"
	"context"
	"errors"
	"net/http"
	"net/url"
	"path"
	"strings"

	"github.com/gin-gonic/gin"
	"golang.org/x/sync/errgroup"

	"linecheck/formats/fetch"
	"linecheck/formats/read"
	"linecheck/models"
	"linecheck/views"
)

// fetchSnapshot opens a source's URL and saves its current content as a snapshot.
func (h *Handlers) fetchSnapshot(c *gin.Context) error {
	id, err := parseIDParam(c, "id")
	if err != nil {
		return err
	}
	ctx, who := c.Request.Context(), reader(c)
	if err := h.store.MaySaveSnapshot(ctx, who, id); err != nil {
		return err
	}
	source, err := h.store.SourcePage(ctx, who, id)
	if err != nil {
		return err
	}
	err = h.saveFetchedSnapshot(ctx, who, source)
	if wrong := validationErrors(err); wrong != nil {
		return h.renderSource(c, http.StatusUnprocessableEntity, id, wrong)
	}
	if err != nil {
		return err
	}
	return seeOther(c, sourcePath(id))
}

func (h *Handlers) saveFetchedSnapshot(ctx context.Context, who models.Reader, source models.SourcePage) error {
	if source.Source.Confidential || source.Source.URL == "" {
		return models.NewFieldError("address", "This source has no address that is opened: a confidential one never is.")
	}
	if err := h.store.MayFetch(ctx, who, models.ActCheck, source.Source.DeskID); err != nil {
		return err
	}
	page, err := h.fetchPage(ctx, source.Source.URL)
	if err != nil {
		return err
	}
	media := detectMediaType(page.Body)
	_, err = h.store.AddSnapshot(
		ctx,
		who,
		source.Source.ID,
		models.NewSnapshot{Origin: models.SnapshotFetched, Name: fileNameFromURL(page.Address), MediaType: media, Content: page.Body,
			Words: read.VisibleWords(media, fileNameFromURL(page.Address), page.Body)},
	)
	return err
}

// fetchPage opens a URL. If the URL was refused or returned no page, fetchPage returns a models.ValidationErrors with the reason.
func (h *Handlers) fetchPage(ctx context.Context, address string) (fetch.Page, error) {
	page, err := h.fetcher.Get(ctx, address)
	var refused *fetch.RefusedError
	var failed *fetch.FailedError
	if errors.As(err, &refused) || errors.As(err, &failed) {
		return page, models.ValidationErrors{{Field: "address", Detail: err.Error()}}
	}
	return page, err
}

// detectMediaType detects the media type of a file from its bytes.
func detectMediaType(content []byte) string {
	media, _, _ := strings.Cut(http.DetectContentType(content), ";")
	return media
}

// fileNameFromURL returns a file name for a page.
func fileNameFromURL(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	return validFileName(cmp.Or(strings.Trim(path.Base(u.Path), "/."), u.Host))
}

// showLinks lists the URLs of a desk's sources with the result of the last check of each.
func (h *Handlers) showLinks(c *gin.Context) error {
	id, err := parseIDParam(c, "id")
	if err != nil {
		return err
	}
	return h.renderLinks(c, http.StatusOK, id, nil)
}

func (h *Handlers) renderLinks(c *gin.Context, status int, desk int64, wrong models.ValidationErrors) error {
	list, err := h.store.Links(c.Request.Context(), reader(c), desk)
	if err != nil {
		return err
	}
	page := h.newPage(c, "Links of %s", "articles", list.Desk.Name)
	page.Styles = revisionStyles
	return h.render(c, status, views.Links(views.LinksPage{Page: page, LinkList: list, Errors: wrong, MaxPerCheck: maxLinksPerCheck}))
}

const (
	maxLinksPerCheck     = 24 // per run; eight at a time, each with a timeout of 15 s, take at most 45 s
	maxConcurrentFetches = 8
)

// checkLinks opens the URLs that were checked the longest ago, and saves the results.
func (h *Handlers) checkLinks(c *gin.Context) error {
	id, err := parseIDParam(c, "id")
	if err != nil {
		return err
	}
	ctx, who := c.Request.Context(), reader(c)
	sources, err := h.store.LinksToCheck(ctx, who, id, maxLinksPerCheck)
	if wrong := validationErrors(err); wrong != nil {
		return h.renderLinks(c, http.StatusUnprocessableEntity, id, wrong)
	}
	if err != nil {
		return err
	}
	checks := make([]models.LinkCheck, len(sources))
	together, within := errgroup.WithContext(ctx)
	together.SetLimit(maxConcurrentFetches)
	for i, source := range sources {
		together.Go(func() (err error) {
			checks[i], err = h.checkLink(within, source)
			return err
		})
	}
	if err := together.Wait(); err != nil {
		return err
	}
	if err := h.store.SaveLinkChecks(ctx, who, id, checks); err != nil {
		return err
	}
	return seeOther(c, views.LinksURL(id))
}

// checkLink opens a source's URL and looks for the quoted words. It fails only when the context is cancelled.
func (h *Handlers) checkLink(ctx context.Context, source models.LinkedSource) (models.LinkCheck, error) {
	check := models.LinkCheck{SourceID: source.ID, Outcome: models.LinkOK}
	page, err := h.fetcher.Get(ctx, source.URL)
	var refused *fetch.RefusedError
	switch {
	case ctx.Err() != nil:
		return check, ctx.Err()
	case err == nil:
		check.Missing = source.MissingQuotes(read.VisibleWords(detectMediaType(page.Body), fileNameFromURL(page.Address), page.Body))
		return check, nil
	case fetch.IsDead(err):
		check.Outcome = models.LinkDead
	case errors.As(err, &refused):
		check.Outcome = models.LinkRefused
	default:
		check.Outcome = models.LinkFailed
	}
	check.Detail = err.Error()
	return check, nil
}

// addressTextReader returns a function that imports the article at a URL, at a desk whose policy allows
// fetching.
func (h *Handlers) addressTextReader(desk int64) func(*gin.Context, form, *models.ValidationErrors) (parsedUpload, error) {
	return func(c *gin.Context, fields form, wrong *models.ValidationErrors) (parsedUpload, error) {
		pasted := parsedUpload{Document: read.Document{Text: read.NormalizePasted(fields.Get("text"))}}
		if pasted.Text != "" || len(uploadedFiles(c)) > 0 {
			wrong.Add(
				"address",
				"Please give either the text, a file or an address: more than one was given, so the address was not opened.",
			)
			return pasted, nil
		}
		ctx := c.Request.Context()
		err := h.store.MayFetch(ctx, reader(c), models.ActHandIn, desk)
		if err == nil {
			var taken parsedUpload
			taken, err = h.fetchArticle(ctx, strings.TrimSpace(fields.Get("address")))
			if err == nil {
				return taken, nil
			}
		}
		if said := validationErrors(err); said != nil {
			wrong.Add("address", "%s", said[0].Detail)
			return pasted, nil
		}
		return pasted, err
	}
}

// fetchArticle opens a URL and extracts the article: from a web page without its menus and advertisements, or
// from a whole file.
func (h *Handlers) fetchArticle(ctx context.Context, address string) (parsedUpload, error) {
	page, err := h.fetchPage(ctx, address)
	if err != nil {
		return parsedUpload{}, err
	}
	taken := parsedUpload{original: newOriginal(page.Body, page.MediaType), name: fileNameFromURL(page.Address), address: page.Address}
	if page.MediaType == "text/html" || page.MediaType == "application/xhtml+xml" {
		taken.Document, err = read.Page(ctx, page.Body, read.Options{Address: page.Address, ContentType: page.ContentType})
		taken.MediaType = page.MediaType
	} else {
		taken.Document, err = read.File(ctx, taken.name, page.Body)
	}
	if err != nil && ctx.Err() == nil {
		err = models.ValidationErrors{{Field: "address", Detail: err.Error()}}
	}
	return taken, err
}
