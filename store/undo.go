package store

import (
	"context"
	"fmt"

	"linecheck/models"
)

// undoQuery finds the newest event of a user in an article that the user can undo alone and that has not been
// undone.
const undoQuery = `SELECT e.id, e.action, e.object_id, e.after FROM events e WHERE e.actor_id = ? AND e.article_id = ?
	AND (e.action = 'annotation made' AND EXISTS (SELECT 1 FROM annotations n JOIN claims c ON c.id = n.claim_id WHERE n.id = e.object_id AND n.withdrawn_at IS NULL AND c.withdrawn_at IS NULL)
		OR e.action = 'claim made' AND EXISTS (SELECT 1 FROM claims c WHERE c.id = e.object_id AND c.withdrawn_at IS NULL)
		OR e.action = 'reading made' AND EXISTS (SELECT 1 FROM readings x JOIN articles a ON a.id = e.article_id WHERE x.id = e.object_id AND x.withdrawn_at IS NULL AND x.revision_id = a.revision_id)
		OR e.action = 'sentence confirmed' AND EXISTS (SELECT 1 FROM readings x JOIN articles a ON a.id = e.article_id WHERE x.id = e.object_id AND x.withdrawn_at IS NULL AND x.revision_id = a.revision_id)
		OR e.action = 'occurrence added' AND EXISTS (SELECT 1 FROM occurrences o JOIN claims c ON c.id = o.claim_id JOIN articles a ON a.revision_id = o.revision_id
			WHERE o.claim_id = e.object_id AND o.event_id = e.id AND c.withdrawn_at IS NULL AND a.id = e.article_id)
		OR e.action IN ('sentence split', 'sentences merged') AND EXISTS (SELECT 1 FROM boundaries b JOIN articles a ON a.revision_id = b.revision_id
			WHERE b.sentence_id = e.object_id AND b.withdrawn_at IS NULL AND a.id = e.article_id)
		OR e.action = 'suggestion refused' AND EXISTS (SELECT 1 FROM refusals f WHERE f.id = e.object_id AND f.withdrawn_at IS NULL)
		OR e.action = 'evidence given' AND EXISTS (SELECT 1 FROM evidence v JOIN claims c ON c.id = v.claim_id
			WHERE v.id = e.object_id AND v.withdrawn_at IS NULL AND v.annotation_id IS NULL AND c.withdrawn_at IS NULL))
	ORDER BY e.id DESC LIMIT 1`

// undoableEvent is an event that can be undone.
type undoableEvent struct {
	ID       int64
	Action   string
	ObjectID int64
	After    string
}

// Undo undoes the reader's last step in an article: an annotation, a claim, a read mark, evidence, a split or
// merge of sentences, or everything that one offer of duplicates changed.
func (s *Store) Undo(ctx context.Context, r models.Reader, articleID int64) (_ models.Location, err error) {
	defer wrap(&err, "undo a step in article %d", articleID)
	place := models.Location{ArticleID: articleID}
	err = s.writeTx(ctx, func(t *tx) error {
		if _, err := t.loadArticle(r, articleID, models.ActCheck); err != nil {
			return err
		}
		var last undoableEvent
		err := queryOne(t.DB, &last, undoQuery, r.UserID, articleID)
		if isNotFound(err) {
			return models.NewFieldError("undo", "There is nothing of yours left to undo in this article.")
		}
		if err != nil {
			return err
		}
		t.undoes = last.ID
		defer func() { t.undoes = 0 }()
		place, err = t.undo(r, last)
		place.UndoneEventID = last.ID
		return err
	})
	return place, err
}

// undo undoes one step.
func (t *tx) undo(r models.Reader, last undoableEvent) (models.Location, error) {
	id := last.ObjectID
	switch last.Action {
	case "annotation made":
		var a models.Annotation
		if err := queryOne(t.DB, &a, "SELECT * FROM annotations WHERE id = ?", id); err != nil {
			return models.Location{}, err
		}
		return t.changeClaimByID(r, a.ClaimID, func(c claimForUpdate) error { return t.withdrawAnnotation(r, c, a) })
	case "evidence given":
		var e models.Evidence
		if err := queryOne(t.DB, &e, "SELECT * FROM evidence WHERE id = ?", id); err != nil {
			return models.Location{}, err
		}
		return t.changeClaimByID(r, e.ClaimID, func(c claimForUpdate) error { return t.withdrawEvidence(r, c, e) })
	case "claim made":
		c, err := t.loadClaim(r, id, models.ActCheck)
		if err != nil {
			return models.Location{}, err
		}
		place, err := t.withdrawClaim(r, c)
		place.ClaimID = 0
		return place, err
	case "reading made":
		return t.undoReadMarks(r, last)
	case "sentence confirmed":
		return t.undoConfirmation(r, last)
	case "occurrence added":
		return t.undoAddedOccurrences(r, last)
	case "suggestion refused":
		return t.restoreSuggestion(r, id)
	case "sentence split", "sentences merged":
		return t.undoBoundary(r, last.Action, id)
	}
	return models.Location{}, fmt.Errorf("an act that cannot be undone: %q", last.Action)
}

// changeClaimByID runs a change of a claim and returns its location.
func (t *tx) changeClaimByID(r models.Reader, claimID int64, do func(claimForUpdate) error) (models.Location, error) {
	c, err := t.loadClaim(r, claimID, models.ActCheck)
	if err != nil {
		return models.Location{}, err
	}
	place, err := t.claimLocation(claimID)
	if err != nil {
		return place, err
	}
	return place, do(c)
}

func (t *tx) undoReadMark(r models.Reader, id int64) (models.Location, error) {
	var row models.ReadMark
	if err := queryOne(t.DB, &row, "SELECT * FROM readings WHERE id = ?", id); err != nil {
		return models.Location{}, err
	}
	var sentenceID int64
	err := queryOne(t.DB, &sentenceID, "SELECT id FROM sentences WHERE track_id = ? AND revision_id = ?", row.TrackID, row.RevisionID)
	if isNotFound(err) {
		return t.undoFormerReadMark(r, row)
	}
	if err != nil {
		return models.Location{}, err
	}
	held, err := t.loadSentence(r, sentenceID, models.ActCheck)
	if err != nil {
		return models.Location{}, err
	}
	return models.Location{ArticleID: held.ArticleID, Ordinal: held.Ordinal}, t.withdrawReadMark(r, held, row)
}
