package store

import (
	"context"
	"fmt"
	"strings"

	"linecheck/models"
)

// inCheck is the condition that an article (as a) is not signed off, written like the condition of its index.
const inCheck = "a.state = 'checking'"

// gateClosed is the condition that the gate of an article (as a) is closed for every signer. It is models.ComputeGate in SQL. It need not
// check what an override covers, because overrides lapse when a covered item changes.
var gateClosed = func() string {
	counts := map[models.GateCode]string{
		models.GateUnread: "a.sentences_unread", models.GateOpen: "a.sentences_open", models.GateRecheck: "(a.sentences_recheck - a.sentences_leaning)",
		models.GateLeaning: "a.sentences_leaning", models.GateQueries: "a.queries_open",
		models.GateLost:        "(SELECT count(DISTINCT o.claim_id) " + lostClaimsFrom + " WHERE o.revision_id = a.revision_id AND " + notEndedAsCut + ")",
		models.GateCorrections: waitingCorrections, models.GateContradiction: contradictedClaims, models.GateProof: "a.claims_unproved",
		models.GateIndependence: "a.sentences_dependent",
		models.GateSecondReader: `(SELECT CASE WHEN d.second_reader THEN a.sentences - a.sentences_twice ELSE 0 END
			FROM desks d WHERE d.id = a.desk_id)`,
	}
	var any []string
	for _, code := range models.GateCodes {
		n := counts[code] // most are 0, and need no search for an override
		any = append(
			any,
			fmt.Sprintf(
				`%s > 0 AND %s > (SELECT count(DISTINCT h.thing_id) FROM overrides v JOIN override_things h ON h.override_id = v.id AND h.lapsed_at IS NULL
			WHERE v.article_id = a.id AND v.claim_id IS NULL AND v.voided_at IS NULL AND v.gate_code = '%s')`,
				n,
				n,
				code,
			),
		)
	}
	return "(" + strings.Join(any, " OR ") + ")"
}()

// The counts of a desk's claims that are sourced by an override, and of its sign-offs without a second person. Both begin with the few
// rows that match: "+ 0" keeps SQLite from beginning with all claims or articles of the desk.
const (
	claimOverridesCount = `SELECT count(DISTINCT c.id) FROM overrides v
		JOIN claims c ON c.id = v.claim_id AND c.desk_id + 0 = ? AND c.withdrawn_at IS NULL AND c.status = 'sourced'
		JOIN annotations n ON n.id = v.annotation_id AND ` + verdictCounts + `
		JOIN articles a ON a.id = c.article_id AND a.trashed_at IS NULL
		WHERE v.claim_id IS NOT NULL AND v.gate_code = 'evidence'`
	signedAloneCount = `SELECT count(*) FROM signoffs o WHERE o.alone <> '' AND o.voided_at IS NULL
		AND EXISTS (SELECT 1 FROM articles a WHERE a.id = o.article_id AND a.desk_id + 0 = ? AND a.trashed_at IS NULL)`
)

// countDeadlines counts the articles of desks that are due soon, and those of them that are blocked, up to a
// limit that the index finds quickly.
func (s *Store) countDeadlines(ctx context.Context, r models.Reader, desks []int64) (models.Attention, error) {
	var found models.Attention
	for _, desk := range desks {
		var n models.Attention
		err := s.readDB(ctx).Raw(`SELECT count(*) AS due_soon, count(*) FILTER (WHERE x.closed) AS blocked,
				(SELECT k.queries_open FROM desk_counts k WHERE k.desk_id = ?) AS queries FROM (
			SELECT `+blindViewFor(r).gateClosed()+` AS closed FROM articles a
			WHERE a.desk_id = ? AND a.trashed_at IS NULL AND `+inCheck+` AND a.due_at < ? ORDER BY a.due_at LIMIT ?) x`,
			desk, desk, currentTime().Add(models.DueSoonWindow), models.MaxDueCounted).Scan(&n).Error
		if err != nil {
			return found, err
		}
		if !r.ChecksBlind(desk) {
			if err := s.readDB(ctx).Raw(claimOverridesCount, desk).Scan(&n.Override).Error; err != nil {
				return found, err
			}
		}
		if err := s.readDB(ctx).Raw(signedAloneCount, desk).Scan(&n.WithoutSecondPerson).Error; err != nil {
			return found, err
		}
		found.Override, found.WithoutSecondPerson = found.Override+n.Override, found.WithoutSecondPerson+n.WithoutSecondPerson
		found.Queries += n.Queries
		found.DueSoon, found.Blocked, found.More = found.DueSoon+n.DueSoon, found.Blocked+n.Blocked, found.More ||
			n.DueSoon == models.MaxDueCounted
	}
	return found, nil
}
