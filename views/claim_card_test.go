package views

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"linecheck/models"
)

// newClaimCard is a sentence with one claim, on which two reviewers disagree.
func newClaimCard() SentenceView {
	me, other := int64(1), int64(2)
	claim := models.ClaimCard{
		Claim: models.Claim{
			ID:         31,
			Kind:       "number",
			Status:     models.Disputed,
			Disagree:   true,
			Resolution: models.Unresolved,
			Version:    4,
			CreatedBy:  &me,
		},
		ByName:     "Nadia",
		Occurrence: models.Occurrence{Exact: "more than 70 ports", End: 18},
	}
	claim.Annotations = []models.NamedAnnotation{
		{Annotation: models.Annotation{ID: 1, ReviewerID: me, Status: models.Unverified, Note: "first <b>look</b>"}, Name: "Nadia"},
		{Annotation: models.Annotation{ID: 2, ReviewerID: me, Status: models.Sourced}, Name: "Nadia", Live: true},
		{
			Annotation: models.Annotation{
				ID:         3,
				ReviewerID: other,
				Status:     models.Disputed,
				Note:       "The ministry says 50.",
				At:         time.Unix(0, 0),
			},
			Name: "Omid",
			Live: true,
		},
	}
	claim.Evidence = []models.VisibleEvidence{
		models.CitedEvidence{
			Evidence: models.Evidence{ID: 9, Class: models.Primary, Stance: models.Supports, Quote: "seventy", CreatedBy: &me},
			Source: models.Source{
				Title: "Statement",
				URL:   "javascript:alert(1)",
				Kind:  "web page",
			},
			ByName: "Nadia",
		}.VisibleTo(
			models.Reader{UserID: me, Desks: []models.DeskRole{{Role: models.Reviewer}}},
		),
	}
	v := SentenceView{Me: me, May: Rights{Check: true}}
	v.Article = models.Article{
		ID:       7,
		Title:    "Ports",
		Language: "en",
		Counts:   models.Counts{Sentences: 3, SentencesOpen: 1, Claims: 1, ClaimsDisputed: 1, ClaimsDisagree: 1, SentencesUnread: 2},
	}
	v.Desk.Secondaries = 2
	v.Sentence = models.PageSentence{Sentence: models.Sentence{ID: 102, Ordinal: 2, Text: "more than 70 ports"}, State: models.Open}
	v.Claims = []models.ClaimCard{claim}
	return v
}

func TestCardShowsVerdictsAndReviewers(t *testing.T) {
	document := renderDocument(t, Cards(newClaimCard()))
	if got := document.Find("#claim31 .facts .status").First().Text(); got != "! Disputed" {
		t.Errorf("the claim's status reads %q", got)
	}
	if got := document.Find(".said-one.past .note").Text(); got != "first <b>look</b>" {
		t.Errorf("the replaced annotation's note reads %q", got)
	}
	if got := document.Find(".seg [aria-pressed=true]").AttrOr("value", ""); got != "sourced" {
		t.Errorf("the reader's own verdict shows as %q, want sourced", got)
	}
	if got := document.Find("input[name=version]").AttrOr("value", ""); got != "4" {
		t.Errorf("the form carries version %q, want the one that was read", got)
	}
	if href := document.Find(".source a").AttrOr("href", ""); strings.HasPrefix(href, "javascript") {
		t.Errorf("a source's address can run: %s", href)
	}
	if n := document.Find(`form[action="/annotations/2/withdraw"]`).Length(); n != 1 {
		t.Errorf("%d forms withdraw the reader's own annotation, want 1", n)
	}
	if n := document.Find(`form[action="/annotations/3/withdraw"]`).Length(); n != 0 {
		t.Error("a reviewer is offered to withdraw somebody else's annotation")
	}
}

func TestRefusedFormKeepsInput(t *testing.T) {
	v := newClaimCard()
	typed := url.Values{
		"status":         {"sourced"},
		"note":           {"\n  a note\r\nof two lines"},
		"evidence-title": {`"Ports" & <others>`},
		"evidence-url":   {"ftp://x"},
		"evidence-quote": {
			"word for word",
		},
		"evidence-locator":   {"p. 3"},
		"evidence-publisher": {"P"},
		"evidence-class":     {"secondary"},
		"evidence-stance":    {"context"},
		"evidence-kind":      {"data"},
	}
	v.FormState = FormState{
		Form:   AnnotationForm(31),
		Values: typed,
		Errors: models.ValidationErrors{{Field: "evidence-url", Detail: "Please give an address."}},
	}
	document := renderDocument(t, Cards(v))
	for name, want := range map[string]string{"evidence-title": typed.Get("evidence-title"), "evidence-url": "ftp://x", "evidence-locator": "p. 3", "evidence-publisher": "P"} {
		if got := document.Find("input[name="+name+"]").AttrOr("value", ""); got != want {
			t.Errorf("%s came back as %q, want %q", name, got, want)
		}
	}
	if got := document.Find("textarea[name=note]").Text(); got != typed.Get("note") {
		t.Errorf("the note came back as %q", got)
	}
	for name, want := range map[string]string{"evidence-class": "secondary", "evidence-stance": "context", "evidence-kind": "data"} {
		if got := document.Find("[name="+name+"][checked], select[name="+name+"] option[selected]").AttrOr("value", ""); got != want {
			t.Errorf("%s came back as %q, want %q", name, got, want)
		}
	}
	address := document.Find("input[name=evidence-url]")
	if said := document.Find("#" + address.AttrOr("aria-describedby", "none")).Text(); said != "Please give an address." ||
		address.AttrOr("aria-invalid", "") != "true" {
		t.Errorf("the address is described by %q", said)
	}
	if target := document.Find("#refusal a").AttrOr("href", "#none"); document.Find(target).AttrOr("name", "") != "evidence-url" {
		t.Errorf("the summary leads to %s", target)
	}
	if _, open := document.Find("form.tag details").Attr("open"); !open {
		t.Error("the refused fields are folded away")
	}
}

func TestConflictShowsBothVersions(t *testing.T) {
	v := newClaimCard()
	v.FormState = FormState{Form: AnnotationForm(31), Values: url.Values{"status": {"unverified"}, "note": {"mine"}}, Conflict: true}
	document := renderDocument(t, Cards(v))
	both := document.Find(".versions").Text()
	if !strings.Contains(both, "The ministry says 50.") || !strings.Contains(both, "mine") || !strings.Contains(both, "? Unverified") {
		t.Errorf("the conflict shows %q", both)
	}
	if got := document.Find("textarea[name=note]").Text(); got != "mine" {
		t.Errorf("the form holds %q, want what was typed", got)
	}
	if got := document.Find("input[name=version]").AttrOr("value", ""); got != "4" {
		t.Errorf("the form carries version %q, want the current one, so that saving again goes through", got)
	}
}

func TestUncheckedIsNotUnverified(t *testing.T) {
	for _, s := range models.ClaimStatuses {
		for _, other := range models.ClaimStatuses {
			if s != other && (StatusSymbol(s) == StatusSymbol(other) || StatusLabel(t.Context(), s) == StatusLabel(t.Context(), other)) {
				t.Errorf("%s and %s look the same", s, other)
			}
		}
	}
	tallies := renderDocument(t, Tallies(newClaimCard().Article, models.GateState{}, nil)).Find("dl").Text()
	if !strings.Contains(tallies, "Unchecked") || !strings.Contains(tallies, "Unverified") {
		t.Errorf("the tallies read %q", tallies)
	}
}
