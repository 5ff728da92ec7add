package views

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/a-h/templ"

	"linecheck/models"
	"linecheck/text"
)

// What a list of places shows on either side of each, in code points.
const (
	maxContextBefore = 16
	maxContextAfter  = 28
	maxNextPreview   = 80 // of the next sentence, before one joins it
)

// splitPoints are the places at which a sentence can be split, each as the number of the word behind it and the words around it.
func splitPoints(s string) []choice {
	runes := []rune(s)
	var places []choice
	last := 0
	for i, word := range text.Words(s) {
		at := text.CutPosition(s, word.Start)
		if at == last || at == 0 {
			continue
		}
		last = at
		before := lastWordsWithin(string(runes[:at]), maxContextBefore)
		behind := firstWordsWithin(string(runes[at:]), maxContextAfter)
		label := strconv.Itoa(i+1) + " · " + before + " | " + behind
		places = append(places, choice{Value: strconv.Itoa(i + 1), Label: label})
	}
	return places
}

// nextSentence is the sentence after a page's one, if there is one.
func (v SentenceView) nextSentence() (models.PageSentence, bool) {
	for _, s := range v.After {
		if s.Ordinal == v.Sentence.Ordinal+1 {
			return s, true
		}
	}
	return models.PageSentence{}, false
}

// firstWordsWithin is the first words of a text, as far as so many code points go.
func firstWordsWithin(s string, most int) string {
	start := firstRunes(s, most)
	if start == s {
		return s
	}
	if last := strings.LastIndexFunc(start, unicode.IsSpace); last > 0 {
		start = start[:last]
	}
	return start + "…"
}

// lastWordsWithin is the last words of a text, as far as so many code points go.
func lastWordsWithin(s string, most int) string {
	s = strings.TrimRightFunc(s, unicode.IsSpace)
	n := utf8.RuneCountInString(s)
	if n <= most {
		return s
	}
	end := s[len(firstRunes(s, n-most)):]
	if _, words, found := strings.Cut(end, " "); found {
		end = words
	}
	return "…" + end
}

// sentenceActionURL is where a change of the page's sentence is asked for.
func sentenceActionURL(v SentenceView, act string) string {
	return "/sentences/" + id(v.Sentence.ID) + act
}

// languageAttributes says of words of an article which language they are in.
func languageAttributes(a models.Article) templ.Attributes {
	return templ.Attributes{"lang": articleLanguage(a), "dir": Direction(a.Language)}
}
