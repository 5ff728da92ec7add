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

	"linecheck/models"
	"linecheck/store"
	"linecheck/store/storetest"
)

// settled is an article that the reviewer has checked whole: its gate is open. Its writer is the desk's.
func settled(t testing.TB, s *store.Store, n storetest.News) models.Article {
	t.Helper()
	ctx := context.Background()
	a, err := s.CreateArticle(ctx, n.Writer, models.NewArticle{Title: "Bridge closes", Text: storetest.Text, DeskID: n.Desk.ID})
	if err != nil {
		t.Fatal(err)
	}
	readAll := func(who models.Reader) {
		page, err := s.ArticlePage(ctx, n.Auditor, a.ID)
		if err != nil {
			t.Fatal(err)
		}
		for _, sentence := range append([]models.PageSentence{page.TitleSentence}, page.Sentences...) {
			if _, err := s.MarkRead(ctx, who, sentence.ID); err != nil {
				t.Fatal(err)
			}
		}
	}
	readAll(n.Reviewer)
	say(t, s, n.Reviewer, storetest.Claim(t, s, n.Reviewer, a, "1911"), "sourced")
	return a
}

// sign brings an article through the gate twice, and another up to it, for the pages.
func (o *openHouse) sign(t testing.TB, n storetest.News) {
	t.Helper()
	ctx := context.Background()
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	sign := func(a models.Article) {
		page, err := o.store.GatePage(ctx, n.Editor, a.ID)
		must(err)
		must(o.store.SignOff(ctx, n.Editor, a.ID, models.Signing{SHA256: page.Revision.SHA256, Changes: page.Changes}))
	}
	override := func(a models.Article) {
		storetest.Claim(t, o.store, n.Second, a, "€12 million")
		_, err := o.store.OverrideGate(ctx, n.Editor, a.ID, models.Overriding{Code: "open", Count: 1, Reason: "The minister <confirmed> it on air, which cannot be linked to before tomorrow."})
		must(err)
	}
	o.signed, o.ready = settled(t, o.store, n), settled(t, o.store, n)
	sign(o.signed)
	override(o.signed)
	sign(o.signed)
	page, err := o.store.GatePage(ctx, n.Editor, o.signed.ID)
	must(err)
	_, err = o.store.WithdrawOverride(ctx, n.Editor, page.Gate.Reasons[0].Override.ID)
	must(err)
	_, err = o.store.OverrideGate(ctx, n.Editor, o.signed.ID, models.Overriding{Code: "open", Count: 1, Reason: "Again."})
	must(err)
	sign(o.signed)
	override(o.ready)
	read, err := o.store.ArticlePage(ctx, n.Admin, o.ready.ID)
	must(err)
	_, err = o.store.UnmarkRead(ctx, n.Reviewer, read.Sentences[0].ID)
	must(err)
	_, err = o.store.MarkRead(ctx, n.Admin, read.Sentences[0].ID)
	must(err)
}

func gateOf(a models.Article) string { return fmt.Sprintf("/articles/%d/gate", a.ID) }

// signing is the form of the sign-off as the page has it for this reader, or nil where it offers none.
func (v caller) signing(a models.Article) url.Values {
	v.t.Helper()
	form := v.page(gateOf(a)).Find("form[action$=signoffs]")
	if form.Length() == 0 {
		return nil
	}
	return url.Values{"sha256": {form.Find("[name=sha256]").AttrOr("value", "")}, "changes": {form.Find("[name=changes]").AttrOr("value", "")}}
}

// readSigning is the same for whoever is offered no form: what a hand-made request would say.
func readSigning(t testing.TB, s *store.Store, n storetest.News, a models.Article) url.Values {
	t.Helper()
	page, err := s.GatePage(context.Background(), n.Auditor, a.ID)
	if err != nil {
		t.Fatal(err)
	}
	return url.Values{"sha256": {page.Revision.SHA256}, "changes": {fmt.Sprint(page.Changes)}}
}

func (v caller) sign(a models.Article, form url.Values) reply {
	v.t.Helper()
	return v.post(fmt.Sprintf("/articles/%d/signoffs", a.ID), form)
}

// state says whether the article is signed, and how many sign-offs there ever were.
func (v caller) state(a models.Article) (signed bool, former int) {
	v.t.Helper()
	page := v.page(gateOf(a))
	return strings.Contains(words(page.Find(".notice.good")), "Signed off by"), page.Find("section[aria-labelledby=former-signoffs] li").Length()
}

func TestASignOffIsRefusedWithItsReasons(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		n := storetest.Newsroom(t, s)
		a := settled(t, s, n)
		storetest.Claim(t, s, n.Second, a, "€12 million")
		editor := visit(t, s, n.Editor)
		if editor.signing(a) != nil {
			t.Error("the form is offered while the gate is closed")
		}
		got := editor.sign(a, readSigning(t, s, n, a))
		page := got.read(t, http.StatusConflict)
		if said := words(page.Find(".error-summary")); !strings.Contains(said, "gate is closed") {
			t.Errorf("it says %q", said)
		}
		link := page.Find("#reason-open .reason a")
		if words(link) != "1 sentence open" {
			t.Errorf("the reason reads %q", words(link))
		}
		if rows, said := editor.listed(link.AttrOr("href", "")); rows != 1 || said != 1 {
			t.Errorf("behind it are %d sentences, said to be %d", rows, said)
		}
	})
}

func TestWhoMaySignOff(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		n := storetest.Newsroom(t, s)
		a := settled(t, s, n)
		form := readSigning(t, s, n, a)
		for _, c := range []struct {
			who    models.Reader
			status int
		}{{n.Reviewer, 403}, {n.Second, 403}, {n.Writer, 403}, {n.Auditor, 403}, {n.Stranger, 404}} {
			v := visit(t, s, c.who)
			if got := v.sign(a, form); got.StatusCode != c.status {
				t.Errorf("%s signs: %d, want %d", c.who.Name, got.StatusCode, c.status)
			}
			if got := v.post(fmt.Sprintf("/articles/%d/overrides", a.ID), url.Values{"code": {"open"}, "count": {"1"}, "reason": {"x"}}); got.StatusCode != c.status {
				t.Errorf("%s overrides: %d, want %d", c.who.Name, got.StatusCode, c.status)
			}
		}
		stranger := visit(t, s, n.Stranger)
		missing := stranger.sign(models.Article{ID: 999}, form)
		if denied := stranger.sign(a, form); anonymous(denied.body) != anonymous(missing.body) || stranger.get(gateOf(a)).StatusCode != 404 {
			t.Error("another desk's article looks otherwise than none")
		}
		if got := visit(t, s, n.Editor).sign(a, form); got.StatusCode != http.StatusSeeOther || got.Header.Get("Location") != gateOf(a) {
			t.Fatalf("the editor signs: %d %s", got.StatusCode, got.body)
		}
		if signed, _ := visit(t, s, n.Auditor).state(a); !signed {
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
	return words(page.Find("main"))
}

func TestWhoWroteOrCheckedAloneIsRefused(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		n, ctx := storetest.Newsroom(t, s), context.Background()
		// The writer is made an editor after handing in.
		a := settled(t, s, n)
		if err := s.SetRole(ctx, n.Admin, n.Writer.UserID, n.Desk.ID, models.Editor); err != nil {
			t.Fatal(err)
		}
		writer := visit(t, s, n.Writer)
		if got := writer.sign(a, readSigning(t, s, n, a)); got.StatusCode != 403 || !strings.Contains(got.body, "somebody else has to sign it off") {
			t.Errorf("the writer signs: %d", got.StatusCode)
		}
		if writer.signing(a) != nil {
			t.Error("the writer is offered the form")
		}
		// The reviewer is made an editor after checking it alone.
		if err := s.SetRole(ctx, n.Admin, n.Reviewer.UserID, n.Desk.ID, models.Editor); err != nil {
			t.Fatal(err)
		}
		if got := visit(t, s, n.Reviewer).sign(a, readSigning(t, s, n, a)); got.StatusCode != 403 || !strings.Contains(got.body, "checked by you alone") {
			t.Errorf("who checked alone signs: %d %s", got.StatusCode, got.body)
		}
		// Once somebody else has looked at every sentence too, the reviewer is not alone any more.
		page, err := s.ArticlePage(ctx, n.Auditor, a.ID)
		if err != nil {
			t.Fatal(err)
		}
		for _, sentence := range page.Sentences {
			if _, err := s.MarkRead(ctx, n.Second, sentence.ID); err != nil {
				t.Fatal(err)
			}
		}
		if got := visit(t, s, n.Reviewer).sign(a, readSigning(t, s, n, a)); got.StatusCode != http.StatusSeeOther {
			t.Errorf("with a second reader: %d %s", got.StatusCode, got.body)
		}
	})
}

func TestARoleThatChangesHalfWay(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		n, ctx := storetest.Newsroom(t, s), context.Background()
		a := settled(t, s, n)
		editor := visit(t, s, n.Editor)
		form := editor.signing(a)
		if form == nil {
			t.Fatal("the form is not offered")
		}
		if err := s.SetRole(ctx, n.Admin, n.Editor.UserID, n.Desk.ID, models.Reviewer); err != nil {
			t.Fatal(err)
		}
		if got := editor.sign(a, form); got.StatusCode != 403 {
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
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		n := storetest.Newsroom(t, s)
		a := settled(t, s, n)
		form := readSigning(t, s, n, a)
		var wg sync.WaitGroup
		answers := make([]reply, 2)
		for i, v := range []caller{visit(t, s, n.Editor), visit(t, s, n.Admin)} {
			wg.Go(func() { answers[i] = v.sign(a, form) })
		}
		wg.Wait()
		won, told := 0, 0
		for _, got := range answers {
			switch {
			case got.StatusCode == http.StatusSeeOther:
				won++
			case got.StatusCode == http.StatusConflict && strings.Contains(got.body, "signed this article off already"):
				told++
			default:
				t.Errorf("%d: %s", got.StatusCode, got.body)
			}
		}
		if won != 1 || told != 1 {
			t.Errorf("%d won and %d were told", won, told)
		}
	})
}

// Whatever order the two come in, no signature stands over an annotation that it did not see.
func TestAnAnnotationThatRacesTheSignOff(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		n := storetest.Newsroom(t, s)
		for range 8 {
			a := settled(t, s, n)
			page, err := s.SentencePage(context.Background(), n.Second, a.ID, 7)
			if err != nil || len(page.Claims) != 1 {
				t.Fatal(err, len(page.Claims))
			}
			claim := page.Claims[0].Claim
			editor, second := visit(t, s, n.Editor), visit(t, s, n.Second)
			form, doubt := editor.signing(a), url.Values{"status": {"disputed"}, "note": {"It was 1912."}, "version": {fmt.Sprint(claim.Version)}}
			var signed, annotated reply
			var wg sync.WaitGroup
			wg.Go(func() { signed = editor.sign(a, form) })
			wg.Go(func() { annotated = second.post(fmt.Sprintf("/claims/%d/annotations", claim.ID), doubt) })
			wg.Wait()
			if annotated.StatusCode != http.StatusSeeOther {
				t.Fatalf("the annotation: %d %s", annotated.StatusCode, annotated.body)
			}
			stands, former := editor.state(a)
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
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		n, ctx := storetest.Newsroom(t, s), context.Background()
		a := settled(t, s, n)
		editor := visit(t, s, n.Editor)
		form := editor.signing(a)
		other := url.Values{"sha256": {strings.Repeat("0", 64)}, "changes": form["changes"]}
		if got := editor.sign(a, other); got.StatusCode != 409 || !strings.Contains(got.body, "another one than you read") {
			t.Errorf("with another text's hash: %d", got.StatusCode)
		}
		for _, bad := range []url.Values{{}, {"sha256": form["sha256"]}, {"sha256": form["sha256"], "changes": {"x"}}} {
			if got := editor.sign(a, bad); got.StatusCode != 409 {
				t.Errorf("%v: %d", bad, got.StatusCode)
			}
		}
		if err := s.EditArticle(ctx, n.Reviewer, a.ID, models.ArticleEdit{Title: "Another title", Language: "en", Version: 1}); err != nil {
			t.Fatal(err)
		}
		if got := editor.sign(a, form); got.StatusCode != 409 || !strings.Contains(got.body, "changed since you opened") {
			t.Errorf("after a change: %d", got.StatusCode)
		}
		if got := editor.sign(a, editor.signing(a)); got.StatusCode != 303 {
			t.Errorf("read again: %d", got.StatusCode)
		}
	})
}

// Every way of changing what was signed voids the signature, with the reason beside it; what changes nothing leaves it.
func TestWhatVoidsASignOff(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		n, ctx := storetest.Newsroom(t, s), context.Background()
		reviewer := visit(t, s, n.Reviewer)
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
				_, err := s.AddEvidence(ctx, n.Second, p.Claims[0].Claim.ID, models.NewEvidence{Title: "A book", Class: "primary", Stance: "contradicts"})
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
			a := settled(t, s, n)
			editor := visit(t, s, n.Editor)
			if got := editor.sign(a, editor.signing(a)); got.StatusCode != 303 {
				t.Fatalf("%s: signing: %d", c.name, got.StatusCode)
			}
			page, err := s.SentencePage(ctx, n.Reviewer, a.ID, 7)
			if err != nil {
				t.Fatal(err)
			}
			if err := c.change(a, page); err != nil {
				t.Fatalf("%s: %v", c.name, err)
			}
			stands, former := reviewer.state(a)
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
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		n := storetest.Newsroom(t, s)
		a := settled(t, s, n)
		editor := visit(t, s, n.Editor)
		editor.sign(a, editor.signing(a))
		form := editor.page(gateOf(a)).Find("form[action$=withdraw]")
		address := form.AttrOr("action", "none")
		if got := visit(t, s, n.Reviewer).post(address, url.Values{"void-reason": {"mine"}}); got.StatusCode != 403 {
			t.Errorf("a reviewer withdraws: %d", got.StatusCode)
		}
		if got := visit(t, s, n.Stranger).post(address, url.Values{"void-reason": {"mine"}}); got.StatusCode != 404 {
			t.Errorf("a stranger withdraws: %d", got.StatusCode)
		}
		if got := editor.post(address, url.Values{"void-reason": {" "}}); got.StatusCode != 422 {
			t.Errorf("without a reason: %d", got.StatusCode)
		}
		if got := editor.post(address, url.Values{"void-reason": {"The mayor called."}}); got.StatusCode != 303 {
			t.Fatalf("%d %s", got.StatusCode, got.body)
		}
		page := visit(t, s, n.Auditor).page(gateOf(a))
		if said := words(page.Find("section[aria-labelledby=former-signoffs]")); !strings.Contains(said, "The mayor called.") || !strings.Contains(said, "Edda Editor") {
			t.Errorf("the page says %q", said)
		}
		if got := editor.post(address, url.Values{"void-reason": {"Twice."}}); got.StatusCode != 409 {
			t.Errorf("withdrawn twice: %d", got.StatusCode)
		}
	})
}

func TestAnOverrideCoversWhatWasSeenAndNoMore(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		n := storetest.Newsroom(t, s)
		a := settled(t, s, n)
		storetest.Claim(t, s, n.Second, a, "€12 million")
		editor, address := visit(t, s, n.Editor), fmt.Sprintf("/articles/%d/overrides", a.ID)
		for _, c := range []struct {
			form   url.Values
			status int
		}{
			{url.Values{"code": {"open"}, "count": {"1"}, "reason": {""}}, 422},
			{url.Values{"code": {"weather"}, "count": {"1"}, "reason": {"x"}}, 422},
			{url.Values{"code": {"open"}, "count": {"2"}, "reason": {"x"}}, 409},
			{url.Values{"code": {"unread"}, "count": {"0"}, "reason": {"x"}}, 409},
			{url.Values{"code": {"open"}, "count": {"1"}, "reason": {"The <b>minister</b> confirmed it on air."}}, 303},
			{url.Values{"code": {"open"}, "count": {"1"}, "reason": {"again"}}, 409},
		} {
			if got := editor.post(address, c.form); got.StatusCode != c.status {
				t.Errorf("%v: %d, want %d", c.form, got.StatusCode, c.status)
			}
		}
		page := visit(t, s, n.Reviewer).page(gateOf(a))
		if said := words(page.Find("#reason-open")); !strings.Contains(said, "The <b>minister</b> confirmed it on air.") || !strings.Contains(said, "Edda Editor") {
			t.Errorf("the page says %q", said)
		}
		if got := editor.sign(a, editor.signing(a)); got.StatusCode != 303 {
			t.Fatalf("signing over the override: %d", got.StatusCode)
		}
		storetest.Claim(t, s, n.Second, a, "March 3")
		page = editor.page(gateOf(a))
		if said := words(page.Find("section[aria-labelledby=former-overrides]")); !strings.Contains(said, "there were 1 then and are 2 now") {
			t.Errorf("of the override it says %q", said)
		}
		if page.Find("form[action$=signoffs]").Length() > 0 || words(page.Find("#reason-open .reason")) != "2 sentences open" {
			t.Error("the gate is open although more is open than was overridden")
		}
		if signed, former := editor.state(a); signed || former != 1 {
			t.Errorf("signed %v, %d voided", signed, former)
		}
	})
}

func TestWithdrawingAnOverride(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		n := storetest.Newsroom(t, s)
		a := settled(t, s, n)
		storetest.Claim(t, s, n.Second, a, "€12 million")
		editor := visit(t, s, n.Editor)
		editor.post(fmt.Sprintf("/articles/%d/overrides", a.ID), url.Values{"code": {"open"}, "count": {"1"}, "reason": {"On air."}})
		editor.sign(a, editor.signing(a))
		address := editor.page(gateOf(a)).Find("#reason-open form[action$=withdraw]").AttrOr("action", "none")
		for who, status := range map[*models.Reader]int{&n.Reviewer: 403, &n.Stranger: 404, &n.Admin: 303, &n.Editor: 409} {
			if status == 409 {
				continue
			}
			if got := visit(t, s, *who).post(address, nil); got.StatusCode != status {
				t.Errorf("%s: %d, want %d", who.Name, got.StatusCode, status)
			}
		}
		if got := editor.post(address, nil); got.StatusCode != 409 {
			t.Errorf("withdrawn twice: %d", got.StatusCode)
		}
		if signed, former := editor.state(a); signed || former != 1 {
			t.Errorf("the sign-off that rested on it stands: %v, %d", signed, former)
		}
	})
}

func TestTheGateAsksForASecondReaderWhereTheDeskDoes(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		n, ctx := storetest.Newsroom(t, s), context.Background()
		a := settled(t, s, n)
		editor := visit(t, s, n.Editor)
		address := fmt.Sprintf("/articles/%d", a.ID)
		if got := words(editor.page(address).Find(".gate strong")); got != "✓ Ready to sign off" {
			t.Fatalf("before: %q", got)
		}
		if err := s.SetSecondReader(ctx, n.Admin, n.Desk.ID, true, false, 1); err != nil {
			t.Fatal(err)
		}
		page, err := s.ArticlePage(ctx, n.Auditor, a.ID)
		if err != nil {
			t.Fatal(err)
		}
		for i, sentence := range page.Sentences {
			left := len(page.Sentences) - i
			link := editor.page(address).Find(".gate li a")
			if got, want := words(link), strings.Replace(fmt.Sprintf("%d sentences without a second reader", left), "1 sentences", "1 sentence", 1); got != want {
				t.Fatalf("the box says %q, want %q", got, want)
			}
			if rows, said := editor.listed(link.AttrOr("href", "")); rows != left || said != left {
				t.Fatalf("behind %q are %d sentences, said to be %d", words(link), rows, said)
			}
			if got := editor.sign(a, readSigning(t, s, n, a)); got.StatusCode != 409 {
				t.Fatalf("signed with %d to read: %d", left, got.StatusCode)
			}
			if _, err := s.MarkRead(ctx, n.Second, sentence.ID); err != nil {
				t.Fatal(err)
			}
		}
		if got := editor.sign(a, editor.signing(a)); got.StatusCode != 303 {
			t.Errorf("with a second reader everywhere: %d", got.StatusCode)
		}
	})
}

func TestAQueryKeepsTheGateClosedUntilItsRaiserSettlesIt(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		n, ctx := storetest.Newsroom(t, s), context.Background()
		a := settled(t, s, n)
		id, _, err := s.RaiseQuery(ctx, n.Reviewer, models.NewQuery{ArticleID: a.ID, To: "writer", Body: "Which bridge?"})
		if err != nil {
			t.Fatal(err)
		}
		editor := visit(t, s, n.Editor)
		link := editor.page(gateOf(a)).Find("#reason-queries .reason a")
		if words(link) != "1 query not settled" {
			t.Fatalf("the reason reads %q", words(link))
		}
		if rows, _ := editor.listed(link.AttrOr("href", "")); rows != 1 {
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
		if got := editor.sign(a, readSigning(t, s, n, a)); got.StatusCode != 409 {
			t.Errorf("signed over an answered query: %d", got.StatusCode)
		}
		step(n.Reviewer, models.SettleQuery, "")
		if got := editor.sign(a, editor.signing(a)); got.StatusCode != 303 {
			t.Fatalf("signing: %d", got.StatusCode)
		}
		step(n.Reviewer, models.ReopenQuery, "Which old one?")
		if signed, former := editor.state(a); signed || former != 1 {
			t.Errorf("with the query open again: signed %v, %d voided", signed, former)
		}
	})
}

// Attention leads to what it counts, whatever the filter.
func TestAttentionLeadsToWhatItCounts(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		n, bridge := busy(t, s)
		ctx, soon, late, far := context.Background(), time.Now().Add(time.Hour), time.Now().Add(-time.Hour), time.Now().Add(48*time.Hour)
		for i, due := range []*time.Time{&soon, &late, &far, nil} {
			ready, closed := settled(t, s, n), handIn(t, s, n.Writer, n.Desk, fmt.Sprint("Due ", i), "Nobody has read this.")
			for _, a := range []models.Article{ready, closed} {
				if err := s.EditArticle(ctx, n.Editor, a.ID, models.ArticleEdit{Title: a.Title, Language: "en", DueAt: due, Version: 1}); err != nil {
					t.Fatal(err)
				}
			}
			if i == 0 {
				signed := settled(t, s, n)
				if err := s.EditArticle(ctx, n.Editor, signed.ID, models.ArticleEdit{Title: "Signed", Language: "en", DueAt: due, Version: 1}); err != nil {
					t.Fatal(err)
				}
				editor := visit(t, s, n.Editor)
				editor.sign(signed, editor.signing(signed))
			}
		}
		if _, _, err := s.RaiseQuery(ctx, n.Reviewer, models.NewQuery{ArticleID: bridge.ID, To: "writer", Body: "Which bridge?"}); err != nil {
			t.Fatal(err)
		}
		v := visit(t, s, n.Editor)
		for _, query := range []string{"", "?status=disputed", fmt.Sprintf("?reviewer=%d", n.Second.UserID), fmt.Sprintf("?desk=%d", n.Desk.ID)} {
			board, got := v.page("/dashboard"+query), map[string]int{}
			board.Find(".attention [data-figure]").Each(func(_ int, f *goquery.Selection) {
				figure, address := numberIn(t, words(f.Find(".num"))), f.AttrOr("href", "")
				if rows, said := v.listed(address); rows != figure || said >= 0 && said != figure {
					t.Errorf("%s: %s shows %d; %s has %d rows and says %d", query, words(f), figure, address, rows, said)
				}
				got[f.AttrOr("data-figure", "")] = figure
			})
			if got["queries waiting"] != 1 || got["due soon"] != 4 || got["blocked"] != 2 || len(got) != 4 {
				t.Errorf("%s: %v", query, got)
			}
		}
	})
}

// The gate of every row is that of its page.
func TestTheDashboardShowsGates(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		n := storetest.Newsroom(t, s)
		ready, closed := settled(t, s, n), storetest.Article(t, s, n)
		editor := visit(t, s, n.Editor)
		cell := func(a models.Article) string {
			return words(editor.page("/dashboard").Find(fmt.Sprintf("#article-%d td[data-label=Gate]", a.ID)))
		}
		if got := cell(ready); got != "ready" {
			t.Errorf("an open gate: %q", got)
		}
		if got := cell(closed); got != "1 reason" {
			t.Errorf("a closed gate: %q", got)
		}
		editor.sign(ready, editor.signing(ready))
		if got := cell(ready); got != "✓ signed off by Edda Editor" {
			t.Errorf("a signed article: %q", got)
		}
	})
}
