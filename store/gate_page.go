package store

import (
	"database/sql"
	"slices"
	"strconv"
	"strings"
	"time"

	"gorm.io/gorm"

	"linecheck/models"
)

// describeGate adds details of the items behind a gate's reasons, and of what a sign-off would cover. For a
// reader who checks blind the gate has counts alone, so it adds nothing.
func describeGate(db *gorm.DB, page *models.GatePage, full detailedGate) error {
	page.ItemDetails = models.GateItemDetails{
		Sentences: map[int64]models.SentenceFacts{},
		Claims:    map[int64]models.GateClaim{},
		Queries:   map[int64]models.GateQuery{},
		Names:     map[int64]string{},
		Lapsed:    map[int64][]models.GateItem{},
	}
	if full.facts == nil {
		return nil
	}
	listed := map[int64]bool{}
	for _, reason := range full.state.Reasons {
		for _, id := range reason.ListedIDs(models.SentenceItem) {
			listed[id] = true
		}
	}
	for _, f := range full.facts {
		if listed[f.ID] {
			page.ItemDetails.Sentences[f.ID] = f
		}
	}
	for _, fill := range []func(*gorm.DB, *models.GatePage, detailedGate) error{addGateClaims, addGateQueries, addGateNames, addLapsedItems, addMadeCorrections, addSigningCounts} {
		if err := fill(db, page, full); err != nil {
			return err
		}
	}
	return nil
}

// addGateClaims adds details of the listed claims behind the reasons.
func addGateClaims(db *gorm.DB, page *models.GatePage, full detailedGate) error {
	var ids []int64
	for _, reason := range full.state.Reasons {
		ids = append(ids, reason.ListedIDs(models.ClaimItem)...)
	}
	if len(ids) == 0 {
		return nil
	}
	rows, err := loadGateClaims(db, ids)
	if err != nil {
		return err
	}
	unproved := full.state.Reason(models.GateProof).ListedIDs(models.ClaimItem)
	cited, err := evidenceFor(db, unproved)
	if err != nil {
		return err
	}
	own, err := ownAddresses(db, page.ID, page.DeskID)
	if err != nil {
		return err
	}
	again, err := reviewersToAnswer(db, full.state.Reason(models.GateContradiction).ListedIDs(models.ClaimItem))
	if err != nil {
		return err
	}
	desk := page.Policy.ApplyTo(models.Desk{ID: page.DeskID})
	people, err := countSourcedBy(db, desk, unproved)
	if err != nil {
		return err
	}
	for _, c := range rows {
		if slices.Contains(unproved, c.ID) {
			c.MissingEvidence = desk.MissingEvidenceFor(c.Claim, models.CountedEvidence(cited[c.ID], c.Exact), people[c.ID], own...)
		}
		c.RecheckBy = again[c.ID]
		page.ItemDetails.Claims[c.ID] = c
	}
	waiting, err := correctionsFor(db, full.state.Reason(models.GateCorrections).IDs(models.ClaimItem))
	for id, list := range waiting {
		waiting[id] = slices.DeleteFunc(list, func(k models.NamedCorrection) bool { return k.State != models.CorrectionAccepted })
	}
	page.ItemDetails.Corrections = waiting
	return err
}

// loadGateClaims reads the details of claims for the gate's page.
func loadGateClaims(db *gorm.DB, ids []int64) ([]models.GateClaim, error) {
	var list []models.GateClaim
	numbers := make([]string, len(ids))
	for i, id := range ids {
		numbers[i] = strconv.FormatInt(id, 10)
	}
	err := gormRows{
		db,
	}.queryEach(
		`SELECT c.id, c.kind, c.risk, c.exact, c.status, c.disagree, c.contested, c.resolution, coalesce(u.name, ''),
			coalesce((SELECT n.note FROM annotations n WHERE n.claim_id = c.id AND `+verdictCounts+` ORDER BY n.id DESC LIMIT 1), '')
		FROM claims c LEFT JOIN users u ON u.id = c.assignee_id
		WHERE c.id IN (`+strings.Join(numbers, ", ")+`)`,
		nil,
		func(rows *sql.Rows) error {
			var c models.GateClaim
			err := rows.Scan(&c.ID, &c.Kind, &c.Risk, &c.Exact, &c.Status, &c.Disagree, &c.Contested, &c.Resolution, &c.Assignee, &c.Note)
			list = append(list, c)
			return err
		},
	)
	return list, err
}

// addGateQueries adds details of the unsettled queries.
func addGateQueries(db *gorm.DB, page *models.GatePage, full detailedGate) error {
	ids := full.state.Reason(models.GateQueries).ListedIDs(models.QueryItem)
	if len(ids) == 0 {
		return nil
	}
	var rows []models.GateQuery
	err := db.Raw(`SELECT q.id, r.name AS raiser, q.to_role, coalesce(u.name, '') AS to_name, q.state, q.at,
			coalesce((SELECT m.body FROM messages m WHERE m.query_id = q.id ORDER BY m.id LIMIT 1), '') AS text
		FROM queries q JOIN users r ON r.id = q.raised_by LEFT JOIN users u ON u.id = q.to_user WHERE q.id IN ?`, ids).Scan(&rows).Error
	for _, q := range rows {
		q.Answered = q.State == string(models.QueryAnswered)
		page.ItemDetails.Queries[q.ID] = q
	}
	return err
}

// addGateNames adds the names of the users who wrote the sentences behind the reasons, and of those who
// checked their parts.
func addGateNames(db *gorm.DB, page *models.GatePage, full detailedGate) error {
	var ids []int64
	for _, reason := range full.state.Reasons {
		for _, thing := range reason.ListedItems() {
			f := page.ItemDetails.Sentences[thing.ID]
			if thing.Kind != models.SentenceItem {
				continue
			}
			for _, item := range f.Parts() {
				ids = append(ids, item.CheckedBy...)
			}
			ids = append(ids, f.AuthorIDs()...)
			for _, m := range f.ReadMarks {
				ids = append(ids, m.ReaderID)
			}
		}
	}
	slices.Sort(ids)
	var rows []struct {
		ID   int64
		Name string
	}
	if len(ids) == 0 {
		return nil
	}
	err := db.Raw("SELECT id, name FROM users WHERE id IN ?", slices.Compact(ids)).Scan(&rows).Error
	for _, row := range rows {
		page.ItemDetails.Names[row.ID] = row.Name
	}
	return err
}

// addLapsedItems adds the items that valid overrides no longer cover, because they changed.
func addLapsedItems(db *gorm.DB, page *models.GatePage, _ detailedGate) error {
	var rows []struct {
		OverrideID int64
		Kind       models.GateItemKind
		ThingID    int64
		Ordinal    int
	}
	err := db.Raw(`SELECT h.override_id, h.kind, h.thing_id, coalesce(s.ordinal, 0) AS ordinal
		FROM overrides o JOIN override_things h ON h.override_id = o.id AND h.lapsed_at IS NOT NULL
			LEFT JOIN sentences s ON h.kind = 'sentence' AND s.track_id = h.thing_id AND s.revision_id = ?
		WHERE o.article_id = ? AND o.claim_id IS NULL AND o.voided_at IS NULL ORDER BY h.override_id, ordinal, h.thing_id`, *page.RevisionID, page.ID).Scan(&rows).Error
	for _, row := range rows {
		page.ItemDetails.Lapsed[row.OverrideID] = append(
			page.ItemDetails.Lapsed[row.OverrideID],
			models.GateItem{Kind: row.Kind, ID: row.ThingID, Ordinal: row.Ordinal},
		)
	}
	return err
}

// addMadeCorrections adds the corrections that are in the text.
func addMadeCorrections(db *gorm.DB, page *models.GatePage, _ detailedGate) error {
	return db.Raw(`SELECT k.*, u.name AS by_name, coalesce(d.name, '') AS decider_name,
			coalesce((SELECT min(s.ordinal) FROM occurrences o JOIN sentences s ON s.id = o.sentence_id WHERE o.claim_id = c.id AND o.revision_id = ? AND o.placement <> 'lost'), 0) AS ordinal
		FROM corrections k JOIN claims c ON c.id = k.claim_id AND c.withdrawn_at IS NULL JOIN users u ON u.id = k.proposed_by LEFT JOIN users d ON d.id = k.decided_by
		WHERE c.article_id = ? AND k.state = 'made' ORDER BY ordinal, k.id`, *page.RevisionID, page.ID).Scan(&page.ItemDetails.Made).Error
}

// addSigningCounts counts what a sign-off covers.
func addSigningCounts(db *gorm.DB, page *models.GatePage, _ detailedGate) error {
	figures := &page.Figures
	figures.Corrections = len(page.ItemDetails.Made)
	for _, list := range page.ItemDetails.Corrections {
		figures.PendingCorrections += len(list)
	}
	t := newTx(db)
	if err := t.queryRow("SELECT "+overriddenClaims+" FROM articles a WHERE a.id = $1", []any{page.ID}, &figures.SourcedByOverride); err != nil {
		return err
	}
	err := t.queryRow(
		`SELECT count(*), count(*) FILTER (WHERE e.quote = '') FROM evidence e JOIN claims c ON c.id = e.claim_id AND c.withdrawn_at IS NULL
		WHERE c.article_id = $1 AND e.withdrawn_at IS NULL AND NOT e.imported AND e.exact = c.exact`,
		[]any{page.ID},
		&figures.Evidence,
		&figures.Unquoted,
	)
	if err != nil {
		return err
	}
	if figures.Misquoted, err = misquotedClaims(db, page.ID); err != nil {
		return err
	}
	figures.Pace, err = readingPace(t, *page.RevisionID)
	return err
}

// misquotedClaims lists the claims of an article with counted evidence whose quote is not in the newest
// snapshot of its source.
func misquotedClaims(db *gorm.DB, article int64) ([]models.MisquotedClaim, error) {
	return selectRows[models.MisquotedClaim](db, `SELECT c.id AS claim_id, c.exact, count(*) AS pieces
		FROM claims c JOIN evidence e ON e.claim_id = c.id AND e.withdrawn_at IS NULL AND NOT e.imported AND e.exact = c.exact
			JOIN quote_answers q ON q.evidence_id = e.id AND q.answer = 'missing'
				AND q.snapshot_id = (SELECT max(k.id) FROM snapshots k WHERE k.source_id = e.source_id)
		WHERE c.article_id = ? AND c.withdrawn_at IS NULL GROUP BY c.id, c.exact ORDER BY c.id`, article)
}

// overriddenClaims is an SQL expression that counts the claims of an article (as a) that an editor accepted
// as sourced with less evidence than the policy requires.
const overriddenClaims = `(SELECT count(DISTINCT c.id) FROM overrides v JOIN claims c ON c.id = v.claim_id AND c.withdrawn_at IS NULL AND c.status = 'sourced'
	JOIN annotations n ON n.id = v.annotation_id AND ` + overrideCounts + ` WHERE v.article_id = a.id AND v.gate_code = 'evidence')`

// maxPaceReaders is the maximum number of readers whose pace is shown at the sign-off.
const maxPaceReaders = 5

// readingPace returns how many sentences of a revision each reader marked as read, and how long that took.
// The reader with the most marks comes first.
func readingPace(t *tx, revision int64) ([]models.ReadingPace, error) {
	var list []models.ReadingPace
	by, first := map[int64]int{}, map[int64]time.Time{}
	err := t.queryEach(
		`SELECT x.reader_id, u.name, x.at FROM sentences s JOIN readings x ON x.track_id = s.track_id AND `+markCounts+` JOIN users u ON u.id = x.reader_id
		WHERE s.revision_id = $1 ORDER BY x.at, x.id`,
		[]any{revision},
		func(rows *sql.Rows) error {
			var reader int64
			var name string
			var at time.Time
			if err := rows.Scan(&reader, &name, &at); err != nil {
				return err
			}
			i, known := by[reader]
			if !known {
				i = len(list)
				by[reader], first[reader] = i, at
				list = append(list, models.ReadingPace{Name: name})
			}
			list[i].Sentences++
			list[i].Took = at.Sub(first[reader])
			return nil
		},
	)
	slices.SortStableFunc(list, func(a, b models.ReadingPace) int { return b.Sentences - a.Sentences })
	return list[:min(len(list), maxPaceReaders)], err
}

// signersOf returns the names of the people at a desk who may sign off.
func signersOf(db *gorm.DB, deskID int64) ([]string, error) {
	var people []models.DeskPerson
	err := db.Raw("SELECT u.id, u.name, m.role FROM memberships m JOIN users u ON u.id = m.user_id AND u.disabled_at IS NULL WHERE m.desk_id = ? ORDER BY u.name, u.id",
		deskID).
		Scan(&people).
		Error
	var names []string
	for _, p := range people {
		if p.Role.Allows(models.ActSign) {
			names = append(names, p.Name)
		}
	}
	return names, err
}
