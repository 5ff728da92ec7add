package store_test

import (
	"errors"
	"strings"
	"testing"

	"linecheck/models"
	"linecheck/store"
	"linecheck/store/storetest"
)

// A desk's own events are listed in pages and as a file, with their values before and after, for those who
// oversee it. Another desk's are not included.
func TestDeskAuditLog(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		news := storetest.Newsroom(t, s)
		article := storetest.AddArticle(t, s, news)
		storetest.AddClaim(t, s, news.Reviewer, article, "Ines Okoro")
		must(0, s.SetPolicy(ctx, news.Admin, news.Desk.ID, models.DeskPolicy{Secondaries: "4", Version: 1}))(t)
		must(0, s.SetSecondReader(ctx, news.Admin, news.Desk.ID, true, true, 2))(t)
		hook := must(
			s.CreateWebhook(ctx, news.Admin, news.Desk.ID, models.WebhookForm{Name: "CMS", Address: "https://cms.example/", Claims: true}),
		)(
			t,
		)
		must(0, s.SwitchWebhook(ctx, news.Admin, hook.ID, false))(t)
		must(s.AddTokenByEmail(ctx, news.Editor.Email, models.NewToken{Name: "script", Scope: "read"}))(t)
		must(0, s.RevokeToken(ctx, news.Editor, 1))(t)
		must(0, s.DisableUser(ctx, news.Admin, news.SecondReviewer.UserID))(t)
		must(0, s.EnableUser(ctx, news.Admin, news.SecondReviewer.UserID))(t)
		deeds, _ := auditLogOf(t, s, news.Auditor, models.AuditFilter{DeskID: news.Desk.ID})
		var got []string
		for _, d := range deeds {
			got = append(got, strings.Join([]string{d.Action, d.About, d.Before, d.After}, "|"))
		}
		want := []string{
			`person enabled|Sam Second|{"account":"disabled"}|{"account":"open"}`,
			`person disabled|Sam Second|{"account":"open"}|{"account":"disabled"}`,
			`token revoked|Edda Editor|{"name":"script","user":2}|`,
			`token made|Edda Editor||{"expires":null,"name":"script","scope":"read","user":2}`,
			`webhook switched off|CMS|{"on":true}|{"on":false}`,
			`webhook made|CMS||{"claims":true,"gates":false,"name":"CMS","signoffs":false,"site":"https://cms.example"}`,
			`second reader set||{"blind":false,"second_reader":false}|{"blind":true,"second_reader":true}`,
			`policy changed||{"fetches":false,"furniture":"","mail_text":false,"proof_rules":"","public_corrections":false,"public_names":false,"secondaries":2,"shared_sites":"","small_desk":false}|` +
				`{"fetches":false,"furniture":"","mail_text":false,"proof_rules":"",` +
				`"public_corrections":false,"public_names":false,"secondaries":4,"shared_sites":"","small_desk":false}`,
			`role set|Aki Auditor|{"role":""}|{"role":"auditor"}`,
		}
		for i, w := range want {
			if i >= len(got) || got[i] != w {
				t.Errorf("act %d:\ngot  %s\nwant %s", i, got[min(i, len(got)-1)], w)
			}
		}
		if last := got[len(got)-1]; !strings.HasPrefix(last, "desk made|") || strings.Contains(strings.Join(got, "\n"), "Sol Stranger") {
			t.Errorf("the first act, or another desk's: %s", strings.Join(got, "\n"))
		}
		for _, c := range []struct {
			filter models.AuditFilter
			acts   int
		}{
			{models.AuditFilter{Kind: "webhook"}, 2},
			{models.AuditFilter{Kind: "token"}, 2},
			{models.AuditFilter{Person: news.Editor.UserID}, 1},
			{models.AuditFilter{Person: news.Reviewer.UserID}, 0}, // their events in an article are not here
		} {
			c.filter.DeskID = news.Desk.ID
			if part, _ := auditLogOf(t, s, news.Admin, c.filter); len(part) != c.acts {
				t.Errorf("%+v: %d acts, want %d", c.filter, len(part), c.acts)
			}
		}
		for who, want := range map[*models.Reader]error{&news.Reviewer: models.ErrForbidden, &news.Writer: models.ErrForbidden, &news.OtherDeskReviewer: models.ErrNotFound} {
			f := models.AuditFilter{DeskID: news.Desk.ID}
			if _, err := s.AuditLog(ctx, *who, f, models.Page{}); !errors.Is(err, want) {
				t.Errorf("%s reads it: %v", who.Name, err)
			}
			if err := s.EachEvent(ctx, *who, f, func(models.EventExportRow) error { return nil }); !errors.Is(err, want) {
				t.Errorf("%s exports it: %v", who.Name, err)
			}
		}
		verify(t, s)
	})
}
