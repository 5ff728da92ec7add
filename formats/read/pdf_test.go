package read

import (
	"bytes"
	"compress/zlib"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"linecheck/internal/testutil"
	"linecheck/text"
)

func readSample(t *testing.T, name string) (Document, []rune) {
	t.Helper()
	b, err := os.ReadFile(filepath.Join("testdata", "pdf", name))
	if err != nil {
		t.Fatal(err)
	}
	doc, err := readPDF(t.Context(), name, b)
	if err != nil {
		t.Fatal(err)
	}
	return doc, []rune(doc.Text)
}

func TestPDFByChromium(t *testing.T) {
	doc, runes := readSample(t, "harbour.chromium.pdf")
	paragraphs := strings.Split(doc.Text, "\n\n")
	for i, want := range []string{"Østvik moves more containers than ever before", "By Ada Lind",
		"The harbour authority of Østvik said on Monday that 1,240 containers were moved last month, which is more than in any month since 2019. The efficient office of the harbour master, Jon Berg, confirmed the figure in a report on the first quarter of the year.",
		"“We did not expect this,” Berg said. “Nobody did.”", "Figures from three sources"} {
		if i >= len(paragraphs) || paragraphs[i] != want {
			t.Errorf("paragraph %d is %q, want %q", i, paragraphs[min(i, len(paragraphs)-1)], want)
		}
	}
	for _, want := range []string{"\n\nThe second is the customs office, which", "but hours, and found 9,920 of them, eight for each container and no more.\n\nAll three agree",
		"\n\nIn January it was 900.\n\nIn February it was 1,100, although two cranes", "The mayor has promised an answer before the summer. In the meantime the lorries drive."} {
		if !strings.Contains(doc.Text, want) {
			t.Errorf("the text lacks %q:\n%s", want, doc.Text)
		}
	}
	if strings.Contains(doc.Text, "Harbour Post") || strings.Contains(doc.Text, "Page ") || strings.Count(doc.Text, "\n\n") != 16 {
		t.Errorf("running headers, or split paragraphs: got %d paragraph breaks in\n%s", strings.Count(doc.Text, "\n\n"), doc.Text)
	}
	testutil.Equal(t, "doc.MediaType", doc.MediaType, "application/pdf")
	testutil.Equal(t, "doc.Title", doc.Title, "Østvik moves more containers")
	testutil.Equal(t, "doc.Language", doc.Language, "en-GB")
	testutil.Equal(t, "doc.Date.Year()", doc.Date.Year(), 2026)
	var headlines []string
	for _, h := range doc.Hints {
		headlines = append(headlines, h.Region+": "+string(runes[h.Start:h.End]))
	}
	if got := strings.Join(headlines, "; "); got != "headline: Østvik moves more containers than ever before; headline: Figures from three sources" {
		t.Errorf("hints: %s", got)
	}
	if len(doc.Links) != 1 || doc.Links[0].Address != "https://harbour.example/report?year=2026" ||
		string(runes[doc.Links[0].Start:doc.Links[0].End]) != "report on the first quarter of the year" {
		t.Errorf("links: %+v", doc.Links)
	}
}

func TestPDFByLibreOffice(t *testing.T) {
	doc, _ := readSample(t, "ferry.libreoffice.pdf")
	for _, want := range []string{"Nordby’s ferry does not sail\n\nBy Kari Vik\n\nThe council of Nordby has spent 3.4 million on a ferry that does not sail. It was",
		"An international tender was never held. The county’s auditors wrote in their report that the price had been agreed on the telephone. They could not find out who had called whom. The report was finished in May and kept under lock and key until last week.\n\nWhat happens next"} {
		if !strings.Contains(doc.Text, want) {
			t.Errorf("the text lacks %q:\n%s", want, doc.Text)
		}
	}
	if strings.Contains(doc.Text, "Nordby News") || strings.Contains(doc.Text, "– 2 –") {
		t.Errorf("running heads: %s", doc.Text)
	}
	if doc.Byline != "Kari Vik" || doc.Title != "Nordby’s ferry" || doc.Date.IsZero() {
		t.Errorf("%q %q %v", doc.Byline, doc.Title, doc.Date)
	}
}

func TestPDFFromRightToLeft(t *testing.T) {
	for name, want := range map[string]string{
		"arabic.chromium.pdf": "قالت سلطة الميناء يوم الاثنين إن 1240 حاوية نقلت في الشهر الماضي، وهو أكثر من أي شهر منذ عام 2019.\n\nوأكد المدير يون برغ هذا الرقم في تقرير.",
		"hebrew.chromium.pdf": "רשות הנמל אמרה ביום שני כי 1240 מכולות הועברו בחודש שעבר, יותר מכל חודש מאז 2019.\n\nהמנהל יון ברג אישר את הנתון בדוח של Harbour Post שפורסם היום.",
	} {
		if doc, _ := readSample(t, name); doc.Text != want {
			t.Errorf("%s:\n%s\nwant\n%s", name, doc.Text, want)
		}
	}
}

// newPDF builds a PDF: its objects are numbered from 1, and the first is the catalogue.
func newPDF(objects ...string) []byte {
	var b bytes.Buffer
	b.WriteString("%PDF-1.4\n")
	var at []int
	for i, object := range objects {
		at = append(at, b.Len())
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", i+1, object)
	}
	table := b.Len()
	fmt.Fprintf(&b, "xref\n0 %d\n0000000000 65535 f \n", len(at)+1)
	for _, offset := range at {
		fmt.Fprintf(&b, "%010d 00000 n \n", offset)
	}
	fmt.Fprintf(&b, "trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n", len(at)+1, table)
	return b.Bytes()
}

func pdfStream(dictionary, content string) string {
	return fmt.Sprintf("<< %s /Length %d >>\nstream\n%s\nendstream", dictionary, len(content), content)
}

// newOnePagePDF returns a page of 200 by 200 points with a content stream and a font F.
func newOnePagePDF(content string, more ...string) []byte {
	return newPDF(append([]string{"<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
		"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] /Contents 4 0 R /Resources << /Font << /F 5 0 R >> /XObject << /X 6 0 R >> >> >>", content,
		"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"}, more...)...)
}

func TestPDFHandWritten(t *testing.T) {
	const words = "BT /F 12 Tf 20 150 Td (The council met on) Tj 0 -14 Td (Monday, 2 March.) Tj ET"
	doc, err := readPDF(t.Context(), "a.pdf", newOnePagePDF(pdfStream("", words)))
	if err != nil || doc.Text != "The council met on Monday, 2 March." {
		t.Errorf("%q, %v", doc.Text, err)
	}
}

func TestPDFErrors(t *testing.T) {
	const broken = "This PDF is damaged or incomplete and cannot be read; save it again from the program that made it, or paste the text."
	const scanned = "This PDF holds pictures of pages and no text; use a program that recognises text (OCR), or paste the text."
	locked, err := os.ReadFile("testdata/pdf/locked.libreoffice.pdf")
	if err != nil {
		t.Fatal(err)
	}
	kids := strings.Repeat("3 0 R ", maxPDFPages+1)
	picture := pdfStream("/Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8", "x")
	for name, c := range map[string]struct {
		file []byte
		want string
	}{
		"locked":            {locked, "This PDF is locked with a password; save a copy without one, or paste the text."},
		"a picture":         {newOnePagePDF(pdfStream("", "q 200 0 0 200 0 0 cm /X Do Q"), picture), scanned},
		"an empty page":     {newOnePagePDF(pdfStream("", "")), scanned},
		"many pages":        {newPDF("<< /Type /Catalog /Pages 2 0 R >>", fmt.Sprintf("<< /Type /Pages /Kids [%s] /Count %d >>", kids, maxPDFPages+1), "<< /Type /Page /Parent 2 0 R >>"), "This PDF has more than 500 pages; split it into several articles."},
		"empty":             {nil, broken},
		"a beginning alone": {[]byte("%PDF-1.7\n"), broken},
		"noise":             {[]byte("%PDF-1.7\n" + strings.Repeat("\x00\xff<<", 100) + "%%EOF"), broken},
		"no catalogue":      {newPDF("<< >>"), broken},
		"no pages":          {newPDF("<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [] /Count 0 >>"), broken},
		"too large":         {make([]byte, maxPDFBytes+1), "This is larger than 20 MB; split it into several articles."},
	} {
		doc, err := readPDF(t.Context(), "a.pdf", c.file)
		if err == nil || err.Error() != c.want || doc.Text != "" {
			t.Errorf("%s: %q, %v, want %s", name, doc.Text, err, c.want)
		}
	}
}

// A truncated file is never accepted as complete.
func TestPDFTruncated(t *testing.T) {
	for _, name := range []string{"harbour.chromium.pdf", "ferry.libreoffice.pdf"} {
		whole, err := os.ReadFile("testdata/pdf/" + name)
		if err != nil {
			t.Fatal(err)
		}
		for tenth := range 10 {
			doc, err := readPDF(t.Context(), name, whole[:len(whole)*tenth/10])
			var bad *PDFError
			if !errors.As(err, &bad) || doc.Text != "" {
				t.Errorf("%s cut off at %d tenths: %q, %v", name, tenth, doc.Text, err)
			}
			mended := append(bytes.Clone(whole[:len(whole)*tenth/10]), "\n%%EOF\n"...)
			if doc, err := readPDF(t.Context(), name, mended); err == nil && doc.Text == "" {
				t.Errorf("%s, cut off and ended: nothing, and no error", name)
			}
		}
	}
}

// deflatedZeros returns a stream that decompresses to that many megabytes.
func deflatedZeros(t *testing.T, megabytes int) string {
	t.Helper()
	var b bytes.Buffer
	z, err := zlib.NewWriterLevel(&b, zlib.BestSpeed)
	if err != nil {
		t.Fatal(err)
	}
	for block := bytes.Repeat([]byte("0 0 m "), 1_000_000/6); megabytes > 0; megabytes-- {
		z.Write(block)
	}
	z.Close()
	return pdfStream("/Filter /FlateDecode", b.String())
}

// billionLaughs returns a page whose forms each draw the next ten times, twelve levels deep: 10^12
// operations in two kilobytes.
func billionLaughs(what string) []byte {
	var forms []string
	for i := range 12 {
		forms = append(
			forms,
			pdfStream(
				fmt.Sprintf(
					"/Type /XObject /Subtype /Form /BBox [0 0 200 200] /Resources << /Font << /F 5 0 R >> /XObject << /X %d 0 R >> >>",
					7+i,
				),
				strings.Repeat("/X Do ", 10),
			),
		)
	}
	forms = append(forms, pdfStream("/Type /XObject /Subtype /Form /BBox [0 0 200 200] /Resources << /Font << /F 5 0 R >> >>", what))
	return newOnePagePDF(pdfStream("", "/X Do"), forms...)
}

// Hostile files end in an error or a text. The process never stays, and the next file can be read.
func TestPDFHostile(t *testing.T) {
	if err := PreparePDFReader(t.Context()); err != nil { // so that no file's time includes the compilation
		t.Fatal(err)
	}
	catalogue := "<< /Type /Catalog /Pages 2 0 R >>"
	for name, file := range map[string][]byte{
		"pages within themselves":    newPDF(catalogue, "<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 9 >>"),
		"pages that are each other":  newPDF(catalogue, "<< /Type /Pages /Kids [3 0 R] /Count 2 >>", "<< /Type /Pages /Kids [2 0 R] /Parent 2 0 R /Count 2 >>"),
		"fewer pages than it says":   newPDF(catalogue, "<< /Type /Pages /Kids [3 0 R] /Count 400 >>", "<< /Type /Page /Parent 2 0 R >>"),
		"a negative number of pages": newPDF(catalogue, "<< /Type /Pages /Kids [3 0 R] /Count -1 >>", "<< /Type /Page /Parent 2 0 R >>"),
		"a form within itself":       newOnePagePDF(pdfStream("", "/X Do"), pdfStream("/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X 6 0 R >> >>", "/X Do /X Do")),
		"a stream without an end":    []byte(strings.Replace(string(newOnePagePDF(pdfStream("", strings.Repeat("q ", 10_000)))), "endstream", "", 1)),
		"a stream of false length":   newOnePagePDF("<< /Length 99999999999 >>\nstream\nBT\nendstream"),
		"300 MB, packed":             newOnePagePDF(deflatedZeros(t, 300)),
		"letters without end":        billionLaughs("BT /F 12 Tf (ha) Tj ET"),
		"arrays within arrays":       newPDF(catalogue, strings.Repeat("[", 100_000)),
		"a table that leads back":    []byte(strings.Replace(string(newOnePagePDF(pdfStream("", ""))), "/Root 1 0 R", "/Root 1 0 R /Prev 9", 1)),
	} {
		began := time.Now()
		doc, err := readPDF(t.Context(), "a.pdf", file)
		if err == nil && doc.Text == "" || err != nil && !strings.HasPrefix(err.Error(), "This PDF ") {
			t.Errorf("%s: %q, %v", name, doc.Text, err)
		}
		if took := time.Since(began); took > childReadTimeout+5*time.Second {
			t.Errorf("%s took %v", name, took)
		}
	}
	if doc, _ := readSample(t, "harbour.chromium.pdf"); doc.Text == "" {
		t.Error("nothing is read any more")
	}
}

// A reader that exceeds its time is killed. It would take 0.7 s for this file and then give up; it has 50
// ms.
func TestPDFReaderIsKilledOnTimeout(t *testing.T) {
	if err := PreparePDFReader(t.Context()); err != nil {
		t.Fatal(err)
	}
	if _, err := runChild(t.Context(), childPDF, cacheFolder(), childTimeouts{childPrepareTimeout, 50 * time.Millisecond}, billionLaughs("q Q")); !errors.Is(
		err,
		errChildTimeout,
	) {
		t.Errorf("a reader that laughs too long: %v, want %v", err, errChildTimeout)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	if _, err := readPDF(ctx, "a.pdf", billionLaughs("q Q")); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("a caller that waits no longer: %v", err)
	}
}

// The read timeout begins after compilation: even if it is very short, the reader is compiled and cached
// for the next document.
func TestPDFTimeoutStartsAfterTranslation(t *testing.T) {
	testutil.Slow(t, "it translates the reader of PDFs, for 8 seconds of processor")
	folder := t.TempDir()
	if _, err := runChild(t.Context(), childPDF, folder, childTimeouts{childPrepareTimeout, time.Nanosecond}, billionLaughs("q Q")); !errors.Is(
		err,
		errChildTimeout,
	) {
		t.Errorf("a reader with no time to read: %v, want %v", err, errChildTimeout)
	}
	if kept, err := filepath.Glob(filepath.Join(folder, "*", "*")); err != nil || len(kept) != 1 {
		t.Errorf("cached compilations: %q, %v, want one", kept, err)
	}
	if _, err := runChild(t.Context(), childPDF, t.TempDir(), childTimeouts{time.Nanosecond, childReadTimeout}, billionLaughs("q Q")); !errors.Is(
		err,
		errNotReady,
	) {
		t.Errorf("no time to translate: %v, want %v", err, errNotReady)
	}
}

// If the compiled reader cannot be cached, each document takes as long as the first, but is read all the
// same.
func TestPDFReadWithoutWritableCache(t *testing.T) {
	testutil.Slow(t, "it translates the reader of PDFs, for 8 seconds of processor")
	noFolder := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(noFolder, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	before := CacheDir
	CacheDir = noFolder
	defer func() { CacheDir = before }()
	if doc, _ := readSample(t, "harbour.chromium.pdf"); !strings.Contains(doc.Text, "By Ada Lind") {
		t.Errorf("the text lacks its author:\n%s", doc.Text)
	}
}

// One PDF is read at a time, and a waiting caller can cancel.
func TestPDFWaitCanBeCancelled(t *testing.T) {
	childSlot <- struct{}{}
	defer func() { <-childSlot }()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := readPDF(ctx, "a.pdf", newOnePagePDF(pdfStream("", ""))); !errors.Is(err, context.Canceled) {
		t.Errorf("%v", err)
	}
	if err := PreparePDFReader(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("%v", err)
	}
}

func TestPDFDate(t *testing.T) {
	for said, want := range map[string]string{
		"D:20260302083000+01'00'": "2026-03-02T07:30:00Z", "D:20260302083000Z": "2026-03-02T08:30:00Z", "D:20260302083000Z00'00'": "2026-03-02T08:30:00Z",
		"D:20260302083000-05'30": "2026-03-02T14:00:00Z", "20260302": "2026-03-02T00:00:00Z", "2026": "2026-01-01T00:00:00Z", "yesterday": "0001-01-01T00:00:00Z", "": "0001-01-01T00:00:00Z",
	} {
		if got := parsePDFDate(said).UTC().Format(time.RFC3339); got != want {
			t.Errorf("%q is %s, want %s", said, got, want)
		}
	}
}

func checkDocument(t *testing.T, doc Document) {
	t.Helper()
	if err := text.Validate(doc.Text); err != nil {
		t.Errorf("%q: %v", doc.Text, err)
	}
	length, end := len([]rune(doc.Text)), 0
	for _, h := range doc.Hints {
		testutil.False(t, "hint: h.Start < end", h.Start < end)
		testutil.False(t, "hint: h.End <= h.Start", h.End <= h.Start)
		testutil.False(t, "hint: h.End > length", h.End > length)
		testutil.Different(t, "hint: h.Region", h.Region, "")
		end = h.End
	}
	end = 0
	for _, l := range doc.Links {
		if l.Start < end || l.End <= l.Start || l.End > length {
			t.Errorf("link %+v in a text of length %d, after a link that ends at %d", l, length, end)
		}
		end = l.End
	}
}
