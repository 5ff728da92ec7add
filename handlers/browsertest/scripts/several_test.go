package scripts

import (
	"fmt"
	"strings"
	"testing"

	"linecheck/handlers/browsertest"
	"linecheck/internal/testutil"
	"linecheck/models"
	"linecheck/store/storetest"
)

// An editor settles two claims of the list by keyboard. Nothing counts as read because of that.
func TestSeveralClaimsByKeyboard(t *testing.T) {
	d := openSite(t)
	a := storetest.AddArticle(t, d.store, d.news)
	for _, words := range []string{"More than 4,000 people", "4,000"} {
		claim := storetest.AddClaim(t, d.store, d.news.Reviewer, a, words).ClaimID
		tag := models.AnnotationInput{Status: "unverified", Note: "As I see it.", Version: 1}
		if _, err := d.store.Annotate(t.Context(), d.news.Reviewer, claim, tag); err != nil {
			t.Fatal(err)
		}
	}
	before, err := d.store.Article(t.Context(), d.news.Editor, a.ID)
	if err != nil {
		t.Fatal(err)
	}
	p := browsertest.Open(t, d.base, browsertest.Options{})
	browsertest.SignIn(p, d.news.Editor)
	p.Go("/claims")
	p.Press("x") // goes to the first claim
	p.WaitFor("#several li:nth-child(1) input:focus")
	p.Press("x", "ArrowDown", "x")
	testutil.Equal(t, "ticked claims", p.Count("#several input[name=claim]:checked"), 2)
	p.Press("o")
	p.WaitFor("#resolutions-resolution:focus")
	p.Choose("#resolutions-resolution", "on author")
	p.Press("Tab")
	p.WaitFor("#resolutions-reason:focus")
	browsertest.Keyboard{Page: p}.TypeFocused("The author was there.")
	p.Navigate(func() { p.Press("Control+Enter") })
	p.WaitText(".several-result", "Outcome saved for 2 claims")
	after, err := d.store.Article(t.Context(), d.news.Editor, a.ID)
	if err != nil {
		t.Fatal(err)
	}
	testutil.Equal(t, "unread sentences", after.SentencesUnread, before.SentencesUnread)
}

// severalSite opens the list of three claims for the editor. The first two were checked.
func severalSite(t *testing.T, o browsertest.Options) (*site, *browsertest.Page, []int64) {
	t.Helper()
	d := openSite(t)
	a := storetest.AddArticle(t, d.store, d.news)
	var claims []int64
	for _, words := range []string{"More than 4,000 people", "4,000", "people"} {
		claims = append(claims, storetest.AddClaim(t, d.store, d.news.Reviewer, a, words).ClaimID)
	}
	for _, claim := range claims[:2] {
		tag := models.AnnotationInput{Status: "unverified", Note: "As I see it.", Version: 1}
		if _, err := d.store.Annotate(t.Context(), d.news.Reviewer, claim, tag); err != nil {
			t.Fatal(err)
		}
	}
	p := browsertest.Open(t, d.base, o)
	browsertest.SignIn(p, d.news.Editor)
	p.Go("/claims")
	return d, p, claims
}

const tickedClaims = "#several input[name=claim]:checked"

// With Shift, the arrow keys and a click tick a range. Keys open the forms, and in a form they tick nothing.
func TestSeveralClaimsInRanges(t *testing.T) {
	t.Parallel()
	_, p, _ := severalSite(t, browsertest.Options{})
	p.Press("ArrowDown", "Shift+ArrowDown")
	testutil.Equal(t, "ticked by Shift and an arrow", p.Count(tickedClaims), 2)
	p.Press("x")
	testutil.Equal(t, "ticked after x on the second", p.Count(tickedClaims), 1)
	p.Press("x", "ArrowUp", "x")
	p.Eval(`void document.querySelectorAll('#several input[name=claim]')[2].dispatchEvent(new MouseEvent('click',
		{bubbles: true, cancelable: true, shiftKey: true}))`, nil)
	testutil.Equal(t, "ticked by a click with Shift", p.Count(tickedClaims), 3)
	p.Press("g")
	p.WaitFor("#assignments-person:focus")
	p.Press("a") // in a list this chooses; it opens nothing
	testutil.Equal(t, "open forms", p.Count("#several details[open]"), 1)
	p.Press("Tab")
	p.Eval(`document.activeElement.blur()`, nil)
	p.Press("a")
	p.WaitFor("#queries-to:focus")
	p.Press("Tab")
	browsertest.Keyboard{Page: p}.TypeFocused("x o g a")
	testutil.Equal(t, "question", p.Value("#queries-body"), "x o g a")
	testutil.Equal(t, "open forms", p.Count("#several details[open]"), 2)
	p.CheckPage(t, "several claims with forms open")
	p.Navigate(func() { p.Press("Control+Enter") })
	p.WaitText(".several-result", "Query sent about 3 claims")
}

// A switched-off shortcut does nothing. The arrow keys still move.
func TestSeveralClaimsWithoutShortcuts(t *testing.T) {
	t.Parallel()
	_, p, _ := severalSite(t, browsertest.Options{})
	p.Eval(`localStorage.setItem('keys', 'off')`, nil)
	p.Press("ArrowDown", "x", "o")
	testutil.Equal(t, "ticked claims", p.Count(tickedClaims), 0)
	testutil.Equal(t, "open forms", p.Count("#several details[open]"), 0)
	p.Press("Space")
	testutil.Equal(t, "ticked by Space", p.Count(tickedClaims), 1)
}

// Enter in a field never sends another part of the form, with and without scripts.
func TestEnterSendsNoOtherPartOfSeveralClaims(t *testing.T) {
	t.Parallel()
	for _, o := range []browsertest.Options{{}, {NoScript: true}} {
		d, p, _ := severalSite(t, o)
		for _, key := range []string{"o", "g"} {
			p.Click("#several summary[data-key=" + key + "]")
		}
		for i := range 3 {
			p.Click(fmt.Sprintf("#several li:nth-child(%d) input[name=claim]", i+1))
		}
		p.Choose("#resolutions-resolution", "stands")
		p.Eval(`void document.getElementById('assignments-due').focus()`, nil)
		p.Press("Enter")
		p.Eval(`void document.querySelector('#several input[name=claim]').focus()`, nil)
		p.Press("Enter")
		p.Click("#several summary[data-key=a]") // fails if Enter left the page
		p.WaitFor("#queries-body")
		testutil.Equal(t, "path after Enter", strings.TrimPrefix(p.URL(), d.base), "/claims")
		rows, _, _, err := d.store.Claims(t.Context(), d.news.Editor, models.Filter{}, models.Page{})
		if err != nil {
			t.Fatal(err)
		}
		for _, row := range rows {
			testutil.Equal(t, "outcome of "+row.Occurrence.Exact, row.Resolution, models.Unresolved)
		}
	}
}

// A claim that an act leaves out is named, and the page stays accessible, also on a phone.
func TestSeveralClaimsLeftOut(t *testing.T) {
	t.Parallel()
	for _, o := range []browsertest.Options{{}, {Width: 390, Height: 844}} {
		d, p, claims := severalSite(t, o)
		if _, err := d.store.Resolve(t.Context(), d.news.Editor, claims[0], models.OutcomeInput{Resolution: "stands", Version: 2}); err != nil {
			t.Fatal(err)
		}
		for i := range claims {
			p.Click(fmt.Sprintf("#several li:nth-child(%d) input[name=claim]", i+1))
		}
		p.Click("#several summary[data-key=o]")
		p.Choose("#resolutions-resolution", "on author")
		p.Navigate(func() { p.Click("#several details[open] button") })
		p.WaitText(".several-result", "Outcome saved for 1 claim")
		testutil.Equal(t, "left out", p.Count(".several-result li"), 2)
		testutil.Equal(t, "the result has the focus", p.Count(".several-result:focus"), 1)
		p.CheckPage(t, "a result with claims left out")
	}
}
