package sentence

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

const (
	maxCaptionBytes  = 800 // bytes; longer paragraphs are body text even if they end with a credit
	maxCreditReach   = 160 // bytes; the longest photo credit at the end of a caption
	maxCreditColumns = 80  // columns; the longest line that is only a credit
)

// isCaption reports whether a paragraph begins with a label or ends with a photo credit.
func isCaption(t string) bool {
	if len(t) > maxCaptionBytes {
		return false
	}
	return hasCaptionLabel(t) || hasCaptionPhrase(t) || endsInCredit(t)
}

// hasCaptionLabel matches "Photo: The dam in 1960.", "Foto : …", "عکس: …", "图：…".
func hasCaptionLabel(t string) bool {
	if imageLabels.mayOpen(t) {
		if label, rest, found := splitAtComma(t); found && rest != "" && imageLabels.contains(label) {
			return true
		}
	}
	if !photoLabels.mayOpen(t) {
		return false
	}
	label, rest := splitLabel(t)
	return rest != "" && photoLabels.contains(label) && !sectionNames.contains(rest) // "PHOTO / WORLD" is a kicker
}

// hasCaptionPhrase matches phrases that only captions begin with.
func hasCaptionPhrase(t string) bool {
	switch c := t[0]; {
	case c == '(':
		return strings.HasPrefix(t, "(L-R)") || strings.HasPrefix(t, "(From left") || strings.HasPrefix(t, "(L to R)")
	case c == 'I' && strings.HasPrefix(t, "In th"): // "In this June 5, 2021, file photo, …": the description follows the comma
		return strings.HasPrefix(t, "In this ") && hasPhotoBeforeComma(t)
	case len(t) > phraseKey:
		for _, p := range captionPhrases[t[:phraseKey]] {
			if strings.HasPrefix(t, p) {
				return true
			}
		}
		return c >= 0x80 && (strings.HasSuffix(t, "摄") || strings.HasSuffix(t, "攝")) && !isWiderThan(t, maxHeadline)
	}
	return false
}

// hasPhotoBeforeComma matches "In this photo, …" and "In this May 5, 2021 file photo provided by the army,
// …".
func hasPhotoBeforeComma(t string) bool {
	head := t[:min(len(t), 90)]
	for _, w := range [...]string{"photo", "image", "picture", "handout", "frame grab"} {
		if i := strings.Index(head, w); i > 0 {
			return strings.IndexByte(t[i:min(len(t), i+90)], ',') > 0 || strings.Contains(head[i:], " taken ")
		}
	}
	return false
}

// endsInCredit examines only the end: a bracket, or the last short sentence.
func endsInCredit(t string) bool {
	body := t
	if t[len(t)-1] == '.' {
		body = t[:len(t)-1]
	}
	if body == "" {
		return false
	}
	switch last := body[len(body)-1]; {
	case last == ')' || last == ']' || strings.HasSuffix(body, "）") || strings.HasSuffix(body, "］"):
		return endsInBracketedCredit(t, body)
	case len(body) < len(t) || last == '"' || last == '?' || last == '!':
		return endsInCreditSentence(t, false)
	}
	return !endsInStop(t) && (endsInCreditSentence(t, true) || endsInSlashCredit(t))
}

// endsInBracketedCredit matches "(Photo: Xinhua)", "[Ines Roth/AP]" and "（新华社记者李明摄）", but not "(AFP)",
// which ends an agency report.
func endsInBracketedCredit(t, body string) bool {
	from := max(0, len(body)-maxCreditReach)
	open := strings.LastIndexAny(body[from:], "([（［")
	if open < 0 {
		return false
	}
	inner := body[from+open:]
	square := inner[0] == '['
	_, size := utf8.DecodeRuneInString(inner)
	_, closing := utf8.DecodeLastRuneInString(inner)
	if size+closing >= len(inner) {
		return false
	}
	inner = strings.TrimSpace(inner[size : len(inner)-closing])
	if strings.HasSuffix(inner, "摄") || strings.HasSuffix(inner, "攝") {
		return true
	}
	if agencyNames.contains(inner) { // "(AFP)" after a sentence ends an agency report; otherwise it is a credit
		before := strings.TrimSpace(body[:from+open])
		return len(body) == len(t) && before != "" && !endsInStop(before) && !isDateline(t)
	}
	return mentionsPhotoCredit(inner) || len(body) == len(t) && capitalFirst(inner) && photoLabels.contains(inner) || // "(Symbolbild)"
		isSlashedCredit(inner, square && len(body) == len(t))
}

// isSlashedCredit matches a name and an agency or newspaper in brackets: "Ines Roth/AP", "ABC News: Ines
// Roth", "Ines Roth/The Post via AP". Square brackets seldom contain anything else.
func isSlashedCredit(inner string, square bool) bool {
	left, right, found := splitAtSlash(inner)
	if !found {
		left, right, found = strings.Cut(inner, ": ")
		return found && agencyNames.contains(left) && capitalFirst(right)
	}
	return agencyNames.contains(left) || startsWithAgency(right) || startsWithAgency(left) || endsViaAgency(right) ||
		capitalFirst(right) && (isName(left) || square && capitalFirst(left))
}

// endsViaAgency matches "Handout via REUTERS".
func endsViaAgency(t string) bool {
	i := strings.LastIndex(t, " via ")
	return i > 0 && agencyNames.contains(strings.TrimSpace(t[i+len(" via "):]))
}

// mentionsPhotoCredit matches a word for a photograph as used in credits: followed by a colon, "by",
// "courtesy" or a slash, at the end, or after an agency's name. It does not match "(the photo of the
// year)".
func mentionsPhotoCredit(t string) bool {
	for at := 0; at < len(t); {
		word, from, end := nextWord(t, at)
		if word == "" {
			return false
		}
		if photoWords.contains(word) {
			after := strings.TrimSpace(t[end:])
			next, _, _ := nextWord(t, end)
			first, _ := utf8.DecodeRuneInString(word)
			switch {
			case after != "" && strings.IndexByte(":/|", after[0]) >= 0, strings.HasPrefix(after, "："):
				return true
			case after == "" && (unicode.IsUpper(first) || from == 0):
				return true
			case creditConnectors.contains(next), strings.EqualFold(word, "courtesy"):
				return true
			}
		}
		at = end
	}
	return false
}

// endsInCreditSentence matches "… in May. Photo by Ines Roth / Getty Images" and "Credit: Ines Roth." If
// open is set, the credit has no full stop.
func endsInCreditSentence(t string, open bool) bool {
	if isCreditSentence(t, open) {
		return true
	}
	tail := t[max(0, len(t)-maxCreditReach):]
	for rest := tail; ; {
		_, after, found := strings.Cut(rest, ".")
		if !found || after == "" {
			break
		}
		if rest = after; isCreditSentence(strings.TrimSpace(rest), open) {
			return true
		}
	}
	return !isLatin(t[0]) && (strings.IndexByte(tail, ':') > 0 || strings.Contains(tail, "：")) && endsBehindLabel(tail)
}

// endsBehindLabel matches "…۔ فوٹو: X" and "…。图：X": after a sentence, a word for a photograph and a colon.
func endsBehindLabel(tail string) bool {
	i := max(strings.LastIndexByte(tail, ':'), strings.LastIndex(tail, "："))
	if i <= 0 || isWiderThan(tail[i:], maxCreditColumns) {
		return false
	}
	head := strings.TrimRight(tail[:i], " \u00a0")
	stop, size := -1, 0
	for j, c := range head {
		if isStop(c) {
			stop, size = j, utf8.RuneLen(c)
		}
	}
	return stop >= 0 && photoLabels.contains(strings.TrimSpace(head[stop+size:]))
}

// isCreditSentence matches "Photo by X", "Foto: X" and "© X", where X is only a name.
func isCreditSentence(t string, open bool) bool {
	if t == "" || t[0] != '(' && !photoWords.mayOpen(t) && !strings.HasPrefix(t, "©") || isWiderThan(t, maxCreditColumns) {
		return false
	}
	if strings.HasPrefix(t, "©") || strings.HasPrefix(t, "(c) ") {
		return open && !hasDigit(t)
	}
	word, _, end := nextWord(t, 0)
	if !photoWords.contains(word) {
		return false
	}
	next, _, stop := nextWord(t, end)
	if creditConnectors.contains(next) {
		if strings.EqualFold(next, "credit") || strings.EqualFold(next, "courtesy") {
			next, _, stop = nextWord(t, stop)
		}
		name, _, _ := nextWord(t, stop)
		return capitalFirst(name) || strings.HasPrefix(strings.TrimSpace(t[stop:]), ":") || capitalFirst(next)
	}
	after := strings.TrimSpace(t[end:])
	name := strings.TrimLeft(after, ":：/….")
	mark := after[:len(after)-len(name)]
	return name != "" && mark != "" && mark != "." && !sectionNames.contains(strings.TrimSpace(name))
}

// endsInSlashCredit matches "… in Kabul. Ines Roth/Getty Images", "REUTERS/Ines Roth", "… | AP" and
// "Handout via REUTERS".
func endsInSlashCredit(t string) bool {
	tail := t[max(0, len(t)-maxCreditReach/2):]
	if left, right, found := splitAtSlash(tail); found {
		return startsWithAgency(right) && len(left) > 0 ||
			agencyNames.contains(lastWord(left)) && capitalFirst(right) && !isWiderThan(right, maxKicker) ||
			endsInAgencyPhoto(left)
	}
	return endsViaAgency(tail)
}

// endsInAgencyPhoto reports whether the text before the slash ends in "AP Photo" or the like.
func endsInAgencyPhoto(left string) bool {
	head, found := strings.CutSuffix(left, " Photo")
	return found && agencyNames.contains(lastWord(head))
}

// splitAtSlash splits t at its last slash or bar. Two slashes together are an address.
func splitAtSlash(t string) (left, right string, found bool) {
	i := strings.LastIndexAny(t, "/|")
	if i <= 0 || t[i-1] == '/' || strings.Contains(t, "://") || strings.Contains(t, "www.") {
		return "", "", false
	}
	return strings.TrimSpace(t[:i]), strings.TrimSpace(t[i+1:]), true
}

// startsWithAgency matches "AP", "Getty Images", "AP Photo" and "AFP via Getty Images".
func startsWithAgency(t string) bool {
	if agencyNames.contains(t) {
		return true
	}
	word, _, end := nextWord(t, 0)
	if !agencyNames.contains(word) {
		return false
	}
	rest := strings.TrimSpace(t[end:])
	return rest == "" || photoWords.contains(rest) || strings.HasPrefix(rest, "via ")
}

// isAboveCredit matches the first of two lines of a photograph, the description above its credit. "Photo:
// X" alone below the body belongs to a photograph that was not copied.
func (a *regionPass) isAboveCredit(i int) bool {
	if !a.areTwoLines(i) {
		return false
	}
	below := a.text(i + 1)
	return len(below) <= 2*maxCreditColumns && len(a.text(i)) <= maxCaptionBytes && isCreditLine(below) && !isLabel(a.text(i))
}

// areTwoLines reports whether paragraph i and the next are two consecutive lines, with a blank line above and below them.
func (a *regionPass) areTwoLines(i int) bool {
	return i > 0 && i+1 < len(a.paras) && a.isDirectlyAboveNext(i) && !a.isDirectlyAboveNext(i-1) &&
		(i+2 == len(a.paras) || !a.isDirectlyAboveNext(i+1))
}

// isDirectlyAboveNext reports whether exactly one line end is between paragraph i and the next.
func (a *regionPass) isDirectlyAboveNext(i int) bool {
	gap := a.s[a.paras[i].end:a.paras[i+1].start]
	if len(gap) == 1 || len(gap) > 8 || gap == "\n\n" {
		return len(gap) == 1
	}
	ends := 0
	for j := 0; j < len(gap); {
		n := lineEndLen(gap, j)
		if n > 0 {
			ends++
		}
		j += max(n, 1)
	}
	return ends == 1
}

// isCreditLine reports whether a line is only a credit.
func isCreditLine(t string) bool {
	if isWiderThan(t, maxCreditColumns) || !capitalFirst(t) && t[0] < 0x80 {
		return false
	}
	return isCreditSentence(t, true) || !endsInStop(t) && (endsInSlashCredit(t) || hasCaptionLabel(t)) || startsWithAgency(t)
}
