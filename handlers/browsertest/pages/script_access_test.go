package pages

import (
	"fmt"
	"testing"

	"linecheck/handlers/browsertest"
	"linecheck/handlers/sitetest"
	"linecheck/models"
)

// What scripts add to a page is accessible too, on a desktop and a phone, in both colour schemes.
func TestScriptedPagesAreAccessible(t *testing.T) {
	for _, screen := range screens {
		t.Run(fmt.Sprintf("%d wide", screen.Width), func(t *testing.T) {
			o := sitetest.OpenShowcase(t)
			p := browsertest.Open(t, siteFor(t, o.CallerAs(t, models.Reviewer)), screen)
			p.AllowProblems("status of 422")
			p.Go(fmt.Sprintf("/articles/%d#s5", o.Article.ID))
			p.WaitFor("#cards[data-n='5']")
			p.CheckPage(t, "cards beside the article")
			p.Press("?")
			p.WaitFor("#help[open]")
			p.CheckPage(t, "the list of keys")
			p.Press("Escape")
			p.WaitGone("#help[open]")
			p.Press("w", "w")
			p.WaitFor("#tool")
			p.CheckPage(t, "selected words")
			p.Press("Escape", "u")
			p.WaitFor("form.tag [name=note]:focus")
			p.Press("x", "Control+Enter")
			p.WaitText("#said", "Saved: unverified")
			p.CheckPage(t, "a tag that was saved")
			p.Press("]", "s") // the other claim has no evidence yet
			p.WaitFor("form.tag [name=evidence-paste]:focus")
			p.Press("x", "Enter")
			p.WaitFor("form.tag .entry.filled:focus")
			p.CheckPage(t, "a source that was typed")
			p.Press("Control+Enter") // without a class
			p.WaitText("#said", "Not saved yet")
			p.CheckPage(t, "a tag that was refused")
			if focus := p.Attr(":focus", "id"); focus != "refusal" {
				t.Errorf("after a refusal the focus is on %q", focus)
			}
		})
	}
}
