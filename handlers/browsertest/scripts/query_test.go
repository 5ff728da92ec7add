package scripts

import (
	"fmt"
	"testing"

	"linecheck/handlers/browsertest"
	"linecheck/store/storetest"
)

// A query is raised and settled in the cards of the article view, with the writer's answer on their own page
// in between. Text that was typed before the query changed stays in its field.
func TestAQueryInTheCards(t *testing.T) {
	d := openSite(t)
	a := storetest.AddArticle(t, d.store, d.news)
	claim := storetest.AddClaim(t, d.store, d.news.Reviewer, a, "4,000 people").ClaimID
	asks, answers := browsertest.Open(
		t,
		d.base,
		browsertest.Options{},
	), browsertest.Open(
		t,
		d.base,
		browsertest.Options{Width: 390, Height: 844},
	)
	answers.AllowProblems("the server responded with a status of 409")
	browsertest.SignIn(asks, d.news.Reviewer)
	browsertest.SignIn(answers, d.news.Writer)

	form := fmt.Sprintf("#ask-claim-%d ", claim)
	asks.Go(fmt.Sprintf("/articles/%d", a.ID))
	asks.Click("#s5 .no")
	asks.WaitFor(form)
	asks.Click("details:has(> " + form + ") > summary")
	asks.Fill(form+"textarea", "Who counted?")
	asks.Click(form + "button")
	asks.WaitText("#cards .thread", "Who counted?")
	asks.WaitFor("#s5.asked")
	asks.WaitFor("#m5.asked")

	answers.Go("/")
	asks.Fill("#cards form[id^=query-] textarea", "And when?")
	asks.Click("#cards form[id^=query-] .primary")
	asks.WaitText("#cards .thread", "And when?")
	answers.Fill("#chosen textarea", "The city did.")
	if status := answers.Navigate(func() { answers.Click("#chosen form.ask .primary") }); status != 409 {
		t.Errorf("answering what was not read: status %d", status)
	}
	if got := answers.Value("textarea"); got != "The city did." {
		t.Errorf("what was typed is %q now", got)
	}
	answers.CheckPage(t, "a query that went on meanwhile")
	answers.Navigate(func() { answers.Click("form.ask .primary") })
	answers.WaitText(".thread", "The city did.")

	asks.Go(fmt.Sprintf("/articles/%d/sentences/5", a.ID))
	asks.WaitText("#cards .thread", "The city did.")
	asks.Click(`#cards form[id^=query-] [formaction$="/settle"]`)
	asks.WaitFor("#cards .query.settled")
	asks.WaitGone("#s5.asked")
}
