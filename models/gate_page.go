package models

import (
	"encoding/json"
	"time"

	"linecheck/text/message"
)

// GateItemDetails describes the items behind a gate's reasons for its page.
type GateItemDetails struct {
	Sentences   map[int64]SentenceFacts     // the listed ones, by id
	Claims      map[int64]GateClaim         // the listed ones, by id
	Queries     map[int64]GateQuery         // by id
	Corrections map[int64][]NamedCorrection // by claim: accepted but not in the text
	Names       map[int64]string            // of the users who wrote or checked something, by user id
	Lapsed      map[int64][]GateItem        // by override id: the items that it no longer covers
	Made        []MadeCorrection            // corrections that are in the text
}

// GateClaim is a claim behind a reason.
type GateClaim struct {
	Claim
	Assignee        string       // name; "" if it is not assigned
	Note            string       // of its newest verdict that counts
	RecheckBy       []string     // names of the reviewers who called it sourced before evidence contradicted it, and have not rechecked it
	MissingEvidence message.Text `gorm:"-"` // for a sourced claim: what the policy still requires, as one sentence; ""
}

// GateQuery is a query that is not settled.
type GateQuery struct {
	ID       int64
	Raiser   string
	ToRole   string
	ToName   string // "" if it is addressed to everybody with the role
	State    string
	Text     string
	At       time.Time
	Answered bool `gorm:"-"`
}

// MadeCorrection is a correction that is in the text, with the number of the sentence in which its claim
// begins (0 for a lost claim).
type MadeCorrection struct {
	NamedCorrection `gorm:"embedded"`
	Ordinal         int
}

// SignOffFigures counts what a sign-off covers.
type SignOffFigures struct {
	Corrections        int // made
	PendingCorrections int // accepted but not in the text
	SourcedByOverride  int // claims that an editor accepted as sourced with less evidence than the policy requires
	Evidence           int // pieces that count
	Unquoted           int // those of them without a quote
	Misquoted          []MisquotedClaim
	Pace               []ReadingPace
}

// MisquotedClaim is a claim with counted evidence whose quote is not in the newest snapshot of its source.
type MisquotedClaim struct {
	ClaimID int64
	Exact   string
	Pieces  int
}

// ReadingPace shows how fast somebody read.
type ReadingPace struct {
	Name      string
	Sentences int
	Took      time.Duration // from the first read mark to the last
}

// RevisionAuthorship is a revision that somebody other than the named writer added, with the user who stated
// whose words it has.
type RevisionAuthorship struct {
	RevisionID int64
	Number     int
	BroughtBy  int64
	Bringer    string
	At         time.Time
	SpokenBy   string // name of the writer, or of the editor who vouched; "" if nobody has
	SpokenAt   *time.Time
	Vouched    bool
	Reason     string
}

// UnclaimedWords is a text that somebody else added in the reader's name. The reader has not said yet whether
// the words are theirs.
type UnclaimedWords struct {
	ArticleID int64
	Title     string
	Number    int
	Bringer   string
	At        time.Time
}

// AloneSentences is like ParseAloneSentences, but returns nil on an error.
func (s SignOff) AloneSentences() []int {
	var list []int
	if s.CheckedAlone == "" || json.Unmarshal([]byte(s.CheckedAlone), &list) != nil {
		return nil
	}
	return list
}

// ParsePolicy returns the policy of a sign-off; ok is false if none was stored.
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
