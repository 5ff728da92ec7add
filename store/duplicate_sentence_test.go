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

// duplicatesText is a text with the identical sentences 2, 4, 6 and 8; 7 differs from them by one invisible
// character.
const duplicatesText = "Khash fell.\n\nTen men crossed.\n\nKhash fell.\n\nTen men crossed.\n\nNobody saw it.\n\nTen men crossed.\n\nTen\u200b men crossed.\n\nTen men crossed.\n\nThe end."

// duplicateTest is a newsroom with an article of duplicatesText.
type duplicateTest struct {
	testing.TB
	s       *store.Store
	fixture storetest.Fixture
	article models.Article
}

func newDuplicateTest(t *testing.T, s *store.Store) *duplicateTest {
	news := storetest.Newsroom(t, s)
	a, err := s.CreateArticle(ctx, news.Reviewer, models.NewArticle{Title: "Echoes", Text: duplicatesText, DeskID: news.Desk.ID})
	if err != nil {
		t.Fatal(err)
	}
	return &duplicateTest{t, s, news, a}
}

func (e *duplicateTest) page(who models.Reader, n int) models.SentencePage {
	e.Helper()
	p, err := e.s.SentencePage(ctx, who, e.article.ID, n)
	e.ok(err)
	return p
}

func (e *duplicateTest) ok(err error) {
	e.Helper()
	if err != nil {
		e.Fatal(err)
	}
}

// ids returns sentence ids by number.
func (e *duplicateTest) ids(numbers ...int) []int64 {
	e.Helper()
	page, err := e.s.ArticlePage(ctx, e.fixture.Auditor, e.article.ID)
	e.ok(err)
	var ids []int64
	for _, n := range numbers {
		ids = append(ids, page.Sentences[n-1].ID)
	}
	return ids
}

// states returns all sentences' states, in order, by their first letters.
func (e *duplicateTest) states() string {
	e.Helper()
	page, err := e.s.ArticlePage(ctx, e.fixture.Auditor, e.article.ID)
	e.ok(err)
	var b strings.Builder
	for _, s := range page.Sentences {
		b.WriteByte(s.State[0])
	}
	return b.String()
}

func (e *duplicateTest) checkStates(states string) {
	e.Helper()
	if got := e.states(); got != states {
		e.Errorf("the sentences are %s, not %s", got, states)
	}
	e.checkVerify()
}

func (e *duplicateTest) checkVerify() {
	e.Helper()
	v, err := e.s.Verify(ctx)
	e.ok(err)
	if v.Break != "" {
		e.Errorf("verify: %s", v.Break)
	}
}

func ordinalsOf(list []models.DuplicateSentence) (n []int) {
	for _, r := range list {
		n = append(n, r.Ordinal)
	}
	return n
}

// countEvents returns the number of events.
func (e *duplicateTest) countEvents() int {
	e.Helper()
	v, err := e.s.Chain(ctx)
	e.ok(err)
	return v.Length
}

func TestDuplicatesAreComparedByCodePoint(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		e := newDuplicateTest(t, s)
		for n, want := range map[int][]int{1: {3}, 2: {4, 6, 8}, 3: {1}, 5: nil, 6: {2, 4, 8}, 7: nil, 9: nil} {
			if got := ordinalsOf(e.page(e.fixture.Reviewer, n).Duplicates); !slices.Equal(got, want) {
				t.Errorf("sentence %d is repeated in %v, not %v", n, got, want)
			}
		}
		other, err := s.CreateArticle(
			ctx,
			e.fixture.Reviewer,
			models.NewArticle{Title: "Another", Text: "Ten men crossed.", DeskID: e.fixture.Desk.ID},
		)
		e.ok(err)
		p, err := s.SentencePage(ctx, e.fixture.Reviewer, other.ID, 1)
		e.ok(err)
		if len(p.Duplicates) > 0 {
			t.Errorf("another article's sentences count as repeats: %v", p.Duplicates)
		}
	})
}

func TestDuplicatesAreMarkedReadTogether(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		e := newDuplicateTest(t, s)
		me, ids := e.fixture.Reviewer, e.ids(2, 4, 6, 8)
		_, err := s.MarkRead(ctx, me, ids[0])
		e.ok(err)
		e.checkStates("ucuuuuuuu")
		_, err = s.CreateClaim(ctx, e.fixture.SecondReviewer, e.article.ID, models.Selection{Sentence: ids[2], WholeSentence: true})
		e.ok(err)
		if got := ordinalsOf(e.page(me, 2).ReadMarkOffer().Duplicates); !slices.Equal(got, []int{4, 8}) {
			t.Errorf("offered are %v, and 6 has a claim", got)
		}
		before := e.countEvents()
		place, err := s.MarkDuplicatesRead(ctx, me, ids[0], []int64{ids[3], ids[1], ids[1]})
		e.ok(err)
		if place.Ordinal != 2 || !slices.Equal(place.OtherOrdinals, []int{4, 8}) || e.countEvents() != before+2 {
			t.Errorf("%+v with %d events", place, e.countEvents()-before)
		}
		e.checkStates("ucucuoucu")
		place, err = s.Undo(ctx, me, e.article.ID)
		e.ok(err)
		if place.Ordinal != 2 || !slices.Equal(place.OtherOrdinals, []int{4, 8}) {
			t.Errorf("undo leads to %+v", place)
		}
		e.checkStates("ucuuuouuu")
		_, err = s.Undo(ctx, me, e.article.ID)
		e.ok(err)
		e.checkStates("uuuuuouuu")
	})
}

func TestOutdatedOfferIsRefusedAsAWhole(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		e := newDuplicateTest(t, s)
		me, ids := e.fixture.Reviewer, e.ids(2, 4, 6, 8, 7)
		stranger, err := s.CreateArticle(
			ctx,
			e.fixture.OtherDeskReviewer,
			models.NewArticle{Title: "Theirs", Text: "Ten men crossed.", DeskID: e.fixture.OtherDesk.ID},
		)
		e.ok(err)
		theirs, err := s.ArticlePage(ctx, e.fixture.OtherDeskReviewer, stranger.ID)
		e.ok(err)
		refused := func(what string, of int64, list []int64, want error) {
			t.Helper()
			before, states := e.countEvents(), e.states()
			place, err := s.MarkDuplicatesRead(ctx, me, of, list)
			if !errors.Is(err, want) || e.countEvents() != before || e.states() != states {
				t.Errorf("%s: %v, %d events, %s", what, err, e.countEvents()-before, e.states())
			}
			var said models.ValidationErrors
			if errors.Is(want, models.ErrStale) && (!errors.As(err, &said) || place.Ordinal == 0) {
				t.Errorf("%s: %v at %+v has no message", what, err, place)
			}
		}
		refused("before one's own mark", ids[0], ids[1:4], models.ErrStale)
		_, err = s.MarkRead(ctx, me, ids[0])
		e.ok(err)
		refused("a sentence that differs", ids[0], []int64{ids[1], ids[4]}, models.ErrStale)
		refused("a sentence that is gone", ids[0], []int64{ids[1], 99999}, models.ErrStale)
		refused("another desk's sentence", ids[0], []int64{ids[1], theirs.Sentences[0].ID}, models.ErrStale)
		refused("of another desk's sentence", theirs.Sentences[0].ID, []int64{ids[1]}, models.ErrNotFound)
		if _, err := s.MarkDuplicatesRead(ctx, me, ids[0], nil); !errors.As(err, new(models.ValidationErrors)) {
			t.Errorf("none at all: %v", err)
		}
		_, err = s.CreateClaim(ctx, e.fixture.SecondReviewer, e.article.ID, models.Selection{Sentence: ids[2], FirstWord: 1, LastWord: 1})
		e.ok(err)
		refused("a sentence with a claim by now", ids[0], ids[1:4], models.ErrStale)
		for name, who := range map[string]models.Reader{"a writer": e.fixture.Writer, "an auditor": e.fixture.Auditor} {
			if _, err := s.MarkDuplicatesRead(ctx, who, ids[0], ids[1:2]); !errors.Is(err, models.ErrForbidden) {
				t.Errorf("%s: %v", name, err)
			}
		}
		if _, err := s.MarkDuplicatesRead(ctx, e.fixture.OtherDeskReviewer, ids[0], ids[1:2]); !errors.Is(err, models.ErrNotFound) {
			t.Errorf("a stranger: %v", err)
		}
	})
}

// claim creates a claim "Ten men" in sentence n and annotates it.
func (e *duplicateTest) claim(who models.Reader, n int, status string) models.Location {
	e.Helper()
	place, err := e.s.CreateClaim(ctx, who, e.article.ID, models.Selection{Sentence: e.ids(n)[0], FirstWord: 1, LastWord: 2})
	e.ok(err)
	if status != "" {
		_, err := e.s.Annotate(
			ctx,
			who,
			place.ClaimID,
			models.AnnotationInput{
				Status:  status,
				Note:    "As I see it.",
				Version: 1,
				Evidence: []models.NewEvidence{{Title: "A paper", Class: "primary",
					Kind: "document", Locator: "p. 1"}},
			},
		)
		e.ok(err)
	}
	return place
}

// readRest marks the rest of sentences as read by the second reviewer.
func (e *duplicateTest) readRest(numbers ...int) {
	e.Helper()
	for _, id := range e.ids(numbers...) {
		_, err := e.s.MarkRead(ctx, e.fixture.SecondReviewer, id)
		e.ok(err)
	}
}

func (e *duplicateTest) offer(who models.Reader, n int, claim int64) (models.ClaimCard, models.DuplicateOffer, []models.OccupiedSentence) {
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

func TestClaimIsAddedToIdenticalSentences(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		e := newDuplicateTest(t, s)
		me := e.fixture.Reviewer
		place := e.claim(me, 4, "sourced")
		theirs := e.claim(e.fixture.SecondReviewer, 6, "disputed")
		e.checkStates("uuuououuu")
		e.readRest(2, 4, 6, 8)
		e.checkStates("ucuduo" + "ucu")
		c, offer, taken := e.offer(me, 4, place.ClaimID)
		testutil.Equal(t, "offered are: numbers(offer.Repeats)", ordinalsOf(offer.Duplicates), []int{2, 8})
		testutil.Len(t, "offered are: taken", taken, 1)
		testutil.Equal(t, "occupied sentence: Ordinal", taken[0].Ordinal, 6)
		testutil.Equal(t, "occupied sentence: ClaimSpan.ClaimID", taken[0].ClaimSpan.ClaimID, theirs.ClaimID)
		testutil.Equal(t, "occupied sentence: ClaimSpan.Status", taken[0].ClaimSpan.Status, models.Disputed)
		ids, before := e.ids(2, 6, 8), e.countEvents()
		if _, err := s.AddOccurrences(ctx, me, place.ClaimID, c.Version, e.ids(4)[0], ids); !errors.Is(err, models.ErrStale) ||
			e.countEvents() != before {
			t.Errorf("at another claim: %v, %d events", err, e.countEvents()-before)
		}
		went, err := s.AddOccurrences(ctx, me, place.ClaimID, c.Version, e.ids(4)[0], []int64{ids[0], ids[2]})
		e.ok(err)
		if went.Ordinal != 2 || !slices.Equal(went.OtherOrdinals, []int{4, 8}) || e.countEvents() != before+2 {
			t.Errorf("%+v with %d events", went, e.countEvents()-before)
		}
		e.checkStates("ududu" + "oudu")
		if _, err := s.AddOccurrences(ctx, me, place.ClaimID, c.Version, e.ids(4)[0], ids[:1]); !errors.Is(err, models.ErrStale) {
			t.Errorf("with the version read before: %v", err)
		}
		if _, err := s.AddOccurrences(ctx, me, place.ClaimID, c.Version+1, ids[1], e.ids(8)); !errors.Is(err, models.ErrStale) {
			t.Errorf("from a sentence without the claim: %v", err)
		}
		e.checkListedOnce(place.ClaimID)

		// The claim's status applies in all of its places.
		c, _, _ = e.offer(me, 8, place.ClaimID)
		annotate(t, s, e.fixture.SecondReviewer, place.ClaimID, c.Version, "unverified")
		e.checkStates("uouou" + "ouou")
		_, err = s.Undo(ctx, e.fixture.SecondReviewer, e.article.ID)
		e.ok(err)
		e.checkStates("ududu" + "oudu")

		// The first undo undoes the offer, the next one what came before it.
		went, err = s.Undo(ctx, me, e.article.ID)
		e.ok(err)
		if went.Ordinal != 4 || !slices.Equal(went.OtherOrdinals, []int{2, 8}) {
			t.Errorf("undo leads to %+v", went)
		}
		e.checkStates("ucuduoucu")
		_, err = s.Undo(ctx, me, e.article.ID)
		e.ok(err)
		e.checkStates("ucuouo" + "ucu")
	})
}

// checkListedOnce checks that a claim in several places is listed once, at its first place, in every list and
// file.
func (e *duplicateTest) checkListedOnce(claim int64) {
	e.Helper()
	rows := map[string]int{}
	e.ok(e.s.EachAnnotation(ctx, e.fixture.Editor, models.Filter{}, func(r models.AnnotationExportRow) error {
		rows[string(r[6])]++
		if string(r[6]) == fmt.Sprint(claim) && string(r[3]) != "2" {
			e.Errorf("annotations.csv has the claim in sentence %s", r[3])
		}
		return nil
	}))
	list, total, _, err := e.s.Claims(ctx, e.fixture.Editor, models.Filter{}, models.Page{})
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
	e.ok(e.s.EachSentence(ctx, e.fixture.Editor, models.Filter{}, func(r models.SentenceExportRow) error {
		if n++; slices.Contains([]string{"2", "4", "8"}, string(r[3])) &&
			(string(r[8]) != "done" || string(r[11]) != "1" || string(r[12]) != "1") {
			e.Errorf("sentences.csv: %q", r)
		}
		return nil
	}))
	if n != 10 { // with the title
		e.Errorf("sentences.csv has %d rows", n)
	}
	board, err := e.s.Dashboard(ctx, e.fixture.Editor, models.Filter{}, models.Page{})
	e.ok(err)
	if board.Totals.Claims != 2 || board.Totals.SentencesDone != 3 {
		e.Errorf("the dashboard: %+v", board.Totals)
	}
}

func TestAddedOccurrenceIsRemoved(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		e := newDuplicateTest(t, s)
		me, ids := e.fixture.Reviewer, e.ids(2, 4, 6, 8)
		claim := e.claim(me, 4, "sourced").ClaimID
		e.readRest(2, 4, 8)
		_, err := s.AddOccurrences(ctx, me, claim, 2, ids[1], []int64{ids[0], ids[2], ids[3]})
		e.ok(err)
		e.checkStates("ududu" + "oudu") // a further occurrence covers nothing
		_, err = s.MarkRead(ctx, e.fixture.SecondReviewer, ids[2])
		e.ok(err)
		e.checkStates("ududu" + "dudu")
		for name, x := range map[string]struct {
			who     models.Reader
			version int
			of      int64
			want    error
		}{
			"the first":          {me, 3, ids[1], models.ErrStale},
			"nowhere":            {me, 3, e.ids(5)[0], models.ErrStale},
			"read before":        {me, 2, ids[0], models.ErrStale},
			"somebody else's":    {e.fixture.SecondReviewer, 3, ids[0], models.ErrForbidden},
			"an auditor":         {e.fixture.Auditor, 3, ids[0], models.ErrForbidden},
			"somebody elsewhere": {e.fixture.OtherDeskReviewer, 3, ids[0], models.ErrNotFound},
		} {
			if _, err := s.RemoveOccurrence(ctx, x.who, claim, x.version, x.of); !errors.Is(err, x.want) {
				t.Errorf("%s: %v", name, err)
			}
		}
		place, err := s.RemoveOccurrence(ctx, me, claim, 3, ids[2])
		e.ok(err)
		if place.Ordinal != 2 || !slices.Equal(place.OtherOrdinals, []int{4, 6, 8}) {
			t.Errorf("%+v", place)
		}
		e.checkStates("ududu" + "cudu") // the second reviewer's mark counts again
		_, err = s.RemoveOccurrence(ctx, e.fixture.Editor, claim, 4, ids[0])
		e.ok(err)
		e.checkStates("ucudu" + "cudu")
		c, offer, _ := e.offer(me, 8, claim)
		testutil.Equal(t, "offered are: numbers(offer.Repeats)", ordinalsOf(offer.Duplicates), []int{2, 6})
		testutil.Len(t, "offered are: c.Spots", c.Locations, 2)
		testutil.False(t, "offered are: c.Spots[0].Further", c.Locations[0].Further)
		testutil.True(t, "offered are: c.Spots[1].Further", c.Locations[1].Further)
		testutil.Equal(t, "offered are: c.Spots[1].AddedBy", c.Locations[1].AddedBy, me.UserID)
		_, err = s.Undo(ctx, me, e.article.ID) // only one of the three remains
		e.ok(err)
		e.checkStates("ucudu" + "cucu")
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

// The row id of a removed occurrence is reused by the next one. Undo must distinguish them.
func TestUndoDistinguishesReusedOccurrenceIDs(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		e := newDuplicateTest(t, s)
		me, ids := e.fixture.Reviewer, e.ids(2, 4, 6, 8)
		claim := e.claim(me, 2, "").ClaimID
		_, err := s.AddOccurrences(ctx, me, claim, 1, ids[0], ids[1:2])
		e.ok(err)
		_, err = s.RemoveOccurrence(ctx, me, claim, 2, ids[1])
		e.ok(err)
		_, err = s.AddOccurrences(ctx, e.fixture.SecondReviewer, claim, 3, ids[0], ids[1:2])
		e.ok(err)
		e.checkStates("uouou" + "uuuu")
		place, err := s.Undo(ctx, me, e.article.ID) // the claim itself, in both its sentences
		e.ok(err)
		if !slices.Equal(place.OtherOrdinals, []int{4}) {
			t.Errorf("%+v", place)
		}
		e.checkStates("uuuuu" + "uuuu")
	})
}

func TestOfferSizeIsLimited(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		e := newDuplicateTest(t, s)
		long, err := s.CreateArticle(
			ctx,
			e.fixture.Reviewer,
			models.NewArticle{Title: "Long", Text: strings.Repeat("Ten men crossed.\n\n", 230), DeskID: e.fixture.Desk.ID},
		)
		e.ok(err)
		e.article = long
		place := e.claim(e.fixture.Reviewer, 1, "")
		for version := 1; ; version++ {
			_, offer, _ := e.offer(e.fixture.Reviewer, 1, place.ClaimID)
			var ids []int64
			for _, r := range offer.Duplicates {
				ids = append(ids, r.SentenceID)
			}
			if version == 1 && (len(ids) != models.MaxOffered || offer.More != 229-models.MaxOffered) {
				t.Fatalf("offered are %d and %d more", len(ids), offer.More)
			}
			_, err := s.AddOccurrences(ctx, e.fixture.Reviewer, place.ClaimID, version, e.ids(1)[0], ids)
			if err == nil {
				continue
			}
			c, _, _ := e.offer(e.fixture.Reviewer, 1, place.ClaimID)
			if len(c.Locations) > models.MaxClaimLocations || len(c.Locations) <= models.MaxClaimLocations-models.MaxOffered ||
				!errors.As(err, new(models.ValidationErrors)) {
				t.Errorf("at %d: %v", len(c.Locations), err)
			}
			break
		}
		verify(t, s)
	})
}

// Identical sentences that refer back to other words are not offered: "he" is somebody else there.
func TestDuplicatesReferBackToTheSameWords(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		e := newDuplicateTest(t, s)
		const text = "Smith was the mayor.\n\nHe had stolen 4 million.\n\nJones was a baker.\n\nHe had stolen 4 million."
		var err error
		input := models.NewArticle{Title: "Thieves", Text: text, DeskID: e.fixture.Desk.ID, Language: "en"}
		e.article, err = s.CreateArticle(ctx, e.fixture.Writer, input)
		e.ok(err)
		if offered := e.page(e.fixture.Reviewer, 2).Duplicates; len(offered) > 0 {
			t.Errorf("sentence 2 is offered with %+v", offered)
		}
		claim := storetest.AddClaim(t, s, e.fixture.Reviewer, e.article, "4 million")
		if _, err = s.AddOccurrences(ctx, e.fixture.Reviewer, claim.ClaimID, 1, e.ids(2)[0], e.ids(4)); !errors.Is(err, models.ErrStale) {
			t.Errorf("the claim stands in sentence 4 as well: %v", err)
		}
		_, err = s.WithdrawClaim(ctx, e.fixture.Reviewer, claim.ClaimID)
		e.ok(err)
		_, err = s.MarkRead(ctx, e.fixture.Reviewer, e.ids(2)[0])
		e.ok(err)
		if _, err = s.MarkDuplicatesRead(ctx, e.fixture.Reviewer, e.ids(2)[0], e.ids(4)); !errors.Is(err, models.ErrStale) {
			t.Errorf("sentence 4 is read: %v", err)
		}
	})
}
