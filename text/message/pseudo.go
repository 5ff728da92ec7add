package message

import (
	"regexp"
	"strings"

	"golang.org/x/text/feature/plural"
)

// pseudo is the catalog of Pseudo.
type pseudo struct{}

func (pseudo) message(key Key) string { return Pseudonym(string(key)) }

func (pseudo) plural(form plural.Form, one, many Key) string {
	return Pseudonym(english{}.plural(form, one, many))
}

// layout is as in English: with accents it would be no layout. The names of months and days have them.
func (pseudo) layout(key Key) string { return string(key) }

// verb matches a verb of package fmt.
var verb = regexp.MustCompile(`%(\[\d+\])?[-+# 0]*[\d.]*[a-zA-Z%]`)

// accents replaces each letter by one that looks like it.
var accents = strings.NewReplacer(
	"a", "á", "b", "ƀ", "c", "ç", "d", "ð", "e", "é", "f", "ƒ", "g", "ĝ", "h", "ĥ", "i", "í", "j", "ĵ", "k", "ķ", "l", "ļ", "m", "ɱ",
	"n", "ñ", "o", "ó", "p", "þ", "q", "ǫ", "r", "ŕ", "s", "š", "t", "ţ", "u", "ú", "v", "ṽ", "w", "ŵ", "x", "ẋ", "y", "ý", "z", "ž",
	"A", "Á", "B", "Ɓ", "C", "Ç", "D", "Ð", "E", "É", "F", "Ƒ", "G", "Ĝ", "H", "Ĥ", "I", "Í", "J", "Ĵ", "K", "Ķ", "L", "Ļ", "M", "Ṁ",
	"N", "Ñ", "O", "Ó", "P", "Þ", "Q", "Ǫ", "R", "Ŕ", "S", "Š", "T", "Ţ", "U", "Ú", "V", "Ṽ", "W", "Ŵ", "X", "Ẋ", "Y", "Ý", "Z", "Ž",
)

// Pseudonym writes a message in the pseudo-language. Verbs of package fmt, and blanks at both ends, stay as they are.
func Pseudonym(s string) string {
	core := strings.TrimSpace(s)
	if core == "" {
		return s
	}
	var b strings.Builder
	last := 0
	for _, at := range verb.FindAllStringIndex(core, -1) {
		b.WriteString(accents.Replace(core[last:at[0]]))
		b.WriteString(core[at[0]:at[1]])
		last = at[1]
	}
	b.WriteString(accents.Replace(core[last:]))
	longer := strings.Repeat("·", (len(core)+2)/3)
	return strings.Replace(s, core, "⟦"+b.String()+longer+"⟧", 1)
}
