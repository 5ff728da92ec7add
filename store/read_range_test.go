package store_test

import (
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"linecheck/models"
	"linecheck/store"
	"linecheck/store/storetest"
)

// rangeText has 26 sentences, each a paragraph: the fifth has a figure.
func rangeText() string {
	var b strings.Builder
	for i := range 26 {
		if i == 4 {
			b.WriteString("The flood took 4,000 houses.\n\n")
			continue
		}
		fmt.Fprintf(&b, "Rain fell on every %s.\n\n", []string{"house", "garden", "street", "field", "barn", "yard"}[i%6])
	}
	return b.String()
}

type rangeTest struct {
	*duplicateTest
	me models.Reader
}

func newRangeTest(t *testing.T, s *store.Store) *rangeTest {
	news := storetest.Newsroom(t, s)
	a, err := s.CreateArticle(ctx, news.Writer, models.NewArticle{Title: "Quiet", Text: rangeText(), DeskID: news.Desk.ID})
	if err != nil {
		t.Fatal(err)
	}
	return &rangeTest{&duplicateTest{t, s, news, a}, news.Reviewer}
}

// seen returns the sentences from one number to another as somebody sees them now.
func (e *rangeTest) seen(first, last int) models.ReadRange {
	e.Helper()
	page, err := e.s.ArticlePage(ctx, e.fixture.Auditor, e.article.ID)
	e.ok(err)
	return rangeOf(page, page.Sentences[first-1:last]...)
}

// describe writes what a range marked and left out.
func describe(r *models.RangeResult) string {
	said := fmt.Sprint(r.Marked)
	for _, s := range r.LeftOut {
		said += fmt.Sprintf(" %d:%s", s.Ordinal, s.LeftOut)
		if s.MarkedIn > 0 {
			said += fmt.Sprintf("(%d)", s.MarkedIn)
		}
	}
	return said
}

func (e *rangeTest) mark(who models.Reader, in models.ReadRange) models.Location {
	e.Helper()
	place, err := e.s.MarkRangeRead(ctx, who, in)
	e.ok(err)
	return place
}

// sizes returns the sizes of the ranges of the reader's marks that count, by sentence.
func (e *rangeTest) sizes(first, last int) (list []int) {
	for n := first; n <= last; n++ {
		size := -1
		for _, m := range e.page(e.fixture.Auditor, n).ReadMarks {
			size = m.RangeSize
		}
		list = append(list, size)
	}
	return list
}

func TestRangeIsMarkedAndUndoneInOneStep(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		e := newRangeTest(t, s)
		_, err := s.MarkRead(ctx, e.me, e.ids(2)[0])
		e.ok(err)
		_, err = s.CreateClaim(ctx, e.fixture.SecondReviewer, e.article.ID, models.Selection{Sentence: e.ids(7)[0], WholeSentence: true})
		e.ok(err)
		before, states := e.countEvents(), e.states()
		place := e.mark(e.me, e.seen(1, 8))
		if got, want := describe(place.Range), "[1 3 4 6 8] 2:read 5:suggestion 7:claim"; got != want {
			t.Errorf("the range marked %s, want %s", got, want)
		}
		if place.Ordinal != 5 || !slices.Equal(place.OtherOrdinals, []int{1, 2, 3, 4, 6, 7, 8}) || e.countEvents() != before+5 {
			t.Errorf("%+v with %d events", place, e.countEvents()-before)
		}
		if got, want := e.states()[:9], "ccccucocu"; got != want {
			t.Errorf("the states are %s, want %s", got, want)
		}
		if got := e.sizes(1, 8); !slices.Equal(got, []int{5, 0, 5, 5, -1, 5, -1, 5}) {
			t.Errorf("the marks were given in ranges of %v", got)
		}
		again := e.mark(e.me, e.seen(1, 4))
		if got, want := describe(again.Range), "[] 1:read(5) 2:read 3:read(5) 4:read(5)"; got != want || e.countEvents() != before+5 {
			t.Errorf("the second time it marked %s, want %s", got, want)
		}
		undone, err := s.Undo(ctx, e.me, e.article.ID)
		e.ok(err)
		if e.states() != states || undone.Ordinal != 1 || !slices.Equal(undone.OtherOrdinals, []int{3, 4, 6, 8}) {
			t.Errorf("after undo at %+v the states are %s, want %s", undone, e.states(), states)
		}
		_, err = s.Redo(ctx, e.me, e.article.ID)
		e.ok(err)
		if got := e.sizes(1, 8); !slices.Equal(got, []int{5, 0, 5, 5, -1, 5, -1, 5}) {
			t.Errorf("after redo the marks were given in ranges of %v", got)
		}
		verify(t, s)
	})
}

// The mark of a single sentence in a range is a mark like any other.
func TestRangeOfOneMarkIsNoRange(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		e := newRangeTest(t, s)
		place := e.mark(e.me, e.seen(4, 5))
		if got, want := describe(place.Range), "[4] 5:suggestion"; got != want || !slices.Equal(e.sizes(4, 4), []int{0}) {
			t.Errorf("it marked %s, want %s, in a range of %v", got, want, e.sizes(4, 4))
		}
	})
}

// A dismissed suggestion does not speak against a sentence; a claim that its reader saw does, even if it is gone.
func TestRangeLeavesOutWhatItsReaderSaw(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		e := newRangeTest(t, s)
		in := e.seen(4, 6)
		found := in.Suggestions.ForSentence(models.SentencePage{Sentence: e.page(e.me, 5).Sentence}, nil)
		for _, one := range found.Likely {
			_, err := s.DismissSuggestion(ctx, e.me, in.Sentences[1].ID, one)
			e.ok(err)
		}
		in.Sentences[0].Covered = e.page(e.me, 4).Covered
		in.Sentences[2].Covered = append(in.Sentences[2].Covered, e.page(e.me, 6).Sentence.Span())
		if got, want := describe(e.mark(e.me, in).Range), "[4 5] 6:claim"; got != want {
			t.Errorf("it marked %s, want %s", got, want)
		}
	})
}

// A range is refused as a whole where anything is not as its reader saw it, or where it is no range.
func TestRangeIsRefusedAsAWhole(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		e := newRangeTest(t, s)
		stranger, err := s.CreateArticle(
			ctx,
			e.fixture.OtherDeskReviewer,
			models.NewArticle{Title: "Theirs", Text: "It was quiet.", DeskID: e.fixture.OtherDesk.ID},
		)
		e.ok(err)
		theirs, err := s.ArticlePage(ctx, e.fixture.OtherDeskReviewer, stranger.ID)
		e.ok(err)
		own, err := s.CreateArticle(ctx, e.me, models.NewArticle{Title: "Mine", Text: "It was quiet.", DeskID: e.fixture.Desk.ID})
		e.ok(err)
		mine, err := s.ArticlePage(ctx, e.me, own.ID)
		e.ok(err)
		title := e.page(e.me, 0).Sentence
		without := func(in models.ReadRange, at int) models.ReadRange {
			in.Sentences = slices.Delete(in.Sentences, at, at+1)
			return in
		}
		with := func(first, last int, more ...models.PageSentence) models.ReadRange {
			in := e.seen(first, last)
			for _, s := range more {
				in.Sentences = append(in.Sentences, models.SeenSentence{ID: s.ID, Words: s.Text})
			}
			return in
		}
		other := func(words string) models.ReadRange {
			in := e.seen(1, 4)
			in.Sentences[2].Words = words
			return in
		}
		invalid := models.ValidationErrors{}
		for _, c := range []struct {
			name string
			who  models.Reader
			in   models.ReadRange
			want error
		}{
			{"no sentence", e.me, with(1, 0), nil},
			{"21 sentences", e.me, e.seen(1, 21), nil},
			{"a gap", e.me, without(e.seen(1, 4), 1), nil},
			{"the title", e.me, with(1, 2, title), nil},
			{"a sentence twice", e.me, with(1, 2, e.page(e.me, 2).Sentence), nil},
			{"other words", e.me, other("It was loud."), models.ErrStale},
			{"no words", e.me, other(""), models.ErrStale},
			{"another article's sentence", e.me, with(1, 2, mine.Sentences[0]), models.ErrNotFound},
			{"another desk's sentence", e.me, with(1, 2, theirs.Sentences[0]), models.ErrNotFound},
			{"a stranger", e.fixture.OtherDeskReviewer, e.seen(1, 2), models.ErrNotFound},
			{"a writer", e.fixture.Writer, e.seen(1, 2), models.ErrForbidden},
			{"an auditor", e.fixture.Auditor, e.seen(1, 2), models.ErrForbidden},
		} {
			before, states := e.countEvents(), e.states()
			_, err := s.MarkRangeRead(ctx, c.who, c.in)
			if c.want == nil && (!errors.As(err, &invalid) || errors.Is(err, models.ErrStale)) || c.want != nil && !errors.Is(err, c.want) {
				t.Errorf("%s: %v, want %v", c.name, err, c.want)
			}
			if e.countEvents() != before || e.states() != states {
				t.Errorf("%s: %d events, %s", c.name, e.countEvents()-before, e.states())
			}
		}
		if got := describe(e.mark(e.me, e.seen(6, 25)).Range); !strings.HasPrefix(got, "[6 7 8") {
			t.Errorf("20 sentences: %s", got)
		}
	})
}

// A sentence that was split, joined or replaced since it was seen refuses the whole range.
func TestRangeOfFormerSentencesIsStale(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		e := newRangeTest(t, s)
		stale := func(what string, in models.ReadRange, want error) {
			t.Helper()
			before := e.countEvents()
			place, err := s.MarkRangeRead(ctx, e.me, in)
			if !errors.Is(err, want) || e.countEvents() != before || place.Ordinal == 0 {
				t.Errorf("%s: %v at %+v, %d events", what, err, place, e.countEvents()-before)
			}
		}
		in := e.seen(8, 11)
		_, err := s.SplitSentence(ctx, e.me, in.Sentences[1].ID, e.page(e.me, 9).Sentence.Start+7)
		e.ok(err)
		stale("a split sentence", in, models.ErrResegmented)
		in.Sentences = in.Sentences[2:]
		stale("suggestions for other sentences", in, models.ErrStale)
		in = e.seen(8, 11)
		_, err = s.ReviseArticle(ctx, e.me, e.article.ID, models.NewRevision{Text: strings.Replace(rangeText(), "Rain", "Snow", 1), Base: 1})
		e.ok(err)
		stale("a new draft", in, models.ErrNewRevision)
		if got, want := describe(e.mark(e.me, e.seen(1, 2)).Range), "[1 2]"; got != want {
			t.Errorf("the sentences of the new draft: %s, want %s", got, want)
		}
	})
}

// A sentence whose words changed since somebody read it is left out.
func TestRangeLeavesOutSentencesToRecheck(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		e := newRangeTest(t, s)
		e.mark(e.fixture.SecondReviewer, e.seen(1, 4))
		text := strings.Replace(rangeText(), "Rain fell on every house", "Snow fell on every house", 1)
		_, err := s.ReviseArticle(ctx, e.me, e.article.ID, models.NewRevision{Text: text, Base: 1})
		e.ok(err)
		if got, want := describe(e.mark(e.me, e.seen(1, 4)).Range), "[2 3 4] 1:recheck"; got != want {
			t.Errorf("it marked %s, want %s", got, want)
		}
	})
}

// Sentences that are joined keep the range of their marks.
func TestJoinedSentencesKeepTheirRange(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		e := newRangeTest(t, s)
		e.mark(e.me, e.seen(1, 3))
		_, err := s.MergeSentence(ctx, e.me, e.ids(1)[0])
		e.ok(err)
		if got := e.sizes(1, 2); !slices.Equal(got, []int{3, 3}) {
			t.Errorf("the marks were given in ranges of %v", got)
		}
		verify(t, s)
	})
}

// The size of a range cannot be changed, and a change below the database's rules is found.
func TestRangeSizeIsKept(t *testing.T) {
	t.Parallel()
	eachWithRawDB(t, func(t *testing.T, s *store.Store, db *sql.DB) {
		e := newRangeTest(t, s)
		e.mark(e.me, e.seen(1, 3))
		_, err := s.MarkRead(ctx, e.me, e.ids(4)[0])
		e.ok(err)
		for _, change := range []string{"UPDATE readings SET range_size = 0 WHERE range_size = 3",
			"UPDATE readings SET range_size = 5 WHERE range_size = 0"} {
			if _, err := db.Exec(change); err == nil {
				t.Errorf("the database allows %s", change)
			}
		}
	})
}
