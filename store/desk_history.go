package store

import (
	"fmt"

	"linecheck/models"
)

// eventSubjectName is the name of the person, link or webhook to which an act of a desk (as e) was done; NULL where it was done to
// something else.
const eventSubjectName = `CASE e.object WHEN 'user' THEN (SELECT x.name FROM users x WHERE x.id = e.object_id)
	WHEN 'invitation' THEN (SELECT x.name FROM invitations x WHERE x.id = e.object_id)
	WHEN 'token' THEN (SELECT p.name FROM api_tokens x JOIN users p ON p.id = x.user_id WHERE x.id = e.object_id)
	WHEN 'webhook' THEN (SELECT x.name FROM webhooks x WHERE x.id = e.object_id) END`

// mayOversee is whether a reader may look over a desk: its auditors, editors and administrators may. What is not theirs to see is
// not found.
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
