package store_test

import (
	"fmt"
	"strings"
	"testing"

	"linecheck/models"
	"linecheck/store/storetest"
)

// BenchmarkDuplicates reads the page of a sentence that has ten duplicates, or only duplicates in its
// article. It also accepts the largest offer and undoes it.
func BenchmarkDuplicates(b *testing.B) {
	for _, n := range []int{2_000, 20_000} {
		b.Run(fmt.Sprintf("page/%d", n), func(b *testing.B) { benchmarkDuplicatePage(b, n, n/10, 1) })
		b.Run(fmt.Sprintf("page of one that is not/%d", n), func(b *testing.B) { benchmarkDuplicatePage(b, n, n/10, 2) })
		b.Run(fmt.Sprintf("page all the same/%d", n), func(b *testing.B) { benchmarkDuplicatePage(b, n, 1, 1) })
		b.Run(fmt.Sprintf("offer and undo/%d", n), func(b *testing.B) { benchmarkDuplicateOffer(b, n) })
	}
}

// articleWithDuplicates creates an article of n sentences of usual lengths; every every-th of them is the
// same.
func articleWithDuplicates(b *testing.B, n, every int) *duplicateTest {
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
	return &duplicateTest{TB: b, s: s, fixture: news, article: a}
}

func benchmarkDuplicatePage(b *testing.B, n, every, at int) {
	e := articleWithDuplicates(b, n, every)
	for b.Loop() {
		if p := e.page(e.fixture.Reviewer, at); at == 1 && len(p.Duplicates) != n/every-1 {
			b.Fatalf("%d repeats", len(p.Duplicates))
		}
	}
}

func benchmarkDuplicateOffer(b *testing.B, n int) {
	e := articleWithDuplicates(b, n, n/(models.MaxOffered+1))
	p := e.page(e.fixture.Reviewer, 1)
	_, err := e.s.MarkRead(ctx, e.fixture.Reviewer, p.Sentence.ID)
	e.ok(err)
	var ids []int64
	for _, r := range p.ReadMarkOffer().Duplicates {
		ids = append(ids, r.SentenceID)
	}
	for b.Loop() {
		_, err := e.s.MarkDuplicatesRead(ctx, e.fixture.Reviewer, p.Sentence.ID, ids)
		e.ok(err)
		_, err = e.s.Undo(ctx, e.fixture.Reviewer, e.article.ID)
		e.ok(err)
	}
}
