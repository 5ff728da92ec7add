package store

import (
	"bytes"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"linecheck/models"
	"linecheck/text"
)

// Some cells contain several entries, such as the pieces of evidence for a claim, joined with entrySeparator. Typed text may contain the
// cell's separators, so each of them is escaped with a backslash. docs/reference/formats.md documents the escapes.
const (
	entrySeparator   = " | "
	nameSpecials     = `\|`                    // in a list of names or reasons
	evidenceSpecials = "\\|\"<>\r\n"           // in an entry of evidence, in which the address and the quote have delimiters
	locatorSpecials  = evidenceSpecials + "()" // in a locator, and in a title without one, which could be taken for it
)

// escapedName returns an SQL expression for a name or a reason in a joined cell. The backslash is escaped
// first, because the others add backslashes.
func escapedName(column string) string {
	for _, sign := range nameSpecials {
		column = `replace(` + column + `, '` + string(sign) + `', '\` + string(sign) + `')`
	}
	return column
}

// joinNames joins names in a cell.
func joinNames(names []string) string {
	escape := strings.NewReplacer(`\`, `\\`, `|`, `\|`)
	escaped := make([]string, len(names))
	for i, name := range names {
		escaped[i] = escape.Replace(name)
	}
	return strings.Join(escaped, entrySeparator)
}

// rawEvidence selects the evidence for a claim (as c). Each piece has its annotation, its giver, the facts that decide whether it counts,
// its class and its stance. Then follow title, address, quote, locator and the claim's words, each after its length in bytes and a colon.
// The lengths avoid escaping in SQL, which would take a sixth of an export's time.
func rawEvidence(seal blindView) string {
	part := func(column string) string { return `octet_length(` + column + `) || ':' || ` + column }
	return `coalesce((SELECT string_agg(coalesce(e.annotation_id, 0) || ' ' || coalesce(e.created_by, 0) || CASE WHEN e.imported THEN ' i' ELSE ' ' END
			|| CASE WHEN e.exact = c.exact THEN ' ' ELSE 'f ' END || ` + snapshotOfEvidence + ` || ' '
			|| e.class || ' ' || e.stance || ': ' || CASE WHEN x.confidential
			THEN '` + strconv.Itoa(
		len(models.ConfidentialSource),
	) + `:` + models.ConfidentialSource + `0:0:0:'
			ELSE ` + part(
		"x.title",
	) + ` || ` + part(
		"x.url",
	) + ` || ` + part(
		"e.quote",
	) + ` || ` + part(
		"e.locator",
	) + ` END || ` + part(
		"e.exact",
	) + `, '' ORDER BY e.id)
		FROM ` + seal.evidence() + ` AS e JOIN sources x ON x.id = e.source_id WHERE e.claim_id = c.id AND e.withdrawn_at IS NULL), '')`
}

// snapshotOfEvidence selects the origin of the newest snapshot of the source (as x) of a piece of evidence
// (as e), and whether it contains the quote. For a confidential source it selects '?'.
const snapshotOfEvidence = `CASE WHEN x.confidential THEN '?' ELSE coalesce((SELECT k.origin || ':' || coalesce(q.answer, '') FROM snapshots k
	LEFT JOIN quote_answers q ON q.evidence_id = e.id AND q.snapshot_id = k.id WHERE k.source_id = x.id ORDER BY k.id DESC LIMIT 1), '-') END`

// evidencePiece is a parsed piece of evidence for a claim.
type evidencePiece struct {
	annotation int64  // with which it was given; 0: none
	by         int64  // the user who gave it; 0: unknown
	marks      []byte // the facts that decide whether it counts
	snapshot   []byte // the result of snapshotOfEvidence
	head       []byte // class and stance
	parts      [4][]byte
	exact      []byte // the claim's words that it was given for
}

// evidenceParts are the delimiters around the title, the address, the quote and the locator of a piece of
// evidence, and the characters to escape in each. Empty parts are left out. Quotation marks in a quote are
// not escaped: the last one of the entry ends it.
var evidenceParts = [4]struct{ before, after, specials string }{
	{"", "", evidenceSpecials},
	{" <", ">", evidenceSpecials},
	{` "`, `"`, nameSpecials},
	{" (", ")", locatorSpecials},
}

// parsePieces parses a raw cell and appends its pieces of evidence to a list.
func parsePieces(list []evidencePiece, raw []byte) ([]evidencePiece, error) {
	for len(raw) > 0 {
		var p evidencePiece
		var err error
		if p.annotation, raw, err = parseID(raw); err != nil {
			return list, err
		}
		if p.by, raw, err = parseID(raw); err != nil {
			return list, err
		}
		p.marks, raw, _ = bytes.Cut(raw, []byte(" "))
		p.snapshot, raw, _ = bytes.Cut(raw, []byte(" "))
		head := bytes.Index(raw, []byte(": "))
		if head < 0 {
			return list, errors.New("reading evidence to export: an entry has no class and stance")
		}
		p.head, raw = raw[:head+2], raw[head+2:]
		for i := range p.parts {
			if p.parts[i], raw, err = parsePart(raw); err != nil {
				return list, err
			}
		}
		if p.exact, raw, err = parsePart(raw); err != nil {
			return list, err
		}
		list = append(list, p)
	}
	return list, nil
}

func parseID(raw []byte) (int64, []byte, error) {
	digits, rest, _ := bytes.Cut(raw, []byte(" "))
	id, err := strconv.ParseInt(string(digits), 10, 64)
	if err != nil {
		return 0, nil, fmt.Errorf("reading evidence to export: an entry has the id %q", digits)
	}
	return id, rest, nil
}

func parsePart(raw []byte) (part, rest []byte, err error) {
	digits, rest, _ := bytes.Cut(raw, []byte(":"))
	length, err := strconv.Atoi(string(digits))
	if err != nil || length < 0 || length > len(rest) {
		return nil, nil, fmt.Errorf("reading evidence to export: an entry has the length %q", digits)
	}
	return rest[:length], rest[length:], nil
}

// appendTo appends the piece to a cell in the format of docs/reference/formats.md.
func (p evidencePiece) appendTo(cell []byte) []byte {
	if len(cell) > 0 {
		cell = append(cell, entrySeparator...)
	}
	cell = append(cell, p.head...)
	alone := len(p.parts[1])+len(p.parts[2])+len(p.parts[3]) == 0
	for i, around := range evidenceParts {
		if len(p.parts[i]) > 0 {
			if i == 0 && alone {
				around.specials = locatorSpecials
			}
			cell = append(cell, around.before...)
			cell = appendEscaped(cell, isolateDirection(p.parts[i]), around.specials)
			cell = append(cell, around.after...)
		}
	}
	return cell
}

// appendSnapshot appends the snapshot of the piece's source to a cell in the format of
// docs/reference/formats.md.
func (p evidencePiece) appendSnapshot(cell []byte) []byte {
	if len(cell) > 0 {
		cell = append(cell, entrySeparator...)
	}
	origin, answer, _ := bytes.Cut(p.snapshot, []byte(":"))
	switch {
	case string(origin) == "?":
		return append(cell, models.ConfidentialSource...)
	case string(origin) == "-":
		return append(cell, models.QuoteNoSnapshot...)
	case len(answer) == 0:
		return append(cell, origin...)
	}
	return append(append(append(cell, origin...), ", quote "...), answer...)
}

// rowIndex returns the index of the claim's row in which the piece of evidence is exported. That is the row
// of its annotation. Evidence without one is in the row of its giver's newest annotation on the same words,
// or in the claim's only row if nobody has annotated the claim. -1 means that no row has it.
func (p evidencePiece) rowIndex(rows []models.AnnotationExportRow, given []models.VerdictFacts) int {
	at := -1
	if len(rows[0][annotationColumn]) == 0 {
		if p.lapse() == models.LapseNone {
			at = 0
		}
		return at
	}
	for i, g := range given {
		if g.ID == p.annotation {
			return i
		}
		if g.ReviewerID == p.by && !g.Withdrawn && g.FromFile == hasMark(p.marks, markFromFile) &&
			bytes.Equal(rows[i][judgedColumn], p.exact) {
			at = i
		}
	}
	return at
}

// sameRow reports whether two pieces without an annotation row belong in the same row.
func (p evidencePiece) sameRow(o evidencePiece) bool {
	return p.by == o.by && bytes.Equal(p.exact, o.exact) && bytes.Equal(p.marks, o.marks)
}

func (p evidencePiece) lapse() models.Lapse {
	switch {
	case hasMark(p.marks, markFromFile):
		return models.LapseFromFile
	case hasMark(p.marks, markFormer):
		return models.LapseFormerWords
	}
	return models.LapseNone
}

// isolateEntries isolates the overrides' reasons in a cell, so that they do not reorder each other.
func isolateEntries(cell []byte) []byte {
	if len(cell) == 0 {
		return cell
	}
	entries := bytes.Split(cell, []byte(entrySeparator))
	for i, entry := range entries {
		entries[i] = isolateDirection(entry)
	}
	return bytes.Join(entries, []byte(entrySeparator))
}

// isolateDirection isolates typed text, so that it cannot reorder the cell's own text.
func isolateDirection(typed []byte) []byte {
	if bytes.IndexByte(typed, 0xE2) < 0 && bytes.IndexByte(typed, 0xD8) < 0 { // the first bytes of all bidirectional controls
		return typed
	}
	lines := strings.Split(string(typed), "\n")
	for i, line := range lines {
		lines[i] = text.Isolate(line)
	}
	return []byte(strings.Join(lines, "\n"))
}

// lineBreakLetters are the letters that replace line breaks after a backslash, because an entry is one line.
var lineBreakLetters = map[byte]byte{'\n': 'n', '\r': 'r'}

// appendEscaped appends typed text with a backslash before each special character.
func appendEscaped(buf, typed []byte, signs string) []byte {
	for {
		i := bytes.IndexAny(typed, signs)
		if i < 0 {
			return append(buf, typed...)
		}
		sign := typed[i]
		if letter := lineBreakLetters[sign]; letter != 0 {
			sign = letter
		}
		buf = append(append(buf, typed[:i]...), '\\', sign)
		typed = typed[i+1:]
	}
}

// overrideCell selects the reasons for which an editor accepted a claim (as c) as sourced, each with the
// editor's name.
func overrideCell(seal blindView) string {
	return `CASE WHEN c.status = 'sourced' THEN coalesce((SELECT string_agg(` + escapedName(
		"p.reason",
	) + ` || ' – ' || ` + escapedName(
		"q.name",
	) + `,
			'` + entrySeparator + `' ORDER BY p.id)
		FROM overrides p JOIN users q ON q.id = p.user_id JOIN ` + seal.annotations() + ` AS m ON m.id = p.annotation_id
			AND m.withdrawn_at IS NULL AND NOT m.imported AND m.exact = c.exact AND m.context = c.context
		WHERE p.claim_id = c.id AND p.gate_code = 'evidence'), '') ELSE '' END`
}

// reviewersCell selects the names of the reviewers whose verdicts are on a claim's (as c) current words.
func reviewersCell(seal blindView) string {
	return `coalesce((SELECT string_agg(` + escapedName("name") + `, '` + entrySeparator + `' ORDER BY name)
		FROM (SELECT DISTINCT u.name FROM ` + seal.annotations() + ` AS n JOIN users u ON u.id = n.reviewer_id WHERE n.claim_id = c.id AND ` + verdictCounts + `) names), '')`
}

// sentenceReadersQuery selects the users whose read marks on a sentence (as s, its track as t) count, with
// the time of the newest. Making or annotating a claim is not a read mark.
const sentenceReadersQuery = `SELECT u.id, u.name, max(x.at) AS at FROM readings x JOIN users u ON u.id = x.reader_id
	WHERE x.track_id = t.id AND ` + markCounts + ` GROUP BY u.id, u.name`

// readByCells selects the users who read a sentence (as s, its track as t), and the times, in the same order.
func readByCells(engine string) string {
	list := func(entry string) string {
		return `coalesce((SELECT string_agg(` + entry + `, '` + entrySeparator + `' ORDER BY w.at, w.id) FROM (` + sentenceReadersQuery + `) w), '')`
	}
	return list(escapedName("w.name")) + `, ` + list(rfc3339Column(engine, "w.at"))
}
