package store

import (
	"fmt"

	"linecheck/models"
)

// eventSubjectName is an SQL expression for the name of the person, link or webhook that an event of a desk
// (as e) concerns; NULL for other objects.
const eventSubjectName = `CASE e.object WHEN 'user' THEN (SELECT x.name FROM users x WHERE x.id = e.object_id)
	WHEN 'invitation' THEN (SELECT x.name FROM invitations x WHERE x.id = e.object_id)
	WHEN 'token' THEN (SELECT p.name FROM api_tokens x JOIN users p ON p.id = x.user_id WHERE x.id = e.object_id)
	WHEN 'webhook' THEN (SELECT x.name FROM webhooks x WHERE x.id = e.object_id)
	WHEN 'key' THEN (SELECT x.name FROM trusted_keys x WHERE x.id = e.object_id) END`

// mayOversee checks that a reader may oversee a desk, as its auditors, editors and administrators may. For
// other desks it returns ErrNotFound.
func mayOversee(r models.Reader, deskID int64) error {
	role, member := r.Role(deskID)
	if !member {
		return models.ErrNotFound
	}
	if !role.Allows(models.ActOversee) {
		return fmt.Errorf("%w: a %s may not %s", models.ErrForbidden, role, models.ActOversee)
	}
	return nil
}
