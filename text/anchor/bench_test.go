package anchor

import (
	"strings"
	"testing"

	"linecheck/text"
)

// BenchmarkAlign aligns two drafts of n sentences, where a tenth are edited and some moved, and places
// three claims for every two sentences.
func BenchmarkAlign(b *testing.B) {
	for _, n := range []int{500, 1000, 2000, 4000} {
		var old, new []string
		for i := range n {
			s := strings.ReplaceAll(strings.ReplaceAll(smith, "70", itoa(i*7)), "month", []string{"month", "week", "year"}[i%3])
			old = append(old, s)
			switch i % 20 {
			case 3:
				s = strings.Replace(s, "army", "guard", 1)
			case 9:
				s = "It was raining on that day " + itoa(i) + "."
			}
			new = append(new, s)
		}
		for i := 0; i+200 < n; i += 200 {
			new[i], new[i+150] = new[i+150], new[i]
		}
		o, w := lines(old...), lines(new...)
		os, ws := spans(o), spans(w)
		b.Run(itoa(n), func(b *testing.B) {
			for b.Loop() {
				a := Align(o, w, os, ws)
				a.SentenceLinks()
				for i, s := range os {
					a.Locate(text.Span{Start: s.Start + 20, End: s.Start + 40})
					if i%2 == 0 {
						a.Locate(s)
					}
				}
			}
		})
	}
}

func itoa(n int) string {
	if n < 10 {
		return string(rune('0' + n))
	}
	return itoa(n/10) + string(rune('0'+n%10))
}
