package models

import (
	"fmt"
	"time"

	"linecheck/text"
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

// String describes the file, for every place that shows what it contained; "" for no file.
func (f ImportOrigin) String() string {
	if f.By == "" {
		return ""
	}
	return fmt.Sprintf("according to a file brought in by %s on %s", f.By, f.At.UTC().Format(time.DateOnly))
}

// WhyNot explains in one short sentence why something does not count; "" if it counts. file is the origin of
// something imported.
func (l Lapse) WhyNot(file ImportOrigin) string {
	switch l {
	case LapseWithdrawn:
		return "Withdrawn."
	case LapseFormerWords:
		return "Of former words."
	case LapseSuperseded:
		return "Replaced by a newer verdict of the same reviewer."
	case LapseOverruled:
		return "Overruled by an editor."
	case LapseFromFile:
		if named := file.String(); named != "" {
			return "A" + named[1:] + "."
		}
		return "According to a file."
	}
	return ""
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
