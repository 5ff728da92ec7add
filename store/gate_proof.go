package store

import (
	"cmp"
	"strings"

	"linecheck/models"
)

// unprovedItems returns the sourced claims that do not meet the desk's current policy. Claims that one
// primary source proves are excluded in SQL, so that only the others are evaluated.
func unprovedItems(t *tx, a models.Article, desk models.Desk) ([]models.GateItem, error) {
	own, err := ownAddresses(t.DB, a.ID, a.DeskID)
	if err != nil {
		return nil, err
	}
	var found []struct {
		models.Claim `gorm:"embedded"`
		Ordinal      int
	}
	unshortened := "" // then a primary source is not enough for every claim
	if desk.ProofRules != "" {
		unshortened = " OR TRUE"
	}
	err = t.Raw(`SELECT c.id, c.kind, c.risk, c.version - c.assignments AS version, c.exact, min(s.ordinal) AS ordinal
		FROM claims c
			JOIN occurrences o ON o.claim_id = c.id AND o.revision_id = ?
			JOIN sentences s ON s.id = o.sentence_id
		WHERE c.article_id = ? AND c.withdrawn_at IS NULL AND c.status = 'sourced' AND (NOT EXISTS `+primaryProof+unshortened+`)
		GROUP BY c.id, c.kind, c.risk, c.version, c.assignments, c.exact ORDER BY 6, c.id`, *a.RevisionID, a.ID, append(own, "")).
		Scan(&found).
		Error
	if err != nil || len(found) == 0 {
		return nil, err
	}
	ids := make([]int64, len(found))
	for i, c := range found {
		ids[i] = c.ID
	}
	cited, err := evidenceFor(t.DB, ids)
	if err != nil {
		return nil, err
	}
	people, err := countSourcedBy(t.DB, desk, ids)
	if err != nil {
		return nil, err
	}
	overridden, err := evidenceOverridesFor(t.DB, ids, desk.SmallDesk)
	var things []models.GateItem
	for _, c := range found {
		id := c.ID
		lack := desk.MissingEvidenceFor(c.Claim, models.CountedEvidence(cited[id], c.Exact), people[id], own...)
		if len(overridden[id]) == 0 && !lack.IsZero() {
			things = append(
				things,
				models.GateItem{Kind: models.ClaimItem, ID: id, Key: id, Version: models.ItemVersion(id, c.Version), Ordinal: c.Ordinal},
			)
		}
	}
	return things, err
}

// primaryProof selects counted supporting evidence of a claim (as c) from a primary source that is not at an
// own address. Everything that SQL cannot decide is left to models.Desk.MissingEvidence.
var primaryProof = `(SELECT 1 FROM evidence e JOIN sources p ON p.id = e.source_id
			WHERE e.claim_id = c.id AND e.withdrawn_at IS NULL AND NOT e.imported AND e.exact = c.exact
				AND e.class = 'primary' AND e.stance = 'supports' AND (` + hasRequiredDetails() + `)
				AND NOT p.on_server AND p.address IS NOT NULL AND (p.address = '' OR p.address NOT IN ?))`

// needConditions are SQL conditions under which evidence (as e) from a source (as p) surely has a required
// detail, by models.EvidenceNeed.Field.
var needConditions = map[string]string{
	"url":     "p.url <> ''",
	"locator": "e.locator <> '' AND e.locator NOT LIKE 'copied from %'",
}

// hasRequiredDetails is the condition that evidence surely has all details that its kind of source requires.
// Kinds with a detail that is in no column are left out.
func hasRequiredDetails() string {
	var kinds []string
	for _, kind := range models.SourceKinds {
		conditions := []string{"p.kind = '" + string(kind) + "'"}
		for _, need := range models.EvidenceNeeds[kind] {
			conditions = append(conditions, cmp.Or(needConditions[need.Field], "FALSE"))
		}
		kinds = append(kinds, "("+strings.Join(conditions, " AND ")+")")
	}
	return strings.Join(kinds, " OR ")
}
