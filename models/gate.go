package models

import (
	"fmt"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// GateCode names a reason for which the gate is closed.
type GateCode string

// The reasons, each with what it counts.
const (
	GateUnread  GateCode = "unread"        // sentences that nobody has looked at
	GateOpen    GateCode = "open"          // sentences with an open claim
	GateRecheck GateCode = "recheck"       // sentences whose text changed since they were settled
	GateQueries GateCode = "queries"       // queries that are not settled
	GateLost    GateCode = "lost"          // claims that could not be placed
	GateSecond  GateCode = "second reader" // sentences that no second person has looked at, where the desk asks for one
)

// GateCodes lists the reasons in the order in which they are shown.
var GateCodes = []GateCode{GateUnread, GateOpen, GateRecheck, GateQueries, GateLost, GateSecond}

// ParseGateCode reads a reason's name.
func ParseGateCode(s string) (GateCode, error) { return parse(s, "reason", GateCodes) }

// GateFacts is what the gate looks at in an article.
type GateFacts struct {
	Unread, Open, Recheck int // sentences of these states
	Queries               int // open or answered, and not settled or dismissed
	Lost                  int // claims
	Once                  int // sentences that fewer than two people have looked at
	SecondReader          bool
	Overrides             []NamedGateOverride // those that stand
}

// GateFacts are what an article's counters say; what the gate looks at besides is left empty.
func (a Article) GateFacts() GateFacts {
	return GateFacts{Unread: a.SentencesUnread, Open: a.SentencesOpen, Recheck: a.SentencesRecheck, Queries: a.QueriesOpen, Once: a.Sentences - a.SentencesTwice}
}

// Reason is why the gate is closed, and how many things are behind it. One that an editor has overridden keeps it closed no more.
type Reason struct {
	Code     GateCode
	Count    int
	Override *NamedGateOverride
}

// Gate says what stands between an article and its sign-off; nothing does where every reason is overridden. It follows from the
// facts alone. An override covers as many things as it was given for, and no more.
func Gate(f GateFacts) []Reason {
	counts := map[GateCode]int{GateUnread: f.Unread, GateOpen: f.Open, GateRecheck: f.Recheck, GateQueries: f.Queries, GateLost: f.Lost}
	if f.SecondReader {
		counts[GateSecond] = f.Once
	}
	var reasons []Reason
	for _, code := range GateCodes {
		if counts[code] == 0 {
			continue
		}
		reason := Reason{Code: code, Count: counts[code]}
		for i, o := range f.Overrides {
			if o.GateCode == code && o.Count >= reason.Count {
				reason.Override = &f.Overrides[i]
			}
		}
		reasons = append(reasons, reason)
	}
	return reasons
}

// Standing are the reasons that nobody has overridden.
func (g GateState) Standing() []Reason {
	var standing []Reason
	for _, r := range g.Reasons {
		if r.Override == nil {
			standing = append(standing, r)
		}
	}
	return standing
}

// Open reports whether the article can be signed off.
func (g GateState) Open() bool { return len(g.Standing()) == 0 }

// GateState is an article's gate as it is now.
type GateState struct {
	Reasons []Reason
	SignOff *NamedSignOff // the one that stands
}

// GateOverride is an editor's word that a reason shall not keep the gate closed.
type GateOverride struct {
	ID         int64
	ArticleID  int64
	ClaimID    *int64 // nil for a reason of the gate
	GateCode   GateCode
	Count      int // how many things were behind the reason then
	Reason     string
	UserID     int64
	At         time.Time
	VoidedAt   *time.Time
	VoidedBy   *int64
	VoidReason string
}

// TableName is the table of every override; those of a claim are not the gate's.
func (GateOverride) TableName() string { return "overrides" }

// NamedGateOverride is an override with the names of who made and who voided it.
type NamedGateOverride struct {
	GateOverride
	Name, VoidedName string
}

// SignOff is an editor's signature under one text, named by its SHA-256. Whatever changes in the article afterwards voids it.
type SignOff struct {
	ID         int64
	ArticleID  int64
	RevisionID int64
	SHA256     string `gorm:"column:sha256"`
	UserID     int64
	Role       Role // as it was at that moment
	At         time.Time
	VoidedAt   *time.Time
	VoidedBy   *int64
	VoidReason string
}

// TableName keeps GORM from taking the name apart.
func (SignOff) TableName() string { return "signoffs" }

// NamedSignOff is a sign-off with the names of who made and who voided it.
type NamedSignOff struct {
	SignOff
	Name, VoidedName string
}

// GatePage is all that is known of an article's gate.
type GatePage struct {
	Article
	Desk     string
	Revision Revision // number and sha256 of the current one
	Gate     GateState
	Bar      string              // why this reader cannot sign off, as a sentence; "" where nothing bars them
	Override bool                // whether this reader may override a reason: what bars a signature bars that too, but for having checked alone
	Alone    int                 // sentences that this reader alone has looked at
	Former   []NamedGateOverride // overrides that stand no more, newest first
	SignOffs []NamedSignOff      // all, newest first
}

// Signing is what a person has read when they sign: the text's SHA-256, and the article's count of changes.
type Signing struct {
	SHA256  string
	Changes int
}

// Overriding is an editor's wish to override a reason: which, how many things they saw behind it, and why.
type Overriding struct {
	Code   string
	Count  int
	Reason string
}

// ErrShut is a sign-off that was refused because the gate is closed. It is ErrStale: the page shows what is behind it.
var ErrShut = fmt.Errorf("%w: %w", ErrStale, Invalid{{Field: "gate", Detail: "The gate is closed, so nothing was signed. What is still to do stands below."}})

// GateChanged is the refusal of a decision on a gate that looks otherwise by now, with one sentence that says how. It is ErrStale.
func GateChanged(format string, args ...any) error {
	return fmt.Errorf("%w: %w", ErrStale, Invalid{{Field: "gate", Detail: fmt.Sprintf(format, args...)}})
}

// BarOf says why somebody cannot sign an article off although their role may: who wrote it, or has looked at any of its sentences
// alone, needs another's eyes. alone counts those sentences. While nobody is named as its writer, who brought the article or its
// current revision in stands for them.
func BarOf(a Article, current Revision, userID int64, alone int) string {
	is := func(who *int64) bool { return who != nil && *who == userID }
	switch {
	case is(a.WriterID):
		return "You wrote this article, so somebody else has to sign it off."
	case a.WriterID == nil && is(a.CreatedBy):
		return "You brought this article in, so somebody else has to sign it off."
	case a.WriterID == nil && is(current.CreatedBy):
		return "You brought this revision in, so somebody else has to sign it off."
	case alone == 1:
		return "One sentence was checked by you alone: somebody else has to look at it too, or to sign off."
	case alone > 1:
		return fmt.Sprintf("%d sentences were checked by you alone: somebody else has to look at them too, or to sign off.", alone)
	}
	return ""
}

// maxReason bounds a reason, in code points: it is printed.
const maxReason = 1_000

// CheckReason reads the reason for a decision that is printed with it.
func CheckReason(field, typed string, wrong *Invalid) string {
	reason := strings.TrimSpace(typed)
	switch n := utf8.RuneCountInString(reason); {
	case n == 0:
		wrong.Add(field, "Please give a reason: it is printed with your name.")
	case n > maxReason:
		wrong.Add(field, "Please use at most %d characters.", maxReason)
	}
	return reason
}

// VoidedBy is why a sign-off was voided by a change, from the record's name of what was done, with the numbers of the sentences that are
// to be read again for it.
func VoidedBy(action string, again []int) string {
	reason := "the article changed: " + action
	if len(again) > 0 {
		reason += "; to be read again: " + Numbers(again)
	}
	return reason
}

// Numbers names sentences by their numbers, in order, neighbours as a range.
func Numbers(list []int) string {
	var parts []string
	for i := 0; i < len(list); {
		n := i + 1
		for n < len(list) && list[n] == list[n-1]+1 {
			n++
		}
		part := strconv.Itoa(list[i])
		if n-i > 1 {
			part += "–" + strconv.Itoa(list[n-1])
		}
		parts, i = append(parts, part), n
	}
	if len(list) == 1 {
		return "sentence " + parts[0]
	}
	return "sentences " + strings.Join(parts, ", ")
}
