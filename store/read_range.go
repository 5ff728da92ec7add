package store

import (
	"context"
	"slices"

	"gorm.io/gorm"

	"linecheck/models"
	"linecheck/text"
)

// rangeSentence is a sentence of a range inside a transaction.
type rangeSentence struct {
	sentenceForUpdate
	covered []text.Span // what claims covered when its reader saw it
}

// MarkRangeRead marks neighbouring sentences as read with nothing to check, in one step that one undo reverts. Each of
// them is checked like a single one, by its id and by the words that its reader saw; if any of these has changed, none
// is marked. The range leaves out sentences with a claim or a suggestion, those to recheck, and those that the reader
// has marked: Location.Range lists them.
func (s *Store) MarkRangeRead(ctx context.Context, r models.Reader, in models.ReadRange) (_ models.Location, err error) {
	defer wrap(&err, "mark %d sentences of article %d as read", int64(len(in.Sentences)), in.Article.ID)
	place := models.Location{ArticleID: in.Article.ID}
	err = s.writeTx(ctx, func(t *tx) error {
		list, at, err := t.loadRange(r, in)
		place.Ordinal = at
		if err != nil {
			return err
		}
		place.Range, err = t.markRange(r, in, list)
		if err == nil {
			place.OtherOrdinals = place.Range.Ordinals()
			place = place.SeenFrom(place.Range.NextOrdinal())
		}
		return err
	})
	return place, err
}

// markRange marks the sentences of a range that nothing speaks against.
func (t *tx) markRange(r models.Reader, in models.ReadRange, list []rangeSentence) (*models.RangeResult, error) {
	dismissed, err := dismissedSuggestions(t.DB, in.Article.ID)
	if err != nil {
		return nil, err
	}
	var result models.RangeResult
	var marked []sentenceForUpdate
	for _, one := range list {
		shown, err := t.rangeReason(r, one, in.Suggestions, dismissed)
		if err != nil {
			return nil, err
		}
		if shown.LeftOut != "" {
			result.LeftOut = append(result.LeftOut, shown)
			continue
		}
		marked = append(marked, one.sentenceForUpdate)
		result.Marked = append(result.Marked, one.Ordinal)
	}
	var by *offerRecord
	if len(marked) > 1 {
		by = &offerRecord{Offer: t.chain.Length + 1, Of: marked[0].ID, Range: len(marked)}
	}
	for _, held := range marked {
		if err := t.markRead(r, held, by); err != nil {
			return nil, err
		}
	}
	return &result, nil
}

// rangeReason tells whether a range marks a sentence, and why not.
func (t *tx) rangeReason(
	r models.Reader,
	one rangeSentence,
	found *models.Suggestions,
	dismissed []models.SuggestionDismissal,
) (models.RangeSentence, error) {
	shown := models.RangeSentence{Sentence: one.Sentence}
	facts, err := t.loadFacts(one.sentenceForUpdate)
	if err != nil {
		return shown, err
	}
	shown.Covered = facts.CoveredSpans()
	shown.LeftOut, shown.Suggestion = facts.RangeReasonFor(r.UserID, found, dismissed)
	if len(one.covered) > 0 {
		shown.LeftOut = models.RangeClaim
	}
	if shown.LeftOut == models.RangeRead {
		mark, err := t.currentReadMark(r, one.sentenceForUpdate)
		shown.MarkedIn = mark.RangeSize
		return shown, err
	}
	return shown, nil
}

// loadRange reads the sentences of a range in order. It checks that they are neighbours of one another, and as their reader saw them. It
// also returns the number of a sentence at which an error can be shown.
func (t *tx) loadRange(r models.Reader, in models.ReadRange) ([]rangeSentence, int, error) {
	a, err := t.loadArticle(r, in.Article.ID, models.ActCheck)
	if err != nil {
		return nil, 0, err
	}
	if n := len(in.Sentences); n == 0 || n > models.MaxRangeSentences {
		return nil, 1, models.NewFieldError("sentences", "A range has between 1 and %d neighbouring sentences.", models.MaxRangeSentences)
	}
	list, at, err := t.loadSeen(r, in)
	if err != nil {
		return nil, at, err
	}
	if *a.RevisionID != *in.Article.RevisionID || a.Cuts != in.Article.Cuts || a.Language != in.Article.Language {
		return nil, at, models.ErrResegmented // the suggestions are for other sentences
	}
	return list, at, t.checkNeighbours(list)
}

// loadSeen reads the sentences of a range in order, and checks that each has the words that its reader saw.
func (t *tx) loadSeen(r models.Reader, in models.ReadRange) ([]rangeSentence, int, error) {
	var list []rangeSentence
	for _, seen := range in.Sentences {
		held, err := t.loadSentence(r, seen.ID, models.ActCheck)
		if err != nil {
			return nil, max(held.Ordinal, 1), err
		}
		if held.ArticleID != in.Article.ID {
			return nil, 1, models.ErrNotFound
		}
		if !seen.HasWords(held.Text) {
			return nil, max(held.Ordinal, 1), models.NewOutdatedRangeError(held.Ordinal)
		}
		list = append(list, rangeSentence{held, seen.Covered})
	}
	slices.SortFunc(list, func(a, b rangeSentence) int { return a.Ordinal - b.Ordinal })
	return list, max(list[0].Ordinal, 1), nil
}

// checkNeighbours refuses a list with the title, with a sentence twice, or with one missing in between.
func (t *tx) checkNeighbours(list []rangeSentence) error {
	first, last := list[0], list[len(list)-1]
	var present, captions int
	err := t.queryRow(
		`SELECT count(*), coalesce(sum(CASE WHEN region = 'caption' THEN 1 ELSE 0 END), 0) FROM sentences
		WHERE revision_id = $1 AND ordinal BETWEEN $2 AND $3`,
		[]any{first.RevisionID, first.Ordinal, last.Ordinal},
		&present,
		&captions,
	)
	if err != nil {
		return err
	}
	sentences := make([]models.Sentence, len(list))
	for i, s := range list {
		sentences[i] = s.Sentence
		if i > 0 && s.ID == list[i-1].ID {
			return models.NewFieldError("sentences", "Sentence %d is in the range twice.", s.Ordinal)
		}
	}
	if first.Ordinal == 0 || !models.AreNeighbours(sentences, present, captions) {
		return models.NewFieldError("sentences", "A range has neighbouring sentences only, without the title and without gaps.")
	}
	return nil
}

// RangeToRead reads neighbouring sentences by their numbers, with the reason for which MarkRangeRead would leave out
// each. It changes nothing.
func (s *Store) RangeToRead(
	ctx context.Context,
	r models.Reader,
	a models.Article,
	found *models.Suggestions,
	first, last int,
) (list []models.RangeSentence, err error) {
	defer wrap(&err, "read the sentences %d to %d of article %d", int64(first), int64(last), a.ID)
	if first < 1 || last < first || last-first >= models.MaxRangeSentences {
		return nil, models.NewFieldError("to", "A range has between 1 and %d neighbouring sentences.", models.MaxRangeSentences)
	}
	err = s.readTx(ctx, func(db *gorm.DB) error {
		t := newTx(db)
		now, err := t.loadArticle(r, a.ID, models.ActCheck)
		if err != nil {
			return err
		}
		if *now.RevisionID != *a.RevisionID || now.Cuts != a.Cuts {
			return models.ErrResegmented
		}
		dismissed, err := dismissedSuggestions(db, a.ID)
		if err != nil {
			return err
		}
		var ids []int64
		err = db.Raw("SELECT id FROM sentences WHERE revision_id = ? AND ordinal BETWEEN ? AND ? ORDER BY ordinal", *a.RevisionID, first, last).
			Scan(&ids).
			Error
		for _, id := range ids {
			held, err := t.loadSentence(r, id, models.ActCheck)
			if err != nil {
				return err
			}
			shown, err := t.rangeReason(r, rangeSentence{sentenceForUpdate: held}, found, dismissed)
			if err != nil {
				return err
			}
			list = append(list, shown)
		}
		return err
	})
	return list, err
}
