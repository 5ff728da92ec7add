package views

import (
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"linecheck/models"
)

// newDuplicateView is sentence 2 of newClaimCard with identical ones: 5 is clear, 8 has a claim on these
// words, and those from 9 on are unread.
func newDuplicateView(more int) SentenceView {
	v := newClaimCard()
	v.Sentence.End = 18
	v.Duplicates = []models.DuplicateSentence{{SentenceID: 105, Ordinal: 5, State: models.Clear, ReadByMe: true},
		{
			SentenceID: 108,
			Ordinal:    8,
			State:      models.Open,
			ClaimSpans: []models.ClaimSpan{{ClaimID: 44, End: 18, ClaimStatus: models.ClaimStatus{Status: models.Disputed}}},
		}}
	for i := range more {
		v.Duplicates = append(v.Duplicates, models.DuplicateSentence{SentenceID: int64(109 + i), Ordinal: 9 + i, State: models.Unread})
	}
	v.Claims[0].Locations = []models.ClaimLocation{
		{ClaimID: 31, SentenceID: 102, Ordinal: 2},
		{ClaimID: 31, SentenceID: 130, Ordinal: 30, Further: true, AddedBy: 1},
		{ClaimID: 31, SentenceID: 131, Ordinal: 31, Further: true, AddedBy: 2},
	}
	return v
}

func shownText(s *goquery.Selection) string { return strings.Join(strings.Fields(s.Text()), " ") }

func TestDuplicatesAreListedWithStates(t *testing.T) {
	document := renderDocument(t, Cards(newDuplicateView(30)))
	want := "The same words stand in 32 other sentences: 5 (✓ nothing to check) 8 (open, ! disputed) 9 10 11 12 13 14 15 16 17 18 (not looked at) and 20 more"
	if got := shownText(document.Find(".repeats")); got != want {
		t.Errorf("it reads %q\nwant %q", got, want)
	}
	v := newClaimCard()
	if n := renderDocument(t, Cards(v)).Find(".repeats, .offer, .spots, .taken").Length(); n > 0 {
		t.Errorf("a sentence that stands once says %d things of others", n)
	}
}

func TestDuplicateOfferNamesItsSentences(t *testing.T) {
	document := renderDocument(t, Cards(newDuplicateView(30)))
	offer := document.Find(`form.offer[action="/claims/31/occurrences"]`)
	if n := offer.Find("[name=repeat]").Length(); n != models.MaxOffered || offer.Find("[name=version]").AttrOr("value", "") != "4" {
		t.Errorf("the form names %d sentences", n)
	}
	if got := shownText(offer.Find("button")); !strings.HasPrefix(
		got,
		"Mark this claim in 24 of the 31 identical sentences too (5, 9, 10, ",
	) {
		t.Errorf("the button reads %q", got)
	}
	if got := shownText(document.Find(".taken")); got != "In identical sentences these words are a claim of their own: 8 marked there as ! disputed" {
		t.Errorf("it reads %q", got)
	}
	spots := document.Find(".spots")
	if got := shownText(spots.Find("summary")); got != "Stands in 3 sentences: 2, 30, 31" {
		t.Errorf("it reads %q", got)
	}
	if n, of := spots.Find("form").Length(), spots.Find("[name=repeat]").AttrOr("value", ""); n != 1 || of != "130" {
		t.Errorf("the reader may take away %d, of %s: what they added, and not the first or another's", n, of)
	}
}

func TestDuplicateReadIsOfferedAfterOwnMark(t *testing.T) {
	v := newDuplicateView(2)
	v.Claims = nil
	document := renderDocument(t, Cards(v))
	if document.Find(".offer").Length() != 0 || document.Find("#cards[data-offers]").Length() != 1 {
		t.Error("before one's own mark there is nothing to offer, but something to come")
	}
	v.ReadMarks = []models.NamedReadMark{{ReadMark: models.ReadMark{ReaderID: v.Me}}}
	document = renderDocument(t, Cards(v))
	if got := shownText(document.Find(".offer button")); got != "Mark the 2 identical sentences read too (9, 10) =" ||
		document.Find("#cards[data-offers]").Length() != 0 {
		t.Errorf("the button reads %q", got)
	}
	v.May = Rights{}
	if n := renderDocument(t, Cards(v)).Find("form").Length(); n > 0 {
		t.Errorf("%d forms for who may not change anything", n)
	}
}

func TestUndoIncludesDuplicates(t *testing.T) {
	for place, want := range map[*models.Location]string{
		{ArticleID: 7, Ordinal: 5}:                                               "/articles/7/sentences/5",
		{ArticleID: 7, Ordinal: 5, ClaimID: 31}:                                  "/articles/7/sentences/5?claim=31#claim31",
		{ArticleID: 7, Ordinal: 5, OtherOrdinals: []int{6, 10}}:                  "/articles/7/sentences/5?also=6,10",
		{ArticleID: 7, Ordinal: 5, ClaimID: 31, OtherOrdinals: []int{6, 10, 12}}: "/articles/7/sentences/5?also=6,10,12&claim=31#claim31",
	} {
		if got := LocationURL(*place); got != want {
			t.Errorf("%+v leads to %s, want %s", *place, got, want)
		}
	}
}
