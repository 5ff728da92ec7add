package handlers_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"linecheck/handlers/sitetest"
	"linecheck/models"
	"linecheck/store"
	"linecheck/store/storetest"
)

// An administrator adds a webhook without scripts, sees its secret once, sends a test and sees its result.
// Users who leave the desk lose access to the page.
func TestWebhooksOfADesk(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		news := storetest.Newsroom(t, s)
		second := storetest.AddPerson(t, s, "Ann Other", "ann@example.org", models.Admin, news.Desk)
		v := sitetest.VisitAs(t, s, second)
		list := fmt.Sprintf("/desks/%d/webhooks", news.Desk.ID)
		if v.Page("/desks").Find(`a[href="`+list+`"]`).Length() != 1 {
			t.Error("no link leads from the desks to their webhooks")
		}
		form := url.Values{"name": {"<b>CMS</b>"}, "address": {"http://127.0.0.1:443/hook"}, "claims": {"1"}}
		said := sitetest.VisibleText(v.Post(list, form).Document(t, http.StatusUnprocessableEntity).Find("#wrong-address"))
		if !strings.Contains(said, "leads inside a network") || !strings.Contains(said, "can allow its network with --webhook-networks") {
			t.Errorf("an address inside is refused with %q", said)
		}
		form.Set("address", "https://cms.example/hook")
		page := v.Post(list, form).Document(t, http.StatusCreated)
		secret := sitetest.VisibleText(page.Find("#secret"))
		if !strings.HasPrefix(secret, "whsec_") || sitetest.VisibleText(page.Find("h1")) != "Webhook <b>CMS</b>" {
			t.Fatalf("secret %q, heading %q", secret, sitetest.VisibleText(page.Find("h1")))
		}
		hook, _ := page.Find(`form[action$="/tests"]`).Attr("action")
		hook = strings.TrimSuffix(hook, "/tests")
		v.Post(hook+"/tests", nil).Document(t, http.StatusSeeOther)
		if again := v.Get(hook); again.StatusCode != http.StatusOK || strings.Contains(again.Text, "whsec_") {
			t.Error("the secret is shown twice")
		}
		page = v.Page(hook)
		if said := sitetest.VisibleText(page.Find("#log ~ ul > li")); !strings.Contains(said, "○ Waits test") ||
			!strings.Contains(said, "answer: –") {
			t.Errorf("the log says %q", said)
		}
		if checked := page.Find("fieldset input[checked]"); checked.Length() != 1 || checked.AttrOr("name", "") != "claims" {
			t.Error("the form has forgotten what it is told")
		}
		form.Set("version", "1")
		form.Set("gates", "1")
		v.Post(hook+"/details", form).Document(t, http.StatusSeeOther)
		if said := sitetest.VisibleText(v.Post(hook+"/details", form).Document(t, http.StatusConflict).Find("main")); !strings.Contains(
			said,
			"Somebody changed this webhook",
		) {
			t.Errorf("the old version is met with %q", said)
		}
		v.Post(hook+"/disable", nil).Document(t, http.StatusSeeOther)
		if said := sitetest.VisibleText(v.Post(hook+"/tests", nil).Document(t, http.StatusUnprocessableEntity).Find(".error-summary")); !strings.Contains(
			said,
			"switched off",
		) {
			t.Errorf("a test of what is off is met with %q", said)
		}
		if said := sitetest.VisibleText(v.Page(hook).Find("#log ~ ul > li")); !strings.Contains(said, "○ Stopped") {
			t.Errorf("switched off, the log says %q", said)
		}
		if err := s.SetRole(t.Context(), news.Admin, second.UserID, news.Desk.ID, ""); err != nil {
			t.Fatal(err)
		}
		for _, path := range []string{list, hook} {
			v.Get(path).Document(t, http.StatusNotFound)
		}
		v.Post(hook+"/secrets", nil).Document(t, http.StatusNotFound)
		sitetest.VisitAs(t, s, news.Admin).Post(hook+"/remove", nil).Document(t, http.StatusSeeOther)
		sitetest.VisitAs(t, s, news.Admin).Get(hook).Document(t, http.StatusNotFound)
	})
}
