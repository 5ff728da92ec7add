package published

import (
	"fmt"
	"html"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"text/template"

	"linecheck/text/compare"
	"linecheck/text/sentence"
)

// benchArticle is an article of the benchmark: a title, and paragraphs of several kinds.
type benchArticle struct {
	name, language string
	title          string
	parts          []benchPart
}

// benchPart is a paragraph, a caption, a subhead or a list item.
type benchPart struct{ kind, text string }

// partSigns mark the lines of the benchmark's files that are not ordinary paragraphs.
var partSigns = []struct{ sign, kind string }{{"## ", "heading"}, {"* ", "item"}, {"^ ", "caption"}}

// benchArticles reads the articles of testdata, and the real one in ../shared if that folder exists.
func benchArticles(t testing.TB) (all []benchArticle) {
	t.Helper()
	names, err := filepath.Glob("testdata/articles/*.txt")
	if err != nil || len(names) == 0 {
		t.Fatal("no articles: ", err)
	}
	for _, name := range names {
		content, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		a := benchArticle{name: strings.TrimSuffix(filepath.Base(name), ".txt")}
		a.language, _, _ = strings.Cut(a.name, "-")
		for line := range strings.Lines(string(content)) {
			line = strings.TrimRight(line, "\n")
			if title, is := strings.CutPrefix(line, "# "); is {
				a.title = title
				continue
			}
			part := benchPart{"paragraph", line}
			for _, s := range partSigns {
				if rest, is := strings.CutPrefix(line, s.sign); is {
					part = benchPart{s.kind, rest}
				}
			}
			a.parts = append(a.parts, part)
		}
		all = append(all, a)
	}
	return append(all, realArticle(t)...)
}

// realArticle reads the article of ../shared: its captions and its body.
func realArticle(t testing.TB) []benchArticle {
	content, err := os.ReadFile(filepath.Join("..", "..", "..", "shared", "articles", "afghanistan-2021-06-24.txt"))
	if err != nil {
		t.Log("../shared is not here: only the articles of testdata are compared")
		return nil
	}
	a := benchArticle{name: "shared", language: "en"}
	for line := range strings.Lines(string(content)) {
		line = strings.TrimSpace(line)
		switch {
		case line == "", strings.HasPrefix(line, "PHOTO /"), strings.HasPrefix(line, "Published:"):
		case a.title == "":
			a.title = line
		case strings.Contains(line, "(Photo: "):
			a.parts = append(a.parts, benchPart{"caption", line})
		default:
			a.parts = append(a.parts, benchPart{"paragraph", line})
		}
	}
	return []benchArticle{a}
}

// body returns the text without the title.
func (a benchArticle) body() string {
	lines := make([]string, len(a.parts))
	for i, p := range a.parts {
		lines[i] = p.text
	}
	return strings.Join(lines, "\n\n")
}

// with returns the article with the text of one paragraph replaced. Part -1 is the title.
func (a benchArticle) with(part int, s string) benchArticle {
	if part < 0 {
		a.title = s
		return a
	}
	a.parts = slices.Clone(a.parts)
	a.parts[part].text = s
	return a
}

// sign returns the article as it was signed, with the sentences' words or, as in a receipt, with those of the title only.
func (a benchArticle) sign(receipt bool) Signed {
	s := Signed{Language: a.language, Rules: append(slices.Clone(compare.DefaultRules), deskLine)}
	s.Sentences = []compare.Sentence{compare.NewSentence(0, a.title)}
	runes := []rune(a.body())
	for i, found := range sentence.Split(string(runes), a.language) {
		s.Sentences = append(s.Sentences, compare.NewSentence(i+1, string(runes[found.Start:found.End])))
		if receipt {
			s.Sentences[i+1].Text = ""
		}
	}
	return s
}

// deskLine is a line for which the desk has a rule. The templates show it in a box between the paragraphs.
const deskLine = "The news of the day, in your inbox at six."

// siteLines are the lines that a newspaper's site adds to an article.
type siteLines struct {
	By, Published, Advertisement, ReadMore, Other, Newsletter, Subscribe, Share, ShareOn, Related string
}

var benchSites = map[string]siteLines{
	"en": {"By", "Published", "Advertisement", "Read more:", "Five charts that show how the region has changed since the last election",
		"Sign up for the Morning Briefing", "Subscribe", "Share this", "Share on", "Related"},
	"de": {"Von", "Veröffentlicht am", "Anzeige", "Lesen Sie auch:", "Was die Region in diesem Jahr noch alles vor sich hat und was es kostet",
		"Newsletter", "Abonnieren", "Teilen", "Teilen auf", "Mehr zum Thema"},
	"fr": {"Par", "Publié le", "Publicité", "Lire aussi :", "Cinq graphiques pour comprendre la région depuis les dernières élections",
		"Newsletter", "S’abonner", "Partager", "Partager sur", "Sur le même sujet"},
	"es": {"Por", "Publicado el", "Publicidad", "Lea también:", "Cinco gráficos que muestran cómo ha cambiado la región en diez años",
		"Newsletter", "Suscríbete", "Compartir", "Compartir en", "Noticias relacionadas"},
	"ru": {"Автор", "Опубликовано", "Реклама", "Читайте также:", "Пять графиков о том, как изменился регион после последних выборов",
		"Подписаться", "Подписаться", "Поделиться", "Поделиться в", "По теме"},
	"ar": {"بقلم", "نشر في", "إعلان", "اقرأ أيضا:", "خمسة رسوم توضح كيف تغيرت المنطقة منذ الانتخابات الأخيرة", "اشترك", "اشترك", "شارك",
		"شارك على", "مواضيع ذات صلة"},
	"fa": {"نویسنده", "منتشر شده در", "تبلیغات", "بیشتر بخوانید:", "پنج نمودار که نشان می\u200cدهد منطقه از انتخابات گذشته چه تغییری کرده است",
		"اشتراک", "اشتراک", "اشتراک\u200cگذاری", "اشتراک\u200cگذاری در", "مطالب مرتبط"},
	"zh": {"作者：", "发布于", "广告", "相关阅读：", "五张图看懂本地区十年来的变化", "订阅", "订阅", "分享", "分享到", "相关新闻"},
	"hi": {"लेखक", "प्रकाशित", "विज्ञापन", "यह भी पढ़ें:", "पाँच चार्ट जो बताते हैं कि पिछले चुनाव के बाद क्षेत्र कैसे बदला है", "सदस्यता लें",
		"सदस्यता लें", "साझा करें", "साझा करें", "संबंधित खबरें"},
}

// markup formats a paragraph as HTML.
type markup func(s string, language string) string

// shownPart is a paragraph for a template.
type shownPart struct {
	kind, HTML  string
	First, Last bool // of a list
}

// Is reports whether the paragraph is of a kind.
func (p shownPart) Is(kind string) bool { return p.kind == kind }

var benchTemplates = template.Must(template.ParseGlob("testdata/templates/*.html"))

// templateNames are the templates. Each imitates the pages of a real program.
var templateNames = []string{"wordpress.html", "hugo.html", "newspaper.html"}

// page renders the article with a template.
func (a benchArticle) page(t testing.TB, name string, set markup, pullQuote string) []byte {
	t.Helper()
	shown := struct {
		Language, Direction, Title, Headline, PullQuote string
		Site                                            siteLines
		DeskLine                                        string
		Parts                                           []shownPart
	}{Language: a.language, Direction: "ltr", Title: html.EscapeString(a.title), Headline: set(a.title, a.language),
		PullQuote: pullQuote, Site: benchSites[a.language], DeskLine: deskLine}
	if a.language == "ar" || a.language == "fa" {
		shown.Direction = "rtl"
	}
	isItem := func(i int) bool { return i >= 0 && i < len(a.parts) && a.parts[i].kind == "item" }
	for i, p := range a.parts {
		shown.Parts = append(shown.Parts, shownPart{p.kind, set(p.text, a.language), isItem(i) && !isItem(i-1), isItem(i) && !isItem(i+1)})
	}
	var b strings.Builder
	if err := benchTemplates.ExecuteTemplate(&b, name, shown); err != nil {
		t.Fatal(err)
	}
	return []byte(b.String())
}

// escape formats a text without any markup.
func escape(s, _ string) string { return html.EscapeString(s) }

// differences describes up to three results that differ.
func differences(list []compare.Result) string {
	var b strings.Builder
	shown := 0
	for _, r := range list {
		if r.How == compare.Same || r.How == compare.Furniture {
			continue
		}
		if shown++; shown <= 3 {
			fmt.Fprintf(&b, "\n\t%s %d\n\t\tsigned    %q\n\t\tpublished %q", r.How, r.Ordinal, r.Signed, r.Published)
		}
	}
	return b.String()
}
