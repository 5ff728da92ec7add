package sentence

import (
	"slices"
	"strings"
	"testing"

	"linecheck/text"
)

// Each text is one sentence unless a bar marks an end. The kinds: titles and ranks, streets and places, what a
// number or a letter follows, firms, scholars' abbreviations, units behind figures, initials.
var abbreviationCases = map[string][]string{
	"en": {
		"Flt. Sgt. Ray Noor and Asst. Supt. Ana Falk met Cmdr. Lee.", "Msgr. Ruiz and the Ven. Tara Holt prayed.",
		"It is set out in Ch. IV of Pt. II.",
		"Read Ex. B and App. C.", "He cited Art. VII of the pact.", "Orrin Corp. Chairman Wu paid $3.5 bn. Euros followed.",
		"Weston Bros. Mills shut.",
		"SGT. NOOR WENT.", "See para. 5 and sect. 9 of vol. 3.", "The dam cost $5 bn.|The mill did not.",
		"Sup. Ct. Judge Lee agreed.", "He lives on Weston Blvd. North.",
	},
	"de": {
		"Siehe Abs. 3, Art. II und Tab. B.", "Hptm. Weiß und Univ.-Prof. Lang kamen.", "Das kostet 2 Mrd. Dollar.",
		"Es kamen u. a. Anna und Max.", "Sie zahlt i. d. R. Zinsen.",
		"Prof. Dr. h. c. Lang sprach.", "Der Ort liegt ca. Fünf Meilen weit.", "Die Müller Co. Hamburg zahlt.",
		"Die Goethestr. Nord ist zu.",
	},
	"fr": {
		"Voir l’art. 7 et le chap. IV.", "Mgr Aubin et le gén. Morel prièrent.", "Elle vit bd. Voltaire.", "La Sté. Morel paie.",
		"Cf. Aubin, vol. 2.", "J.-P. Aubin vint le 5 sept. 2019.",
	},
	"es": {
		"Vive en la avda. Goya y en la pza. Mayor.", "El Cnel. Ruiz y la Dra. Paz hablaron.", "Véase el art. 5 y el cap. IV.",
		"Las FF. AA. Españolas salieron.", "D. Luis y Dña. Ana vinieron.",
	},
	"it": {
		"Vedi l’art. 9 e il cap. III.", "Il Gen. Neri e l’avv. Galli vennero.", "La ditta F.lli Neri S.p.A. Torino chiuse.",
		"Il sig. Neri arrivò in p.zza Dante.",
	},
	"pt": {
		"Fica na R. Augusta e na Pça. Mauá.", "O Gal. Reis e a Dra. Paz falaram.", "Veja o art. 7 e o cap. IV.",
		"O Exmo. Sr. Prefeito falou.", "A Cia. Reis Ltda. Brasil fechou.",
	},
	"ca": {"Viu a l’av. Gaudí i a la pl. Major.", "El Sr. Puig i la Dra. Pons van venir.", "Vegeu l’art. 5 i el cap. IV."},
	"nl": {
		"Zie art. 5 en blz. 12.", "Mevr. Bakker en drs. Visser spraken.", "Het kost 2 mld. Euro.", "Dit is o.a. Bakker bekend.",
		"Gen. Visser en Jhr. Bakker kwamen.",
	},
	"ro": {"Vezi art. 5 și pag. 12.", "Dl. Popa și prof. Ionescu au venit.", "Locuiește pe str. Eminescu.", "Sf. Maria a plecat."},
	"da": {"Se kap. 5 og side 3.", "Mødet er kl. 18 på Vestergade.", "Adv. Holm og hr. Lund kom.", "Det koster 5 mio. Kroner."},
	"sv": {
		"Se kap. 4 och s. 12.", "Mötet är kl. 18 på torget.", "Prof. Holm och dir. Lund kom.", "Det gäller bl. a. Stockholm.",
		"S:t Erik och St. Göran.",
	},
	"no": {"Se kap. 4 og s. 12.", "Møtet er kl. 18 på torget.", "Prof. Holm og adv. Lund kom.", "Det gjelder bl.a. Bergen."},
	"fi": {"Ks. Virtanen ja s. 12.", "Prof. Virtanen ja tri. Laine tulivat.", "Katso nro 5 ja esim. Turku."},
	"et": {"Vt. Tamm ja lk. 12.", "Prof. Tamm ja hr. Kask tulid.", "Vaata nt. Tartu linna."},
	"lv": {"Skat. Bērziņu un 5. lpp. 3. rindu.", "Prof. Bērziņš un kgs. Kalns nāca.", "Sv. Jāņa baznīca."},
	"lt": {"Žr. Petraitį ir p. 12.", "Prof. Petraitis ir dr. Kalnas atvyko.", "Šv. Jono bažnyčia.", "Kainuoja 5 mln. Eurų."},
	"pl": {
		"Zob. art. 5 ust. 2 i str. 12.", "Płk. Nowak i ks. Wolski mówili.", "Mieszka przy al. Róż i przy pl. Zbawiciela.",
		"Jest m. in. Kraków.", "Św. Anna i św. Jan.", "Kosztuje 5 mld. Euro.",
	},
	"cs": {
		"Viz čl. 7 a str. 12.", "Gen. Novák a mjr. Dvořák mluvili.", "Bydlí v ul. Husova.", "Sv. Anna a kard. Duka.",
		"Firma Novák s. r. o. Praha skončila.",
	},
	"sk": {"Pozri čl. 7 a str. 12.", "Gen. Novák a prof. Kováč hovorili.", "Býva na ul. Hlavnej.", "Sv. Anna."},
	"sl": {"Glej čl. 7 in str. 12.", "Govorila sta g. Novak in ga. Kos.", "Sv. Ana in gen. Kos."},
	"hr": {"Vidi čl. 7 i str. 12.", "Govorili su g. Horvat i gđa. Kos.", "Sv. Ana i prof. Kos."},
	"hu": {"Lásd az 5. old. 3. sorát és vö. Kovács könyvét.", "Prof. Kovács és ifj. Nagy beszéltek.", "Szt. István és özv. Nagy."},
	"tr": {"Bkz. Yıldız ve s. 12.", "Alb. Demir ve Av. Kaya geldi.", "Lale Sok. No. 7 kapandı.", "Hz. Ali ve Uzm. Kaya."},
	"id": {"Jalan itu Jl. Melati No. 7 ditutup.", "Jend. Sutomo dan Ir. Budi datang.", "Lihat hlm. 12."},
	"vi": {"GS. Trần và PGS. Lê đến.", "Ở TP. Huế và Q. Ba trời mưa.", "BS. Trần đến."},
	"sq": {"Prof. Hoxha dhe z. Leka erdhën."},
	"ru": {
		"По ст. 7 и п. 3 договора.", "Живёт на ул. Ленина и в г. Омске.", "Ген. Орлов и проф. Белова пришли.",
		"Он ушёл в с. Ивановка.", "Мост дал 5 млн. Рублей нет в кассе.", "А. С. Белов пришёл.",
		"Нашли железо и т. д. Орлову.", "Акад. Белов и св. Анна.",
	},
	"uk": {
		"За ст. 7 і п. 3 угоди.", "Живе на вул. Франка і в м. Львові.", "Ген. Орленко і проф. Біла прийшли.",
		"Пішов у с. Калинівка.", "Св. Ганна.",
	},
	"bg": {"По чл. 7 и стр. 3.", "Живее на ул. Левски и бул. Ботев.", "Ген. Петров и проф. Илиев дойдоха."},
	"sr": {"По чл. 7 и стр. 3.", "Проф. Петровић и др. Илић дођоше."},
	"el": {
		"Βλ. άρθρ. και σελ. 7.", "Η κα. Ρόζα και ο καθ. Νίκου ήρθαν.", "Ζει στη λεωφ. Συγγρού και στην οδ. Σόλωνος.",
		"Κόστισε 5 εκατ. Ευρώ.", "Ο Αγ. Νικόλαος.",
	},
	"hi": {"डॉ. वर्मा और प्रो. राव आए।", "आर. के. वर्मा आए।", "एम. एस. राव और पं. नेहरू।"},
	"ta": {"எம். எஸ். சாமி வந்தார்.", "பேரா. குமார் வந்தார்."},
	"te": {"ఎన్. టి. రావు వచ్చారు.", "డా. రెడ్డి వచ్చారు."},
	"bn": {"ডা. রায় ও অধ্যা. সেন এলেন।", "এ. কে. রায় এলেন।"},
	"ur": {"اے. کے. خان آئے۔", "ایم. اے. خان آئے۔"},
	"fa": {"م. الف. رضایی آمد.", "در ص. ۵ کتاب است."},
	"ar": {"جاء د. حسن مع أ. د. منى.", "انظر ص. ٥ من الكتاب."},
	"he": {"גב. כהן עם י. לוי באו.", "פרופ. לוי עם א. ב. כהן באו."},
	"hy": {"Պրոֆ. Պետրոսյան և դոկ. Կարապետյան եկան։"},
	"ka": {"პროფ. გიორგაძე და აკად. ბერიძე მოვიდნენ."},
}

func TestAbbreviations(t *testing.T) {
	for lang, cases := range abbreviationCases {
		for _, c := range cases {
			want := strings.Split(c, "|")
			if got := splitTexts(strings.ReplaceAll(c, "|", " "), lang); !slices.Equal(got, want) {
				t.Errorf("%s: %q, want %q", lang, got, want)
			}
		}
	}
	if len(abbreviationCases) < 28 {
		t.Errorf("%d languages", len(abbreviationCases))
	}
}

// Words in other scripts have their abbreviations in a text of any language.
func TestAbbreviationsOfOtherScripts(t *testing.T) {
	for _, c := range []struct{ lang, text string }{
		{"en", "Живёт на ул. Ленина."}, {"en", "डॉ. वर्मा आए।"},
		{"de", "Η οδ. Σόλωνος έκλεισε."}, {"zz", "Prof. Lee came."}, {"ru", "Mr. Lee came."}, {"pt_BR", "O Gal. Reis falou."},
	} {
		if got := splitTexts(c.text, c.lang); len(got) != 1 {
			t.Errorf("%s: %q", c.lang, got)
		}
	}
}

// A word that looks like an abbreviation ends the sentence where it is a word, a symbol of a unit, or the last word.
func TestAbbreviationsEndSentences(t *testing.T) {
	for lang, cases := range map[string][]string{
		"en": {
			"He went to wash.|Ana stayed.", "She felt ill.|Max stayed.", "The dam is 5 km.|Ana measured it.",
			"They saw it on TV.|Ana did not.", "The answer was no.|Ana left.", "We saw apples, pears, etc.|The rest was gone.",
		},
		"fr": {"Ils étaient sept.|Puis ils partirent.", "Il habite à l’est.|Anne aussi."},
		"de": {"Es ist 5 mm.|Anna maß es.", "Er schrieb 2 Bücher usw.|Der Rest fehlt."},
		"sv": {"Han ville vara med.|Anna gick.", "Hon såg det på tv.|Anna gick."},
		"cs": {"To je krk.|Anna odešla."},
		"ru": {"Длина 5 м.|Анна ушла.", "Он ехал 19 км/ч.|Анна ушла."},
		"es": {"Come col.|Ana no."},
		"tr": {"Kur düştü.|Ali geldi."},
	} {
		for _, c := range cases {
			want := strings.Split(c, "|")
			if got := splitTexts(strings.ReplaceAll(c, "|", " "), lang); !slices.Equal(got, want) {
				t.Errorf("%s: %q, want %q", lang, got, want)
			}
		}
	}
}

// splitTexts returns the words of the sentences of a text.
func splitTexts(s, lang string) (all []string) {
	x := text.NewIndex(s)
	for _, sent := range Split(s, lang) {
		words, _ := x.Slice(sent.Span)
		all = append(all, words)
	}
	return all
}
