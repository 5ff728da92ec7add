package store

import (
	"context"
	"encoding/json"
	"math"

	"linecheck/models"
)

// SplitSentence splits a sentence at code point at of the revision's text, moved to the beginning of the next
// word. It returns an error if a claim would be cut in two.
func (s *Store) SplitSentence(ctx context.Context, r models.Reader, sentenceID int64, at int) (_ models.Location, err error) {
	defer wrap(&err, "split sentence %d at character %d", sentenceID, int64(at))
	return s.splitSentence(ctx, r, sentenceID, func(models.Sentence) int { return at })
}

// SplitSentenceBefore splits a sentence so that its word with a number, counted from 1, begins the second
// half.
func (s *Store) SplitSentenceBefore(ctx context.Context, r models.Reader, sentenceID int64, word int) (_ models.Location, err error) {
	defer wrap(&err, "split sentence %d before word %d", sentenceID, int64(word))
	return s.splitSentence(ctx, r, sentenceID, func(held models.Sentence) int { return held.SplitOffset(word) })
}

func (s *Store) splitSentence(ctx context.Context, r models.Reader, id int64, where func(models.Sentence) int) (models.Location, error) {
	return s.changeSentence(ctx, r, id, func(t *tx, held sentenceForUpdate) error { return t.split(r, held, where(held.Sentence)) })
}

// split splits a sentence at a code point of the text.
func (t *tx) split(r models.Reader, held sentenceForUpdate, at int) error {
	if held.Ordinal == 0 {
		return models.NewFieldError("split", "The title is one sentence: it cannot be split.")
	}
	claims, err := t.claimsWithin(held.RevisionID, held.Start, held.End)
	if err != nil {
		return err
	}
	halves, err := held.Split(at, claims)
	if err != nil {
		return err
	}
	if err := t.checkSentenceLimit(held.RevisionID, len(halves)-1, "split"); err != nil {
		return err
	}
	boundary := models.Boundary{At: halves[1].Start, Begins: true}
	return t.applyBoundary(r, held, "sentence split", boundary, []models.Sentence{held.Sentence}, halves)
}

// checkSentenceLimit refuses to add sentences to a revision that would then have too many. The error is that
// of the form's field.
func (t *tx) checkSentenceLimit(revisionID int64, more int, field string) error {
	var n int
	if err := t.queryRow("SELECT count(*) FROM sentences WHERE revision_id = $1 AND ordinal > 0", []any{revisionID}, &n); err != nil {
		return err
	}
	return t.limits.CheckSplit(n, n+more, field)
}

// MergeSentence merges a sentence with the next one. It returns an error if there is none, or if it is in
// another region.
func (s *Store) MergeSentence(ctx context.Context, r models.Reader, sentenceID int64) (_ models.Location, err error) {
	defer wrap(&err, "merge sentence %d", sentenceID)
	return s.changeSentence(ctx, r, sentenceID, func(t *tx, held sentenceForUpdate) error { return t.merge(r, held) })
}

// merge merges a sentence with the next one.
func (t *tx) merge(r models.Reader, held sentenceForUpdate) error {
	if held.Ordinal == 0 {
		return models.NewFieldError("merge", "The title stands beside the text: it cannot be joined with a sentence.")
	}
	var next models.Sentence
	err := queryOne(t.DB, &next, "SELECT * FROM sentences WHERE revision_id = ? AND ordinal = ?", held.RevisionID, held.Ordinal+1)
	if isNotFound(err) {
		return models.NewFieldError("merge", "This is the last sentence: there is none to join it with.")
	}
	if err != nil {
		return err
	}
	between, err := t.textBetween(held.RevisionID, held.End, next.Start)
	if err != nil {
		return err
	}
	joined, err := held.Join(next, between)
	if err != nil {
		return err
	}
	return t.applyBoundary(r, held, "sentences merged", models.Boundary{At: next.Start}, []models.Sentence{held.Sentence, next}, joined)
}

// applyBoundary replaces sentences according to a manual boundary, and records the event.
func (t *tx) applyBoundary(r models.Reader, held sentenceForUpdate, action string, b models.Boundary, was, wanted []models.Sentence) error {
	gone, made, err := t.resegment(held.ArticleID, held.DeskID, was, wanted)
	if err != nil {
		return err
	}
	b.RevisionID, b.SentenceID, b.MadeBy, b.MadeAt = held.RevisionID, nullableID(made[0].ID), r.UserID, t.now
	if err := t.Create(&b).Error; err != nil {
		return err
	}
	if err := t.touchActivity(held.ArticleID, r.UserID); err != nil {
		return err
	}
	return t.recordEvent(
		event{actor: r.UserID, action: action, object: "sentence", id: made[0].ID, article: held.ArticleID, desk: held.DeskID,
			before: boundaryRecord{Sentences: gone}, after: boundaryRecord{Boundary: b.ID, Sentences: made}},
	)
}

// boundaryRecord is what an event stores of replaced sentences, to restore them.
type boundaryRecord struct {
	Boundary  int64           `json:"boundary,omitempty"`
	Sentences []segmentRecord `json:"sentences"`
}

// claimsWithin returns the live claims that overlap a span of a revision.
func (t *tx) claimsWithin(revisionID int64, start, end int) ([]models.Occurrence, error) {
	var list []models.Occurrence
	err := t.Raw(`SELECT o.* FROM occurrences o JOIN claims c ON c.id = o.claim_id AND c.withdrawn_at IS NULL
		WHERE o.revision_id = ? AND o.start_cp < ? AND o.end_cp > ? AND o.placement <> 'lost' ORDER BY o.start_cp, o.id`, revisionID, end, start).Scan(&list).Error
	return list, err
}

// textBetween returns the text of a span of a revision.
func (t *tx) textBetween(revisionID int64, start, end int) (string, error) {
	var words string
	err := t.queryRow("SELECT substr(text, $1, $2) FROM revisions WHERE id = $3", []any{start + 1, end - start, revisionID}, &words)
	return words, err
}

// undoBoundary undoes the split or merge that made a sentence. The former sentences are restored with their
// tracks. It returns an error if the sentences have changed again, or if a newer claim would be cut in two.
func (t *tx) undoBoundary(r models.Reader, action string, sentenceID int64) (models.Location, error) {
	var was, is boundaryRecord
	if err := t.loadBoundaryEvent(action, sentenceID, &was, &is); err != nil {
		return models.Location{}, err
	}
	standing, err := t.currentSentencesOf(is)
	if err != nil {
		return models.Location{}, err
	}
	held, err := t.loadSentence(r, standing[0].ID, models.ActCheck)
	if err != nil {
		return models.Location{}, err
	}
	wanted, err := t.sentencesToRestore(held.RevisionID, was.Sentences)
	if err != nil {
		return models.Location{}, err
	}
	if err := t.checkSentenceLimit(held.RevisionID, len(wanted)-len(standing), "split"); err != nil {
		return models.Location{}, err
	}
	gone, made, err := t.resegment(held.ArticleID, held.DeskID, standing, wanted)
	if err != nil {
		return models.Location{}, err
	}
	if err := t.Exec("UPDATE boundaries SET withdrawn_at = ?, withdrawn_by = ? WHERE id = ?", t.now, r.UserID, is.Boundary).Error; err != nil {
		return models.Location{}, err
	}
	if err := t.touchActivity(held.ArticleID, r.UserID); err != nil {
		return models.Location{}, err
	}
	return models.Location{
			ArticleID: held.ArticleID,
			Ordinal:   held.Ordinal,
		}, t.recordEvent(
			event{actor: r.UserID, action: boundaryUndoActions[action], object: "sentence", id: made[0].ID,
				article: held.ArticleID, desk: held.DeskID, before: boundaryRecord{Boundary: is.Boundary, Sentences: gone}, after: boundaryRecord{Sentences: made}},
		)
}

// boundaryUndoActions maps actions to those that undo them.
var boundaryUndoActions = map[string]string{"sentence split": "split withdrawn", "sentences merged": "merge withdrawn"}

// loadBoundaryEvent reads the event that made a sentence by splitting or merging.
func (t *tx) loadBoundaryEvent(action string, sentenceID int64, was, is *boundaryRecord) error {
	var before, after string
	err := t.queryRow(
		"SELECT before, after FROM events WHERE object = 'sentence' AND object_id = $1 AND action = $2",
		[]any{sentenceID, action},
		&before,
		&after,
	)
	if err != nil {
		return err
	}
	if err := json.Unmarshal([]byte(before), was); err != nil {
		return err
	}
	return json.Unmarshal([]byte(after), is)
}

// currentSentencesOf finds the sentences made by a split or merge, by their tracks, since they may have been
// replaced and restored.
func (t *tx) currentSentencesOf(made boundaryRecord) ([]models.Sentence, error) {
	tracks := make([]int64, len(made.Sentences))
	for i, m := range made.Sentences {
		tracks[i] = m.Track
	}
	var standing []models.Sentence
	err := t.Raw("SELECT s.* FROM sentences s JOIN boundaries b ON b.revision_id = s.revision_id WHERE s.track_id IN ? AND b.id = ? ORDER BY s.ordinal",
		tracks, made.Boundary).
		Scan(&standing).
		Error
	if err == nil && len(standing) != len(tracks) {
		err = models.ValidationErrors{
			{
				Field:  "undo",
				Detail: "Your last step was to split or join sentences. They have been split or joined again since, so it cannot be taken back alone.",
			},
		}
	}
	return standing, err
}

// sentencesToRestore returns former sentences for restoring, or an error if a newer claim would be cut.
func (t *tx) sentencesToRestore(revisionID int64, was []segmentRecord) ([]models.Sentence, error) {
	wanted := make([]models.Sentence, len(was))
	for i, w := range was {
		words, err := t.textBetween(revisionID, w.Start, w.End)
		if err != nil {
			return nil, err
		}
		wanted[i] = models.Sentence{TrackID: w.Track, Region: w.Region, Start: w.Start, End: w.End, Text: words, Provenance: w.Typed}
	}
	claims, err := t.claimsWithin(revisionID, wanted[0].Start, wanted[len(wanted)-1].End)
	if err != nil {
		return nil, err
	}
	for _, w := range wanted[1:] {
		if reason := models.DescribeSplitClaim(claims, w.Start); !reason.IsZero() {
			return nil, models.NewFieldError("undo", "%s if the sentences were parted again. Withdraw it first.", reason)
		}
	}
	return wanted, nil
}

// resegmentForLanguage segments an article's text again for another language.
func (t *tx) resegmentForLanguage(a models.Article, language string) (gone, made []segmentRecord, err error) {
	var revision models.Revision
	if err := queryOne(t.DB, &revision, "SELECT text, said FROM revisions WHERE id = ?", *a.RevisionID); err != nil {
		return nil, nil, err
	}
	var standing []models.Sentence
	if err := t.Where("revision_id = ? AND ordinal > 0", *a.RevisionID).Order("ordinal").Find(&standing).Error; err != nil {
		return nil, nil, err
	}
	var boundaries []models.Boundary
	if err := t.Where("revision_id = ? AND withdrawn_at IS NULL", *a.RevisionID).Order("id").Find(&boundaries).Error; err != nil {
		return nil, nil, err
	}
	claims, err := t.claimsWithin(*a.RevisionID, 0, math.MaxInt32)
	if err != nil {
		return nil, nil, err
	}
	wanted := models.ResegmentText(revision.Text, language, revision.Markup, standing, boundaries, claims)
	if err := t.limits.CheckSplit(len(standing), len(wanted), "language"); err != nil {
		return nil, nil, err
	}
	return t.resegment(a.ID, a.DeskID, standing, wanted)
}
