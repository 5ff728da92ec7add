package models

import (
	"encoding/json"
	"time"

	"linecheck/text/message"
)

// GateItemDetails describes the things behind a gate's reasons as its page shows them.
type GateItemDetails struct {
	Sentences   map[int64]SentenceFacts     // those that the page lists, by id
	Claims      map[int64]GateClaim         // those that the page lists, by id
	Queries     map[int64]GateQuery         // by id
	Corrections map[int64][]NamedCorrection // by claim: accepted and not in the text
	Names       map[int64]string            // of who wrote or looked at something, by user id
	Lapsed      map[int64][]GateItem        // what an override covered and no longer does, by override id
	Made        []MadeCorrection            // corrections that are in the text
}

// GateClaim is a claim behind a reason.
type GateClaim struct {
	Claim
	Assignee        string       // name; "" for nobody
	Note            string       // of its newest verdict that counts
	RecheckBy       []string     // names of those who called it sourced before evidence contradicted it, and have not looked again
	MissingEvidence message.Text `gorm:"-"` // of a claim that is called sourced: what the policy asks for, as one sentence; "" for nothing
}

// GateQuery is a query that is not settled.
type GateQuery struct {
	ID       int64
	Raiser   string
	ToRole   string
	ToName   string // "" where it went to whoever has the role
	State    string
	Text     string
	At       time.Time
	Answered bool `gorm:"-"`
}

// MadeCorrection is a correction that is in the text, with the number of the sentence in which its claim begins (0 for a lost claim).
type MadeCorrection struct {
	NamedCorrection `gorm:"embedded"`
	Ordinal         int
}

// SignOffFigures count what a sign-off is given for.
type SignOffFigures struct {
	Corrections        int // made
	PendingCorrections int // accepted and not in the text
	SourcedByOverride  int // claims that are called sourced because an editor said so, on less than the policy asks for
	Evidence           int // pieces that count
	Unquoted           int // of those, pieces without a quote
	Misquoted          []MisquotedClaim
	Pace               []ReadingPace
}

// MisquotedClaim is a claim with evidence that counts and quotes what is not in the newest snapshot of its source.
type MisquotedClaim struct {
	ClaimID int64
	Exact   string
	Pieces  int
}

// ReadingPace says how fast somebody read.
type ReadingPace struct {
	Name      string
	Sentences int
	Took      time.Duration // from the first read mark to the last
}

// RevisionAuthorship is a revision that somebody other than the named writer brought in, with who has spoken for its words.
type RevisionAuthorship struct {
	RevisionID int64
	Number     int
	BroughtBy  int64
	Bringer    string
	At         time.Time
	SpokenBy   string // name of the writer, or of the editor who vouched; "" where nobody has spoken yet
	SpokenAt   *time.Time
	Vouched    bool
	Reason     string
}

// UnclaimedWords is a text that somebody else brought in in the reader's name: the reader has not said yet whether the words are theirs.
type UnclaimedWords struct {
	ArticleID int64
	Title     string
	Number    int
	Bringer   string
	At        time.Time
}

// AloneSentences lists the numbers of the sentences that were checked and signed without a second person.
func (s SignOff) AloneSentences() []int {
	var list []int
	if s.Alone == "" || json.Unmarshal([]byte(s.Alone), &list) != nil {
		return nil
	}
	return list
}

// ParsePolicy reads the policy that a sign-off was given under; ok is false where none was written down.
func (s SignOff) ParsePolicy() (policy SignedPolicy, ok bool) {
	if s.Policy == "" || json.Unmarshal([]byte(s.Policy), &policy) != nil {
		return SignedPolicy{}, false
	}
	return policy, true
}

// Counted says how many things are behind a reason, and what they are: "3 sentences are open".
func (c GateCode) Counted(n int) message.Text {
	return message.NewCount(n, gateReasonTexts[c][0], gateReasonTexts[c][1])
}
