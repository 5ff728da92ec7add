package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"

	"linecheck/models"
	"linecheck/text"
)

// undoRecord is added to the events of an undo: the step that they undo.
type undoRecord struct {
	Undoes int64 `json:"undoes"`
}

// addTo adds the record to an event's after.
func (u undoRecord) addTo(after any) (any, error) {
	encoded, err := encodeJSON(after)
	if err != nil {
		return nil, err
	}
	fields := map[string]json.RawMessage{}
	if encoded != "" {
		if err := json.Unmarshal([]byte(encoded), &fields); err != nil {
			return nil, err
		}
	}
	if fields == nil { // null
		fields = map[string]json.RawMessage{}
	}
	fields["undoes"] = json.RawMessage(fmt.Sprint(u.Undoes))
	return fields, nil
}

// Redo repeats the step that the reader last undid in an article, if there was no other change since.
func (s *Store) Redo(ctx context.Context, r models.Reader, articleID int64) (_ models.Location, err error) {
	defer wrap(&err, "redo a step in article %d", articleID)
	place := models.Location{ArticleID: articleID}
	err = s.writeTx(ctx, func(t *tx) error {
		a, err := t.loadArticle(r, articleID, models.ActCheck)
		if err != nil {
			return err
		}
		undone, last, err := t.lastUndone(r, articleID)
		if err != nil {
			return err
		}
		place, err = t.redo(r, a, undone, last)
		return err
	})
	return place, err
}

// lastUndone finds the step that the reader last undid, and the newest event of that undo. It finds none if
// there was a later change.
func (t *tx) lastUndone(r models.Reader, articleID int64) (undoableEvent, models.Event, error) {
	var newest models.Event
	if err := queryOne(t.DB, &newest, "SELECT * FROM events WHERE article_id = ? ORDER BY id DESC LIMIT 1", articleID); err != nil {
		return undoableEvent{}, newest, err
	}
	var by undoRecord
	_ = json.Unmarshal([]byte(newest.After), &by) // an unreadable event is no undo
	var undone undoableEvent
	err := queryOne(
		t.DB,
		&undone,
		"SELECT id, action, object_id, after FROM events WHERE id = ? AND actor_id = ? AND article_id = ?",
		by.Undoes,
		r.UserID,
		articleID,
	)
	if isNotFound(err) {
		err = models.NewFieldError("redo", "There is nothing to redo. You can redo only your last undo, and only if nothing else was "+
			"done here since.")
	}
	return undone, newest, err
}

// redo repeats one step.
func (t *tx) redo(r models.Reader, a models.Article, undone undoableEvent, last models.Event) (models.Location, error) {
	id := undone.ObjectID
	switch undone.Action {
	case "annotation made":
		return t.redoAnnotation(r, id)
	case "evidence given":
		return t.redoEvidence(r, id)
	case "claim made":
		return t.redoClaim(r, a, undone)
	case "reading made":
		return t.redoReadMarks(r, a, last)
	case "suggestion refused":
		return t.redoDismissal(r, a, id)
	case "sentence split", "sentences merged":
		return t.redoBoundary(r, a, undone)
	}
	return models.Location{}, models.NewFieldError("redo", "This step cannot be redone by itself. Please do it again by hand.")
}

func (t *tx) redoAnnotation(r models.Reader, id int64) (models.Location, error) {
	var was models.Annotation
	if err := queryOne(t.DB, &was, "SELECT * FROM annotations WHERE id = ?", id); err != nil {
		return models.Location{}, err
	}
	tag := models.AnnotationInput{Status: string(was.Status), Note: was.Note, Ruling: was.Ruling}
	if err := t.queryRow("SELECT coalesce(max(reason), '') FROM overrides WHERE annotation_id = $1", []any{id}, &tag.Override); err != nil {
		return models.Location{}, err
	}
	var evidence []models.Evidence
	if err := t.Where("annotation_id = ? AND withdrawn_at = ?", id, was.WithdrawnAt).Order("id").Find(&evidence).Error; err != nil {
		return models.Location{}, err
	}
	act := models.ActCheck
	if tag.Ruling || tag.Override != "" {
		act = models.ActRule
	}
	c, err := t.loadClaim(r, was.ClaimID, act)
	if err != nil {
		return models.Location{}, err
	}
	place, err := t.claimLocation(c.ID)
	if err != nil {
		return place, err
	}
	list := make([]evidenceInput, len(evidence))
	for i, e := range evidence {
		list[i] = evidenceInputOf(e)
	}
	_, err = t.annotate(r, c, was.Status, tag, list)
	return place, err
}

// evidenceInputOf converts a piece of evidence back to its input.
func evidenceInputOf(e models.Evidence) evidenceInput {
	return evidenceInput{source: models.Source{ID: e.SourceID},
		evidence: models.Evidence{Class: e.Class, Stance: e.Stance, Quote: e.Quote, Locator: e.Locator, AccessedOn: e.AccessedOn}}
}

func (t *tx) redoEvidence(r models.Reader, id int64) (models.Location, error) {
	var was models.Evidence
	if err := queryOne(t.DB, &was, "SELECT * FROM evidence WHERE id = ?", id); err != nil {
		return models.Location{}, err
	}
	return t.changeClaimByID(r, was.ClaimID, func(c claimForUpdate) error { return t.addEvidenceOnly(r, c, evidenceInputOf(was)) })
}

func (t *tx) redoClaim(r models.Reader, a models.Article, undone undoableEvent) (models.Location, error) {
	place := models.Location{ArticleID: a.ID}
	var was models.Claim
	if err := queryOne(t.DB, &was, "SELECT * FROM claims WHERE id = ?", undone.ObjectID); err != nil {
		return place, err
	}
	var at struct {
		Start, End int
		Exact      string
	}
	if err := json.Unmarshal([]byte(undone.After), &at); err != nil {
		return place, fmt.Errorf("reading event %d: %w", undone.ID, err)
	}
	o, touched, err := t.locateSelection(a, models.Selection{Start: at.Start, End: at.End, Quote: at.Exact, WithinWord: true})
	if err != nil {
		return place, err
	}
	place.Ordinal = touched[0].Ordinal
	place.ClaimID, err = t.createClaimAt(r, a, was.Kind, was.Risk, o, touched, was.FormerClaimID)
	return place, err
}

// withdrawnMark is a sentence of the current revision with the reader's mark on it that an undo withdrew.
type withdrawnMark struct {
	ID        int64 // of the sentence
	Start     int
	Reading   int64
	RangeSize int
}

// redoReadMarks restores the marks that an undo withdrew: several, if they belonged to one offer or range. Each leaves out the words that
// it left out before, although their claims may be gone.
func (t *tx) redoReadMarks(r models.Reader, a models.Article, last models.Event) (models.Location, error) {
	place := models.Location{ArticleID: a.ID}
	var marks []withdrawnMark
	err := t.Raw(`SELECT s.id, s.start_cp AS start, x.id AS reading, x.range_size
		FROM readings x
		JOIN sentences s ON s.track_id = x.track_id AND s.revision_id = ?
		WHERE x.reader_id = ? AND x.withdrawn_by = ? AND x.withdrawn_at = ?
		ORDER BY s.ordinal`, *a.RevisionID, r.UserID, r.UserID, last.At).
		Scan(&marks).
		Error
	if err != nil {
		return place, err
	}
	var by *offerRecord
	if len(marks) > 1 || len(marks) == 1 && marks[0].RangeSize > 0 {
		by = &offerRecord{Offer: t.chain.Length + 1, Of: marks[0].ID, Range: marks[0].RangeSize}
	}
	for i, m := range marks {
		held, err := t.loadSentence(r, m.ID, models.ActCheck)
		if err != nil {
			return place, err
		}
		gaps, err := t.markGaps(m)
		if err != nil {
			return place, err
		}
		if err := t.markRead(r, held, by, gaps...); err != nil {
			return place, err
		}
		if i == 0 {
			place.Ordinal = held.Ordinal
		} else {
			place.OtherOrdinals = append(place.OtherOrdinals, held.Ordinal)
		}
	}
	if place.Ordinal == 0 {
		return place, models.NewOutdatedOfferError("The sentence was split or joined since, so nothing was done.")
	}
	return place, nil
}

// markGaps returns the words that a mark leaves out, in code points of the revision's text.
func (t *tx) markGaps(m withdrawnMark) ([]text.Span, error) {
	var gaps []text.Span
	err := t.queryEach(
		"SELECT start_cp, end_cp FROM read_mark_gaps WHERE reading_id = $1 ORDER BY start_cp, end_cp",
		[]any{m.Reading},
		func(rows *sql.Rows) error {
			var g text.Span
			err := rows.Scan(&g.Start, &g.End)
			gaps = append(gaps, text.Span{Start: m.Start + g.Start, End: m.Start + g.End})
			return err
		},
	)
	return gaps, err
}

func (t *tx) redoDismissal(r models.Reader, a models.Article, id int64) (models.Location, error) {
	var was models.SuggestionDismissal
	if err := queryOne(t.DB, &was, "SELECT * FROM refusals WHERE id = ?", id); err != nil {
		return models.Location{}, err
	}
	var sentence int64
	err := queryOne(t.DB, &sentence, "SELECT id FROM sentences WHERE revision_id = ? AND track_id = ?", *a.RevisionID, was.TrackID)
	if err != nil {
		return models.Location{}, err
	}
	return t.changeSentenceByID(r, sentence, func(held sentenceForUpdate) error {
		return t.dismissSuggestion(r, held, models.Suggestion{Sort: was.Sort, Key: was.Key, Words: was.Words})
	})
}

func (t *tx) redoBoundary(r models.Reader, a models.Article, undone undoableEvent) (models.Location, error) {
	var is boundaryRecord
	if err := json.Unmarshal([]byte(undone.After), &is); err != nil {
		return models.Location{}, fmt.Errorf("reading event %d: %w", undone.ID, err)
	}
	var sentence int64
	err := queryOne(
		t.DB,
		&sentence,
		"SELECT id FROM sentences WHERE revision_id = ? AND ordinal > 0 AND start_cp = ?",
		*a.RevisionID,
		is.Sentences[0].Start,
	)
	if err != nil {
		return models.Location{}, err
	}
	return t.changeSentenceByID(r, sentence, func(held sentenceForUpdate) error {
		if undone.Action == "sentence split" {
			return t.split(r, held, is.Sentences[1].Start)
		}
		return t.merge(r, held)
	})
}

// changeSentenceByID runs a change of a sentence and returns its location.
func (t *tx) changeSentenceByID(r models.Reader, id int64, do func(sentenceForUpdate) error) (models.Location, error) {
	held, err := t.loadSentence(r, id, models.ActCheck)
	if err != nil {
		return models.Location{}, err
	}
	return models.Location{ArticleID: held.ArticleID, Ordinal: held.Ordinal}, do(held)
}

// OwnEvent reads an event of the reader's own in an article, to describe what they undid.
func (s *Store) OwnEvent(ctx context.Context, r models.Reader, articleID, id int64) (_ models.Event, err error) {
	defer wrap(&err, "read event %d", id)
	var e models.Event
	return e, queryOne(s.readDB(ctx), &e, "SELECT * FROM events WHERE id = ? AND article_id = ? AND actor_id = ?", id, articleID, r.UserID)
}
