package handlers

import (
	"strconv"

	"github.com/gin-gonic/gin"

	"linecheck/models"
	"linecheck/views"
)

// showDisagreements shows the claims of an article on which reviewers disagree, with their verdicts side by
// side.
func (h *Handlers) showDisagreements(c *gin.Context) error {
	return renderByID(c, h.renderDisagreements)
}

func (h *Handlers) renderDisagreements(c *gin.Context, status int, article int64, typed views.FormState) error {
	who := reader(c)
	list, err := h.store.Disagreements(c.Request.Context(), who, article)
	if err != nil {
		return err
	}
	shell := h.newPage(c, "Disagreements in %s", "articles", list.Title)
	shell.Styles = []string{listStylesheet}
	return h.render(c, status, views.Disagreements(views.DisagreementsPage{Page: shell, Disagreements: list, Me: who.UserID, FormState: typed,
		Rule: list.TrashedAt == nil && who.IsAllowed(models.ActRule, list.DeskID)}))
}

// ruleOnClaim saves an editor's ruling. After an error, it shows the form with the current verdicts.
func (h *Handlers) ruleOnClaim(c *gin.Context) error {
	id, typed, err := readIDForm(c)
	if typed == nil {
		return err
	}
	ctx, who := c.Request.Context(), reader(c)
	var place models.Location
	if err == nil {
		place, err = h.store.Annotate(
			ctx,
			who,
			id,
			models.AnnotationInput{Status: typed.Get("status"), Note: typed.multiline("note"), Version: typed.version(), Ruling: true},
		)
	}
	if err == nil {
		return seeOther(c, typed.next(articlePath(place.ArticleID)+"/disagreements#claim"+strconv.FormatInt(id, 10)))
	}
	again, status, ok := redisplayForm(views.RulingForm(id), typed, err)
	if !ok {
		return err
	}
	if place, lost := h.store.ClaimLocation(ctx, who, id); lost == nil {
		return h.renderDisagreements(c, status, place.ArticleID, again)
	}
	return err
}
