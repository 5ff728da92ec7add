package claim

import (
	"strings"
	"testing"

	"linecheck/internal/testutil"
	"linecheck/text"
)

func TestFigures(t *testing.T) {
	for _, c := range []struct{ text, lang, want string }{
		{"", "en", ""},
		{"no number", "en", ""},
		{"one of them, the first", "en", ""},
		{"more than 4,000 people", "en", "4,000: 4000"},
		{"four thousand people, 4 thousand, 4k", "en", "four thousand: 4000 | 4 thousand: 4000 | 4k: 4000"},
		{"seventy of 70 districts", "en", "seventy: 70 | 70: 70"},
		{"twenty-five, two hundred and six", "en", "twenty-five: 25 | two hundred and six: 206"},
		{"won 54–46, then 46-54", "en", "54: 54 | 46: 46 | 46: 46 | 54: 54"},
		{"70% of 70 districts", "en", "70%: 70 % | 70: 70"},
		{"70 percent, 3.5 per cent, seven percentage points", "en", "70 percent: 70 % | 3.5 per cent: 3.5 % | seven percentage points: 7 points"},
		{"fell to -5 degrees, or −5, or minus five", "en", "-5: −5 | −5: −5 | minus five: −5"},
		{"the F-16 in 2019-20 (-3)", "en", "16: 16 | 2019: 2019 | 20: 20 | -3: −3"},
		{"€12 million, 12 million euros, $1,200,000.50", "en", "€12 million: EUR 12000000 | 12 million euros: EUR 12000000 | $1,200,000.50: USD 1200000.5"},
		{"€12 thousand", "en", "€12 thousand: EUR 12000"},
		{"dozens, hundreds of thousands, a dozen", "en", "dozens: 12+ | hundreds of thousands: 100000+ | a dozen: 12"},
		{"half a million, two and a half million", "en", "half a million: 500000 | two and a half million: 2500000"},
		{"at 10:30 on 1.2.2021", "en", "10:30: 10:30 | 1.2.2021: 1.2.2021"},
		{"0.12 or 11.13, 99999999999999999991 and 99999999999999999992", "en", "0.12: 0.12 | 11.13: 11.13 | 99999999999999999991: 99999999999999999991 | 99999999999999999992: 99999999999999999992"},
		{"the 21st", "en", "21: 21"},
		{"۷۰ ولسوالی", "fa", "۷۰: 70"},
		{"siebzig von 70 Bezirken", "de", "70: 70"},
	} {
		var got []string
		x := text.NewIndex(c.text)
		for _, f := range Figures(c.text, c.lang) {
			exact, ok := x.Slice(f.Span)
			if !ok {
				t.Fatalf("%q: %v is not in it", c.text, f.Span)
			}
			got = append(got, exact+": "+f.Normalized)
		}
		if said := strings.Join(got, " | "); said != c.want {
			t.Errorf("%q:\n%s, want\n%s", c.text, said, c.want)
		}
	}
}

// The figures of any text are within it, in order and without overlap.
func FuzzFigures(f *testing.F) {
	for _, s := range []string{"€12 million, −5 or (-3) of 70% and two hundred and six", "minus minus 5 per cent per cent", "hundreds of thousands of thousands", "1,2,3.4.5:6", "۷۰ ٪"} {
		f.Add(s, "en")
		f.Add(s, "fa")
	}
	f.Fuzz(func(t *testing.T, s, lang string) {
		s = strings.ToValidUTF8(s, "\ufffd")
		x, end := text.NewIndex(s), 0
		for _, figure := range Figures(s, lang) {
			exact, ok := x.Slice(figure.Span)
			testutil.True(t, "ok", ok)
			testutil.Different(t, "exact", exact, "")
			testutil.False(t, "figure.Start < end", figure.Start < end)
			testutil.Different(t, "figure.Said", figure.Normalized, "")
			testutil.StopIfFailed(t)
			end = figure.End
		}
	})
}
