package journeys

import (
	"net/http/httptest"
	"os"
	"path"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"linecheck/handlers"
	"linecheck/handlers/browsertest"
	"linecheck/handlers/sitetest"
	"linecheck/internal/testutil"
	"linecheck/models"
	"linecheck/store/storetest"
)

// In a browser, several files are uploaded one after the other, each with progress and result.
func TestSeveralFilesInABrowser(t *testing.T) {
	program := testutil.Linecheck(t)
	j := journey{t: t, site: sitetest.StartProgram(t, program, "")}
	j.firstAdministrator()
	folder := t.TempDir()
	var paths []string
	for name, content := range sitetest.SeveralFiles {
		paths = append(paths, filepath.Join(folder, name))
		if err := os.WriteFile(paths[len(paths)-1], []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	p := j.invite("Edda Editor", "edda@example.org", models.Editor)
	p.AllowProblems("422") // the response to the picture
	p.Go("/articles/new")
	p.Upload("#file", paths...)
	p.Click("main form button.primary")
	p.WaitText("h1", "2 of 3 files added")
	if n := p.Count(".uploads a"); n != 2 {
		t.Errorf("there are %d links", n)
	}
	p.WaitText(".uploads .error", "looks like an image")
}

// A text that is pasted with formatting keeps it until it is edited.
func TestAPastedTextKeepsItsFormatting(t *testing.T) {
	s := storetest.Open(t, storetest.SQLite(t))
	news := storetest.Newsroom(t, s)
	site := httptest.NewServer(handlers.New(s, handlers.Config{Zone: sitetest.Zone}))
	t.Cleanup(site.Close)
	p := browsertest.Open(t, site.URL, browsertest.Options{})
	p.Go("/login")
	p.Fill("input[name=email]", news.Reviewer.Email)
	p.Fill("input[name=password]", storetest.Password)
	p.Navigate(func() { p.Click("main form button") })
	paste := func() {
		p.Go("/articles/new")
		p.Eval(`const data = new DataTransfer();
			data.setData('text/html', '<h1>Bridge closes</h1><p>It is old, says <a href="https://city.example/register">the register</a>.</p>');
			data.setData('text/plain', 'Bridge closes\nIt is old, says the register.');
			document.getElementById('text').dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));`, nil)
		p.WaitFor("#pasted:not([hidden])")
	}
	brought := func() models.ArticlePage {
		p.Navigate(func() { p.Click("main form button.primary") })
		id, err := strconv.ParseInt(path.Base(p.URL()), 10, 64)
		if err != nil {
			t.Fatalf("it leads to %s", p.URL())
		}
		page, err := s.ArticlePage(t.Context(), news.Reviewer, id)
		if err != nil {
			t.Fatal(err)
		}
		return page
	}
	paste()
	page := brought()
	testutil.Equal(t, "page.Title", page.Title, "Bridge closes")
	testutil.Present(t, "page.Revision.Said", page.Revision.Markup != nil)
	testutil.Len(t, "page.Revision.Said.Links", page.Revision.Markup.Links, 1)
	testutil.Equal(t, "page.Sentences[0].Region", page.Sentences[0].Region, "headline")
	paste()
	p.Type("#text", "!")
	p.WaitGone("#pasted:not([hidden])")
	p.Fill("input[name=title]", "Typed on")
	if page = brought(); page.Revision.Markup != nil || !strings.Contains(page.Revision.Text, "!") {
		t.Errorf("changed words came in as %q with %+v", page.Revision.Text, page.Revision.Markup)
	}
}
