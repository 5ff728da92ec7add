package store

import (
	"database/sql"
	"encoding/json"
	"fmt"
	"slices"

	"gorm.io/gorm"

	"linecheck/models"
)

// coveredRecord is an item of an override as its event stores it, with its state at the time.
type coveredRecord struct {
	Kind    models.GateItemKind `json:"kind"`
	ID      int64               `json:"id"`
	Key     int64               `json:"key"`
	Version string              `json:"version,omitempty"`
}

func coveredRecords(things []models.GateItem) []coveredRecord {
	list := make([]coveredRecord, len(things))
	for i, thing := range things {
		list[i] = coveredRecord{Kind: thing.Kind, ID: thing.ID, Key: thing.Key, Version: thing.Version}
	}
	return list
}

// compareCovers compares what gate overrides cover with their events. Old overrides that were made for a
// number of items have none.
func compareCovers(db *gorm.DB, v *models.Verification) error {
	t := newTx(db)
	for last := int64(0); ; {
		var events []models.Event
		if err := db.Where("action = 'override made' AND id > ?", last).Order("id").Limit(exportBatchRows).Find(&events).Error; err != nil ||
			len(events) == 0 {
			return err
		}
		covers, err := t.loadEverCovered(events[0].ObjectID, events[len(events)-1].ObjectID)
		if err != nil {
			return err
		}
		for _, e := range events {
			var recorded struct{ Covers []coveredRecord }
			if err := json.Unmarshal([]byte(e.After), &recorded); err != nil {
				return fmt.Errorf("reading event %d: %w", e.ID, err)
			}
			var want []models.CoveredItem
			for _, c := range recorded.Covers {
				want = append(want, models.CoveredItem{Kind: c.Kind, Key: c.Key, Version: c.Version})
			}
			if !slices.Equal(sortedItems(want), covers[e.ObjectID]) {
				v.Break = fmt.Sprintf("override %d covers other things than event %d tells", e.ObjectID, e.ID)
				return nil
			}
			last = e.ID
		}
	}
}

// loadEverCovered reads the items of overrides in a range, including those that they no longer cover.
func (t *tx) loadEverCovered(from, to int64) (map[int64][]models.CoveredItem, error) {
	covers := map[int64][]models.CoveredItem{}
	err := t.queryEach("SELECT override_id, kind, thing_id, version FROM override_things WHERE override_id BETWEEN $1 AND $2",
		[]any{from, to}, func(rows *sql.Rows) error {
			var id int64
			var c models.CoveredItem
			err := rows.Scan(&id, &c.Kind, &c.Key, &c.Version)
			covers[id] = append(covers[id], c)
			return err
		})
	for id := range covers {
		sortedItems(covers[id])
	}
	return covers, err
}

func sortedItems(list []models.CoveredItem) []models.CoveredItem {
	slices.SortFunc(list, func(a, b models.CoveredItem) int {
		if a.Kind != b.Kind {
			return slices.Compare([]byte(a.Kind), []byte(b.Kind))
		}
		return int(a.Key - b.Key)
	})
	return list
}
