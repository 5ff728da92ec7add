package models

import (
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

// RevisionAuthorship is a revision that somebody other than the named writer added, with the user who stated the authorship of its words.
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

// GatePage is everything that the page about an article's gate shows. Its reasons are computed with the
// reader as the signer.
type GatePage struct {
	Article
	Desk             string
	SmallDesk        bool     // the desk's policy allows overrides of independence
	OfferSmallDesk   bool     // the desk has so few people who may check or sign that its administrator is offered to allow it
	HasDependencies  bool     // the program has word lists for references back in the article's language
	Revision         Revision // number and sha256 of the current one
	Gate             GateState
	Restriction      message.Text          `gorm:"-"` // why this reader cannot sign off although their role may, as a sentence; ""
	Override         bool                  // whether this reader may override a reason
	Resolvers        map[GateCode][]string // for reasons that not everybody can resolve: the names of those at the desk who can
	ExpiredOverrides []NamedGateOverride   // overrides that are no longer valid, newest first
	SignOffs         []NamedSignOff        // all, newest first
	ItemDetails      GateItemDetails       // details of the reasons' items
	Figures          SignOffFigures        // what is signed, in addition to the article's counters
	Policy           SignedPolicy          // the desk's current policy
	Words            []RevisionAuthorship  // texts that somebody other than the named writer added
	Writer           string                // the named writer's name; "" without one
	Signers          []string              // names of the people at the desk who may sign
	Imported         *ArticleImport        // the file that the sign-offs came with; nil if none did
	PublicPage       PublicPage            `gorm:"-"`
	Receipt          bool                  // the valid sign-off has a receipt that this reader may have
}
