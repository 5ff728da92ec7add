package store_test

import (
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"testing"

	"linecheck/internal/testutil"
	"linecheck/models"
	"linecheck/store"
	"linecheck/store/storetest"
)

// Nobody is shown as the reader of words that they had not read. A user who had read all the words still is.
func TestReadMarksFollowTheirWords(t *testing.T) {
	t.Parallel()
	withBoundaryTest(t, func(c *boundaryTest) {
		n := c.fixture
		c.read(n.Reviewer, crossingSentence)
		c.read(n.SecondReviewer, crossingSentence)
		_, err := c.split(n.Editor, crossingSentence, "cross")
		c.ok(err)
		if a, b, state := c.readerNames("More"), c.readerNames("cross"), c.sentence("cross").State; a != "" || b != "" ||
			state != models.Recheck {
			t.Errorf("after the split: %q and %q, %s, although nobody has read the halves as sentences", a, b, state)
		}
		c.read(n.Reviewer, "cross")
		for _, who := range []models.Reader{n.Reviewer, n.SecondReviewer, n.Editor} {
			c.read(who, "More")
		}
		_, err = c.merge(n.Editor, "More")
		c.ok(err)
		if got, state := c.readerNames("More"), c.sentence("More").State; got != "Rana" || state != models.Clear {
			t.Errorf("after the merge: %q, %s, although only one user has read both halves", got, state)
		}
		_, err = c.merge(n.Editor, "The old bridge closes")
		c.ok(err)
		if got, state := c.readerNames("The old bridge closes"), c.sentence("The old bridge closes").State; got != "" ||
			state != models.Recheck {
			t.Errorf("joined with one that nobody has read: %q, %s", got, state)
		}
	})
}

// Undo restores tracks and the marks on exactly these words. Marks that were made on other words are not
// restored.
func TestUndoOfBoundaries(t *testing.T) {
	t.Parallel()
	withBoundaryTest(t, func(c *boundaryTest) {
		n := c.fixture
		c.read(n.Reviewer, crossingSentence)
		c.read(n.SecondReviewer, crossingSentence)
		before := c.trackStates()
		_, err := c.split(n.Editor, crossingSentence, "cross")
		c.ok(err)
		_, err = c.merge(n.Editor, "cross it")
		c.ok(err)
		c.undo(n.Editor)
		c.undo(n.Editor)
		if after := c.trackStates(); after != before {
			t.Errorf("before %s\nafter  %s", before, after)
		}
		_, err = c.split(n.Editor, crossingSentence, "cross")
		c.ok(err)
		c.read(n.Admin, "cross")
		c.undo(n.Editor)
		if got := c.readerNames(crossingSentence); got != "Rana Sam" {
			t.Errorf("put back with the marks of %q", got)
		}
		_, err = c.s.UnmarkRead(ctx, n.SecondReviewer, c.sentence(crossingSentence).ID)
		c.ok(err)
		_, err = c.merge(n.Editor, "The old bridge closes")
		c.ok(err)
		c.read(n.SecondReviewer, "The old bridge closes")
		c.undo(n.Editor)
		if a, b := c.readerNames("The old bridge closes"), c.readerNames(crossingSentence); a != "" || b != "Rana" {
			t.Errorf("parted again with the marks of %q and %q", a, b)
		}
	})
}

// A mark on a sentence that was split since is on neither half. It can be withdrawn, and is then not restored
// with the sentence.
func TestUndoOfAReadMarkOnAFormerSentence(t *testing.T) {
	t.Parallel()
	withBoundaryTest(t, func(c *boundaryTest) {
		c.read(c.fixture.Reviewer, crossingSentence)
		_, err := c.split(c.fixture.SecondReviewer, crossingSentence, "cross")
		c.ok(err)
		c.undo(c.fixture.Reviewer)
		if a, b := c.readerNames("More"), c.readerNames("cross"); a+b != "" {
			t.Errorf("marks of %q and %q are left", a, b)
		}
		c.undo(c.fixture.SecondReviewer)
		if got := c.readerNames(crossingSentence); got != "" {
			t.Errorf("put back with the mark of %q", got)
		}
	})
}

func TestUndoOfBoundariesRefused(t *testing.T) {
	t.Parallel()
	withBoundaryTest(t, func(c *boundaryTest) {
		n := c.fixture
		_, err := c.split(n.Reviewer, crossingSentence, "cross")
		c.ok(err)
		_, err = c.split(n.SecondReviewer, "cross", "every")
		c.ok(err)
		_, err = c.s.Undo(ctx, n.Reviewer, c.article.ID)
		c.checkRefused(err, "undo", "split or joined again since")
		c.undo(n.SecondReviewer)
		c.undo(n.Reviewer)
		c.sentence(crossingSentence + " people cross")

		_, err = c.merge(n.Reviewer, "The old bridge closes")
		c.ok(err)
		over := storetest.AddClaim(t, c.s, n.SecondReviewer, c.article, "March 3. More")
		_, err = c.s.Undo(ctx, n.Reviewer, c.article.ID)
		c.checkRefused(err, "undo", fmt.Sprintf("Claim %d, “\u2068March 3. More\u2069”, would be cut in two", over.ClaimID))
		_, err = c.s.WithdrawClaim(ctx, n.SecondReviewer, over.ClaimID)
		c.ok(err)
		c.undo(n.Reviewer)
		c.sentence(crossingSentence)
	})
}

// A request from a page with a former sentence changes nothing. Its error leads to the current place of the
// words.
func TestChangesOfFormerSentencesAreRefused(t *testing.T) {
	t.Parallel()
	withBoundaryTest(t, func(c *boundaryTest) {
		n := c.fixture
		old := c.sentence(crossingSentence)
		_, err := c.merge(n.SecondReviewer, "The old bridge closes")
		c.ok(err)
		here := c.sentence("The old bridge closes").Ordinal
		before := c.page().Changes
		for name, act := range map[string]func(models.Reader) (models.Location, error){
			"mark":   func(r models.Reader) (models.Location, error) { return c.s.MarkRead(ctx, r, old.ID) },
			"unmark": func(r models.Reader) (models.Location, error) { return c.s.UnmarkRead(ctx, r, old.ID) },
			"split":  func(r models.Reader) (models.Location, error) { return c.s.SplitSentence(ctx, r, old.ID, old.Start+5) },
			"merge":  func(r models.Reader) (models.Location, error) { return c.s.MergeSentence(ctx, r, old.ID) },
			"claim": func(r models.Reader) (models.Location, error) {
				return c.s.CreateClaim(ctx, r, c.article.ID, models.Selection{Sentence: old.ID, WholeSentence: true})
			},
		} {
			place, err := act(n.Reviewer)
			if !errors.Is(err, models.ErrStale) || place.ArticleID != c.article.ID || place.Ordinal != here {
				t.Errorf("%s: %v, at %+v", name, err, place)
			}
			if _, err := act(n.OtherDeskReviewer); !errors.Is(err, models.ErrNotFound) || errors.Is(err, models.ErrStale) {
				t.Errorf("%s by somebody of another desk: %v", name, err)
			}
			if _, err := act(n.Auditor); !errors.Is(err, models.ErrForbidden) {
				t.Errorf("%s by an auditor: %v", name, err)
			}
		}
		if c.page().Changes != before {
			t.Error("something has changed")
		}
		if _, err := c.s.MarkRead(ctx, n.Reviewer, 1<<40); !errors.Is(err, models.ErrNotFound) {
			t.Errorf("a sentence that never was: %v", err)
		}
	})
}

// There is one event for each change, with enough data to undo it.
func TestBoundaryEvents(t *testing.T) {
	t.Parallel()
	eachWithRawDB(t, func(t *testing.T, s *store.Store, db *sql.DB) {
		news := storetest.Newsroom(t, s)
		c := &boundaryTest{t: t, s: s, fixture: news, article: storetest.AddArticle(t, s, news)}
		old := c.sentence(crossingSentence)
		c.read(news.SecondReviewer, crossingSentence)
		last := func() (id int, action, before, after string) {
			c.ok(db.QueryRow("SELECT id, action, before, after FROM events ORDER BY id DESC LIMIT 1").Scan(&id, &action, &before, &after))
			return id, action, before, after
		}
		for _, step := range []struct {
			before  func()
			does    func()
			action  string
			was, is string
		}{
			{nil, func() { _, err := c.split(news.Reviewer, crossingSentence, "cross"); c.ok(err) }, "sentence split", crossingSentence, "More cross"},
			{func() { c.read(news.SecondReviewer, "More"); c.read(news.SecondReviewer, "cross") },
				func() { _, err := c.merge(news.Reviewer, "More"); c.ok(err) }, "sentences merged", "More cross", crossingSentence},
			{nil, func() { c.undo(news.Reviewer) }, "merge withdrawn", crossingSentence, "More cross"},
			{nil, func() { c.undo(news.Reviewer) }, "split withdrawn", "More cross", crossingSentence},
		} {
			if step.before != nil {
				step.before()
			}
			first, _, _, _ := last()
			was := c.page()
			step.does()
			is := c.page()
			id, action, before, after := last()
			if id != first+1 || action != step.action {
				t.Errorf("event %d is %q, not %q", id, action, step.action)
			}
			for record, page := range map[string]models.ArticlePage{before: was, after: is} {
				for _, x := range page.Sentences {
					if x.Start < old.Start || x.End > old.End {
						continue
					}
					want := fmt.Sprintf(
						`{"id":%d,"ordinal":%d,"region":"body","start":%d,"end":%d,"track":%d`,
						x.ID,
						x.Ordinal,
						x.Start,
						x.End,
						x.TrackID,
					)
					if !strings.Contains(record, want) {
						t.Errorf("%s: %s does not contain %s", action, record, want)
					}
				}
			}
			if carried := strings.Contains(after, fmt.Sprintf(`"reader":%d`, news.SecondReviewer.UserID)); carried != (action == "sentences merged") {
				t.Errorf("%s: a mark has come along: %v, in %s", action, carried, after)
			}
		}
	})
}

// A claim in several identical sentences follows each of them.
func TestBoundariesOfDuplicates(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		news := storetest.Newsroom(t, s)
		a, err := s.CreateArticle(
			ctx,
			news.Reviewer,
			models.NewArticle{
				Title:  "Twice",
				Text:   "Bread cost ten euros there. Bread cost ten euros there.\n\nNobody paid.\n",
				DeskID: news.Desk.ID,
			},
		)
		if err != nil {
			t.Fatal(err)
		}
		c := &boundaryTest{t: t, s: s, fixture: news, article: a}
		sentences := c.page().Sentences
		claim, err := s.CreateClaim(ctx, news.Reviewer, a.ID, models.Selection{Sentence: sentences[0].ID, FirstWord: 3, LastWord: 4})
		c.ok(err)
		_, err = s.AddOccurrences(ctx, news.Reviewer, claim.ClaimID, 1, sentences[0].ID, []int64{sentences[1].ID})
		c.ok(err)
		_, err = s.SplitSentenceBefore(ctx, news.SecondReviewer, sentences[1].ID, 4)
		c.checkRefused(err, "split", "“\u2068ten euros\u2069”, would be cut in two")
		_, err = s.SplitSentenceBefore(ctx, news.SecondReviewer, sentences[1].ID, 5)
		c.ok(err)
		page, err := s.SentencePage(ctx, news.Reviewer, a.ID, 2)
		c.ok(err)
		testutil.Len(t, "the second of the places: page.Claims", page.Claims, 1)
		testutil.Len(t, "the second of the places: page.Claims[0].Spots", page.Claims[0].Locations, 2)
		testutil.Equal(t, "the second of the places: page.Claims[0].Spots[1].Ordinal", page.Claims[0].Locations[1].Ordinal, 2)
		testutil.Equal(t, "the second of the places: c.sentence('there.').State", c.sentence("there.").State, models.Unread)
		c.undo(news.SecondReviewer)
		_, err = c.merge(news.SecondReviewer, "Bread cost")
		c.ok(err)
		if got := c.claimWords("Bread cost"); got != "ten euros" || len(c.sentence("Bread cost").ClaimSpans) != 2 {
			t.Errorf("joined, the sentence has the claims %q with %d marks", got, len(c.sentence("Bread cost").ClaimSpans))
		}
		c.undo(news.SecondReviewer)
		verify(t, s)
		if n := len(c.page().Sentences); n != 3 {
			t.Errorf("put back, there are %d sentences", n)
		}
	})
}
