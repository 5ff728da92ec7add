package store

import (
	"context"
	"time"

	"gorm.io/gorm"

	"linecheck/models"
)

// AssignClaim assigns a claim to a user who may check at its desk; person 0 unassigns it. It returns ErrStale
// if the claim has changed since the version that was read.
func (s *Store) AssignClaim(ctx context.Context, r models.Reader, claimID int64, n models.NewAssignment) (_ models.Location, err error) {
	defer wrap(&err, "assign claim %d to user %d", claimID, n.Person)
	var place models.Location
	err = s.writeTx(ctx, func(t *tx) error {
		c, err := t.loadClaim(r, claimID, models.ActArrange)
		if err != nil {
			return err
		}
		if place, err = t.claimLocation(claimID); err != nil {
			return err
		}
		if c.Version != n.Version {
			return models.ErrStale
		}
		return t.assignClaim(r, c, n)
	})
	return place, err
}

// assignClaim sets a claim's assignee and due time.
func (t *tx) assignClaim(r models.Reader, c claimForUpdate, n models.NewAssignment) error {
	person, err := t.findChecker(c.DeskID, n.Person)
	if err != nil {
		return err
	}
	due := toUTC(n.DueAt)
	if n.Person == 0 {
		due = nil
	}
	var was models.Claim
	if err := t.queryRow("SELECT assignee_id, due_at FROM claims WHERE id = $1", []any{c.ID}, &was.AssigneeID, &was.DueAt); err != nil {
		return err
	}
	_, err = t.exec("UPDATE claims SET assignee_id = $1, due_at = $2, version = version + 1, assignments = assignments + 1 WHERE id = $3",
		nullableID(n.Person), due, c.ID)
	if err != nil {
		return err
	}
	if err := t.addArticleCounts(c.ArticleID, models.Counts{}); err != nil {
		return err
	}
	return t.recordEvent(
		event{actor: r.UserID, action: "claim assigned", object: "claim", id: c.ID, article: c.ArticleID, desk: c.DeskID,
			before: map[string]any{
				"person": was.AssigneeID,
				"due":    was.DueAt,
			}, after: map[string]any{"person": nullableID(n.Person), "to": person.Name, "due": due},
			notice: models.NoticeFacts{ClaimID: c.ID, Person: n.Person}},
	)
}

// findChecker finds a user who may check at a desk now; for 0 it returns nobody.
func (t *tx) findChecker(deskID, userID int64) (models.DeskPerson, error) {
	var person models.DeskPerson
	if userID == 0 {
		return person, nil
	}
	err := queryOne(
		t.DB,
		&person,
		`SELECT u.id, u.name, m.role FROM memberships m JOIN users u ON u.id = m.user_id AND u.disabled_at IS NULL
		WHERE m.desk_id = ? AND u.id = ?`,
		deskID,
		userID,
	)
	if isNotFound(err) || err == nil && !person.Role.Allows(models.ActCheck) {
		err = models.NewFieldError("person", "Please choose somebody who checks at this desk.")
	}
	return person, err
}

// AssignArticle assigns an article to a user who may check at its desk. It returns ErrStale if the article's
// details have changed since the version that was read. Assigning the same user again changes the due time.
func (s *Store) AssignArticle(ctx context.Context, r models.Reader, id int64, n models.NewAssignment) (err error) {
	defer wrap(&err, "assign article %d to user %d", id, n.Person)
	return s.changeAssignment(ctx, r, id, n, "article assigned", func(t *tx) error {
		_, err := t.exec(`INSERT INTO article_people (article_id, user_id, assigned_at, assigned_by, due_at) VALUES ($1, $2, $3, $4, $5)
			ON CONFLICT (article_id, user_id) DO UPDATE SET assigned_at = excluded.assigned_at, assigned_by = excluded.assigned_by, due_at = excluded.due_at`,
			id, n.Person, t.now, r.UserID, toUTC(n.DueAt))
		return err
	})
}

// UnassignArticle ends a user's assignment to an article. Their work stays.
func (s *Store) UnassignArticle(ctx context.Context, r models.Reader, id int64, n models.NewAssignment) (err error) {
	defer wrap(&err, "unassign article %d from user %d", id, n.Person)
	n.DueAt = nil
	return s.changeAssignment(ctx, r, id, n, "article unassigned", func(t *tx) error {
		if _, err := t.exec("DELETE FROM article_people WHERE article_id = $1 AND user_id = $2 AND last_at IS NULL", id, n.Person); err != nil {
			return err
		}
		_, err := t.exec(
			"UPDATE article_people SET assigned_at = NULL, assigned_by = NULL, due_at = NULL WHERE article_id = $1 AND user_id = $2",
			id,
			n.Person,
		)
		return err
	})
}

// changeAssignment runs a change of the users assigned to an article.
func (s *Store) changeAssignment(
	ctx context.Context,
	r models.Reader,
	id int64,
	n models.NewAssignment,
	action string,
	do func(*tx) error,
) error {
	return s.writeTx(ctx, func(t *tx) error {
		a, err := t.loadArticle(r, id, models.ActArrange)
		if err != nil {
			return err
		}
		if a.TrashedAt != nil {
			return models.ErrNotFound
		}
		if a.Version != n.Version {
			return models.ErrStale
		}
		var was struct{ AssignedAt, DueAt *time.Time }
		if err := t.Raw("SELECT assigned_at, due_at FROM article_people WHERE article_id = ? AND user_id = ?", id, n.Person).Scan(&was).Error; err != nil {
			return err
		}
		var person models.DeskPerson
		if action == "article assigned" {
			if person, err = t.findChecker(a.DeskID, n.Person); err == nil && n.Person == 0 {
				err = models.NewFieldError("person", "Please choose whom you ask.")
			}
		} else if was.AssignedAt == nil {
			err = models.ErrNotFound
		}
		if err != nil {
			return err
		}
		if err := do(t); err != nil {
			return err
		}
		if _, err := t.exec("UPDATE articles SET version = version + 1, changes = changes + 1 WHERE id = $1", id); err != nil {
			return err
		}
		return t.recordEvent(event{actor: r.UserID, action: action, object: "article", id: id, article: id, desk: a.DeskID,
			before: map[string]any{"due": was.DueAt}, after: map[string]any{"person": n.Person, "to": person.Name, "due": toUTC(n.DueAt)},
			notice: models.NoticeFacts{Person: n.Person}})
	})
}

// Assignments lists the users assigned to an article, earliest due time first, and those who could be.
func (s *Store) Assignments(ctx context.Context, r models.Reader, id int64) (_ models.ArticleAssignments, err error) {
	defer wrap(&err, "list the assignments of article %d", id)
	var page models.ArticleAssignments
	if page.Article, err = s.articleRow(ctx, r, id); err != nil {
		return page, err
	}
	if page.Article.TrashedAt != nil {
		return page, models.ErrNotFound
	}
	err = s.readTx(ctx, func(db *gorm.DB) error {
		err := db.Raw(`SELECT p.*, u.name, coalesce(b.name, '') AS by_name FROM article_people p JOIN users u ON u.id = p.user_id LEFT JOIN users b ON b.id = p.assigned_by
			WHERE p.article_id = ? AND p.assigned_at IS NOT NULL ORDER BY p.due_at IS NULL, p.due_at, u.name`, id).
			Scan(&page.People).
			Error
		if err != nil {
			return err
		}
		page.Desk, err = deskPeople(db, page.Article.DeskID)
		return err
	})
	return page, err
}
