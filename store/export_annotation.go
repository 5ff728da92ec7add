package store

import (
	"bytes"
	"context"
	"fmt"
	"slices"
	"strconv"

	"linecheck/models"
)

// EachAnnotation calls do with the rows of annotations.csv. There is a row for every live annotation and every dispute, for each claim
// without annotations, and for each user who only gave evidence. Rows have the order of articles and of places in the text. The filter
// selects claims.
func (s *Store) EachAnnotation(
	ctx context.Context,
	r models.Reader,
	f models.Filter,
	do func(models.AnnotationExportRow) error,
) (err error) {
	defer wrap(&err, "export annotations")
	seal, annotationsInOrder, order := blindViewFor(r), " AS n", "a.id, o.start_cp, o.claim_id, n.id"
	if seal.seesEverything() &&
		s.Engine() == "sqlite" { // otherwise SQLite sorts the few rows of every claim, although this index has them in order
		annotationsInOrder, order = " AS n INDEXED BY annotations_by_claim", "a.id, o.start_cp, o.claim_id"
	}
	read := func(ctx context.Context, from, to int64) *batch {
		q := exportedClaims(s.readDB(ctx), seal, from, to).Select(annotationColumns(s.Engine(), seal)).
			Joins("LEFT JOIN " + seal.annotations() + annotationsInOrder + " ON n.claim_id = c.id AND (n.withdrawn_at IS NULL OR n.status = 'disputed')").
			Joins("LEFT JOIN users u ON u.id = n.reviewer_id")
		return readBatch(claimsWhere(q, r, f).Order(order), len(models.AnnotationColumns))
	}
	alone, err := s.soloSignOffLines(ctx, r, f)
	if err != nil {
		return err
	}
	x := &annotationRows{s: s, ctx: ctx, do: do, soloLines: alone, files: map[int64]models.ImportOrigin{}, people: map[int64]models.User{}}
	return s.eachBatch(ctx, r, f, "a.claims", read, x.writeBatch)
}

// annotationColumns selects the columns of annotations.csv, in their order. Instead of a confidential source it selects the words
// "confidential source", for every reader, because a file can be passed on. The columns counts and why_not temporarily contain the
// reviewer's id and the facts from which both are computed.
func annotationColumns(engine string, seal blindView) string {
	return `a.id, a.title, v.number, ` + unlessLost("s.ordinal") + `, ` + unlessLost("s.region") + `, ` + unlessLost("s.text") + `,
		c.id, o.exact, ` + unlessLost("o.start_cp") + `, ` + unlessLost("o.end_cp") + `, c.kind, c.status,
		CASE WHEN c.disagree THEN 'true' ELSE 'false' END, c.resolution, n.id, coalesce(u.name, ''), coalesce(n.status, ''), coalesce(n.note, ''),
		CASE WHEN n.id IS NULL THEN '' WHEN n.ruling THEN 'true' ELSE 'false' END, ` + rfc3339Column(engine, "n.at") + `,
		` + rawEvidence(seal) + `,
		c.risk, CASE WHEN c.resolved_by IS NULL THEN '' ELSE (SELECT name FROM users WHERE id = c.resolved_by) END, ` + rfc3339Column(engine, "c.resolved_at") + `,
		` + overrideCell(seal) + `, o.placement, c.version, coalesce(u.email, ''), coalesce(n.exact, ''),
		CASE WHEN n.withdrawn_at IS NULL THEN '' ELSE 'w' END || CASE WHEN n.imported THEN 'i' ELSE '' END
			|| CASE WHEN n.exact = c.exact AND n.context = c.context THEN '' ELSE 'f' END, n.reviewer_id, '', ''`
}

// The marks of the facts that decide whether a verdict or a piece of evidence counts.
const (
	markWithdrawn = 'w'
	markFromFile  = 'i'
	markFormer    = 'f'
)

// The indexes of the columns that are computed here.
var (
	articleColumn       = slices.Index(models.AnnotationColumns, "article_id")
	claimColumn         = slices.Index(models.AnnotationColumns, "claim_id")
	annotationColumn    = slices.Index(models.AnnotationColumns, "annotation_id")
	reviewerColumn      = slices.Index(models.AnnotationColumns, "reviewer")
	statusColumn        = slices.Index(models.AnnotationColumns, "status")
	rulingColumn        = slices.Index(models.AnnotationColumns, "ruling")
	annotatedAtColumn   = slices.Index(models.AnnotationColumns, "annotated_at")
	evidenceColumn      = slices.Index(models.AnnotationColumns, "evidence")
	overrideColumn      = slices.Index(models.AnnotationColumns, "override")
	emailColumn         = slices.Index(models.AnnotationColumns, "reviewer_email")
	judgedColumn        = slices.Index(models.AnnotationColumns, "judged_text")
	countsColumn        = slices.Index(models.AnnotationColumns, "counts")
	whyNotColumn        = slices.Index(models.AnnotationColumns, "why_not")
	withoutSecondColumn = slices.Index(models.AnnotationColumns, "without_second_person")
	snapshotsColumn     = slices.Index(models.AnnotationColumns, "snapshots")
)

// annotationRows computes the rows of annotations.csv, claim by claim.
type annotationRows struct {
	s            *Store
	ctx          context.Context
	do           func(models.AnnotationExportRow) error
	soloLines    map[string][]byte             // head lines of articles that were signed off without a second person
	rows         []models.AnnotationExportRow  // of one claim; reused
	verdicts     []models.VerdictFacts         // the verdicts in rows
	files        map[int64]models.ImportOrigin // by article
	people       map[int64]models.User         // users who gave evidence and have no row
	pieces       []evidencePiece
	cell         []byte // reused buffers
	snapshotCell []byte
}

// writeBatch writes the rows of a batch. A batch contains all rows of a claim.
func (x *annotationRows) writeBatch(b *batch) error {
	for i, n := 0, b.rows(); i < n; {
		count := 0
		for ; i+count < n; count++ {
			if count == len(x.rows) {
				x.rows = append(x.rows, make(models.AnnotationExportRow, b.columns))
			}
			b.row(i+count, x.rows[count])
			if count > 0 && !bytes.Equal(x.rows[count][claimColumn], x.rows[0][claimColumn]) {
				break
			}
		}
		if err := x.writeClaim(x.rows[:count]); err != nil {
			return err
		}
		i += count
	}
	return nil
}

// writeClaim computes and writes the rows of a claim.
func (x *annotationRows) writeClaim(rows []models.AnnotationExportRow) error {
	x.verdicts = x.verdicts[:0]
	for _, row := range rows {
		g, err := verdictIn(row)
		if err != nil {
			return err
		}
		x.verdicts = append(x.verdicts, g)
	}
	var err error
	if x.pieces, err = parsePieces(x.pieces[:0], rows[0][evidenceColumn]); err != nil {
		return err
	}
	if err := x.fillCounts(rows); err != nil {
		return err
	}
	for i, row := range rows {
		x.cell, x.snapshotCell = x.cell[:0], x.snapshotCell[:0]
		for _, piece := range x.pieces {
			if piece.rowIndex(rows, x.verdicts) == i {
				x.cell, x.snapshotCell = piece.appendTo(x.cell), piece.appendSnapshot(x.snapshotCell)
			}
		}
		row[evidenceColumn], row[snapshotsColumn] = x.cell, x.snapshotCell
		row[overrideColumn] = isolateEntries(row[overrideColumn])
		row[withoutSecondColumn] = x.soloLines[string(row[articleColumn])]
		if err := x.do(row); err != nil {
			return err
		}
	}
	return x.writeEvidenceOnlyRows(rows)
}

// fillCounts sets which verdicts of a claim count, and why the others do not.
func (x *annotationRows) fillCounts(rows []models.AnnotationExportRow) error {
	if len(rows[0][annotationColumn]) == 0 { // a claim without annotations
		rows[0][countsColumn], rows[0][whyNotColumn] = nil, nil
		return nil
	}
	for i, lapse := range models.ComputeLapses(x.verdicts) {
		row := rows[i]
		why, err := x.whyNot(lapse, row)
		if err != nil {
			return err
		}
		row[countsColumn], row[whyNotColumn] = boolCell(lapse == models.LapseNone), why
		row[emailColumn] = originalEmail(row[emailColumn])
	}
	return nil
}

// whyNot explains why something in a row does not count.
func (x *annotationRows) whyNot(lapse models.Lapse, row models.AnnotationExportRow) ([]byte, error) {
	if lapse == models.LapseNone {
		return nil, nil
	}
	var file models.ImportOrigin
	if lapse == models.LapseFromFile {
		id, err := strconv.ParseInt(string(row[articleColumn]), 10, 64)
		if err != nil {
			return nil, err
		}
		known := false
		if file, known = x.files[id]; !known {
			if file, err = loadImportFile(x.s.readDB(x.ctx), id); err != nil {
				return nil, err
			}
			x.files[id] = file
		}
	}
	return []byte(lapse.WhyNot(file).String()), nil
}

// writeEvidenceOnlyRows writes a row for each user who gave evidence, but has no row for the same words.
func (x *annotationRows) writeEvidenceOnlyRows(rows []models.AnnotationExportRow) error {
	var done []evidencePiece
	for i, piece := range x.pieces {
		if piece.rowIndex(rows, x.verdicts) >= 0 || slices.ContainsFunc(done, piece.sameRow) {
			continue
		}
		done = append(done, piece)
		x.cell, x.snapshotCell = x.cell[:0], x.snapshotCell[:0]
		for _, p := range x.pieces[i:] {
			if p.sameRow(piece) && p.rowIndex(rows, x.verdicts) < 0 {
				x.cell, x.snapshotCell = p.appendTo(x.cell), p.appendSnapshot(x.snapshotCell)
			}
		}
		if err := x.writeEvidenceOnlyRow(rows[0], piece); err != nil {
			return err
		}
	}
	return nil
}

// writeEvidenceOnlyRow writes the row of one such user.
func (x *annotationRows) writeEvidenceOnlyRow(claim models.AnnotationExportRow, piece evidencePiece) error {
	who, known := x.people[piece.by]
	if !known && piece.by != 0 {
		if err := x.s.readDB(x.ctx).Table("users").Select("id, name, email").Where("id = ?", piece.by).Scan(&who).Error; err != nil {
			return fmt.Errorf("reading who gave evidence: %w", err)
		}
		x.people[piece.by] = who
	}
	row := slices.Clone(claim)
	for column := annotationColumn; column <= annotatedAtColumn; column++ {
		row[column] = nil
	}
	lapse := piece.lapse()
	why, err := x.whyNot(lapse, row)
	if err != nil {
		return err
	}
	row[reviewerColumn], row[emailColumn], row[evidenceColumn] = []byte(who.Name), originalEmail([]byte(who.Email)), x.cell
	row[judgedColumn], row[countsColumn], row[whyNotColumn], row[snapshotsColumn] = piece.exact, boolCell(
		lapse == models.LapseNone,
	), why, x.snapshotCell
	return x.do(row)
}

// verdictIn parses the facts that decide whether the verdict in a row counts.
func verdictIn(row models.AnnotationExportRow) (models.VerdictFacts, error) {
	var g models.VerdictFacts
	if len(row[annotationColumn]) == 0 {
		return g, nil
	}
	var err error
	if g.ID, err = strconv.ParseInt(string(row[annotationColumn]), 10, 64); err != nil {
		return g, fmt.Errorf("reading an annotation to export: %w", err)
	}
	if g.ReviewerID, err = strconv.ParseInt(string(row[whyNotColumn]), 10, 64); err != nil {
		return g, fmt.Errorf("reading who annotated, to export: %w", err)
	}
	g.Status, g.Ruling = models.Status(row[statusColumn]), len(row[rulingColumn]) == len("true")
	g.Withdrawn, g.FromFile, g.OnFormerWords = hasMark(
		row[countsColumn],
		markWithdrawn,
	), hasMark(
		row[countsColumn],
		markFromFile,
	), hasMark(
		row[countsColumn],
		markFormer,
	)
	return g, nil
}

func hasMark(marks []byte, mark byte) bool { return bytes.IndexByte(marks, mark) >= 0 }

// originalEmail returns a user's real address, also for a placeholder account of an import.
func originalEmail(email []byte) []byte {
	if !bytes.HasSuffix(email, []byte(".invalid")) {
		return email
	}
	return []byte(models.OriginalEmail(string(email)))
}
