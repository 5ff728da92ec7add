package claim

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"linecheck/text"
)

// Dates lists days that do not exist or have another day of the week, years that are not "last year", and
// ages that do not match the years of birth and death.
func (a *Article) Dates() []Finding {
	var list []Finding
	for _, s := range a.sentences {
		for _, c := range s.Claims {
			if c.Value.Kind != Day {
				continue
			}
			if why, working := a.checkCalendar(c.Value.When); why != "" {
				list = append(list, Finding{Calendar, []text.Span{c.Span}, why, working})
			}
		}
		if found, ok := a.checkAge(s); ok {
			list = append(list, found)
		}
	}
	return list
}

var monthNames = [...]string{
	"",
	"January",
	"February",
	"March",
	"April",
	"May",
	"June",
	"July",
	"August",
	"September",
	"October",
	"November",
	"December",
}
var dayNames = [...]string{"", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"}

func formatYear(y int) string { return strconv.Itoa(y) }

// checkCalendar returns what is wrong with a date, and the calculation.
func (a *Article) checkCalendar(w When) (why, working string) {
	if w.Month > 12 {
		return "there is no such month", "a year has 12 months, the text says " + strconv.Itoa(w.Month)
	}
	if w.Month > 0 && w.Day > daysInMonth(w.Year, w.Month) {
		return "there is no such day", monthNames[w.Month] + " has " + strconv.Itoa(daysInMonth(w.Year, w.Month)) + " days"
	}
	if w.Unit == "year" && w.Year > 0 && a.published.Year > 0 && w.Year != a.published.Year+w.Step {
		return "the year is not the one that the words say", a.describePublishedYear() + formatSigned(
			w.Step,
		) + " = " + formatYear(
			a.published.Year+w.Step,
		) + ", the text says " + formatYear(
			w.Year,
		)
	}
	year := w.Year
	if year == 0 && w.Unit == "" {
		year = a.nearestYear(w.Month)
	} else if year == 0 && w.Unit == "year" && a.published.Year > 0 {
		year = a.published.Year + w.Step
	}
	if w.Weekday == 0 || w.Month == 0 || w.Day == 0 || year == 0 {
		return "", ""
	}
	if got := weekdayOf(year, w.Month, w.Day); got != w.Weekday {
		return "the date falls on another day of the week", strconv.Itoa(
			w.Day,
		) + " " + monthNames[w.Month] + " " + formatYear(
			year,
		) + " is a " + dayNames[got] + ", the text says " + dayNames[w.Weekday]
	}
	return "", ""
}

// describePublishedYear names the year that "last year" is relative to, and its origin.
func (a *Article) describePublishedYear() string {
	return formatYear(a.published.Year) + " (" + a.publishedFrom + ")"
}

// nearestYear returns the year of a month that is named without one: the year that is nearest to the
// article's date. In an article of January, "29 December" is in the year before.
func (a *Article) nearestYear(month int) int {
	switch {
	case a.published.Year == 0 || a.published.Month == 0:
	case month-a.published.Month >= 6:
		return a.published.Year - 1
	case a.published.Month-month > 6:
		return a.published.Year + 1
	}
	return a.published.Year
}

func formatSigned(n int) string {
	if n < 0 {
		return " - " + strconv.Itoa(-n)
	}
	return " + " + strconv.Itoa(n)
}

// daysInMonth returns the number of days of a month. In an unknown year, February has 29.
func daysInMonth(year, m int) int {
	switch m {
	case 4, 6, 9, 11:
		return 30
	case 2:
		if year == 0 || year%4 == 0 && (year%100 != 0 || year%400 == 0) {
			return 29
		}
		return 28
	}
	return 31
}

// weekdayOf returns 1 for Monday to 7 for Sunday, in the Gregorian calendar (Sakamoto's algorithm).
func weekdayOf(year, m, d int) int {
	shift := [...]int{0, 3, 2, 5, 0, 3, 5, 1, 4, 6, 2, 4}
	if m < 3 {
		year--
	}
	n := (year + year/4 - year/100 + year/400 + shift[m-1] + d) % 7 // 0 is Sunday
	return (n+6)%7 + 1
}

// checkAge: "born in 1950, he died in 2010 aged 70". Without a year of death, the date of publication
// counts.
func (a *Article) checkAge(s Sentence) (Finding, bool) {
	var born, died, age *Suggestion
	for i := range s.Claims {
		c := &s.Claims[i]
		before := strings.ToLower(a.textOf(text.Span{Start: max(s.Start, c.Start-24), End: c.Start}))
		switch {
		case c.Kind == Age && c.Value.Unit == "year" && c.Value.Low == c.Value.High && c.Value.Hedge == Exact:
			if age != nil { // there are two people
				return Finding{}, false
			}
			age = c
		case c.Value.When.Year == 0 || c.Value.When.Span != "":
		case strings.LastIndex(before, "died") > strings.LastIndex(before, "born"):
			died = c
		case strings.Contains(before, "born"):
			born = c
		}
	}
	if born == nil || age == nil {
		return Finding{}, false
	}
	end, said, spans := a.published.Year, a.describePublishedYear(), []text.Span{born.Span, age.Span}
	if died != nil {
		end, said, spans = died.Value.When.Year, formatYear(died.Value.When.Year), []text.Span{born.Span, died.Span, age.Span}
	} else if strings.Contains(a.textOf(s.Span), " died") {
		return Finding{}, false
	}
	years := end - born.Value.When.Year
	if end == 0 || int(age.Value.Low) == years || int(age.Value.Low) == years-1 {
		return Finding{}, false
	}
	slices.SortFunc(spans, func(x, y text.Span) int { return cmp.Compare(x.Start, y.Start) })
	return Finding{Calendar, spans, "the age does not follow from the years",
		said + " - " + formatYear(
			born.Value.When.Year,
		) + " = " + strconv.Itoa(
			years,
		) + ", the text says " + formatNumber(
			age.Value.Low,
		)}, true
}
