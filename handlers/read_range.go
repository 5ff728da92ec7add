package handlers

import (
	"net/http"
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"

	"linecheck/models"
	"linecheck/views"
)

// showReadRange shows the sentences of a range, and the button that marks them as read.
func (h *Handlers) showReadRange(c *gin.Context) error {
	id, err := parseIDParam(c, "id")
	if err != nil {
		return err
	}
	ctx, who := c.Request.Context(), reader(c)
	row, err := h.store.Article(ctx, who, id)
	if err != nil {
		return err
	}
	found, err := h.suggestions.get(ctx, h, who, row.Article)
	if err != nil {
		return err
	}
	view := views.ReadRangeView{Article: row.Article, First: 1}
	if c.Query("from") != "" {
		view.First, _ = strconv.Atoi(c.Query("from")) // what is no number is refused like 0
	}
	view.Last = min(view.First+models.MaxRangeSentences, row.Sentences) - 1 // Counts includes the title
	if c.Query("to") != "" {
		view.Last, _ = strconv.Atoi(c.Query("to"))
	}
	view.Sentences, err = h.store.RangeToRead(ctx, who, row.Article, found, view.First, view.Last)
	status := http.StatusOK
	if view.Errors = validationErrors(err); len(view.Errors) > 0 {
		status, err = http.StatusUnprocessableEntity, nil
	}
	if err != nil {
		return err
	}
	page := h.newPage(c, "Nothing to check in several sentences: %s", "articles", row.Title)
	page.Styles = []string{listStylesheet}
	return h.render(c, status, views.ReadRangePage(page, view))
}

// markRangeRead marks neighbouring sentences as read with nothing to check. Without scripts it leads back to the page of the range, which
// shows what was marked, and what was left out and why.
func (h *Handlers) markRangeRead(c *gin.Context) error {
	id, typed, err := readIDForm(c)
	if err != nil {
		return err
	}
	seen, err := typed.seenSentences()
	if err != nil {
		return h.redirectOrRedisplay(c, models.Location{ArticleID: id, Ordinal: 1}, err, views.RangeForm, typed)
	}
	q := call{h: h, ctx: c.Request.Context(), reader: reader(c), id: id}
	place, err := q.markRange(seen)
	if err == nil && !asksForFragments(c) {
		all := place.Range.Ordinals()
		return seeOther(c, views.ReadRangeURL(id, all[0], all[len(all)-1]))
	}
	return h.redirectOrRedisplay(c, place, err, views.RangeForm, typed)
}

// markRange marks sentences of the article that the URL names.
func (q *call) markRange(seen []models.SeenSentence) (models.Location, error) {
	row, err := q.h.store.Article(q.ctx, q.reader, q.id)
	if err != nil {
		return models.Location{}, err
	}
	found, err := q.h.suggestions.get(q.ctx, q.h, q.reader, row.Article)
	if err != nil {
		return models.Location{}, err
	}
	return q.h.store.MarkRangeRead(q.ctx, q.reader, models.ReadRange{Article: row.Article, Suggestions: found, Sentences: seen})
}

// seenSentences reads the sentences of a range: "sentences" has their ids, and for each there are the words and the spans of claims that
// the page showed. An invalid id becomes 0, which is nothing's id.
func (f form) seenSentences() ([]models.SeenSentence, error) {
	var list []models.SeenSentence
	for field := range strings.FieldsSeq(f.Get("sentences")) {
		id, _ := parseID(field)
		covered, err := parseSpans(f.Get("covered-" + field))
		if err != nil {
			return nil, err
		}
		list = append(list, models.SeenSentence{ID: id, Words: f.Get("words-" + field), Covered: covered})
	}
	return list, nil
}

// apiRange is the body of the call that marks neighbouring sentences as read.
type apiRange struct {
	State     *string            `json:"state,omitempty" doc:"clear, and nothing else: there is nothing to check in these sentences."`
	Sentences *[]apiSeenSentence `json:"sentences" doc:"At most 20 neighbouring sentences, none left out in between."`
}

// apiSeenSentence is a sentence as the caller read it.
type apiSeenSentence struct {
	ID      int64      `json:"id"`
	Text    string     `json:"text" doc:"Its words as they were read. If they have changed, no sentence is marked."`
	Covered *[]apiSpan `json:"covered,omitempty" doc:"What claims covered when it was read: with any, the sentence is left out."`
}

// apiRangeResult is what the call on a range did.
type apiRangeResult struct {
	Marked  []apiSentence `json:"marked" doc:"As they are now. The mark of each says in how large a range it was given."`
	LeftOut []apiLeftOut  `json:"left_out"`
}

// apiLeftOut is a sentence that was not marked.
type apiLeftOut struct {
	ID      int64              `json:"id"`
	Ordinal int                `json:"ordinal"`
	Reason  models.RangeReason `json:"reason" doc:"claim, suggestion, recheck, or read: the caller has marked it already."`
	Words   string             `json:"words,omitempty" doc:"The words for which something is suggested."`
}

// findSuggestions finds the suggestions for an article, which takes time for a long one, before the change begins.
func findSuggestions(q *call) error {
	row, err := q.h.store.Article(q.ctx, q.reader, q.id)
	if err == nil {
		_, err = q.h.suggestions.get(q.ctx, q.h, q.reader, row.Article)
	}
	return err
}

// apiMarkRange marks neighbouring sentences as read in one step.
func apiMarkRange(q *call, sent apiRange) (answer, error) {
	if err := checkClear(sent.State); err != nil {
		return answer{}, err
	}
	var seen []models.SeenSentence
	for _, s := range derefList(sent.Sentences) {
		seen = append(seen, models.SeenSentence{ID: s.ID, Words: s.Text, Covered: toSpans(s.Covered)})
	}
	place, err := q.markRange(seen)
	if err != nil {
		return answer{}, err
	}
	result := apiRangeResult{Marked: []apiSentence{}, LeftOut: []apiLeftOut{}}
	for _, n := range place.Range.Marked {
		s, err := q.h.store.Sentence(q.ctx, q.reader, place.ArticleID, n)
		if err != nil {
			return answer{}, err
		}
		result.Marked = append(result.Marked, toAPISentence(s))
	}
	for _, s := range place.Range.LeftOut {
		result.LeftOut = append(result.LeftOut, apiLeftOut{ID: s.ID, Ordinal: s.Ordinal, Reason: s.LeftOut, Words: s.Suggestion.Words})
	}
	return answer{status: http.StatusOK, body: result, article: place.ArticleID}, nil
}
