package claim

import (
	"embed"
	"strconv"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"
)

// localClass is what a term means in a language other than English.
type localClass uint32

const (
	localMonth localClass = 1 << iota
	localWeekday
	localDay   // yesterday, today, tomorrow
	localTime  // a unit of time
	localUnit  // a physical unit
	localScale // thousand, million
	localNumber
	localPercent
	localPercentBefore
	localMoney
	localClock // before or behind a time of day
	localSay
	localPer      // according to
	localPerAfter // the same, behind its noun
	localJob
	localAged   // before an age
	localOld    // behind an age
	localIn     // before a month
	localThat   // ends the speaker of a statement
	localLetter // only separates words of unspaced text
)

// term is a word, or several, of a language.
type term struct {
	class localClass
	value float64
	unit  string
	rest  []string // the words after the first
}

// locale describes the numbers, dates and words of a language.
type locale struct {
	terms  map[string][]term // by the first word, longer terms first
	traits traits
}

// traits are the properties of a language that its rules need.
type traits struct {
	prefixes    string // letters that are written together with the next word, such as "and"
	inflected   bool   // nouns take endings that the lists do not have
	unspaced    bool   // written without spaces between words
	commaDigits bool   // a comma separates thousands, as in English
	elided      bool   // short words lose their vowel before another, as in "d'avril"
	nounCapital bool   // nouns begin with a capital, so a capital does not make a name
	titleBehind bool   // the office comes after the name
	longest     int    // the most letters of a term, for splitting unspaced text
}

var localeTraits = map[string]traits{
	"ar": {prefixes: "وبفلك", commaDigits: true},
	"he": {prefixes: "ובלמהשכ", commaDigits: true},
	"fa": {prefixes: "و", commaDigits: true},
	"ur": {commaDigits: true},
	"hi": {commaDigits: true},
	"bn": {commaDigits: true, inflected: true},
	"mr": {commaDigits: true, inflected: true},
	"ta": {commaDigits: true, inflected: true},
	"te": {commaDigits: true, inflected: true},
	"zh": {unspaced: true, commaDigits: true},
	"ja": {unspaced: true, commaDigits: true, titleBehind: true},
	"th": {unspaced: true, commaDigits: true},
	"ko": {inflected: true, commaDigits: true, titleBehind: true},
	"ms": {commaDigits: true},
	"fr": {elided: true}, "it": {elided: true}, "ca": {elided: true},
	"de": {nounCapital: true},
	"bg": {inflected: true}, "cs": {inflected: true}, "el": {inflected: true}, "et": {inflected: true}, "fi": {inflected: true},
	"hr": {inflected: true}, "hu": {inflected: true}, "lt": {inflected: true}, "lv": {inflected: true}, "pl": {inflected: true},
	"ru": {inflected: true}, "sk": {inflected: true}, "sl": {inflected: true}, "sr": {inflected: true}, "tr": {inflected: true},
	"uk": {inflected: true},
}

// languageAliases maps languages to one that shares its words.
var languageAliases = map[string]string{
	"no": "nb", "iw": "he", "in": "id", "bs": "hr", "sh": "hr", "yue": "zh", "cmn": "zh", "prs": "fa", "tl": "fil", "nno": "nn",
}

//go:embed languages
var languageFiles embed.FS

// locales has the languages of the embedded lists.
var locales = sync.OnceValue(func() map[string]*locale {
	all := map[string]*locale{}
	for _, name := range []string{"languages/cldr.txt", "languages/words.txt"} {
		list, err := languageFiles.ReadFile(name)
		if err != nil {
			panic(err) // a broken build
		}
		var l *locale
		for line := range strings.Lines(string(list)) {
			line = strings.TrimSpace(line)
			switch tag := strings.Trim(line, "[]"); {
			case line == "" || line[0] == '#':
			case tag != line:
				if l = all[tag]; l == nil {
					l = &locale{map[string][]term{}, localeTraits[tag]}
					all[tag] = l
				}
			default:
				l.addLine(line)
			}
		}
	}
	return all
})

// localeOf returns the locale of a BCP 47 tag, or nil.
func localeOf(lang string) *locale {
	tag, _, _ := strings.Cut(strings.ToLower(strings.ReplaceAll(lang, "_", "-")), "-")
	if alias := languageAliases[tag]; alias != "" {
		tag = alias
	}
	return locales()[tag]
}

var lineClasses = map[string]localClass{
	"months": localMonth, "weekdays": localWeekday, "days": localDay, "numbers": localNumber, "percent": localPercent,
	"percent-before": localPercentBefore, "clock": localClock, "say": localSay, "per": localPer, "jobs": localJob, "aged": localAged,
	"old": localOld, "letters": localLetter, "in": localIn, "that": localThat, "scale": localScale, "money": localMoney, "unit": localUnit,
}

// addLine adds the terms of a line such as "unit km: Kilometer" or "months: Januar Februar …".
func (l *locale) addLine(line string) {
	head, words, _ := strings.Cut(line, ":")
	name, unit, _ := strings.Cut(head, " ")
	for i, w := range strings.Fields(words) {
		t := term{class: lineClasses[name], value: listedValue(name, i), unit: unit}
		switch {
		case w == "-":
			continue
		case name == "unit" && unit == "%":
			t.class = localPercent
		case name == "unit" && unitConversions[unit].base == "" && unit != "°", name == "unit" && isTimeUnit(unit):
			t.class = localTime
		case name == "scale":
			t.value, _ = strconv.ParseFloat(unit, 64)
		case name == "per" && w[0] == '-':
			t.class, w = localPerAfter, w[1:]
		}
		for alternative := range strings.SplitSeq(strings.TrimPrefix(w, "-"), "/") {
			l.addTerm(alternative, t)
		}
	}
}

func isTimeUnit(unit string) bool {
	switch unitConversions[unit].base {
	case "second", "day", "month":
		return true
	}
	return false
}

// listedValue returns the value of the word at a position of a list.
func listedValue(list string, i int) float64 {
	switch {
	case list == "months" || list == "weekdays":
		return float64(i + 1)
	case list == "days":
		return float64(i - 1)
	case list == "numbers" && i <= 10:
		return float64(i + 2)
	case list == "numbers":
		return float64(i-9) * 10
	}
	return 0
}

func (l *locale) addTerm(words string, t term) {
	parts := strings.Split(strings.ToLower(words), "_")
	t.rest = parts[1:]
	list := l.terms[parts[0]]
	if len(parts) > 1 {
		l.terms[parts[0]] = append([]term{t}, list...)
	} else {
		l.terms[parts[0]] = append(list, t)
	}
	l.traits.longest = max(l.traits.longest, utf8.RuneCountInString(words))
}

// endedClasses are the classes whose words are also recognised with an ending.
const endedClasses = localMonth | localWeekday | localTime | localUnit | localScale | localMoney | localJob | localPercent |
	localPerAfter | localOld

// The shortest word that an ending is cut from, and the longest ending.
const (
	minStem   = 3
	maxEnding = 4
)

// lookUp returns the terms that begin with a word.
func (l *locale) lookUp(w string) []term {
	w = strings.ToLower(w)
	if found := l.terms[w]; found != nil {
		return found
	}
	if r, size := utf8.DecodeRuneInString(w); strings.ContainsRune(l.traits.prefixes, r) && utf8.RuneCountInString(w) > 3 {
		if found := l.terms[w[size:]]; found != nil {
			return found
		}
	}
	if !l.traits.inflected {
		return nil
	}
	stem := []rune(w)
	least := minStem
	if unicode.Is(unicode.Hangul, stem[0]) {
		least = 1
	}
	for n := len(stem) - 1; n >= max(least, len(stem)-maxEnding); n-- {
		if found := filterTerms(l.terms[string(stem[:n])], endedClasses); found != nil {
			return found
		}
	}
	return nil
}

func filterTerms(list []term, keep localClass) (kept []term) {
	for _, t := range list {
		if t.class&keep != 0 && len(t.rest) == 0 {
			kept = append(kept, t)
		}
	}
	return kept
}
