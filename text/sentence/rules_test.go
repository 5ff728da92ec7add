package sentence

import (
	"slices"
	"strings"
	"testing"

	"linecheck/text"
)

// Each text has a bar where a sentence ends within it; the rule named must have decided one of its gaps.
var ruleCases = []struct{ rule, lang, text string }{
	{"sign in brackets", "en", "The minister's “plan” (!) Failed at once."},
	{"comma follows", "en", "“Never!”, said Rosa, and left."},
	{"firm stop", "zh", "部长周三辞职。|他没有说明原因！|“谁来接任？”|没有人知道。"},
	{"firm stop", "ja", "「行きます。」と彼は言った。|そして出た。"},
	{"firm stop", "ar", "ماذا حدث؟|لا أحد يعرف."},
	{"firm stop", "hi", "मंत्री ने इस्तीफा दिया।|कारण नहीं बताया।"},
	{"firm stop", "zh", "他问:「真的吗?」。|没有人回答。"},
	{"no space", "en", "Growth was 3.5 percent, says www.Example.Org today."},
	{"no space", "en", "The bridge was closed on May 3, 2019.|(Photo: Ines Roth)"},
	{"no space", "en", "The vote is over.|Counting starts tonight."},
	{"no space", "en", "Open report.Final.pdf or write to Jo.Smith@Example.org now."},
	{"no space", "zh", "这是真的吗?|没有人知道。"},
	{"lower case follows", "en", "“Is it over?” she asked the guard."},
	{"lower case follows", "en", "Some fled (He saw them go.) across the river."},
	{"lower case follows", "fr", "Vraiment ? — demanda le juge."},
	{"plain stop", "en", "The firm showed its new phone.|iPhone sales rose."},
	{"plain stop", "en", "call me later.|they are still here"},
	{"question or exclamation", "en", "Who paid?|Nobody knows!|The court will ask."},
	{"question or exclamation", "en", "Shares of Yahoo! Incorporated fell."},
	{"question or exclamation", "en", "“Out!”|The crowd went quiet."},
	{"list number", "en", "2. The council met."},
	{"ordinal", "de", "Am 3. Oktober wird gefeiert.|Danach ist Ruhe."},
	{"title", "en", "The visit of Gen. Ruth Okoro ended.|Mr. Lee stayed."},
	{"figure follows", "en", "It opened on Sept. 12 in room No. 5 of the old mill."},
	{"never at an end", "en", "Fuels, e.g. Kerosene, ran out."},
	{"spaced letters", "de", "Viele Orte, z. B. Ulm, waren betroffen."},
	{"initial", "en", "The book is by J. K. Marsh of Leeds."},
	{"initial", "en", "Oranges hold vitamin C.|The doctor agreed."},
	{"dotted letters", "en", "The U.S. Navy said a U.S.-led force left the U.S. on Friday."},
	{"dotted letters", "en", "He has lived in the U.S.|His brother has not."},
	{"lower case follows", "en", "The train left at 6 p.m. in heavy rain."},
	{"abbreviation", "en", "Talks with Orrin Inc. Chairman Paul Wu failed."},
	{"abbreviation", "en", "She sold her shares in Orrin Inc.|The price fell."},
	{"plain stop", "en", "“They cannot rule by fear.|People will resist,” said Ada Noor, an expert."},
	{"plain stop", "en", "The talks failed, he said, adding, “the other side never came to the table” in weeks.|She left."},
	{"plain stop", "en", "He left ...|The rest stayed."},
	{"plain stop", "en", "The claim was checked.[12]|Two sources agreed."},
	{"question or exclamation", "ru", "Красиво! 😍👍🏽|Пора домой."},
	{"plain stop", "fr", "« Je pars. »|Le maire est resté."},
}

func TestRules(t *testing.T) {
	for _, c := range ruleCases {
		want := strings.Split(c.text, "|")
		s := strings.ReplaceAll(c.text, "|", glue(c.lang, c.rule))
		got, used := explain(s, c.lang)
		if !slices.Equal(got, want) {
			t.Errorf("%s (%s): %q, want %q, by %q", c.rule, c.lang, got, want, used)
		}
		if !slices.Contains(used, c.rule) {
			t.Errorf("%s (%s) had no say in %q: %q", c.rule, c.lang, s, used)
		}
	}
}

// glue is what stands between two sentences of a case.
func glue(lang, rule string) string {
	if rule == "no space" || lang == "zh" || lang == "ja" {
		return ""
	}
	return " "
}

// explain cuts one paragraph and names the rule that decided each gap.
func explain(s, lang string) (sentences, used []string) {
	r := []rune(s)
	c := cutter{r: r, words: vocabularyOf(lang)}
	p := para{Span: text.Span{Start: 0, End: len(r)}}
	for _, sp := range c.cut(p) {
		sentences = append(sentences, string(r[sp.Start:sp.End]))
	}
	start := 0
	for i := 0; i < len(r); {
		if !isStop(r[i]) {
			i++
			continue
		}
		g := c.gapAt(p.Span, start, i)
		if i = g.next; i < len(r) {
			d := decide(&g, c.words)
			used = append(used, d.rule)
			if d.split {
				start = g.next
			}
		}
	}
	return sentences, used
}

// Every rule has a case above that it decided.
func TestEveryRuleHasItsCase(t *testing.T) {
	for _, rule := range rules {
		if !slices.ContainsFunc(ruleCases, func(c struct{ rule, lang, text string }) bool { return c.rule == rule.name }) {
			t.Errorf("no case for %q", rule.name)
		}
	}
}
