package journeys

import (
	"bytes"
	"fmt"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"linecheck/handlers/browsertest"
	"linecheck/handlers/sitetest"
	"linecheck/internal/testutil"
	"linecheck/models"
	"linecheck/store/storetest"
)

// TestJourney follows the whole work on a real article, in a real browser, with the real program: from an
// empty folder to both exports, and back from the trash.
func TestJourney(t *testing.T) {
	text := sitetest.RealArticle(t)
	program := testutil.Linecheck(t)
	t.Run("with scripts, by keyboard alone", func(t *testing.T) {
		travel(
			t,
			sitetest.StartProgram(t, program, ""),
			text,
			browsertest.Options{},
			func(p *browsertest.Page) browsertest.Reviewer { return browsertest.Keyboard{Page: p} },
		)
	})
	t.Run("without scripts", func(t *testing.T) {
		travel(
			t,
			sitetest.StartProgram(t, program, ""),
			text,
			browsertest.Options{NoScript: true},
			func(p *browsertest.Page) browsertest.Reviewer { return browsertest.Forms{Page: p} },
		)
	})
	t.Run("without scripts, on PostgreSQL", func(t *testing.T) {
		travel(
			t,
			sitetest.StartProgram(t, program, storetest.Postgres(t)),
			text,
			browsertest.Options{NoScript: true},
			func(p *browsertest.Page) browsertest.Reviewer { return browsertest.Forms{Page: p} },
		)
	})
}

// journey is the newsroom on its first day.
type journey struct {
	t        *testing.T
	site     *sitetest.Program
	text     string
	options  browsertest.Options
	admin    *browsertest.Page
	reviewer *browsertest.Page
	editor   *browsertest.Page
	article  string // its path
	pages    []*browsertest.Page
}

const (
	journeyPassword = "four unrelated words here"
	journeyTitle    = "Security situation in Afghanistan worsens"
)

func travel(
	t *testing.T,
	site *sitetest.Program,
	text string,
	options browsertest.Options,
	with func(*browsertest.Page) browsertest.Reviewer,
) {
	j := &journey{t: t, site: site, text: text, options: options}
	j.firstAdministrator()
	j.reviewer = j.invite("Rana Reviewer", "rana@example.org", models.Reviewer)
	j.editor = j.invite("Edda Editor", "edda@example.org", models.Editor)
	j.paste()
	begun := j.figures()
	j.claims(begun, 0, 0)
	j.check(with(j.reviewer), begun)
	j.undo(with(j.reviewer))
	files := j.files()
	j.trashAndBack(files)
	j.end()
}

// open opens a browser for another user.
func (j *journey) open() *browsertest.Page {
	j.t.Helper()
	p := browsertest.Open(j.t, j.site.Base, j.options)
	j.pages = append(j.pages, p)
	return p
}

// end closes the site and verifies its database. All pages are closed first, because live pages would report
// errors when the server stops.
func (j *journey) end() {
	j.t.Helper()
	for _, p := range j.pages {
		p.Go("about:blank")
	}
	j.site.Stop()
	if said := j.site.Verify(); !strings.HasPrefix(said, "intact") {
		j.t.Errorf("after the journey, verify said %q", said)
	}
}

// firstAdministrator opens the one-time URL that the program printed.
func (j *journey) firstAdministrator() {
	j.t.Helper()
	j.admin = j.open()
	if status := j.admin.Go(j.site.Setup); status != http.StatusOK {
		j.t.Fatalf("the one-time address answered %d", status)
	}
	j.admin.Fill("input[name=name]", "Ada Admin")
	j.admin.Fill("input[name=email]", "ada@example.org")
	j.fillPassword(j.admin)
	j.admin.Navigate(func() { j.admin.Click("main form button") })
	if !strings.HasPrefix(j.admin.URL(), "/articles") {
		j.t.Fatalf("the new administrator was led to %s", j.admin.URL())
	}
	stranger := j.open()
	stranger.AllowProblems("status of 410")
	if status := stranger.Go(j.site.Setup); status != http.StatusGone {
		j.t.Errorf("the one-time address, used again, answered %d", status)
	}
}

func (j *journey) fillPassword(p *browsertest.Page) {
	j.t.Helper()
	p.Fill("input[name=password]", journeyPassword)
}

// invite has the administrator create a one-time link, and the user join with it in another browser.
func (j *journey) invite(name, email string, role models.Role) *browsertest.Page {
	j.t.Helper()
	j.admin.Go("/people")
	const form = `form[action="/invitations"] `
	j.admin.Fill(form+"[name=name]", name)
	j.admin.Fill(form+"[name=email]", email)
	j.admin.Choose(form+"[name=role]", string(role))
	j.admin.Navigate(func() { j.admin.Click(form + "button") })
	var shown string
	j.admin.Eval(`document.querySelector('main').innerHTML`, &shown)
	link := regexp.MustCompile(regexp.QuoteMeta(j.site.Base) + `/join/[\w-]+`).FindString(shown)
	if link == "" {
		j.t.Fatalf("no one-time link after inviting %s:\n%s", name, j.admin.Text("main"))
	}
	p := j.open()
	if status := p.Go(link); status != http.StatusOK {
		j.t.Fatalf("the one-time link of %s answered %d", name, status)
	}
	j.fillPassword(p)
	p.Navigate(func() { p.Click("main form button") })
	p.WaitText("#me", name)
	return p
}

// paste has the reviewer add the article as pasted text, and finds its sentences on the page.
func (j *journey) paste() {
	j.t.Helper()
	p := j.reviewer
	p.Go("/articles")
	p.Navigate(func() { p.Click(`main a[href="/articles/new"]`) })
	p.Fill("input[name=title]", journeyTitle)
	p.Fill("textarea[name=text]", j.text)
	p.Navigate(func() { p.Click("main form button") })
	j.article, _, _ = strings.Cut(p.URL(), "#")
	if !regexp.MustCompile(`^/articles/\d+$`).MatchString(j.article) {
		j.t.Fatalf("the pasted article led to %s:\n%s", j.article, p.Text("main"))
	}
	if n := p.Count("#article .sentence"); n != sitetest.RealSentences {
		j.t.Errorf("the article shows %d sentences, not %d", n, sitetest.RealSentences)
	}
	if n := p.Count("#map .cell"); n != sitetest.RealSentences {
		j.t.Errorf("the map shows %d sentences, not %d", n, sitetest.RealSentences)
	}
}

// The two claims of the journey.
const (
	districts = "more than 70 districts"
	people    = "Hundreds of thousands of people"
)

var proof = models.NewEvidence{Title: "Statement of the group's spokesman", URL: "https://statements.example/2021/06/23?lang=en&page=2",
	Quote: `"More than 70 districts have fallen to us," he said.`, Class: "primary"}

const doubt = "No count exists; the observer gives no source & no method."

// check has the reviewer annotate both claims and mark every other sentence as read, while the editor watches
// the counts.
func (j *journey) check(work browsertest.Reviewer, begun []figure) {
	j.t.Helper()
	j.reviewer.Go(j.article)
	work.Open(j.sentenceOf(districts))
	work.Mark(districts)
	work.MarkSourced(proof)
	now := j.figures()
	j.differ(begun, now, map[string]int{"claims": 1, "sourced": 1})
	j.claims(now, 1, 1)

	work.Open(j.sentenceOf(people))
	work.Mark(people)
	work.MarkDisputed(doubt)
	now = j.figures()
	j.differ(begun, now, map[string]int{"claims": 2, "sourced": 1, "disputed": 1})
	j.claims(now, 2, 2)

	j.read(j.reviewer, 0)
	for n := 1; n <= sitetest.RealSentences; n++ {
		if n != j.sentenceOf(districts) && n != j.sentenceOf(people) {
			work.Open(n)
			work.MarkClear()
		}
	}
	now = j.figures()
	j.claims(now, 2, sitetest.RealSentences+1)
	j.everyFigureLeadsToItsList(now)
}

// read marks a sentence, or its words outside claims, as read on its page, and opens the article again.
// Sentence 0 is the title.
func (j *journey) read(p *browsertest.Page, n int) {
	j.t.Helper()
	p.Go(fmt.Sprintf("%s/sentences/%d", j.article, n))
	if j.options.NoScript {
		browsertest.Forms{Page: p}.MarkClear()
	} else {
		p.Click(`form[action$="/readings"] button`)
		p.WaitFor(`form[action$="/readings/withdraw"]`)
	}
	p.Go(j.article)
}

// sentenceOf returns the number of the sentence that contains these words.
func (j *journey) sentenceOf(words string) int {
	j.t.Helper()
	for i, s := range models.SegmentText(j.text, "en", nil) {
		if strings.Contains(s.Text, words) {
			return i + 1
		}
	}
	j.t.Fatalf("no sentence holds %q", words)
	return 0
}

// undo reverts the last mark, and sets it again.
func (j *journey) undo(work browsertest.Reviewer) {
	j.t.Helper()
	work.Undo()
	j.claims(j.figures(), 2, sitetest.RealSentences)
	work.Open(sitetest.RealSentences)
	work.MarkClear()
	j.claims(j.figures(), 2, sitetest.RealSentences+1)
}

// trashAndBack has the editor move the article to the trash and restore it, without loss.
func (j *journey) trashAndBack(before takenOut) {
	j.t.Helper()
	p := j.editor
	p.Go(j.article + "/edit")
	p.Navigate(func() { p.Click(fmt.Sprintf(`form[action="%s/trash"] button`, j.article)) })
	if row := j.row(j.figures()); len(row) > 0 {
		j.t.Errorf("in the trash, the article still has figures on the dashboard: %v", row)
	}
	p.Go("/articles/trash")
	p.Navigate(func() { p.Click(fmt.Sprintf(`form[action="%s/restore"] button`, j.article)) })
	j.claims(j.figures(), 2, sitetest.RealSentences+1)
	if after := j.download(); !bytes.Equal(after.annotations, before.annotations) || !bytes.Equal(after.sentences, before.sentences) {
		j.t.Errorf("the files after the trash differ from those before:\n%s\n%s", after.annotations, after.sentences)
	}
}
