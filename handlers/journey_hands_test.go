package handlers_test

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"linecheck/models"
)

// hands are a reviewer's way of working on the article they have open.
type hands interface {
	open(sentence int)             // goes to a sentence
	mark(words string)             // makes a claim of words of that sentence
	sourced(by models.NewEvidence) // tags the claim just made
	disputed(because string)       // tags the claim just made
	clear()                        // finds nothing to check in the sentence
	undo()                         // takes the last step back
}

// keyboard works with keys alone, in a page with scripts.
type keyboard struct{ *page }

func (k keyboard) open(sentence int) {
	k.t.Helper()
	at, _ := strconv.Atoi(k.Text("#at")) // a dash, which is no number, before the first step
	for ; at < sentence; at++ {
		k.Press("j")
	}
	for ; at > sentence; at-- {
		k.Press("k")
	}
	k.WaitFor(fmt.Sprintf("#s%d[aria-current]", sentence))
}

func (k keyboard) mark(words string) {
	k.t.Helper()
	k.Press("w")
	first, _, _ := strings.Cut(words, " ")
	k.until("ArrowRight", func(selected string) bool { return selected == first })
	k.until("w", func(selected string) bool { return selected == words })
}

// until presses a key until the words that the page says are selected are the right ones.
func (k keyboard) until(key string, right func(selected string) bool) {
	k.t.Helper()
	for range 100 {
		selected, ok := strings.CutPrefix(k.Text("#said"), "Selected: ")
		if ok && right(strings.Trim(selected, "“\u2068\u2069”")) {
			return
		}
		k.Press(key)
	}
	k.t.Fatalf("pressing %s a hundred times selected %q", key, k.Text("#said"))
}

func (k keyboard) sourced(by models.NewEvidence) {
	k.t.Helper()
	k.Press("s")
	k.WaitFor("form.tag [name=evidence-title]:focus")
	k.write(by.Title)
	k.Press("Tab")
	k.write(by.URL)
	k.Press("Tab")
	k.write(by.Quote)
	k.Press("Control+Enter")
	k.WaitText("#said", "Saved: sourced")
}

func (k keyboard) disputed(because string) {
	k.t.Helper()
	k.Press("d")
	k.WaitFor("form.tag [name=note]:focus")
	k.write(because)
	k.Press("Control+Enter")
	k.WaitText("#said", "Saved: disputed")
}

func (k keyboard) clear() {
	k.t.Helper()
	n, _ := strconv.Atoi(k.Text("#at"))
	k.Press("n")
	k.WaitText("#said", fmt.Sprintf("Saved: nothing to check in sentence %d", n))
	k.WaitFor(fmt.Sprintf("#s%d.clear", n))
}

func (k keyboard) undo() {
	k.t.Helper()
	k.Press("z")
	k.WaitText("#said", "Saved: last change undone")
}

// write types into whatever has the focus.
func (k keyboard) write(text string) {
	k.t.Helper()
	k.Press(strings.Split(text, "")...)
}

// forms works with links, lists and buttons alone, in a page without scripts.
type forms struct{ *page }

func (f forms) open(sentence int) {
	f.t.Helper()
	number := fmt.Sprintf("#s%d .no", sentence)
	if f.Count(number) == 0 { // on the page of a sentence far away
		f.Leads(func() { f.Click(`main a[href*="#s"]`) })
	}
	f.Leads(func() { f.Click(number) })
	f.WaitFor(fmt.Sprintf("#s%d[aria-current]", sentence))
}

func (f forms) mark(words string) {
	f.t.Helper()
	var offered []string
	f.Eval(`[...document.querySelector('#word-first').options].map(o => o.label.replace(/^\d+ · /, ''))`, &offered)
	wanted := strings.Fields(words)
	for i := range offered {
		if i+len(wanted) <= len(offered) && slices.Equal(offered[i:i+len(wanted)], wanted) {
			f.Choose("#word-first", strconv.Itoa(i+1))
			f.Choose("#word-last", strconv.Itoa(i+len(wanted)))
			f.Leads(func() { f.Click("#new-claim button.primary") })
			return
		}
	}
	f.t.Fatalf("the words %q are not offered one after the other in %q", words, offered)
}

func (f forms) sourced(by models.NewEvidence) {
	f.t.Helper()
	f.Click("form.tag summary")
	f.Fill("form.tag [name=evidence-title]", by.Title)
	f.Fill("form.tag [name=evidence-url]", by.URL)
	f.Fill("form.tag [name=evidence-quote]", by.Quote)
	f.Choose("form.tag [name=evidence-class]", by.Class)
	f.Leads(func() { f.Click("form.tag .save .sourced") })
	f.WaitText(".card .status", "Sourced")
}

func (f forms) disputed(because string) {
	f.t.Helper()
	f.Click("form.tag summary")
	f.Fill("form.tag [name=note]", because)
	f.Leads(func() { f.Click("form.tag .save .disputed") })
	f.WaitText(".card .status", "Disputed")
}

func (f forms) clear() {
	f.t.Helper()
	f.Leads(func() { f.Click(`form[action$="/readings"] button`) })
	f.WaitFor(`form[action$="/readings/withdraw"]`)
}

func (f forms) undo() {
	f.t.Helper()
	f.Leads(func() { f.Click("#undo button") })
}
