package claim

import (
	"cmp"
	"math"
	"regexp"
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
		for _, check := range []func(Sentence) (Finding, bool){a.checkAge, a.checkPeriod} {
			if found, ok := check(s); ok {
				list = append(list, found)
			}
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

// The words of a birth and of a death, in several languages.
var (
	birthWords = []string{"born", "geboren", "jahrgang", "née", "né ", "nació", "nacido", "nacida",
		"nato ", "nata ", "nascid", "född", "født", "urodzon"}
	deathWords = []string{"died", "dead", "starb", "gestorben", "mort", "décéd", "murió",
		"morto", "morta", "morreu", "dog ", "død", "zmarł", "stierf"}
)

// lastOf returns the position of the last of some words, or -1.
func lastOf(s string, words []string) int {
	last := -1
	for _, w := range words {
		last = max(last, strings.LastIndex(s, w))
	}
	return last
}

var periodOfYears = regexp.MustCompile(
	`(?i)\b(?:from|between|von|de|entre|dal|van) (\d{4}) (?:to|until|and|bis|à|a|et|y|al|tot) (\d{4}),? ` +
		`(?:or |for |a total of |in all |also |insgesamt |pendant |durante |per )?(\d{1,3}|[\p{L}]+) (years|Jahre|ans|años|anni|jaar)\b`,
)

// checkPeriod: "from 2001 to 2013, for eight years".
func (a *Article) checkPeriod(s Sentence) (Finding, bool) {
	exact := a.textOf(s.Span)
	m := periodOfYears.FindStringSubmatchIndex(exact)
	if m == nil {
		return Finding{}, false
	}
	c := context{Sentence: s, text: exact}
	from, _ := strconv.Atoi(exact[m[2]:m[3]])
	to, _ := strconv.Atoi(exact[m[4]:m[5]])
	years, ok := parsePlainNumber(strings.ToLower(exact[m[6]:m[7]]))
	if !ok || to <= from || math.Abs(float64(to-from)-years) <= 1 {
		return Finding{}, false
	}
	return Finding{
		Calendar,
		[]text.Span{c.spanOf(m[2], m[3]), c.spanOf(m[4], m[5]), c.spanOf(m[6], m[9])},
		"the period does not follow from its years",
		exact[m[4]:m[5]] + " - " + exact[m[2]:m[3]] + " = " + strconv.Itoa(to-from) + ", the text says " + formatNumber(years),
	}, true
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
		case lastOf(before, deathWords) > lastOf(before, birthWords):
			died = c
		case lastOf(before, birthWords) >= 0:
			born = c
		}
	}
	if born == nil || age == nil {
		return Finding{}, false
	}
	end, said, spans := a.published.Year, a.describePublishedYear(), []text.Span{born.Span, age.Span}
	if died != nil {
		end, said, spans = died.Value.When.Year, formatYear(died.Value.When.Year), []text.Span{born.Span, died.Span, age.Span}
	} else if lastOf(strings.ToLower(a.textOf(s.Span)), deathWords) >= 0 {
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
