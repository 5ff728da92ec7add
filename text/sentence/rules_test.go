package sentence

import (
	"slices"
	"strings"
	"testing"

	"linecheck/text"
)

// In each text a bar marks the end of a sentence. The named rule must have decided one of the gaps.
var ruleCases = []struct{ rule, lang, text string }{
	{"sign in brackets", "en", "The minister's “plan” (!) Failed at once."},
	{"attribution", "en", "“Who pays for it?” Sen. Rosa Okoro of Leeds asked on Monday.|Nobody knew."},
	{"question or exclamation", "en", "“Is it safe?”|Okoro said the bridge was closed."},
	{"attribution", "ar", "\"من يدفع؟\" سأل الوزير في البرلمان."},
	{"attribution", "hi", "“कौन देगा?” मंत्री ने पूछा।|किसी ने नहीं बताया।"},
	{"attribution", "ko", "“누가 냅니까?” 시장이 물었다.|아무도 몰랐다."},
	{"plain stop", "sv", "Hon gick hem.|”Vi ses”, sa hon."},
	{"comma follows", "en", "“Never!”, said Rosa, and left."},
	{"comma follows", "de", "Er rief ›Halt!‹: Niemand blieb."},
	{"stops alone", "en", "... Nobody came."},
	{"firm stop", "zh", "部长周三辞职。|他没有说明原因！|“谁来接任？”|没有人知道。"},
	{"firm stop", "ja", "「行きます。」と彼は言った。|そして出た。"},
	{"firm stop", "ar", "ماذا حدث؟|لا أحد يعرف."},
	{"firm stop", "hi", "मंत्री ने इस्तीफा दिया।|कारण नहीं बताया।"},
	{"firm stop", "ur", "وزیر نے استعفیٰ دیا۔|وجہ نہیں بتائی۔"},
	{"firm stop", "zh", "他问:「真的吗?」。|没有人回答。"},
	{"firm stop", "zh", "“我们来晚了。”市长李明说。|没有人知道。"},
	{"firm stop", "hy", "Նա եկավ:|Ոչ ոք չգիտեր:"},
	{"firm stop", "el", "Πού είναι;|Κανείς δεν ξέρει."},
	{"firm stop", "el", "«Πού είναι;» ρώτησε η Ρόζα."},
	{"no space", "en", "Growth was 3.5 percent, says www.Example.Org today."},
	{"no space", "en", "The bridge was closed on May 3, 2019.|(Photo: Ines Roth)"},
	{"no space", "en", "The vote is over.|Counting starts tonight."},
	{"no space", "en", "Open report.Final.pdf or write to Jo.Smith@Example.org now."},
	{"no space", "zh", "这是真的吗?|没有人知道。"},
	{"note number", "en", "The dam was old in every study.11 12|The mayor knew."},
	{"words left out follow", "en", "The dam was old.|. . . The mayor knew."},
	{"item in brackets", "en", "Two things are known. |(b) The dam broke."},
	{"label alone", "en", "2. The council met."},
	{"label alone", "en", "• 9. The council met."},
	{"label alone", "en", "1911. That was the year."},
	{"label alone", "hi", "१. परिषद की बैठक हुई।"},
	{"name with a mark", "en", "Shares of Yahoo! Incorporated fell."},
	{"speech goes on", "en", "“Is it over?” she asked the guard."},
	{"speech goes on", "en", "Leave me alone! he cried."},
	{"aside goes on", "en", "She said, 'Who paid? Not us, surely!' and left."},
	{"quotation goes on", "en", "The report, which says ‘the dam was weak. It had holes’ on each page, is lost."},
	{"remark on a quotation", "en", "He told himself, \"I am lost!\" (He was in Ulm.)"},
	{"lower case follows", "en", "Some fled (He saw them go.) across the river."},
	{"lower case follows", "fr", "Vraiment ? — demanda le juge."},
	{"lower case follows", "en", "I thought . . . well, nothing."},
	{"whole word", "en", "The firm showed its new phone.|It sold well."},
	{"plain stop", "de", "Die Firma zeigte ihr neues Telefon.|iPhone heißt es nicht."},
	{"lower case follows", "en", "call me later.|they are still here"},
	{"question or exclamation", "en", "Who paid?|Nobody knows!|The court will ask."},
	{"question or exclamation", "en", "“Out!”|The crowd went quiet."},
	{"ordinal", "de", "Am 3. Oktober wird gefeiert.|Danach ist Ruhe."},
	{"ordinal", "tr", "Toplantı 3. Ekim günü yapıldı.|Sonra bitti."},
	{"title", "en", "The visit of Gen. Ruth Okoro ended.|Mr. Lee stayed."},
	{"figure follows", "en", "It is set out in Vol. IV and in Fig. B of the book."},
	{"plain stop", "en", "This is a state of the art.|I like it."},
	{"figure follows", "en", "It opened on Sept. 12 in room No. 5 of the old mill."},
	{"never at an end", "en", "Fuels, e.g. Kerosene, ran out."},
	{"never at an end", "fa", "در سال ۱۹۱۷ م. نیروها آمدند.|جنگ تمام شد."},
	{"spaced letters", "es", "El avión voló a EE. UU. en abril."},
	{"spaced letters", "de", "Viele Orte, z. B. Ulm, waren betroffen."},
	{"initial", "hi", "पुस्तक म. वर्मा की है।"},
	{"initial", "fr", "J-P. Aubert est venu."},
	{"initial", "en", "The book is by J. K. Marsh of Leeds."},
	{"initial", "en", "Oranges hold vitamin C.|The doctor agreed."},
	{"hour", "en", "At 5 a.m. Mr. Lee went to the mill."},
	{"hour", "en", "He left the mill at 6 P.M.|Mr. Lee came later."},
	{"hour", "en", "It begins at 9 a.m. Eastern time."},
	{"dotted letters", "en", "The U.S. Navy said a U.S.-led force left the U.S. on Friday."},
	{"dotted letters", "en", "He has lived in the U.S.|His brother has not."},
	{"abbreviation", "hi", "एस. के. वर्मा आए।"},
	{"abbreviation", "de", "Die Bahn zahlt 3,5 Mio. Kunden aus."},
	{"abbreviation", "en", "The old Bldg. Weston burnt down."},
	{"abbreviation", "en", "Talks with Orrin Inc. Chairman Paul Wu failed."},
	{"abbreviation", "en", "She sold her shares in Orrin Inc.|The price fell."},
	{"pause", "en", "The thing is . . . I did not see it."},
	{"whole word", "en", "“They cannot rule by fear.|People will resist,” said Ada Noor, an expert."},
	{"whole word", "en", "The talks failed, he said, adding, “the other side never came to the table” in weeks.|She left."},
	{"plain stop", "de", "Er ging ...|Der Rest blieb."},
	{"plain stop", "en", "The claim was checked.[12]|Two sources agreed."},
	{"plain stop", "en", "The claim was checked. [12]|Two sources agreed. [3, 4]|She left."},
	{"plain stop", "en", "The claim was checked.¹|Two sources agreed.[a]|She left."},
	{"question or exclamation", "ru", "Красиво! 😍👍🏽|Пора домой."},
	{"plain stop", "fr", "« Je pars. »|Le maire est resté."},
	{"never at an end", "fr", "Il vécut au Ve siècle av. J.-C. et mourut jeune."},
}

func TestRules(t *testing.T) {
	for _, c := range ruleCases {
		want := strings.Split(c.text, "|")
		for i := range want {
			want[i] = strings.TrimSpace(want[i])
		}
		s := strings.ReplaceAll(c.text, "|", joiner(c.lang, c.rule))
		got, used := splitWithRules(s, c.lang)
		if !slices.Equal(got, want) {
			t.Errorf("%s (%s): %q, want %q, by %q", c.rule, c.lang, got, want, used)
		}
		if !slices.Contains(used, c.rule) {
			t.Errorf("%s (%s) had no say in %q: %q", c.rule, c.lang, s, used)
		}
	}
}

// joiner returns the text between two sentences of a case.
func joiner(lang, rule string) string {
	if rule == "no space" || lang == "zh" || lang == "ja" {
		return ""
	}
	return " "
}

// splitWithRules splits a text and returns the names of the rules that decided.
func splitWithRules(s, lang string) (sentences, used []string) {
	x, begins := text.NewIndex(s), map[int]bool{}
	for _, sent := range Split(s, lang) {
		words, _ := x.Slice(sent.Span)
		sentences = append(sentences, words)
		begins[x.Byte(sent.Start)] = true
	}
	Examples(s, lang, begins, func(e Example) {
		if e.Rule != "" {
			used = append(used, e.Rule)
		}
	})
	return sentences, used
}

// Every rule has at least one case above in which it decides.
func TestEveryRuleHasATestCase(t *testing.T) {
	for _, rule := range rules {
		if !slices.ContainsFunc(ruleCases, func(c struct{ rule, lang, text string }) bool { return c.rule == rule.name }) {
			t.Errorf("no case for %q", rule.name)
		}
	}
}

// Lists within a paragraph, semicolons and white space, to which no rule applies. Bars mark the ends of
// sentences.
func TestListsAndWhiteSpace(t *testing.T) {
	for _, c := range []struct{ lang, text string }{
		{"en", "1) The dam|2) The mill|3) The bridge"},
		{"en", "1. The dam broke on March 2.|The mill burnt on March 3.|Nobody came."},
		{"en", "The mayor named two.|1. The dam is old.|2. The mill is shut.|It was closed on May 3.|She left."},
		{"en", "1. The dam|2. The mill|3. The bridge"},
		{"en", "VIENNA — The council closed the bridge.|It is old."},
		{"en", "BUFFALO, N.Y., Sept. 12 (AP) - The council closed the bridge."},
		{"en", "Qarabek, Kazakhstan — Police closed the bridge."},
		{"ru", "ВЕНА, 5 мая. /ТАСС/. Совет закрыл мост.|Он стар."},
		{"en", "The list: The dam, the mill, the bridge."},
		{"en", "1.) The dam|2.) The mill|1.) The bridge.|2.) The school."},
		{"en", "His name is Mark E. Lee.|a. here it is|b. another|c. one more"},
		{"en", "The law (1) raises taxes, (2) lowers fees and (3) ends grants."},
		{"en", "The map was made in 1. and 2. grade."},
		{"en", "Two things are known:|1) The dam broke|2) The mill burnt"},
		{"en", "• The dam|• The mill"},
		{"en", "• 9. The dam|• 10. The mill"},
		{"de", "Vom 1. Mai bis zum 2. Juni blieb er dort."},
		{"da", "1. The dam|2. The mill"},
		{"fr", "Ils vont à la plage ;|Le maire reste."},
		{"fr", "Ils vont à Paris ; Rennes est plus loin."},
		{"fr", "Il dit : \" Je pars. \""},
		{"en", "The river rose to 400 yards ( 365.8 m ) on Monday."},
	} {
		want := strings.Split(c.text, "|")
		got, _ := splitWithRules(strings.ReplaceAll(c.text, "|", " "), c.lang)
		if !slices.Equal(got, want) {
			t.Errorf("%s: %q, want %q", c.lang, got, want)
		}
	}
}
