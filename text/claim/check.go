package claim

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"linecheck/text"
	"linecheck/text/sentence"
)

// Finding is a possible inconsistency between places of an article, or a repetition.
type Finding struct {
	Kind    FindingKind
	Spans   []text.Span // spans of the article, in order: at least two, or one that contradicts itself
	Why     string      // the reason, in one clause
	Working string      // the calculation: "40 + 35 = 75, the text says 70"; "" if there is none
}

// FindingKind is the kind of a finding.
type FindingKind string

// The kinds of finding. A repeat is not an error: checking one of its places checks them all.
const (
	Repeat        FindingKind = "repeat"
	Contradiction FindingKind = "contradiction"
	Sum           FindingKind = "sum"
	Calendar      FindingKind = "calendar"
)

// Article is a text with the sentences that AnalyzeText or AnalyzeSentences returned for it.
type Article struct {
	text          string
	english       bool
	index         *text.Index
	sentences     []Sentence
	published     When
	publishedFrom string // where published comes from
}

// NewArticle combines a text and its sentences for the checks below. "Last year" is relative to the date of
// the dateline, or else to brought, the day on which the text was added. If brought is the zero When, the
// date is unknown.
func NewArticle(s, lang string, read []Sentence, brought When) *Article {
	a := &Article{s, isEnglish(lang), text.NewIndex(s), read, publishedOn(read), "dateline"}
	if a.published.Year == 0 {
		a.published, a.publishedFrom = brought, "brought in"
	}
	return a
}

// publishedOn returns the first complete date of a dateline.
func publishedOn(read []Sentence) When {
	for _, s := range read {
		for _, c := range s.Claims {
			if w := c.Value.When; s.Region == sentence.Dateline && w.Year > 0 && w.Month > 0 && w.Day > 0 {
				return w
			}
		}
	}
	return When{}
}

// Check returns all findings in the order of the text.
func (a *Article) Check() []Finding {
	all := slices.Concat(a.Repeats(), a.Contradictions(), a.Sums(), a.Dates())
	slices.SortStableFunc(all, func(x, y Finding) int { return cmp.Compare(x.Spans[0].Start, y.Spans[0].Start) })
	return all
}

// textOf returns the text of a span.
func (a *Article) textOf(s text.Span) string {
	exact, _ := a.index.Slice(s) // spans are always within the text they were found in
	return exact
}

// Repeats lists numbers, names and quotations that occur in several sentences. Equal numbers must count the same thing.
func (a *Article) Repeats() []Finding {
	places, order := map[string][]text.Span{}, []string{}
	for _, s := range a.sentences {
		seen := map[string]bool{}
		for _, c := range s.Claims {
			key := a.repeatKey(c)
			if key == "" || seen[key] {
				continue
			}
			seen[key] = true
			if places[key] == nil {
				order = append(order, key)
			}
			places[key] = append(places[key], c.Span)
		}
	}
	var list []Finding
	for _, key := range order {
		if spans := places[key]; len(spans) > 1 {
			what, _, _ := strings.Cut(key, "\x00")
			list = append(list, Finding{Repeat, spans, "the same " + what + " stands here " + timesWord(len(spans)), ""})
		}
	}
	return list
}

func timesWord(n int) string {
	if n == 2 {
		return "twice"
	}
	return strconv.Itoa(n) + " times"
}

// repeatKey returns a key that is equal for equal statements, or "" if a recurrence is not worth listing.
func (a *Article) repeatKey(c Suggestion) string {
	v := c.Value
	switch {
	case c.Kind == Name || c.Kind == Quote && c.Len() > 20:
		return string(c.Kind) + "\x00" + strings.ToLower(strings.Trim(a.textOf(c.Span), "\"“”„«» ,."))
	case v.Kind == Amount && v.Unit != "ordinal" && v.Unit != "result" && (v.Unit != "" || v.Of != ""):
		return "number\x00" + formatNumber(v.Low) + "\x00" + formatNumber(v.High) + "\x00" + v.Unit + "\x00" + singular(v.Of)
	}
	return ""
}

// singular returns the singular of a noun, judged by the ending alone.
func singular(noun string) string {
	switch {
	case strings.HasSuffix(noun, "ies") && len(noun) > 4:
		return noun[:len(noun)-3] + "y"
	case strings.HasSuffix(noun, "s") && !strings.HasSuffix(noun, "ss"):
		return noun[:len(noun)-1]
	}
	return noun
}

// formatNumber formats a number for a reader.
func formatNumber(x float64) string {
	s := strconv.FormatFloat(x, 'f', -1, 64)
	if point := strings.IndexByte(s, '.'); point >= 0 && len(s) > point+3 {
		s = strings.TrimRight(strings.TrimRight(strconv.FormatFloat(x, 'f', 2, 64), "0"), ".")
	}
	whole, frac, _ := strings.Cut(s, ".")
	for at := len(whole) - 3; at > 0 && whole[at-1] != '-'; at -= 3 {
		whole = whole[:at] + "," + whole[at:]
	}
	if frac != "" {
		return whole + "." + frac
	}
	return whole
}
