package sentence

import (
	"slices"
	"strings"
	"testing"
)

// outline lists the sentences of s as "region: text", with line ends as spaces.
func outline(s string) []string {
	r := []rune(s)
	var out []string
	for _, sent := range Split(s, "en") {
		t := strings.Join(strings.Fields(string(r[sent.Start:sent.End])), " ")
		out = append(out, string(sent.Region)+": "+t)
	}
	return out
}

const copyLine = "The river rose by two metres overnight and reached the lower town, the mayor said."

func TestRegions(t *testing.T) {
	for _, c := range []struct {
		name, in string
		want     []string
	}{
		{"the whole front", "WORLD / RIVERS\nFlood reaches the lower town\nMayor asks for help from the coast\nBy Ana M. Silva\nUpdated: May 3, 2019 at 4:05 p.m.\n" + copyLine,
			[]string{"kicker: WORLD / RIVERS", "headline: Flood reaches the lower town", "headline: Mayor asks for help from the coast",
				"byline: By Ana M. Silva", "dateline: Updated: May 3, 2019 at 4:05 p.m.", "body: " + copyLine}},
		{"a question as headline", "Will the dam hold?\n\n3 May 2019, 16:05 GMT\n\n" + copyLine,
			[]string{"headline: Will the dam hold?", "dateline: 3 May 2019, 16:05 GMT", "body: " + copyLine}},
		{"capitals alone are a headline", "DAM BREAKS\n\nBY ANA SILVA\n\n" + copyLine, []string{"headline: DAM BREAKS", "byline: BY ANA SILVA", "body: " + copyLine}},
		{"one paragraph is body", "Flood reaches the lower town", []string{"body: Flood reaches the lower town"}},
		{"short lines alone are body", "Roses\nViolets", []string{"body: Roses", "body: Violets"}},
		{"a short line within the copy", "Flood\n\n" + copyLine + "\n\nWhat comes next\n\n" + copyLine,
			[]string{"headline: Flood", "body: " + copyLine, "body: What comes next", "body: " + copyLine}},
		{"sentences that look like labels", copyLine + "\n\nBy noon it had fallen.\n\nPublished in 1990, the map is wrong.\n\nHe took a photo by the river.",
			[]string{"body: " + copyLine, "body: By noon it had fallen.", "body: Published in 1990, the map is wrong.", "body: He took a photo by the river."}},
		{"captions", "A boat on Main Street.(Photo: Ines Roth)\n\nA boat in May. Photo by Ines Roth / Getty Images\n\nPhoto: The dam in 1960.\n\nThe dam (AP Photo/Jo Lee)\n\nThe mayor. Credit: Ines Roth\n\n" + copyLine,
			[]string{"caption: A boat on Main Street.", "caption: (Photo: Ines Roth)", "caption: A boat in May.", "caption: Photo by Ines Roth / Getty Images",
				"caption: Photo: The dam in 1960.", "caption: The dam (AP Photo/Jo Lee)", "caption: The mayor.", "caption: Credit: Ines Roth", "body: " + copyLine}},
		{"lists and quote boxes", copyLine + "\n\n- sand bags\n- boats\n2. The pumps run.\n• Food\n\n> We were alone.",
			[]string{"body: " + copyLine, "list: - sand bags", "list: - boats", "list: 2. The pumps run.", "list: • Food", "quote box: > We were alone."}},
	} {
		if got := outline(c.in); !slices.Equal(got, c.want) {
			t.Errorf("%s:\n got %q\nwant %q", c.name, got, c.want)
		}
	}
}

func TestParagraphs(t *testing.T) {
	for _, c := range []struct {
		name, in string
		want     []string
	}{
		{"one line a paragraph", "The dam held\r\n\r\n" + copyLine + "\r\nThe army came.",
			[]string{"headline: The dam held", "body: " + copyLine, "body: The army came."}},
		{"cut to a width", "The river rose by two metres overnight and reached\nthe lower town. Army units under General Ruth\nOkoro came at noon; the pumps were late.",
			[]string{"body: The river rose by two metres overnight and reached the lower town.", "body: Army units under General Ruth Okoro came at noon; the pumps were late."}},
		{"two lines, the second going on", "The mayor of the lower town had asked the army\nfor help.", []string{"body: The mayor of the lower town had asked the army for help."}},
		{"long lines, a blank before the break", copyLine + " The pumps came a day late and were brought by the army of \nthe neighbours. Two of them ran.",
			[]string{"body: " + copyLine, "body: The pumps came a day late and were brought by the army of the neighbours.", "body: Two of them ran."}},
		{"a bracket that goes on", "The pumps were set up no further from the dam than 400 yd \n( 365.8 m ).", []string{"body: The pumps were set up no further from the dam than 400 yd ( 365.8 m )."}},
		{"a page's lines", "The report was written by the engineer ANA MARIA \nSILVA, who lives in the lower town and knows the dam, \nand was read by the mayor of Port \nAmal.",
			[]string{"body: The report was written by the engineer ANA MARIA SILVA, who lives in the lower town and knows the dam, and was read by the mayor of Port Amal."}},
		{"catchwords", "bread\nfresh water\nblankets", []string{"body: bread", "body: fresh water", "body: blankets"}},
		{"other line ends", "One came.\rTwo came.\u2028Three came.\u2029Four came.", []string{"body: One came.", "body: Two came.", "body: Three came.", "body: Four came."}},
		{"nothing", " \n\u00a0\r\n", nil},
	} {
		if got := outline(c.in); !slices.Equal(got, c.want) {
			t.Errorf("%s:\n got %q\nwant %q", c.name, got, c.want)
		}
	}
}

func TestParseRegion(t *testing.T) {
	for _, r := range []Region{Headline, Kicker, Byline, Dateline, Caption, Body, QuoteBox, List} {
		if got, err := ParseRegion(string(r)); got != r || err != nil {
			t.Errorf("ParseRegion(%q) = %q, %v", r, got, err)
		}
	}
	for _, name := range []string{"", "Body", "sidebar"} {
		if got, err := ParseRegion(name); err == nil {
			t.Errorf("ParseRegion(%q) = %q", name, got)
		}
	}
}
