package claim

import (
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"

	"linecheck/text"
)

// attribute is a number that describes a thing: "three-day strike", "the report, which has 221 pages".
type attribute struct {
	thing, unit string
	value       float64
	at          text.Span
	in          int
}

const numberPattern = `\d[\d,]*(?:\.\d+)?|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty`

var (
	compoundAttribute = regexp.MustCompile(`(?i)\b(` + numberPattern + `)-([a-z]+)(?: [a-z]+)?? ([a-z]{4,})\b`)
	plainAttribute    = regexp.MustCompile(`(?i)\b(` + numberPattern + `) ([a-z]{3,})\b`)
)

// checkAttributes lists a thing that is described by two numbers of one unit: its length, its pages.
func (a *Article) checkAttributes(contexts []context) (list []Finding) {
	var compounds []attribute
	for i := range contexts {
		compounds = append(compounds, a.compoundAttributes(&contexts[i], i)...)
	}
	for i, x := range compounds[:min(len(compounds), maxCompared)] {
		for _, y := range compounds[i+1:] {
			if x.thing == y.thing && x.in != y.in && x.unit == y.unit && isRetold(contexts, x, y) {
				list = append(list, attributeFinding(x, y))
			}
		}
		for k := range contexts {
			if y, ok := a.plainAttribute(&contexts[k], k, x); ok && isRetold(contexts, x, y) {
				list = append(list, attributeFinding(x, y))
				break
			}
		}
	}
	return list
}

func attributeFinding(x, y attribute) Finding {
	if x.at.Start > y.at.Start {
		x, y = y, x
	}
	return Finding{
		Contradiction,
		[]text.Span{x.at, y.at},
		"two measures are given of the same thing",
		formatNumber(x.value) + " or " + formatNumber(y.value) + " " + x.unit + "s",
	}
}

// compoundAttributes finds "212-page report".
func (a *Article) compoundAttributes(c *context, in int) (list []attribute) {
	for _, m := range compoundAttribute.FindAllStringSubmatchIndex(c.text, -1) {
		part := func(n int) string { return strings.ToLower(c.text[m[2*n]:m[2*n+1]]) }
		v, ok := parsePlainNumber(part(1))
		thing := singular(part(3))
		if !ok || part(2) == "year" && (thing == "old" || lookUp(thing).classes&(job|honorific) != 0) || lookUp(thing).classes&function != 0 {
			continue
		}
		if strings.Contains(" note bond treasury yield deal contract term sentence period ", " "+thing+" ") {
			continue // there are several of these
		}
		list = append(list, attribute{thing, singular(part(2)), v, c.spanOf(m[2], m[5]), in})
	}
	return list
}

// plainAttribute finds a number of the same unit in a sentence whose subject is the thing: "the bridge is
// 1,420 metres long".
func (a *Article) plainAttribute(c *context, in int, x attribute) (attribute, bool) {
	thing := strings.Index(c.lower, " "+x.thing)
	if in == x.in || thing < 0 || !strings.Contains(c.lower[:thing+1], " the ") && !strings.HasPrefix(c.lower, " "+x.thing) {
		return attribute{}, false
	}
	for _, m := range plainAttribute.FindAllStringSubmatchIndex(c.text, -1) {
		v, ok := parsePlainNumber(strings.ToLower(c.text[m[2]:m[3]]))
		between := strings.Count(c.text[min(thing, m[2]):m[2]], " ")
		if ok && singular(strings.ToLower(c.text[m[4]:m[5]])) == x.unit && m[2] > thing && between <= 8 {
			return attribute{x.thing, x.unit, v, c.spanOf(m[2], m[5]), in}, true
		}
	}
	return attribute{}, false
}

// isRetold reports whether two descriptions are of the same thing at the same time.
func isRetold(contexts []context, x, y attribute) bool {
	s, t := &contexts[x.in], &contexts[y.in]
	return x.value != y.value && max(x.value, y.value) <= 3*min(x.value, y.value) && s.sharesSubject(t) &&
		areCompatible(s.years, t.years) && !s.hasAny(compareWords) && !t.hasAny(compareWords) &&
		!s.hasAny(changeWords) && !t.hasAny(changeWords) && countCommon(s.stems, t.stems) > 0
}

// spanOf converts bytes of the sentence to a span of the article.
func (c *context) spanOf(from, to int) text.Span {
	start := c.Start + utf8.RuneCountInString(c.text[:from])
	return text.Span{Start: start, End: start + utf8.RuneCountInString(c.text[from:to])}
}

// parsePlainNumber reads figures or a number in words.
func parsePlainNumber(s string) (float64, bool) {
	f := analyzerPool.Get().(*analyzer)
	defer analyzerPool.Put(f)
	f.s, f.english, f.locale = s, true, nil
	f.tokens = tokenise(s, f.tokens)
	n, end, ok := f.readSingleNumber(0)
	return n.low, ok && end == len(f.tokens)
}

// personAge is the age of a person.
type personAge struct {
	first, surname string
	age            float64
	at             text.Span
	in             int
}

const namePattern = `((?:\p{Lu}[\p{L}’'-]+ )*\p{Lu}[\p{L}’'-]+)`

var agePatterns = []struct {
	find      *regexp.Regexp
	name, age int
}{
	{regexp.MustCompile(namePattern + `, (?:who is |who was |aged |now )?(\d{1,3})(?:[,.;)]| and | years)`), 1, 2},
	{regexp.MustCompile(namePattern + ` (?:is|was|turned|\() ?(\d{1,3})(?: years old|[,.;)])`), 1, 2},
	{regexp.MustCompile(`(\d{1,3})-year-old (?:[a-z]+ ){0,2}` + namePattern), 2, 1},
}

// checkAges lists a person with two ages.
func (a *Article) checkAges(contexts []context) (list []Finding) {
	var all []personAge
	for i := range contexts {
		for _, p := range agePatterns {
			for _, m := range p.find.FindAllStringSubmatchIndex(contexts[i].text, -1) {
				names := strings.Fields(contexts[i].text[m[2*p.name]:m[2*p.name+1]])
				v, ok := parsePlainNumber(contexts[i].text[m[2*p.age]:m[2*p.age+1]])
				last := names[len(names)-1]
				if !ok || v < 1 || v > 115 || lookUp(last).classes&(month|weekday) != 0 || len(all) == maxCompared {
					continue
				}
				one := personAge{"", last, v, contexts[i].spanOf(m[2*p.age], m[2*p.age+1]), i}
				if len(names) > 1 && lookUp(names[0]).classes&(honorific|job) == 0 {
					one.first = names[0]
				}
				all = append(all, one)
			}
		}
	}
	for i, x := range all {
		for _, y := range all[i+1:] {
			same := x.surname == y.surname && (x.first == y.first || x.first == "" || y.first == "")
			if same && x.age != y.age && x.in != y.in && areCompatible(contexts[x.in].years, contexts[y.in].years) &&
				!contexts[x.in].hasAny("when|then") && !contexts[y.in].hasAny("when|then") {
				list = append(list, Finding{
					Contradiction,
					[]text.Span{x.at, y.at},
					"a person has two ages",
					formatNumber(x.age) + " or " + formatNumber(y.age),
				})
			}
		}
	}
	return list
}

// datedEvent is a verb or a noun with its date: "arrested on 4 May".
type datedEvent struct {
	stems map[string]bool // of the words before the date
	when  When
	at    text.Span
	in    int
}

// eventWords is the number of words before a date that may name the event.
const eventWords = 2

// checkEventDates lists an event with two dates. A subject that the sentences share, and the same verb or
// noun before the dates, show that it is the same event.
func (a *Article) checkEventDates(contexts []context) (list []Finding) {
	var all []datedEvent
	for i := range contexts {
		all = append(all, a.datedEvents(&contexts[i], i)...)
	}
	all = all[:min(len(all), maxCompared)]
	for i, x := range all {
		for _, y := range all[i+1:] {
			s, t := &contexts[x.in], &contexts[y.in]
			if countCommon(x.stems, y.stems) == 0 || x.in == y.in || s.commonNames(t) == 0 || s.hasAny(compareWords) || t.hasAny(compareWords) ||
				t.hasAny("again|later|since then") || !areOtherDates(x.when, y.when) {
				continue
			}
			list = append(list, Finding{
				Contradiction,
				[]text.Span{x.at, y.at},
				"an event has two dates",
				formatDate(x.when) + " or " + formatDate(y.when),
			})
		}
	}
	return list
}

// formatDate formats the day or, without one, the year of a date.
func formatDate(w When) string {
	if w.Day == 0 {
		return formatYear(w.Year)
	}
	return strings.TrimSpace(strconv.Itoa(w.Day) + " " + monthNames[min(w.Month, 12)])
}

func (a *Article) datedEvents(c *context, in int) (list []datedEvent) {
	for _, one := range c.Claims {
		w := one.Value.When
		if one.Value.Kind != Day || w.Span != "" || w.Unit != "" || w.Year == 0 && w.Day == 0 {
			continue
		}
		exact := a.textOf(one.Span)
		before := strings.TrimSpace(a.textOf(text.Span{Start: c.Start, End: one.Start}))
		if lead, _, ok := strings.Cut(exact, " "); ok && (strings.EqualFold(lead, "on") || strings.EqualFold(lead, "in")) {
			before += " " + strings.ToLower(lead)
		}
		if !strings.HasSuffix(before, " on") && !strings.HasSuffix(before, " in") {
			continue
		}
		stems := map[string]bool{}
		for n, w := range strings.Fields(before[:len(before)-3]) {
			if st := contentStem(w); st != "" && n >= strings.Count(before, " ")-eventWords && !isCapitalised(w) {
				stems[st] = true
			}
		}
		list = append(list, datedEvent{stems, w, one.Span, in})
	}
	for _, one := range c.Claims { // a storm or a battle happens once
		if one.Kind != Event || !isSingleEvent(a.textOf(one.Span)) || len(c.years) != 1 || c.hasAny("since|until|by|before|after") {
			continue
		}
		for year := range c.years {
			list = append(list, datedEvent{map[string]bool{a.textOf(one.Span): true}, When{Year: year}, one.Span, in})
		}
	}
	return list
}

// isSingleEvent reports whether a named event does not recur, as a cup or an election does.
func isSingleEvent(name string) bool {
	for w := range strings.FieldsSeq(strings.ToLower(name)) {
		switch w {
		case "hurricane", "cyclone", "typhoon", "storm", "earthquake", "battle", "massacre", "bombing":
			return true
		}
	}
	return false
}

// areOtherDates reports whether two dates of the same precision differ.
func areOtherDates(v, w When) bool {
	if (v.Day == 0) != (w.Day == 0) || v.Year != 0 && w.Year != 0 && v.Day != 0 && v.Year != w.Year {
		return false
	}
	if v.Day != 0 {
		return v.Month == w.Month && v.Day != w.Day
	}
	return v.Year != 0 && w.Year != 0 && v.Year != w.Year && v.Month == w.Month
}

// checkResults lists a match with two results.
func (a *Article) checkResults(contexts []context) (list []Finding) {
	type result struct {
		Suggestion
		in int
	}
	var all []result
	for i := range contexts {
		for _, c := range contexts[i].Claims {
			if c.Value.Unit == "result" && len(all) < maxCompared {
				all = append(all, result{c, i})
			}
		}
	}
	results := map[int]int{}
	for _, x := range all {
		results[x.in]++
	}
	for i, x := range all {
		for _, y := range all[i+1:] {
			s, t := &contexts[x.in], &contexts[y.in]
			if x.in == y.in || results[x.in] > 1 || results[y.in] > 1 || x.Value.Low == y.Value.Low && x.Value.High == y.Value.High ||
				x.Value.Low == y.Value.High && x.Value.High == y.Value.Low || s.commonNames(t) == 0 ||
				countCommon(s.days, t.days) != 1 || len(s.days) != 1 || len(t.days) != 1 || !s.sharesTime(t) || !hasResultVerb(s) || !hasResultVerb(t) {
				continue
			}
			list = append(list, Finding{
				Contradiction,
				[]text.Span{x.Span, y.Span},
				"a match has two results",
				a.textOf(x.Span) + " or " + a.textOf(y.Span),
			})
		}
	}
	return list
}

func hasResultVerb(c *context) bool {
	return c.hasAny("beat|beaten|win|won|wins|victory|defeat|defeated|lost|loss|draw|drew|result|score")
}
