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

// signOffForm returns the values of the sign-off form, or nil if the page has none.
func signOffForm(v sitetest.Caller, a models.Article) url.Values {
	v.T.Helper()
	form := v.Page(sitetest.GatePath(a)).Find("form[action$=signoffs]")
	if form.Length() == 0 {
		return nil
	}
	return url.Values{
		"sha256":  {form.Find("[name=sha256]").AttrOr("value", "")},
		"changes": {form.Find("[name=changes]").AttrOr("value", "")},
	}
}

// handMadeSignOffForm returns the values that a forged request without the form would contain.
func handMadeSignOffForm(t testing.TB, s *store.Store, n storetest.Fixture, a models.Article) url.Values {
	t.Helper()
	page, err := s.GatePage(context.Background(), n.Auditor, a.ID)
	if err != nil {
		t.Fatal(err)
	}
	return url.Values{"sha256": {page.Revision.SHA256}, "changes": {fmt.Sprint(page.Changes)}}
}

func postSignOff(v sitetest.Caller, a models.Article, form url.Values) sitetest.Reply {
	v.T.Helper()
	return v.Post(fmt.Sprintf("/articles/%d/signoffs", a.ID), form)
}

// signOffState reports whether the article is signed, and how many former sign-offs there are.
func signOffState(v sitetest.Caller, a models.Article) (signed bool, former int) {
	v.T.Helper()
	page := v.Page(sitetest.GatePath(a))
	return strings.Contains(
			sitetest.VisibleText(page.Find(".notice.good")),
			"Signed off by",
		), page.Find("section[aria-labelledby=former-signoffs] li").
			Length()
}

func TestRefusedSignOffListsReasons(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		n := storetest.Newsroom(t, s)
		a := sitetest.NewSettledArticle(t, s, n)
		storetest.AddClaim(t, s, n.SecondReviewer, a, "€12 million")
		editor := sitetest.VisitAs(t, s, n.Editor)
		if signOffForm(editor, a) != nil {
			t.Error("the form is offered while the gate is closed")
		}
		got := postSignOff(editor, a, handMadeSignOffForm(t, s, n, a))
		page := got.Document(t, http.StatusConflict)
		if said := sitetest.VisibleText(page.Find(".error-summary")); !strings.Contains(said, "gate is closed") {
			t.Errorf("it says %q", said)
		}
		link := page.Find("#reason-open h2 a")
		if sitetest.VisibleText(link) != "1 sentence is open" {
			t.Errorf("the reason reads %q", sitetest.VisibleText(link))
		}
		if rows, said := editor.CountListed(link.AttrOr("href", "")); rows != 1 || said != 1 {
			t.Errorf("behind it are %d sentences, said to be %d", rows, said)
		}
	})
}

func TestWhoMaySignOff(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		n := storetest.Newsroom(t, s)
		a := sitetest.NewSettledArticle(t, s, n)
		form := handMadeSignOffForm(t, s, n, a)
		for _, c := range []struct {
			who    models.Reader
			status int
		}{{n.Reviewer, 403}, {n.SecondReviewer, 403}, {n.Writer, 403}, {n.Auditor, 403}, {n.OtherDeskReviewer, 404}} {
			v := sitetest.VisitAs(t, s, c.who)
			if got := postSignOff(v, a, form); got.StatusCode != c.status {
				t.Errorf("%s signs: %d, want %d", c.who.Name, got.StatusCode, c.status)
			}
			if got := v.Post(fmt.Sprintf("/articles/%d/overrides", a.ID), url.Values{"code": {"open"}, "all": {"1"}, "count": {"1"}, "reason": {"x"}}); got.StatusCode != c.status {
				t.Errorf("%s overrides: %d, want %d", c.who.Name, got.StatusCode, c.status)
			}
		}
		stranger := sitetest.VisitAs(t, s, n.OtherDeskReviewer)
		missing := postSignOff(stranger, models.Article{ID: 999}, form)
		if denied := postSignOff(stranger, a, form); stripRequestIDs(denied.Text) != stripRequestIDs(missing.Text) ||
			stranger.Get(sitetest.GatePath(a)).StatusCode != 404 {
			t.Error("another desk's article looks otherwise than none")
		}
		if got := postSignOff(sitetest.VisitAs(t, s, n.Editor), a, form); got.StatusCode != http.StatusSeeOther ||
			got.Header.Get("Location") != sitetest.GatePath(a) {
			t.Fatalf("the editor signs: %d %s", got.StatusCode, got.Text)
		}
		if signed, _ := signOffState(sitetest.VisitAs(t, s, n.Auditor), a); !signed {
			t.Error("it is not signed")
		}
	})
}

// stripRequestIDs removes the ids that differ in every response.
func stripRequestIDs(body string) string {
	page, err := goquery.NewDocumentFromReader(strings.NewReader(body))
	if err != nil {
		return err.Error()
	}
	return sitetest.VisibleText(page.Find("main"))
}

// A signer who checked everything alone sees who else can check. Authors can sign once others have checked.
func TestSignerWhoCheckedAloneLearnsWhoElseCanSign(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		n, ctx := storetest.Newsroom(t, s), context.Background()
		a := sitetest.NewSettledArticle(t, s, n)
		if err := s.SetRole(ctx, n.Admin, n.Reviewer.UserID, n.Desk.ID, models.Editor); err != nil {
			t.Fatal(err)
		}
		reviewer := sitetest.VisitAs(t, s, n.Reviewer)
		got := postSignOff(reviewer, a, handMadeSignOffForm(t, s, n, a)).Document(t, http.StatusConflict)
		if said := sitetest.VisibleText(got.Find(".error-summary")); !strings.Contains(
			said,
			"This can be looked at by Ada Admin, Edda Editor, Sam Second.",
		) {
			t.Errorf("who checked alone is told %q, want the names of who can", said)
		}
		reason := got.Find("#reason-independence")
		if n := reason.Find(".things > li").Length(); n != 11 {
			t.Errorf("%d things are behind it, want the ten sentences and the title", n)
		}
		if reason.Find("form, input").Length() > 0 || !strings.Contains(sitetest.VisibleText(reason), "Sam Second") {
			t.Errorf("without the desk's leave it says %q, want who can and no form", sitetest.VisibleText(reason))
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
			if _, err := s.MarkRead(ctx, n.SecondReviewer, sentence.ID); err != nil {
				t.Fatal(err)
			}
		}
		sitetest.GiveVerdict(
			t,
			s,
			n.SecondReviewer,
			models.Location{ArticleID: a.ID, Ordinal: 7, ClaimID: page.Sentences[6].ClaimSpans[0].ClaimID},
			"sourced",
		)
		if got := postSignOff(reviewer, a, signOffForm(reviewer, a)); got.StatusCode != http.StatusSeeOther {
			t.Errorf("with another reviewer for everything: %d", got.StatusCode)
		}
	})
}

// On a small desk, one user overrides item by item and signs alone, and the copies say so.
func TestASmallDeskSignsAloneAndSaysSo(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		n, ctx := storetest.Newsroom(t, s), context.Background()
		a := sitetest.NewSettledArticle(t, s, n)
		if err := s.SetRole(ctx, n.Admin, n.Reviewer.UserID, n.Desk.ID, models.Editor); err != nil {
			t.Fatal(err)
		}
		if err := s.SetPolicy(ctx, n.Admin, n.Desk.ID, models.DeskPolicy{Secondaries: "2", SmallDesk: true, Version: 1}); err != nil {
			t.Fatal(err)
		}
		reviewer, address := sitetest.VisitAs(t, s, n.Reviewer), fmt.Sprintf("/articles/%d/overrides", a.ID)
		reason := reviewer.Page(sitetest.GatePath(a)).Find("#reason-independence")
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
		reason = reviewer.Page(sitetest.GatePath(a)).Find("#reason-independence")
		if left := reason.Find("input[name=thing]").Length(); left != 6 ||
			!strings.Contains(sitetest.VisibleText(reason.Find(".override .covers")), "covers") {
			t.Errorf("%d things are left to tick, want 6; it says %q", left, sitetest.VisibleText(reason.Find(".override")))
		}
		form["thing"] = things[5:]
		if got := reviewer.Post(address, form); got.StatusCode != 303 {
			t.Fatalf("the other things: %d", got.StatusCode)
		}
		const alone = "Checked and signed without a second person: the title and sentences 1–10"
		if said := sitetest.VisibleText(reviewer.Page(sitetest.GatePath(a)).Find(".sign-act .alone")); said != alone {
			t.Errorf("beside the button it says %q, want %q", said, alone)
		}
		if got := postSignOff(reviewer, a, signOffForm(reviewer, a)); got.StatusCode != 303 {
			t.Fatalf("signing: %d", got.StatusCode)
		}
		for _, path := range []string{sitetest.GatePath(a), fmt.Sprintf("/articles/%d", a.ID)} {
			if said := sitetest.VisibleText(reviewer.Page(path).Find(".alone").First()); said != alone {
				t.Errorf("%s is headed %q, want %q", path, said, alone)
			}
		}
		seen := sitetest.VisitAs(t, s, n.Editor).Page(sitetest.GatePath(a)) // for whom, as the signer, no reason would be left
		if said := sitetest.VisibleText(seen.Find("#reason-independence .override q").First()); !strings.Contains(said, "We are two.") {
			t.Errorf("another editor sees the overrides that it was signed with as %q", said)
		}
		figure := reviewer.Page("/dashboard").Find(`[data-figure="signed without a second person"]`)
		if rows, _ := reviewer.CountListed(figure.AttrOr("href", "")); sitetest.VisibleText(figure.Find(".num")) != "1" || rows != 1 {
			t.Errorf("the dashboard shows %q, and %d articles are behind it, want 1", sitetest.VisibleText(figure), rows)
		}
	})
}

func TestRoleChangeDuringSignOff(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		n, ctx := storetest.Newsroom(t, s), context.Background()
		a := sitetest.NewSettledArticle(t, s, n)
		editor := sitetest.VisitAs(t, s, n.Editor)
		form := signOffForm(editor, a)
		if form == nil {
			t.Fatal("the form is not offered")
		}
		if err := s.SetRole(ctx, n.Admin, n.Editor.UserID, n.Desk.ID, models.Reviewer); err != nil {
			t.Fatal(err)
		}
		if got := postSignOff(editor, a, form); got.StatusCode != 403 {
			t.Errorf("an editor who is none any more signs: %d", got.StatusCode)
		}
		// The rights in the request do not count either, because the transaction reads the role again.
		page, err := s.GatePage(ctx, n.Auditor, a.ID)
		if err != nil {
			t.Fatal(err)
		}
		if err := s.SignOff(ctx, n.Editor, a.ID, models.SignOffInput{SHA256: page.Revision.SHA256, Changes: page.Changes}); err == nil {
			t.Error("the reader of before could sign")
		}
	})
}

func TestTwoSignOffsAtOnce(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		n := storetest.Newsroom(t, s)
		a := sitetest.NewSettledArticle(t, s, n)
		form := handMadeSignOffForm(t, s, n, a)
		var wg sync.WaitGroup
		answers := make([]sitetest.Reply, 2)
		for i, v := range []sitetest.Caller{sitetest.VisitAs(t, s, n.Editor), sitetest.VisitAs(t, s, n.Admin)} {
			wg.Go(func() { answers[i] = postSignOff(v, a, form) })
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

// In any order of the two, no sign-off covers an annotation that it did not see.
func TestSignOffRacesWithAnnotation(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		n := storetest.Newsroom(t, s)
		for range 8 {
			a := sitetest.NewSettledArticle(t, s, n)
			page, err := s.SentencePage(context.Background(), n.SecondReviewer, a.ID, 7)
			if err != nil || len(page.Claims) != 1 {
				t.Fatal(err, len(page.Claims))
			}
			claim := page.Claims[0].Claim
			editor, second := sitetest.VisitAs(t, s, n.Editor), sitetest.VisitAs(t, s, n.SecondReviewer)
			form, doubt := signOffForm(
				editor,
				a,
			), url.Values{
				"status":  {"disputed"},
				"note":    {"It was 1912."},
				"version": {fmt.Sprint(claim.Version)},
			}
			var signed, annotated sitetest.Reply
			var wg sync.WaitGroup
			wg.Go(func() { signed = postSignOff(editor, a, form) })
			wg.Go(func() { annotated = second.Post(fmt.Sprintf("/claims/%d/annotations", claim.ID), doubt) })
			wg.Wait()
			if annotated.StatusCode != http.StatusSeeOther {
				t.Fatalf("the annotation: %d %s", annotated.StatusCode, annotated.Text)
			}
			stands, former := signOffState(editor, a)
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

func TestSignOffRequiresTheStateThatWasRead(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		n, ctx := storetest.Newsroom(t, s), context.Background()
		a := sitetest.NewSettledArticle(t, s, n)
		editor := sitetest.VisitAs(t, s, n.Editor)
		form := signOffForm(editor, a)
		other := url.Values{"sha256": {strings.Repeat("0", 64)}, "changes": form["changes"]}
		if got := postSignOff(editor, a, other); got.StatusCode != 409 || !strings.Contains(got.Text, "another one than you read") {
			t.Errorf("with another text's hash: %d", got.StatusCode)
		}
		for _, bad := range []url.Values{{}, {"sha256": form["sha256"]}, {"sha256": form["sha256"], "changes": {"x"}}} {
			if got := postSignOff(editor, a, bad); got.StatusCode != 409 {
				t.Errorf("%v: %d", bad, got.StatusCode)
			}
		}
		if err := s.EditArticle(ctx, n.Reviewer, a.ID, models.ArticleEdit{Title: "Another title", Language: "en", Version: 1}); err != nil {
			t.Fatal(err)
		}
		if got := postSignOff(editor, a, form); got.StatusCode != 409 || !strings.Contains(got.Text, "changed since you opened") {
			t.Errorf("after a change: %d", got.StatusCode)
		}
		page, err := s.ArticlePage(ctx, n.Auditor, a.ID)
		if err == nil {
			_, err = s.MarkRead(ctx, n.SecondReviewer, page.TitleSentence.ID)
		}
		if err != nil {
			t.Fatal(err)
		}
		if got := postSignOff(editor, a, signOffForm(editor, a)); got.StatusCode != 303 {
			t.Errorf("read again: %d", got.StatusCode)
		}
	})
}

// Every change of something that was signed voids the sign-off, with a reason. Other changes do not.
func TestChangesThatVoidASignOff(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		n, ctx := storetest.Newsroom(t, s), context.Background()
		reviewer := sitetest.VisitAs(t, s, n.Reviewer)
		for _, c := range []struct {
			name   string
			change func(a models.Article, page models.SentencePage) error
			voids  bool
		}{
			{"an annotation", func(a models.Article, p models.SentencePage) error {
				_, err := s.Annotate(ctx, n.SecondReviewer, p.Claims[0].Claim.ID, models.AnnotationInput{Status: "disputed", Note: "no", Version: p.Claims[0].Version})
				return err
			}, true},
			{"a claim", func(a models.Article, _ models.SentencePage) error {
				_, err := s.CreateClaim(ctx, n.SecondReviewer, a.ID, models.Selection{Start: 0, End: 4, Quote: "CITY"})
				return err
			}, true},
			{"a reading taken back", func(_ models.Article, p models.SentencePage) error {
				_, err := s.UnmarkRead(ctx, n.Reviewer, p.Before[0].ID)
				return err
			}, true},
			{"a split", func(_ models.Article, p models.SentencePage) error {
				_, err := s.SplitSentenceBefore(ctx, n.SecondReviewer, p.Sentence.ID, 2)
				return err
			}, true},
			{"evidence", func(_ models.Article, p models.SentencePage) error {
				_, err := s.AddEvidence(ctx, n.SecondReviewer, p.Claims[0].Claim.ID, models.NewEvidence{Title: "A book", Class: "primary", Stance: "contradicts",
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
				_, err := s.MarkRead(ctx, n.SecondReviewer, p.Before[0].ID)
				return err
			}, false},
			{"the trash and back", func(a models.Article, _ models.SentencePage) error {
				if err := s.TrashArticle(ctx, n.Editor, a.ID); err != nil {
					return err
				}
				return s.RestoreArticle(ctx, n.Editor, a.ID)
			}, false},
		} {
			a := sitetest.NewSettledArticle(t, s, n)
			editor := sitetest.VisitAs(t, s, n.Editor)
			if got := postSignOff(editor, a, signOffForm(editor, a)); got.StatusCode != 303 {
				t.Fatalf("%s: signing: %d", c.name, got.StatusCode)
			}
			page, err := s.SentencePage(ctx, n.Reviewer, a.ID, 7)
			if err != nil {
				t.Fatal(err)
			}
			if err := c.change(a, page); err != nil {
				t.Fatalf("%s: %v", c.name, err)
			}
			stands, former := signOffState(reviewer, a)
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

func TestWithdrawSignOff(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		n := storetest.Newsroom(t, s)
		a := sitetest.NewSettledArticle(t, s, n)
		editor := sitetest.VisitAs(t, s, n.Editor)
		postSignOff(editor, a, signOffForm(editor, a))
		form := editor.Page(sitetest.GatePath(a)).Find("form[action$=withdraw]")
		address := form.AttrOr("action", "none")
		if got := sitetest.VisitAs(t, s, n.Reviewer).Post(address, url.Values{"void-reason": {"mine"}}); got.StatusCode != 403 {
			t.Errorf("a reviewer withdraws: %d", got.StatusCode)
		}
		if got := sitetest.VisitAs(t, s, n.OtherDeskReviewer).Post(address, url.Values{"void-reason": {"mine"}}); got.StatusCode != 404 {
			t.Errorf("a stranger withdraws: %d", got.StatusCode)
		}
		if got := editor.Post(address, url.Values{"void-reason": {" "}}); got.StatusCode != 422 {
			t.Errorf("without a reason: %d", got.StatusCode)
		}
		if got := editor.Post(address, url.Values{"void-reason": {"The mayor called."}}); got.StatusCode != 303 {
			t.Fatalf("%d %s", got.StatusCode, got.Text)
		}
		page := sitetest.VisitAs(t, s, n.Auditor).Page(sitetest.GatePath(a))
		if said := sitetest.VisibleText(page.Find("section[aria-labelledby=former-signoffs]")); !strings.Contains(
			said,
			"The mayor called.",
		) ||
			!strings.Contains(said, "Edda Editor") {
			t.Errorf("the page says %q", said)
		}
		if got := editor.Post(address, url.Values{"void-reason": {"Twice."}}); got.StatusCode != 409 {
			t.Errorf("withdrawn twice: %d", got.StatusCode)
		}
	})
}

func TestOverrideCoversOnlyWhatWasSeen(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		n := storetest.Newsroom(t, s)
		a := sitetest.NewSettledArticle(t, s, n)
		storetest.AddClaim(t, s, n.SecondReviewer, a, "€12 million")
		editor, address := sitetest.VisitAs(t, s, n.Editor), fmt.Sprintf("/articles/%d/overrides", a.ID)
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
		page := sitetest.VisitAs(t, s, n.Reviewer).Page(sitetest.GatePath(a))
		if said := sitetest.VisibleText(page.Find("#reason-open")); !strings.Contains(said, "The <b>minister</b> confirmed it on air.") ||
			!strings.Contains(said, "Edda Editor") {
			t.Errorf("the page says %q", said)
		}
		if got := postSignOff(editor, a, signOffForm(editor, a)); got.StatusCode != 303 {
			t.Fatalf("signing over the override: %d", got.StatusCode)
		}
		storetest.AddClaim(t, s, n.SecondReviewer, a, "March 3")
		page = editor.Page(sitetest.GatePath(a))
		if said := sitetest.VisibleText(page.Find("#reason-open")); !strings.Contains(said, "The <b>minister</b> confirmed it on air.") ||
			!strings.Contains(said, "1 of 2 overridden") {
			t.Errorf("of the override it says %q, want that it covers one of two", said)
		}
		if page.Find("form[action$=signoffs]").Length() > 0 ||
			sitetest.VisibleText(page.Find("#reason-open h2 a")) != "2 sentences are open" {
			t.Error("the gate is open although more is open than was overridden")
		}
		if signed, former := signOffState(editor, a); signed || former != 1 {
			t.Errorf("signed %v, %d voided", signed, former)
		}
	})
}

func TestWithdrawOverride(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		n := storetest.Newsroom(t, s)
		a := sitetest.NewSettledArticle(t, s, n)
		storetest.AddClaim(t, s, n.SecondReviewer, a, "€12 million")
		editor := sitetest.VisitAs(t, s, n.Editor)
		editor.Post(
			fmt.Sprintf("/articles/%d/overrides", a.ID),
			url.Values{"code": {"open"}, "all": {"1"}, "count": {"1"}, "reason": {"On air."}},
		)
		postSignOff(editor, a, signOffForm(editor, a))
		address := editor.Page(sitetest.GatePath(a)).Find("#reason-open form[action$=withdraw]").AttrOr("action", "none")
		for who, status := range map[*models.Reader]int{&n.Reviewer: 403, &n.OtherDeskReviewer: 404, &n.Admin: 303, &n.Editor: 409} {
			if status == 409 {
				continue
			}
			if got := sitetest.VisitAs(t, s, *who).Post(address, nil); got.StatusCode != status {
				t.Errorf("%s: %d, want %d", who.Name, got.StatusCode, status)
			}
		}
		if got := editor.Post(address, nil); got.StatusCode != 409 {
			t.Errorf("withdrawn twice: %d", got.StatusCode)
		}
		if signed, former := signOffState(editor, a); signed || former != 1 {
			t.Errorf("the sign-off that rested on it stands: %v, %d", signed, former)
		}
	})
}

func TestGateRequiresSecondReaderIfDeskDoes(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		n, ctx := storetest.Newsroom(t, s), context.Background()
		a := sitetest.NewSettledArticle(t, s, n)
		editor := sitetest.VisitAs(t, s, n.Editor)
		address := fmt.Sprintf("/articles/%d", a.ID)
		if got := sitetest.VisibleText(editor.Page(address).Find(".gate strong")); got != "✓ Ready to sign off" {
			t.Fatalf("before: %q", got)
		}
		if err := s.SetSecondReader(ctx, n.Admin, n.Desk.ID, true, false, 1); err != nil {
			t.Fatal(err)
		}
		page, err := s.ArticlePage(ctx, n.Auditor, a.ID)
		if err != nil {
			t.Fatal(err)
		}
		sitetest.GiveVerdict(
			t,
			s,
			n.SecondReviewer,
			models.Location{ArticleID: a.ID, Ordinal: 7, ClaimID: page.Sentences[6].ClaimSpans[0].ClaimID},
			"sourced",
		)
		all := append([]models.PageSentence{page.TitleSentence}, page.Sentences...)
		for i, sentence := range all {
			left := len(all) - i
			link := editor.Page(address).Find(".gate li a")
			want := fmt.Sprintf("%d sentences were not read by a second person", left)
			if left == 1 {
				want = "1 sentence was not read by a second person"
			}
			if got := sitetest.VisibleText(link); got != want {
				t.Fatalf("the box says %q, want %q", got, want)
			}
			if rows, said := editor.CountListed(link.AttrOr("href", "")); rows != left || said != left {
				t.Fatalf("behind %q are %d sentences, said to be %d", sitetest.VisibleText(link), rows, said)
			}
			if got := postSignOff(editor, a, handMadeSignOffForm(t, s, n, a)); got.StatusCode != 409 {
				t.Fatalf("signed with %d to read: %d", left, got.StatusCode)
			}
			if _, err := s.MarkRead(ctx, n.SecondReviewer, sentence.ID); err != nil {
				t.Fatal(err)
			}
		}
		if got := postSignOff(editor, a, signOffForm(editor, a)); got.StatusCode != 303 {
			t.Errorf("with a second reader everywhere: %d", got.StatusCode)
		}
	})
}

func TestAQueryKeepsTheGateClosedUntilItsRaiserSettlesIt(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		n, ctx := storetest.Newsroom(t, s), context.Background()
		a := sitetest.NewSettledArticle(t, s, n)
		id, _, err := s.RaiseQuery(ctx, n.Reviewer, models.NewQuery{ArticleID: a.ID, To: "writer", Body: "Which bridge?"})
		if err != nil {
			t.Fatal(err)
		}
		editor := sitetest.VisitAs(t, s, n.Editor)
		link := editor.Page(sitetest.GatePath(a)).Find("#reason-queries h2 a")
		if sitetest.VisibleText(link) != "1 query is not settled" {
			t.Fatalf("the reason reads %q", sitetest.VisibleText(link))
		}
		if rows, _ := editor.CountListed(link.AttrOr("href", "")); rows != 1 {
			t.Errorf("behind it are %d queries", rows)
		}
		version := 1
		step := func(who models.Reader, act models.QueryAction, body string) {
			t.Helper()
			if _, err := s.AdvanceQuery(ctx, who, id, models.QueryActionInput{Action: act, Body: body, Version: version}); err != nil {
				t.Fatal(err)
			}
			version++
		}
		step(n.Writer, models.ReplyToQuery, "The old one.")
		if got := postSignOff(editor, a, handMadeSignOffForm(t, s, n, a)); got.StatusCode != 409 {
			t.Errorf("signed over an answered query: %d", got.StatusCode)
		}
		step(n.Reviewer, models.SettleQuery, "")
		if got := postSignOff(editor, a, signOffForm(editor, a)); got.StatusCode != 303 {
			t.Fatalf("signing: %d", got.StatusCode)
		}
		step(n.Reviewer, models.ReopenQuery, "Which old one?")
		if signed, former := signOffState(editor, a); signed || former != 1 {
			t.Errorf("with the query open again: signed %v, %d voided", signed, former)
		}
	})
}

// The counts under Attention link to their lists, with any filter.
func TestAttentionCountsLinkToTheirLists(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		n, bridge := sitetest.FillNewsroom(t, s)
		ctx, soon, late, far := context.Background(), time.Now().Add(time.Hour), time.Now().Add(-time.Hour), time.Now().Add(48*time.Hour)
		for i, due := range []*time.Time{&soon, &late, &far, nil} {
			ready, closed := sitetest.NewSettledArticle(
				t,
				s,
				n,
			), sitetest.CreateArticle(
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
				signed := sitetest.NewSettledArticle(t, s, n)
				if err := s.EditArticle(ctx, n.Editor, signed.ID, models.ArticleEdit{Title: signed.Title, Language: "en", DueAt: due, Version: 1}); err != nil {
					t.Fatal(err)
				}
				editor := sitetest.VisitAs(t, s, n.Editor)
				postSignOff(editor, signed, signOffForm(editor, signed))
			}
		}
		if _, _, err := s.RaiseQuery(ctx, n.Reviewer, models.NewQuery{ArticleID: bridge.ID, To: "writer", Body: "Which bridge?"}); err != nil {
			t.Fatal(err)
		}
		v := sitetest.VisitAs(t, s, n.Editor)
		for _, query := range []string{"", "?status=disputed", fmt.Sprintf("?reviewer=%d", n.SecondReviewer.UserID), fmt.Sprintf("?desk=%d", n.Desk.ID)} {
			board, got := v.Page("/dashboard"+query), map[string]int{}
			board.Find(".attention [data-figure]").Each(func(_ int, f *goquery.Selection) {
				figure, address := sitetest.Number(t, sitetest.VisibleText(f.Find(".num"))), f.AttrOr("href", "")
				if rows, said := v.CountListed(address); rows != figure || said >= 0 && said != figure {
					t.Errorf("%s: %s shows %d; %s has %d rows and says %d", query, sitetest.VisibleText(f), figure, address, rows, said)
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

// The gate in every row is that of the article's page.
func TestTheDashboardShowsGates(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		n := storetest.Newsroom(t, s)
		ready, closed := sitetest.NewSettledArticle(t, s, n), storetest.AddArticle(t, s, n)
		editor := sitetest.VisitAs(t, s, n.Editor)
		cell := func(a models.Article) string {
			return sitetest.VisibleText(editor.Page("/dashboard").Find(fmt.Sprintf("#article-%d td[data-label=Gate]", a.ID)))
		}
		if got := cell(ready); got != "✓ ready" {
			t.Errorf("an open gate: %q", got)
		}
		if got := cell(closed); got != "Blocked: 1 reason" {
			t.Errorf("a closed gate: %q", got)
		}
		postSignOff(editor, ready, signOffForm(editor, ready))
		if got := cell(ready); got != "✓ signed off by Edda Editor" {
			t.Errorf("a signed article: %q", got)
		}
	})
}

// The title is read on its own page, with the same key as every sentence.
func TestTheTitleIsReadOnItsOwnPage(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		n := storetest.Newsroom(t, s)
		a := storetest.AddArticle(t, s, n)
		reviewer := sitetest.VisitAs(t, s, n.Reviewer)
		link := reviewer.Page(fmt.Sprintf("/articles/%d", a.ID)).Find(".meta a[href$='/sentences/0']")
		if got := sitetest.VisibleText(link); got != "Title: not looked at" {
			t.Errorf("the article says %q of its title", got)
		}
		page := reviewer.Page(link.AttrOr("href", "none"))
		if got := sitetest.VisibleText(page.Find("#cards-title")); got != "Title · 0 claims" {
			t.Errorf("the page is headed %q", got)
		}
		form := page.Find("form[action$='/readings']")
		if got := reviewer.Post(form.AttrOr("action", "none"), nil); got.StatusCode != http.StatusSeeOther ||
			got.Header.Get("Location") != fmt.Sprintf("/articles/%d/sentences/0", a.ID) {
			t.Fatalf("marking it read: %d to %s", got.StatusCode, got.Header.Get("Location"))
		}
		if got := sitetest.VisibleText(reviewer.Page(fmt.Sprintf("/articles/%d", a.ID)).Find(".meta a[href$='/sentences/0']")); got != "Title: nothing to check" {
			t.Errorf("once read the article says %q of its title", got)
		}
	})
}

// A changed sentence is confirmed claim by claim; only ticked verdicts count again.
func TestConfirmationCoversOnlyTickedClaims(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		n, ctx := storetest.Newsroom(t, s), t.Context()
		a := storetest.AddArticle(t, s, n)
		for _, exact := range []string{"4,000 people", "every day"} {
			sitetest.GiveVerdict(t, s, n.Reviewer, storetest.AddClaim(t, s, n.Reviewer, a, exact), "sourced")
		}
		text := strings.Replace(storetest.Text, "4,000 people cross it", "5,000 people cross it", 1)
		if _, err := s.ReviseArticle(ctx, n.Writer, a.ID, models.NewRevision{Base: 1, Text: text}); err != nil {
			t.Fatal(err)
		}
		second := sitetest.VisitAs(t, s, n.SecondReviewer)
		page := second.Page(fmt.Sprintf("/articles/%d/sentences/5", a.ID))
		form := page.Find("#confirm")
		boxes := form.Find("input[name=claim]")
		if boxes.Length() != 2 || form.Find("input[name=claim][checked]").Length() != 1 || form.Find("input[name=evidence]").Length() != 1 {
			t.Fatalf(
				"the form reads %q, want two claims, the one with its own words ticked, and a piece of evidence",
				sitetest.VisibleText(form),
			)
		}
		if said := sitetest.VisibleText(form); !strings.Contains(said, "of former words: “4,000 people”") {
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
		if said := sitetest.VisibleText(page.Find(".formerly del")); said != "4,000" {
			t.Errorf("the claim that was not ticked shows %q of its former words, want 4,000", said)
		}
		if said := sitetest.VisibleText(page.Find(".said-one.former")); !strings.Contains(
			said,
			"of former words: More than 4,000 people cross it every day",
		) {
			t.Errorf("the verdict that was confirmed reads %q, want the words it was given for", said)
		}
	})
}
