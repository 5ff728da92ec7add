package claim

// Value is what was read from the words of a suggestion, so that two of them can be compared.
type Value struct {
	Kind  ValueKind
	Low   float64 // the number; of a range its lower end
	High  float64 // the upper end of a range, else Low
	Unit  string  // "%", "USD", "km", "year", "points", …; "" for a bare count (units.go has what can be converted)
	Of    string  // what is counted, in lower case as the text has it: "districts"
	Hedge Hedge
	When  When // of a Day
}

// ValueKind is what a Value holds.
type ValueKind uint8

// The sorts of value.
const (
	NoValue  ValueKind = iota
	Amount             // Low to High of Unit, of Of
	Duration           // Low to High of Unit, which is a unit of time; an age too
	Day                // When: a date, a time of day, or one told from the date of the article
)

// Hedge is how exact the words say that a number is.
type Hedge uint8

// The hedges.
const (
	Exact   Hedge = iota
	About         // about, nearly, some, dozens of
	AtLeast       // at least, more than, over
	AtMost        // at most, less than, up to
)

// When is a date or a time of day as far as the words tell it; what they leave open is zero.
type When struct {
	Year, Month, Day int
	Weekday          int    // 1 Monday to 7 Sunday
	Clock            int    // minutes since midnight and 1 more, so that 0 says nothing
	Step             int    // with Unit: -1 "year" is last year, 2 "week" in two weeks, 0 "year" this year
	Unit             string // "day", "week", "month", "year", …; "" where the words are no step from the article's date
	Span             string // "decade" or "century" where Year is the first of one; "years" where EndYear ends a range
	EndYear          int
}

// IsZero reports whether nothing was read.
func (v Value) IsZero() bool { return v.Kind == NoValue }

// mergedWith fills in what w tells and v leaves open: "Monday" and "3 June".
func (v When) mergedWith(w When) When {
	fill := func(into *int, from int) {
		if *into == 0 {
			*into = from
		}
	}
	fill(&v.Year, w.Year)
	fill(&v.Month, w.Month)
	fill(&v.Day, w.Day)
	fill(&v.Weekday, w.Weekday)
	fill(&v.Clock, w.Clock)
	fill(&v.EndYear, w.EndYear)
	if v.Unit == "" {
		v.Step, v.Unit = w.Step, w.Unit
	}
	if v.Span == "" {
		v.Span = w.Span
	}
	return v
}
