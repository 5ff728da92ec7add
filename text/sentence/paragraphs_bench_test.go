package sentence

import (
	"strings"
	"testing"
	"time"
)

// newsLike is the front and body of an article, in paragraphs of about 250 bytes, which is typical for
// English news.
var newsLike = "WORLD\n\nFlood reaches the lower town\n\nBy Ana Silva\n\nMay 3, 2019\n\n" + strings.Repeat(
	"The river rose by two metres overnight and reached the lower town, the mayor said, and the army came at noon with boats and with bags of sand, which were filled by pupils of the schools on the hill until late in the evening of the same long day again.\n\n",
	400,
)

var shortLines = strings.Repeat("The river rose overnight.\n", 4000)

// BenchmarkRegions measures the two passes before splitting: paragraphs and regions.
func BenchmarkRegions(b *testing.B) {
	for name, s := range map[string]string{
		"news": newsLike, "short_lines": shortLines,
		"quoted":   strings.ReplaceAll(newsLike, "the lower town, the mayor", "“the lower town,” the mayor"),
		"dialogue": strings.ReplaceAll(newsLike, "The river rose", "“The river rose,” the mayor said, “it rose"),
		"russian":  strings.Repeat("Река поднялась за ночь на два метра и дошла до нижнего города, сообщила в четверг мэр, а военные прибыли в полдень.\n\n", 400),
		"arabic":   strings.Repeat("ارتفع النهر مترين خلال الليل ووصل إلى المدينة السفلى، كما قالت رئيسة البلدية يوم الخميس، ووصل الجيش ظهرا.\n\n", 400),
		"chinese":  strings.Repeat("市长周四表示，河水一夜之间上涨两米，漫入下城，数百名居民已经离开家园，暂住在山上的学校里，军队中午抵达。\n\n", 400),
	} {
		b.Run(name, func(b *testing.B) {
			paras := make([]paragraph, 0, 8192)
			b.SetBytes(int64(len(s)))
			b.ReportAllocs()
			for b.Loop() {
				paras = paragraphs(s, paras[:0])
				classifyRegions(s, paras)
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(len(s)), "ns/byte")
		})
	}
}

// BenchmarkParagraphs measures the first pass alone.
func BenchmarkParagraphs(b *testing.B) {
	paras := make([]paragraph, 0, 8192)
	b.SetBytes(int64(len(newsLike)))
	for b.Loop() {
		paras = paragraphs(newsLike, paras[:0])
	}
}

// BenchmarkHostileRegions reports the ratio of times for twice the input (about 2).
func BenchmarkHostileRegions(b *testing.B) {
	for _, unit := range []string{"\n", " ", "(", "[", "- ", "- a\n", "1. a\n", "abcdefgh\n", "Abc Def\n", "(Photo: X)\n", "photo by ", "\"a\"\n", "“We were all alone in here.”\n", "a. ", ")", ")\n", "/", "Photo. ", "May ", "May\n", "\u2028", "\u00a0", "\xff", "中", "— ", "a (", "# ", "By A\n", "WORLD\nMay 5\n", "“", "A\nPhoto: B\n\n", "- a - b\n", "Photo by A. "} {
		n := strings.Repeat(unit, 200_000/len(unit))
		b.Run(strings.ReplaceAll(unit, "\n", "+"), func(b *testing.B) {
			var once, twice time.Duration
			for b.Loop() {
				once += measureRegions(n)
				twice += measureRegions(n + n)
			}
			b.ReportMetric(float64(twice)/float64(once), "x/2n")
			b.ReportMetric(float64(once.Microseconds())/float64(b.N)/1000, "ms/n")
		})
	}
}

var hostileParas = make([]paragraph, 0, 400_000)

func measureRegions(s string) time.Duration {
	start := time.Now()
	paras := paragraphs(s, hostileParas[:0])
	classifyRegions(s, paras)
	return time.Since(start)
}
