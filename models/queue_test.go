package models

import (
	"slices"
	"testing"
	"time"
)

func TestQueueIsOrderedByDueTimeThenRisk(t *testing.T) {
	at := func(hours int) *time.Time {
		due := time.Date(2026, 11, 22, hours, 0, 0, 0, time.UTC)
		return &due
	}
	q := NewQueue(
		[]QueueArticle{{ID: 1}, {ID: 2, DueAt: at(18)}, {ID: 3, DueAt: at(20)}, {ID: 4, DueAt: at(9)}},
		[]QueueItem{
			{Kind: QueueUnread, ID: 1, ArticleID: 1, Sentences: []int{1}},
			{Kind: QueueVerdict, ID: 21, ArticleID: 2, Ordinal: 2, Risk: "normal"},
			{Kind: QueueUnread, ID: 2, ArticleID: 2, Ordinal: 1, Sentences: []int{1}},
			{Kind: QueueVerdict, ID: 22, ArticleID: 2, Ordinal: 9, Risk: "legal"},
			{Kind: QueueVerdict, ID: 23, ArticleID: 2, Ordinal: 1, Risk: "normal"},
			{Kind: QueueAssigned, ID: 31, ArticleID: 3, Ordinal: 1, Risk: "normal", DueAt: at(12)},
		},
	)
	var got []string
	for _, g := range q.Groups {
		for _, i := range g.Items {
			got = append(got, i.Key())
		}
	}
	want := []string{"assigned-31", "verdict-22", "verdict-23", "verdict-21", "unread-article-2", "unread-article-1"}
	if !slices.Equal(got, want) {
		t.Errorf("got %q\nwant %q", got, want)
	}
	if q.Count() != 6 || q.Of(QueueVerdict).Count() != 3 || q.Position("verdict-23") != 3 {
		t.Errorf("%d items, %d verdicts, verdict-23 at %d", q.Count(), q.Of(QueueVerdict).Count(), q.Position("verdict-23"))
	}
	if _, item, ok := q.Find("gone-1"); !ok || item.ID != 31 {
		t.Errorf("an item that is gone chooses %+v", item)
	}
}

func TestSentenceWaitsForUsersWhoCanSettleIt(t *testing.T) {
	const me, other, author = 1, 2, 3
	sentence := func(marks ...int64) SentenceFacts {
		f := SentenceFacts{Sentence: Sentence{Text: "Ten people came.", Authors: ",3,"}}
		for _, who := range marks {
			f.ReadMarks = append(f.ReadMarks, ReadMarkFacts{ReaderID: who, Counts: true})
		}
		return f
	}
	for name, c := range map[string]struct {
		facts  SentenceFacts
		user   int64
		second bool
		want   bool
	}{
		"nobody read it":                       {sentence(), me, false, true},
		"somebody else read it":                {sentence(other), me, false, false},
		"only its author read it":              {sentence(author), me, false, true},
		"nobody read their own words":          {sentence(), author, false, true},
		"its author read it":                   {sentence(author), author, false, false},
		"its author is no second reader":       {sentence(me), author, true, false},
		"a second reader is asked for":         {sentence(other), me, true, true},
		"two have read it":                     {sentence(other, 4), me, true, false},
		"the second reader read it themselves": {sentence(me), me, true, false},
	} {
		if got, _ := c.facts.WaitsFor(c.user, c.second, false); got != c.want {
			t.Errorf("%s: waits is %v, want %v", name, got, c.want)
		}
	}
}
