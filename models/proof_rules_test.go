package models

import (
	"strings"
	"testing"
)

// A rule that is on applies to its claims alone; one that is off applies to none.
func TestProofRules(t *testing.T) {
	from := func(kind SourceKind, class Class) CitedEvidence {
		c := CitedEvidence{Source: Source{Kind: kind, Title: "A source", URL: "https://a.example/1", Contact: "x@a.example"}}
		c.Class, c.Stance, c.Locator = class, Supports, "p. 1"
		return c
	}
	web, page := from("web page", Primary), from("document", Primary)
	other := from("document", Secondary)
	other.Source.URL, other.Source.Publisher = "https://b.example/1", "B"
	second := from("recording", Secondary)
	for _, test := range []struct {
		name   string
		claim  Claim
		cited  []CitedEvidence
		people int
		says   string // with all rules on; "" for nothing
	}{
		{"a number on a web page", Claim{Kind: "number"}, []CitedEvidence{web}, 1, ""},
		{"a quote on a web page", Claim{Kind: "quote"}, []CitedEvidence{web}, 1, "a recording or a document"},
		{"a quote in a document", Claim{Kind: "quote"}, []CitedEvidence{page}, 1, ""},
		{"a quote that two report, one on tape", Claim{Kind: "quote"}, []CitedEvidence{second, other}, 1, ""},
		{"a law that two report", Claim{Kind: "law"}, []CitedEvidence{second, other}, 1, "the text of the law"},
		{"a law itself", Claim{Kind: "law"}, []CitedEvidence{web}, 1, ""},
		{"legal risk on secondary sources", Claim{Risk: "legal"}, []CitedEvidence{second, other}, 2, "a primary source"},
		{"legal risk by one", Claim{Risk: "legal"}, []CitedEvidence{web}, 1, "2 people"},
		{"legal risk, first reviewer", Claim{Risk: "legal"}, []CitedEvidence{web}, NotCounted, ""},
		{"legal risk by two", Claim{Risk: "legal"}, []CitedEvidence{web}, 2, ""},
		{"a legal quote on the web", Claim{Kind: "quote", Risk: "legal"}, []CitedEvidence{web}, 2, "a recording or a document"},
		{"nothing at all", Claim{Kind: "quote"}, nil, 1, "“Sourced” needs evidence"},
	} {
		lack := Desk{Secondaries: 2, ProofRules: "quote law legal"}.MissingEvidenceFor(test.claim, test.cited, test.people).String()
		if !strings.Contains(lack, test.says) || (lack == "") != (test.says == "") {
			t.Errorf("%s: %q, want %q", test.name, lack, test.says)
		}
		if lack := (Desk{Secondaries: 2}).MissingEvidenceFor(test.claim, test.cited, test.people); !lack.IsZero() && len(test.cited) > 0 {
			t.Errorf("%s, with no rule on: %q", test.name, lack)
		}
	}
	var wrong ValidationErrors
	if on := checkProofRules([]string{"legal", "quote"}, &wrong); on != "quote legal" || len(wrong) > 0 {
		t.Errorf("read as %q, %v", on, wrong)
	}
	if checkProofRules([]string{"all"}, &wrong); wrong.Detail("proof-rule") == "" {
		t.Error("an unknown rule was accepted")
	}
}

// Only an editor may change a claim's kind or risk so that a rule no longer applies.
func TestCheckRelabel(t *testing.T) {
	desk, quote, name := Desk{ProofRules: "quote"}, Claim{Kind: "quote"}, Claim{Kind: "name"}
	for _, test := range []struct {
		was, is Claim
		role    Role
		want    bool
	}{{quote, name, Reviewer, false}, {quote, name, Editor, true}, {name, quote, Reviewer, true}, {quote, quote, Reviewer, true}} {
		if err := desk.CheckRelabel(test.was, test.is, test.role); (err == nil) != test.want {
			t.Errorf("%s to %s by %s: %v", test.was.Kind, test.is.Kind, test.role, err)
		}
	}
	if err := (Desk{}).CheckRelabel(quote, name, Reviewer); err != nil {
		t.Errorf("with no rule on: %v", err)
	}
}
