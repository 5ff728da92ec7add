package claim

import (
	"strings"
	"testing"

	"linecheck/text"
)

// otherLanguageCases are invented sentences with some of the spans that have to be found, as "text=kind".
var otherLanguageCases = []struct{ lang, text, want string }{
	{"de", "Das Gesetz trat am 3. Mai 1978 in Kraft.", "3. Mai 1978=date"},
	{"de", "Am Freitag, dem 14. Juni 2019, um 9.15 Uhr begann es.", "Freitag, dem 14. Juni 2019=date|9.15 Uhr=date"},
	{"de", "Der Bau kostet 2,7 Milliarden Euro, rund 12 Prozent mehr.", "2,7 Milliarden Euro=measurement|12 Prozent=measurement"},
	{"de", "Die 61-jährige Ministerin Eva Brandt sagte, es sei genug.", "61-jährige=age|Ministerin Eva Brandt=name"},
	{"de", "Am Dienstag fuhren 12 Busse 40 Kilometer weit, sagten zwei Zeugen.", "Dienstag=date|40 Kilometer=measurement|zwei=number"},
	{"de", "Laut Feuerwehr brannte es drei Stunden.", "Laut Feuerwehr=attribution|drei Stunden=date"},
	{"fr", "Elle est née le 1er mars 1985 à Metz.", "1er mars 1985=date"},
	{"fr", "Le ministre Paul Verdier a annoncé 40 millions d’euros.", "ministre Paul Verdier=name|40 millions d’euros=measurement"},
	{
		"fr",
		"« Nous partirons demain matin », a expliqué Léa Morin.",
		"« Nous partirons demain matin »=quote|a expliqué Léa Morin=attribution",
	},
	{"es", "La ley se aprobó el 2 de junio de 1999, según el senado.", "2 de junio de 1999=date|según el senado=attribution"},
	{
		"es",
		"La alcaldesa Rosa Peña dijo que 2 mil millones de pesos faltan.",
		"La alcaldesa Rosa Peña dijo=attribution|2 mil millones de pesos=measurement",
	},
	{"it", "Il 20 settembre 2003 il ministro Luca Neri ha dichiarato fallimento.", "20 settembre 2003=date|ministro Luca Neri=name"},
	{"pt", "A lei de 25 de abril de 1974 custou 3 milhões de reais.", "25 de abril de 1974=date|3 milhões de reais=measurement"},
	{"nl", "Op 4 mei 2012 zei minister Jan Smit dat het af was.", "4 mei 2012=date|zei minister Jan Smit=attribution"},
	{"sv", "Den 6 juni 1983 kostade det 4 miljoner kronor.", "6 juni 1983=date|4 miljoner kronor=measurement"},
	{"da", "Den 5. juni 1953 blev loven vedtaget, ifølge ministeren.", "5. juni 1953=date|ifølge ministeren=attribution"},
	{"no", "Den 17. mai 1994 var 30 prosent der.", "17. mai 1994=date|30 prosent=measurement"},
	{"fi", "Laki tuli voimaan 6. joulukuuta 1995.", "6. joulukuuta 1995=date"},
	{"et", "Otsus tehti 24. veebruaril 2018, ütles minister Mart Kask.", "24. veebruaril 2018=date|ütles minister Mart Kask=attribution"},
	{"pl", "Ustawę przyjęto 3 maja 1991 roku, powiedział minister Jan Wilk.", "3 maja 1991=date|powiedział minister Jan Wilk=attribution"},
	{"cs", "Zákon platí od 28. října 1993 a stojí 2 miliony korun.", "28. října 1993=date|2 miliony korun=measurement"},
	{"hu", "A törvényt 1989. október 23-án fogadták el.", "1989. október 23-án=date"},
	{"lt", "Tai įvyko 1990 m. kovo 11 d. Vilniuje.", "1990 m. kovo 11 d.=date"},
	{"lv", "Tas notika 1991. gada 21. augustā Rīgā.", "1991. gada 21. augustā=date"},
	{"ca", "La llei és de l'11 d'abril de 1980.", "11 d'abril de 1980=date"},
	{"ro", "Legea a fost votată la 1 decembrie 1990.", "1 decembrie 1990=date"},
	{"ru", "Закон приняли 12 июня 1990 года, сообщил министр Олег Котов.", "12 июня 1990=date|сообщил министр Олег Котов=attribution"},
	{"uk", "Закон ухвалили 24 серпня 1991 року за 5 млн гривень.", "24 серпня 1991=date|5 млн гривень=measurement"},
	{"bg", "Законът е от 3 март 1998 г.", "3 март 1998=date"},
	{"el", "Ψηφίστηκε στις 25 Μαρτίου 2001.", "25 Μαρτίου 2001=date"},
	{"tr", "Yasa 29 Ekim 1993'te kabul edildi, yüzde 40 arttı.", "29 Ekim 1993=date|yüzde 40=measurement"},
	{"ar", "صدر القانون في 14 يوليو 1998 وقال الوزير سامي حداد إنه جيد.", "14 يوليو 1998=date"},
	{"ar", "وأضاف: «لن نقبل بهذا القرار أبدا».", "«لن نقبل بهذا القرار أبدا»=quote"},
	{"fa", "این قانون در ۵ ژوئن ۱۹۹۹ تصویب شد.", "۵ ژوئن ۱۹۹۹=date"},
	{"he", "החוק התקבל ב-14 במאי 1998.", "14 במאי 1998=date"},
	{"hi", "कानून 15 अगस्त 1997 को बना, मंत्री के अनुसार।", "15 अगस्त 1997=date"},
	{"th", "กฎหมายนี้ออกเมื่อ 24 มิถุนายน 2540", "24 มิถุนายน 2540=date"},
	{"vi", "Luật có hiệu lực ngày 2 tháng 9 năm 1995.", "ngày 2 tháng 9 năm 1995=date"},
	{
		"id",
		"Undang-undang itu disahkan pada 17 Agustus 1998, kata Menteri Budi Santoso.",
		"17 Agustus 1998=date|kata Menteri Budi Santoso=attribution",
	},
	{"zh", "该法于1997年7月1日生效，耗资2.4亿元。", "1997年7月1日=date|2.4亿元=measurement"},
	{"zh", "部长李明说：“我们明天出发。”", "部长李明说=attribution|“我们明天出发。”=quote"},
	{"ja", "法律は1997年7月1日に施行された。山本大臣は「十分だ」と語った。", "1997年7月1日=date|山本大臣=name|と語った=attribution"},
	{"ko", "법은 1997년 7월 1일 시행됐다. 박민수 장관은 “충분하다”고 밝혔다.", "1997년 7월 1일=date|박민수 장관=name|고 밝혔다=attribution"},
}

func TestOtherLanguages(t *testing.T) {
	for _, c := range otherLanguageCases {
		var found []string
		x := text.NewIndex(c.text)
		for _, s := range AnalyzeText(c.text, c.lang) {
			for _, got := range s.Claims {
				exact, _ := x.Slice(got.Span)
				found = append(found, exact+"="+string(got.Kind))
			}
		}
		all := "|" + strings.Join(found, "|") + "|"
		for want := range strings.SplitSeq(c.want, "|") {
			if !strings.Contains(all, "|"+want+"|") {
				t.Errorf("%s: %s\n got %s\nwant %s", c.lang, c.text, all, want)
			}
		}
	}
}

// Every list contains all months and weekdays, so that dates have the right values.
func TestLocalesAreComplete(t *testing.T) {
	for tag, l := range locales() {
		months, weekdays := map[float64]bool{}, map[float64]bool{}
		for _, list := range l.terms {
			for _, one := range list {
				if one.class == 0 {
					t.Errorf("%s: a line of the lists has an unknown name", tag)
				}
				months[one.value] = months[one.value] || one.class == localMonth
				weekdays[one.value] = weekdays[one.value] || one.class == localWeekday
			}
		}
		for n := 1.0; n <= 12; n++ {
			if tag != "ja" && tag != "ko" && tag != "zh" && tag != "vi" && !months[n] {
				t.Errorf("%s: month %v has no name", tag, n)
			}
			if n <= 7 && !weekdays[n] {
				t.Errorf("%s: day %v of the week has no name", tag, n)
			}
		}
	}
}
