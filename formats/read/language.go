package read

import (
	"strings"

	"github.com/abadojack/whatlanggo"
)

// maxGuessBytes is how much of a text is read to guess its language, in bytes: a page or two tell as much as the whole.
const maxGuessBytes = 20_000

// minGuessBytes is how many letters a guess needs, in bytes: a headline could be Danish as well as Norwegian.
const minGuessBytes = 60

// GuessLanguage guesses the language of a text by its script and its commonest groups of three letters, as a tag such as "en" or
// "fa". It is "" where
// the text is too short to tell, or reads as two languages alike.
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
		return "fa" // ISO 639-3 has Western Persian apart, ISO 639-1 Persian alone
	case found.Lang.Iso6391() != "":
		return found.Lang.Iso6391()
	}
	return found.Lang.Iso6393()
}

// DocumentLanguage is the language of a document: the one its words are in, with what the file says of its region; where that
// cannot be told, the one the file
// says. Many programs put down their own language, whatever is written.
func DocumentLanguage(d Document) string {
	told, found := d.Language, GuessLanguage(d.Text)
	if base, _, _ := strings.Cut(strings.ToLower(told), "-"); found == "" || base == found {
		return told
	}
	return found
}
