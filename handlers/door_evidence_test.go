package handlers_test

import (
	"fmt"
	"html"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"

	"linecheck/handlers/sitetest"
	"linecheck/models"
)

// evidenceFields returns evidence as form values and as a JSON object.
func evidenceFields(n models.NewEvidence) (url.Values, map[string]any) {
	form, body := url.Values{}, map[string]any{}
	for name, value := range map[string]string{
		"title": n.Title, "url": n.URL, "publisher": n.Publisher, "from": n.From, "contact": n.Contact, "kind": n.Kind, "class": n.Class,
		"stance": n.Stance, "quote": n.Quote, "locator": n.Locator, "accessed": n.AccessedOn,
	} {
		form.Set("evidence-"+name, value)
		if name == "accessed" {
			name = "accessed_on"
		}
		if value != "" {
			body[name] = value
		}
	}
	if n.Confidential {
		form.Set("evidence-confidential", "1")
		body["confidential"] = true
	}
	return form, body
}

// giveVerdictWithEvidence adds a verdict with at most one piece of evidence, and returns the response.
func (d *doorDesk) giveVerdictWithEvidence(
	token string,
	claim int64,
	status, note string,
	given *models.NewEvidence,
	want int,
) sitetest.Reply {
	d.t.Helper()
	version := d.do(d.editor, "GET", fmt.Sprintf("/claims/%d", claim), "", 200).Version
	form, body := url.Values{}, map[string]any{"status": status, "note": note, "version": version}
	if given != nil {
		var entry map[string]any
		form, entry = evidenceFields(*given)
		body["evidence"] = []any{entry}
	}
	form.Set("status", status)
	form.Set("note", note)
	form.Set("version", strconv.Itoa(version))
	at := fmt.Sprintf("/claims/%d/annotations", claim)
	return d.send(token, at, form, "POST", at, sitetest.JSON(d.t, body), want)
}

// giveEvidence adds evidence without a verdict, which only pages offer.
func (d *doorDesk) giveEvidence(token string, claim int64, given models.NewEvidence) {
	d.t.Helper()
	form, _ := evidenceFields(given)
	form.Set("version", strconv.Itoa(d.do(d.editor, "GET", fmt.Sprintf("/claims/%d", claim), "", 200).Version))
	if got := d.postForm(token, fmt.Sprintf("/claims/%d/evidence", claim), form); got.StatusCode != http.StatusSeeOther {
		d.t.Fatalf("giving evidence: %d %s", got.StatusCode, sitetest.VisibleText(mainOf(d.t, got)))
	}
}

// importRefusal returns why the preview of a file with one verdict rejects it.
func (d *doorDesk) importRefusal(claim int64, status, note, evidence string) string {
	d.t.Helper()
	file := fmt.Sprintf("claim_id,status,note,evidence\n%d,%s,%q,%q\n", claim, status, note, strings.ReplaceAll(evidence, `"`, ""))
	v := d.pagesAs(d.reviewer)
	preview := v.Upload(d.article+"/annotations/previews", nil, "annotations.csv", []byte(file)).Document(d.t, http.StatusOK)
	return previewRows(preview, "Refused")
}

// evidenceCell is evidence as a cell of a file, and whether a cell can express it.
func evidenceCell(n *models.NewEvidence) (string, bool) {
	if n == nil {
		return "", true
	}
	cell := fmt.Sprintf("%s %s %s: %s", n.Class, n.Stance, n.Kind, n.Title)
	for _, part := range []struct{ before, content, after string }{{" <", n.URL, ">"}, {` "`, n.Quote, `"`}, {" (", n.Locator, ")"}} {
		if part.content != "" {
			cell += part.before + part.content + part.after
		}
	}
	beyond := n.Publisher + n.From + n.Contact + n.AccessedOn + n.Source
	return cell, beyond == "" && n.Class != "" && n.Title != "" && n.Quote == ""
}

// refusedVerdict is an invalid verdict with its error message.
type refusedVerdict struct {
	name, status, note string
	evidence           *models.NewEvidence
	message            string
}

// newEvidence is primary evidence from a source of this kind.
func newEvidence(kind string, change func(*models.NewEvidence)) *models.NewEvidence {
	n := models.NewEvidence{Title: "Archive", Kind: kind, Class: "primary", Stance: "supports"}
	if change != nil {
		change(&n)
	}
	return &n
}

const (
	asksForAddress = "Please give the address of the web page, or choose another kind of source."
	asksForPage    = "Please say where in the document it is: a page or a paragraph, such as p. 12 or para 3."
	asksForClass   = "Please say whether the source is primary or secondary for this claim."
)

// incompleteEvidence lists evidence with a missing field.
var incompleteEvidence = []refusedVerdict{
	{"a title alone", "sourced", "", newEvidence("", nil), asksForAddress},
	{"a web page without an address", "sourced", "", newEvidence("web page", nil), asksForAddress},
	{"a document without a page", "sourced", "", newEvidence("document", nil), asksForPage},
	{"a document with a page that is none", "sourced", "", newEvidence("document", func(n *models.NewEvidence) { n.Locator = "see tape" }),
		"Please say where in the source it is: a page or a paragraph, such as p. 12 or para 3."},
	{"a recording without a time", "sourced", "", newEvidence("recording", nil),
		"Please say where in the recording it is: a time, such as 1:02:30 or 12:30."},
	{"data without a row", "sourced", "", newEvidence("data", nil),
		"Please say where in the data it is: a table, sheet, row or page, such as table 2, row 14."},
	{"a person without a contact", "sourced", "", newEvidence("person", func(n *models.NewEvidence) { n.AccessedOn = "2026-01-02" }),
		"Please say how to reach this person again: a telephone number or an address."},
	{"a person without a day", "sourced", "", newEvidence("person", func(n *models.NewEvidence) { n.Contact = "ana@x.example" }),
		"Please give the day on which this person said it."},
	{"a confidential person without a contact", "sourced", "", newEvidence("person", func(n *models.NewEvidence) {
		n.AccessedOn, n.Confidential = "2026-01-02", true
	}), "Please say how to reach this person again: a telephone number or an address."},
	{
		"an observation without a day",
		"sourced",
		"",
		newEvidence("own observation", func(n *models.NewEvidence) { n.Quote = "I saw it closed." }),
		"Please give the day on which you saw it.",
	},
	{
		"an observation without a note",
		"sourced",
		"",
		newEvidence("own observation", func(n *models.NewEvidence) { n.AccessedOn = "2026-01-02" }),
		"Please say in a sentence what you saw, where the words of a source go.",
	},
	{"an observation in a word", "sourced", "", newEvidence("own observation", func(n *models.NewEvidence) {
		n.AccessedOn, n.Quote = "2026-01-02", "Closed."
	}), "Please say in a sentence what you saw, where the words of a source go."},
	{"contradicting evidence with a title alone", "disputed", "", newEvidence("", func(n *models.NewEvidence) { n.Stance = "contradicts" }),
		asksForAddress},
	{"a disputed claim with a note and a title alone", "disputed", "It is 13.", newEvidence("document", nil), asksForPage},
}

// unreadableEvidence lists evidence with an invalid field.
var unreadableEvidence = []refusedVerdict{
	{"no class", "sourced", "", newEvidence("document", func(n *models.NewEvidence) { n.Class, n.Locator = "", "p. 1" }), asksForClass},
	{
		"context without a class",
		"sourced",
		"",
		newEvidence("", func(n *models.NewEvidence) { n.Class, n.Stance = "", "context" }),
		asksForClass,
	},
	{
		"another class",
		"sourced",
		"",
		newEvidence("document", func(n *models.NewEvidence) { n.Class, n.Locator = "best", "p. 1" }),
		asksForClass,
	},
	{"another kind", "sourced", "", newEvidence("rumour", func(n *models.NewEvidence) { n.URL = "daily.example/1" }),
		"Please choose one of the listed values."},
	{"another stance", "sourced", "", newEvidence("", func(n *models.NewEvidence) { n.URL, n.Stance = "daily.example/1", "proves" }),
		"Please choose one of the listed values."},
	{
		"no title",
		"sourced",
		"",
		newEvidence("", func(n *models.NewEvidence) { n.Title, n.URL = "", "daily.example/1" }),
		"Please name the source.",
	},
	{"a title that cannot be read", "sourced", "", newEvidence("", func(n *models.NewEvidence) { n.Title, n.URL = "—", "daily.example/1" }),
		"Please name the source."},
	{"a day that is none", "sourced", "", newEvidence("", func(n *models.NewEvidence) { n.URL, n.AccessedOn = "daily.example/1", "soon" }),
		"Please give the day as year-month-day, such as 2026-11-22."},
	{"a day to come", "sourced", "", newEvidence("", func(n *models.NewEvidence) { n.URL, n.AccessedOn = "daily.example/1", "2999-01-01" }),
		"That day has not come yet."},
	{"context alone", "sourced", "", newEvidence("", func(n *models.NewEvidence) { n.URL, n.Stance = "daily.example/1", "context" }),
		"“Sourced” needs evidence: one primary source, or 2 independent secondary sources."},
	{
		"contradicting evidence alone",
		"sourced",
		"",
		newEvidence("", func(n *models.NewEvidence) { n.URL, n.Stance = "a.example/1", "contradicts" }),
		"“Sourced” needs evidence: one primary source, or 2 independent secondary sources.",
	},
	{
		"one secondary source",
		"sourced",
		"",
		newEvidence("", func(n *models.NewEvidence) { n.URL, n.Class = "daily.example/1", "secondary" }),
		"“Sourced” needs one primary source, or 2 independent secondary sources; so far there is 1.",
	},
	{"the program", "sourced", "", newEvidence("", func(n *models.NewEvidence) { n.URL = "http://127.0.0.1:8080/claims" }),
		"The article itself, its copies and what rests on it are no evidence for it."},
}

// unfoundedVerdicts lists verdicts without the required evidence or note, which can come from a file too.
var unfoundedVerdicts = []refusedVerdict{
	{"sourced on nothing", "sourced", "", nil, "“Sourced” needs evidence: one primary source, or 2 independent secondary sources."},
	{"sourced on a note", "sourced", "I saw it.", nil, "“Sourced” needs evidence: one primary source, or 2 independent secondary sources."},
	{"unverified", "unverified", "", nil, "Please say in the note what you tried, so that others need not try it again."},
	{"unverified with a dash", "unverified", "—", nil, "Please say in the note what you tried, so that others need not try it again."},
	{"disputed", "disputed", "", nil, "Please say in the note what speaks against it, or give evidence that contradicts it."},
	{"disputed with a dash", "disputed", "—", nil, "Please say in the note what speaks against it, or give evidence that contradicts it."},
	{"no status", "unchecked", "", nil, "Please choose sourced, disputed or unverified."},
}

// Pages, API and CSV report what is missing with the same message. Nothing is saved, and no input is lost.
func TestRefusalsMatchOnEveryDoor(t *testing.T) {
	eachDoor(t, "It rained.", func(t *testing.T, d *doorDesk) {
		for name, list := range map[string][]refusedVerdict{
			"incomplete evidence": incompleteEvidence, "unreadable evidence": unreadableEvidence, "unfounded verdicts": unfoundedVerdicts,
		} {
			d.run(name, "Repairs cost 12 million.", func(t *testing.T) {
				claim := d.claim("12 million").ID
				for _, r := range list {
					d.checkRefused(claim, r)
				}
			})
		}
		d.run("evidence given before", "Repairs cost 12 million, not 13, 14 or 15.", func(t *testing.T) { d.checkRefusedOnEvidence() })
	})
}

// checkRefused expects one error and an unchanged claim.
func (d *doorDesk) checkRefused(claim int64, r refusedVerdict) {
	d.t.Helper()
	got := d.giveVerdictWithEvidence(d.reviewer, claim, r.status, r.note, r.evidence, http.StatusUnprocessableEntity)
	text := html.UnescapeString(got.Text)
	if !strings.Contains(strings.ReplaceAll(text, `\"`, `"`), r.message) {
		d.t.Errorf("%s: without %q: %s", r.name, r.message, sitetest.VisibleText(mainOf(d.t, got)))
	}
	if d.doorName == "page" && r.evidence != nil {
		page := got.Document(d.t, http.StatusUnprocessableEntity)
		for name, want := range map[string]string{"title": r.evidence.Title, "locator": r.evidence.Locator, "contact": r.evidence.Contact} {
			if value := page.Find("form.tag [name=evidence-"+name+"]").AttrOr("value", ""); value != want {
				d.t.Errorf("%s: the form has lost the %s: %q, want %q", r.name, name, value, want)
			}
		}
	}
	if cell, ok := evidenceCell(r.evidence); ok {
		if in := d.importRefusal(claim, r.status, r.note, cell); !strings.Contains(in, r.message) {
			d.t.Errorf("%s in a CSV file: %q, want %q", r.name, in, r.message)
		}
	}
	if s := d.do(d.reviewer, "GET", fmt.Sprintf("/claims/%d", claim), "", 200); s.Status != "unchecked" || len(s.Evidence) > 0 {
		d.t.Errorf("%s: the claim is %s with %d pieces of evidence", r.name, s.Status, len(s.Evidence))
	}
}

// checkRefusedOnEvidence expects errors that depend on earlier evidence, through every door.
func (d *doorDesk) checkRefusedOnEvidence() {
	d.t.Helper()
	d.editDetails(d.editor, func(f url.Values) { f.Set("url", "https://paper.example/bridge") })
	paper := func(title, address, class string) models.NewEvidence {
		return models.NewEvidence{Title: title, URL: address, Class: class}
	}
	for _, way := range []struct {
		words string
		given []models.NewEvidence
		says  string
	}{
		{"12 million", []models.NewEvidence{paper("Daily", "daily.example/1", "secondary")}, "so far there is 1."},
		{"13", []models.NewEvidence{paper("Daily", "daily.example/1", "secondary"), paper("Weekly", "daily.example/1", "secondary")},
			"“Daily” and “Weekly” are at the same address (daily.example/1), so they count as one source: add an independent one"},
		{"14", []models.NewEvidence{paper("Ours", "paper.example/bridge", "primary")}, "The article itself, its copies and what rests on it"},
		{"15", []models.NewEvidence{{Title: "Hint", Class: "primary", Stance: "context"}}, "“Sourced” needs evidence: one primary source"},
	} {
		claim := d.claim(way.words).ID
		for _, given := range way.given {
			d.giveEvidence(d.reviewer, claim, given)
		}
		got := d.giveVerdictWithEvidence(d.reviewer, claim, "sourced", "", nil, http.StatusUnprocessableEntity)
		if !strings.Contains(html.UnescapeString(got.Text), way.says) {
			d.t.Errorf("%s: without %q: %s", way.words, way.says, sitetest.VisibleText(mainOf(d.t, got)))
		}
		if in := d.importRefusal(claim, "sourced", "", ""); !strings.Contains(in, way.says) {
			d.t.Errorf("%s in a CSV file: %q", way.words, in)
		}
	}
}

// Complete evidence is accepted at once, in the shortest form.
func TestCompleteEvidenceIsAccepted(t *testing.T) {
	eachDoor(t, "It rained.", func(t *testing.T, d *doorDesk) {
		for name, given := range map[string]models.NewEvidence{
			"a title that is an address": {Title: "https://city.example/register"},
			"a web page":                 {Title: "Register", URL: "city.example/register"},
			"a document":                 {Title: "Register", Kind: "document", Locator: "p. 4"},
			"a person":                   {Title: "The mayor", Kind: "person", Contact: "mayor@city.example", AccessedOn: "2026-01-02"},
			"a confidential person":      {Title: "A clerk", Kind: "person", Contact: "by the gate", AccessedOn: "2026-01-02", Confidential: true},
			"an own observation":         {Title: "Bridge", Kind: "own observation", AccessedOn: "2026-01-02", Quote: "The bridge was closed."},
		} {
			d.run(name, "Repairs cost 12 million.", func(t *testing.T) {
				claim := d.claim("12 million").ID
				given.Class = "primary"
				d.giveVerdictWithEvidence(d.reviewer, claim, "sourced", "", &given, http.StatusCreated)
				page := d.pagesAs(d.editor).Page(d.article + "/sentences/1")
				if got := sitetest.VisibleText(page.Find(".source")); strings.Contains(got, string(models.NoQuoteText)) != (given.Quote == "") {
					t.Errorf("the card says %q", got)
				}
			})
		}
		d.run("disputed with contradicting evidence", "Repairs cost 12 million.", func(t *testing.T) {
			claim := d.claim("12 million").ID
			d.giveVerdictWithEvidence(d.reviewer, claim, "disputed", "", newEvidence("document", func(n *models.NewEvidence) {
				n.Locator, n.Stance = "p. 4", "contradicts"
			}), 201)
		})
		d.run("no class is chosen beforehand", "Repairs cost 12 million.", func(t *testing.T) {
			d.claim("12 million")
			chosen := d.pagesAs(d.reviewer).Page(d.article + "/sentences/1").Find("form.tag [name=evidence-class][checked]")
			if got := chosen.AttrOr("value", ""); got != "" {
				t.Errorf("the form has the class %q", got)
			}
		})
	})
}
