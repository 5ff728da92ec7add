package models

import (
	"errors"
	"fmt"
	"slices"
	"testing"
)

// repeated is the page of a sentence of twenty characters at 100 with these identical ones, numbered from 10.
func repeated(repeats ...Repeat) SentencePage {
	var p SentencePage
	p.Sentence.Start, p.Sentence.End = 100, 120
	for i, r := range repeats {
		r.Ordinal, r.SentenceID = 10+i, int64(100+i)
		p.Repeats = append(p.Repeats, r)
	}
	return p
}

func ordinals(o Offer) (list []int) {
	for _, r := range o.Repeats {
		list = append(list, r.Ordinal)
	}
	return list
}

func TestWhatIsOfferedToBeReadToo(t *testing.T) {
	p := repeated(Repeat{}, Repeat{Read: true}, Repeat{Marks: []Mark{{ClaimID: 1, End: 3}}}, Repeat{State: Clear})
	if got := ordinals(p.ReadingOffer()); !slices.Equal(got, []int{10, 13}) {
		t.Errorf("offered are %v: those without a claim and without the reader's mark, whoever else has read them", got)
	}
	p.Claims = make([]ClaimCard, 1)
	if got := p.ReadingOffer(); len(got.Repeats) > 0 {
		t.Errorf("a sentence with a claim offers %v", got)
	}
	many := repeated(make([]Repeat, OfferLimit+5)...)
	if got := many.ReadingOffer(); len(got.Repeats) != OfferLimit || got.More != 5 {
		t.Errorf("%d offered and %d more", len(got.Repeats), got.More)
	}
}

func TestWhatIsOfferedOfAClaim(t *testing.T) {
	disputed := Mark{ClaimID: 2, Start: 5, End: 8, Standing: Standing{Status: Disputed}}
	p := repeated(
		Repeat{},
		Repeat{Marks: []Mark{{ClaimID: 1, Start: 5, End: 8}, disputed}}, // its own, beside another's
		Repeat{Marks: []Mark{disputed}},
		Repeat{Marks: []Mark{{ClaimID: 3, Start: 5, End: 9}, {ClaimID: 3, Start: -4, End: 8}}}, // other words
	)
	card := ClaimCard{Claim: Claim{ID: 1}, Occurrence: Occurrence{Start: 105, End: 108}}
	offer, taken := p.ClaimOffer(card)
	if got := ordinals(offer); !slices.Equal(got, []int{10, 13}) {
		t.Errorf("offered are %v", got)
	}
	if len(taken) != 1 || taken[0].Ordinal != 12 || taken[0].Mark != disputed {
		t.Errorf("taken are %+v", taken)
	}
	for _, o := range []Occurrence{{Start: 99, End: 108}, {Start: 105, End: 121}} {
		card.Occurrence = o
		if offer, taken := p.ClaimOffer(card); len(offer.Repeats)+len(taken) > 0 {
			t.Errorf("a claim over two sentences is offered %+v, %+v", offer, taken)
		}
	}
}

func TestWhichSentencesAreRepeated(t *testing.T) {
	var p ArticlePage
	for i, s := range []string{"A.", "B.", "A.", "a.", "B.", "A.", "A.\u200b"} {
		p.Sentences = append(p.Sentences, PageSentence{Sentence: Sentence{Ordinal: i + 1, Text: s}})
	}
	if got := p.Repeated(); !slices.Equal(got, []int{1, 2, 3, 5, 6}) {
		t.Errorf("%v", got)
	}
}

func TestAnOutdatedOfferSaysWhy(t *testing.T) {
	err := fmt.Errorf("doing it: %w", Outdated("Sentence %d is gone.", 7))
	var said Invalid
	if !errors.Is(err, ErrStale) || !errors.As(err, &said) || said.Of("repeats") != "Sentence 7 is gone." {
		t.Errorf("%v", err)
	}
}
