package write

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"linecheck/internal/testutil"
	"linecheck/models"
)

// flatDocument is a document as LibreOffice parsed it.
type flatDocument struct {
	commentRanges []string // the words of each comment's range, sorted by start
	commentHeads  []string // author and text of each comment, in the same order
	changes       []string // kinds of tracked changes, with their authors
	text          string   // the paragraphs, each followed by LF
}

// convertToFlat converts a Word file to flat OpenDocument with LibreOffice.
func convertToFlat(t *testing.T, file []byte) flatDocument {
	t.Helper()
	folder := testutil.LibreOffice(t)("copy.docx", file, "fodt")
	content, err := os.ReadFile(filepath.Join(folder, "copy.fodt"))
	if err != nil {
		t.Fatal(err)
	}
	return parseFlat(t, content)
}

// flatReader parses a flat document.
type flatReader struct {
	flatDocument
	open     map[string]int // open comments, by name: their index in commentRanges
	elements []string       // the open elements
}

func parseFlat(t *testing.T, content []byte) flatDocument {
	t.Helper()
	r := flatReader{open: map[string]int{}}
	decoder := xml.NewDecoder(bytes.NewReader(content))
	for {
		token, err := decoder.Token()
		if errors.Is(err, io.EOF) {
			return r.flatDocument
		}
		if err != nil {
			t.Fatal(err)
		}
		switch x := token.(type) {
		case xml.StartElement:
			r.start(x)
		case xml.EndElement:
			r.end(x.Name.Local)
		case xml.CharData:
			r.characters(string(x))
		}
	}
}

func (r *flatReader) in(element string) bool { return slices.Contains(r.elements, element) }

func (r *flatReader) start(x xml.StartElement) {
	value := func(name string) string {
		for _, a := range x.Attr {
			if a.Name.Local == name {
				return a.Value
			}
		}
		return ""
	}
	switch x.Name.Local {
	case "annotation":
		r.open[value("name")] = len(r.commentRanges)
		r.commentRanges, r.commentHeads = append(r.commentRanges, ""), append(r.commentHeads, "")
	case "annotation-end":
		delete(r.open, value("name"))
	case "s":
		n, _ := strconv.Atoi(value("c"))
		r.characters(strings.Repeat(" ", max(n, 1)))
	case "tab":
		r.characters("\t")
	case "line-break":
		r.characters("\n")
	case "insertion", "deletion":
		r.changes = append(r.changes, x.Name.Local)
	}
	r.elements = append(r.elements, x.Name.Local)
}

func (r *flatReader) end(name string) {
	r.elements = r.elements[:len(r.elements)-1]
	if (name == "p" || name == "h") && r.in("text") && !r.in("annotation") && !r.in("tracked-changes") {
		r.text += "\n"
		for _, i := range r.open {
			r.commentRanges[i] += "\n"
		}
	}
}

func (r *flatReader) characters(words string) {
	paragraph := r.in("p") || r.in("h")
	switch {
	case r.in("tracked-changes"):
		if r.elements[len(r.elements)-1] == "creator" {
			r.changes[len(r.changes)-1] += " of " + words
		}
	case r.in("annotation"):
		ours := r.elements[slices.Index(r.elements, "annotation"):]
		if last := len(r.commentHeads) - 1; slices.Contains(ours, "creator") || slices.Contains(ours, "p") {
			r.commentHeads[last] += words
		}
	case paragraph && r.in("text"):
		r.text += words
		for _, i := range r.open {
			r.commentRanges[i] += words
		}
	}
}

// LibreOffice opens both files with every comment on its words and every change tracked.
func TestLibreOfficeOpensTheCopies(t *testing.T) {
	whole := "Fifty ports closed\n\nFifty ports were closed on \"March 3\", & <nobody> said why ]]>. The minister named them:\t60 in all 🚲.\n\nپل قدیمی (Ines Okoro) در ۳ مارس بسته می\u200cشود.\n"
	at := func(words string) [2]int {
		start := utf8.RuneCountInString(whole[:strings.Index(whole, words)])
		return [2]int{start, start + utf8.RuneCountInString(words)}
	}
	words := []string{
		"Fifty ports closed",
		"\"March 3\", & <nobody>",
		"Fifty ports were closed on \"March 3\"",
		"60 in all 🚲",
		"why ]]>. The minister",
		"(Ines Okoro) در ۳ مارس",
		"named them:\t60 in all 🚲.\n\nپل",
	}
	var stretches [][2]int
	for _, w := range words {
		stretches = append(stretches, at(w), at(w)) // newCopy uses the second span as the second occurrence of a claim
	}
	c := newCopy(whole, "en", stretches...)
	for i := range c.Claims {
		c.Claims[i].Occurrences = c.Claims[i].Occurrences[:1]
	}
	decided := testPrintInfo.At
	c.Claims[1].Corrections = []models.NamedCorrection{
		{
			Correction: models.Correction{
				ID:         1,
				From:       "March 3",
				To:         "March 5",
				State:      models.CorrectionAccepted,
				ProposedAt: testPrintInfo.At,
				DecidedAt:  &decided,
			},
			ByName:      "Rana Reviewer",
			DeciderName: "Edda Editor",
		},
	}
	var file bytes.Buffer
	if err := CheckingCopy(&file, c, testPrintInfo); err != nil {
		t.Fatal(err)
	}
	got := convertToFlat(t, file.Bytes())
	if len(got.commentRanges) != len(words) {
		t.Fatalf("it found %d comments: %q", len(got.commentRanges), got.commentRanges)
	}
	found := map[string]bool{}
	for i, covered := range got.commentRanges {
		found[strings.Join(strings.Fields(covered), " ")] = true
		if !strings.HasPrefix(got.commentHeads[i], "Rana ReviewerClaim ") {
			t.Errorf("a comment begins with %q", got.commentHeads[i])
		}
	}
	for _, w := range words {
		if !found[strings.Join(strings.Fields(w), " ")] {
			t.Errorf("no comment on %q; comments are on %q", w, slices.Collect(maps.Keys(found)))
		}
	}
	for line := range strings.Lines(whole) {
		if !strings.Contains(got.text, line) {
			t.Errorf("it has not the paragraph %q", line)
		}
	}
	changed := bytes.Buffer{}
	if err := CheckedCopy(&changed, c.BuildCheckedCopy(), testPrintInfo); err != nil {
		t.Fatal(err)
	}
	got = convertToFlat(t, changed.Bytes())
	if fmt.Sprint(got.changes) != "[deletion of Rana Reviewer insertion of Rana Reviewer]" &&
		fmt.Sprint(got.changes) != "[insertion of Rana Reviewer deletion of Rana Reviewer]" ||
		len(got.commentRanges) != 1 {
		t.Errorf("changes %q, comments on %q", got.changes, got.commentRanges)
	}
}
