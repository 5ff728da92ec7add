package models

import (
	"slices"
	"strings"
	"testing"
)

// placedRevision returns a revision with its sentences, and an occurrence that touches some of them.
func placedRevision(revision Revision, sentences, touched []Sentence, occurrences ...Occurrence) PlacedRevision {
	r := PlacedRevision{Revision: revision, Sentences: slices.Clone(sentences), Occurrences: occurrences}
	for _, o := range occurrences {
		for _, s := range touched {
			r.Links = append(r.Links, OccurrenceSentence{SentenceID: s.ID, OccurrenceID: o.ID})
		}
	}
	return r
}

func TestPlacedRevisionValidate(t *testing.T) {
	revision, sentences := segmentTestText(t, smallText)
	for name, breach := range map[string]func(*PlacedRevision){
		"another text":                      func(r *PlacedRevision) { r.Text += "!" },
		"a sentence left out":               func(r *PlacedRevision) { r.Sentences[1] = r.Sentences[2] },
		"a sentence reworded":               func(r *PlacedRevision) { r.Sentences[0].Text = "Bridge opens" },
		"a number twice":                    func(r *PlacedRevision) { r.Sentences[2].Ordinal = 2 },
		"a claim out of place":              func(r *PlacedRevision) { r.Occurrences[0].Start++; r.Occurrences[0].End++ },
		"other words before a claim":        func(r *PlacedRevision) { r.Occurrences[0].Prefix = "B" + r.Occurrences[0].Prefix[1:] },
		"other words behind a claim":        func(r *PlacedRevision) { r.Occurrences[0].Suffix += "." },
		"a claim in another sentence":       func(r *PlacedRevision) { r.Occurrences[0].SentenceID++ },
		"a claim tied to another sentence":  func(r *PlacedRevision) { r.Links[0].SentenceID++ },
		"a claim tied to too many":          func(r *PlacedRevision) { r.Links = append(r.Links, OccurrenceSentence{1, 0}) },
		"a claim tied to none":              func(r *PlacedRevision) { r.Links = nil },
		"a sentence not begun where it was": func(r *PlacedRevision) { r.Boundaries = []Boundary{{At: sentences[2].Start + 5, Begins: true}} },
		"a sentence begun where it was not": func(r *PlacedRevision) { r.Boundaries = []Boundary{{At: sentences[2].Start}} },
	} {
		occurrence, touched, err := Selection{Sentence: 3, FirstWord: 1, LastWord: 2}.Locate(revision, sentences)
		if err != nil {
			t.Fatal(err)
		}
		r := placedRevision(revision, sentences, touched, occurrence)
		r.Boundaries = []Boundary{{At: sentences[2].Start}, {At: sentences[2].Start, Begins: true}}
		if wrong := r.Validate(); wrong != "" {
			t.Fatalf("before anything was changed: %s", wrong)
		}
		breach(&r)
		if r.Validate() == "" {
			t.Errorf("%s is not detected", name)
		}
	}
}

// Separators between the sentences are no words that belong to no sentence, in a revision cut now and in one whose
// separators were sentences, and a merge or a split beside one leaves it out of the sentence before it.
func TestSeparatorsBelongToNoSentence(t *testing.T) {
	revision, sentences := segmentTestText(t, "The dam broke.\n\n* * *\n\nNobody came. It was late.\n\n###\n")
	if len(sentences) != 3 {
		t.Fatalf("%d sentences, want 3", len(sentences))
	}
	if wrong := placedRevision(revision, sentences, nil).Validate(); wrong != "" {
		t.Error(wrong)
	}
	cut := SegmentText(revision.Text, "en", nil, Boundary{At: sentences[2].Start}, Boundary{At: sentences[1].Start + 7, Begins: true})
	var got []string
	for _, s := range cut {
		got = append(got, s.Text)
	}
	if want := []string{"The dam broke.", "Nobody", "came. It was late."}; !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
	r := placedRevision(revision, cut, nil)
	if wrong := r.Validate(); wrong != "" {
		t.Error(wrong)
	}
	r.Text = strings.Replace(r.Text, "###", "#a#", 1)
	r.SHA256 = sha256Hex(r.Text)
	if r.Validate() == "" {
		t.Error("a word that belongs to no sentence is not detected")
	}
}
