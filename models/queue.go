package models

import (
	"cmp"
	"slices"
	"strconv"
	"time"
)

// QueueKind says why something waits for a user. It is one of the filters of their queue.
type QueueKind string

// The kinds, in the order in which an article's group and the filters show them.
const (
	QueueQuery        QueueKind = "query"        // asked of the user and open, or asked by them and answered
	QueueMention      QueueKind = "mention"      // a note or query that mentions the user
	QueueRuling       QueueKind = "ruling"       // reviewers disagree, and the user may rule
	QueueDisagreement QueueKind = "disagreement" // others disagree with the user's verdict
	QueueCorrection   QueueKind = "correction"   // a correction to decide, or an accepted one that is not in the text
	QueueOutcome      QueueKind = "outcome"      // a disputed or unverified claim without an outcome
	QueueRecheck      QueueKind = "recheck"      // what changed since it was settled, or was contradicted since
	QueueLost         QueueKind = "lost"         // a claim without a place
	QueueAssigned     QueueKind = "assigned"     // a claim given to the user
	QueueVerdict      QueueKind = "verdict"      // a claim that lacks the user's verdict
	QueueUnread       QueueKind = "unread"       // sentences that the user has to read
	QueueWords        QueueKind = "words"        // words added in the user's name, whose authorship nobody has stated
	QueueSignOff      QueueKind = "sign-off"     // a gate that waits for the user's sign-off alone
)

// QueueKinds lists every kind in order.
var QueueKinds = []QueueKind{
	QueueQuery,
	QueueMention,
	QueueRuling,
	QueueDisagreement,
	QueueCorrection,
	QueueOutcome,
	QueueRecheck,
	QueueLost,
	QueueAssigned,
	QueueVerdict,
	QueueUnread,
	QueueWords,
	QueueSignOff,
}

// ParseQueueKind parses a kind, as the filter of the queue names it.
func ParseQueueKind(s string) (QueueKind, error) { return parse(s, "kind of item", QueueKinds) }

// MaxQueueItems limits the items of each kind in a queue, and so the time that it takes to read them.
const MaxQueueItems = 100

// Queue is everything that waits for one user, grouped by article.
type Queue struct {
	Groups []QueueGroup
	More   bool // some kind has more than MaxQueueItems
}

// QueueGroup contains the items of one article.
type QueueGroup struct {
	QueueArticle
	Items []QueueItem
}

// QueueArticle is an article in a queue.
type QueueArticle struct {
	ID       int64
	DeskID   int64
	Title    string
	Language string
	Desk     string
	Revision int
	DueAt    *time.Time // of the user's assignment, else of the article
	Assigned bool       // the article is assigned to the user
}

// QueueItem is one thing that waits for a user. The field that belongs to its kind is set.
type QueueItem struct {
	Kind       QueueKind
	ID         int64 // of the query, mention, claim or correction; else of the article
	ArticleID  int64
	DueAt      *time.Time // the claim's own; nil for none
	Risk       Risk
	Ordinal    int // the sentence's number; 0 for the title, or for none
	Query      *QueryRow
	Claim      *ClaimRow
	Correction *NamedCorrection // with its claim
	Sentences  []int            // the numbers of the sentences to read or to check again
	Words      *UnclaimedWords
	Mention    *WaitingMention
}

// QueryID returns the id of the query that the item is about; 0 for none.
func (i QueueItem) QueryID() int64 {
	switch {
	case i.Query != nil:
		return i.Query.ID
	case i.Mention != nil:
		return i.Mention.QueryID
	}
	return 0
}

// Key names an item within a queue, as a URL does.
func (i QueueItem) Key() string {
	key := string(i.Kind) + "-" + strconv.FormatInt(i.ID, 10)
	switch {
	case i.Words != nil: // there may be several revisions
		key += "-" + strconv.Itoa(i.Words.Number)
	case i.Sentences != nil: // a claim of the same number may wait for the same reason
		key = string(i.Kind) + "-article-" + strconv.FormatInt(i.ID, 10)
	}
	return key
}

// Count returns the number of items.
func (q Queue) Count() int {
	n := 0
	for _, g := range q.Groups {
		n += len(g.Items)
	}
	return n
}

// CountByKind returns the number of items of every kind.
func (q Queue) CountByKind() map[QueueKind]int {
	n := map[QueueKind]int{}
	for _, g := range q.Groups {
		for _, i := range g.Items {
			n[i.Kind]++
		}
	}
	return n
}

// Of returns the items of one kind; "" returns all.
func (q Queue) Of(kind QueueKind) Queue {
	if kind == "" {
		return q
	}
	of := Queue{More: q.More}
	for _, g := range q.Groups {
		items := slices.DeleteFunc(slices.Clone(g.Items), func(i QueueItem) bool { return i.Kind != kind })
		if len(items) > 0 {
			of.Groups = append(of.Groups, QueueGroup{g.QueueArticle, items})
		}
	}
	return of
}

// Find returns the item with a key and its group. If there is none, it returns the first item.
func (q Queue) Find(key string) (group QueueGroup, item QueueItem, ok bool) {
	for _, g := range q.Groups {
		for _, i := range g.Items {
			if !ok || i.Key() == key {
				group, item, ok = g, i, true
			}
			if i.Key() == key {
				return group, item, true
			}
		}
	}
	return group, item, ok
}

// Position returns the place of an item in the queue, from 1; 0 if it is not there.
func (q Queue) Position(key string) int {
	n := 0
	for _, g := range q.Groups {
		for _, i := range g.Items {
			if n++; i.Key() == key {
				return n
			}
		}
	}
	return 0
}

// NewQueue groups items by article and orders them: articles by the earliest due time in them, without one
// last; items by risk, then in the order of the text.
func NewQueue(articles []QueueArticle, items []QueueItem) Queue {
	at := map[int64]int{}
	var q Queue
	for _, a := range articles {
		at[a.ID] = len(q.Groups)
		q.Groups = append(q.Groups, QueueGroup{QueueArticle: a})
	}
	for _, i := range items {
		if n, known := at[i.ArticleID]; known {
			q.Groups[n].Items = append(q.Groups[n].Items, i)
		}
	}
	q.Groups = slices.DeleteFunc(q.Groups, func(g QueueGroup) bool { return len(g.Items) == 0 })
	for _, g := range q.Groups {
		slices.SortStableFunc(g.Items, compareQueueItems)
	}
	slices.SortStableFunc(q.Groups, func(a, b QueueGroup) int {
		return cmp.Or(compareDue(a.earliest(), b.earliest()), cmp.Compare(b.ID, a.ID))
	})
	return q
}

// earliest returns the earliest due time of the article and its items.
func (g QueueGroup) earliest() *time.Time {
	due := g.DueAt
	for _, i := range g.Items {
		if compareDue(i.DueAt, due) < 0 {
			due = i.DueAt
		}
	}
	return due
}

// compareDue orders due times; none comes last.
func compareDue(a, b *time.Time) int {
	switch {
	case a == nil && b == nil:
		return 0
	case a == nil:
		return 1
	case b == nil:
		return -1
	}
	return a.Compare(*b)
}

// compareQueueItems orders the items of one article. What concerns the article as a whole comes last.
func compareQueueItems(a, b QueueItem) int {
	whole := func(i QueueItem) int {
		if i.Kind == QueueUnread || i.Kind == QueueWords || i.Kind == QueueSignOff {
			return 1
		}
		return 0
	}
	return cmp.Or(
		cmp.Compare(whole(a), whole(b)),
		cmp.Compare(riskRank(b.Risk), riskRank(a.Risk)),
		compareDue(a.DueAt, b.DueAt),
		cmp.Compare(a.Ordinal, b.Ordinal),
		cmp.Compare(slices.Index(QueueKinds, a.Kind), slices.Index(QueueKinds, b.Kind)),
		cmp.Compare(a.ID, b.ID),
	)
}

// riskRank returns the place of a risk on the list, 0 for an unknown one.
func riskRank(r Risk) int { return slices.Index(Risks, r) + 1 }

// WaitsFor returns what a sentence of a desk demands of a user who checks there: its rest, and the claims
// that lack their verdict. That is what nobody has checked, and what needs another person, unless the user
// wrote it. blind means that the answer must not depend on the verdicts of others.
func (f SentenceFacts) WaitsFor(user int64, secondReader, blind bool) (rest bool, claims []int64) {
	if f.EqualHeadline != nil {
		return false, nil
	}
	status := f.Status()
	another := !f.WrittenBy(user) && (secondReader && !status.ReadByTwo || status.OnlyAuthorsChecked)
	for _, part := range f.Parts() {
		mine := slices.Contains(part.CheckedBy, user)
		missing := len(part.CheckedBy) == 0 || another && !mine
		switch {
		case part.ClaimID != 0 && blind:
			missing = !mine
		case part.ClaimID != 0 && !missing && !mine:
			missing = slices.ContainsFunc(f.Claims, func(c ClaimFacts) bool { return c.ID == part.ClaimID && c.Status == Unchecked })
		}
		switch {
		case !missing:
		case part.ClaimID == 0:
			rest = true
		default:
			claims = append(claims, part.ClaimID)
		}
	}
	return rest, claims
}
