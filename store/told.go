package store

import (
	"encoding/json"
	"fmt"
	"strings"

	"gorm.io/gorm"

	"linecheck/models"
)

// toldRows are the rows whose words an event holds as well: whoever changes the row behind the program's back would have to change the event,
// which the chain does not allow. rows reads them by id; each column is a key of the event's after, but for actor.
var toldRows = []struct{ action, object, rows string }{
	{"annotation made", "annotation", "SELECT id, reviewer_id AS actor, claim_id AS claim, status AS says, note, CASE WHEN ruling THEN 'true' ELSE 'false' END AS ruling FROM annotations WHERE id IN ?"},
	{"evidence given", "evidence", `SELECT e.id, e.created_by AS actor, e.claim_id AS claim, e.class, e.stance, e.source_id AS source, e.quote, e.locator, s.url,
		CASE WHEN s.confidential THEN '` + models.ConfidentialSource + `' ELSE s.title END AS title FROM evidence e JOIN sources s ON s.id = e.source_id WHERE e.id IN ?`},
	{"correction proposed", "correction", "SELECT id, proposed_by AS actor, claim_id AS claim, from_text AS \"from\", to_text AS \"to\", reason FROM corrections WHERE id IN ?"},
	{"article signed", "sign-off", "SELECT id, user_id AS actor, sha256, role FROM signoffs WHERE id IN ?"},
}

// compareTold holds rows against the events that tell of them.
func (s *Store) compareTold(db *gorm.DB, v *models.Verification) error {
	for _, t := range toldRows {
		for last := int64(0); v.Break == ""; {
			var events []models.Event
			if err := db.Where("action = ? AND object = ? AND id > ?", t.action, t.object, last).Order("id").Limit(batchRows).Find(&events).Error; err != nil {
				return err
			}
			if len(events) == 0 {
				break
			}
			if err := compareEvents(db, t.rows, events, v); err != nil {
				return err
			}
			last = events[len(events)-1].ID
		}
	}
	for _, t := range toldLast {
		if v.Break == "" {
			if err := compareLast(db, t.object, t.rows, v); err != nil {
				return err
			}
		}
	}
	if v.Break != "" {
		return nil
	}
	if err := compareNewest(db, v); err != nil || v.Break != "" {
		return err
	}
	return compareRoles(db, v)
}

// written are the tables of which no row is younger than the last event: of each its time and its article.
var written = []struct{ name, at, article string }{
	{"annotations", "at", "(SELECT c.article_id FROM claims c WHERE c.id = x.claim_id)"},
	{"evidence", "created_at", "(SELECT c.article_id FROM claims c WHERE c.id = x.claim_id)"},
	{"readings", "at", "(SELECT k.article_id FROM tracks k WHERE k.id = x.track_id)"},
	{"claims", "created_at", "x.article_id"},
	{"revisions", "created_at", "x.article_id"},
}

// compareNewest notices events that were cut off with the chain's head moved back: the work they told of is still there. What was brought in
// with an article of another newsroom has that newsroom's times.
func compareNewest(db *gorm.DB, v *models.Verification) error {
	for _, w := range written {
		var id int64
		err := one(db, &id, fmt.Sprintf(`SELECT x.id FROM %s x WHERE x.id = (SELECT max(id) FROM %s) AND x.%s > coalesce((SELECT e.at FROM events e ORDER BY e.id DESC LIMIT 1), x.%s)
			AND NOT EXISTS (SELECT 1 FROM events i WHERE i.article_id = %s AND i.action = ?)`, w.name, w.name, w.at, w.at, w.article), importAction)
		if isNotFound(err) {
			continue
		}
		if err == nil {
			v.Break = fmt.Sprintf("row %d of %s is younger than the last event: the end of the chain was cut off", id, w.name)
		}
		return err
	}
	return nil
}

// toldLast are the rows of which the last event that has a word on a column tells what stands there.
var toldLast = []struct{ object, rows string }{
	{"user", "SELECT id, name, email FROM users"},
	{"desk", "SELECT id, name FROM desks"},
	{"article", "SELECT id, title FROM articles"},
}

func compareLast(db *gorm.DB, object, query string, v *models.Verification) error {
	type place struct {
		id   string
		name string
	}
	said, by := map[place]any{}, map[place]int64{}
	for last := int64(0); ; {
		var events []models.Event
		if err := db.Where("object = ? AND id > ? AND after <> ''", object, last).Order("id").Limit(batchRows).Find(&events).Error; err != nil {
			return err
		}
		if len(events) == 0 {
			break
		}
		for _, e := range events {
			var after struct{ Name, Email, Title *string }
			if err := json.Unmarshal([]byte(e.After), &after); err != nil {
				return fmt.Errorf("reading event %d: %w", e.ID, err)
			}
			for name, word := range map[string]*string{"name": after.Name, "email": after.Email, "title": after.Title} {
				if word != nil {
					at := place{fmt.Sprint(e.ObjectID), name}
					said[at], by[at] = *word, e.ID
				}
			}
			last = e.ID
		}
	}
	var rows []map[string]any
	if err := db.Raw(query).Scan(&rows).Error; err != nil {
		return err
	}
	for _, row := range rows {
		for name, is := range row {
			at := place{fmt.Sprint(row["id"]), name}
			if word, told := said[at]; told && word != fmt.Sprint(is) {
				v.Break = fmt.Sprintf("%s %s has another %s than event %d tells", object, at.id, name, by[at])
				return nil
			}
		}
	}
	return nil
}

func compareEvents(db *gorm.DB, query string, events []models.Event, v *models.Verification) error {
	ids := make([]int64, len(events))
	for i, e := range events {
		ids[i] = e.ObjectID
	}
	var rows []map[string]any
	if err := db.Raw(query, ids).Scan(&rows).Error; err != nil {
		return err
	}
	byID := map[string]map[string]any{}
	for _, r := range rows {
		byID[fmt.Sprint(r["id"])] = r
	}
	for _, e := range events {
		row, there := byID[fmt.Sprint(e.ObjectID)]
		if !there {
			v.Break = fmt.Sprintf("%s %d, of which event %d tells, is gone", e.Object, e.ObjectID, e.ID)
			return nil
		}
		name, err := differs(e, row)
		if err != nil {
			return err
		}
		if name != "" {
			v.Break = fmt.Sprintf("%s %d has another %s than event %d tells", e.Object, e.ObjectID, name, e.ID)
			return nil
		}
	}
	return nil
}

// differs names a column of a row that is not what its event says; "" for none. What an event does not say, it is silent on.
func differs(e models.Event, row map[string]any) (string, error) {
	var after map[string]any
	decode := json.NewDecoder(strings.NewReader(e.After))
	decode.UseNumber()
	if err := decode.Decode(&after); err != nil {
		return "", fmt.Errorf("reading event %d: %w", e.ID, err)
	}
	if e.ActorID != nil {
		after["actor"] = *e.ActorID
	}
	for name, is := range row {
		if said, says := after[name]; says && fmt.Sprint(said) != fmt.Sprint(is) {
			return name, nil
		}
	}
	return "", nil
}

// compareRoles holds everybody's role at a desk against the last event that set it.
func compareRoles(db *gorm.DB, v *models.Verification) error {
	var events []models.Event
	err := db.Raw(`SELECT e.* FROM events e WHERE e.action = 'role set' AND e.object = 'user'
		AND NOT EXISTS (SELECT 1 FROM events l WHERE l.object = 'user' AND l.object_id = e.object_id AND l.action = 'role set' AND l.desk_id = e.desk_id AND l.id > e.id)`).Scan(&events).Error
	if err != nil {
		return err
	}
	var rows []models.Membership
	if err := db.Find(&rows).Error; err != nil {
		return err
	}
	has := map[[2]int64]string{}
	for _, m := range rows {
		has[[2]int64{m.UserID, m.DeskID}] = string(m.Role)
	}
	for _, e := range events {
		var after struct{ Role string }
		if err := json.Unmarshal([]byte(e.After), &after); err != nil {
			return fmt.Errorf("reading event %d: %w", e.ID, err)
		}
		key := [2]int64{e.ObjectID, *e.DeskID}
		if has[key] != after.Role {
			v.Break = fmt.Sprintf("person %d is %q at desk %d, and event %d made them %q", key[0], has[key], key[1], e.ID, after.Role)
			return nil
		}
		delete(has, key)
	}
	for key, role := range has {
		v.Break = fmt.Sprintf("person %d is %q at desk %d, and no event made them that", key[0], role, key[1])
	}
	return nil
}
