package store

import (
	"slices"

	"gorm.io/gorm"

	"linecheck/models"
)

// overridesOf reads gate overrides (as o) by article, newest first.
func overridesOf(db *gorm.DB, where string, args ...any) (map[int64][]models.NamedGateOverride, error) {
	var list []models.NamedGateOverride
	err := db.Raw(`SELECT o.*, u.name, coalesce(v.name, '') AS voided_name FROM overrides o JOIN users u ON u.id = o.user_id
		LEFT JOIN users v ON v.id = o.voided_by WHERE o.claim_id IS NULL AND `+where+` ORDER BY o.id DESC`, args...).Scan(&list).Error
	if err != nil || len(list) == 0 {
		return nil, err
	}
	covers, err := loadCoveredItems(db, list)
	by := map[int64][]models.NamedGateOverride{}
	for _, o := range list {
		o.Covers = covers[o.ID]
		by[o.ArticleID] = append(by[o.ArticleID], o)
	}
	return by, err
}

// loadCoveredItems reads what overrides cover, each item in its state at the time.
func loadCoveredItems(db *gorm.DB, list []models.NamedGateOverride) (map[int64][]models.CoveredItem, error) {
	ids := make([]int64, len(list))
	for i, o := range list {
		ids[i] = o.ID
	}
	var rows []struct {
		OverrideID int64
		Kind       models.GateItemKind
		ThingID    int64
		Version    string
	}
	err := db.Raw("SELECT override_id, kind, thing_id, version FROM override_things WHERE override_id IN ? AND lapsed_at IS NULL", ids).
		Scan(&rows).
		Error
	covers := map[int64][]models.CoveredItem{}
	for _, row := range rows {
		covers[row.OverrideID] = append(covers[row.OverrideID], models.CoveredItem{Kind: row.Kind, Key: row.ThingID, Version: row.Version})
	}
	return covers, err
}

// lapseOverrides removes changed items from the overrides of an article. An override without any item left is
// voided.
func (t *tx) lapseOverrides(e event) error {
	a, desk, err := t.articleAndDesk(e.article)
	if err != nil {
		return err
	}
	standing, err := overridesOf(t.DB, "o.article_id = ? AND o.voided_at IS NULL", e.article)
	if err != nil {
		return err
	}
	for _, o := range standing[e.article] {
		full, err := gateWithItems(t, a, desk, o.UserID)
		if err != nil {
			return err
		}
		things := full.state.Reason(o.GateCode).Items
		left := 0
		for _, covered := range o.Covers {
			if slices.ContainsFunc(things, func(x models.GateItem) bool {
				return models.CoveredItem{Kind: x.Kind, Key: x.Key, Version: x.Version} == covered
			}) {
				left++
				continue
			}
			_, err := t.exec(
				"UPDATE override_things SET lapsed_at = $1 WHERE override_id = $2 AND kind = $3 AND thing_id = $4",
				t.now,
				o.ID,
				covered.Kind,
				covered.Key,
			)
			if err != nil {
				return err
			}
		}
		if left == 0 {
			if err := t.voidOverride(e.actor, e.desk, o.GateOverride, models.VoidAllChanged); err != nil {
				return err
			}
		}
	}
	return nil
}

func (t *tx) voidOverride(by, desk int64, o models.GateOverride, reason string) error {
	if _, err := t.exec("UPDATE overrides SET voided_at = $1, voided_by = $2, void_reason = $3 WHERE id = $4", t.now, nullableID(by), reason, o.ID); err != nil {
		return err
	}
	return t.recordEvent(event{actor: by, action: "override voided", object: "override", id: o.ID, article: o.ArticleID, desk: desk,
		before: map[string]any{"reason": o.GateCode, "count": o.Count}, after: map[string]any{"why": reason}})
}
