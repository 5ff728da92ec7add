package store

import (
	"bytes"
	"context"
	"fmt"
	"slices"
	"strconv"

	"linecheck/models"
)

// EachAnnotation hands on a record for every annotation that was not withdrawn and every dispute, for each claim that has none, and for evidence of
// somebody who has no such row on the words that it was given for. They come in the order of articles and of places in the text. The filter chooses the claims.
func (s *Store) EachAnnotation(ctx context.Context, r models.Reader, f models.Filter, do func(models.AnnotationRecord) error) (err error) {
	defer wrap(&err, "export annotations")
	seal, annotationsInOrder, order := sealFor(r), " AS n", "a.id, o.start_cp, o.claim_id, n.id"
	if seal.none() && s.engine.name() == "sqlite" { // which would sort the one or two of every claim, though this index has them in order
		annotationsInOrder, order = " AS n INDEXED BY annotations_by_claim", "a.id, o.start_cp, o.claim_id"
	}
	read := func(ctx context.Context, from, to int64) *batch {
		q := exportedClaims(s.reading(ctx), seal, from, to).Select(annotationColumns(s.engine.name(), seal)).
			Joins("LEFT JOIN " + seal.annotations() + annotationsInOrder + " ON n.claim_id = c.id AND (n.withdrawn_at IS NULL OR n.status = 'disputed')").
			Joins("LEFT JOIN users u ON u.id = n.reviewer_id")
		return readBatch(claimsWhere(q, r, f).Order(order), len(models.AnnotationColumns))
	}
	alone, err := s.aloneLines(ctx, r, f)
	if err != nil {
		return err
	}
	x := &annotationRows{s: s, ctx: ctx, do: do, alone: alone, files: map[int64]models.FileSaid{}, people: map[int64]models.User{}}
	return s.eachBatch(ctx, r, f, "a.claims", read, x.batch)
}

// annotationColumns selects annotations.csv's columns, in their order. A confidential source leaves as those two words only,
// for whomever: a file goes where nobody's rights are known. In the place of counts stands what decides it, in that of why_not the reviewer's id.
func annotationColumns(engine string, seal seal) string {
	return `a.id, a.title, v.number, ` + standing("s.ordinal") + `, ` + standing("s.region") + `, ` + standing("s.text") + `,
		c.id, o.exact, ` + standing("o.start_cp") + `, ` + standing("o.end_cp") + `, c.kind, c.status,
		CASE WHEN c.disagree THEN 'true' ELSE 'false' END, c.resolution, n.id, coalesce(u.name, ''), coalesce(n.status, ''), coalesce(n.note, ''),
		CASE WHEN n.id IS NULL THEN '' WHEN n.ruling THEN 'true' ELSE 'false' END, ` + rfc3339(engine, "n.at") + `,
		` + rawEvidence(seal) + `,
		c.risk, CASE WHEN c.resolved_by IS NULL THEN '' ELSE (SELECT name FROM users WHERE id = c.resolved_by) END, ` + rfc3339(engine, "c.resolved_at") + `,
		` + overrideCell(seal) + `, o.placement, c.version, coalesce(u.email, ''), coalesce(n.exact, ''),
		CASE WHEN n.withdrawn_at IS NULL THEN '' ELSE 'w' END || CASE WHEN n.imported THEN 'i' ELSE '' END
			|| CASE WHEN n.exact = c.exact AND n.context = c.context THEN '' ELSE 'f' END, n.reviewer_id, '', ''`
}

// The marks of what decides whether a verdict or a piece of evidence counts.
const (
	markWithdrawn = 'w'
	markFromFile  = 'i'
	markFormer    = 'f'
)

// The places of the columns that are filled in here.
var (
	articleColumn    = slices.Index(models.AnnotationColumns, "article_id")
	claimColumn      = slices.Index(models.AnnotationColumns, "claim_id")
	annotationColumn = slices.Index(models.AnnotationColumns, "annotation_id")
	reviewerColumn   = slices.Index(models.AnnotationColumns, "reviewer")
	statusColumn     = slices.Index(models.AnnotationColumns, "status")
	rulingColumn     = slices.Index(models.AnnotationColumns, "ruling")
	saidAtColumn     = slices.Index(models.AnnotationColumns, "annotated_at")
	evidenceColumn   = slices.Index(models.AnnotationColumns, "evidence")
	overrideColumn   = slices.Index(models.AnnotationColumns, "override")
	emailColumn      = slices.Index(models.AnnotationColumns, "reviewer_email")
	judgedColumn     = slices.Index(models.AnnotationColumns, "judged_text")
	countsColumn     = slices.Index(models.AnnotationColumns, "counts")
	whyNotColumn     = slices.Index(models.AnnotationColumns, "why_not")
	aloneColumn      = slices.Index(models.AnnotationColumns, "without_second_person")
	snapshotsColumn  = slices.Index(models.AnnotationColumns, "snapshots")
)

// annotationRows fills in the rows of annotations.csv, claim by claim.
type annotationRows struct {
	s      *Store
	ctx    context.Context
	do     func(models.AnnotationRecord) error
	alone  map[string][]byte         // heads of articles that are signed without a second person
	rows   []models.AnnotationRecord // of one claim, used again for the next
	given  []models.Given            // the verdicts in them
	files  map[int64]models.FileSaid // by article
	people map[int64]models.User     // who gave evidence and has no row
	pieces []pieceOfEvidence
	cell   []byte // the pieces of a row, and what is kept of them
	kept   []byte
}

// batch hands on the rows of a batch. All rows of a claim are in one.
func (x *annotationRows) batch(b *batch) error {
	for i, n := 0, b.rows(); i < n; {
		count := 0
		for ; i+count < n; count++ {
			if count == len(x.rows) {
				x.rows = append(x.rows, make(models.AnnotationRecord, b.columns))
			}
			b.row(i+count, x.rows[count])
			if count > 0 && !bytes.Equal(x.rows[count][claimColumn], x.rows[0][claimColumn]) {
				break
			}
		}
		if err := x.claim(x.rows[:count]); err != nil {
			return err
		}
		i += count
	}
	return nil
}

// claim fills in and hands on the rows of a claim.
func (x *annotationRows) claim(rows []models.AnnotationRecord) error {
	x.given = x.given[:0]
	for _, row := range rows {
		g, err := givenIn(row)
		if err != nil {
			return err
		}
		x.given = append(x.given, g)
	}
	var err error
	if x.pieces, err = readPieces(x.pieces[:0], rows[0][evidenceColumn]); err != nil {
		return err
	}
	if err := x.judge(rows); err != nil {
		return err
	}
	for i, row := range rows {
		x.cell, x.kept = x.cell[:0], x.kept[:0]
		for _, piece := range x.pieces {
			if piece.row(rows, x.given) == i {
				x.cell, x.kept = piece.append(x.cell), piece.appendKept(x.kept)
			}
		}
		row[evidenceColumn], row[snapshotsColumn] = x.cell, x.kept
		row[overrideColumn] = isolatedEntries(row[overrideColumn])
		row[aloneColumn] = x.alone[string(row[articleColumn])]
		if err := x.do(row); err != nil {
			return err
		}
	}
	return x.strays(rows)
}

// judge fills in which verdicts of a claim count, and why the others do not.
func (x *annotationRows) judge(rows []models.AnnotationRecord) error {
	if len(rows[0][annotationColumn]) == 0 { // nobody has said anything
		rows[0][countsColumn], rows[0][whyNotColumn] = nil, nil
		return nil
	}
	for i, lapse := range models.Lapses(x.given) {
		row := rows[i]
		why, err := x.whyNot(lapse, row)
		if err != nil {
			return err
		}
		row[countsColumn], row[whyNotColumn] = wordOf(lapse == models.Counting), why
		row[emailColumn] = ownEmail(row[emailColumn])
	}
	return nil
}

// whyNot says why something in a row does not count.
func (x *annotationRows) whyNot(lapse models.Lapse, row models.AnnotationRecord) ([]byte, error) {
	if lapse == models.Counting {
		return nil, nil
	}
	var file models.FileSaid
	if lapse == models.FromFile {
		id, err := strconv.ParseInt(string(row[articleColumn]), 10, 64)
		if err != nil {
			return nil, err
		}
		known := false
		if file, known = x.files[id]; !known {
			if file, err = fileSaid(x.s.reading(x.ctx), id); err != nil {
				return nil, err
			}
			x.files[id] = file
		}
	}
	return []byte(lapse.WhyNot(file)), nil
}

// strays hands on a row for each person who gave evidence, and has no row on the words that it was given for.
func (x *annotationRows) strays(rows []models.AnnotationRecord) error {
	var done []pieceOfEvidence
	for i, piece := range x.pieces {
		if piece.row(rows, x.given) >= 0 || slices.ContainsFunc(done, piece.sameRow) {
			continue
		}
		done = append(done, piece)
		x.cell, x.kept = x.cell[:0], x.kept[:0]
		for _, p := range x.pieces[i:] {
			if p.sameRow(piece) && p.row(rows, x.given) < 0 {
				x.cell, x.kept = p.append(x.cell), p.appendKept(x.kept)
			}
		}
		if err := x.stray(rows[0], piece); err != nil {
			return err
		}
	}
	return nil
}

// stray hands on the row of one such person.
func (x *annotationRows) stray(claim models.AnnotationRecord, piece pieceOfEvidence) error {
	who, known := x.people[piece.by]
	if !known && piece.by != 0 {
		if err := x.s.reading(x.ctx).Table("users").Select("id, name, email").Where("id = ?", piece.by).Scan(&who).Error; err != nil {
			return fmt.Errorf("reading who gave evidence: %w", err)
		}
		x.people[piece.by] = who
	}
	row := slices.Clone(claim)
	for column := annotationColumn; column <= saidAtColumn; column++ {
		row[column] = nil
	}
	lapse := piece.lapse()
	why, err := x.whyNot(lapse, row)
	if err != nil {
		return err
	}
	row[reviewerColumn], row[emailColumn], row[evidenceColumn] = []byte(who.Name), ownEmail([]byte(who.Email)), x.cell
	row[judgedColumn], row[countsColumn], row[whyNotColumn], row[snapshotsColumn] = piece.exact, wordOf(lapse == models.Counting), why, x.kept
	return x.do(row)
}

// givenIn reads what decides whether the verdict in a row counts.
func givenIn(row models.AnnotationRecord) (models.Given, error) {
	var g models.Given
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
	g.Withdrawn, g.FromFile, g.Former = marked(
		row[countsColumn],
		markWithdrawn,
	), marked(
		row[countsColumn],
		markFromFile,
	), marked(
		row[countsColumn],
		markFormer,
	)
	return g, nil
}

func marked(marks []byte, mark byte) bool { return bytes.IndexByte(marks, mark) >= 0 }

// ownEmail is somebody's own address, also of who is kept because an imported article names them.
func ownEmail(email []byte) []byte {
	if !bytes.HasSuffix(email, []byte(".invalid")) {
		return email
	}
	return []byte(models.OwnEmail(string(email)))
}
