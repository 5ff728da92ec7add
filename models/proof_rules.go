package models

import (
	"fmt"
	"slices"
	"strings"
)

// ProofRule asks more of claims of some kind or risk than a desk's policy asks of all. It holds where a desk switches it on.
type ProofRule struct {
	Name   string // in a policy
	Offer  string // what the policy's form offers
	Lacks  string // what is said of a claim whose evidence does not do
	People int    // so many people call the claim sourced before the gate opens; 0: not asked
	of     func(Claim) bool
	met    func(Cited) bool // one such piece of evidence is enough
}

// ProofRules lists the rules. The policy's form, the server's checks, the gate and docs/reference/evidence.md read it.
var ProofRules = []ProofRule{
	{
		Name:  "quote",
		Offer: "Quotes: a recording or a document",
		Lacks: "This desk asks for a recording or a document behind a quote.",
		of:    func(c Claim) bool { return c.Kind == "quote" },
		met:   func(e Cited) bool { return e.Source.Kind == "recording" || e.Source.Kind == "document" },
	},
	{
		Name:  "law",
		Offer: "Laws: the text itself, as a primary source",
		Lacks: "This desk asks for the text of the law itself: a web page or a document that is a primary source.",
		of:    func(c Claim) bool { return c.Kind == "law" },
		met: func(e Cited) bool {
			return e.Class == Primary && (e.Source.Kind == "web page" || e.Source.Kind == "document")
		},
	},
	{
		Name:   "legal",
		Offer:  "Legal risk: a primary source, and two people who call the claim sourced",
		Lacks:  "This desk asks for a primary source where the risk is legal.",
		People: 2,
		of:     func(c Claim) bool { return c.Risk == "legal" },
		met:    func(e Cited) bool { return e.Class == Primary },
	},
}

// proofRulesOf reads the names of rules that are on.
func proofRulesOf(names string) []ProofRule {
	on := strings.Fields(names)
	return slices.DeleteFunc(slices.Clone(ProofRules), func(r ProofRule) bool { return !slices.Contains(on, r.Name) })
}

// NotCounted is given as the number of people where nobody asks how many call a claim sourced: when the first of them does.
const NotCounted = -1

// LacksFor is what Lacks says of a claim, and what the desk's rules for its kind and risk ask beside that. people is how many call it
// sourced.
func (d Desk) LacksFor(c Claim, cited []Cited, people int, own ...string) string {
	if lack := d.Lacks(cited, own...); lack != "" {
		return lack
	}
	proof, _, _ := supporting(cited, own)
	for _, r := range proofRulesOf(d.ProofRules) {
		switch {
		case !r.of(c):
		case !slices.ContainsFunc(proof, r.met):
			return r.Lacks
		case people != NotCounted && people < r.People:
			return fmt.Sprintf("This desk asks for %d people who call such a claim sourced; so far there is %d.", r.People, people)
		}
	}
	return ""
}

// checkProofRules reads the rules that a policy switches on, and returns their names in the order of ProofRules.
func checkProofRules(names []string, wrong *Invalid) string {
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

// CheckRelabel refuses to change the kind or risk of a claim so that a rule of the desk holds for it no more, but to an editor.
func (d Desk) CheckRelabel(was, is Claim, role Role) error {
	for _, r := range proofRulesOf(d.ProofRules) {
		if r.of(was) && !r.of(is) && !role.May(ActRule) {
			return Invalid{{Field: "kind", Detail: "This desk asks more of such a claim, so an editor has to change its kind or risk."}}
		}
	}
	return nil
}
