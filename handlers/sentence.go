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

// showSentence shows one sentence with all its forms.
func (h *Handlers) showSentence(c *gin.Context) error {
	article, err := parseIDParam(c, "id")
	if err != nil {
		return err
	}
	ordinal, err := ordinalParam(c)
	if err != nil {
		return err
	}
	chosen, _ := parseID(c.Query("claim"))  // an invalid id selects the first card
	undone, _ := parseID(c.Query("undone")) // an invalid id shows no message
	place := models.Location{
		ArticleID:     article,
		Ordinal:       ordinal,
		ClaimID:       chosen,
		OtherOrdinals: parseOrdinals(c.Query("also")),
		UndoneEventID: undone,
		AlreadyExists: c.Query("there") != "",
	}
	return h.renderSentence(c, http.StatusOK, place, views.FormState{})
}

// ordinalParam returns the number of the sentence that the URL names. 0 is the title.
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

// maxExtraSentences limits the sentences in a URL: each location of a claim can continue in a second
// sentence.
const maxExtraSentences = 2 * models.MaxClaimLocations

// parseOrdinals parses the list of additional sentences, as LocationURL writes it. Invalid numbers are
// ignored.
func parseOrdinals(list string) []int {
	var also []int
	for field := range strings.SplitSeq(list, ",") {
		if n, err := parseID(field); err == nil && n <= math.MaxInt32 && len(also) < maxExtraSentences {
			also = append(also, int(n))
		}
	}
	return also
}

// renderSentence renders a sentence's page, with the form to show again after an error.
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
	view := views.SentenceView{
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
		Range:        place.Range,
		Undone:       undone,
		May:          views.RightsOf(who, sentence.DeskID, sentence.TrashedAt != nil),
		Zone:         h.zone,
	}
	if asksForFragments(c) {
		view.Known = parseKnownParts(c.Query("known"))
		return h.renderFragments(c, status, views.SentenceFragments(view, place.OtherOrdinals))
	}
	page := h.newPage(c, "%s", "articles", sentence.Title)
	page.Styles, page.Scripts, page.Modules = checkingStyles, checkingScripts, checkingModules
	return h.render(c, status, views.SentencePage(page, view))
}

// loadNotice returns the message about the user's last change, if there is one. undone reports whether the
// change was an undo.
func (h *Handlers) loadNotice(c *gin.Context, place models.Location) (notice string, undone bool, err error) {
	if place.AlreadyExists {
		return printer(c).Say(views.ClaimExistsNotice), false, nil
	}
	if place.Range != nil {
		return views.RangeText(c.Request.Context(), *place.Range), false, nil
	}
	if place.UndoneEventID == 0 {
		return "", false, nil
	}
	step, err := h.store.OwnEvent(c.Request.Context(), reader(c), place.ArticleID, place.UndoneEventID)
	if errors.Is(err, models.ErrNotFound) {
		return "", false, nil
	}
	return views.UndoneText(c.Request.Context(), step, place.Ordinal), true, err
}

// chosenLink returns the number of the file's link that was chosen as evidence; 0 for none.
func chosenLink(c *gin.Context) int {
	number, _ := strconv.Atoi(c.Query("link"))
	return number
}

// chosenSource returns the source that was chosen on the page of sources; 0 for none.
func chosenSource(c *gin.Context) int64 {
	id, _ := parseID(c.Query("source"))
	return id
}

// redirectOrRedisplay redirects to the location of a change, or sends the fragments that changed. A form with
// errors is shown again with everything that was typed.
func (h *Handlers) redirectOrRedisplay(c *gin.Context, place models.Location, err error, formID string, typed form) error {
	place = h.preferFormSentence(c, place, typed)
	if err == nil && asksForFragments(c) {
		return h.renderSentence(c, http.StatusOK, place, views.FormState{})
	}
	if err == nil {
		return seeOther(c, typed.next(views.LocationURL(place)))
	}
	again, status, ok := redisplayForm(formID, typed, err)
	if !ok || place.Ordinal == 0 {
		return err
	}
	err = h.renderSentence(c, status, place, again)
	if errors.Is(err, models.ErrNotFound) { // the article had more sentences when the form was rendered
		place.Ordinal = 1
		err = h.renderSentence(c, status, place, again)
	}
	return err
}

// preferFormSentence returns the location in the sentence whose form was sent, because a claim can occur in
// others too.
func (h *Handlers) preferFormSentence(c *gin.Context, place models.Location, typed form) models.Location {
	id, err := parseID(typed.Get("sentence"))
	if err != nil || place.Ordinal == 0 {
		return place
	}
	n, err := h.store.SentenceOrdinal(c.Request.Context(), reader(c), place.ArticleID, id)
	if err != nil {
		return place // the sentence was split or merged since
	}
	return place.SeenFrom(n)
}

// onObject runs a change of the object that the URL names. Its form contains only the sentence where it was
// shown.
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
