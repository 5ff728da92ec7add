package models

import "linecheck/text/message"

// ClaimStatus is where a claim stands: its status, and whether reviewers disagree.
type ClaimStatus struct {
	Status    Status
	Disagree  bool
	Contested bool // somebody disputed former words of the claim, and nothing has ended that
}

// Verdict is what standing looks at in one annotation.
type Verdict struct {
	ID         int64 // grows with time
	ReviewerID int64
	Status     Status
	Ruling     bool
	Counts     bool // the claim's words and their sentence are as they were when it was given
}

// cautionRanks orders the statuses: where reviewers differ, the most cautious one holds (docs/invariants.md#status).
var cautionRanks = map[Status]int{Sourced: 1, Unverified: 2, Disputed: 3}

// ComputeClaimStatus derives a claim's standing from its verdicts that were not withdrawn. Of each reviewer the newest that counts
// is taken. A ruling
// settles it while nothing newer counts. ended is the newest verdict that had been given when an editor last said how the claim ended.
func ComputeClaimStatus(verdicts []Verdict, ended int64) ClaimStatus {
	newest, last := map[int64]Verdict{}, Verdict{}
	for _, v := range verdicts {
		if !v.Counts {
			continue
		}
		if v.ID > newest[v.ReviewerID].ID {
			newest[v.ReviewerID] = v
		}
		if v.ID > last.ID {
			last = v
		}
	}
	contested := HasOpenDispute(verdicts, ended)
	if last.Ruling {
		return ClaimStatus{Status: last.Status, Contested: contested}
	}
	standing := ClaimStatus{Status: Unchecked, Contested: contested}
	for _, v := range newest {
		if standing.Status != Unchecked && v.Status != standing.Status {
			standing.Disagree = true
		}
		if cautionRanks[v.Status] > cautionRanks[standing.Status] {
			standing.Status = v.Status
		}
	}
	if contested && standing.Status != Unchecked && standing.Status != Disputed {
		standing.Disagree = true // with a dispute of former words that nothing has ended
	}
	return standing
}

// HasOpenDispute reports whether somebody disputed former words and nothing has ended that dispute: a newer verdict of theirs, a
// ruling, or an
// outcome given after it. A change of the words alone ends no dispute.
func HasOpenDispute(verdicts []Verdict, ended int64) bool {
	newest, ruling := map[int64]Verdict{}, int64(0)
	for _, v := range verdicts {
		if v.ID > newest[v.ReviewerID].ID {
			newest[v.ReviewerID] = v
		}
		if v.Ruling {
			ruling = max(ruling, v.ID)
		}
	}
	for _, v := range newest {
		if !v.Counts && v.Status == Disputed && v.ID > ruling && v.ID > ended {
			return true
		}
	}
	return false
}

// CountedVerdicts are the verdicts that count, as if nothing else had been said.
func CountedVerdicts(verdicts []Verdict) []Verdict {
	var list []Verdict
	for _, v := range verdicts {
		if v.Counts {
			list = append(list, v)
		}
	}
	return list
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

// IsClaimOpen reports whether a claim still keeps its sentence open: nobody has annotated it, reviewers disagree, a dispute of its former
// words has not ended, or it is disputed or unverified and nobody has said how it ended.
func IsClaimOpen(s ClaimStatus, r Resolution) bool {
	switch {
	case s.Disagree, s.Contested, s.Status == Unchecked:
		return true
	case s.Status == Sourced:
		return false
	}
	return r == Unresolved
}

// ConfirmableStatus says what a reader confirms of a claim whose words changed, from the verdicts on its former words; reason says,
// as one sentence, why it
// cannot be confirmed. Who checks blind confirms their own verdict, whatever others found.
func ConfirmableStatus(former []Verdict, reader int64, blind bool) (status Status, reason message.Text) {
	if blind {
		var own []Verdict
		for _, v := range former {
			if v.ReviewerID == reader {
				own = append(own, v)
			}
		}
		former = own
	}
	standing := ComputeClaimStatus(withAllCounting(former), 0)
	switch {
	case standing.Status == Unchecked:
		return "", message.New("You have not checked its former words, so there is nothing of yours to confirm: please say what you find.")
	case standing.Disagree:
		return "", message.New("Reviewers disagreed on its former words: please say what you find now.")
	}
	return standing.Status, message.Text{}
}

// withAllCounting are verdicts as they counted when they were given.
func withAllCounting(verdicts []Verdict) []Verdict {
	list := make([]Verdict, len(verdicts))
	for i, v := range verdicts {
		v.Counts = true
		list[i] = v
	}
	return list
}

// FormerClaimStatus is what was found of former words, as it stood then.
func FormerClaimStatus(former []Verdict) ClaimStatus {
	s := ComputeClaimStatus(withAllCounting(former), 0)
	return s
}
