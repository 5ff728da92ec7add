package handlers_test

import (
	"fmt"
	"net/url"
	"strings"
	"sync"
	"testing"

	"linecheck/handlers/sitetest"
	"linecheck/models"
	"linecheck/store"
	"linecheck/store/storetest"
)

// A query goes from a reviewer to the writer and back, by forms alone. Users without a part in it get errors.
func TestQueryByForms(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		n := storetest.Newsroom(t, s)
		a := storetest.AddArticle(t, s, n)
		claim := storetest.AddClaim(t, s, n.Reviewer, a, "4,000 people").ClaimID
		reviewer, writer, second, editor := sitetest.VisitAs(
			t,
			s,
			n.Reviewer,
		), sitetest.VisitAs(
			t,
			s,
			n.Writer,
		), sitetest.VisitAs(
			t,
			s,
			n.SecondReviewer,
		), sitetest.VisitAs(
			t,
			s,
			n.Editor,
		)
		ask := url.Values{"to": {"writer"}, "body": {"Who <b>counted</b>?"}}
		for who, status := range map[*sitetest.Caller]int{&writer: 403, ptr(sitetest.VisitAs(t, s, n.Auditor)): 403, ptr(sitetest.VisitAs(t, s, n.OtherDeskReviewer)): 404} {
			if got := who.Post(fmt.Sprintf("/claims/%d/queries", claim), ask); got.StatusCode != status {
				t.Errorf("asking: status %d, not %d", got.StatusCode, status)
			}
		}
		if got := reviewer.Post(fmt.Sprintf("/claims/%d/queries", claim), ask); got.StatusCode != 303 {
			t.Fatalf("asking: status %d: %s", got.StatusCode, got.Text)
		}
		card := reviewer.Page(fmt.Sprintf("/articles/%d/sentences/5", a.ID))
		address := "/queries/" + strings.TrimPrefix(card.Find("#cards .query").AttrOr("id", ""), "query")
		if got := sitetest.VisibleText(card.Find("#cards .query .note")); got != "Who <b>counted</b>?" ||
			card.Find("#s5.asked").Length() != 1 {
			t.Errorf("the sentence shows %q", got)
		}
		item := "#item-query-" + strings.TrimPrefix(address, "/queries/")
		if got := writer.Page("/queue"); sitetest.VisibleText(got.Find(`.queue-filter a[href*="kind=query"]`)) != "Queries 1" ||
			got.Find(item).Length() != 1 || got.Find(`#chosen form[action="`+address+`/messages"]`).Length() != 1 {
			t.Errorf("the writer’s queue has %q", sitetest.VisibleText(got.Find("main")))
		}
		step := func(who sitetest.Caller, act, body, version string, status int) {
			t.Helper()
			got := who.Post(address+act, url.Values{"body": {body}, "version": {version}})
			if got.StatusCode != status {
				t.Errorf("%s: status %d, not %d", act, got.StatusCode, status)
			}
			if page := got.Document(t, got.StatusCode); status == 409 && page.Find("textarea").Text() != body {
				t.Errorf("%s: what was typed is lost: %q", act, page.Find("textarea").Text())
			}
		}
		step(writer, "/messages", "The city.", "1", 303)
		step(second, "/settle", "", "2", 403)
		step(writer, "/settle", "", "2", 403)
		step(editor, "/settle", "", "2", 403)
		step(second, "/dismiss", "No.", "2", 403)
		step(editor, "/dismiss", "", "2", 422)
		step(sitetest.VisitAs(t, s, n.OtherDeskReviewer), "/messages", "Me too", "2", 404)
		step(sitetest.VisitAs(t, s, n.Auditor), "/messages", "Me too", "2", 403)
		step(reviewer, "/messages", "Which year?", "1", 409)
		step(reviewer, "/settle", "Thank you.", "2", 303)
		step(second, "/reopen", "", "3", 403)
		step(editor, "/reopen", "Which year?", "3", 303)
		step(editor, "/dismiss", "The sentence goes.", "4", 303)
		if got := sitetest.VisibleText(reviewer.Page(address).Find(".thread")); !strings.Contains(got, "The city.") ||
			!strings.Contains(got, "Dismissed, because:The sentence goes.") {
			t.Errorf("the thread is %q", got)
		}
		stranger := sitetest.VisitAs(t, s, n.OtherDeskReviewer)
		for _, path := range []string{address, fmt.Sprintf("/articles/%d/queries", a.ID), fmt.Sprintf("/articles/%d/assignments", a.ID)} {
			hidden, missing := stranger.Get(
				path,
			), stranger.Get(
				strings.Replace(path, path[strings.LastIndexAny(path, "0123456789"):strings.LastIndexAny(path, "0123456789")+1], "999", 1),
			)
			if hidden.StatusCode != 404 || missing.StatusCode != 404 ||
				strings.ReplaceAll(hidden.Text, path, "") != strings.ReplaceAll(missing.Text, path, "") {
				t.Errorf("%s to a stranger: %d and %d", path, hidden.StatusCode, missing.StatusCode)
			}
		}
	})
}

// If two users settle and dismiss a query at once, one succeeds and the other gets a conflict.
func TestTwoStepsAtOnce(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		n := storetest.Newsroom(t, s)
		a := storetest.AddArticle(t, s, n)
		id, _, err := s.RaiseQuery(t.Context(), n.Reviewer, models.NewQuery{ArticleID: a.ID, To: "writer", Body: "Run it?"})
		if err != nil {
			t.Fatal(err)
		}
		reviewer, editor := sitetest.VisitAs(t, s, n.Reviewer), sitetest.VisitAs(t, s, n.Editor)
		var wait sync.WaitGroup
		var settled, dismissed sitetest.Reply
		form := url.Values{"body": {"Done."}, "version": {"1"}}
		wait.Go(func() { settled = reviewer.Post(fmt.Sprintf("/queries/%d/settle", id), form) })
		wait.Go(func() { dismissed = editor.Post(fmt.Sprintf("/queries/%d/dismiss", id), form) })
		wait.Wait()
		if settled.StatusCode+dismissed.StatusCode != 303+409 {
			t.Errorf("settling: %d, dismissing: %d", settled.StatusCode, dismissed.StatusCode)
		}
		v, err := s.Verify(t.Context())
		if err != nil || v.Break != "" {
			t.Errorf("%+v, %v", v, err)
		}
	})
}

// Work is assigned to a user with a due time, unless it changed concurrently, and appears on that user's
// page.
func TestAssignWork(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		n := storetest.Newsroom(t, s)
		a := storetest.AddArticle(t, s, n)
		claim := storetest.AddClaim(t, s, n.Reviewer, a, "4,000 people").ClaimID
		editor, second := sitetest.VisitAs(t, s, n.Editor), sitetest.VisitAs(t, s, n.SecondReviewer)
		give := func(who sitetest.Caller, address, person, due, version string, status int) {
			t.Helper()
			if got := who.Post(address, url.Values{"person": {person}, "due": {due}, "version": {version}}); got.StatusCode != status {
				t.Errorf(
					"%s: status %d, not %d: %s",
					address,
					got.StatusCode,
					status,
					sitetest.VisibleText(got.Document(t, got.StatusCode).Find("main")),
				)
			}
		}
		onClaim, onArticle, person := fmt.Sprintf(
			"/claims/%d/assignment",
			claim,
		), fmt.Sprintf(
			"/articles/%d/assignments",
			a.ID,
		), fmt.Sprint(
			n.SecondReviewer.UserID,
		)
		for _, address := range []string{onClaim, onArticle} {
			give(sitetest.VisitAs(t, s, n.Writer), address, person, "", "1", 403)
			give(sitetest.VisitAs(t, s, n.OtherDeskReviewer), address, person, "", "1", 404)
			give(editor, address, fmt.Sprint(n.OtherDeskReviewer.UserID), "", "1", 422)
			give(editor, address, fmt.Sprint(n.Writer.UserID), "", "1", 422)
			give(editor, address, person, "tomorrow", "1", 422)
			give(editor, address, person, "2026-12-01T09:00", "1", 303)
			give(editor, address, person, "", "1", 409)
		}
		page := second.Page("/queue")
		if group := sitetest.VisibleText(page.Find(".queue-list .due")); !strings.Contains(group, "assigned to you") ||
			sitetest.VisibleText(page.Find(`.queue-filter a[href*="kind=assigned"]`)) != "Assigned 1" ||
			page.Find(fmt.Sprintf("#item-assigned-%d", claim)).Length() != 1 {
			t.Errorf("the person’s queue has %q", sitetest.VisibleText(page.Find("main")))
		}
		for _, part := range []string{".queue-list .due", fmt.Sprintf("#item-assigned-%d", claim)} {
			if page.Find(part+` time[datetime="2026-12-01T09:00:00+05:00"]`).Length() != 1 {
				t.Errorf("%s does not say by when", part)
			}
		}
		for _, list := range []string{"/articles?asked=1", fmt.Sprintf("/claims?assignee=%s&open=1", person)} {
			if got := second.Page(list); got.Find("main tbody tr, main .rows > li").Length() != 1 {
				t.Errorf("%s: %q", list, sitetest.VisibleText(got.Find("main")))
			}
		}
		give(editor, onClaim, "", "", "2", 303)
		give(editor, onArticle+"/withdraw", person, "", "2", 303)
		give(editor, onArticle+"/withdraw", person, "", "3", 404)
		if got := second.Page("/"); got.Find("#given-articles, #given-claims").Length() > 0 {
			t.Error("what was taken away is still there")
		}
	})
}

func ptr[T any](v T) *T { return &v }
