package handlers_test

import (
	"encoding/csv"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"linecheck/handlers/sitetest"
	"linecheck/internal/testutil"
)

// csvRows returns the rows of a CSV export of the article, each by column names.
func (d *doorDesk) csvRows(file string) (rows []map[string]string) {
	d.t.Helper()
	text := d.pagesAs(d.editor).Get(d.article + "/" + file).Text
	lines, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(text, "\ufeff"))).ReadAll()
	if err != nil {
		d.t.Fatal(err)
	}
	for _, line := range lines[1:] {
		row := map[string]string{}
		for i, name := range lines[0] {
			row[name] = line[i]
		}
		rows = append(rows, row)
	}
	return rows
}

// joinColumns joins some values of a row.
func joinColumns(row map[string]string, names ...string) string {
	var values []string
	for _, name := range names {
		values = append(values, row[name])
	}
	return strings.Join(values, " | ")
}

// Each CSV row contains the judged words, whether the verdict counts and why not, and who gave the evidence.
func TestExportsSayWhatCounts(t *testing.T) {
	eachDoor(t, "Repairs cost 12 million. It rained.", func(t *testing.T, d *doorDesk) {
		claim := d.claim("12 million").ID
		d.giveVerdict(d.second, claim, "disputed", 201)
		d.giveVerdict(d.reviewer, claim, "sourced", 201)
		d.ruleOnClaim(claim, "I read the stone.", 201)
		d.markAllRead(d.reviewer)
		said := func() (lines []string) {
			for _, row := range d.csvRows("annotations.csv") {
				lines = append(lines, joinColumns(row, "reviewer", "status", "judged_text", "counts", "why_not"))
				if proof := row["evidence"] != ""; proof != (row["reviewer"] == d.fixture.Reviewer.Name) {
					t.Errorf("the row of %s has the evidence %q", row["reviewer"], row["evidence"])
				}
			}
			return lines
		}
		testutil.Equal(t, "rows after a ruling", said(), []string{
			"Sam Second | disputed | 12 million | false | Overruled by an editor.",
			"Rana Reviewer | sourced | 12 million | true | ",
			"Edda Editor | sourced | 12 million | true | ",
		})
		d.submitDraft(d.writer, "Repairs cost 13 million. It rained.")
		testutil.Equal(t, "rows after a draft", said(), []string{
			"Sam Second | disputed | 12 million | false | Of former words.",
			"Rana Reviewer | sourced | 12 million | false | Of former words.",
			"Edda Editor | sourced | 12 million | false | Of former words.",
		})
		var read []string
		for _, row := range d.csvRows("sentences.csv") {
			read = append(read, joinColumns(row, "sentence", "region", "state", "read_by"))
		}
		testutil.Equal(t, "who read what", read, []string{
			"0 | title | clear | Rana Reviewer", "1 | body | recheck | ", "2 | body | clear | Rana Reviewer",
		})
	})
}

// Copies show overruled and withdrawn disputes, with the words they were about.
func TestCopiesPrintFormerDisputes(t *testing.T) {
	eachDoor(t, "Repairs cost 12 million. It rained in 1911.", func(t *testing.T, d *doorDesk) {
		overruled, withdrawn := d.claim("12 million").ID, d.claim("1911").ID
		d.giveVerdict(d.second, overruled, "disputed", 201)
		d.giveVerdict(d.reviewer, overruled, "sourced", 201)
		d.ruleOnClaim(overruled, "I read the stone.", 201)
		d.giveVerdict(d.second, withdrawn, "disputed", 201)
		d.undo(d.second, http.StatusSeeOther)
		d.giveVerdict(d.reviewer, withdrawn, "sourced", 201)
		d.markAllRead(d.reviewer)
		d.sign(d.editor, 201)
		copied := sitetest.VisibleText(d.pagesAs(d.editor).Page(d.article + "/print").Find(".copy-claim"))
		for _, words := range []string{"disputed Sam Second", "overruled", "withdrawn", "I read the stone."} {
			if !strings.Contains(strings.ToLower(copied), strings.ToLower(words)) {
				t.Errorf("the copy does not print %q:\n%s", words, copied)
			}
		}
	})
}

// sourceByOverride marks a claim sourced with less evidence than required, which only pages offer.
func (d *doorDesk) sourceByOverride(token string, claim int64, reason string) {
	d.t.Helper()
	version := d.do(d.editor, "GET", fmt.Sprintf("/claims/%d", claim), "", 200).Version
	fields := url.Values{"status": {"sourced"}, "override": {reason}, "version": {fmt.Sprint(version)}}
	if got := d.postForm(token, fmt.Sprintf("/claims/%d/annotations", claim), fields); got.StatusCode != http.StatusSeeOther {
		d.t.Fatalf("calling a claim sourced by override: %d %s", got.StatusCode, sitetest.VisibleText(mainOf(d.t, got)))
	}
}

// Claim reviews are exported only for signed articles, and not for claims that are sourced by override.
func TestClaimReviewsOnlyForSignedArticles(t *testing.T) {
	eachDoor(t, "Repairs cost 12 million. It rained in 1911.", func(t *testing.T, d *doorDesk) {
		proved, overridden := d.claim("12 million").ID, d.claim("1911").ID
		d.giveVerdict(d.reviewer, proved, "sourced", 201)
		d.sourceByOverride(d.editor, overridden, "I know it.")
		d.markAllRead(d.reviewer)
		reviewed := func(words string) bool {
			return strings.Contains(d.pagesAs(d.editor).Get(d.article+"/claimreview.jsonld").Text, words)
		}
		if reviewed("12 million") {
			t.Error("an article that nobody signed is reviewed")
		}
		d.sign(d.admin, 201)
		if !reviewed("12 million") || reviewed("1911") {
			t.Errorf("reviewed are the proved claim: %v, and the overridden one: %v", reviewed("12 million"), reviewed("1911"))
		}
		if figure := sitetest.VisibleText(d.pagesAs(d.editor).Page("/").Find("main")); !strings.Contains(figure, "1 sourced by override") {
			t.Errorf("the dashboard does not count what was sourced by override: %s", figure)
		}
		list := sitetest.VisibleText(d.pagesAs(d.editor).Page("/claims?override=1").Find("main"))
		if !strings.Contains(list, "1911") || strings.Contains(list, "12 million") {
			t.Errorf("the list of claims sourced by override is %s", list)
		}
	})
}
