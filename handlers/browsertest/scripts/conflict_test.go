package scripts

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"linecheck/handlers/browsertest"
	"linecheck/models"
	"linecheck/store/storetest"
)

// Two users have the same claim open. The second to save sees both texts side by side and loses nothing.
func TestTwoPeopleOnOneClaim(t *testing.T) {
	for name, options := range map[string]browsertest.Options{"with scripts": {}, "without scripts": {NoScript: true}} {
		t.Run(name, func(t *testing.T) {
			d := openSite(t)
			article := storetest.AddArticle(t, d.store, d.news)
			place := storetest.AddClaim(t, d.store, d.news.Reviewer, article, "More than 4,000 people")
			first, second := d.atClaim(t, d.news.Reviewer, place, options), d.atClaim(t, d.news.SecondReviewer, place, options)
			second.AllowProblems("status of 409")

			const said, unsaid = "The city counted 2,900 <people> & bicycles.", "The count is from 2019.\n\n  It says \"4,112\"."
			first.Fill("form.tag [name=note]", said)
			save(first, "disputed", http.StatusOK)

			second.Fill("form.tag [name=note]", unsaid)
			browsertest.ShowEvidence(second)
			second.Fill("form.tag [name=evidence-title]", "Traffic count")
			second.Fill("form.tag [name=evidence-url]", "https://city.example/count")
			second.Fill("form.tag [name=evidence-quote]", "4,112 a day")
			browsertest.PickClass(second, "form.tag", "secondary")
			save(second, "unverified", http.StatusConflict)

			sides := second.Text(".versions")
			for _, words := range []string{said, "Rana Reviewer", "4,112", "Traffic count", "Disputed", "Unverified"} {
				if !strings.Contains(sides, words) {
					t.Errorf("side by side stands %q, without %q", sides, words)
				}
			}
			second.CheckAccessibility(t, "a conflict, "+name)
			for field, value := range map[string]string{"note": unsaid, "evidence-title": "Traffic count", "evidence-quote": "4,112 a day"} {
				if held := second.Value(fmt.Sprintf("form.tag [name=%s]", field)); held != value {
					t.Errorf("the field %s holds %q, not %q", field, held, value)
				}
			}
			save(second, "unverified", http.StatusOK)
			page, err := d.store.SentencePage(t.Context(), d.news.SecondReviewer, article.ID, place.Ordinal)
			if err != nil {
				t.Fatal(err)
			}
			var notes []string
			for _, a := range page.Claims[0].Annotations {
				notes = append(notes, a.Note)
			}
			if want := []string{said, unsaid}; fmt.Sprintf("%q", notes) != fmt.Sprintf("%q", want) {
				t.Errorf("kept are the notes %q, not %q", notes, want)
			}
			if c := page.Claims[0]; c.Status != models.Disputed || !c.Disagree {
				t.Errorf("the claim is %s, disagree %v", c.Status, c.Disagree)
			}
		})
	}
}

// atClaim opens a claim's form: in the article view, or without scripts on the sentence's page.
func (d *site) atClaim(t *testing.T, who models.Reader, place models.Location, options browsertest.Options) *browsertest.Page {
	t.Helper()
	p := browsertest.Open(t, d.base, options)
	browsertest.SignIn(p, who)
	if options.NoScript {
		p.Go(fmt.Sprintf("/articles/%d/sentences/%d", place.ArticleID, place.Ordinal))
	} else {
		p.Go(fmt.Sprintf("/articles/%d#s%d", place.ArticleID, place.Ordinal))
	}
	p.Click(fmt.Sprintf("#tag-%d summary", place.ClaimID))
	return p
}

// save presses the button that saves the open form with a status.
func save(p *browsertest.Page, status string, answer int) {
	p.T.Helper()
	if note := "form.tag [name=note]"; p.Value(note) == "" {
		p.Fill(note, "Not so.")
	}
	button := "form.tag .save ." + status
	if p.Options.NoScript {
		if got := p.Navigate(func() { p.Click(button) }); got != answer {
			p.T.Fatalf("saving as %s answered %d, not %d", status, got, answer)
		}
		return
	}
	p.Click(button)
	if answer == http.StatusOK {
		p.WaitText("#said", "Saved: "+status)
	} else {
		p.WaitText("#said", "Not saved yet")
	}
}

// If the network fails while a note is saved, the page says so. The note survives a reload, and a retry saves
// it.
func TestNetworkFailsWhileSaving(t *testing.T) {
	d := openSite(t)
	article := storetest.AddArticle(t, d.store, d.news)
	place := storetest.AddClaim(t, d.store, d.news.Reviewer, article, "More than 4,000 people")
	p := d.atClaim(t, d.news.Reviewer, place, browsertest.Options{})
	p.AllowProblems("net::ERR_EMPTY_RESPONSE", "net::ERR_CONNECTION", "Failed to fetch")
	const note = "Typed on a train & not lost."
	field := fmt.Sprintf("#tag-%d-note", place.ClaimID)
	p.Type(field, note)

	d.Cut(true)
	p.Press("Control+Enter")
	p.WaitFor("#retry")
	if said := p.Text("#said"); !strings.HasPrefix(said, "Not saved, your text is still here.") {
		t.Errorf("the page says %q", said)
	}
	if held := p.Value(field); held != note {
		t.Errorf("the note is %q now", held)
	}
	p.CheckAccessibility(t, "a failed save")
	p.Click("#retry")
	p.WaitText("#said", "Not saved")
	p.WaitFor("#retry")

	d.Cut(false)
	p.Go("/articles")
	p.Go(fmt.Sprintf("/articles/%d#s%d", article.ID, place.Ordinal))
	p.WaitFor(field)
	if held := p.Value(field); held != note {
		t.Errorf("after a reload the note is %q", held)
	}
	p.Fill(field, note+" Twice.")
	d.Cut(true)
	p.Click(fmt.Sprintf("#tag-%d .save .disputed", place.ClaimID))
	p.WaitFor("#retry")
	d.Cut(false)
	p.Click("#retry")
	p.WaitText("#said", "Saved: disputed")
	p.WaitText(".said-list .note", note+" Twice.")
	if held := p.Value(field); held != "" {
		t.Errorf("after saving, the form still holds %q", held)
	}
	p.Go(fmt.Sprintf("/articles/%d#s%d", article.ID, place.Ordinal))
	p.WaitFor(".said-list .note")
	if held := p.Value(field); held != "" {
		t.Errorf("after saving and a reload, the form holds the draft %q", held)
	}
}

// If the network fails while a sentence is marked, a user who has moved on is still notified, and can retry.
func TestNetworkFailsWhileMarking(t *testing.T) {
	d := openSite(t)
	article := storetest.AddArticle(t, d.store, d.news)
	p := browsertest.Open(t, d.base, browsertest.Options{})
	p.AllowProblems("net::ERR_EMPTY_RESPONSE", "net::ERR_CONNECTION", "Failed to fetch")
	browsertest.SignIn(p, d.news.Reviewer)
	p.Go(fmt.Sprintf("/articles/%d#s1", article.ID))
	p.WaitFor("#cards[data-n='1']")
	d.Cut(true)
	p.Eval(`void (window.failures = new Promise(both => {
		let n = 0
		document.addEventListener('htmx:finally:request', () => ++n === 2 && both(n))
	}))`, nil)
	p.Press("n")
	p.Eval(`window.failures`, nil) // the mark, and then the cards of the next sentence
	p.WaitFor("#s2[aria-current]")
	p.WaitFor("#retry")
	p.WaitText("#said", "Not saved")
	d.Cut(false)
	p.Click("#retry")
	p.WaitFor("#s1.clear")
	p.WaitText("#said", "Saved: nothing to check in sentence 1")
	p.WaitFor("#cards[data-n='2']")
}

// Cards that were requested before a change and arrive after it are outdated: they must not replace newer
// ones or take the focus.
func TestLateCardsDoNotReplaceNewerOnes(t *testing.T) {
	d := openSite(t)
	article := storetest.AddArticle(t, d.store, d.news)
	p := browsertest.Open(t, d.base, browsertest.Options{})
	browsertest.SignIn(p, d.news.Reviewer)
	p.Go(fmt.Sprintf("/articles/%d", article.ID))
	waiting := d.Hold(func(r *http.Request) bool {
		return r.Method == http.MethodGet && strings.HasSuffix(r.URL.Path, "/sentences/5")
	})
	p.Press("j", "j", "j", "j", "j")
	early := next(t, waiting)
	p.Press("w", "d") // creates a claim of the first word, and opens the note of a dispute
	answer := next(t, waiting)
	d.Hold(nil)
	answer()
	p.WaitFor("form.tag [name=note]:focus")
	early()
	p.Eval(`fetch('/healthz').then(() => true)`, nil) // a request that returns after the earlier ones
	p.Press(strings.Split("Nobody counted.", "")...)
	p.Press("Control+Enter")
	p.WaitText("#said", "Saved: disputed")
	p.WaitText(".said-list .note", "Nobody counted.")
}

// Keys that are pressed faster than the server responds act on the right sentences.
func TestKeysFasterThanTheServer(t *testing.T) {
	d := openSite(t)
	article := storetest.AddArticle(t, d.store, d.news)
	p := browsertest.Open(t, d.base, browsertest.Options{})
	browsertest.SignIn(p, d.news.Reviewer)
	p.Go(fmt.Sprintf("/articles/%d#s1", article.ID))
	p.WaitFor("#cards[data-n='1']")
	waiting := d.Hold(func(r *http.Request) bool { return r.Method == http.MethodPost })
	p.Press("n", "n", "n", "n")
	first := next(t, waiting)
	if at := p.Text("#at"); at != "5" {
		t.Errorf("after four marks the current sentence is %s, not 5", at)
	}
	d.Hold(nil)
	first()
	for n := 1; n <= 4; n++ {
		p.WaitFor(fmt.Sprintf("#s%d.clear", n))
	}
	p.WaitFor("#cards[data-n='5']")
	if at := p.Text("#at"); at != "5" {
		t.Errorf("once all was saved, the current sentence is %s, not 5", at)
	}
	p.WaitFor("#cards[data-n='5']")
	p.WaitText("#tallies", "4 of 11") // includes the title
}
