package store_test

import (
	"errors"
	"fmt"
	"testing"

	"linecheck/models"
	"linecheck/store/storetest"
)

// Nobody is shown as having read what they had not; who has read all of it is.
func TestMarksGoWithTheWords(t *testing.T) {
	cut(t, func(c *cutting) {
		n := c.news
		c.read(n.Reviewer, crossing)
		c.read(n.Second, crossing)
		_, err := c.split(n.Editor, crossing, "cross")
		c.ok(err)
		if a, b := c.readers("More"), c.readers("cross"); a != "Rana Sam" || b != "Rana Sam" || c.sentence("cross").State != models.Clear {
			t.Errorf("after the split: %q and %q", a, b)
		}
		_, err = c.s.UnmarkRead(ctx, n.Second, c.sentence("cross").ID)
		c.ok(err)
		c.read(n.Editor, "More")
		_, err = c.merge(n.Editor, "More")
		c.ok(err)
		if got := c.readers("More"); got != "Rana" {
			t.Errorf("after the merge: %q", got)
		}
		_, err = c.merge(n.Editor, "The old bridge closes")
		c.ok(err)
		if got, state := c.readers("The old bridge closes"), c.sentence("The old bridge closes").State; got != "" || state != models.Unread {
			t.Errorf("joined with one that nobody has read: %q, %s", got, state)
		}
	})
}

// What comes back comes back with its tracks and marks. Marks made since go along, and one taken back since stays taken back.
func TestUndoOfCuts(t *testing.T) {
	cut(t, func(c *cutting) {
		n := c.news
		c.read(n.Reviewer, crossing)
		c.read(n.Second, crossing)
		before := c.tracks()
		_, err := c.split(n.Editor, crossing, "cross")
		c.ok(err)
		_, err = c.merge(n.Editor, "cross it")
		c.ok(err)
		c.undo(n.Editor)
		c.undo(n.Editor)
		if after := c.tracks(); after != before {
			t.Errorf("before %s\nafter  %s", before, after)
		}
		_, err = c.split(n.Editor, crossing, "cross")
		c.ok(err)
		_, err = c.s.UnmarkRead(ctx, n.Second, c.sentence("cross").ID)
		c.ok(err)
		for _, half := range []string{"More", "cross"} {
			c.read(n.Admin, half)
		}
		c.undo(n.Editor)
		if got := c.readers(crossing); got != "Ada Rana" {
			t.Errorf("put back with the marks of %q", got)
		}
		_, err = c.merge(n.Editor, "The old bridge closes")
		c.ok(err)
		c.read(n.Second, "The old bridge closes")
		c.undo(n.Editor)
		if a, b := c.readers("The old bridge closes"), c.readers(crossing); a != "Sam" || b != "Ada Rana Sam" {
			t.Errorf("parted again with the marks of %q and %q", a, b)
		}
	})
}

// A mark on a sentence that somebody has split since is taken back from both halves.
func TestUndoOfAMarkOnAFormerSentence(t *testing.T) {
	cut(t, func(c *cutting) {
		c.read(c.news.Reviewer, crossing)
		_, err := c.split(c.news.Second, crossing, "cross")
		c.ok(err)
		c.undo(c.news.Reviewer)
		if a, b := c.readers("More"), c.readers("cross"); a+b != "" {
			t.Errorf("marks of %q and %q are left", a, b)
		}
		c.undo(c.news.Second)
		if got := c.readers(crossing); got != "" {
			t.Errorf("put back with the mark of %q", got)
		}
	})
}

func TestUndoOfCutsRefused(t *testing.T) {
	cut(t, func(c *cutting) {
		n := c.news
		_, err := c.split(n.Reviewer, crossing, "cross")
		c.ok(err)
		_, err = c.split(n.Second, "cross", "every")
		c.ok(err)
		_, err = c.s.Undo(ctx, n.Reviewer, c.article.ID)
		c.refused(err, "undo", "split or joined again since")
		c.undo(n.Second)
		c.undo(n.Reviewer)
		c.sentence(crossing + " people cross")

		_, err = c.merge(n.Reviewer, "The old bridge closes")
		c.ok(err)
		over := storetest.Claim(t, c.s, n.Second, c.article, "March 3. More")
		_, err = c.s.Undo(ctx, n.Reviewer, c.article.ID)
		c.refused(err, "undo", fmt.Sprintf("Claim %d, “\u2068March 3. More\u2069”, would be cut in two", over.ClaimID))
		_, err = c.s.WithdrawClaim(ctx, n.Second, over.ClaimID)
		c.ok(err)
		c.undo(n.Reviewer)
		c.sentence(crossing)
	})
}

// A page that still shows a sentence that is gone acts on nothing: it is told so, in the place where the words stand now.
func TestFormerSentences(t *testing.T) {
	cut(t, func(c *cutting) {
		n := c.news
		old := c.sentence(crossing)
		_, err := c.merge(n.Second, "The old bridge closes")
		c.ok(err)
		here := c.sentence("The old bridge closes").Ordinal
		before := c.page().Changes
		for name, act := range map[string]func(models.Reader) (models.Place, error){
			"mark":   func(r models.Reader) (models.Place, error) { return c.s.MarkRead(ctx, r, old.ID) },
			"unmark": func(r models.Reader) (models.Place, error) { return c.s.UnmarkRead(ctx, r, old.ID) },
			"split":  func(r models.Reader) (models.Place, error) { return c.s.SplitSentence(ctx, r, old.ID, old.Start+5) },
			"merge":  func(r models.Reader) (models.Place, error) { return c.s.MergeSentence(ctx, r, old.ID) },
			"claim": func(r models.Reader) (models.Place, error) {
				return c.s.CreateClaim(ctx, r, c.article.ID, models.Selection{Sentence: old.ID, Whole: true})
			},
		} {
			place, err := act(n.Reviewer)
			if !errors.Is(err, models.ErrStale) || place.ArticleID != c.article.ID || place.Ordinal != here {
				t.Errorf("%s: %v, at %+v", name, err, place)
			}
			if _, err := act(n.Stranger); !errors.Is(err, models.ErrNotFound) || errors.Is(err, models.ErrStale) {
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
