package sentence

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// attributionFollows: after the question, exclamation or statement that a closing quote ends, its speaker belongs
// to the same sentence: “Will he go?” Okoro asked. In lower case the rule "speech goes on" has decided already.
func attributionFollows(g *gap, v *vocabulary) ruleResult {
	if g.after == g.stopsEnd || g.next >= len(g.s) {
		return noOpinion
	}
	if c, _ := runeBefore(g.s, g.after); c == ')' || c == ']' || c == '）' {
		return noOpinion
	}
	rest := g.s[g.next:min(len(g.s), g.next+maxAttribution)]
	switch c := g.nextRune; {
	case unicode.IsUpper(c) && g.hasKind(questionGap):
		if isNameAndVerb(rest, v) {
			return noSplit
		}
	case unicode.Is(unicode.Lo, c) && !unicode.Is(unicode.Han, c) && isCaselessAttribution(rest):
		return noSplit
	}
	return noOpinion
}

// maxAttribution is how many bytes after a quotation are read.
const maxAttribution = 160

// maxNameWords is the number of words of the longest name with its titles.
const maxNameWords = 6

// isNameAndVerb matches a name, possibly with words in commas after it, and a verb of speech, unless the verb
// begins a report of its own: “Is it safe?” Okoro said the bridge was closed.
func isNameAndVerb(t string, v *vocabulary) bool {
	at, names := 0, 0
	for range maxNameWords {
		word, from, end := nextWord(t, at)
		gap := t[at:min(from, len(t))]
		c, _ := utf8.DecodeRuneInString(word)
		switch {
		case word == "":
			return false
		case names > 0 && speechVerbs[word]:
			return strings.Trim(gap, " ,\u00a0.") == "" && isEndOfAttribution(word, t[end:])
		case strings.Trim(gap, " .\u00a0") != "":
			return names > 0 && strings.HasPrefix(gap, ",") && endsInAttribution(t[from:])
		case unicode.IsUpper(c):
			if names == 0 && (v.kindOf(word)&starterWord != 0 || indefiniteWords[word]) {
				return false
			}
			names++
		case names == 0 || !nameParticles.contains(word) && word != "of":
			return false
		}
		at = end
	}
	return false
}

// endsInAttribution matches the words in commas after a name, and the verb: "the mayor, asked."
func endsInAttribution(t string) bool {
	_, rest, found := strings.Cut(t, ", ")
	if !found || strings.ContainsAny(t[:len(t)-len(rest)], ".!?“\"") {
		return false
	}
	word, from, end := nextWord(rest, 0)
	return from == 0 && speechVerbs[word] && isEndOfAttribution(word, rest[end:])
}

// isEndOfAttribution reports whether a verb of speech refers to the quotation before it: the sentence ends, an
// adverbial follows, or somebody is asked.
func isEndOfAttribution(verb, rest string) bool {
	c, _ := runeAt(rest, 0)
	if rest == "" || strings.ContainsRune(".,;!?:—–", c) {
		return true
	}
	word, _, end := nextWord(rest, 0)
	if first, _ := utf8.DecodeRuneInString(word); attributionAdverbs[word] || unicode.IsUpper(first) && dateNames.contains(word) {
		return true
	}
	if verb != "asked" && verb != "asks" && verb != "told" {
		return false
	}
	clause := rest[end:]
	if i := strings.IndexAny(clause, ".!?"); i >= 0 {
		clause = clause[:i]
	}
	for _, w := range [...]string{" for ", " about ", " whether ", " if ", " why ", " how ", " to ", " that ", " what ", " who "} {
		if strings.Contains(" "+word+clause, w) {
			return false
		}
	}
	return verb != "told" || !strings.Contains(clause, " the ")
}

var (
	speechVerbs = newWordSet("said says asked asks testified replied replies answered answers wrote writes tweeted shouted cried yelled " +
		"exclaimed wondered wonders added adds told joked quipped recalled explained declared responded screamed repeated " +
		"whispered continued snapped demanded insisted noted sordu dedi diyor soruyor yazdı ekledi bağırdı")
	attributionAdverbs = newWordSet("in on at during to after before when as from with by while outside inside aloud rhetorically again " +
		"yesterday today last this angrily quietly later online via through upon over under without")
	indefiniteWords = newWordSet("Nobody Everyone Everybody Someone Somebody Anyone Anybody None Others People Critics Police Officials " +
		"Residents Witnesses Experts Investigators Neither Either Another Nothing Everything Herkes Kimse Hiç")
)

// maxAttributionWords is the number of words of the longest attribution in a script without capitals.
const maxAttributionWords = 9

// isCaselessAttribution matches the speaker after a quotation in a script without capitals. In Arabic and Hebrew
// the verb comes first; elsewhere it ends the sentence, and in Korean a particle may follow the quote.
func isCaselessAttribution(t string) bool {
	end := strings.IndexFunc(t, func(c rune) bool { return isStop(c) || strings.ContainsRune(",،;؛:", c) })
	if end >= 0 && t[end] == ':' {
		return false // a new quotation follows
	}
	word, _, _ := nextWord(t, 0)
	if openingSpeechVerbs.contains(word) {
		return true
	}
	for _, p := range koreanQuoteParticles {
		if strings.HasPrefix(word, p) {
			return true
		}
	}
	if end < 0 {
		return false
	}
	if c, _ := runeAt(t, end); !isStop(c) {
		return false
	}
	words := strings.TrimRight(t[:end], " ")
	last := words[strings.LastIndexByte(words, ' ')+1:]
	for _, helper := range [...]string{" है", " हैं", " था", " थे", " थी", " ہے", " ہیں", " تھا", " است", " بود"} {
		if before, found := strings.CutSuffix(words, helper); found {
			last = before[strings.LastIndexByte(before, ' ')+1:]
			break
		}
	}
	if countFields(words) > maxAttributionWords || !closingSpeechVerbs.contains(last) {
		return false
	}
	for _, no := range [...]string{"नहीं", "نہیں", "않"} { // "nobody answered" is a sentence
		if strings.Contains(words, no) {
			return false
		}
	}
	return true
}

var (
	openingSpeechVerbs = newPhraseSet("قال|قالت|قالوا|سأل|سألت|تساءل|تساءلت|أضاف|أضافت",
		"صرح|صرحت|هتف|هتفت|صرخ|صرخت|أجاب|أجابت|رد|ردت|كتب|كتبت|يقول|تقول",
		"אמר|אמרה|אמרו|שאל|שאלה|הוסיף|הוסיפה|השיב|השיבה|ענה|ענתה|כתב|כתבה|צעק|צעקה|תהה|תהתה")
	closingSpeechVerbs = newPhraseSet("कहा|पूछा|बताया|लिखा|बोले|बोला|बोली|चिल्लाया|जोड़ा|کہا|پوچھا|بتایا|لکھا|بولے|بولا|بولی",
		"گفت|گفتند|پرسید|پرسیدند|افزود|نوشت|می‌گوید|می‌پرسد|বলেন|বলেছেন|জিজ্ঞাসা|বললেন|কহিলেন",
		"말했다|말했습니다|물었다|물었습니다|밝혔다|밝혔습니다|전했다|전했습니다|덧붙였다|덧붙였습니다|설명했다|설명했습니다|답했다|외쳤다|썼다|적었다|주장했다|주장했습니다|지적했다|강조했다")
	koreanQuoteParticles = [...]string{"라고", "이라고", "라며", "이라며", "고 ", "라는", "이라는", "하고", "면서", "며 "}
)
