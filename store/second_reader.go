package store

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"gorm.io/gorm"

	"linecheck/models"
	"linecheck/text/message"
)

// blindView hides other reviewers' findings on a claim at a blind desk, until the reader has given a verdict. Queries use the relations
// of the view instead of the tables. If nothing is hidden, the relations are the tables.
type blindView struct {
	user  int64
	desks string // ids of blind desks, separated by commas; "" if nothing is hidden
}

// blindViewFor returns the blind view of a reader.
func blindViewFor(r models.Reader) blindView {
	var ids []string
	for _, id := range r.BlindDesks() {
		ids = append(ids, strconv.FormatInt(id, 10))
	}
	return blindView{r.UserID, strings.Join(ids, ", ")}
}

// seesEverything reports whether nothing is hidden from the reader.
func (b blindView) seesEverything() bool { return b.desks == "" }

// hidesClaim is the condition that a claim, under an alias, is sealed.
func (b blindView) hidesClaim(claim string) string {
	return fmt.Sprintf(
		`(%[1]s.desk_id IN (%[2]s) AND NOT EXISTS (SELECT 1 FROM annotations z WHERE z.claim_id = %[1]s.id AND z.reviewer_id = %[3]d
		AND z.withdrawn_at IS NULL AND NOT z.imported AND z.exact = %[1]s.exact AND z.context = %[1]s.context))`,
		claim,
		b.desks,
		b.user,
	)
}

// claims is the relation of claims. It lists its columns one by one, so that a new column is hidden until somebody adds it here. Times
// come from subqueries, because SQLite's driver does not recognize the type of a CASE.
func (b blindView) claims() string {
	if b.seesEverything() {
		return "claims"
	}
	sealed := b.hidesClaim("k")
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

// tracks is the relation of tracks. A sentence with a sealed claim is shown as open, never as done.
func (b blindView) tracks() string {
	if b.seesEverything() {
		return "tracks"
	}
	return `(SELECT j.id, j.article_id, j.recheck, j.twice, j.dependent, j.leaning, j.created_at, j.since_revision_id, j.settled_revision_id, CASE WHEN j.state = 'done' AND ` + b.hidesTrack(
		"j.id",
	) + ` THEN 'open' ELSE j.state END AS state FROM tracks j)`
}

// hidesTrack is the condition that the sentence of a track contains a sealed claim. A title may take its
// state from a headline, so the claims of headlines count for it.
func (b blindView) hidesTrack(track string) string {
	const claims = ` JOIN occurrence_sentences ko ON ko.sentence_id = ks.id
		JOIN occurrences kx ON kx.id = ko.occurrence_id AND kx.placement <> 'lost' JOIN claims k ON k.id = kx.claim_id AND k.withdrawn_at IS NULL`
	return `(EXISTS (SELECT 1 FROM sentences ks JOIN articles ka ON ka.revision_id = ks.revision_id` + claims + `
		WHERE ks.track_id = ` + track + ` AND ` + b.hidesClaim("k") + `)
		OR EXISTS (SELECT 1 FROM sentences kt JOIN articles ka ON ka.revision_id = kt.revision_id
			JOIN sentences ks ON ks.revision_id = kt.revision_id AND ks.region = 'headline'` + claims + `
		WHERE kt.track_id = ` + track + ` AND kt.ordinal = 0 AND ` + b.hidesClaim("k") + `))`
}

// gateClosed is the condition that the gate of an article (as a) is closed as far as the reader may know:
// sealed claims keep it closed.
func (b blindView) gateClosed() string {
	if b.seesEverything() {
		return gateClosed
	}
	return "(" + gateClosed + " OR EXISTS (SELECT 1 FROM claims k WHERE k.article_id = a.id AND k.withdrawn_at IS NULL AND " + b.hidesClaim(
		"k",
	) + "))"
}

// annotations is the relation of annotations: for a sealed claim, only the reader's own, which are withdrawn.
func (b blindView) annotations() string { return b.ownRowsOf("annotations", "reviewer_id") }

// evidence is the relation of evidence: for a sealed claim, only the reader's own.
func (b blindView) evidence() string { return b.ownRowsOf("evidence", "created_by") }

// notes is the relation of notes on sentences: for a sentence with a sealed claim, only the reader's own.
func (b blindView) notes() string {
	if b.seesEverything() {
		return "sentence_notes"
	}
	return fmt.Sprintf(`(SELECT y.* FROM sentence_notes y WHERE y.author_id = %d OR NOT %s)`, b.user, b.hidesTrack("y.track_id"))
}

func (b blindView) ownRowsOf(table, by string) string {
	if b.seesEverything() {
		return table
	}
	return fmt.Sprintf(
		`(SELECT y.* FROM %s y JOIN claims k ON k.id = y.claim_id WHERE y.%s = %d OR NOT %s)`,
		table,
		by,
		b.user,
		b.hidesClaim("k"),
	)
}

// sources is the relation of sources. A colleague's source that only sealed claims cite would tell what was found for them.
func (b blindView) sources() string {
	if b.seesEverything() {
		return "sources"
	}
	const cites = "EXISTS (SELECT 1 FROM evidence ye JOIN claims k ON k.id = ye.claim_id WHERE ye.source_id = y.id AND "
	sealed := b.hidesClaim("k")
	return fmt.Sprintf(`(SELECT y.* FROM sources y WHERE coalesce(y.created_by, 0) = %d OR NOT %s%s) OR %sNOT %s))`,
		b.user, cites, sealed, cites, sealed)
}

// redactCard returns a claim's card as the reader may see it.
func (b blindView) redactCard(c models.ClaimCard) models.ClaimCard {
	if c.Status == models.Sealed {
		return c.HideVerdicts(b.user)
	}
	return c
}

// filterEvidence removes other users' evidence for sealed claims.
func (b blindView) filterEvidence(cards []models.ClaimCard, cited map[int64][]models.CitedEvidence) {
	for _, c := range cards {
		if c.Status == models.Sealed {
			cited[c.Claim.ID] = evidenceBy(b.user, cited[c.Claim.ID])
		}
	}
}

func evidenceBy(user int64, cited []models.CitedEvidence) []models.CitedEvidence {
	return slices.DeleteFunc(slices.Clone(cited), func(c models.CitedEvidence) bool { return c.CreatedBy == nil || *c.CreatedBy != user })
}

// isBlind reports whether other users' evidence must not count for the reader's verdict on a claim, because
// they check blind and have no other verdict on it. If it counted, accepting the verdict would reveal it.
// annotation is the verdict itself, which is ignored.
func (t *tx) isBlind(r models.Reader, c claimForUpdate, annotation int64) (bool, error) {
	if c.Role.Allows(models.ActRule) {
		return false, nil
	}
	var blind bool
	err := t.queryRow(
		`SELECT d.blind AND NOT EXISTS (SELECT 1 FROM annotations z WHERE z.claim_id = $1 AND z.reviewer_id = $2 AND z.withdrawn_at IS NULL
			AND NOT z.imported AND z.id <> $3 AND z.exact = $5 AND z.context = $6)
		FROM desks d WHERE d.id = $4`,
		[]any{c.ID, r.UserID, annotation, c.DeskID, c.Exact, c.Context},
		&blind,
	)
	return blind, err
}

// evidenceCountedFor returns the evidence that counts for the reader's verdict on a claim.
func (t *tx) evidenceCountedFor(r models.Reader, c claimForUpdate, annotation int64) ([]models.CitedEvidence, error) {
	blind, err := t.isBlind(r, c, annotation)
	if err != nil {
		return nil, err
	}
	cited, err := evidenceFor(t.DB, []int64{c.ID})
	counted := models.CountedEvidence(cited[c.ID], c.Exact)
	if blind {
		counted = evidenceBy(r.UserID, counted)
	}
	return counted, err
}

// missingEvidenceFor returns what a claim lacks before the reader may call it sourced.
func (t *tx) missingEvidenceFor(r models.Reader, c claimForUpdate, annotation int64) (message.Text, error) {
	blind, err := t.isBlind(r, c, annotation)
	if err != nil {
		return message.Text{}, err
	}
	if !blind {
		return t.missingEvidence(c)
	}
	cited, err := t.evidenceCountedFor(r, c, annotation)
	if err != nil {
		return message.Text{}, err
	}
	own, err := ownAddresses(t.DB, c.ArticleID, c.DeskID)
	return c.Desk.MissingEvidenceFor(c.Claim, cited, models.NotCounted, own...), err
}

// redactCounters changes a page's counters to what the reader may know.
func (b blindView) redactCounters(db *gorm.DB, r models.Reader, a *models.Article) error {
	if !r.ChecksBlind(a.DeskID) {
		return nil
	}
	return b.redactCounts(db, "article_id", map[int64]*models.Counts{a.ID: &a.Counts})
}

// redactCounts changes counters, by the id of their article or desk, to what the reader may know: of claims,
// only those that they have annotated. Its cost grows with the number of those. by is article_id or desk_id.
func (b blindView) redactCounts(db *gorm.DB, by string, kept map[int64]*models.Counts) error {
	if b.seesEverything() || len(kept) == 0 {
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
		where+" AND NOT "+b.hidesTrack("t.id")+" GROUP BY c."+by, ids).
		Scan(&done).
		Error
	if err != nil {
		return err
	}
	for _, c := range kept {
		c.HideVerdicts()
	}
	for _, x := range claims {
		kept[x.ID].RevealVerdicts(x.Counts)
	}
	for _, x := range done {
		kept[x.ID].RevealVerdicts(x.Counts)
	}
	return nil
}

// SetSecondReader sets whether a desk's gate requires a second reader, and whether reviewers check blind
// there. It returns ErrStale if the desk has changed since the version that was read.
func (s *Store) SetSecondReader(ctx context.Context, r models.Reader, deskID int64, second, blind bool, version int) (err error) {
	defer wrap(&err, "set the second reader of desk %d", deskID)
	return s.writeTx(ctx, func(t *tx) error {
		if err := t.mayManage(r, deskID); err != nil {
			return err
		}
		var was models.Desk
		if err := queryOne(t.DB, &was, "SELECT * FROM desks WHERE id = ?", deskID); err != nil {
			return err
		}
		if was.Version != version {
			return models.ErrStale
		}
		if err := t.Exec("UPDATE desks SET second_reader = ?, blind = ?, version = version + 1 WHERE id = ?", second, blind, deskID).Error; err != nil {
			return err
		}
		if second != was.SecondReader { // the gates of the desk's articles change, so cached pages are invalid
			if err := t.Exec("UPDATE articles SET changes = changes + 1 WHERE desk_id = ?", deskID).Error; err != nil {
				return err
			}
		}
		return t.recordEvent(event{actor: r.UserID, action: "second reader set", object: "desk", id: deskID, desk: deskID,
			before: map[string]any{
				"second_reader": was.SecondReader,
				"blind":         was.Blind,
			}, after: map[string]any{"second_reader": second, "blind": blind}})
	})
}
