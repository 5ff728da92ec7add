package store_test

import (
	"errors"
	"fmt"
	"time"

	"pgregory.net/rapid"

	"linecheck/models"
)

// raiseQuery asks something about the article, a sentence or a claim, of anybody.
func (h *history) raiseQuery(*rapid.T) {
	n := models.NewQuery{ArticleID: h.article.ID, Body: rapid.SampledFrom([]string{"Who says so?", "کجا؟", " ", ""}).Draw(h.t, "body"),
		To: rapid.SampledFrom([]string{"writer", "editor", "reviewer", fmt.Sprint(h.news.Writer.UserID), fmt.Sprint(h.news.Stranger.UserID)}).
			Draw(h.t, "to"),
	}
	switch rapid.IntRange(0, 2).Draw(h.t, "about") {
	case 0:
		n.SentenceID = rapid.SampledFrom(h.page().Sentences).Draw(h.t, "sentence").ID
	case 1:
		if c, ok := h.pick(); ok {
			n.ClaimID = c.Claim.ID
		}
	}
	_, _, err := h.s.RaiseQuery(ctx, h.someone(), n)
	h.tolerate(err)
}

// stepQuery takes any step in any query, mostly as it stands now.
func (h *history) stepQuery(*rapid.T) {
	list := h.queries()
	if len(list) == 0 {
		return
	}
	q, who := rapid.SampledFrom(list).Draw(h.t, "query"), h.someone()
	act := rapid.SampledFrom([]models.QueryAct{models.SayInQuery, models.SettleQuery, models.DismissQuery, models.ReopenQuery}).
		Draw(h.t, "act")
	version := q.Version - rapid.IntRange(0, 4).Draw(h.t, "read")/4
	_, err := h.s.StepQuery(
		ctx,
		who,
		q.ID,
		models.QueryStep{Act: act, Body: rapid.SampledFrom([]string{"", "Because."}).Draw(h.t, "body"), Version: version},
	)
	if version != q.Version && err == nil {
		h.t.Fatal("a step was taken on another version than the one that was read")
	}
	if act == models.SettleQuery && err == nil && who.UserID != q.RaisedBy {
		h.t.Fatal("somebody else than its raiser settled a query")
	}
	if !errors.Is(err, models.ErrStale) {
		h.tolerate(err)
	}
}

// assign gives the article or a claim to anybody, or to nobody.
func (h *history) assign(*rapid.T) {
	due := time.Date(2027, 1, rapid.IntRange(1, 28).Draw(h.t, "day"), 0, 0, 0, 0, time.UTC)
	n := models.NewAssignment{
		Person: rapid.SampledFrom([]int64{0, h.news.Second.UserID, h.news.Writer.UserID, h.news.Stranger.UserID}).Draw(h.t, "person"),
		DueAt:  &due,
	}
	if c, ok := h.pick(); ok && rapid.Bool().Draw(h.t, "claim") {
		n.Version = c.Version
		_, err := h.s.AssignClaim(ctx, h.someone(), c.Claim.ID, n)
		h.tolerate(err)
		return
	}
	n.Version = h.page().Version
	if rapid.Bool().Draw(h.t, "take away") {
		h.tolerate(h.s.UnassignArticle(ctx, h.someone(), h.article.ID, n))
		return
	}
	h.tolerate(h.s.AssignArticle(ctx, h.someone(), h.article.ID, n))
}

func (h *history) queries() []models.QueryRow {
	rows, _, err := h.s.Queries(ctx, h.news.Auditor, models.QueryFilter{ArticleID: h.article.ID}, models.Page{Limit: 200})
	h.ok(err)
	return rows
}

// unsettled counts the queries that wait for somebody, and holds them against the marks of the sentences that they stand in.
func (h *history) unsettled() int {
	n, marked := 0, map[int]int{}
	for _, q := range h.queries() {
		if !q.State.Unsettled() {
			continue
		}
		n++
		if q.Ordinal > 0 {
			marked[q.Ordinal]++
		}
		if q.TrackID != nil && q.At != nil && q.Ordinal == 0 { // without a place, its sentence was dropped
			h.t.Fatalf("query %d is about a sentence that stands nowhere", q.ID)
		}
	}
	for _, s := range h.page().Sentences {
		if s.Queries < marked[s.Ordinal] {
			h.t.Fatalf("sentence %d shows %d queries of %d", s.Ordinal, s.Queries, marked[s.Ordinal])
		}
	}
	return n
}
