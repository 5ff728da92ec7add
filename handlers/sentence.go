package handlers

import (
	"context"
	"errors"
	"math"
	"net/http"
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"

	"linecheck/models"
	"linecheck/views"
)

// showSentence answers with one sentence and all its forms.
func (h *Handlers) showSentence(c *gin.Context) error {
	article, err := parseIDParam(c, "id")
	if err != nil {
		return err
	}
	ordinal, err := ordinalParam(c)
	if err != nil {
		return err
	}
	chosen, _ := parseID(c.Query("claim")) // which card is chosen is a courtesy: anything else chooses the first
	place := models.Location{ArticleID: article, Ordinal: ordinal, ClaimID: chosen, OtherOrdinals: parseOrdinals(c.Query("also"))}
	return h.renderSentence(c, http.StatusOK, place, views.FormState{})
}

// ordinalParam is the number of the sentence that the address names. 0 is the title.
func ordinalParam(c *gin.Context) (int, error) {
	if c.Param("n") == "0" {
		return 0, nil
	}
	n, err := parseIDParam(c, "n")
	if err == nil && n > math.MaxInt32 {
		err = models.ErrNotFound
	}
	return int(n), err
}

// maxExtraSentences bounds what an address can ask for: a claim that stands in all the sentences it may can run on into a second
// one each time.
const maxExtraSentences = 2 * models.MaxClaimLocations

// parseOrdinals reads the numbers of sentences that are shown besides, as LocationURL writes them. It is a courtesy: what is none
// is left out.
func parseOrdinals(list string) []int {
	var also []int
	for field := range strings.SplitSeq(list, ",") {
		if n, err := parseID(field); err == nil && n <= math.MaxInt32 && len(also) < maxExtraSentences {
			also = append(also, int(n))
		}
	}
	return also
}

// renderSentence draws a sentence's page, with a form that was refused where there is one.
func (h *Handlers) renderSentence(c *gin.Context, status int, place models.Location, typed views.FormState) error {
	who := reader(c)
	sentence, err := h.store.SentencePage(c.Request.Context(), who, place.ArticleID, place.Ordinal, place.OtherOrdinals...)
	if err != nil {
		return err
	}
	said, others, err := h.loadSuggestions(c.Request.Context(), who, sentence)
	if err != nil {
		return err
	}
	notice, undone, err := h.loadNotice(c, place)
	if err != nil {
		return err
	}
	page := h.newPage(c, "%s", "articles", sentence.Title)
	page.Styles, page.Scripts, page.Modules = checkingStyles, checkingScripts, checkingModules
	return h.render(
		c,
		status,
		views.SentencePage(
			page,
			views.SentenceView{
				SentencePage: sentence,
				Suggested:    said,
				Others:       others,
				Me:           who.UserID,
				Role:         roleAt(who, sentence.DeskID),
				Chosen:       place.ClaimID,
				Source:       chosenSource(c),
				Link:         chosenLink(c),
				FormState:    typed,
				Notice:       notice,
				Undone:       undone,
				May:          views.RightsOf(who, sentence.DeskID, sentence.TrashedAt != nil),
				Zone:         h.zone,
			},
		),
	)
}

// loadNotice says what the reader's last change came to, where the address says that there is more to it than is seen. undone says that it
// was an undo.
func (h *Handlers) loadNotice(c *gin.Context, place models.Location) (notice string, undone bool, err error) {
	if c.Query("there") != "" {
		return printer(c).Say(views.ClaimExistsNotice), false, nil
	}
	id, err := parseID(c.Query("undone"))
	if err != nil {
		return "", false, nil // a courtesy: what is no number says nothing
	}
	step, err := h.store.OwnEvent(c.Request.Context(), reader(c), place.ArticleID, id)
	if errors.Is(err, models.ErrNotFound) {
		return "", false, nil
	}
	return views.UndoneText(c.Request.Context(), step, place.Ordinal), true, err
}

// chosenLink is the link of the file that was chosen for the chosen claim. It is a courtesy too.
func chosenLink(c *gin.Context) int {
	number, _ := strconv.Atoi(c.Query("link"))
	return number
}

// chosenSource is the source that was chosen for the chosen claim, on the page of sources. It is a courtesy, as the claim is.
func chosenSource(c *gin.Context) int64 {
	id, _ := parseID(c.Query("source"))
	return id
}

// redirectOrRedisplay brings the browser to where a change was made, or shows a refused form again with all that was typed.
func (h *Handlers) redirectOrRedisplay(c *gin.Context, place models.Location, err error, formID string, typed form) error {
	place = h.preferFormSentence(c, place, typed)
	if err == nil {
		return seeOther(c, views.LocationURL(place))
	}
	again, status, ok := redisplayForm(formID, typed, err)
	if !ok || place.Ordinal == 0 {
		return err
	}
	err = h.renderSentence(c, status, place, again)
	if errors.Is(err, models.ErrNotFound) { // a form from when there were more sentences
		place.Ordinal = 1
		err = h.renderSentence(c, status, place, again)
	}
	return err
}

// preferFormSentence keeps a person in the sentence where the form stood that was sent: a claim can stand in others too.
func (h *Handlers) preferFormSentence(c *gin.Context, place models.Location, typed form) models.Location {
	id, err := parseID(typed.Get("sentence"))
	if err != nil || place.Ordinal == 0 {
		return place
	}
	n, err := h.store.SentenceOrdinal(c.Request.Context(), reader(c), place.ArticleID, id)
	if err != nil {
		return place // it has been cut otherwise since
	}
	return place.SeenFrom(n)
}

// onObject runs a change of the thing that the address names, whose form holds only where it stood.
func (h *Handlers) onObject(c *gin.Context, change func(context.Context, models.Reader, int64) (models.Location, error)) error {
	id, err := parseIDParam(c, "id")
	if err != nil {
		return err
	}
	typed, err := readForm(c)
	if err != nil {
		return err
	}
	place, err := change(c.Request.Context(), reader(c), id)
	return h.redirectOrRedisplay(c, place, err, "withdraw", typed)
}
