package views

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"linecheck/models"
	"linecheck/text"
)

// RangeForm is the id of the form that marks neighbouring sentences as read.
const RangeForm = "range"

// ReadRangeView is the page of a range of neighbouring sentences.
type ReadRangeView struct {
	models.Article
	First, Last int
	Sentences   []models.RangeSentence
	Errors      models.ValidationErrors
}

// ReadRangeURL returns the URL of the page of a range; with last 0, of the range that begins with a sentence.
func ReadRangeURL(articleID int64, first, last int) string {
	address := "/articles/" + id(articleID) + "/readings?from=" + strconv.Itoa(first)
	if last > 0 {
		address += "&to=" + strconv.Itoa(last)
	}
	return address
}

// toMark counts the sentences that the range would mark.
func (v ReadRangeView) toMark() (n int) {
	for _, s := range v.Sentences {
		if s.LeftOut == "" {
			n++
		}
	}
	return n
}

// ids lists the ids of the sentences for the form.
func (v ReadRangeView) ids() string {
	list := make([]string, len(v.Sentences))
	for i, s := range v.Sentences {
		list[i] = id(s.ID)
	}
	return strings.Join(list, " ")
}

// formatSpans writes spans for a form.
func formatSpans(spans []text.Span) string {
	list := make([]string, len(spans))
	for i, s := range spans {
		list[i] = fmt.Sprintf("%d-%d", s.Start, s.End)
	}
	return strings.Join(list, " ")
}

// rangeReasonText tells why a range leaves a sentence out; of one that it marks, that nothing speaks against it.
func rangeReasonText(ctx context.Context, s models.RangeSentence) string {
	switch s.LeftOut {
	case models.RangeClaim:
		return say(ctx, "it has a claim")
	case models.RangeSuggestion:
		if s.Suggestion.Sort == models.LikelyClaim {
			return say(ctx, "suggestion: %s %s", word(ctx, s.Suggestion.Kind), quoteText(s.Suggestion.Words))
		}
		return say(ctx, "suggestion: %s", quoteText(s.Suggestion.Words))
	case models.RangeRecheck:
		return say(ctx, "it changed since it was checked")
	case models.RangeRead:
		if s.MarkedIn > 0 {
			return say(ctx, "you have marked it, in a range of %d", s.MarkedIn)
		}
		return say(ctx, "you have marked it")
	}
	return ""
}

// RangeText says what the act on a range marked, and what it left out and why.
func RangeText(ctx context.Context, r models.RangeResult) string {
	said := say(ctx, "Nothing was marked.")
	if n := len(r.Marked); n > 0 {
		said = count(ctx, n, "Nothing to check in %[2]s.", "Nothing to check in a range of %[1]d: %[2]s.",
			sayText(ctx, models.FormatSentenceNumbers(r.Marked)))
	}
	if len(r.LeftOut) == 0 {
		return said
	}
	list := make([]string, len(r.LeftOut))
	for i, s := range r.LeftOut {
		list[i] = say(ctx, "%s (%s)", strconv.Itoa(s.Ordinal), rangeReasonText(ctx, s))
	}
	return said + " " + say(ctx, "Left out: %s.", strings.Join(list, "; "))
}

// rangeSuffix is the size of the range in which a read mark was given; "" if it was given alone.
func rangeSuffix(ctx context.Context, m models.ReadMark) string {
	if m.RangeSize == 0 {
		return ""
	}
	return say(ctx, ", in a range of %d", m.RangeSize)
}
