package views

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/a-h/templ"

	"linecheck/models"
	"linecheck/text"
)

// What a list of places shows on either side of each, in code points.
const (
	shownBefore = 16
	shownBehind = 28
	shownOfNext = 80 // of the next sentence, before one joins it
)

// cutPlaces are the places at which a sentence can be split, each as the number of the word behind it and the words around it.
func cutPlaces(s string) []choice {
	runes := []rune(s)
	var places []choice
	last := 0
	for i, word := range text.Words(s) {
		at := text.Cut(s, word.Start)
		if at == last || at == 0 {
			continue
		}
		last = at
		before, behind := string(runes[max(0, at-shownBefore):at]), string(runes[at:min(len(runes), at+shownBehind)])
		if at > shownBefore {
			before = "…" + before
		}
		if at+shownBehind < len(runes) {
			behind += "…"
		}
		label := strconv.Itoa(i+1) + " · " + strings.TrimSpace(before) + " | " + behind
		places = append(places, choice{Value: strconv.Itoa(i + 1), Label: label})
	}
	return places
}

// next is the sentence after a page's one, if there is one.
func (v SentenceView) next() (models.PageSentence, bool) {
	for _, s := range v.After {
		if s.Ordinal == v.Sentence.Ordinal+1 {
			return s, true
		}
	}
	return models.PageSentence{}, false
}

// beginning is the first words of a sentence.
func beginning(s string) string {
	if utf8.RuneCountInString(s) <= shownOfNext {
		return s
	}
	return runes(s, shownOfNext) + "…"
}

// sentenceURL is where a change of the page's sentence is asked for.
func sentenceURL(v SentenceView, act string) string { return "/sentences/" + id(v.Sentence.ID) + act }

// wordsOf says of words of an article which language they are in.
func wordsOf(a models.Article) templ.Attributes {
	return templ.Attributes{"lang": articleLanguage(a), "dir": Direction(a.Language)}
}
