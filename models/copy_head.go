package models

import (
	"encoding/json"
	"slices"
	"strconv"
	"strings"
	"time"

	"linecheck/text/message"
)

// This file builds the head of a copy: the article's state and gate, and the conditions under which it was signed.

// DatedPolicy is the policy that a desk had until some time.
type DatedPolicy struct {
	SignedPolicy
	Until time.Time // zero: it is still in force
}

// StateLine describes the article's state in one line.
func (c CheckingCopy) StateLine() message.Text {
	switch {
	case c.Gate.SignOff != nil:
		return message.New("✓ Signed off")
	case c.Gate.Open():
		return message.New("✓ In check. The gate is open: ready to sign off")
	}
	return message.New("! In check. The gate is closed: not ready to publish")
}

// WithoutSecondPersonLine names the sentences that one person both checked and signed; "" if there are none.
func (s SignOff) WithoutSecondPersonLine() message.Text {
	list, err := s.ParseAloneSentences()
	if err != nil || len(list) == 0 {
		return message.Text{}
	}
	return message.New("Checked and signed without a second person: %s", FormatSentences(list))
}

// WeakerPolicyLines lists the points in which the sign-off's policy required less than another policy of the desk: its current one, or
// the one before its last change.
func (c CheckingCopy) WeakerPolicyLines() []message.Text {
	s := c.Gate.SignOff
	if s == nil || s.Policy == "" {
		return nil
	}
	var signed SignedPolicy
	if err := json.Unmarshal([]byte(s.Policy), &signed); err != nil {
		return []message.Text{message.New("It is not known under which policy it was signed.")}
	}
	var lines []message.Text
	for _, p := range c.Policies {
		for _, less := range signed.weakerThan(p.SignedPolicy) {
			line := message.New("Signed under less than the desk asks for now: %s.", less)
			if !p.Until.IsZero() {
				line = message.New("Signed under less than the desk asked for until %s: %s.", p.Until.UTC().Format(time.DateOnly), less)
			}
			lines = append(lines, line)
		}
	}
	return lines
}

// weakerThan lists in which points a policy requires less than another one.
func (p SignedPolicy) weakerThan(than SignedPolicy) []message.Text {
	var list []message.Text
	if p.Secondaries < than.Secondaries {
		list = append(list, message.New("%d secondary sources for a primary one, and not %d", p.Secondaries, than.Secondaries))
	}
	for _, site := range strings.Fields(p.SharedSites) {
		if !slices.Contains(strings.Fields(than.SharedSites), site) {
			list = append(list, message.New("%s counted as a site of many publishers", site))
		}
	}
	for _, rule := range parseProofRules(than.ProofRules) {
		if !slices.Contains(strings.Fields(p.ProofRules), rule.Name) {
			list = append(list, message.New("no rule for “%s”", rule.Offer))
		}
	}
	if !p.SecondReader && than.SecondReader {
		list = append(list, message.New("no second reader"))
	}
	if p.SmallDesk && !than.SmallDesk {
		list = append(list, message.New("a second person could be done without"))
	}
	return list
}

// CoversLine lists the items that an override covers, with their numbers in the copy; "" if it covers none any more.
func (c CheckingCopy) CoversLine(o NamedGateOverride) message.Text {
	var sentences []int
	var more []message.Text
	for _, thing := range o.Covers {
		switch thing.Kind {
		case SentenceItem:
			n := 0 // 0 is the title, which is not in the list of sentences
			if i := slices.IndexFunc(c.Sentences, func(s CopySentence) bool { return s.TrackID == thing.Key }); i >= 0 {
				n = c.Sentences[i].Ordinal
			}
			sentences = append(sentences, n)
		case ClaimItem:
			more = append(more, c.claimNumberText(thing.Key))
		case QueryItem:
			more = append(more, message.New("query %s", strconv.FormatInt(thing.Key, 10)))
		}
	}
	if named := FormatSentences(sentences); !named.IsZero() {
		more = append([]message.Text{named}, more...)
	}
	return message.Join(more, ", ")
}

// claimNumberText returns a claim's number in the copy.
func (c CheckingCopy) claimNumberText(id int64) message.Text {
	for _, list := range [][]CopyClaim{c.Claims, c.Lost} {
		for _, claim := range list {
			if claim.ID == id {
				return message.New("claim %s", strconv.Itoa(claim.Number))
			}
		}
	}
	return message.New("claim that was withdrawn")
}

// IsByAuthor reports whether a user wrote words of the sentences that contain a claim.
func (c CheckingCopy) IsByAuthor(claim CopyClaim, user int64) bool {
	for _, o := range claim.Occurrences {
		if o.Placement != Lost && c.Sentences[c.SentenceAt(o.Start)-1].WrittenBy(user) {
			return true
		}
	}
	return false
}
