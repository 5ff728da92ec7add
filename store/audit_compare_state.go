package store

import (
	"encoding/json"
	"fmt"

	"gorm.io/gorm"

	"linecheck/models"
)

// timedTables lists tables in which no row is newer than the last event, with their time and article.
var timedTables = []struct{ name, at, article string }{
	{"annotations", "at", "(SELECT c.article_id FROM claims c WHERE c.id = x.claim_id)"},
	{"evidence", "created_at", "(SELECT c.article_id FROM claims c WHERE c.id = x.claim_id)"},
	{"readings", "at", "(SELECT k.article_id FROM tracks k WHERE k.id = x.track_id)"},
	{"claims", "created_at", "x.article_id"},
	{"revisions", "created_at", "x.article_id"},
	{"outcomes", "at", "(SELECT c.article_id FROM claims c WHERE c.id = x.claim_id)"},
	{"authorships", "at", "(SELECT v.article_id FROM revisions v WHERE v.id = x.revision_id)"},
}

// compareNewestTimes detects events that were cut off at the end of the chain: the rows that they describe
// are still there. Imported rows have the times of their origin.
func compareNewestTimes(db *gorm.DB, v *models.Verification) error {
	for _, w := range timedTables {
		var id int64
		err := queryOne(
			db,
			&id,
			fmt.Sprintf(
				`SELECT x.id FROM %s x WHERE x.id = (SELECT max(id) FROM %s) AND x.%s > coalesce((SELECT e.at FROM events e ORDER BY e.id DESC LIMIT 1), x.%s)
			AND NOT EXISTS (SELECT 1 FROM events i WHERE i.article_id = %s AND i.action = ?)`,
				w.name,
				w.name,
				w.at,
				w.at,
				w.article,
			),
			importAction,
		)
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

// lastStateRows lists rows whose columns must equal the values in the last event that has them. Each column
// is a key of the event's after.
var lastStateRows = []struct{ object, query string }{
	{"user", "SELECT id, name, email FROM users"},
	{
		"desk",
		"SELECT id, name, secondaries, shared_sites, proof_rules, furniture, " + boolColumn(
			"fetches",
		) + ", " + boolColumn(
			"second_reader",
		) + ", " + boolColumn(
			"blind",
		) + ", " + boolColumn(
			"mail_text",
		) + ", " + boolColumn(
			"public_names",
		) + ", " + boolColumn(
			"public_corrections",
		) + ", " + boolColumn(
			"small_desk",
		) + " FROM desks",
	},
	{"article", "SELECT id, title, language, writer_id AS writer, " +
		"CASE WHEN EXISTS (SELECT 1 FROM public_pages p WHERE p.article_id = articles.id AND p.is_on) " +
		"THEN 'true' ELSE 'false' END AS public_page " +
		"FROM articles"},
	{"query", "SELECT id, state, reason FROM queries"},
	{"correction", "SELECT id, state, accepted_by AS accepted, decline_reason AS why, " + boolColumn("proven") + " FROM corrections"},
}

// boolColumn reads a boolean column in the form of an event, on both databases.
func boolColumn(column string) string {
	return "CASE WHEN " + column + " THEN 'true' ELSE 'false' END AS " + column
}

func compareLastState(db *gorm.DB, object, query string, v *models.Verification) error {
	var rows []map[string]any
	if err := db.Raw(query).Scan(&rows).Error; err != nil || len(rows) == 0 {
		return err
	}
	type place struct {
		id   string
		name string
	}
	said, by := map[place]string{}, map[place]int64{}
	for last := int64(0); ; {
		var events []models.Event
		if err := db.Where("object = ? AND id > ? AND (after <> '' OR erased_at IS NOT NULL)", object, last).Order("id").Limit(exportBatchRows).Find(&events).Error; err != nil {
			return err
		}
		if len(events) == 0 {
			break
		}
		for _, e := range events {
			after, err := decodeAfter(e)
			if err != nil {
				return err
			}
			_, changed := after["state"]
			if _, says := after["reason"]; object == "query" && changed && !says {
				after["reason"] = "" // a query that is not dismissed has none
			}
			for name := range rows[0] {
				if e.ErasedAt != nil {
					delete(said, place{fmt.Sprint(e.ObjectID), name}) // it may have had a newer value
				}
				if word, says := after[name]; says {
					at := place{fmt.Sprint(e.ObjectID), name}
					said[at], by[at] = fmt.Sprint(word), e.ID
				}
			}
			last = e.ID
		}
	}
	for _, row := range rows {
		for name, is := range row {
			at := place{fmt.Sprint(row["id"]), name}
			if word, recorded := said[at]; recorded && word != fmt.Sprint(is) {
				v.Break = fmt.Sprintf("%s %s has another %s than event %d tells", object, at.id, name, by[at])
				return nil
			}
		}
	}
	return nil
}

// compareRoles compares everybody's role at a desk with the last event that set it.
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
		if e.ErasedAt != nil {
			delete(has, [2]int64{e.ObjectID, *e.DeskID})
			continue
		}
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
