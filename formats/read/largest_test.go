package read

import (
	"errors"
	"math/rand/v2"
	"os"
	"regexp"
	"runtime/debug"
	"strconv"
	"strings"
	"testing"
)

// proseOf returns a text of about the given length, in paragraphs between before and after.
func proseOf(length, paragraph int, before, after string) string {
	random := rand.New(rand.NewPCG(1, 2))
	var b strings.Builder
	for b.Len() < length {
		b.WriteString(before)
		for n := 0; n < paragraph; n++ {
			for range 1 + random.IntN(9) {
				b.WriteByte('a' + byte(random.IntN(26)))
			}
			b.WriteByte(' ')
		}
		b.WriteString(after)
	}
	return b.String()
}

// repeatToLength repeats a text up to a length.
func repeatToLength(length int, s string) string { return strings.Repeat(s, length/len(s)) }

// largestFiles are the files that take the most time and memory of their kind, including some that are
// refused after much work.
func largestFiles() map[string]func() []byte {
	const part = maxPartBytes - 10_000
	word := func(body string) []byte {
		return newArchive("word/document.xml", docxPage(body), "word/_rels/document.xml.rels", docxRelations)
	}
	open := func(body string) []byte { return newArchive("mimetype", odtType, "content.xml", odtPage(body)) }
	mixed := func(length int, before, after string) string { // so that it does not compress too well
		return proseOf(length/3, 1, before, after) + repeatToLength(length-length/3, before+"a"+after)
	}
	return map[string]func() []byte{
		"docx/prose":      func() []byte { return word(proseOf(20<<20, 80, "<w:p><w:r><w:t>", "</w:t></w:r></w:p>")) },
		"docx/paragraphs": func() []byte { return word(mixed(part, "<w:p><w:r><w:t>", "</w:t></w:r></w:p>")) },
		"docx/links": func() []byte {
			return word("<w:p>" + mixed(part, `<w:hyperlink r:id="rId1"><w:r><w:t>`, "</w:t></w:r></w:hyperlink>") + "</w:p>")
		},
		"docx/elements": func() []byte {
			return word("<w:p>" + proseOf(part/3, 1, "<w:r/>", "") + repeatToLength(part-part/3, "<w:r/>") + "</w:p>")
		},
		"docx/one word": func() []byte {
			return word("<w:p><w:r><w:t>" + proseOf(part/4, 1, "", "") + repeatToLength(part-part/4, "a") + "</w:t></w:r></w:p>")
		},
		"odt/prose":      func() []byte { return open(proseOf(20<<20, 80, "<text:p>", "</text:p>")) },
		"odt/paragraphs": func() []byte { return open(mixed(part, "<text:p>", "</text:p>")) },
		"html/prose":     func() []byte { return []byte("<!doctype html>" + proseOf(MaxFileBytes-1000, 80, "<p>", "</p>")) },
		"html/most paragraphs": func() []byte {
			return []byte("<!doctype html>" + repeatToLength(maxItems*46, "<p>"+repeatToLength(40, "a ")+"</p>"))
		},
		"html/paragraphs": func() []byte { return []byte("<!doctype html>" + repeatToLength(MaxFileBytes-100, "<p>a")) },
		"html/links": func() []byte {
			return []byte("<!doctype html>" + repeatToLength(MaxFileBytes-100, "<a href=http://a>b</a>"))
		},
		"html/values": func() []byte {
			return []byte("<!doctype html>" + repeatToLength(MaxFileBytes-100, "<p"+repeatToLength(maxTokenBytes-100, " a")+">"))
		},
		"html/one word":  func() []byte { return []byte("<!doctype html>" + repeatToLength(maxTokenBytes-100, "a")) },
		"markdown/prose": func() []byte { return []byte(proseOf(maxMarkdownBytes-1000, 80, "", "\n\n")) },
		"markdown/marks": func() []byte { return []byte(repeatToLength(maxMarkdownBytes, "*a* ~b~ [c](d)\n\n")) },
		"text/prose":     func() []byte { return []byte(proseOf(MaxFileBytes-1000, 80, "", "\n\n")) },
	}
}

// BenchmarkLargest reads the largest files that are allowed. It reports the process's peak memory,
// including the file (peak-MB).
func BenchmarkLargest(b *testing.B) {
	for name, make := range largestFiles() {
		b.Run(name, func(b *testing.B) {
			content := make()
			file := "a.txt"
			if strings.HasPrefix(name, "markdown") {
				file = "a.md"
			}
			b.SetBytes(int64(len(content)))
			debug.FreeOSMemory()
			resetPeakMemory()
			b.ResetTimer()
			for range b.N {
				d, err := File(b.Context(), file, content)
				var said *FileError
				if err != nil && !errors.As(err, &said) && !strings.Contains(err.Error(), "larger") {
					b.Fatal(err)
				}
				b.ReportMetric(float64(len(d.Text))/1e6, "text-MB")
			}
			b.ReportMetric(peakMemory(), "peak-MB")
		})
	}
}

var peakPattern = regexp.MustCompile(`VmHWM:\s+(\d+) kB`)

// resetPeakMemory resets Linux's measurement of peak memory.
func resetPeakMemory() { _ = os.WriteFile("/proc/self/clear_refs", []byte("5"), 0) }

// peakMemory returns the process's peak memory in MB, or 0 if the system does not report it.
func peakMemory() float64 {
	status, _ := os.ReadFile("/proc/self/status")
	found := peakPattern.FindSubmatch(status)
	if found == nil {
		return 0
	}
	kB, _ := strconv.ParseFloat(string(found[1]), 64)
	return kB / 1000
}
