package scripts

import (
	"fmt"
	"strings"
	"testing"

	"linecheck/handlers/browsertest"
	"linecheck/store/storetest"
)

// A long field offers the text that was typed before a reload. After the server has saved the text, the field offers nothing.
func TestDraftIsOfferedAfterAReload(t *testing.T) {
	d := openSite(t)
	a := storetest.AddArticle(t, d.store, d.news)
	p := browsertest.Open(t, d.base, browsertest.Options{})
	browsertest.SignIn(p, d.news.Reviewer)
	address := fmt.Sprintf("/articles/%d/queries", a.ID)
	const form = "form[id^=ask-article] "
	p.Go(address)
	p.Click("details.new > summary")
	p.Fill(form+"textarea", "Who <b>counted</b>?")
	p.Go(address)
	p.WaitFor(".draft")
	p.CheckAccessibility(t, "a draft is offered")
	p.Click(".draft button")
	if got := p.Value(form + "textarea"); got != "Who <b>counted</b>?" {
		t.Errorf("the draft gives back %q", got)
	}
	p.Navigate(func() { p.Click(form + ".primary") })
	p.Go(address)
	var kept []string
	p.Eval("Object.keys(localStorage).filter((name) => name.startsWith('draft of'))", &kept)
	if len(kept) > 0 || p.Count(".draft") > 0 {
		t.Errorf("after the query was sent there are still %q", strings.Join(kept, ", "))
	}
}
