package models

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"linecheck/text/compare"
	"linecheck/text/message"
	"linecheck/text/web"
)

// DeskPolicy is a desk's policy, as typed.
type DeskPolicy struct {
	Secondaries       string
	Fetches           bool     // the server may open web addresses for the desk
	SmallDesk         bool     // independence may be overridden, item by item
	SharedSites       string   // sites with many publishers, one per line
	ProofRules        []string // names of those that are on
	MailText          bool     // mails may quote titles and claims of the desk's articles
	PublicNames       bool     // public pages name people
	PublicCorrections bool     // the corrections of its public articles are listed in public
	Furniture         string   // lines that the desk's site adds, one per line
	Version           int      // of the desk, as it was read
}

// The limits of the number of secondary sources that replace a primary one. The schema has the same.
const (
	minSecondaries = 2
	maxSecondaries = 9
)

// SmallDeskPeople is the number of people who may check or sign from which a desk is not small.
const SmallDeskPeople = 3

// Check validates the policy.
func (p DeskPolicy) Check() (checked Desk, err error) {
	var wrong ValidationErrors
	if _, err := fmt.Sscanf(strings.TrimSpace(p.Secondaries)+"\n", "%d\n", &checked.Secondaries); err != nil ||
		checked.Secondaries < minSecondaries || checked.Secondaries > maxSecondaries {
		wrong.Add("secondaries", "Please give a number from %d to %d.", minSecondaries, maxSecondaries)
	}
	checked.Fetches, checked.SmallDesk, checked.MailText = p.Fetches, p.SmallDesk, p.MailText
	checked.PublicNames, checked.PublicCorrections = p.PublicNames, p.PublicCorrections
	checked.SharedSites = parseSites("shared-sites", p.SharedSites, &wrong)
	checked.ProofRules = checkProofRules(p.ProofRules, &wrong)
	checked.Furniture = parseFurniture("furniture", p.Furniture, &wrong)
	return checked, wrong.Err()
}

// The limits of the lines that a desk's site adds.
const (
	maxFurnitureLines = 100
	maxFurnitureLine  = 200 // code points
)

// parseFurniture parses lines, one per line, without empty ones and duplicates.
func parseFurniture(field, typed string, wrong *ValidationErrors) string {
	var lines []string
	for line := range strings.Lines(typed) {
		line = strings.TrimSpace(line)
		switch {
		case line == "" || slices.Contains(lines, line):
		case utf8.RuneCountInString(line) > maxFurnitureLine:
			wrong.Add(field, "Please keep each line to %d characters; “%s” is longer.", maxFurnitureLine, shorten(line))
			return ""
		case !compare.Rules{line}.IsSpecific():
			wrong.Add(field, "“%s” would stand for any line. Please give at least one word of it.", line)
			return ""
		case len(lines) == maxFurnitureLines:
			wrong.Add(field, "Please give at most %d lines.", maxFurnitureLines)
			return ""
		default:
			lines = append(lines, line)
		}
	}
	return strings.Join(lines, "\n")
}

// FurnitureRules returns the lines that are no part of what the desk publishes: its own, and those that many sites add.
func (d Desk) FurnitureRules() compare.Rules {
	rules := slices.Clone(compare.DefaultRules)
	if d.Furniture == "" {
		return rules
	}
	return append(rules, strings.Split(d.Furniture, "\n")...)
}

// maxSites limits the sites of a desk.
const maxSites = 100

// parseSites parses sites, one per line, given as hosts or as addresses on them. It returns normalized hosts
// without duplicates, one per line.
func parseSites(field, typed string, wrong *ValidationErrors) string {
	var sites []string
	for line := range strings.Lines(typed) {
		host, _, _ := strings.Cut(web.NormalizeAddress(line), "/")
		switch host, _, _ = strings.Cut(host, "?"); {
		case strings.TrimSpace(line) == "" || slices.Contains(sites, host):
		case host == "":
			wrong.Add(field, "Please give sites such as repository.example, one a line; “%s” is none.", shorten(strings.TrimSpace(line)))
			return ""
		case len(sites) == maxSites:
			wrong.Add(field, "Please give at most %d sites.", maxSites)
			return ""
		default:
			sites = append(sites, host)
		}
	}
	return strings.Join(sites, "\n")
}

// MissingEvidence returns what a claim needs before it can be sourced under the desk's policy (one primary,
// or several independent secondary sources), and what to do; "" if nothing is missing. Only supporting
// evidence with all details of EvidenceNeeds counts. Evidence at an own address does not count: the
// article's, a copy's, one of an article that cites it, or any address of this server.
func (d Desk) MissingEvidence(cited []CitedEvidence, own ...string) message.Text {
	proof, lacking, selfCited := supportingEvidence(cited, own)
	var secondary []Source
	for _, c := range proof {
		if c.Class == Primary {
			return message.Text{}
		}
		secondary = append(secondary, c.Source)
	}
	n, why := d.Independence(secondary, d.Secondaries)
	if n >= d.Secondaries {
		return message.Text{}
	}
	lack := message.New("“Sourced” needs evidence: one primary source, or %d independent secondary sources.", d.Secondaries)
	if n > 0 {
		lack = message.New("“Sourced” needs one primary source, or %d independent secondary sources; so far there is %d.", d.Secondaries, n)
	}
	if !why.IsZero() {
		lack = message.New("%s, so they count as one source: add an independent one, or a primary one.", why)
	}
	if len(lacking) > 0 {
		lack = describeIncomplete(lacking)
	}
	if selfCited > 0 {
		lack = message.New("%s The article itself, its copies and what rests on it are no evidence for it.", lack)
	}
	return lack
}

// supportingEvidence returns the evidence that supports a claim and counts, the evidence with missing
// details, and the number of pieces at an own address.
func supportingEvidence(cited []CitedEvidence, own []string) (proof, lacking []CitedEvidence, selfCited int) {
	for _, c := range cited {
		switch {
		case c.Stance != Supports || c.WithdrawnAt != nil:
		case c.Source.OnServer, c.Source.URL != "" && slices.Contains(own, web.NormalizeAddress(c.Source.URL)):
			selfCited++
		case len(MissingNeeds(c.Source, c.Evidence)) > 0:
			lacking = append(lacking, c)
		default:
			proof = append(proof, c)
		}
	}
	return proof, lacking, selfCited
}

// CheckAddresses validates an article's own address and those of its copies, one per line. own contains each
// of them once, normalized for comparison.
func CheckAddresses(typed, copies string, wrong *ValidationErrors) (own []string) {
	add := func(field, line string) {
		address := web.NormalizeAddress(CheckWebAddress(field, line, wrong))
		switch {
		case address == "" || slices.Contains(own, address):
		case len(own) == maxAddresses:
			wrong.Add(field, "Please give at most %d addresses.", maxAddresses)
		default:
			own = append(own, address)
		}
	}
	CheckNote("url", typed, wrong)
	CheckNote("copies", copies, wrong)
	if len(*wrong) > 0 {
		return nil
	}
	add("url", typed)
	for line := range strings.Lines(copies) {
		if add("copies", line); wrong.Detail("copies") != "" {
			break
		}
	}
	return own
}

// maxAddresses limits the addresses of one article and its copies.
const maxAddresses = 50

// shorten shortens a text for a message.
func shorten(s string) string {
	const most = 60
	if r := []rune(s); len(r) > most {
		return string(r[:most]) + "…"
	}
	return s
}

// SignedPolicy is the part of a desk's policy that applies to a sign-off.
type SignedPolicy struct {
	Secondaries  int    `json:"secondaries"`
	SecondReader bool   `json:"second_reader"`
	SmallDesk    bool   `json:"small_desk"`
	SharedSites  string `json:"shared_sites,omitempty"`
	ProofRules   string `json:"proof_rules,omitempty"`
}

// CurrentPolicy returns a desk's current policy.
func CurrentPolicy(d Desk) SignedPolicy {
	return SignedPolicy{d.Secondaries, d.SecondReader, d.SmallDesk, d.SharedSites, d.ProofRules}
}

// ApplyTo returns a desk with this policy.
func (p SignedPolicy) ApplyTo(d Desk) Desk {
	d.Secondaries, d.SecondReader, d.SmallDesk = p.Secondaries, p.SecondReader, p.SmallDesk
	d.SharedSites, d.ProofRules = p.SharedSites, p.ProofRules
	return d
}

// ApplySignedPolicy returns a desk with the policy of a sign-off, as JSON; "" means that it is from before
// policies were stored.
func ApplySignedPolicy(d Desk, policy string) (Desk, error) {
	if policy == "" {
		return d, nil
	}
	var p SignedPolicy
	if err := json.Unmarshal([]byte(policy), &p); err != nil {
		return d, fmt.Errorf("reading the policy of a sign-off: %w", err)
	}
	return p.ApplyTo(d), nil
}
