package handlers_test

import (
	"fmt"
	"net/url"
	"strings"
	"testing"

	"linecheck/formats/send"
	"linecheck/formats/send/sendtest"
	"linecheck/handlers"
	"linecheck/handlers/sitetest"
	"linecheck/internal/testutil"
	"linecheck/models"
	"linecheck/store"
	"linecheck/store/storetest"
)

// mailing makes a caller's site send mail through a test server.
func mailing(t *testing.T, v sitetest.Caller, s *store.Store, server *sendtest.Server) sitetest.Caller {
	t.Helper()
	mailer, err := send.NewMailer("smtp://"+server.Address, "Linecheck <linecheck@example.org>", nil)
	testutil.Must(t, err)
	v.Site = handlers.New(s, handlers.Config{Zone: sitetest.Zone, BaseURL: "http://desk.example.org", Mailer: mailer})
	return v
}

func TestLinksAreMailed(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		n := storetest.Newsroom(t, s)
		server := sendtest.Start(t, sendtest.Options{})
		admin := mailing(t, sitetest.VisitAs(t, s, n.Admin), s, server)
		invite := url.Values{"name": {"Nel \"N\" <b>New"}, "email": {"nel@example.org"}, "role": {"reviewer"}, "desk": {fmt.Sprint(n.Desk.ID)}}
		page := admin.Post("/invitations", invite).Document(t, 201)
		link := page.Find("#link").AttrOr("value", "")
		if !strings.HasPrefix(link, "http://desk.example.org/join/") || !strings.Contains(page.Text(), "It was mailed to nel@example.org.") {
			t.Errorf("the page shows the link %q and says %q", link, sitetest.VisibleText(page.Find(".notice")))
		}
		got := testutil.Receive(t, "invitation", server.Messages)
		testutil.Equal(t, "recipient", got.To, "nel@example.org")
		testutil.Equal(t, "subject", got.Subject, "Linecheck: "+n.Admin.Name+" invites you to "+n.Desk.Name)
		testutil.Contains(t, "text", got.Text, link, n.Admin.Name)
		testutil.Contains(t, "HTML", got.HTML, `href="`+link+`"`)

		page = admin.Post(fmt.Sprintf("/people/%d/reset", n.Reviewer.UserID), nil).Document(t, 201)
		link = page.Find("#link").AttrOr("value", "")
		got = testutil.Receive(t, "link for a new password", server.Messages)
		testutil.Equal(t, "recipient", got.To, n.Reviewer.Email)
		testutil.Contains(t, "text", got.Text, link)

		server.Answer("nel@example.org", 550)
		page = admin.Post("/invitations", invite).Document(t, 201)
		if !strings.Contains(page.Text(), "It was not mailed: The mail server refused the address (550).") ||
			page.Find("#link").AttrOr("value", "") == "" {
			t.Errorf("after a refusal the page says %q", sitetest.VisibleText(page.Find(".notice")))
		}
	})
}

func TestMailIsChosenByForm(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		n := storetest.Newsroom(t, s)
		reviewer := mailing(t, sitetest.VisitAs(t, s, n.Reviewer), s, sendtest.Start(t, sendtest.Options{}))
		page := reviewer.Page("/account/mail")
		form := url.Values{"digest-day": {"1", "3"}, "zone": {" Europe/Lisbon "}}
		for _, field := range page.Find("main form select").EachIter() {
			form.Set(field.AttrOr("name", ""), field.Find("option[selected]").AttrOr("value", ""))
		}
		if got := page.Find("select[name=mode-ready]").Length(); got != 0 {
			t.Error("a reviewer chooses what only editors get")
		}
		form.Set("mode-asked", "never")
		form.Set("quiet-from", "22")
		if got := reviewer.Post("/account/mail", form); got.StatusCode != 303 {
			t.Fatalf("saving: status %d: %s", got.StatusCode, got.Text)
		}
		settings, err := s.MailSettings(t.Context(), n.Reviewer)
		testutil.Must(t, err)
		if len(settings.Modes) != 1 || settings.Mode(models.NoticeAsked) != models.MailNever || settings.Zone != "Europe/Lisbon" ||
			settings.QuietFrom != 22 || settings.DigestHour != 8 {
			t.Errorf("the settings are %+v", settings)
		}
		page = reviewer.Page("/account/mail?saved=1")
		if got := page.Find("select[name=mode-asked] option[selected]").AttrOr("value", ""); got != "never" ||
			page.Find("input[name=digest-day][checked]").Length() != 2 || !strings.Contains(page.Text(), "Your choices are saved.") {
			t.Errorf("the form shows %q", sitetest.VisibleText(page.Find("main")))
		}
		form.Set("zone", "Atlantis")
		page = reviewer.Post("/account/mail", form).Document(t, 422)
		if page.Find("#zone").AttrOr("value", "") != "Atlantis" ||
			page.Find("select[name=mode-asked] option[selected]").AttrOr("value", "") != "never" {
			t.Error("after an error, what was typed is gone")
		}
	})
}

// The unsubscribe link in a mail needs no session. Opening it changes nothing, because mail programs open links on their own.
func TestMailEndsByItsLink(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		n := storetest.Newsroom(t, s)
		chosen := models.NewMailSettings{DigestHour: "8", DigestDays: []string{"1"}, QuietFrom: "0", QuietUntil: "0"}
		testutil.Must(t, s.SetMailSettings(t.Context(), n.Editor, chosen))
		off := func() bool {
			settings, err := s.MailSettings(t.Context(), n.Editor)
			testutil.Must(t, err)
			return settings.Off
		}
		settings, err := s.MailSettings(t.Context(), n.Editor)
		testutil.Must(t, err)
		nobody := sitetest.VisitAs(t, s, n.OtherDeskReviewer)
		nobody.Cookie.Value = ""
		path := "/mail/" + settings.Unsubscribe
		page := nobody.Page(path)
		if off() || page.Find("main form").AttrOr("action", "") != path {
			t.Error("opening the link ends the mail, or offers nothing")
		}
		if strings.Contains(page.Text(), n.Editor.Email) || strings.Contains(page.Text(), n.Editor.Name) {
			t.Error("the page tells whose link it is")
		}
		if got := nobody.Post(path, url.Values{"List-Unsubscribe": {"One-Click"}}); got.StatusCode != 200 || !off() {
			t.Errorf("the one-click answer is %d, and the mail is off: %v", got.StatusCode, off())
		}
		if got := nobody.Post(path+"x", nil); got.StatusCode != 404 {
			t.Errorf("a wrong link answers %d", got.StatusCode)
		}
	})
}

// Without a mail server, no page mentions mail.
func TestWithoutAMailServerNothingIsSaidOfMail(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		n := storetest.Newsroom(t, s)
		admin := sitetest.VisitAs(t, s, n.Admin)
		if got := admin.Get("/account/mail"); got.StatusCode != 404 {
			t.Errorf("the choices about mail are there: %d", got.StatusCode)
		}
		if admin.Page("/account").Find("#mail").Length() > 0 || admin.Page("/desks").Find("input[name=mail-text]").Length() > 0 {
			t.Error("pages offer mail")
		}
	})
}
