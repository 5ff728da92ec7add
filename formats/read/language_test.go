package read

import "testing"

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
	for told, want := range map[string]string{"": "en", "en-GB": "en-GB", "EN": "EN", "fa": "en"} {
		if got := DocumentLanguage(Document{Text: english, Language: told}); got != want {
			t.Errorf("file says %q: got language %q", told, got)
		}
	}
	if got := DocumentLanguage(Document{Text: "Kort.", Language: "da"}); got != "da" {
		t.Errorf("a short text whose file says Danish: got language %q", got)
	}
}
