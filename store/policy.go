package store

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"

	"gorm.io/gorm"

	"linecheck/models"
	"linecheck/text"
	"linecheck/text/message"
)

// SetPolicy changes a desk's policy. The gate applies it to all sourced claims, but signed articles stay
// signed. It returns ErrStale if the policy has changed since it was read.
func (s *Store) SetPolicy(ctx context.Context, r models.Reader, deskID int64, p models.DeskPolicy) (err error) {
	defer wrap(&err, "set the policy of desk %d", deskID)
	return s.writeTx(ctx, func(t *tx) error {
		if err := t.mayManage(r, deskID); err != nil {
			return err
		}
		checked, err := p.Check()
		if err != nil {
			return err
		}
		var desk models.Desk
		if err := queryOne(t.DB, &desk, "SELECT * FROM desks WHERE id = ?", deskID); err != nil {
			return err
		}
		n, err := t.exec(
			`UPDATE desks SET secondaries = $1, fetches = $2, small_desk = $3, shared_sites = $4, proof_rules = $5, mail_text = $6,
				furniture = $7, public_names = $8, public_corrections = $9, version = version + 1
			WHERE id = $10 AND version = $11`,
			checked.Secondaries,
			checked.Fetches,
			checked.SmallDesk,
			checked.SharedSites,
			checked.ProofRules,
			checked.MailText,
			checked.Furniture,
			checked.PublicNames,
			checked.PublicCorrections,
			deskID,
			p.Version,
		)
		if err != nil {
			return err
		}
		if n == 0 {
			return models.ErrStale
		}
		if err := t.recomputeProofs(deskID); err != nil {
			return err
		}
		return t.recordEvent(event{actor: r.UserID, action: "policy changed", object: "desk", id: deskID, desk: deskID,
			before: policyPayload(desk), after: policyPayload(checked)})
	})
}

// policyPayload returns a desk's policy as events contain it.
func policyPayload(d models.Desk) map[string]any {
	return map[string]any{"secondaries": d.Secondaries, "fetches": d.Fetches, "small_desk": d.SmallDesk,
		"shared_sites": d.SharedSites, "proof_rules": d.ProofRules, "mail_text": d.MailText, "furniture": d.Furniture,
		"public_names": d.PublicNames, "public_corrections": d.PublicCorrections}
}

// recomputeProofs evaluates a desk's sourced claims again after a change of its policy. Signed articles keep
// their policy.
func (t *tx) recomputeProofs(deskID int64) error {
	if err := t.recomputeClaimProofs("c.desk_id = ? AND a.trashed_at IS NULL", deskID); err != nil {
		return err
	}
	_, err := t.exec("UPDATE articles SET changes = changes + 1 WHERE desk_id = $1", deskID)
	return err
}

// recomputeClaimProofs evaluates sourced claims (as c, of articles as a) again.
func (t *tx) recomputeClaimProofs(where string, args ...any) error {
	var ids []int64
	err := t.Raw(`SELECT c.id FROM claims c JOIN articles a ON a.id = c.article_id
		WHERE c.withdrawn_at IS NULL AND c.status = 'sourced' AND `+where+` ORDER BY c.id`, args...).Scan(&ids).Error
	if err != nil {
		return err
	}
	for _, id := range ids {
		var c claimForUpdate
		if err := queryOne(t.DB, &c.Claim, "SELECT * FROM claims WHERE id = ?", id); err != nil {
			return err
		}
		if err := queryOne(t.DB, &c.Desk, "SELECT * FROM desks WHERE id = ?", c.DeskID); err != nil {
			return err
		}
		if err := t.updateProof(c, c.Status); err != nil {
			return err
		}
	}
	return nil
}

// evidenceRule is the name of the policy's rule in the table of overrides.
const evidenceRule = models.EvidenceRule

// checkPolicy refuses "sourced" without the evidence that the desk's policy requires, unless an editor
// overrides it. reason is the reason of a new override with the annotation, or "".
func (t *tx) checkPolicy(r models.Reader, c claimForUpdate, annotation int64, reason string) error {
	lack, err := t.missingEvidenceFor(r, c, annotation)
	if err != nil || lack.IsZero() {
		return err
	}
	reason = strings.TrimSpace(reason)
	if !text.HasVisibleWord(reason) {
		return asFieldError("evidence", lack)
	}
	if err := checkAllowed(r, c.Role, models.ActRule); err != nil {
		return err
	}
	if bar, _, err := t.accountRestriction(r, c.DeskID); err != nil || !bar.IsZero() {
		return restrictedError(err, "evidence", bar)
	}
	if err := t.mayOverrideEvidence(r, c); err != nil {
		return err
	}
	err = t.queryRow(
		"INSERT INTO overrides (article_id, claim_id, annotation_id, gate_code, reason, user_id, at) VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING id",
		[]any{c.ArticleID, c.ID, annotation, evidenceRule, reason, r.UserID, t.now},
		new(int64),
	)
	if err != nil {
		return err
	}
	return t.recordEvent(
		event{actor: r.UserID, action: "evidence overridden", object: "claim", id: c.ID, article: c.ArticleID, desk: c.DeskID,
			after: map[string]any{"annotation": annotation, "reason": reason, "lacks": lack.String()}},
	)
}

// mayOverrideEvidence refuses to override missing evidence for the reader's own words, unless the desk's policy allows it (small desk).
func (t *tx) mayOverrideEvidence(r models.Reader, c claimForUpdate) error {
	if c.Desk.SmallDesk {
		return nil
	}
	var ordinal int
	err := t.queryRow(`SELECT coalesce(min(s.ordinal), -1)
		FROM occurrences o
		JOIN occurrence_sentences os ON os.occurrence_id = o.id
		JOIN sentences s ON s.id = os.sentence_id
		WHERE o.claim_id = $1 AND o.revision_id = $2 AND s.authors LIKE $3`,
		[]any{c.ID, c.RevisionID, fmt.Sprintf("%%,%d,%%", r.UserID)}, &ordinal)
	if err != nil || ordinal < 0 {
		return err
	}
	return fmt.Errorf("%w: %w", models.ErrForbidden, models.NewFieldError("override", ownWordsOverrideMessage, strconv.Itoa(ordinal)))
}

// missingEvidence returns what a claim lacks before it can be sourced; "" for nothing, or if an editor
// overrode it.
func (t *tx) missingEvidence(c claimForUpdate) (message.Text, error) {
	return t.missingEvidenceWith(c, models.NotCounted)
}

// missingEvidenceWith does so for a number of people who call the claim sourced.
func (t *tx) missingEvidenceWith(c claimForUpdate, people int) (message.Text, error) {
	cited, err := evidenceFor(t.DB, []int64{c.ID})
	if err != nil {
		return message.Text{}, err
	}
	own, err := ownAddresses(t.DB, c.ArticleID, c.DeskID)
	if err != nil {
		return message.Text{}, err
	}
	lack := c.Desk.MissingEvidenceFor(c.Claim, models.CountedEvidence(cited[c.ID], c.Exact), people, own...)
	if lack.IsZero() {
		return message.Text{}, nil
	}
	standing, err := evidenceOverridesFor(t.DB, []int64{c.ID}, c.Desk.SmallDesk)
	if len(standing[c.ID]) > 0 {
		lack = message.Text{}
	}
	return lack, err
}

// countSourcedBy counts the people who call each claim sourced, if a proof rule of the desk may require it. An
// editor who rules does not check the claim. claims is their ids, or a query for them.
func countSourcedBy(db *gorm.DB, desk models.Desk, claims any) (map[int64]int, error) {
	if desk.ProofRules == "" {
		return nil, nil
	}
	var rows []struct {
		ClaimID int64
		N       int
	}
	err := db.Raw(`SELECT n.claim_id, count(DISTINCT n.reviewer_id) AS n
		FROM annotations n JOIN claims c ON c.id = n.claim_id
		WHERE n.claim_id IN (?) AND n.status = 'sourced' AND NOT n.ruling AND `+verdictCounts+`
			AND NOT EXISTS (SELECT 1 FROM annotations m WHERE m.claim_id = n.claim_id AND m.reviewer_id = n.reviewer_id AND m.id > n.id
				AND `+countsAsVerdict("m")+`)
		GROUP BY n.claim_id`, claims).Scan(&rows).Error
	people := map[int64]int{}
	for _, row := range rows {
		people[row.ClaimID] = row.N
	}
	return people, err
}

// overrideCounts is the condition that an evidence override counts that was made with a verdict (as n) on a
// claim (as c): the verdict counts, and its reviewer has not changed it since.
const overrideCounts = verdictCounts + ` AND NOT EXISTS (SELECT 1 FROM annotations m
		WHERE m.claim_id = n.claim_id AND m.reviewer_id = n.reviewer_id AND m.id > n.id AND m.status <> 'sourced'
			AND m.withdrawn_at IS NULL AND NOT m.imported AND m.exact = c.exact AND m.context = c.context)`

// countedOverridesQuery selects the evidence overrides that count.
const countedOverridesQuery = `SELECT v.claim_id, v.reason, u.name, v.at FROM overrides v JOIN users u ON u.id = v.user_id JOIN claims c ON c.id = v.claim_id
	JOIN annotations n ON n.id = v.annotation_id AND ` + overrideCounts + `
	WHERE v.gate_code = 'evidence' AND v.claim_id IN (?)`

// notOfOwnWords excludes overrides (as v) that an editor made for a claim (as c) in their own words.
const notOfOwnWords = ` AND NOT EXISTS (
		SELECT 1
		FROM occurrences o
		JOIN articles a ON a.id = c.article_id AND a.revision_id = o.revision_id
		JOIN occurrence_sentences os ON os.occurrence_id = o.id
		JOIN sentences s ON s.id = os.sentence_id
		WHERE o.claim_id = c.id AND s.authors LIKE '%,' || v.user_id || ',%'
	)`

// evidenceOverridesFor returns the overrides of missing evidence that count, by claim. Those for an editor's own words count only if the
// desk's policy allows it (small desk). claims is their ids, or a query for them.
func evidenceOverridesFor(db *gorm.DB, claims any, smallDesk bool) (map[int64][]models.EvidenceOverride, error) {
	var rows []models.EvidenceOverride
	query := countedOverridesQuery
	if !smallDesk {
		query += notOfOwnWords
	}
	err := db.Raw(query+" ORDER BY v.id", claims).Scan(&rows).Error
	list := map[int64][]models.EvidenceOverride{}
	for _, row := range rows {
		row.At = row.At.In(time.UTC)
		list[row.ClaimID] = append(list[row.ClaimID], row)
	}
	return list, err
}

// checkOverrideWithdrawal refuses the withdrawal of an annotation whose override another user's "sourced"
// needs.
func (t *tx) checkOverrideWithdrawal(c claimForUpdate, a models.Annotation) error {
	var given int
	if err := t.queryRow("SELECT count(*) FROM overrides WHERE claim_id = $1 AND annotation_id = $2", []any{c.ID, a.ID}, &given); err != nil ||
		given == 0 {
		return err
	}
	err := t.checkStillProved(c)
	if models.IsValidationError(err) {
		return models.ValidationErrors{
			{
				Field:  "claim",
				Detail: "Somebody else calls this claim sourced, for the reason given with this annotation; that verdict has to be withdrawn first.",
			},
		}
	}
	return err
}
