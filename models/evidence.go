package models

import (
	"fmt"
	"net/url"
	"strings"
	"time"
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
	Confidential bool
	CreatedBy    *int64
	CreatedAt    time.Time
}

// SourceKind is what sort of thing a source is.
type SourceKind string

// SourceKinds lists every kind of source, in the order in which forms offer them.
var SourceKinds = []SourceKind{"web page", "document", "person", "recording", "data", "own observation"}

// ParseSourceKind reads a kind of source.
func ParseSourceKind(s string) (SourceKind, error) { return parse(s, "kind of source", SourceKinds) }

// Class is a source's authority for one claim.
type Class string

// The classes of evidence.
const (
	Primary   Class = "primary"
	Secondary Class = "secondary"
)

// ParseClass reads a class of evidence.
func ParseClass(s string) (Class, error) { return parse(s, "class", []Class{Primary, Secondary}) }

// Stance is what a piece of evidence does to its claim.
type Stance string

// The stances of evidence.
const (
	Supports    Stance = "supports"
	Contradicts Stance = "contradicts"
	Context     Stance = "context"
)

// ParseStance reads a stance.
func ParseStance(s string) (Stance, error) {
	return parse(s, "stance", []Stance{Supports, Contradicts, Context})
}

// Evidence ties a source to a claim. Append only: taking it back fills WithdrawnAt.
type Evidence struct {
	ID           int64
	ClaimID      int64
	SourceID     int64
	AnnotationID *int64
	Class        Class
	Stance       Stance
	Quote        string
	Locator      string
	AccessedOn   *time.Time
	SnapshotID   *int64
	CreatedBy    *int64
	CreatedAt    time.Time
	WithdrawnAt  *time.Time
	WithdrawnBy  *int64
}

// TableName keeps GORM from guessing a plural.
func (Evidence) TableName() string { return "evidence" }

// Cited is a piece of evidence with its source: what the policy weighs and a reader sees.
type Cited struct {
	Evidence `gorm:"embedded"`
	Source   Source `gorm:"embedded;embeddedPrefix:source_"`
	ByName   string // who gave it
}

// NewEvidence is evidence as someone typed it, words unchecked.
type NewEvidence struct {
	Title     string
	URL       string
	Publisher string
	Kind      string
	Class     string
	Stance    string
	Quote     string
	Locator   string
}

// Empty reports whether nothing was typed: class, stance and kind come from choices that always hold something.
func (n NewEvidence) Empty() bool {
	return strings.TrimSpace(n.Title+n.URL+n.Publisher+n.Quote+n.Locator) == ""
}

// maxField bounds one typed field, in code points.
const maxField = 10_000

// Check reads typed evidence and notes what is wrong with it; prefix stands before the field names.
func (n NewEvidence) Check(prefix string, wrong *Invalid) (Source, Evidence) {
	source := Source{Kind: SourceKinds[0], Title: strings.TrimSpace(n.Title), Publisher: strings.TrimSpace(n.Publisher), URL: strings.TrimSpace(n.URL)}
	evidence := Evidence{Stance: Supports, Quote: n.Quote, Locator: strings.TrimSpace(n.Locator)}
	if source.Title == "" {
		wrong.Add(prefix+"title", "Please name the source.")
	}
	if source.URL != "" && !webAddress(source.URL) {
		wrong.Add(prefix+"url", "Please give an address that begins with http:// or https://.")
	}
	if n.Kind != "" {
		kind, err := ParseSourceKind(n.Kind)
		source.Kind = note(kind, err, prefix+"kind", wrong)
	}
	if n.Stance != "" {
		stance, err := ParseStance(n.Stance)
		evidence.Stance = note(stance, err, prefix+"stance", wrong)
	}
	var err error
	if evidence.Class, err = ParseClass(n.Class); err != nil {
		wrong.Add(prefix+"class", "Please say whether the source is primary or secondary for this claim.")
	}
	for _, typed := range []struct{ field, value string }{{"title", n.Title}, {"publisher", n.Publisher}, {"url", n.URL}, {"quote", n.Quote}, {"locator", n.Locator}} {
		CheckNote(prefix+typed.field, typed.value, wrong)
	}
	return source, evidence
}

// note keeps a parsed word, or notes its error at a field.
func note[T any](value T, err error, field string, wrong *Invalid) T {
	if err != nil {
		wrong.Add(field, "Please choose one of the listed values.")
	}
	return value
}

// webAddress reports whether s is an absolute http or https address with a host.
func webAddress(s string) bool {
	u, err := url.Parse(s)
	return err == nil && (u.Scheme == "http" || u.Scheme == "https") && u.Host != ""
}

// Lacks says, as one sentence, what a claim lacks before it may be called sourced under a desk's policy (one primary,
// or so many secondary sources of different publishers); "" when it lacks nothing. Only supporting evidence counts.
func (d Desk) Lacks(cited []Cited) string {
	publishers := map[string]bool{}
	for _, c := range cited {
		if c.Stance != Supports || c.WithdrawnAt != nil {
			continue
		}
		if c.Class == Primary {
			return ""
		}
		publishers[publisherOf(c.Source)] = true
	}
	if len(publishers) >= d.Secondaries {
		return ""
	}
	if len(publishers) == 0 {
		return fmt.Sprintf("“Sourced” needs evidence: one primary source, or %d secondary sources of different publishers.", d.Secondaries)
	}
	return fmt.Sprintf("“Sourced” needs one primary source, or %d secondary sources of different publishers; so far there is %d.", d.Secondaries, len(publishers))
}

// publisherOf tells publishers apart: by name, else by the address's host, else by title.
func publisherOf(s Source) string {
	if s.Publisher != "" {
		return strings.ToLower(s.Publisher)
	}
	if u, err := url.Parse(s.URL); err == nil && u.Host != "" {
		return strings.TrimPrefix(strings.ToLower(u.Hostname()), "www.")
	}
	return strings.ToLower(s.Title)
}
