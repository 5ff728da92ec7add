package sentence

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// isByline matches "By Jane Doe", "Von …", "文/李明", "Reporting from Lagos", a newsroom's job title or an
// agency's name alone, but no sentence that begins with "By".
func isByline(t string) bool {
	if isWiderThan(t, maxLabel) || endsInStop(t) && !endsInLetters(t) {
		return false
	}
	label, rest := splitLabel(t)
	if label != "" && rest != "" && authorLabels.contains(label) {
		return true
	}
	return startsWithAuthor(t) || isJobTitle(t) || isAgencyLine(t) || isEmailLine(t) || isDatedName(t)
}

// startsWithAuthor matches the word for "by" and a name, optionally after the kind of work: "Written by Jo
// Lee".
func startsWithAuthor(t string) bool {
	for _, c := range reporterTitles { // 本报记者 李明
		if rest, found := strings.CutPrefix(t, c); found && rest != "" && !isWiderThan(t, maxKicker) {
			return true
		}
	}
	at := 0
	for range 3 {
		word, _, end := nextWord(t, at)
		next, _, _ := nextWord(t, end)
		switch {
		case authorWords.contains(word):
			return capitalFirst(next) && !sectionNames.contains(strings.TrimSpace(t[end:]))
		case !workWords.contains(word):
			return false
		case strings.EqualFold(next, "from"):
			return capitalFirst(strings.TrimSpace(t[end+len(" from"):]))
		}
		at = end
	}
	return false
}

// isCredits matches the credits that agencies put below an article: "(Reporting by Jo Lee; Editing by Ana
// Roth)".
func isCredits(t string) bool {
	if t[0] != '(' && t[0] != 'R' && t[0] != 'A' && t[0] != 'E' && t[0] != 'W' || isWiderThan(t, 2*maxHeadline) {
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

// isJobTitle matches job titles of a newsroom, optionally with a place: "Staff reporter", "Our
// correspondent in Kabul".
func isJobTitle(t string) bool {
	held := false
	for at := 0; ; {
		word, from, end := nextWord(t, at)
		if word == "" {
			return held && strings.TrimLeft(t[at:], " ,") == ""
		}
		if held && (strings.EqualFold(word, "in") || strings.EqualFold(word, "at")) {
			return capitalFirst(strings.TrimSpace(t[end:])) && countFields(t[end:]) <= 3
		}
		if strings.Trim(t[at:from], " ,") != "" || !jobModifiers.contains(word) && !jobWords.contains(word) {
			return false
		}
		held = held || jobWords.contains(word)
		at = end
	}
}

// isAgencyLine matches "Reuters", "AFP, Reuters", "BBC News, Kabul", "كابل - وكالات", "Le Monde avec AFP".
func isAgencyLine(t string) bool {
	t = strings.TrimSuffix(strings.TrimPrefix(t, "("), ")")
	if agencyNames.contains(t) {
		return true
	}
	if isWiderThan(t, maxKicker+maxKicker/2) {
		return false
	}
	for _, mark := range [...]string{", ", "، ", "/", " - ", " – ", " | ", " . ", " and ", " with ", " in ", " mit ", " avec ", " et ", " con ", " и "} {
		if left, right, found := strings.Cut(t, mark); found && (agencyNames.contains(left) || agencyNames.contains(right)) {
			return countFields(t) <= 8 && capitalFirst(left) && capitalFirst(right)
		}
	}
	return false
}

// isDatedName matches a name and a date on one line: "Ayşe Kaya | 24.06.2021", "Reuters · June 24, 2021".
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
	d, ok := parseDateLine(date)
	return ok && d.numbers > 1 && (isName(name) || isAgencyLine(name))
}

// isEmailLine matches the author's email address alone.
func isEmailLine(t string) bool {
	at := strings.IndexByte(t, '@')
	return at >= 0 && at+1 < len(t) && strings.IndexFunc(t, unicode.IsSpace) < 0
}

// isSignature matches a name below the headline: "Jane Doe in Kabul", or a name alone if the next line is
// the date, the author's job title or the agency. Otherwise a name alone above the body may be a second
// headline.
func (a *regionPass) isSignature(i int) bool {
	t := a.text(i)
	if isWiderThan(t, maxKicker+maxKicker/2) || endsInStop(t) && !endsInLetters(t) {
		return false
	}
	name, place, found := splitAtPlace(t)
	if found {
		return isName(name) && capitalFirst(place) && countFields(place) <= 3
	}
	below := a.text(i + 1)
	switch words := strings.Count(t, " ") + 1; {
	case below == "" || hasDigit(t):
		return false
	case isName(t) || allCapitals(t) && words == 2:
		return isLabel(below)
	case !isCaseless(t):
		return false
	default: // in a script without capitals, only a job title or an agency below shows that this is a name
		return (words == 2 || words == 3) && isByline(below)
	}
}

func splitAtPlace(t string) (name, place string, found bool) {
	for _, in := range [...]string{" in ", " aus ", " à ", " en ", " at ", " из "} {
		if name, place, found = strings.Cut(t, in); found {
			return name, place, true
		}
	}
	return t, "", false
}

// isName matches two to four capitalised words or initials, as in a person's name.
func isName(t string) bool {
	words := 0
	for w := range strings.FieldsSeq(t) {
		first, size := utf8.DecodeRuneInString(w)
		if !unicode.IsUpper(first) {
			if nameParticles.contains(w) && words > 0 {
				continue
			}
			return false
		}
		if next, _ := utf8.DecodeRuneInString(w[size:]); len(w) > size && !unicode.IsLower(next) && next != '.' && next != '\'' &&
			next != '’' {
			return false
		}
		if words++; words > 4 || strings.ContainsAny(w, ",:;|/()\"0123456789") {
			return false
		}
	}
	return words >= 2
}
