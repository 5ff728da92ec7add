package sentence

import (
	"testing"
	"time"

	"github.com/clipperhouse/uax29/v2/sentences"
)

// BenchmarkNews compares Split with uax29 on English news, a call for each paragraph, as BenchmarkSplit does on whole
// texts.
func BenchmarkNews(b *testing.B) {
	all := readMarkedTexts(b, "en_news_train.para")
	size := 0
	for _, m := range all {
		size += len(m.Text)
	}
	ours, others := time.Hour, time.Hour
	for b.Loop() {
		ours = min(ours, measureTime(func() {
			for _, m := range all {
				Split(m.Text, "en")
			}
		}))
		others = min(others, measureTime(func() {
			for _, m := range all {
				for tokens := sentences.FromString(m.Text); tokens.Next(); {
				}
			}
		}))
	}
	b.ReportMetric(0, "ns/op")
	b.ReportMetric(float64(size)/1e6/ours.Seconds(), "MB/s")
	b.ReportMetric(float64(size)/1e6/others.Seconds(), "uax29-MB/s")
	b.ReportMetric(others.Seconds()/ours.Seconds(), "x/uax29")
}
