package store

import (
	"database/sql"
	"strings"

	"gorm.io/gorm"

	"linecheck/models"
)

// unansweredContradictions selects verdicts sourced (as n) on a claim (as c) that are older than
// contradicting evidence (as e) from a primary source and that nobody has answered: neither their reviewer
// with a newer verdict, nor an editor with a ruling. Evidence that was given together with a verdict or a
// ruling is answered by it.
var unansweredContradictions = `FROM evidence e
	JOIN sources p ON p.id = e.source_id AND NOT p.on_server
	JOIN annotations n ON n.claim_id = e.claim_id AND n.status = 'sourced' AND ` + verdictCounts + `
		AND (n.at < e.created_at OR n.at = e.created_at AND n.reviewer_id <> e.created_by)
	WHERE e.claim_id = c.id
		AND e.stance = 'contradicts'
		AND e.class = 'primary'
		AND e.withdrawn_at IS NULL
		AND NOT e.imported
		AND e.exact = c.exact
		AND NOT EXISTS (SELECT 1 FROM annotations m WHERE m.claim_id = c.id AND m.reviewer_id = n.reviewer_id AND m.id > n.id AND ` +
	countsAsVerdict("m") + `)
		AND NOT EXISTS (SELECT 1 FROM annotations m WHERE m.claim_id = c.id AND m.ruling AND ` + countsAsVerdict("m") + `
			AND (m.at > e.created_at OR m.at = e.created_at AND m.reviewer_id = e.created_by))`

// countsAsVerdict returns verdictCounts for an annotation with another alias.
func countsAsVerdict(alias string) string { return strings.ReplaceAll(verdictCounts, "n.", alias+".") }

// isContradicted is the condition that a claim (as c) is sourced while primary evidence contradicts it and
// nobody has answered.
var isContradicted = "c.withdrawn_at IS NULL AND c.status = 'sourced' AND EXISTS (SELECT 1 " + unansweredContradictions + ")"

// contradictedClaims is an SQL expression that counts those claims of an article (as a).
var contradictedClaims = "(SELECT count(*) FROM claims c WHERE c.article_id = a.id AND " + isContradicted + ")"

// reviewersToAnswer returns, for claims, the names of the reviewers who called them sourced and have to
// recheck them. claims is their ids, or a query for them.
func reviewersToAnswer(db *gorm.DB, claims any) (map[int64][]string, error) {
	var rows []struct {
		ID   int64
		Name string
	}
	err := db.Raw(`SELECT DISTINCT c.id, u.name
		FROM claims c
			JOIN annotations x ON x.claim_id = c.id AND x.status = 'sourced'
			JOIN users u ON u.id = x.reviewer_id
		WHERE c.id IN (?) AND c.withdrawn_at IS NULL AND c.status = 'sourced'
			AND EXISTS (SELECT 1 `+unansweredContradictions+` AND n.id = x.id)
		ORDER BY c.id, u.name`, claims).Scan(&rows).Error
	names := map[int64][]string{}
	for _, row := range rows {
		names[row.ID] = append(names[row.ID], row.Name)
	}
	return names, err
}

// contradictedItems returns those claims of an article as gate items.
func contradictedItems(t *tx, a models.Article) ([]models.GateItem, error) {
	var things []models.GateItem
	err := t.queryEach(`SELECT c.id, c.version - c.assignments, min(s.ordinal)
		FROM claims c
			JOIN occurrences o ON o.claim_id = c.id AND o.revision_id = $1
			JOIN sentences s ON s.id = o.sentence_id
		WHERE c.article_id = $2 AND `+isContradicted+`
		GROUP BY c.id, c.version, c.assignments
		ORDER BY 3, c.id`, []any{*a.RevisionID, a.ID}, func(rows *sql.Rows) error {
		thing := models.GateItem{Kind: models.ClaimItem}
		var version int
		err := rows.Scan(&thing.ID, &version, &thing.Ordinal)
		thing.Key, thing.Version = thing.ID, models.ItemVersion(thing.ID, version)
		things = append(things, thing)
		return err
	})
	return things, err
}

// hasContradiction reports whether a claim has unanswered contradicting evidence.
func (t *tx) hasContradiction(claimID int64) (is bool, err error) {
	err = t.queryRow("SELECT EXISTS (SELECT 1 FROM claims c WHERE c.id = $1 AND "+isContradicted+")", []any{claimID}, &is)
	return is, err
}
