package claim

import (
	"math"
	"strings"

	"linecheck/text"
)

// amountInContext is an amount and the words around it.
type amountInContext struct {
	Suggestion
	sentence int
	context  map[string]bool
}

// maxCompared limits how many amounts, and how many spellings, are compared pairwise.
const maxCompared = 400

// Contradictions lists different numbers of the same thing in similar words, one name in two spellings, and
// one event in two years.
func (a *Article) Contradictions() []Finding {
	var all []amountInContext
	for i, s := range a.sentences {
		for _, c := range s.Claims {
			if v := c.Value; v.Kind == Amount && v.Of != "" && v.Unit == "" && len(all) < maxCompared {
				all = append(all, amountInContext{c, i, a.contextStems(s, c.Span)})
			}
		}
	}
	var list []Finding
	for i, x := range all {
		for _, y := range all[i+1:] {
			if x.sentence != y.sentence && singular(x.Value.Of) == singular(y.Value.Of) && haveCommonStem(x.context, y.context) &&
				contradict(x.Value, y.Value) {
				list = append(list, Finding{Contradiction, []text.Span{x.Span, y.Span}, "two numbers are given of the same thing",
					formatNumber(x.Value.Low) + " or " + formatNumber(y.Value.Low) + " " + y.Value.Of})
			}
		}
	}
	return append(append(list, a.checkSpellings()...), a.checkEventYears()...)
}

// contextWords is the number of words around a number that show what it is about.
const contextWords = 4

// contextStems returns the stems of the words just before and after a span, without times and function
// words.
func (a *Article) contextStems(s Sentence, at text.Span) map[string]bool {
	stems := map[string]bool{}
	before := strings.Fields(a.textOf(text.Span{Start: s.Start, End: at.Start}))
	behind := strings.Fields(a.textOf(text.Span{Start: at.End, End: s.End}))
	for _, w := range append(before[max(0, len(before)-contextWords):], behind[:min(contextWords, len(behind))]...) {
		w = strings.ToLower(strings.Trim(w, ".,;:!?\"“”()'’"))
		is := lookUp(w).classes
		if len(w) < 4 ||
			is&(function|timeUnit|nearTime|month|weekday|dayPart|dayWord|cardinal|adverb|preposition|saying|verbForm|plural) != 0 {
			continue
		}
		stems[stem(w)] = true
	}
	return stems
}

// stem removes the ending of a verb or a noun.
func stem(w string) string {
	for _, end := range []string{"ing", "ed", "es", "s"} {
		if cut, ok := strings.CutSuffix(w, end); ok && len(cut) >= 3 {
			return cut
		}
	}
	return w
}

func haveCommonStem(a, b map[string]bool) bool {
	for w := range a {
		if b[w] {
			return true
		}
	}
	return false
}

// contradict reports whether two amounts exclude each other: "more than 70" and 72 do not, 12 and 14 do.
func contradict(v, w Value) bool {
	lowV, highV := valueBounds(v)
	lowW, highW := valueBounds(w)
	return highV < lowW || highW < lowV
}

// aboutTolerance is the relative error that "about" allows.
const aboutTolerance = 0.15

func valueBounds(v Value) (low, high float64) {
	switch v.Hedge {
	case About:
		return v.Low * (1 - aboutTolerance), v.High * (1 + aboutTolerance)
	case AtLeast:
		return v.Low, v.High * 2 // nobody writes "more than 70" for a thousand
	case AtMost:
		return v.Low / 2, v.High
	}
	return v.Low, v.High
}

// checkSpellings lists words in names that differ by a letter or two.
func (a *Article) checkSpellings() []Finding {
	type spelt struct {
		word string
		at   text.Span
	}
	var words []spelt
	seen := map[string]bool{}
	for _, s := range a.sentences {
		for _, c := range s.Claims {
			if c.Kind != Name {
				continue
			}
			for _, w := range text.Words(a.textOf(c.Span)) {
				at := text.Span{Start: c.Start + w.Start, End: c.Start + w.End}
				if word := a.textOf(at); isNameWord(word) && !seen[word] && len(words) < maxCompared {
					seen[word] = true
					words = append(words, spelt{word, at})
				}
			}
		}
	}
	var list []Finding
	for i, x := range words {
		for _, y := range words[i+1:] {
			if areSimilarSpellings(x.word, y.word) {
				list = append(list, Finding{Contradiction, []text.Span{x.at, y.at}, "a name has two spellings", x.word + " or " + y.word})
			}
		}
	}
	return list
}

// isNameWord reports whether a word is capitalised and not in the lexicon.
func isNameWord(w string) bool {
	r := []rune(w)
	return len(r) >= 5 && strings.ToUpper(string(r[:1])) == string(r[:1]) && strings.ToUpper(w) != w && lookUp(w).classes == 0
}

// areSimilarSpellings reports whether words differ by one letter, or long words by two. A plural is a
// different word.
func areSimilarSpellings(a, b string) bool {
	if singular(a) == singular(b) || a[0] != b[0] {
		return false
	}
	x, y := []rune(a), []rune(b)
	most := 1 + len(x)/8
	return int(math.Abs(float64(len(x)-len(y)))) <= most && editDistance(x, y) <= most
}

// editDistance counts the insertions, deletions, substitutions and swaps of neighbours between two words.
func editDistance(a, b []rune) int {
	old, before, row := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range before {
		before[j] = j
	}
	for i := range a {
		row[0] = i + 1
		for j := range b {
			row[j+1] = min(before[j+1]+1, row[j]+1, before[j]+boolToInt(a[i] != b[j]))
			if i > 0 && j > 0 && a[i] == b[j-1] && a[i-1] == b[j] {
				row[j+1] = min(row[j+1], old[j-1]+1)
			}
		}
		old, before, row = before, row, old
	}
	return before[len(b)]
}

// checkEventYears lists events that occur with different years.
func (a *Article) checkEventYears() []Finding {
	type dated struct {
		year int
		at   text.Span
	}
	first, list := map[string]dated{}, []Finding(nil)
	for _, s := range a.sentences {
		year, events := 0, []Suggestion(nil)
		for _, c := range s.Claims {
			switch {
			case c.Kind == Event:
				events = append(events, c)
			case c.Value.When.Year > 0 && c.Value.When.Span == "":
				if year != 0 && year != c.Value.When.Year {
					year = -1 // two years in one sentence are ambiguous
				} else if year == 0 {
					year = c.Value.When.Year
				}
			}
		}
		if year <= 0 || len(events) != 1 {
			continue
		}
		name := a.textOf(events[0].Span)
		if was, ok := first[name]; ok && was.year != year {
			list = append(
				list,
				Finding{
					Contradiction,
					[]text.Span{was.at, events[0].Span},
					"an event is put into two years",
					formatYear(was.year) + " or " + formatYear(year),
				},
			)
		} else if !ok {
			first[name] = dated{year, events[0].Span}
		}
	}
	return list
}
