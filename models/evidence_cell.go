package models

import (
	"cmp"
	"strings"
)

// SplitCell returns the entries of a cell that joins several with " | ", still escaped. A backslash before a
// character takes it literally. docs/reference/formats.md documents the format.
func SplitCell(cell string) []string {
	var entries []string
	start := 0
	for i := 0; i < len(cell); i++ {
		switch {
		case cell[i] == '\\':
			i++
		case strings.HasPrefix(cell[i:], " | "):
			entries = append(entries, cell[start:i])
			i += len(" | ") - 1
			start = i + 1
		}
	}
	entries = append(entries, cell[start:])
	for i, entry := range entries {
		entries[i] = strings.TrimSpace(entry)
	}
	return compactEntries(entries)
}

func compactEntries(entries []string) []string {
	kept := entries[:0]
	for _, entry := range entries {
		if entry != "" {
			kept = append(kept, entry)
		}
	}
	return kept
}

// NormalizeEntry returns an entry of a cell in the form in which equal entries are equal
// even after a spreadsheet changed line ends or Unicode forms.
func NormalizeEntry(entry string) string {
	return strings.TrimSpace(normalizeLineEnds(strings.NewReplacer("\u2068", "", "\u2069", "").Replace(entry)))
}

// ParseEvidenceEntry parses an entry of the column evidence: `class stance kind: title <address> "quote" (locator)`. Only class and title
// are needed: the stance is the one that fits the verdict, the kind a web page, and the title the address. Check validates the result.
func ParseEvidenceEntry(entry string, verdict string) NewEvidence {
	head, rest, found := strings.Cut(entry, ":")
	if !found {
		head, rest = "", entry
	}
	given := NewEvidence{Stance: string(stanceOf(verdict))}
	words := strings.Fields(strings.ToLower(head))
	if len(words) > 0 {
		given.Class, words = words[0], words[1:]
	}
	if len(words) > 0 {
		if _, err := ParseStance(words[0]); err == nil {
			given.Stance, words = words[0], words[1:]
		}
	}
	given.Kind = strings.Join(words, " ")
	rest = strings.TrimSpace(rest)
	rest, given.Locator = cutEnclosed(rest, " (", ')', lastUnescaped)
	rest, given.Quote = cutEnclosed(rest, ` "`, '"', firstUnescaped)
	rest, given.URL = cutEnclosed(rest, " <", '>', firstUnescaped)
	given.Title = cmp.Or(unescapeEntry(rest), given.URL)
	return given
}

func stanceOf(verdict string) Stance {
	if verdict == string(Disputed) {
		return Contradicts
	}
	return Supports
}

// cutEnclosed cuts a part off the end of an entry: from opening, as found by find, to the final character. It returns the entry as it
// was if it does not end with such a part.
func cutEnclosed(entry, opening string, final byte, find func(entry, sign string) int) (rest, part string) {
	if len(entry) < 2 || entry[len(entry)-1] != final || isEscaped(entry, len(entry)-1) {
		return entry, ""
	}
	padded := " " + entry[:len(entry)-1] // the part may be the whole entry
	at := find(padded, opening)
	if at < 0 {
		return entry, ""
	}
	return strings.TrimSpace(padded[:at]), unescapeEntry(padded[at+len(opening):])
}

func firstUnescaped(entry, sign string) int {
	for from := 0; ; {
		at := strings.Index(entry[from:], sign)
		if at < 0 || !isEscaped(entry, from+at) {
			return max(at+from, at)
		}
		from += at + 1
	}
}

func lastUnescaped(entry, sign string) int {
	for {
		at := strings.LastIndex(entry, sign)
		if at < 0 || !isEscaped(entry, at) {
			return at
		}
		entry = entry[:at+len(sign)-1]
	}
}

// isEscaped reports whether an odd number of backslashes precedes a byte.
func isEscaped(s string, at int) bool {
	n := 0
	for at-n > 0 && s[at-n-1] == '\\' {
		n++
	}
	return n%2 == 1
}

// unescapeEntry undoes the escapes of a part.
func unescapeEntry(s string) string {
	if !strings.ContainsRune(s, '\\') {
		return s
	}
	var out strings.Builder
	for i := 0; i < len(s); i++ {
		if s[i] != '\\' || i+1 == len(s) {
			out.WriteByte(s[i])
			continue
		}
		switch i++; s[i] {
		case 'n':
			out.WriteByte('\n')
		case 'r':
			out.WriteByte('\r')
		default:
			out.WriteByte(s[i])
		}
	}
	return out.String()
}
