// Package claim proposes what a reader may want to check in a sentence: spans that assert something, each with its kind, one
// plain clause of why, and the value that was read from it; and a score of how much the sentence is worth checking. It is
// pure: a string goes in, spans and a number come out. It proposes and never decides.
//
// A sentence is cut into tokens (tokens.go), each with what the lexicon knows of it (lexicon.go). Named rules look at the
// tokens (rules.go and a file a kind), each with its reason; the finder runs them (analyzer.go). Languages other than English
// share what can be seen in any script (any_language.go). The score (score.go, features.go) is learnt by the program in train.
package claim

import (
	"linecheck/text"
	"linecheck/text/sentence"
)

// Kind is what sort of thing a claim asserts, in the newsroom's words.
type Kind string

// The kinds that are suggested.
const (
	Name        Kind = "name"
	Title       Kind = "title"
	Age         Kind = "age"
	Date        Kind = "date" // and times of day, durations, spans of time
	Number      Kind = "number"
	Measurement Kind = "measurement" // money, shares and physical units
	Poll        Kind = "poll"
	Quote       Kind = "quote"
	Attribution Kind = "attribution"
	Place       Kind = "place"
	Event       Kind = "event"
	Superlative Kind = "superlative"
	Law         Kind = "law"
	Product     Kind = "product"
	Other       Kind = "other"
)

// Kinds lists every kind that is suggested. A caption is a region of the article, not a span of a sentence.
var Kinds = []Kind{Name, Title, Age, Date, Number, Measurement, Poll, Quote, Attribution, Place, Event, Superlative, Law, Product, Other}

// Suggestion is a span of a sentence that is likely to be a claim. Start and End are code points, half open.
type Suggestion struct {
	text.Span
	Kind  Kind
	Why   string // one plain clause
	Value Value  // what was read from it; the zero Value where nothing was
}

// Find lists the likely claims of a sentence by their start. Two of one kind never overlap; those of different kinds may, as a
// number within a quote does. lang is a BCP 47 tag; every language but English is read by what all of them share.
// It takes time linear in the length of s.
func Find(s, lang string) []Suggestion {
	f := analyzerPool.Get().(*analyzer)
	defer analyzerPool.Put(f)
	f.analyze(s, lang)
	return f.suggestions()
}

// Score says how much a sentence is worth checking, 0 to 1: from 0.5 on it more likely is than not. It was learnt from English
// debates (see docs/development/claims.md); it ranks sentences for a reader and decides nothing.
func Score(s, lang string) float64 {
	f := analyzerPool.Get().(*analyzer)
	defer analyzerPool.Put(f)
	f.analyze(s, lang)
	return f.score()
}

// Analyze is Find and Score for the price of one reading.
func Analyze(s, lang string) ([]Suggestion, float64) {
	f := analyzerPool.Get().(*analyzer)
	defer analyzerPool.Put(f)
	f.analyze(s, lang)
	return f.suggestions(), f.score()
}

// Sentence is one sentence of a text with its score and its likely claims. All offsets are the text's.
type Sentence struct {
	sentence.Sentence
	Score  float64
	Claims []Suggestion
}

// AnalyzeText cuts a text into sentences and judges each. s has to be valid UTF-8, as sentence.Split asks for.
func AnalyzeText(s, lang string) []Sentence {
	return AnalyzeSentences(s, lang, sentence.Split(s, lang))
}

// AnalyzeSentences judges the sentences of a text that has been cut already, by rule or by hand. They have to be in order.
func AnalyzeSentences(s, lang string, cut []sentence.Sentence) []Sentence {
	out, x := make([]Sentence, len(cut)), text.NewIndex(s)
	for i, c := range cut {
		exact, _ := x.Slice(c.Span) // a sentence lies within its text
		claims, score := Analyze(exact, lang)
		for j := range claims {
			claims[j].Start += c.Start
			claims[j].End += c.Start
		}
		out[i] = Sentence{c, score, claims}
	}
	return out
}
