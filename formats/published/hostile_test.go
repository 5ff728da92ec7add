package published

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"linecheck/formats/read"
	"linecheck/text/compare"
)

// longArticle is an article of 2,000 sentences.
func longArticle() benchArticle {
	a := benchArticle{name: "long", language: "en", title: "What 2,000 villages lost in the flood"}
	for i := range 400 {
		var p strings.Builder
		for j := range 5 {
			n := i*5 + j
			fmt.Fprintf(&p, "Sentence number %d says that %d people of village %d lost %d animals%s in the flood of that year. ", n, n*7, n*3, n*11,
				strings.Repeat(" and a house", n%40))
		}
		a.parts = append(a.parts, benchPart{"paragraph", strings.TrimSpace(p.String())})
	}
	return a
}

// A comparison takes time proportional to the length of the published text, even for a hostile text.
func TestHostilePages(t *testing.T) {
	signed := benchArticles(t)[0].sign(true)
	long := longArticle()
	equal := oneParagraph(strings.TrimSpace(strings.Repeat("No. ", 2000)))
	endless := oneParagraph(strings.Repeat("no ", 20_000) + "no.")
	other := longArticle()
	for i, p := range other.parts {
		altered := strings.NewReplacer("Sentence", "Line", "people", "cows", "animals", "roofs").Replace(p.text)
		other.parts[i].text = altered + " No more. None at all."
	}
	for name, c := range map[string]struct {
		signed Signed
		text   string
		page   string
	}{
		"100,000 equal words":                            {signed, strings.Repeat("no ", 100_000), ""},
		"100,000 sentences of one word":                  {equal.sign(true), strings.Repeat("No. ", 100_000), ""},
		"100,000 lines of one word":                      {equal.sign(false), strings.Repeat("No.\n", 100_000), ""},
		"a sentence of 20,000 words in 100,000":          {endless.sign(true), strings.Repeat("no ", 100_000), ""},
		"a sentence of 20,000 words in 50,000 sentences": {endless.sign(false), strings.Repeat("no. ", 50_000), ""},
		"100,000 quotation marks":                        {signed, strings.Repeat(`"`, 100_000), ""},
		"100,000 marks of direction":                     {signed, "a" + strings.Repeat("\u200f", 100_000) + "1", ""},
		"100,000 joiners":                                {signed, "ب" + strings.Repeat("\u200c", 100_000) + "ب", ""},
		"100,000 accents":                                {signed, "e" + strings.Repeat("\u0301", 100_000), ""},
		"100,000 labels":                                 {signed, strings.Repeat("By A\n", 100_000), ""},
		"2,000 sentences in which all is another":        {long.sign(false), other.body(), ""},
		"2,000 sentences backwards":                      {long.sign(false), backwards(long), ""},
		"20,000 nested elements": {signed, "", "<article>" + strings.Repeat("<div>", 20_000) + "He lied." +
			strings.Repeat("</div>", 20_000)},
		"20,000 nested elements without ends": {signed, "", "<article>" + strings.Repeat("<b><p>", 10_000) + "He lied."},
		"20,000 boxes": {signed, "", "<article><p>" + escape(long.body(), "") +
			strings.Repeat("</p><aside><p>He lied.</p></aside><p>", 7_000)},
		"20,000 links": {signed, "", "<article>" + strings.Repeat("<a href=/>a</a> ", 20_000) + escape(long.body(), "")},
	} {
		t.Run(name, func(t *testing.T) {
			started := time.Now()
			var list []compare.Result
			var err error
			if c.page == "" {
				list = c.signed.CompareText(c.text)
			} else {
				list, err = c.signed.ComparePage(t.Context(), []byte(c.page), read.Options{ContentType: "text/html; charset=utf-8"})
			}
			t.Log(time.Since(started).Round(time.Millisecond), err)
			if err == nil && compare.AllSame(list) {
				t.Error("it passes for what was signed")
			}
		})
	}
}

// oneParagraph returns an article of one paragraph.
func oneParagraph(body string) benchArticle {
	return benchArticle{name: "one paragraph", language: "en", title: "No", parts: []benchPart{{"paragraph", body}}}
}

// backwards returns the paragraphs of an article in reverse order.
func backwards(a benchArticle) string {
	var b strings.Builder
	for i := len(a.parts) - 1; i >= 0; i-- {
		b.WriteString(a.parts[i].text + "\n\n")
	}
	return b.String()
}

// BenchmarkComparePage compares an article of 2,000 sentences with a page of one megabyte.
func BenchmarkComparePage(b *testing.B) {
	a := longArticle()
	page := a.page(b, "newspaper.html", escape, "")
	page = append(page, "<!--"+strings.Repeat(" ", max(0, 1_000_000-len(page)))+"-->"...)
	for _, receipt := range []bool{false, true} {
		signed := a.sign(receipt)
		b.Run(map[bool]string{false: "article", true: "receipt"}[receipt], func(b *testing.B) {
			b.SetBytes(int64(len(page)))
			for b.Loop() {
				list, err := signed.ComparePage(b.Context(), page, read.Options{ContentType: "text/html; charset=utf-8"})
				if err != nil || !compare.AllSame(list) {
					b.Fatal(err, differences(list))
				}
			}
		})
	}
}
