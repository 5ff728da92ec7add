package read

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"path"
	"regexp"
	"strings"
)

// zipKinds are the kinds of file that are zip archives, by a part that only they have.
var zipKinds = []struct{ part, looks string }{
	{"word/document.xml", wordKind},
	{"ppt/presentation.xml", "a PowerPoint presentation"},
	{"xl/workbook.xml", "an Excel workbook"},
	{"xl/workbook.bin", "an Excel workbook"},
	{"visio/document.xml", "a Visio drawing"},
	{"index/document.iwa", "an Apple Pages, Numbers or Keynote document"},
	{"meta-inf/manifest.mf", "a Java program"},
	{"androidmanifest.xml", "an Android program"},
}

// mimeKinds are the kinds of file that are zip archives, by the media type that they contain.
var mimeKinds = map[string]string{
	odtType:  odtKind,
	epubType: epubKind,
	"application/vnd.oasis.opendocument.text-template": odtKind,
	"application/vnd.oasis.opendocument.spreadsheet":   "an OpenDocument spreadsheet",
	"application/vnd.oasis.opendocument.presentation":  "an OpenDocument presentation",
	"application/vnd.oasis.opendocument.graphics":      "an OpenDocument drawing",
}

const (
	wordKind = "a Word document"
	odtKind  = "an OpenDocument text"
	epubKind = "an e-book"
	zipKind  = "a ZIP archive"
)

// kind returns the kind of the archive, judged by its parts and by its file "mimetype".
func (a *archive) kind() string {
	if r, err := a.part("mimetype"); err == nil {
		kind, _ := io.ReadAll(io.LimitReader(r, 200))
		if looks := mimeKinds[strings.TrimSpace(string(bytes.TrimPrefix(kind, utf8BOM)))]; looks != "" {
			return looks
		}
	}
	for _, k := range zipKinds {
		if a.has(k.part) {
			return k.looks
		}
	}
	switch {
	case a.has("[Content_Types].xml") && a.hasFolder("word/"):
		return wordKind
	case a.has("META-INF/container.xml"):
		return epubKind
	case a.has("content.xml") && a.has("styles.xml"):
		return odtKind
	}
	return zipKind
}

func (a *archive) hasFolder(name string) bool {
	for part := range a.files {
		if strings.HasPrefix(part, name) {
			return true
		}
	}
	return false
}

// zipContentKind returns the kind of a zip archive.
func zipContentKind(b []byte) string {
	if bytes.Count(b, directoryEntryMagic) <= maxArchiveFiles {
		if a, err := openArchive(context.Background(), b); err == nil {
			return a.kind()
		}
	}
	// A damaged archive has no list of its parts, but their names.
	for _, k := range zipKinds[:3] {
		if bytes.Contains(b, []byte(k.part)) {
			return k.looks
		}
	}
	for kind, looks := range mimeKinds {
		if bytes.Contains(b[:min(len(b), 200)], []byte(kind)) {
			return looks
		}
	}
	return zipKind
}

// pdfSlack is how many bytes of other data readers tolerate at either end of a PDF (ISO 32000-1, annex H).
const pdfSlack = 1024

var pdfHeader = regexp.MustCompile(`%PDF-[12]\.\d`)

// looksLikePDF reports whether a file is a PDF, perhaps with other bytes before it.
func looksLikePDF(b []byte) bool {
	if bytes.HasPrefix(b, []byte(pdfMagic)) {
		return true
	}
	at := pdfHeader.FindIndex(b[:min(len(b), pdfSlack)])
	return at != nil && bytes.Contains(b[at[1]:], []byte(" obj")) && bytes.Contains(b[max(0, len(b)-pdfSlack):], []byte("%%EOF"))
}

// looksLikeFlatODT reports whether a file is an OpenDocument text in a single XML file.
func looksLikeFlatODT(b []byte) bool {
	begin := b[:min(len(b), maxSniffBytes)]
	return bytes.Contains(begin, []byte("<office:document")) && bytes.Contains(begin, []byte(odtType))
}

// sourceKinds are kinds of files that are text, but no prose, by the ends of their names.
var sourceKinds = map[string]string{
	".json": "JSON data", ".jsonl": "JSON data", ".ndjson": "JSON data", ".geojson": "JSON data", ".ipynb": "a Jupyter notebook",
	".xml": "an XML file",
	".csv": "a table", ".tsv": "a table", ".yaml": "a YAML file", ".yml": "a YAML file", ".toml": "a TOML file", ".ini": "a settings file",
	".py": "program code", ".js": "program code", ".mjs": "program code", ".ts": "program code", ".go": "program code", ".java": "program " +
		"code",
	".c": "program code", ".h": "program code", ".cpp": "program code", ".cs": "program code", ".rb": "program code", ".php": "program " +
		"code", ".rs": "program code",
	".sh": "program code", ".sql": "program code", ".css": "a style sheet", ".scss": "a style sheet", ".tex": "a LaTeX document",
	".bib": "a BibTeX file",
	".svg": "a drawing", ".ics": "a calendar", ".vcf": "an address card", ".ps": "a PostScript file", ".ass": "subtitles of a kind that " +
		"is not read",
	".ssa": "subtitles of a kind that is not read", ".rst": "reStructuredText", ".adoc": "AsciiDoc", ".log": "",
}

// sourceKind returns the kind of a text file that contains no prose, such as source code, or "". The content takes precedence over the
// name.
func sourceKind(name, s string) string {
	s = strings.TrimSpace(strings.TrimPrefix(s, "\uFEFF"))
	begins := func(marks ...string) bool {
		for _, mark := range marks {
			if strings.HasPrefix(s, mark) {
				return true
			}
		}
		return false
	}
	switch {
	case isJSON(s):
		return "JSON data"
	case begins("<?php"), begins("#!/"):
		return "program code"
	case begins("<?xml"), begins("<svg", "<rss", "<feed "):
		return "an XML file"
	case begins("%!PS"):
		return "a PostScript file"
	case begins("\\documentclass"):
		return "a LaTeX document"
	case begins("[Script Info]"):
		return "subtitles of a kind that is not read"
	case begins("BEGIN:VCALENDAR"):
		return "a calendar"
	case begins("BEGIN:VCARD"):
		return "an address card"
	case begins("From ") && looksLikeMailbox(s):
		return "a mailbox with several mails"
	}
	return sourceKinds[strings.ToLower(path.Ext(name))]
}

// isJSON reports whether a text is an object or a list of JSON, or a line of them after another (JSON Lines).
func isJSON(s string) bool {
	if s == "" || s[0] != '{' && s[0] != '[' {
		return false
	}
	decoder := json.NewDecoder(strings.NewReader(s))
	n := 0
	for ; n < 3; n++ {
		var value json.RawMessage
		if err := decoder.Decode(&value); err != nil {
			return n > 0 && err == io.EOF
		}
		if v := bytes.TrimSpace(value); len(v) == 0 || v[0] != '{' && v[0] != '[' {
			return false
		}
	}
	return true
}

var mailboxStart = regexp.MustCompile(`^From \S+ .*\d{4}\r?\n[A-Za-z-]+: `)

func looksLikeMailbox(s string) bool { return mailboxStart.MatchString(s) }
