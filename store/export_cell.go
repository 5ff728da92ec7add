package store

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"linecheck/models"
	"linecheck/text"
)

// Some cells join several entries, such as the pieces of evidence for a claim. A reader splits them at entrySeparator. Typed text can have these
// characters too, so a backslash comes before each sign in it that could be taken for the cell's own: docs/formats.md promises the escape.
const (
	entrySeparator = " | "
	nameSigns      = `\|`    // in a list of names or reasons
	evidenceSigns  = `\|"<>` // in an entry of evidence, where an address and a quote have marks of their own
)

// escapedName is an SQL expression for a name or a reason in a joined cell. The backslash comes first: others get one of their own after it.
func escapedName(column string) string {
	for _, sign := range nameSigns {
		column = `replace(` + column + `, '` + string(sign) + `', '\` + string(sign) + `')`
	}
	return column
}

// joinedNames joins names in a cell.
func joinedNames(names []string) string {
	escape := strings.NewReplacer(`\`, `\\`, `|`, `\|`)
	escaped := make([]string, len(names))
	for i, name := range names {
		escaped[i] = escape.Replace(name)
	}
	return strings.Join(escaped, entrySeparator)
}

// rawEvidence selects the evidence for a claim (as c): of each piece its class and stance, then title, address, quote and locator, each after its
// length in bytes and a colon. evidenceCells makes a cell of it: to escape in SQL would take a sixth of an export's time.
func rawEvidence(seal seal) string {
	part := func(column string) string { return `octet_length(` + column + `) || ':' || ` + column }
	return `coalesce((SELECT string_agg(e.class || ' ' || e.stance || ': ' || CASE WHEN x.confidential
			THEN '` + strconv.Itoa(len(models.ConfidentialSource)) + `:` + models.ConfidentialSource + `0:0:0:'
			ELSE ` + part("x.title") + ` || ` + part("x.url") + ` || ` + part("e.quote") + ` || ` + part("e.locator") + ` END, '' ORDER BY e.id)
		FROM ` + seal.evidence() + ` AS e JOIN sources x ON x.id = e.source_id WHERE e.claim_id = c.id AND e.withdrawn_at IS NULL), '')`
}

// evidenceCells hands on records whose column of evidence is as docs/formats.md promises it, and whose reasons of overrides do not reorder each other.
func evidenceCells(do func(models.AnnotationRecord) error) func(models.AnnotationRecord) error {
	column, override := slices.Index(models.AnnotationColumns, "evidence"), slices.Index(models.AnnotationColumns, "override")
	var cell []byte
	return func(row models.AnnotationRecord) error {
		if len(row[column]) > 0 {
			var err error
			if cell, err = appendEvidence(cell[:0], row[column]); err != nil {
				return err
			}
			row[column] = cell
		}
		if len(row[override]) > 0 {
			entries := bytes.Split(row[override], []byte(entrySeparator))
			for i, entry := range entries {
				entries[i] = isolated(entry)
			}
			row[override] = bytes.Join(entries, []byte(entrySeparator))
		}
		return do(row)
	}
}

// evidenceParts are what stands around the title, the address, the quote and the locator of a piece of evidence, and the signs that are escaped in each.
// A part that is empty is left out. Quotation marks in a quote stay as they are: its end is the last one of the entry.
var evidenceParts = [4]struct{ before, after, signs string }{
	{"", "", evidenceSigns},
	{" <", ">", evidenceSigns},
	{` "`, `"`, nameSigns},
	{" (", ")", evidenceSigns},
}

// appendEvidence adds the entries of a cell to buf.
func appendEvidence(buf, raw []byte) ([]byte, error) {
	for first := true; len(raw) > 0; first = false {
		head := bytes.Index(raw, []byte(": "))
		if head < 0 {
			return buf, errors.New("reading evidence to export: an entry has no class and stance")
		}
		if !first {
			buf = append(buf, entrySeparator...)
		}
		buf, raw = append(buf, raw[:head+2]...), raw[head+2:]
		for _, part := range evidenceParts {
			digits, rest, _ := bytes.Cut(raw, []byte(":"))
			length, err := strconv.Atoi(string(digits))
			if err != nil || length < 0 || length > len(rest) {
				return buf, fmt.Errorf("reading evidence to export: an entry has the length %q", digits)
			}
			if length > 0 {
				buf = append(buf, part.before...)
				buf = appendEscaped(buf, isolated(rest[:length]), part.signs)
				buf = append(buf, part.after...)
			}
			raw = rest[length:]
		}
	}
	return buf, nil
}

// isolated is typed text that cannot reorder the cell's own words.
func isolated(typed []byte) []byte {
	if bytes.IndexByte(typed, 0xE2) < 0 && bytes.IndexByte(typed, 0xD8) < 0 { // the first bytes of all bidirectional controls
		return typed
	}
	lines := strings.Split(string(typed), "\n")
	for i, line := range lines {
		lines[i] = text.Isolate(line)
	}
	return []byte(strings.Join(lines, "\n"))
}

// appendEscaped adds typed text with a backslash before each of the signs.
func appendEscaped(buf, typed []byte, signs string) []byte {
	for {
		i := bytes.IndexAny(typed, signs)
		if i < 0 {
			return append(buf, typed...)
		}
		buf = append(append(buf, typed[:i]...), '\\', typed[i])
		typed = typed[i+1:]
	}
}

// overrideCell selects the reasons for which a claim (as c) is sourced on less than the policy asks for, each with who gave it.
func overrideCell(seal seal) string {
	return `CASE WHEN c.status = 'sourced' THEN coalesce((SELECT string_agg(` + escapedName("p.reason") + ` || ' – ' || ` + escapedName("q.name") + `,
			'` + entrySeparator + `' ORDER BY p.id)
		FROM overrides p JOIN users q ON q.id = p.user_id JOIN ` + seal.annotations() + ` AS m ON m.id = p.annotation_id AND m.withdrawn_at IS NULL
		WHERE p.claim_id = c.id AND p.gate_code = 'evidence'), '') ELSE '' END`
}

// reviewersCell selects the names of who annotated a claim (as c).
func reviewersCell(seal seal) string {
	return `coalesce((SELECT string_agg(` + escapedName("name") + `, '` + entrySeparator + `' ORDER BY name)
		FROM (SELECT DISTINCT u.name FROM ` + seal.annotations() + ` AS n JOIN users u ON u.id = n.reviewer_id WHERE n.claim_id = c.id AND n.withdrawn_at IS NULL) names), '')`
}

// readMarks are those who have marked a sentence (its track as t) as read since its words are as they are, and when each did so last. Who made a claim in it
// or annotated one has not said that they read it.
const readMarks = `SELECT u.id, u.name, max(x.at) AS at FROM readings x JOIN users u ON u.id = x.reader_id
	WHERE x.track_id = t.id AND x.withdrawn_at IS NULL AND x.revision_id >= t.since_revision_id GROUP BY u.id, u.name`

// readByCells select who has read a sentence (its track as t), and when, in the same order.
func readByCells(engine string) string {
	list := func(entry string) string {
		return `coalesce((SELECT string_agg(` + entry + `, '` + entrySeparator + `' ORDER BY w.at, w.id) FROM (` + readMarks + `) w), '')`
	}
	return list(escapedName("w.name")) + `, ` + list(rfc3339(engine, "w.at"))
}
