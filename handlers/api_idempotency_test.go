package handlers_test

import (
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"

	"linecheck/internal/testutil"
	"linecheck/models"
	"linecheck/store"
	"linecheck/store/storetest"
)

// A call with an idempotency key is executed once, and a repeated call gets the first response.
func TestIdempotencyKeyRunsOnce(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		p := newAPIClients(t, s)
		making := apiCall{token: p.writer, method: "POST", path: "/articles", body: `{"title":"T","text":"A sentence."}`, key: "one"}
		first := p.callInto(making, 201, nil)
		again := p.callInto(making, 201, nil)
		testutil.Equal(t, "first.Text", first.Text, again.Text)
		testutil.Equal(t, "again.Header.Get('Idempotency-Replayed')", again.Header.Get("Idempotency-Replayed"), "true")
		testutil.Equal(t, "first.Header.Get('Idempotency-Replayed')", first.Header.Get("Idempotency-Replayed"), "")
		testutil.Equal(t, "again.Header.Get('Location')", again.Header.Get("Location"), first.Header.Get("Location"))
		testutil.Different(t, "first.Header.Get('Location')", first.Header.Get("Location"), "")
		p.checkArticleCount(1)
		for _, other := range []apiCall{{body: `{"title":"U","text":"A sentence."}`, path: "/articles"}, {body: making.body, path: "/articles?x=1"}} {
			other.token, other.method, other.key = making.token, making.method, making.key
			var told apiReply
			if p.callInto(other, 422, &told); len(told.Errors) != 1 || told.Errors[0].Field != "Idempotency-Key" {
				t.Errorf("%+v", told)
			}
		}
		making.token = p.token(s, "writer", "write") // the same user with another token
		if got := p.callInto(making, 201, nil); got.Text != first.Text {
			t.Errorf("%s", got.Text)
		}
		making.token = p.editor
		p.callInto(making, 201, nil)
		p.checkArticleCount(2)
		p.checkIdempotencyLimits()
	})
}

func (p *apiClients) checkArticleCount(want int) {
	p.t.Helper()
	if list := p.do(p.reader, "GET", "/articles", "", 200); len(list.Articles) != want {
		p.t.Errorf("%d articles, want %d", len(list.Articles), want)
	}
}

// checkIdempotencyLimits checks that errors are not stored, and that a repeated call needs the rights too.
func (p *apiClients) checkIdempotencyLimits() {
	made := p.do(p.writer, "POST", "/articles", `{"title":"T","text":"It rained."}`, 201)
	signing := apiCall{token: p.editor, method: "POST", path: fmt.Sprintf("/articles/%d/signoffs", made.ID), key: "sign"}
	signing.body = p.do(p.editor, "GET", fmt.Sprintf("/articles/%d/gate", made.ID), "", 200).signingBody()
	p.callInto(signing, 409, nil)
	for _, sentence := range []int64{made.TitleSentence.ID, made.Sentences[0].ID} {
		p.do(p.reviewer, "PUT", fmt.Sprintf("/sentences/%d/reading", sentence), `{"state":"clear"}`, 200)
	}
	signing.body = p.do(p.editor, "GET", fmt.Sprintf("/articles/%d/gate", made.ID), "", 200).signingBody()
	first := p.callInto(signing, 201, nil)
	p.do(p.writer, "POST", fmt.Sprintf("/articles/%d/revisions", made.ID), `{"text":"It snowed."}`, 201)
	if again := p.callInto(signing, 201, nil); again.Text != first.Text {
		p.t.Errorf("%s", again.Text)
	}
}

// A user who has lost access to the article does not get the stored response.
func TestOnceReplayRequiresAccess(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		p := newAPIClients(t, s)
		making := apiCall{token: p.writer, method: "POST", path: "/articles", body: `{"title":"T","text":"A sentence."}`, key: "one"}
		p.callInto(making, 201, nil)
		if _, err := s.AddUser(t.Context(), store.NewUser{Name: "X", Email: "x@example.org", Role: models.Admin, DeskID: p.fixture.Desk.ID}); err != nil {
			t.Fatal(err)
		}
		if err := s.SetRole(t.Context(), p.fixture.Admin, p.fixture.Writer.UserID, p.fixture.Desk.ID, ""); err != nil {
			t.Fatal(err)
		}
		if got := p.call(making); got.StatusCode != http.StatusNotFound && got.StatusCode != http.StatusForbidden ||
			strings.Contains(got.Text, "sentences") {
			t.Errorf("%d %s", got.StatusCode, got.Text)
		}
	})
}

// Concurrent calls with one key are executed once and get the same response.
func TestIdempotencyKeyAtOnce(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		p := newAPIClients(t, s)
		const askers = 12
		bodies := make([]string, askers)
		var group sync.WaitGroup
		for i := range askers {
			group.Go(func() {
				bodies[i] = p.call(
					apiCall{token: p.writer, method: "POST", path: "/articles", body: `{"title":"T","text":"A sentence."}`, key: "one"},
				).Text
			})
			group.Go(func() {
				p.call(
					apiCall{
						token:  p.reviewer,
						method: "POST",
						path:   "/articles",
						body:   `{"title":"","text":"x"}`,
						key:    fmt.Sprint("wrong", i),
					},
				)
			})
			group.Go(func() {
				p.call(apiCall{token: p.editor, method: "POST", path: "/articles/99/signoffs", key: fmt.Sprint("nowhere", i)})
			})
		}
		group.Wait()
		for _, body := range bodies {
			if body != bodies[0] || !strings.Contains(body, `"sentences"`) {
				t.Errorf("%s\n%s", body, bodies[0])
			}
		}
		p.checkArticleCount(1)
		if v, err := s.Verify(t.Context()); err != nil || v.Break != "" {
			t.Errorf("%+v %v", v, err)
		}
	})
}
