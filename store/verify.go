package store

import (
	"context"
	"database/sql"
	"fmt"
	"strings"

	"gorm.io/gorm"

	"linecheck/models"
	"linecheck/store/database"
)

// Chain returns the stored length and head of the hash chain.
func (s *Store) Chain(ctx context.Context) (_ models.Verification, err error) {
	defer wrap(&err, "read the head of the chain")
	return s.chainHead(ctx)
}

// chainHead is Chain for other methods, which wrap its errors as their own.
func (s *Store) chainHead(ctx context.Context) (models.Verification, error) {
	var end chain
	err := queryOne(s.readDB(ctx), &end, "SELECT length, head FROM chain WHERE id = 1")
	return models.Verification{Length: int(end.Length), Head: end.Head}, err
}

// Verify checks the hash chain, recounts everything and compares the results in one read transaction. The
// first fault is in the verification's Break; an error means that the check itself failed.
func (s *Store) Verify(ctx context.Context) (_ models.Verification, err error) {
	defer wrap(&err, "verify")
	var v models.Verification
	err = s.readTx(ctx, func(db *gorm.DB) error {
		for _, c := range s.checks() {
			database.ReportProgress(ctx, "Verifying "+c.what, 0, 0)
			if err := c.check(db, &v); err != nil || v.Break != "" {
				return err
			}
		}
		return nil
	})
	if database.IsCorruption(err) {
		v.Break, err = "the database file cannot be read: "+err.Error(), nil
	}
	if isInvalidValue(err) {
		v.Break, err = "a value is not of its column's kind: "+err.Error(), nil
	}
	return v, err
}

// namedCheck is one check of verify.
type namedCheck struct {
	what  string
	check func(*gorm.DB, *models.Verification) error
}

// checks lists the checks in their order.
func (s *Store) checks() []namedCheck {
	return []namedCheck{
		{"pages", s.comparePages},
		{"the schema", s.compareSchema},
		{"the hash chain", walkChain},
		{"rows against the audit log", s.compareAuditedRows},
		{"texts", compareText},
		{"lost claims", compareLostClaims},
		{"words of claims", compareWords},
		{"authors", compareAuthors},
		{"claims", compareClaimStatuses},
		{"read marks", compareGaps},
		{"origins of sentences", compareTracks},
		{"articles", compareCounts},
		{"totals of desks", compareDeskCounts},
		{"gates", compareGates},
		{"receipts", compareReceipts},
		{"the search index", s.compareSearch},
		{"files", s.compareFiles},
		{"checkpoints", s.compareCheckpoints},
	}
}

// isInvalidValue reports whether a column contains an invalid value of its type, such as a time without its
// hyphens, since SQLite does not validate the values of a corrupt page. database/sql has no sentinel error
// for it.
func isInvalidValue(err error) bool {
	return err != nil && strings.Contains(err.Error(), "sql: Scan error on column")
}

// walkChain recomputes every event's hash, and counts the events with an erased payload.
func walkChain(db *gorm.DB, v *models.Verification) error {
	v.Head = models.ChainStart
	format := 0
	var total int64
	if err := db.Raw("SELECT coalesce(max(id), 0) FROM events").Scan(&total).Error; err != nil {
		return err
	}
	for {
		var events []models.Event
		if err := db.Where("id > ?", v.Length).Order("id").Limit(exportBatchRows).Find(&events).Error; err != nil {
			return err
		}
		if len(events) == 0 {
			break
		}
		for _, e := range events {
			if v.Break = chainBreak(e, *v, format); v.Break != "" {
				return nil
			}
			v.Length, v.Head, format = int(e.ID), e.Hash, e.Format
			if e.ErasedAt != nil {
				v.Erased++
			}
		}
		database.ReportProgress(db.Statement.Context, "Verifying the hash chain", int64(v.Length), total)
	}
	return compareHead(db, v, format)
}

// chainBreak returns what is wrong with the next event of the chain, or "".
func chainBreak(e models.Event, walked models.Verification, format int) string {
	switch {
	case e.ID != int64(walked.Length)+1:
		return fmt.Sprintf("event %d is missing", walked.Length+1)
	case e.PrevHash != walked.Head:
		return fmt.Sprintf("event %d does not follow the one before it", e.ID)
	case !e.IsIntact():
		return fmt.Sprintf("event %d was changed after it was written", e.ID)
	}
	return e.CheckFormatOrder(format)
}

// compareHead compares the chain's stored length, head and format with those of the last event.
func compareHead(db *gorm.DB, v *models.Verification, format int) error {
	var end chain
	if err := queryOne(db, &end, "SELECT length, head, format FROM chain WHERE id = 1"); isNotFound(err) {
		v.Break = "the head of the chain of events is gone"
		return nil
	} else if err != nil {
		return err
	}
	switch {
	case end.Length != int64(v.Length) || end.Head != v.Head:
		v.Break = fmt.Sprintf("the chain should end at event %d and ends at %d", end.Length, v.Length)
	case v.Length > 0 && end.Format != format:
		v.Break = fmt.Sprintf("the chain is kept as one of format %d, and its last event has format %d", end.Format, format)
	}
	return nil
}

// compareText checks for every revision that the text matches its hash, that the sentences partition it and
// respect the manual boundaries, and that every occurrence matches its words.
func compareText(db *gorm.DB, v *models.Verification) error {
	last := int64(0)
	for {
		var r models.PlacedRevision
		err := queryOne(
			db,
			&r.Revision,
			`SELECT v.*
			FROM revisions v
			JOIN articles a ON a.id = v.article_id AND a.revision_id IS NOT NULL
			WHERE v.id > ?
			ORDER BY v.id
			LIMIT 1`,
			last,
		)
		if isNotFound(err) {
			return nil
		}
		if err != nil {
			return err
		}
		if err := readPlacements(db, &r); err != nil {
			return err
		}
		if wrong := r.Validate(); wrong != "" {
			v.Break = fmt.Sprintf("revision %d of article %d: %s", r.Number, r.ArticleID, wrong)
			return nil
		}
		last = r.ID
	}
}

// readPlacements reads everything that has an offset in a revision's text.
func readPlacements(db *gorm.DB, r *models.PlacedRevision) error {
	if err := db.Where("revision_id = ? AND ordinal > 0", r.ID).Order("ordinal").Find(&r.Sentences).Error; err != nil {
		return err
	}
	if err := db.Where("revision_id = ? AND placement <> ?", r.ID, models.Lost).Find(&r.Occurrences).Error; err != nil {
		return err
	}
	err := db.Raw("SELECT os.* FROM occurrence_sentences os JOIN occurrences o ON o.id = os.occurrence_id WHERE o.revision_id = ?", r.ID).
		Scan(&r.Links).
		Error
	if err != nil {
		return err
	}
	return db.Where("revision_id = ? AND withdrawn_at IS NULL", r.ID).Order("id").Find(&r.Boundaries).Error
}

// compareLostClaims checks that a lost claim's words are its words in another revision. After a withdrawn
// revision, its claims may have other places in the previous one. Imported articles are not checked.
func compareLostClaims(db *gorm.DB, v *models.Verification) error {
	var claim int64
	err := queryOne(
		db,
		&claim,
		`SELECT o.claim_id FROM occurrences o WHERE o.placement = ? AND EXISTS (SELECT 1 FROM occurrences x WHERE x.claim_id = o.claim_id AND x.id <> o.id)
		AND NOT EXISTS (SELECT 1 FROM occurrences x WHERE x.claim_id = o.claim_id AND x.id <> o.id AND (x.exact, x.prefix, x.suffix) = (o.exact, o.prefix, o.suffix))
		AND NOT EXISTS (SELECT 1 FROM events e WHERE e.object = 'claim' AND e.object_id = o.claim_id AND e.action IN ('claim placed', 'occurrence taken away'))
		AND NOT EXISTS (SELECT 1 FROM revisions v JOIN events e ON e.article_id = v.article_id WHERE v.id = o.revision_id AND e.action = ?) LIMIT 1`,
		models.Lost,
		importAction,
	)
	if isNotFound(err) {
		return nil
	}
	v.Break = fmt.Sprintf("claim %d is lost, and kept with other words than it had", claim)
	return err
}

// compareClaimStatuses derives every claim's status and outcome again from its verdicts.
func compareClaimStatuses(db *gorm.DB, v *models.Verification) error {
	t, last := newTx(db), int64(0)
	for {
		var claims []models.Claim
		if err := db.Where("id > ?", last).Order("id").Limit(exportBatchRows).Find(&claims).Error; err != nil || len(claims) == 0 {
			return err
		}
		to := claims[len(claims)-1].ID
		verdicts := map[int64][]models.Verdict{}
		err := t.queryEach(
			`SELECT n.claim_id, n.id, n.reviewer_id, n.status, n.ruling, n.exact = c.exact AND n.context = c.context FROM annotations n JOIN claims c ON c.id = n.claim_id
			WHERE n.claim_id > $1 AND n.claim_id <= $2 AND n.withdrawn_at IS NULL AND NOT n.imported ORDER BY n.id`,
			[]any{last, to},
			func(rows *sql.Rows) error {
				var claim int64
				var one models.Verdict
				err := rows.Scan(&claim, &one.ID, &one.ReviewerID, &one.Status, &one.Ruling, &one.Counts)
				verdicts[claim] = append(verdicts[claim], one)
				return err
			},
		)
		if err != nil {
			return err
		}
		said, err := t.loadOutcomes(last, to)
		if err != nil {
			return err
		}
		for _, c := range claims {
			is := models.ClaimStatus{Status: c.Status, Disagree: c.Disagree, Contested: c.Contested}
			outcome, ended := models.CurrentOutcome(said[c.ID], models.ClaimWords{Exact: c.Exact, Context: c.Context}, verdicts[c.ID])
			if outcome.Resolution != c.Resolution {
				v.Break = fmt.Sprintf(
					"claim %d is kept as ended %q and what editors said of it makes it %q",
					c.ID,
					c.Resolution,
					outcome.Resolution,
				)
				return nil
			}
			if should := models.ComputeClaimStatus(verdicts[c.ID], ended); should != is {
				v.Break = fmt.Sprintf("claim %d is kept as %s and its annotations make it %s", c.ID, c.Status, should.Status)
				return nil
			}
		}
		last = to
	}
}

// compareCounts derives every sentence's state again, and recounts every article's sentences and claims.
func compareCounts(db *gorm.DB, v *models.Verification) error {
	var articles []models.Article
	if err := db.Where("revision_id IS NOT NULL").Order("id").Find(&articles).Error; err != nil {
		return err
	}
	for i, a := range articles {
		database.ReportProgress(db.Statement.Context, "Verifying articles", int64(i), int64(len(articles)))
		counts, wrong, err := recountArticle(db, a)
		if err != nil {
			return err
		}
		if wrong == "" && counts != a.Counts {
			wrong = fmt.Sprintf("the counters say %+v and a recount %+v", a.Counts, counts)
		}
		if wrong != "" {
			v.Break = fmt.Sprintf("article %d: %s", a.ID, wrong)
			return nil
		}
	}
	return nil
}

// recountArticle recounts one article; wrong describes a sentence whose stored state does not follow from its
// assertions.
func recountArticle(db *gorm.DB, a models.Article) (models.Counts, string, error) {
	facts, err := loadSentenceFacts(gormRows{db}, sentencesOfRevision, *a.RevisionID)
	if err != nil {
		return models.Counts{}, "", err
	}
	var counts models.Counts
	for _, f := range facts {
		is := f.Status()
		if is.RestRead = f.Stored.RestRead; is != f.Stored {
			return counts, fmt.Sprintf("sentence %d is kept as %s and is %s", f.Ordinal, f.Stored.State, is.State), nil
		}
		counts.AddSentence(is.State, 1)
	}
	var claims models.Counts
	err = db.Raw("SELECT "+claimSums+" FROM claims c WHERE c.article_id = ? AND c.withdrawn_at IS NULL", a.ID).Scan(&claims).Error
	if err == nil {
		err = db.Raw("SELECT count(*) FROM queries WHERE article_id = ? AND state IN ?", a.ID, models.UnsettledStates).
			Scan(&counts.QueriesOpen).
			Error
	}
	return counts.Add(claims), "", err
}

// compareDeskCounts recomputes every desk's totals from its articles.
func compareDeskCounts(db *gorm.DB, v *models.Verification) error {
	var desks []models.DeskCounts
	if err := db.Order("desk_id").Find(&desks).Error; err != nil {
		return err
	}
	for _, d := range desks {
		var articles []models.Article
		if err := db.Where("desk_id = ? AND trashed_at IS NULL", d.DeskID).Find(&articles).Error; err != nil {
			return err
		}
		sum := models.DeskCounts{DeskID: d.DeskID, Articles: len(articles)}
		for _, a := range articles {
			sum.Counts = sum.Counts.Add(a.Counts)
		}
		if sum != d {
			v.Break = fmt.Sprintf("desk %d: the totals say %+v and a recount %+v", d.DeskID, d, sum)
			return nil
		}
	}
	return nil
}

// compareFiles checks every snapshot's file, if this store has a folder for them.
func (s *Store) compareFiles(db *gorm.DB, v *models.Verification) error {
	if s.blobs.folder == "" {
		return nil
	}
	var rows []models.Snapshot
	if err := db.Raw("SELECT min(id) AS id, sha256, size FROM snapshots GROUP BY sha256, size ORDER BY 1").Scan(&rows).Error; err != nil {
		return err
	}
	for _, row := range rows {
		if wrong := s.blobs.check(row.SHA256, int64(row.Size)); wrong != "" {
			v.Break = fmt.Sprintf("the file of snapshot %d %s", row.ID, wrong)
			return nil
		}
	}
	return nil
}
