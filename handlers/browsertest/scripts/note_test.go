package scripts

import (
	"fmt"
	"testing"

	"linecheck/handlers/browsertest"
	"linecheck/models"
	"linecheck/store/storetest"
)

// A user who is mentioned in a note finds the note in the queue, and dismisses it there. An address in the note is a link, and its author
// can withdraw the note in its place.
func TestNoteIsWrittenDismissedAndWithdrawn(t *testing.T) {
	d := openSite(t)
	article := storetest.AddArticle(t, d.store, d.news)
	page, err := d.store.SentencePage(t.Context(), d.news.Reviewer, article.ID, 2)
	if err != nil {
		t.Fatal(err)
	}
	note := models.NoteInput{Body: "@Sam Second: https://city.example/archive, page 3"}
	if _, _, err := d.store.AddNote(t.Context(), d.news.Reviewer, page.Sentence.ID, note); err != nil {
		t.Fatal(err)
	}
	p := browsertest.Open(t, d.base, browsertest.Options{})
	browsertest.SignIn(p, d.news.SecondReviewer)
	p.Go("/queue?kind=mention")
	p.WaitText("#chosen", "page 3")
	if got := p.Attr("#chosen .note a", "href"); got != "https://city.example/archive" {
		t.Errorf("the note links to %q", got)
	}
	p.CheckPage(t, "a mention in the queue")
	p.Click("#chosen form[action$='/dismiss'] button")
	p.WaitText("#main", "Your queue is empty.")

	w := browsertest.Open(t, d.base, browsertest.Options{})
	browsertest.SignIn(w, d.news.Reviewer)
	w.Go(fmt.Sprintf("/articles/%d", article.ID))
	w.Press("j", "j")
	w.WaitFor("#cards .notes form button")
	w.CheckPage(t, "a note on a sentence")
	w.Click("#cards .notes form button")
	w.WaitText("#said", "Saved: note withdrawn")
	w.Go(fmt.Sprintf("/articles/%d/notes", article.ID))
	w.WaitText("#main", "Nobody has written a note")
	w.CheckPage(t, "the list of notes")
}
