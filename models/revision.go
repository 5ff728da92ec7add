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

// NewRevision is a new draft of an article, as someone hands it in.
type NewRevision struct {
	Text     string
	Note     string    // what changed, in the words of who brings it
	Base     int       // number of the revision that was current when it was read
	Original *Original // the bytes the text came from; nil when it was pasted
	FileName string
	Markup   *ImportedMarkup // what the file says of its text; nil where it says nothing
}

// Check reads the draft: the text is kept exactly.
func (n NewRevision) Check(limits Limits) error {
	var wrong ValidationErrors
	checkText(n.Text, limits, &wrong)
	checkMarkup(n.Text, n.Markup, &wrong)
	CheckNote("note", n.Note, &wrong)
	return wrong.Err()
}

// PreviousText is the revision that a draft is laid beside, with all that stands in it.
type PreviousText struct {
	Revision      Revision
	Sentences     []Sentence              // in order
	States        map[int64]SentenceState // by track
	Boundaries    []Boundary              // not withdrawn, oldest first
	Claims        []PreviousClaim
	DormantTracks map[SentenceWords]int64 // tracks of earlier revisions that stand in this one no more, by their words
}

// SentenceWords is what makes two sentences equal: what is known of the one holds for the other.
type SentenceWords struct {
	Text   string
	Region sentence.Region
}

// PreviousClaim is a claim with where it stands in the former revision: a lost one with its old place.
type PreviousClaim struct {
	ID           int64
	Kind         Kind
	Exact        string // its words as they stand, and those of their sentence
	Context      string
	Occurrences  []Occurrence // in order
	VerdictWords []ClaimWords // words that verdicts were given for, newest last
}

// ClaimWords are a claim's words and those of their sentence.
type ClaimWords struct{ Exact, Context string }

// Same reports whether they are the same words, in whatever Unicode form either is written.
func (w ClaimWords) Same(other ClaimWords) bool {
	return text.SameCharacters(w.Exact, other.Exact) && text.SameCharacters(w.Context, other.Context)
}

// SpelledAs spells the words as they were when something was said of them, so that it counts: a draft may write the same characters
// in another
// Unicode form.
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

// AlignedDraft is what a draft makes of an article: every sentence and every claim, each with what became of it.
type AlignedDraft struct {
	Text                string
	SHA256              string
	Links               []anchor.SentenceLink // of the former sentences and of these, by index
	Sentences           []RevisedSentence
	Boundaries          []Boundary // persons' words that hold in this text too
	Claims              []RevisedClaim
	ChangedDependencies []anchor.RecheckSuggestion
}

// RevisedSentence is a sentence of the draft. Its TrackID is that of the former sentence that it goes on from; 0 for a new track.
type RevisedSentence struct {
	Sentence
	Change  anchor.ChangeKind
	From    []int // former sentences, by index
	Recheck bool  // something was settled of words that changed
}

// RevisedClaim is where a claim went.
type RevisedClaim struct {
	ID          int64
	Placement   Placement           // of the claim in all: moved where any of its occurrences is
	Changed     bool                // its words, or those of its sentence, are others: its verdicts do not go along
	Words       ClaimWords          // as they stand now; without a context where a person has to confirm the place
	Occurrences []RevisedOccurrence // one at least
	Gone        []Occurrence        // former ones that stand nowhere, while another one does
}

// RevisedOccurrence is one place of a claim in the draft. Its SentenceID is none yet: Touched are the sentences it touches, by index.
type RevisedOccurrence struct {
	Occurrence
	Was     Occurrence
	Touched []int
}

// SentenceChanges counts what became of sentences, a split or merged one once; ClaimChanges what became of claims.
type SentenceChanges struct {
	Same    int `json:"same"`
	Moved   int `json:"moved"`
	Edited  int `json:"edited"`
	Split   int `json:"split"`
	Merged  int `json:"merged"`
	New     int `json:"new"`
	Dropped int `json:"dropped"`
}

// ClaimChanges counts claims by how surely they were found again.
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

// RevisionResult is a new revision and what it came to.
type RevisionResult struct {
	Revision  Revision
	Sentences SentenceChanges
	Claims    ClaimChanges
}

// Preview is what a draft would come to, before it is kept.
type Preview struct {
	Article
	Was   PreviousText
	Draft AlignedDraft
	Next  int // the number that it would get
}

// NamedRevision is a revision with the names of who brought it and who took it back.
type NamedRevision struct {
	Revision
	Name, WithdrawnName string
}

// RevisionRow is a revision in a list, without its text.
type RevisionRow struct {
	NamedRevision   `gorm:"embedded"`
	Sentences       int
	Made            string       // the event that made it, as JSON; "" of the first
	MayWithdraw     bool         // the reader may take it back,
	WithdrawRefusal message.Text `gorm:"-"` // were it not for this reason; "" where nothing was done on it
}

// RevisionList is an article's revisions, newest first.
type RevisionList struct {
	Article
	Revisions []RevisionRow
}

// PreviousNumber is the number of the revision that stood when this one came in; 0 for the first.
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

// RevisionPage is one revision whole, as it stood.
type RevisionPage struct {
	Article
	Revision    NamedRevision
	Sentences   []Sentence
	Occurrences []Occurrence // of claims, in order
}

// SentencesWithClaims are the revision's sentences with the parts of claims that stand in them, which say nothing of what was found.
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

// NewRevisionConflictError is the refusal of a draft that was made of another revision than the current one. It is ErrStale.
func NewRevisionConflictError(base, current int) error {
	return fmt.Errorf("%w: %w", ErrStale, NewFieldError("text",
		"Revision %s came in since you opened revision %s, so nothing was changed. "+
			"Your draft is still here: compare it with the current text, then bring it in.",
		strconv.Itoa(current), strconv.Itoa(base)))
}

// NewRevisionInUseError is the refusal to take a revision back, with one sentence that says why. It is ErrStale: something has been
// done since.
func NewRevisionInUseError(reason message.Key, args ...any) error {
	return fmt.Errorf("%w: %w", ErrStale, NewFieldError("revision", reason, args...))
}

// RecheckOutcome is what became of the offer to look at a sentence again.
type RecheckOutcome string

// The outcomes: nobody has said yet, it is to be looked at again, or it holds as it is.
const (
	RecheckOffered RecheckOutcome = "offered"
	RecheckAgain   RecheckOutcome = "again"
	RecheckHolds   RecheckOutcome = "holds"
)

// ParseRecheckOutcome reads what somebody says to such an offer.
func ParseRecheckOutcome(s string) (RecheckOutcome, error) {
	return parse(s, "answer", []RecheckOutcome{RecheckAgain, RecheckHolds})
}

// RecheckSuggestion is the offer to look again at a sentence that did not change but leans on one that did.
type RecheckSuggestion struct {
	ID         int64
	ArticleID  int64
	RevisionID int64 // with which the other sentence changed
	TrackID    int64
	OnTrackID  int64
	Change     anchor.ChangeKind // what became of the other one
	Words      string            // that lean on it
	Outcome    RecheckOutcome
	SettledBy  *int64
	SettledAt  *time.Time
}

// TableName is the table that keeps them: it was named before the type.
func (RecheckSuggestion) TableName() string { return "second_looks" }

// AppliesCorrection reports whether a draft carries a correction word for word: the claim's former words had what it takes out, and
// where they stood the
// draft has what it puts there.
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

// surroundingText are the words of the sentences in which an occurrence stands.
func (d AlignedDraft) surroundingText(o RevisedOccurrence) string {
	var in []Sentence
	for _, i := range o.Touched {
		in = append(in, d.Sentences[i].Sentence)
	}
	return strings.ReplaceAll(SentenceContext(in), "\n", " ")
}
