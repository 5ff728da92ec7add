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

// Limits of the context in a list of offsets, in code points.
const (
	maxContextBefore = 16
	maxContextAfter  = 28
	maxNextPreview   = 80 // of the next sentence, in the form that joins it
)

// splitPoints returns the offsets at which a sentence can be split, as the number of the following word with
// its context.
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

// nextSentence returns the sentence after the page's sentence.
func (v SentenceView) nextSentence() (models.PageSentence, bool) {
	for _, s := range v.After {
		if s.Ordinal == v.Sentence.Ordinal+1 {
			return s, true
		}
	}
	return models.PageSentence{}, false
}

// firstWordsWithin returns the first words of a text, up to most code points.
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

// lastWordsWithin returns the last words of a text, up to most code points.
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

// sentenceActionURL is the URL of a change of the page's sentence.
func sentenceActionURL(v SentenceView, act string) string {
	return "/sentences/" + id(v.Sentence.ID) + act
}

// languageAttributes are the lang and dir attributes of an article's words.
func languageAttributes(a models.Article) templ.Attributes {
	return templ.Attributes{"lang": articleLanguage(a), "dir": Direction(a.Language)}
}

// maxWord is the longest part of a word in a list of words, in code points.
const maxWord = 30

// wordLabels returns a sentence's words as labels of a list.
func wordLabels(s string, spans []text.Span) []string {
	index := text.NewIndex(s)
	names := make([]string, len(spans))
	for i, span := range spans {
		word, _ := index.Slice(span)
		if shown := firstRunes(word, maxWord); shown != word {
			word = shown + "…"
		}
		names[i] = word
	}
	return names
}
