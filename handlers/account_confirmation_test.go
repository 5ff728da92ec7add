package handlers_test

import (
	"encoding/csv"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"linecheck/handlers/sitetest"
	"linecheck/models"
	"linecheck/store"
	"linecheck/store/storetest"
)

// An administrator resets an editor's password and signs in as them. The pages say what the account may not
// do until somebody else confirms it.
func TestConfirmingAnAccount(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		news := storetest.Newsroom(t, s)
		bea := storetest.AddPerson(t, s, "Bea Boss", "bea@example.org", models.Admin, news.Desk)
		ada, other := sitetest.VisitAs(t, s, news.Admin), sitetest.VisitAs(t, s, bea)
		confirm, password := fmt.Sprintf("/people/%d/confirm", news.Editor.UserID), "five unrelated plain words here"
		made := ada.Post(fmt.Sprintf("/people/%d/reset", news.Editor.UserID), nil).Document(t, http.StatusCreated)
		link, _ := made.Find("#link").Attr("value")
		row := sitetest.VisibleText(other.Page("/people").Find("#invitations tbody tr"))
		for _, part := range []string{"Edda Editor", "editor@example.org", "choose a new password", "Ada Admin"} {
			if !strings.Contains(row, part) {
				t.Errorf("the link is listed as %q, without %q", row, part)
			}
		}
		stranger := sitetest.Caller{T: t, Site: ada.Site, Cookie: &http.Cookie{Name: "nothing", Value: "x"}}
		joined := stranger.Post(link[strings.Index(link, "/join/"):], url.Values{"password": {password}})
		if joined.StatusCode != http.StatusSeeOther {
			t.Fatalf("using the link: %d %s", joined.StatusCode, joined.Text)
		}
		edda := sitetest.Caller{T: t, Site: ada.Site, Cookie: joined.Cookies()[0]}
		if bar := sitetest.VisibleText(edda.Page("/account").Find("#account-bar")); !strings.Contains(
			bar,
			"opened by a link made by Ada Admin",
		) ||
			!strings.Contains(bar, "Bea Boss confirms it") {
			t.Errorf("the account says %q", bar)
		}
		act := edda.Page(sitetest.GatePath(sitetest.NewSettledArticle(t, s, news))).Find(".sign-act")
		if said := sitetest.VisibleText(act); !strings.Contains(said, "opened by a link made by Ada Admin") ||
			act.Find("button").Length() > 0 {
			t.Errorf("beside what they would sign it says %q", said)
		}
		if n := ada.Page("/people").Find(fmt.Sprintf("form[action='%s']", confirm)).Length(); n != 0 {
			t.Error("who made the link is offered to confirm the account")
		}
		if said := sitetest.VisibleText(ada.Post(confirm, nil).Document(t, http.StatusUnprocessableEntity).Find("[role=alert]")); !strings.Contains(
			said,
			"You made the link",
		) {
			t.Errorf("who made the link is told %q", said)
		}
		if n := other.Page("/people").Find(fmt.Sprintf("form[action='%s'] button", confirm)).Length(); n != 1 {
			t.Errorf("%d buttons to confirm the account", n)
		}
		if got := other.Post(confirm, nil); got.StatusCode != http.StatusSeeOther {
			t.Fatalf("confirming: %d %s", got.StatusCode, got.Text)
		}
		if n := edda.Page("/account").Find("#account-bar, #account-note").Length(); n != 0 {
			t.Error("the account that was confirmed says that it was not")
		}
	})
}

// With only one administrator, nobody can confirm the accounts they open. The account page says what will be
// printed.
func TestNoteOfAnAccountThatNobodyConfirms(t *testing.T) {
	s := storetest.Open(t, storetest.SQLite(t))
	news := storetest.Newsroom(t, s)
	link, err := s.CreateResetLink(t.Context(), news.Admin, news.Editor.UserID)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Join(t.Context(), link, "", storetest.Password); err != nil {
		t.Fatal(err)
	}
	page := sitetest.VisitAs(t, s, news.Editor).Page("/account")
	if note := sitetest.VisibleText(page.Find("#account-note")); !strings.Contains(
		note,
		"account opened by a link made by Ada Admin on 20",
	) ||
		page.Find("#account-bar").Length() != 0 {
		t.Errorf("the account says %q", note)
	}
}

// The audit log of a desk lists its own changes, with user, door, before and after, for those who oversee the
// desk only.
func TestHistoryOfADesk(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		news := storetest.Newsroom(t, s)
		ada, auditor := sitetest.VisitAs(t, s, news.Admin), sitetest.VisitAs(t, s, news.Auditor)
		path := fmt.Sprintf("/desks/%d/history", news.Desk.ID)
		for _, change := range []struct {
			path string
			form url.Values
		}{
			{fmt.Sprintf("/desks/%d/policy", news.Desk.ID), url.Values{"secondaries": {"3"}, "version": {"1"}}},
			{fmt.Sprintf("/desks/%d/second-reader", news.Desk.ID), url.Values{"second-reader": {"on"}, "blind": {"on"}, "version": {"2"}}},
			{fmt.Sprintf("/people/%d/role", news.SecondReviewer.UserID), url.Values{"desk": {fmt.Sprint(news.Desk.ID)}, "role": {"editor"}}},
			{fmt.Sprintf("/people/%d/disable", news.SecondReviewer.UserID), nil},
			{"/account/tokens", url.Values{"name": {"Nightly"}, "scope": {"read"}}},
			{fmt.Sprintf("/desks/%d/webhooks", news.Desk.ID), url.Values{"name": {"The CMS"}, "address": {"https://cms.example/"}, "claims": {"on"}}},
		} {
			if got := ada.Post(change.path, change.form); got.StatusCode >= 400 {
				t.Fatalf("%s: %d %s", change.path, got.StatusCode, sitetest.VisibleText(got.Document(t, got.StatusCode).Find("main")))
			}
		}
		page := auditor.Page(path)
		rows := page.Find("ol.record > li")
		for _, want := range [][]string{
			{"Ada Admin made the webhook The CMS", "by page"},
			{"Ada Admin made an API token for Ada Admin", "name Nightly", "scope read", "by page"},
			{"Ada Admin closed the account of Sam Second", "account open → disabled", "by page"},
			{"Ada Admin set the role of Sam Second", "role reviewer → editor", "by page"},
			{"Ada Admin changed the second reading", "second reader no → yes", "by page"},
			{"Ada Admin changed what the desk asks of its evidence", "secondary sources 2 → 3", "by page"},
		} {
			row := rows.First()
			for _, part := range want {
				if !strings.Contains(sitetest.VisibleText(row), part) {
					t.Errorf("the act reads %q, without %q", sitetest.VisibleText(row), part)
				}
			}
			rows = rows.Slice(1, rows.Length())
		}
		if n := auditor.Page(path + "?kind=webhook").Find("ol.record > li").Length(); n != 1 {
			t.Errorf("%d acts on webhooks, want 1", n)
		}
		for who, want := range map[*models.Reader]int{&news.Editor: 200, &news.Admin: 200, &news.Reviewer: 403, &news.Writer: 403, &news.OtherDeskReviewer: 404} {
			for _, address := range []string{path, path + ".csv"} {
				if got := sitetest.VisitAs(t, s, *who).Get(address); got.StatusCode != want {
					t.Errorf("%s asks for %s: %d, want %d", who.Name, address, got.StatusCode, want)
				}
			}
		}
		file := auditor.Get(path + ".csv")
		lines, err := csv.NewReader(strings.NewReader(file.Text)).ReadAll()
		if err != nil || len(lines) < 7 ||
			strings.Join(lines[0][:len(models.EventColumns)], ",") != strings.Join(models.EventColumns, ",") {
			t.Fatalf("the file: %v, %d lines, %q", err, len(lines), lines[0])
		}
		if last := strings.Join(lines[len(lines)-1], "|"); !strings.Contains(last, "webhook made") || !strings.Contains(last, "page") {
			t.Errorf("the last act in the file: %s", last)
		}
	})
}

// Every event names its door: a page, an API token with its name, or none for a direct call of the store.
func TestAuditEntriesNameTheirDoor(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		news := storetest.Newsroom(t, s)
		reviewer := sitetest.VisitAs(t, s, news.Reviewer)
		token, err := s.AddToken(t.Context(), news.Reviewer, models.NewToken{Name: "Nightly import", Scope: "write"})
		if err != nil {
			t.Fatal(err)
		}
		article := storetest.AddArticle(t, s, news)
		keyed := map[string]string{"": "", "Idempotency-Key": "one"}
		for name, value := range keyed {
			request := httptest.NewRequest(
				http.MethodPost,
				fmt.Sprintf("/api/v1/articles/%d/claims", article.ID),
				strings.NewReader(map[string]string{"": `{"start": 0, "end": 4}`, "one": `{"start": 5, "end": 11}`}[value]),
			)
			request.Header.Set("Authorization", "Bearer "+token)
			request.Header.Set("Content-Type", "application/json")
			if name != "" {
				request.Header.Set(name, value)
			}
			recorder := httptest.NewRecorder()
			reviewer.Site.ServeHTTP(recorder, request)
			if recorder.Code != http.StatusCreated {
				t.Fatalf("a claim by the API: %d %s", recorder.Code, recorder.Body)
			}
		}
		sentences, err := s.ArticlePage(t.Context(), news.Reviewer, article.ID)
		if err != nil {
			t.Fatal(err)
		}
		if got := reviewer.Post(fmt.Sprintf("/sentences/%d/readings", sentences.Sentences[3].ID), nil); got.StatusCode >= 400 {
			t.Fatalf("a mark by a page: %d %s", got.StatusCode, got.Text)
		}
		record, err := s.AuditLog(t.Context(), news.Auditor, models.AuditFilter{ArticleID: article.ID}, models.Page{})
		if err != nil {
			t.Fatal(err)
		}
		byToken := fmt.Sprintf("token %d: Nightly import", 1)
		want := []string{"reading made by page", "claim made by " + byToken, "claim made by " + byToken, "article made by "}
		for i, d := range record.Entries {
			if got := d.Action + " by " + d.Door; i >= len(want) || got != want[i] {
				t.Errorf("act %d: %q, want %q", i, got, want[min(i, len(want)-1)])
			}
		}
		if len(record.Entries) != len(want) {
			t.Errorf("%d acts, want %d", len(record.Entries), len(want))
		}
		page := sitetest.VisibleText(
			sitetest.VisitAs(t, s, news.Auditor).Page(fmt.Sprintf("/articles/%d/record", article.ID)).Find("ol.record"),
		)
		if !strings.Contains(page, "by API token 1 (Nightly import)") || !strings.Contains(page, "by page") {
			t.Errorf("the article's record: %s", page)
		}
		if v, err := s.Verify(t.Context()); err != nil || v.Break != "" {
			t.Errorf("verify: %q, %v", v.Break, err)
		}
	})
}

// Every page and the API reject names and reasons without visible characters.
func TestInvisibleNamesAreRefused(t *testing.T) {
	s := storetest.Open(t, storetest.SQLite(t))
	news := storetest.Newsroom(t, s)
	ada := sitetest.VisitAs(t, s, news.Admin)
	article := storetest.AddArticle(t, s, news)
	token, err := s.AddToken(t.Context(), news.Admin, models.NewToken{Scope: "write"})
	if err != nil {
		t.Fatal(err)
	}
	claim := storetest.AddClaim(t, s, news.Reviewer, article, "€12 million").ClaimID
	for _, blank := range []string{"\u200b\u3164", "—", "👍"} {
		for path, body := range map[string]string{
			"/articles": `{"title": %q, "text": "One sentence."}`,
			fmt.Sprintf("/claims/%d/annotations", claim): `{"status": "sourced", "version": 1, "evidence": [{"title": %q, "class": "primary", "stance": "supports"}]}`,
		} {
			request := httptest.NewRequest(
				http.MethodPost,
				"/api/v1"+path,
				strings.NewReader(strings.ReplaceAll(body, "%q", `"`+blank+`"`)),
			)
			request.Header.Set("Authorization", "Bearer "+token)
			request.Header.Set("Content-Type", "application/json")
			recorder := httptest.NewRecorder()
			ada.Site.ServeHTTP(recorder, request)
			if recorder.Code != http.StatusUnprocessableEntity || !strings.Contains(recorder.Body.String(), "title") {
				t.Errorf("the API at %s with %+q: %d %s", path, blank, recorder.Code, recorder.Body)
			}
		}
		for _, c := range []struct {
			path, field string
			form        url.Values
		}{
			{"/desks", "name", url.Values{"name": {blank}}},
			{"/invitations", "name", url.Values{"name": {blank}, "email": {"x@example.org"}, "role": {"writer"}, "desk": {fmt.Sprint(news.Desk.ID)}}},
			{"/account/tokens", "name", url.Values{"name": {blank}, "scope": {"read"}}},
			{fmt.Sprintf("/desks/%d/webhooks", news.Desk.ID), "name", url.Values{"name": {blank}, "address": {"https://cms.example/"}, "claims": {"on"}}},
			{"/articles", "title", url.Values{"title": {blank}, "text": {"One sentence."}, "desk": {fmt.Sprint(news.Desk.ID)}}},
			{fmt.Sprintf("/articles/%d/queries", article.ID), "body", url.Values{"to": {"writer"}, "body": {strings.Trim(blank, "—👍")}}},
		} {
			got := ada.Post(c.path, c.form)
			if page := got.Document(t, got.StatusCode); got.StatusCode != http.StatusUnprocessableEntity {
				t.Errorf("POST %s with %+q: %d %s", c.path, blank, got.StatusCode, sitetest.VisibleText(page.Find("main")))
			}
		}
	}
}
