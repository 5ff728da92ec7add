package journeys

import (
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"linecheck/handlers/browsertest"
	"linecheck/handlers/sitetest"
	"linecheck/internal/testutil"
	"linecheck/models"
	"linecheck/store/storetest"
)

// TestJourneyOfSomebodyInAHurry tries every short cut to "sourced", gets the error each time, and then does
// it properly.
func TestJourneyOfSomebodyInAHurry(t *testing.T) {
	program := testutil.Linecheck(t)
	sqlite := func(testing.TB) string { return "" }
	for name, on := range map[string]struct {
		options browsertest.Options
		db      func(testing.TB) string
	}{
		"with scripts":    {db: sqlite},
		"without scripts": {options: browsertest.Options{NoScript: true}, db: sqlite},
		"on PostgreSQL":   {db: storetest.Postgres},
	} {
		t.Run(name, func(t *testing.T) {
			h := &hurry{journey: &journey{t: t, site: sitetest.StartProgram(t, program, on.db(t)), options: on.options}}
			h.firstAdministrator()
			h.reviewer = h.invite("Rana Reviewer", "rana@example.org", models.Reviewer)
			h.reviewer.AllowProblems("status of 422")
			h.begin()
			h.tooLittle()
			h.sameSourceTwice()
			h.quoteThatIsNotThere()
			h.properly()
			h.end()
		})
	}
}

// hurry is a reviewer with one claim to check.
type hurry struct{ *journey }

// begin adds an article and creates a claim.
func (h *hurry) begin() {
	h.t.Helper()
	p := h.reviewer
	p.Go("/articles/new")
	p.Fill("input[name=title]", "Bridge")
	p.Fill("textarea[name=text]", "Repairs cost 12 million.")
	p.Navigate(func() { p.Click("main form button") })
	h.article, _, _ = strings.Cut(p.URL(), "#")
	p.Go(h.article + "/sentences/1")
	if h.options.NoScript {
		browsertest.Forms{Page: p}.Mark("12 million")
	} else {
		p.Go(h.article + "#s1")
		p.WaitFor("#s1[aria-current]")
		browsertest.Keyboard{Page: p}.Mark("12 million")
		p.Press("Enter")
		p.WaitFor(".card form.tag")
	}
	p.Go(h.article + "/sentences/1")
	p.WaitFor(".card form.tag")
}

// fill fills in the fields of evidence, and empties the others.
func (h *hurry) fill(fields map[string]string) {
	h.t.Helper()
	p := h.reviewer
	if p.Count("form.tag > details[open]") == 0 {
		p.Click("form.tag summary")
	}
	browsertest.ShowEvidence(p)
	p.Eval(`document.querySelectorAll('form.tag .evidence [name^=evidence-]:not(select, [type=checkbox], [type=radio])')
		.forEach(f => f.value = '')`, nil)
	for name, value := range fields {
		if name != "class" {
			p.Fill("form.tag [name=evidence-"+name+"]", value)
		}
	}
	p.Eval(`document.querySelectorAll('form.tag [name=evidence-class]').forEach(f => {
		f.checked = false
		f.dispatchEvent(new Event('input', { bubbles: true })) // so that the draft has the current text of the fields
	})`, nil)
	if fields["class"] != "" {
		browsertest.PickClass(p, "form.tag", fields["class"])
	}
}

// press presses a button of the form and requires a status.
func (h *hurry) press(button string, status int) {
	h.t.Helper()
	p := h.reviewer
	if h.options.NoScript {
		if got := p.Navigate(func() { p.Click(button) }); got != status {
			h.t.Fatalf("%s answered %d, want %d:\n%s", button, got, status, p.Text(".card"))
		}
		return
	}
	p.Await("htmx:finally:request", func() { p.Click(button) })
}

// refused expects these errors for a verdict, and that the form still contains what was typed.
func (h *hurry) refused(status string, fields map[string]string, says ...string) {
	h.t.Helper()
	h.fill(fields)
	h.press("form.tag .save ."+status, http.StatusUnprocessableEntity)
	p := h.reviewer
	for _, want := range says {
		p.WaitText("form.tag", want)
	}
	for _, name := range []string{"title", "url", "quote", "locator", "class"} {
		field := "form.tag [name=evidence-" + name + "]"
		if name == "class" {
			field += ":checked"
			if p.Count(field) == 0 && fields[name] == "" {
				continue
			}
		}
		if got := p.Value(field); got != fields[name] {
			h.t.Errorf("after a refusal the %s is %q, want %q", name, got, fields[name])
		}
	}
}

// tooLittle tries only a title, no class, the article's own URL and verdicts without a note.
func (h *hurry) tooLittle() {
	h.t.Helper()
	if n := h.reviewer.Count("form.tag [name=evidence-class]:checked"); n != 0 {
		h.t.Error("the form begins with a class")
	}
	const asksForClass, asksForAddress = "Please say whether the source is primary or secondary", "Please give the address of the web page"
	h.refused("sourced", map[string]string{"title": "Archive"}, asksForClass, asksForAddress)
	h.refused("sourced", map[string]string{"title": "Archive", "class": "primary"}, asksForAddress)
	h.refused("sourced", map[string]string{"title": "Archive", "url": "https://archive.example/1"}, asksForClass)
	own := h.site.Base + h.article
	h.refused("sourced", map[string]string{"title": "Bridge", "url": own, "class": "primary"},
		"The article itself, its copies and what rests on it are no evidence")
	h.refused("unverified", nil, "Please say in the note what you tried")
	h.refused("disputed", nil, "Please say in the note what speaks against it")
}

// sameSourceTwice gives the same page as two sources.
func (h *hurry) sameSourceTwice() {
	h.t.Helper()
	h.fill(map[string]string{"title": "Daily", "url": "https://daily.example/1", "class": "secondary", "quote": "It cost 13 million."})
	h.press("form.tag .save .quiet", http.StatusOK)
	h.reviewer.WaitText(".card .source", "Daily")
	h.refused("sourced", map[string]string{"title": "Daily", "url": "https://daily.example/1", "class": "secondary"},
		"“Daily” and “Daily” are at the same address", "so they count as one source")
}

// quoteThatIsNotThere saves a snapshot of the cited page, which does not contain the quote.
func (h *hurry) quoteThatIsNotThere() {
	h.t.Helper()
	p := h.reviewer
	file := filepath.Join(h.t.TempDir(), "daily.txt")
	if err := os.WriteFile(file, []byte("Repairs cost 12 million, the council said."), 0o600); err != nil {
		h.t.Fatal(err)
	}
	p.Navigate(func() { p.Click(`.card .source a[href^="/sources/"]`) })
	p.Upload("#file", file)
	p.Navigate(func() { p.Click(`form[action$="/snapshots"] button`) })
	p.WaitText(".answer", "These words do not stand in")
	p.Go(h.article + "/sentences/1")
	p.WaitFor(".card form.tag")
}

// properly gives a primary source with its URL and a quote.
func (h *hurry) properly() {
	h.t.Helper()
	p := h.reviewer
	h.fill(map[string]string{"title": "Minutes of the council", "url": "https://city.example/minutes", "class": "primary",
		"quote": "Repairs will cost 12 million."})
	h.press("form.tag .save .sourced", http.StatusOK)
	p.WaitText(".card .status", "Sourced")
	if got := p.Text(".card"); strings.Contains(got, string(models.NoQuoteText)) {
		h.t.Errorf("a quote was taken, and the card says %q", got)
	}
	if n := p.Count(".card .source .title"); n != 2 {
		h.t.Errorf("the claim has %d pieces of evidence, want 2", n)
	}
}
