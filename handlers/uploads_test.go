package handlers_test

import (
	"bytes"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"os"
	"path"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"linecheck/handlers"
	"linecheck/models"
	"linecheck/store"
	"linecheck/store/storetest"
)

// uploadAll sends a form with several files.
func (v caller) uploadAll(address string, fields, files map[string]string, order ...string) reply {
	v.t.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	for name, value := range fields {
		if err := form.WriteField(name, value); err != nil {
			v.t.Fatal(err)
		}
	}
	for _, name := range order {
		part, err := form.CreateFormFile("file", name)
		if err == nil {
			_, err = part.Write([]byte(files[name]))
		}
		if err != nil {
			v.t.Fatal(err)
		}
	}
	if err := form.Close(); err != nil {
		v.t.Fatal(err)
	}
	request := httptest.NewRequest(http.MethodPost, address, &body)
	request.Header.Set("Content-Type", form.FormDataContentType())
	return v.do(request)
}

var severalFiles = map[string]string{
	"bridge.txt":  "The old bridge closes on March 3, and more than four thousand people cross it every day on their way to work.\n",
	"picture.txt": "\x89PNG\r\n\x1a\n\x00\x00",
	"pont.txt":    "Le vieux pont ferme le 3 mars, alors que plus de quatre mille personnes le traversent chaque jour pour aller travailler.\n",
}

// Several files come in at once. Each has its report, and one that cannot be read holds none of the others up.
func TestSeveralFilesAtOnce(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		news := storetest.Newsroom(t, s)
		v := visit(t, s, news.Reviewer)
		page := v.uploadAll("/articles", map[string]string{"title": "", "language": "", "text": ""}, severalFiles, "bridge.txt", "picture.txt", "pont.txt").read(t, http.StatusOK)
		rows := page.Find("#brought > li")
		if rows.Length() != 3 || rows.Find("a").Length() != 2 || !strings.Contains(words(rows.Eq(1)), "picture.txt looks like a PNG") && rows.Eq(1).Find(".error").Length() != 1 {
			t.Errorf("the report says %q", words(rows))
		}
		list, _, err := s.Articles(t.Context(), news.Reviewer, models.ArticleFilter{}, models.Page{})
		if err != nil || len(list) != 2 {
			t.Fatalf("there are %d articles: %v", len(list), err)
		}
		languages := map[string]string{}
		for _, a := range list {
			languages[a.Title] = a.Language
		}
		if languages["bridge"] != "en" || languages["pont"] != "fr" {
			t.Errorf("their languages are %v", languages)
		}
		v.uploadAll("/articles", map[string]string{"title": "Both", "text": ""}, severalFiles, "bridge.txt", "pont.txt").read(t, http.StatusUnprocessableEntity)
		v.uploadAll("/articles", map[string]string{"title": "", "text": "Typed."}, severalFiles, "bridge.txt", "pont.txt").read(t, http.StatusUnprocessableEntity)
	})
}

// In a browser they go one after the other, each with its progress and its end.
func TestSeveralFilesInABrowser(t *testing.T) {
	program := buildProgram(t)
	j := journey{t: t, site: startProgram(t, program, "")}
	j.firstAdministrator()
	folder := t.TempDir()
	var paths []string
	for name, content := range severalFiles {
		paths = append(paths, filepath.Join(folder, name))
		if err := os.WriteFile(paths[len(paths)-1], []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	p := j.invite("Edda Editor", "edda@example.org", models.Editor)
	p.Allow("422") // of the picture, which is no article
	p.Go("/articles/new")
	p.Upload("#file", paths...)
	p.Click("main form button.primary")
	p.WaitText("h1", "2 of 3 files brought in")
	if n := p.Count(".uploads a"); n != 2 {
		t.Errorf("there are %d links", n)
	}
	p.WaitText(".uploads .error", "looks like an image")
}

// A text that is pasted with its formatting keeps it, until somebody changes the words.
func TestAPastedTextKeepsItsFormatting(t *testing.T) {
	s := storetest.Open(t, storetest.SQLite(t))
	news := storetest.Newsroom(t, s)
	site := httptest.NewServer(handlers.New(s, handlers.Config{Zone: zone}))
	t.Cleanup(site.Close)
	p := newPage(t, site.URL, pageOptions{})
	p.Go("/login")
	p.Fill("input[name=email]", news.Reviewer.Email)
	p.Fill("input[name=password]", storetest.Password)
	p.Leads(func() { p.Click("main form button") })
	paste := func() {
		p.Go("/articles/new")
		p.Eval(`const data = new DataTransfer();
			data.setData('text/html', '<h1>Bridge closes</h1><p>It is old, says <a href="https://city.example/register">the register</a>.</p>');
			data.setData('text/plain', 'Bridge closes\nIt is old, says the register.');
			document.getElementById('text').dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));`, nil)
		p.WaitFor("#pasted:not([hidden])")
	}
	brought := func() models.ArticlePage {
		p.Leads(func() { p.Click("main form button.primary") })
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
	if page.Title != "Bridge closes" || page.Revision.Said == nil || len(page.Revision.Said.Links) != 1 || page.Sentences[0].Region != "headline" {
		t.Errorf("%q came in with %+v", page.Title, page.Revision.Said)
	}
	paste()
	p.Type("#text", "!")
	p.WaitGone("#pasted:not([hidden])")
	p.Fill("input[name=title]", "Typed on")
	if page = brought(); page.Revision.Said != nil || !strings.Contains(page.Revision.Text, "!") {
		t.Errorf("changed words came in as %q with %+v", page.Revision.Text, page.Revision.Said)
	}
}
