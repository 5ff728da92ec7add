package read

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/abadojack/whatlanggo"
	"golang.org/x/text/language"
)

const (
	// voteBytes is the size of the slices into which a text is divided to detect its languages. The detector's counts overflow beyond a
	// few thousand bytes, which made every long text look English.
	voteBytes = 1200
	// maxVotes is the number of slices of a long text, evenly spaced.
	maxVotes = 32
	// minGuessBytes is how many bytes a guess needs: a headline could be Danish as well as Norwegian.
	minGuessBytes = 60
	// minLanguageShare is the share of the votes of a language that counts as one of a text's languages.
	minLanguageShare = 0.2
)

// GuessLanguage guesses the language of a text from its script, its most frequent trigrams and its function words, as
// a tag such as "en" or "fa". It returns "" if the text is too short.
func GuessLanguage(s string) string {
	languages := Languages(s)
	if len(languages) == 0 {
		return ""
	}
	return languages[0]
}

// Languages returns the languages in which at least a fifth of a text is written, the most frequent one first. A text
// that is too short has none.
func Languages(s string) []string {
	s = strings.TrimSpace(strings.ToValidUTF8(s, ""))
	if len(s) < minGuessBytes {
		return nil
	}
	votes, total := map[string]float64{}, 0.0
	for slice := range voteSlices(s) {
		tag, weight := detectLanguage(slice)
		if tag != "" {
			votes[tag] += weight
			total += weight
		}
	}
	languages := slices.DeleteFunc(slices.Collect(maps.Keys(votes)), func(tag string) bool { return votes[tag] < minLanguageShare*total })
	slices.SortFunc(languages, func(a, b string) int { return cmp.Or(cmp.Compare(votes[b], votes[a]), strings.Compare(a, b)) })
	return languages
}

// DocumentLanguage returns the language of a document. It is the file's own tag, if the text agrees with the tag or is too short to tell.
// Otherwise it is the language detected in the text, or else the usual language of the text's script. Many programs write their own
// language into a file, regardless of the text. The result is "" for an undetected language in Latin script.
func DocumentLanguage(d Document) string {
	declared, base := parseTag(d.Language)
	found := Languages(d.Text)
	script := usualLanguage(d.Text)
	switch {
	case declared != "" && (slices.Contains(found, base) || len(found) > 0 && areRelated(base, found[0])):
		return declared
	case len(found) > 0:
		return found[0]
	case declared != "" && (script == "" || sameScript(base, script)):
		return declared
	}
	return script
}

// parseTag returns a file's language tag in its usual form, and the language in it: "en-GB" and "en" for "EN_gb". Both
// are empty if it is no tag of a known language.
func parseTag(s string) (tag, base string) {
	t, err := language.Parse(strings.TrimSpace(s))
	b, confidence := t.Base()
	if err != nil || confidence == language.No || b.String() == "und" {
		return "", ""
	}
	return t.String(), b.String()
}

// areRelated reports whether two languages are so similar that the detector confuses them, so that the file's own tag
// decides.
func areRelated(a, b string) bool {
	for _, group := range relatedTags {
		if words := strings.Fields(group); slices.Contains(words, a) && slices.Contains(words, b) {
			return true
		}
	}
	return false
}

var relatedTags = [...]string{
	"no nb nn da", "hr sr bs sh sl", "id ms jv", "pt gl", "es gl ca ast", "de lb", "nl af", "cs sk", "bg mk", "hi mr ne", "ur skr", "fa prs",
	"ro mo", "az tr",
}

// usualLanguages are the most frequent languages of the scripts other than Latin.
var usualLanguages = []struct {
	tag    string
	script *unicode.RangeTable
}{
	{"ja", unicode.Hiragana},
	{"ja", unicode.Katakana},
	{"ko", unicode.Hangul},
	{"zh", unicode.Han},
	{"ru", unicode.Cyrillic},
	{"ar", unicode.Arabic},
	{"he", unicode.Hebrew},
	{"el", unicode.Greek},
	{"hi", unicode.Devanagari},
	{"bn", unicode.Bengali},
	{"ta", unicode.Tamil},
	{"te", unicode.Telugu},
	{"kn", unicode.Kannada},
	{"ml", unicode.Malayalam},
	{"gu", unicode.Gujarati},
	{"pa", unicode.Gurmukhi},
	{"or", unicode.Oriya},
	{"si", unicode.Sinhala},
	{"th", unicode.Thai},
	{"lo", unicode.Lao},
	{"km", unicode.Khmer},
	{"my", unicode.Myanmar},
	{"hy", unicode.Armenian},
	{"ka", unicode.Georgian},
	{"am", unicode.Ethiopic},
}

// maxScriptBytes is how many bytes of a text show its script.
const maxScriptBytes = 4000

// usualLanguage returns the usual language of the script in which most letters of a text are, or "" for Latin. Japanese
// is recognised by its kana, even among more Chinese characters.
func usualLanguage(s string) string {
	counts, latin, best := make([]int, len(usualLanguages)), 0, 0
	for _, c := range s[:runeStart(s, min(len(s), maxScriptBytes))] {
		switch {
		case !unicode.IsLetter(c):
		case unicode.Is(unicode.Latin, c):
			latin++
		default:
			for i, l := range usualLanguages {
				if unicode.Is(l.script, c) {
					counts[i]++
					break
				}
			}
		}
	}
	for i, n := range counts {
		if n > counts[best] {
			best = i
		}
	}
	switch {
	case counts[best] <= latin:
		return ""
	case usualLanguages[best].tag == "zh" && 5*(counts[0]+counts[1]) > counts[best]:
		return "ja"
	}
	return usualLanguages[best].tag
}

// sameScript reports whether two languages are usually written in the same script.
func sameScript(a, b string) bool {
	x, _ := language.Make(a).Script()
	y, _ := language.Make(b).Script()
	return x == y
}

// voteSlices yields slices of s, which do not cut characters.
func voteSlices(s string) func(func(string) bool) {
	return func(yield func(string) bool) {
		n := min((len(s)+voteBytes-1)/voteBytes, maxVotes)
		for i := range n {
			start := runeStart(s, i*len(s)/n)
			if !yield(s[start:runeStart(s, min(len(s), start+min(voteBytes, len(s)/n+1)))]) {
				return
			}
		}
	}
}

// runeStart returns the start of the character at byte i, or of the next one.
func runeStart(s string, i int) int {
	for i < len(s) && !utf8.RuneStart(s[i]) {
		i++
	}
	return i
}

// leastWeight is the weight of a vote about which the detector is not sure.
const leastWeight = 0.05

// detectLanguage returns the language of a slice and the weight of its vote.
func detectLanguage(s string) (tag string, weight float64) {
	found := whatlanggo.Detect(s)
	tag = found.Lang.Iso6391()
	switch {
	case found.Lang == whatlanggo.Pes:
		tag = "fa" // ISO 639-3 separates Western Persian, ISO 639-1 has only Persian
	case found.Lang < 0 || found.Script == nil:
		return "", 0
	case found.Lang == whatlanggo.Bho || found.Lang == whatlanggo.Mai:
		tag = "hi" // short Hindi texts are taken for its neighbours
	case found.Lang == whatlanggo.Skr:
		tag = "ur"
	case tag == "":
		tag = found.Lang.Iso6393()
	}
	if found.Script == unicode.Latin {
		tag = correctByWords(s, tag)
	}
	return tag, found.Confidence + leastWeight
}

// minWordShare is the share of a language's own function words from which on a slice is in that language.
const minWordShare = 0.04

// correctByWords replaces a language by a related one that the detector does not know, if the slice has its function
// words or letters.
func correctByWords(s, tag string) string {
	for _, related := range relatedLanguages {
		if !slices.Contains(related.takenFor, tag) {
			continue
		}
		own, words := 0, 0
		for word := range strings.FieldsFuncSeq(s, func(c rune) bool { return !unicode.IsLetter(c) && c != '·' }) {
			words++
			if related.words[strings.ToLower(word)] || strings.ContainsAny(word, related.letters) {
				own++
			}
			if strings.ContainsAny(word, related.foreign) {
				own--
			}
		}
		if words > 0 && float64(own) >= minWordShare*float64(words) {
			return related.tag
		}
	}
	return tag
}

// relatedLanguage is a language that the detector does not know.
type relatedLanguage struct {
	tag      string
	takenFor []string        // the languages that the detector finds instead
	words    map[string]bool // frequent words that these do not have
	letters  string          // letters that these do not have
	foreign  string          // letters that it does not have
}

var relatedLanguages = []relatedLanguage{
	{
		tag: "ca", takenFor: []string{"es", "fr", "pt", "it", "ro", "ht"},
		words: wordSet("amb els dels als però és seva seu aquest aquesta perquè també " +
			" més són està havia fer ser molt quan va van ho hi"),
		letters: "·", foreign: "ñßãõœêâùìË",
	},
	{
		tag: "sk", takenFor: []string{"cs", "sl", "hr", "pl", "et", "lv", "lt", "hu", "eo", "ht", "it", "es", "jv"},
		words: wordSet("sa som nie keď ako alebo ktorý ktorá ktoré ktorí bol bola bolo boli " +
			" aj už než pre pri sú čo ešte jej ich tiež však podľa"),
		letters: "ľĺŕôä", foreign: "ěřůąęłżśźöüõãñ",
	},
}

func wordSet(list string) map[string]bool {
	m := map[string]bool{}
	for w := range strings.FieldsSeq(list) {
		m[w] = true
	}
	return m
}
