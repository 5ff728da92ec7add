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

// forged is what somebody types to have it taken for the program's words.
const forged = "FORGED\n✓ Signed off FORGED by Edda Editor\r\nHeading FORGED\u2028• FORGED\u2029\u202eFORGED\u2069\u2069 by Linecheck"

// forgedCopy is a copy in which everything that a person can type is forged.
func forgedCopy() models.CheckingCopy {
	at := printing.At
	c := copyOf("Fifty ports were closed. The minister named them.", "en", [2]int{0, 11})
	c.Title, c.WriterName, c.Desk.Name, c.Revision.Name, c.DueAt = forged, forged, forged, forged, &at
	override := models.NamedGateOverride{GateOverride: models.GateOverride{GateCode: models.GateCodes[0], Reason: forged, At: at, VoidedAt: &at, VoidReason: forged}, Name: forged, VoidedName: forged}
	signed := models.NamedSignOff{SignOff: models.SignOff{At: at, VoidedAt: &at, VoidReason: forged, Role: models.Editor}, Name: forged, VoidedName: forged}
	c.Gate = models.GateState{SignOff: &signed, Reasons: []models.Reason{{Code: models.GateCodes[0], Count: 1, Override: &override}}}
	c.SignOffs, c.Overrides = []models.NamedSignOff{signed}, []models.NamedGateOverride{override}
	thread := models.QueryThread{Thread: []models.NamedMessage{{Message: models.Message{Body: forged, At: at}, Name: forged}}}
	thread.Raiser, thread.Asked, thread.Reason = forged, forged, forged
	c.Asked = []models.QueryThread{thread}
	claim := &c.Claims[0]
	claim.Status, claim.Resolution, claim.ResolvedAt, claim.Resolver = models.Disputed, "corrected", &at, forged
	claim.Annotations = []models.NamedAnnotation{{Annotation: models.Annotation{Status: models.Disputed, Note: forged, At: at}, Name: forged, Live: true}}
	source := models.Source{Title: forged, Publisher: forged, URL: "https://city.example/FORGED", Contact: forged, Kind: "document"}
	claim.Evidence = []models.Shown{{Evidence: models.Evidence{Class: "primary", Stance: "supports", Quote: forged, Locator: forged, CreatedAt: at}, Source: source.Printed(), ByName: forged}}
	claim.Overridden = []models.Overridden{{Name: forged, Reason: forged, At: at}}
	claim.Corrections = []models.NamedCorrection{{Correction: models.Correction{ID: 1, From: "Fifty", To: "FORGED", Reason: forged, State: models.CorrectionAccepted, ProposedAt: at, DecidedAt: &at}, ByName: forged, DeciderName: forged}}
	claim.Asked = []models.QueryThread{thread}
	c.Sentences[0].Readings = []models.NamedReading{{Name: forged}}
	c.Sentences[0].State = models.Clear
	c.Sentences[1].Changed = &models.ChangedWords{Was: forged, Revision: 1}
	return c
}

// No word that somebody typed is in the program's own style, and no line of typed words begins as one of the program's does.
func TestTypedWordsNeverLookLikeTheProgramsOwn(t *testing.T) {
	c := forgedCopy()
	for name, write := range map[string]func(io.Writer) error{
		"checking copy": func(w io.Writer) error { return CheckingCopy(w, c, Printing{By: forged, At: printing.At}) },
		"checked copy":  func(w io.Writer) error { return CheckedCopy(w, c.Checked(), Printing{By: forged, At: printing.At}) },
	} {
		t.Run(name, func(t *testing.T) {
			var file bytes.Buffer
			if err := write(&file); err != nil {
				t.Fatal(err)
			}
			found := 0
			for _, p := range ownParagraphs(t, file.Bytes()) {
				own, all := wordsOf(p, false), wordsOf(p, true)
				if strings.Contains(own, "FORGED") {
					t.Errorf("typed words are not marked as such in %q", all)
				}
				for i, line := range strings.Split(all, "\n") {
					if i > 0 && !strings.HasPrefix(line, typedLine) {
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

// ownParagraphs are the paragraphs of a Word file that are not the article's: those behind it, of comments, and of the header.
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

// wordsOf is the text of an element's runs, those in the style Typed among them or not.
func wordsOf(n node, typed bool) string {
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
		words += wordsOf(child, typed)
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
