package handlers

import (
	"strconv"

	"github.com/gin-gonic/gin"

	"linecheck/models"
	"linecheck/views"
)

// disagreements shows what reviewers of an article differ in, check beside check.
func (h *Handlers) disagreements(c *gin.Context) error {
	return showByID(c, h.renderDisagreements)
}

func (h *Handlers) renderDisagreements(c *gin.Context, status int, article int64, typed views.Typed) error {
	who := reader(c)
	list, err := h.store.Disagreements(c.Request.Context(), who, article)
	if err != nil {
		return err
	}
	shell := h.shell(c, "Disagreements in "+list.Title, "articles")
	shell.Styles = []string{listStyle}
	return h.render(c, status, views.Disagreements(views.DisagreementsPage{Page: shell, Disagreements: list, Me: who.UserID, Typed: typed,
		Rule: list.TrashedAt == nil && who.Can(models.ActRule, list.DeskID)}))
}

// rule settles a disagreement. A refused ruling comes back beside the checks as they stand now.
func (h *Handlers) rule(c *gin.Context) error {
	id, typed, err := readIDForm(c)
	if typed == nil {
		return err
	}
	ctx, who := c.Request.Context(), reader(c)
	var place models.Place
	if err == nil {
		place, err = h.store.Annotate(
			ctx,
			who,
			id,
			models.Tag{Status: typed.Get("status"), Note: typed.lines("note"), Version: typed.version(), Ruling: true},
		)
	}
	if err == nil {
		return seeOther(c, articlePath(place.ArticleID)+"/disagreements#claim"+strconv.FormatInt(id, 10))
	}
	again, status, ok := refused(views.RulingForm(id), typed, err)
	if !ok {
		return err
	}
	if place, lost := h.store.ClaimPlace(ctx, who, id); lost == nil {
		return h.renderDisagreements(c, status, place.ArticleID, again)
	}
	return err
}
