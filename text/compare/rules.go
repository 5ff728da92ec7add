package compare

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Rules are lines that are a site's own and no part of an article. Each is the whole line. Up to six words without the end of a sentence
// can stand for "*"; for "#" they must contain a digit, as a date does, and for "@" each must be a name.
type Rules []string

// DefaultRules are lines that many sites add.
var DefaultRules = Rules{
	"Advertisement", "Advertising", "Sponsored", "Sponsored content", "Anzeige", "Werbung", "Publicité", "Publicidad", "إعلان",
	"Read more", "Read more: *", "Read also: *", "Related", "Related: *", "Related articles",
	"Also read: *", "See also: *", "More on this story",
	"Mehr zum Thema", "Lesen Sie auch: *", "Lire aussi : *", "Leer más", "اقرأ أيضا: *",
	"Share", "Share this", "Share this article", "Share on *", "Teilen", "Partager", "Compartir", "شارك",
	"Tweet", "Email", "Print", "Copy link", "Save", "Comments", "Leave a comment", "# comments", "Subscribe", "Sign up", "Sign up for *",
	"Newsletter", "Follow us", "Follow us on *", "Skip to content", "Skip to main content", "Menu", "Home",
	"# min read", "# minute read", "Published #", "Published on #", "Posted on #", "Updated #", "Last updated #", "Photo: @", "Image: @",
	"Credit: @", "Tags: *", "Filed under: *", "Categories: *", "Topics: *",
	"By @", "Von @", "Par @", "Por @", "Di @", "Door @", "بقلم *",
}

// maxWildcardWords is the largest number of words that "*" stands for.
const maxWildcardWords = 6

// Know reports whether a line is one of the rules, or contains no word at all.
func (r Rules) Know(line string) bool {
	words := Words(line)
	if !slices.ContainsFunc(words, func(w Word) bool { return isWordRune([]rune(w.Text)[0]) }) {
		return true
	}
	return slices.ContainsFunc(r, func(rule string) bool { return matches(Words(rule), words) })
}

// IsSpecific reports whether every rule contains a word of its own, so that none of them knows any line.
func (r Rules) IsSpecific() bool {
	return !slices.ContainsFunc(r, func(rule string) bool {
		return !slices.ContainsFunc(Words(rule), func(w Word) bool { return isWordRune([]rune(w.Text)[0]) })
	})
}

// matches reports whether words are those of a rule. Case makes no difference.
func matches(rule, words []Word) bool {
	for i, w := range rule {
		if fits := wildcards[w.Text]; fits != nil {
			rest := rule[i+1:]
			for n := 1; n <= min(maxWildcardWords, len(words)-i); n++ {
				if fits(words[i:i+n]) && matches(rest, words[i+n:]) {
					return true
				}
			}
			return false
		}
		if i >= len(words) || !strings.EqualFold(w.Text, words[i].Text) {
			return false
		}
	}
	return len(rule) == len(words)
}

// wildcards are the signs of a rule for which words can stand.
var wildcards = map[string]func([]Word) bool{
	"*": func(words []Word) bool { return !endsSentence(words) },
	"#": func(words []Word) bool {
		return !endsSentence(words) && slices.ContainsFunc(words, func(w Word) bool { return strings.ContainsFunc(w.Text, unicode.IsDigit) })
	},
	"@": areNames,
}

// endsSentence reports whether words contain a sign that ends a sentence.
func endsSentence(words []Word) bool {
	return slices.ContainsFunc(words, func(w Word) bool { return strings.Contains(".!?؟。", w.Text) })
}

// areNames reports whether words are names, with commas and "and" between them.
func areNames(words []Word) bool {
	return !slices.ContainsFunc(words, func(w Word) bool {
		first, _ := utf8.DecodeRuneInString(w.Text)
		return !unicode.IsUpper(first) && !slices.Contains([]string{",", "-", "/", "and", "und", "et", "y", "de", "van", "von", "der"}, w.Text)
	})
}
