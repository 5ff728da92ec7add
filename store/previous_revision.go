package store

import (
	"cmp"
	"errors"

	"linecheck/models"
)

// locateFormerSentence returns where the words of a former sentence are now, with ErrResegmented, for a
// change from an outdated page. It returns ErrNotFound if there never was such a sentence, or if the reader
// may not see it.
func (t *tx) locateFormerSentence(r models.Reader, id int64, act models.Act) (sentenceForUpdate, error) {
	var s sentenceForUpdate
	err := t.queryRow(`SELECT f.revision_id, f.start_cp, a.id, a.desk_id, m.role FROM former_sentences f
		JOIN articles a ON a.revision_id = f.revision_id AND a.trashed_at IS NULL JOIN memberships m ON m.desk_id = a.desk_id AND m.user_id = $1
		JOIN users u ON u.id = m.user_id AND u.disabled_at IS NULL WHERE f.id = $2`, []any{r.UserID, id},
		&s.RevisionID, &s.Start, &s.ArticleID, &s.DeskID, &s.Role)
	if isNotFound(err) {
		return t.locateRevisedSentence(r, id, act)
	}
	if err != nil {
		return s, err
	}
	if err := checkAllowed(r, s.Role, act); err != nil {
		return s, err
	}
	err = t.queryRow(
		"SELECT ordinal FROM sentences WHERE revision_id = $1 AND ordinal > 0 AND end_cp > $2 ORDER BY ordinal LIMIT 1",
		[]any{s.RevisionID, s.Start},
		&s.Ordinal,
	)
	return s, cmp.Or(err, models.ErrResegmented)
}

// locateRevisedSentence returns where a sentence of an earlier revision is now, with ErrNewRevision; the
// first sentence if it is no longer in the text.
func (t *tx) locateRevisedSentence(r models.Reader, id int64, act models.Act) (sentenceForUpdate, error) {
	var s sentenceForUpdate
	err := t.queryRow(
		`SELECT a.id, a.desk_id, m.role, coalesce((SELECT n.ordinal FROM sentences n WHERE n.revision_id = a.revision_id AND n.track_id = s.track_id), 1)
		FROM sentences s JOIN revisions v ON v.id = s.revision_id JOIN articles a ON a.id = v.article_id AND a.trashed_at IS NULL
		JOIN memberships m ON m.desk_id = a.desk_id AND m.user_id = $1 JOIN users u ON u.id = m.user_id AND u.disabled_at IS NULL
		WHERE s.id = $2 AND s.revision_id <> a.revision_id`,
		[]any{r.UserID, id},
		&s.ArticleID,
		&s.DeskID,
		&s.Role,
		&s.Ordinal,
	)
	if err != nil {
		return s, err
	}
	return s, cmp.Or(checkAllowed(r, s.Role, act), models.ErrNewRevision)
}

// locateFormerSelection explains why selected words were not found: their sentence is from an earlier text,
// and this is its current number, with ErrResegmented or ErrNewRevision. Otherwise it returns reason.
func (t *tx) locateFormerSelection(r models.Reader, a models.Article, sel models.Selection, reason error) (int, error) {
	id := sel.Sentence
	if errors.Is(reason, models.ErrNewRevision) {
		err := t.queryRow(
			`SELECT s.id FROM sentences s JOIN revisions v ON v.id = s.revision_id WHERE v.article_id = $1 AND v.number = $2 AND s.ordinal > 0 AND s.end_cp > $3
			ORDER BY s.ordinal LIMIT 1`,
			[]any{a.ID, sel.Revision, sel.Start},
			&id,
		)
		if err != nil && !isNotFound(err) {
			return 0, err
		}
	}
	former, err := t.locateFormerSentence(r, id, models.ActCheck)
	if (errors.Is(err, models.ErrResegmented) || errors.Is(err, models.ErrNewRevision)) && former.ArticleID == a.ID {
		return former.Ordinal, err
	}
	return 0, reason
}

// undoFormerReadMark withdraws a mark on a sentence that was split or joined since: the reader's marks on its
// words.
func (t *tx) undoFormerReadMark(r models.Reader, row models.ReadMark) (models.Location, error) {
	var former models.FormerSentence
	err := queryOne(
		t.DB,
		&former,
		"SELECT * FROM former_sentences WHERE track_id = ? AND revision_id = ? ORDER BY id DESC LIMIT 1",
		row.TrackID,
		row.RevisionID,
	)
	if err != nil {
		return models.Location{}, err
	}
	var now []int64
	err = t.Raw("SELECT id FROM sentences WHERE revision_id = ? AND ordinal > 0 AND start_cp < ? AND end_cp > ? ORDER BY ordinal", former.RevisionID, former.End, former.Start).
		Scan(&now).
		Error
	if err != nil {
		return models.Location{}, err
	}
	var place models.Location
	for i, id := range now {
		held, err := t.loadSentence(r, id, models.ActCheck)
		if err != nil {
			return place, err
		}
		if i == 0 {
			place = models.Location{ArticleID: held.ArticleID, Ordinal: held.Ordinal}
		}
		mark, err := t.currentReadMark(r, held)
		if err == nil {
			err = t.withdrawReadMark(r, held, mark)
		}
		if err != nil && !isNotFound(err) {
			return place, err
		}
	}
	if err := t.Exec("UPDATE readings SET withdrawn_at = ?, withdrawn_by = ? WHERE id = ?", t.now, r.UserID, row.ID).Error; err != nil {
		return place, err
	}
	held, err := t.loadSentence(r, now[0], models.ActCheck)
	if err != nil {
		return place, err
	}
	return place, t.recomputeReadState(r, held, nil, event{action: "reading withdrawn", id: row.ID})
}
