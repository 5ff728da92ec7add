package store

import (
	"context"
	"fmt"

	"linecheck/models"
)

// People lists the members of the desks that the reader manages, with their roles there.
func (s *Store) People(ctx context.Context, r models.Reader) (_ []models.Person, err error) {
	defer wrap(&err, "list people for user %d", r.UserID)
	var managed []int64
	for _, d := range r.DesksFor(models.ActManage) {
		managed = append(managed, d.DeskID)
	}
	if len(managed) == 0 {
		return nil, fmt.Errorf("%w: only an administrator sees the list of people", models.ErrForbidden)
	}
	people, err := s.people(ctx, "m.desk_id IN ?", managed)
	if err != nil {
		return nil, err
	}
	all, err := unconfirmedOpenings(s.readDB(ctx))
	for i, p := range people {
		if o, opened := all[p.ID]; opened {
			people[i].Opening, people[i].ConfirmRefusal = &o, all.ConfirmRefusal(r.UserID, o)
		}
	}
	return people, err
}

// AllPeople lists every user, for the command line.
func (s *Store) AllPeople(ctx context.Context) (_ []models.Person, err error) {
	defer wrap(&err, "list all people")
	return s.people(ctx, "1 = 1")
}

func (s *Store) people(ctx context.Context, where string, args ...any) ([]models.Person, error) {
	var rows []struct {
		models.User `gorm:"embedded"`
		DeskID      *int64
		Desk        *string
		Role        *models.Role
		Factor      bool
		MailRefused bool
	}
	err := s.readDB(ctx).Raw(`SELECT u.*, m.desk_id, d.name AS desk, m.role,
		EXISTS (SELECT 1 FROM second_factors f WHERE f.user_id = u.id AND f.confirmed_at IS NOT NULL) AS factor,
		EXISTS (SELECT 1 FROM mail_settings x WHERE x.user_id = u.id AND x.bounced_at IS NOT NULL) AS mail_refused
		FROM users u
		LEFT JOIN memberships m ON m.user_id = u.id LEFT JOIN desks d ON d.id = m.desk_id
		WHERE `+where+` ORDER BY u.name, u.id, d.name`, args...).Scan(&rows).Error
	var people []models.Person
	for _, row := range rows {
		if len(people) == 0 || people[len(people)-1].ID != row.ID {
			row.PasswordHash = ""
			people = append(people, models.Person{User: row.User, Factor: row.Factor, MailRefused: row.MailRefused})
		}
		if row.DeskID != nil {
			last := &people[len(people)-1]
			last.Desks = append(last.Desks, models.DeskRole{DeskID: *row.DeskID, Desk: *row.Desk, Role: *row.Role})
		}
	}
	return people, err
}

// Colleagues lists everybody who shares a desk with the reader; filters offer these names.
func (s *Store) Colleagues(ctx context.Context, r models.Reader) (_ []models.User, err error) {
	defer wrap(&err, "list the colleagues of user %d", r.UserID)
	var list []models.User
	err = s.readDB(ctx).Raw(`SELECT DISTINCT u.id, u.name, u.email FROM users u JOIN memberships m ON m.user_id = u.id
		WHERE m.desk_id IN (SELECT desk_id FROM memberships WHERE user_id = ?) ORDER BY u.name, u.id`, r.UserID).Scan(&list).Error
	return list, err
}
