package read

import (
	"slices"
	"strings"
	"testing"
	"unicode"

	"linecheck/text"
)

// newPDFPage returns a page with lines of text in 10 points below each other, as wide as their letters. A
// line that begins with "+" is lower by half a line, one that begins with ">" is indented, and one that
// begins with "#" has letters of twice the size.
func newPDFPage(lines ...string) pdfPage {
	page := pdfPage{Height: 800}
	y := 650.0
	for _, s := range lines {
		line := pdfLine{Left: 50}
		size := 10.0
		for ; s != "" && strings.ContainsRune("+>#", rune(s[0])); s = s[1:] {
			switch s[0] {
			case '+':
				y -= 6
			case '>':
				line.Left = 65
			case '#':
				size = 20
			}
		}
		line.Text, line.Bottom, line.Top, line.Right = s, y, y+size, line.Left+5*float64(len([]rune(s)))
		page.Lines = append(page.Lines, line)
		y -= 12
	}
	return page
}

func TestPDFLinesBecomeParagraphs(t *testing.T) {
	for name, c := range map[string]struct {
		pages []pdfPage
		want  string
	}{
		"lines go on":           {[]pdfPage{newPDFPage("The council met on the", "second of March in the", "town hall.")}, "The council met on the second of March in the town hall."},
		"an empty line":         {[]pdfPage{newPDFPage("The council met on the", "second of the month in it", "+The mayor was not there.")}, "The council met on the second of the month in it\n\nThe mayor was not there."},
		"a line set in":         {[]pdfPage{newPDFPage(">The council met on", "the second of March in it.", ">The mayor was not there.")}, "The council met on the second of March in it.\n\nThe mayor was not there."},
		"a short last line":     {[]pdfPage{newPDFPage("The council met on the day", "it chose.", "The mayor was not in town.")}, "The council met on the day it chose.\n\nThe mayor was not in town."},
		"a headline":            {[]pdfPage{newPDFPage("#The ferry", "+The council met on the day.")}, "The ferry\n\nThe council met on the day."},
		"over the page":         {[]pdfPage{newPDFPage("The council met on the"), newPDFPage("second of March.")}, "The council met on the second of March."},
		"a sentence and a page": {[]pdfPage{newPDFPage("The council met on the day."), newPDFPage("The mayor was not there.")}, "The council met on the day.\n\nThe mayor was not there."},
		"a wide headline": {[]pdfPage{wideHeadline(newPDFPage("#The ferry will not leave the town", "+The council asked Mayor",
			"Ines Okoro why it is on 3", "May that the ferry", "leaves the town."))},
			"The ferry will not leave the town\n\nThe council asked Mayor Ines Okoro why it is on 3 May that the ferry leaves the town."},
		"a hanging indent": {[]pdfPage{newPDFPage("Okoro, I. On the ferries", ">of the North and", ">the South.", "Dahl, P. On the boats of",
			">the East.")},
			"Okoro, I. On the ferries of the North and the South.\n\nDahl, P. On the boats of the East."},
		"a list":               {[]pdfPage{newPDFPage("It has", "• three boats and", ">one more", "• two cars")}, "It has\n\n• three boats and one more\n\n• two cars"},
		"numbers":              {[]pdfPage{newPDFPage("1. the boats.", "2. the cars.")}, "1. the boats.\n\n2. the cars."},
		"a number by chance":   {[]pdfPage{newPDFPage("It happened on Monday the", "12. It was not May.")}, "It happened on Monday the 12. It was not May."},
		"a soft hyphen":        {[]pdfPage{newPDFPage("It was an inter\u00AD", "national tender.")}, "It was an international tender."},
		"a hyphen, word known": {[]pdfPage{newPDFPage("The international tender, an inter-", "national one.")}, "The international tender, an international one."},
		"a hyphen, marked":     {[]pdfPage{newPDFPage("The international tender, an inter\u0002", "national one.")}, "The international tender, an international one."},
		"a hyphen, no evidence": {[]pdfPage{newPDFPage("The talks were about a re-", "form of the law.")}, "The talks were about a reform of " +
			"the law."},
		"a hyphen, two words": {[]pdfPage{newPDFPage("The law of the land, a land-", "law, is old.", "+A law is good.")}, "The law of the " +
			"land, a land-law, is old.\n\nA law is good."},
		"a hyphen, compound": {[]pdfPage{newPDFPage("A sea-borne boat and a sea-", "borne car met.")}, "A sea-borne boat and a sea-borne " +
			"car met."},
		"a hyphen, prefix":      {[]pdfPage{newPDFPage("It was a non-", "profit ferry.")}, "It was a non-profit ferry."},
		"a hyphen that belongs": {[]pdfPage{newPDFPage("He was a well-known man and so well-", "known that nobody asked.")}, "He was a well-known man and so well-known that nobody asked."},
		"a hyphen and a name":   {[]pdfPage{newPDFPage("It was signed by Anne Smith-", "Jones yesterday.")}, "It was signed by Anne Smith-Jones yesterday."},
		"a range of years":      {[]pdfPage{newPDFPage("It went on for years, 2010-", "2015, and then it ended.")}, "It went on for years, 2010-2015, and then it ended."},
		"a dash":                {[]pdfPage{newPDFPage("The mayor was there –", "and nobody else.")}, "The mayor was there – and nobody else."},
		"an em dash":            {[]pdfPage{newPDFPage("The mayor was there—", "and nobody else.")}, "The mayor was there—and nobody else."},
		"ligatures":             {[]pdfPage{newPDFPage("The oﬃce conﬁrmed the ﬂight x² ①.")}, "The office confirmed the flight x² ①."},
		"no spaces in Chinese":  {[]pdfPage{newPDFPage("市议会于星期一", "召开了会议。")}, "市议会于星期一召开了会议。"},
		"invalid characters":    {[]pdfPage{newPDFPage("The\ufffe council\x07 met\t on\u2028it.")}, "The council met on it."},
		"nothing":               {[]pdfPage{newPDFPage(), newPDFPage(" ")}, ""},
	} {
		doc := joinPages(c.pages)
		if doc.Text != c.want {
			t.Errorf("%s: %q, want %q", name, doc.Text, c.want)
		}
		checkDocument(t, doc)
	}
}

// withLineAt adds a line at a height of a page.
func withLineAt(page pdfPage, y float64, s string) pdfPage {
	page.Lines = append(slices.Clone(page.Lines), pdfLine{Text: s, Left: 50, Right: 50 + 5*float64(len(s)), Bottom: y, Top: y + 10})
	return page
}

func TestPDFFurniture(t *testing.T) {
	var pages []pdfPage
	for i, s := range []string{"The one.", "The two.", "The three.", "The four."} {
		page := withLineAt(newPDFPage(s), 780, "The Harbour Post")
		page = withLineAt(page, 20, []string{"Page 7 of 10", "Page 8 of 10", "Page 9 of 10", "Page 10 of 10"}[i])
		page = withLineAt(page, 40, []string{"Total 300", "Total 900", "Total 100", "Total 200"}[i])
		page = withLineAt(page, 400, "In the middle.")
		if i < 2 {
			page = withLineAt(page, 760, "Twice only.")
		}
		pages = append(pages, page)
	}
	got := joinPages(pages).Text
	for s, want := range map[string]int{"Harbour Post": 0, "Page": 0, "Total": 4, "middle": 4, "Twice": 2, "The ": 4} {
		if n := strings.Count(got, s); n != want {
			t.Errorf("%q occurs %d times, want %d, in\n%s", s, n, want, got)
		}
	}
	if got := joinPages(pages[:2]).Text; strings.Count(got, "Harbour Post") != 2 {
		t.Errorf("a line on two pages should be text: %s", got)
	}
	if got := joinPages([]pdfPage{withLineAt(newPDFPage("A."), 780, "Here"), withLineAt(newPDFPage("B."), 20, "Here"), withLineAt(newPDFPage("C."), 740, "Here")}).Text; strings.Count(
		got,
		"Here",
	) != 3 {
		t.Errorf("lines at different heights should be text: %s", got)
	}
}

func TestPDFLinksStayOnTheirWords(t *testing.T) {
	page := newPDFPage("The oﬃce wrote a re-", "port on it, and a reply.", "The report is long.")
	link := func(start, end int, address string) Link { return Link{text.Span{Start: start, End: end}, address} }
	page.Lines[0].Links = []Link{link(4, 8, "https://a.example/"), link(17, 20, "https://b.example/")}
	page.Lines[1].Links = []Link{link(0, 4, "https://b.example/"), link(18, 23, "https://c.example/")}
	doc := joinPages([]pdfPage{page})
	runes := []rune(doc.Text)
	var got []string
	for _, l := range doc.Links {
		got = append(got, string(runes[l.Start:l.End])+" "+l.Address)
	}
	if want := []string{"office https://a.example/", "report https://b.example/", "reply https://c.example/"}; !slices.Equal(got, want) {
		t.Errorf("%q, want %q in %s", got, want, doc.Text)
	}
}

// FuzzPDFLines reads arbitrary pages: every letter of a line that is not furniture is in the text, in
// order, and every span is within the text.
func FuzzPDFLines(f *testing.F) {
	f.Add("The council met on the\nsecond of inter-\nnational March.\f• a\n12", []byte{10, 1, 20, 3}, uint8(3))
	f.Add("1\n\f1\n\f1\n", []byte{0}, uint8(0))
	f.Add("ﬁ\u0002\nשלום\n—a\u00AD\n\ufeff", []byte{255, 128, 7}, uint8(200))
	f.Fuzz(func(t *testing.T, s string, numbers []byte, links uint8) {
		i := 0
		number := func() float64 {
			if len(numbers) == 0 {
				return 0
			}
			i++
			return float64(numbers[i%len(numbers)])
		}
		var pages []pdfPage
		for _, words := range strings.Split(s, "\f") {
			page := pdfPage{Height: 300}
			for _, line := range strings.Split(words, "\n") {
				made := pdfLine{Text: line, Left: number(), Right: number() * 3, Bottom: number()}
				made.Top = made.Bottom + number()/10
				made.Links = []Link{{text.Span{Start: int(links) % 7, End: int(links)%7 + int(links)/30}, "https://a.example/"}}
				page.Lines = append(page.Lines, made)
			}
			pages = append(pages, page)
		}
		doc := joinPages(pages)
		checkDocument(t, doc)
		var want strings.Builder
		for _, line := range mustLines(removeFurniture(pages)) {
			want.WriteString(line.Text)
		}
		if got, want := newLetters(doc.Text), newLetters(want.String()); got != want {
			t.Errorf("%q became %q", want, got)
		}
	})
}

func newLetters(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return r
		}
		return -1
	}, s)
}

// wideHeadline makes the first line of a page three times as wide.
func wideHeadline(page pdfPage) pdfPage {
	page.Lines[0].Right += 2 * (page.Lines[0].Right - page.Lines[0].Left)
	return page
}

func mustLines(lines []placedLine, _ omissions) []placedLine { return lines }
