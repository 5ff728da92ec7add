package models

import (
	"time"

	"linecheck/text"
	"linecheck/text/message"
)

// Lapse is the reason why a verdict or a piece of evidence does not count for its claim. The zero value means
// that it counts.
type Lapse string

// The reasons, in the order in which they are checked.
const (
	LapseNone        Lapse = ""
	LapseWithdrawn   Lapse = "withdrawn"    // by its author
	LapseFromFile    Lapse = "from a file"  // it was imported, not given here
	LapseFormerWords Lapse = "former words" // the claim or its sentence has other words now
	LapseSuperseded  Lapse = "superseded"   // by a newer verdict of the same reviewer
	LapseOverruled   Lapse = "overruled"    // by an editor's ruling with another verdict
)

// ImportOrigin records who imported the file that something comes from, and when. The zero value means that
// it was not imported.
type ImportOrigin struct {
	By string
	At time.Time
}

// Text names the file as it is shown wherever what it says is shown; the zero value for no file.
func (f ImportOrigin) Text() message.Text {
	if f.By == "" {
		return message.Text{}
	}
	return message.New("according to a file brought in by %s on %s", f.By, f.day())
}

func (f ImportOrigin) day() string { return f.At.UTC().Format(time.DateOnly) }

// WhyNot explains in one short sentence why something does not count; "" if it counts. file is the origin of
// something imported.
func (l Lapse) WhyNot(file ImportOrigin) message.Text {
	switch l {
	case LapseWithdrawn:
		return message.New("Withdrawn.")
	case LapseFormerWords:
		return message.New("Of former words.")
	case LapseSuperseded:
		return message.New("Replaced by a newer verdict of the same reviewer.")
	case LapseOverruled:
		return message.New("Overruled by an editor.")
	case LapseFromFile:
		if file.By != "" {
			return message.New("According to a file brought in by %s on %s.", file.By, file.day())
		}
		return message.New("According to a file.")
	}
	return message.Text{}
}

// WhyNotPhrase returns the reason of WhyNot as a phrase within a sentence: "of former words".
func WhyNotPhrase(whyNot message.Text) message.Text {
	return message.New(whyNotPhrases[whyNot.Key], whyNot.Args...)
}

var whyNotPhrases = map[message.Key]message.Key{
	"Withdrawn.":       "withdrawn",
	"Of former words.": "of former words",
	"Replaced by a newer verdict of the same reviewer.": "replaced by a newer verdict of the same reviewer",
	"Overruled by an editor.":                           "overruled by an editor",
	"According to a file.":                              "according to a file",
	"According to a file brought in by %s on %s.":       "according to a file brought in by %s on %s",
}

// VerdictFacts is a verdict with the facts that decide whether it counts, except for the other verdicts on
// its claim. Its field Counts is ignored.
type VerdictFacts struct {
	Verdict
	Withdrawn     bool
	FromFile      bool
	OnFormerWords bool // the words of the claim or of its sentence have changed since
}

// ComputeLapses returns, for each verdict on a claim in the order of ids, why it does not count. Those with
// LapseNone determine the claim's status.
func ComputeLapses(given []VerdictFacts) []Lapse {
	lapses := make([]Lapse, len(given))
	var last VerdictFacts
	for i, g := range given {
		switch {
		case g.Withdrawn:
			lapses[i] = LapseWithdrawn
		case g.FromFile:
			lapses[i] = LapseFromFile
		case g.OnFormerWords:
			lapses[i] = LapseFormerWords
		default:
			last = g
			for j, earlier := range given[:i] {
				if lapses[j] == LapseNone && earlier.ReviewerID == g.ReviewerID {
					lapses[j] = LapseSuperseded
				}
			}
		}
	}
	if last.Ruling {
		for i, g := range given {
			if lapses[i] == LapseNone && g.Status != last.Status {
				lapses[i] = LapseOverruled
			}
		}
	}
	return lapses
}

// EvaluateAnnotations sets, for each annotation of a claim, oldest first, whether it counts and why not. c
// are the claim's current words.
func EvaluateAnnotations(annotations []NamedAnnotation, c ClaimWords, file ImportOrigin) {
	given := make([]VerdictFacts, len(annotations))
	for i, a := range annotations {
		given[i] = a.verdictFacts(c)
	}
	for i, lapse := range ComputeLapses(given) {
		a := &annotations[i]
		a.Counts, a.Live, a.WhyNot = lapse == LapseNone, lapse == LapseNone || lapse == LapseOverruled, lapse.WhyNot(file)
	}
}

// claimWords returns the words that the annotation was given for.
func (a Annotation) claimWords() ClaimWords { return ClaimWords{a.Exact, a.Context} }

func (a Annotation) verdictFacts(c ClaimWords) VerdictFacts {
	return VerdictFacts{Verdict: Verdict{ID: a.ID, ReviewerID: a.ReviewerID, Status: a.Status, Ruling: a.Ruling},
		Withdrawn: a.WithdrawnAt != nil, FromFile: a.Imported, OnFormerWords: !a.claimWords().Same(c)}
}

// Lapse returns why a piece of evidence does not count for its claim with the words exact. The sentence
// around the claim does not matter.
func (e Evidence) Lapse(exact string) Lapse {
	switch {
	case e.WithdrawnAt != nil:
		return LapseWithdrawn
	case e.Imported:
		return LapseFromFile
	case !text.SameCharacters(e.Exact, exact):
		return LapseFormerWords
	}
	return LapseNone
}
