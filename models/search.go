package models

import (
	"slices"
	"strings"
	"time"
	"unicode"
)

// SearchKind is a kind of thing that is searched.
type SearchKind string

// The kinds of things that are searched.
const (
	SearchArticles  SearchKind = "articles" // their titles
	SearchSentences SearchKind = "sentences"
	SearchClaims    SearchKind = "claims"
	SearchNotes     SearchKind = "notes"
	SearchEvidence  SearchKind = "evidence"
	SearchQueries   SearchKind = "queries" // their messages
)

// SearchKinds lists them in the order in which a page has them.
var SearchKinds = []SearchKind{SearchArticles, SearchSentences, SearchClaims, SearchNotes, SearchEvidence, SearchQueries}

// ParseSearchKind reads a kind of thing that is searched.
func ParseSearchKind(s string) (SearchKind, error) { return parse(s, "kind of thing", SearchKinds) }

// Search is what somebody looks for, and where.
type Search struct {
	Query       string
	SearchKind  SearchKind // "": in everything
	DeskID      int64
	Status      Status // of a claim: what is no claim, nor said of one, is left out
	From        time.Time
	Until       time.Time
	ByRelevance bool // the likeliest first; otherwise the newest
}

// maxTerms bounds what one search asks for: more words than anybody types to find a sentence.
const maxTerms = 16

// Terms are the words and phrases that are asked for, all of which must be there: phrases stand in quotation marks, and what is
// written without a space, such as 4,000, is one. They hold letters, numbers and marks with single spaces, and nothing else.
func (s Search) Terms() []string {
	var terms []string
	add := func(words string) {
		if term := strings.Join(splitWords(words), " "); term != "" && !slices.Contains(terms, term) && len(terms) < maxTerms {
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

// splitWords cuts a text into its words: letters, numbers and the marks upon them, without case.
func splitWords(s string) []string {
	words := strings.FieldsFunc(
		strings.ToLower(s),
		func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsNumber(r) && !unicode.IsMark(r) },
	)
	return slices.DeleteFunc(words, func(w string) bool {
		return !strings.ContainsFunc(w, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsNumber(r) })
	})
}

// PlainWords are the words of a text as a search knows them.
func PlainWords(s string) []string { return splitWords(s) }

// SearchHit is one thing that a search found, with where it stands. What other reads fill in is no column.
type SearchHit struct {
	SearchKind   SearchKind
	ID           int64 // of the article, sentence, claim, annotation, evidence or message
	QueryID      int64 // of a message
	ArticleID    int64
	ArticleTitle string
	Desk         string
	At           time.Time
	By           string          // who wrote it; "" where that is nobody's or does not matter
	Words        string          // a note, what evidence says, or a message
	Sentence     *MarkedSentence `gorm:"-"` // of a sentence: with the claims in it
	Claim        *ClaimRow       `gorm:"-"` // of a claim, or what is said of one
	Stance       Stance          // of evidence
	Source       *VisibleSource  `gorm:"-"` // of evidence
	Verdict      Status          // of a note
}

// MarkedSentence is a sentence with the marks of the claims in it.
type MarkedSentence struct {
	SentenceRow
	ClaimSpans []ClaimSpan
}

// SearchSection is what a search found of one kind.
type SearchSection struct {
	SearchKind SearchKind
	Rows       []SearchHit
	Next       string // where the next part begins; "" where there is none
}

// SearchResult is what a search found.
type SearchResult struct {
	Parts          []SearchSection
	SuggestedQuery string // where nothing was found: the same search with the nearest words that would find something
}

// Empty reports whether nothing was found.
func (r SearchResult) Empty() bool {
	return !slices.ContainsFunc(r.Parts, func(p SearchSection) bool { return len(p.Rows) > 0 })
}
