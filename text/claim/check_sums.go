package claim

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"linecheck/text"
)

// Sums lists parts that do not add up to their whole, shares that do not match their numbers, and wrong
// conversions.
func (a *Article) Sums() []Finding {
	var list []Finding
	for _, s := range a.sentences {
		var amounts []Suggestion
		for _, c := range s.Claims {
			if c.Value.Kind == Amount && c.Value.Unit != "ordinal" && c.Value.Unit != "result" &&
				(c.Kind == Number || c.Kind == Measurement) {
				amounts = append(amounts, c)
			}
		}
		if len(amounts) < 2 {
			continue
		}
		for _, check := range []func(Sentence, []Suggestion) (Finding, bool){
			a.checkPartsOfWhole, a.checkPartsOfNamedWhole, a.checkSharesOfAll, a.checkShareOfCounts, a.checkPercentChange,
			a.checkDifference, a.checkFractionOfCount,
		} {
			if found, ok := check(s, amounts); ok {
				list = append(list, found)
			}
		}
		list = append(list, a.checkConversions(amounts)...)
	}
	return list
}

// checkPartsOfWhole: "70 people died: 40 men and 35 women", "12 boys and 9 girls, 20 in all".
func (a *Article) checkPartsOfWhole(s Sentence, amounts []Suggestion) (Finding, bool) {
	whole, parts := -1, []Suggestion(nil)
	for i, c := range amounts {
		behind := strings.ToLower(a.textOf(text.Span{Start: c.End, End: min(c.End+16, s.End)}))
		exact := strings.ToLower(a.textOf(c.Span))
		if strings.HasPrefix(exact, "a total of") || strings.HasPrefix(behind, " in all") || strings.HasPrefix(behind, " in total") ||
			strings.HasPrefix(behind, " altogether") {
			whole = i
		}
	}
	from, to := 0, len(amounts)
	if whole < 0 {
		colon := strings.IndexByte(a.textOf(text.Span{Start: amounts[0].End, End: amounts[1].Start}), ':')
		if colon < 0 || len(amounts) < 3 {
			return Finding{}, false
		}
		whole, from = 0, 1
	}
	sum, working := 0.0, ""
	for i := from; i < to; i++ {
		c := amounts[i]
		if i == whole {
			continue
		}
		if c.Value.Hedge != Exact || c.Value.Low != c.Value.High || c.Value.Low > amounts[whole].Value.Low ||
			c.Value.Unit != amounts[whole].Value.Unit {
			return Finding{}, false
		}
		if working != "" {
			working += " + "
		}
		sum, working, parts = sum+c.Value.Low, working+formatNumber(c.Value.Low), append(parts, c)
	}
	v := amounts[whole].Value
	if len(parts) < 2 || v.Hedge != Exact || math.Abs(sum-v.Low) < 1e-9*math.Max(1, v.Low) {
		return Finding{}, false
	}
	return Finding{
		Sum,
		sortedSpans(amounts[from:to], amounts[whole]),
		"the parts do not make the whole",
		working + " = " + formatNumber(sum) + ", the text says " + formatNumber(v.Low),
	}, true
}

// sortedSpans returns spans in order, including one more span if it is missing.
func sortedSpans(list []Suggestion, more Suggestion) (spans []text.Span) {
	if len(list) == 0 || list[0].Start > more.Start {
		spans = append(spans, more.Span)
	}
	for _, c := range list {
		spans = append(spans, c.Span)
	}
	return spans
}

// checkSharesOfAll: "55% were for it, 38% against and 12% undecided". Rounding may make the sum slightly
// more than 100.
func (a *Article) checkSharesOfAll(s Sentence, amounts []Suggestion) (Finding, bool) {
	sum, working, shares := 0.0, "", []Suggestion(nil)
	for _, c := range amounts {
		if c.Value.Unit == "%" && c.Value.Low == c.Value.High {
			if working != "" {
				working += " + "
			}
			sum, working, shares = sum+c.Value.Low, working+formatNumber(c.Value.Low), append(shares, c)
		}
	}
	words := strings.ToLower(a.textOf(s.Span))
	most := 150.0
	if !containsAny(words, " against", "opposed", "undecided", "the rest", "dagegen", "unentschieden", "contre", "en contra", "indecis") {
		most = 0
		if len(shares) > 2 && containsAny(words, "survey", "poll", "said no", "did not know", "don't know", "no opinion",
			"voted", " vote", "answered",
			"umfrage", "sondage", "encuesta", "sondaggio") {
			most = 120 // more is another question, or several answers
		}
	}
	several := containsAny(words, "several answers", "more than one", "multiple", "mehrfach", "plusieurs", "rounded", "gerundet")
	if len(shares) < 2 || several || sum <= 100+0.5*float64(len(shares)) || sum > most {
		return Finding{}, false
	}
	return Finding{
		Sum,
		sortedSpans(shares, shares[0]),
		"the shares make more than all",
		working + " = " + formatNumber(sum) + " percent",
	}, true
}

// checkShareOfCounts: "45 of the 120 seats, or 40 percent".
func (a *Article) checkShareOfCounts(_ Sentence, amounts []Suggestion) (Finding, bool) {
	for i := 0; i+2 < len(amounts); i++ {
		part, whole, share := amounts[i], amounts[i+1], amounts[i+2]
		of := strings.TrimSpace(strings.ToLower(a.textOf(text.Span{Start: part.End, End: whole.Start})))
		or := strings.TrimSpace(strings.ToLower(a.textOf(text.Span{Start: whole.End, End: share.Start})))
		said := strings.HasSuffix(or, "or") || strings.HasSuffix(or, "(")
		if (of != "of the" && of != "of" && of != "of its" && of != "out of") || !said || share.Value.Unit != "%" ||
			part.Value.Hedge != Exact ||
			whole.Value.Hedge != Exact ||
			whole.Value.Low == 0 {
			continue
		}
		if got := 100 * part.Value.Low / whole.Value.Low; differsBeyondRounding(got, share.Value) {
			return Finding{Sum, []text.Span{part.Span, whole.Span, share.Span}, "the share does not follow from its numbers",
				formatNumber(
					part.Value.Low,
				) + " / " + formatNumber(
					whole.Value.Low,
				) + " = " + formatNumber(
					got,
				) + " percent, the text says " + formatNumber(
					share.Value.Low,
				)}, true
		}
	}
	return Finding{}, false
}

// differsBeyondRounding reports whether rounding cannot explain the difference between a result and the
// stated value.
func differsBeyondRounding(got float64, told Value) bool {
	step := 1.0
	if told.Low != math.Trunc(told.Low) {
		step = 0.1
	}
	if told.Hedge != Exact {
		step = math.Max(5, math.Abs(told.Low)*2*aboutTolerance)
	}
	return got < told.Low-step*0.5001 || got > told.High+step*0.5001
}

// checkPercentChange: "rose from 40 to 50 cases, or 20 percent".
func (a *Article) checkPercentChange(s Sentence, amounts []Suggestion) (Finding, bool) {
	for i, from := range amounts {
		before := strings.ToLower(a.textOf(text.Span{Start: max(s.Start, from.Start-5), End: from.Start}))
		if before != "from " || from.Value.Hedge != Exact || from.Value.Unit == "%" || from.Value.Low == 0 {
			continue
		}
		was, is, spans := from.Value.Low, from.Value.High, []Suggestion{from} // "from 40 to 50" is read as a range
		if was == is {
			if i+1 == len(amounts) || strings.TrimSpace(a.textOf(text.Span{Start: from.End, End: amounts[i+1].Start})) != "to" ||
				from.Value.Unit != amounts[i+1].Value.Unit ||
				amounts[i+1].Value.Hedge != Exact {
				continue
			}
			is, spans = amounts[i+1].Value.Low, append(spans, amounts[i+1])
		}
		for _, share := range amounts {
			if got := 100 * math.Abs(is-was) / was; share.Value.Unit == "%" && differsBeyondRounding(got, share.Value) {
				spans = append(spans, share)
				slices.SortFunc(spans, func(x, y Suggestion) int { return cmp.Compare(x.Start, y.Start) })
				return Finding{Sum, sortedSpans(spans, spans[0]), "the change in percent does not follow from its numbers",
					formatNumber(
						was,
					) + " to " + formatNumber(
						is,
					) + " is " + formatNumber(
						got,
					) + " percent, the text says " + formatNumber(
						share.Value.Low,
					)}, true
			}
		}
	}
	return Finding{}, false
}

// conversionTolerance is the relative error that a conversion may have, because writers round.
const conversionTolerance = 0.06

// checkConversions: "50 kilometres (31 miles)".
func (a *Article) checkConversions(amounts []Suggestion) (list []Finding) {
	for i := 0; i+1 < len(amounts); i++ {
		x, y := amounts[i], amounts[i+1]
		between := strings.TrimSpace(a.textOf(text.Span{Start: x.End, End: y.Start}))
		lowX, _, baseX := x.Value.Base()
		lowY, _, baseY := y.Value.Base()
		if between != "(" || x.Value.Unit == "" || baseX != baseY || x.Value.Unit == y.Value.Unit ||
			unitConversions[x.Value.Unit].factor == 0 {
			continue
		}
		to := unitConversions[y.Value.Unit]
		got := (lowX - unitOffsets[y.Value.Unit]) / to.factor
		wide := math.Max(conversionTolerance*math.Abs(got), 0.51)
		if y.Value.Low < 10 && y.Value.Low != math.Trunc(y.Value.Low) {
			wide = math.Max(conversionTolerance*math.Abs(got), 0.051)
		}
		if math.Abs(got-y.Value.Low) > wide && lowX != lowY {
			list = append(list, Finding{Sum, []text.Span{x.Span, y.Span}, "the conversion is wrong",
				formatNumber(
					x.Value.Low,
				) + " " + x.Value.Unit + " = " + formatNumber(
					got,
				) + " " + y.Value.Unit + ", the text says " + formatNumber(
					y.Value.Low,
				)})
		}
	}
	return list
}
