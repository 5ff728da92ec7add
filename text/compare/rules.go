package compare

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Rules list lines that belong to the site and not to an article. A rule matches a whole line. "*" matches up to six words without the
// end of a sentence, or any words that are one link. "#" matches only a number or a date, and "@" only names.
type Rules []string

// DefaultRules are lines that many sites add.
var DefaultRules = Rules{
	"Advertisement", "Advertising", "Sponsored", "Sponsored content", "Anzeige", "Werbung", "Publicité", "Publicidad", "Pubblicità",
	"Advertentie", "Publicidade", "Реклама", "إعلان", "تبلیغات", "آگهی", "广告", "廣告", "विज्ञापन",
	"Read more", "Read more: *", "Read also: *", "Read next: *", "Related", "Related: *", "Related articles",
	"Also read: *", "See also: *", "More on this story",
	"Mehr zum Thema", "Lesen Sie auch: *", "Mehr dazu: *", "Lire aussi : *", "À lire aussi : *", "Sur le même sujet",
	"Leer más", "Lea también: *", "Noticias relacionadas", "Leggi anche: *", "Lees ook: *", "Leia também: *",
	"Читайте также: *", "По теме", "اقرأ أيضا: *", "مواضيع ذات صلة", "بیشتر بخوانید: *", "مطالب مرتبط", "相关阅读：*", "相关新闻",
	"यह भी पढ़ें: *", "संबंधित खबरें",
	"Share", "Share this", "Share this article", "Share on *", "Teilen", "Partager", "Compartir", "Поделиться", "شارك",
	"Tweet", "Email", "Print", "Copy link", "Save", "Comments", "Leave a comment", "# comments", "Subscribe", "Sign up", "Sign up for *",
	"Newsletter", "Follow us", "Follow us on *", "Skip to content", "Skip to main content", "Menu", "Home",
	"# min read", "# minute read", "Published #", "Published on #", "Posted on #", "Updated #", "Last updated #",
	"Veröffentlicht am #", "Publié le #", "Publicado el #", "Опубликовано #", "نشر في #", "منتشر شده در #", "发布于 #", "प्रकाशित #",
	"Photo: @", "Image: @", "Credit: @", "Foto: @",
	"Tags: *", "Filed under: *", "Categories: *", "Topics: *",
	"By @", "Von @", "Par @", "Por @", "Di @", "Door @", "Автор @", "Автор: @", "بقلم *", "نویسنده *", "作者：*", "作者 *", "लेखक *",
}

// maxWildcardWords is the largest number of words that a wildcard matches. maxLinkedWords is the limit for words that are one link.
const (
	maxWildcardWords = 6
	maxLinkedWords   = 40
)

// line is a line of a published text.
type line struct {
	words []Word
	links []int // for each word, the number of its link, or -1; nil if there are no links
}

// isOneLink reports whether all words belong to the same link.
func (l line) isOneLink() bool {
	return l.links != nil && l.links[0] >= 0 && !slices.ContainsFunc(l.links, func(n int) bool { return n != l.links[0] })
}

// part returns a range of the line's words.
func (l line) part(from, to int) line {
	if l.links == nil {
		return line{l.words[from:to], nil}
	}
	return line{l.words[from:to], l.links[from:to]}
}

// Know reports whether a line matches a rule, or consists of separators such as "* * *".
func (r Rules) Know(s string) bool { return r.parse().know(line{words: Words(s)}) }

// parsedRules contains the words of each rule.
type parsedRules [][]Word

func (r Rules) parse() parsedRules {
	parsed := make(parsedRules, len(r))
	for i, rule := range r {
		parsed[i] = Words(rule)
	}
	return parsed
}

func (r parsedRules) know(l line) bool {
	if !slices.ContainsFunc(l.words, func(w Word) bool { return !isSeparator(w.Text) }) {
		return true
	}
	return slices.ContainsFunc(r, func(rule []Word) bool { return matches(rule, l) })
}

// isSeparator reports whether a sign only separates parts of a page, or is an icon of an icon font. A question mark, a unit and a
// currency are not separators, because they add to the meaning of the line before.
func isSeparator(sign string) bool {
	r, size := utf8.DecodeRuneInString(sign)
	if size != len(sign) {
		return false
	}
	switch {
	case strings.ContainsRune("*-_~#=|/\\·•⁂※<>★☆❦❧", r):
		return true
	case r >= 0x2190 && r <= 0x21ff, r >= 0x2500 && r <= 0x25ff, r >= 0x2b00 && r <= 0x2bff: // arrows, boxes
		return true
	}
	return unicode.Is(unicode.Co, r)
}

// IsSpecific reports whether every rule contains at least one word that is not a wildcard. A rule without one would match any line.
func (r Rules) IsSpecific() bool {
	return !slices.ContainsFunc(r, func(rule string) bool {
		return !slices.ContainsFunc(Words(rule), func(w Word) bool { return isWordRune([]rune(w.Text)[0]) })
	})
}

// matches reports whether a line matches a rule, ignoring case.
func matches(rule []Word, l line) bool {
	for i, w := range rule {
		if fits := wildcards[w.Text]; fits != nil {
			rest := rule[i+1:]
			for n := 1; n <= min(maxLinkedWords, len(l.words)-i); n++ {
				if part := l.part(i, i+n); (part.length() <= maxWildcardWords || part.isOneLink()) && fits(part.words) &&
					matches(rest, l.part(i+n, len(l.words))) {
					return true
				}
			}
			return false
		}
		if i >= len(l.words) || !strings.EqualFold(w.Text, l.words[i].Text) {
			return false
		}
	}
	return len(rule) == len(l.words)
}

// length returns the number of words. In scripts without spaces it counts two characters as one word.
func (l line) length() (n int) {
	for _, w := range l.words {
		n++
		if r, _ := utf8.DecodeRuneInString(w.Text); unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai) {
			n += utf8.RuneCountInString(w.Text)/2 - 1
		}
	}
	return n
}

// wildcards are the wildcards of rules, with the words that each one accepts.
var wildcards = map[string]func([]Word) bool{
	"*": func(words []Word) bool { return !endsSentence(words) },
	"#": isDate,
	"@": areNames,
}

// endsSentence reports whether words contain a sign that ends a sentence.
func endsSentence(words []Word) bool {
	return slices.ContainsFunc(words, func(w Word) bool { return strings.Contains(".!?؟。！？।", w.Text) })
}

// areNames reports whether words are names, with commas and "and" between them.
func areNames(words []Word) bool {
	return !slices.ContainsFunc(words, func(w Word) bool {
		first, _ := utf8.DecodeRuneInString(w.Text)
		return !unicode.IsUpper(first) && !slices.Contains([]string{",", "-", "/", "and", "und", "et", "y", "de", "van", "von", "der"}, w.Text)
	})
}
