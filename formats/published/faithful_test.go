package published

import (
	"fmt"
	"html"
	"regexp"
	"strings"
	"testing"

	"golang.org/x/text/unicode/norm"

	"linecheck/formats/read"
	"linecheck/text/compare"
	"linecheck/text/sentence"
)

// longWord matches a word that a site may hyphenate, link or emphasise.
var longWord = regexp.MustCompile(`\p{L}{7,}`)

// faithfulSettings are ways in which a program may typeset the same words.
var faithfulSettings = []struct {
	name string
	set  markup
}{
	{"as it is", escape},
	{"typographic marks", func(s, _ string) string { return html.EscapeString(curl(s)) }},
	{"entities for marks", func(s, _ string) string { return namedEntities.Replace(html.EscapeString(curl(s))) }},
	{"straight marks", func(s, _ string) string { return html.EscapeString(straightMarks.Replace(s)) }},
	{"no-break spaces", func(s, _ string) string { return beforeUnit.ReplaceAllString(html.EscapeString(s), "$1&nbsp;$2") }},
	{"narrow spaces before signs", func(s, _ string) string {
		return narrowSpaces.Replace(html.EscapeString(strings.ReplaceAll(s, "\u00a0", " ")))
	}},
	{"soft hyphens", func(s, language string) string {
		if joins(language) {
			return html.EscapeString(s)
		}
		return longWord.ReplaceAllStringFunc(html.EscapeString(s), func(w string) string {
			if isEntityName(w) {
				return w
			}
			r := []rune(w)
			return string(r[:3]) + "&shy;" + string(r[3:6]) + "<wbr>" + string(r[6:])
		})
	}},
	{"numeric entities", func(s, _ string) string {
		var b strings.Builder
		for _, r := range s {
			if r > 0x7f || strings.ContainsRune(`"'&<>`, r) {
				fmt.Fprintf(&b, "&#x%x;", r)
			} else {
				b.WriteRune(r)
			}
		}
		return b.String()
	}},
	{"emphasis and links", emphasise},
	{"raised figures", func(s, language string) string { return raisedFigures.Replace(emphasise(s, language)) }},
	{"NFD", func(s, _ string) string { return html.EscapeString(norm.NFD.String(s)) }},
	{"ligatures", func(s, _ string) string {
		return strings.NewReplacer("ffi", "ﬃ", "fi", "ﬁ", "fl", "ﬂ", "ff", "ﬀ").Replace(html.EscapeString(s))
	}},
	{"em dashes", func(s, _ string) string { return html.EscapeString(strings.ReplaceAll(s, " – ", "—")) }},
	{"double hyphens", func(s, _ string) string { return html.EscapeString(strings.ReplaceAll(s, " – ", " -- ")) }},
	{"wrapped lines", func(s, _ string) string { return strings.ReplaceAll(html.EscapeString(s), " ", "\n            ") }},
	{"a large first letter", func(s, language string) string {
		if joins(language) || strings.HasPrefix(s, `"`) {
			return html.EscapeString(s)
		}
		r := []rune(s)
		return `<span class="dropcap">` + html.EscapeString(string(r[:1])) + `</span>` + html.EscapeString(string(r[1:]))
	}},
	{"line breaks between sentences", func(s, language string) string {
		var lines []string
		r := []rune(s)
		for _, found := range sentence.Split(s, language) {
			lines = append(lines, html.EscapeString(string(r[found.Start:found.End])))
		}
		return strings.Join(lines, "<br />\n")
	}},
	{"marks of the text's own direction", func(s, language string) string {
		if language == "ar" || language == "fa" {
			return strings.NewReplacer(" ", " &rlm;", "\u200c", "&zwnj;").Replace(html.EscapeString(s)) + "&rlm;"
		}
		return "&lrm;" + strings.ReplaceAll(html.EscapeString(s), " ", "&lrm; ") + "&lrm;"
	}},
	{"isolated words", func(s, _ string) string {
		return strings.NewReplacer(" ", "\u2069 \u2068").Replace("\u2068" + html.EscapeString(s) + "\u2069")
	}},
	{"word joiners", func(s, _ string) string { return strings.ReplaceAll(html.EscapeString(s), " ", "\u2060 \ufeff") }},
	{"comments and empty elements", func(s, _ string) string {
		return strings.ReplaceAll(html.EscapeString(s), " ", ` <!-- ad --><span class="x"></span>`)
	}},
}

var (
	straightMarks = strings.NewReplacer("“", `"`, "”", `"`, "„", `"`, "«\u00a0", `"`, "\u00a0»", `"`, "« ", `"`, " »", `"`, "«", `"`, "»", `"`,
		"’", "'", "–", "-", "−", "-")
	namedEntities = strings.NewReplacer("“", "&ldquo;", "”", "&rdquo;", "„", "&bdquo;", "«", "&laquo;", "»", "&raquo;", "’", "&rsquo;",
		"–", "&ndash;", "—", "&mdash;", "é", "&eacute;", "ü", "&uuml;", "ß", "&szlig;", "€", "&euro;", "£", "&pound;", "\u00a0", "&nbsp;",
		"°", "&deg;", "²", "&sup2;", "³", "&sup3;", "−", "&minus;")
	narrowSpaces = strings.NewReplacer(" ?", "\u202f?", " !", "\u202f!", " :", "\u00a0:", " %", "\u202f%", " €", "\u202f€", "« ", "«\u202f",
		" »", "\u202f»", " °", "\u202f°")
	raisedFigures = strings.NewReplacer("10⁶", "10<sup>6</sup>", "²", "<sup>2</sup>", "³", "<sup>3</sup>")
	beforeUnit    = regexp.MustCompile(`(\d) (\p{L}|%|°|€)`)
	openMark      = regexp.MustCompile(`(^|[\s(\[])"`)
	openSingle    = regexp.MustCompile(`(^|[\s(\[“])'`)
)

// curl makes straight quotation marks typographic, as WordPress does.
func curl(s string) string {
	s = openMark.ReplaceAllString(s, "$1“")
	s = openSingle.ReplaceAllString(strings.ReplaceAll(s, `"`, "”"), "$1‘")
	return strings.NewReplacer("'", "’", "...", "…", " - ", " – ").Replace(s)
}

// emphasise sets links and emphasis around some words, and bold type within some long ones.
func emphasise(s, language string) string {
	words := strings.Split(html.EscapeString(s), " ")
	for i, w := range words {
		switch {
		case strings.ContainsAny(w, "&;") || w == "":
		case i%5 == 1:
			words[i] = `<a href="/tag/` + fmt.Sprint(i) + `" title="More about this">` + w + "</a>"
		case i%5 == 3:
			words[i] = "<em>" + w + "</em>"
		case i%5 == 4 && !joins(language) && len([]rune(w)) > 4:
			r := []rune(w)
			words[i] = "<strong>" + string(r[:2]) + "</strong>" + string(r[2:])
		}
	}
	return strings.Join(words, " ")
}

// joins reports whether markup between letters changes their form, as in Arabic script.
func joins(language string) bool { return strings.Contains("ar fa hi", language) }

func isEntityName(w string) bool { return strings.Contains(" eacute ", " "+w+" ") }

// pullQuote returns a sentence of the article for a box that repeats it. The box omits the sentence's quotation marks.
func (a benchArticle) pullQuote(n int) string {
	var all []string
	a.eachSentences(func(part int, list []string) {
		if a.parts[part].kind == "paragraph" {
			all = append(all, list...)
		}
	})
	s := all[n%len(all)]
	if inner := strings.TrimPrefix(strings.TrimSuffix(s, `"`), `"`); len(inner) == len(s)-2 && !strings.Contains(inner, `"`) {
		return inner
	}
	return s
}

// TestFaithfulSettings typesets every article in every way, in every template and as plain text. It fails if fewer than 99 % are
// recognised as the same words.
func TestFaithfulSettings(t *testing.T) {
	total, same := 0, 0
	byTemplate, bySetting := map[string][2]int{}, map[string][2]int{}
	for i, a := range benchArticles(t) {
		for j, setting := range faithfulSettings {
			for k, name := range templateNames {
				signed := a.sign((i+j+k)%2 == 0)
				quote := ""
				if j%2 == 1 {
					quote = setting.set(a.pullQuote(j), a.language)
				}
				list, err := signed.ComparePage(t.Context(), a.page(t, name, setting.set, quote), read.Options{ContentType: "text/html; charset=utf-8"})
				if err != nil {
					t.Errorf("%s, %s, %s: %v", a.name, setting.name, name, err)
				}
				is := 0
				if err == nil && compare.AllSame(list) {
					is = 1
				} else {
					t.Logf("%s, %s, %s is not recognised: %s", a.name, setting.name, name, differences(list))
				}
				total, same = total+1, same+is
				byTemplate[name] = [2]int{byTemplate[name][0] + is, byTemplate[name][1] + 1}
				bySetting[setting.name] = [2]int{bySetting[setting.name][0] + is, bySetting[setting.name][1] + 1}
			}
		}
	}
	for _, name := range templateNames {
		t.Logf("%-30s %d of %d", name, byTemplate[name][0], byTemplate[name][1])
	}
	for _, setting := range faithfulSettings {
		t.Logf("%-30s %d of %d", setting.name, bySetting[setting.name][0], bySetting[setting.name][1])
	}
	t.Logf("%-30s %d of %d", "all", same, total)
	if total < 300 || same*100 < total*99 {
		t.Errorf("%d of %d faithful settings are recognised, want 99 %%", same, total)
	}
}
