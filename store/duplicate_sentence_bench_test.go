package store_test

import (
	"fmt"
	"strings"
	"testing"

	"linecheck/models"
	"linecheck/store/storetest"
)

// BenchmarkRepeats reads a sentence's page in articles in which ten sentences are the same, and in one of nothing else, and
// takes the largest offer and the undo of it.
func BenchmarkRepeats(b *testing.B) {
	for _, n := range []int{2_000, 20_000} {
		b.Run(fmt.Sprintf("page/%d", n), func(b *testing.B) { repeatedPage(b, n, n/10, 1) })
		b.Run(fmt.Sprintf("page of one that is not/%d", n), func(b *testing.B) { repeatedPage(b, n, n/10, 2) })
		b.Run(fmt.Sprintf("page all the same/%d", n), func(b *testing.B) { repeatedPage(b, n, 1, 1) })
		b.Run(fmt.Sprintf("offer and undo/%d", n), func(b *testing.B) { repeatedOffer(b, n) })
	}
}

// repeating makes an article of n sentences of the news's usual lengths, of which every one in so many is the same.
func repeating(b *testing.B, n, every int) *echo {
	s := storetest.Open(b, storetest.SQLite(b))
	news := storetest.Newsroom(b, s)
	var text strings.Builder
	for i := range n {
		if i%every == 0 {
			text.WriteString("Ten men crossed the river on Monday.\n\n")
			continue
		}
		fmt.Fprintf(&text, "Sentence %d says%s.\n\n", i, strings.Repeat(" a word", i%20))
	}
	a, err := s.CreateArticle(ctx, news.Reviewer, models.NewArticle{Title: "Long", Text: text.String(), DeskID: news.Desk.ID})
	if err != nil {
		b.Fatal(err)
	}
	return &echo{TB: b, s: s, news: news, article: a}
}

func repeatedPage(b *testing.B, n, every, at int) {
	e := repeating(b, n, every)
	for b.Loop() {
		if p := e.page(e.news.Reviewer, at); at == 1 && len(p.Repeats) != n/every-1 {
			b.Fatalf("%d repeats", len(p.Repeats))
		}
	}
}

func repeatedOffer(b *testing.B, n int) {
	e := repeating(b, n, n/(models.OfferLimit+1))
	p := e.page(e.news.Reviewer, 1)
	_, err := e.s.MarkRead(ctx, e.news.Reviewer, p.Sentence.ID)
	e.ok(err)
	var ids []int64
	for _, r := range p.ReadingOffer().Repeats {
		ids = append(ids, r.SentenceID)
	}
	for b.Loop() {
		_, err := e.s.MarkRepeatsRead(ctx, e.news.Reviewer, p.Sentence.ID, ids)
		e.ok(err)
		_, err = e.s.Undo(ctx, e.news.Reviewer, e.article.ID)
		e.ok(err)
	}
}
