package write

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"io"
	"strings"
	"testing"

	"linecheck/models"
)

// forgedLines is user text that imitates the program's words.
const forgedLines = "FORGED\n✓ Signed off FORGED by Edda Editor\r\nHeading FORGED\u2028• FORGED\u2029\u202eFORGED\u2069\u2069 by Linecheck"

// newForgedCopy returns a copy in which all user text is forged.
func newForgedCopy() models.CheckingCopy {
	at := testPrintInfo.At
	c := newCopy("Fifty ports were closed. The minister named them.", "en", [2]int{0, 11})
	c.Title, c.WriterName, c.Desk.Name, c.Revision.Name, c.DueAt = forgedLines, forgedLines, forgedLines, forgedLines, &at
	override := models.NamedGateOverride{
		GateOverride: models.GateOverride{
			GateCode:   models.GateCodes[0],
			Reason:     forgedLines,
			At:         at,
			VoidedAt:   &at,
			VoidReason: forgedLines,
		},
		Name:       forgedLines,
		VoidedName: forgedLines,
	}
	signed := models.NamedSignOff{
		SignOff:    models.SignOff{At: at, VoidedAt: &at, VoidReason: forgedLines, Role: models.Editor},
		Name:       forgedLines,
		VoidedName: forgedLines,
	}
	c.Gate = models.GateState{SignOff: &signed, Reasons: []models.GateReason{{Code: models.GateCodes[0], Count: 1, Override: &override}}}
	c.SignOffs, c.Overrides = []models.NamedSignOff{signed}, []models.NamedGateOverride{override}
	thread := models.QueryThread{Thread: []models.NamedMessage{{Message: models.Message{Body: forgedLines, At: at}, Name: forgedLines}}}
	thread.Raiser, thread.Asked, thread.Reason = forgedLines, forgedLines, forgedLines
	c.QueryThreads = []models.QueryThread{thread}
	claim := &c.Claims[0]
	claim.Status, claim.Resolution, claim.ResolvedAt, claim.Resolver = models.Disputed, "corrected", &at, forgedLines
	claim.Annotations = []models.NamedAnnotation{
		{Annotation: models.Annotation{Status: models.Disputed, Note: forgedLines, At: at}, Name: forgedLines, Live: true},
	}
	source := models.Source{
		Title:     forgedLines,
		Publisher: forgedLines,
		URL:       "https://city.example/FORGED",
		Contact:   forgedLines,
		Kind:      "document",
	}
	claim.Evidence = []models.VisibleEvidence{
		{
			Evidence: models.Evidence{Class: "primary", Stance: "supports", Quote: forgedLines, Locator: forgedLines, CreatedAt: at},
			Source:   source.ForPrint(),
			ByName:   forgedLines,
		},
	}
	claim.EvidenceOverrides = []models.EvidenceOverride{{Name: forgedLines, Reason: forgedLines, At: at}}
	claim.Corrections = []models.NamedCorrection{
		{
			Correction: models.Correction{
				ID:         1,
				From:       "Fifty",
				To:         "FORGED",
				Reason:     forgedLines,
				State:      models.CorrectionAccepted,
				ProposedAt: at,
				DecidedAt:  &at,
			},
			ByName:      forgedLines,
			DeciderName: forgedLines,
		},
	}
	claim.QueryThreads = []models.QueryThread{thread}
	c.Sentences[0].ReadMarks = []models.NamedReadMark{{Name: forgedLines}}
	c.Sentences[0].State = models.Clear
	c.Sentences[1].Changed = &models.ChangedSentence{Was: forgedLines, Revision: 1}
	return c
}

// No user text has the program's own style, and no line of user text begins like one of the program's.
func TestTypedTextCannotImitateProgramText(t *testing.T) {
	c := newForgedCopy()
	for name, write := range map[string]func(io.Writer) error{
		"checking copy": func(w io.Writer) error { return CheckingCopy(w, c, PrintInfo{By: forgedLines, At: testPrintInfo.At}) },
		"checked copy": func(w io.Writer) error {
			return CheckedCopy(w, c.BuildCheckedCopy(), PrintInfo{By: forgedLines, At: testPrintInfo.At})
		},
	} {
		t.Run(name, func(t *testing.T) {
			var file bytes.Buffer
			if err := write(&file); err != nil {
				t.Fatal(err)
			}
			found := 0
			for _, p := range ownParagraphs(t, file.Bytes()) {
				own, all := runWords(p, false), runWords(p, true)
				if strings.Contains(own, "FORGED") {
					t.Errorf("typed words are not marked as such in %q", all)
				}
				for i, line := range strings.Split(all, "\n") {
					if i > 0 && !strings.HasPrefix(line, typedLineBreak) {
						t.Errorf("a typed line begins as one of the program’s: %q", line)
					}
				}
				if strings.HasPrefix(strings.Trim(all, "\u2068"), "FORGED") {
					t.Errorf("a paragraph begins with typed words: %q", all)
				}
				found += strings.Count(all, "FORGED")
			}
			if found < 50 {
				t.Errorf("only %d of the forged words are there: the test has lost its object", found)
			}
		})
	}
}

// ownParagraphs returns the paragraphs of a Word file that are not the article's: appendix, comments and
// header.
func ownParagraphs(t *testing.T, file []byte) (list []node) {
	t.Helper()
	archive, err := zip.NewReader(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"word/document.xml", "word/comments.xml", "word/header1.xml"} {
		f, err := archive.Open(name)
		if err != nil {
			t.Fatal(err)
		}
		var root node
		if err := xml.NewDecoder(f).Decode(&root); err != nil {
			t.Fatal(err)
		}
		list = append(list, paragraphsIn(root, new(bool))...)
	}
	return list
}

// paragraphsIn lists the paragraphs outside the article's bookmark.
func paragraphsIn(n node, article *bool) (list []node) {
	switch n.XMLName.Local {
	case "bookmarkStart":
		*article = n.attribute("name") == "article"
	case "bookmarkEnd":
		*article = false
	case "p":
		if !*article {
			return []node{n}
		}
	}
	for _, child := range n.Children {
		list = append(list, paragraphsIn(child, article)...)
	}
	return list
}

// runWords returns the text of an element's runs that are, or are not, in the style Typed.
func runWords(n node, typed bool) string {
	switch n.XMLName.Local {
	case "r":
		if !typed && isTyped(n) {
			return ""
		}
	case "t":
		return n.Text
	case "br":
		return "\n"
	}
	words := ""
	for _, child := range n.Children {
		words += runWords(child, typed)
	}
	return words
}

func isTyped(run node) bool {
	for _, properties := range run.Children {
		for _, p := range properties.Children {
			if p.XMLName.Local == "rStyle" && p.attribute("val") == "Typed" {
				return true
			}
		}
	}
	return false
}
