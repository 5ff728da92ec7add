package scripts

import (
	"fmt"
	"strings"
	"testing"

	"linecheck/handlers/browsertest"
	"linecheck/handlers/sitetest"
	"linecheck/models"
	"linecheck/store"
	"linecheck/store/storetest"
)

// twoInstances runs a test with one newsroom on PostgreSQL and two instances, and on SQLite with one
// instance.
func twoInstances(t *testing.T, test func(t *testing.T, d *site, second string)) {
	t.Run("sqlite", func(t *testing.T) {
		d := openSite(t)
		test(t, d, d.base)
	})
	t.Run("two instances on postgres", func(t *testing.T) {
		address := storetest.Postgres(t)
		one, two := storetest.Open(t, address), storetest.Open(t, address)
		d := &site{store: one, news: storetest.Newsroom(t, one), base: sitetest.Serve(t, sitetest.NewSite(one))}
		d.network = &network{Handler: sitetest.NewSite(two)}
		test(t, d, sitetest.Serve(t, d.network))
	})
}

// openAt signs a user in and opens an article at a sentence.
func openAt(t *testing.T, base string, who models.Reader, article models.Article, ordinal int) *browsertest.Page {
	t.Helper()
	p := browsertest.Open(t, base, browsertest.Options{})
	browsertest.SignIn(p, who)
	p.Go(fmt.Sprintf("/articles/%d#s%d", article.ID, ordinal))
	p.WaitFor(fmt.Sprintf("#cards[data-n='%d']", ordinal))
	p.WaitFor("#main[data-line=live]")
	return p
}

// Two users on two instances see each other's changes and presence. They annotate the same claim at once
// without loss.
func TestTwoPeopleLive(t *testing.T) {
	twoInstances(t, func(t *testing.T, d *site, second string) {
		article := storetest.AddArticle(t, d.store, d.news)
		place := storetest.AddClaim(t, d.store, d.news.Reviewer, article, "More than 4,000 people")
		n := place.Ordinal
		rana, sam := openAt(t, d.base, d.news.Reviewer, article, n), openAt(t, second, d.news.SecondReviewer, article, n+1)

		rana.WaitText("#people", "Sam Second")
		sam.WaitText("#people", "Rana Reviewer")
		rana.WaitFor(fmt.Sprintf("#people a[data-go='%d']", n+1))
		sam.CheckAccessibility(t, "somebody else is here")

		// A change by one user appears in the other's text, map and counts, without any action, and does not
		// move the other.
		rana.Click(fmt.Sprintf("#tag-%d summary", place.ClaimID))
		rana.Fill("form.tag [name=note]", "The city counted 2,900.")
		save(rana, "disputed", 200)
		sam.WaitFor(fmt.Sprintf("#s%d mark.disputed", n))
		sam.WaitFor(fmt.Sprintf("#m%d.disputed", n))
		if at := sam.Text("#at"); at != fmt.Sprint(n+1) {
			t.Errorf("the other was taken to sentence %s", at)
		}

		// The other user moves to that sentence and types, while the first gives another verdict.
		sam.Press("k")
		sam.WaitFor(fmt.Sprintf("#cards[data-n='%d'] #tag-%d", n, place.ClaimID))
		sam.Click(fmt.Sprintf("#tag-%d summary", place.ClaimID))
		const typed = "The count is from 2019: \"4,112\" <b>."
		sam.Fill("form.tag [name=note]", typed)
		rana.WaitText("#people", "at "+fmt.Sprint(n))
		rana.Click(fmt.Sprintf("#tag-%d summary", place.ClaimID))
		rana.Fill("form.tag [name=note]", "And 2,950 in May.")
		save(rana, "unverified", 200)
		sam.WaitText("#news", "Somebody changed")
		if held := sam.Value("form.tag [name=note]"); held != typed {
			t.Errorf("the note holds %q", held)
		}
		var focused string
		if sam.Eval("document.activeElement.name", &focused); focused != "note" {
			t.Errorf("the focus is in %q", focused)
		}
		sam.CheckAccessibility(t, "something new is offered")

		// Saving over an unseen change is a conflict that shows both; saved again, both are stored.
		sam.AllowProblems("status of 409")
		save(sam, "disputed", 409)
		if sides := sam.Text(".versions"); !strings.Contains(sides, "And 2,950 in May.") {
			t.Errorf("side by side stands %q", sides)
		}
		if held := sam.Value("form.tag [name=note]"); held != typed {
			t.Errorf("the note holds %q after the refusal", held)
		}
		save(sam, "disputed", 200)
		rana.WaitFor(fmt.Sprintf("#s%d mark.disagree", n))
		rana.WaitText("#cards", typed)
		notes := notesOf(t, d.store, d.news, article, n)
		if want := []string{"The city counted 2,900.", "And 2,950 in May.", typed}; fmt.Sprintf("%q", notes) != fmt.Sprintf("%q", want) {
			t.Errorf("kept are %q", notes)
		}
	})
}

func notesOf(t *testing.T, s *store.Store, n storetest.Fixture, article models.Article, ordinal int) (notes []string) {
	t.Helper()
	page, err := s.SentencePage(t.Context(), n.Editor, article.ID, ordinal)
	if err != nil {
		t.Fatal(err)
	}
	for _, a := range page.Claims[0].Annotations {
		notes = append(notes, a.Note)
	}
	return notes
}

// Selected words stay selected while another user marks a claim in the same sentence, which appears when they
// are deselected.
func TestLiveKeepsTheSelection(t *testing.T) {
	twoInstances(t, func(t *testing.T, d *site, second string) {
		article := storetest.AddArticle(t, d.store, d.news)
		place := storetest.AddClaim(t, d.store, d.news.Reviewer, article, "More than 4,000 people")
		n := place.Ordinal
		sam := openAt(t, second, d.news.SecondReviewer, article, n)
		sam.Press("w", "w")
		before := sam.Text("#said")
		words := sam.Text(fmt.Sprintf("#s%d .t", n))
		last := strings.Fields(words)[len(strings.Fields(words))-1]
		storetest.AddClaim(t, d.store, d.news.Reviewer, article, strings.TrimRight(last, "."))
		sam.WaitText("#cards-title", "2 claims")
		if marks := sam.Count(fmt.Sprintf("#s%d mark", n)); marks != 1 || sam.Text("#said") != before {
			t.Errorf("%d marks while words are selected, and %q", marks, sam.Text("#said"))
		}
		sam.Press("Escape")
		sam.WaitText(fmt.Sprintf("#s%d mark:last-of-type", n), last[:len(last)-1])
	})
}

// The page says that the connection is lost, and catches up after a reconnect.
func TestLiveConnectionLost(t *testing.T) {
	twoInstances(t, func(t *testing.T, d *site, second string) {
		article := storetest.AddArticle(t, d.store, d.news)
		place := storetest.AddClaim(t, d.store, d.news.Reviewer, article, "More than 4,000 people")
		sam := openAt(t, second, d.news.SecondReviewer, article, place.Ordinal+1)
		sam.AllowProblems("ERR_", "Failed to load resource")
		d.Cut(true)
		d.Part()
		sam.WaitText("#line", "Connection lost")
		sam.CheckAccessibility(t, "the connection is lost")
		say := models.AnnotationInput{Status: "disputed", Note: "not so", Version: 1}
		if _, err := d.store.Annotate(t.Context(), d.news.Reviewer, place.ClaimID, say); err != nil {
			t.Fatal(err)
		}
		d.Cut(false)
		sam.WaitFor("#main[data-line=live]")
		sam.WaitFor(fmt.Sprintf("#s%d mark.disputed", place.Ordinal))
		if said := sam.Text("#line"); said != "" {
			t.Errorf("it still says %q", said)
		}
	})
}

// A new draft is not inserted under the user's hands: it is offered, and shown on request.
func TestLiveOffersTheDraft(t *testing.T) {
	d := openSite(t)
	article := storetest.AddArticle(t, d.store, d.news)
	sam := openAt(t, d.base, d.news.SecondReviewer, article, 3)
	words := sam.Text("#s3 .t")
	if _, err := d.store.ReviseArticle(t.Context(), d.news.Writer, article.ID, models.NewRevision{Text: "A new beginning.\n\n" + storetest.Text, Base: 1}); err != nil {
		t.Fatal(err)
	}
	sam.WaitText("#news", "A new draft came in")
	if sam.Text("#s3 .t") != words {
		t.Error("the text changed under the reader's hands")
	}
	sam.Click("#show")
	sam.WaitFor("#main[data-revision='2']")
	sam.WaitFor("#cards[data-n]")
	if at := sam.Attr("#cards", "data-n"); sam.Text("#s"+at+" .t") != words {
		t.Errorf("one is at sentence %s then, %q", at, sam.Text("#s"+at+" .t"))
	}
}
