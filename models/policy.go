package models

import (
	"fmt"
	"net/url"
	"slices"
	"strings"
)

// DeskPolicy is what a desk asks of its evidence, as typed.
type DeskPolicy struct {
	Secondaries string
	Fetches     bool // addresses may be opened for the desk
	SmallDesk   bool // independence may be overridden, thing by thing
	Version     int  // of the desk, as it was read
}

// The bounds of how many secondary sources stand for a primary one; the schema has the same.
const (
	minSecondaries = 2
	maxSecondaries = 9
)

// SmallDeskPeople is how many people who may check or sign make a desk that needs no switch for small desks.
const SmallDeskPeople = 3

// Check reads the policy.
func (p DeskPolicy) Check() (secondaries int, err error) {
	if _, err := fmt.Sscanf(strings.TrimSpace(p.Secondaries)+"\n", "%d\n", &secondaries); err != nil || secondaries < minSecondaries ||
		secondaries > maxSecondaries {
		return 0, Invalid{
			{Field: "secondaries", Detail: fmt.Sprintf("Please give a number from %d to %d.", minSecondaries, maxSecondaries)},
		}
	}
	return secondaries, nil
}

// Lacks says, as one sentence, what a claim lacks before it may be called sourced under a desk's policy (one primary,
// or so many secondary sources of different publishers); "" when it lacks nothing. Only supporting evidence counts, and
// none that stands at an own address: the article's, one of its copies', or of an article that rests on it.
func (d Desk) Lacks(cited []Cited, own ...string) string {
	var secondary []Source
	selfCited := 0
	for _, c := range cited {
		switch {
		case c.Stance != Supports || c.WithdrawnAt != nil:
		case c.Source.URL != "" && slices.Contains(own, Address(c.Source.URL)):
			selfCited++
		case c.Class == Primary:
			return ""
		default:
			secondary = append(secondary, c.Source)
		}
	}
	n := publishers(secondary)
	if n >= d.Secondaries {
		return ""
	}
	lack := fmt.Sprintf("“Sourced” needs evidence: one primary source, or %d secondary sources of different publishers.", d.Secondaries)
	if n > 0 {
		lack = fmt.Sprintf(
			"“Sourced” needs one primary source, or %d secondary sources of different publishers; so far there is %d.",
			d.Secondaries,
			n,
		)
	}
	if selfCited > 0 {
		lack += " The article itself, its copies and what rests on it are no evidence for it."
	}
	return lack
}

// publishers is how many different publishers stand behind some sources. Two sources that are alike in any way are one.
func publishers(sources []Source) int {
	groups := make([][]Source, 0, len(sources))
	for _, s := range sources {
		joined := []Source{s}
		groups = slices.DeleteFunc(groups, func(g []Source) bool {
			alike := slices.ContainsFunc(g, func(o Source) bool { return samePublisher(s, o) })
			if alike {
				joined = append(joined, g...)
			}
			return alike
		})
		groups = append(groups, joined)
	}
	return len(groups)
}

// samePublisher tells publishers apart: by name where both have one, else by the address's host, else by title.
func samePublisher(a, b Source) bool {
	hostA, hostB := publisherHost(a.URL), publisherHost(b.URL)
	switch {
	case a.Publisher != "" && b.Publisher != "":
		return slices.Equal(SearchWords(a.Publisher), SearchWords(b.Publisher))
	case hostA != "" && hostB != "":
		return hostA == hostB
	}
	return strings.EqualFold(a.Title, b.Title)
}

func publisherHost(address string) string {
	u, err := url.Parse(address)
	if err != nil || u.Hostname() == "" {
		return ""
	}
	return hostOf(u)
}

// CheckAddresses reads where an article itself stands: its own address, and those of its copies, one a line. own is
// each of them once, as addresses are compared.
func CheckAddresses(typed, copies string, wrong *Invalid) (own []string) {
	add := func(field, line string) {
		address := Address(line)
		switch {
		case strings.TrimSpace(line) == "":
		case address == "":
			wrong.Add(
				field,
				"Please give addresses that begin with http:// or https://; “%s” does not.",
				shortened(strings.TrimSpace(line)),
			)
		case len(own) == maxAddresses:
			wrong.Add(field, "Please give at most %d addresses.", maxAddresses)
		case !slices.Contains(own, address):
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
		if add("copies", line); wrong.Of("copies") != "" {
			break
		}
	}
	return own
}

// maxAddresses bounds where one article can stand.
const maxAddresses = 50

// shortened is a text cut to what a sentence can quote.
func shortened(s string) string {
	const most = 60
	if r := []rune(s); len(r) > most {
		return string(r[:most]) + "…"
	}
	return s
}
