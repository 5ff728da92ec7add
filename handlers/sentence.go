package handlers

import (
	"context"
	"errors"
	"net/http"
	"net/url"

	"github.com/gin-gonic/gin"

	"linecheck/models"
	"linecheck/views"
)

// showSentence answers with one sentence and all its forms.
func (h *Handlers) showSentence(c *gin.Context) error {
	article, err := paramID(c, "id")
	if err != nil {
		return err
	}
	ordinal, err := paramID(c, "n")
	if err != nil {
		return err
	}
	chosen, _ := idOf(c.Query("claim")) // which card is chosen is a courtesy: anything else chooses the first
	return h.sentencePage(c, http.StatusOK, models.Place{ArticleID: article, Ordinal: int(ordinal), ClaimID: chosen}, views.Typed{})
}

// sentencePage draws a sentence's page, with a form that was refused where there is one.
func (h *Handlers) sentencePage(c *gin.Context, status int, place models.Place, typed views.Typed) error {
	who := reader(c)
	sentence, err := h.store.SentencePage(c.Request.Context(), who, place.ArticleID, place.Ordinal)
	if err != nil {
		return err
	}
	page := h.shell(c, sentence.Title, "articles")
	page.Styles, page.Scripts, page.Modules = checkingStyles, checkingScripts, checkingModules
	return h.render(c, status, views.SentencePage(page, views.SentenceView{SentencePage: sentence, Me: who.UserID, Chosen: place.ClaimID, Typed: typed,
		May: views.RightsOf(who, sentence.DeskID, sentence.TrashedAt != nil), Zone: h.zone}))
}

// arrive brings the browser to where a change was made, or shows a refused form again with all that was typed.
func (h *Handlers) arrive(c *gin.Context, place models.Place, err error, formID string, typed form) error {
	if err == nil {
		return seeOther(c, views.PlaceURL(place))
	}
	wrong, stale := invalid(err), errors.Is(err, models.ErrStale)
	if len(wrong) == 0 && !stale || place.Ordinal == 0 {
		return err
	}
	status := http.StatusUnprocessableEntity
	if stale {
		status = http.StatusConflict
	}
	return h.sentencePage(c, status, place, views.Typed{Form: formID, Values: url.Values(typed), Wrong: wrong, Conflict: stale})
}

// onObject runs a change of the thing that the address names, whose form holds nothing but its button.
func (h *Handlers) onObject(c *gin.Context, change func(context.Context, models.Reader, int64) (models.Place, error)) error {
	id, err := paramID(c, "id")
	if err != nil {
		return err
	}
	place, err := change(c.Request.Context(), reader(c), id)
	return h.arrive(c, place, err, "withdraw", nil)
}
