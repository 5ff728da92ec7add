package store

import (
	"context"

	"gorm.io/gorm"

	"linecheck/models"
)

// addedByOthers selects revisions (as v) of articles (as a) whose words are in the current text, and that somebody other than the named
// writer added. It includes only revisions by users who may check at the desk, because authorship matters only for them.
const addedByOthers = `FROM revisions v JOIN articles a ON a.id = v.article_id JOIN users b ON b.id = v.created_by
	WHERE v.withdrawn_at IS NULL AND (a.writer_id IS NULL OR v.created_by <> a.writer_id)
		AND EXISTS (SELECT 1 FROM memberships m WHERE m.user_id = v.created_by AND m.desk_id = a.desk_id AND m.role IN ('reviewer', 'editor', 'admin'))
		AND EXISTS (SELECT 1 FROM sentences s WHERE s.revision_id = a.revision_id AND ' ' || s.typed || ' ' LIKE '% r' || v.id || ' %')`

// loadRevisionWords reads the texts that somebody other than the named writer added, with their stated
// authorship; open selects those without one.
func loadRevisionWords(db *gorm.DB, articleID int64, open bool) ([]models.RevisionAuthorship, error) {
	unspoken := ""
	if open {
		unspoken = " AND NOT EXISTS (SELECT 1 FROM authorships w WHERE w.revision_id = v.id)"
	}
	var list []models.RevisionAuthorship
	err := db.Raw(`SELECT x.*, coalesce(u.name, '') AS spoken_by, w.at AS spoken_at, coalesce(w.vouched, FALSE) AS vouched, coalesce(w.reason, '') AS reason
		FROM (SELECT v.id AS revision_id, v.number, v.created_by AS brought_by, b.name AS bringer, v.created_at AS at `+addedByOthers+` AND a.id = ?`+unspoken+`) x
			LEFT JOIN authorships w ON w.revision_id = x.revision_id LEFT JOIN users u ON u.id = w.user_id ORDER BY x.number`, articleID).
		Scan(&list).
		Error
	return list, err
}

// unclaimedWords reads the texts that others added in the reader's name and whose authorship nobody has
// stated, newest first.
func unclaimedWords(db *gorm.DB, r models.Reader) ([]models.UnclaimedWords, error) {
	var list []models.UnclaimedWords
	err := db.Raw(`SELECT a.id AS article_id, a.title, v.number, b.name AS bringer, v.created_at AS at `+addedByOthers+`
		AND a.writer_id = ? AND a.desk_id IN ? AND a.trashed_at IS NULL AND a.state = 'checking' AND NOT EXISTS (SELECT 1 FROM authorships w WHERE w.revision_id = v.id)
		ORDER BY v.id DESC LIMIT ?`, r.UserID, r.DeskIDs(), maxWorkRows).Scan(&list).Error
	return list, err
}

// SmallDesks returns those of the reader's managed desks at which fewer than models.SmallDeskPeople people
// may check or sign. Only there an administrator is offered to allow overrides of independence.
func (s *Store) SmallDesks(ctx context.Context, r models.Reader) (_ map[int64]bool, err error) {
	defer wrap(&err, "find small desks")
	small := map[int64]bool{}
	for _, desk := range r.DesksFor(models.ActManage) {
		if small[desk.DeskID], err = isSmallDesk(s.readDB(ctx), desk.DeskID); err != nil {
			return nil, err
		}
	}
	return small, nil
}

// isSmallDesk reports whether fewer than models.SmallDeskPeople people of a desk may check or sign.
func isSmallDesk(db *gorm.DB, desk int64) (bool, error) {
	var roles []models.Role
	err := db.Raw(`SELECT m.role
		FROM memberships m
		JOIN users u ON u.id = m.user_id AND u.disabled_at IS NULL
		WHERE m.desk_id = ?`, desk).Scan(&roles).Error
	n := 0
	for _, role := range roles {
		if role.Allows(models.ActCheck) || role.Allows(models.ActSign) {
			n++
		}
	}
	return n < models.SmallDeskPeople, err
}
