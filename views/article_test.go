package views

import (
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"

	"linecheck/internal/testutil"
	"linecheck/models"
	"linecheck/text/sentence"
)

// newArticlePage segments a text, and makes a claim of the first word of every second sentence.
func newArticlePage(whole, language string) models.ArticlePage {
	page := models.ArticlePage{
		Article:  models.Article{ID: 7, Title: "A working title", Language: language},
		Desk:     "World",
		Revision: models.Revision{Number: 1, Text: whole, CreatedAt: time.Unix(0, 0)},
	}
	for i, s := range models.SegmentText(whole, language, nil) {
		s.ID = int64(100 + i)
		p := models.PageSentence{Sentence: s, State: models.SentenceStates[i%len(models.SentenceStates)]}
		if i%2 == 1 {
			p.ClaimSpans = []models.ClaimSpan{
				{ClaimID: int64(i), End: 1, ClaimStatus: models.ClaimStatus{Status: models.ClaimStatuses[i%4]}},
			}
		}
		page.Sentences = append(page.Sentences, p)
		page.AddSentence(p.State, 1)
	}
	return page
}

func renderArticleDocument(t *testing.T, a models.ArticlePage, may Rights) *goquery.Document {
	t.Helper()
	return renderDocument(
		t,
		ArticlePage(
			Page{Title: a.Title, Role: "editor", Styles: []string{"article.css"}, Scripts: []string{"article.js"}},
			ArticleView{ArticlePage: a, May: may},
		),
	)
}

func TestArticleHasEverySentenceAndMapCell(t *testing.T) {
	whole := "PHOTO / WORLD\nPort reopens after three weeks\nPublished: Jun 1, 2021\nA crane stands idle.(Photo: Reuters)\n\nThe port reopened. Few came.\n\n\"It is over,\" he said.\r\nIt was not."
	a := newArticlePage(whole, "en")
	for i, region := range []sentence.Region{sentence.Kicker, sentence.Headline, sentence.Dateline, sentence.Caption, sentence.Caption} {
		a.Sentences[i].Region = region // views do not detect regions
	}
	document := renderArticleDocument(t, a, Rights{Check: true})
	for _, s := range a.Sentences {
		n := strconv.Itoa(s.Ordinal)
		if got := document.Find("#s" + n + " .t").Text(); got != s.Text {
			t.Errorf("sentence %s reads %q, want %q", n, got, s.Text)
		}
		if document.Find("#m"+n).Length() != 1 {
			t.Errorf("sentence %s has no cell in the map", n)
		}
	}
	if got := document.Find("h1 .t").Text(); got != "Port reopens after three weeks" {
		t.Errorf("the page's heading is %q, want the text's own headline", got)
	}
	if got := document.Find("h1").Length(); got != 1 {
		t.Errorf("the page has %d headings of the first order, want 1", got)
	}
	if !strings.Contains(document.Find(".meta").Text(), "A working title") {
		t.Error("the article's title is not shown beside its headline")
	}
	var paragraphs []string
	document.Find("#article p.body").Each(func(_ int, p *goquery.Selection) {
		p.Find(".no").Remove()
		paragraphs = append(paragraphs, strings.TrimSpace(p.Text()))
	})
	if got, want := strings.Join(paragraphs, "|"), `The port reopened. Few came.|"It is over," he said.|It was not.`; got != want {
		t.Errorf("paragraphs are %q, want %q", got, want)
	}
}

func TestTitleIsHeadingWithoutHeadline(t *testing.T) {
	a := newArticlePage("The port reopened on Monday. Few came.", "en")
	for i := range a.Sentences {
		a.Sentences[i].Region = sentence.Body
	}
	if got := renderArticleDocument(t, a, Rights{}).Find("h1").Text(); got != a.Title {
		t.Errorf("the page's heading is %q, want the article's title", got)
	}
}

func TestRealArticleIsRenderedWhole(t *testing.T) {
	content, err := os.ReadFile("../../shared/articles/afghanistan-2021-06-24.txt")
	if err != nil {
		t.Skip("the real article is not beside this checkout:", err)
	}
	a := newArticlePage(string(content), "en")
	document := renderArticleDocument(t, a, Rights{Check: true})
	for _, s := range a.Sentences {
		if got := document.Find("#s" + strconv.Itoa(s.Ordinal) + " .t").Text(); got != s.Text {
			t.Errorf("sentence %d reads %q, want %q", s.Ordinal, got, s.Text)
		}
	}
}

func TestPagesHaveNoInlineScriptOrStyle(t *testing.T) {
	for name, document := range map[string]*goquery.Document{
		"article view": renderArticleDocument(t, newArticlePage("One. Two.", "en"), Rights{Check: true, Rule: true, Arrange: true, Trash: true}),
		"sentence":     renderDocument(t, SentencePage(Page{Title: "x", Role: "admin"}, newClaimCard())),
	} {
		document.Find("*").Each(func(_ int, e *goquery.Selection) {
			for _, attribute := range e.Nodes[0].Attr {
				testutil.Different(t, name+": attribute.Key", attribute.Key, "style")
				testutil.False(t, name+": strings.HasPrefix(attribute.Key, 'on')", strings.HasPrefix(attribute.Key, "on"))
				testutil.False(t, name+": strings.HasPrefix(attribute.Key, 'hx-on')", strings.HasPrefix(attribute.Key, "hx-on"))
				testutil.False(t, name+": strings.HasPrefix(attribute.Val, 'javascript:')", strings.HasPrefix(attribute.Val, "javascript:"))
			}
		})
		if document.Find("style").Length() > 0 || document.Find("script:not([src])").Length() > 0 {
			t.Errorf("%s holds a style or script of its own", name)
		}
	}
}

func TestFormsAreHiddenWithoutCheckRight(t *testing.T) {
	document := renderArticleDocument(t, newArticlePage("One. Two.", "en"), Rights{})
	if n := document.Find("main form, #tool, [data-act=nothing], [data-act=undo]").Length(); n > 0 {
		t.Errorf("the article view offers %d changes to who may not make any", n)
	}
	v := newClaimCard()
	v.May = Rights{}
	if n := renderDocument(t, SentencePage(Page{Title: "x", Role: "reviewer"}, v)).Find("main form").Length(); n > 0 {
		t.Errorf("the sentence's page offers %d forms to who may not change anything", n)
	}
}

func TestLanguageDirection(t *testing.T) {
	for language, want := range map[string]string{"en": "ltr", "fa": "rtl", "ar-EG": "rtl", "ps": "rtl", "ur": "rtl", "HE": "rtl", "uz-Arab": "rtl", "uz": "ltr", "ar-Latn": "ltr", "": "ltr"} {
		if got := Direction(language); got != want {
			t.Errorf("Direction(%q) = %s, want %s", language, got, want)
		}
	}
}

func TestFarsiIsRightToLeft(t *testing.T) {
	document := renderArticleDocument(t, newArticlePage("طالبان بیش از ۷۰ ولسوالی را گرفته\u200cاند.", "fa"), Rights{})
	if dir, _ := document.Find("#article").Attr("dir"); dir != "rtl" {
		t.Errorf("dir of a Persian article is %q", dir)
	}
}
