package store

import (
	"encoding/json"
	"fmt"

	"linecheck/models"
)

// markAt is where a read mark is in an article's file.
type markAt struct {
	track *models.FileTrack
	i     int
}

// authors are those who wrote a sentence.
func (t *taking) authors(s models.Sentence) []int64 {
	ids := s.AuthorIDs()
	for _, id := range ids {
		t.by(id)
	}
	return ids
}

// words reads who has said whose the words of the revisions are.
func (t *taking) words() error {
	list, err := rowsOf[models.Authorship](
		t.db,
		"SELECT w.* FROM authorships w JOIN revisions v ON v.id = w.revision_id WHERE v.article_id = ? ORDER BY w.id",
		t.id,
	)
	for _, w := range list {
		t.in(w.RevisionID).Words = &models.FileWords{By: t.by(w.UserID), Vouched: w.Vouched, Reason: w.Reason, At: w.At.UTC()}
	}
	return err
}

// gaps reads the words that read marks say nothing of.
func (t *taking) gaps() error {
	list, err := rowsOf[struct {
		ReadingID      int64
		StartCP, EndCP int
	}](t.db, `SELECT g.reading_id, g.start_cp, g.end_cp FROM read_mark_gaps g JOIN readings x ON x.id = g.reading_id JOIN tracks k ON k.id = x.track_id
		WHERE k.article_id = ? AND `+notTitle+" ORDER BY g.reading_id, g.start_cp, g.end_cp", t.id)
	for _, g := range list {
		if at, ok := t.mark[g.ReadingID]; ok {
			mark := &at.track.Readings[at.i]
			mark.Gaps = append(mark.Gaps, models.FileGap{Start: g.StartCP, End: g.EndCP})
		}
	}
	return err
}

// outcomes reads how editors said that claims ended; of a sealed one nothing, as it tells what somebody found.
func (t *taking) outcomes() error {
	list, err := rowsOf[models.ClaimOutcome](t.db, "SELECT x.* FROM outcomes x"+ofArticle+"x.id", t.id)
	for _, o := range list {
		if c := t.claim[o.ClaimID]; c.Status != models.Sealed {
			c.Outcomes = append(
				c.Outcomes,
				models.FileOutcome{
					Resolution: o.Resolution,
					Reason:     o.Reason,
					Exact:      o.Exact,
					Context:    o.Context,
					By:         t.perhaps(o.UserID),
					At:         o.At.UTC(),
				},
			)
		}
	}
	return err
}

// covered reads what overrides cover. The title is no sentence of the file: it has the number 0.
func (t *taking) covered() error {
	list, err := rowsOf[struct {
		OverrideID       int64
		models.FileThing `gorm:"embedded"`
		ThingID          int64
	}](t.db, `SELECT h.override_id, h.kind, h.thing_id, h.version, h.lapsed_at FROM override_things h JOIN overrides o ON o.id = h.override_id
		WHERE o.article_id = ? ORDER BY h.override_id, h.kind, h.thing_id`, t.id)
	for _, h := range list {
		i, ok := t.over[h.OverrideID]
		if !ok {
			continue
		}
		thing := models.FileThing{Kind: h.Kind, ID: h.ThingID, Version: h.Version, LapsedAt: utc(h.LapsedAt)}
		if thing.Kind == models.SentenceThing && t.track[thing.ID] == nil {
			thing.ID = 0
		}
		t.file.Overrides[i].Things = append(t.file.Overrides[i].Things, thing)
	}
	return err
}

func (t *taking) signOffs() error {
	list, err := rowsOf[models.SignOff](t.db, "SELECT * FROM signoffs WHERE article_id = ? ORDER BY id", t.id)
	if err != nil {
		return err
	}
	t.file.SignOffs = make([]models.FileSignOff, len(list))
	for i, o := range list {
		f := models.FileSignOff{Revision: t.numbers[o.RevisionID], SHA256: o.SHA256, By: t.by(o.UserID), Role: o.Role, At: o.At.UTC(),
			VoidedAt: utc(
				o.VoidedAt,
			), VoidedBy: t.perhaps(o.VoidedBy), VoidReason: o.VoidReason, TitleSHA256: o.TitleSHA256, Rules: o.Rules, Note: o.Note}
		if o.Policy != "" {
			f.Policy = &models.SignedPolicy{}
			if err := json.Unmarshal([]byte(o.Policy), f.Policy); err != nil {
				return fmt.Errorf("reading the policy of sign-off %d: %w", o.ID, err)
			}
		}
		if f.Alone, err = o.AloneIn(); err != nil {
			return err
		}
		t.file.SignOffs[i] = f
	}
	return nil
}
