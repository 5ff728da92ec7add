package published

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"linecheck/text/sentence"
)

// alteration is a text that says something else than what was signed.
type alteration struct {
	kind    string
	article benchArticle
	about   string // the kind of change and the text around it
}

// textAlterations alter one paragraph. Each function returns every text that it can make.
var textAlterations = []struct {
	kind string
	make func(s, language string) []string
}{
	{"another digit", func(s, _ string) []string { return eachRune(s, unicode.IsDigit, otherDigit) }},
	{"order of magnitude", func(s, _ string) []string {
		return append(eachMatch(s, numbers, func(n string) string { return n + n[len(n)-1:] }), eachPair(s, magnitudes)...)
	}},
	{"a number for another", func(s, _ string) []string { return swapMatches(s, numbers) }},
	{"unit", func(s, _ string) []string { return eachPair(s, units) }},
	{"per cent and points", func(s, _ string) []string { return eachPair(s, points) }},
	{"decimal sign left out", func(s, _ string) []string { return eachMatch(s, decimals, withoutSigns) }},
	{"decimal sign for another", func(s, _ string) []string { return eachMatch(s, decimals, otherSigns) }},
	{"decimal sign elsewhere", func(s, _ string) []string {
		return eachMatch(s, decimals, func(n string) string {
			r := []rune(n)
			i := slices.IndexFunc(r, unicode.IsPunct)
			r[i], r[i+1] = r[i+1], r[i]
			if i+2 == len(r) {
				r = append(r, '0')
			}
			return string(r)
		})
	}},
	{"name", func(s, _ string) []string { return eachMatch(s, names, otherName) }},
	{"a name for another", func(s, _ string) []string { return swapMatches(s, names) }},
	{"negation", func(s, _ string) []string { return eachPair(s, negations) }},
	{"prefix of negation", func(s, _ string) []string { return eachPair(s, prefixes) }},
	{"order of words", swapWords},
	{"word left out", func(s, _ string) []string {
		return eachGap(s, func(before, after string) string {
			_, rest, found := strings.Cut(after, " ")
			if !found {
				return ""
			}
			return before + " " + rest
		})
	}},
	{"word added", func(s, _ string) []string {
		return eachGap(s, func(before, after string) string { return before + " " + addedWord(s) + " " + after })
	}},
	{"word twice", func(s, _ string) []string {
		return eachGap(s, func(before, after string) string {
			return before + " " + before[strings.LastIndex(before, " ")+1:] + " " + after
		})
	}},
	{"words joined", func(s, _ string) []string {
		return eachGap(s, func(before, after string) string {
			if !endsInLetter(before) || !startsWithLetter(after) {
				return ""
			}
			return before + after
		})
	}},
	{"quotation", alterQuotation},
	{"quotation marks left out", func(s, _ string) []string {
		return eachMatch(s, quotations, func(q string) string { return strings.Trim(q, "\"“”„«»\u00a0 ") })
	}},
	{"quotation marks added", func(s, _ string) []string {
		return eachMatch(s, plainWords, func(w string) string { return "“" + w + "”" })
	}},
	{"currency", func(s, _ string) []string { return eachPair(s, currencies) }},
	{"minus sign", func(s, _ string) []string {
		return append(eachMatch(s, minuses, func(n string) string { return strings.TrimLeft(n, "-−") }),
			eachMatch(s, spacedNumbers, func(n string) string { return " -" + n[1:] })...)
	}},
	{"date", func(s, _ string) []string { return eachPair(s, dates) }},
	{"comma", func(s, _ string) []string {
		return append(eachMatch(s, commas, func(string) string { return " " }),
			eachGap(s, func(before, after string) string {
				if !endsInLetter(before) {
					return ""
				}
				return before + ", " + after
			})...)
	}},
	{"question or exclamation", func(s, _ string) []string { return eachPair(s, questions) }},
	{"full stop", func(s, _ string) []string { return eachPair(s, stops) }},
	{"homoglyph", func(s, _ string) []string { return eachPair(s, homoglyphs) }},
	{"hidden character", alterHidden},
	{"direction", alterDirection},
	{"accent", func(s, _ string) []string { return eachPair(s, accents) }},
	{"raised figure", func(s, _ string) []string { return eachPair(s, raised) }},
	{"letters swapped", func(s, _ string) []string {
		return eachMatch(s, plainWords, func(w string) string {
			r := []rune(w)
			r[1], r[2] = r[2], r[1]
			return string(r)
		})
	}},
	{"hyphen", func(s, _ string) []string {
		return append(eachMatch(s, hyphens, withoutSigns), eachMatch(s, plainWords, func(w string) string {
			r := []rune(w)
			return string(r[:2]) + "-" + string(r[2:])
		})...)
	}},
}

var (
	numbers       = regexp.MustCompile(`\p{Nd}+`)
	spacedNumbers = regexp.MustCompile(` \p{Nd}+`)
	decimals      = regexp.MustCompile(`\p{Nd}+[.,٫]\p{Nd}+`)
	minuses       = regexp.MustCompile(`[-−]\p{Nd}+`)
	hyphens       = regexp.MustCompile(`\p{L}+[-–]\p{L}+`)
	names         = regexp.MustCompile(`\p{Lu}\p{Ll}{2,}|李明|王芳|陈国强|赵敏|周立平|أحمد|ليلى|الخطيب|رضا|مریم|کاظمی|सुनीता|राजेश|वर्मा|यादव`)
	plainWords    = regexp.MustCompile(`\p{L}{4,}`)
	commas        = regexp.MustCompile(`[,،、，] ?`)
	quotations    = regexp.MustCompile(`"[^"]+"|“[^”]+”|„[^“]+“|«[^»]+»`)
)

// Each pair is also exchanged in the opposite direction.
var (
	magnitudes = pairs("million", "billion", "hundred", "thousand", "Milliarden", "Millionen", "millions", "milliards",
		"millones", "miles",
		"миллиарда", "миллиона", "مليون", "مليار", "亿", "万", "करोड़", "लाख", "میلیارد", "میلیون", "villages", "000 villages",
		"tonnes", "million tonnes")
	units = pairs("metres", "feet", "tonnes", "kilos", "km³", "m³", "°C", "°F", "km/h", "m/s", "Kilometern", "Meilen",
		"Monate", "Jahre", "minutes",
		"hours", "Millimeter", "Meter", "mètres", "litres", "heures", "minutes", "toneladas", "kilos", "metros", "pies",
		"horas", "días", "дней",
		"лет", "метров", "футов", "كيلومترا", "ميلا", "کیلومتر", "متر", "公里", "米", "किलोमीटर", "मीटर", "m²", "ha", "days",
		"weeks", "month", "year",
		"分贝", "度")
	points = pairs("percentage points", "per cent", "per cent", "percentage points", "%", " percentage points",
		"Prozentpunkte", "Prozent",
		"Prozent", "Prozentpunkte", "points de pourcentage", "%", "puntos porcentuales", "%", "процентных пункта", "%",
		"процентов", "пунктов",
		"%", "‰", "%", "个百分点", "个百分点", "%", "نقطتين مئويتين", "2 في المئة", "في المئة", "نقطة مئوية", "درصد", "واحد درصد",
		"प्रतिशत अंक", "प्रतिशत", "प्रतिशत", "प्रतिशत अंक")
	negations = pairs("did not", "did", "didn't", "did", "will not", "will", "are not", "are", "isn't", "is", "is not", "is",
		"can't", "can",
		"cannot", "can", "hadn't", "had", "doesn't", "does", "not guilty", "guilty", "never", "ever", "no chance",
		"a chance", "Nobody", "Everybody",
		"nicht ", "", "keine ", "eine ", "n’avons pas", "avons", "ne sont pas", "sont", "n’a jamais", "a", "No es", "Es",
		"no ", "", "не ", "",
		"لم ", "", "لا ", "", "غير ", "", "没有", "", "不会", "会", "नहीं ", "", "कोई ", "", "نیست", "است", "نشد", "شد",
		"نمی\u200cترسند", "می\u200cترسند",
		"was", "was not", "said", "did not say", "is", "isn't", "sind", "sind nicht", "has", "hasn't", "have", "have not",
		"will", "won't",
		"是", "不是", "است", "نیست", "выросла", "не выросла")
	prefixes = pairs("likely", "unlikely", "independent", "dependent", "legal", "illegal", "honest", "dishonest", "able",
		"unable", "willing",
		"unwilling", "insufficient", "sufficient", "unreliable", "reliable", "fair", "unfair", "affected", "unaffected",
		"unzufrieden", "zufrieden",
		"unerfreulich", "erfreulich", "injuste", "juste", "justa", "injusta", "Imposible", "posible", "imposible", "posible",
		"legal", "ilegal",
		"законным", "незаконным", "реальными", "нереальными", "合法", "不合法", "वैध", "अवैध", "economic", "uneconomic",
		"peaceful", "unpeaceful",
		"wrongdoing", "doing", "approval", "disapproval", "gesichert", "ungesichert", "suffisant", "insuffisant", "متصلة",
		"منفصلة", "کافی", "ناکافی")
	currencies = pairs("$", "€", "£", "$", "€", "£", "cent", "euro", "euros", "dollars", "dollars", "euros", "Euro",
		"Franken", "€", "$", "рублей",
		"долларов", "دولار", "دينار", "元", "美元", "तोमान", "रुपये", "रुपये", "डॉलर", "تومان", "دلار", "£", "", "$", "")
	dates = pairs("Monday", "Sunday", "Tuesday", "Thursday", "Wednesday", "Friday", "March", "May", "April", "August",
		"September", "December", "May",
		"June", "June", "July", "März", "Mai", "Februar", "Januar", "Donnerstag", "Dienstag", "juillet", "juin", "lundi",
		"jeudi", "diciembre",
		"noviembre", "martes", "lunes", "mayo", "marzo", "июня", "июля", "вторник", "среду", "мая", "марта", "الأحد",
		"الاثنين", "مارس", "مايو",
		"سه\u200cشنبه", "شنبه", "اسفند", "بهمن", "星期三", "星期四", "去年", "今年", "सोमवार", "मंगलवार", "मार्च", "मई", "फरवरी",
		"जनवरी", "2025", "2024",
		"2024", "2023", "2019", "2009", "2027", "2037", "2021", "2012", "May 1", "1 May", "last year", "this year")
	questions = pairs("?", ".", "?", "", "?", "!", "!", "?", "؟", ".", "؟", "", "？", "。", "।", "?", ".", "?", "。", "？", "!",
		".", "¿", "", "?", "?!")
	stops      = pairs(". ", ", ", ". ", " ", "; ", ". ", ": ", ", ", "。", "，", "। ", ", ", ". ", "... ", " – ", " ", " – ", ", ")
	homoglyphs = pairs("a", "а", "e", "е", "o", "о", "c", "с", "p", "р", "x", "х", "i", "і", "M", "М", "T", "Т", "A", "Α",
		"о", "o", "а", "a", "l", "I",
		"0", "O", "1", "l", "ی", "ي", "ک", "ك", "3", "З", "5", "५", "2", "۲", "a", "ａ", "日", "曰", "B", "ß", "k", "κ")
	accents = pairs("é", "e", "ü", "u", "ö", "o", "ß", "ss", "è", "e", "ç", "c", "ñ", "n", "ó", "o", "á", "a", "í", "i", "ú",
		"u", "ø", "o", "ê", "e", "ë", "e",
		"é", "è", "й", "и", "ё", "е", "ا", "أ", "أ", "ا", "إ", "ا", "آ", "ا", "ٔ", "", "ँ", "ं", "़", "", "û", "u", "â", "a",
		"à", "a", "Ö", "O", "e", "é", "n", "ñ")
	raised = pairs("10⁶", "106", "10⁶", "10⁹", "m²", "m2", "m²", "m³", "km³", "km3", "km³", "km", "10⁶", "10-6", "10⁶",
		"10₆", "m²", "m", "km³", "³km",
		"120", "12⁰", "12", "1²", "15", "1⁵", "2025", "202⁵", "70", "7⁰")
)

// pairs returns the pairs of a list.
func pairs(words ...string) (list [][2]string) {
	for i := 0; i+1 < len(words); i += 2 {
		list = append(list, [2]string{words[i], words[i+1]})
	}
	return list
}

// eachPair returns one text for each occurrence of a pair's first word, with the second word there instead. Words of letters are replaced
// only as whole words.
func eachPair(s string, list [][2]string) (made []string) {
	for _, p := range list {
		if p[0] == "" {
			continue
		}
		for from := 0; ; {
			i := strings.Index(s[from:], p[0])
			if i < 0 {
				break
			}
			at := from + i
			from = at + len(p[0])
			if len([]rune(p[0])) > 1 && cutsWord(s, at, from) {
				continue
			}
			made = append(made, s[:at]+p[1]+s[from:])
		}
	}
	return made
}

// cutsWord reports whether a range of bytes begins or ends inside a word. Scripts without spaces between words have no such words.
func cutsWord(s string, from, to int) bool {
	return from > 0 && endsInLetter(s[:from]) && startsWithLetter(s[from:]) || endsInLetter(s[:to]) && startsWithLetter(s[to:])
}

func endsInLetter(s string) bool     { r := []rune(s); return len(r) > 0 && isSpacedLetter(r[len(r)-1]) }
func startsWithLetter(s string) bool { r := []rune(s); return len(r) > 0 && isSpacedLetter(r[0]) }
func isSpacedLetter(r rune) bool     { return unicode.IsLetter(r) && !unicode.Is(unicode.Han, r) }

// eachMatch returns one text for each match, with that match replaced.
func eachMatch(s string, pattern *regexp.Regexp, replace func(string) string) (made []string) {
	for _, m := range pattern.FindAllStringIndex(s, -1) {
		made = append(made, s[:m[0]]+replace(s[m[0]:m[1]])+s[m[1]:])
	}
	return made
}

// swapMatches returns one text for each pair of neighbouring matches that differ, with the two exchanged.
func swapMatches(s string, pattern *regexp.Regexp) (made []string) {
	found := pattern.FindAllStringIndex(s, -1)
	for i := 1; i < len(found); i++ {
		a, b := found[i-1], found[i]
		made = append(made, s[:a[0]]+s[b[0]:b[1]]+s[a[1]:b[0]]+s[a[0]:a[1]]+s[b[1]:])
	}
	return made
}

// eachRune returns one text for each accepted character, with that character replaced.
func eachRune(s string, is func(rune) bool, replace func(rune) rune) (made []string) {
	for i, r := range s {
		if is(r) {
			made = append(made, s[:i]+string(replace(r))+s[i+len(string(r)):])
		}
	}
	return made
}

// eachGap returns one text for each space, altered there.
func eachGap(s string, alter func(before, after string) string) (made []string) {
	for i, r := range s {
		if r == ' ' {
			if one := alter(s[:i], s[i+1:]); one != "" {
				made = append(made, one)
			}
		}
	}
	return made
}

func otherDigit(r rune) rune {
	zero := r
	for unicode.IsDigit(zero-1) && r-zero < 9 && (zero-1-'0')%16 != 15 {
		zero--
	}
	return zero + (r-zero+3)%10
}

func withoutSigns(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsPunct(r) || r == '٫' {
			return -1
		}
		return r
	}, s)
}

func otherSigns(s string) string {
	return strings.NewReplacer(".", ",", ",", ".", "٫", "٬").Replace(s)
}

func otherName(s string) string {
	r := []rune(s)
	if last := len(r) - 1; unicode.IsLower(r[last]) {
		r[last-1], r[last] = r[last], r[last-1]
		if string(r) == s {
			return s + "s"
		}
		return string(r)
	}
	return s + string(r[0])
}

func addedWord(s string) string {
	for _, r := range s {
		switch {
		case unicode.Is(unicode.Cyrillic, r):
			return "почти"
		case unicode.Is(unicode.Arabic, r):
			return "تقريبا"
		case unicode.Is(unicode.Devanagari, r):
			return "लगभग"
		case unicode.Is(unicode.Han, r):
			return "大约"
		}
	}
	return "allegedly"
}

// swapWords returns one text for each pair of neighbouring words, with the two exchanged. In Chinese it exchanges characters.
func swapWords(s, language string) (made []string) {
	if language == "zh" {
		return swapMatches(s, regexp.MustCompile(`\p{Han}`))
	}
	return swapMatches(s, regexp.MustCompile(`[\p{L}\p{M}]+`))
}

// alterQuotation exchanges two words within a quotation.
func alterQuotation(s, language string) (made []string) {
	for _, m := range quotations.FindAllStringIndex(s, -1) {
		for _, other := range append(swapWords(s[m[0]:m[1]], language), eachPair(s[m[0]:m[1]], negations)...) {
			made = append(made, s[:m[0]]+other+s[m[1]:])
		}
	}
	return made
}

// alterHidden inserts invisible characters that typesetting does not use. In scripts with joined letters a joiner changes the letters'
// form.
func alterHidden(s, language string) (made []string) {
	inserted := []string{"\u2062", "\U000E0041", "\u034F", "\u3164", "\u180E", "\uFFF9", "\u2800", "\u115F", "\u206A"}
	if language == "ar" || language == "fa" || language == "hi" {
		inserted = append(inserted, "\u200C", "\u200C", "\u200C")
	}
	for i, m := range plainWords.FindAllStringIndex(s, -1) {
		r := []rune(s[m[0]:m[1]])
		made = append(made, s[:m[0]]+string(r[:2])+inserted[i%len(inserted)]+string(r[2:])+s[m[1]:])
	}
	if strings.Contains(s, "\u200C") {
		made = append(made, strings.Replace(s, "\u200C", "", 1))
	}
	return made
}

// alterDirection changes the order in which a text is displayed, but none of its visible characters.
func alterDirection(s, language string) (made []string) {
	for _, m := range numbers.FindAllStringIndex(s, -1) {
		made = append(made, s[:m[0]]+"\u202e"+s[m[0]:m[1]]+"\u202c"+s[m[1]:])
		if language != "ar" && language != "fa" {
			made = append(made, s[:m[0]]+"\u200f"+s[m[0]:], s[:m[0]]+"\u2067"+s[m[0]:m[1]]+" \u2069"+s[m[1]:])
		}
	}
	for _, m := range plainWords.FindAllStringIndex(s, 2) {
		made = append(made, s[:m[0]]+"\u202d"+s[m[0]:])
		if language != "ar" && language != "fa" {
			made = append(made, s[:m[0]]+"\u202b"+s[m[0]:])
		}
	}
	return made
}

// articleAlterations change the order or the number of sentences, captions and paragraphs.
var articleAlterations = []struct {
	kind string
	make func(a benchArticle) []benchArticle
}{
	{"order of sentences", func(a benchArticle) (made []benchArticle) {
		a.eachSentences(func(part int, list []string) {
			for i := 1; i < len(list); i++ {
				other := slices.Clone(list)
				other[i-1], other[i] = other[i], other[i-1]
				made = append(made, a.with(part, strings.Join(other, " ")))
			}
		})
		return made
	}},
	{"order of paragraphs", func(a benchArticle) (made []benchArticle) {
		for i := 1; i < len(a.parts); i++ {
			if a.parts[i-1].kind == a.parts[i].kind {
				made = append(made, a.with(i, a.parts[i-1].text).with(i-1, a.parts[i].text))
			}
		}
		return made
	}},
	{"captions exchanged", func(a benchArticle) (made []benchArticle) {
		for i, p := range a.parts {
			for j := range i {
				if p.kind == "caption" && a.parts[j].kind == "caption" {
					made = append(made, a.with(i, a.parts[j].text).with(j, p.text))
				}
			}
		}
		return made
	}},
	{"sentence left out", func(a benchArticle) (made []benchArticle) {
		a.eachSentences(func(part int, list []string) {
			for i := range list {
				made = append(made, a.with(part, strings.Join(slices.Delete(slices.Clone(list), i, i+1), " ")))
			}
		})
		return made
	}},
	{"paragraph left out", func(a benchArticle) (made []benchArticle) {
		for i := range a.parts {
			other := a
			other.parts = slices.Delete(slices.Clone(a.parts), i, i+1)
			made = append(made, other)
		}
		return made
	}},
	{"sentence added", func(a benchArticle) (made []benchArticle) {
		a.eachSentences(func(part int, list []string) {
			for i := range len(list) + 1 {
				made = append(made, a.with(part, strings.Join(slices.Insert(slices.Clone(list), i, a.addedSentence()), " ")))
			}
		})
		return made
	}},
	{"first or last paragraph added", func(a benchArticle) (made []benchArticle) {
		for _, at := range []int{0, len(a.parts)} {
			other := a
			other.parts = slices.Insert(slices.Clone(a.parts), at, benchPart{"paragraph", a.addedSentence()})
			made = append(made, other)
		}
		return made
	}},
	{"paragraph added", func(a benchArticle) (made []benchArticle) {
		for at := range a.parts {
			for _, kind := range []string{"paragraph", "heading", "item", "caption"} {
				other := a
				other.parts = slices.Insert(slices.Clone(a.parts), at, benchPart{kind, a.addedSentence()})
				made = append(made, other)
			}
		}
		return made
	}},
	{"caption with more", func(a benchArticle) (made []benchArticle) {
		for i, p := range a.parts {
			if p.kind == "caption" {
				made = append(made, a.with(i, p.text+" "+a.addedSentence()), a.with(i, a.addedSentence()+" "+p.text))
			}
		}
		return made
	}},
	{"sign on a line of its own", func(a benchArticle) (made []benchArticle) {
		for at := range a.parts {
			for _, sign := range []string{"?", "%", "“", "!?", "€"} {
				other := a
				other.parts = slices.Insert(slices.Clone(a.parts), at, benchPart{"paragraph", sign})
				made = append(made, other)
			}
		}
		return made
	}},
	{"headline", func(a benchArticle) (made []benchArticle) {
		for _, how := range textAlterations {
			if slices.Contains([]string{"another digit", "name", "negation", "order of words", "word added", "word left out",
				"unit"}, how.kind) {
				for _, s := range how.make(a.title, a.language) {
					made = append(made, a.with(-1, s))
				}
			}
		}
		return append(made, a.with(-1, a.title+"?"), a.with(-1, a.addedSentence()), a.with(-1, a.title+": "+a.addedSentence()))
	}},
}

// eachSentences calls do with the sentences of each paragraph.
func (a benchArticle) eachSentences(do func(part int, list []string)) {
	for part, p := range a.parts {
		var list []string
		r := []rune(p.text)
		for _, found := range sentence.Split(p.text, a.language) {
			list = append(list, string(r[found.Start:found.End]))
		}
		do(part, list)
	}
}

func (a benchArticle) addedSentence() string {
	return map[string]string{"de": "Der Minister bestreitet das.", "fr": "Le ministre conteste ces chiffres.", "es": "El ministro lo niega.",
		"ru": "Министр это отрицает.", "ar": "ونفى الوزير ذلك.", "fa": "وزیر این را رد کرد.", "zh": "部长否认了这一点。",
		"hi": "मंत्री ने इससे इनकार किया।",
		"en": "He is guilty."}[a.language]
}

// alterations lists all alterations of an article, by kind.
func (a benchArticle) alterations() map[string][]alteration {
	byKind := map[string][]alteration{}
	add := func(kind string, other benchArticle) {
		if other.title != a.title || other.body() != a.body() {
			byKind[kind] = append(byKind[kind], alteration{kind, other, firstDifference(a, other)})
		}
	}
	for _, how := range textAlterations {
		for part := range a.parts {
			for _, s := range how.make(a.parts[part].text, a.language) {
				if s != a.parts[part].text {
					add(how.kind, a.with(part, s))
				}
			}
		}
	}
	for _, how := range articleAlterations {
		for _, other := range how.make(a) {
			add(how.kind, other)
		}
	}
	return byKind
}

// firstDifference shows where two articles differ, with the text around it.
func firstDifference(a, b benchArticle) string {
	x, y := []rune(a.title+"\n"+a.body()), []rune(b.title+"\n"+b.body())
	at := 0
	for at < min(len(x), len(y)) && x[at] == y[at] {
		at++
	}
	around := func(r []rune) string { return string(r[max(0, at-30):min(len(r), at+50)]) }
	return fmt.Sprintf("%s: %+q became %+q (%s)", a.name, around(x), around(y), around(y))
}
