package store

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"gorm.io/gorm"

	"linecheck/models"
)

// printedPeople selects the people whose names a desk prints: its members, those who worked on its articles,
// and those in its imported files.
const printedPeople = `SELECT u.id, u.email, u.name, u.typed_name
	FROM users u WHERE u.id IN (SELECT m.user_id FROM memberships m WHERE m.desk_id = ?)
	OR u.id IN (SELECT p.user_id FROM article_people p JOIN articles a ON a.id = p.article_id WHERE a.desk_id = ?) OR u.email LIKE ?`

// disambiguateNames ensures that no two people of a desk are printed with the same name. A suffix is never
// removed.
func (t *tx) disambiguateNames(by, deskID int64) error {
	people, err := selectRows[models.User](t.DB, printedPeople+" ORDER BY u.id", deskID, deskID, models.ImportedEmailPattern(deskID))
	if err != nil {
		return err
	}
	printed := models.DistinguishNames(people)
	for _, u := range people {
		name := printed[u.ID]
		if name == u.Name || name == u.NameAsTyped() || u.IsDistinguished() {
			continue
		}
		if _, err := t.exec("UPDATE users SET name = $1, typed_name = $2 WHERE id = $3", name, u.NameAsTyped(), u.ID); err != nil {
			return err
		}
		err := t.recordEvent(event{actor: by, action: "name told apart", object: "user", id: u.ID, desk: deskID,
			before: map[string]any{"name": u.Name}, after: map[string]any{"name": name}})
		if err != nil {
			return err
		}
	}
	return nil
}

// errNoNamesakes rolls back a transaction in which nothing was written.
var errNoNamesakes = errors.New("no two people have the same name")

// upgradeNames disambiguates, once, the names of people who are older than this feature.
func (s *Store) upgradeNames(ctx context.Context) error {
	db := s.db.Unqueued(ctx)
	var desks []int64
	err := db.Raw("SELECT id FROM desks WHERE EXISTS (SELECT 1 FROM users WHERE typed_name = '') ORDER BY id").Scan(&desks).Error
	if err != nil || len(desks) == 0 {
		return err
	}
	err = db.Transaction(func(db *gorm.DB) error { return s.disambiguateDesks(newTx(db), desks) })
	if err == nil || errors.Is(err, errNoNamesakes) {
		err = db.Exec("UPDATE users SET typed_name = name WHERE typed_name = ''").Error
	}
	return err
}

func (s *Store) disambiguateDesks(t *tx, desks []int64) error {
	if err := t.loadChain(); err != nil {
		return err
	}
	if err := t.recordFormatChange(); err != nil {
		return err
	}
	length := t.chain.Length
	for _, desk := range desks {
		if err := t.disambiguateNames(0, desk); err != nil {
			return fmt.Errorf("telling the people of desk %d apart: %w", desk, err)
		}
	}
	if t.chain.Length == length {
		return errNoNamesakes
	}
	return t.saveChain()
}

// compareTypedNames compares the typed names of people with a suffix with the events that added it.
func compareTypedNames(db *gorm.DB, v *models.Verification) error {
	people, err := selectRows[models.User](db, "SELECT id, name, typed_name FROM users WHERE typed_name NOT IN ('', name) ORDER BY id")
	if err != nil {
		return err
	}
	for _, u := range people {
		events, err := selectRows[models.Event](db, `SELECT * FROM events
			WHERE object = 'user' AND object_id = ? AND action = 'name told apart' ORDER BY id LIMIT 1`, u.ID)
		if err != nil {
			return err
		}
		var was struct{ Name string }
		if len(events) > 0 {
			if events[0].ErasedAt != nil {
				continue
			}
			if err := json.Unmarshal([]byte(events[0].Before), &was); err != nil {
				return fmt.Errorf("reading event %d: %w", events[0].ID, err)
			}
		}
		if was.Name != u.TypedName {
			v.Break = fmt.Sprintf("person %d typed another name than any event tells", u.ID)
			return nil
		}
	}
	return nil
}
