package sentence

import (
	"strings"
	"sync"
	"unicode/utf8"
)

// wordKind is a set of properties of a word before a full stop, or at the beginning of the next sentence.
type wordKind uint16

const (
	titleWord       wordKind = 1 << iota // a name always follows
	numberedWord                         // a number often follows
	neverFinalWord                       // never ends a sentence
	ambiguousWord                        // may end a sentence: the next word decides
	starterWord                          // sentence opener that is seldom a name
	exclamationName                      // a name written with an exclamation mark
	hourWord                             // an hour: "p.m"
	unitWord                             // a unit: an abbreviation only after a figure
)

// abbreviationKinds are the kinds that are written with a full stop.
const abbreviationKinds = titleWord | numberedWord | neverFinalWord | ambiguousWord | hourWord | unitWord

// vocabulary contains the words that the rules know in one language. Words are spelt exactly, without the last full
// stop. abbreviations.txt lists them; abbreviations.go adds the spellings in other cases.
type vocabulary struct {
	kinds       map[string]wordKind
	foreign     map[string]wordKind // abbreviations of other scripts, which all languages share; nil if there are none
	filter      *wordFilter         // most lookups end here
	byteClasses *[256]byteClass
	secondBytes *[256]uint64 // by first byte of a non-ASCII terminator, the possible second bytes as bits
	weights     *weights     // nil if there are none for the language

	ordinals           bool   // "3." means third
	blankInQuotes      bool   // there is a space inside the quotes: « oui »
	syllabicConsonants bool   // words need no vowel: "krk"
	streetSuffix       string // ends the names of streets in short: "Goethestr."
	ownStops           string // additional terminators of this language
}

// maxWordLen is the length of the longest word of a vocabulary, in bytes.
const maxWordLen = 31

// wordFilter has a bit for each word of a vocabulary, chosen by its length, its first, middle and last byte.
type wordFilter [1 << 10]uint64

// filterBit returns the place of a word's bit.
func filterBit(first, middle, last byte, length int) (word uint32, bit uint32) {
	h := (uint32(first) | uint32(middle)<<8 | uint32(last)<<16 | uint32(length)<<24) * 0x9E3779B1 >> 16
	return h >> 6, h & 63
}

func (f *wordFilter) add(w string) {
	word, bit := filterBit(w[0], w[len(w)/2], w[len(w)-1], len(w))
	f[word] |= 1 << bit
}

// kindOf returns the kinds of a word, or 0.
func (v *vocabulary) kindOf(w string) wordKind {
	if len(w) > maxWordLen || w == "" {
		return 0
	}
	if word, bit := filterBit(w[0], w[len(w)/2], w[len(w)-1], len(w)); v.filter[word]>>bit&1 == 0 {
		return 0
	}
	if k, ok := v.kinds[w]; ok || v.foreign == nil {
		return k
	}
	return v.foreign[w]
}

// isStop reports whether a character can end a sentence in this language.
func (v *vocabulary) isStop(c rune) bool {
	return isStop(c) || v.ownStops != "" && strings.ContainsRune(v.ownStops, c)
}

// isFirmStop reports whether a terminator has no other use in this language.
func (v *vocabulary) isFirmStop(c rune) bool {
	return isFirmStop(c) || v.ownStops != "" && strings.ContainsRune(v.ownStops, c)
}

// byteClass classifies bytes for the segmenter.
type byteClass uint8

const (
	innerByte     byteClass = iota // none of the others; the segmenter skips it
	stopByte                       // a terminator
	closingByte                    // may close the label of a list item
	edgeByte                       // with weights: a capital, digit or mark, beside which they may end a sentence
	semicolonByte                  // may end a sentence if a capital follows
	tailByte                       // the second byte of a character that may be a terminator
	leadByte                       // the first byte of such a character; with weights, of any non-ASCII character
)

// newByteClasses returns the class of every byte for a language with these terminators of its own. learnt
// reports whether the language has trained weights. Those need more bytes examined.
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

// exclamationNames are names written with an exclamation mark, and hourWords the parts of the day.
const (
	exclamationNames = "Yahoo Jeopardy Yum Joomla Panic"
	hourWords        = "a.m p.m A.M P.M"
)

// vocabularyOf returns the vocabulary for the language of a BCP 47 tag, or the shared one.
func vocabularyOf(lang string) *vocabulary {
	primary := lang
	if i := strings.IndexAny(lang, "-_"); i >= 0 {
		primary = lang[:i]
	}
	all := vocabularies()
	if v, ok := all[primary]; ok {
		return v()
	}
	if v, ok := all[strings.ToLower(primary)]; ok {
		return v()
	}
	return all[""]()
}

// vocabularies has a function for each language, which makes its vocabulary on first use.
var vocabularies = sync.OnceValue(func() map[string]func() *vocabulary {
	lists := parseAbbreviations(abbreviationList)
	foreign := lists.foreign()
	all := map[string]func() *vocabulary{}
	for lang, script := range lists.scripts {
		all[lang] = sync.OnceValue(func() *vocabulary { return newVocabulary(lists, lang, script, foreign) })
	}
	for alias, lang := range languageAliases {
		all[alias] = all[lang]
	}
	return all
})

// languageAliases are languages that are written with the abbreviations of another.
var languageAliases = map[string]string{"nb": "no", "nn": "no", "bs": "hr", "sh": "hr", "mo": "ro", "in": "id", "iw": "he", "lb": "de"}

// newVocabulary puts the vocabulary of a language together.
func newVocabulary(lists abbreviations, lang, script string, foreign map[string]wordKind) *vocabulary {
	v := &vocabulary{kinds: map[string]wordKind{}, foreign: foreign, filter: new(wordFilter)}
	opener := lang
	if len(lists.words[section{lang, script}].openers) == 0 {
		opener = "en"
	}
	for _, from := range []section{{"common", "latin"}, {"common", script}, {lang, script}} {
		for _, w := range lists.words[from].abbreviations {
			v.add(w.kind, w.spelling)
		}
	}
	for _, w := range lists.words[section{opener, lists.scripts[opener]}].openers {
		v.add(starterWord, w)
	}
	for w := range strings.FieldsSeq(exclamationNames) {
		v.add(exclamationName, w)
	}
	for w := range strings.FieldsSeq(hourWords) {
		v.add(hourWord|ambiguousWord, w)
	}
	v.ordinals, v.blankInQuotes, v.ownStops = ordinalLanguages[lang], lang == "fr", ownStops[lang]
	v.syllabicConsonants = vowellessLanguages[lang]
	if lang == "de" {
		v.streetSuffix = "str"
	}
	v.weights = loadWeights(lang)
	v.byteClasses, v.secondBytes = newByteClasses(v.ownStops, v.weights != nil), newSecondBytes(v.ownStops)
	for _, words := range []map[string]wordKind{v.kinds, foreign} {
		for w := range words {
			v.filter.add(w)
		}
	}
	return v
}

// add adds kinds to a word, in addition to those it has.
func (v *vocabulary) add(k wordKind, word string) { v.kinds[word] |= k }

// ordinalLanguages write ordinal numbers with a full stop.
var ordinalLanguages = newWordSet("de tr da no sv fi cs sk hu")

// vowellessLanguages have words without a vowel, such as "krk".
var vowellessLanguages = newWordSet("cs sk hr sl sr mk cy vi")

// ownStops are terminators of one language. The Armenian full stop looks like a colon and is usually typed as
// one, and the Greek question mark like a semicolon.
var ownStops = map[string]string{"hy": ":", "el": ";"}
