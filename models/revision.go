package models

import (
	"fmt"
	"strings"
	"time"

	"linecheck/text"
	"linecheck/text/anchor"
	"linecheck/text/sentence"
)

// NewRevision is a new draft of an article, as someone hands it in.
type NewRevision struct {
	Text     string
	Note     string    // what changed, in the words of who brings it
	Base     int       // number of the revision that was current when it was read
	Original *Original // the bytes the text came from; nil when it was pasted
	FileName string
	Said     *Said // what the file says of its text; nil where it says nothing
}

// Check reads the draft: the text is kept exactly.
func (n NewRevision) Check(limits Limits) error {
	var wrong Invalid
	checkText(n.Text, limits, &wrong)
	checkSaid(n.Text, n.Said, &wrong)
	CheckNote("note", n.Note, &wrong)
	return wrong.Err()
}

// FormerText is the revision that a draft is laid beside, with all that stands in it.
type FormerText struct {
	Revision   Revision
	Sentences  []Sentence              // in order
	States     map[int64]SentenceState // by track
	Boundaries []Boundary              // not withdrawn, oldest first
	Claims     []FormerClaim
	Dormant    map[SentenceWords]int64 // tracks of earlier revisions that stand in this one no more, by their words
}

// SentenceWords is what makes two sentences equal: what is known of the one holds for the other.
type SentenceWords struct {
	Text   string
	Region sentence.Region
}

// FormerClaim is a claim with where it stands in the former revision: a lost one with its old place.
type FormerClaim struct {
	ID          int64
	Kind        Kind
	Exact       string // its words as they stand, and those of their sentence
	Context     string
	Occurrences []Occurrence // in order
	Said        []ClaimWords // words that verdicts were given for, newest last
}

// ClaimWords are a claim's words and those of their sentence.
type ClaimWords struct{ Exact, Context string }

// Same reports whether they are the same words, in whatever Unicode form either is written.
func (w ClaimWords) Same(other ClaimWords) bool {
	return text.SameCharacters(w.Exact, other.Exact) && text.SameCharacters(w.Context, other.Context)
}

// AsSaid spells the words as they were when something was said of them, so that it counts: a draft may write the same characters in another
// Unicode form.
func (w ClaimWords) AsSaid(said []ClaimWords) ClaimWords {
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

// Redraft is what a draft makes of an article: every sentence and every claim, each with what became of it.
type Redraft struct {
	Text       string
	SHA256     string
	Links      []anchor.Link // of the former sentences and of these, by index
	Sentences  []RevisedSentence
	Boundaries []Boundary // persons' words that hold in this text too
	Claims     []RevisedClaim
	Leanings   []anchor.Leaning
}

// RevisedSentence is a sentence of the draft. Its TrackID is that of the former sentence that it goes on from; 0 for a new track.
type RevisedSentence struct {
	Sentence
	Change  anchor.Kind
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

// SentenceFates counts what became of sentences, a split or merged one once; ClaimFates what became of claims.
type SentenceFates struct {
	Same    int `json:"same"`
	Moved   int `json:"moved"`
	Edited  int `json:"edited"`
	Split   int `json:"split"`
	Merged  int `json:"merged"`
	New     int `json:"new"`
	Dropped int `json:"dropped"`
}

// ClaimFates counts claims by how surely they were found again.
type ClaimFates struct {
	Placed int `json:"placed"`
	Moved  int `json:"moved"`
	Lost   int `json:"lost"`
}

// FatesOf counts links by their kind.
func FatesOf(links []anchor.Link) SentenceFates {
	var f SentenceFates
	counters := map[anchor.Kind]*int{anchor.Same: &f.Same, anchor.MovedWhole: &f.Moved, anchor.Edited: &f.Edited, anchor.Split: &f.Split,
		anchor.Merged: &f.Merged, anchor.New: &f.New, anchor.Dropped: &f.Dropped}
	for _, l := range links {
		*counters[l.Kind]++
	}
	return f
}

// ClaimFates counts the draft's claims.
func (d Redraft) ClaimFates() ClaimFates {
	var f ClaimFates
	counters := map[Placement]*int{Placed: &f.Placed, Moved: &f.Moved, Lost: &f.Lost}
	for _, c := range d.Claims {
		*counters[c.Placement]++
	}
	return f
}

// Revised is a new revision and what it came to.
type Revised struct {
	Revision  Revision
	Sentences SentenceFates
	Claims    ClaimFates
}

// Preview is what a draft would come to, before it is kept.
type Preview struct {
	Article
	Was   FormerText
	Draft Redraft
	Next  int // the number that it would get
}

// NamedRevision is a revision with the names of who brought it and who took it back.
type NamedRevision struct {
	Revision
	Name, WithdrawnName string
}

// RevisionRow is a revision in a list, without its text.
type RevisionRow struct {
	NamedRevision `gorm:"embedded"`
	Sentences     int
	Made          string // the event that made it, as JSON; "" of the first
	MayWithdraw   bool   // the reader may take it back,
	Kept          string // were it not for this reason; "" where nothing was done on it
}

// RevisionList is an article's revisions, newest first.
type RevisionList struct {
	Article
	Revisions []RevisionRow
}

// Before is the number of the revision that stood when this one came in; 0 for the first.
func (l RevisionList) Before(number int) int {
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

// Marked are the revision's sentences with the parts of claims that stand in them, which say nothing of what was found.
func (p RevisionPage) Marked() []PageSentence {
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
				m := Mark{ClaimID: o.ClaimID, Start: max(o.Start, s.Start) - s.Start, End: min(o.End, s.End) - s.Start}
				list[i].Marks = append(list[i].Marks, m)
			}
		}
	}
	return list
}

// RevisedMeanwhile is the refusal of a draft that was made of another revision than the current one. It is ErrStale.
func RevisedMeanwhile(base, current int) error {
	return fmt.Errorf("%w: %w", ErrStale, Invalid{{Field: "text", Detail: fmt.Sprintf(
		"Revision %d came in since you opened revision %d, so nothing was changed. Your draft is still here: compare it with the current text, then bring it in.",
		current,
		base,
	)}})
}

// RevisionKept is the refusal to take a revision back, with one sentence that says why. It is ErrStale: something has been done since.
func RevisionKept(reason string) error {
	return fmt.Errorf("%w: %w", ErrStale, Invalid{{Field: "revision", Detail: reason}})
}

// LookOutcome is what became of the offer to look at a sentence again.
type LookOutcome string

// The outcomes: nobody has said yet, it is to be looked at again, or it holds as it is.
const (
	LookOffered LookOutcome = "offered"
	LookAgain   LookOutcome = "again"
	LookHolds   LookOutcome = "holds"
)

// ParseLookOutcome reads what somebody says to such an offer.
func ParseLookOutcome(s string) (LookOutcome, error) {
	return parse(s, "answer", []LookOutcome{LookAgain, LookHolds})
}

// SecondLook is the offer to look again at a sentence that did not change but leans on one that did.
type SecondLook struct {
	ID         int64
	ArticleID  int64
	RevisionID int64 // with which the other sentence changed
	TrackID    int64
	OnTrackID  int64
	Change     anchor.Kind // what became of the other one
	Words      string      // that lean on it
	Outcome    LookOutcome
	SettledBy  *int64
	SettledAt  *time.Time
}

// Carries reports whether a draft carries a correction word for word: the claim's former words had what it takes out, and where they stood the
// draft has what it puts there.
func (c RevisedClaim) Carries(k Correction, was FormerText, draft Redraft) bool {
	for _, o := range c.Occurrences {
		exact, from := text.NFC(o.Was.Exact), text.NFC(k.From)
		if !strings.Contains(exact, from) || o.Placement == Lost && k.To != "" {
			continue
		}
		now := strings.Replace(exact, from, k.To, 1)
		if now != exact && o.Placement != Lost &&
			(SameWords(o.Exact, now) && !SameWords(exact, now) ||
				k.StandsIn(o.Exact, draft.around(o)) && text.ContainsCharacters(draft.around(o), now)) {
			return true
		}
		if k.To == "" && strings.TrimSpace(now) == "" && o.Placement == Lost {
			return true
		}
	}
	return false
}

// around are the words of the sentences in which an occurrence stands.
func (d Redraft) around(o RevisedOccurrence) string {
	var in []Sentence
	for _, i := range o.Touched {
		in = append(in, d.Sentences[i].Sentence)
	}
	return strings.ReplaceAll(ContextOf(in), "\n", " ")
}
