package journeys

import (
	"fmt"
	"strconv"
	"strings"
	"testing"

	"linecheck/handlers/browsertest"
	"linecheck/handlers/sitetest"
	"linecheck/internal/testutil"
	"linecheck/models"
	"linecheck/store/storetest"
)

// The writer's text, and a draft that is added while it is being checked: two sentences moved to the front,
// one has another number, one was dropped and one is new.
const (
	damText = "The old dam broke at night. More than 4,000 people fled the town. That figure came from the mayor.\n\n" +
		"Repairs will cost €12 million. Nobody was hurt on Tuesday.\n\nThe mill burnt down. The school is closed."
	damDraft = "The mill burnt down. The school is closed.\n\n" +
		"The old dam broke at night. More than 5,000 people fled the town. That figure came from the mayor.\n\n" +
		"Nobody was hurt on Tuesday. A new wall is planned for spring at a price nobody knows."
)

// TestJourneyOfADraft follows a text that changes while it is checked, with the real program. Half of it is
// checked, a draft is previewed and saved, changes are confirmed, a lost claim is placed and annotated again,
// and the editor signs.
func TestJourneyOfADraft(t *testing.T) {
	program := testutil.Linecheck(t)
	t.Run("by keyboard", func(t *testing.T) {
		goThroughADraft(
			t,
			sitetest.StartProgram(t, program, ""),
			browsertest.Options{},
			func(p *browsertest.Page) redrafting { return draftKeys{browsertest.Keyboard{Page: p}} },
		)
	})
	t.Run("without scripts, on PostgreSQL", func(t *testing.T) {
		goThroughADraft(
			t,
			sitetest.StartProgram(t, program, storetest.Postgres(t)),
			browsertest.Options{NoScript: true},
			func(p *browsertest.Page) redrafting { return draftForms{browsertest.Forms{Page: p}} },
		)
	})
}

// redrafting contains a reviewer's actions on what a draft changed.
type redrafting interface {
	browsertest.Reviewer
	confirm()           // confirms the sentence
	place(words string) // places the lost claim at words of the sentence
	confirmReading()    // confirms a sentence without claims
}

func goThroughADraft(t *testing.T, site *sitetest.Program, options browsertest.Options, with func(*browsertest.Page) redrafting) {
	d := &draftJourney{journey: journey{t: t, site: site, text: damText, options: options}}
	d.firstAdministrator()
	d.reviewer = d.invite("Rana Reviewer", "rana@example.org", models.Reviewer)
	d.editor = d.invite("Edda Editor", "edda@example.org", models.Editor)
	d.writer = d.invite("Wim Writer", "wim@example.org", models.Writer)
	d.handIn()
	work := with(d.reviewer)
	d.checkHalf(work)
	d.previewDraft()
	d.bringIn()
	d.lookAgain(work)
	d.sign()
	d.end()
}

type draftJourney struct {
	journey
	writer *browsertest.Page
}

// handIn has the writer add their article.
func (d *draftJourney) handIn() {
	d.t.Helper()
	d.writer.Go("/articles/new")
	d.writer.Fill("input[name=title]", "The dam")
	d.writer.Fill("textarea[name=text]", d.text)
	d.writer.Navigate(func() { d.writer.Click("main form button") })
	d.article, _, _ = strings.Cut(d.writer.URL(), "#")
}

// checkHalf has the reviewer check the first half only.
func (d *draftJourney) checkHalf(work redrafting) {
	d.t.Helper()
	d.reviewer.Go(d.article)
	work.Open(1)
	work.MarkClear()
	work.Open(2)
	work.Mark("4,000 people")
	work.MarkSourced(proof)
	d.read(d.reviewer, 2)
	work.Open(3)
	work.MarkClear()
	work.Open(4)
	work.Mark("€12 million")
	work.MarkSourced(proof)
	d.read(d.reviewer, 4)
	work.Open(5)
	work.MarkClear()
}

// previewDraft has the writer preview the draft, which saves nothing.
func (d *draftJourney) previewDraft() {
	d.t.Helper()
	p := d.writer
	p.Go(d.article + "/revisions")
	p.Navigate(func() { p.Click(`main a[href$="/revisions/new"]`) })
	p.Fill("textarea[name=text]", damDraft)
	p.Fill("textarea[name=note]", "Counted again.")
	p.Navigate(func() { p.Click("main form button.primary") })
	figures := strings.Join(strings.Fields(p.Text(".fates")), " ")
	for _, want := range []string{"3 unchanged", "2 moved", "1 edited", "1 new", "1 dropped", "1 to be confirmed", "1 lost"} {
		count, what, _ := strings.Cut(want, " ")
		if !strings.Contains(figures, want) && !strings.Contains(figures, what+" "+count) {
			d.t.Errorf("the preview does not say %q: %s", want, figures)
		}
	}
	for _, want := range []string{"4,000", "5,000"} {
		p.WaitText(`[aria-labelledby=sentences] :is(del, ins)`, want)
	}
	p.WaitText("[aria-labelledby=lost]", "€12 million")
	p.WaitText("[aria-labelledby=leanings]", "That figure")
	d.editor.Go(d.article + "/revisions")
	if n := d.editor.Count(".revisions > li"); n != 1 {
		d.t.Errorf("after a preview there are %d revisions", n)
	}
}

func (d *draftJourney) bringIn() {
	d.t.Helper()
	d.writer.Navigate(func() { d.writer.Click(".bring > .actions button.primary") })
	d.text = damDraft
	d.writer.WaitText(".meta", "Revision 2")
	d.writer.WaitText(".tray", "€12 million")
	d.editor.Go(d.article + "/gate")
	for _, want := range []string{"1 sentence changed since it was settled", "1 claim is lost", "4 sentences nobody has read"} {
		if said := strings.ReplaceAll(d.editor.Text("main"), "\u00a0", " "); !strings.Contains(said, want) {
			d.t.Errorf("the gate does not say %q:\n%s", want, said)
		}
	}
}

// lookAgain has the reviewer recheck everything that the draft changed.
func (d *draftJourney) lookAgain(work redrafting) {
	d.t.Helper()
	d.reviewer.Go(d.article)
	changed := d.sentenceOf("More than 5,000")
	work.Open(changed)
	d.reviewer.WaitText("#changed", "Changed since it was settled")
	d.reviewer.WaitText("#changed del", "4,000")
	work.confirm()

	d.reviewer.Go(d.article)
	work.Open(changed + 1)
	d.reviewer.WaitText("#changed", "It refers back to a sentence that changed.")
	work.confirmReading()

	d.reviewer.Go(d.article)
	work.Open(d.sentenceOf("A new wall"))
	work.place("a price")
	work.MarkSourced(proof)
	d.reviewer.WaitText("#cards .card .status", "Sourced")
	for n := 1; n <= 2; n++ {
		d.reviewer.Go(d.article)
		work.Open(n)
		work.MarkClear()
	}
	d.read(d.reviewer, d.sentenceOf("A new wall"))
	d.read(d.reviewer, 0)
}

func (d *draftJourney) sign() {
	d.t.Helper()
	d.editor.Go(d.article + "/gate")
	d.editor.WaitText("h1", "Ready to publish")
	d.editor.Navigate(func() { d.editor.Click(`form[action$="/signoffs"] button`) })
	d.editor.WaitText(".notice.good", "Signed off")
}

// draftKeys works only with keys.
type draftKeys struct{ browsertest.Keyboard }

func (k draftKeys) confirm() {
	k.T.Helper()
	n, _ := strconv.Atoi(k.Text("#at"))
	k.Click("#confirm [name=claim]")
	k.Click("#confirm [name=evidence]")
	k.Press("c")
	k.WaitFor(fmt.Sprintf("#s%d.done", n))
}

func (k draftKeys) confirmReading() {
	k.T.Helper()
	n, _ := strconv.Atoi(k.Text("#at"))
	k.Press("c")
	k.WaitFor(fmt.Sprintf("#s%d.clear", n))
}

func (k draftKeys) place(words string) {
	k.T.Helper()
	first, _, _ := strings.Cut(words, " ")
	k.Press("w")
	k.PressUntil("ArrowRight", func(selected string) bool { return selected == first })
	k.PressUntil("w", func(selected string) bool { return selected == words })
	k.Press("p")
	k.WaitText("#said", "Saved: claim placed")
}

// draftForms works only with links, lists and buttons.
type draftForms struct{ browsertest.Forms }

func (f draftForms) confirm() {
	f.T.Helper()
	f.Click("#confirm [name=claim]")
	f.Click("#confirm [name=evidence]")
	f.Navigate(func() { f.Click("#confirm button") })
	f.WaitText(".card .status", "Sourced")
}

func (f draftForms) place(words string) {
	f.T.Helper()
	f.Click(".lost-list > summary")
	const form = "form.place "
	var offered []string
	f.Eval(`[...document.querySelector('form.place [name=first]').options].map(o => o.label.replace(/^\d+ · /, ''))`, &offered)
	wanted := strings.Fields(words)
	for i, word := range offered {
		if word == wanted[0] {
			f.Choose(form+"[name=first]", strconv.Itoa(i+1))
			f.Choose(form+"[name=last]", strconv.Itoa(i+len(wanted)))
		}
	}
	f.Navigate(func() { f.Click(form + "button") })
}

func (f draftForms) confirmReading() {
	f.T.Helper()
	f.Navigate(func() { f.Click("#confirm button") })
	f.WaitGone("#confirm button")
}
