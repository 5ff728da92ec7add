package handlers_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"linecheck/handlers"
	"linecheck/handlers/sitetest"
	"linecheck/internal/testutil"
	"linecheck/models"
	"linecheck/store"
	"linecheck/store/storetest"
)

// getMetrics requests the metrics from an IP address with these headers.
func getMetrics(site http.Handler, from string, headers ...string) sitetest.Reply {
	request := httptest.NewRequest("GET", "/metrics", nil)
	request.RemoteAddr = from
	for i := 0; i < len(headers); i += 2 {
		request.Header.Set(headers[i], headers[i+1])
	}
	recorder := answer(site, request)
	return sitetest.Reply{Response: recorder.Result(), Text: recorder.Body.String()}
}

const localAddress, remoteAddress = "127.0.0.1:4000", "192.0.2.7:4000"

// Metrics need the token or, without one, a request from this machine that no proxy forwarded.
func TestMetricsAccess(t *testing.T) {
	t.Parallel()
	s := storetest.Open(t, storetest.SQLite(t))
	open, closed := handlers.New(s, handlers.Config{}), handlers.New(s, handlers.Config{MetricsToken: "a long token"})
	for name, c := range map[string]struct {
		got  sitetest.Reply
		want int
	}{
		"this machine":                    {getMetrics(open, localAddress), 200},
		"this machine by IPv6":            {getMetrics(open, "[::1]:4000"), 200},
		"another":                         {getMetrics(open, remoteAddress), 404},
		"another by a proxy here":         {getMetrics(open, localAddress, "X-Forwarded-For", "192.0.2.7"), 404},
		"another by another proxy here":   {getMetrics(open, localAddress, "Via", "1.1 caddy"), 404},
		"another that says it is here":    {getMetrics(open, remoteAddress, "X-Forwarded-For", "127.0.0.1"), 404},
		"with the token":                  {getMetrics(closed, remoteAddress, "Authorization", "Bearer a long token"), 200},
		"this machine without the token":  {getMetrics(closed, localAddress), 404},
		"with another token":              {getMetrics(closed, localAddress, "Authorization", "Bearer another token"), 404},
		"an empty token":                  {getMetrics(closed, localAddress, "Authorization", "Bearer "), 404},
		"a token where none is asked for": {getMetrics(open, remoteAddress, "Authorization", "Bearer "), 404},
	} {
		if c.got.StatusCode != c.want || c.want == 404 && strings.Contains(c.got.Text, "linecheck_") {
			t.Errorf("%s: %d", name, c.got.StatusCode)
		}
	}
}

// metricText returns a metric's value, or "".
func metricText(body, name string) string {
	found := regexp.MustCompile(`(?m)^` + regexp.QuoteMeta(name) + ` (\S+)$`).FindStringSubmatch(body)
	if found == nil {
		return ""
	}
	return found[1]
}

// The metrics count what happens, on both databases. They contain no addresses, names or words of articles.
func TestMetricsFollowActivity(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		news := storetest.Newsroom(t, s)
		article := storetest.AddArticle(t, s, news)
		v := sitetest.VisitAs(t, s, news.Reviewer)
		for range 3 {
			v.Get(fmt.Sprintf("/articles/%d", article.ID))
		}
		v.Get("/no/such/secret-address")
		v.Do(httptest.NewRequest("SECRETVERB", "/secret-address", nil))
		before := getMetrics(v.Site, localAddress)
		if got := before.Header.Get("Content-Security-Policy"); got == "" {
			t.Error("no policy stands on the metrics")
		}
		for name, want := range map[string]string{
			`linecheck_http_request_duration_seconds_count{method="GET",route="/articles/:id",status="2xx"}`: "3",
			`linecheck_http_request_duration_seconds_count{method="any",route="none",status="4xx"}`:          "2",
			"linecheck_writer_queue": "0", "linecheck_streams_open": "0",
			"linecheck_damaged": "0", "linecheck_database_up": "1", "linecheck_commits_failed_total": "0",
			"linecheck_deliveries_waiting": "0", "linecheck_deliveries_overdue_seconds": "0", "linecheck_exports_running": "0",
			"linecheck_mails_waiting": "0", "linecheck_mails_overdue_seconds": "0", "linecheck_mails_not_sent": "0",
			"linecheck_mail_sent_age_seconds": "",
			"linecheck_backup_age_seconds":    "",
		} {
			if got := metricText(before.Text, name); got != want {
				t.Errorf("%s is %q, not %q", name, got, want)
			}
		}
		for _, name := range []string{"go_goroutines", "go_build_info{", "process_resident_memory_bytes",
			"linecheck_commit_group_size_bucket{le=\"64\"}"} {
			if !strings.Contains(before.Text, name) {
				t.Errorf("no %s", name)
			}
		}
		for _, word := range []string{"secret", "SECRET", article.Title, news.Reviewer.Email} {
			if strings.Contains(before.Text, word) {
				t.Errorf("the metrics tell %q", word)
			}
		}

		// Twenty concurrent changes are all counted, and as many groups as there were commits.
		changed := metricValue(t, before.Text, "linecheck_changes_total")
		var together sync.WaitGroup
		for i := range 20 {
			together.Go(func() {
				if _, err := s.AddToken(t.Context(), news.Reviewer, models.NewToken{Name: fmt.Sprint(i), Scope: "read"}); err != nil {
					t.Error(err)
				}
			})
		}
		together.Wait()
		listener := s.Listen(article.ID, news.Reviewer)
		defer s.EndPresence(listener)
		after := getMetrics(v.Site, localAddress).Text
		if got := metricValue(t, after, "linecheck_changes_total"); got != changed+20 {
			t.Errorf("%v changes, then %v", changed, got)
		}
		if sum, all := metricValue(t, after, "linecheck_commit_group_size_sum"), metricValue(t, after, "linecheck_changes_total"); sum != all {
			t.Errorf("the groups held %v changes of %v", sum, all)
		}
		if got := metricText(after, "linecheck_streams_open"); got != "1" {
			t.Errorf("%s streams", got)
		}
		f, err := s.Metrics(t.Context())
		testutil.Must(t, err)
		testutil.False(t, "f.Changes < 20", f.Committed < 20)
		testutil.True(t, "f.BackedUp.IsZero()", f.LastBackup.IsZero())
		testutil.False(t, "f.Overdue > time.Second", f.Overdue > time.Second)
	})
}

func metricValue(t *testing.T, body, name string) (n float64) {
	t.Helper()
	if _, err := fmt.Sscan(metricText(body, name), &n); err != nil {
		t.Errorf("%s: %v", name, err)
	}
	return n
}
