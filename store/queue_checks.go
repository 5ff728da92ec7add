package store

import (
	"linecheck/models"
)

// waitsForAssignee is the condition that a claim (as c) still waits for the person to whom it is assigned.
const waitsForAssignee = `c.disagree OR c.contested OR c.status IN ('unchecked', 'sealed')
	OR (c.status <> 'sourced' AND c.resolution = 'none')`

// checkedArticle is an article whose checking is the reader's work.
type checkedArticle struct {
	ID           int64
	RevisionID   int64
	DeskID       int64
	SecondReader bool
}

// addChecks adds what the reader has to check: claims given to them, and in the articles that they work on what
// is unread, to be checked again, lost, or without a verdict.
func (q *queueReader) addChecks() error {
	desks := q.desksFor(models.ActCheck)
	if len(desks) == 0 {
		return nil
	}
	mine, err := q.checkedArticles(desks)
	if err != nil {
		return err
	}
	var lost, verdicts []int64
	for _, a := range mine {
		lost = append(lost, a.ID)
		waiting, err := q.addSentences(a)
		if err != nil {
			return err
		}
		verdicts = append(verdicts, waiting...)
	}
	if len(lost) > 0 {
		err := q.claimIDs(models.QueueLost, desks, `c.article_id IN ? AND `+notEndedAsCut+` AND EXISTS (SELECT 1 FROM occurrences o
			WHERE o.claim_id = c.id AND o.revision_id = a.revision_id AND o.placement = 'lost')`, lost)
		if err != nil {
			return err
		}
	}
	err = q.claimIDs(models.QueueAssigned, desks, "c.assignee_id = ? AND ("+waitsForAssignee+")", q.reader.UserID)
	if err != nil || len(verdicts) == 0 {
		return err
	}
	return q.claimIDs(models.QueueVerdict, desks, "c.id IN ?", first(q, verdicts))
}

// checkedArticles returns the first articles in check, by due time, that the reader is assigned to or works on.
// An editor who only decides in an article does not check it as long as a reviewer works on it.
func (q *queueReader) checkedArticles(desks []int64) ([]checkedArticle, error) {
	var list []checkedArticle
	err := q.db.Raw(`SELECT a.id, a.revision_id, a.desk_id, d.second_reader
		FROM article_people p
		JOIN articles a ON a.id = p.article_id AND a.trashed_at IS NULL AND `+inCheck+`
		JOIN desks d ON d.id = a.desk_id
		WHERE p.user_id = ? AND a.desk_id IN ? AND (p.assigned_at IS NOT NULL OR a.desk_id NOT IN ? OR NOT EXISTS (SELECT 1
			FROM article_people o JOIN memberships m ON m.user_id = o.user_id AND m.desk_id = a.desk_id AND m.role = 'reviewer'
			WHERE o.article_id = a.id))
		ORDER BY coalesce(p.due_at, a.due_at) IS NULL, coalesce(p.due_at, a.due_at), a.id DESC LIMIT ?`,
		q.reader.UserID, desks, orNone(q.desksFor(models.ActRule)), maxWorkRows+1).Scan(&list).Error
	if len(list) > maxWorkRows {
		list, q.more = list[:maxWorkRows], true
	}
	return list, err
}

// addSentences adds the unread and the changed sentences of an article, and returns the claims that wait for
// the reader's verdict.
func (q *queueReader) addSentences(a checkedArticle) (verdicts []int64, err error) {
	where, args := "s.revision_id = $1", []any{a.RevisionID}
	blind := q.reader.ChecksBlind(a.DeskID)
	if !blind { // a claim that waits for a sealed verdict can be in any sentence
		where += ` AND s.track_id IN (SELECT t.id FROM tracks t WHERE t.article_id = $2
			AND (t.state IN ('unread', 'open', 'recheck') OR t.dependent`
		if a.SecondReader {
			where += " OR NOT t.twice"
		}
		where, args = where+"))", append(args, a.ID)
	}
	facts, err := loadSentenceFacts(gormRows{q.db}, where, args...)
	if err != nil {
		return nil, err
	}
	var unread, changed []int
	for _, f := range facts {
		if f.Status().State == models.Recheck {
			if f.EqualHeadline == nil {
				changed = append(changed, f.Ordinal)
			}
			continue
		}
		rest, claims := f.WaitsFor(q.reader.UserID, a.SecondReader, blind)
		if rest {
			unread = append(unread, f.Ordinal)
		}
		verdicts = append(verdicts, claims...)
	}
	for kind, numbers := range map[models.QueueKind][]int{models.QueueUnread: unread, models.QueueRecheck: changed} {
		if len(numbers) > 0 {
			q.items = append(q.items, models.QueueItem{Kind: kind, ID: a.ID, ArticleID: a.ID, Ordinal: numbers[0], Sentences: numbers})
		}
	}
	return verdicts, nil
}
