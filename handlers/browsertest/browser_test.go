package browsertest

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// These tests check that the helpers report problems; otherwise every other browser test would be worthless.

const pageTemplate = `<!doctype html><html lang="en"><head><meta name="viewport" content="width=device-width"><title>%s</title>%s</head><body><main><h1>%s</h1>%s</main></body></html>`

// newSite serves small pages with the content security policy of the real pages.
func newSite(t *testing.T) string {
	t.Helper()
	mux := http.NewServeMux()
	serve := func(path, kind, content string) {
		mux.HandleFunc(path, func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Type", kind)
			w.Header().
				Set("Content-Security-Policy", "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; form-action 'self'")
			fmt.Fprint(w, content)
		})
	}
	serve("/favicon.ico", "image/x-icon", "")
	document := func(path, head, body string) {
		serve(path, "text/html; charset=utf-8", fmt.Sprintf(pageTemplate, path, head, path, body))
	}
	document("/clean", "", `<p>All is well.</p>`)
	document("/faulty", "", `<p><input name="q"></p>`)
	document("/pale", `<link rel="stylesheet" href="/pale.css">`, `<p>Too pale by night.</p>`)
	serve("/pale.css", "text/css", `p { color: #000 }
		@media (prefers-color-scheme: dark) { html { background: #111 } h1 { color: #eee } p { color: #333 } }`)
	document("/style", "", `<p style="color: red">Not by our policy.</p>`)
	document("/error", `<script src="/error.js" defer></script>`, `<p>Look at the console.</p>`)
	serve(
		"/error.js",
		"text/javascript",
		`console.error('broken', {a: 1}); console.warn('bent'); fetch('/missing').then(() => document.querySelector('p').id = 'missed'); confirm('Sure?'); throw new Error('thrown')`,
	)
	document("/form", `<script src="/form.js" defer></script>`, `<form action="/sent"><label>Name <input id="name" name="name"></label>
		<label>Note <textarea id="note" name="note"></textarea></label>
		<label>Kind <select id="kind" name="kind"><option value="a">A</option><option value="b">B</option></select></label>
		<button id="send">Send</button></form><p id="state">no script</p><p id="keys"></p><p id="last"></p>`)
	serve("/form.js", "text/javascript", `const state = document.getElementById('state')
		state.textContent = matchMedia('(prefers-color-scheme: dark)').matches ? 'dark ' + innerWidth : 'light ' + innerWidth
		document.addEventListener('keydown', e => { document.getElementById('keys').textContent += (e.ctrlKey ? '^' : '') + e.key + ' ' })
		document.getElementById('name').addEventListener('change', async () => {
			await fetch('/clean')
			document.getElementById('last')?.remove()
			document.dispatchEvent(new CustomEvent('stored'))
		})`)
	mux.HandleFunc("/sent", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		w.WriteHeader(http.StatusUnprocessableEntity)
		fmt.Fprintf(
			w,
			pageTemplate,
			"Sent",
			"",
			"Sent",
			fmt.Sprintf(`<p id="sent">%q %q %q</p>`, r.FormValue("name"), r.FormValue("note"), r.FormValue("kind")),
		)
	})
	document("/files", "", `<a id="file" href="/words.csv">Words</a>`)
	mux.HandleFunc("/words.csv", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Disposition", `attachment; filename="words.csv"`)
		fmt.Fprint(w, "a,b\r\n")
	})
	server := httptest.NewServer(mux)
	t.Cleanup(server.Close)
	return server.URL
}

func TestBrowserReportsAccessibilityFaults(t *testing.T) {
	for _, options := range []Options{{}, {NoScript: true}, {Dark: true, Width: 390, Height: 800}} {
		p := Open(t, newSite(t), options)
		p.Go("/clean")
		p.CheckAccessibility(t, "a clean page")
		p.Go("/faulty")
		faults := p.AccessibilityFaults()
		if len(faults) != 1 || !strings.HasPrefix(faults[0], "label (critical)") || !strings.Contains(faults[0], `<input name="q">`) {
			t.Errorf("with %+v: an input without a label gave %q", options, faults)
		}
		p.Go("/pale")
		faults = p.AccessibilityFaults()
		if len(faults) != 1 || !strings.Contains(faults[0], "color-contrast (serious)") {
			t.Errorf("with %+v: words that are too pale by night gave %q", options, faults)
		}
	}
}

func TestBrowserReportsProblems(t *testing.T) {
	p := Open(t, newSite(t), Options{})
	p.Go("/clean")
	if problems := p.Problems(); len(problems) != 0 {
		t.Errorf("a clean page complained: %q", problems)
	}
	p.Go("/style")
	p.Go("/error")
	p.WaitFor("#missed")
	problems := strings.Join(p.Problems(), "\n")
	for _, want := range []string{"console.error: broken", "console.warning: bent", "thrown", "inline style", "dialog: Sure?", "status of 404"} {
		if !strings.Contains(problems, want) {
			t.Errorf("%q is missing in the problems:\n%s", want, problems)
		}
	}
	p.AllowProblems("console.", "thrown", "inline style", "dialog: Sure?")
	if left := p.Problems(); len(left) != 1 || !strings.Contains(left[0], "404") {
		t.Errorf("after allowing all but one: %q", left)
	}
	p.AllowProblems("404")
}

func TestBrowserUserActions(t *testing.T) {
	p := Open(t, newSite(t), Options{Dark: true, Width: 390})
	p.Go("/form")
	p.WaitText("#state", "dark 390")
	p.Press("j", "J", "Escape", "Control+Enter", "+")
	if got := p.Text("#keys"); got != "j J Escape ^Enter +" {
		t.Errorf("keys %q", got)
	}
	p.Fill("#note", "more than\n“70 districts” \u202e🙂")
	p.Choose("#kind", "b")
	p.Type("#name", "An")
	p.Press("ArrowLeft")
	p.Type("#name", "a")
	p.Await("stored", func() { p.Press("Tab") })
	p.WaitGone("#last")
	if got := []any{p.Value("#name"), p.Attr("#name", "name"), p.Attr("#name", "class"), p.Count("option"), p.URL()}; fmt.Sprint(
		got,
	) != "[Ana name  2 /form]" {
		t.Errorf("read %v", got)
	}
	p.AllowProblems("status of 422")
	if status := p.Navigate(func() { p.Click("#send") }); status != http.StatusUnprocessableEntity {
		t.Errorf("status %d", status)
	}
	if got, want := p.Text("#sent"), fmt.Sprintf("%q %q %q", "Ana", "more than\r\n“70 districts” \u202e🙂", "b"); got != want {
		t.Errorf("sent %s, want %s", got, want)
	}
	picture := filepath.Join(t.TempDir(), "page.png")
	p.Screenshot(picture)
	if content, err := os.ReadFile(picture); err != nil || !strings.HasPrefix(string(content), "\x89PNG") {
		t.Errorf("picture: %v", err)
	}
}

func TestBrowserWithoutScripts(t *testing.T) {
	p := Open(t, newSite(t), Options{NoScript: true})
	p.Go("/form")
	if got := p.Text("#state"); got != "no script" {
		t.Errorf("a script ran: %q", got)
	}
	p.Type("#name", "Ben")
	p.AllowProblems("status of 422")
	p.Navigate(func() { p.Press("Enter") })
	p.WaitText("#sent", "Ben")
}

func TestBrowserDownloads(t *testing.T) {
	for _, options := range []Options{{}, {NoScript: true}} {
		p := Open(t, newSite(t), options)
		p.Go("/files")
		if name, content := p.Download("#file"); name != "words.csv" || string(content) != "a,b\r\n" {
			t.Errorf("with %+v: downloaded %q %q", options, name, content)
		}
	}
}
