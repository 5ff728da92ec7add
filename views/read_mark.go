package views

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"linecheck/models"
	"linecheck/text"
	"linecheck/text/message"
)

// ReadMarkForm is the id of the form that marks a sentence as read.
const ReadMarkForm = "reading"

// coveredSpans returns the words that claims cover on the page, for the form that marks the rest read.
func (v SentenceView) coveredSpans() string {
	var list []string
	for _, s := range v.Covered {
		list = append(list, fmt.Sprintf("%d-%d", s.Start, s.End))
	}
	return strings.Join(list, " ")
}

// sentenceTitle names the page's sentence.
func (v SentenceView) sentenceTitle(ctx context.Context) string {
	return sentenceName(ctx, v.Sentence.Ordinal)
}

// sentenceName names a sentence by its number.
func sentenceName(ctx context.Context, ordinal int) string {
	if ordinal == 0 {
		return say(ctx, "Title")
	}
	return say(ctx, "Sentence %s", strconv.Itoa(ordinal))
}

// barOrdinal is the number of the page's sentence in the bar; the title has none.
func barOrdinal(v SentenceView) string {
	if v.Sentence.Ordinal == 0 {
		return "–"
	}
	return strconv.Itoa(v.Sentence.Ordinal)
}

// readMarkLabel labels a read mark. In a sentence with claims it is about the rest.
func (v SentenceView) readMarkLabel(ctx context.Context) string {
	if len(v.Claims) > 0 {
		return say(ctx, "Nothing else to check")
	}
	return say(ctx, "Nothing to check")
}

// readMarkHereLabel returns the label of the button that sets a read mark.
func (v SentenceView) readMarkHereLabel(ctx context.Context) string {
	if len(v.Claims) > 0 {
		return say(ctx, "Nothing else to check here")
	}
	return say(ctx, "Nothing to check here")
}

// mayMarkRead reports whether the user can mark anything as read: words outside the claims without a read
// mark of their own.
func (v SentenceView) mayMarkRead() bool {
	wholly := v.RestRead && len(v.ReadMarks) == 0 // one claim covers the whole sentence
	return !v.RestReadByMe && !wholly
}

// restIsNext reports whether the claims are settled and only the rest is unread.
func (v SentenceView) restIsNext() bool {
	if v.RestRead || len(v.Claims) == 0 {
		return false
	}
	for _, c := range v.Claims {
		standing := models.ClaimStatus{Status: c.Status, Disagree: c.Disagree, Contested: c.Contested}
		if c.Status == models.Sealed || models.IsClaimOpen(standing, c.Resolution) {
			return false
		}
	}
	return true
}

// lapsedReadMarks returns the newest lapsed mark of each user who has not marked the current words.
func (v SentenceView) lapsedReadMarks() []models.NamedReadMark {
	newest := map[int64]int{}
	var list []models.NamedReadMark
	for _, r := range v.ReadMarks {
		newest[r.ReaderID] = -1
	}
	for _, r := range v.Lapsed {
		switch at, known := newest[r.ReaderID]; {
		case !known:
			newest[r.ReaderID] = len(list)
			list = append(list, r)
		case at >= 0:
			list[at] = r
		}
	}
	return list
}

// lapsedReason explains why a read mark does not count.
func lapsedReason(ctx context.Context, v SentenceView, r models.NamedReadMark) string {
	switch {
	case r.Imported:
		origin := v.ImportOrigin.Text()
		if origin.IsZero() {
			origin = message.New("according to a file")
		}
		return say(ctx, "%s; it does not count", origin)
	case !text.SameCharacters(r.Text, v.Sentence.Text) || r.Region != v.Sentence.Region:
		return say(ctx, "read before the words changed; it does not count")
	}
	return say(ctx, "read before the sentence that this one refers back to changed; it does not count")
}
