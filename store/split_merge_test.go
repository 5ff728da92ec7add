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

// boundaryTest is an article whose sentences are split and merged.
type boundaryTest struct {
	t       *testing.T
	s       *store.Store
	fixture storetest.Fixture
	article models.Article
}

// withBoundaryTest runs a test on an article of storetest.Text in a store of each kind, and verifies the
// store at the end.
func withBoundaryTest(t *testing.T, test func(*boundaryTest)) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		news := storetest.Newsroom(t, s)
		c := &boundaryTest{t: t, s: s, fixture: news, article: storetest.AddArticle(t, s, news)}
		test(c)
		verify(t, s)
	})
}

func (c *boundaryTest) page() models.ArticlePage {
	c.t.Helper()
	page, err := c.s.ArticlePage(ctx, c.fixture.Auditor, c.article.ID)
	c.ok(err)
	return page
}

// sentence returns the sentence that begins with these words.
func (c *boundaryTest) sentence(words string) models.PageSentence {
	c.t.Helper()
	for _, s := range c.page().Sentences {
		if strings.HasPrefix(s.Text, words) {
			return s
		}
	}
	c.t.Fatalf("no sentence begins with %q", words)
	return models.PageSentence{}
}

func (c *boundaryTest) ok(err error) {
	c.t.Helper()
	if err != nil {
		c.t.Fatal(err)
	}
}

// split splits the sentence that begins with these words before others in it.
func (c *boundaryTest) split(who models.Reader, words, before string) (models.Location, error) {
	c.t.Helper()
	s := c.sentence(words)
	at := strings.Index(s.Text, before)
	return c.s.SplitSentence(ctx, who, s.ID, s.Start+len([]rune(s.Text[:at])))
}

func (c *boundaryTest) merge(who models.Reader, words string) (models.Location, error) {
	c.t.Helper()
	return c.s.MergeSentence(ctx, who, c.sentence(words).ID)
}

func (c *boundaryTest) read(who models.Reader, words string) {
	c.t.Helper()
	_, err := c.s.MarkRead(ctx, who, c.sentence(words).ID)
	c.ok(err)
}

func (c *boundaryTest) undo(who models.Reader) {
	c.t.Helper()
	_, err := c.s.Undo(ctx, who, c.article.ID)
	c.ok(err)
}

// checkRefused checks that a change failed with an error for a field that contains some words, and that
// nothing has changed.
func (c *boundaryTest) checkRefused(err error, field, says string) {
	c.t.Helper()
	var wrong models.ValidationErrors
	if !errors.As(err, &wrong) || !strings.Contains(wrong.Detail(field), says) {
		c.t.Errorf("%v: want %s to say %q", err, field, says)
	}
}

// readerNames returns the names on the read marks of the sentence that begins with these words.
func (c *boundaryTest) readerNames(words string) string {
	c.t.Helper()
	page, err := c.s.SentencePage(ctx, c.fixture.Auditor, c.article.ID, c.sentence(words).Ordinal)
	c.ok(err)
	var names []string
	for _, r := range page.ReadMarks {
		names = append(names, strings.Fields(r.Name)[0])
	}
	slices.Sort(names)
	return strings.Join(names, " ")
}

// claimWords returns the words of the claims on the page of the sentence that begins with these words.
func (c *boundaryTest) claimWords(words string) string {
	c.t.Helper()
	page, err := c.s.SentencePage(ctx, c.fixture.Auditor, c.article.ID, c.sentence(words).Ordinal)
	c.ok(err)
	var claims []string
	for _, card := range page.Claims {
		claims = append(claims, card.Occurrence.Exact)
	}
	return strings.Join(claims, " | ")
}

// claimVersion returns a claim's present version.
func (c *boundaryTest) claimVersion(place models.Location) int {
	c.t.Helper()
	return card(c.t, c.s, c.fixture.Auditor, place).Version
}

// trackStates returns the article's tracks in order, with their states.
func (c *boundaryTest) trackStates() string {
	var list []string
	for _, s := range c.page().Sentences {
		list = append(list, fmt.Sprint(s.TrackID, s.State, s.Start, s.End))
	}
	return strings.Join(list, "; ")
}

const crossingSentence = "More than 4,000"

func TestSplit(t *testing.T) {
	t.Parallel()
	withBoundaryTest(t, func(c *boundaryTest) {
		storetest.AddClaim(t, c.s, c.fixture.Reviewer, c.article, "4,000 people")
		storetest.AddClaim(t, c.s, c.fixture.Reviewer, c.article, "every day")
		was := c.page()
		old := c.sentence(crossingSentence)
		place, err := c.split(c.fixture.SecondReviewer, crossingSentence, " cross")
		c.ok(err)
		is := c.page()
		testutil.Equal(t, "at: place.Ordinal", place.Ordinal, old.Ordinal)
		testutil.Len(t, "at: is.Sentences", is.Sentences, len(was.Sentences)+1)
		testutil.Equal(t, "at: is.Cuts", is.Cuts, was.Cuts+1)
		testutil.False(t, "at: is.Changes <= was.Changes", is.Changes <= was.Changes)
		for i, s := range is.Sentences {
			if s.Ordinal != i+1 {
				t.Fatalf("sentence %d has the number %d", i+1, s.Ordinal)
			}
		}
		first, second := is.Sentences[old.Ordinal-1], is.Sentences[old.Ordinal]
		if first.Text != "More than 4,000 people" || second.Text != "cross it every day 🚲." || first.Region != old.Region {
			t.Errorf("halves %q and %q", first.Text, second.Text)
		}
		testutil.Equal(t, "first.State", first.State, models.Open)
		testutil.Equal(t, "second.State", second.State, models.Open)
		testutil.Equal(t, "c.cards('More')", c.claimWords("More"), "4,000 people")
		testutil.Equal(t, "c.cards('cross')", c.claimWords("cross"), "every day")
		for i, s := range was.Sentences {
			if s.ID == old.ID {
				continue
			}
			now := is.Sentences[i]
			if i >= old.Ordinal {
				now = is.Sentences[i+1]
			}
			if now.ID != s.ID || now.TrackID != s.TrackID {
				t.Errorf("sentence %d is another now", s.Ordinal)
			}
		}
	})
}

func TestSplitRefused(t *testing.T) {
	t.Parallel()
	withBoundaryTest(t, func(c *boundaryTest) {
		place := storetest.AddClaim(t, c.s, c.fixture.Reviewer, c.article, "4,000 people cross")
		s := c.sentence(crossingSentence)
		for name, test := range map[string]struct {
			at   int
			says string
		}{
			"the beginning": {s.Start, "only between its words"}, "the end": {s.End, "only between its words"},
			"before the sentence": {s.Start - 1, "within the sentence"}, "behind it": {s.End + 1, "within the sentence"},
			"inside a claim": {s.Start + 12, fmt.Sprintf("Claim %d, “\u20684,000 people cross\u2069”, would be cut in two", place.ClaimID)},
		} {
			before := c.page().Changes
			_, err := c.s.SplitSentence(ctx, c.fixture.SecondReviewer, s.ID, test.at)
			c.checkRefused(err, "split", test.says)
			if c.page().Changes != before {
				t.Errorf("%s: something has changed", name)
			}
		}
		_, err := c.s.SplitSentenceBefore(ctx, c.fixture.SecondReviewer, s.ID, 99)
		c.checkRefused(err, "split", "within the sentence")
		_, err = c.s.SplitSentenceBefore(ctx, c.fixture.SecondReviewer, s.ID, 8)
		c.ok(err)
		c.sentence("day 🚲.")
	})
}

func TestMerge(t *testing.T) {
	t.Parallel()
	withBoundaryTest(t, func(c *boundaryTest) {
		storetest.AddClaim(t, c.s, c.fixture.Reviewer, c.article, "March 3")
		storetest.AddClaim(t, c.s, c.fixture.Reviewer, c.article, "every day")
		over := storetest.AddClaim(t, c.s, c.fixture.Reviewer, c.article, "closes on March 3. More than 4,000 people")
		_, err := c.merge(c.fixture.Reviewer, "The old bridge closes")
		c.ok(err)
		joined := c.sentence("The old bridge closes")
		if joined.Text != "The old bridge closes on March 3. More than 4,000 people cross it every day 🚲." || joined.State != models.Open {
			t.Errorf("joined: %q, %s", joined.Text, joined.State)
		}
		if got := c.claimWords("The old bridge closes"); got != "closes on March 3. More than 4,000 people | March 3 | every day" {
			t.Errorf("claims: %s", got)
		}
		annotate(t, c.s, c.fixture.SecondReviewer, over.ClaimID, c.claimVersion(over), "disputed")
		_, err = c.merge(c.fixture.Reviewer, "The old bridge closes")
		c.ok(err) // paragraphs may be joined
		if text := c.sentence("The old bridge closes").Text; !strings.Contains(text, "🚲.\n\n\"We had") {
			t.Errorf("joined over the paragraph: %q", text)
		}
	})
}

func TestMergeRefused(t *testing.T) {
	t.Parallel()
	withBoundaryTest(t, func(c *boundaryTest) {
		_, err := c.merge(c.fixture.Reviewer, "Repairs cost")
		c.checkRefused(err, "merge", "stands in the body and the next one in the caption")
		page := c.page()
		_, err = c.s.MergeSentence(ctx, c.fixture.Reviewer, page.Sentences[len(page.Sentences)-1].ID)
		c.checkRefused(err, "merge", "the last sentence")
	})
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		news := storetest.Newsroom(t, s)
		long := strings.Repeat("word ", 900) + "end.\n\n"
		a, err := s.CreateArticle(ctx, news.Reviewer, models.NewArticle{Title: "Long", Text: long + long, DeskID: news.Desk.ID})
		if err != nil {
			t.Fatal(err)
		}
		c := &boundaryTest{t: t, s: s, fixture: news, article: a}
		_, err = s.MergeSentence(ctx, news.Reviewer, c.page().Sentences[0].ID)
		c.checkRefused(err, "merge", "too long")
	})
}

func TestWhoMaySplitAndMerge(t *testing.T) {
	t.Parallel()
	withBoundaryTest(t, func(c *boundaryTest) {
		s := c.sentence(crossingSentence)
		for who, want := range map[*models.Reader]error{&c.fixture.Writer: models.ErrForbidden, &c.fixture.Auditor: models.ErrForbidden, &c.fixture.OtherDeskReviewer: models.ErrNotFound} {
			if _, err := c.s.SplitSentence(ctx, *who, s.ID, s.Start+10); !errors.Is(err, want) {
				t.Errorf("%s splits: %v", who.Name, err)
			}
			if _, err := c.s.MergeSentence(ctx, *who, s.ID); !errors.Is(err, want) {
				t.Errorf("%s joins: %v", who.Name, err)
			}
		}
		c.ok(c.s.TrashArticle(ctx, c.fixture.Editor, c.article.ID))
		if _, err := c.s.SplitSentence(ctx, c.fixture.Editor, s.ID, s.Start+10); !errors.Is(err, models.ErrNotFound) {
			t.Errorf("in the trash: %v", err)
		}
	})
}

// Segmenting the text again for another language keeps manual boundaries, whole claims, and every equal
// sentence.
func TestLanguageChangeKeepsManualBoundaries(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		news := storetest.Newsroom(t, s)
		const text = "Er kam am 3. Mai 2021 an. Dr. Okoro ging am 4. Juni fort. Es blieb am 5. Juli kalt. Nun ist es still.\n"
		a, err := s.CreateArticle(ctx, news.Reviewer, models.NewArticle{Title: "Datum", Text: text, Language: "en", DeskID: news.Desk.ID})
		if err != nil {
			t.Fatal(err)
		}
		c := &boundaryTest{t: t, s: s, fixture: news, article: a}
		edit := func(language string) {
			t.Helper()
			c.ok(s.EditArticle(ctx, news.Reviewer, a.ID, models.ArticleEdit{Title: "Datum", Language: language, Version: c.page().Version,
				Rechecks: 1}))
		}
		edit("de")
		german := c.page()
		edit("de")
		if again := c.page(); again.Cuts != german.Cuts {
			t.Error("the same language segmented the text again")
		}
		_, err = c.split(news.Reviewer, "Er kam", "2021")
		c.ok(err)
		_, err = c.merge(news.Reviewer, "Es blieb")
		c.ok(err)
		storetest.AddClaim(t, s, news.Reviewer, a, "4. Juni")
		c.read(news.SecondReviewer, "2021 an.")
		kept, half := c.sentence("Dr. Okoro"), c.sentence("2021 an.")
		edit("en")
		if c.page().Cuts == german.Cuts+2 {
			t.Fatal("English cuts this text as German does: nothing is tested")
		}
		verify(t, s) // verify checks the boundaries
		if now := c.sentence("Dr. Okoro"); now.ID != kept.ID || now.Text != "Dr. Okoro ging am 4. Juni fort." {
			t.Errorf("the claim's sentence is %q, %d and not %d", now.Text, now.ID, kept.ID)
		}
		if now := c.sentence("2021 an."); now.ID != half.ID || c.readerNames("2021 an.") != "Sam" {
			t.Errorf("the half is %d and not %d, with the marks of %q", now.ID, half.ID, c.readerNames("2021 an."))
		}
		for _, x := range c.page().Sentences {
			if strings.HasPrefix(x.Text, "Nun") {
				t.Error("merged sentences were split again")
			}
		}
	})
}
