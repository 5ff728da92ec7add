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

// hostileUnits are repeated a hundred thousand times. Each once made some splitter take quadratic time.
var hostileUnits = map[string]string{
	"dots": ".", "spaced dots": ". ", "quotes": "\"", "stops and quotes": ".\"", "brackets": "(", "closing": ".)", "newlines": "\n", "short lines": "abcdefgh\n",
	"spaces": " ", "stop then spaces": ".    ", "letters": "a", "dotted letters": "A.", "glued": "end.The", "footnotes": ".[1]", "emoji": "!😍", "dashes": ". -",
	"capitals": "A. ", "addresses": "www.a/b?c=d&", "credits": "(Photo: X)\n", "dates": "May 3, ", "firm": "。", "marks": "e\u0301", "joiners": "\u200d", "captions": "photo by ",
	"labels": "1) a 2) b ", "same labels": "1. ", "bullets": "• ", "asides": "'Who? ", "colons": "http:// ", "ats": "a@b ", "notes": "end.1 2 ", "semicolons": "; The ", "figures": "1 ",
	"separators": "* * *\n", "joined": "u. a. ", "datelines": "VIENNA — ", "speakers": "“Why?” Ana, ", "raised": ".¹", "footnotes apart": ". [1]",
}

// BenchmarkHostile reports the time for 200,000 characters, and the ratio for twice as many (about 2).
func BenchmarkHostile(b *testing.B) {
	for name, unit := range hostileUnits {
		once := strings.Repeat(unit, 200_000/len([]rune(unit)))
		b.Run(strings.ReplaceAll(name, " ", "_"), func(b *testing.B) {
			var first, second time.Duration
			for b.Loop() {
				first += measureTime(func() { Split(once, "en") })
				second += measureTime(func() { Split(once+once, "en") })
			}
			b.ReportMetric(first.Seconds()*1000/float64(b.N), "ms/n")
			b.ReportMetric(second.Seconds()*1000/float64(b.N), "ms/2n")
			b.ReportMetric(float64(second)/float64(first), "x/2n")
		})
	}
}

// BenchmarkSplit compares Split with github.com/clipperhouse/uax29/v2, the fastest public segmenter in Go
// that we know of, and with a loop that only adds up bytes. The three alternate, and the fastest run of
// each counts, because other load only ever adds time.
func BenchmarkSplit(b *testing.B) {
	for _, sample := range samples(b) {
		b.Run(sample.name, func(b *testing.B) {
			ours, others, bytes := time.Hour, time.Hour, time.Hour
			for b.Loop() {
				ours = min(ours, measureTime(func() { Split(sample.text, sample.lang) }))
				others = min(others, measureTime(func() {
					for tokens := sentences.FromString(sample.text); tokens.Next(); {
					}
				}))
				bytes = min(bytes, measureTime(func() { sumSink += sumBytes(sample.text) }))
			}
			mb := float64(len(sample.text)) / 1e6
			b.ReportMetric(0, "ns/op") // the time of all three together is meaningless
			b.ReportMetric(mb/ours.Seconds(), "MB/s")
			b.ReportMetric(mb/others.Seconds(), "uax29-MB/s")
			b.ReportMetric(mb/bytes.Seconds(), "bytes-MB/s")
			b.ReportMetric(others.Seconds()/ours.Seconds(), "x/uax29")
			b.ReportMetric(testing.AllocsPerRun(5, func() { Split(sample.text, sample.lang) }), "allocs/call")
		})
	}
}

func measureTime(do func()) time.Duration {
	start := time.Now()
	do()
	return time.Since(start)
}

var sumSink int // keeps the compiler from removing the sum

func sumBytes(s string) (n int) {
	for i := range len(s) {
		n += int(s[i])
	}
	return n
}

type sample struct{ name, lang, text string }

// samples are an invented news report, and the real texts of ../shared if they are present.
func samples(b *testing.B) []sample {
	all := []sample{
		{
			"report",
			"en",
			strings.Repeat(
				"The river rose by 2.5 metres overnight, Mr. Silva of the U.S. Army said. “We were late. Nobody knew,” he added. "+
					"Units of the army reached the lower town on Sept. 12 and found more than 70 houses under water, according to the mayor of Port Silva, Ana Roth.\n\n",
				400,
			),
		},
	}
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

// paragraphsOf joins the texts of a file of records. It returns "" if the file does not exist.
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
