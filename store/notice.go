package store

import (
	"cmp"
	"context"
	"strconv"
	"strings"

	"gorm.io/gorm"

	"linecheck/models"
)

// visibleNotices selects the notices (as n) of articles (as a) that the reader may see now. It excludes those of other desks, of articles
// in the trash, and of withdrawn claims and notes. It also excludes those that a seal hides, or that the reader's present role may not
// see.
func visibleNotices(r models.Reader) (from string, args []any) {
	var rules []int64
	for _, d := range r.DesksFor(models.ActRule) {
		rules = append(rules, d.DeskID)
	}
	from = ` FROM notices n
		JOIN articles a ON a.id = n.article_id AND a.desk_id = n.desk_id AND a.trashed_at IS NULL
		JOIN desks d ON d.id = n.desk_id
		LEFT JOIN claims c ON c.id = n.claim_id
		LEFT JOIN sentence_notes y ON y.id = n.note_id
		WHERE n.user_id = ? AND n.desk_id IN ? AND c.withdrawn_at IS NULL AND y.withdrawn_at IS NULL AND (n.kind NOT IN ? OR n.desk_id IN ?)`
	args = []any{r.UserID, orNone(r.DeskIDs()), models.EditorNotices, orNone(rules)}
	if seal := blindViewFor(r); !seal.seesEverything() {
		from, args = from+" AND (n.claim_id IS NULL OR n.kind NOT IN ? OR NOT "+seal.hidesClaim("c")+")", append(args, models.RevealingNotices())
	}
	return from, args
}

// UnreadNotices counts the reader's unread notices, up to models.MaxNoticeCount+1.
func (s *Store) UnreadNotices(ctx context.Context, r models.Reader) (n int, err error) {
	defer wrap(&err, "count the notices of user %d", r.UserID)
	return unreadNotices(s.readDB(ctx), r)
}

func unreadNotices(db *gorm.DB, r models.Reader) (n int, err error) {
	from, args := visibleNotices(r)
	err = queryOne(db, &n, "SELECT count(*) FROM (SELECT 1"+from+" AND n.read_at IS NULL LIMIT ?) x", append(args, models.MaxNoticeCount+1)...)
	return n, err
}

// Notices lists the reader's notices. The unread ones come first. Both parts are sorted from new to old.
func (s *Store) Notices(ctx context.Context, r models.Reader, f models.NoticeFilter, p models.Page) (page models.Notices, err error) {
	defer wrap(&err, "list the notices of user %d", r.UserID)
	after, read, err := parseNoticeCursor(p.After)
	if err != nil {
		return page, err
	}
	err = s.readTx(ctx, func(db *gorm.DB) error {
		if page.Unread, err = unreadNotices(db, r); err != nil {
			return err
		}
		if !read {
			if page.List, err = noticeRows(db, r, "n.read_at IS NULL", after, p.Rows()+1); err != nil {
				return err
			}
			after = 0
		}
		if rest := p.Rows() + 1 - len(page.List); rest > 0 && !f.Unread {
			older, err := noticeRows(db, r, "n.read_at IS NOT NULL", after, rest)
			page.List = append(page.List, older...)
			return err
		}
		return nil
	})
	if len(page.List) > p.Rows() {
		page.List = page.List[:p.Rows()]
		page.Next = noticeCursor(page.List[p.Rows()-1])
	}
	if len(page.List) > 0 && page.List[0].ReadAt == nil {
		page.Newest = page.List[0].ID
	}
	return page, err
}

// Notice reads one of the reader's notices.
func (s *Store) Notice(ctx context.Context, r models.Reader, id int64) (row models.NoticeRow, err error) {
	defer wrap(&err, "read notice %d", id)
	list, err := noticeRows(s.readDB(ctx), r, "n.id = ?", 0, 1, id)
	if err == nil && len(list) == 0 {
		err = models.ErrNotFound
	}
	if err != nil {
		return row, err
	}
	return list[0], nil
}

// noticeRows reads notices with the data for their texts, newest first.
func noticeRows(
	db *gorm.DB, r models.Reader, where string, before int64, limit int, whereArgs ...any,
) (list []models.NoticeRow, err error) {
	from, args := visibleNotices(r)
	args = append(args, whereArgs...)
	if before != 0 {
		where, args = where+" AND n.id < ?", append(args, before)
	}
	const place = `coalesce((SELECT min(s.ordinal) FROM occurrences o JOIN sentences s ON s.id = o.sentence_id
			WHERE o.claim_id = n.claim_id AND o.revision_id = a.revision_id AND o.placement <> 'lost'),
		(SELECT s.ordinal FROM sentences s WHERE s.track_id = y.track_id AND s.revision_id = a.revision_id))`
	err = db.Raw(`SELECT n.*, a.title AS article_title, a.language, d.name AS desk, d.mail_text,
			coalesce((SELECT u.name FROM users u WHERE u.id = n.actor_id), '') AS actor, coalesce(c.exact, '') AS words,
			coalesce(`+place+`, 0) AS ordinal, `+place+` IS NOT NULL AS placed,
			n.kind = 'sign-off void' AND EXISTS (SELECT 1 FROM signoffs o WHERE o.article_id = n.article_id AND o.user_id = n.user_id
				AND o.voided_at = n.at) AS own`+from+" AND "+where+" ORDER BY n.id DESC LIMIT ?", append(args, limit)...).
		Scan(&list).Error
	if err != nil {
		return nil, err
	}
	return list, addNoticeGuests(db, list)
}

// addNoticeGuests adds the names of guests to the notices about their answers. It matches them by time, because an answer and its notice
// have the same time.
func addNoticeGuests(db *gorm.DB, list []models.NoticeRow) error {
	var queries []int64
	for _, n := range list {
		if n.ActorID == nil && n.QueryID != nil {
			queries = append(queries, *n.QueryID)
		}
	}
	if len(queries) == 0 {
		return nil
	}
	answers, err := guestAnswersTo(db, queries)
	for _, g := range answers {
		for i, n := range list {
			if n.ActorID == nil && n.QueryID != nil && *n.QueryID == g.QueryID && n.At.Equal(g.At) {
				list[i].Actor, list[i].Guest = g.Name, g.guest()
			}
		}
	}
	return err
}

// noticeCursor encodes a position in the list of notices: the last notice that was shown, and whether it was read.
func noticeCursor(n models.NoticeRow) string {
	if n.ReadAt != nil {
		return "r" + strconv.FormatInt(n.ID, 10)
	}
	return strconv.FormatInt(n.ID, 10)
}

func parseNoticeCursor(s string) (after int64, read bool, err error) {
	id, read := strings.CutPrefix(s, "r")
	after, err = parseIDCursor(id)
	if read && id == "" {
		err = cmp.Or(err, invalidCursor())
	}
	return after, read, err
}

// ReadNotice marks one of the reader's notices as read.
func (s *Store) ReadNotice(ctx context.Context, r models.Reader, id int64) (err error) {
	defer wrap(&err, "mark notice %d as read", id)
	return s.writeTx(ctx, func(t *tx) error {
		var found int64
		if err := t.queryRow("SELECT id FROM notices WHERE id = $1 AND user_id = $2", []any{id, r.UserID}, &found); err != nil {
			return err
		}
		_, err := t.exec("UPDATE notices SET read_at = $1 WHERE id = $2 AND read_at IS NULL", t.now, id)
		return err
	})
}

// ReadNotices marks the reader's notices up to an id as read. A notice that arrived after the page was loaded stays unread.
func (s *Store) ReadNotices(ctx context.Context, r models.Reader, through int64) (err error) {
	defer wrap(&err, "mark notices of user %d as read", r.UserID)
	return s.writeTx(ctx, func(t *tx) error {
		_, err := t.exec("UPDATE notices SET read_at = $1 WHERE user_id = $2 AND read_at IS NULL AND id <= $3", t.now, r.UserID, through)
		return err
	})
}
