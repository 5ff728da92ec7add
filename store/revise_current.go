package store

import (
	"linecheck/models"
)

// makeCurrent makes a revision the article's text, derives every sentence's state, and updates the counters.
func (t *tx) makeCurrent(a models.Article, revisionID int64) error {
	if _, err := t.exec("UPDATE articles SET revision_id = $1, cuts = cuts + 1 WHERE id = $2", revisionID, a.ID); err != nil {
		return err
	}
	facts, err := t.factsOfRevision(revisionID)
	if err != nil {
		return err
	}
	counts := models.Counts{QueriesOpen: a.QueriesOpen}
	marks := sentenceCounters{-a.SentencesTwice, -a.SentencesDependent, -a.SentencesLeaning}
	changed := map[models.SentenceStatus][]int64{}
	for _, f := range facts {
		is := f.Status()
		counts.AddSentence(is.State, 1)
		marks.add(is, 1)
		if is.RestRead = f.Stored.RestRead; is != f.Stored {
			changed[is] = append(changed[is], f.TrackID)
		}
	}
	for is, tracks := range changed {
		if err := t.execInBatches("UPDATE tracks SET state = ?, twice = ?, dependent = ?, leaning = ? WHERE id IN ?", tracks, is.State, is.ReadByTwo, is.OnlyAuthorsChecked, is.DependencyChanged); err != nil {
			return err
		}
	}
	if err := t.addSentenceCounters(a.ID, marks); err != nil {
		return err
	}
	return t.updateCounts(a, counts)
}

// factsOfRevision reads the facts of every sentence of a revision. PostgreSQL must join in the written order:
// for tables without statistics, as in a new newsroom, it estimates far too few rows and would start with all
// annotations for each sentence.
func (t *tx) factsOfRevision(revisionID int64) ([]models.SentenceFacts, error) {
	if t.Name() != "postgres" {
		return loadSentenceFacts(t, sentencesOfRevision, revisionID)
	}
	if _, err := t.exec("SET LOCAL join_collapse_limit = 1"); err != nil {
		return nil, err
	}
	facts, err := loadSentenceFacts(t, sentencesOfRevision, revisionID)
	if err == nil {
		_, err = t.exec("SET LOCAL join_collapse_limit = DEFAULT")
	}
	return facts, err
}

// updateCounts recomputes an article's counters from its sentences and claims.
func (t *tx) updateCounts(a models.Article, counts models.Counts) error {
	var claims models.Counts
	if err := t.Raw("SELECT "+claimSums+" FROM claims c WHERE c.article_id = ? AND c.withdrawn_at IS NULL", a.ID).Scan(&claims).Error; err != nil {
		return err
	}
	delta := counts.Add(claims).Sub(a.Counts)
	if err := t.addArticleCounts(a.ID, delta); err != nil {
		return err
	}
	return t.addDeskCounts(a.DeskID, 0, delta)
}

// recordRevision writes the event of the revision, and one for each claim whose words changed or were lost.
func (t *tx) recordRevision(v *revisionInProgress) error {
	again, err := t.unreadOrdinals(v.revision.ID)
	if err != nil {
		return err
	}
	after := map[string]any{
		"number":    v.revision.Number,
		"sha256":    v.revision.SHA256,
		"sentences": models.CountSentenceChanges(v.draft.Links),
		"claims":    v.draft.ClaimChanges(),
		"places":    placementsInDraft(v.draft.Claims),
	}
	if len(v.equivalentMarks) > 0 {
		after["readings"] = v.equivalentMarks
	}
	err = t.recordEvent(
		event{
			actor:           v.reader.UserID,
			action:          "revision made",
			object:          "revision",
			id:              v.revision.ID,
			article:         v.article.ID,
			desk:            v.article.DeskID,
			before:          v.before,
			after:           after,
			rereadSentences: again,
		},
	)
	if err != nil {
		return err
	}
	for _, c := range v.draft.Claims {
		for _, gone := range c.Gone {
			if err := t.recordWords(v, "occurrence lost", c.ID, gone, nil); err != nil {
				return err
			}
		}
		for _, o := range c.Occurrences {
			action := map[models.Placement]string{models.Moved: "claim moved", models.Lost: "claim lost"}[o.Placement]
			if action == "" || o.Was.Placement == o.Placement {
				continue
			}
			if err := t.recordWords(v, action, c.ID, o.Was, &o.Occurrence); err != nil {
				return err
			}
		}
	}
	return nil
}

// recordWords writes the event of a claim's words: the former ones, and what is there now.
func (t *tx) recordWords(v *revisionInProgress, action string, claim int64, was models.Occurrence, is *models.Occurrence) error {
	e := event{actor: v.reader.UserID, action: action, object: "claim", id: claim, article: v.article.ID, desk: v.article.DeskID,
		before: map[string]any{"exact": was.Exact, "start": was.Start, "end": was.End}}
	if is != nil && is.Placement != models.Lost {
		e.after = map[string]any{"exact": is.Exact, "start": is.Start, "end": is.End}
	}
	return t.recordEvent(e)
}

// unreadOrdinals returns the numbers of the sentences of a revision that are unread or in recheck.
func (t *tx) unreadOrdinals(revisionID int64) ([]int, error) {
	var numbers []int
	err := t.Raw("SELECT s.ordinal FROM sentences s JOIN tracks t ON t.id = s.track_id WHERE s.revision_id = ? AND s.ordinal > 0 AND t.state IN ? ORDER BY s.ordinal",
		revisionID, []models.SentenceState{models.Unread, models.Recheck}).
		Scan(&numbers).
		Error
	return numbers, err
}

// execInBatches runs a statement whose last parameter is a list of ids, in batches of maxInsertRows.
func (t *tx) execInBatches(statement string, ids []int64, args ...any) error {
	return forEachChunk(ids, func(part []int64) error { return t.Exec(statement, append(args[:len(args):len(args)], part)...).Error })
}

// forEachChunk calls do with parts of a list of at most maxInsertRows ids.
func forEachChunk(ids []int64, do func([]int64) error) error {
	for len(ids) > 0 {
		n := min(maxInsertRows, len(ids))
		if err := do(ids[:n]); err != nil {
			return err
		}
		ids = ids[n:]
	}
	return nil
}
