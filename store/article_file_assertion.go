package store

import (
	"encoding/json"
	"fmt"

	"linecheck/models"
)

// markPosition is the position of a read mark in an article's file.
type markPosition struct {
	track *models.FileTrack
	index int
}

// authorRefs returns the authors of a sentence, as references of the file.
func (t *articleExporter) authorRefs(s models.Sentence) []int64 {
	ids := s.AuthorIDs()
	for _, id := range ids {
		t.userRef(id)
	}
	return ids
}

// readAuthorships reads the statements on who wrote the words of the revisions.
func (t *articleExporter) readAuthorships() error {
	list, err := selectRows[models.Authorship](
		t.db,
		"SELECT w.* FROM authorships w JOIN revisions v ON v.id = w.revision_id WHERE v.article_id = ? ORDER BY w.id",
		t.id,
	)
	for _, w := range list {
		t.revisionByID(w.RevisionID).Authorship = &models.FileAuthorship{
			By:      t.userRef(w.UserID),
			Vouched: w.Vouched,
			Reason:  w.Reason,
			At:      w.At.UTC(),
		}
	}
	return err
}

// readMarkGaps reads the words that read marks do not cover.
func (t *articleExporter) readMarkGaps() error {
	list, err := selectRows[struct {
		ReadingID      int64
		StartCP, EndCP int
	}](t.db, `SELECT g.reading_id, g.start_cp, g.end_cp FROM read_mark_gaps g JOIN readings x ON x.id = g.reading_id JOIN tracks k ON k.id = x.track_id
		WHERE k.article_id = ? AND `+notTitleTrack+" ORDER BY g.reading_id, g.start_cp, g.end_cp", t.id)
	for _, g := range list {
		if at, ok := t.markPositions[g.ReadingID]; ok {
			mark := &at.track.ReadMarks[at.index]
			mark.Gaps = append(mark.Gaps, models.FileGap{Start: g.StartCP, End: g.EndCP})
		}
	}
	return err
}

// readOutcomes reads the outcomes of claims. Those of sealed claims are left out, because they reveal a
// verdict.
func (t *articleExporter) readOutcomes() error {
	list, err := selectRows[models.ClaimOutcome](t.db, "SELECT x.* FROM outcomes x"+claimsOfArticle+"x.id", t.id)
	for _, o := range list {
		if c := t.claimByID[o.ClaimID]; c.Status != models.Sealed {
			c.Outcomes = append(
				c.Outcomes,
				models.FileOutcome{
					Resolution: o.Resolution,
					Reason:     o.Reason,
					Exact:      o.Exact,
					Context:    o.Context,
					By:         t.optionalUserRef(o.UserID),
					At:         o.At.UTC(),
				},
			)
		}
	}
	return err
}

// readCoveredItems reads what overrides cover. The title is not among the file's sentences; its ordinal is 0.
func (t *articleExporter) readCoveredItems() error {
	list, err := selectRows[struct {
		OverrideID          int64
		models.FileGateItem `gorm:"embedded"`
		ThingID             int64
	}](t.db, `SELECT h.override_id, h.kind, h.thing_id, h.version, h.lapsed_at FROM override_things h JOIN overrides o ON o.id = h.override_id
		WHERE o.article_id = ? ORDER BY h.override_id, h.kind, h.thing_id`, t.id)
	for _, h := range list {
		i, ok := t.overridePositions[h.OverrideID]
		if !ok {
			continue
		}
		thing := models.FileGateItem{Kind: h.Kind, ID: h.ThingID, Version: h.Version, LapsedAt: toUTC(h.LapsedAt)}
		if thing.Kind == models.SentenceItem && t.trackByID[thing.ID] == nil {
			thing.ID = 0
		}
		t.file.Overrides[i].Items = append(t.file.Overrides[i].Items, thing)
	}
	return err
}

func (t *articleExporter) readSignOffs() error {
	list, err := selectRows[models.SignOff](t.db, "SELECT * FROM signoffs WHERE article_id = ? ORDER BY id", t.id)
	if err != nil {
		return err
	}
	t.file.SignOffs = make([]models.FileSignOff, len(list))
	for i, o := range list {
		f := models.FileSignOff{
			Revision: t.revisionNumbers[o.RevisionID],
			SHA256:   o.SHA256,
			By:       t.userRef(o.UserID),
			Role:     o.Role,
			At:       o.At.UTC(),
			VoidedAt: toUTC(
				o.VoidedAt,
			),
			VoidedBy:    t.optionalUserRef(o.VoidedBy),
			VoidReason:  o.VoidReason,
			TitleSHA256: o.TitleSHA256,
			Rules:       o.Rules,
			Note:        o.Note,
		}
		if o.Policy != "" {
			f.Policy = &models.SignedPolicy{}
			if err := json.Unmarshal([]byte(o.Policy), f.Policy); err != nil {
				return fmt.Errorf("reading the policy of sign-off %d: %w", o.ID, err)
			}
		}
		if f.WithoutSecondPerson, err = o.ParseAloneSentences(); err != nil {
			return err
		}
		t.file.SignOffs[i] = f
	}
	return nil
}
