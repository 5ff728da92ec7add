package store

import (
	"context"
	"encoding/json"
	"math"

	"linecheck/models"
)

// SplitSentence splits a sentence in two at code point at of the revision's text, moved to the beginning of the words that
// follow. Refused, with the reason, where a claim would be cut in two.
func (s *Store) SplitSentence(ctx context.Context, r models.Reader, sentenceID int64, at int) (_ models.Place, err error) {
	defer wrap(&err, "split sentence %d at character %d", sentenceID, int64(at))
	return s.splitSentence(ctx, r, sentenceID, func(models.Sentence) int { return at })
}

// SplitSentenceBefore splits a sentence so that its word with that number, counted from 1, is the first of the second half.
func (s *Store) SplitSentenceBefore(ctx context.Context, r models.Reader, sentenceID int64, word int) (_ models.Place, err error) {
	defer wrap(&err, "split sentence %d before word %d", sentenceID, int64(word))
	return s.splitSentence(ctx, r, sentenceID, func(held models.Sentence) int { return held.SplitBefore(word) })
}

func (s *Store) splitSentence(ctx context.Context, r models.Reader, id int64, where func(models.Sentence) int) (models.Place, error) {
	return s.sentenceChange(ctx, r, id, func(t *tx, held heldSentence) error { return t.split(r, held, where(held.Sentence)) })
}

// split cuts a sentence in two at a code point of the text.
func (t *tx) split(r models.Reader, held heldSentence, at int) error {
	if held.Ordinal == 0 {
		return models.Invalid{{Field: "split", Detail: "The title is one sentence: it cannot be split."}}
	}
	claims, err := t.claimsWithin(held.RevisionID, held.Start, held.End)
	if err != nil {
		return err
	}
	halves, err := held.Split(at, claims)
	if err != nil {
		return err
	}
	boundary := models.Boundary{At: halves[1].Start, Begins: true}
	return t.correct(r, held, "sentence split", boundary, []models.Sentence{held.Sentence}, halves)
}

// MergeSentence joins a sentence with the next one. Refused, with the reason, where there is none or it stands in another region.
func (s *Store) MergeSentence(ctx context.Context, r models.Reader, sentenceID int64) (_ models.Place, err error) {
	defer wrap(&err, "merge sentence %d", sentenceID)
	return s.sentenceChange(ctx, r, sentenceID, func(t *tx, held heldSentence) error { return t.merge(r, held) })
}

// merge joins a sentence with the next one.
func (t *tx) merge(r models.Reader, held heldSentence) error {
	if held.Ordinal == 0 {
		return models.Invalid{{Field: "merge", Detail: "The title stands beside the text: it cannot be joined with a sentence."}}
	}
	var next models.Sentence
	err := one(t.DB, &next, "SELECT * FROM sentences WHERE revision_id = ? AND ordinal = ?", held.RevisionID, held.Ordinal+1)
	if isNotFound(err) {
		return models.Invalid{{Field: "merge", Detail: "This is the last sentence: there is none to join it with."}}
	}
	if err != nil {
		return err
	}
	between, err := t.textOf(held.RevisionID, held.End, next.Start)
	if err != nil {
		return err
	}
	joined, err := held.Join(next, between)
	if err != nil {
		return err
	}
	return t.correct(r, held, "sentences merged", models.Boundary{At: next.Start}, []models.Sentence{held.Sentence, next}, joined)
}

// correct cuts sentences anew on a person's word, and writes that down with its event.
func (t *tx) correct(r models.Reader, held heldSentence, action string, b models.Boundary, was, wanted []models.Sentence) error {
	gone, made, err := t.recut(held.ArticleID, held.DeskID, was, wanted)
	if err != nil {
		return err
	}
	b.RevisionID, b.SentenceID, b.MadeBy, b.MadeAt = held.RevisionID, ref(made[0].ID), r.UserID, t.now
	if err := t.Create(&b).Error; err != nil {
		return err
	}
	if err := t.worked(held.ArticleID, r.UserID); err != nil {
		return err
	}
	return t.record(event{actor: r.UserID, action: action, object: "sentence", id: made[0].ID, article: held.ArticleID, desk: held.DeskID,
		before: cutRecord{Sentences: gone}, after: cutRecord{Boundary: b.ID, Sentences: made}})
}

// cutRecord is what an event keeps of sentences that were cut anew: enough to put them back.
type cutRecord struct {
	Boundary  int64         `json:"boundary,omitempty"`
	Sentences []cutSentence `json:"sentences"`
}

// claimsWithin are the live claims that stand, or reach, between two code points of a revision.
func (t *tx) claimsWithin(revisionID int64, start, end int) ([]models.Occurrence, error) {
	var list []models.Occurrence
	err := t.Raw(`SELECT o.* FROM occurrences o JOIN claims c ON c.id = o.claim_id AND c.withdrawn_at IS NULL
		WHERE o.revision_id = ? AND o.start_cp < ? AND o.end_cp > ? AND o.placement <> 'lost' ORDER BY o.start_cp, o.id`, revisionID, end, start).Scan(&list).Error
	return list, err
}

// textOf is what stands between two code points of a revision.
func (t *tx) textOf(revisionID int64, start, end int) (string, error) {
	var words string
	err := t.row("SELECT substr(text, $1, $2) FROM revisions WHERE id = $3", []any{start + 1, end - start, revisionID}, &words)
	return words, err
}

// undoCut takes back the splitting or joining that made a sentence: the sentences before come back with their tracks. Where
// the place was cut anew since, or a claim made since would be cut in two, it is refused.
func (t *tx) undoCut(r models.Reader, action string, sentenceID int64) (models.Place, error) {
	var was, is cutRecord
	if err := t.cutEvent(action, sentenceID, &was, &is); err != nil {
		return models.Place{}, err
	}
	standing, err := t.stillStanding(is)
	if err != nil {
		return models.Place{}, err
	}
	held, err := t.sentence(r, standing[0].ID, models.ActCheck)
	if err != nil {
		return models.Place{}, err
	}
	wanted, err := t.restored(held.RevisionID, was.Sentences)
	if err != nil {
		return models.Place{}, err
	}
	gone, made, err := t.recut(held.ArticleID, held.DeskID, standing, wanted)
	if err != nil {
		return models.Place{}, err
	}
	if err := t.Exec("UPDATE boundaries SET withdrawn_at = ?, withdrawn_by = ? WHERE id = ?", t.now, r.UserID, is.Boundary).Error; err != nil {
		return models.Place{}, err
	}
	if err := t.worked(held.ArticleID, r.UserID); err != nil {
		return models.Place{}, err
	}
	return models.Place{
			ArticleID: held.ArticleID,
			Ordinal:   held.Ordinal,
		}, t.record(
			event{actor: r.UserID, action: undoneCuts[action], object: "sentence", id: made[0].ID,
				article: held.ArticleID, desk: held.DeskID, before: cutRecord{Boundary: is.Boundary, Sentences: gone}, after: cutRecord{Sentences: made}},
		)
}

// undoneCuts names what takes a splitting or joining back.
var undoneCuts = map[string]string{"sentence split": "split withdrawn", "sentences merged": "merge withdrawn"}

// cutEvent reads what the event says that made a sentence by splitting or joining.
func (t *tx) cutEvent(action string, sentenceID int64, was, is *cutRecord) error {
	var before, after string
	err := t.row(
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

// stillStanding finds the sentences that a splitting or joining made, by their tracks: they may have been cut and put back since.
func (t *tx) stillStanding(made cutRecord) ([]models.Sentence, error) {
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
		err = models.Invalid{
			{
				Field:  "undo",
				Detail: "Your last step was to split or join sentences. They have been split or joined again since, so it cannot be taken back alone.",
			},
		}
	}
	return standing, err
}

// restored are former sentences as they are to stand again, if no claim that was made since would be cut by it.
func (t *tx) restored(revisionID int64, was []cutSentence) ([]models.Sentence, error) {
	wanted := make([]models.Sentence, len(was))
	for i, w := range was {
		words, err := t.textOf(revisionID, w.Start, w.End)
		if err != nil {
			return nil, err
		}
		wanted[i] = models.Sentence{TrackID: w.Track, Region: w.Region, Start: w.Start, End: w.End, Text: words, Typed: w.Typed}
	}
	claims, err := t.claimsWithin(revisionID, wanted[0].Start, wanted[len(wanted)-1].End)
	if err != nil {
		return nil, err
	}
	for _, w := range wanted[1:] {
		if reason := models.Tears(claims, w.Start); reason != "" {
			return nil, models.Invalid{{Field: "undo", Detail: reason + " if the sentences were parted again. Withdraw it first."}}
		}
	}
	return wanted, nil
}

// resplit splits an article's text again, for another language.
func (t *tx) resplit(a models.Article, language string) (gone, made []cutSentence, err error) {
	var revision models.Revision
	if err := one(t.DB, &revision, "SELECT text, said FROM revisions WHERE id = ?", *a.RevisionID); err != nil {
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
	return t.recut(a.ID, a.DeskID, standing, models.Resplit(revision.Text, language, revision.Said, standing, boundaries, claims))
}
