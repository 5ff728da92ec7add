package store

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"gorm.io/gorm"

	"linecheck/models"
)

// seal is what one reader may not see yet: what others found of claims in desks that check blind, until theirs is in. Reads name
// its relations in place of the tables; where nothing is sealed these are the tables themselves.
type seal struct {
	user  int64
	desks string // their ids, parted by commas; "" where nothing is sealed
}

// sealFor is the seal of a reader.
func sealFor(r models.Reader) seal {
	var ids []string
	for _, id := range r.BlindDesks() {
		ids = append(ids, strconv.FormatInt(id, 10))
	}
	return seal{r.UserID, strings.Join(ids, ", ")}
}

// none reports whether the reader may see everything that their desks hold.
func (b seal) none() bool { return b.desks == "" }

// hides is the condition that a claim, under an alias, is sealed.
func (b seal) hides(claim string) string {
	return fmt.Sprintf(
		`(%[1]s.desk_id IN (%[2]s) AND NOT EXISTS (SELECT 1 FROM annotations z WHERE z.claim_id = %[1]s.id AND z.reviewer_id = %[3]d
		AND z.withdrawn_at IS NULL AND NOT z.imported AND z.exact = %[1]s.exact AND z.context = %[1]s.context))`,
		claim,
		b.desks,
		b.user,
	)
}

// claims is the relation of claims. Its columns are named one by one: one that is added to the table stays out until someone has
// thought of what it tells. Times come from subqueries: of a CASE SQLite's driver would not know that it is one.
func (b seal) claims() string {
	if b.none() {
		return "claims"
	}
	sealed := b.hides("k")
	return `(SELECT k.id, k.article_id, k.desk_id, k.kind, k.risk, k.assignee_id, k.due_at, k.since_revision, k.version, k.created_by, k.created_at,
		k.withdrawn_at, k.withdrawn_by, k.exact, k.context, k.former_claim_id,
		CASE WHEN ` + sealed + ` THEN FALSE ELSE k.contested END AS contested, CASE WHEN ` + sealed + ` THEN FALSE ELSE k.unproved END AS unproved,
		CASE WHEN ` + sealed + ` THEN NULL ELSE k.former_since END AS former_since,
		CASE WHEN ` + sealed + ` THEN 'sealed' ELSE k.status END AS status,
		CASE WHEN ` + sealed + ` THEN FALSE ELSE k.disagree END AS disagree,
		CASE WHEN ` + sealed + ` THEN 'none' ELSE k.resolution END AS resolution,
		CASE WHEN ` + sealed + ` THEN NULL ELSE k.resolved_by END AS resolved_by,
		(SELECT t.resolved_at FROM claims t WHERE t.id = k.id AND NOT ` + sealed + `) AS resolved_at,
		(SELECT t.changed_at FROM claims t WHERE t.id = k.id AND NOT ` + sealed + ` UNION ALL SELECT t.created_at FROM claims t WHERE t.id = k.id AND ` + sealed + `) AS changed_at
		FROM claims k)`
}

// tracks is the relation of tracks. A sentence with a sealed claim is open to who has not said theirs, and never done.
func (b seal) tracks() string {
	if b.none() {
		return "tracks"
	}
	return `(SELECT j.id, j.article_id, j.recheck, j.twice, j.dependent, j.leaning, j.created_at, j.since_revision_id, j.settled_revision_id, CASE WHEN j.state = 'done' AND ` + b.touches(
		"j.id",
	) + ` THEN 'open' ELSE j.state END AS state FROM tracks j)`
}

// touches is the condition that a sealed claim stands in the sentence of a track. A title may take its state from a headline, so that
// sealed claims of the headlines are its own.
func (b seal) touches(track string) string {
	const claims = ` JOIN occurrence_sentences ko ON ko.sentence_id = ks.id
		JOIN occurrences kx ON kx.id = ko.occurrence_id AND kx.placement <> 'lost' JOIN claims k ON k.id = kx.claim_id AND k.withdrawn_at IS NULL`
	return `(EXISTS (SELECT 1 FROM sentences ks JOIN articles ka ON ka.revision_id = ks.revision_id` + claims + `
		WHERE ks.track_id = ` + track + ` AND ` + b.hides("k") + `)
		OR EXISTS (SELECT 1 FROM sentences kt JOIN articles ka ON ka.revision_id = kt.revision_id
			JOIN sentences ks ON ks.revision_id = kt.revision_id AND ks.region = 'headline'` + claims + `
		WHERE kt.track_id = ` + track + ` AND kt.ordinal = 0 AND ` + b.hides("k") + `))`
}

// gateClosed is the condition that the gate of an article (as a) is closed as far as the reader may know: a sealed claim keeps it closed to them.
func (b seal) gateClosed() string {
	if b.none() {
		return gateClosed
	}
	return "(" + gateClosed + " OR EXISTS (SELECT 1 FROM claims k WHERE k.article_id = a.id AND k.withdrawn_at IS NULL AND " + b.hides(
		"k",
	) + "))"
}

// annotations is the relation of annotations: of a sealed claim only the reader's own, which are withdrawn.
func (b seal) annotations() string { return b.said("annotations", "reviewer_id") }

// evidence is the relation of evidence: for a sealed claim only what the reader gave.
func (b seal) evidence() string { return b.said("evidence", "created_by") }

func (b seal) said(table, by string) string {
	if b.none() {
		return table
	}
	return fmt.Sprintf(
		`(SELECT y.* FROM %s y JOIN claims k ON k.id = y.claim_id WHERE y.%s = %d OR NOT %s)`,
		table,
		by,
		b.user,
		b.hides("k"),
	)
}

// card is a claim's card as the reader may see it.
func (b seal) card(c models.ClaimCard) models.ClaimCard {
	if c.Status == models.Sealed {
		return c.Seal(b.user)
	}
	return c
}

// cite leaves of the evidence for sealed claims only what the reader gave.
func (b seal) cite(cards []models.ClaimCard, cited map[int64][]models.Cited) {
	for _, c := range cards {
		if c.Status == models.Sealed {
			cited[c.Claim.ID] = givenBy(b.user, cited[c.Claim.ID])
		}
	}
}

func givenBy(user int64, cited []models.Cited) []models.Cited {
	return slices.DeleteFunc(slices.Clone(cited), func(c models.Cited) bool { return c.CreatedBy == nil || *c.CreatedBy != user })
}

// blindTo reports whether others' evidence for a claim does not count for what the reader says of it, because they check blind and have
// said nothing of the claim before, this annotation apart: that it sufficed would tell what they found.
func (t *tx) blindTo(r models.Reader, c heldClaim, annotation int64) (bool, error) {
	if c.Role.May(models.ActRule) {
		return false, nil
	}
	var blind bool
	err := t.row(
		`SELECT d.blind AND NOT EXISTS (SELECT 1 FROM annotations z WHERE z.claim_id = $1 AND z.reviewer_id = $2 AND z.withdrawn_at IS NULL
			AND NOT z.imported AND z.id <> $3 AND z.exact = $5 AND z.context = $6)
		FROM desks d WHERE d.id = $4`,
		[]any{c.ID, r.UserID, annotation, c.DeskID, c.Exact, c.Context},
		&blind,
	)
	return blind, err
}

// citedSeen is the evidence that counts for what the reader says of a claim with an annotation.
func (t *tx) citedSeen(r models.Reader, c heldClaim, annotation int64) ([]models.Cited, error) {
	blind, err := t.blindTo(r, c, annotation)
	if err != nil {
		return nil, err
	}
	cited, err := citedFor(t.DB, []int64{c.ID})
	counted := models.CountedEvidence(cited[c.ID], c.Exact)
	if blind {
		counted = givenBy(r.UserID, counted)
	}
	return counted, err
}

// lacksFor says what a claim lacks before the reader may call it sourced with an annotation.
func (t *tx) lacksFor(r models.Reader, c heldClaim, annotation int64) (string, error) {
	blind, err := t.blindTo(r, c, annotation)
	if err != nil {
		return "", err
	}
	if !blind {
		return t.lacks(c)
	}
	cited, err := t.citedSeen(r, c, annotation)
	if err != nil {
		return "", err
	}
	own, err := ownAddresses(t.DB, c.ArticleID, c.DeskID)
	return c.Desk.LacksFor(c.Claim, cited, models.NotCounted, own...), err
}

// article turns a page's kept counters into what the reader may know of them.
func (b seal) article(db *gorm.DB, r models.Reader, a *models.Article) error {
	if !r.Blind(a.DeskID) {
		return nil
	}
	return b.counts(db, "article_id", map[int64]*models.Counts{a.ID: &a.Counts})
}

// counts turns kept counters, by the id of their article or desk, into what the reader may know of them: of the claims only those that
// they have annotated. It takes as long as they have annotated claims there. by is article_id or desk_id.
func (b seal) counts(db *gorm.DB, by string, kept map[int64]*models.Counts) error {
	if b.none() || len(kept) == 0 {
		return nil
	}
	ids := make([]int64, 0, len(kept))
	for id := range kept {
		ids = append(ids, id)
	}
	known := fmt.Sprintf(
		`(SELECT DISTINCT z.claim_id FROM annotations z JOIN claims zc ON zc.id = z.claim_id AND z.exact = zc.exact AND z.context = zc.context
			WHERE z.reviewer_id = %d AND z.withdrawn_at IS NULL AND NOT z.imported) m
		JOIN claims c ON c.id = m.claim_id AND c.withdrawn_at IS NULL JOIN articles a ON a.id = c.article_id`,
		b.user,
	)
	where := fmt.Sprintf(" WHERE c.%s IN ? AND c.desk_id IN (%s)", by, b.desks)
	if by == "desk_id" {
		where += " AND a.trashed_at IS NULL"
	}
	var claims, done []struct {
		ID            int64
		models.Counts `gorm:"embedded"`
	}
	if err := db.Raw("SELECT c."+by+" AS id, "+claimSums+" FROM "+known+where+" GROUP BY c."+by, ids).Scan(&claims).Error; err != nil {
		return err
	}
	err := db.Raw("SELECT c."+by+` AS id, count(DISTINCT t.id) AS sentences_done FROM `+known+` JOIN occurrences o ON o.claim_id = c.id AND o.revision_id = a.revision_id
		JOIN occurrence_sentences os ON os.occurrence_id = o.id JOIN sentences h ON h.id = os.sentence_id
		JOIN sentences s ON s.revision_id = h.revision_id AND s.ordinal IN (h.ordinal, CASE WHEN h.region = 'headline' THEN 0 ELSE h.ordinal END)
		JOIN tracks t ON t.id = s.track_id AND t.state = 'done'`+
		where+" AND NOT "+b.touches("t.id")+" GROUP BY c."+by, ids).
		Scan(&done).
		Error
	if err != nil {
		return err
	}
	for _, c := range kept {
		c.Seal()
	}
	for _, x := range claims {
		kept[x.ID].Unseal(x.Counts)
	}
	for _, x := range done {
		kept[x.ID].Unseal(x.Counts)
	}
	return nil
}

// SetSecondReader says whether a desk's gate asks for a second reader, and whether reviewers check blind there, unless someone has changed
// the desk since the version that was read.
func (s *Store) SetSecondReader(ctx context.Context, r models.Reader, deskID int64, second, blind bool, version int) (err error) {
	defer wrap(&err, "set the second reader of desk %d", deskID)
	return s.change(ctx, func(t *tx) error {
		if err := t.mayManage(r, deskID); err != nil {
			return err
		}
		var was models.Desk
		if err := one(t.DB, &was, "SELECT * FROM desks WHERE id = ?", deskID); err != nil {
			return err
		}
		if was.Version != version {
			return models.ErrStale
		}
		if err := t.Exec("UPDATE desks SET second_reader = ?, blind = ?, version = version + 1 WHERE id = ?", second, blind, deskID).Error; err != nil {
			return err
		}
		if second != was.SecondReader { // the gates of the desk's articles look otherwise now: no page of before may be shown
			if err := t.Exec("UPDATE articles SET changes = changes + 1 WHERE desk_id = ?", deskID).Error; err != nil {
				return err
			}
		}
		return t.record(event{actor: r.UserID, action: "second reader set", object: "desk", id: deskID, desk: deskID,
			before: map[string]any{
				"second_reader": was.SecondReader,
				"blind":         was.Blind,
			}, after: map[string]any{"second_reader": second, "blind": blind}})
	})
}
