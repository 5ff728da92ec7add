package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strconv"

	"gorm.io/gorm"

	"linecheck/models"
	"linecheck/text/message"
)

// PlanAnnotationImport returns what an import of the rows would do under the reader's name. It changes
// nothing.
func (s *Store) PlanAnnotationImport(ctx context.Context, r models.Reader, articleID int64,
	rows []models.AnnotationRow) (_ models.AnnotationPlan, err error) {
	defer wrap(&err, "plan the import of annotations into article %d", articleID)
	var plan models.AnnotationPlan
	err = s.readTx(ctx, func(db *gorm.DB) (err error) {
		plan, err = newTx(db).planAnnotationImport(r, articleID, rows)
		return err
	})
	return plan, err
}

// ImportAnnotations imports rows as the reader's annotations: all of them, or none. If the plan of one row
// has changed, it does nothing and returns the current plan with models.ErrPlanChanged.
func (s *Store) ImportAnnotations(ctx context.Context, r models.Reader, articleID int64, file string,
	rows []models.AnnotationRow) (_ models.AnnotationPlan, err error) {
	defer wrap(&err, "import annotations into article %d", articleID)
	var plan models.AnnotationPlan
	err = s.writeTx(ctx, func(t *tx) (err error) {
		if plan, err = t.planAnnotationImport(r, articleID, rows); err != nil {
			return err
		}
		wanted := plan.RowsIn(models.RowNew)
		switch {
		case len(wanted) == 0 && len(rows) == 0:
			return models.NewFieldError("rows", "There is nothing to take in.")
		case len(wanted) < len(rows):
			return models.ErrPlanChanged
		case len(wanted) > models.MaxImportedAnnotations:
			return models.CheckImportSize(len(wanted))
		}
		return t.importAnnotations(r, plan, file, wanted)
	})
	return plan, err
}

func (t *tx) importAnnotations(r models.Reader, plan models.AnnotationPlan, file string, rows []models.PlannedRow) error {
	for _, row := range rows {
		tag, evidence, status, err := parsePlannedRow(row)
		if err != nil {
			return err
		}
		c, err := t.loadClaim(r, row.ClaimID, models.ActCheck)
		if err != nil {
			return err
		}
		if _, err := t.annotate(r, c, status, tag, evidence); err != nil {
			return fmt.Errorf("line %d of a file: %w", row.Line, err)
		}
	}
	return t.recordEvent(
		event{actor: r.UserID, action: "annotations imported", object: "article", id: plan.ID, article: plan.ID, desk: plan.DeskID,
			after: map[string]any{"file": file, "annotations": len(rows)}},
	)
}

// importPlan contains the data, as the reader may see it, with which the file's rows are compared.
type importPlan struct {
	reader         models.Reader
	claims         map[int64]plannedClaim
	annotations    map[int64]existingAnnotation
	ownAnnotations map[int64]int64           // by claim: the reader's newest live annotation
	linesByClaim   map[int64]int             // by claim: the first line about it
	evidence       map[int64]map[string]bool // by claim: the entries that its cells have, normalized
}

// plannedClaim is a claim of the article. Its status is the one that the reader may see.
type plannedClaim struct {
	ID        int64
	Status    models.Status
	Version   int
	Exact     string
	Ordinal   int
	Sentence  string
	Placement models.Placement
}

// existingAnnotation is an annotation of the article, with its reviewer's name. It counts if it is its reviewer's newest and the words
// are unchanged.
type existingAnnotation struct {
	models.Annotation `gorm:"embedded"`
	Name              string
	Live              bool
}

func (t *tx) planAnnotationImport(r models.Reader, articleID int64, rows []models.AnnotationRow) (models.AnnotationPlan, error) {
	var plan models.AnnotationPlan
	a, err := t.loadArticle(r, articleID, models.ActCheck)
	if err == nil && a.TrashedAt != nil {
		err = models.ErrNotFound
	}
	if err != nil {
		return plan, err
	}
	p, err := t.newImportPlan(r, a)
	if err != nil {
		return plan, err
	}
	plan.Article = a
	for _, row := range rows {
		planned, err := t.planRow(p, row)
		if err != nil {
			return plan, fmt.Errorf("planning line %d of a file: %w", row.Line, err)
		}
		if planned.State == models.RowNew {
			p.linesByClaim[row.ClaimID] = row.Line
		}
		plan.Rows = append(plan.Rows, planned)
	}
	return plan, nil
}

// newImportPlan reads the article's claims and annotations.
func (t *tx) newImportPlan(r models.Reader, a models.Article) (*importPlan, error) {
	seal := blindViewFor(r)
	p := &importPlan{
		reader:         r,
		claims:         map[int64]plannedClaim{},
		annotations:    map[int64]existingAnnotation{},
		ownAnnotations: map[int64]int64{},
		linesByClaim:   map[int64]int{},
		evidence:       map[int64]map[string]bool{},
	}
	claims, err := selectRows[plannedClaim](
		t.DB,
		`SELECT c.id, c.status, c.version, o.exact, s.ordinal, s.text AS sentence, o.placement FROM `+seal.claims()+` AS c
		JOIN occurrences o ON o.id = (SELECT x.id FROM occurrences x WHERE x.claim_id = c.id AND x.revision_id = ? ORDER BY x.start_cp LIMIT 1)
		JOIN sentences s ON s.id = o.sentence_id WHERE c.article_id = ? AND c.withdrawn_at IS NULL`,
		*a.RevisionID,
		a.ID,
	)
	if err != nil {
		return p, err
	}
	for _, c := range claims {
		p.claims[c.ID] = c
	}
	said, err := selectRows[existingAnnotation](t.DB, `SELECT n.*, u.name, `+verdictCounts+` AND NOT EXISTS (SELECT 1 FROM annotations x
			WHERE x.claim_id = n.claim_id AND x.reviewer_id = n.reviewer_id AND x.withdrawn_at IS NULL AND NOT x.imported
				AND x.exact = n.exact AND x.context = n.context AND x.id > n.id) AS live
		FROM `+seal.annotations()+` AS n JOIN claims c ON c.id = n.claim_id JOIN revisions v ON v.id = n.revision_id JOIN users u ON u.id = n.reviewer_id
		WHERE c.article_id = ? AND c.withdrawn_at IS NULL ORDER BY n.id`, a.ID)
	for _, n := range said {
		p.annotations[n.ID] = n
		if n.Live && n.ReviewerID == r.UserID {
			p.ownAnnotations[n.ClaimID] = n.ID
		}
	}
	if err != nil {
		return p, err
	}
	return p, p.loadEvidence(t, seal, a)
}

// loadEvidence reads the entries that the cells of the article's claims have in an export. GORM would take the
// question mark in rawEvidence for a parameter.
func (p *importPlan) loadEvidence(t *tx, seal blindView, a models.Article) error {
	query := "SELECT c.id, " + rawEvidence(seal) + " FROM claims c WHERE c.article_id = $1 AND c.withdrawn_at IS NULL"
	return t.queryEach(query, []any{a.ID}, func(row *sql.Rows) error {
		var claimID int64
		var raw []byte
		if err := row.Scan(&claimID, &raw); err != nil {
			return err
		}
		pieces, err := parsePieces(nil, raw)
		if err != nil {
			return err
		}
		entries := map[string]bool{}
		for _, piece := range pieces {
			entries[models.NormalizeEntry(string(piece.appendTo(nil)))] = true
		}
		p.evidence[claimID] = entries
		return nil
	})
}

// planRow plans one row. It applies the same checks as the form.
func (t *tx) planRow(p *importPlan, row models.AnnotationRow) (models.PlannedRow, error) {
	planned := models.PlannedRow{AnnotationRow: row, State: models.RowRefused, Reason: row.ParseError}
	if !planned.Reason.IsZero() {
		return planned, nil
	}
	c, ok := p.claims[row.ClaimID]
	if !ok {
		planned.Reason = message.New("There is no claim %s in this article.", strconv.FormatInt(row.ClaimID, 10))
		return planned, nil
	}
	planned.Exact = c.Exact
	if c.Placement != models.Lost {
		planned.Ordinal = c.Ordinal
	}
	for _, entry := range models.SplitCell(row.Evidence) {
		if !p.evidence[row.ClaimID][models.NormalizeEntry(entry)] {
			planned.Given = append(planned.Given, entry)
		}
	}
	if p.isUnchanged(&planned) || p.changesOthers(&planned) || p.isOutdated(&planned, c) {
		return planned, nil
	}
	if line := p.linesByClaim[row.ClaimID]; line != 0 {
		planned.Reason = message.New("Line %d says something of this claim already: please leave one of them.", line)
		return planned, nil
	}
	reason, err := t.refusalReason(p.reader, planned)
	if planned.Reason = reason; err == nil && reason.IsZero() {
		planned.State, planned.Version = models.RowNew, c.Version // imported only if the claim still has this version
	}
	return planned, err
}

// isUnchanged reports whether a row is blank or matches the existing annotation, without new evidence.
func (p *importPlan) isUnchanged(row *models.PlannedRow) bool {
	id := row.AnnotationID
	if id == 0 {
		id = p.ownAnnotations[row.ClaimID]
	}
	if len(row.Given) > 0 {
		return false
	}
	was, ok := p.annotations[id]
	if row.AnnotationID == 0 && row.IsBlank() || ok && was.ClaimID == row.ClaimID && row.Matches(was.Status, was.Note) {
		row.State = models.RowSame
		return true
	}
	return false
}

// changesOthers reports whether a row changes something that the reader may not change.
func (p *importPlan) changesOthers(row *models.PlannedRow) bool {
	if row.AnnotationID == 0 {
		return false
	}
	was, ok := p.annotations[row.AnnotationID]
	switch {
	case !ok || was.ClaimID != row.ClaimID:
		row.Reason = message.New(
			"Claim %s has no annotation %s.",
			strconv.FormatInt(row.ClaimID, 10),
			strconv.FormatInt(row.AnnotationID, 10),
		)
	case was.ReviewerID != p.reader.UserID:
		row.Reason = message.New(
			"That is what %s says, and nobody else can change it. To say something yourself, leave annotation_id empty.",
			was.Name,
		)
	case was.Ruling:
		row.Reason = message.New("That is a ruling. Rule again among the article’s disagreements.")
	case row.IsBlank():
		row.Reason = message.New("An annotation cannot be emptied; it can be withdrawn, where its claim stands.")
	}
	return !row.Reason.IsZero()
}

// isOutdated reports whether the claim or annotation of a row has changed since the export.
func (p *importPlan) isOutdated(row *models.PlannedRow, c plannedClaim) bool {
	was, mine := p.annotations[row.AnnotationID], p.annotations[p.ownAnnotations[row.ClaimID]]
	former := row.FormerSentence(c.Sentence)
	switch {
	case row.AnnotationID != 0 && !was.Live:
		row.Reason, row.Was = message.New("Your annotation no longer counts."), describeAnnotation(was)
		row.Now = message.New("you have no verdict on it now")
		if mine.ID != 0 {
			row.Now = describeAnnotation(mine)
		}
	case row.ClaimStatus != "" && row.ClaimStatus != string(c.Status):
		row.Reason = message.New("The claim’s status is another one.")
		row.Was, row.Now = message.New(models.WordKey(row.ClaimStatus)), message.New(models.WordKey(string(c.Status)))
	case former != "" && c.Placement != models.Lost:
		row.Reason = message.New("The claim’s sentence has other words.")
		row.Was, row.Now = message.Plain(former), message.Plain(c.Sentence)
	case row.Version != 0 && row.Version != c.Version:
		row.Reason = message.New("Somebody changed the claim.")
		row.Was = message.New("version %s", strconv.Itoa(row.Version))
		row.Now = message.New("version %s (%s)", strconv.Itoa(c.Version), models.WordKey(string(c.Status)))
	}
	if !row.Reason.IsZero() {
		row.State = models.RowStale
	}
	return !row.Reason.IsZero()
}

// describeAnnotation summarizes an annotation.
func describeAnnotation(n existingAnnotation) message.Text {
	status := models.WordKey(string(n.Status))
	if n.Note == "" {
		return message.New(status)
	}
	return message.New("%s: %s", status, n.Note)
}

// parsePlannedRow validates a row with its new evidence.
func parsePlannedRow(row models.PlannedRow) (models.AnnotationInput, []evidenceInput, models.Status, error) {
	tag := models.AnnotationInput{Status: row.Status, Note: row.Note}
	for _, entry := range row.Given {
		given := models.ParseEvidenceEntry(entry, row.Status)
		if given.Title == models.ConfidentialSource { // what exports print instead of a source is none
			return tag, nil, "", models.NewFieldError("evidence", "A file cannot give a confidential source: enter it on the page of the sentence.")
		}
		tag.Evidence = append(tag.Evidence, given)
	}
	evidence, status, err := parseAnnotationInput(tag)
	return tag, evidence, status, err
}

// refusalReason returns why a row cannot be imported, with the form's message, or "".
func (t *tx) refusalReason(r models.Reader, row models.PlannedRow) (message.Text, error) {
	_, evidence, status, err := parsePlannedRow(row)
	var wrong models.ValidationErrors
	if errors.As(err, &wrong) {
		return wrong[0].Text(), nil
	}
	c, err := t.loadClaim(r, row.ClaimID, models.ActCheck)
	switch {
	case err != nil:
		return message.Text{}, err
	case c.Placement == models.Lost:
		return message.New(lostClaimMessage), nil
	case status == models.Sourced:
		return t.missingEvidenceWithGiven(r, c, evidence)
	}
	if err = t.checkExplained(r, c, status, row.Note, evidence); errors.As(err, &wrong) {
		return wrong[0].Text(), nil
	}
	return message.Text{}, err
}

// missingEvidenceWithGiven returns what a claim lacks before the reader may call it sourced. It takes evidence into account that is not
// stored yet.
func (t *tx) missingEvidenceWithGiven(r models.Reader, c claimForUpdate, given []evidenceInput) (message.Text, error) {
	lack, err := t.missingEvidenceFor(r, c, 0)
	if err != nil || lack.IsZero() || len(given) == 0 {
		return lack, err
	}
	cited, err := t.evidenceCountedFor(r, c, 0)
	if err != nil {
		return message.Text{}, err
	}
	for _, g := range given {
		source := g.source
		source.OnServer = t.server.Owns(source.URL)
		cited = append(cited, models.CitedEvidence{Evidence: g.evidence, Source: source})
	}
	own, err := ownAddresses(t.DB, c.ArticleID, c.DeskID)
	return c.Desk.MissingEvidenceFor(c.Claim, cited, models.NotCounted, own...), err
}
