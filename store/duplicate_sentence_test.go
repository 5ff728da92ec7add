package store_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"linecheck/internal/testutil"
	"linecheck/models"
	"linecheck/store"
	"linecheck/store/storetest"
)

// echoes is a text in which sentences 2, 4, 6 and 8 are the same; 7 differs from them by one invisible character.
const echoes = "Khash fell.\n\nTen men crossed.\n\nKhash fell.\n\nTen men crossed.\n\nNobody saw it.\n\nTen men crossed.\n\nTen\u200b men crossed.\n\nTen men crossed.\n\nThe end."

// echo is a desk with that article.
type echo struct {
	testing.TB
	s       *store.Store
	news    storetest.Fixture
	article models.Article
}

func echoed(t *testing.T, s *store.Store) *echo {
	news := storetest.Newsroom(t, s)
	a, err := s.CreateArticle(ctx, news.Reviewer, models.NewArticle{Title: "Echoes", Text: echoes, DeskID: news.Desk.ID})
	if err != nil {
		t.Fatal(err)
	}
	return &echo{t, s, news, a}
}

func (e *echo) page(who models.Reader, n int) models.SentencePage {
	e.Helper()
	p, err := e.s.SentencePage(ctx, who, e.article.ID, n)
	e.ok(err)
	return p
}

func (e *echo) ok(err error) {
	e.Helper()
	if err != nil {
		e.Fatal(err)
	}
}

// ids are sentences' ids by their numbers.
func (e *echo) ids(numbers ...int) []int64 {
	e.Helper()
	page, err := e.s.ArticlePage(ctx, e.news.Auditor, e.article.ID)
	e.ok(err)
	var ids []int64
	for _, n := range numbers {
		ids = append(ids, page.Sentences[n-1].ID)
	}
	return ids
}

// states are all sentences' states, in order, by their first letters.
func (e *echo) states() string {
	e.Helper()
	page, err := e.s.ArticlePage(ctx, e.news.Auditor, e.article.ID)
	e.ok(err)
	var b strings.Builder
	for _, s := range page.Sentences {
		b.WriteByte(s.State[0])
	}
	return b.String()
}

func (e *echo) want(states string) {
	e.Helper()
	if got := e.states(); got != states {
		e.Errorf("the sentences are %s, not %s", got, states)
	}
	e.intact()
}

func (e *echo) intact() {
	e.Helper()
	v, err := e.s.Verify(ctx)
	e.ok(err)
	if v.Break != "" {
		e.Errorf("verify: %s", v.Break)
	}
}

func numbers(list []models.Repeat) (n []int) {
	for _, r := range list {
		n = append(n, r.Ordinal)
	}
	return n
}

// events is how many there are.
func (e *echo) events() int {
	e.Helper()
	v, err := e.s.Chain(ctx)
	e.ok(err)
	return v.Length
}

func TestRepeatsAreFoundByTheirCodePoints(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		e := echoed(t, s)
		for n, want := range map[int][]int{1: {3}, 2: {4, 6, 8}, 3: {1}, 5: nil, 6: {2, 4, 8}, 7: nil, 9: nil} {
			if got := numbers(e.page(e.news.Reviewer, n).Repeats); !slices.Equal(got, want) {
				t.Errorf("sentence %d is repeated in %v, not %v", n, got, want)
			}
		}
		other, err := s.CreateArticle(
			ctx,
			e.news.Reviewer,
			models.NewArticle{Title: "Another", Text: "Ten men crossed.", DeskID: e.news.Desk.ID},
		)
		e.ok(err)
		p, err := s.SentencePage(ctx, e.news.Reviewer, other.ID, 1)
		e.ok(err)
		if len(p.Repeats) > 0 {
			t.Errorf("another article's sentences count as repeats: %v", p.Repeats)
		}
	})
}

func TestReadingsAreOfferedAndTakenTogether(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		e := echoed(t, s)
		me, ids := e.news.Reviewer, e.ids(2, 4, 6, 8)
		_, err := s.MarkRead(ctx, me, ids[0])
		e.ok(err)
		e.want("ucuuuuuuu")
		_, err = s.CreateClaim(ctx, e.news.Second, e.article.ID, models.Selection{Sentence: ids[2], Whole: true})
		e.ok(err)
		if got := numbers(e.page(me, 2).ReadingOffer().Repeats); !slices.Equal(got, []int{4, 8}) {
			t.Errorf("offered are %v, and 6 has a claim", got)
		}
		before := e.events()
		place, err := s.MarkRepeatsRead(ctx, me, ids[0], []int64{ids[3], ids[1], ids[1]})
		e.ok(err)
		if place.Ordinal != 2 || !slices.Equal(place.Also, []int{4, 8}) || e.events() != before+2 {
			t.Errorf("%+v with %d events", place, e.events()-before)
		}
		e.want("ucucuoucu")
		place, err = s.Undo(ctx, me, e.article.ID)
		e.ok(err)
		if place.Ordinal != 2 || !slices.Equal(place.Also, []int{4, 8}) {
			t.Errorf("undo leads to %+v", place)
		}
		e.want("ucuuuouuu")
		_, err = s.Undo(ctx, me, e.article.ID)
		e.ok(err)
		e.want("uuuuuouuu")
	})
}

func TestWhatIsOfferedNoLongerIsRefusedWhole(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		e := echoed(t, s)
		me, ids := e.news.Reviewer, e.ids(2, 4, 6, 8, 7)
		stranger, err := s.CreateArticle(
			ctx,
			e.news.Stranger,
			models.NewArticle{Title: "Theirs", Text: "Ten men crossed.", DeskID: e.news.Other.ID},
		)
		e.ok(err)
		theirs, err := s.ArticlePage(ctx, e.news.Stranger, stranger.ID)
		e.ok(err)
		refused := func(what string, of int64, list []int64, want error) {
			t.Helper()
			before, states := e.events(), e.states()
			place, err := s.MarkRepeatsRead(ctx, me, of, list)
			if !errors.Is(err, want) || e.events() != before || e.states() != states {
				t.Errorf("%s: %v, %d events, %s", what, err, e.events()-before, e.states())
			}
			var said models.Invalid
			if errors.Is(want, models.ErrStale) && (!errors.As(err, &said) || place.Ordinal == 0) {
				t.Errorf("%s: %v at %+v says nothing", what, err, place)
			}
		}
		refused("before one's own mark", ids[0], ids[1:4], models.ErrStale)
		_, err = s.MarkRead(ctx, me, ids[0])
		e.ok(err)
		refused("a sentence that differs", ids[0], []int64{ids[1], ids[4]}, models.ErrStale)
		refused("a sentence that is gone", ids[0], []int64{ids[1], 99999}, models.ErrStale)
		refused("another desk's sentence", ids[0], []int64{ids[1], theirs.Sentences[0].ID}, models.ErrStale)
		refused("of another desk's sentence", theirs.Sentences[0].ID, []int64{ids[1]}, models.ErrNotFound)
		if _, err := s.MarkRepeatsRead(ctx, me, ids[0], nil); !errors.As(err, new(models.Invalid)) {
			t.Errorf("none at all: %v", err)
		}
		_, err = s.CreateClaim(ctx, e.news.Second, e.article.ID, models.Selection{Sentence: ids[2], First: 1, Last: 1})
		e.ok(err)
		refused("a sentence with a claim by now", ids[0], ids[1:4], models.ErrStale)
		for name, who := range map[string]models.Reader{"a writer": e.news.Writer, "an auditor": e.news.Auditor} {
			if _, err := s.MarkRepeatsRead(ctx, who, ids[0], ids[1:2]); !errors.Is(err, models.ErrForbidden) {
				t.Errorf("%s: %v", name, err)
			}
		}
		if _, err := s.MarkRepeatsRead(ctx, e.news.Stranger, ids[0], ids[1:2]); !errors.Is(err, models.ErrNotFound) {
			t.Errorf("a stranger: %v", err)
		}
	})
}

// claim makes a claim of "Ten men" in sentence n and tags it.
func (e *echo) claim(who models.Reader, n int, status string) models.Place {
	e.Helper()
	place, err := e.s.CreateClaim(ctx, who, e.article.ID, models.Selection{Sentence: e.ids(n)[0], First: 1, Last: 2})
	e.ok(err)
	if status != "" {
		_, err := e.s.Annotate(
			ctx,
			who,
			place.ClaimID,
			models.Tag{Status: status, Note: "As I see it.", Version: 1, Evidence: []models.NewEvidence{{Title: "A paper", Class: "primary",
				Kind: "document", Locator: "p. 1"}}},
		)
		e.ok(err)
	}
	return place
}

// readRest has the second reviewer say of sentences that there is nothing else to check in them.
func (e *echo) readRest(numbers ...int) {
	e.Helper()
	for _, id := range e.ids(numbers...) {
		_, err := e.s.MarkRead(ctx, e.news.Second, id)
		e.ok(err)
	}
}

func (e *echo) offer(who models.Reader, n int, claim int64) (models.ClaimCard, models.Offer, []models.Taken) {
	e.Helper()
	p := e.page(who, n)
	for _, c := range p.Claims {
		if c.Claim.ID == claim {
			offer, taken := p.ClaimOffer(c)
			return c, offer, taken
		}
	}
	e.Fatalf("claim %d has no card at sentence %d", claim, n)
	panic("")
}

func TestAClaimIsMarkedInIdenticalSentencesToo(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		e := echoed(t, s)
		me := e.news.Reviewer
		place := e.claim(me, 4, "sourced")
		theirs := e.claim(e.news.Second, 6, "disputed")
		e.want("uuuououuu")
		e.readRest(2, 4, 6, 8)
		e.want("ucuduo" + "ucu")
		c, offer, taken := e.offer(me, 4, place.ClaimID)
		testutil.Equal(t, "offered are: numbers(offer.Repeats)", numbers(offer.Repeats), []int{2, 8})
		testutil.Len(t, "offered are: taken", taken, 1)
		testutil.Equal(t, "offered are: taken[0].Ordinal", taken[0].Ordinal, 6)
		testutil.Equal(t, "offered are: taken[0].Mark.ClaimID", taken[0].Mark.ClaimID, theirs.ClaimID)
		testutil.Equal(t, "offered are: taken[0].Mark.Status", taken[0].Mark.Status, models.Disputed)
		ids, before := e.ids(2, 6, 8), e.events()
		if _, err := s.AddOccurrences(ctx, me, place.ClaimID, c.Version, e.ids(4)[0], ids); !errors.Is(err, models.ErrStale) ||
			e.events() != before {
			t.Errorf("where another claim stands: %v, %d events", err, e.events()-before)
		}
		went, err := s.AddOccurrences(ctx, me, place.ClaimID, c.Version, e.ids(4)[0], []int64{ids[0], ids[2]})
		e.ok(err)
		if went.Ordinal != 2 || !slices.Equal(went.Also, []int{4, 8}) || e.events() != before+2 {
			t.Errorf("%+v with %d events", went, e.events()-before)
		}
		e.want("ududu" + "oudu")
		if _, err := s.AddOccurrences(ctx, me, place.ClaimID, c.Version, e.ids(4)[0], ids[:1]); !errors.Is(err, models.ErrStale) {
			t.Errorf("with the version read before: %v", err)
		}
		if _, err := s.AddOccurrences(ctx, me, place.ClaimID, c.Version+1, ids[1], e.ids(8)); !errors.Is(err, models.ErrStale) {
			t.Errorf("from a sentence without the claim: %v", err)
		}
		e.oneRowEach(place.ClaimID)

		// What is said of the claim holds wherever it stands.
		c, _, _ = e.offer(me, 8, place.ClaimID)
		annotate(t, s, e.news.Second, place.ClaimID, c.Version, "unverified")
		e.want("uouou" + "ouou")
		_, err = s.Undo(ctx, e.news.Second, e.article.ID)
		e.ok(err)
		e.want("ududu" + "oudu")

		// One press takes the offer back, the next what came before it.
		went, err = s.Undo(ctx, me, e.article.ID)
		e.ok(err)
		if went.Ordinal != 4 || !slices.Equal(went.Also, []int{2, 8}) {
			t.Errorf("undo leads to %+v", went)
		}
		e.want("ucuduoucu")
		_, err = s.Undo(ctx, me, e.article.ID)
		e.ok(err)
		e.want("ucuouo" + "ucu")
	})
}

// oneRowEach checks that a claim in several places is one claim in every list and file, at its first place.
func (e *echo) oneRowEach(claim int64) {
	e.Helper()
	rows := map[string]int{}
	e.ok(e.s.EachAnnotation(ctx, e.news.Editor, models.Filter{}, func(r models.AnnotationRecord) error {
		rows[string(r[6])]++
		if string(r[6]) == fmt.Sprint(claim) && string(r[3]) != "2" {
			e.Errorf("annotations.csv has the claim in sentence %s", r[3])
		}
		return nil
	}))
	list, total, _, err := e.s.Claims(ctx, e.news.Editor, models.Filter{}, models.Page{})
	e.ok(err)
	if rows[fmt.Sprint(claim)] != 1 || len(rows) != 2 || total != 2 || len(list) != 2 {
		e.Errorf("rows by claim %v, %d of %d claims in the list", rows, len(list), total)
	}
	for _, row := range list {
		if row.ID == claim && row.Ordinal != 2 {
			e.Errorf("the list has the claim in sentence %d", row.Ordinal)
		}
	}
	n := 0
	e.ok(e.s.EachSentence(ctx, e.news.Editor, models.Filter{}, func(r models.SentenceRecord) error {
		if n++; slices.Contains([]string{"2", "4", "8"}, string(r[3])) &&
			(string(r[8]) != "done" || string(r[11]) != "1" || string(r[12]) != "1") {
			e.Errorf("sentences.csv: %q", r)
		}
		return nil
	}))
	if n != 10 { // with the title
		e.Errorf("sentences.csv has %d rows", n)
	}
	board, err := e.s.Dashboard(ctx, e.news.Editor, models.Filter{}, models.Page{})
	e.ok(err)
	if board.Totals.Claims != 2 || board.Totals.SentencesDone != 3 {
		e.Errorf("the dashboard: %+v", board.Totals)
	}
}

func TestAFurtherOccurrenceIsTakenAway(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		e := echoed(t, s)
		me, ids := e.news.Reviewer, e.ids(2, 4, 6, 8)
		claim := e.claim(me, 4, "sourced").ClaimID
		e.readRest(2, 4, 8)
		_, err := s.AddOccurrences(ctx, me, claim, 2, ids[1], []int64{ids[0], ids[2], ids[3]})
		e.ok(err)
		e.want("ududu" + "oudu") // a further place reads nothing
		_, err = s.MarkRead(ctx, e.news.Second, ids[2])
		e.ok(err)
		e.want("ududu" + "dudu")
		for name, x := range map[string]struct {
			who     models.Reader
			version int
			of      int64
			want    error
		}{
			"the first":          {me, 3, ids[1], models.ErrStale},
			"nowhere":            {me, 3, e.ids(5)[0], models.ErrStale},
			"read before":        {me, 2, ids[0], models.ErrStale},
			"somebody else's":    {e.news.Second, 3, ids[0], models.ErrForbidden},
			"an auditor":         {e.news.Auditor, 3, ids[0], models.ErrForbidden},
			"somebody elsewhere": {e.news.Stranger, 3, ids[0], models.ErrNotFound},
		} {
			if _, err := s.RemoveOccurrence(ctx, x.who, claim, x.version, x.of); !errors.Is(err, x.want) {
				t.Errorf("%s: %v", name, err)
			}
		}
		place, err := s.RemoveOccurrence(ctx, me, claim, 3, ids[2])
		e.ok(err)
		if place.Ordinal != 2 || !slices.Equal(place.Also, []int{4, 6, 8}) {
			t.Errorf("%+v", place)
		}
		e.want("ududu" + "cudu") // the second reviewer's mark shows again
		_, err = s.RemoveOccurrence(ctx, e.news.Editor, claim, 4, ids[0])
		e.ok(err)
		e.want("ucudu" + "cudu")
		c, offer, _ := e.offer(me, 8, claim)
		testutil.Equal(t, "offered are: numbers(offer.Repeats)", numbers(offer.Repeats), []int{2, 6})
		testutil.Len(t, "offered are: c.Spots", c.Spots, 2)
		testutil.False(t, "offered are: c.Spots[0].Further", c.Spots[0].Further)
		testutil.True(t, "offered are: c.Spots[1].Further", c.Spots[1].Further)
		testutil.Equal(t, "offered are: c.Spots[1].AddedBy", c.Spots[1].AddedBy, me.UserID)
		_, err = s.Undo(ctx, me, e.article.ID) // only one of the three is left of the offer
		e.ok(err)
		e.want("ucudu" + "cucu")
		c, _, _ = e.offer(me, 4, claim)
		var done []string
		for _, h := range c.History {
			done = append(done, h.Action)
		}
		if got := strings.Count(strings.Join(done, ","), "occurrence added"); got != 3 ||
			strings.Count(strings.Join(done, ","), "occurrence taken away") != 3 {
			t.Errorf("the history: %v", done)
		}
	})
}

// The row of an occurrence that was taken away leaves its number to the next one: undo must not take that for the old one.
func TestUndoKnowsOccurrencesApart(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		e := echoed(t, s)
		me, ids := e.news.Reviewer, e.ids(2, 4, 6, 8)
		claim := e.claim(me, 2, "").ClaimID
		_, err := s.AddOccurrences(ctx, me, claim, 1, ids[0], ids[1:2])
		e.ok(err)
		_, err = s.RemoveOccurrence(ctx, me, claim, 2, ids[1])
		e.ok(err)
		_, err = s.AddOccurrences(ctx, e.news.Second, claim, 3, ids[0], ids[1:2])
		e.ok(err)
		e.want("uouou" + "uuuu")
		place, err := s.Undo(ctx, me, e.article.ID) // the claim itself, in both its sentences
		e.ok(err)
		if !slices.Equal(place.Also, []int{4}) {
			t.Errorf("%+v", place)
		}
		e.want("uuuuu" + "uuuu")
	})
}

func TestAnOfferIsBounded(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		e := echoed(t, s)
		long, err := s.CreateArticle(
			ctx,
			e.news.Reviewer,
			models.NewArticle{Title: "Long", Text: strings.Repeat("Ten men crossed.\n\n", 230), DeskID: e.news.Desk.ID},
		)
		e.ok(err)
		e.article = long
		place := e.claim(e.news.Reviewer, 1, "")
		for version := 1; ; version++ {
			_, offer, _ := e.offer(e.news.Reviewer, 1, place.ClaimID)
			var ids []int64
			for _, r := range offer.Repeats {
				ids = append(ids, r.SentenceID)
			}
			if version == 1 && (len(ids) != models.OfferLimit || offer.More != 229-models.OfferLimit) {
				t.Fatalf("offered are %d and %d more", len(ids), offer.More)
			}
			_, err := s.AddOccurrences(ctx, e.news.Reviewer, place.ClaimID, version, e.ids(1)[0], ids)
			if err == nil {
				continue
			}
			c, _, _ := e.offer(e.news.Reviewer, 1, place.ClaimID)
			if len(c.Spots) > models.MaxSpots || len(c.Spots) <= models.MaxSpots-models.OfferLimit || !errors.As(err, new(models.Invalid)) {
				t.Errorf("at %d: %v", len(c.Spots), err)
			}
			break
		}
		verify(t, s)
	})
}
