// Package claim suggests what to check in a sentence. It returns spans that assert something, each with its
// kind, a short reason and the value that was parsed from it, and a score of how much the sentence is worth
// checking. It is pure. It only suggests and never decides.
//
// A sentence is split into tokens (tokens.go), which are looked up in the lexicon (lexicon.go). The
// analyzer (analyzer.go) applies named rules to the tokens (rules.go and one file for each kind), each with
// its reason. Languages other than English share the rules that apply to any script (any_language.go). The
// weights of the score (score.go, features.go) are trained by the program in train.
package claim

import (
	"strings"

	"linecheck/text"
	"linecheck/text/sentence"
)

// Kind is the kind of a claim.
type Kind string

// The kinds that are suggested.
const (
	Name        Kind = "name"
	Title       Kind = "title"
	Age         Kind = "age"
	Date        Kind = "date" // also times of day, durations and periods
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

// Kinds lists every kind that is suggested. A caption is a region of the article and not a span of a
// sentence, so it is not among them.
var Kinds = []Kind{Name, Title, Age, Date, Number, Measurement, Poll, Quote, Attribution, Place, Event, Superlative, Law, Product, Other}

// Suggestion is a span of a sentence that is likely to be a claim. Start and End are code points, half
// open.
type Suggestion struct {
	text.Span
	Kind  Kind
	Why   string // the reason, in one clause
	Value Value  // the parsed value, or the zero Value
}

// Find lists the likely claims of a sentence, sorted by start. Two of one kind never overlap; those of
// different kinds may, such as a number in a quote. lang is a BCP 47 tag; all languages but English share
// one set of rules. It takes time linear in the length of s.
func Find(s, lang string) []Suggestion {
	f := analyzerPool.Get().(*analyzer)
	defer analyzerPool.Put(f)
	f.analyze(s, lang)
	return f.suggestions()
}

// Score estimates how much a sentence is worth checking, from 0 to 1. From 0.5 on it is more likely than
// not. The weights were trained on English debates (see docs/development/claims.md). The score only ranks
// sentences.
func Score(s, lang string) float64 {
	f := analyzerPool.Get().(*analyzer)
	defer analyzerPool.Put(f)
	f.analyze(s, lang)
	return f.score()
}

// Analyze returns the results of Find and Score but analyses the sentence only once.
func Analyze(s, lang string) ([]Suggestion, float64) {
	f := analyzerPool.Get().(*analyzer)
	defer analyzerPool.Put(f)
	f.analyze(s, lang)
	return f.suggestions(), f.score()
}

// Sentence is one sentence of a text with its score and its likely claims. All offsets are relative to the
// text.
type Sentence struct {
	sentence.Sentence
	Score  float64
	Claims []Suggestion
}

// AnalyzeText splits a text into sentences and analyses each. s has to be valid UTF-8, as sentence.Split
// requires.
func AnalyzeText(s, lang string) []Sentence {
	return AnalyzeSentences(s, lang, sentence.Split(s, lang))
}

// AnalyzeSentences analyses the sentences of a text that is split already, by rule or by hand. They have to
// be in order.
func AnalyzeSentences(s, lang string, cut []sentence.Sentence) []Sentence {
	out, x := make([]Sentence, len(cut)), text.NewIndex(s)
	f := analyzerPool.Get().(*analyzer)
	defer analyzerPool.Put(f)
	quotation := "" // the marks that close a quotation which began in an earlier sentence of the paragraph
	for i, c := range cut {
		exact, _ := x.Slice(c.Span) // a sentence is within its text
		claims, score := f.analyzeWithin(exact, lang, quotation)
		quotation = ""
		if f.unclosed != "" && i+1 < len(cut) {
			quotation = carriedQuote(x, cut[i:min(i+maxQuoted, len(cut))], f.unclosed)
		}
		for j := range claims {
			claims[j].Start += c.Start
			claims[j].End += c.Start
		}
		out[i] = Sentence{c, score, claims}
	}
	return out
}

// maxQuoted limits how many sentences a quotation may span.
const maxQuoted = 12

// carriedQuote returns the marks that close the quotation in which the first sentence ends, if it is closed
// later in the same paragraph, and otherwise "".
func carriedQuote(x *text.Index, sentences []sentence.Sentence, closes string) string {
	rest, _ := x.Slice(text.Span{Start: sentences[0].End, End: sentences[len(sentences)-1].End}) // both are within the text
	paragraph, _, _ := strings.Cut(rest, "\n")
	if !strings.ContainsAny(paragraph, closes) {
		return ""
	}
	return closes
}

// analyzeWithin analyses a sentence that may begin within a quotation.
func (f *analyzer) analyzeWithin(s, lang, quotation string) ([]Suggestion, float64) {
	f.quotation = quotation
	f.analyze(s, lang)
	f.quotation = ""
	return f.suggestions(), f.score()
}
