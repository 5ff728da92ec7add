package claim

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"linecheck/text"
	"linecheck/text/sentence"
)

// Finding is something in an article that a reader should look at because two places of it bear on one another.
type Finding struct {
	Kind    FindingKind
	Spans   []text.Span // of the article, in order: two at least, or one that contradicts itself
	Why     string      // one plain clause
	Working string      // how it was worked out: "40 + 35 = 75, the text says 70"; "" where nothing was
}

// FindingKind is what sort of thing a finding is.
type FindingKind string

// The sorts of finding. A repeat is no fault: what settles one place settles the others.
const (
	Repeat        FindingKind = "repeat"
	Contradiction FindingKind = "contradiction"
	Sum           FindingKind = "sum"
	Calendar      FindingKind = "calendar"
)

// Article is a text with what was found in its sentences, as Text or Sentences gives it.
type Article struct {
	text          string
	index         *text.Index
	sentences     []Sentence
	published     When
	publishedFrom string // what published rests on
}

// NewArticle holds a text and its sentences together for the checks below. Its "last year" is told from what its dateline says, or
// else from the day on which
// it was brought in; the zero When says nothing.
func NewArticle(s string, read []Sentence, brought When) *Article {
	a := &Article{s, text.NewIndex(s), read, publishedOn(read), "dateline"}
	if a.published.Year == 0 {
		a.published, a.publishedFrom = brought, "brought in"
	}
	return a
}

// publishedOn is the first whole date of a dateline.
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

// Check lists all that the checks find, in the order of the text.
func (a *Article) Check() []Finding {
	all := slices.Concat(a.Repeats(), a.Contradictions(), a.Sums(), a.Dates())
	slices.SortStableFunc(all, func(x, y Finding) int { return cmp.Compare(x.Spans[0].Start, y.Spans[0].Start) })
	return all
}

// textOf is the text of a span.
func (a *Article) textOf(s text.Span) string {
	exact, _ := a.index.Slice(s) // spans lie within the text that they were found in
	return exact
}

// Repeats lists the same number of the same thing, the same name and the same quotation where they stand in several sentences.
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

// repeatKey is equal for what says the same; "" for what is no repeat even when it stands again.
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

// singular is a noun in the singular, as far as endings tell.
func singular(noun string) string {
	switch {
	case strings.HasSuffix(noun, "ies") && len(noun) > 4:
		return noun[:len(noun)-3] + "y"
	case strings.HasSuffix(noun, "s") && !strings.HasSuffix(noun, "ss"):
		return noun[:len(noun)-1]
	}
	return noun
}

// formatNumber writes a number as a reader would.
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
