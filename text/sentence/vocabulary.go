package sentence

import "strings"

// vocabulary is what the rules know of one language, by exact spelling without the last stop.
type vocabulary struct {
	titles   map[string]bool // a name always follows
	numbered map[string]bool // a number often follows
	never    map[string]bool // never end a sentence
	others   map[string]bool // may end one: the next word tells
	clock    map[string]bool // hours: "p.m", in lower case
	starters map[string]bool // begin sentences, and are seldom a name
	shouting map[string]bool // names written with an exclamation mark

	ordinals      bool // "3." is third
	blankInQuotes bool // a blank stands inside the quotes: « oui »
}

func set(lists ...string) map[string]bool {
	m := map[string]bool{}
	for _, l := range lists {
		for w := range strings.FieldsSeq(l) {
			m[w] = true
		}
	}
	return m
}

// vocabularyOf finds the vocabulary of a BCP 47 tag by its language alone; the shared one serves the rest.
func vocabularyOf(lang string) *vocabulary {
	primary, _, _ := strings.Cut(strings.ToLower(lang), "-")
	if v, ok := vocabularies[primary]; ok {
		return v
	}
	return vocabularies[""]
}

// Words that English-language copy brings into every language, or that many languages share.
const (
	titles   = "Mr Mrs Ms Mx Dr Prof Gen Lt Col Maj Capt Cpt Sgt Cpl Adm Cmdr Gov Sen Rep Hon Rev Fr Sr Msgr Supt Insp Det Pres St Mt Ft Messrs MM"
	numbered = "No no Nos nos Nr p pp P Pp Fig fig Figs figs vol Vol Art art ch Ch sec Sec par Jan Feb Mar Apr Jun Jul Aug Sep Sept Oct Nov Dec ca c Op op tel Tel Rs rs SEC EXT ext N° n°"
	never    = "e.g i.e E.g I.e eg vs Vs v cf Cf viz approx P.S p.s"
	others   = "Inc Corp Co co Ltd Bros Jr Sr etc al Ave ave Blvd Rd Dept dept est Univ Assn Ph.D M.D B.A M.A Esq Mass Calif Fla Pa Va Conn Ga Ill Ind Mich Minn Tenn Tex Wash Wis Ariz Ala Ark Colo Del Kan Ky La Md Miss Mo Mont Neb Nev Okla Ore Vt Wyo min max st"
	starters = "The A An This That These Those There Here It Its He She They We You I His Her Their Our My Your But And Or So Yet Nor In On At By For From With After Before During Since Until When While If As Although Though Because However Meanwhile Many Most Some Several Few All Both Each Every One Two Three No Not What Who Why How Where Which Did Do Does Is Are Was Were Has Have Had Can Could Will Would Should May Might Let Then Now Also Once Under Over About According I'm It's He's She's That's There's They're We're Don't I've Please"
)

var vocabularies = map[string]*vocabulary{
	"":   vocab("", "", "", ""),
	"en": vocab("", "", "", ""),
	"de": german(),
	"fr": french(),
	"ru": vocab("им акад проф ген", "стр рис т №", "т.е т.к напр см ср",
		"г гг в вв руб тыс млн млрд ул др пр д м с Он Она").with("Он Она Оно Они Это Эти Этот Эта В На И Но А Я Мы Вы Ты По С К У О За От До Из Не Как Что Если Когда Так Также При Для Все Его Её Их Мой Там Тут Здесь Потом Ещё Уже После"),
	"es": vocab("Sr Sra Srta Dra Lic D Dña Ud Uds", "pág págs núm", "p.ej", "S.A EE.UU aprox").with("El La Los Las Un Una Es En Y Pero No Se Su Con Por Para De Al Este Esta Esto Ella Ellos Yo Lo Si Como Cuando"),
	"it": vocab("Sig Sig.ra Dott Prof Avv On Ing", "pag n", "es", "ecc S.p.A").with("Il La Lo I Gli Le Un Una È In E Ma Non Si Con Per Di Al Questo Questa"),
	"pt": vocab("Sr Sra Dra Exmo", "pág n art", "p.ex", "etc Ltda S.A").with("O A Os As Um Uma É Em E Mas Não Se Com Por Para De Ao Este Esta"),
	"da": northern(), "nb": northern(), "nn": northern(), "no": northern(), "fi": northern(), "cs": northern(), "sk": northern(), "hu": northern(),
	"nl": vocab("dhr mevr drs ir mr prof", "nr blz", "bijv o.a d.w.z", "enz").with("De Het Een Dit Dat Deze Hij Zij Ze Wij We Ik Er In Op En Maar"),
}

// vocab adds a language's own words to the shared ones.
func vocab(moreTitles, moreNumbered, moreNever, moreOthers string) *vocabulary {
	return &vocabulary{
		titles: set(titles, moreTitles), numbered: set(numbered, moreNumbered),
		never: set(never, moreNever), others: set(others, moreOthers),
		clock: set("a.m p.m"), starters: set(starters), shouting: set("Yahoo Jeopardy Yum Joomla Panic"),
	}
}

// with replaces the words that begin sentences.
func (v *vocabulary) with(starters string) *vocabulary {
	v.starters = set(starters)
	return v
}

// northern serves the languages of which only this is known: they write ordinal numbers with a stop.
func northern() *vocabulary {
	v := vocab("Hr Fru Skt", "", "", "")
	v.ordinals = true
	return v
}

func german() *vocabulary {
	v := vocab("Hr Fr Hrn Dipl Ing Frl Hl Bd", "Nr Abs S Bd Kap Mio Mrd Tsd Abb", "z.B z.b d.h u.a bzw ca vgl Vgl sog inkl exkl evtl ggf zzgl bspw ugs i.d.R z.T u.U v.a",
		"usw etc Std Min Str str Co GmbH n.Chr v.Chr Chr Jh Jhd")
	v.ordinals = true
	return v.with("Der Die Das Den Dem Des Ein Eine Einen Einem Einer Er Sie Es Wir Ich Ihr Und Aber Doch In Im Am An Auf Bei Nach Mit Von Vom Zu Zum Zur Für Seit Als Wenn Da Dabei Dann Diese Dieser Dieses Auch So Nur Nicht Sein Seine Ihre Man Hier Wie Was Wer")
}

func french() *vocabulary {
	v := vocab("M MM Mme Mmes Mlle Me Mgr Pr Ste", "n art av p vol chap env", "p.ex cf ex", "apr J.-C etc env")
	v.blankInQuotes = true
	return v.with("Le La Les Un Une Des Il Elle Ils Elles On Ce Cette Ces Cet C'est Je Nous Vous Tu En Dans Et Mais Ou Pour Par Sur Avec Sans Si Après Avant Depuis Son Sa Ses Leur Au Aux À Lors Ainsi Cependant")
}
