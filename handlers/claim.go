package handlers

import (
	"math"
	"strconv"

	"github.com/gin-gonic/gin"

	"linecheck/models"
	"linecheck/views"
)

// createClaim creates a claim. Its words are selected by offsets in the text, by the numbers of the first and
// last word of a sentence, or as a whole sentence.
func (h *Handlers) createClaim(c *gin.Context) error {
	article, typed, err := readIDForm(c)
	if typed == nil {
		return err
	}
	var selection models.Selection
	if err == nil {
		selection, err = parseSelectionForm(typed)
	}
	var place models.Location
	if err == nil {
		place, err = h.store.CreateClaim(c.Request.Context(), reader(c), article, selection)
	}
	if err != nil && place.Ordinal == 0 {
		place = models.Location{ArticleID: article, Ordinal: formOrdinal(typed)}
	}
	return h.redirectOrRedisplay(c, place, err, views.ClaimForm, typed)
}

// parseSelectionForm reads the selected words. It reports only invalid numbers; models checks the ranges.
func parseSelectionForm(f form) (models.Selection, error) {
	var wrong models.ValidationErrors
	number := func(field string) int {
		n, err := strconv.Atoi(f.Get(field))
		if err != nil && len(wrong) == 0 {
			wrong.Add("selection", "The selection was sent as %q, which is not a number; please select the words again.", f.Get(field))
		}
		return n
	}
	s := models.Selection{Quote: f.Get("quote"), Kind: f.Get("kind"), WholeSentence: f.Get("whole") != "",
		WithinWord: f.Get("within_word") != ""}
	switch {
	case f.Get("sentence") == "":
		s.Start, s.End = number("start"), number("end")
		if s.Quote == "" || f.Get("revision") != "" { // without a quote, offsets mean nothing in another revision
			s.Revision = number("revision")
		}
	case s.WholeSentence:
		s.Sentence = int64(number("sentence"))
	default:
		s.Sentence, s.FirstWord, s.LastWord = int64(number("sentence")), number("first"), number("last")
	}
	return s, wrong.Err()
}

// formOrdinal returns the sentence on whose page the form was, where an invalid form is shown again; 1 by
// default.
func formOrdinal(f form) int {
	ordinal, err := parseID(f.Get("ordinal"))
	if err != nil || ordinal > math.MaxInt32 {
		return 1
	}
	return int(ordinal)
}

// withdrawClaim withdraws a claim.
func (h *Handlers) withdrawClaim(c *gin.Context) error { return h.onObject(c, h.store.WithdrawClaim) }
