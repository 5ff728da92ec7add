package read

import (
	"slices"
	"strings"
	"testing"
)

func TestGuessLanguage(t *testing.T) {
	for want, text := range map[string]string{
		"en": "The old bridge closes on March 3, and more than four thousand people cross it every day on their way to work.",
		"de": "Die alte Brücke wird am dritten März gesperrt, und mehr als viertausend Menschen überqueren sie jeden Tag auf dem Weg zur Arbeit.",
		"fr": "Le vieux pont ferme le 3 mars, alors que plus de quatre mille personnes le traversent chaque jour pour aller travailler.",
		"es": "El viejo puente cierra el 3 de marzo, aunque más de cuatro mil personas lo cruzan todos los días para ir al trabajo.",
		"ru": "Старый мост закроют третьего марта, хотя каждый день по нему ходят на работу более четырёх тысяч человек.",
		"fa": "پل قدیمی روز سوم مارس بسته می\u200cشود، در حالی که هر روز بیش از چهار هزار نفر برای رفتن به سر کار از آن می\u200cگذرند.",
		"ar": "سيغلق الجسر القديم في الثالث من مارس، على الرغم من أن أكثر من أربعة آلاف شخص يعبرونه كل يوم في طريقهم إلى العمل.",
		"he": "הגשר הישן ייסגר בשלושה במרץ, אף שיותר מארבעת אלפים איש חוצים אותו מדי יום בדרכם לעבודה ובחזרה ממנה.",
		"zh": "这座老桥将于三月三日关闭，尽管每天有四千多人过桥上班，市政府表示维修工作将持续整整一年时间。",
		"ja": "古い橋は三月三日に閉鎖されますが、毎日四千人以上の人々が仕事に行くためにこの橋を渡っています。",
		"":   "Bridge closes.",
	} {
		if got := GuessLanguage(text); got != want {
			t.Errorf("%q was taken for %q", text, got)
		}
	}
}

func TestDocumentLanguage(t *testing.T) {
	english := "The old bridge closes on March 3, and more than four thousand people cross it every day on their way to work."
	for declared, want := range map[string]string{
		"": "en", "en-GB": "en-GB", "en_gb": "en-GB", "EN": "en", "fa": "en", "xx-private": "en", "?": "en",
	} {
		if got := DocumentLanguage(Document{Text: english, Language: declared}); got != want {
			t.Errorf("file says %q: got language %q", declared, got)
		}
	}
	if got := DocumentLanguage(Document{Text: "Kort.", Language: "da"}); got != "da" {
		t.Errorf("a short text whose file says Danish: got language %q", got)
	}
}

// The language of a long text is that of its words, for any length, and even if the file names another one.
func TestGuessLanguageOfLongTexts(t *testing.T) {
	for want, sentence := range map[string]string{
		"de": "Der Stadtrat hat am Montag beschlossen, die alte Brücke über den Fluss für ein Jahr zu sperren, weil ihre Pfeiler Risse haben. ",
		"fr": "Le conseil municipal a décidé lundi de fermer le vieux pont sur le fleuve pendant un an, car ses piliers sont fissurés. ",
		"pl": "Rada miasta postanowiła w poniedziałek zamknąć stary most na rzece na rok, ponieważ jego filary są popękane. ",
		"ca": "El consell va decidir dilluns tancar el vell pont del riu durant un any perquè els pilars " +
			"són plens d’esquerdes, però també amb obres. ",
		"sk": "Mestská rada sa v pondelok rozhodla, že starý most cez rieku bude na rok uzavretý, " +
			"keďže jeho piliere sú popraskané, ale ešte stoja. ",
	} {
		for _, n := range []int{4, 100, 3000} {
			if got := GuessLanguage(strings.Repeat(sentence, n)); got != want {
				t.Errorf("%d sentences of %s were taken for %q", n, want, got)
			}
			if got := DocumentLanguage(Document{Text: strings.Repeat(sentence, n), Language: "en-US"}); got != want {
				t.Errorf("%d sentences of %s in a file that says English: %q", n, want, got)
			}
		}
	}
}

func TestLanguagesOfTextInTwo(t *testing.T) {
	german := strings.Repeat("Der Stadtrat hat am Montag beschlossen, die alte Brücke für ein Jahr zu sperren, "+
		"weil ihre Pfeiler Risse haben. ", 40)
	english := strings.Repeat("The council decided on Monday to close the old bridge for a year, because there are cracks in its piers. ", 60)
	if got := Languages(german + english); !slices.Equal(got, []string{"en", "de"}) {
		t.Errorf("%q", got)
	}
	if got := DocumentLanguage(Document{Text: german + english, Language: "de-AT"}); got != "de-AT" {
		t.Errorf("the file's own tag was not followed: %q", got)
	}
}

// A text in another script is never taken for English, however short it is.
func TestLanguageFollowsScript(t *testing.T) {
	for want, text := range map[string]string{
		"ru": "Мост закрыт.", "el": "Η γέφυρα.", "ar": "الجسر مغلق.", "he": "הגשר סגור.", "ko": "다리가 닫힙니다.", "ja": "橋は閉鎖。古い。",
		"zh": "桥已关闭。", "th": "สะพานปิด", "hi": "पुल बंद है।", "hy": "Կամուրջը փակ է։", "ka": "ხიდი დაკეტილია.", "am": "ድልድዩ ተዘጋ።",
	} {
		for _, declared := range []string{"", "en"} {
			if got := DocumentLanguage(Document{Text: text, Language: declared}); got != want {
				t.Errorf("%q in a file that says %q was taken for %q", text, declared, got)
			}
		}
	}
	if got := DocumentLanguage(Document{Text: "Мост.", Language: "uk_UA"}); got != "uk-UA" {
		t.Errorf("the file's own tag was not followed: %q", got)
	}
}
