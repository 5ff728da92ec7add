package sentence

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// isByline: "By Jane Doe", "Von …", "文/李明", "Reporting from Lagos", a newsroom's post or an agency's name alone; and no
// sentence that begins with "By".
func isByline(t string) bool {
	if longer(t, longLabel) || closed(t) && !endsInLetters(t) {
		return false
	}
	label, rest := labelOf(t)
	if label != "" && rest != "" && authorLabels.holds(label) {
		return true
	}
	return namesAuthor(t) || isPost(t) || isAgencies(t) || isAddress(t) || isDatedName(t)
}

// namesAuthor: the word for "by" with a name behind it, at once or after the kind of work: "Written by Jo Lee".
func namesAuthor(t string) bool {
	for _, c := range reporterTitles { // 本报记者 李明
		if rest, found := strings.CutPrefix(t, c); found && rest != "" && !longer(t, longKicker) {
			return true
		}
	}
	at := 0
	for range 3 {
		word, _, end := nextWord(t, at)
		next, _, _ := nextWord(t, end)
		switch {
		case authorWords.holds(word):
			return capitalFirst(next) && !sections.holds(strings.TrimSpace(t[end:]))
		case !workWords.holds(word):
			return false
		case strings.EqualFold(next, "from"):
			return capitalFirst(strings.TrimSpace(t[end+len(" from"):]))
		}
		at = end
	}
	return false
}

// isCredits: "(Reporting by Jo Lee; Editing by Ana Roth)", which agencies set below the copy.
func isCredits(t string) bool {
	if t[0] != '(' && t[0] != 'R' && t[0] != 'A' && t[0] != 'E' && t[0] != 'W' || longer(t, 2*longHeadline) {
		return false
	}
	t = strings.TrimPrefix(t, "(")
	for _, opening := range [...]string{"Reporting by ", "Additional reporting by ", "Editing by ", "Writing by "} {
		if rest, found := strings.CutPrefix(t, opening); found {
			return capitalFirst(rest)
		}
	}
	return false
}

// isPost: nothing but the words of a newsroom's post, and perhaps where: "Staff reporter", "Our correspondent in Kabul".
func isPost(t string) bool {
	held := false
	for at := 0; ; {
		word, from, end := nextWord(t, at)
		if word == "" {
			return held && strings.TrimLeft(t[at:], " ,") == ""
		}
		if held && (strings.EqualFold(word, "in") || strings.EqualFold(word, "at")) {
			return capitalFirst(strings.TrimSpace(t[end:])) && fields(t[end:]) <= 3
		}
		if strings.Trim(t[at:from], " ,") != "" || !postWords.holds(word) && !posts.holds(word) {
			return false
		}
		held = held || posts.holds(word)
		at = end
	}
}

// isAgencies: "Reuters", "AFP, Reuters", "BBC News, Kabul", "كابل - وكالات", "Le Monde avec AFP".
func isAgencies(t string) bool {
	t = strings.TrimSuffix(strings.TrimPrefix(t, "("), ")")
	if agencies.holds(t) {
		return true
	}
	if longer(t, longKicker+longKicker/2) {
		return false
	}
	for _, mark := range [...]string{", ", "، ", "/", " - ", " – ", " | ", " . ", " and ", " with ", " in ", " mit ", " avec ", " et ", " con ", " и "} {
		if left, right, found := strings.Cut(t, mark); found && (agencies.holds(left) || agencies.holds(right)) {
			return fields(t) <= 8 && capitalFirst(left) && capitalFirst(right)
		}
	}
	return false
}

// isDatedName: "Ayşe Kaya | 24.06.2021", "Reuters · June 24, 2021": who and when on one line.
func isDatedName(t string) bool {
	if !hasDigit(t) {
		return false
	}
	i := strings.IndexAny(t, "|·•")
	if i <= 0 {
		return false
	}
	_, size := utf8.DecodeRuneInString(t[i:])
	name, date := strings.TrimSpace(t[:i]), strings.TrimSpace(t[i+size:])
	d, ok := dateOf(date)
	return ok && d.figures > 1 && (isName(name) || isAgencies(name))
}

// isAddress: the author's address alone.
func isAddress(t string) bool {
	at := strings.IndexByte(t, '@')
	return at >= 0 && at+1 < len(t) && strings.IndexFunc(t, unicode.IsSpace) < 0
}

// isSignature: a name below the headline: "Jane Doe in Kabul", or a bare one where the next line is the date, the author's
// post or the agency. A bare one above the copy may as well be a second headline.
func (a *article) isSignature(i int) bool {
	t := a.text(i)
	if longer(t, longKicker+longKicker/2) || closed(t) && !endsInLetters(t) {
		return false
	}
	name, place, found := cutPlace(t)
	if found {
		return isName(name) && capitalFirst(place) && fields(place) <= 3
	}
	below := a.text(i + 1)
	switch words := strings.Count(t, " ") + 1; {
	case below == "" || hasDigit(t):
		return false
	case isName(t) || allCapitals(t) && words == 2:
		return isLabel(below)
	case !isCaseless(t): // a script without capitals: only a post or an agency tells a name
		return false
	default:
		return (words == 2 || words == 3) && isByline(below)
	}
}

func cutPlace(t string) (name, place string, found bool) {
	for _, in := range [...]string{" in ", " aus ", " à ", " en ", " at ", " из "} {
		if name, place, found = strings.Cut(t, in); found {
			return name, place, true
		}
	}
	return t, "", false
}

// isName: two to four words with a capital and then small letters, or an initial, as a person's name has and a sentence has not.
func isName(t string) bool {
	words := 0
	for w := range strings.FieldsSeq(t) {
		first, size := utf8.DecodeRuneInString(w)
		if !unicode.IsUpper(first) {
			if particles.holds(w) && words > 0 {
				continue
			}
			return false
		}
		if next, _ := utf8.DecodeRuneInString(w[size:]); len(w) > size && !unicode.IsLower(next) && next != '.' && next != '\'' && next != '’' {
			return false
		}
		if words++; words > 4 || strings.ContainsAny(w, ",:;|/()\"0123456789") {
			return false
		}
	}
	return words >= 2
}
