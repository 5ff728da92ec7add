package models

import "linecheck/text/message"

// ClaimStatus is a claim's status with its open disagreement and dispute.
type ClaimStatus struct {
	Status    Status
	Disagree  bool
	Contested bool // somebody disputed former words of the claim, and that dispute has not ended
}

// Verdict contains what ComputeClaimStatus needs of one annotation.
type Verdict struct {
	ID         int64 // increases with time
	ReviewerID int64
	Status     Status
	Ruling     bool
	Counts     bool // the words of the claim and its sentence have not changed since
}

// cautionRanks orders the statuses. If reviewers differ, the most cautious verdict applies
// (docs/invariants.md#status).
var cautionRanks = map[Status]int{Sourced: 1, Unverified: 2, Disputed: 3}

// ComputeClaimStatus derives a claim's status from its verdicts that were not withdrawn. It uses each
// reviewer's newest verdict that counts. A ruling decides until a newer verdict counts. ended is the id of
// the newest verdict when an outcome was last set.
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
		standing.Disagree = true // with a dispute of former words that has not ended
	}
	return standing
}

// HasOpenDispute reports whether somebody disputed former words and that dispute has not ended. It ends by
// their newer verdict, a ruling, or a later outcome. A change of the words alone does not end it.
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

// CountedVerdicts returns the verdicts that count.
func CountedVerdicts(verdicts []Verdict) []Verdict {
	var list []Verdict
	for _, v := range verdicts {
		if v.Counts {
			list = append(list, v)
		}
	}
	return list
}

// SentenceState is the state of a sentence: exactly one of five.
type SentenceState string

// The states of a sentence. Unread: nobody has read it. Clear: read, nothing to check. Open: something is not
// settled. Done: everything is settled. Recheck: the text changed since it was settled.
const (
	Unread  SentenceState = "unread"
	Clear   SentenceState = "clear"
	Open    SentenceState = "open"
	Done    SentenceState = "done"
	Recheck SentenceState = "recheck"
)

// SentenceStates lists the states in the order in which they are shown.
var SentenceStates = []SentenceState{Unread, Open, Recheck, Clear, Done}

// ParseSentenceState parses a sentence's state, as a filter names it.
func ParseSentenceState(s string) (SentenceState, error) {
	return parse(s, "sentence state", SentenceStates)
}

// IsClaimOpen reports whether a claim keeps its sentence open: it has no annotation, reviewers disagree, a
// dispute of its former words has not ended, or it is disputed or unverified without an outcome.
func IsClaimOpen(s ClaimStatus, r Resolution) bool {
	switch {
	case s.Disagree, s.Contested, s.Status == Unchecked:
		return true
	case s.Status == Sourced:
		return false
	}
	return r == Unresolved
}

// ConfirmableStatus returns the status that a reader confirms for a claim whose words changed, from the
// verdicts on its former words. reason says, as one sentence, why it cannot be confirmed. A reader who checks
// blind confirms only their own verdict.
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

// withAllCounting returns the verdicts as if all of them counted.
func withAllCounting(verdicts []Verdict) []Verdict {
	list := make([]Verdict, len(verdicts))
	for i, v := range verdicts {
		v.Counts = true
		list[i] = v
	}
	return list
}

// FormerClaimStatus returns the status that the claim had on its former words.
func FormerClaimStatus(former []Verdict) ClaimStatus {
	s := ComputeClaimStatus(withAllCounting(former), 0)
	return s
}
