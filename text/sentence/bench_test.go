package sentence

import (
	"strings"
	"testing"
	"time"
)

// hostileUnits are repeated by the hundred thousand: each once made some splitter take quadratic time.
var hostileUnits = map[string]string{
	"dots": ".", "spaced dots": ". ", "quotes": "\"", "stops and quotes": ".\"", "brackets": "(", "closing": ".)", "newlines": "\n", "short lines": "abcdefgh\n",
	"spaces": " ", "stop then spaces": ".    ", "letters": "a", "dotted letters": "A.", "glued": "end.The", "footnotes": ".[1]", "emoji": "!😍", "dashes": ". -",
	"capitals": "A. ", "addresses": "www.a/b?c=d&", "credits": "(Photo: X)\n", "dates": "May 3, ", "firm": "。", "marks": "e\u0301", "joiners": "\u200d", "captions": "photo by ",
}

// BenchmarkHostile reports, beside the time for 200,000 characters, how many times longer twice as many take (about 2).
func BenchmarkHostile(b *testing.B) {
	for name, unit := range hostileUnits {
		once := strings.Repeat(unit, 200_000/len([]rune(unit)))
		b.Run(strings.ReplaceAll(name, " ", "_"), func(b *testing.B) {
			var first, second time.Duration
			for b.Loop() {
				first += timed(once)
				second += timed(once + once)
			}
			b.ReportMetric(float64(second)/float64(first), "x/2n")
		})
	}
}

func timed(s string) time.Duration {
	start := time.Now()
	Split(s, "en")
	return time.Since(start)
}

func BenchmarkArticle(b *testing.B) {
	s := strings.Repeat("The river rose by 2.5 metres overnight, Mr. Silva of the U.S. Army said. “We were late. Nobody knew,” he added.\n\n", 400)
	b.SetBytes(int64(len(s)))
	for b.Loop() {
		Split(s, "en")
	}
}
