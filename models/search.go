package models

import (
	"slices"
	"strings"
	"time"
	"unicode"
)

// What is a kind of thing that is searched.
type What string

// The kinds of things that are searched.
const (
	InArticles  What = "articles" // their titles
	InSentences What = "sentences"
	InClaims    What = "claims"
	InNotes     What = "notes"
	InEvidence  What = "evidence"
	InQueries   What = "queries" // their messages
)

// Whats lists them in the order in which a page has them.
var Whats = []What{InArticles, InSentences, InClaims, InNotes, InEvidence, InQueries}

// ParseWhat reads a kind of thing that is searched.
func ParseWhat(s string) (What, error) { return parse(s, "kind of thing", Whats) }

// Search is what somebody looks for, and where.
type Search struct {
	Query    string
	What     What // "": in everything
	DeskID   int64
	Status   Status // of a claim: what is no claim, nor said of one, is left out
	From     time.Time
	Until    time.Time
	Likeness bool // the likeliest first; otherwise the newest
}

// maxTerms bounds what one search asks for: more words than anybody types to find a sentence.
const maxTerms = 16

// Terms are the words and phrases that are asked for, all of which must be there: phrases stand in quotation marks, and what is
// written without a space, such as 4,000, is one. They hold letters, numbers and marks with single spaces, and nothing else.
func (s Search) Terms() []string {
	var terms []string
	add := func(words string) {
		if term := strings.Join(wordsOf(words), " "); term != "" && !slices.Contains(terms, term) && len(terms) < maxTerms {
			terms = append(terms, term)
		}
	}
	straight := strings.NewReplacer("“", `"`, "”", `"`, "„", `"`, "«", `"`, "»", `"`).Replace(s.Query)
	for i, part := range strings.Split(straight, `"`) {
		if i%2 == 1 {
			add(part)
			continue
		}
		for word := range strings.FieldsSeq(part) {
			add(word)
		}
	}
	return terms
}

// wordsOf cuts a text into its words: letters, numbers and the marks upon them, without case.
func wordsOf(s string) []string {
	words := strings.FieldsFunc(
		strings.ToLower(s),
		func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsNumber(r) && !unicode.IsMark(r) },
	)
	return slices.DeleteFunc(words, func(w string) bool {
		return !strings.ContainsFunc(w, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsNumber(r) })
	})
}

// PlainWords are the words of a text as a search knows them.
func PlainWords(s string) []string { return wordsOf(s) }

// Found is one thing that a search found, with where it stands. What other reads fill in is no column.
type Found struct {
	What         What
	ID           int64 // of the article, sentence, claim, annotation, evidence or message
	QueryID      int64 // of a message
	ArticleID    int64
	ArticleTitle string
	Desk         string
	At           time.Time
	By           string       // who wrote it; "" where that is nobody's or does not matter
	Words        string       // a note, what evidence says, or a message
	Sentence     *MarkedWords `gorm:"-"` // of a sentence: with the claims in it
	Claim        *ClaimRow    `gorm:"-"` // of a claim, or what is said of one
	Stance       Stance       // of evidence
	Source       *SeenSource  `gorm:"-"` // of evidence
	Verdict      Status       // of a note
}

// MarkedWords is a sentence with the marks of the claims in it.
type MarkedWords struct {
	SentenceRow
	Marks []Mark
}

// FoundPart is what a search found of one kind.
type FoundPart struct {
	What What
	Rows []Found
	Next string // where the next part begins; "" where there is none
}

// Result is what a search found.
type Result struct {
	Parts   []FoundPart
	Instead string // where nothing was found: the same search with the nearest words that would find something
}

// Empty reports whether nothing was found.
func (r Result) Empty() bool {
	return !slices.ContainsFunc(r.Parts, func(p FoundPart) bool { return len(p.Rows) > 0 })
}
