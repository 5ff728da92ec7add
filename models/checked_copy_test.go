package models

import (
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"pgregory.net/rapid"

	"linecheck/internal/testutil"
	"linecheck/text"
)

// copyWith returns a copy of a text with claims, each at the first place of its words, or lost if there is
// none.
func copyWith(whole string, claims ...CopyClaim) CheckingCopy {
	c := CheckingCopy{Revision: NamedRevision{Revision: Revision{Text: whole}}}
	for _, s := range SegmentText(whole, "en", nil) {
		c.Sentences = append(c.Sentences, CopySentence{PageSentence: PageSentence{Sentence: s}})
	}
	c.SetClaims(claims)
	return c
}

// claimOf returns a claim at every place of its words in a text, with corrections.
func claimOf(id int64, whole, words string, corrections ...NamedCorrection) CopyClaim {
	k := CopyClaim{ClaimCard: ClaimCard{Claim: Claim{ID: id}, Corrections: corrections}}
	for from := 0; ; {
		i := strings.Index(whole[from:], words)
		if i < 0 {
			break
		}
		start := utf8.RuneCountInString(whole[:from+i])
		k.Occurrences = append(
			k.Occurrences,
			Occurrence{ClaimID: id, Start: start, End: start + utf8.RuneCountInString(words), Exact: words, Placement: Placed},
		)
		from += i + len(words)
	}
	if len(k.Occurrences) == 0 {
		k.Occurrences = []Occurrence{{ClaimID: id, Exact: words, Placement: Lost}}
	}
	return k
}

func correction(id int64, state CorrectionState, from, to string) NamedCorrection {
	at := time.Unix(id, 0)
	return NamedCorrection{Correction: Correction{ID: id, From: from, To: to, State: state, DecidedAt: &at}}
}

// applyEdits returns the text with the edits applied.
func applyEdits(c CheckedCopy) string {
	runes, at, made := []rune(c.Revision.Text), 0, ""
	for _, e := range c.Edits {
		made += string(runes[at:e.Start]) + e.Correction.To
		at = e.End
	}
	return made + string(runes[at:])
}

const ports = "Fifty ports were closed. The 🚲 minister named fifty-two ports. Fifty ports were closed."

func TestCorrectionsAreLocatedInTheText(t *testing.T) {
	for name, c := range map[string]struct {
		words string
		k     NamedCorrection
		fate  CorrectionTextState
		at    int
		text  string
	}{
		"accepted":                 {"fifty-two ports", correction(1, CorrectionAccepted, "fifty-two", "52"), CorrectionApplicable, 2, "Fifty ports were closed. The 🚲 minister named 52 ports. Fifty ports were closed."},
		"every place of the claim": {"Fifty ports", correction(1, CorrectionAccepted, "Fifty", "Forty"), CorrectionApplicable, 1, "Forty ports were closed. The 🚲 minister named fifty-two ports. Forty ports were closed."},
		"the words go":             {"fifty-two ports", correction(1, CorrectionAccepted, "fifty-two ", ""), CorrectionApplicable, 2, "Fifty ports were closed. The 🚲 minister named ports. Fifty ports were closed."},
		"proposed":                 {"fifty-two ports", correction(1, CorrectionProposed, "fifty-two", "52"), CorrectionApplicable, 2, ports},
		"declined":                 {"fifty-two ports", correction(1, CorrectionDeclined, "fifty-two", "52"), CorrectionApplicable, 2, ports},
		"made, old words in text":  {"fifty-two ports", correction(1, CorrectionMade, "fifty-two", "52"), CorrectionApplicable, 2, ports},
		"made, and in the text":    {"fifty-two ports", correction(1, CorrectionMade, "thirty", "fifty-two"), CorrectionAlreadyInText, 2, ports},
		"longer, and in the text":  {"fifty-two ports", correction(1, CorrectionAccepted, "ports", "fifty-two ports"), CorrectionAlreadyInText, 2, ports},
		"gone":                     {"fifty-two ports", correction(1, CorrectionAccepted, "thirty", "forty"), CorrectionWordsGone, 2, ports},
		"lost":                     {"ninety ports", correction(1, CorrectionAccepted, "ninety", "forty"), CorrectionClaimLost, 0, ports},
	} {
		checked := copyWith(ports, claimOf(7, ports, c.words, c.k)).BuildCheckedCopy()
		k := checked.Corrections[0]
		testutil.Equal(t, name+": k.Fate", k.TextState, c.fate)
		testutil.Equal(t, name+": k.Ordinal", k.Ordinal, c.at)
		testutil.Equal(t, name+": k.Number", k.Number, 1)
		testutil.Equal(t, name+": k.Claim", k.Claim, 1)
		testutil.Equal(t, name+": applied(checked)", applyEdits(checked), c.text)
	}
}

func TestLastAcceptedOfOverlappingCorrectionsIsApplied(t *testing.T) {
	first := claimOf(1, ports, "minister named fifty-two", correction(1, CorrectionAccepted, "named fifty-two", "spoke of 52"))
	second := claimOf(
		2,
		ports,
		"fifty-two ports",
		correction(2, CorrectionAccepted, "fifty-two ports", "ports"),
		correction(3, CorrectionProposed, "ports", "harbours"),
	)
	checked := copyWith(ports, second, first).BuildCheckedCopy()
	if got, want := applyEdits(checked), strings.Replace(ports, "fifty-two ports", "ports", 1); got != want {
		t.Errorf("it reads %q", got)
	}
	numbers := map[int64]CopyCorrection{}
	for _, k := range checked.Corrections {
		numbers[k.ID] = k
	}
	k := numbers[1]
	testutil.Equal(t, "k.Fate", k.TextState, CorrectionOverlaps)
	testutil.Equal(t, "k.Other", k.OverlappedBy, numbers[2].Number)
	testutil.Equal(t, "k.Number", k.Number, 1)
	testutil.Equal(t, "numbers[3].Fate", numbers[3].TextState, CorrectionApplicable)
	if len(checked.CorrectionsIn(CorrectionAccepted)) != 2 || len(checked.CorrectionsIn(CorrectionProposed)) != 1 ||
		len(checked.CorrectionsIn(CorrectionMade)) != 0 {
		t.Errorf("by state: %+v", checked.Corrections)
	}
}

// For any corrections of any claims, no correction is left out, every span contains the words to correct, and
// no two edits overlap.
func TestNoCorrectionIsLeftOut(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		word := rapid.SampledFrom([]string{"a", "b", "ab", "ba", "🚲", "a b", "c"})
		whole := strings.Join(rapid.SliceOfN(word, 1, 30).Draw(t, "text"), " ") + "."
		var claims []CopyClaim
		n := int64(0)
		for id := range int64(rapid.IntRange(0, 6).Draw(t, "claims")) {
			var list []NamedCorrection
			exact := word.Draw(t, "exact")
			for range rapid.IntRange(0, 3).Draw(t, "corrections") {
				n++
				list = append(
					list,
					correction(
						n,
						rapid.SampledFrom([]CorrectionState{CorrectionProposed, CorrectionAccepted, CorrectionDeclined, CorrectionMade}).
							Draw(t, "state"),
						word.Draw(t, "from"),
						rapid.SampledFrom([]string{"", "a", "ab b", "c"}).Draw(t, "to"),
					),
				)
			}
			claims = append(claims, claimOf(id+1, whole, exact, list...))
		}
		checked := copyWith(whole, claims...).BuildCheckedCopy()
		if len(checked.Corrections) != int(n) {
			t.Fatalf("%d of %d corrections", len(checked.Corrections), n)
		}
		index := text.NewIndex(whole)
		for _, k := range checked.Corrections {
			for _, span := range k.Spans {
				if words, _ := index.Slice(span); words != k.From {
					t.Fatalf("the span of the correction is %q, want %q", words, k.From)
				}
			}
			edited := slices.ContainsFunc(checked.Edits, func(e Edit) bool { return e.Correction.ID == k.ID })
			if edited != (k.State == CorrectionAccepted && k.TextState == CorrectionApplicable) {
				t.Fatalf("%+v is edited: %v", k, edited)
			}
		}
		for i := 1; i < len(checked.Edits); i++ {
			if checked.Edits[i-1].Overlaps(checked.Edits[i].Span) {
				t.Fatalf("%+v", checked.Edits)
			}
		}
	})
}
