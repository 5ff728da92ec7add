package models

import "testing"

func TestAuthors(t *testing.T) {
	writer, reviewer, editor := int64(5), int64(3), int64(2)
	by := func(change func(*AuthorshipFacts)) AuthorshipFacts {
		b := AuthorshipFacts{
			WriterID:        &writer,
			FirstRevisionID: 11,
			Creators:        map[int64]*int64{11: &reviewer, 12: &editor},
			Confirmed:       map[int64]bool{},
			Corrections: map[int64]Correction{
				1: {ID: 1, ProposedBy: reviewer},
				2: {ID: 2, ProposedBy: reviewer, AcceptedBy: &editor, Proven: true},
				3: {ID: 3, ProposedBy: editor, AcceptedBy: &editor},
			},
		}
		if change != nil {
			change(&b)
		}
		return b
	}
	for _, test := range []struct {
		name, typed, want string
		change            func(*AuthorshipFacts)
	}{
		{"the first text: its writer, and the user who added it", "r11", ",3,5,", nil},
		{"the writer claimed the words", "r11", ",5,", func(b *AuthorshipFacts) { b.Confirmed[11] = true }},
		{"a writer outside, vouched for", "r11", "", func(b *AuthorshipFacts) { b.Confirmed[11], b.WriterID = true, nil }},
		{"a later draft: the user who added it", "r12", ",2,", nil},
		{"a later draft that the writer says is theirs", "r12", ",5,", func(b *AuthorshipFacts) { b.Confirmed[12] = true }},
		{"words of both", "r11 r12", ",2,3,5,", nil},
		{"a correction that nobody accepted", "c1", ",3,", nil},
		{"a correction that another accepted", "c2", "", nil},
		{"a correction that its proposer accepted", "c3", ",2,", nil},
		{"a correction beyond its claim, accepted by another", "b2", ",3,", nil},
		{"an imported file", "r11 u2", ",2,3,5,", nil},
		{"the sample", "r11", "", func(b *AuthorshipFacts) { b.WriterID, b.Creators[11] = nil, nil }},
	} {
		if got := by(test.change).Authors(test.typed); got != test.want {
			t.Errorf("%s: got %q, want %q", test.name, got, test.want)
		}
	}
}

// The provenance of a sentence follows from the sentences from which it was made. Changed blanks, punctuation and letter case add no
// author.
func TestSentenceProvenance(t *testing.T) {
	was := []Sentence{{Text: "Repairs cost €12 million.", Provenance: "r11"}}
	within := func(k Correction) bool { return k.ID != 9 }
	correction := Correction{ID: 4, From: "€12", To: "€13", State: CorrectionAccepted}
	for _, test := range []struct {
		name, now, want string
		was             []Sentence
		corrections     []Correction
	}{
		{"as it was", "Repairs cost €12 million.", "r11", was, nil},
		{"another comma", "repairs, cost €12  Million!", "r11", was, nil},
		{"other words", "Repairs are free.", "r11 r12", was, nil},
		{"a new sentence", "It rained.", "r12", nil, nil},
		{"a correction", "Repairs cost €13 million.", "c4 r11", was, []Correction{correction}},
		{"a correction beyond its claim", "Repairs cost €13 million.", "b9 r11", was, []Correction{{ID: 9, From: "€12", To: "€13",
			State: CorrectionAccepted}}},
		{"a correction and more", "Repairs will cost €13 million.", "r11 r12", was, []Correction{correction}},
		{"a correction that was declined", "Repairs cost €13 million.", "r11 r12", was, []Correction{{ID: 4, From: "€12", To: "€13",
			State: CorrectionDeclined}}},
		{"two sentences that became one", "Repairs cost €12 million. It rained.", "r11 r13", append(was, Sentence{Text: "It rained.",
			Provenance: "r13"}), nil},
	} {
		if got := SentenceProvenance(test.was, test.now, test.corrections, within, 12); got != test.want {
			t.Errorf("%s: got %q, want %q", test.name, got, test.want)
		}
	}
}
