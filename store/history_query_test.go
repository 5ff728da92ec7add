package store_test

import (
	"errors"
	"fmt"
	"time"

	"pgregory.net/rapid"

	"linecheck/models"
)

// raiseQuery raises a query about the article, a sentence or a claim.
func (h *history) raiseQuery(*rapid.T) {
	n := models.NewQuery{ArticleID: h.article.ID, Body: rapid.SampledFrom([]string{"Who says so?", "کجا؟", " ", ""}).Draw(h.t, "body"),
		To: rapid.SampledFrom([]string{"writer", "editor", "reviewer", fmt.Sprint(h.fixture.Writer.UserID), fmt.Sprint(h.fixture.OtherDeskReviewer.UserID)}).
			Draw(h.t, "to"),
	}
	switch rapid.IntRange(0, 2).Draw(h.t, "about") {
	case 0:
		n.SentenceID = rapid.SampledFrom(h.page().Sentences).Draw(h.t, "sentence").ID
	case 1:
		if c, ok := h.anyClaim(); ok {
			n.ClaimID = c.Claim.ID
		}
	}
	_, _, err := h.s.RaiseQuery(ctx, h.anyReader(), n)
	h.acceptRefusal(err)
}

// stepQuery does any action on any query, mostly with its current version.
func (h *history) stepQuery(*rapid.T) {
	list := h.queries()
	if len(list) == 0 {
		return
	}
	q, who := rapid.SampledFrom(list).Draw(h.t, "query"), h.anyReader()
	act := rapid.SampledFrom([]models.QueryAction{models.ReplyToQuery, models.SettleQuery, models.DismissQuery, models.ReopenQuery}).
		Draw(h.t, "act")
	version := q.Version - rapid.IntRange(0, 4).Draw(h.t, "read")/4
	_, err := h.s.AdvanceQuery(
		ctx,
		who,
		q.ID,
		models.QueryActionInput{Action: act, Body: rapid.SampledFrom([]string{"", "Because."}).Draw(h.t, "body"), Version: version},
	)
	if version != q.Version && err == nil {
		h.t.Fatal("a query was changed with a stale version")
	}
	if act == models.SettleQuery && err == nil && who.UserID != q.RaisedBy {
		h.t.Fatal("somebody else than its raiser settled a query")
	}
	if !errors.Is(err, models.ErrStale) {
		h.acceptRefusal(err)
	}
}

// assign assigns the article or a claim to anybody, or unassigns it.
func (h *history) assign(*rapid.T) {
	due := time.Date(2027, 1, rapid.IntRange(1, 28).Draw(h.t, "day"), 0, 0, 0, 0, time.UTC)
	n := models.NewAssignment{
		Person: rapid.SampledFrom([]int64{0, h.fixture.SecondReviewer.UserID, h.fixture.Writer.UserID, h.fixture.OtherDeskReviewer.UserID}).
			Draw(h.t, "person"),
		DueAt: &due,
	}
	if c, ok := h.anyClaim(); ok && rapid.Bool().Draw(h.t, "claim") {
		n.Version = c.Version
		_, err := h.s.AssignClaim(ctx, h.anyReader(), c.Claim.ID, n)
		h.acceptRefusal(err)
		return
	}
	n.Version = h.page().Version
	if rapid.Bool().Draw(h.t, "take away") {
		h.acceptRefusal(h.s.UnassignArticle(ctx, h.anyReader(), h.article.ID, n))
		return
	}
	h.acceptRefusal(h.s.AssignArticle(ctx, h.anyReader(), h.article.ID, n))
}

func (h *history) queries() []models.QueryRow {
	rows, _, err := h.s.Queries(ctx, h.fixture.Auditor, models.QueryFilter{ArticleID: h.article.ID}, models.Page{Limit: 200})
	h.ok(err)
	return rows
}

// countUnsettled counts the unsettled queries, and compares them with the counts of their sentences.
func (h *history) countUnsettled() int {
	n, marked := 0, map[int]int{}
	for _, q := range h.queries() {
		if !q.State.Unsettled() {
			continue
		}
		n++
		if q.Ordinal > 0 {
			marked[q.Ordinal]++
		}
		if q.TrackID != nil && q.At != nil && q.Ordinal == 0 { // its sentence was dropped
			h.t.Fatalf("query %d is about a sentence that does not exist", q.ID)
		}
	}
	for _, s := range h.page().Sentences {
		if s.Queries < marked[s.Ordinal] {
			h.t.Fatalf("sentence %d shows %d queries of %d", s.Ordinal, s.Queries, marked[s.Ordinal])
		}
	}
	return n
}
