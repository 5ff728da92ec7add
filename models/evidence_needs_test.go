package models

import (
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"
)

// completeEvidence is complete evidence for each kind of source.
var completeEvidence = map[SourceKind]NewEvidence{
	"web page":        {URL: "https://city.example/register"},
	"document":        {Locator: "p. 4"},
	"person":          {Contact: "+44 20 7946 0000", AccessedOn: "2026-11-20"},
	"recording":       {Locator: "1:02:30"},
	"data":            {Locator: "table 2, row 14"},
	"own observation": {AccessedOn: "2026-11-20", Quote: "The bridge was closed."},
}

// withoutField returns evidence without the value of a field.
func withoutField(n NewEvidence, field string) NewEvidence {
	for name, value := range map[string]*string{
		"url": &n.URL, "locator": &n.Locator, "contact": &n.Contact, "accessed": &n.AccessedOn, "quote": &n.Quote,
	} {
		if name == field {
			*value = ""
		}
	}
	return n
}

// Missing details are reported at their field for every kind of source, class and stance, also for a
// confidential source. Context needs none. The policy does not count incomplete evidence.
func TestEvidenceNeeds(t *testing.T) {
	if kinds := slices.Sorted(maps.Keys(EvidenceNeeds)); !slices.Equal(kinds, slices.Sorted(slices.Values(SourceKinds))) {
		t.Fatalf("the table has the kinds %q", kinds)
	}
	for kind, needs := range EvidenceNeeds {
		for _, class := range []Class{Primary, Secondary} {
			for _, stance := range []Stance{Supports, Contradicts, Context} {
				for _, confidential := range []bool{false, true} {
					given := completeEvidence[kind]
					given.Title, given.Kind, given.Class, given.Stance = "Archive", string(kind), string(class), string(stance)
					given.Confidential = confidential
					expectNeeds(t, given, "")
					for _, need := range needs {
						expectNeeds(t, withoutField(given, need.Field), need.Field)
					}
				}
			}
		}
		given := completeEvidence[kind]
		given.Title, given.Kind = "Archive", string(kind)
		var wrong ValidationErrors
		if given.Check("", &wrong); len(wrong) != 1 || wrong.Detail("class") == "" {
			t.Errorf("%s without a class: %v", kind, wrong)
		}
	}
}

// expectNeeds expects an error for one field and no other. It expects none if field is "" or the evidence is context.
func expectNeeds(t *testing.T, given NewEvidence, field string) {
	t.Helper()
	var wrong ValidationErrors
	source, evidence := given.Check("", &wrong)
	if field == "" || evidence.Stance == Context {
		if len(wrong) > 0 {
			t.Errorf("%+v: %v", given, wrong)
		}
	} else if len(wrong) != 1 || wrong.Detail(field) == "" {
		t.Errorf("%+v: got %v, want an error for %q", given, wrong, field)
	}
	if evidence.Stance != Supports || evidence.Class != Primary {
		return
	}
	lack := Desk{Secondaries: 2}.MissingEvidence([]CitedEvidence{{Evidence: evidence, Source: source}}).String()
	name := "Archive"
	if given.Confidential {
		name = ConfidentialSource
	}
	if field == "" && lack != "" || field != "" && !strings.Contains(lack, "“"+name+"” does not count, because it lacks") {
		t.Errorf("%+v: the policy says %q", given, lack)
	}
}

// A title that is an address counts as the address. A locator that only names the origin of copied evidence
// does not count.
func TestEvidenceMeetsNeed(t *testing.T) {
	for name, test := range map[string]struct {
		given NewEvidence
		field string
	}{
		"a title that is an address":           {NewEvidence{Title: "https://city.example/a", Kind: "web page"}, ""},
		"a sentence of two words":              {NewEvidence{Title: "I", Kind: "own observation", AccessedOn: "2026-11-20", Quote: "Saw it"}, "quote"},
		"a sentence in a script of few blanks": {NewEvidence{Title: "I", Kind: "own observation", AccessedOn: "2026-11-20", Quote: "桥关了"}, ""},
		"a contact that cannot be read":        {NewEvidence{Title: "She", Kind: "person", AccessedOn: "2026-11-20", Contact: "—"}, "contact"},
	} {
		var wrong ValidationErrors
		test.given.Class = "primary"
		if test.given.Check("", &wrong); wrong.Detail(test.field) == "" && test.field != "" || test.field == "" && len(wrong) > 0 {
			t.Errorf("%s: %v", name, wrong)
		}
	}
	for locator, want := range map[string]int{
		"copied from claim 3, given 2026-11-20": 1, "copied from another desk": 1, "p. 4; copied from another desk": 0, "p. 4": 0,
	} {
		if got := MissingNeeds(Source{Kind: "document"}, Evidence{Stance: Supports, Locator: locator}); len(got) != want {
			t.Errorf("%q: %+v", locator, got)
		}
	}
}

// The verdict unverified needs a note on what was tried. The verdict disputed needs a note on what contradicts the claim.
func TestCheckVerdictNote(t *testing.T) {
	for _, test := range []struct {
		status       Status
		note         string
		contradicted bool
		says         string
	}{
		{Sourced, "", false, ""},
		{Unverified, "", false, "what you tried"},
		{Unverified, "—", true, "what you tried"},
		{Unverified, "I asked the mayor.", false, ""},
		{Disputed, "", false, "what speaks against it"},
		{Disputed, "", true, ""},
		{Disputed, "It is 13.", false, ""},
	} {
		var wrong ValidationErrors
		if CheckVerdictNote(test.status, test.note, test.contradicted, &wrong); !strings.Contains(wrong.Detail("note"), test.says) ||
			(len(wrong) > 0) != (test.says != "") {
			t.Errorf("%s %q, contradicted %v: %v", test.status, test.note, test.contradicted, wrong)
		}
	}
}

// docs/reference/evidence.md is generated: make generate writes it.
func TestEvidenceDocument(t *testing.T) {
	const file = "../docs/reference/evidence.md"
	want := evidenceDocument()
	if *update {
		if err := os.WriteFile(file, []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if string(got) != want {
		t.Errorf("docs/reference/evidence.md differs from EvidenceNeeds; make generate writes it. It should be\n%s", want)
	}
}

// evidenceDocument documents what evidence needs before it counts.
func evidenceDocument() string {
	var b strings.Builder
	b.WriteString(`# What evidence needs

<!-- Generated from models/evidence_needs.go by "make generate". Do not edit. -->

Evidence that supports or contradicts a claim has to contain enough for somebody else to find it again.
It names its source, and whether the source is primary or secondary for this claim. There is no default.
What else it needs depends on the kind of source.

| kind of source | field in the API | it needs | message if it is missing |
|---|---|---|---|
`)
	for _, kind := range SourceKinds {
		for _, n := range EvidenceNeeds[kind] {
			field := strings.ReplaceAll(n.Field, "accessed", "accessed_on")
			fmt.Fprintf(&b, "| %s | `%s` | %s | %s |\n", kind, field, n.Name, n.Ask)
		}
	}
	b.WriteString(`
Without a kind, the source is a web page.
A title that is an address counts as the address.
A confidential source needs the same details. Only those who may see the source see them.
Evidence that only gives context needs a title and a class.

A quote is recommended. Without one, pages and copies print “` + string(NoQuoteText) + `”.

The verdict *unverified* needs a note that says what was tried.
The verdict *disputed* needs a note that says what speaks against the claim, or evidence that contradicts it.

A desk may require more for some claims. Each of these rules is off until the desk's policy switches it on. Then the gate applies it to every claim.

`)
	for _, r := range ProofRules {
		fmt.Fprintf(&b, "- %s.\n", r.Offer)
	}
	b.WriteString(`
An editor's ruling is not one of the two people.
While such a rule applies to a claim, only an editor can change the claim's kind or risk so that the rule no longer applies.

Pages, API and CSV files refuse incomplete evidence with the same message, and save nothing of it.
Evidence from before these rules stays as it was given, but does not count.
The gate lists the claims that depend on it under the reason ` + "`proof`" + `, where an editor may override each one with a reason.
Articles that were signed before stay signed.
`)
	return b.String()
}
