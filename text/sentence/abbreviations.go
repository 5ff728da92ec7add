package sentence

import (
	_ "embed"
	"strings"
	"unicode"
	"unicode/utf8"
)

//go:embed abbreviations.txt
var abbreviationList string

// section names a part of abbreviations.txt. The language "common" is every language of the script.
type section struct{ lang, script string }

// abbreviations is the parsed list.
type abbreviations struct {
	words   map[section]sectionWords
	scripts map[string]string // by language; "" is the shared vocabulary
}

type sectionWords struct {
	abbreviations []abbreviationEntry
	openers       []string
}

type abbreviationEntry struct {
	spelling string
	kind     wordKind
}

// listedKinds are the names of the kinds in the list.
var listedKinds = map[string]wordKind{
	"title":  titleWord,
	"number": numberedWord,
	"never":  neverFinalWord,
	"maybe":  ambiguousWord,
	"unit":   unitWord,
}

func parseAbbreviations(list string) abbreviations {
	a := abbreviations{map[section]sectionWords{}, map[string]string{"": "latin"}}
	var at section
	for line := range strings.Lines(list) {
		fields := strings.Fields(line)
		switch {
		case len(fields) == 0 || fields[0] == "#":
		case len(fields) == 2 && line[0] == '[':
			at = section{fields[0][1:], strings.TrimSuffix(fields[1], "]")}
			if at.lang != "common" {
				a.scripts[at.lang] = at.script
			}
		case fields[0] == "opener":
			words := a.words[at]
			words.openers = append(words.openers, fields[1:]...)
			a.words[at] = words
		default:
			words, kind := a.words[at], listedKinds[fields[0]]
			if kind == 0 {
				panic("abbreviations.txt has no kind " + fields[0]) // a broken build, which the tests would catch
			}
			for _, w := range fields[1:] {
				for _, spelling := range spellings(w, at.lang, kind) {
					words.abbreviations = append(words.abbreviations, abbreviationEntry{spelling, kind})
				}
			}
			a.words[at] = words
		}
	}
	for script, langs := range unlistedLanguages {
		for lang := range strings.FieldsSeq(langs) {
			a.scripts[lang] = script
		}
	}
	return a
}

// unlistedLanguages have no words of their own, only those of their script.
var unlistedLanguages = map[string]string{
	"bengali": "bn as", "tamil": "ta", "telugu": "te", "kannada": "kn", "malayalam": "ml", "gujarati": "gu",
	"gurmukhi": "pa", "arabic": "ar fa ps ug sd ckb", "hebrew": "he yi", "armenian": "hy", "georgian": "ka",
	"devanagari": "mr ne sa", "cyrillic": "ky tg mn",
}

// foreign returns the abbreviations of all scripts but Latin, for words of one script in a text of another.
func (a abbreviations) foreign() map[string]wordKind {
	all := map[string]wordKind{}
	for from, words := range a.words {
		if from.script == "latin" || from.lang != "common" && from.lang != "ru" {
			continue
		}
		for _, w := range words.abbreviations {
			all[w.spelling] |= w.kind
		}
	}
	return all
}

// spellings returns a word as it may be written: one in lower case also with a capital and in capitals, one with
// a capital also in capitals. Two letters in capitals are an acronym, unless a name or a number follows.
func spellings(w, lang string, kind wordKind) []string {
	all := []string{w}
	upper := unicode.ToUpper
	if lang == "tr" || lang == "az" {
		upper = unicode.TurkishCase.ToUpper
	}
	first, size := utf8.DecodeRuneInString(w)
	if size == len(w) {
		return all // a single capital is an initial
	}
	if unicode.IsLower(first) {
		all = append(all, string(upper(first))+w[size:])
	}
	if capitals := strings.Map(upper, w); utf8.RuneCountInString(w) > 2 || kind&(titleWord|numberedWord) != 0 {
		all = append(all, capitals)
	}
	return all
}
