package read

import (
	"strings"

	"github.com/abadojack/whatlanggo"
)

// maxGuessBytes is how many bytes of a text are used to guess its language. A page or two say as much as
// the whole.
const maxGuessBytes = 20_000

// minGuessBytes is how many bytes a guess needs: a headline could be Danish as well as Norwegian.
const minGuessBytes = 60

// GuessLanguage guesses the language of a text from its script and its most frequent trigrams, as a tag
// such as "en" or "fa". It returns "" if the text is too short, or equally likely to be in two languages.
func GuessLanguage(s string) string {
	s = strings.ToValidUTF8(s[:min(len(s), maxGuessBytes)], "")
	if len(strings.TrimSpace(s)) < minGuessBytes {
		return ""
	}
	found := whatlanggo.Detect(s)
	if !found.IsReliable() {
		return ""
	}
	switch {
	case found.Lang == whatlanggo.Pes:
		return "fa" // ISO 639-3 separates Western Persian, ISO 639-1 has only Persian
	case found.Lang.Iso6391() != "":
		return found.Lang.Iso6391()
	}
	return found.Lang.Iso6393()
}

// DocumentLanguage returns the language of a document: the guess from its text, with the file's region
// subtag, or the file's own tag if there is no guess. Many programs write their own language into a file
// regardless of its text.
func DocumentLanguage(d Document) string {
	told, found := d.Language, GuessLanguage(d.Text)
	if base, _, _ := strings.Cut(strings.ToLower(told), "-"); found == "" || base == found {
		return told
	}
	return found
}
