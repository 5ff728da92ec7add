package handlers_test

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"linecheck/handlers"
	"linecheck/handlers/sitetest"
	"linecheck/internal/testutil"
	"linecheck/models"
	"linecheck/store"
	"linecheck/store/storetest"
)

// eventStream is an open stream, parsed as specified (WHATWG HTML, 9.2.6).
type eventStream struct {
	t     *testing.T
	reply *http.Response
	lines *bufio.Scanner
}

// streamEvent is one event of a stream.
type streamEvent struct{ name, data, id string }

// openStream opens the stream of an article, with a session, after an event.
func openStream(t *testing.T, base, session string, article int64, after string) eventStream {
	t.Helper()
	return openStreamAt(t, fmt.Sprintf("%s/api/v1/articles/%d/events", base, article), session, after)
}

// openStreamAt opens a stream by its address.
func openStreamAt(t *testing.T, address, session, after string) eventStream {
	t.Helper()
	request, err := http.NewRequest(http.MethodGet, address, nil)
	if err != nil {
		t.Fatal(err)
	}
	request.AddCookie(&http.Cookie{Name: "linecheck", Value: session})
	if after != "" {
		request.Header.Set("Last-Event-ID", after)
	}
	reply, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { reply.Body.Close() })
	return eventStream{t, reply, bufio.NewScanner(reply.Body)}
}

// next returns the next event; false after the end of the stream.
func (l eventStream) next() (e streamEvent, open bool) {
	for l.lines.Scan() {
		field, value, _ := strings.Cut(l.lines.Text(), ": ")
		switch field {
		case "event":
			e.name = value
		case "data":
			e.data = value
		case "id":
			e.id = value
		case "":
			if e.name != "" {
				return e, true
			}
		}
	}
	return e, false
}

// until reads up to an event with this name.
func (l eventStream) until(name string) streamEvent {
	l.t.Helper()
	for {
		e, open := l.next()
		if !open {
			l.t.Fatalf("the stream ended before %q", name)
		}
		if e.name == name {
			return e
		}
	}
}

// serveNewsroom serves the newsroom over a real connection.
func serveNewsroom(t *testing.T, s *store.Store) (base string) {
	return sitetest.Serve(t, handlers.New(s, handlers.Config{Zone: sitetest.Zone}))
}

func sessionCookie(t *testing.T, s *store.Store, who models.Reader) string {
	t.Helper()
	token, _, err := s.SignIn(t.Context(), who.Email, storetest.Password, models.Session{})
	if err != nil {
		t.Fatal(err)
	}
	return token
}

// A stream reports what was committed. After a reconnect it continues without gaps and without duplicates.
func TestStream(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		n := storetest.Newsroom(t, s)
		article := storetest.AddArticle(t, s, n)
		base := serveNewsroom(t, s)
		editor := sessionCookie(t, s, n.Editor)
		l := openStream(t, base, editor, article.ID, "")
		if kind := l.reply.Header.Get("Content-Type"); l.reply.StatusCode != http.StatusOK || kind != "text/event-stream" {
			t.Fatalf("%d %s", l.reply.StatusCode, kind)
		}
		l.until("hello")
		claim := storetest.AddClaim(t, s, n.Reviewer, article, "More than 4,000 people")
		first := l.until("change")
		var change models.Change
		if err := json.Unmarshal([]byte(first.data), &change); err != nil || change.Claim != claim.ClaimID ||
			strconv.FormatInt(change.ID, 10) != first.id {
			t.Errorf("%+v: %v", first, err)
		}
		for _, secret := range []string{"4,000", "people", n.Reviewer.Name} {
			if strings.Contains(first.data, secret) {
				t.Errorf("a stream says %q", first.data)
			}
		}
		l.reply.Body.Close()

		var want []string
		third := sentenceID(t, s, n, article, 3)
		for i := range 600 {
			say := func(ctx context.Context, r models.Reader, id int64) (models.Location, error) {
				return s.MarkRead(ctx, r, id)
			}
			if i%2 == 1 {
				say = s.UnmarkRead
			}
			if _, err := say(t.Context(), n.SecondReviewer, third); err != nil {
				t.Fatal(err)
			}
		}
		missed, err := s.ChangesSince(t.Context(), n.Editor, article.ID, change.ID, 5000)
		if err != nil || len(missed) != 600 {
			t.Fatalf("%d changes: %v", len(missed), err)
		}
		for _, c := range missed {
			want = append(want, strconv.FormatInt(c.ID, 10))
		}
		again := openStream(t, base, editor, article.ID, first.id)
		var got []string
		for len(got) < len(want) {
			got = append(got, again.until("change").id)
		}
		storetest.AddClaim(t, s, n.Reviewer, article, "€12 million")
		if newest := again.until("change"); !slices.Equal(got, want) || newest.id == got[len(got)-1] {
			t.Errorf("%d events were told again, then %+v", len(got), newest)
		}
	})
}

func sentenceID(t *testing.T, s *store.Store, n storetest.Fixture, article models.Article, ordinal int) int64 {
	t.Helper()
	page, err := s.ArticlePage(t.Context(), n.Editor, article.ID)
	if err != nil {
		t.Fatal(err)
	}
	return page.Sentences[ordinal-1].ID
}

// The stream ends at once for a user who loses access to the article.
func TestStreamEndsWhenRightsAreLost(t *testing.T) {
	t.Parallel()
	for name, take := range map[string]func(*testing.T, *store.Store, storetest.Fixture, string) error{
		"signed out": func(t *testing.T, s *store.Store, n storetest.Fixture, token string) error {
			return s.SignOut(t.Context(), token)
		},
		"disabled": func(t *testing.T, s *store.Store, n storetest.Fixture, _ string) error {
			return s.DisableUser(t.Context(), n.Admin, n.Reviewer.UserID)
		},
		"taken off the desk": func(t *testing.T, s *store.Store, n storetest.Fixture, _ string) error {
			return s.SetRole(t.Context(), n.Admin, n.Reviewer.UserID, n.Desk.ID, "")
		},
	} {
		t.Run(name, func(t *testing.T) {
			storetest.Each(t, func(t *testing.T, s *store.Store) {
				n := storetest.Newsroom(t, s)
				article := storetest.AddArticle(t, s, n)
				base := serveNewsroom(t, s)
				theirs := sessionCookie(t, s, n.Reviewer)
				l, other := openStream(
					t,
					base,
					theirs,
					article.ID,
					"",
				), openStream(
					t,
					base,
					sessionCookie(t, s, n.SecondReviewer),
					article.ID,
					"",
				)
				l.until("hello")
				other.until("hello")
				if err := take(t, s, n, theirs); err != nil {
					t.Fatal(err)
				}
				if e := l.until("closed"); e.data != `{"status":401}` && e.data != `{"status":404}` {
					t.Errorf("it says %q", e.data)
				}
				if e, open := l.next(); open {
					t.Errorf("then comes %+v", e)
				}
				storetest.AddClaim(t, s, n.Editor, article, "More than 4,000 people")
				other.until("change")
				if reply := openStream(t, base, theirs, article.ID, "").reply; reply.StatusCode != http.StatusUnauthorized &&
					reply.StatusCode != http.StatusNotFound {
					t.Errorf("asked again, it answers %d", reply.StatusCode)
				}
			})
		})
	}
}

// Two users see each other and their positions.
func TestStreamReportsPresence(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		n := storetest.Newsroom(t, s)
		article := storetest.AddArticle(t, s, n)
		base := serveNewsroom(t, s)
		l, other := openStream(
			t,
			base,
			sessionCookie(t, s, n.Reviewer),
			article.ID,
			"",
		), openStream(
			t,
			base,
			sessionCookie(t, s, n.SecondReviewer),
			article.ID,
			"",
		)
		var hello struct {
			Page string
			User int64
		}
		if err := json.Unmarshal([]byte(other.until("hello").data), &hello); err != nil || hello.User != n.SecondReviewer.UserID {
			t.Fatalf("%+v: %v", hello, err)
		}
		at := sentenceID(t, s, n, article, 3)
		v := sitetest.VisitAs(t, s, n.SecondReviewer)
		if got := v.Post(fmt.Sprintf("/articles/%d/presence", article.ID), url.Values{"page": {hello.Page}, "sentence": {strconv.FormatInt(at, 10)}}); got.StatusCode != http.StatusNoContent {
			t.Fatalf("%d %s", got.StatusCode, got.Text)
		}
		want := fmt.Sprintf(`{"user":%d,"name":"Sam Second","sentence":%d}`, n.SecondReviewer.UserID, at)
		for !strings.Contains(l.until("people").data, want) {
		}
		other.reply.Body.Close()
		for strings.Contains(l.until("people").data, "Sam Second") {
		}
	})
}

// The fragments contain only what the user may see, up to the limit.
func TestArticleFragments(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		n := storetest.Newsroom(t, s)
		article := storetest.AddArticle(t, s, n)
		place := storetest.AddClaim(t, s, n.Reviewer, article, "More than 4,000 people")
		id := sentenceID(t, s, n, article, place.Ordinal)
		v := sitetest.VisitAs(t, s, n.Editor)
		address := fmt.Sprintf("/articles/%d/parts?sentences=", article.ID)
		parts := v.Page(address + fmt.Sprintf("%d,%d", id, 99_999))
		if parts.Find(".sentence").Length() != 1 || parts.Find(fmt.Sprintf("#s%d.open mark", place.Ordinal)).Length() != 1 ||
			parts.Find(".cell").Length() != 1 ||
			parts.Find("#tallies").Length() != 1 {
			html, _ := parts.Html()
			t.Errorf("%s", html)
		}
		whole := v.Page(fmt.Sprintf("/articles/%d", article.ID))
		for _, part := range []string{fmt.Sprintf("#s%d", place.Ordinal), fmt.Sprintf("#m%d", place.Ordinal), "#tallies"} {
			a, _ := goquery.OuterHtml(whole.Find(part))
			b, _ := goquery.OuterHtml(parts.Find(part))
			if a != b || a == "" {
				t.Errorf("%s is %q in the page and %q alone", part, a, b)
			}
		}
		if got := v.Get(address + strings.Repeat("1,2,3,4,5,6,7,8,9,", 1) + "x"); got.StatusCode != http.StatusNotFound {
			t.Errorf("what is no id: %d", got.StatusCode)
		}
		var many []string
		for i := range 61 {
			many = append(many, strconv.Itoa(i+1))
		}
		if got := v.Get(address + strings.Join(many, ",")); got.StatusCode != http.StatusUnprocessableEntity {
			t.Errorf("too many: %d", got.StatusCode)
		}
	})
}

// When the server stops, its streams end at once.
func TestStreamsEndWithTheServer(t *testing.T) {
	t.Parallel()
	s := storetest.Open(t, storetest.SQLite(t))
	n := storetest.Newsroom(t, s)
	article := storetest.AddArticle(t, s, n)
	l := openStream(t, serveNewsroom(t, s), sessionCookie(t, s, n.Editor), article.ID, "")
	l.until("hello")
	s.StopListening()
	done := make(chan struct{})
	go func() {
		for open := true; open; {
			_, open = l.next()
		}
		close(done)
	}()
	testutil.Receive(t, "end of the stream", done)
}
