package models

import (
	"fmt"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"linecheck/text"
	"linecheck/text/sentence"
)

// sampleSentenceFacts returns the facts of a sentence, changed by add; its author is user 1.
func sampleSentenceFacts(add func(*SentenceFacts)) SentenceFacts {
	f := SentenceFacts{Sentence: Sentence{Text: "Repairs cost €12 million.", Region: sentence.Body, Authors: ",1,"}}
	if add != nil {
		add(&f)
	}
	return f
}

// sampleClaimFacts returns a claim "€12 million" that these reviewers call sourced.
func sampleClaimFacts(by ...int64) ClaimFacts {
	c := ClaimFacts{ID: 7, Version: 1, Span: text.Span{Start: 13, End: 24}, OwnOccurrence: true, FirstFullyCovered: true,
		ClaimStatus: ClaimStatus{Status: Unchecked}, CountedReviewers: by}
	if len(by) > 0 {
		c.Status = Sourced
	}
	return c
}

func sampleReadMark(by int64, gaps ...text.Span) ReadMarkFacts {
	return ReadMarkFacts{ReaderID: by, Counts: true, Gaps: gaps}
}

func TestSentenceStatus(t *testing.T) {
	gap := text.Span{Start: 13, End: 24}
	for _, test := range []struct {
		name      string
		add       func(*SentenceFacts)
		want      SentenceState
		dependent bool // checked by its author alone
		twice     bool
	}{
		{"nobody looked", nil, Unread, false, false},
		{"its author read it", func(f *SentenceFacts) { f.ReadMarks = []ReadMarkFacts{sampleReadMark(1)} }, Clear, true, false},
		{"another read it", func(f *SentenceFacts) { f.ReadMarks = []ReadMarkFacts{sampleReadMark(2)} }, Clear, false, false},
		{"two others read it", func(f *SentenceFacts) { f.ReadMarks = []ReadMarkFacts{sampleReadMark(2), sampleReadMark(3)} }, Clear, false, true},
		{"its author and another read it", func(f *SentenceFacts) { f.ReadMarks = []ReadMarkFacts{sampleReadMark(1), sampleReadMark(2)} }, Clear, false, false},
		{"it was read as it was before", func(f *SentenceFacts) { f.ReadMarks = []ReadMarkFacts{{ReaderID: 2}} }, Recheck, false, false},
		{"it refers back to a changed sentence", func(f *SentenceFacts) { f.ReadMarks = []ReadMarkFacts{{ReaderID: 2, OnlyDependencyChanged: true}} }, Recheck, false, false},
		{"a claim was made and withdrawn since it was read", func(f *SentenceFacts) { f.ReadMarks = []ReadMarkFacts{sampleReadMark(2, gap)} }, Unread,
			false, false},
		{"a claim that nobody checked", func(f *SentenceFacts) {
			f.Claims, f.ReadMarks = []ClaimFacts{sampleClaimFacts()}, []ReadMarkFacts{sampleReadMark(2,
				gap)}
		}, Open, false, false},
		{"a claim that is settled, and its rest not read", func(f *SentenceFacts) { f.Claims = []ClaimFacts{sampleClaimFacts(2)} }, Open, false, false},
		{"a claim that is settled, and its rest read", func(f *SentenceFacts) {
			f.Claims, f.ReadMarks = []ClaimFacts{sampleClaimFacts(2)},
				[]ReadMarkFacts{sampleReadMark(2, gap)}
		}, Done, false, false},
		{"its author checked the claim, another read the rest", func(f *SentenceFacts) {
			f.Claims, f.ReadMarks = []ClaimFacts{sampleClaimFacts(1)},
				[]ReadMarkFacts{sampleReadMark(2, gap)}
		}, Done, true, false},
		{"two checked the claim, and one read the rest", func(f *SentenceFacts) {
			f.Claims, f.ReadMarks = []ClaimFacts{sampleClaimFacts(2, 3)},
				[]ReadMarkFacts{sampleReadMark(2, gap)}
		}, Done, false, false},
		{"two looked at everything", func(f *SentenceFacts) {
			f.Claims, f.ReadMarks = []ClaimFacts{sampleClaimFacts(2, 3)}, []ReadMarkFacts{sampleReadMark(3, gap), sampleReadMark(2, gap)}
		}, Done, false, true},
		{"a claim over all of it leaves no rest", func(f *SentenceFacts) {
			whole := sampleClaimFacts(2)
			whole.Span = text.Span{Start: 0, End: 25}
			f.Claims = []ClaimFacts{whole}
		}, Done, false, false},
		{"a further place of a claim over all of it reads nothing", func(f *SentenceFacts) {
			whole := sampleClaimFacts(2)
			whole.Span, whole.OwnOccurrence = text.Span{Start: 0, End: 25}, false
			f.Claims = []ClaimFacts{whole}
		}, Open, false, false},
		{"a claim whose place waits for a person", func(f *SentenceFacts) {
			c := sampleClaimFacts(2)
			c.Moved = true
			f.Claims, f.ReadMarks = []ClaimFacts{c}, []ReadMarkFacts{sampleReadMark(2, gap)}
		}, Recheck, false, false},
		{"a correction that is not in the text", func(f *SentenceFacts) {
			c := sampleClaimFacts(2)
			c.CorrectionPending = true
			f.Claims, f.ReadMarks = []ClaimFacts{c}, []ReadMarkFacts{sampleReadMark(2, gap)}
		}, Open, false, false},
		{"signs alone that nobody read", func(f *SentenceFacts) { f.Text = "“!”" }, Unread, false, false},
		{"signs alone that one read", func(f *SentenceFacts) { f.Text, f.ReadMarks = "“!”", []ReadMarkFacts{sampleReadMark(2)} }, Clear, false, false},
		{"signs alone that their author read", func(f *SentenceFacts) { f.Text, f.ReadMarks = "“!”", []ReadMarkFacts{sampleReadMark(1)} }, Clear, true, false},
		{"part of one that was settled", func(f *SentenceFacts) { f.Inherited = true }, Recheck, false, false},
	} {
		is := sampleSentenceFacts(test.add).Status()
		got, want := fmt.Sprint(is.State, is.OnlyAuthorsChecked, is.ReadByTwo), fmt.Sprint(test.want, test.dependent, test.twice)
		if got != want {
			t.Errorf("%s: got %s, want %s", test.name, got, want)
		}
	}
}

// Parts that only an author or the signer checked are listed one by one.
func TestPartsWithoutIndependentCheck(t *testing.T) {
	gap := text.Span{Start: 13, End: 24}
	f := sampleSentenceFacts(func(f *SentenceFacts) {
		f.Claims, f.ReadMarks = []ClaimFacts{sampleClaimFacts(2)}, []ReadMarkFacts{sampleReadMark(3, gap)}
	})
	for signer, want := range map[int64]string{0: "[]", 2: "[{7 [2]}]", 3: "[{0 [3]}]", 4: "[]"} {
		if got := fmt.Sprint(f.dependentParts(f.Status().State, signer)); got != want {
			t.Errorf("to %d as the signer: got %s, want %s", signer, got, want)
		}
	}
}

// An override of a sentence covers one state of the sentence. Every change of the state changes the fingerprint.
func TestFingerprint(t *testing.T) {
	gap := text.Span{Start: 13, End: 24}
	base := func(f *SentenceFacts) {
		f.Claims, f.ReadMarks = []ClaimFacts{sampleClaimFacts(2)}, []ReadMarkFacts{sampleReadMark(3, gap)}
	}
	fingerprint := func(of func(*SentenceFacts)) string {
		f := sampleSentenceFacts(of)
		return f.fingerprint(f.Status().State)
	}
	was := fingerprint(base)
	if again := fingerprint(base); again != was {
		t.Fatalf("the same sentence has two fingerprints: %s and %s", was, again)
	}
	for name, change := range map[string]func(*SentenceFacts){
		"its words": func(f *SentenceFacts) { f.Text += "!" }, "its region": func(f *SentenceFacts) { f.Region = sentence.Caption },
		"its dependency": func(f *SentenceFacts) { f.Depends = "He" }, "a claim's version": func(f *SentenceFacts) { f.Claims[0].Version++ },
		"a claim more": func(f *SentenceFacts) { f.Claims = append(f.Claims, ClaimFacts{ID: 8}) },
		"a mark less":  func(f *SentenceFacts) { f.ReadMarks = nil },
	} {
		if fingerprint(func(f *SentenceFacts) { base(f); change(f) }) == was {
			t.Errorf("the fingerprint does not change with: %s", name)
		}
	}
}

// White space is defined by unicode.IsSpace, in SQL too.
func TestInsignificantCharacters(t *testing.T) {
	for r := rune(0); r <= unicode.MaxRune; r++ {
		if got, want := strings.ContainsRune(InsignificantCharacters, r), !isSignificant(r); got != want && utf8.ValidRune(r) {
			t.Errorf("%U is among the insignificant characters: %v, want %v", r, got, want)
		}
	}
}
