package models

import (
	"strings"
	"testing"

	"linecheck/internal/testutil"
	"linecheck/text/sentence"
)

// A file's paragraph styles take precedence over guessing from the layout, except for plain body text.
func TestImportedRegionsAreApplied(t *testing.T) {
	whole := "CITY\nBridge closes for a year\nBy Wim Writer\n\nThe old bridge closes on March 3. More than 4,000 people cross it every day.\n\nIt is old. It fell.\n\nWhat happens next\n\nNobody knows."
	at := func(words string) (int, int) {
		start := len([]rune(whole[:strings.Index(whole, words)]))
		return start, start + len([]rune(words))
	}
	said := &ImportedMarkup{}
	for _, h := range []struct {
		words  string
		region sentence.Region
	}{{"By Wim Writer", sentence.Body}, {"It is old. It fell.", sentence.QuoteBox}, {"What happens next", sentence.Headline}, {"Nobody knows.", sentence.List}} {
		start, end := at(h.words)
		said.Hints = append(said.Hints, RegionHint{start, end, h.region})
	}
	want := map[string]sentence.Region{
		"CITY":                              sentence.Kicker,
		"Bridge closes for a year":          sentence.Headline,
		"By Wim Writer":                     sentence.Byline,
		"The old bridge closes on March 3.": sentence.Body,
		"More than 4,000 people cross it every day.": sentence.Body,
		"It is old.":        sentence.QuoteBox,
		"It fell.":          sentence.QuoteBox,
		"What happens next": sentence.Headline,
		"Nobody knows.":     sentence.List,
	}
	cut := SegmentText(whole, "en", said)
	if len(cut) != len(want) {
		t.Fatalf("%d sentences", len(cut))
	}
	for _, s := range cut {
		if s.Region != want[s.Text] {
			t.Errorf("%q has the region %s, want %s", s.Text, s.Region, want[s.Text])
		}
	}
}

func TestImportedLinksAndCommentsOfASentence(t *testing.T) {
	said := &ImportedMarkup{Links: []Link{{0, 4, "https://a.example/"}, {6, 8, "https://a.example/"}, {8, 12, "https://b.example/"}},
		Comments: []FileComment{
			{Start: 2, End: 9, Words: "across"},
			{Start: 10, End: 10, Words: "behind"},
			{Start: 12, End: 12, Words: "next"},
		}}
	sentence := Sentence{Start: 0, End: 10, Text: "0123456789"}
	links := said.LinksIn(sentence)
	testutil.Len(t, "links: links", links, 2)
	testutil.Equal(t, "links: links[1].Address", links[1].Address, "https://b.example/")
	testutil.Equal(t, "links: links[1].Words", links[1].Words, "89")
	testutil.Equal(t, "links: links[1].Number", links[1].Number, 3)
	if notes := said.CommentsIn(sentence, 12); len(notes) != 2 || notes[1].Words != "behind" {
		t.Errorf("notes %+v", notes)
	}
	if (*ImportedMarkup)(nil).LinksIn(sentence) != nil || (ImportedMarkup{}).Bounded() != nil {
		t.Error("a file without markup has some")
	}
}

func TestMarkupOutsideTheTextIsRefused(t *testing.T) {
	for name, said := range map[string]ImportedMarkup{
		"a hint beyond":  {Hints: []RegionHint{{0, 99, sentence.List}}},
		"an old hint":    {Hints: []RegionHint{{2, 4, sentence.List}, {0, 2, sentence.List}}},
		"another region": {Hints: []RegionHint{{0, 1, "sidebar"}}},
		"a link before":  {Links: []Link{{-1, 2, "https://a.example/"}}},
		"a long address": {Links: []Link{{0, 2, "https://a.example/" + strings.Repeat("x", maxLinkAddress)}}},
		"a note beyond":  {Comments: []FileComment{{Start: 3, End: 40}}},
		"many notes":     {Comments: make([]FileComment, maxMarkupItems+1)},
	} {
		if _, err := (NewArticle{Title: "T", Text: "One. Two.", Markup: &said}).Segment(Limits{Text: 100}); err == nil {
			t.Errorf("%s was kept", name)
		}
	}
}
