package models

import (
	"slices"
	"strings"
	"testing"
	"time"

	"linecheck/internal/testutil"
	"linecheck/text/sentence"
)

const suggestive = "More than 70 districts were hit. The mayor, Ines Okoro, said 40 people had died and 35 were missing, 70 in all. A day later 72 districts were hit. More than 70 districts asked for help. It rained."

var broughtIn = time.Date(2021, 6, 24, 12, 0, 0, 0, time.UTC)

// read cuts a text as an article is cut.
func read(t *testing.T, whole, lang string) (*Suggestions, []PageSentence) {
	t.Helper()
	var list []Sentence
	var pages []PageSentence
	runes := []rune(whole)
	for i, s := range sentence.Split(whole, lang) {
		one := Sentence{
			ID:      int64(100 + i),
			TrackID: int64(200 + i),
			Ordinal: i + 1,
			Region:  s.Region,
			Start:   s.Start,
			End:     s.End,
			Text:    string(runes[s.Start:s.End]),
		}
		list, pages = append(list, one), append(pages, PageSentence{Sentence: one})
	}
	return SuggestionsOf(whole, lang, broughtIn, list), pages
}

func words(list []Suggestion) (all []string) {
	for _, s := range list {
		all = append(all, string(s.Sort)+" "+s.Words)
	}
	return all
}

// marked is a page on whose sentence some of its words are a claim.
func marked(p PageSentence, claim int64, quote string) SentencePage {
	before, _, found := strings.Cut(p.Text, quote)
	if !found {
		panic(quote)
	}
	start := len([]rune(before))
	p.Marks = append(p.Marks, Mark{ClaimID: claim, Start: start, End: start + len([]rune(quote))})
	return SentencePage{Sentence: p, Claims: []ClaimCard{{Claim: Claim{ID: claim, Version: 3}}}}
}

func TestWhatIsSuggested(t *testing.T) {
	found, pages := read(t, suggestive, "en")
	said := found.For(SentencePage{Sentence: pages[0]}, nil)
	if got := words(said.Likely); !slices.Contains(got, "likely More than 70 districts") || said.Score <= 0 || said.Likely[0].Why == "" {
		t.Errorf("%v, %v", got, said.Score)
	}
	if slices.ContainsFunc(said.Between, func(s Suggestion) bool { return s.Sort == RepeatFound }) {
		t.Errorf("a repeat of what is no claim: %v", words(said.Between))
	}
	claimed := marked(pages[0], 7, "More than 70 districts")
	said = found.For(claimed, nil)
	if slices.Contains(words(said.Likely), "likely More than 70 districts") {
		t.Errorf("what is a claim already: %v", words(said.Likely))
	}
	at := slices.IndexFunc(said.Between, func(s Suggestion) bool { return s.Sort == RepeatFound })
	if at < 0 {
		t.Fatalf("no repeat: %v", words(said.Between))
	}
	repeat := said.Between[at]
	if len(repeat.Others) != 1 || repeat.Others[0].Ordinal != 4 || repeat.Others[0].Words != "More than 70 districts" {
		t.Fatalf("%+v", repeat)
	}
	if offer, taken := claimed.OfferOf(repeat, pages); offer.Claim.ID != 7 || len(offer.Spots) != 1 || len(taken) != 0 {
		t.Errorf("%+v, %+v", offer, taken)
	}
	for claim, want := range map[int64]int{7: 0, 8: 1} { // its own already, and another's
		others := slices.Clone(pages)
		others[3] = marked(pages[3], claim, "More than 70 districts").Sentence
		if offer, taken := claimed.OfferOf(repeat, others); len(offer.Spots) != 0 || len(taken) != want {
			t.Errorf("claim %d there: %+v, %+v", claim, offer, taken)
		}
	}
	if got := found.For(SentencePage{Sentence: pages[4]}, nil); len(got.Likely)+len(got.Between) != 0 {
		t.Errorf("%v", words(got.Likely))
	}
}

// What is between sentences is said in each, and refused for all; a likely claim is refused for its sentence alone.
func TestWhatIsRefusedIsNotSuggested(t *testing.T) {
	found, pages := read(t, suggestive, "en")
	first := SentencePage{Sentence: pages[0]}
	likely := found.For(first, nil).Likely[0]
	refused := []Refusal{{ID: 1, TrackID: 200, Sort: Likely, Key: likely.Key}}
	if said := found.For(first, refused); slices.Contains(words(said.Likely), "likely "+likely.Words) || len(said.Refused) != 1 {
		t.Errorf("%v, %v", words(said.Likely), said.Refused)
	}
	if said := found.For(SentencePage{Sentence: pages[3]}, refused); !slices.Contains(words(said.Likely), "likely "+likely.Words) ||
		len(said.Refused) != 0 {
		t.Errorf("refused in another sentence: %v", words(said.Likely))
	}
	both := "Police said 31 people were arrested on Friday. Police said 33 people were arrested on Friday."
	found, pages = read(t, both, "en")
	between := found.For(SentencePage{Sentence: pages[0]}, nil).Between
	testutil.Len(t, "between", between, 1)
	testutil.Equal(t, "between[0].Sort", between[0].Sort, ContradictionFound)
	testutil.Len(t, "between[0].Others", between[0].Others, 1)
	testutil.Equal(t, "between[0].Others[0].Ordinal", between[0].Others[0].Ordinal, 2)
	testutil.StopIfFailed(t)
	refused = []Refusal{{ID: 2, TrackID: 200, Sort: ContradictionFound, Key: between[0].Key}}
	for _, p := range pages {
		if said := found.For(SentencePage{Sentence: p}, refused); len(said.Between) != 0 || len(said.Refused) != 1 {
			t.Errorf("sentence %d: %+v", p.Ordinal, said)
		}
	}
}

// Nothing is said of how much a sentence is worth where nothing was learnt; figures are seen in every language, and offsets are code points.
func TestSuggestionsInOtherLanguages(t *testing.T) {
	whole := "🚲 زار الوزير 12 مدينة في 2019. عاد."
	found, pages := read(t, whole, "ar")
	said := found.For(SentencePage{Sentence: pages[0]}, nil)
	if said.Score != 0 || len(said.Likely) == 0 {
		t.Fatalf("%+v", said)
	}
	runes := []rune(whole)
	for _, s := range said.Likely {
		if string(runes[s.Span.Start:s.Span.End]) != s.Words {
			t.Errorf("%+v", s)
		}
	}
}

func BenchmarkSuggestionsOf(b *testing.B) {
	var whole strings.Builder
	for range 400 {
		whole.WriteString(suggestive + "\n\n")
	}
	var list []Sentence
	runes := []rune(whole.String())
	for i, s := range sentence.Split(whole.String(), "en") {
		list = append(
			list,
			Sentence{ID: int64(i + 1), Ordinal: i + 1, Region: s.Region, Start: s.Start, End: s.End, Text: string(runes[s.Start:s.End])},
		)
	}
	b.ReportAllocs()
	for b.Loop() {
		SuggestionsOf(whole.String(), "en", broughtIn, list)
	}
	b.ReportMetric(float64(len(list)), "sentences")
}
