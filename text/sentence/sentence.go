// Package sentence cuts a text into the sentences that a reviewer ticks off one by one, and names the region of the
// article that each stands in. It is pure: a string goes in, spans come out.
package sentence

import (
	"unicode"

	"linecheck/text"
)

// Sentence is one unit to check: its place in the text, in code points, and the region it stands in.
type Sentence struct {
	text.Span
	Region Region
}

// Split cuts s into sentences, in order and none empty; only white space lies between them, before the first and
// after the last. lang is a BCP 47 tag such as "en" or "pt-BR"; an unknown one is cut by the rules all languages share.
// It takes time linear in the length of s, whatever s holds.
func Split(s, lang string) []Sentence {
	r := []rune(s)
	paras := paragraphs(r)
	classify(r, paras)
	var out []Sentence
	c := cutter{r: r, words: vocabularyOf(lang)}
	for _, p := range paras {
		for _, sp := range c.cut(p) {
			out = append(out, Sentence{sp, p.region})
		}
	}
	return out
}

// trim narrows [start, end) to what lies between its outer white space.
func trim(r []rune, start, end int) text.Span {
	for start < end && unicode.IsSpace(r[start]) {
		start++
	}
	for start < end && unicode.IsSpace(r[end-1]) {
		end--
	}
	return text.Span{Start: start, End: end}
}
