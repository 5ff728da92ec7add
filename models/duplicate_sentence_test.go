package models

import (
	"errors"
	"fmt"
	"slices"
	"testing"
)

// pageWithDuplicates returns the page of a sentence of twenty characters at offset 100 with duplicates,
// numbered from 10.
func pageWithDuplicates(repeats ...DuplicateSentence) SentencePage {
	var p SentencePage
	p.Sentence.Start, p.Sentence.End = 100, 120
	for i, r := range repeats {
		r.Ordinal, r.SentenceID = 10+i, int64(100+i)
		p.Duplicates = append(p.Duplicates, r)
	}
	return p
}

func duplicateOrdinals(o DuplicateOffer) (list []int) {
	for _, r := range o.Duplicates {
		list = append(list, r.Ordinal)
	}
	return list
}

func TestReadMarkOffer(t *testing.T) {
	p := pageWithDuplicates(
		DuplicateSentence{},
		DuplicateSentence{ReadByMe: true},
		DuplicateSentence{ClaimSpans: []ClaimSpan{{ClaimID: 1, End: 3}}},
		DuplicateSentence{State: Clear},
	)
	if got := duplicateOrdinals(p.ReadMarkOffer()); !slices.Equal(got, []int{10, 13}) {
		t.Errorf("the offer has %v, want those without a claim and without the reader's mark", got)
	}
	p.Claims = make([]ClaimCard, 1)
	if got := p.ReadMarkOffer(); len(got.Duplicates) > 0 {
		t.Errorf("a sentence with a claim offers %v", got)
	}
	many := pageWithDuplicates(make([]DuplicateSentence, MaxOffered+5)...)
	if got := many.ReadMarkOffer(); len(got.Duplicates) != MaxOffered || got.More != 5 {
		t.Errorf("%d offered and %d more", len(got.Duplicates), got.More)
	}
}

func TestClaimOffer(t *testing.T) {
	disputed := ClaimSpan{ClaimID: 2, Start: 5, End: 8, ClaimStatus: ClaimStatus{Status: Disputed}}
	p := pageWithDuplicates(
		DuplicateSentence{},
		DuplicateSentence{ClaimSpans: []ClaimSpan{{ClaimID: 1, Start: 5, End: 8}, disputed}}, // its own and another claim's
		DuplicateSentence{ClaimSpans: []ClaimSpan{disputed}},
		DuplicateSentence{ClaimSpans: []ClaimSpan{{ClaimID: 3, Start: 5, End: 9}, {ClaimID: 3, Start: -4, End: 8}}}, // other words
	)
	card := ClaimCard{Claim: Claim{ID: 1}, Occurrence: Occurrence{Start: 105, End: 108}}
	offer, taken := p.ClaimOffer(card)
	if got := duplicateOrdinals(offer); !slices.Equal(got, []int{10, 13}) {
		t.Errorf("offered are %v", got)
	}
	if len(taken) != 1 || taken[0].Ordinal != 12 || taken[0].ClaimSpan != disputed {
		t.Errorf("occupied sentences: %+v", taken)
	}
	for _, o := range []Occurrence{{Start: 99, End: 108}, {Start: 105, End: 121}} {
		card.Occurrence = o
		if offer, taken := p.ClaimOffer(card); len(offer.Duplicates)+len(taken) > 0 {
			t.Errorf("a claim over two sentences has an offer: %+v, %+v", offer, taken)
		}
	}
}

func TestDuplicateOrdinals(t *testing.T) {
	var p ArticlePage
	for i, s := range []string{"A.", "B.", "A.", "a.", "B.", "A.", "A.\u200b"} {
		p.Sentences = append(p.Sentences, PageSentence{Sentence: Sentence{Ordinal: i + 1, Text: s}})
	}
	if got := p.DuplicateOrdinals(); !slices.Equal(got, []int{1, 2, 3, 5, 6}) {
		t.Errorf("%v", got)
	}
}

func TestAnOutdatedOfferSaysWhy(t *testing.T) {
	err := fmt.Errorf("doing it: %w", NewOutdatedOfferError("Sentence %d is gone.", 7))
	var said ValidationErrors
	if !errors.Is(err, ErrStale) || !errors.As(err, &said) || said.Detail("repeats") != "Sentence 7 is gone." {
		t.Errorf("%v", err)
	}
}
