package handlers_test

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"

	"linecheck/handlers/sitetest"
	"linecheck/internal/testutil"
	"linecheck/models"
	"linecheck/store"
	"linecheck/store/storetest"
)

// signing is the form of the sign-off as the page has it for this reader, or nil where it offers none.
func signing(v sitetest.Caller, a models.Article) url.Values {
	v.T.Helper()
	form := v.Page(sitetest.GateOf(a)).Find("form[action$=signoffs]")
	if form.Length() == 0 {
		return nil
	}
	return url.Values{
		"sha256":  {form.Find("[name=sha256]").AttrOr("value", "")},
		"changes": {form.Find("[name=changes]").AttrOr("value", "")},
	}
}

// readSigning is the same for whoever is offered no form: what a hand-made request would say.
func readSigning(t testing.TB, s *store.Store, n storetest.Fixture, a models.Article) url.Values {
	t.Helper()
	page, err := s.GatePage(context.Background(), n.Auditor, a.ID)
	if err != nil {
		t.Fatal(err)
	}
	return url.Values{"sha256": {page.Revision.SHA256}, "changes": {fmt.Sprint(page.Changes)}}
}

func sign(v sitetest.Caller, a models.Article, form url.Values) sitetest.Reply {
	v.T.Helper()
	return v.Post(fmt.Sprintf("/articles/%d/signoffs", a.ID), form)
}

// state says whether the article is signed, and how many sign-offs there ever were.
func state(v sitetest.Caller, a models.Article) (signed bool, former int) {
	v.T.Helper()
	page := v.Page(sitetest.GateOf(a))
	return strings.Contains(
			sitetest.Words(page.Find(".notice.good")),
			"Signed off by",
		), page.Find("section[aria-labelledby=former-signoffs] li").
			Length()
}

func TestASignOffIsRefusedWithItsReasons(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		n := storetest.Newsroom(t, s)
		a := sitetest.Settled(t, s, n)
		storetest.Claim(t, s, n.Second, a, "€12 million")
		editor := sitetest.Visit(t, s, n.Editor)
		if signing(editor, a) != nil {
			t.Error("the form is offered while the gate is closed")
		}
		got := sign(editor, a, readSigning(t, s, n, a))
		page := got.Read(t, http.StatusConflict)
		if said := sitetest.Words(page.Find(".error-summary")); !strings.Contains(said, "gate is closed") {
			t.Errorf("it says %q", said)
		}
		link := page.Find("#reason-open h2 a")
		if sitetest.Words(link) != "1 sentence is open" {
			t.Errorf("the reason reads %q", sitetest.Words(link))
		}
		if rows, said := editor.Listed(link.AttrOr("href", "")); rows != 1 || said != 1 {
			t.Errorf("behind it are %d sentences, said to be %d", rows, said)
		}
	})
}

func TestWhoMaySignOff(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		n := storetest.Newsroom(t, s)
		a := sitetest.Settled(t, s, n)
		form := readSigning(t, s, n, a)
		for _, c := range []struct {
			who    models.Reader
			status int
		}{{n.Reviewer, 403}, {n.Second, 403}, {n.Writer, 403}, {n.Auditor, 403}, {n.Stranger, 404}} {
			v := sitetest.Visit(t, s, c.who)
			if got := sign(v, a, form); got.StatusCode != c.status {
				t.Errorf("%s signs: %d, want %d", c.who.Name, got.StatusCode, c.status)
			}
			if got := v.Post(fmt.Sprintf("/articles/%d/overrides", a.ID), url.Values{"code": {"open"}, "all": {"1"}, "count": {"1"}, "reason": {"x"}}); got.StatusCode != c.status {
				t.Errorf("%s overrides: %d, want %d", c.who.Name, got.StatusCode, c.status)
			}
		}
		stranger := sitetest.Visit(t, s, n.Stranger)
		missing := sign(stranger, models.Article{ID: 999}, form)
		if denied := sign(stranger, a, form); anonymous(denied.Text) != anonymous(missing.Text) ||
			stranger.Get(sitetest.GateOf(a)).StatusCode != 404 {
			t.Error("another desk's article looks otherwise than none")
		}
		if got := sign(sitetest.Visit(t, s, n.Editor), a, form); got.StatusCode != http.StatusSeeOther ||
			got.Header.Get("Location") != sitetest.GateOf(a) {
			t.Fatalf("the editor signs: %d %s", got.StatusCode, got.Text)
		}
		if signed, _ := state(sitetest.Visit(t, s, n.Auditor), a); !signed {
			t.Error("it is not signed")
		}
	})
}

// anonymous is a page without what is new in every answer.
func anonymous(body string) string {
	page, err := goquery.NewDocumentFromReader(strings.NewReader(body))
	if err != nil {
		return err.Error()
	}
	return sitetest.Words(page.Find("main"))
}

// Whoever checked everything alone is told who else can look at it, and whoever wrote the words signs once others have.
func TestASignerWhoCheckedAloneIsToldWhoCan(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		n, ctx := storetest.Newsroom(t, s), context.Background()
		a := sitetest.Settled(t, s, n)
		if err := s.SetRole(ctx, n.Admin, n.Reviewer.UserID, n.Desk.ID, models.Editor); err != nil {
			t.Fatal(err)
		}
		reviewer := sitetest.Visit(t, s, n.Reviewer)
		got := sign(reviewer, a, readSigning(t, s, n, a)).Read(t, http.StatusConflict)
		if said := sitetest.Words(got.Find(".error-summary")); !strings.Contains(
			said,
			"This can be looked at by Ada Admin, Edda Editor, Sam Second.",
		) {
			t.Errorf("who checked alone is told %q, want the names of who can", said)
		}
		reason := got.Find("#reason-independence")
		if n := reason.Find(".things > li").Length(); n != 11 {
			t.Errorf("%d things are behind it, want the ten sentences and the title", n)
		}
		if reason.Find("form, input").Length() > 0 || !strings.Contains(sitetest.Words(reason), "Sam Second") {
			t.Errorf("without the desk's leave it says %q, want who can and no form", sitetest.Words(reason))
		}
		form := url.Values{"code": {"independence"}, "all": {"1"}, "count": {"11"}, "reason": {"In a hurry."}}
		if got := reviewer.Post(fmt.Sprintf("/articles/%d/overrides", a.ID), form); got.StatusCode != 422 ||
			!strings.Contains(got.Text, "Sam Second") {
			t.Errorf("an override of independence: %d, want 422 with the names of who can", got.StatusCode)
		}
		page, err := s.ArticlePage(ctx, n.Auditor, a.ID)
		if err != nil {
			t.Fatal(err)
		}
		for _, sentence := range append([]models.PageSentence{page.TitleSentence}, page.Sentences...) {
			if _, err := s.MarkRead(ctx, n.Second, sentence.ID); err != nil {
				t.Fatal(err)
			}
		}
		sitetest.Say(t, s, n.Second, models.Place{ArticleID: a.ID, Ordinal: 7, ClaimID: page.Sentences[6].Marks[0].ClaimID}, "sourced")
		if got := sign(reviewer, a, signing(reviewer, a)); got.StatusCode != http.StatusSeeOther {
			t.Errorf("with another reviewer for everything: %d", got.StatusCode)
		}
	})
}

// On a small desk one person signs alone, thing by thing, and it is printed so.
func TestASmallDeskSignsAloneAndSaysSo(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		n, ctx := storetest.Newsroom(t, s), context.Background()
		a := sitetest.Settled(t, s, n)
		if err := s.SetRole(ctx, n.Admin, n.Reviewer.UserID, n.Desk.ID, models.Editor); err != nil {
			t.Fatal(err)
		}
		if err := s.SetPolicy(ctx, n.Admin, n.Desk.ID, models.DeskPolicy{Secondaries: "2", SmallDesk: true, Version: 1}); err != nil {
			t.Fatal(err)
		}
		reviewer, address := sitetest.Visit(t, s, n.Reviewer), fmt.Sprintf("/articles/%d/overrides", a.ID)
		reason := reviewer.Page(sitetest.GateOf(a)).Find("#reason-independence")
		var things []string
		reason.Find("input[name=thing]").Each(func(_ int, box *goquery.Selection) { things = append(things, box.AttrOr("value", "")) })
		if len(things) != 11 {
			t.Fatalf("%d things can be ticked, want 11", len(things))
		}
		form := url.Values{"code": {"independence"}, "count": {"11"}, "reason": {"We are two."}}
		if got := reviewer.Post(address, form); got.StatusCode != 422 || !strings.Contains(got.Text, "Please tick") {
			t.Errorf("with nothing ticked: %d, want 422", got.StatusCode)
		}
		form["thing"] = things[:5]
		if got := reviewer.Post(address, form); got.StatusCode != 303 {
			t.Fatalf("five things: %d %s", got.StatusCode, got.Text)
		}
		reason = reviewer.Page(sitetest.GateOf(a)).Find("#reason-independence")
		if left := reason.Find("input[name=thing]").Length(); left != 6 ||
			!strings.Contains(sitetest.Words(reason.Find(".override .covers")), "covers") {
			t.Errorf("%d things are left to tick, want 6; it says %q", left, sitetest.Words(reason.Find(".override")))
		}
		form["thing"] = things[5:]
		if got := reviewer.Post(address, form); got.StatusCode != 303 {
			t.Fatalf("the other things: %d", got.StatusCode)
		}
		const alone = "Checked and signed without a second person: the title and sentences 1–10"
		if said := sitetest.Words(reviewer.Page(sitetest.GateOf(a)).Find(".sign-act .alone")); said != alone {
			t.Errorf("beside the button it says %q, want %q", said, alone)
		}
		if got := sign(reviewer, a, signing(reviewer, a)); got.StatusCode != 303 {
			t.Fatalf("signing: %d", got.StatusCode)
		}
		for _, path := range []string{sitetest.GateOf(a), fmt.Sprintf("/articles/%d", a.ID)} {
			if said := sitetest.Words(reviewer.Page(path).Find(".alone").First()); said != alone {
				t.Errorf("%s is headed %q, want %q", path, said, alone)
			}
		}
		seen := sitetest.Visit(t, s, n.Editor).Page(sitetest.GateOf(a)) // to whom, as the signer, nothing would stand in the way
		if said := sitetest.Words(seen.Find("#reason-independence .override q").First()); !strings.Contains(said, "We are two.") {
			t.Errorf("another editor sees the overrides that it was signed with as %q", said)
		}
		figure := reviewer.Page("/dashboard").Find(`[data-figure="signed without a second person"]`)
		if rows, _ := reviewer.Listed(figure.AttrOr("href", "")); sitetest.Words(figure.Find(".num")) != "1" || rows != 1 {
			t.Errorf("the dashboard shows %q, and %d articles are behind it, want 1", sitetest.Words(figure), rows)
		}
	})
}

func TestARoleThatChangesHalfWay(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		n, ctx := storetest.Newsroom(t, s), context.Background()
		a := sitetest.Settled(t, s, n)
		editor := sitetest.Visit(t, s, n.Editor)
		form := signing(editor, a)
		if form == nil {
			t.Fatal("the form is not offered")
		}
		if err := s.SetRole(ctx, n.Admin, n.Editor.UserID, n.Desk.ID, models.Reviewer); err != nil {
			t.Fatal(err)
		}
		if got := sign(editor, a, form); got.StatusCode != 403 {
			t.Errorf("an editor who is none any more signs: %d", got.StatusCode)
		}
		// What the request believed of its reader does not count either: the role is read in the transaction.
		page, err := s.GatePage(ctx, n.Auditor, a.ID)
		if err != nil {
			t.Fatal(err)
		}
		if err := s.SignOff(ctx, n.Editor, a.ID, models.Signing{SHA256: page.Revision.SHA256, Changes: page.Changes}); err == nil {
			t.Error("the reader of before could sign")
		}
	})
}

func TestTwoSignOffsAtOnce(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		n := storetest.Newsroom(t, s)
		a := sitetest.Settled(t, s, n)
		form := readSigning(t, s, n, a)
		var wg sync.WaitGroup
		answers := make([]sitetest.Reply, 2)
		for i, v := range []sitetest.Caller{sitetest.Visit(t, s, n.Editor), sitetest.Visit(t, s, n.Admin)} {
			wg.Go(func() { answers[i] = sign(v, a, form) })
		}
		wg.Wait()
		won, told := 0, 0
		for _, got := range answers {
			switch {
			case got.StatusCode == http.StatusSeeOther:
				won++
			case got.StatusCode == http.StatusConflict && strings.Contains(got.Text, "signed this article off already"):
				told++
			default:
				t.Errorf("%d: %s", got.StatusCode, got.Text)
			}
		}
		if won != 1 || told != 1 {
			t.Errorf("%d won and %d were told", won, told)
		}
	})
}

// Whatever order the two come in, no signature stands over an annotation that it did not see.
func TestAnAnnotationThatRacesTheSignOff(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		n := storetest.Newsroom(t, s)
		for range 8 {
			a := sitetest.Settled(t, s, n)
			page, err := s.SentencePage(context.Background(), n.Second, a.ID, 7)
			if err != nil || len(page.Claims) != 1 {
				t.Fatal(err, len(page.Claims))
			}
			claim := page.Claims[0].Claim
			editor, second := sitetest.Visit(t, s, n.Editor), sitetest.Visit(t, s, n.Second)
			form, doubt := signing(
				editor,
				a,
			), url.Values{
				"status":  {"disputed"},
				"note":    {"It was 1912."},
				"version": {fmt.Sprint(claim.Version)},
			}
			var signed, annotated sitetest.Reply
			var wg sync.WaitGroup
			wg.Go(func() { signed = sign(editor, a, form) })
			wg.Go(func() { annotated = second.Post(fmt.Sprintf("/claims/%d/annotations", claim.ID), doubt) })
			wg.Wait()
			if annotated.StatusCode != http.StatusSeeOther {
				t.Fatalf("the annotation: %d %s", annotated.StatusCode, annotated.Text)
			}
			stands, former := state(editor, a)
			switch {
			case stands:
				t.Error("the signature stands over an annotation that it did not see")
			case signed.StatusCode == http.StatusSeeOther && former != 1, signed.StatusCode == http.StatusConflict && former != 0,
				signed.StatusCode != http.StatusSeeOther && signed.StatusCode != http.StatusConflict:
				t.Errorf("the signature: %d, and %d were voided", signed.StatusCode, former)
			}
		}
	})
}

func TestASignOffIsOfWhatWasRead(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		n, ctx := storetest.Newsroom(t, s), context.Background()
		a := sitetest.Settled(t, s, n)
		editor := sitetest.Visit(t, s, n.Editor)
		form := signing(editor, a)
		other := url.Values{"sha256": {strings.Repeat("0", 64)}, "changes": form["changes"]}
		if got := sign(editor, a, other); got.StatusCode != 409 || !strings.Contains(got.Text, "another one than you read") {
			t.Errorf("with another text's hash: %d", got.StatusCode)
		}
		for _, bad := range []url.Values{{}, {"sha256": form["sha256"]}, {"sha256": form["sha256"], "changes": {"x"}}} {
			if got := sign(editor, a, bad); got.StatusCode != 409 {
				t.Errorf("%v: %d", bad, got.StatusCode)
			}
		}
		if err := s.EditArticle(ctx, n.Reviewer, a.ID, models.ArticleEdit{Title: "Another title", Language: "en", Version: 1}); err != nil {
			t.Fatal(err)
		}
		if got := sign(editor, a, form); got.StatusCode != 409 || !strings.Contains(got.Text, "changed since you opened") {
			t.Errorf("after a change: %d", got.StatusCode)
		}
		page, err := s.ArticlePage(ctx, n.Auditor, a.ID)
		if err == nil {
			_, err = s.MarkRead(ctx, n.Second, page.TitleSentence.ID)
		}
		if err != nil {
			t.Fatal(err)
		}
		if got := sign(editor, a, signing(editor, a)); got.StatusCode != 303 {
			t.Errorf("read again: %d", got.StatusCode)
		}
	})
}

// Every way of changing what was signed voids the signature, with the reason beside it; what changes nothing leaves it.
func TestWhatVoidsASignOff(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		n, ctx := storetest.Newsroom(t, s), context.Background()
		reviewer := sitetest.Visit(t, s, n.Reviewer)
		for _, c := range []struct {
			name   string
			change func(a models.Article, page models.SentencePage) error
			voids  bool
		}{
			{"an annotation", func(a models.Article, p models.SentencePage) error {
				_, err := s.Annotate(ctx, n.Second, p.Claims[0].Claim.ID, models.Tag{Status: "disputed", Note: "no", Version: p.Claims[0].Version})
				return err
			}, true},
			{"a claim", func(a models.Article, _ models.SentencePage) error {
				_, err := s.CreateClaim(ctx, n.Second, a.ID, models.Selection{Start: 0, End: 4, Quote: "CITY"})
				return err
			}, true},
			{"a reading taken back", func(_ models.Article, p models.SentencePage) error {
				_, err := s.UnmarkRead(ctx, n.Reviewer, p.Before[0].ID)
				return err
			}, true},
			{"a split", func(_ models.Article, p models.SentencePage) error {
				_, err := s.SplitSentenceBefore(ctx, n.Second, p.Sentence.ID, 2)
				return err
			}, true},
			{"evidence", func(_ models.Article, p models.SentencePage) error {
				_, err := s.AddEvidence(ctx, n.Second, p.Claims[0].Claim.ID, models.NewEvidence{Title: "A book", Class: "primary", Stance: "contradicts",
					Kind: "document", Locator: "p. 1"})
				return err
			}, true},
			{"details", func(a models.Article, _ models.SentencePage) error {
				return s.EditArticle(ctx, n.Reviewer, a.ID, models.ArticleEdit{Title: "Another title", Language: "en", Version: 1})
			}, true},
			{"a step undone", func(a models.Article, _ models.SentencePage) error {
				_, err := s.Undo(ctx, n.Reviewer, a.ID)
				return err
			}, true},
			{"a second reading", func(_ models.Article, p models.SentencePage) error {
				_, err := s.MarkRead(ctx, n.Second, p.Before[0].ID)
				return err
			}, false},
			{"the trash and back", func(a models.Article, _ models.SentencePage) error {
				if err := s.Trash(ctx, n.Editor, a.ID); err != nil {
					return err
				}
				return s.Restore(ctx, n.Editor, a.ID)
			}, false},
		} {
			a := sitetest.Settled(t, s, n)
			editor := sitetest.Visit(t, s, n.Editor)
			if got := sign(editor, a, signing(editor, a)); got.StatusCode != 303 {
				t.Fatalf("%s: signing: %d", c.name, got.StatusCode)
			}
			page, err := s.SentencePage(ctx, n.Reviewer, a.ID, 7)
			if err != nil {
				t.Fatal(err)
			}
			if err := c.change(a, page); err != nil {
				t.Fatalf("%s: %v", c.name, err)
			}
			stands, former := state(reviewer, a)
			if stands == c.voids || (former == 1) != c.voids {
				t.Errorf("%s: the sign-off stands: %v, and %d are voided", c.name, stands, former)
			}
			row, err := s.Article(ctx, n.Editor, a.ID)
			if err != nil || (row.State == models.Signed) == c.voids {
				t.Errorf("%s: the article's state is %s, %v", c.name, row.State, err)
			}
		}
		if v, err := s.Verify(ctx); err != nil || v.Break != "" {
			t.Errorf("verify: %v %s", err, v.Break)
		}
	})
}

func TestWithdrawingASignOff(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		n := storetest.Newsroom(t, s)
		a := sitetest.Settled(t, s, n)
		editor := sitetest.Visit(t, s, n.Editor)
		sign(editor, a, signing(editor, a))
		form := editor.Page(sitetest.GateOf(a)).Find("form[action$=withdraw]")
		address := form.AttrOr("action", "none")
		if got := sitetest.Visit(t, s, n.Reviewer).Post(address, url.Values{"void-reason": {"mine"}}); got.StatusCode != 403 {
			t.Errorf("a reviewer withdraws: %d", got.StatusCode)
		}
		if got := sitetest.Visit(t, s, n.Stranger).Post(address, url.Values{"void-reason": {"mine"}}); got.StatusCode != 404 {
			t.Errorf("a stranger withdraws: %d", got.StatusCode)
		}
		if got := editor.Post(address, url.Values{"void-reason": {" "}}); got.StatusCode != 422 {
			t.Errorf("without a reason: %d", got.StatusCode)
		}
		if got := editor.Post(address, url.Values{"void-reason": {"The mayor called."}}); got.StatusCode != 303 {
			t.Fatalf("%d %s", got.StatusCode, got.Text)
		}
		page := sitetest.Visit(t, s, n.Auditor).Page(sitetest.GateOf(a))
		if said := sitetest.Words(page.Find("section[aria-labelledby=former-signoffs]")); !strings.Contains(said, "The mayor called.") ||
			!strings.Contains(said, "Edda Editor") {
			t.Errorf("the page says %q", said)
		}
		if got := editor.Post(address, url.Values{"void-reason": {"Twice."}}); got.StatusCode != 409 {
			t.Errorf("withdrawn twice: %d", got.StatusCode)
		}
	})
}

func TestAnOverrideCoversWhatWasSeenAndNoMore(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		n := storetest.Newsroom(t, s)
		a := sitetest.Settled(t, s, n)
		storetest.Claim(t, s, n.Second, a, "€12 million")
		editor, address := sitetest.Visit(t, s, n.Editor), fmt.Sprintf("/articles/%d/overrides", a.ID)
		for _, c := range []struct {
			form   url.Values
			status int
		}{
			{url.Values{"code": {"open"}, "all": {"1"}, "count": {"1"}, "reason": {""}}, 422},
			{url.Values{"code": {"weather"}, "all": {"1"}, "count": {"1"}, "reason": {"x"}}, 422},
			{url.Values{"code": {"open"}, "all": {"1"}, "count": {"2"}, "reason": {"x"}}, 409},
			{url.Values{"code": {"unread"}, "all": {"1"}, "count": {"0"}, "reason": {"x"}}, 409},
			{url.Values{"code": {"open"}, "all": {"1"}, "count": {"1"}, "reason": {"The <b>minister</b> confirmed it on air."}}, 303},
			{url.Values{"code": {"open"}, "all": {"1"}, "count": {"1"}, "reason": {"again"}}, 409},
		} {
			if got := editor.Post(address, c.form); got.StatusCode != c.status {
				t.Errorf("%v: %d, want %d", c.form, got.StatusCode, c.status)
			}
		}
		page := sitetest.Visit(t, s, n.Reviewer).Page(sitetest.GateOf(a))
		if said := sitetest.Words(page.Find("#reason-open")); !strings.Contains(said, "The <b>minister</b> confirmed it on air.") ||
			!strings.Contains(said, "Edda Editor") {
			t.Errorf("the page says %q", said)
		}
		if got := sign(editor, a, signing(editor, a)); got.StatusCode != 303 {
			t.Fatalf("signing over the override: %d", got.StatusCode)
		}
		storetest.Claim(t, s, n.Second, a, "March 3")
		page = editor.Page(sitetest.GateOf(a))
		if said := sitetest.Words(page.Find("#reason-open")); !strings.Contains(said, "The <b>minister</b> confirmed it on air.") ||
			!strings.Contains(said, "1 of 2 overridden") {
			t.Errorf("of the override it says %q, want that it covers one of two", said)
		}
		if page.Find("form[action$=signoffs]").Length() > 0 || sitetest.Words(page.Find("#reason-open h2 a")) != "2 sentences are open" {
			t.Error("the gate is open although more is open than was overridden")
		}
		if signed, former := state(editor, a); signed || former != 1 {
			t.Errorf("signed %v, %d voided", signed, former)
		}
	})
}

func TestWithdrawingAnOverride(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		n := storetest.Newsroom(t, s)
		a := sitetest.Settled(t, s, n)
		storetest.Claim(t, s, n.Second, a, "€12 million")
		editor := sitetest.Visit(t, s, n.Editor)
		editor.Post(
			fmt.Sprintf("/articles/%d/overrides", a.ID),
			url.Values{"code": {"open"}, "all": {"1"}, "count": {"1"}, "reason": {"On air."}},
		)
		sign(editor, a, signing(editor, a))
		address := editor.Page(sitetest.GateOf(a)).Find("#reason-open form[action$=withdraw]").AttrOr("action", "none")
		for who, status := range map[*models.Reader]int{&n.Reviewer: 403, &n.Stranger: 404, &n.Admin: 303, &n.Editor: 409} {
			if status == 409 {
				continue
			}
			if got := sitetest.Visit(t, s, *who).Post(address, nil); got.StatusCode != status {
				t.Errorf("%s: %d, want %d", who.Name, got.StatusCode, status)
			}
		}
		if got := editor.Post(address, nil); got.StatusCode != 409 {
			t.Errorf("withdrawn twice: %d", got.StatusCode)
		}
		if signed, former := state(editor, a); signed || former != 1 {
			t.Errorf("the sign-off that rested on it stands: %v, %d", signed, former)
		}
	})
}

func TestTheGateAsksForASecondReaderWhereTheDeskDoes(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		n, ctx := storetest.Newsroom(t, s), context.Background()
		a := sitetest.Settled(t, s, n)
		editor := sitetest.Visit(t, s, n.Editor)
		address := fmt.Sprintf("/articles/%d", a.ID)
		if got := sitetest.Words(editor.Page(address).Find(".gate strong")); got != "✓ Ready to sign off" {
			t.Fatalf("before: %q", got)
		}
		if err := s.SetSecondReader(ctx, n.Admin, n.Desk.ID, true, false, 1); err != nil {
			t.Fatal(err)
		}
		page, err := s.ArticlePage(ctx, n.Auditor, a.ID)
		if err != nil {
			t.Fatal(err)
		}
		sitetest.Say(t, s, n.Second, models.Place{ArticleID: a.ID, Ordinal: 7, ClaimID: page.Sentences[6].Marks[0].ClaimID}, "sourced")
		all := append([]models.PageSentence{page.TitleSentence}, page.Sentences...)
		for i, sentence := range all {
			left := len(all) - i
			link := editor.Page(address).Find(".gate li a")
			want := fmt.Sprintf("%d sentences were not read by a second person", left)
			if left == 1 {
				want = "1 sentence was not read by a second person"
			}
			if got := sitetest.Words(link); got != want {
				t.Fatalf("the box says %q, want %q", got, want)
			}
			if rows, said := editor.Listed(link.AttrOr("href", "")); rows != left || said != left {
				t.Fatalf("behind %q are %d sentences, said to be %d", sitetest.Words(link), rows, said)
			}
			if got := sign(editor, a, readSigning(t, s, n, a)); got.StatusCode != 409 {
				t.Fatalf("signed with %d to read: %d", left, got.StatusCode)
			}
			if _, err := s.MarkRead(ctx, n.Second, sentence.ID); err != nil {
				t.Fatal(err)
			}
		}
		if got := sign(editor, a, signing(editor, a)); got.StatusCode != 303 {
			t.Errorf("with a second reader everywhere: %d", got.StatusCode)
		}
	})
}

func TestAQueryKeepsTheGateClosedUntilItsRaiserSettlesIt(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		n, ctx := storetest.Newsroom(t, s), context.Background()
		a := sitetest.Settled(t, s, n)
		id, _, err := s.RaiseQuery(ctx, n.Reviewer, models.NewQuery{ArticleID: a.ID, To: "writer", Body: "Which bridge?"})
		if err != nil {
			t.Fatal(err)
		}
		editor := sitetest.Visit(t, s, n.Editor)
		link := editor.Page(sitetest.GateOf(a)).Find("#reason-queries h2 a")
		if sitetest.Words(link) != "1 query is not settled" {
			t.Fatalf("the reason reads %q", sitetest.Words(link))
		}
		if rows, _ := editor.Listed(link.AttrOr("href", "")); rows != 1 {
			t.Errorf("behind it are %d queries", rows)
		}
		version := 1
		step := func(who models.Reader, act models.QueryAct, body string) {
			t.Helper()
			if _, err := s.StepQuery(ctx, who, id, models.QueryStep{Act: act, Body: body, Version: version}); err != nil {
				t.Fatal(err)
			}
			version++
		}
		step(n.Writer, models.SayInQuery, "The old one.")
		if got := sign(editor, a, readSigning(t, s, n, a)); got.StatusCode != 409 {
			t.Errorf("signed over an answered query: %d", got.StatusCode)
		}
		step(n.Reviewer, models.SettleQuery, "")
		if got := sign(editor, a, signing(editor, a)); got.StatusCode != 303 {
			t.Fatalf("signing: %d", got.StatusCode)
		}
		step(n.Reviewer, models.ReopenQuery, "Which old one?")
		if signed, former := state(editor, a); signed || former != 1 {
			t.Errorf("with the query open again: signed %v, %d voided", signed, former)
		}
	})
}

// Attention leads to what it counts, whatever the filter.
func TestAttentionLeadsToWhatItCounts(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		n, bridge := sitetest.Busy(t, s)
		ctx, soon, late, far := context.Background(), time.Now().Add(time.Hour), time.Now().Add(-time.Hour), time.Now().Add(48*time.Hour)
		for i, due := range []*time.Time{&soon, &late, &far, nil} {
			ready, closed := sitetest.Settled(
				t,
				s,
				n,
			), sitetest.HandIn(
				t,
				s,
				n.Writer,
				n.Desk,
				fmt.Sprint("Due ", i),
				"Nobody has read this.",
			)
			for _, a := range []models.Article{ready, closed} {
				if err := s.EditArticle(ctx, n.Editor, a.ID, models.ArticleEdit{Title: a.Title, Language: "en", DueAt: due, Version: 1}); err != nil {
					t.Fatal(err)
				}
			}
			if i == 0 {
				signed := sitetest.Settled(t, s, n)
				if err := s.EditArticle(ctx, n.Editor, signed.ID, models.ArticleEdit{Title: signed.Title, Language: "en", DueAt: due, Version: 1}); err != nil {
					t.Fatal(err)
				}
				editor := sitetest.Visit(t, s, n.Editor)
				sign(editor, signed, signing(editor, signed))
			}
		}
		if _, _, err := s.RaiseQuery(ctx, n.Reviewer, models.NewQuery{ArticleID: bridge.ID, To: "writer", Body: "Which bridge?"}); err != nil {
			t.Fatal(err)
		}
		v := sitetest.Visit(t, s, n.Editor)
		for _, query := range []string{"", "?status=disputed", fmt.Sprintf("?reviewer=%d", n.Second.UserID), fmt.Sprintf("?desk=%d", n.Desk.ID)} {
			board, got := v.Page("/dashboard"+query), map[string]int{}
			board.Find(".attention [data-figure]").Each(func(_ int, f *goquery.Selection) {
				figure, address := sitetest.Number(t, sitetest.Words(f.Find(".num"))), f.AttrOr("href", "")
				if rows, said := v.Listed(address); rows != figure || said >= 0 && said != figure {
					t.Errorf("%s: %s shows %d; %s has %d rows and says %d", query, sitetest.Words(f), figure, address, rows, said)
				}
				got[f.AttrOr("data-figure", "")] = figure
			})
			testutil.Equal(t, query+": got['queries waiting']", got["queries waiting"], 1)
			testutil.Equal(t, query+": got['due soon']", got["due soon"], 4)
			testutil.Equal(t, query+": got['blocked']", got["blocked"], 2)
			testutil.Equal(t, query+": len(got)", len(got), 4)
		}
	})
}

// The gate of every row is that of its page.
func TestTheDashboardShowsGates(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		n := storetest.Newsroom(t, s)
		ready, closed := sitetest.Settled(t, s, n), storetest.Article(t, s, n)
		editor := sitetest.Visit(t, s, n.Editor)
		cell := func(a models.Article) string {
			return sitetest.Words(editor.Page("/dashboard").Find(fmt.Sprintf("#article-%d td[data-label=Gate]", a.ID)))
		}
		if got := cell(ready); got != "ready" {
			t.Errorf("an open gate: %q", got)
		}
		if got := cell(closed); got != "Blocked: 1 reason" {
			t.Errorf("a closed gate: %q", got)
		}
		sign(editor, ready, signing(editor, ready))
		if got := cell(ready); got != "✓ signed off by Edda Editor" {
			t.Errorf("a signed article: %q", got)
		}
	})
}

// The title is read on a page of its own, by the same key as every sentence.
func TestTheTitleIsReadOnItsOwnPage(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		n := storetest.Newsroom(t, s)
		a := storetest.Article(t, s, n)
		reviewer := sitetest.Visit(t, s, n.Reviewer)
		link := reviewer.Page(fmt.Sprintf("/articles/%d", a.ID)).Find(".meta a[href$='/sentences/0']")
		if got := sitetest.Words(link); got != "Title: not looked at" {
			t.Errorf("the article says %q of its title", got)
		}
		page := reviewer.Page(link.AttrOr("href", "none"))
		if got := sitetest.Words(page.Find("#cards-title")); got != "Title · 0 claims" {
			t.Errorf("the page is headed %q", got)
		}
		form := page.Find("form[action$='/readings']")
		if got := reviewer.Post(form.AttrOr("action", "none"), nil); got.StatusCode != http.StatusSeeOther ||
			got.Header.Get("Location") != fmt.Sprintf("/articles/%d/sentences/0", a.ID) {
			t.Fatalf("marking it read: %d to %s", got.StatusCode, got.Header.Get("Location"))
		}
		if got := sitetest.Words(reviewer.Page(fmt.Sprintf("/articles/%d", a.ID)).Find(".meta a[href$='/sentences/0']")); got != "Title: nothing to check" {
			t.Errorf("once read the article says %q of its title", got)
		}
	})
}

// A changed sentence is confirmed claim by claim: what is not ticked does not come back.
func TestAConfirmationHoldsForWhatIsTicked(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		n, ctx := storetest.Newsroom(t, s), t.Context()
		a := storetest.Article(t, s, n)
		for _, exact := range []string{"4,000 people", "every day"} {
			sitetest.Say(t, s, n.Reviewer, storetest.Claim(t, s, n.Reviewer, a, exact), "sourced")
		}
		text := strings.Replace(storetest.Text, "4,000 people cross it", "5,000 people cross it", 1)
		if _, err := s.ReviseArticle(ctx, n.Writer, a.ID, models.NewRevision{Base: 1, Text: text}); err != nil {
			t.Fatal(err)
		}
		second := sitetest.Visit(t, s, n.Second)
		page := second.Page(fmt.Sprintf("/articles/%d/sentences/5", a.ID))
		form := page.Find("#confirm")
		boxes := form.Find("input[name=claim]")
		if boxes.Length() != 2 || form.Find("input[name=claim][checked]").Length() != 1 || form.Find("input[name=evidence]").Length() != 1 {
			t.Fatalf("the form reads %q, want two claims, the one with its own words ticked, and a piece of evidence", sitetest.Words(form))
		}
		if said := sitetest.Words(form); !strings.Contains(said, "of former words: “4,000 people”") {
			t.Errorf("the form says %q, want the former words of the claim that changed", said)
		}
		ticked := url.Values{"some": {"1"}, "claim": {form.Find("input[name=claim][checked]").AttrOr("value", "")}}
		if got := second.Post(form.AttrOr("action", "none"), ticked); got.StatusCode != http.StatusSeeOther {
			t.Fatalf("confirming: %d %s", got.StatusCode, got.Text)
		}
		page = second.Page(fmt.Sprintf("/articles/%d/sentences/5", a.ID))
		if got := page.Find(".card .facts .status.sourced").Length(); got != 1 {
			t.Errorf("%d claims are sourced, want the one that was ticked", got)
		}
		if said := sitetest.Words(page.Find(".formerly del")); said != "4,000" {
			t.Errorf("the claim that was not ticked shows %q of its former words, want 4,000", said)
		}
		if said := sitetest.Words(page.Find(".said-one.former")); !strings.Contains(
			said,
			"of former words: More than 4,000 people cross it every day",
		) {
			t.Errorf("the verdict that was confirmed reads %q, want the words it was given for", said)
		}
	})
}
