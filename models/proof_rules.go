package models

import (
	"slices"
	"strings"

	"linecheck/text/message"
)

// ProofRule requires more evidence for claims of some kind or risk. It applies at desks that switch it on.
type ProofRule struct {
	Name        string      // in a policy
	Offer       message.Key // the label in the policy's form
	MissingText message.Key // the message for a claim whose evidence does not meet the rule
	People      int         // the number of people who must call the claim sourced before the gate opens; 0: not required
	appliesTo   func(Claim) bool
	isMetBy     func(CitedEvidence) bool // one such piece of evidence is enough
}

// ProofRules lists the rules. The policy's form, the server's checks, the gate and docs/reference/evidence.md
// use it.
var ProofRules = []ProofRule{
	{
		Name:        "quote",
		Offer:       "Quotes: a recording or a document",
		MissingText: "This desk asks for a recording or a document behind a quote.",
		appliesTo:   func(c Claim) bool { return c.Kind == "quote" },
		isMetBy:     func(e CitedEvidence) bool { return e.Source.Kind == "recording" || e.Source.Kind == "document" },
	},
	{
		Name:        "law",
		Offer:       "Laws: the text itself, as a primary source",
		MissingText: "This desk asks for the text of the law itself: a web page or a document that is a primary source.",
		appliesTo:   func(c Claim) bool { return c.Kind == "law" },
		isMetBy: func(e CitedEvidence) bool {
			return e.Class == Primary && (e.Source.Kind == "web page" || e.Source.Kind == "document")
		},
	},
	{
		Name:        "legal",
		Offer:       "Legal risk: a primary source, and two people who call the claim sourced",
		MissingText: "This desk asks for a primary source where the risk is legal.",
		People:      2,
		appliesTo:   func(c Claim) bool { return c.Risk == "legal" },
		isMetBy:     func(e CitedEvidence) bool { return e.Class == Primary },
	},
}

// parseProofRules returns the rules for a desk's list of names.
func parseProofRules(names string) []ProofRule {
	on := strings.Fields(names)
	return slices.DeleteFunc(slices.Clone(ProofRules), func(r ProofRule) bool { return !slices.Contains(on, r.Name) })
}

// NotCounted is passed as the number of people if it must not be checked, as for the first reviewer who calls
// a claim sourced.
const NotCounted = -1

// MissingEvidenceFor is MissingEvidence with the desk's proof rules for the claim's kind and risk. people is
// the number of people who call it sourced.
func (d Desk) MissingEvidenceFor(c Claim, cited []CitedEvidence, people int, own ...string) message.Text {
	if lack := d.MissingEvidence(cited, own...); !lack.IsZero() {
		return lack
	}
	proof, _, _ := supportingEvidence(cited, own)
	for _, r := range parseProofRules(d.ProofRules) {
		switch {
		case !r.appliesTo(c):
		case !slices.ContainsFunc(proof, r.isMetBy):
			return message.New(r.MissingText)
		case people != NotCounted && people < r.People:
			return message.New("This desk asks for %d people who call such a claim sourced; so far there is %d.", r.People, people)
		}
	}
	return message.Text{}
}

// checkProofRules validates the rules that a policy switches on, and returns their names in the order of
// ProofRules.
func checkProofRules(names []string, wrong *ValidationErrors) string {
	var on []string
	for _, r := range ProofRules {
		if slices.Contains(names, r.Name) {
			on = append(on, r.Name)
		}
	}
	for _, name := range names {
		if !slices.Contains(on, name) {
			wrong.Add("proof-rule", "Please choose among the listed rules.")
			break
		}
	}
	return strings.Join(on, " ")
}

// CheckRelabel refuses a change of a claim's kind or risk that would end a proof rule for it, unless the role
// is an editor's.
func (d Desk) CheckRelabel(was, is Claim, role Role) error {
	for _, r := range parseProofRules(d.ProofRules) {
		if r.appliesTo(was) && !r.appliesTo(is) && !role.Allows(ActRule) {
			return NewFieldError("kind", "This desk requires more for such a claim, so an editor has to change its kind or risk.")
		}
	}
	return nil
}
