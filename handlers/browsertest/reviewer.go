package browsertest

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"linecheck/models"
)

// Reviewer contains a reviewer's actions on the open article.
type Reviewer interface {
	Open(sentence int)                 // moves to a sentence
	Mark(words string)                 // creates a claim of words of that sentence
	MarkSourced(by models.NewEvidence) // annotates the new claim
	MarkDisputed(because string)       // annotates the new claim
	MarkClear()                        // marks the sentence as read with nothing to check
	Undo()                             // reverts the last action
}

// Keyboard works only with keys, on a page with scripts.
type Keyboard struct{ *Page }

// Open moves to a sentence.
func (k Keyboard) Open(sentence int) {
	k.T.Helper()
	at, _ := strconv.Atoi(k.Text("#at")) // a dash, which is no number, before the first step
	for ; at < sentence; at++ {
		k.Press("j")
	}
	for ; at > sentence; at-- {
		k.Press("k")
	}
	k.WaitFor(fmt.Sprintf("#s%d[aria-current]", sentence))
}

// Mark creates a claim.
func (k Keyboard) Mark(words string) {
	k.T.Helper()
	k.Press("w")
	first, _, _ := strings.Cut(words, " ")
	k.PressUntil("ArrowRight", func(selected string) bool { return selected == first })
	k.PressUntil("w", func(selected string) bool { return selected == words })
}

// PressUntil presses a key until the page reports the right selection.
func (k Keyboard) PressUntil(key string, right func(selected string) bool) {
	k.T.Helper()
	for range 100 {
		selected, ok := strings.CutPrefix(k.Text("#said"), "Selected: ")
		if ok && right(strings.Trim(selected, "“\u2068\u2069”")) {
			return
		}
		k.Press(key)
	}
	k.T.Fatalf("pressing %s a hundred times selected %q", key, k.Text("#said"))
}

// MarkSourced gives the verdict sourced with this evidence.
func (k Keyboard) MarkSourced(by models.NewEvidence) {
	k.T.Helper()
	k.Press("s")
	k.WaitFor("form.tag [name=evidence-paste]:focus")
	k.TypeFocused(by.Title)
	k.Press("Enter")
	k.WaitFor("form.tag .entry.filled:focus")
	k.WaitText("form.tag .entry-title", by.Title)
	k.Press(map[string]string{"primary": "p", "secondary": "c"}[by.Class])
	for _, field := range []struct{ name, value string }{{"url", by.URL}, {"quote", by.Quote}} {
		for range 20 {
			if k.Count("form.tag [name=evidence-"+field.name+"]:focus") == 1 {
				break
			}
			k.Press("Tab")
		}
		k.TypeFocused(field.value)
	}
	k.Press("Control+Enter")
	k.WaitText("#said", "Saved: sourced")
}

// MarkDisputed gives the verdict disputed with a note.
func (k Keyboard) MarkDisputed(because string) {
	k.T.Helper()
	k.Press("d")
	k.WaitFor("form.tag [name=note]:focus")
	k.TypeFocused(because)
	k.Press("Control+Enter")
	k.WaitText("#said", "Saved: disputed")
}

// MarkClear marks the sentence as read with nothing to check.
func (k Keyboard) MarkClear() {
	k.T.Helper()
	n, _ := strconv.Atoi(k.Text("#at"))
	k.Press("n")
	k.WaitText("#said", fmt.Sprintf("Saved: nothing to check in sentence %d", n))
	k.WaitFor(fmt.Sprintf("#s%d.clear", n))
}

// Undo reverts the last action.
func (k Keyboard) Undo() {
	k.T.Helper()
	k.Press("z")
	k.WaitText("#said", "Undone: ")
}

// TypeFocused types into the focused element.
func (k Keyboard) TypeFocused(text string) {
	k.T.Helper()
	k.Press(strings.Split(text, "")...)
}

// Forms works only with links, lists and buttons, on a page without scripts.
type Forms struct{ *Page }

// Open opens a sentence's page.
func (f Forms) Open(sentence int) {
	f.T.Helper()
	number := fmt.Sprintf("#s%d .no", sentence)
	if f.Count(number) == 0 { // on the page of a distant sentence
		f.Navigate(func() { f.Click(`main a[href*="#s"]`) })
	}
	f.Navigate(func() { f.Click(number) })
	f.WaitFor(fmt.Sprintf("#s%d[aria-current]", sentence))
}

// Mark creates a claim.
func (f Forms) Mark(words string) {
	f.T.Helper()
	var offered []string
	f.Eval(`[...document.querySelector('#word-first').options].map(o => o.label.replace(/^\d+ · /, ''))`, &offered)
	wanted := strings.Fields(words)
	for i := range offered {
		if i+len(wanted) <= len(offered) && slices.Equal(offered[i:i+len(wanted)], wanted) {
			f.Choose("#word-first", strconv.Itoa(i+1))
			f.Choose("#word-last", strconv.Itoa(i+len(wanted)))
			f.Navigate(func() { f.Click("#new-claim button.primary") })
			return
		}
	}
	f.T.Fatalf("the words %q are not offered one after the other in %q", words, offered)
}

// MarkSourced gives the verdict sourced with this evidence.
func (f Forms) MarkSourced(by models.NewEvidence) {
	f.T.Helper()
	f.Click("form.tag summary")
	f.Fill("form.tag [name=evidence-title]", by.Title)
	f.Fill("form.tag [name=evidence-url]", by.URL)
	f.Fill("form.tag [name=evidence-quote]", by.Quote)
	PickClass(f.Page, "form.tag", by.Class)
	f.Navigate(func() { f.Click("form.tag .save .sourced") })
	f.WaitText(".card .status", "Sourced")
}

// MarkDisputed gives the verdict disputed with a note.
func (f Forms) MarkDisputed(because string) {
	f.T.Helper()
	f.Click("form.tag summary")
	f.Fill("form.tag [name=note]", because)
	f.Navigate(func() { f.Click("form.tag .save .disputed") })
	f.WaitText(".card .status", "Disputed")
}

// MarkClear marks the sentence as read with nothing to check.
func (f Forms) MarkClear() {
	f.T.Helper()
	f.Navigate(func() { f.Click(`form[action$="/readings"] button`) })
	f.WaitFor(`form[action$="/readings/withdraw"]`)
}

// Undo reverts the last action.
func (f Forms) Undo() {
	f.T.Helper()
	f.Navigate(func() { f.Click("#undo button") })
}

// PickClass chooses the class of a form's first source.
func PickClass(p *Page, form, class string) {
	p.T.Helper()
	p.Click(form + " .entry label:has(> [name=evidence-class][value=" + class + "])")
}

// ShowEvidence shows the fields of a form's first source on a page with scripts, which hide them until something is pasted.
func ShowEvidence(p *Page) {
	p.T.Helper()
	p.Eval("document.querySelectorAll('form.tag .entries > .entry').forEach(entry => entry.classList.add('filled'))", nil)
	p.Eval("document.querySelectorAll('form.tag .facts-more').forEach(more => more.open = true)", nil)
}
