package journeys

import (
	"net/http"
	"strings"
	"testing"

	"linecheck/handlers/browsertest"
	"linecheck/handlers/sitetest"
	"linecheck/internal/testutil"
	"linecheck/models"
	"linecheck/store/storetest"
)

// deskText has a sentence to read and one with a claim.
const deskText = "The old bridge closes on March 3.\n\nMore than 4,000 people cross it every day."

// TestJourneyOfADesk follows an editor's desk with the real program: two reviewers who check blind and
// disagree, an editor who rules, a query, and a gate that is closed, opened, and closed again by another
// annotation.
func TestJourneyOfADesk(t *testing.T) {
	program := testutil.Linecheck(t)
	t.Run("sqlite", func(t *testing.T) { goThroughTheDesk(t, sitetest.StartProgram(t, program, "")) })
	t.Run("postgres", func(t *testing.T) { goThroughTheDesk(t, sitetest.StartProgram(t, program, storetest.Postgres(t))) })
}

func goThroughTheDesk(t *testing.T, site *sitetest.Program) {
	d := &deskJourney{journey: journey{t: t, site: site, text: deskText, options: browsertest.Options{NoScript: true}}}
	d.firstAdministrator()
	d.reviewer = d.invite("Rana Reviewer", "rana@example.org", models.Reviewer)
	d.second = d.invite("Sam Second", "sam@example.org", models.Reviewer)
	d.editor = d.invite("Edda Editor", "edda@example.org", models.Editor)
	d.writer = d.invite("Wim Writer", "wim@example.org", models.Writer)
	d.askForASecondReader()
	d.handIn()
	d.checkBlind()
	d.ask()
	d.refuseToSign()
	d.rule()
	d.answerAndSettle()
	d.readTheRest()
	d.sign()
	d.reopen()
	d.end()
}

// deskJourney is a desk with a second reviewer and a writer.
type deskJourney struct {
	journey
	second *browsertest.Page
	writer *browsertest.Page
	claim  string // its id
}

func (d *deskJourney) askForASecondReader() {
	d.t.Helper()
	const form = "form[id^=second-] "
	d.admin.Go("/desks")
	d.admin.Click(form + "[name=second-reader]")
	d.admin.Click(form + "[name=blind]")
	d.admin.Navigate(func() { d.admin.Click(form + "button") })
	d.admin.WaitText("main table", "asked for, and reviewers check blind")
}

// handIn has the writer add their article.
func (d *deskJourney) handIn() {
	d.t.Helper()
	d.writer.Go("/articles/new")
	d.writer.Fill("input[name=title]", "Bridge closes")
	d.writer.Fill("textarea[name=text]", d.text)
	d.writer.Navigate(func() { d.writer.Click("main form button") })
	d.article, _, _ = strings.Cut(d.writer.URL(), "#")
}

// checkBlind has two reviewers check the claim. The second sees the first one's verdict only after their own.
func (d *deskJourney) checkBlind() {
	d.t.Helper()
	d.reviewer.Go(d.article + "/sentences/2")
	browsertest.Forms{Page: d.reviewer}.Mark("4,000 people")
	d.claim = d.reviewer.Attr(".card", "data-claim")
	browsertest.Forms{Page: d.reviewer}.MarkSourced(proof)

	d.second.Go(d.article + "/sentences/2")
	d.second.WaitText(".card .status", "Sealed")
	if shown := d.second.Text("body"); strings.Contains(shown, proof.Title) || strings.Contains(shown, proof.Quote) {
		d.t.Errorf("who checks blind is shown the first reviewer's evidence:\n%s", shown)
	}
	browsertest.Forms{Page: d.second}.MarkDisputed(doubt)
	d.second.WaitText(".card", proof.Title)
	d.second.WaitText(".card .status", "Disagree")
}

// ask has the reviewer raise a query to the writer.
func (d *deskJourney) ask() {
	d.t.Helper()
	form := "#ask-claim-" + d.claim + " "
	d.reviewer.Go(d.article + "/sentences/2")
	d.reviewer.Click("details:has(> " + form + ") > summary")
	d.reviewer.Fill(form+"textarea", "Who counted them?")
	d.reviewer.Navigate(func() { d.reviewer.Click(form + "button") })
	d.reviewer.WaitText("#cards .thread", "Who counted them?")
}

// refuseToSign has the editor try to sign: every reason is shown with links to its items.
func (d *deskJourney) refuseToSign() {
	d.t.Helper()
	p := d.editor
	p.AllowProblems("status of 409")
	p.Go(d.article + "/gate")
	if p.Count(`form[action$="/signoffs"]`) > 0 {
		d.t.Error("a closed gate offers to sign")
	}
	if status := p.PostForm(d.article+"/signoffs", map[string][]string{"sha256": {strings.Repeat("0", 64)}, "changes": {"1"}}); status != http.StatusConflict {
		d.t.Errorf("signing before the gate is open answered %d", status)
	}
	p.WaitFor(".error-summary")
	var reasons []struct{ Words, Link string }
	p.Eval(`[...document.querySelectorAll('.reason h2 a')].map(a => ({Words: a.textContent, Link: a.getAttribute('href')}))`, &reasons)
	told := ""
	for _, r := range reasons {
		told += r.Words + "\n"
		p.Go(r.Link)
		if n := p.Count("main .rows > li, main tbody tr"); n == 0 {
			d.t.Errorf("%q leads to %s, where nothing is:\n%s", r.Words, r.Link, p.Text("main"))
		}
	}
	for _, want := range []string{"2 sentences nobody has read", "1 sentence is open", "1 query is not settled", "second person"} {
		if !strings.Contains(strings.ReplaceAll(told, "\u00a0", " "), want) {
			d.t.Errorf("the gate does not say %q:\n%s", want, told)
		}
	}
}

// rule has the editor compare both verdicts and rule; both reviewers see the ruling.
func (d *deskJourney) rule() {
	d.t.Helper()
	form := "#ruling-" + d.claim + " "
	d.editor.Go(d.article + "/disagreements")
	if n := d.editor.Count("#claim" + d.claim + " .check"); n != 2 {
		d.t.Fatalf("%d checks stand side by side", n)
	}
	d.editor.WaitText(".check", proof.Title)
	d.editor.WaitText(".check", doubt)
	d.editor.Fill(form+"textarea", "The statement holds.")
	d.editor.Navigate(func() { d.editor.Click(form + "button.sourced") })
	d.editor.WaitText(".ruling", "The statement holds.")
	for _, p := range []*browsertest.Page{d.reviewer, d.second} {
		p.Go("/")
		p.WaitText("#ruled + ol", "Edda Editor")
		p.WaitText("#ruled + ol", "The statement holds.")
	}
}

// answerAndSettle has the writer answer in their queue, and the reviewer settle the query in theirs.
func (d *deskJourney) answerAndSettle() {
	d.t.Helper()
	const queue = "/queue?kind=query"
	d.writer.Go(queue)
	query := "/queries/" + strings.TrimPrefix(d.writer.Attr("#chosen", "data-item"), "query-")
	d.writer.Fill("#chosen form.ask textarea", "The city did.")
	d.writer.Navigate(func() { d.writer.Click("#chosen form.ask .primary") })
	d.second.Go(query)
	d.second.WaitText(".thread", "The city did.")
	if d.second.Count(`[formaction$="/settle"]`) > 0 {
		d.t.Error("who did not ask is offered to settle the query")
	}
	d.reviewer.Go(queue)
	d.reviewer.WaitText("#chosen .thread", "The city did.")
	d.reviewer.Navigate(func() { d.reviewer.Click(`#chosen [formaction$="/settle"]`) })
	d.reviewer.Go(query)
	d.reviewer.WaitFor(".query.settled")
}

// readTheRest has both reviewers mark what is left: the title, the sentence without a claim, and the rest of
// the other one.
func (d *deskJourney) readTheRest() {
	d.t.Helper()
	for _, p := range []*browsertest.Page{d.reviewer, d.second} {
		for _, n := range []string{"0", "1", "2"} {
			p.Go(d.article + "/sentences/" + n)
			browsertest.Forms{Page: p}.MarkClear()
		}
	}
}

func (d *deskJourney) sign() {
	d.t.Helper()
	d.editor.Go(d.article + "/gate")
	d.editor.WaitText("h1", "Ready to publish")
	d.editor.Navigate(func() { d.editor.Click(`form[action$="/signoffs"] button`) })
	d.editor.WaitText(".notice.good", "Signed off")
	d.editor.WaitText(".notice.good", "Edda Editor")
	d.writer.Go(d.article)
	d.writer.WaitText(".gate", "Signed off")
	d.editor.Go("/articles")
	d.editor.WaitText("main", "✓ signed off")
}

// reopen adds an annotation, which closes the gate and voids the sign-off, and checks that the page says so.
func (d *deskJourney) reopen() {
	d.t.Helper()
	d.second.Go(d.article + "/sentences/2")
	browsertest.Forms{Page: d.second}.MarkDisputed("The statement was taken back today.")
	d.editor.Go(d.article + "/gate")
	d.editor.WaitText("h1", "Not ready: ")
	d.editor.WaitText("section[aria-labelledby=former-signoffs]", "Edda Editor")
	d.editor.WaitText("section[aria-labelledby=former-signoffs]", "Void since")
	if d.editor.Count(`form[action$="/signoffs"]`) > 0 {
		d.t.Error("the gate offers to sign, though an annotation closed it")
	}
	d.writer.Go(d.article)
	d.writer.WaitText(".gate", "Not ready to publish")
}
