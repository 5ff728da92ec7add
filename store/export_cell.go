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

// Some cells join several entries, such as the pieces of evidence for a claim. A reader splits them at entrySeparator. Typed text
// can have these
// characters too, so a backslash comes before each sign in it that could be taken for the cell's own:
// docs/reference/formats.md promises the escape.
const (
	entrySeparator   = " | "
	nameSpecials     = `\|`                    // in a list of names or reasons
	evidenceSpecials = "\\|\"<>\r\n"           // in an entry of evidence, where an address and a quote have marks of their own
	locatorSpecials  = evidenceSpecials + "()" // in a locator, and in a title that stands alone and could be taken for one
)

// escapedName is an SQL expression for a name or a reason in a joined cell. The backslash comes first: others get one of their own
// after it.
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

// rawEvidence selects the evidence for a claim (as c): of each piece the annotation that it came with, who gave it, what decides
// whether it counts, its class and
// stance, then title, address, quote, locator and the words that it was given for, each after its length in bytes and a colon. To
// escape in SQL would take a
// sixth of an export's time.
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

// snapshotOfEvidence selects what is kept of the source (as x) of a piece of evidence (as e): where its newest snapshot comes from,
// and whether
// the quote is in it. Of a confidential source it says nothing.
const snapshotOfEvidence = `CASE WHEN x.confidential THEN '?' ELSE coalesce((SELECT k.origin || ':' || coalesce(q.answer, '') FROM snapshots k
	LEFT JOIN quote_answers q ON q.evidence_id = e.id AND q.snapshot_id = k.id WHERE k.source_id = x.id ORDER BY k.id DESC LIMIT 1), '-') END`

// evidencePiece is a piece of evidence for a claim, as it is read.
type evidencePiece struct {
	annotation int64  // that it came with; 0: none
	by         int64  // who gave it; 0: nobody knows
	marks      []byte // what decides whether it counts
	snapshot   []byte // what snapshotOfEvidence says
	head       []byte // class and stance
	parts      [4][]byte
	exact      []byte // the words that it was given for
}

// evidenceParts are what stands around the title, the address, the quote and the locator of a piece of evidence, and the signs that
// are escaped in each.
// A part that is empty is left out. Quotation marks in a quote stay as they are: its end is the last one of the entry.
var evidenceParts = [4]struct{ before, after, specials string }{
	{"", "", evidenceSpecials},
	{" <", ">", evidenceSpecials},
	{` "`, `"`, nameSpecials},
	{" (", ")", locatorSpecials},
}

// parsePieces adds the pieces of evidence of a raw cell to a list.
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

// appendTo adds the piece to a cell, as docs/reference/formats.md promises it.
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

// appendSnapshot adds what is kept of the piece's source to a cell, as docs/reference/formats.md promises it.
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

// rowIndex is the row of its claim in which it stands: that of the annotation with which it was given, else the newest of who gave
// it, on the same words. Where
// nobody has said anything of the claim, that is the claim's own row. It is -1 where there is no such row.
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

// sameRow reports whether two pieces that stand in no row of an annotation stand in one together.
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

// isolateEntries keeps the reasons of overrides in a cell from reordering each other.
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

// isolateDirection is typed text that cannot reorder the cell's own words.
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

// lineBreakLetters are the letters that stand for line breaks after a backslash: an entry is one line.
var lineBreakLetters = map[byte]byte{'\n': 'n', '\r': 'r'}

// appendEscaped adds typed text with a backslash before each of the signs.
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

// overrideCell selects the reasons for which a claim (as c) is sourced on less than the policy asks for, each with who gave it.
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

// reviewersCell selects the names of whose verdicts on a claim (as c) are on its words as they stand.
func reviewersCell(seal blindView) string {
	return `coalesce((SELECT string_agg(` + escapedName("name") + `, '` + entrySeparator + `' ORDER BY name)
		FROM (SELECT DISTINCT u.name FROM ` + seal.annotations() + ` AS n JOIN users u ON u.id = n.reviewer_id WHERE n.claim_id = c.id AND ` + verdictCounts + `) names), '')`
}

// sentenceReadersQuery are those whose read marks on a sentence (as s, its track as t) count, and when each made one last. Who made
// a claim in it or annotated one has not
// said that they read it.
const sentenceReadersQuery = `SELECT u.id, u.name, max(x.at) AS at FROM readings x JOIN users u ON u.id = x.reader_id
	WHERE x.track_id = t.id AND ` + markCounts + ` GROUP BY u.id, u.name`

// readByCells select who has read a sentence (as s, its track as t), and when, in the same order.
func readByCells(engine string) string {
	list := func(entry string) string {
		return `coalesce((SELECT string_agg(` + entry + `, '` + entrySeparator + `' ORDER BY w.at, w.id) FROM (` + sentenceReadersQuery + `) w), '')`
	}
	return list(escapedName("w.name")) + `, ` + list(rfc3339Column(engine, "w.at"))
}
