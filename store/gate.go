package store

import (
	"context"
	"database/sql"
	"fmt"

	"gorm.io/gorm"

	"linecheck/models"
)

// GatePage reads an article's gate with every sign-off and override there was, and whether this reader is barred from signing.
func (s *Store) GatePage(ctx context.Context, r models.Reader, id int64) (_ models.GatePage, err error) {
	defer wrap(&err, "read the gate of article %d", id)
	var page models.GatePage
	if _, err := s.visibleStamp(ctx, r, id); err != nil {
		return page, err
	}
	err = s.snapshot(ctx, func(db *gorm.DB) (err error) {
		if err := one(db, &page.Article, "SELECT * FROM articles WHERE id = ?", id); err != nil {
			return err
		}
		if err := one(db, &page.Desk, "SELECT name FROM desks WHERE id = ?", page.DeskID); err != nil {
			return err
		}
		if err := one(db, &page.Revision, "SELECT id, article_id, number, sha256, created_by, created_at FROM revisions WHERE id = ?", *page.RevisionID); err != nil {
			return err
		}
		if err := sealFor(r).article(db, r, &page.Article); err != nil {
			return err
		}
		if page.Gate, err = gateOf(db, page.Article); err != nil {
			return err
		}
		if r.Can(models.ActSign, page.DeskID) {
			if page.Alone, err = alone(db, *page.RevisionID, r.UserID); err != nil {
				return err
			}
			page.Bar = models.BarOf(page.Article, page.Revision, r.UserID, page.Alone)
			page.Override = models.BarOf(page.Article, page.Revision, r.UserID, 0) == ""
		}
		former, err := overridesOf(db, "o.article_id = ? AND o.voided_at IS NOT NULL", id)
		if err != nil {
			return err
		}
		signed, err := signOffsOf(db, "o.article_id = ?", id)
		page.Former, page.SignOffs = former[id], signed[id]
		return err
	})
	return page, err
}

// gateOf derives one article's gate.
func gateOf(db *gorm.DB, a models.Article) (models.GateState, error) {
	gates, err := gatesOf(db, []models.Article{a})
	return gates[a.ID], err
}

// addGates fills in the gates of articles in a list.
func (s *Store) addGates(ctx context.Context, rows []models.ArticleRow) error {
	articles := make([]models.Article, len(rows))
	for i, row := range rows {
		articles[i] = row.Article
	}
	gates, err := gatesOf(s.reading(ctx), articles)
	for i, row := range rows {
		rows[i].Gate = gates[row.ID]
	}
	return err
}

// gatesOf derives the gates of some articles: from their counters, as the reader may see them, and the few rows that count besides.
func gatesOf(db *gorm.DB, articles []models.Article) (map[int64]models.GateState, error) {
	if len(articles) == 0 {
		return nil, nil
	}
	ids := make([]int64, len(articles))
	for i, a := range articles {
		ids[i] = a.ID
	}
	besides, err := besidesOf(db, ids)
	if err != nil {
		return nil, err
	}
	overrides, err := overridesOf(db, "o.article_id IN ? AND o.voided_at IS NULL", ids)
	if err != nil {
		return nil, err
	}
	signed, err := signOffsOf(db, "o.article_id IN ? AND o.voided_at IS NULL", ids)
	if err != nil {
		return nil, err
	}
	gates := make(map[int64]models.GateState, len(articles))
	for _, a := range articles {
		facts := a.GateFacts()
		facts.Lost, facts.SecondReader = besides[a.ID].Lost, besides[a.ID].SecondReader
		facts.Overrides = overrides[a.ID]
		gate := models.GateState{Reasons: models.Gate(facts)}
		if own := signed[a.ID]; len(own) > 0 {
			gate.SignOff = &own[0]
		}
		gates[a.ID] = gate
	}
	return gates, nil
}

// besides is what the gate looks at beside an article's counters.
type besides struct {
	ID           int64
	Lost         int
	SecondReader bool
}

// besidesOf reads it. Lost claims are few and have an index of their own.
func besidesOf(db *gorm.DB, articles []int64) (map[int64]besides, error) {
	var rows []besides
	err := db.Raw(`SELECT a.id, d.second_reader, (SELECT count(DISTINCT o.claim_id) FROM occurrences o JOIN claims c ON c.id = o.claim_id AND c.withdrawn_at IS NULL
			WHERE o.revision_id = a.revision_id AND o.placement = 'lost') AS lost
		FROM articles a JOIN desks d ON d.id = a.desk_id WHERE a.id IN ?`, articles).Scan(&rows).Error
	found := make(map[int64]besides, len(rows))
	for _, row := range rows {
		found[row.ID] = row
	}
	return found, err
}

// overridesOf reads overrides of the gate (as o) by their articles, newest first.
func overridesOf(db *gorm.DB, where string, args ...any) (map[int64][]models.NamedGateOverride, error) {
	var list []models.NamedGateOverride
	err := db.Raw(`SELECT o.*, u.name, coalesce(v.name, '') AS voided_name FROM overrides o JOIN users u ON u.id = o.user_id
		LEFT JOIN users v ON v.id = o.voided_by WHERE o.claim_id IS NULL AND `+where+` ORDER BY o.id DESC`, args...).Scan(&list).Error
	by := map[int64][]models.NamedGateOverride{}
	for _, o := range list {
		by[o.ArticleID] = append(by[o.ArticleID], o)
	}
	return by, err
}

// signOffsOf reads sign-offs (as o) by their articles, newest first.
func signOffsOf(db *gorm.DB, where string, args ...any) (map[int64][]models.NamedSignOff, error) {
	var list []models.NamedSignOff
	err := db.Raw(`SELECT o.*, u.name, coalesce(v.name, '') AS voided_name FROM signoffs o JOIN users u ON u.id = o.user_id
		LEFT JOIN users v ON v.id = o.voided_by WHERE `+where+` ORDER BY o.id DESC`, args...).Scan(&list).Error
	by := map[int64][]models.NamedSignOff{}
	for _, o := range list {
		by[o.ArticleID] = append(by[o.ArticleID], o)
	}
	return by, err
}

// whoLooked are who has looked at sentence s of track t: with a mark on it, or with an annotation of a claim that stands in it, since
// its words are as they are.
const whoLooked = `SELECT x.reader_id AS who FROM readings x WHERE x.track_id = t.id AND x.withdrawn_at IS NULL AND x.revision_id >= t.since_revision_id
	UNION ALL SELECT n.reviewer_id FROM occurrence_sentences ps JOIN occurrences po ON po.id = ps.occurrence_id AND po.placement <> 'lost'
		JOIN claims pc ON pc.id = po.claim_id AND pc.withdrawn_at IS NULL
		JOIN annotations n ON n.claim_id = pc.id AND n.withdrawn_at IS NULL AND n.revision_id >= t.since_revision_id
		JOIN revisions nv ON nv.id = n.revision_id AND nv.number >= pc.since_revision
	WHERE ps.sentence_id = s.id`

// isTwice says whether two people have looked at sentence s of track t.
const isTwice = "coalesce((SELECT min(p.who) <> max(p.who) FROM (" + whoLooked + ") p), FALSE)"

// alone counts the sentences of a revision that one person has looked at and nobody else.
func alone(db *gorm.DB, revisionID, userID int64) (int, error) {
	var n int
	err := db.Raw(`SELECT count(*) FROM sentences s JOIN tracks t ON t.id = s.track_id
		WHERE s.revision_id = ? AND NOT t.twice AND ? IN (`+whoLooked+`)`, revisionID, userID).Scan(&n).Error
	return n, err
}

// untouched are the acts that change nothing of what a sign-off or an override rests on: every other one in the article voids the
// sign-off. What the trash gives back is as it was.
var untouched = map[string]bool{
	"article made": true, "article trashed": true, "article restored": true, "reading made": true,
	"article assigned": true, "article unassigned": true, "claim assigned": true,
	"suggestion refused": true, "suggestion given again": true,
	"claim moved": true, "claim lost": true, "occurrence lost": true, // they come along with a revision, which does
	"article signed": true, "sign-off voided": true, "override voided": true,
}

// guardGate voids what does not stand any more after a change in an article. Every change writes its event, and every event comes
// by here, so that no way of changing something can be forgotten.
func (t *tx) guardGate(e event) error {
	if e.article == 0 || untouched[e.action] {
		return nil
	}
	var signed, overridden bool
	err := t.row(`SELECT a.state = 'signed', EXISTS (SELECT 1 FROM overrides o WHERE o.article_id = a.id AND o.claim_id IS NULL AND o.voided_at IS NULL)
		FROM articles a WHERE a.id = $1`, []any{e.article}, &signed, &overridden)
	if err != nil {
		return err
	}
	if overridden {
		if err := t.voidOutgrown(e); err != nil {
			return err
		}
	}
	if !signed {
		return nil
	}
	return t.voidSignOff(e.actor, e.article, e.desk, models.VoidedBy(e.action, e.again))
}

// voidOutgrown voids the overrides of reasons that have grown since.
func (t *tx) voidOutgrown(e event) error {
	var a models.Article
	if err := one(t.DB, &a, "SELECT * FROM articles WHERE id = ?", e.article); err != nil {
		return err
	}
	gate, err := gateOf(t.DB, a)
	if err != nil {
		return err
	}
	count := map[models.GateCode]int{}
	for _, r := range gate.Reasons {
		count[r.Code] = r.Count
	}
	standing, err := overridesOf(t.DB, "o.article_id = ? AND o.voided_at IS NULL", e.article)
	if err != nil {
		return err
	}
	for _, o := range standing[e.article] {
		if n := count[o.GateCode]; n > o.Count {
			if err := t.voidOverride(e.actor, e.desk, o.GateOverride, fmt.Sprintf("there were %d then and are %d now", o.Count, n)); err != nil {
				return err
			}
		}
	}
	return nil
}

func (t *tx) voidOverride(by, desk int64, o models.GateOverride, reason string) error {
	if _, err := t.exec("UPDATE overrides SET voided_at = $1, voided_by = $2, void_reason = $3 WHERE id = $4", t.now, ref(by), reason, o.ID); err != nil {
		return err
	}
	return t.record(event{actor: by, action: "override voided", object: "override", id: o.ID, article: o.ArticleID, desk: desk,
		before: map[string]any{"reason": o.GateCode, "count": o.Count}, after: map[string]any{"why": reason}})
}

// voidSignOff takes the signature from an article that has one.
func (t *tx) voidSignOff(by, article, desk int64, reason string) error {
	var id int64
	var sha string
	err := t.row("SELECT id, sha256 FROM signoffs WHERE article_id = $1 AND voided_at IS NULL", []any{article}, &id, &sha)
	if err != nil {
		return err
	}
	if _, err := t.exec("UPDATE signoffs SET voided_at = $1, voided_by = $2, void_reason = $3 WHERE id = $4", t.now, ref(by), reason, id); err != nil {
		return err
	}
	if _, err := t.exec("UPDATE articles SET state = 'checking', changes = changes + 1 WHERE id = $1", article); err != nil {
		return err
	}
	return t.record(event{actor: by, action: "sign-off voided", object: "sign-off", id: id, article: article, desk: desk,
		before: map[string]any{"sha256": sha, "state": models.Signed}, after: map[string]any{"why": reason, "state": models.Checking}})
}

// retwice notes for sentences whether two people have looked at them, and counts them.
func (t *tx) retwice(articleID int64, rows []touched) error {
	delta, done := 0, map[int64]bool{}
	for _, row := range rows {
		if row.Twice == row.IsTwice || done[row.TrackID] {
			continue
		}
		done[row.TrackID] = true
		if _, err := t.exec("UPDATE tracks SET twice = $1 WHERE id = $2", row.IsTwice, row.TrackID); err != nil {
			return err
		}
		if row.IsTwice {
			delta++
		} else {
			delta--
		}
	}
	return t.addTwice(articleID, delta)
}

func (t *tx) addTwice(articleID int64, delta int) error {
	if delta == 0 {
		return nil
	}
	_, err := t.exec("UPDATE articles SET sentences_twice = sentences_twice + $1 WHERE id = $2", delta, articleID)
	return err
}

// compareGates counts anew which sentences two people have looked at, and checks that an article is signed exactly where a
// sign-off of its text stands.
func compareGates(db *gorm.DB, v *models.Verification) error {
	var wrong sql.NullInt64
	err := db.Raw(`SELECT min(a.id) FROM articles a WHERE a.sentences_twice <>
			(SELECT count(*) FROM sentences s JOIN tracks t ON t.id = s.track_id WHERE s.revision_id = a.revision_id AND ` + isTwice + `)
		OR a.sentences_twice <> (SELECT count(*) FROM sentences s JOIN tracks t ON t.id = s.track_id WHERE s.revision_id = a.revision_id AND t.twice)
		OR (a.state = 'signed') <> EXISTS (SELECT 1 FROM signoffs o JOIN revisions r ON r.id = o.revision_id AND r.id = a.revision_id AND r.sha256 = o.sha256
			WHERE o.article_id = a.id AND o.voided_at IS NULL)`).Scan(&wrong).Error
	if err == nil && wrong.Valid {
		v.Break = fmt.Sprintf("article %d: what the gate rests on does not follow from its readings, annotations and sign-offs", wrong.Int64)
	}
	return err
}
