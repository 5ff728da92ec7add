package models

import (
	"fmt"
	"time"

	"linecheck/text"
)

// Lapse is why a verdict, or a piece of evidence, does not count for its claim. The zero value counts.
type Lapse string

// The reasons, in the order in which they are looked for.
const (
	Counting    Lapse = ""
	Withdrawn   Lapse = "withdrawn"    // by whoever gave it
	FromFile    Lapse = "from a file"  // nobody here has given it
	FormerWords Lapse = "former words" // the claim, or its sentence, has other words now
	Superseded  Lapse = "superseded"   // by a newer verdict of the same reviewer
	Overruled   Lapse = "overruled"    // by an editor's ruling that says otherwise
)

// FileSaid is who brought in, and when, the file from which a word comes that nobody here has given. The zero value is no file.
type FileSaid struct {
	By string
	At time.Time
}

// String names the file as it is shown wherever what it says is shown; "" for no file.
func (f FileSaid) String() string {
	if f.By == "" {
		return ""
	}
	return fmt.Sprintf("according to a file brought in by %s on %s", f.By, f.At.UTC().Format(time.DateOnly))
}

// WhyNot says in one short sentence why something does not count; "" where it does. file is where it came from, for what came in a file.
func (l Lapse) WhyNot(file FileSaid) string {
	switch l {
	case Withdrawn:
		return "Withdrawn."
	case FormerWords:
		return "Of former words."
	case Superseded:
		return "Replaced by a newer verdict of the same reviewer."
	case Overruled:
		return "Overruled by an editor."
	case FromFile:
		if named := file.String(); named != "" {
			return "A" + named[1:] + "."
		}
		return "According to a file."
	}
	return ""
}

// Given is a verdict with what decides whether it counts, apart from the other verdicts on its claim. Counts is not looked at.
type Given struct {
	Verdict
	Withdrawn bool
	FromFile  bool
	Former    bool // the claim's words or those of its sentence are not those that it was given for
}

// Lapses says of each verdict on a claim, in the order of their ids, why it does not count: those that are Counting make the claim's standing.
func Lapses(given []Given) []Lapse {
	lapses := make([]Lapse, len(given))
	var last Given
	for i, g := range given {
		switch {
		case g.Withdrawn:
			lapses[i] = Withdrawn
		case g.FromFile:
			lapses[i] = FromFile
		case g.Former:
			lapses[i] = FormerWords
		default:
			last = g
			for j, earlier := range given[:i] {
				if lapses[j] == Counting && earlier.ReviewerID == g.ReviewerID {
					lapses[j] = Superseded
				}
			}
		}
	}
	if last.Ruling {
		for i, g := range given {
			if lapses[i] == Counting && g.Status != last.Status {
				lapses[i] = Overruled
			}
		}
	}
	return lapses
}

// Judge fills in which annotations of a claim, oldest first, count, and why the others do not. c are the claim's words as they stand.
func Judge(annotations []NamedAnnotation, c ClaimWords, file FileSaid) {
	given := make([]Given, len(annotations))
	for i, a := range annotations {
		given[i] = a.given(c)
	}
	for i, lapse := range Lapses(given) {
		a := &annotations[i]
		a.Counts, a.Live, a.WhyNot = lapse == Counting, lapse == Counting || lapse == Overruled, lapse.WhyNot(file)
	}
}

// words are those that the annotation was said of.
func (a Annotation) words() ClaimWords { return ClaimWords{a.Exact, a.Context} }

func (a Annotation) given(c ClaimWords) Given {
	return Given{Verdict: Verdict{ID: a.ID, ReviewerID: a.ReviewerID, Status: a.Status, Ruling: a.Ruling},
		Withdrawn: a.WithdrawnAt != nil, FromFile: a.Imported, Former: !a.words().Same(c)}
}

// Lapse says why a piece of evidence does not count for its claim, whose words are these. It rests on the claim's own words alone.
func (e Evidence) Lapse(exact string) Lapse {
	switch {
	case e.WithdrawnAt != nil:
		return Withdrawn
	case e.Imported:
		return FromFile
	case !text.SameCharacters(e.Exact, exact):
		return FormerWords
	}
	return Counting
}
