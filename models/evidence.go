package models

import (
	"cmp"
	"strconv"
	"strings"
	"time"

	"linecheck/text"
	"linecheck/text/message"
	"linecheck/text/web"
)

// Class says whether a source is primary or secondary evidence for one claim.
type Class string

// The classes of evidence.
const (
	Primary   Class = "primary"
	Secondary Class = "secondary"
)

// ParseClass parses a class of evidence.
func ParseClass(s string) (Class, error) { return parse(s, "class", []Class{Primary, Secondary}) }

// Stance is what a piece of evidence means for its claim.
type Stance string

// The stances of evidence.
const (
	Supports    Stance = "supports"
	Contradicts Stance = "contradicts"
	Context     Stance = "context"
)

// ParseStance parses a stance.
func ParseStance(s string) (Stance, error) {
	return parse(s, "stance", []Stance{Supports, Contradicts, Context})
}

// Evidence is a source cited for a claim. Append only: withdrawing it sets WithdrawnAt.
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
	Exact        string // the claim's words that it was given for
	Imported     bool   // imported from a file; it does not count
	ConfirmsID   *int64 // the evidence for former words that it confirms
}

// TableName sets the name, which GORM would turn into a plural.
func (Evidence) TableName() string { return "evidence" }

// CitedEvidence is a piece of evidence with its source, as the policy evaluates it. VisibleTo returns what a
// reader may see of it.
type CitedEvidence struct {
	Evidence       `gorm:"embedded"`
	Source         Source         `gorm:"embedded;embeddedPrefix:source_"`
	ByName         string         // the name of the user who gave it
	NewestSnapshot NewestSnapshot `gorm:"embedded;embeddedPrefix:kept_"`
}

// NewestSnapshot is the newest snapshot of a source; the zero value if there is none.
type NewestSnapshot struct {
	ID     int64
	Origin SnapshotOrigin
	Name   string // the name of the user who made it
	At     *time.Time
	SHA256 string `gorm:"column:sha256"`

	Quote QuoteAnswer // whether it contains the evidence's quote; "" without a quote
}

// VisibleEvidence is a piece of evidence as one reader may see it. Only VisibleTo and ForPrint create one.
type VisibleEvidence struct {
	Evidence
	Source         VisibleSource
	ByName         string       // the name of the user who gave it
	WhyNot         message.Text `gorm:"-"` // why it does not count for the claim, as one short sentence; "" if it counts
	NewestSnapshot NewestSnapshot
}

// QuoteInSnapshot returns whether the newest snapshot of the source contains the quote; "" without a quote.
func (s VisibleEvidence) QuoteInSnapshot() QuoteAnswer {
	if s.Quote != "" && s.NewestSnapshot.ID == 0 {
		return QuoteNoSnapshot
	}
	return s.NewestSnapshot.Quote
}

// VisibleTo returns the evidence as a reader may see it. For a confidential source, the quote and the locator
// are hidden with the source's name.
func (c CitedEvidence) VisibleTo(r Reader) VisibleEvidence {
	return c.withSource(c.Source.VisibleTo(r))
}

// ForPrint returns the evidence for a copy that leaves the newsroom, the same for every reader.
func (c CitedEvidence) ForPrint() VisibleEvidence { return c.withSource(c.Source.ForPrint()) }

func (c CitedEvidence) withSource(source VisibleSource) VisibleEvidence {
	shown := VisibleEvidence{Evidence: c.Evidence, Source: source, ByName: c.ByName, NewestSnapshot: c.NewestSnapshot}
	if source.Hidden() {
		shown.NewestSnapshot = NewestSnapshot{}
		shown.SourceID, shown.Quote, shown.Locator = 0, "", ""
	}
	return shown
}

// NoQuoteText is printed for evidence without a quote.
const NoQuoteText message.Key = "no quote taken"

// NoQuote reports whether evidence has no quote, as far as the reader may know.
func (s VisibleEvidence) NoQuote() bool { return s.Quote == "" && !s.Source.Hidden() }

// NewEvidence is evidence as a user entered it, not validated.
type NewEvidence struct {
	Source       string // the id of an existing source of the desk; "" for a new one, which the next fields describe
	Title        string
	URL          string
	Publisher    string
	From         string // the agency or press release that the source repeats
	Contact      string
	Confidential bool
	Kind         string
	Class        string
	Stance       string
	Quote        string
	Locator      string
	AccessedOn   string // a day as 2006-01-02
	Version      int    // of the claim, as it was read; 0: not checked
	Prefix       string // of its fields' names in a form with several sources; "": EvidencePrefix(1)
}

// EvidencePrefix is the prefix of the names of the fields of a form's nth source.
func EvidencePrefix(n int) string {
	if n == 1 {
		return "evidence-"
	}
	return "evidence-" + strconv.Itoa(n) + "-"
}

// FieldPrefix is the prefix under which errors name the fields.
func (n NewEvidence) FieldPrefix() string { return cmp.Or(n.Prefix, EvidencePrefix(1)) }

// Empty reports whether the user entered nothing. Class, stance and kind are ignored, because they are
// choices that always have a value.
func (n NewEvidence) Empty() bool {
	return strings.TrimSpace(n.Source+n.Title+n.URL+n.Publisher+n.From+n.Contact+n.Quote+n.Locator+n.AccessedOn) == ""
}

// maxFieldLength limits one text field, in code points.
const maxFieldLength = 10_000

// Check validates the evidence and adds errors to wrong. The errors' field names begin with prefix. For an existing source, it returns a
// Source that has only an id.
func (n NewEvidence) Check(prefix string, wrong *ValidationErrors) (Source, Evidence) {
	evidence := Evidence{Stance: Supports, Quote: n.Quote, Locator: strings.TrimSpace(n.Locator)}
	if n.Stance != "" {
		stance, err := ParseStance(n.Stance)
		evidence.Stance = checkChoice(stance, err, prefix+"stance", wrong)
	}
	var err error
	if evidence.Class, err = ParseClass(n.Class); err != nil {
		wrong.Add(prefix+"class", "Please say whether the source is primary or secondary for this claim.")
	}
	if day := strings.TrimSpace(n.AccessedOn); day != "" {
		at, err := time.Parse(time.DateOnly, day)
		if err != nil || at.Year() < 1 {
			wrong.Add(prefix+"accessed", "Please give the day as year-month-day, such as 2026-11-22.")
		}
		evidence.AccessedOn = &at
	}
	source := n.parseSource(prefix, wrong)
	if source.ID == 0 {
		checkLocator(prefix+"locator", source.Kind, evidence.Locator, wrong)
		CheckNeeds(prefix, source, evidence, false, false, wrong)
	}
	for _, typed := range []struct{ field, value string }{
		{"title", n.Title}, {"publisher", n.Publisher}, {"from", n.From}, {"url", n.URL},
		{"contact", n.Contact}, {"quote", n.Quote}, {"locator", n.Locator},
	} {
		CheckNote(prefix+typed.field, typed.value, wrong)
		if line := typed.field != "quote" && typed.field != "contact"; line && !text.IsOneLine(strings.TrimSpace(typed.value)) {
			wrong.Add(prefix+typed.field, "Please write this on one line, without control characters.")
		}
	}
	return source, evidence
}

// parseSource parses the source fields.
func (n NewEvidence) parseSource(prefix string, wrong *ValidationErrors) Source {
	if number := strings.TrimSpace(n.Source); number != "" {
		id, err := strconv.ParseInt(number, 10, 64)
		if err != nil || id < 1 {
			wrong.Add(prefix+"source", NoSuchSource)
		}
		return Source{ID: id}
	}
	source := Source{
		Kind:         SourceKinds[0],
		Title:        strings.TrimSpace(n.Title),
		Publisher:    strings.TrimSpace(n.Publisher),
		From:         strings.TrimSpace(n.From),
		URL:          CheckWebAddress(prefix+"url", cmp.Or(strings.TrimSpace(n.URL), web.TitleAddress(n.Title)), wrong),
		Contact:      strings.TrimSpace(n.Contact),
		Confidential: n.Confidential,
	}
	if !text.HasVisibleWord(source.Title) {
		wrong.Add(prefix+"title", "Please name the source.")
	}
	if n.Kind != "" {
		kind, err := ParseSourceKind(n.Kind)
		source.Kind = checkChoice(kind, err, prefix+"kind", wrong)
	}
	return source
}

// checkChoice returns a parsed value, or adds an error for its field.
func checkChoice[T any](value T, err error, field string, wrong *ValidationErrors) T {
	if err != nil {
		wrong.Add(field, "Please choose one of the listed values.")
	}
	return value
}
