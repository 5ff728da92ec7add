package store

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"strconv"

	"gorm.io/gorm"

	"linecheck/models"
)

// claimOf is an SQL expression for the claim that an event (as e) concerns; NULL for none.
const claimOf = `CASE e.object WHEN 'claim' THEN e.object_id
	WHEN 'annotation' THEN (SELECT x.claim_id FROM annotations x WHERE x.id = e.object_id)
	WHEN 'evidence' THEN (SELECT x.claim_id FROM evidence x WHERE x.id = e.object_id)
	WHEN 'correction' THEN (SELECT x.claim_id FROM corrections x WHERE x.id = e.object_id)
	WHEN 'query' THEN (SELECT x.claim_id FROM queries x WHERE x.id = e.object_id)
	WHEN 'override' THEN (SELECT x.claim_id FROM overrides x WHERE x.id = e.object_id) END`

// AuditLog reads one page of the events of an article, a claim, or a desk.
func (s *Store) AuditLog(ctx context.Context, r models.Reader, f models.AuditFilter, p models.Page) (_ models.AuditLog, err error) {
	defer wrap(&err, "read the record of article %d, claim %d, desk %d", f.ArticleID, f.ClaimID, f.DeskID)
	var record models.AuditLog
	after, err := parseIDCursor(p.After)
	if err != nil {
		return record, err
	}
	if f, err = s.resolveSubject(ctx, r, f); err != nil {
		return record, err
	}
	err = s.readTx(ctx, func(db *gorm.DB) error {
		if err := readSubject(db, f, &record); err != nil {
			return err
		}
		var total int64
		if err := auditEntries(db, r, f).Count(&total).Error; err != nil {
			return err
		}
		record.Total = int(total)
		q := auditEntries(db, r, f)
		if after != 0 {
			q = q.Where("e.id < ?", after)
		}
		if record.Entries, err = readAuditEntries(q.Order("e.id DESC").Limit(p.Rows() + 1)); err != nil {
			return err
		}
		if len(record.Entries) > p.Rows() {
			record.Entries = record.Entries[:p.Rows()]
			record.Next = strconv.FormatInt(record.Entries[p.Rows()-1].ID, 10)
		}
		return addLogDetails(db, f, &record)
	})
	return record, err
}

// readSubject reads the article or the desk of the audit log.
func readSubject(db *gorm.DB, f models.AuditFilter, record *models.AuditLog) error {
	if f.DeskID != 0 {
		return queryOne(db, &record.Desk, "SELECT * FROM desks WHERE id = ?", f.DeskID)
	}
	return queryOne(db, &record.Article, "SELECT * FROM articles WHERE id = ?", f.ArticleID)
}

// resolveSubject adds the article of a claim, and checks that the reader may see it. Withdrawn claims are
// found as well. A desk's own events are for those who oversee it.
func (s *Store) resolveSubject(ctx context.Context, r models.Reader, f models.AuditFilter) (models.AuditFilter, error) {
	if f.DeskID != 0 {
		return f, mayOversee(r, f.DeskID)
	}
	if f.ClaimID != 0 {
		if err := queryOne(s.readDB(ctx), &f.ArticleID, "SELECT article_id FROM claims WHERE id = ?", f.ClaimID); err != nil {
			return f, err
		}
	}
	_, err := s.visibleVersion(ctx, r, f.ArticleID)
	return f, err
}

// auditEntries selects the events (as e) that match a filter and that the reader may see. For a sealed claim,
// these are the reader's own and those with neutral actions; unknown actions are hidden.
func auditEntries(db *gorm.DB, r models.Reader, f models.AuditFilter) *gorm.DB {
	q := db.Session(&gorm.Session{NewDB: true}).Table("events e")
	if f.DeskID != 0 {
		q = q.Where("e.desk_id = ? AND e.article_id IS NULL AND e.object IN ?", f.DeskID, models.DeskAuditKinds)
	} else {
		q = q.Where("e.article_id = ?", f.ArticleID)
	}
	if f.ClaimID != 0 {
		q = q.Where(claimOf+" = ?", f.ClaimID)
	}
	if f.Person != 0 {
		q = q.Where("e.actor_id = ?", f.Person)
	}
	if f.Kind != "" {
		q = q.Where("e.object = ?", f.Kind)
	}
	if !f.From.IsZero() {
		q = q.Where("e.at >= ?", f.From.UTC())
	}
	if !f.Until.IsZero() {
		q = q.Where("e.at < ?", f.Until.UTC())
	}
	if seal := blindViewFor(r); f.DeskID == 0 && !seal.seesEverything() {
		q = q.Where(`(e.desk_id NOT IN (`+seal.desks+`) OR e.actor_id = ? OR e.action IN ?
			OR `+claimOf+` IN (SELECT z.claim_id FROM annotations z JOIN claims zc ON zc.id = z.claim_id AND z.exact = zc.exact AND z.context = zc.context
				WHERE z.reviewer_id = ? AND z.withdrawn_at IS NULL AND NOT z.imported))`, r.UserID, models.NeutralActions(), r.UserID)
	}
	return q
}

// readAuditEntries reads events with their actors' names and the words of their claims.
func readAuditEntries(q *gorm.DB) ([]models.AuditEntry, error) {
	var list []models.AuditEntry
	err := q.Select("e.*, coalesce(u.name, '') AS name, coalesce(" + claimOf + ", 0) AS claim_id, coalesce(" + eventSubjectName + ", '') AS about").
		Joins("LEFT JOIN users u ON u.id = e.actor_id").
		Scan(&list).
		Error
	if err != nil {
		return nil, err
	}
	var claims []int64
	for i := range list {
		addGuestName(&list[i])
	}
	for _, d := range list {
		if d.ClaimID != 0 {
			claims = append(claims, d.ClaimID)
		}
	}
	var words []models.AuditEntry
	err = q.Session(&gorm.Session{NewDB: true}).
		Raw(`SELECT o.claim_id, o.exact, s.ordinal FROM occurrences o JOIN claims c ON c.id = o.claim_id
		JOIN articles a ON a.id = c.article_id AND a.revision_id = o.revision_id JOIN sentences s ON s.id = o.sentence_id
		WHERE o.claim_id IN ? ORDER BY o.start_cp DESC`, claims).
		Scan(&words).
		Error
	said := map[int64]models.AuditEntry{}
	for _, w := range words {
		said[w.ClaimID] = w // the first place of each comes last
	}
	for i, d := range list {
		list[i].Exact, list[i].Ordinal = said[d.ClaimID].Exact, said[d.ClaimID].Ordinal
	}
	return list, err
}

// addLogDetails adds what a page of the audit log shows in addition to the events.
func addLogDetails(db *gorm.DB, f models.AuditFilter, record *models.AuditLog) error {
	if f.ClaimID != 0 {
		err := queryOne(
			db,
			&record.Exact,
			"SELECT exact FROM occurrences WHERE claim_id = ? ORDER BY revision_id DESC, start_cp LIMIT 1",
			f.ClaimID,
		)
		if err != nil && !isNotFound(err) {
			return err
		}
	}
	err := db.Raw(
		"SELECT u.id, u.name FROM users u WHERE u.id IN (?) ORDER BY u.name, u.id",
		auditEntries(
			db,
			models.Reader{},
			models.AuditFilter{DeskID: f.DeskID, ArticleID: f.ArticleID},
		).Select("e.actor_id"),
	).Scan(&record.People).Error
	if err != nil {
		return err
	}
	var end chain
	err = queryOne(db, &end, "SELECT length, head FROM chain WHERE id = 1")
	record.Chain = models.Verification{Length: int(end.Length), Head: end.Head}
	return err
}

// EachEvent calls do with a row for every event that matches a filter, oldest first. It reads in batches.
func (s *Store) EachEvent(ctx context.Context, r models.Reader, f models.AuditFilter, do func(models.EventExportRow) error) (err error) {
	defer wrap(&err, "export the record of article %d, claim %d", f.ArticleID, f.ClaimID)
	f, err = s.resolveSubject(ctx, r, f)
	if err != nil {
		return err
	}
	for last := int64(0); ; {
		list, err := readAuditEntries(auditEntries(s.readDB(ctx), r, f).Where("e.id > ?", last).Order("e.id").Limit(exportBatchRows))
		if err != nil {
			return fmt.Errorf("reading events to export: %w", err)
		}
		for _, d := range list {
			if err := do(eventCells(r, d)); err != nil {
				return err
			}
			last = d.ID
		}
		if len(list) < exportBatchRows {
			return nil
		}
	}
}

// addGuestName names the guest who acted by a link. The event itself contains the name.
func addGuestName(d *models.AuditEntry) {
	if d.ActorID != nil || d.Action != "guest answered" && d.Action != "guest claimed words" {
		return
	}
	var after struct {
		Guest  string
		SentTo string `json:"sent_to"`
		Local  bool
	}
	if json.Unmarshal([]byte(d.After), &after) == nil && after.Guest != "" { // an erased payload names nobody
		d.Name, d.Guest = after.Guest, &models.Guest{SentTo: after.SentTo, Local: after.Local}
	}
}

// redactEvent returns an event as a reader may see it. Before and after can reveal the state of a sentence,
// so a user who checks blind only sees those of their own events.
func redactEvent(r models.Reader, e models.Event) models.Event {
	if e.DeskID != nil && r.ChecksBlind(*e.DeskID) && (e.ActorID == nil || *e.ActorID != r.UserID) {
		e.Before, e.After, e.Salt = "", "", "" // with the salt, the digest could be used to guess them
	}
	return e
}

// eventCells returns the cells of an event in record.csv.
func eventCells(r models.Reader, d models.AuditEntry) models.EventExportRow {
	number := func(n int64) string {
		if n == 0 {
			return ""
		}
		return strconv.FormatInt(n, 10)
	}
	article := int64(0)
	if d.ArticleID != nil {
		article = *d.ArticleID
	}
	d.Event = redactEvent(r, d.Event)
	if d.Guest != nil {
		d.Name = d.Guest.NameOf(d.Name)
	}
	cells := []string{
		number(d.ID),
		d.At.UTC().Format("2006-01-02T15:04:05Z"),
		cmp.Or(d.Name, "Linecheck"),
		d.Action,
		d.Object,
		number(d.ObjectID),
		number(article),
		number(d.ClaimID),
		d.Exact,
		d.Before,
		d.After,
		d.PrevHash,
		d.Hash,
		strconv.Itoa(d.Format),
		d.PayloadSHA256,
		d.Salt,
		d.Door,
		"",
	}
	if d.ErasedAt != nil {
		cells[len(cells)-1] = d.ErasedAt.UTC().Format("2006-01-02T15:04:05Z")
	}
	row := make(models.EventExportRow, len(cells))
	for i, c := range cells {
		row[i] = []byte(c)
	}
	return row
}
