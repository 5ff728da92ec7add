package claim

// Value is the parsed value of a suggestion, so that two of them can be compared.
type Value struct {
	Kind  ValueKind
	Low   float64 // the number, or the lower end of a range
	High  float64 // the upper end of a range, otherwise Low
	Unit  string  // "%", "USD", "km", "year", "points", …; "" for a plain count (units.go lists the convertible ones)
	Of    string  // the counted noun, in lower case as written: "districts"
	Hedge Hedge
	When  When // for a Day
}

// ValueKind is the kind of a Value.
type ValueKind uint8

// The kinds of value.
const (
	NoValue  ValueKind = iota
	Amount             // Low to High in Unit, counting Of
	Duration           // Low to High in Unit, a unit of time; also an age
	Day                // When: a date, a time of day, or a time relative to the article's date
)

// Hedge is how exact a number is according to the words around it.
type Hedge uint8

// The hedges.
const (
	Exact   Hedge = iota
	About         // about, nearly, some, dozens of
	AtLeast       // at least, more than, over
	AtMost        // at most, less than, up to
)

// When is a date or a time of day as far as the words state it. Unknown parts are zero.
type When struct {
	Year, Month, Day int
	Weekday          int    // 1 Monday to 7 Sunday
	Clock            int    // minutes since midnight plus 1, so that 0 means unknown
	Step             int    // with Unit: -1 "year" is last year, 2 "week" in two weeks, 0 "year" this year
	Unit             string // "day", "week", "month", "year", …; "" if the words are not relative to the article's date
	Span             string // "decade" or "century" if Year is the first of one; "years" if EndYear ends a range
	EndYear          int
}

// IsZero reports whether no value was parsed.
func (v Value) IsZero() bool { return v.Kind == NoValue }

// mergedWith fills unknown parts of v from w: "Monday" and "3 June".
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
