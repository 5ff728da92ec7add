package store

import (
	"encoding/json"
	"fmt"
	"reflect"
	"strings"
	"time"

	"gorm.io/gorm"

	"linecheck/models"
)

// comparedRows lists the rows whose values and times must equal those in an event. Changing such a row directly would require changing
// the event too, which breaks the hash chain. rows reads the objects of events by id. Each column is a key of the event's after, except
// actor and at, which are columns of the event.
var comparedRows = []comparedRow{
	{"article made", "SELECT id, created_by AS actor, created_at AS at FROM articles WHERE id IN ?"},
	{"revision made", "SELECT id, created_by AS actor, created_at AS at, number, sha256 FROM revisions WHERE id IN ?"},
	{"revision withdrawn", "SELECT id, withdrawn_by AS actor, withdrawn_at AS at FROM revisions WHERE id IN ?"},
	{"reading made", readMarkRows},
	{"sentence confirmed", readMarkRows},
	{"reading withdrawn", "SELECT id, withdrawn_by AS actor, withdrawn_at AS at FROM readings WHERE id IN ?"},
	{"confirmation withdrawn", "SELECT id, withdrawn_by AS actor, withdrawn_at AS at FROM readings WHERE id IN ?"},
	{"claim made", "SELECT id, created_by AS actor, created_at AS at, former_claim_id AS former FROM claims WHERE id IN ?"},
	{"claim withdrawn", "SELECT id, withdrawn_by AS actor, withdrawn_at AS at FROM claims WHERE id IN ?"},
	{"claim retired", "SELECT id, withdrawn_by AS actor, withdrawn_at AS at FROM claims WHERE id IN ?"},
	{
		"annotation made",
		"SELECT id, reviewer_id AS actor, at, claim_id AS claim, revision_id AS revision, status AS says, note, exact AS words, depends AS refers, " +
			boolColumn(
				"ruling",
			) + " FROM annotations WHERE NOT imported AND id IN ?",
	},
	{"annotation withdrawn", "SELECT id, withdrawn_by AS actor, withdrawn_at AS at FROM annotations WHERE id IN ?"},
	{
		"evidence given",
		`SELECT e.id, e.created_by AS actor, e.created_at AS at, e.claim_id AS claim, e.class, e.stance,
		e.source_id AS source, e.quote, e.locator, s.url, s.publisher, s.copied_from AS "from",
		e.exact AS words,
		CASE WHEN s.confidential THEN '` + models.ConfidentialSource + `' ELSE s.title END AS title FROM evidence e JOIN sources s ON s.id = e.source_id
		WHERE NOT e.imported AND e.id IN ?`,
	},
	{
		"evidence confirmed",
		`SELECT id, created_by AS actor, created_at AS at, claim_id AS claim, confirms_id AS confirms, exact AS words, stance
		FROM evidence WHERE NOT imported AND id IN ?`,
	},
	{"evidence withdrawn", "SELECT id, withdrawn_by AS actor, withdrawn_at AS at FROM evidence WHERE id IN ?"},
	{"suggestion refused", "SELECT id, refused_by AS actor, refused_at AS at, sort, words FROM refusals WHERE id IN ?"},
	{"query raised", "SELECT id, raised_by AS actor, at FROM queries WHERE id IN ?"},
	{
		"note added",
		`SELECT n.id, n.author_id AS actor, n.at, n.body, n.words,
		(SELECT ` + mentionedIDs + ` FROM mentions x WHERE x.note_id = n.id) AS mentions
		FROM sentence_notes n WHERE n.id IN ?`,
	},
	{"note withdrawn", "SELECT id, author_id AS actor, withdrawn_at AS at FROM sentence_notes WHERE id IN ?"},
	{"mention dismissed", "SELECT id, user_id AS actor, settled_at AS at FROM mentions WHERE id IN ?"},
	{
		"correction proposed",
		"SELECT id, proposed_by AS actor, proposed_at AS at, claim_id AS claim, from_text AS \"from\", to_text AS \"to\", reason FROM corrections WHERE id IN ?",
	},
	{"override made", "SELECT id, user_id AS actor, at, gate_code AS reason, count, reason AS why FROM overrides WHERE id IN ?"},
	{"override withdrawn", "SELECT id, voided_by AS actor, voided_at AS at FROM overrides WHERE id IN ?"},
	{
		"article signed",
		`SELECT o.id, o.user_id AS actor, o.at, o.sha256, o.role, o.title_sha256, o.rules, o.policy, nullif(o.alone, '') AS alone,
		e.public_id AS receipt, e.sha256 AS receipt_sha256 FROM signoffs o LEFT JOIN receipts e ON e.signoff_id = o.id WHERE o.id IN ?`,
	},
}

// comparedSideRows are rows that were written together with an event but are not its object. rows reads them
// by the ids of the events.
var comparedSideRows = []comparedRow{
	{
		"query raised",
		messageRows,
	},
	{
		"query written in",
		messageRows,
	},
	{
		"claim resolved",
		`SELECT e.id, o.user_id AS actor, o.at, o.id AS outcome, o.resolution, o.reason, o.exact AS words, o.context, o.after_id AS "after"
		FROM events e JOIN outcomes o ON o.claim_id = e.object_id AND o.at = e.at WHERE e.id IN ?`,
	},
	{
		"words claimed",
		"SELECT e.id, w.user_id AS actor, w.at, w.reason FROM events e JOIN authorships w ON w.revision_id = e.object_id AND NOT w.vouched WHERE e.id IN ?",
	},
	{
		"writer vouched for",
		"SELECT e.id, w.user_id AS actor, w.at, w.reason FROM events e JOIN authorships w ON w.revision_id = e.object_id AND w.vouched WHERE e.id IN ?",
	},
	{
		"evidence overridden",
		`SELECT e.id, o.user_id AS actor, o.at, o.annotation_id AS annotation, o.reason FROM events e JOIN overrides o ON o.claim_id = e.object_id AND o.at = e.at
		WHERE e.id IN ?`,
	},
}

// mentionedIDs is the JSON array of the people whom one text mentions.
const mentionedIDs = "'[' || string_agg(CAST(x.user_id AS TEXT), ',' ORDER BY x.id) || ']'"

// messageRows reads the messages that were written together with events of their queries.
const messageRows = `SELECT e.id, m.author_id AS actor, m.at, m.body, m.words,
	(SELECT ` + mentionedIDs + ` FROM mentions x WHERE x.message_id = m.id) AS mentions
	FROM events e JOIN messages m ON m.query_id = e.object_id AND m.at = e.at WHERE e.id IN ?`

// comparedByPayload are rows whose id is in an event's after, under key. A time alone does not identify a row, because changes that are
// committed together have the same time.
var comparedByPayload = []struct {
	key string
	comparedRow
}{
	{"snapshot", snapshotRows},
	{"link", comparedRow{
		"guest link made",
		"SELECT id, query_id AS query, made_by AS actor, made_at AS at, name AS guest, email AS sent_to, " + boolColumn("as_writer") +
			" FROM guest_links WHERE id IN ?",
	}},
	{"answer", comparedRow{"guest answered", guestRows}},
	{"answer", comparedRow{"guest claimed words", guestRows}},
}

// guestRows reads the guests' messages with the links by which they were sent.
const guestRows = `SELECT g.id, g.query_id AS query, g.at, g.body, g.words, g.link_id AS link, g.revision_id AS revision,
		CASE WHEN g.local THEN 'true' ELSE 'false' END AS local, l.name AS guest, l.email AS sent_to
	FROM guest_answers g
	JOIN guest_links l ON l.id = g.link_id
	WHERE g.id IN ?`

// snapshotRows reads snapshots. Their events have the source as their object, and the snapshot in after.
var snapshotRows = comparedRow{
	"snapshot taken",
	"SELECT id, taken_by AS actor, taken_at AS at, sha256, media_type, size, origin FROM snapshots WHERE id IN ?",
}

// readMarkRows reads read marks. Imported ones are left out, since only the file contains them.
const readMarkRows = "SELECT id, reader_id AS actor, at, track_id AS track, revision_id AS revision, text AS words, region, depends AS refers, " +
	"range_size AS \"range\" FROM readings WHERE NOT imported AND id IN ?"

// comparedSince lists a key that events have since their rows exist; older events are skipped.
var comparedSince = map[string]string{"claim resolved": `"outcome":`}

type comparedRow struct{ action, query string }

func objectIDOf(e models.Event) int64 { return e.ObjectID }
func eventIDOf(e models.Event) int64  { return e.ID }

// payloadIDOf returns the id that an event has under a key; 0 if its payload was erased.
func payloadIDOf(key string) func(models.Event) int64 {
	return func(e models.Event) int64 {
		after, _ := decodeAfter(e) // without a readable id, no row is found
		number, _ := after[key].(json.Number)
		id, _ := number.Int64()
		return id
	}
}

// compareAuditedRows compares rows with their events.
func (s *Store) compareAuditedRows(db *gorm.DB, v *models.Verification) error {
	for _, t := range comparedRows {
		if err := compareAction(db, t, objectIDOf, v); err != nil {
			return err
		}
	}
	for _, t := range comparedSideRows {
		if err := compareAction(db, t, eventIDOf, v); err != nil {
			return err
		}
	}
	for _, t := range comparedByPayload {
		if err := compareAction(db, t.comparedRow, payloadIDOf(t.key), v); err != nil {
			return err
		}
	}
	for _, t := range lastStateRows {
		if v.Break == "" {
			if err := compareLastState(db, t.object, t.query, v); err != nil {
				return err
			}
		}
	}
	if v.Break != "" {
		return nil
	}
	if err := compareCovers(db, v); err != nil || v.Break != "" {
		return err
	}
	if err := compareNewestTimes(db, v); err != nil || v.Break != "" {
		return err
	}
	if err := compareRoles(db, v); err != nil || v.Break != "" {
		return err
	}
	if err := compareTypedNames(db, v); err != nil || v.Break != "" {
		return err
	}
	return compareAccountConfirmations(db, v)
}

// compareAction compares the rows of one action. by returns the id of an event's row.
func compareAction(db *gorm.DB, t comparedRow, by func(models.Event) int64, v *models.Verification) error {
	for last := int64(0); v.Break == ""; {
		var events []models.Event
		if err := db.Where("action = ? AND id > ? AND after LIKE ?", t.action, last, "%"+comparedSince[t.action]+"%").Order("id").Limit(exportBatchRows).Find(&events).Error; err != nil ||
			len(events) == 0 {
			return err
		}
		if err := compareEvents(db, t.query, events, by, v); err != nil {
			return err
		}
		last = events[len(events)-1].ID
	}
	return nil
}

func compareEvents(db *gorm.DB, query string, events []models.Event, by func(models.Event) int64, v *models.Verification) error {
	ids := make([]int64, len(events))
	for i, e := range events {
		ids[i] = by(e)
	}
	var rows []map[string]any
	if err := db.Raw(query, ids).Scan(&rows).Error; err != nil {
		return err
	}
	byID := map[string]map[string]any{}
	for _, r := range rows {
		byID[fmt.Sprint(r["id"])] = r
	}
	for i, e := range events {
		if ids[i] == 0 && e.ErasedAt != nil {
			continue
		}
		row, there := byID[fmt.Sprint(ids[i])]
		if !there {
			v.Break = fmt.Sprintf("%s %d, named by event %d, is gone", e.Object, e.ObjectID, e.ID)
			return nil
		}
		name, err := differingColumn(e, row)
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

// differingColumn returns the first column of a row that differs from its event, or "". Columns that the
// event does not contain are ignored.
func differingColumn(e models.Event, row map[string]any) (string, error) {
	after, err := decodeAfter(e)
	if err != nil {
		return "", err
	}
	if e.ActorID != nil {
		after["actor"] = *e.ActorID
	}
	if _, says := after["range"]; !says && e.After != "" {
		after["range"] = 0 // the mark was given alone
	}
	for name, is := range row {
		if at, ok := is.(time.Time); ok && name == "at" && at.Equal(e.At) {
			continue
		}
		if said, says := after[name]; (says || name == "at") && !equalsEventValue(said, is) {
			return name, nil
		}
	}
	return "", nil
}

// equalsEventValue reports whether a column has the value in its event. JSON columns are compared as values.
func equalsEventValue(said, is any) bool {
	switch said.(type) {
	case map[string]any, []any:
		var kept any
		decode := json.NewDecoder(strings.NewReader(fmt.Sprint(is)))
		decode.UseNumber()
		return decode.Decode(&kept) == nil && reflect.DeepEqual(said, kept)
	}
	return fmt.Sprint(said) == fmt.Sprint(is)
}

// decodeAfter returns an event's values after the change; none if its payload was erased.
func decodeAfter(e models.Event) (map[string]any, error) {
	after := map[string]any{}
	if e.After == "" {
		return after, nil
	}
	decode := json.NewDecoder(strings.NewReader(e.After))
	decode.UseNumber()
	if err := decode.Decode(&after); err != nil {
		return nil, fmt.Errorf("reading event %d: %w", e.ID, err)
	}
	return after, nil
}
