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

// fetchSnapshot opens a source's address and keeps what stands there now.
func (h *Handlers) fetchSnapshot(c *gin.Context) error {
	id, err := paramID(c, "id")
	if err != nil {
		return err
	}
	ctx, who := c.Request.Context(), reader(c)
	if err := h.store.MayKeep(ctx, who, id); err != nil {
		return err
	}
	source, err := h.store.SourcePage(ctx, who, id)
	if err != nil {
		return err
	}
	err = h.keepFetched(ctx, who, source)
	if wrong := invalid(err); wrong != nil {
		return h.renderSource(c, http.StatusUnprocessableEntity, id, wrong)
	}
	if err != nil {
		return err
	}
	return seeOther(c, sourcePath(id))
}

func (h *Handlers) keepFetched(ctx context.Context, who models.Reader, source models.SourcePage) error {
	if source.Source.Confidential || source.Source.URL == "" {
		return models.Invalid{{Field: "address", Detail: "This source has no address that is opened: a confidential one never is."}}
	}
	if err := h.store.MayFetch(ctx, who, models.ActCheck, source.Source.DeskID); err != nil {
		return err
	}
	page, err := h.open(ctx, source.Source.URL)
	if err != nil {
		return err
	}
	media := mediaOf(page.Body)
	_, err = h.store.AddSnapshot(
		ctx,
		who,
		source.Source.ID,
		models.NewSnapshot{Origin: models.Fetched, Name: nameOf(page.Address), MediaType: media, Content: page.Body,
			Words: read.Words(media, nameOf(page.Address), page.Body)},
	)
	return err
}

// open opens an address. Why it was not opened, or gave no page, is Invalid: a sentence for who gave it.
func (h *Handlers) open(ctx context.Context, address string) (fetch.Page, error) {
	page, err := h.web.Get(ctx, address)
	var refused *fetch.RefusedError
	var failed *fetch.FailedError
	if errors.As(err, &refused) || errors.As(err, &failed) {
		return page, models.Invalid{{Field: "address", Detail: err.Error()}}
	}
	return page, err
}

// mediaOf is the kind of a file as its bytes tell it.
func mediaOf(content []byte) string {
	media, _, _ := strings.Cut(http.DetectContentType(content), ";")
	return media
}

// nameOf is what a page is called, by its address.
func nameOf(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	return keptName(cmp.Or(strings.Trim(path.Base(u.Path), "/."), u.Host))
}

// links lists the addresses on which a desk's work rests, and what came of the last look at each.
func (h *Handlers) links(c *gin.Context) error {
	id, err := paramID(c, "id")
	if err != nil {
		return err
	}
	return h.renderLinks(c, http.StatusOK, id, nil)
}

func (h *Handlers) renderLinks(c *gin.Context, status int, desk int64, wrong models.Invalid) error {
	list, err := h.store.Links(c.Request.Context(), reader(c), desk)
	if err != nil {
		return err
	}
	page := h.shell(c, "Links of "+list.Desk.Name, "articles")
	page.Styles = revisionStyles
	return h.render(c, status, views.Links(views.LinksPage{Page: page, LinkList: list, Wrong: wrong, AtOnce: linksAtOnce}))
}

const (
	linksAtOnce   = 24 // how many addresses one look opens: with eight at a time that is done within the quarter of a minute that each may take, thrice
	linksTogether = 8
)

// checkLinks opens the addresses that were looked at longest ago, and writes down what came of it.
func (h *Handlers) checkLinks(c *gin.Context) error {
	id, err := paramID(c, "id")
	if err != nil {
		return err
	}
	ctx, who := c.Request.Context(), reader(c)
	sources, err := h.store.LinksToCheck(ctx, who, id, linksAtOnce)
	if wrong := invalid(err); wrong != nil {
		return h.renderLinks(c, http.StatusUnprocessableEntity, id, wrong)
	}
	if err != nil {
		return err
	}
	checks := make([]models.LinkCheck, len(sources))
	together, within := errgroup.WithContext(ctx)
	together.SetLimit(linksTogether)
	for i, source := range sources {
		together.Go(func() (err error) {
			checks[i], err = h.lookAt(within, source)
			return err
		})
	}
	if err := together.Wait(); err != nil {
		return err
	}
	if err := h.store.KeepLinkChecks(ctx, who, id, checks); err != nil {
		return err
	}
	return seeOther(c, views.LinksURL(id))
}

// lookAt opens the address of a source, and looks for what is quoted of it. Only who gave up is an error.
func (h *Handlers) lookAt(ctx context.Context, source models.LinkedSource) (models.LinkCheck, error) {
	check := models.LinkCheck{SourceID: source.ID, Outcome: models.LinkThere}
	page, err := h.web.Get(ctx, source.URL)
	var refused *fetch.RefusedError
	switch {
	case ctx.Err() != nil:
		return check, ctx.Err()
	case err == nil:
		check.Missing = source.MissingFrom(read.Words(mediaOf(page.Body), nameOf(page.Address), page.Body))
		return check, nil
	case fetch.Dead(err):
		check.Outcome = models.LinkDead
	case errors.As(err, &refused):
		check.Outcome = models.LinkRefused
	default:
		check.Outcome = models.LinkFailed
	}
	check.Detail = err.Error()
	return check, nil
}

// takeAddress takes the article that stands at an address, for a desk for which addresses are opened. What is wrong with it is noted.
func (h *Handlers) takeAddress(desk int64) func(*gin.Context, form, *models.Invalid) (file, error) {
	return func(c *gin.Context, fields form, wrong *models.Invalid) (file, error) {
		pasted := file{Document: read.Document{Text: read.Pasted(fields.Get("text"))}}
		if pasted.Text != "" || len(filesOf(c)) > 0 {
			wrong.Add(
				"address",
				"Please give either the text, a file or an address: more than one was given, so the address was not opened.",
			)
			return pasted, nil
		}
		ctx := c.Request.Context()
		err := h.store.MayFetch(ctx, reader(c), models.ActHandIn, desk)
		if err == nil {
			var taken file
			taken, err = h.openArticle(ctx, strings.TrimSpace(fields.Get("address")))
			if err == nil {
				return taken, nil
			}
		}
		if said := invalid(err); said != nil {
			wrong.Add("address", "%s", said[0].Detail)
			return pasted, nil
		}
		return pasted, err
	}
}

// openArticle opens an address and takes the article out of what stands there: out of a page without its menus and advertisements, or a file whole.
func (h *Handlers) openArticle(ctx context.Context, address string) (file, error) {
	page, err := h.open(ctx, address)
	if err != nil {
		return file{}, err
	}
	taken := file{original: originalOf(page.Body, page.MediaType), name: nameOf(page.Address), address: page.Address}
	if page.MediaType == "text/html" || page.MediaType == "application/xhtml+xml" {
		taken.Document, err = storyOf(ctx, page)
	} else {
		taken.Document, err = read.File(ctx, taken.name, page.Body)
	}
	if err != nil && ctx.Err() == nil {
		err = models.Invalid{{Field: "address", Detail: err.Error()}}
	}
	return taken, err
}

// storyOf is the article that a page holds, with what the page says of it.
func storyOf(ctx context.Context, page fetch.Page) (read.Document, error) {
	story, err := fetch.Article(page)
	if err != nil {
		return read.Document{}, err
	}
	document, err := read.HTML(ctx, story.HTML, read.Options{Address: page.Address, ContentType: "text/html; charset=utf-8"})
	document.Title, document.Byline = cmp.Or(story.Title, document.Title), cmp.Or(story.Byline, document.Byline)
	document.Language, document.MediaType = cmp.Or(story.Language, document.Language), page.MediaType
	return document, err
}
