package handlers

import (
	"cmp"
	"net/http"

	"github.com/gin-gonic/gin"

	"linecheck/formats/read"
	"linecheck/models"
)

// pastedAnswer is what the evidence form fills in, as JSON.
type pastedAnswer struct {
	models.PastedSource
	Publisher string `json:"publisher,omitempty"`
	Opened    bool   `json:"opened,omitempty"`  // the page was opened, and the fields come from it
	OnPage    bool   `json:"on_page,omitempty"` // the page contains the quote
	Said      string `json:"said,omitempty"`    // why the page was not opened, as a sentence
}

// parsePasted tells apart what somebody pasted into the evidence form. With the field "open" it also opens the address, where the desk
// allows it. It changes nothing.
func (h *Handlers) parsePasted(c *gin.Context) error {
	id, typed, err := readIDForm(c)
	if err != nil {
		return err
	}
	ctx, who := c.Request.Context(), reader(c)
	desk, err := h.store.DeskToCheckClaim(ctx, who, id)
	if err != nil {
		return err
	}
	answer := pastedAnswer{PastedSource: models.ParsePasted(typed.multiline("paste"))}
	if typed.Get("open") != "" && answer.URL != "" {
		if err := h.store.MayFetch(ctx, who, models.ActCheck, desk); err != nil {
			return err
		}
		page, err := h.fetchPage(ctx, answer.URL)
		if wrong := validationErrors(err); wrong != nil {
			answer.Said = printer(c).Text(wrong[0].Text())
		} else if err != nil {
			return err
		} else {
			media := detectMediaType(page.Body)
			facts := read.ReadPageFacts(page.Body)
			answer.Opened, answer.Title, answer.Publisher = true, cmp.Or(facts.Title, answer.Title), facts.Publisher
			words := read.VisibleWords(media, fileNameFromURL(page.Address), page.Body)
			answer.OnPage = answer.Quote != "" && models.FindQuote(words, answer.Quote) == models.QuoteFound
		}
	}
	c.JSON(http.StatusOK, answer)
	return nil
}
