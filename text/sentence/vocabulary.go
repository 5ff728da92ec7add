package sentence

import (
	"strings"
	"sync"
	"unicode/utf8"
)

// wordKind is a set of properties of a word before a full stop, or at the beginning of the next sentence.
type wordKind uint8

const (
	titleWord       wordKind = 1 << iota // a name always follows
	numberedWord                         // a number often follows
	neverFinalWord                       // never ends a sentence
	ambiguousWord                        // may end a sentence: the next word decides
	starterWord                          // sentence opener that is seldom a name
	exclamationName                      // a name written with an exclamation mark
	hourWord                             // an hour: "p.m"
)

// abbreviationKinds are the kinds that are written with a full stop.
const abbreviationKinds = titleWord | numberedWord | neverFinalWord | ambiguousWord | hourWord

// vocabulary is what the rules know about one language. Words are spelt exactly, without the last full
// stop.
type vocabulary struct {
	kinds       map[string]wordKind
	lengths     [256]uint32 // by first byte, the lengths of its words as bits: most lookups end here
	byteClasses *[256]byteClass
	secondBytes *[256]uint64 // by first byte of a non-ASCII terminator, the possible second bytes as bits
	weights     *weights     // nil if there are none for the language

	ordinals      bool   // "3." means third
	blankInQuotes bool   // there is a space inside the quotes: « oui »
	ownStops      string // additional terminators of this language
}

// kindOf returns the kinds of a word, or 0.
func (v *vocabulary) kindOf(w string) wordKind {
	if len(w) > 31 || w == "" || v.lengths[w[0]]>>len(w)&1 == 0 {
		return 0
	}
	return v.kinds[w]
}

// isStop reports whether a character can end a sentence in this language.
func (v *vocabulary) isStop(c rune) bool {
	return isStop(c) || v.ownStops != "" && strings.ContainsRune(v.ownStops, c)
}

// isFirmStop reports whether a terminator has no other use in this language.
func (v *vocabulary) isFirmStop(c rune) bool {
	return isFirmStop(c) || v.ownStops != "" && strings.ContainsRune(v.ownStops, c)
}

// byteClass is what a byte means to the segmenter.
type byteClass uint8

const (
	innerByte     byteClass = iota // skipped
	stopByte                       // a terminator
	closingByte                    // may close the label of a list item
	edgeByte                       // a character next to which the weights may find an end
	semicolonByte                  // may end a sentence if a capital follows
	tailByte                       // the second byte of a possible terminator
	leadByte                       // the first byte of a possible terminator or, if there are weights, of any non-ASCII character
)

// newByteClasses classifies the bytes. learnt means that there are weights, which examine every edge.
func newByteClasses(ownStops string, learnt bool) *[256]byteClass {
	t := new([256]byteClass)
	for c := range 256 {
		switch b := byte(c); {
		case b == '.' || b == '!' || b == '?':
			t[c] = stopByte
		case b == ')':
			t[c] = closingByte
		case b >= utf8.RuneSelf:
			if learnt && b >= 0xC0 {
				t[c] = leadByte
			}
		case b == ';' && !learnt:
			t[c] = semicolonByte
		case learnt && b > ' ' && b != ',' && b != ';' && b != '\'' && (b < 'a' || b > 'z'):
			t[c] = edgeByte
		}
	}
	for _, c := range nonASCIIStops() {
		markLeadByte(t, c)
	}
	for _, c := range ownStops {
		if c < utf8.RuneSelf {
			t[c] = stopByte
		} else {
			markLeadByte(t, c)
		}
	}
	return t
}

// markLeadByte marks the byte by which a non-ASCII terminator is noticed: the second of two, because the
// first is shared by half an alphabet, and the first of three.
func markLeadByte(t *[256]byteClass, c rune) {
	if b := utf8.AppendRune(nil, c); len(b) == 2 && t[b[0]] != leadByte {
		t[b[1]] = tailByte
	} else {
		t[b[0]] = leadByte
	}
}

// nonASCIIStops lists the non-ASCII terminators and bullets, all of them in the basic plane.
func nonASCIIStops() (all []rune) {
	for c := rune(utf8.RuneSelf); c < 0x10000; c++ {
		if isStop(c) || c == '•' || c == '⁃' {
			all = append(all, c)
		}
	}
	return all
}

// newSecondBytes maps the first bytes of non-ASCII terminators to the set of second bytes.
func newSecondBytes(ownStops string) *[256]uint64 {
	t := new([256]uint64)
	for _, c := range append(nonASCIIStops(), []rune(ownStops)...) {
		if b := utf8.AppendRune(nil, c); len(b) > 1 {
			t[b[0]] |= 1 << (b[1] & 63)
		}
	}
	return t
}

// Words that many languages share, or adopt from English texts.
const (
	titleWords       = "Mr Mrs Ms Mx Dr Drs Prof Profs Gen Lt Col Maj Capt Cpt Sgt Cpl Adm Cmdr Gov Sen Sens Rep Reps Hon Rev Fr Sr Sra Msgr Supt Insp Det Pres St Mt Ft Messrs MM Mme Mlle Pvt Brig Amb Atty"
	numberedWords    = "No no Nos nos Nr p pp P Pp Fig fig Figs figs vol Vol Art art ch Ch sec Sec par Jan Feb Mar Apr Jun Jul Aug Sep Sept Oct Nov Dec ca c Op op tel Tel ext Ext Rs rs SEC EXT N° n° Vols vols pg Pg eq Eq ver Ver"
	neverFinalWords  = "e.g i.e E.g I.e eg vs Vs v cf Cf viz approx P.S p.s"
	ambiguousWords   = "Inc Corp Co co Ltd Bros Jr Sr etc al Ave ave Blvd Rd Dept dept est Univ Assn Ph.D M.D B.A M.A Esq Mass Calif Fla Pa Va Conn Ga Ill Ind Mich Minn Tenn Tex Wash Wis Ariz Ala Ark Colo Del Kan Ky La Md Miss Mo Mont Neb Nev Okla Ore Vt Wyo min max st plc Pty PLC LLC Intl Natl Govt govt INC CORP LTD CO med Med Jan Feb Mar Apr Jun Jul Aug Sep Sept Oct Nov Dec Mon Tue Tues Wed Thu Thur Thurs Fri Sat Sun Attn"
	starterWords     = "The A An This That These Those There Here It Its He She They We You I His Her Their Our My Your But And Or So Yet Nor In On At By For From With After Before During Since Until When While If As Although Though Because However Meanwhile Many Most Some Several Few All Both Each Every One Two Three No Not What Who Why How Where Which Did Do Does Is Are Was Were Has Have Had Can Could Will Would Should May Might Let Then Now Also Once Under Over About According Millions Thousands Hundreds Dozens I'm It's He's She's That's There's They're We're Don't I've Please"
	hourWords        = "a.m p.m A.M P.M"
	exclamationNames = "Yahoo Jeopardy Yum Joomla Panic"
)

// vocabularyOf returns the vocabulary for the language of a BCP 47 tag, or the shared one.
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

// vocabularies are created on first use.
var vocabularies = sync.OnceValue(func() map[string]*vocabulary {
	all := map[string]*vocabulary{
		"":   newSharedVocabulary(),
		"en": newSharedVocabulary(),
		"de": newGermanVocabulary(),
		"fr": newFrenchVocabulary(),
		"ru": newSharedVocabulary().add(titleWord, "им акад проф ген").
			add(numberedWord, "стр рис т №").
			add(neverFinalWord, "т.е т.к напр см ср").
			add(ambiguousWord, "г гг в вв руб тыс млн млрд ул др пр д м с").
			setStarters("Он Она Оно Они Это Эти Этот Эта В На И Но А Я Мы Вы Ты По С К У О За От До Из Не Как Что Если Когда Так Также При Для Все Его Её Их Мой Там Тут Здесь Потом Ещё Уже После"),
		"uk": newSharedVocabulary().add(titleWord, "ім акад проф").
			add(numberedWord, "стор рис т №").
			add(ambiguousWord, "р рр ст грн тис млн млрд вул див"),
		"bg": newSharedVocabulary().add(titleWord, "проф акад ген").
			add(numberedWord, "стр фиг т №").
			add(ambiguousWord, "г в лв хил млн млрд ул"),
		"kk": newSharedVocabulary().add(numberedWord, "жыл №").add(ambiguousWord, "т.б т.с.с"),
		"es": newSharedVocabulary().add(titleWord, "Srta Dra Lic D Dña Ud Uds").
			add(numberedWord, "pág págs núm").
			add(neverFinalWord, "p.ej").
			add(ambiguousWord, "S.A EE.UU aprox").
			setStarters("El La Los Las Un Una Es En Y Pero No Se Su Con Por Para De Al Este Esta Esto Ella Ellos Yo Lo Si Como Cuando"),
		"it": newSharedVocabulary().add(titleWord, "Sig Sig.ra Dott Avv On Ing").
			add(numberedWord, "pag n").
			add(neverFinalWord, "es").
			add(ambiguousWord, "ecc S.p.A").
			setStarters("Il La Lo I Gli Le Un Una È In E Ma Non Si Con Per Di Al Questo Questa"),
		"pt": newSharedVocabulary().add(titleWord, "Dra Exmo").
			add(numberedWord, "pág n art").
			add(neverFinalWord, "p.ex").
			add(ambiguousWord, "etc Ltda S.A").
			setStarters("O A Os As Um Uma É Em E Mas Não Se Com Por Para De Ao Este Esta"),
		"nl": newSharedVocabulary().add(titleWord, "dhr mevr drs ir mr prof").
			add(numberedWord, "nr blz").
			add(neverFinalWord, "bijv o.a d.w.z").
			add(ambiguousWord, "enz").
			setStarters("De Het Een Dit Dat Deze Hij Zij Ze Wij We Ik Er In Op En Maar"),
		"pl": newSharedVocabulary().add(titleWord, "prof dr hab inż mgr ks gen płk").
			add(numberedWord, "nr str poz art ust pkt").
			add(neverFinalWord, "np tzn tzw m.in").
			add(ambiguousWord, "r w ul zł tys mln mld itd itp godz"),
		"tr": newSharedVocabulary().add(titleWord, "Sn Doç Av Yrd Öğr Gör Alb Bnb Yzb").
			add(numberedWord, "No Cad Sok Mah s sy").
			add(neverFinalWord, "bkz örn Örn").
			add(ambiguousWord, "vb vs vd Ltd Şti A.Ş M.Ö M.S T.C").
			withOrdinals().
			setStarters("Bu Bir O Şu Ve Ama Ancak Ben Sen Biz Siz Onlar Her Ne Nasıl Çünkü Fakat Daha Sonra Önce Eğer Hem Böyle Bunun Bunu Buna Şimdi Yine"),
		"ar": newArabicVocabulary(),
		"fa": newArabicVocabulary(),
		"ps": newArabicVocabulary(),
		"ur": newArabicVocabulary(),
		"hi": newSharedVocabulary().add(titleWord, "डॉ प्रो पं श्री स्व ले कर्नल").add(ambiguousWord, "रु कि.मी मी सं ई.पू"),
		"hy": newSharedVocabulary().withOwnStops(":"), // the Armenian full stop looks like a colon and is usually typed as one
		"el": newSharedVocabulary().withOwnStops(";"), // and the Greek question mark like a semicolon
	}
	danish := "De Det Den Der Han Hun Vi Jeg Du En Et I På Og Men Hvad Hvem Hvor Hvordan Som Når Efter Før Med Til Fra Ikke"
	for _, lang := range []string{"da", "nb", "nn", "no", "sv", "fi", "cs", "sk", "hu"} {
		all[lang] = newSharedVocabulary().add(titleWord, "Hr Fru Skt").withOrdinals().setStarters(starterWords + " " + danish)
	}
	all["en"].weights = loadWeights()
	for _, v := range all {
		v.byteClasses, v.secondBytes = newByteClasses(v.ownStops, v.weights != nil), newSecondBytes(v.ownStops)
		for w := range v.kinds {
			v.lengths[w[0]] |= 1 << min(len(w), 31)
		}
	}
	return all
})

// newSharedVocabulary returns a vocabulary with the words that all languages share.
func newSharedVocabulary() *vocabulary {
	v := &vocabulary{kinds: map[string]wordKind{}}
	return v.add(titleWord, titleWords).
		add(numberedWord, numberedWords).
		add(neverFinalWord, neverFinalWords).
		add(ambiguousWord, ambiguousWords).
		add(starterWord, starterWords).
		add(hourWord|ambiguousWord, hourWords).
		add(exclamationName, exclamationNames)
}

// add adds a kind to words, in addition to the kinds they have.
func (v *vocabulary) add(k wordKind, words string) *vocabulary {
	for w := range strings.FieldsSeq(words) {
		v.kinds[w] |= k
	}
	return v
}

// setStarters replaces the sentence openers.
func (v *vocabulary) setStarters(words string) *vocabulary {
	for w := range v.kinds {
		v.kinds[w] &^= starterWord
	}
	return v.add(starterWord, words)
}

// withOrdinals marks a language that writes ordinal numbers with a full stop.
func (v *vocabulary) withOrdinals() *vocabulary {
	v.ordinals = true
	return v
}

func (v *vocabulary) withOwnStops(own string) *vocabulary {
	v.ownStops = own
	return v
}

// newArabicVocabulary returns the vocabulary of languages in Arabic script, in which single letters with a
// full stop are abbreviations of eras, pages and titles.
func newArabicVocabulary() *vocabulary {
	return newSharedVocabulary().add(neverFinalWord, "م ق ه هـ ش د ص ج ق.م ه.ق ه.ش هـ.ش أ آ")
}

func newGermanVocabulary() *vocabulary {
	return newSharedVocabulary().add(titleWord, "Hr Hrn Dipl Ing Frl Hl Bd").add(numberedWord, "Abs S Bd Kap Mio Mrd Tsd Abb").
		add(neverFinalWord, "z.B z.b d.h u.a bzw ca vgl Vgl sog inkl exkl evtl ggf zzgl bspw ugs i.d.R z.T u.U v.a").
		add(ambiguousWord, "usw etc Std Min Str str GmbH n.Chr v.Chr Chr Jh Jhd").withOrdinals().
		setStarters("Der Die Das Den Dem Des Ein Eine Einen Einem Einer Er Sie Es Wir Ich Ihr Und Aber Doch In Im Am An Auf Bei Nach Mit Von Vom Zu Zum Zur Für Seit Als Wenn Da Dabei Dann Dort Diese Dieser Dieses Auch So Nur Nicht Sein Seine Ihre Man Hier Wie Was Wer")
}

func newFrenchVocabulary() *vocabulary {
	v := newSharedVocabulary().add(titleWord, "M Mmes Me Mgr Pr Ste").
		add(numberedWord, "n art vol chap env").
		add(neverFinalWord, "p.ex ex av apr").
		add(ambiguousWord, "J.-C env").
		setStarters("Le La Les Un Une Des Il Elle Ils Elles On Ce Cette Ces Cet C'est Je Nous Vous Tu En Dans Et Mais Ou Pour Par Sur Avec Sans Si Après Avant Depuis Son Sa Ses Leur Au Aux À Lors Ainsi Cependant")
	v.blankInQuotes = true
	return v
}
