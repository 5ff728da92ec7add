package models

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"linecheck/text"
	"linecheck/text/anchor"
	"linecheck/text/message"
	"linecheck/text/sentence"
)

// NewRevision is a new draft of an article, as a user submits it.
type NewRevision struct {
	Text     string
	Note     string    // the user's description of the change
	Base     int       // the number of the revision that was current when it was read
	Original *Original // the uploaded file; nil if the text was pasted
	FileName string
	Markup   *ImportedMarkup // the file's markup; nil if there is none
}

// Check validates the draft. The text is kept exactly.
func (n NewRevision) Check(limits Limits) error {
	var wrong ValidationErrors
	checkText(n.Text, limits, &wrong)
	checkMarkup(n.Text, n.Markup, &wrong)
	CheckNote("note", n.Note, &wrong)
	return wrong.Err()
}

// PreviousText is the revision with which a draft is aligned, with its sentences and claims.
type PreviousText struct {
	Revision      Revision
	Sentences     []Sentence              // in order
	States        map[int64]SentenceState // by track
	Boundaries    []Boundary              // not withdrawn, oldest first
	Claims        []PreviousClaim
	DormantTracks map[SentenceWords]int64 // tracks of earlier revisions that are not in this one, by their words
}

// SentenceWords identifies equal sentences: assertions on one also apply to the other.
type SentenceWords struct {
	Text   string
	Region sentence.Region
}

// PreviousClaim is a claim with its places in the former revision. A lost one has its old place.
type PreviousClaim struct {
	ID           int64
	Kind         Kind
	Exact        string // its current words, and those of their sentence
	Context      string
	Occurrences  []Occurrence // in order
	VerdictWords []ClaimWords // words that verdicts were given for, newest last
}

// ClaimWords are a claim's words and those of its sentence.
type ClaimWords struct{ Exact, Context string }

// Same reports whether the words are the same in any Unicode form.
func (w ClaimWords) Same(other ClaimWords) bool {
	return text.SameCharacters(w.Exact, other.Exact) && text.SameCharacters(w.Context, other.Context)
}

// SpelledAs returns the words in the Unicode form of an earlier verdict, so that the verdict counts: a draft
// may have the same characters in another form.
func (w ClaimWords) SpelledAs(said []ClaimWords) ClaimWords {
	for _, s := range said {
		if text.SameCharacters(w.Exact, s.Exact) && (w.Context == "" || w.Same(s)) {
			w.Exact = s.Exact
			if w.Context != "" {
				w.Context = s.Context
			}
			break
		}
	}
	return w
}

// AlignedDraft is a draft aligned with an article: every sentence and every claim with its change.
type AlignedDraft struct {
	Text                string
	SHA256              string
	Links               []anchor.SentenceLink // between the former sentences and these, by index
	Sentences           []RevisedSentence
	Boundaries          []Boundary // manual boundaries that apply to this text too
	Claims              []RevisedClaim
	ChangedDependencies []anchor.RecheckSuggestion
}

// RevisedSentence is a sentence of the draft. Its TrackID is that of the former sentence that it continues; 0
// for a new track.
type RevisedSentence struct {
	Sentence
	Change  anchor.ChangeKind
	From    []int // indexes of former sentences
	Recheck bool  // words that were settled have changed
}

// RevisedClaim is a claim with its places in the draft.
type RevisedClaim struct {
	ID          int64
	Placement   Placement           // of the whole claim: moved if any of its occurrences is
	Changed     bool                // its words, or those of its sentence, changed, so its verdicts do not count
	Words       ClaimWords          // its current words; without a context if its place is unconfirmed
	Occurrences []RevisedOccurrence // at least one
	Gone        []Occurrence        // former occurrences that were lost while others remain
}

// RevisedOccurrence is one place of a claim in the draft. Its SentenceID is not set yet; Touched contains the
// indexes of the sentences it touches.
type RevisedOccurrence struct {
	Occurrence
	Was     Occurrence
	Touched []int
}

// SentenceChanges counts sentences by their change; a split or merged one counts once.
type SentenceChanges struct {
	Same    int `json:"same"`
	Moved   int `json:"moved"`
	Edited  int `json:"edited"`
	Split   int `json:"split"`
	Merged  int `json:"merged"`
	New     int `json:"new"`
	Dropped int `json:"dropped"`
}

// ClaimChanges counts claims by how certainly they were found again.
type ClaimChanges struct {
	Placed int `json:"placed"`
	Moved  int `json:"moved"`
	Lost   int `json:"lost"`
}

// CountSentenceChanges counts links by their kind.
func CountSentenceChanges(links []anchor.SentenceLink) SentenceChanges {
	var f SentenceChanges
	counters := map[anchor.ChangeKind]*int{
		anchor.Same:           &f.Same,
		anchor.MovedUnchanged: &f.Moved,
		anchor.Edited:         &f.Edited,
		anchor.Split:          &f.Split,
		anchor.Merged:         &f.Merged,
		anchor.New:            &f.New,
		anchor.Dropped:        &f.Dropped,
	}
	for _, l := range links {
		*counters[l.Kind]++
	}
	return f
}

// ClaimChanges counts the draft's claims.
func (d AlignedDraft) ClaimChanges() ClaimChanges {
	var f ClaimChanges
	counters := map[Placement]*int{Placed: &f.Placed, Moved: &f.Moved, Lost: &f.Lost}
	for _, c := range d.Claims {
		*counters[c.Placement]++
	}
	return f
}

// RevisionResult is a new revision with its changes.
type RevisionResult struct {
	Revision  Revision
	Sentences SentenceChanges
	Claims    ClaimChanges
}

// Preview is what a draft would change, before it is saved.
type Preview struct {
	Article
	Was   PreviousText
	Draft AlignedDraft
	Next  int // the number that it would get
}

// NamedRevision is a revision with the names of the users who added and withdrew it.
type NamedRevision struct {
	Revision
	Name, WithdrawnName string
}

// RevisionRow is a revision in a list, without its text.
type RevisionRow struct {
	NamedRevision   `gorm:"embedded"`
	Sentences       int
	Made            string       // the event that made it, as JSON; "" for the first
	MayWithdraw     bool         // the reader may withdraw it, except for WithdrawRefusal
	WithdrawRefusal message.Text `gorm:"-"` // why it cannot be withdrawn; "" if nothing was done on it
}

// RevisionList is an article's revisions, newest first.
type RevisionList struct {
	Article
	Revisions []RevisionRow
}

// PreviousNumber returns the number of the revision that was current when this one was added; 0 for the
// first.
func (l RevisionList) PreviousNumber(number int) int {
	var made time.Time
	for _, r := range l.Revisions {
		switch {
		case r.Number == number:
			made = r.CreatedAt
		case r.Number < number && (r.WithdrawnAt == nil || r.WithdrawnAt.After(made)):
			return r.Number
		}
	}
	return 0
}

// RevisionPage is one revision with its whole text.
type RevisionPage struct {
	Article
	Revision    NamedRevision
	Sentences   []Sentence
	Occurrences []Occurrence // of claims, in order
}

// SentencesWithClaims returns the revision's sentences with the spans of their claims, without any verdict.
func (p RevisionPage) SentencesWithClaims() []PageSentence {
	list, next := make([]PageSentence, len(p.Sentences)), 0
	for i, s := range p.Sentences {
		list[i] = PageSentence{Sentence: s}
		for next < len(p.Occurrences) && p.Occurrences[next].End <= s.Start {
			next++
		}
		for _, o := range p.Occurrences[next:] {
			if o.Start >= s.End {
				break
			}
			if o.End > s.Start {
				m := ClaimSpan{ClaimID: o.ClaimID, Start: max(o.Start, s.Start) - s.Start, End: min(o.End, s.End) - s.Start}
				list[i].ClaimSpans = append(list[i].ClaimSpans, m)
			}
		}
	}
	return list
}

// NewRevisionConflictError refuses a draft that is based on a revision other than the current one. It is
// ErrStale.
func NewRevisionConflictError(base, current int) error {
	return fmt.Errorf("%w: %w", ErrStale, NewFieldError("text",
		"Revision %s came in since you opened revision %s, so nothing was changed. "+
			"Your draft is still here: compare it with the current text, then bring it in.",
		strconv.Itoa(current), strconv.Itoa(base)))
}

// NewRevisionInUseError refuses the withdrawal of a revision, with one sentence that says why. It is
// ErrStale, since something was done on it.
func NewRevisionInUseError(reason message.Key, args ...any) error {
	return fmt.Errorf("%w: %w", ErrStale, NewFieldError("revision", reason, args...))
}

// RecheckOutcome is the answer to a recheck suggestion.
type RecheckOutcome string

// The outcomes: not answered, check again, or still true.
const (
	RecheckOffered RecheckOutcome = "offered"
	RecheckAgain   RecheckOutcome = "again"
	RecheckHolds   RecheckOutcome = "holds"
)

// ParseRecheckOutcome parses the answer to a recheck suggestion.
func ParseRecheckOutcome(s string) (RecheckOutcome, error) {
	return parse(s, "answer", []RecheckOutcome{RecheckAgain, RecheckHolds})
}

// RecheckSuggestion suggests to recheck an unchanged sentence that refers back to a changed one.
type RecheckSuggestion struct {
	ID         int64
	ArticleID  int64
	RevisionID int64 // the revision that changed the other sentence
	TrackID    int64
	OnTrackID  int64
	Change     anchor.ChangeKind // the change of the other sentence
	Words      string            // the words that refer back to it
	Outcome    RecheckOutcome
	SettledBy  *int64
	SettledAt  *time.Time
}

// TableName returns the name of the table, which is older than the type.
func (RecheckSuggestion) TableName() string { return "second_looks" }

// AppliesCorrection reports whether a draft applies a correction word for word: the claim's former words
// contained the words to correct, and the draft has the new words at that place.
func (c RevisedClaim) AppliesCorrection(k Correction, was PreviousText, draft AlignedDraft) bool {
	for _, o := range c.Occurrences {
		exact, from := text.NFC(o.Was.Exact), text.NFC(k.From)
		if !strings.Contains(exact, from) || o.Placement == Lost && k.To != "" {
			continue
		}
		now := strings.Replace(exact, from, k.To, 1)
		if now != exact && o.Placement != Lost &&
			(SameWords(o.Exact, now) && !SameWords(exact, now) ||
				k.IsInText(o.Exact, draft.surroundingText(o)) && text.ContainsCharacters(draft.surroundingText(o), now)) {
			return true
		}
		if k.To == "" && strings.TrimSpace(now) == "" && o.Placement == Lost {
			return true
		}
	}
	return false
}

// surroundingText returns the words of the sentences that contain an occurrence.
func (d AlignedDraft) surroundingText(o RevisedOccurrence) string {
	var in []Sentence
	for _, i := range o.Touched {
		in = append(in, d.Sentences[i].Sentence)
	}
	return strings.ReplaceAll(SentenceContext(in), "\n", " ")
}
