package store

import (
	"context"
	"fmt"

	"linecheck/models"
	"linecheck/store/database"
)

// defaultSecondaries is the default policy of docs/invariants.md#evidence: one primary source, or two
// independent secondary ones.
const defaultSecondaries = 2

// Desks lists the reader's desks.
func (s *Store) Desks(ctx context.Context, r models.Reader) (_ []models.Desk, err error) {
	defer wrap(&err, "list the desks of user %d", r.UserID)
	var list []models.Desk
	err = s.readDB(ctx).Where("id IN (SELECT desk_id FROM memberships WHERE user_id = ?)", r.UserID).Order("name").Find(&list).Error
	return list, err
}

// CreateDesk creates a desk with the reader as its administrator. The reader must already manage a desk.
func (s *Store) CreateDesk(ctx context.Context, r models.Reader, name string) (_ models.Desk, err error) {
	defer wrap(&err, "create a desk")
	desk, err := newDesk(name)
	if err != nil {
		return desk, err
	}
	err = s.writeTx(ctx, func(t *tx) error {
		var manages int
		if err := t.Raw("SELECT count(*) FROM memberships WHERE user_id = ? AND role = ?", r.UserID, models.Admin).Scan(&manages).Error; err != nil {
			return err
		}
		if manages == 0 || r.ReadOnly {
			return fmt.Errorf("%w: only an administrator makes desks", models.ErrForbidden)
		}
		return t.addDesk(&desk, r.UserID)
	})
	return desk, err
}

// DeskByName reads a desk for the command line; "" is the first one.
func (s *Store) DeskByName(ctx context.Context, name string) (_ models.Desk, err error) {
	defer wrap(&err, "find a desk by name")
	var desk models.Desk
	err = queryOne(s.readDB(ctx), &desk, "SELECT * FROM desks WHERE name = ? OR ? = '' ORDER BY id LIMIT 1", name, name)
	return desk, err
}

// AddDesk creates a desk without an administrator, for the command line.
func (s *Store) AddDesk(ctx context.Context, name string) (_ models.Desk, err error) {
	defer wrap(&err, "add a desk")
	desk, err := newDesk(name)
	if err != nil {
		return desk, err
	}
	err = s.writeTx(ctx, func(t *tx) error { return t.addDesk(&desk, 0) })
	return desk, err
}

// newDesk returns a desk with a validated name.
func newDesk(name string) (models.Desk, error) {
	var wrong models.ValidationErrors
	desk := models.Desk{Name: models.CheckName(name, &wrong)}
	return desk, wrong.Err()
}

// addDesk stores a desk with its counters and its first administrator.
func (t *tx) addDesk(desk *models.Desk, admin int64) error {
	desk.CreatedAt, desk.Version = t.now, 1
	if desk.Secondaries == 0 {
		desk.Secondaries = defaultSecondaries
	}
	if err := t.Create(desk).Error; err != nil {
		if database.IsDuplicateKey(err) {
			return models.NewFieldError("name", "There is a desk of this name already.")
		}
		return err
	}
	if err := t.Create(&models.DeskCounts{DeskID: desk.ID}).Error; err != nil {
		return err
	}
	err := t.recordEvent(
		event{actor: admin, action: "desk made", object: "desk", id: desk.ID, desk: desk.ID, after: map[string]any{"name": desk.Name,
			"secondaries": desk.Secondaries, "second_reader": desk.SecondReader, "blind": desk.Blind, "fetches": desk.Fetches}},
	)
	if err != nil {
		return err
	}
	if admin == 0 {
		return nil
	}
	return t.setRole(admin, admin, desk.ID, models.Admin)
}

// DeskName returns a desk's name, for the page of an invitation to it.
func (s *Store) DeskName(ctx context.Context, id int64) (name string, err error) {
	defer wrap(&err, "read the name of desk %d", id)
	err = queryOne(s.readDB(ctx), &name, "SELECT name FROM desks WHERE id = ?", id)
	return name, err
}
