package handlers_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/text/unicode/norm"

	"linecheck/handlers/sitetest"
	"linecheck/models"
)

// addQuotedEvidence gives the verdict sourced with evidence that quotes a source.
func (d *doorDesk) addQuotedEvidence(token string, claim int64, quote string) {
	d.t.Helper()
	version := d.do(d.editor, "GET", fmt.Sprintf("/claims/%d", claim), "", 200).Version
	at := fmt.Sprintf("/claims/%d/annotations", claim)
	fields := url.Values{"status": {"sourced"}, "version": {strconv.Itoa(version)}, "evidence-title": {"Budget"},
		"evidence-url":   {"https://city.example/budget"},
		"evidence-class": {"primary"}, "evidence-stance": {"supports"}, "evidence-quote": {quote}}
	body := fmt.Sprintf(`{"status":"sourced","version":%d,"evidence":[{"title":"Budget","url":"https://city.example/budget",
		"class":"primary","stance":"supports","quote":%s}]}`, version, jsonEscape(d.t, quote))
	d.send(token, at, fields, "POST", at, body, 201)
}

// quoteAnswers asks the API about each piece of evidence of a claim: whether its quote is in the snapshot of its source, and where
// the snapshot is from.
func (d *doorDesk) quoteAnswers(claim int64) string {
	d.t.Helper()
	got := d.call(apiCall{token: d.reviewer, method: "GET", path: fmt.Sprintf("/claims/%d", claim)})
	var is struct {
		Evidence []struct {
			Answer   string `json:"quote_in_snapshot"`
			Snapshot struct{ Origin string }
		}
	}
	d.must(json.Unmarshal([]byte(got.Text), &is))
	var list []string
	for _, e := range is.Evidence {
		list = append(list, strings.TrimSpace(e.Answer+" "+e.Snapshot.Origin))
	}
	return strings.Join(list, ", ")
}

// checkShownEverywhere checks that all places that show the evidence contain the words, or that none does.
func (d *doorDesk) checkShownEverywhere(words string, want bool) {
	d.t.Helper()
	v := d.pagesAs(d.editor)
	for _, address := range []string{d.article + "/sentences/1", d.article + "/print"} {
		if got := strings.Contains(sitetest.VisibleText(v.Page(address).Find("main")), words); got != want {
			d.t.Errorf("%s says %q: %v, want %v", address, words, got, want)
		}
	}
	if got := strings.Contains(docxText(d.t, v.Get(d.article+"/print.docx")), words); got != want {
		d.t.Errorf("the Word file says %q: %v, want %v", words, got, want)
	}
}

// snapshotsColumn returns the column snapshots of the article's annotations.csv.
func (d *doorDesk) snapshotsColumn() string {
	d.t.Helper()
	var list []string
	for _, row := range sitetest.ParseCSV(d.t, []byte(d.pagesAs(d.editor).Get(d.article+"/annotations.csv").Text), models.AnnotationColumns) {
		list = append(list, row["snapshots"])
	}
	return strings.Join(list, "; ")
}

// checkMisquoted checks which claims the gate lists with quotes that are not in the snapshot, on page and
// API.
func (d *doorDesk) checkMisquoted(want ...int64) {
	d.t.Helper()
	var gate struct {
		Misquoted []int64 `json:"quotes_not_found"`
	}
	got := d.call(apiCall{token: d.editor, method: "GET", path: d.article + "/gate"})
	d.must(json.Unmarshal([]byte(got.Text), &gate))
	if fmt.Sprint(gate.Misquoted) != fmt.Sprint(want) {
		d.t.Errorf("the gate lists %v, want %v", gate.Misquoted, want)
	}
	if n := d.pagesAs(d.editor).Page(d.article + "/gate").Find("[aria-labelledby=misquoted] li").Length(); n != len(want) {
		d.t.Errorf("the gate's page lists %d claims, want %d", n, len(want))
	}
}

func (d *doorDesk) snapshot(source int64, words string) {
	d.t.Helper()
	got := d.pagesAs(d.reviewer).Upload(fmt.Sprintf("/sources/%d/snapshots", source), nil, "budget.txt", []byte(words))
	if got.StatusCode != http.StatusSeeOther {
		d.t.Fatalf("bringing a snapshot: %d %s", got.StatusCode, got.Text)
	}
}

// A quote is checked as soon as a snapshot exists, and everywhere the evidence is shown a missing quote is
// mentioned.
func TestQuotesAreLookedUpAtOnce(t *testing.T) {
	const notFound = "quote not found in the snapshot"
	eachDoor(t, "Repairs cost 12 million.", func(t *testing.T, d *doorDesk) {
		claim := d.claim("12 million").ID
		d.addQuotedEvidence(d.reviewer, claim, "The café’s first repairs cost 12 million")
		d.checkEqual("nothing is kept", d.quoteAnswers(claim), "no snapshot")
		d.checkEqual("the file", d.snapshotsColumn(), "no snapshot")
		d.checkShownEverywhere(notFound, false)
		d.checkMisquoted()

		d.snapshot(1, "Repairs cost a lot.")
		d.checkEqual("other words are kept", d.quoteAnswers(claim), "missing brought")
		d.checkEqual("the file", d.snapshotsColumn(), "brought, quote missing")
		d.checkShownEverywhere(notFound, true)
		d.checkMisquoted(claim)

		d.snapshot(1, norm.NFD.String("The café's \uFB01rst re\u00adpairs cost\n12 million."))
		d.checkEqual("its words are kept", d.quoteAnswers(claim), "there brought")
		d.checkEqual("the file", d.snapshotsColumn(), "brought, quote there")
		d.checkShownEverywhere(notFound, false)
		d.checkMisquoted()

		d.addQuotedEvidence(d.reviewer, claim, "Repairs cost 13 million")
		d.checkEqual("another quote", d.quoteAnswers(claim), "there brought, missing brought")
		d.checkMisquoted(claim)
		record := sitetest.VisibleText(d.pagesAs(d.editor).Page(d.article + "/record").Find("main"))
		if !strings.Contains(record, "quote in the snapshot: missing") {
			t.Error("the record does not say that the quote was not found")
		}
		d.verified()
	})
}

// checkEqual compares a value with the expected one.
func (d *doorDesk) checkEqual(what, got, want string) {
	d.t.Helper()
	if got != want {
		d.t.Errorf("%s: %q, want %q", what, got, want)
	}
}
