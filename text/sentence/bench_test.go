package sentence

import (
	"bufio"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/clipperhouse/uax29/v2/sentences"
)

// hostileUnits are repeated by the hundred thousand: each once made some splitter take quadratic time.
var hostileUnits = map[string]string{
	"dots": ".", "spaced dots": ". ", "quotes": "\"", "stops and quotes": ".\"", "brackets": "(", "closing": ".)", "newlines": "\n", "short lines": "abcdefgh\n",
	"spaces": " ", "stop then spaces": ".    ", "letters": "a", "dotted letters": "A.", "glued": "end.The", "footnotes": ".[1]", "emoji": "!😍", "dashes": ". -",
	"capitals": "A. ", "addresses": "www.a/b?c=d&", "credits": "(Photo: X)\n", "dates": "May 3, ", "firm": "。", "marks": "e\u0301", "joiners": "\u200d", "captions": "photo by ",
	"labels": "1) a 2) b ", "same labels": "1. ", "bullets": "• ", "asides": "'Who? ", "colons": "http:// ", "ats": "a@b ", "notes": "end.1 2 ", "semicolons": "; The ", "figures": "1 ",
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

// BenchmarkSplit measures against github.com/clipperhouse/uax29/v2, the fastest public segmenter in Go that we know of,
// and against a loop that only adds the bytes up.
func BenchmarkSplit(b *testing.B) {
	for _, sample := range samples(b) {
		b.Run(sample.name+"/linecheck", func(b *testing.B) {
			b.SetBytes(int64(len(sample.text)))
			b.ReportAllocs()
			for b.Loop() {
				Split(sample.text, sample.lang)
			}
		})
		b.Run(sample.name+"/uax29", func(b *testing.B) {
			b.SetBytes(int64(len(sample.text)))
			for b.Loop() {
				for tokens := sentences.FromString(sample.text); tokens.Next(); {
				}
			}
		})
		b.Run(sample.name+"/bytes", func(b *testing.B) {
			b.SetBytes(int64(len(sample.text)))
			sum := 0
			for b.Loop() {
				for i := range len(sample.text) {
					sum += int(sample.text[i])
				}
			}
			if sum < 0 {
				b.Fatal(sum)
			}
		})
	}
}

type sample struct{ name, lang, text string }

// samples are a made-up news report, and the real texts of ../shared where they are.
func samples(b *testing.B) []sample {
	all := []sample{{"report", "en", strings.Repeat("The river rose by 2.5 metres overnight, Mr. Silva of the U.S. Army said. “We were late. Nobody knew,” he added. "+
		"Units of the army reached the lower town on Sept. 12 and found more than 70 houses under water, according to the mayor of Port Silva, Ana Roth.\n\n", 400)}}
	shared := filepath.Join("..", "..", "..", "shared")
	if article, err := os.ReadFile(filepath.Join(shared, "articles", "afghanistan-2021-06-24.txt")); err == nil {
		all = append(all, sample{"article", "en", string(article)})
	}
	for _, name := range []string{"en_ewt_dev.para", "de_gsd_dev.sat", "fr_gsd_dev.sat", "ru_taiga_dev.sat", "fa_perdt_dev.sat", "zh_gsd_dev.sat"} {
		if s := paragraphsOf(filepath.Join(shared, "data", "sentences", name+".jsonl")); s != "" {
			all = append(all, sample{name, name[:2], s})
		}
	}
	if len(all) == 1 {
		b.Log("../shared is not here: only the made-up report is measured")
	}
	return all
}

// paragraphsOf joins the texts of a file of records, or is "" where the file is not there.
func paragraphsOf(path string) string {
	f, err := os.Open(path)
	if err != nil {
		return ""
	}
	defer f.Close()
	var b strings.Builder
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 64<<20)
	for lines.Scan() {
		var record struct{ Text string }
		if json.Unmarshal(lines.Bytes(), &record) == nil {
			b.WriteString(record.Text)
			b.WriteString("\n\n")
		}
	}
	return b.String()
}
