package models

import (
	"slices"
	"strings"
	"time"

	"linecheck/text"
	"linecheck/text/anchor"
)

// Correction is a proposed change of a claim's words.
type Correction struct {
	ID         int64
	ClaimID    int64
	From       string `gorm:"column:from_text"`
	To         string `gorm:"column:to_text"` // empty: the words are deleted
	Reason     string
	State      CorrectionState
	ProposedBy int64
	ProposedAt time.Time
	DecidedBy  *int64
	DecidedAt  *time.Time
	AcceptedBy *int64 // the user who accepted it or made it, not one who only reported that the text has it
	Proven     bool   // its claim had evidence when it was accepted
	Version    int

	DeclineReason string // why it was declined after it had been accepted; printed
	FromFile      bool   `gorm:"->"` // imported from a file, so it makes nobody an author; set only where authors are derived
}

// IsInText reports whether the text contains the correction: the words to correct are no longer in the claim,
// and the new words are near it.
func (k Correction) IsInText(claim, near string) bool {
	stands := OccursIn
	switch from, to := anchor.WordsOnly(k.From), anchor.WordsOnly(k.To); {
	case from == to: // only punctuation or letter case change
		stands = func(words, in string) bool { return text.ContainsCharacters(in, words) }
	case to == "":
		return !stands(k.From, near)
	}
	return stands(k.To, near) && (stands(k.From, k.To) || !stands(k.From, claim))
}

// CorrectionState is the state of a proposed correction.
type CorrectionState string

// The states of a correction.
const (
	CorrectionProposed CorrectionState = "proposed"
	CorrectionAccepted CorrectionState = "accepted"
	CorrectionDeclined CorrectionState = "declined"
	CorrectionMade     CorrectionState = "made" // in the text
)

// CorrectionStates lists every state, in the order in which a correction passes through them.
var CorrectionStates = []CorrectionState{CorrectionProposed, CorrectionAccepted, CorrectionDeclined, CorrectionMade}

// ParseDecision parses an editor's decision on a correction.
func ParseDecision(s string) (CorrectionState, error) {
	return parse(s, "decision", []CorrectionState{CorrectionAccepted, CorrectionDeclined, CorrectionMade})
}

// CorrectionDecision is an editor's decision on a correction, as typed.
type CorrectionDecision struct {
	State   string
	Reason  string
	Version int // of the correction, as it was read
}

// Check validates the decision. An accepted correction keeps the gate closed until it is in the text, so
// declining one needs a reason.
func (d CorrectionDecision) Check(was CorrectionState) (CorrectionState, string, error) {
	var wrong ValidationErrors
	state, err := ParseDecision(d.State)
	if err != nil {
		wrong.Add("decision", "Please choose accepted, declined or made.")
		return "", "", wrong
	}
	CheckNote("reason", d.Reason, &wrong)
	reason := ""
	if was == CorrectionAccepted && state == CorrectionDeclined {
		reason = CheckReason("reason", d.Reason, &wrong)
	}
	return state, reason, wrong.Err()
}

// Decisions lists the possible next states of a correction. Made is final, because the correction is in the
// text.
func (s CorrectionState) Decisions() []CorrectionState {
	switch s {
	case CorrectionProposed:
		return []CorrectionState{CorrectionAccepted, CorrectionDeclined}
	case CorrectionAccepted:
		return []CorrectionState{CorrectionMade, CorrectionDeclined}
	case CorrectionDeclined:
		return []CorrectionState{CorrectionAccepted}
	}
	return nil
}

// CanBecome reports whether a correction in this state can change to another.
func (s CorrectionState) CanBecome(other CorrectionState) bool {
	return slices.Contains(s.Decisions(), other)
}

// NamedCorrection is a correction with the names of the users who proposed and decided it.
type NamedCorrection struct {
	Correction
	ByName      string
	DeciderName string
}

// NewCorrection is a correction as a user entered it.
type NewCorrection struct {
	From    string
	To      string
	Reason  string
	Version int // of the claim, as it was read
}

// Check refuses a correction that changes nothing, or that changes words other than the claim's. exact are the
// claim's words, near those of its sentences.
func (n NewCorrection) Check(exact, near string) error {
	var wrong ValidationErrors
	CheckNote("correction-from", n.From, &wrong)
	CheckNote("correction-to", n.To, &wrong)
	CheckNote("correction-reason", n.Reason, &wrong)
	switch {
	case strings.TrimSpace(n.From) == "":
		wrong.Add("correction-from", "Please say which words are to be corrected.")
	case !text.ContainsCharacters(exact, n.From):
		wrong.Add("correction-from", "These words do not stand in the claim; please copy them from it exactly.")
	case text.SameCharacters(n.From, n.To), Correction{From: n.From, To: n.To}.IsInText(exact, near):
		wrong.Add("correction-to", "That is what the text says already.")
	}
	return wrong.Err()
}

// TurnsInto reports whether the correction turns a claim's former words into its current ones.
func (k Correction) TurnsInto(was, is string) bool {
	return SameWords(strings.Replace(text.NFC(was), text.NFC(k.From), k.To, 1), is)
}
