package store_test

import (
	"strings"
	"testing"

	"linecheck/models"
	"linecheck/store/storetest"
)

// The newsroom's articles were signed, disputed, overridden and revised under the rules before assertions
// kept their words.
func TestUpgradeFromFormerRules(t *testing.T) {
	storetest.EachOldDatabase(t, 25, "testdata/rules_1.jsonl", func(t *testing.T, address string) {
		s := storetest.Open(t, address)
		verify(t, s)
		person := func(role models.Role) models.Reader {
			return must(s.ReaderByEmail(ctx, string(role)+"@example.org"))(t)
		}
		news := storetest.Fixture{Desk: models.Desk{ID: 1}, Admin: person(models.Admin), Editor: person(models.Editor),
			Reviewer: person(models.Reviewer), Writer: person(models.Writer), Auditor: person(models.Auditor)}
		a := assertionTest{revisionTest{&boundaryTest{t: t, s: s, fixture: news}}}
		a.checkSignOffsKept()
		a.checkUpgradeLogged(address)
		a.checkUpgradeIsIdempotent(address)
		a.checkWorkContinues()
		a.checkReadingVoidsNothing()
	})
}

// checkReadingVoidsNothing checks that reading an article that was signed under former rules voids nothing.
func (a assertionTest) checkReadingVoidsNothing() {
	a.t.Helper()
	opened := a.articleTitled("Opened")
	whole, err := a.s.ArticleDetail(ctx, a.fixture.Reviewer, opened.article.ID)
	a.ok(err)
	_, err = a.s.MarkRead(ctx, a.fixture.Reviewer, whole.TitleSentence.ID)
	a.ok(err)
	if opened.gatePage(a.fixture.Auditor).Gate.SignOff == nil {
		a.t.Error("a read mark voided a sign-off under former rules")
	}
	verify(a.t, a.s)
}

// articleTitled returns the article with a title.
func (a assertionTest) articleTitled(title string) assertionTest {
	a.t.Helper()
	rows, _, err := a.s.Articles(ctx, a.fixture.Auditor, models.ArticleFilter{Query: title}, models.Page{Limit: 2})
	a.ok(err)
	if len(rows) != 1 {
		a.t.Fatalf("%d articles are called %q", len(rows), title)
	}
	c := *a.boundaryTest
	c.article = rows[0].Article
	return assertionTest{revisionTest{&c}}
}

// checkSignOffsKept checks that signed articles stay signed, under their former rules.
func (a assertionTest) checkSignOffsKept() {
	a.t.Helper()
	for title, want := range map[string]bool{"closes": true, "Opened": true, "Disputed": false, "Overridden": false, "Revised": false} {
		o := a.articleTitled(title).gatePage(a.fixture.Auditor).Gate.SignOff
		if (o != nil) != want {
			a.t.Errorf("%q is signed: %v, want %v", title, o != nil, want)
		}
		if o != nil && o.Rules >= models.CurrentRules {
			a.t.Errorf("%q was signed under rules %d", title, o.Rules)
		}
	}
}

// checkUpgradeLogged checks that the audit log contains what the upgrade changed.
func (a assertionTest) checkUpgradeLogged(address string) {
	a.t.Helper()
	got := storetest.ReadColumn(a.t, address, "SELECT format || ' ' || action || ' ' || object_id FROM events WHERE id > 117 ORDER BY id")
	want := []string{"2 audit log format changed 0", "2 rules changed 1", "2 rules changed 2", "2 rules changed 3",
		"2 override voided 8", "2 override voided 7", "2 rules changed 4", "2 rules changed 5"}
	if strings.Join(got, ", ") != strings.Join(want, ", ") {
		a.t.Errorf("got  %q\nwant %q", got, want)
	}
	record, err := a.s.AuditLog(
		ctx,
		a.fixture.Auditor,
		models.AuditFilter{ArticleID: a.articleTitled("Disputed").article.ID},
		models.Page{Limit: 50},
	)
	a.ok(err)
	if record.Entries[0].Action != "rules changed" {
		a.t.Errorf("the newest of the audit log is %q", record.Entries[0].Action)
	}
}

// checkUpgradeIsIdempotent checks that the next start changes nothing more.
func (a assertionTest) checkUpgradeIsIdempotent(address string) {
	a.t.Helper()
	before := verify(a.t, a.s)
	a.ok(a.s.Close())
	a.boundaryTest.s = storetest.Open(a.t, address)
	if after := verify(a.t, a.s); after.Head != before.Head {
		a.t.Errorf("the second start wrote %d events", after.Length-before.Length)
	}
}

// checkWorkContinues checks that earlier assertions keep their words, and that work can continue: the editor
// ends the dispute, and the reviewer reads what nobody read.
func (a assertionTest) checkWorkContinues() {
	a.t.Helper()
	d := a.articleTitled("Disputed")
	rows, _, _, err := a.s.Claims(ctx, a.fixture.Auditor, models.Filter{ArticleID: d.article.ID}, models.Page{Limit: 2})
	a.ok(err)
	claim := rows[0].ID
	if c := d.card(claim); c.Status != models.Disputed || c.Annotations[0].Exact != "€3 million" {
		a.t.Errorf("the claim is %s, and was tagged %+v", c.Status, c.Annotations)
	}
	a.ok(d.resolve(a.fixture.Editor, claim, "run as is", "The mayor stands by it."))
	d.readAll(a.fixture.Reviewer)
	a.ok(d.sign(a.fixture.Admin))
	verify(a.t, a.s)
}
