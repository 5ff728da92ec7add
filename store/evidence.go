package store

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"gorm.io/gorm"

	"linecheck/models"
)

// AddEvidence stores pieces of evidence for a claim, without a verdict: all of them or none.
func (s *Store) AddEvidence(ctx context.Context, r models.Reader, claimID int64, list ...models.NewEvidence) (
	_ models.Location, err error,
) {
	defer wrap(&err, "add evidence to claim %d", claimID)
	var place models.Location
	err = s.writeTx(ctx, func(t *tx) error {
		c, err := t.loadClaim(r, claimID, models.ActCheck)
		if err != nil {
			return err
		}
		var wrong models.ValidationErrors
		var inputs []evidenceInput
		for _, n := range list {
			if n.Version != 0 && n.Version != c.Version {
				return models.ErrStale
			}
			source, evidence := n.Check(n.FieldPrefix(), &wrong)
			inputs = append(inputs, evidenceInput{source: source, evidence: evidence, prefix: n.FieldPrefix()})
		}
		if len(wrong) > 0 {
			return wrong
		}
		if place, err = t.claimLocation(claimID); err != nil {
			return err
		}
		return t.addEvidenceOnly(r, c, inputs...)
	})
	return place, err
}

// addEvidenceOnly stores pieces of evidence without a verdict.
func (t *tx) addEvidenceOnly(r models.Reader, c claimForUpdate, list ...evidenceInput) error {
	for _, g := range list {
		if err := t.addEvidence(r, c, g, nil); err != nil {
			return err
		}
	}
	if err := t.updateProof(c, c.Status); err != nil {
		return err
	}
	if err := t.touchClaim(c); err != nil {
		return err
	}
	return t.touchActivity(c.ArticleID, r.UserID)
}

// touchClaim increments a claim's version without changing its status, so that earlier reads become stale.
func (t *tx) touchClaim(c claimForUpdate) error {
	if err := t.Exec("UPDATE claims SET version = version + 1 WHERE id = ?", c.ID).Error; err != nil {
		return err
	}
	return t.addArticleCounts(c.ArticleID, models.Counts{})
}

// addEvidence stores a piece of evidence with its source, and reuses an equal source of the desk.
func (t *tx) addEvidence(r models.Reader, c claimForUpdate, g evidenceInput, annotation *int64) error {
	source, err := t.resolveSource(r, c, g)
	if err != nil {
		return err
	}
	e := g.evidence
	var wrong models.ValidationErrors
	if models.CheckNeeds(g.fieldPrefix(), source, e, g.source.ID != 0, g.origin != "", &wrong); len(wrong) > 0 {
		return wrong
	}
	if e.AccessedOn != nil && e.AccessedOn.After(t.now.AddDate(0, 0, 1)) { // it is already tomorrow in some time zone
		return models.NewFieldError(g.fieldPrefix()+"accessed", "That day has not come yet.")
	}
	e.Locator = strings.Join(slices.DeleteFunc([]string{e.Locator, g.origin}, func(part string) bool { return part == "" }), "; ")
	e.ClaimID, e.SourceID, e.AnnotationID, e.CreatedBy, e.CreatedAt, e.Exact = c.ID, source.ID, annotation, nullableID(
		r.UserID,
	), t.now, c.Exact
	if err := t.Create(&e).Error; err != nil {
		return fmt.Errorf("writing the evidence: %w", err)
	}
	answers, err := t.findQuotes("e.id = $1", e.ID)
	if err != nil {
		return err
	}
	after := map[string]any{"claim": c.ID, "class": e.Class, "stance": e.Stance, "words": c.Exact}
	if source.Confidential {
		after["title"] = models.ConfidentialSource // the audit log is visible to people who may not know the source's name or id
	} else {
		after["source"], after["title"], after["url"], after["quote"], after["locator"] = source.ID, source.Title, source.URL, e.Quote, e.Locator
		after["publisher"], after["from"] = source.Publisher, source.From
		if len(answers) > 0 {
			after["quote_in_snapshot"] = answers[0].Answer
		}
	}
	return t.recordEvent(
		event{actor: r.UserID, action: "evidence given", object: "evidence", id: e.ID, article: c.ArticleID, desk: c.DeskID, after: after},
	)
}

// WithdrawEvidence withdraws a piece of the reader's own evidence, unless a "sourced" would no longer meet
// the policy.
func (s *Store) WithdrawEvidence(ctx context.Context, r models.Reader, id int64) (_ models.Location, err error) {
	defer wrap(&err, "withdraw evidence %d", id)
	var place models.Location
	err = s.writeTx(ctx, func(t *tx) error {
		var e models.Evidence
		if err := queryOne(t.DB, &e, "SELECT * FROM evidence WHERE id = ? AND withdrawn_at IS NULL", id); err != nil {
			return err
		}
		c, err := t.loadClaim(r, e.ClaimID, models.ActCheck)
		if err != nil {
			return err
		}
		if e.CreatedBy == nil || *e.CreatedBy != r.UserID { // only its giver may withdraw it
			return fmt.Errorf(
				"%w: %w",
				models.ErrForbidden,
				models.NewFieldError("evidence", "Only the person who gave this evidence can withdraw it."),
			)
		}
		if place, err = t.claimLocation(c.ID); err != nil {
			return err
		}
		return t.withdrawEvidence(r, c, e)
	})
	return place, err
}

func (t *tx) withdrawEvidence(r models.Reader, c claimForUpdate, e models.Evidence) error {
	if err := t.Exec("UPDATE evidence SET withdrawn_at = ?, withdrawn_by = ? WHERE id = ?", t.now, r.UserID, e.ID).Error; err != nil {
		return err
	}
	if e.Stance == models.Supports {
		if err := t.checkStillProved(c); err != nil {
			return err
		}
	}
	if err := t.updateProof(c, c.Status); err != nil {
		return err
	}
	if err := t.touchClaim(c); err != nil {
		return err
	}
	return t.recordEvent(
		event{actor: r.UserID, action: "evidence withdrawn", object: "evidence", id: e.ID, article: c.ArticleID, desk: c.DeskID,
			before: map[string]any{"claim": c.ID}},
	)
}

// countingVerdictsQuery counts the annotations with a status that count for a claim's current words.
const countingVerdictsQuery = "SELECT count(*) FROM annotations n JOIN claims c ON c.id = n.claim_id WHERE n.claim_id = ? AND n.status = ? AND " + verdictCounts

// checkStillProved refuses a change that would leave a live "sourced" without its evidence.
func (t *tx) checkStillProved(c claimForUpdate) error {
	var resting int
	err := t.Raw(countingVerdictsQuery, c.ID, models.Sourced).Scan(&resting).Error
	if err != nil || resting == 0 {
		return err
	}
	lack, err := t.missingEvidence(c)
	if err == nil && !lack.IsZero() {
		err = models.NewFieldError(
			"evidence",
			"Somebody calls this claim sourced on this evidence; that verdict has to be withdrawn first.",
		)
	}
	return err
}

// sourceColumns are the columns of a source (as s) with the prefixes of models.CitedEvidence.
const sourceColumns = `s.id AS source_id, s.desk_id AS source_desk_id, s.kind AS source_kind, s.title AS source_title,
	s.publisher AS source_publisher, s.copied_from AS source_copied_from, s.url AS source_url, s.on_server AS source_on_server,
	s.contact AS source_contact, s.confidential AS source_confidential, s.created_by AS source_created_by`

// evidenceFor reads the evidence of claims that is not withdrawn, oldest first. claims is their ids, or a
// query for them.
func evidenceFor(db *gorm.DB, claims any) (map[int64][]models.CitedEvidence, error) {
	var rows []models.CitedEvidence
	err := db.Raw(`SELECT e.*, `+sourceColumns+`, coalesce(u.name, '') AS by_name,
			coalesce(k.id, 0) AS kept_id, coalesce(k.origin, '') AS kept_origin, coalesce(w.name, '') AS kept_name, k.taken_at AS kept_at,
			coalesce(k.sha256, '') AS kept_sha256, coalesce(q.answer, '') AS kept_quote
		FROM evidence e JOIN sources s ON s.id = e.source_id LEFT JOIN users u ON u.id = e.created_by
		LEFT JOIN snapshots k ON k.id = (SELECT max(n.id) FROM snapshots n WHERE n.source_id = s.id) LEFT JOIN users w ON w.id = k.taken_by
		LEFT JOIN quote_answers q ON q.evidence_id = e.id AND q.snapshot_id = k.id
		WHERE e.claim_id IN (?) AND e.withdrawn_at IS NULL ORDER BY e.id`, claims).
		Scan(&rows).
		Error
	cited := map[int64][]models.CitedEvidence{}
	for _, row := range rows {
		cited[row.ClaimID] = append(cited[row.ClaimID], row)
	}
	return cited, err
}

// visibleEvidence returns the details of evidence that a reader or an exported copy may contain.
func visibleEvidence(
	cited map[int64][]models.CitedEvidence,
	show func(models.CitedEvidence) models.VisibleEvidence,
) map[int64][]models.VisibleEvidence {
	list := make(map[int64][]models.VisibleEvidence, len(cited))
	for id, all := range cited {
		for _, c := range all {
			list[id] = append(list[id], show(c))
		}
	}
	return list
}

// addClaimCards adds the evidence, outcomes and corrections to a page's claim cards.
func addClaimCards(db *gorm.DB, r models.Reader, page *models.SentencePage, ids []int64) error {
	show := func(c models.CitedEvidence) models.VisibleEvidence { return c.VisibleTo(r) }
	return fillClaimCards(db, blindViewFor(r), page.Claims, ids, page.Desk, page.Article.ID, show)
}

// fillClaimCards fills the cards of claims of one article. claims is their ids, or a query for them.
func fillClaimCards(
	db *gorm.DB,
	seal blindView,
	cards []models.ClaimCard,
	claims any,
	desk models.Desk,
	articleID int64,
	show func(models.CitedEvidence) models.VisibleEvidence,
) error {
	d, err := loadCardDetails(db, seal, cards, claims, desk, articleID)
	if err != nil {
		return err
	}
	evidence := visibleEvidence(d.cited, show)
	for i := range cards {
		c := &cards[i]
		id := c.Claim.ID
		people := models.NotCounted
		if c.Status == models.Sourced {
			people = d.sourcedBy[id]
		}
		c.Evidence, c.EvidenceOverrides, c.Corrections, c.Resolver = evidence[id], d.overridden[id], d.corrections[id], d.outcomes[id].Name
		c.MissingEvidence = desk.MissingEvidenceFor(c.Claim, models.CountedEvidence(d.cited[id], c.Claim.Exact), people, d.ownAddresses...)
		c.OutcomeReason = d.outcomes[id].Reason
		if c.Status != models.Sealed {
			c.RecheckBy = d.recheckBy[id]
		}
		c.CanBeSourced = c.MissingEvidence.IsZero() || len(c.EvidenceOverrides) > 0
		for j, e := range c.Evidence {
			c.Evidence[j].WhyNot = e.Lapse(c.Claim.Exact).WhyNot(d.origin)
		}
	}
	return nil
}

// cardDetails are what the cards of one article's claims show, by the claims' ids.
type cardDetails struct {
	cited        map[int64][]models.CitedEvidence
	overridden   map[int64][]models.EvidenceOverride
	corrections  map[int64][]models.NamedCorrection
	outcomes     map[int64]namedOutcome
	recheckBy    map[int64][]string
	sourcedBy    map[int64]int
	ownAddresses []string // of the article, which are no evidence
	origin       models.ImportOrigin
}

func loadCardDetails(
	db *gorm.DB,
	seal blindView,
	cards []models.ClaimCard,
	claims any,
	desk models.Desk,
	articleID int64,
) (d cardDetails, err error) {
	if d.cited, err = evidenceFor(db, claims); err != nil {
		return d, err
	}
	if d.ownAddresses, err = ownAddresses(db, articleID, desk.ID); err != nil {
		return d, err
	}
	if d.overridden, err = evidenceOverridesFor(db, claims, desk.SmallDesk); err != nil {
		return d, err
	}
	if d.corrections, err = correctionsFor(db, claims); err != nil {
		return d, err
	}
	if d.outcomes, err = outcomesOf(db, claims); err != nil {
		return d, err
	}
	if d.recheckBy, err = reviewersToAnswer(db, claims); err != nil {
		return d, err
	}
	if d.sourcedBy, err = countSourcedBy(db, desk, claims); err != nil {
		return d, err
	}
	seal.filterEvidence(cards, d.cited)
	d.origin, err = importFileFor(db, d.cited, articleID)
	return d, err
}

// importFileFor returns the import of an article if some of the evidence was imported.
func importFileFor(db *gorm.DB, cited map[int64][]models.CitedEvidence, articleID int64) (models.ImportOrigin, error) {
	for _, list := range cited {
		for _, c := range list {
			if c.Imported {
				return loadImportFile(db, articleID)
			}
		}
	}
	return models.ImportOrigin{}, nil
}
