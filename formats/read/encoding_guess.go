package read

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/html/charset"
)

// EncodingGuess is an encoding in which bytes are text, with the beginning of that text.
type EncodingGuess struct {
	Name    string // as in the WHATWG standard
	Preview string
	score   float64 // 1 if every character beyond ASCII is usual in the language that fits best
	order   int     // of equally likely ones
}

// alphabet is a language with the letters beyond ASCII that its texts use, and the possible encodings of its texts.
type alphabet struct {
	letters   string
	encodings []string
	frequent  string // the most frequent of them, if all letters are beyond ASCII
	rare      string // letters that a text seldom has
	dense     bool   // more than one letter in 25 is beyond ASCII
}

var (
	westernEncodings  = []string{"windows-1252", "macintosh", "iso-8859-15"}
	centralEncodings  = []string{"windows-1250", "iso-8859-2", "x-mac-ce"}
	cyrillicEncodings = []string{"windows-1251", "koi8-u", "iso-8859-5", "x-mac-cyrillic", "ibm866"}
)

// alphabets are the languages that can be distinguished. Each has only its own letters, because letters of several languages in one text
// are a sign of the wrong encoding.
var alphabets = []alphabet{
	{letters: "äöüß", encodings: westernEncodings},
	{letters: "àâæçéèêëîïôœùûüÿñº", encodings: westernEncodings, rare: "ÿñæüº"},
	{letters: "áéíóúüñ¿¡ªº", encodings: westernEncodings},
	{letters: "ãõáâàçéêíóôúªº", encodings: westernEncodings},
	{letters: "àèéìòùíóú", encodings: westernEncodings, rare: "íóú"},
	{letters: "áâçèéëêïíóúüäö", encodings: westernEncodings},
	{letters: "åäöæøéüà", encodings: westernEncodings, rare: "üà"},
	{letters: "áðéíóúýþæö", encodings: westernEncodings, dense: true},
	{letters: "àèéíïòóúüç·", encodings: westernEncodings},
	{letters: "ąćęłńóśźż", encodings: centralEncodings},
	{letters: "áčďéěíňóřšťúůýž", encodings: centralEncodings, dense: true, rare: "ďňóť"},
	{letters: "áäčďéíĺľňóôŕšťúýž", encodings: centralEncodings, dense: true, rare: "ďĺňóŕť"},
	{letters: "áéíóöőúüű", encodings: centralEncodings, dense: true},
	{letters: "čćđšž", encodings: centralEncodings},
	{letters: "ăâîșțşţ", encodings: append(slices.Clone(centralEncodings), "iso-8859-16")},
	{letters: "çğıöşüâîû", encodings: []string{"windows-1254"}, dense: true, rare: "âîû"},
	{letters: "āčēģīķļņšūž", encodings: []string{"windows-1257", "iso-8859-13"}, dense: true},
	{letters: "ąčęėįšųūž", encodings: []string{"windows-1257", "iso-8859-13"}},
	{letters: "äöõüšž", encodings: []string{"windows-1257", "iso-8859-15", "windows-1252"}},
	{letters: "абвгдежзийклмнопрстуфхцчшщъыьэюяё", encodings: cyrillicEncodings, frequent: "оеаинтсрвлкмдпу"},
	{letters: "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя", encodings: cyrillicEncodings, frequent: "оанивтреісклдум"},
	{letters: "абвгдђежзијклљмнњопрстћуфхцчџшѓќѕ", encodings: []string{"windows-1251", "iso-8859-5", "x-mac-cyrillic"},
		frequent: "аоиенрсјтудкмпвл"},
	{letters: "абвгдеёжзійклмнопрстуўфхцчшыьэюя", encodings: []string{"windows-1251", "iso-8859-5", "x-mac-cyrillic"},
		frequent: "анеіортлсдкяуывм"},
	{letters: "αβγδεζηθικλμνξοπρσςτυφχψωάέήίόύώϊϋΐΰ", encodings: []string{"windows-1253", "iso-8859-7"}, frequent: "αοιετσνηρυκπμςλωόίά"},
	{letters: "אבגדהוזחטיךכלםמןנסעףפץצקרשת", encodings: []string{"windows-1255", "iso-8859-8"}, frequent: "יוהלארתבמשנדםחפ"},
	{letters: "ءآأؤإئابةتثجحخدذرزسشصضطظعغفقكلمنهوىيپچژگ،؛؟ًٌٍَُِّْ", encodings: []string{"windows-1256", "iso-8859-6"},
		frequent: "اليمنوتربهعدسفكقش"},
	{letters: "àáâãăèéêìíđòóôõơùúưý\u0300\u0301\u0303\u0309\u0323₫", encodings: []string{"windows-1258"}, dense: true},
	{letters: thaiLetters, encodings: []string{"windows-874"}, frequent: "ารนกอเง่มยลวดทสต้ะปบัิีคห์ไจพ"},
	{encodings: []string{"shift_jis", "euc-jp", "gb18030", "big5", "euc-kr"}},
}

const thaiLetters = "กขฃคฅฆงจฉชซฌญฎฏฐฑฒณดตถทธนบปผฝพฟภมยรฤลฦวศษสหฬอฮฯะัาำิีึืฺุูเแโใไๅๆ็่้๊๋์ํ๎๐๑๒๓๔๕๖๗๘๙"

// usualSigns are signs that texts of every language have.
const usualSigns = "“”„‟‘’‚‛«»‹›–—―…•·§°€£©®™´¨×±²³½¼¾№\u00A0\u00AD\u200C\u200D\u200E\u200F、。「」『』（）！？：；，．・ー々〜～％《》【】"

// commonHan are frequent characters of Chinese in both scripts and of Japanese. A wrong encoding hits few of them.
const commonHan = "的一是不了在人有我他这這中大来來上国國个個到说說们們为為子和你地出道也时時年得就那要下以生会會自着著去之过過家学學对對可她里裡后後小么麼心多天而能好都然没沒日于於起还還发發成事只作当當想" +
	"看文无無开開手十用主行方又如前所本见見经經头頭面公同三已老从從动動两兩长長知民样樣现現分将將外但身些与與高意进進把法此实實回二理美点點月明其种種声聲全工己话話儿兒者向情部正名定女问問力机機给給等几幾很业業最间間新什打便位" +
	"因重被走电電四第门門相次东東政海口使教西再平真听聽世气氣信北少关關并並内內加化由却卻代军軍产產入先山五太水万萬市" +
	"日本東京者社会議員国政府経済首相選挙発表新聞"

// minCertain is the share of usual characters with which a guess is certain, and minLead how much more it needs than
// the next one.
const (
	minCertain = 0.8
	minLead    = 0.06
	maxGuesses = 4
	// maxGuessSample is how many bytes are decoded in each encoding.
	maxGuessSample = 16_000
	previewLen     = 120 // code points
)

// guessEncoding returns the encodings in which the bytes can be text, the likeliest first. They are not UTF-8. Of
// encodings that give the same text, it returns only the first. certain reports whether the likeliest one is certain.
func guessEncoding(b []byte) (guesses []EncodingGuess, certain bool) {
	sample := guessSample(b)
	best := map[string]EncodingGuess{} // by decoded text
	for order, a := range alphabets {
		for _, name := range a.encodings {
			s, ok := decodeStrictly(name, sample)
			if !ok {
				continue
			}
			score := a.score(s, name)
			if strings.HasPrefix(name, "x-mac-") || name == "ibm866" {
				score -= 0.05 // hardly any text has been in these for twenty years
			}
			if score > best[s].score {
				best[s] = EncodingGuess{Name: encodingName(name), Preview: preview(s), score: score, order: order}
			}
		}
	}
	for _, g := range best {
		if g.score > 0 {
			guesses = append(guesses, g)
		}
	}
	slices.SortFunc(guesses, func(a, b EncodingGuess) int {
		return cmp.Or(cmp.Compare(b.score, a.score), cmp.Compare(a.order, b.order), strings.Compare(a.Name, b.Name))
	})
	guesses = guesses[:min(len(guesses), maxGuesses)]
	if len(guesses) == 0 {
		return nil, false
	}
	return guesses, guesses[0].score >= minCertain && (len(guesses) == 1 || guesses[0].score-guesses[1].score >= minLead)
}

// guessSample returns the lines around the first bytes beyond ASCII.
func guessSample(b []byte) []byte {
	if len(b) <= maxGuessSample {
		return b
	}
	at := max(slices.IndexFunc(b, func(c byte) bool { return c >= utf8.RuneSelf }), 0)
	start := strings.LastIndexByte(string(b[:at]), '\n') + 1
	if at-start > maxGuessSample/2 {
		start = at
	}
	sample := b[start:min(len(b), start+maxGuessSample)]
	if end := strings.LastIndexByte(string(sample), '\n'); end > len(sample)/2 {
		sample = sample[:end] // not within a character
	}
	return sample
}

// decodeStrictly decodes bytes, and reports false if some are no characters of text in that encoding.
func decodeStrictly(name string, b []byte) (string, bool) {
	coding, _ := charset.Lookup(name)
	if coding == nil {
		return "", false
	}
	decoded, err := coding.NewDecoder().Bytes(b)
	if err != nil {
		return "", false
	}
	s := string(decoded)
	bad := strings.ContainsFunc(s, func(r rune) bool {
		return r == utf8.RuneError || isControl(r) || r >= 0x80 && r < 0xA0 || unicode.Is(unicode.Co, r)
	})
	return s, !bad
}

// score returns how usual the characters beyond ASCII are: at most 1, and negative if most are not.
func (a alphabet) score(s, encoding string) float64 {
	sum, n, ascii := 0.0, 0, 0
	runes := []rune(s)
	for i, r := range runes {
		if r < utf8.RuneSelf {
			if isASCIILetter(r) {
				ascii++
			}
			continue
		}
		n++
		before, after := neighbour(runes, i-1), neighbour(runes, i+1)
		switch {
		case a.letters == "":
			sum += ideographScore(r, encoding)
			if isASCIILetter(before) && isASCIILetter(after) {
				sum -= 2
			}
		case strings.ContainsRune(a.letters, unicode.ToLower(r)):
			sum += letterScore(r, before, after) * a.weight(unicode.ToLower(r))
		case unicode.IsLetter(r) || unicode.IsMark(r):
			sum -= 1
		case strings.ContainsRune(usualSigns, r) && !(unicode.IsLetter(before) && unicode.IsLetter(after) && !strings.ContainsRune("’"+
			"·\u00AD\u200C\u200D–—", r)):
			sum += 0.8
		default:
			sum -= 2
		}
	}
	score := sum / float64(max(n, 1))
	switch {
	case a.dense && n*25 < ascii:
		score -= 0.2
	case a.frequent != "" && n < ascii:
		score -= 0.5 // a text in another script has more than a name in Latin letters
	}
	return score
}

// weight returns how strongly a letter indicates the language.
func (a alphabet) weight(lower rune) float64 {
	switch {
	case strings.ContainsRune(a.rare, lower):
		return 0.4
	case a.frequent == "":
		return 1
	case strings.ContainsRune(a.frequent, lower):
		return 1.1
	}
	return 0.7
}

func neighbour(runes []rune, i int) rune {
	if i < 0 || i >= len(runes) {
		return ' '
	}
	return runes[i]
}

// letterScore returns 1 for a letter in a usual position. It returns less for a capital after a small letter, or after a letter of
// another script.
func letterScore(r, before, after rune) float64 {
	switch {
	case unicode.IsUpper(r) && unicode.IsLower(before):
		return -1
	case unicode.IsUpper(before) && unicode.IsLower(r) && unicode.IsUpper(after):
		return -1
	case !unicode.Is(unicode.Latin, r) && unicode.IsLetter(r) && (isASCIILetter(before) || isASCIILetter(after)):
		return -1
	case unicode.IsUpper(r) && unicode.IsUpper(after) && unicode.IsUpper(before):
		return 0.7
	}
	return 1
}

func isASCIILetter(r rune) bool { return r < utf8.RuneSelf && unicode.IsLetter(r) }

// ideographScore rates a character of Chinese, Japanese or Korean.
func ideographScore(r rune, encoding string) float64 {
	japanese, korean := encoding == "shift_jis" || encoding == "euc-jp", encoding == "euc-kr"
	switch {
	case strings.ContainsRune(usualSigns, r), r >= 0xFF01 && r <= 0xFF5E:
		return 0.9
	case r >= 0x3041 && r <= 0x30FF:
		if japanese {
			return 1
		}
		return -1
	case r >= 0xFF61 && r <= 0xFF9F: // half-width kana
		return -1
	case unicode.Is(unicode.Hangul, r):
		if korean {
			return 1
		}
		return -1
	case unicode.Is(unicode.Han, r):
		switch {
		case strings.ContainsRune(commonHan, r):
			return 1.4
		case korean:
			return -0.5
		case japanese:
			return 0.7
		}
		return 0.55
	}
	return -1.5
}

// preview returns the line of a text with the most characters beyond ASCII, shortened.
func preview(s string) string {
	best, most := "", 0
	for line := range strings.Lines(s) {
		line = strings.TrimSpace(line)
		at := strings.IndexFunc(line, func(r rune) bool { return r >= utf8.RuneSelf })
		if n := len(line) - strings.Count(line, ""); at >= 0 && n+1 > most {
			best, most = line, n+1
		}
		if most > 60 {
			break
		}
	}
	if runes := []rune(best); len(runes) > previewLen {
		best = string(runes[:previewLen]) + "…"
	}
	return best
}

// EncodingError reports that the encoding of a text is not certain. Its message is a sentence for the user.
type EncodingError struct{ Guesses []EncodingGuess }

// Error names the likely encodings, and the way out.
func (e *EncodingError) Error() string {
	if len(e.Guesses) == 0 {
		return "The encoding of this text could not be recognised; save it as UTF-8 and choose that file."
	}
	names := make([]string, len(e.Guesses))
	for i, g := range e.Guesses {
		names[i] = g.Name
	}
	return "The encoding of this text is not certain (" + strings.Join(names, ", ") + "); choose one, or save the text as UTF-8."
}
