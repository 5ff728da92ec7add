package fetch

import (
	"errors"
	"strings"
	"testing"
	"time"

	"golang.org/x/text/encoding/charmap"

	"linecheck/internal/testutil"
)

// paragraph is long enough to be recognised as part of an article.
const paragraph = "The harbour authority of Østvik said on Monday that 1,240 containers were moved last month, which is more than in any month since 2019. "

func newsPage(charset string) string {
	return `<!doctype html><html lang="en-GB"><head>` + charset + `<title>Østvik moves more containers | The Harbour Post</title>
<meta name="author" content="Ada
 Lind"><meta property="article:published_time" content="2026-03-02T08:30:00+01:00"></head>
<body><nav><ul><li><a href="/sport">Sport</a></li><li><a href="/weather">Weather</a></li></ul></nav>
<article><h1>Østvik moves more containers</h1><p>` + strings.Repeat(paragraph, 3) + `</p>
<p>` + strings.Repeat(paragraph, 2) + `The <a href="../report.pdf">report</a> says so.</p><script>steal()</script></article>
<footer>Subscribe now for one euro</footer></body></html>`
}

func TestExtractArticle(t *testing.T) {
	latin, err := charmap.ISO8859_1.NewEncoder().String(newsPage(""))
	if err != nil {
		t.Fatal(err)
	}
	for name, page := range map[string]Page{
		"charset in the header":  {ContentType: "text/html; charset=iso-8859-1", Body: []byte(latin)},
		"charset in the page":    {ContentType: "text/html", Body: []byte(strings.Replace(latin, "<head>", `<head><meta charset="iso-8859-1">`, 1))},
		"no charset, Latin-1":    {ContentType: "text/html", Body: []byte(latin)},
		"no charset, UTF-8 late": {ContentType: "text/html", Body: []byte(strings.Replace(newsPage(""), "<html", "<!--"+strings.Repeat("x", 2000)+"--><html", 1))},
	} {
		page.Address, page.MediaType = "https://post.example/2026/story", "text/html"
		story, err := ExtractArticle(page)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		html := string(story.HTML)
		for _, want := range []string{"harbour authority of Østvik", `href="https://post.example/report.pdf"`} {
			if !strings.Contains(html, want) {
				t.Errorf("%s: the story lacks %q: %s", name, want, html)
			}
		}
		for _, other := range []string{"Weather", "Subscribe", "steal"} {
			if strings.Contains(html, other) {
				t.Errorf("%s: the story has %q", name, other)
			}
		}
		testutil.Equal(t, name+": story.Title", story.Title, "Østvik moves more containers")
		testutil.Equal(t, name+": story.Byline", story.Byline, "Ada Lind")
		testutil.Equal(t, name+": story.Language", story.Language, "en-GB")
		testutil.True(
			t,
			name+": story.Published.Equal(time.Date(2026, 3, 2, 7, 30, 0, 0, tim",
			story.Published.Equal(time.Date(2026, 3, 2, 7, 30, 0, 0, time.UTC)),
		)
	}
}

func TestExtractArticleErrors(t *testing.T) {
	for name, c := range map[string]struct{ mediaType, body, want string }{
		"a PDF":         {"application/pdf", "%PDF-1.7", "This address leads to a file (application/pdf) and not to a page with an article."},
		"nothing":       {"text/html", "", "No article was found on this page; paste its text instead."},
		"scripts only":  {"text/html", "<div id=root></div><script>draw()</script>", "No article was found on this page; paste its text instead."},
		"very large":    {"text/html", strings.Repeat("a", maxArticleBytes+1), "The page is larger than 5 MB; paste the article's text instead."},
		"many elements": {"text/html", strings.Repeat("<p>a", maxArticleElements), "The page has too many parts to look for an article in; paste the article's text instead."},
		"much text, deep": {"text/html", strings.Repeat("<div>", 400) + strings.Repeat("<p>words, and more words", 10_000),
			"The page has too many parts to look for an article in; paste the article's text instead."},
		"deeply nested":  {"text/html", strings.Repeat("<div>", 100_000), "The page could not be taken apart; paste the article's text instead."},
		"bold in italic": {"text/html", strings.Repeat("<b><i>", 100_000), "The page could not be taken apart; paste the article's text instead."},
	} {
		began := testutil.ProcessorTime()
		_, err := ExtractArticle(Page{Address: "https://post.example/", MediaType: c.mediaType, Body: []byte(c.body)})
		var failed *FailedError
		if !errors.As(err, &failed) || err.Error() != c.want || IsDead(err) {
			t.Errorf("%s: %v, want %s", name, err, c.want)
		}
		if took := testutil.ProcessorTime() - began; took > 10*time.Second {
			t.Errorf("%s took %v of processor time", name, took)
		}
	}
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
		story, err := ExtractArticle(Page{Address: "https://post.example/a", MediaType: "text/html", ContentType: "text/html", Body: b})
		if (err == nil) != (len(story.HTML) > 0) || err != nil && err.Error() == "" {
			t.Errorf("%q gave %q, %v", b, story.HTML, err)
		}
	})
}
