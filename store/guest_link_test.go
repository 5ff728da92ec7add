package store_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"linecheck/models"
	"linecheck/store"
	"linecheck/store/storetest"
)

// guestFixture is an article whose writer has no account, with a query about a sentence and a guest link to it.
type guestFixture struct {
	t       *testing.T
	s       *store.Store
	n       storetest.Fixture
	article models.Article
	query   int64
	token   string
}

func newGuestFixture(t *testing.T, s *store.Store) *guestFixture {
	t.Helper()
	f := &guestFixture{t: t, s: s, n: storetest.Newsroom(t, s)}
	f.article = storetest.AddArticle(t, s, f.n)
	page, err := s.ArticlePage(t.Context(), f.n.SecondReviewer, f.article.ID)
	if err == nil {
		f.query, _, err = s.RaiseQuery(t.Context(), f.n.SecondReviewer,
			models.NewQuery{SentenceID: page.Sentences[3].ID, To: "writer", Body: "Who counted?"})
	}
	if err != nil {
		t.Fatal(err)
	}
	f.token = f.send(f.n.SecondReviewer)
	return f
}

func (f *guestFixture) send(r models.Reader) string {
	f.t.Helper()
	token, err := f.s.CreateGuestLink(f.t.Context(), r, f.query,
		models.NewGuestLink{Name: "Gil Guest", Email: "gil@example.org", AsWriter: true, Days: 7})
	if err != nil {
		f.t.Fatal(err)
	}
	return token
}

func (f *guestFixture) thread() models.QueryThread {
	f.t.Helper()
	q, err := f.s.Query(f.t.Context(), f.n.Editor, f.query)
	if err != nil {
		f.t.Fatal(err)
	}
	return q
}

// A guest sees the question, its sentence and their own answers, and nothing else.
func TestGuestSeesOneQuestion(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		f := newGuestFixture(t, s)
		for _, m := range []struct {
			by   models.Reader
			body string
		}{{f.n.SecondReviewer, "And when?"}, {f.n.Editor, "Between us: the mayor denies it."}} {
			_, err := s.AdvanceQuery(t.Context(), m.by, f.query,
				models.QueryActionInput{Action: models.ReplyToQuery, Body: m.body, Version: f.thread().Version})
			if err != nil {
				t.Fatal(err)
			}
		}
		other, err := s.CreateGuestLink(t.Context(), f.n.Editor, f.query,
			models.NewGuestLink{Name: "Ola Other", Email: "ola@example.org", Days: 1})
		if err == nil {
			err = s.AnswerAsGuest(t.Context(), other, models.GuestAnswerInput{Body: "I did, says Ola."})
		}
		if err != nil {
			t.Fatal(err)
		}
		v, err := s.GuestView(t.Context(), f.token)
		if err != nil {
			t.Fatal(err)
		}
		if v.Asker != f.n.SecondReviewer.Name || v.Question != "Who counted?" || v.Sentence == "" || v.Words != v.Sentence || !v.MaySay ||
			len(v.Answers) != 0 {
			t.Errorf("the guest sees %+v", v)
		}
		shown, err := json.Marshal(v)
		if err != nil {
			t.Fatal(err)
		}
		for _, secret := range []string{"And when?", "Between us", "Ola", f.n.Editor.Name} {
			if strings.Contains(string(shown), secret) {
				t.Errorf("the guest also sees %q: %s", secret, shown)
			}
		}
	})
}

// A guest's answer has the name that the sender typed, and is marked as sent by a link. This applies in the thread, the list, the
// history, the audit log and the article file. The answer belongs to no account, and only the asker settles the query.
func TestGuestAnswersUnderTheirName(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		f := newGuestFixture(t, s)
		ctx := t.Context()
		before := f.thread()
		err := s.AnswerAsGuest(ctx, f.token, models.GuestAnswerInput{Body: "The city <b>did</b>.", Words: before.Words})
		if err != nil {
			t.Fatal(err)
		}
		q := f.thread()
		last := q.Thread[len(q.Thread)-1]
		if q.State != models.QueryAnswered || q.Version != before.Version+1 || last.Body != "The city <b>did</b>." || last.AuthorID != 0 ||
			last.Guest == nil || last.Guest.NameOf(last.Name) != "Gil Guest (by a link sent to gil@example.org)" {
			t.Errorf("%s, %+v by %q (%+v)", q.State, last.Message, last.Name, last.Guest)
		}
		rows, _, err := s.Queries(ctx, f.n.Editor, models.QueryFilter{ArticleID: f.article.ID}, models.Page{})
		if err != nil || len(rows) != 1 || rows[0].LastBy != "Gil Guest" || rows[0].LastGuest == nil || rows[0].Messages != 2 {
			t.Errorf("in the list: %+v, %v", rows, err)
		}
		var csv []string
		err = s.EachEvent(ctx, f.n.Editor, models.AuditFilter{ArticleID: f.article.ID}, func(row models.EventExportRow) error {
			csv = append(csv, string(row[2])+": "+string(row[3]))
			return nil
		})
		text := strings.Join(csv, "\n")
		if err != nil || !strings.Contains(text, "Gil Guest (by a link sent to gil@example.org): guest answered") {
			t.Errorf("the record has\n%s\n%v", text, err)
		}
		if found, err := s.Verify(ctx); err != nil || found.Break != "" {
			t.Errorf("verify: %q, %v", found.Break, err)
		}
	})
}

// A guest's statement never changes authorship. The sender of the link and the guest's browser make no difference.
func TestGuestWordsFreeNobody(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		f := newGuestFixture(t, s)
		ctx := t.Context()
		state := func() string {
			page, err := s.ArticlePage(ctx, f.n.Editor, f.article.ID)
			if err != nil {
				t.Fatal(err)
			}
			var list []string
			for _, p := range page.Sentences {
				list = append(list, string(p.State)+p.Authors)
			}
			return strings.Join(list, " ")
		}
		before := state()
		for name, sender := range map[string]models.Reader{"who brought the text in": f.n.Reviewer, "an editor": f.n.Editor} {
			token := f.send(sender)
			if err := s.ClaimWordsAsGuest(ctx, token, models.GuestAnswerInput{}); err != nil {
				t.Fatal(err)
			}
			if after := state(); after != before {
				t.Errorf("a link of %s changed\n%s\nto\n%s", name, before, after)
			}
			var twice models.ValidationErrors
			if err := s.ClaimWordsAsGuest(ctx, token, models.GuestAnswerInput{}); !errors.As(err, &twice) {
				t.Errorf("said twice: %v", err)
			}
		}
		if err := s.AnswerAsGuest(ctx, f.send(f.n.Reviewer), models.GuestAnswerInput{Body: "Me.", Local: true}); err != nil {
			t.Fatal(err)
		}
		q := f.thread()
		if last := q.Thread[len(q.Thread)-1]; q.State != models.QueryOpen || !last.Guest.Local {
			t.Errorf("from a browser that was signed in here: %s, %+v", q.State, last.Guest)
		}
		reader, err := s.CreateGuestLink(ctx, f.n.Editor, f.query, models.NewGuestLink{Name: "R", Email: "r@example.org", Days: 1})
		if err == nil {
			err = s.ClaimWordsAsGuest(ctx, reader, models.GuestAnswerInput{})
		}
		var refused models.ValidationErrors
		if !errors.As(err, &refused) || refused.Detail("words") == "" {
			t.Errorf("a link that was not sent as to the writer: %v", err)
		}
	})
}

// step performs an action on the query.
func (f *guestFixture) step(r models.Reader, action models.QueryAction, body string) error {
	_, err := f.s.AdvanceQuery(f.t.Context(), r, f.query, models.QueryActionInput{Action: action, Body: body, Version: f.thread().Version})
	return err
}

// A link stops working when the same person gets a new one, when it is revoked or expires, when the query is settled, and when its sender
// loses the right to send it.
func TestGuestLinkEnds(t *testing.T) {
	t.Parallel()
	storetest.EachAddress(t, func(t *testing.T, address string) {
		s := storetest.Open(t, address)
		f := newGuestFixture(t, s)
		ctx := t.Context()
		set := func(table, value, key string) error {
			storetest.Exec(t, address, fmt.Sprintf("UPDATE %s SET %s WHERE %s = %d", table, value, key, f.n.SecondReviewer.UserID))
			return nil
		}
		setRole := func(role string) error { return set("memberships", "role = '"+role+"'", "user_id") }
		setDisabled := func(value string) error { return set("users", value, "id") }
		for _, c := range []struct {
			name   string
			end    func() error
			before func() error // of the next
		}{
			{"a new link", func() error { f.send(f.n.SecondReviewer); return nil }, nil},
			{
				"the query was settled",
				func() error { return f.step(f.n.SecondReviewer, models.SettleQuery, "") },
				func() error { return f.step(f.n.SecondReviewer, models.ReopenQuery, "Again.") },
			},
			{
				"the query was dismissed",
				func() error { return f.step(f.n.Editor, models.DismissQuery, "No need.") },
				func() error { return f.step(f.n.SecondReviewer, models.ReopenQuery, "Again.") },
			},
			{
				"the sender may no longer check",
				func() error { return setRole("auditor") },
				func() error { return setRole("reviewer") },
			},
			{
				"the sender's account is closed",
				func() error { return setDisabled("disabled_at = created_at") },
				func() error { return setDisabled("disabled_at = NULL") },
			},
			{"it was revoked", func() error {
				links, err := s.GuestLinks(ctx, f.n.Editor, f.article.ID, f.query)
				if err == nil {
					_, err = s.RevokeGuestLink(ctx, f.n.Editor, links[0].ID)
				}
				return err
			}, nil},
			{"its time", func() error { storetest.Exec(t, address, "UPDATE guest_links SET expires_at = made_at"); return nil }, nil},
			{"a changed password", func() error {
				return s.ChangePassword(ctx, f.n.SecondReviewer, storetest.Password, "another long password")
			}, nil},
			{"the trash", func() error { return s.TrashArticle(ctx, f.n.Editor, f.article.ID) }, nil},
		} {
			token := f.send(f.n.SecondReviewer)
			if _, err := s.GuestView(ctx, token); err != nil {
				t.Errorf("before %s: %v", c.name, err)
			}
			if err := c.end(); err != nil {
				t.Fatal(c.name, err)
			}
			_, err := s.GuestView(ctx, token)
			if said := s.AnswerAsGuest(ctx, token, models.GuestAnswerInput{Body: "Late."}); !errors.Is(err, models.ErrLinkUsed) ||
				!errors.Is(said, models.ErrLinkUsed) {
				t.Errorf("after %s: %v; %v", c.name, err, said)
			}
			if c.before != nil {
				if err := c.before(); err != nil {
					t.Fatal(c.name, err)
				}
				if _, err := s.GuestView(ctx, token); strings.HasPrefix(c.name, "the query") && !errors.Is(err, models.ErrLinkUsed) {
					t.Errorf("%s and reopened: %v", c.name, err)
				}
			}
		}
		if _, err := s.GuestView(ctx, ""); !errors.Is(err, models.ErrNotFound) {
			t.Errorf("no token: %v", err)
		}
	})
}

// Only users who may check can send links, and only to people without an account.
func TestWhoMaySendGuestLinks(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		f := newGuestFixture(t, s)
		good := models.NewGuestLink{Name: "W", Email: "w@example.org", Days: 7}
		for name, r := range map[string]models.Reader{"a writer": f.n.Writer, "an auditor": f.n.Auditor} {
			if _, err := s.CreateGuestLink(t.Context(), r, f.query, good); !errors.Is(err, models.ErrForbidden) {
				t.Errorf("%s: %v", name, err)
			}
		}
		for field, n := range map[string]models.NewGuestLink{
			"name":  {Email: "w@example.org", Days: 7},
			"email": {Name: "W", Email: f.n.Editor.Email, Days: 7},
			"days":  {Name: "W", Email: "w@example.org", Days: 365},
		} {
			_, err := s.CreateGuestLink(t.Context(), f.n.Editor, f.query, n)
			var wrong models.ValidationErrors
			if !errors.As(err, &wrong) || wrong.Detail(field) == "" {
				t.Errorf("a wrong %s: %v", field, err)
			}
		}
		elsewhere := models.NewGuestLink{Name: "W", Email: f.n.OtherDeskReviewer.Email, Days: 7}
		if _, err := s.CreateGuestLink(t.Context(), f.n.Editor, f.query, elsewhere); err != nil {
			t.Errorf("somebody with an account at another desk: %v", err)
		}
		links, err := s.GuestLinks(t.Context(), f.n.Auditor, f.article.ID, 0)
		if err != nil || len(links) != 2 || !links[0].IsLive(time.Now()) || links[1].Sender != f.n.SecondReviewer.Name {
			t.Errorf("%+v, %v", links, err)
		}
	})
}

// An answer notifies the asker, under the guest's name. An answer that is sent twice counts once.
func TestGuestAnswerNotifies(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		f := newGuestFixture(t, s)
		for range 2 {
			if err := s.AnswerAsGuest(t.Context(), f.token, models.GuestAnswerInput{Body: "The city."}); err != nil {
				t.Fatal(err)
			}
		}
		if q := f.thread(); len(q.Thread) != 2 {
			t.Errorf("the query has %d messages", len(q.Thread))
		}
		for name, c := range map[string]struct {
			reader models.Reader
			want   string
		}{
			"who asked":    {f.n.SecondReviewer, "Gil Guest (by a link sent to gil@example.org) answered your query."},
			"another":      {f.n.Reviewer, ""},
			"another desk": {f.n.OtherDeskReviewer, ""},
		} {
			list, err := s.Notices(t.Context(), c.reader, models.NoticeFilter{}, models.Page{})
			var got []string
			for _, n := range list.List {
				if n.Kind == models.NoticeAnswered {
					got = append(got, n.Text().String())
				}
			}
			if err != nil || strings.Join(got, "|") != c.want {
				t.Errorf("%s: %q, %v", name, got, err)
			}
		}
		if err := s.ClaimWordsAsGuest(t.Context(), f.token, models.GuestAnswerInput{}); err != nil {
			t.Fatal(err)
		}
		if found, err := s.Verify(t.Context()); err != nil || found.Break != "" {
			t.Errorf("verify: %q, %v", found.Break, err)
		}
	})
}

// Guests' messages are exported with an article's file and imported as claims of that file. Links are not imported as working links.
func TestGuestAnswersGoWithTheFile(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		f := newGuestFixture(t, s)
		there := storetest.AddPerson(t, s, "Nora New", "nora@example.org", models.Editor, f.n.OtherDesk)
		err := s.AnswerAsGuest(t.Context(), f.token, models.GuestAnswerInput{Body: "The city."})
		if err == nil {
			err = s.ClaimWordsAsGuest(t.Context(), f.token, models.GuestAnswerInput{})
		}
		if err != nil {
			t.Fatal(err)
		}
		file := must(s.ArticleFile(t.Context(), f.n.Editor, f.article.ID))(t)
		imported := must(s.ImportArticle(t.Context(), there, f.n.OtherDesk.ID, "a file", encodeFile(t, file)))(t)
		rows, _, err := s.Queries(t.Context(), there, models.QueryFilter{ArticleID: imported.ID}, models.Page{})
		if err != nil || len(rows) != 1 {
			t.Fatal(rows, err)
		}
		q, err := s.Query(t.Context(), there, rows[0].ID)
		if err != nil || len(q.Thread) != 3 {
			t.Fatal(q.Thread, err)
		}
		const want = "Gil Guest (by a link sent to gil@example.org, according to a file)"
		for i, m := range q.Thread[1:] {
			if m.Guest == nil || m.Guest.NameOf(m.Name) != want || m.Guest.OwnWords != (i == 1) {
				t.Errorf("message %d by %q (%+v)", i, m.Name, m.Guest)
			}
		}
		links, err := s.GuestLinks(t.Context(), there, imported.ID, 0)
		if err != nil || len(links) != 0 {
			t.Errorf("imported links %+v, %v", links, err)
		}
		if found, err := s.Verify(t.Context()); err != nil || found.Break != "" {
			t.Errorf("verify: %q, %v", found.Break, err)
		}
	})
}

// Verification accepts answers by several links that were committed together.
func TestGuestsAnswerTogether(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		f := newGuestFixture(t, s)
		var wait sync.WaitGroup
		for i := range 8 {
			wait.Go(func() {
				guest := models.NewGuestLink{Name: fmt.Sprintf("Guest %d", i), Email: fmt.Sprintf("g%d@example.org", i), Days: 7}
				token, err := s.CreateGuestLink(t.Context(), f.n.SecondReviewer, f.query, guest)
				for n := 0; n < 5 && err == nil; n++ {
					err = s.AnswerAsGuest(t.Context(), token, models.GuestAnswerInput{Body: fmt.Sprintf("Answer %d of guest %d.", n, i)})
				}
				if err != nil {
					t.Error(err)
				}
			})
		}
		wait.Wait()
		if q := f.thread(); len(q.Thread) != 1+8*5 {
			t.Errorf("the query has %d messages", len(q.Thread))
		}
		if found, err := s.Verify(t.Context()); err != nil || found.Break != "" {
			t.Errorf("verify: %q, %v", found.Break, err)
		}
	})
}
