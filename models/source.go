package models

import (
	"slices"
	"strings"
	"time"
	"unicode"

	"linecheck/text"
	"linecheck/text/message"
)

// Source is an origin of evidence. It belongs to a desk and can be cited for several claims.
type Source struct {
	ID           int64
	DeskID       int64
	Kind         SourceKind
	Title        string
	Publisher    string
	URL          string `gorm:"column:url"`
	Contact      string
	From         string `gorm:"column:copied_from"` // the agency or press release that it repeats; "" for original work
	Confidential bool
	OnServer     bool    // its address leads to this server, whose pages are never evidence
	Address      *string // URL, normalized for comparison; nil until the source has been indexed
	CreatedBy    *int64
	CreatedAt    time.Time
}

// SourceKind is the kind of a source.
type SourceKind string

// SourceKinds lists every kind of source, in the order in which forms offer them.
var SourceKinds = []SourceKind{"web page", "document", "person", "recording", "data", "own observation"}

// ParseSourceKind parses a kind of source.
func ParseSourceKind(s string) (SourceKind, error) { return parse(s, "kind of source", SourceKinds) }

// ConfidentialSource is shown instead of a confidential source's title to everybody but its owner and the
// desk's editors.
const ConfidentialSource = "confidential source"

// NoSuchSource is the message for a source that does not exist or that the reader may not see; the two are
// not distinguished.
const NoSuchSource message.Key = "There is no such source at this desk; please choose another, or describe a new one."

// IsVisibleTo reports whether a reader may see a source. A source is visible to its desk; a confidential one
// only to its owner and to those who may rule.
func (s Source) IsVisibleTo(r Reader) bool {
	role, member := r.Role(s.DeskID)
	return member && (!s.Confidential || role.Allows(ActRule) || s.CreatedBy != nil && *s.CreatedBy == r.UserID)
}

// VisibleSource is a source as one reader may see it. Only VisibleTo and ForPrint create one. For a
// confidential source it does not contain the identity at all, so code that has it cannot reveal it.
type VisibleSource struct {
	source Source
	hidden bool
}

// VisibleTo returns the source as a reader may see it.
func (s Source) VisibleTo(r Reader) VisibleSource {
	if s.IsVisibleTo(r) {
		return VisibleSource{source: s}
	}
	return s.withoutIdentity()
}

// ForPrint returns the source for a copy that leaves the newsroom. A confidential one has no name there, for
// any reader.
func (s Source) ForPrint() VisibleSource {
	if s.Confidential {
		return s.withoutIdentity()
	}
	return VisibleSource{source: s}
}

// withoutIdentity returns the source without anything that would identify it.
func (s Source) withoutIdentity() VisibleSource {
	return VisibleSource{Source{Kind: s.Kind, Title: ConfidentialSource, Confidential: true}, true}
}

// ID is the source's id; 0 if it is hidden.
func (s VisibleSource) ID() int64 { return s.source.ID }

// Kind is the kind of source.
func (s VisibleSource) Kind() SourceKind { return s.source.Kind }

// Title is its title, or ConfidentialSource.
func (s VisibleSource) Title() string { return s.source.Title }

// Publisher is its publisher; "" if it is hidden.
func (s VisibleSource) Publisher() string { return s.source.Publisher }

// From is the agency or press release that it repeats; "" if it is hidden.
func (s VisibleSource) From() string { return s.source.From }

// URL is its address; "" if it is hidden.
func (s VisibleSource) URL() string { return s.source.URL }

// Contact is how to reach it; "" if it is hidden.
func (s VisibleSource) Contact() string { return s.source.Contact }

// Confidential reports whether it is hidden from other readers.
func (s VisibleSource) Confidential() bool { return s.source.Confidential }

// Hidden reports whether it is hidden from this reader.
func (s VisibleSource) Hidden() bool { return s.hidden }

// MaxSourceResults is the maximum number of sources in a search result, which has to stay short even for one
// letter.
const MaxSourceResults = 20

// maxSourceWords limits the words under which a source can be found.
const maxSourceWords = 40

// Words returns the lower-case words of its title, publisher and address, without duplicates, under which the
// source can be found.
func (s Source) Words() []string {
	return firstWords(SearchWords(s.Title+" "+s.Publisher+" "+s.URL), maxSourceWords)
}

// SearchWords splits typed text into search words.
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
