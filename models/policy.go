package models

import (
	"fmt"
	"slices"
	"strings"

	"linecheck/text/message"
	"linecheck/text/web"
)

// DeskPolicy is what a desk asks of its evidence, as typed.
type DeskPolicy struct {
	Secondaries string
	Fetches     bool     // addresses may be opened for the desk
	SmallDesk   bool     // independence may be overridden, thing by thing
	SharedSites string   // sites on which many publishers stand, one a line
	ProofRules  []string // names of those that are on
	Version     int      // of the desk, as it was read
}

// The bounds of how many secondary sources stand for a primary one; the schema has the same.
const (
	minSecondaries = 2
	maxSecondaries = 9
)

// SmallDeskPeople is how many people who may check or sign make a desk that needs no switch for small desks.
const SmallDeskPeople = 3

// Check reads the policy.
func (p DeskPolicy) Check() (secondaries int, sites, rules string, err error) {
	var wrong ValidationErrors
	if _, err := fmt.Sscanf(strings.TrimSpace(p.Secondaries)+"\n", "%d\n", &secondaries); err != nil || secondaries < minSecondaries ||
		secondaries > maxSecondaries {
		wrong.Add("secondaries", "Please give a number from %d to %d.", minSecondaries, maxSecondaries)
	}
	sites = parseSites("shared-sites", p.SharedSites, &wrong)
	rules = checkProofRules(p.ProofRules, &wrong)
	return secondaries, sites, rules, wrong.Err()
}

// maxSites bounds how many sites a desk names.
const maxSites = 100

// parseSites reads sites, one a line, as hosts or as addresses on them. It writes them as addresses are compared, each once, one a line.
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

// MissingEvidence says what a claim lacks before it may be called sourced under a desk's policy (one primary, or so many secondary
// sources that are
// independent of each other), and what to do; "" when it lacks nothing. Only supporting evidence counts that says what EvidenceNeeds asks,
// and none that stands at an own address: the article's, one of its copies', one of an article that rests on it, or any that leads to this
// program.
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

// supportingEvidence is the evidence that supports a claim and counts, what does not count for want of what it has to say, and how
// many pieces
// stand at an own address.
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

// CheckAddresses reads where an article itself stands: its own address, and those of its copies, one a line. own is
// each of them once, as addresses are compared.
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

// maxAddresses bounds where one article can stand.
const maxAddresses = 50

// shorten is a text cut to what a sentence can quote.
func shorten(s string) string {
	const most = 60
	if r := []rune(s); len(r) > most {
		return string(r[:most]) + "…"
	}
	return s
}
