package models

import (
	"slices"
	"strings"
	"time"
	"unicode"

	"linecheck/text"
)

// SearchKind is a kind of searchable object.
type SearchKind string

// The kinds of searchable objects.
const (
	SearchArticles  SearchKind = "articles" // their titles
	SearchSentences SearchKind = "sentences"
	SearchClaims    SearchKind = "claims"
	SearchNotes     SearchKind = "notes"
	SearchEvidence  SearchKind = "evidence"
	SearchQueries   SearchKind = "queries" // their messages
)

// SearchKinds lists the kinds in the order of the page.
var SearchKinds = []SearchKind{SearchArticles, SearchSentences, SearchClaims, SearchNotes, SearchEvidence, SearchQueries}

// ParseSearchKind parses a kind of searchable object.
func ParseSearchKind(s string) (SearchKind, error) { return parse(s, "kind of thing", SearchKinds) }

// Search is a search query with its filters.
type Search struct {
	Query       string
	SearchKind  SearchKind // "": all
	DeskID      int64
	Status      Status // of a claim; leaves out everything that is not a claim or about one
	From        time.Time
	Until       time.Time
	ByRelevance bool // most relevant first, else newest first
}

// maxTerms limits the terms of one search. Nobody types more to find a sentence.
const maxTerms = 16

// Terms returns the words and phrases of the query. A result must match all of them. Text in quotation marks
// is a phrase, and so is anything written without a space, such as 4,000. Terms contain only letters,
// numbers, marks and single spaces.
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

// splitWords splits a text into the words that the search compares. A character of a script without spaces is
// a word.
func splitWords(s string) []string {
	words := strings.FieldsFunc(
		text.SearchForm(s),
		func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsNumber(r) && !unicode.IsMark(r) },
	)
	return slices.DeleteFunc(words, func(w string) bool {
		return !strings.ContainsFunc(w, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsNumber(r) })
	})
}

// PlainWords returns the words of a text in the form in which the search compares them.
func PlainWords(s string) []string { return splitWords(s) }

// SearchHit is one search result with its place. Fields that are not columns are filled later.
type SearchHit struct {
	SearchKind   SearchKind
	ID           int64 // of the article, sentence, claim, annotation, evidence or message
	QueryID      int64 // for a message
	ArticleID    int64
	ArticleTitle string
	Desk         string
	At           time.Time
	By           string          // the name of its author; "" if it has none or it does not matter
	Words        string          // a note, the text of evidence, or a message
	Sentence     *MarkedSentence `gorm:"-"` // for a sentence: with the claims in it
	Claim        *ClaimRow       `gorm:"-"` // for a claim, or something about one
	Stance       Stance          // for evidence
	Source       *VisibleSource  `gorm:"-"` // for evidence
	Verdict      Status          // for a note
}

// MarkedSentence is a sentence with the spans of its claims.
type MarkedSentence struct {
	SentenceRow
	ClaimSpans []ClaimSpan
}

// SearchSection contains the results of one kind.
type SearchSection struct {
	SearchKind SearchKind
	Rows       []SearchHit
	Next       string // the cursor of the next page, or ""
}

// SearchResult contains the results of a search.
type SearchResult struct {
	Parts          []SearchSection
	SuggestedQuery string // if nothing was found: the query with the closest words that would find something
}

// Empty reports whether nothing was found.
func (r SearchResult) Empty() bool {
	return !slices.ContainsFunc(r.Parts, func(p SearchSection) bool { return len(p.Rows) > 0 })
}
