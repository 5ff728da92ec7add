package store_test

import (
	"database/sql"
	"fmt"
	"strings"
	"testing"

	"linecheck/internal/testutil"
	"linecheck/models"
	"linecheck/store"
	"linecheck/store/storetest"
)

// addNote writes a note on a sentence of the current revision.
func addNote(t *testing.T, s *store.Store, who models.Reader, a models.Article, ordinal int, body string) int64 {
	t.Helper()
	page := must(s.SentencePage(ctx, who, a.ID, ordinal))(t)
	id, place, err := s.AddNote(ctx, who, page.Sentence.ID, models.NoteInput{Body: body, Words: page.Sentence.Text})
	if err != nil || place.Ordinal != ordinal {
		t.Fatal(place, err)
	}
	return id
}

// queuedOf returns the items of one kind in a user's queue.
func queuedOf(t *testing.T, s *store.Store, who models.Reader, kind models.QueueKind) []models.QueueItem {
	t.Helper()
	var items []models.QueueItem
	for _, g := range must(s.Queue(ctx, who))(t).Of(kind).Groups {
		items = append(items, g.Items...)
	}
	return items
}

func TestNoteSettlesNothing(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		n := storetest.Newsroom(t, s)
		a := storetest.AddArticle(t, s, n)
		before := must(s.ArticlePage(ctx, n.Editor, a.ID))(t)
		id := addNote(t, s, n.Reviewer, a, 5, "Ask the archive.")
		after := must(s.ArticlePage(ctx, n.Editor, a.ID))(t)
		testutil.Equal(t, "Counts", after.Counts, before.Counts)
		page := must(s.SentencePage(ctx, n.Writer, a.ID, 5))(t)
		testutil.Len(t, "page.Notes", page.Notes, 1)
		testutil.Equal(t, "Body", page.Notes[0].Body, "Ask the archive.")
		testutil.Equal(t, "Words", page.Notes[0].Words, page.Sentence.Text)
		for _, who := range []models.Reader{n.Editor, n.Admin, n.Writer, n.Auditor} {
			_, err := s.WithdrawNote(ctx, who, id)
			mustFailWith(t, err, models.ErrForbidden)
		}
		_, err := s.WithdrawNote(ctx, n.OtherDeskReviewer, id)
		mustFailWith(t, err, models.ErrNotFound)
		_, _, err = s.AddNote(ctx, n.Auditor, page.Sentence.ID, models.NoteInput{Body: "Hm."})
		mustFailWith(t, err, models.ErrForbidden)
		_, _, err = s.AddNote(ctx, n.Reviewer, page.Sentence.ID, models.NoteInput{Body: "Hm.", Words: "Other words."})
		mustFailWith(t, err, models.ErrStale)
		for _, blank := range []string{"", " \n", "\u200b", strings.Repeat("x", 10_001)} {
			if _, _, err = s.AddNote(ctx, n.Reviewer, page.Sentence.ID, models.NoteInput{Body: blank}); len(asInvalid(err)) == 0 {
				t.Errorf("a note %.10q is written: %v", blank, err)
			}
		}
		for range 2 { // a repetition changes nothing
			_, err = s.WithdrawNote(ctx, n.Reviewer, id)
			mustSucceed(t, err)
		}
		testutil.Len(t, "withdrawn", must(s.Notes(ctx, n.Reviewer, a.ID))(t), 0)
		verify(t, s)
	})
}

// A note on a signed article leaves the sign-off as it is.
func TestNoteVoidsNoSignOff(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		n := storetest.Newsroom(t, s)
		a := signedArticle(t, s, n)
		id := addNote(t, s, n.Reviewer, a, 1, "@"+n.Editor.Name+": well done")
		_, err := s.WithdrawNote(ctx, n.Reviewer, id)
		mustSucceed(t, err)
		if page := must(s.ArticlePage(ctx, n.Editor, a.ID))(t); page.State != models.Signed {
			t.Errorf("after a note the article is %s", page.State)
		}
	})
}

// A note stays with its words through splits, merges, revisions and undo. When its words are gone, it is listed last, with its former
// words.
func TestNoteFollowsItsWords(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		n := storetest.Newsroom(t, s)
		a := storetest.AddArticle(t, s, n)
		addNote(t, s, n.Reviewer, a, 5, "Sure?")
		addNote(t, s, n.Reviewer, a, 0, "On the title.")
		at := func(want int) {
			t.Helper()
			list := must(s.Notes(ctx, n.Reviewer, a.ID))(t)
			last := list[len(list)-1]
			if len(list) != 2 || list[0].Ordinal != 0 || last.Ordinal != want {
				t.Fatalf("the note is at sentence %d, want %d", last.Ordinal, want)
			}
			if former := last.FormerWords(); (want == -1) != (last.Text == "") || want == -1 && former == "" {
				t.Fatalf("at %d it is of former words %q", want, former)
			}
		}
		page := must(s.ArticlePage(ctx, n.Reviewer, a.ID))(t)
		at(5)
		_, err := s.MergeSentence(ctx, n.Reviewer, page.Sentences[3].ID)
		mustSucceed(t, err)
		at(4)
		_, err = s.Undo(ctx, n.Reviewer, a.ID)
		mustSucceed(t, err)
		at(5)
		fifth := page.Sentences[4].Text
		revised := strings.Replace(page.Revision.Text, fifth, "", 1)
		_, err = s.ReviseArticle(ctx, n.Writer, a.ID, models.NewRevision{Text: revised, Base: 1})
		mustSucceed(t, err)
		at(-1)
		err = s.WithdrawRevision(ctx, n.Writer, a.ID, 2)
		mustSucceed(t, err)
		at(5)
		verify(t, s)
	})
}

// A note or a query that mentions a user is in their queue until they answer it or dismiss it, or its author withdraws the note.
func TestMentionsWaitInTheQueue(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		n := storetest.Newsroom(t, s)
		a := storetest.AddArticle(t, s, n)
		waiting := func(who models.Reader, want int) []models.QueueItem {
			t.Helper()
			items := queuedOf(t, s, who, models.QueueMention)
			if len(items) != want {
				t.Fatalf("%d mentions wait for %s, want %d", len(items), who.Name, want)
			}
			return items
		}
		mention := "@" + n.SecondReviewer.Name
		addNote(t, s, n.Reviewer, a, 5, mention+", do you know this?")
		item := waiting(n.SecondReviewer, 1)[0]
		testutil.Equal(t, "Ordinal", item.Ordinal, 5)
		testutil.Equal(t, "Author", item.Mention.Author, n.Reviewer.Name)
		testutil.Equal(t, "Body", item.Mention.Body, mention+", do you know this?")
		testutil.True(t, "WrittenAt", !item.Mention.WrittenAt.IsZero())
		waiting(n.Reviewer, 0)
		waiting(n.Editor, 0)
		for who, want := range map[*models.Reader]error{&n.Reviewer: models.ErrForbidden, &n.OtherDeskReviewer: models.ErrNotFound} {
			mustFailWith(t, s.DismissMention(ctx, *who, item.ID), want)
		}
		addNote(t, s, n.SecondReviewer, a, 5, "Yes.")
		waiting(n.SecondReviewer, 0)

		addNote(t, s, n.Reviewer, a, 5, mention+" and this?")
		for range 2 {
			mustSucceed(t, s.DismissMention(ctx, n.SecondReviewer, waitingID(t, s, n.SecondReviewer, item.ID)))
		}
		waiting(n.SecondReviewer, 0)

		note := addNote(t, s, n.Reviewer, a, 6, mention)
		waiting(n.SecondReviewer, 1)
		_, err := s.WithdrawNote(ctx, n.Reviewer, note)
		mustSucceed(t, err)
		waiting(n.SecondReviewer, 0)

		id := raiseQuery(t, s, n.Reviewer, models.NewQuery{ArticleID: a.ID, To: "writer", Body: "Who? " + mention + " thinks it was May."})
		testutil.Equal(t, "QueryID", waiting(n.SecondReviewer, 1)[0].Mention.QueryID, id)
		mustSucceed(t, advanceQueryTo(t, s, n.SecondReviewer, id, models.ReplyToQuery, "I do."))
		waiting(n.SecondReviewer, 0)
		verify(t, s)
	})
}

// waitingID returns the id of the mention that waits for a user, or an unknown id if none does.
func waitingID(t *testing.T, s *store.Store, who models.Reader, other int64) int64 {
	t.Helper()
	for _, i := range queuedOf(t, s, who, models.QueueMention) {
		return i.ID
	}
	return other
}

func TestReviewersAreAskedByName(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		n := storetest.Newsroom(t, s)
		a := storetest.AddArticle(t, s, n)
		ask := models.NewQuery{ArticleID: a.ID, To: fmt.Sprint(n.SecondReviewer.UserID), Body: "Do you read Dutch? @" + n.SecondReviewer.Name}
		id := raiseQuery(t, s, n.Reviewer, ask)
		if items := queuedOf(t, s, n.SecondReviewer, models.QueueQuery); len(items) != 1 || items[0].ID != id {
			t.Fatalf("in the queue of the reviewer: %+v", items)
		}
		testutil.Len(t, "the mention in the query that waits anyway", queuedOf(t, s, n.SecondReviewer, models.QueueMention), 0)
		testutil.Len(t, "in the queue of the editor", queuedOf(t, s, n.Editor, models.QueueQuery), 0)
		mustSucceed(t, advanceQueryTo(t, s, n.SecondReviewer, id, models.ReplyToQuery, "Yes."))
		q := must(s.Query(ctx, n.Reviewer, id))(t)
		testutil.Equal(t, "ToRole", q.ToRole, models.Reviewer)
		testutil.Equal(t, "State", q.State, models.QueryAnswered)
		testutil.Len(t, "who asked settles it", queuedOf(t, s, n.Reviewer, models.QueueQuery), 1)
		for _, to := range []string{"reviewer", fmt.Sprint(n.Auditor.UserID), fmt.Sprint(n.Reviewer.UserID),
			fmt.Sprint(n.OtherDeskReviewer.UserID)} {
			ask.To = to
			if _, _, err := s.RaiseQuery(ctx, n.Reviewer, ask); len(asInvalid(err)) == 0 {
				t.Errorf("a query to %s is raised: %v", to, err)
			}
		}
		verify(t, s)
	})
}

// At a blind desk, a note of somebody else can reveal a verdict. It is hidden until the reader has given theirs
// on every claim of the sentence.
func TestNotesAreSealedLikeVerdicts(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		n := blindDesk(t, s)
		a := storetest.AddArticle(t, s, n)
		claim := storetest.AddClaim(t, s, n.Reviewer, a, "More than 4,000 people")
		addNote(t, s, n.Reviewer, a, claim.Ordinal, "@"+n.SecondReviewer.Name+": it is wrong.")
		addNote(t, s, n.SecondReviewer, a, 1, "Mine.")
		sees := func(who models.Reader, want int) {
			t.Helper()
			list := must(s.Notes(ctx, who, a.ID))(t)
			file := must(s.ArticleFile(ctx, who, a.ID))(t)
			copied := must(s.CheckingCopy(ctx, who, a.ID))(t)
			shown := len(must(s.SentencePage(ctx, who, a.ID, claim.Ordinal))(t).Notes) + 1
			if len(list) != want || len(file.Notes) != want || len(copied.Notes) != want || shown != want {
				t.Errorf("%s sees %d notes, %d in the file, %d in the copy, %d on the pages, want %d", who.Name, len(list), len(file.Notes),
					len(copied.Notes), shown, want)
			}
		}
		for _, who := range []models.Reader{n.Reviewer, n.Editor, n.Auditor, n.Writer} {
			sees(who, 2)
		}
		sees(n.SecondReviewer, 1)
		if items := queuedOf(t, s, n.SecondReviewer, models.QueueMention); len(items) != 1 || items[0].Mention.Body != "" {
			t.Errorf("the queue shows %+v", items)
		}
		log := must(s.AuditLog(ctx, n.SecondReviewer, models.AuditFilter{ArticleID: a.ID}, models.Page{}))(t)
		if slicesContainText(log, "wrong") {
			t.Error("the audit log shows the note")
		}
		annotateCurrent(t, s, n, n.SecondReviewer, claim, models.AnnotationInput{Status: "unverified", Note: "Asked."})
		sees(n.SecondReviewer, 2)
		if items := queuedOf(t, s, n.SecondReviewer, models.QueueMention); len(items) != 1 || items[0].Mention.Body == "" {
			t.Errorf("after the verdict the queue shows %+v", items)
		}
	})
}

func slicesContainText(log models.AuditLog, text string) bool {
	for _, e := range log.Entries {
		if strings.Contains(e.After, text) {
			return true
		}
	}
	return false
}

// Notes cannot be changed or deleted directly in the database.
func TestNotesAreAppendOnly(t *testing.T) {
	t.Parallel()
	eachWithRawDB(t, func(t *testing.T, s *store.Store, db *sql.DB) {
		n := storetest.Newsroom(t, s)
		a := storetest.AddArticle(t, s, n)
		id := addNote(t, s, n.Reviewer, a, 5, "Sure?")
		_, err := s.WithdrawNote(ctx, n.Reviewer, id)
		mustSucceed(t, err)
		for _, statement := range []string{"UPDATE sentence_notes SET body = 'x'", "UPDATE sentence_notes SET words = 'x'",
			"UPDATE sentence_notes SET withdrawn_at = NULL", "DELETE FROM sentence_notes"} {
			if _, err := db.Exec(statement); err == nil {
				t.Errorf("%s was carried out", statement)
			}
		}
	})
}
