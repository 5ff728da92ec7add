package models

import (
	"slices"

	"linecheck/text"
	"linecheck/text/message"
)

// SentencePage is one sentence with its claims, verdicts, evidence and queries.
type SentencePage struct {
	Article
	Desk         Desk
	Revision     Revision // the current one, without its original bytes
	Gate         GateState
	Sentence     PageSentence
	Before       []PageSentence // sentences nearby, for context, and others that were requested
	After        []PageSentence
	Claims       []ClaimCard
	ReadMarks    []NamedReadMark     // those that count
	Lapsed       []NamedReadMark     // those that do not count: for former words, or imported
	RestRead     bool                // nothing outside the claims is left to read
	RestReadByMe bool                // the reader's own marks cover the whole rest
	Covered      []text.Span         // the words that claims cover in it; no read mark covers them
	ImportOrigin ImportOrigin        // the import of the article; the zero value: none
	Duplicates   []DuplicateSentence // sentences with the same words, in order
	Queries      []QueryThread       // about the sentence and about its claims
	Notes        []NamedNote         // on the sentence
	People       []DeskPerson        // the people of the desk
	Changed      *ChangedSentence    // for a sentence in recheck: its former words
	Lost         []LostClaim         // lost claims of the article
	Links        []SentenceLink      // of the file, in the sentence
	Comments     []FileComment       // of the file, at the sentence
	KnownSources []KnownSource       // for the evidence form, in the order of their digits
	Event        int64               // the newest event that is included
}

// NamedReadMark is a read mark with its reader's name.
type NamedReadMark struct {
	ReadMark
	Name string
}

// ClaimCard is a claim with its annotations, evidence and other details.
type ClaimCard struct {
	Claim
	Occurrence        Occurrence      // in the current revision, in the page's sentence
	Locations         []ClaimLocation // all locations in which it begins, in order
	ByName            string          // the name of the user who made the claim
	Annotations       []NamedAnnotation
	Evidence          []VisibleEvidence  // not withdrawn, as the reader may see it
	MissingEvidence   message.Text       `gorm:"-"` // what is missing before it can be sourced, as one sentence; ""
	RecheckBy         []string           // names of reviewers who called it sourced before primary evidence contradicted it
	CanBeSourced      bool               // nothing is missing, or an editor accepted it
	EvidenceOverrides []EvidenceOverride // by editors, while the verdict "sourced" is unchanged
	Resolver          string             // the name of the editor who set the outcome
	OutcomeReason     string             // the editor's reason
	Corrections       []NamedCorrection
	History           []NamedEvent
	FormerVerdict     *FormerVerdict // the verdicts on its former words; nil if its words are those that were annotated
}

// AwaitsCorrection reports whether the claim ended by a change of the text that nobody has made yet.
func (c ClaimCard) AwaitsCorrection() bool {
	made := func(k NamedCorrection) bool { return k.State == CorrectionMade }
	return c.Occurrence.Placement != Lost && slices.Contains(correctionResolutions, c.Resolution) && !slices.ContainsFunc(c.Corrections, made)
}

// NamedAnnotation is an annotation with its reviewer's name. EvaluateAnnotations sets whether it counts.
type NamedAnnotation struct {
	Annotation
	Name   string
	Live   bool         // the newest of its reviewer, for the current words
	Counts bool         // it is live, and no ruling differs: it determines the claim's status
	WhyNot message.Text `gorm:"-"` // why it does not count, as one short sentence
}

// NamedEvent is an event with its actor's name.
type NamedEvent struct {
	Event
	Name string
}
