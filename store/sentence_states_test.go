package store_test

import (
	"fmt"
	"strings"
	"testing"

	"linecheck/models"
	"linecheck/store"
	"linecheck/store/storetest"
)

// BenchmarkMark creates claims in an article of 34 sentences that already has a number of claims. Each runs over four sentences,
// which is the most that a claim may touch.
// It also gives verdicts on such a claim.
func BenchmarkMark(b *testing.B) {
	for name, address := range map[string]func(testing.TB) string{"sqlite": storetest.SQLite, "postgres": storetest.Postgres} {
		b.Run(name, func(b *testing.B) { benchmarkMark(b, address(b)) })
	}
}

// TestMarkingTakesNoMoreWorkWithMoreClaims counts allocations, which do not depend on how busy the machine is.
func TestMarkingTakesNoMoreWorkWithMoreClaims(t *testing.T) {
	storetest.EachAddress(t, func(t *testing.T, address string) {
		m := newMarker(t, storetest.Open(t, address))
		changes := map[string]func(){
			"mark": func() { m.mark(t) },
			"mark and withdraw": func() {
				if _, err := m.s.WithdrawClaim(ctx, m.who, m.mark(t)); err != nil {
					t.Fatal(err)
				}
			},
			"mark and judge": func() {
				tag := models.AnnotationInput{Status: "unverified", Note: "Nobody picks up the phone.", Version: 1}
				if _, err := m.s.Annotate(ctx, m.who, m.mark(t), tag); err != nil {
					t.Fatal(err)
				}
			},
		}
		few := map[string]float64{}
		for m.made < 200 {
			m.mark(t)
		}
		for name, change := range changes {
			few[name] = testing.AllocsPerRun(20, change)
		}
		for m.made < 1000 {
			m.mark(t)
		}
		for name, change := range changes {
			if many := testing.AllocsPerRun(20, change); many > 1.2*few[name] {
				t.Errorf("%s: %.0f allocations with 1,000 claims, %.0f with 200", name, many, few[name])
			}
		}
		if v, err := m.s.Verify(ctx); err != nil || v.Break != "" {
			t.Error(v.Break, err)
		}
	})
}

func benchmarkMark(b *testing.B, address string) {
	s := storetest.Open(b, address)
	m := newMarker(b, s)
	for _, claims := range []int{0, 500, 1800, 3062} {
		for m.made < claims {
			m.mark(b)
		}
		b.Run(fmt.Sprintf("%d_claims", claims), func(b *testing.B) {
			for b.Loop() {
				id := m.mark(b)
				b.StopTimer()
				if _, err := s.WithdrawClaim(ctx, m.who, id); err != nil {
					b.Fatal(err)
				}
				b.StartTimer()
			}
		})
		b.Run(fmt.Sprintf("%d_claims/verdict", claims), func(b *testing.B) {
			id := m.mark(b)
			tag := models.AnnotationInput{Status: "unverified", Note: "Nobody picks up the phone."}
			for b.Loop() {
				tag.Version++
				if _, err := s.Annotate(ctx, m.who, id, tag); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// marker creates claims over four sentences each, no two with the same words.
type marker struct {
	s    *store.Store
	who  models.Reader
	page models.ArticlePage
	made int
}

func newMarker(t testing.TB, s *store.Store) *marker {
	t.Helper()
	n := storetest.Newsroom(t, s)
	article := storetest.CheckedArticle(t, s, n, 34, 1)
	page, err := s.ArticlePage(ctx, n.Reviewer, article.ID)
	if err != nil {
		t.Fatal(err)
	}
	return &marker{s: s, who: n.Reviewer, page: page}
}

func (m *marker) mark(t testing.TB) int64 {
	first, round := m.made%(len(m.page.Sentences)-3), m.made/(len(m.page.Sentences)-3)
	from, to := m.page.Sentences[first].Sentence, m.page.Sentences[first+3].Sentence
	m.made++
	sel := models.Selection{
		Start:      from.Start + wordStart(from.Text, round%10),
		End:        to.Start + wordStart(to.Text, 1+round/10%10) + round/100,
		Kind:       "other",
		WithinWord: true,
	}
	place, err := m.s.CreateClaim(ctx, m.who, m.page.ID, sel)
	if err != nil || place.AlreadyExists {
		t.Fatal(place, err)
	}
	return place.ClaimID
}

// wordStart returns the offset of a word of an ASCII text.
func wordStart(text string, n int) int {
	at := 0
	for range n {
		at += strings.IndexByte(text[at:], ' ') + 1
	}
	return at
}
