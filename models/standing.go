package models

// Standing is where a claim stands: its status, and whether reviewers disagree.
type Standing struct {
	Status   Status
	Disagree bool
}

// Verdict is what standing looks at in one annotation.
type Verdict struct {
	ID         int64 // grows with time
	ReviewerID int64
	Status     Status
	Ruling     bool
}

// caution orders the statuses: where reviewers differ, the most cautious one holds (docs/invariants.md#status).
var caution = map[Status]int{Sourced: 1, Unverified: 2, Disputed: 3}

// StandingOf derives a claim's standing from its verdicts: those not withdrawn, on text that has not changed since.
// Of each reviewer the newest counts. A ruling settles it while nothing newer stands.
func StandingOf(verdicts []Verdict) Standing {
	newest, last := map[int64]Verdict{}, Verdict{}
	for _, v := range verdicts {
		if v.ID > newest[v.ReviewerID].ID {
			newest[v.ReviewerID] = v
		}
		if v.ID > last.ID {
			last = v
		}
	}
	if last.Ruling {
		return Standing{Status: last.Status}
	}
	standing := Standing{Status: Unchecked}
	for _, v := range newest {
		if standing.Status != Unchecked && v.Status != standing.Status {
			standing.Disagree = true
		}
		if caution[v.Status] > caution[standing.Status] {
			standing.Status = v.Status
		}
	}
	return standing
}

// SentenceState is what is known about a sentence: exactly one of five.
type SentenceState string

// The states of a sentence. Unread is nobody looked; Clear is read, nothing to check; Recheck is text changed since it was settled.
const (
	Unread  SentenceState = "unread"
	Clear   SentenceState = "clear"
	Open    SentenceState = "open"
	Done    SentenceState = "done"
	Recheck SentenceState = "recheck"
)

// SentenceStates lists the states in the order in which they are shown.
var SentenceStates = []SentenceState{Unread, Open, Recheck, Clear, Done}

// ParseSentenceState reads a sentence's state, as a filter names it.
func ParseSentenceState(s string) (SentenceState, error) {
	return parse(s, "sentence state", SentenceStates)
}

// ClaimOpen reports whether a claim still keeps its sentence open: nobody has annotated it, reviewers disagree,
// or it is disputed or unverified and nobody has said how it ended.
func ClaimOpen(s Standing, r Resolution) bool {
	switch {
	case s.Disagree, s.Status == Unchecked:
		return true
	case s.Status == Sourced:
		return false
	}
	return r == Unresolved
}

// StateOf derives a sentence's state. open holds, for each claim that touches it, whether that claim is open.
func StateOf(recheck, read bool, open []bool) SentenceState {
	if recheck {
		return Recheck
	}
	for _, o := range open {
		if o {
			return Open
		}
	}
	switch {
	case len(open) > 0:
		return Done
	case read:
		return Clear
	}
	return Unread
}

// Confirmable says what a reader confirms of a claim whose words changed, from the verdicts on its former words; reason says, as one sentence, why it
// cannot be confirmed. Who checks blind confirms their own verdict, whatever others found.
func Confirmable(former []Verdict, reader int64, blind bool) (status Status, reason string) {
	if blind {
		var own []Verdict
		for _, v := range former {
			if v.ReviewerID == reader {
				own = append(own, v)
			}
		}
		former = own
	}
	standing := StandingOf(former)
	switch {
	case standing.Status == Unchecked:
		return "", "You have not checked its former words, so there is nothing of yours to confirm: please say what you find."
	case standing.Disagree:
		return "", "Reviewers disagreed on its former words: please say what you find now."
	}
	return standing.Status, ""
}
