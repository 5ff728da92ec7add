package published

import (
	"fmt"
	"strings"
	"testing"

	"linecheck/formats/read"
	"linecheck/text/compare"
)

// pageAlterations alter a page in ways that plain text does not have. Each receives the page, its article, and the HTML of a paragraph
// that occurs once on the page.
var pageAlterations = []struct {
	kind  string
	alter func(page, paragraph string, a benchArticle) string
}{
	{"box", addedAfter(`<aside class="factbox"><h4>Background</h4><p>ADDED</p></aside>`)},
	{"box of a theme", addedAfter(`<div class="wp-block-group has-background"><p>ADDED</p></div>`)},
	{"related section", addedAfter(`<section class="related"><p>ADDED</p></section>`)},
	{"sidebar", addedAfter(`<div class="callout sidebar"><p>ADDED</p></div>`)},
	{"footer of a section", addedAfter(`<footer><p>ADDED</p></footer>`)},
	{"invented pull quote", addedAfter(`<aside class="pullquote"><blockquote><p>ADDED</p></blockquote></aside>`)},
	{"pull quote without a full stop", addedAfter(`<aside class="pullquote"><blockquote>It was theft</blockquote></aside>`)},
	{"details", addedAfter(`<details><summary>More</summary><p>ADDED</p></details>`)},
	{"note of the editors", addedAfter(`<p class="editors-note"><em>ADDED</em></p>`)},
	{"key points", addedAfter(`<ul class="key-points"><li>ADDED</li><li>ADDED</li></ul>`)},
	{"table", addedAfter(`<table><tr><td>Guilty</td><td>4</td></tr><tr><td>Not guilty</td><td>40</td></tr></table>`)},
	{"another figure", addedAfter(`<figure><img src="x.jpg" alt=""><figcaption>ADDED</figcaption></figure>`)},
	{"subhead", addedAfter(`<h3>Minister guilty of theft</h3>`)},
	{"linked sentence", addedAfter(`<p><a href="/world/77">ADDED</a></p>`)},
	{"text without an element", addedAfter(`ADDED`)},
	{"tale under a label", addedAfter(`<p>Read more: ADDED</p>`)},
	{"date that is none", addedAfter(`<p>Updated 9,000 people dead</p>`)},
	{"summary under the headline", func(page, _ string, a benchArticle) string {
		return strings.Replace(page, "</h1>", `</h1><p class="standfirst">`+a.addedSentence()+`</p>`, 1)
	}},
	{"headline of the page alone", func(page, _ string, a benchArticle) string {
		before, headline, _ := strings.Cut(page, "<h1")
		return before + "<h1" + strings.Replace(headline, escape(a.title, "")+"</h1>", a.addedSentence()+"</h1>", 1)
	}},
	{"word hidden by a style", inParagraph(func(word string) string { return `<span style="display:none">` + word + `</span>` })},
	{"word hidden for screens", inParagraph(func(word string) string { return `<span class="screen-reader-text">` + word + `</span>` })},
	{"hidden attribute", inParagraph(func(word string) string { return `<span hidden>` + word + `</span>` })},
	{"struck word", inParagraph(func(word string) string { return `<del>` + word + `</del>` })},
	{"word in a comment", inParagraph(func(word string) string { return `<!-- ` + word + ` -->` })},
	{"word set backwards", inParagraph(func(word string) string { return `<bdo dir="rtl">` + word + `</bdo>` })},
	{"word raised as a figure", inParagraph(func(word string) string { return word + `<sup>2</sup>` })},
	{"sentence among the comments alone", func(page, paragraph string, _ benchArticle) string {
		const comment = "<section><p>Rosa wrote:</p><p>%s</p></section></main>"
		return strings.Replace(strings.Replace(page, paragraph, "", 1), "</main>", fmt.Sprintf(comment, paragraph), 1)
	}},
	{"paragraph in the footer alone", func(page, paragraph string, _ benchArticle) string {
		return strings.Replace(strings.Replace(page, paragraph, "", 1), "</footer>\n", "<p>"+paragraph+"</p></footer>\n", 1)
	}},
	{"paragraph hidden", func(page, paragraph string, _ benchArticle) string {
		return strings.Replace(page, ">"+paragraph+"<", ` hidden>`+paragraph+"<", 1)
	}},
}

// addedAfter adds HTML after a paragraph.
func addedAfter(added string) func(page, paragraph string, a benchArticle) string {
	return func(page, paragraph string, a benchArticle) string {
		return strings.Replace(page, paragraph+"</p>", paragraph+"</p>"+strings.ReplaceAll(added, "ADDED", a.addedSentence()), 1)
	}
}

// inParagraph alters the third word of a paragraph. In a text without spaces it alters the third character.
func inParagraph(alter func(word string) string) func(page, paragraph string, a benchArticle) string {
	return func(page, paragraph string, a benchArticle) string {
		separator := " "
		if a.language == "zh" {
			separator = ""
		}
		words := strings.Split(paragraph, separator)
		words[2] = alter(words[2])
		return strings.Replace(page, paragraph, strings.Join(words, separator), 1)
	}
}

// TestAlteredPages alters the pages of every article and template at the first, a middle and the last paragraph. The comparison must
// notice every change.
func TestAlteredPages(t *testing.T) {
	total, passed := 0, 0
	for _, a := range benchArticles(t) {
		var paragraphs []string
		for _, p := range a.parts {
			if p.kind == "paragraph" && strings.Count(a.body(), p.text) == 1 {
				paragraphs = append(paragraphs, escape(p.text, ""))
			}
		}
		for i, how := range pageAlterations {
			count := [2]int{}
			for j, name := range templateNames {
				paragraph := paragraphs[[]int{0, len(paragraphs) / 2, len(paragraphs) - 2}[(i+j)%3]]
				original := string(a.page(t, name, escape, ""))
				altered := how.alter(original, paragraph, a)
				if altered == original {
					t.Fatalf("%s did nothing to %s in %s", how.kind, a.name, name)
				}
				list, err := a.sign(j%2 == 0).ComparePage(t.Context(), []byte(altered), read.Options{ContentType: "text/html; charset=utf-8"})
				total, count[0] = total+1, count[0]+1
				if err == nil && compare.AllSame(list) {
					count[1]++
					passed++
					t.Errorf("%s, %s passes in %s, at %q", a.name, how.kind, name, paragraph[:min(len(paragraph), 80)])
				}
			}
		}
	}
	t.Logf("%-32s %d altered, %d pass", "all", total, passed)
}
