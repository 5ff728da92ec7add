package models

import (
	"slices"
	"strings"
	"testing"
	"time"

	"linecheck/internal/testutil"
	"linecheck/text/sentence"
)

const suggestionTestText = "More than 70 districts were hit. The mayor, Ines Okoro, said 40 people had died and 35 were missing, 70 in all. A day later 72 districts were hit. More than 70 districts asked for help. It rained."

var articleAddedAt = time.Date(2021, 6, 24, 12, 0, 0, 0, time.UTC)

// readSuggestions segments a text like an article and returns its suggestions.
func readSuggestions(t *testing.T, whole, lang string) (*Suggestions, []PageSentence) {
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
	return FindSuggestions(whole, lang, articleAddedAt, list), pages
}

func suggestionWords(list []Suggestion) (all []string) {
	for _, s := range list {
		all = append(all, string(s.Sort)+" "+s.Words)
	}
	return all
}

// pageWithClaim returns a page on which some of the sentence's words are a claim.
func pageWithClaim(p PageSentence, claim int64, quote string) SentencePage {
	before, _, found := strings.Cut(p.Text, quote)
	if !found {
		panic(quote)
	}
	start := len([]rune(before))
	p.ClaimSpans = append(p.ClaimSpans, ClaimSpan{ClaimID: claim, Start: start, End: start + len([]rune(quote))})
	return SentencePage{Sentence: p, Claims: []ClaimCard{{Claim: Claim{ID: claim, Version: 3}}}}
}

func TestSuggestions(t *testing.T) {
	found, pages := readSuggestions(t, suggestionTestText, "en")
	said := found.ForSentence(SentencePage{Sentence: pages[0]}, nil)
	if got := suggestionWords(said.Likely); !slices.Contains(got, "likely More than 70 districts") || said.Score <= 0 ||
		said.Likely[0].Why == "" {
		t.Errorf("%v, %v", got, said.Score)
	}
	if slices.ContainsFunc(said.Between, func(s Suggestion) bool { return s.Sort == RepeatFound }) {
		t.Errorf("a repetition of words that are no claim: %v", suggestionWords(said.Between))
	}
	claimed := pageWithClaim(pages[0], 7, "More than 70 districts")
	said = found.ForSentence(claimed, nil)
	if slices.Contains(suggestionWords(said.Likely), "likely More than 70 districts") {
		t.Errorf("suggested, but already a claim: %v", suggestionWords(said.Likely))
	}
	at := slices.IndexFunc(said.Between, func(s Suggestion) bool { return s.Sort == RepeatFound })
	if at < 0 {
		t.Fatalf("no repetition: %v", suggestionWords(said.Between))
	}
	repeat := said.Between[at]
	if len(repeat.Others) != 1 || repeat.Others[0].Ordinal != 4 || repeat.Others[0].Words != "More than 70 districts" {
		t.Fatalf("%+v", repeat)
	}
	if offer, taken := claimed.RepeatOfferFor(repeat, pages); offer.Claim.ID != 7 || len(offer.Locations) != 1 || len(taken) != 0 {
		t.Errorf("%+v, %+v", offer, taken)
	}
	for claim, want := range map[int64]int{7: 0, 8: 1} { // its own claim, and another one
		others := slices.Clone(pages)
		others[3] = pageWithClaim(pages[3], claim, "More than 70 districts").Sentence
		if offer, taken := claimed.RepeatOfferFor(repeat, others); len(offer.Locations) != 0 || len(taken) != want {
			t.Errorf("claim %d there: %+v, %+v", claim, offer, taken)
		}
	}
	if got := found.ForSentence(SentencePage{Sentence: pages[4]}, nil); len(got.Likely)+len(got.Between) != 0 {
		t.Errorf("%v", suggestionWords(got.Likely))
	}
}

// A finding about several sentences is shown in each of them and dismissed for all; a likely claim is
// dismissed for its sentence alone.
func TestDismissedIsNotSuggested(t *testing.T) {
	found, pages := readSuggestions(t, suggestionTestText, "en")
	first := SentencePage{Sentence: pages[0]}
	likely := found.ForSentence(first, nil).Likely[0]
	refused := []SuggestionDismissal{{ID: 1, TrackID: 200, Sort: LikelyClaim, Key: likely.Key}}
	if said := found.ForSentence(first, refused); slices.Contains(suggestionWords(said.Likely), "likely "+likely.Words) ||
		len(said.Dismissed) != 1 {
		t.Errorf("%v, %v", suggestionWords(said.Likely), said.Dismissed)
	}
	if said := found.ForSentence(SentencePage{Sentence: pages[3]}, refused); !slices.Contains(
		suggestionWords(said.Likely),
		"likely "+likely.Words,
	) ||
		len(said.Dismissed) != 0 {
		t.Errorf("dismissed in another sentence: %v", suggestionWords(said.Likely))
	}
	both := "Police said 31 people were arrested on Friday. Police said 33 people were arrested on Friday."
	found, pages = readSuggestions(t, both, "en")
	between := found.ForSentence(SentencePage{Sentence: pages[0]}, nil).Between
	testutil.Len(t, "between", between, 1)
	testutil.Equal(t, "between[0].Sort", between[0].Sort, ContradictionFound)
	testutil.Len(t, "between[0].Others", between[0].Others, 1)
	testutil.Equal(t, "between[0].Others[0].Ordinal", between[0].Others[0].Ordinal, 2)
	testutil.StopIfFailed(t)
	refused = []SuggestionDismissal{{ID: 2, TrackID: 200, Sort: ContradictionFound, Key: between[0].Key}}
	for _, p := range pages {
		if said := found.ForSentence(SentencePage{Sentence: p}, refused); len(said.Between) != 0 || len(said.Dismissed) != 1 {
			t.Errorf("sentence %d: %+v", p.Ordinal, said)
		}
	}
}

// There is no score in a language without a trained model. Figures are found in every language, and offsets
// are code points.
func TestSuggestionsInOtherLanguages(t *testing.T) {
	whole := "🚲 زار الوزير 12 مدينة في 2019. عاد."
	found, pages := readSuggestions(t, whole, "ar")
	said := found.ForSentence(SentencePage{Sentence: pages[0]}, nil)
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

func BenchmarkFindSuggestions(b *testing.B) {
	var whole strings.Builder
	for range 400 {
		whole.WriteString(suggestionTestText + "\n\n")
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
		FindSuggestions(whole.String(), "en", articleAddedAt, list)
	}
	b.ReportMetric(float64(len(list)), "sentences")
}
