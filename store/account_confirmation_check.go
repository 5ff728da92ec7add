package store

import (
	"encoding/json"
	"fmt"

	"gorm.io/gorm"

	"linecheck/models"
)

// compareAccountConfirmations compares the openings of accounts by links with their events. Every opening must have an event, and so must
// every confirmation. Events with erased payloads are skipped.
func compareAccountConfirmations(db *gorm.DB, v *models.Verification) error {
	var events []models.Event
	err := db.Raw("SELECT * FROM events WHERE object = 'user' AND action IN ('account opened by a link', 'account confirmed') ORDER BY id").
		Scan(&events).
		Error
	if err != nil {
		return err
	}
	opened, confirmed, erased := map[int64]int64{}, map[int64]bool{}, false
	for _, e := range events {
		erased = erased || e.ErasedAt != nil
		var before, after struct{ Opening int64 }
		_ = json.Unmarshal([]byte(e.Before), &before) // one of the two is empty, or both if erased
		_ = json.Unmarshal([]byte(e.After), &after)
		if after.Opening != 0 {
			opened[after.Opening] = e.ID
		}
		confirmed[before.Opening] = true
	}
	var rows []models.AccountOpening
	if err := db.Raw("SELECT * FROM account_openings ORDER BY id").Scan(&rows).Error; err != nil {
		return err
	}
	for _, o := range rows {
		if o.ConfirmedAt != nil && !confirmed[o.ID] && !erased {
			v.Break = fmt.Sprintf("the account of person %d was confirmed, and no event tells by whom", o.UserID)
			return nil
		}
		delete(opened, o.ID)
	}
	for id, event := range opened {
		v.Break = fmt.Sprintf("opening %d of an account, named by event %d, is gone", id, event)
	}
	return nil
}
