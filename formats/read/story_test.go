package read

import (
	"errors"
	"strings"
	"testing"
	"time"

	"golang.org/x/text/encoding/charmap"

	"linecheck/internal/testutil"
)

// newsParagraph is long enough to be recognised as part of an article.
const newsParagraph = "The harbour authority of Østvik said on Monday that 1,240 containers were moved last month, which is more than " +
	"in any month since 2019. "

func newsPage(charset string) string {
	return `<!doctype html><html lang="en-GB"><head>` + charset + `<title>Østvik moves more containers | The Harbour Post</title>
<meta name="author" content="Ada
 Lind"><meta property="article:published_time" content="2026-03-02T08:30:00+01:00"></head>
<body><nav><ul><li><a href="/sport">Sport</a></li><li><a href="/weather">Weather</a></li></ul></nav>
<article><h1>Østvik moves more containers</h1><p class="byline">By Ada Lind</p><p>` + strings.Repeat(newsParagraph, 3) + `</p>
<figure><img src="a.jpg"><figcaption>The harbour in March.</figcaption></figure><p>` + strings.Repeat(newsParagraph, 2) + `The <a ` +
		`href="../report.pdf">report</a> says so.</p><script>steal()</script><h2>Most read</h2><p><a href="/tide">The tide this week</a></p>` +
		`</article>
<footer>Subscribe now for one euro</footer></body></html>`
}

func TestExtractArticle(t *testing.T) {
	latin, err := charmap.ISO8859_1.NewEncoder().String(newsPage(""))
	if err != nil {
		t.Fatal(err)
	}
	for name, page := range map[string]struct {
		ContentType string
		Body        []byte
	}{
		"charset in the header": {ContentType: "text/html; charset=iso-8859-1", Body: []byte(latin)},
		"charset in the page": {ContentType: "text/html", Body: []byte(strings.Replace(latin, "<head>", `<head><meta charset="iso-8859-1">`+
			``, 1))},
		"no charset, Latin-1": {ContentType: "text/html", Body: []byte(latin)},
		"no charset, UTF-8 late": {ContentType: "text/html", Body: []byte(strings.Replace(newsPage(""), "<html", "<!--"+strings.Repeat("x",
			2000)+"--><html", 1))},
	} {
		d, err := Page(t.Context(), page.Body, Options{Address: "https://post.example/2026/story", ContentType: page.ContentType})
		checkDocumentInvariants(t, d, err)
		once := strings.TrimSpace(newsParagraph)
		want := lines(`headline "Østvik moves more containers"
			byline "By Ada Lind"
			body "` + strings.Join([]string{once, once, once}, " ") + `"
			caption "The harbour in March."
			body "` + strings.Join([]string{once, once}, " ") + ` The report says so."
			link "report" https://post.example/report.pdf`)
		if got := formatDocument(d); err != nil || got != want {
			t.Errorf("%s: %v\n%swant\n%s", name, err, got, want)
		}
		var around []string
		for _, p := range d.Around {
			around = append(around, p.Words)
		}
		if got := strings.Join(around, "|"); got != "Most read|The tide this week|Subscribe now for one euro" {
			t.Errorf("%s: around it %q", name, got)
		}
		testutil.Equal(t, name+": title", d.Title, "Østvik moves more containers")
		testutil.Equal(t, name+": byline", d.Byline, "Ada Lind")
		testutil.Equal(t, name+": language", d.Language, "en-GB")
		testutil.True(t, name+": date", d.Date.Equal(time.Date(2026, 3, 2, 7, 30, 0, 0, time.UTC)))
	}
}

func TestExtractArticleErrors(t *testing.T) {
	for name, c := range map[string]struct{ body, want string }{
		"scripts only": {"<div id=root></div><script>draw()</script>", "No article was found on this page; paste its text instead."},
		"very large":   {strings.Repeat("a", maxArticleBytes+1), "The page is larger than 5 MB; paste the article's text instead."},
		"many elements": {strings.Repeat("<p>a", maxArticleElements), "The page has too many parts to look for an article in; paste the " +
			"article's text instead."},
		"much text, deep": {strings.Repeat("<div>", 400) + strings.Repeat("<p>words, and more words", 10_000),
			"The page has too many parts to look for an article in; paste the article's text instead."},
		"bold in italic": {strings.Repeat("<b><i>", 100_000), "The page could not be taken apart; paste the article's text instead."},
	} {
		began := testutil.ProcessorTime()
		_, err := Page(t.Context(), []byte(c.body), Options{Address: "https://post.example/"})
		var failed *FileError
		if !errors.As(err, &failed) || err.Error() != c.want {
			t.Errorf("%s: %v, want %s", name, err, c.want)
		}
		if took := testutil.ProcessorTime() - began; took > 10*time.Second {
			t.Errorf("%s took %v of processor time", name, took)
		}
	}
}

// A saved page of a site is read like one that is fetched, and a written document whole.
func TestPageFiles(t *testing.T) {
	page := newsPage("")
	d, err := File(t.Context(), "a.html", []byte(page))
	if err != nil || strings.Contains(d.Text, "Subscribe") || len(d.Around) == 0 {
		t.Errorf("%v, %q, %v", err, d.Text, d.Around)
	}
	d, err = FileWith(t.Context(), "a.html", []byte(page), FileOptions{Whole: true})
	if err != nil || !strings.Contains(d.Text, "Subscribe") || len(d.Around) > 0 {
		t.Errorf("%v, %q, %v", err, d.Text, d.Around)
	}
	checkText(t, "a.html", "<html><body><h1>A</h1><p>B</p><p><a href='/c'>C</a></p></body></html>", "A\n\nB\n\nC")
}

// Every page yields an article or an error with a sentence.
func FuzzExtractArticle(f *testing.F) {
	f.Add([]byte(newsPage("")))
	f.Add(
		[]byte(
			`<script type="application/ld+json">{"@context":"https://schema.org","@type":"NewsArticle","datePublished":"02/30/26"}</script><p>a`,
		),
	)
	f.Add([]byte("<table><a><b><noscript><img></noscript><p>a<br><br>b"))
	f.Fuzz(func(t *testing.T, b []byte) {
		d, err := Page(t.Context(), b, Options{Address: "https://post.example/a", ContentType: "text/html"})
		checkDocumentInvariants(t, d, err)
		if err != nil && err.Error() == "" {
			t.Errorf("%q gave %v", b, err)
		}
	})
}
