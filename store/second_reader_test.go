package store_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"linecheck/internal/testutil"
	"linecheck/models"
	"linecheck/store"
	"linecheck/store/storetest"
)

// blindDesk returns the newsroom with a blind first desk, and readers with their new rights.
func blindDesk(t *testing.T, s *store.Store) storetest.Fixture {
	t.Helper()
	n := storetest.Newsroom(t, s)
	setBlind(t, s, n, true)
	return reloadReaders(t, s, n)
}

func setBlind(t *testing.T, s *store.Store, n storetest.Fixture, blind bool) {
	t.Helper()
	for _, d := range must(s.Desks(ctx, n.Admin))(t) {
		if d.ID == n.Desk.ID {
			if err := s.SetSecondReader(ctx, n.Admin, d.ID, true, blind, d.Version); err != nil {
				t.Fatal(err)
			}
		}
	}
}

// reloadReaders reads every user again, with their current rights.
func reloadReaders(t *testing.T, s *store.Store, n storetest.Fixture) storetest.Fixture {
	t.Helper()
	for _, r := range []*models.Reader{&n.Admin, &n.Editor, &n.Reviewer, &n.SecondReviewer, &n.Writer, &n.Auditor, &n.OtherDeskReviewer} {
		*r = must(s.ReaderByEmail(ctx, r.Email))(t)
	}
	return n
}

func must[V any](v V, err error) func(*testing.T) V {
	return func(t *testing.T) V {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

// annotateCurrent annotates the current version of a claim.
func annotateCurrent(
	t *testing.T,
	s *store.Store,
	n storetest.Fixture,
	who models.Reader,
	claim models.Location,
	tag models.AnnotationInput,
) {
	t.Helper()
	tag.Version = card(t, s, n.Auditor, claim).Version
	if _, err := s.Annotate(ctx, who, claim.ClaimID, tag); err != nil {
		t.Fatal(err)
	}
}

// everythingVisible returns everything that a reader can read of an article from the store, as text.
func everythingVisible(t *testing.T, s *store.Store, who models.Reader, article models.Article) string {
	t.Helper()
	id := article.ID
	var all strings.Builder
	note := func(v any) {
		line, err := json.Marshal(v)
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(&all, "%s\n", line)
	}
	page := must(s.ArticlePage(ctx, who, id))(t)
	page.Changes, page.Event, page.Revision = 0, 0, models.Revision{}
	note(page)
	for _, sentence := range page.Sentences {
		p := must(s.SentencePage(ctx, who, id, sentence.Ordinal))(t)
		p.Changes, p.Event = 0, 0 // that something happened is not secret
		for i := range p.Claims {
			p.Claims[i].Version = 0 // that somebody did something is not secret
		}
		note(p)
	}
	row := must(s.Article(ctx, who, id))(t)
	row.Changes, row.People = 0, nil
	note(row.Article)
	for _, f := range []models.Filter{{}, {ArticleID: id}, {Status: models.Sourced}, {Status: models.Disputed}, {Status: models.Unchecked}, {Disagree: true}, {Open: true},
		{State: models.Done}, {State: models.Open}, {Query: "people", Status: models.Disputed}, {Kind: "other", Open: true}} {
		claims, total, _, err := s.Claims(ctx, who, f, models.Page{})
		if err != nil {
			t.Fatal(err)
		}
		for i := range claims {
			claims[i].Version, claims[i].Reviewers = 0, ""
		}
		sentences, n, _, err := s.Sentences(ctx, who, f, models.Page{})
		if err != nil {
			t.Fatal(err)
		}
		note([]any{f, claims, total, sentences, n})
		board := must(s.Dashboard(ctx, who, f, models.Page{}))(t)
		for i := range board.Rows {
			board.Rows[i].Changes, board.Rows[i].People = 0, nil
		}
		note(board.Totals)
		note(board.Rows)
		note(exportedFiles(t, s, who, f))
	}
	for _, f := range []models.ArticleFilter{{}, {Closed: true}, {Mine: true}} {
		rows, _, err := s.Articles(ctx, who, f, models.Page{})
		if err != nil {
			t.Fatal(err)
		}
		for i := range rows {
			rows[i].Changes, rows[i].People = 0, nil
		}
		note(rows)
	}
	table := must(s.Table(ctx, who, id))(t)
	table.Changes = 0
	for _, row := range table.Rows {
		for i := range row.Claims {
			row.Claims[i].Version = 0
		}
	}
	note(table)
	gate := must(s.GatePage(ctx, who, id))(t)
	gate.Changes = 0
	note(gate)
	disagreements := must(s.Disagreements(ctx, who, id))(t)
	disagreements.Changes = 0
	note(disagreements)
	record := must(s.AuditLog(ctx, who, models.AuditFilter{ArticleID: id}, models.Page{}))(t)
	note(record.Entries)
	file := must(s.ArticleFile(ctx, who, id))(t)
	file.Export.At, file.Export.Chain, file.People, file.Assignments = time.Time{}, models.FileChain{}, nil, nil
	for i := range file.Claims {
		file.Claims[i].Version = 0
	}
	all.WriteString(strings.Replace(string(encodeFile(t, file)), `"sealed":0`, "", 1)) // without the field's name if nothing is sealed
	work := must(s.MyWork(ctx, who))(t)
	note(work.Ruled)
	note(must(s.Queue(ctx, who))(t))
	return all.String()
}

// exportedFiles returns both files, without the names of readers, which are no verdicts.
func exportedFiles(t *testing.T, s *store.Store, who models.Reader, f models.Filter) string {
	t.Helper()
	var all strings.Builder
	err := errors.Join(
		s.EachAnnotation(ctx, who, f, func(row models.AnnotationExportRow) error {
			row[slices.Index(models.AnnotationColumns, "version")] = nil // it reveals that somebody did something, which is not secret
			fmt.Fprintf(&all, "%q\n", row)
			return nil
		}),
		s.EachClaim(ctx, who, f, func(row models.ClaimExportRow) error {
			fmt.Fprintf(&all, "%q\n", row[:len(row)-1])
			return nil
		}),
		s.EachArticle(ctx, who, f, func(row models.ArticleExportRow) error {
			row[slices.Index(models.ArticleColumns, "people")] = nil
			fmt.Fprintf(&all, "%q\n", row)
			return nil
		}),
		s.EachSentence(ctx, who, f, func(row models.SentenceExportRow) error {
			row[9], row[10] = nil, nil
			fmt.Fprintf(&all, "%q\n", row)
			return nil
		}))
	if err != nil {
		t.Fatal(err)
	}
	return all.String()
}

var countEvidence = []models.NewEvidence{
	{Title: "Traffic count", URL: "https://city.example/count", Publisher: "City", Class: "primary", Quote: "4,112 a day", Locator: "p. 3"},
}

// Nothing reveals the first reviewer's verdict to a second reviewer at a blind desk: for every verdict,
// everything they can read is the same, including the counters. After their own verdict they see what
// everybody sees.
func TestBlindDeskRevealsNothing(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		n := blindDesk(t, s)
		article := storetest.AddArticle(t, s, n)
		claim := storetest.AddClaim(t, s, n.Reviewer, article, "More than 4,000 people")
		other := storetest.AddClaim(t, s, n.Reviewer, article, "€12 million")
		untouched := everythingVisible(t, s, n.SecondReviewer, article)
		first := func(tag models.AnnotationInput) {
			t.Helper()
			annotateCurrent(t, s, n, n.Reviewer, claim, tag)
			if is := everythingVisible(t, s, n.SecondReviewer, article); is != untouched {
				t.Errorf("the second reviewer sees %q: %s", tag.Status, firstDifferentLine(untouched, is))
			}
		}
		first(models.AnnotationInput{Status: "sourced", Note: "counted", Evidence: countEvidence})
		if c := card(t, s, n.SecondReviewer, claim); c.Status != models.Sealed || len(c.Annotations)+len(c.Evidence) > 0 {
			t.Errorf("the second reviewer's card: %+v", c)
		}
		for _, who := range []models.Reader{n.Reviewer, n.Editor, n.Auditor, n.Admin} {
			if c := card(t, s, who, claim); c.Status != models.Sourced || len(c.Annotations) != 1 || len(c.Evidence) != 1 {
				t.Errorf("%s sees %+v", who.Name, c)
			}
		}
		tag := models.AnnotationInput{Status: "sourced", Version: card(t, s, n.Auditor, claim).Version}
		if _, err := s.Annotate(ctx, n.SecondReviewer, claim.ClaimID, tag); len(asInvalid(err)) == 0 {
			t.Errorf("on the first one's evidence the second reviewer may call it sourced: %v", err)
		}
		first(models.AnnotationInput{Status: "disputed", Note: "not so"})
		first(models.AnnotationInput{Status: "unverified", Note: "Not so."})

		annotateCurrent(t, s, n, n.SecondReviewer, claim, models.AnnotationInput{Status: "disputed", Note: "mine"})
		c := card(t, s, n.SecondReviewer, claim)
		testutil.Equal(t, "with theirs in, the second reviewer sees: c.Status", c.Status, models.Disputed)
		testutil.True(t, "with theirs in, the second reviewer sees: c.Disagree", c.Disagree)
		testutil.Len(t, "with theirs in, the second reviewer sees: c.Annotations", c.Annotations, 4)
		testutil.Len(t, "with theirs in, the second reviewer sees: c.Evidence", c.Evidence, 1)
		if c := card(t, s, n.SecondReviewer, other); c.Status != models.Sealed {
			t.Errorf("the other claim is %s", c.Status)
		}
		if page := must(s.ArticlePage(ctx, n.SecondReviewer, article.ID))(t); page.ClaimsSealed != 1 || page.ClaimsDisputed != 1 ||
			page.ClaimsDisagree != 1 {
			t.Errorf("counted with theirs in: %+v", page.Counts)
		}
		setBlind(t, s, n, false)
		n = reloadReaders(t, s, n)
		if is, all := everythingVisible(t, s, n.SecondReviewer, article), everythingVisible(t, s, n.Reviewer, article); strings.Contains(
			is+all,
			`"sealed"`,
		) {
			t.Error("something is sealed at a desk that does not check blind")
		}
	})
}

func asInvalid(err error) (wrong models.ValidationErrors) {
	errors.As(err, &wrong)
	return wrong
}

// firstDifferentLine returns the first line in which two texts differ.
func firstDifferentLine(a, b string) string {
	was, is := strings.Split(a, "\n"), strings.Split(b, "\n")
	for i := range was {
		if i >= len(is) || was[i] != is[i] {
			return fmt.Sprintf("line %d\n%s\n%s", i, was[i], is[i])
		}
	}
	return "more lines"
}

// Sentences that are done because of a sealed claim are shown as open before the reader's own verdict, and
// every counter agrees with its list.
func TestSealedCountersAddUp(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		n := blindDesk(t, s)
		article := storetest.AddArticle(t, s, n)
		for i, quote := range []string{"More than 4,000 people", "every day", "€12 million", "1911"} {
			claim := storetest.AddClaim(t, s, n.Reviewer, article, quote)
			annotateCurrent(t, s, n, n.Reviewer, claim, models.AnnotationInput{Status: "sourced", Evidence: countEvidence})
			if i%2 == 0 {
				annotateCurrent(t, s, n, n.SecondReviewer, claim, models.AnnotationInput{Status: "sourced", Evidence: countEvidence})
			}
		}
		for _, who := range []models.Reader{n.Reviewer, n.SecondReviewer, n.Editor} {
			var counts models.Counts
			page := must(s.ArticlePage(ctx, who, article.ID))(t)
			for _, sentence := range page.AllSentences() {
				counts.AddSentence(sentence.State, 1)
				for _, m := range sentence.ClaimSpans {
					counts.AddClaim(m.ClaimStatus, 1)
				}
			}
			if page.Counts != counts {
				t.Errorf("%s: the page shows %+v and counts %+v", who.Name, counts, page.Counts)
			}
			if row := must(s.Article(ctx, who, article.ID))(t); row.Counts != counts {
				t.Errorf("%s: the list counts %+v", who.Name, row.Counts)
			}
			for state, kept := range map[models.SentenceState]int{models.Open: counts.SentencesOpen, models.Done: counts.SentencesDone} {
				rows, total, _, err := s.Sentences(ctx, who, models.Filter{State: state}, models.Page{})
				if err != nil || total != kept || len(rows) != kept {
					t.Errorf("%s: %d sentences %s, %d listed, %d counted: %v", who.Name, total, state, len(rows), kept, err)
				}
			}
			claims, total, _, err := s.Claims(ctx, who, models.Filter{Status: models.Sourced}, models.Page{})
			if err != nil || total != counts.ClaimsSourced || len(claims) != total {
				t.Errorf("%s: %d claims sourced, %d listed, %d counted: %v", who.Name, total, len(claims), counts.ClaimsSourced, err)
			}
		}
	})
}

// Only a user who manages a desk can change how it checks, based on the current version, and the audit log
// records it.
func TestSetSecondReader(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		n := storetest.Newsroom(t, s)
		for _, who := range []models.Reader{n.Editor, n.Reviewer, n.Writer, n.Auditor} {
			if err := s.SetSecondReader(ctx, who, n.Desk.ID, true, true, 1); !errors.Is(err, models.ErrForbidden) {
				t.Errorf("%s: %v", who.Name, err)
			}
		}
		if err := s.SetSecondReader(ctx, n.Admin, n.OtherDesk.ID, true, true, 1); !errors.Is(err, models.ErrNotFound) {
			t.Errorf("another desk: %v", err)
		}
		read := must(s.Desks(ctx, n.Admin))(t)[0].Version
		setBlind(t, s, n, true)
		if err := s.SetSecondReader(ctx, n.Admin, n.Desk.ID, false, false, read); !errors.Is(err, models.ErrStale) {
			t.Errorf("of an old version: %v", err)
		}
		n = reloadReaders(t, s, n)
		testutil.True(t, "the wrong people check blind: n.Reviewer.Blind(n.Desk.ID)", n.Reviewer.ChecksBlind(n.Desk.ID))
		testutil.False(t, "the wrong people check blind: n.Editor.Blind(n.Desk.ID)", n.Editor.ChecksBlind(n.Desk.ID))
		testutil.False(t, "the wrong people check blind: n.Auditor.Blind(n.Desk.ID)", n.Auditor.ChecksBlind(n.Desk.ID))
		testutil.False(t, "the wrong people check blind: n.Stranger.Blind(n.Desk.ID)", n.OtherDeskReviewer.ChecksBlind(n.Desk.ID))
	})
}
