package models

import (
	"slices"
	"strings"
	"time"
	"unicode"

	"linecheck/text"
	"linecheck/text/message"
)

// Source is where evidence comes from; it belongs to a desk and can serve several claims.
type Source struct {
	ID           int64
	DeskID       int64
	Kind         SourceKind
	Title        string
	Publisher    string
	URL          string `gorm:"column:url"`
	Contact      string
	From         string `gorm:"column:copied_from"` // the agency or press release that it repeats; "" for own work
	Confidential bool
	OnServer     bool    // its address leads to this program, whose pages are evidence for nothing
	Address      *string // URL as addresses are compared; nil until the source has been listed to be found
	CreatedBy    *int64
	CreatedAt    time.Time
}

// SourceKind is what sort of thing a source is.
type SourceKind string

// SourceKinds lists every kind of source, in the order in which forms offer them.
var SourceKinds = []SourceKind{"web page", "document", "person", "recording", "data", "own observation"}

// ParseSourceKind reads a kind of source.
func ParseSourceKind(s string) (SourceKind, error) { return parse(s, "kind of source", SourceKinds) }

// ConfidentialSource is all that a confidential source is called to others than its owner and the desk's editors.
const ConfidentialSource = "confidential source"

// NoSuchSource is said of a source that is not there, or not the reader's to see: the two look alike.
const NoSuchSource message.Key = "There is no such source at this desk; please choose another, or describe a new one."

// IsVisibleTo reports whether a reader may know what a source is called: all of the desk, and of a confidential one its owner and
// who rules.
func (s Source) IsVisibleTo(r Reader) bool {
	role, member := r.Role(s.DeskID)
	return member && (!s.Confidential || role.Allows(ActRule) || s.CreatedBy != nil && *s.CreatedBy == r.UserID)
}

// VisibleSource is a source as one reader may see it. Only For and Printed fill one, and of a confidential source nothing goes in that
// others may not know: whoever holds it cannot give it away.
type VisibleSource struct {
	source Source
	hidden bool
}

// VisibleTo is the source as a reader may see it.
func (s Source) VisibleTo(r Reader) VisibleSource {
	if s.IsVisibleTo(r) {
		return VisibleSource{source: s}
	}
	return s.withoutIdentity()
}

// ForPrint is the source as a copy that leaves the house has it: a confidential one has no name there, whoever prints it.
func (s Source) ForPrint() VisibleSource {
	if s.Confidential {
		return s.withoutIdentity()
	}
	return VisibleSource{source: s}
}

// withoutIdentity is the source without anything that would tell who or what it is.
func (s Source) withoutIdentity() VisibleSource {
	return VisibleSource{Source{Kind: s.Kind, Title: ConfidentialSource, Confidential: true}, true}
}

// ID is the source's number; 0 where it is hidden.
func (s VisibleSource) ID() int64 { return s.source.ID }

// Kind is what sort of thing it is.
func (s VisibleSource) Kind() SourceKind { return s.source.Kind }

// Title is what it is called, or ConfidentialSource.
func (s VisibleSource) Title() string { return s.source.Title }

// Publisher is who brought it out, "" where it is hidden.
func (s VisibleSource) Publisher() string { return s.source.Publisher }

// From is the agency or press release that it repeats, "" where it is hidden.
func (s VisibleSource) From() string { return s.source.From }

// URL is its address, "" where it is hidden.
func (s VisibleSource) URL() string { return s.source.URL }

// Contact is how to reach it, "" where it is hidden.
func (s VisibleSource) Contact() string { return s.source.Contact }

// Confidential reports whether others may not know it.
func (s VisibleSource) Confidential() bool { return s.source.Confidential }

// Hidden reports whether this reader may not know it.
func (s VisibleSource) Hidden() bool { return s.hidden }

// MaxSourceResults is how many sources a search shows: who types one letter wants no more.
const MaxSourceResults = 20

// maxSourceWords bounds under how many words a source can be found.
const maxSourceWords = 40

// Words are what a source is found by: those of its title, its publisher and its address, once each, without case.
func (s Source) Words() []string {
	return firstWords(SearchWords(s.Title+" "+s.Publisher+" "+s.URL), maxSourceWords)
}

// SearchWords cuts what somebody types into the words that are looked for.
func SearchWords(typed string) []string {
	var words []string
	parts := func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsNumber(r) && !unicode.IsMark(r) }
	for _, w := range strings.FieldsFunc(strings.ToLower(text.NFC(typed)), parts) {
		if !slices.Contains(words, w) && w != "http" && w != "https" && w != "www" {
			words = append(words, w)
		}
	}
	return words
}

func firstWords(words []string, n int) []string { return words[:min(n, len(words))] }
