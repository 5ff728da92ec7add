package sentence

import (
	"strings"
	"sync"
	"unicode/utf8"
)

// kind is what a vocabulary says of a word that stands before a full stop, or begins what follows.
type kind uint8

const (
	title    kind = 1 << iota // a name always follows
	numbered                  // a number often follows
	never                     // never ends a sentence
	other                     // may end one: the next word tells
	starter                   // begins sentences, and is seldom a name
	shouting                  // a name written with an exclamation mark
	clock                     // an hour: "p.m"
)

// abbreviated holds for the kinds that are written with a stop of their own.
const abbreviated = title | numbered | never | other | clock

// vocabulary is what the rules know of one language, by exact spelling without the last stop.
type vocabulary struct {
	kinds   map[string]kind
	lengths [256]uint32 // by the first byte, the lengths of its words, a bit each: most words need not be looked for
	class   *[256]class
	second  *[256]uint64 // by the first byte of a stop beyond ASCII: which second bytes it may have, a bit each
	weights *weights     // nil where none were learnt

	ordinals      bool   // "3." is third
	blankInQuotes bool   // a blank stands inside the quotes: « oui »
	ownStops      string // characters that end sentences in this language alone
}

// kindOf is what the vocabulary says of a word; 0 is nothing.
func (v *vocabulary) kindOf(w string) kind {
	if len(w) > 31 || w == "" || v.lengths[w[0]]>>len(w)&1 == 0 {
		return 0
	}
	return v.kinds[w]
}

// stops holds for what can end a sentence in this language.
func (v *vocabulary) stops(c rune) bool {
	return isStop(c) || v.ownStops != "" && strings.ContainsRune(v.ownStops, c)
}

// firm holds for stops that do nothing else in this language.
func (v *vocabulary) firm(c rune) bool {
	return isFirmStop(c) || v.ownStops != "" && strings.ContainsRune(v.ownStops, c)
}

// class is what a byte means to the cutter.
type class uint8

const (
	inner     class = iota // goes by
	endStop                // a stop
	closing                // may close a list's label
	edge                   // a character beside which the weights may see an end
	semicolon              // may end a sentence where a capital follows
	tail                   // the second byte of a character that may be a stop
	lead                   // the first byte of a character that may be a stop, or of any, where weights look at all
)

// classes sorts the bytes; learnt says that weights want to see every edge.
func classes(ownStops string, learnt bool) *[256]class {
	t := new([256]class)
	for c := range 256 {
		switch b := byte(c); {
		case b == '.' || b == '!' || b == '?':
			t[c] = endStop
		case b == ')':
			t[c] = closing
		case b >= utf8.RuneSelf:
			if learnt && b >= 0xC0 {
				t[c] = lead
			}
		case b == ';' && !learnt:
			t[c] = semicolon
		case learnt && b > ' ' && b != ',' && b != ';' && b != '\'' && (b < 'a' || b > 'z'):
			t[c] = edge
		}
	}
	for _, c := range stopsBeyondASCII() {
		mark(t, c)
	}
	for _, c := range ownStops {
		if c < utf8.RuneSelf {
			t[c] = endStop
		} else {
			mark(t, c)
		}
	}
	return t
}

// mark sets the byte by which a stop beyond ASCII is noticed: the second of two, since the first is half an alphabet's,
// and the first of three.
func mark(t *[256]class, c rune) {
	if b := utf8.AppendRune(nil, c); len(b) == 2 && t[b[0]] != lead {
		t[b[1]] = tail
	} else {
		t[b[0]] = lead
	}
}

// stopsBeyondASCII lists the stops and bullets that ASCII does not hold, all of them in the basic plane.
func stopsBeyondASCII() (all []rune) {
	for c := rune(utf8.RuneSelf); c < 0x10000; c++ {
		if isStop(c) || c == '•' || c == '⁃' {
			all = append(all, c)
		}
	}
	return all
}

// seconds notes the second bytes of the stops beyond ASCII, by the first.
func seconds(ownStops string) *[256]uint64 {
	t := new([256]uint64)
	for _, c := range append(stopsBeyondASCII(), []rune(ownStops)...) {
		if b := utf8.AppendRune(nil, c); len(b) > 1 {
			t[b[0]] |= 1 << (b[1] & 63)
		}
	}
	return t
}

// Words that English-language copy brings into every language, or that many languages share.
const (
	titles   = "Mr Mrs Ms Mx Dr Drs Prof Profs Gen Lt Col Maj Capt Cpt Sgt Cpl Adm Cmdr Gov Sen Sens Rep Reps Hon Rev Fr Sr Sra Msgr Supt Insp Det Pres St Mt Ft Messrs MM Mme Mlle Pvt Brig Amb Atty"
	numbers  = "No no Nos nos Nr p pp P Pp Fig fig Figs figs vol Vol Art art ch Ch sec Sec par Jan Feb Mar Apr Jun Jul Aug Sep Sept Oct Nov Dec ca c Op op tel Tel ext Ext Rs rs SEC EXT N° n° Vols vols pg Pg eq Eq ver Ver"
	nevers   = "e.g i.e E.g I.e eg vs Vs v cf Cf viz approx P.S p.s"
	others   = "Inc Corp Co co Ltd Bros Jr Sr etc al Ave ave Blvd Rd Dept dept est Univ Assn Ph.D M.D B.A M.A Esq Mass Calif Fla Pa Va Conn Ga Ill Ind Mich Minn Tenn Tex Wash Wis Ariz Ala Ark Colo Del Kan Ky La Md Miss Mo Mont Neb Nev Okla Ore Vt Wyo min max st plc Pty PLC LLC Intl Natl Govt govt INC CORP LTD CO med Med Jan Feb Mar Apr Jun Jul Aug Sep Sept Oct Nov Dec Mon Tue Tues Wed Thu Thur Thurs Fri Sat Sun Attn"
	starters = "The A An This That These Those There Here It Its He She They We You I His Her Their Our My Your But And Or So Yet Nor In On At By For From With After Before During Since Until When While If As Although Though Because However Meanwhile Many Most Some Several Few All Both Each Every One Two Three No Not What Who Why How Where Which Did Do Does Is Are Was Were Has Have Had Can Could Will Would Should May Might Let Then Now Also Once Under Over About According Millions Thousands Hundreds Dozens I'm It's He's She's That's There's They're We're Don't I've Please"
	hours    = "a.m p.m A.M P.M"
	names    = "Yahoo Jeopardy Yum Joomla Panic"
)

// vocabularyOf finds the vocabulary of a BCP 47 tag by its language alone; the shared one serves the rest.
func vocabularyOf(lang string) *vocabulary {
	primary := lang
	if i := strings.IndexByte(lang, '-'); i >= 0 {
		primary = lang[:i]
	}
	all := vocabularies()
	if v, ok := all[primary]; ok {
		return v
	}
	if v, ok := all[strings.ToLower(primary)]; ok {
		return v
	}
	return all[""]
}

// vocabularies are made when the first text is cut.
var vocabularies = sync.OnceValue(func() map[string]*vocabulary {
	all := map[string]*vocabulary{
		"":   shared(),
		"en": shared(),
		"de": german(),
		"fr": french(),
		"ru": shared().add(title, "им акад проф ген").add(numbered, "стр рис т №").add(never, "т.е т.к напр см ср").
			add(other, "г гг в вв руб тыс млн млрд ул др пр д м с").
			begin("Он Она Оно Они Это Эти Этот Эта В На И Но А Я Мы Вы Ты По С К У О За От До Из Не Как Что Если Когда Так Также При Для Все Его Её Их Мой Там Тут Здесь Потом Ещё Уже После"),
		"uk": shared().add(title, "ім акад проф").add(numbered, "стор рис т №").add(other, "р рр ст грн тис млн млрд вул див"),
		"bg": shared().add(title, "проф акад ген").add(numbered, "стр фиг т №").add(other, "г в лв хил млн млрд ул"),
		"kk": shared().add(numbered, "жыл №").add(other, "т.б т.с.с"),
		"es": shared().add(title, "Srta Dra Lic D Dña Ud Uds").add(numbered, "pág págs núm").add(never, "p.ej").add(other, "S.A EE.UU aprox").
			begin("El La Los Las Un Una Es En Y Pero No Se Su Con Por Para De Al Este Esta Esto Ella Ellos Yo Lo Si Como Cuando"),
		"it": shared().add(title, "Sig Sig.ra Dott Avv On Ing").add(numbered, "pag n").add(never, "es").add(other, "ecc S.p.A").
			begin("Il La Lo I Gli Le Un Una È In E Ma Non Si Con Per Di Al Questo Questa"),
		"pt": shared().add(title, "Dra Exmo").add(numbered, "pág n art").add(never, "p.ex").add(other, "etc Ltda S.A").
			begin("O A Os As Um Uma É Em E Mas Não Se Com Por Para De Ao Este Esta"),
		"nl": shared().add(title, "dhr mevr drs ir mr prof").add(numbered, "nr blz").add(never, "bijv o.a d.w.z").add(other, "enz").
			begin("De Het Een Dit Dat Deze Hij Zij Ze Wij We Ik Er In Op En Maar"),
		"pl": shared().add(title, "prof dr hab inż mgr ks gen płk").add(numbered, "nr str poz art ust pkt").add(never, "np tzn tzw m.in").add(other, "r w ul zł tys mln mld itd itp godz"),
		"tr": shared().add(title, "Sn Doç Av Yrd Öğr Gör Alb Bnb Yzb").add(numbered, "No Cad Sok Mah s sy").add(never, "bkz örn Örn").add(other, "vb vs vd Ltd Şti A.Ş M.Ö M.S T.C").numbersOrder().
			begin("Bu Bir O Şu Ve Ama Ancak Ben Sen Biz Siz Onlar Her Ne Nasıl Çünkü Fakat Daha Sonra Önce Eğer Hem Böyle Bunun Bunu Buna Şimdi Yine"),
		"ar": arabicScript(),
		"fa": arabicScript(),
		"ps": arabicScript(),
		"ur": arabicScript(),
		"hi": shared().add(title, "डॉ प्रो पं श्री स्व ले कर्नल").add(other, "रु कि.मी मी सं ई.पू"),
		"hy": shared().stopsAt(":"), // the Armenian full stop looks like a colon and is mostly typed as one
		"el": shared().stopsAt(";"), // and the Greek question mark like a semicolon
	}
	danish := "De Det Den Der Han Hun Vi Jeg Du En Et I På Og Men Hvad Hvem Hvor Hvordan Som Når Efter Før Med Til Fra Ikke"
	for _, lang := range []string{"da", "nb", "nn", "no", "sv", "fi", "cs", "sk", "hu"} {
		all[lang] = shared().add(title, "Hr Fru Skt").numbersOrder().begin(starters + " " + danish)
	}
	all["en"].weights = learnt()
	for _, v := range all {
		v.class, v.second = classes(v.ownStops, v.weights != nil), seconds(v.ownStops)
		for w := range v.kinds {
			v.lengths[w[0]] |= 1 << min(len(w), 31)
		}
	}
	return all
})

// shared is a vocabulary with the words that all languages share.
func shared() *vocabulary {
	v := &vocabulary{kinds: map[string]kind{}}
	return v.add(title, titles).add(numbered, numbers).add(never, nevers).add(other, others).add(starter, starters).add(clock|other, hours).add(shouting, names)
}

// add says a kind of more words, beside what is said of them already.
func (v *vocabulary) add(k kind, words string) *vocabulary {
	for w := range strings.FieldsSeq(words) {
		v.kinds[w] |= k
	}
	return v
}

// begin replaces the words that begin sentences.
func (v *vocabulary) begin(words string) *vocabulary {
	for w := range v.kinds {
		v.kinds[w] &^= starter
	}
	return v.add(starter, words)
}

// numbersOrder: these languages write ordinal numbers with a stop.
func (v *vocabulary) numbersOrder() *vocabulary {
	v.ordinals = true
	return v
}

func (v *vocabulary) stopsAt(own string) *vocabulary {
	v.ownStops = own
	return v
}

// arabicScript serves the languages that are written in it: single letters with a stop stand for eras, pages and titles.
func arabicScript() *vocabulary {
	return shared().add(never, "م ق ه هـ ش د ص ج ق.م ه.ق ه.ش هـ.ش أ آ")
}

func german() *vocabulary {
	return shared().add(title, "Hr Hrn Dipl Ing Frl Hl Bd").add(numbered, "Abs S Bd Kap Mio Mrd Tsd Abb").
		add(never, "z.B z.b d.h u.a bzw ca vgl Vgl sog inkl exkl evtl ggf zzgl bspw ugs i.d.R z.T u.U v.a").
		add(other, "usw etc Std Min Str str GmbH n.Chr v.Chr Chr Jh Jhd").numbersOrder().
		begin("Der Die Das Den Dem Des Ein Eine Einen Einem Einer Er Sie Es Wir Ich Ihr Und Aber Doch In Im Am An Auf Bei Nach Mit Von Vom Zu Zum Zur Für Seit Als Wenn Da Dabei Dann Dort Diese Dieser Dieses Auch So Nur Nicht Sein Seine Ihre Man Hier Wie Was Wer")
}

func french() *vocabulary {
	v := shared().add(title, "M Mmes Me Mgr Pr Ste").add(numbered, "n art vol chap env").add(never, "p.ex ex av apr").add(other, "J.-C env").
		begin("Le La Les Un Une Des Il Elle Ils Elles On Ce Cette Ces Cet C'est Je Nous Vous Tu En Dans Et Mais Ou Pour Par Sur Avec Sans Si Après Avant Depuis Son Sa Ses Leur Au Aux À Lors Ainsi Cependant")
	v.blankInQuotes = true
	return v
}
