package main

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"regexp"
	"strings"
	"testing"
	"time"

	"linecheck/formats/send"
	"linecheck/formats/send/sendtest"
	"linecheck/handlers"
	"linecheck/internal/testutil"
	"linecheck/models"
	"linecheck/store"
	"linecheck/store/storetest"
)

// mailJourney is a newsroom whose mails go to a real mail server and are read back.
type mailJourney struct {
	t       *testing.T
	address string
	s       *store.Store
	news    storetest.Fixture
	article models.Article
	claim   int64 // "4,000 people"
	server  *sendtest.Server
	senders []mailSender // of two instances
	base    string
}

func withMailJourney(t *testing.T, test func(*mailJourney)) {
	storetest.EachAddress(t, func(t *testing.T, address string) {
		j := &mailJourney{t: t, address: address, s: storetest.Open(t, address), server: sendtest.Start(t, sendtest.Options{})}
		j.news = storetest.Newsroom(t, j.s)
		j.article = storetest.AddArticle(t, j.s, j.news)
		j.claim = storetest.AddClaim(t, j.s, j.news.Reviewer, j.article, "4,000 people").ClaimID
		mailer, err := send.NewMailer("smtp://"+j.server.Address, "Linecheck <linecheck@example.org>", nil)
		testutil.Must(t, err)
		site := httptest.NewServer(handlers.New(j.s, handlers.Config{Zone: time.UTC, Mailer: mailer}))
		t.Cleanup(site.Close)
		j.base = site.URL
		stores := []*store.Store{j.s}
		if strings.HasPrefix(address, "postgres") {
			stores = append(stores, storetest.Open(t, address))
		}
		for _, s := range stores {
			j.senders = append(j.senders, mailSender{store: s, mailer: mailer, writer: handlers.NewMailWriter(j.base, time.UTC),
				plan: models.MailPlan{Zone: time.UTC}, log: slog.New(slog.DiscardHandler)})
		}
		test(j)
	})
}

// ok stops the test on an error.
func (j *mailJourney) ok(err error) {
	j.t.Helper()
	testutil.Must(j.t, err)
}

// ask asks the editors about the claim.
func (j *mailJourney) ask(words string) {
	j.t.Helper()
	_, _, err := j.s.RaiseQuery(context.Background(), j.news.Reviewer, models.NewQuery{ClaimID: j.claim, To: "editor", Body: words})
	j.ok(err)
}

// mails sends every due mail, by all instances at once, and returns the mails by recipient.
func (j *mailJourney) mails() map[string]sendtest.Message {
	j.t.Helper()
	done := make(chan error, len(j.senders))
	for _, sender := range j.senders {
		go func() { done <- sender.drain(context.Background()) }()
	}
	for range j.senders {
		j.ok(<-done)
	}
	got := map[string]sendtest.Message{}
	for len(j.server.Messages) > 0 {
		m := <-j.server.Messages
		if _, twice := got[m.To]; twice {
			j.t.Errorf("%s gets two mails at once", m.To)
		}
		got[m.To] = m
	}
	return got
}

// check checks who gets a mail, and its subject.
func (j *mailJourney) check(what string, want map[string]string) map[string]sendtest.Message {
	j.t.Helper()
	got := j.mails()
	subjects := map[string]string{}
	for to, m := range got {
		name, _, _ := strings.Cut(to, "@")
		subjects[name] = m.Subject
	}
	testutil.Equal(j.t, what, subjects, want)
	return got
}

// age makes every notice older, as if the time had passed.
func (j *mailJourney) age(d time.Duration) {
	at := time.Now().UTC().Add(-d).Format("2006-01-02 15:04:05+00:00")
	storetest.Exec(j.t, j.address, "UPDATE notices SET at = '"+at+"'")
	storetest.Exec(j.t, j.address, "UPDATE notices SET mail_at = at WHERE mail_at IS NOT NULL")
}

// follow opens every link of a mail as its recipient, and returns the pages of the links to notices' objects.
func (j *mailJourney) follow(m sendtest.Message) (pages []string) {
	j.t.Helper()
	token, _, err := j.s.SignIn(context.Background(), m.To, storetest.Password, models.Session{})
	j.ok(err)
	for _, link := range regexp.MustCompile(`https?://[^\s"<>]+`).FindAllString(m.Text, -1) {
		if !strings.Contains(m.HTML, `href="`+strings.ReplaceAll(link, "&", "&amp;")+`"`) {
			j.t.Errorf("the link %s is in the text and not in the HTML", link)
		}
		request, err := http.NewRequest(http.MethodGet, link, nil)
		j.ok(err)
		request.AddCookie(&http.Cookie{Name: "linecheck", Value: token})
		answer, err := http.DefaultClient.Do(request)
		j.ok(err)
		body, err := io.ReadAll(answer.Body)
		j.ok(err)
		_ = answer.Body.Close()
		if answer.StatusCode != http.StatusOK {
			j.t.Errorf("%s leads to %d", link, answer.StatusCode)
		}
		pages = append(pages, string(body))
	}
	return pages
}

// Five people work on an article. Each gets mail about what concerns them and nothing else. The links lead to the right pages.
func TestMailJourney(t *testing.T) {
	t.Parallel()
	withMailJourney(t, func(j *mailJourney) {
		ctx, n, s := context.Background(), j.news, j.s
		article := fmt.Sprintf("Article %d: ", j.article.ID)
		j.check("nothing has happened", map[string]string{})

		j.ask("Which budget is it?")
		got := j.check("a question", map[string]string{"editor": article + "Rana Reviewer asked you a question", "admin": article + "Rana Reviewer asked you a question"})
		question := got[n.Editor.Email]
		if pages := j.follow(question); len(pages) == 0 || !strings.Contains(pages[0], "Which budget is it?") {
			t.Error("the first link does not lead to the question")
		}
		for _, secret := range []string{"4,000", "Which budget", j.article.Title} {
			if strings.Contains(question.Subject+question.Text+question.HTML, secret) {
				t.Errorf("the mail contains %q, though the desk does not let mails quote its texts", secret)
			}
		}

		desk := deskOf(t, s, n.Admin)
		j.ok(s.SetPolicy(ctx, n.Admin, desk.ID, models.DeskPolicy{Secondaries: "2", MailText: true, Version: desk.Version}))
		card, err := s.ClaimDetail(ctx, n.Editor, j.claim)
		j.ok(err)
		_, err = s.AssignClaim(ctx, n.Editor, j.claim, models.NewAssignment{Person: n.SecondReviewer.UserID, Version: card.Version})
		j.ok(err)
		got = j.check("an assignment", map[string]string{"second": j.article.Title + ": Edda Editor assigned this to you"})
		assigned := got[n.SecondReviewer.Email]
		testutil.Contains(t, "text", assigned.Text, "4,000 people", j.article.Title)
		if pages := j.follow(assigned); len(pages) == 0 || !strings.Contains(pages[0], "4,000 people") {
			t.Error("the first link does not lead to the claim")
		}

		thread := func(m sendtest.Message) string { return m.Header.Get("References") }
		j.ask("And which year?")
		again := j.check("another question", map[string]string{"editor": j.article.Title + ": Rana Reviewer asked you a question",
			"admin": j.article.Title + ": Rana Reviewer asked you a question"})[n.Editor.Email]
		if thread(again) == "" || thread(again) != thread(question) || thread(again) == thread(assigned) {
			t.Errorf("the threads are %q, %q and %q", thread(question), thread(again), thread(assigned))
		}

		j.ok(s.SetMailSettings(ctx, n.Editor, models.NewMailSettings{Modes: map[string]string{"asked": "digest"}, DigestHour: "8",
			DigestDays: []string{"0", "1", "2", "3", "4", "5", "6"}, Zone: "Asia/Kolkata", QuietFrom: "0", QuietUntil: "0"}))
		j.ok(s.Unsubscribe(ctx, unsubscribeToken(t, s, n.Admin)))
		j.ask("Says who?")
		j.ask("Since when?")
		j.check("before the digest", map[string]string{})
		j.age(25 * time.Hour)
		digest := j.check("the digest", map[string]string{"editor": "Linecheck: 2 notices"})[n.Editor.Email]
		if thread(digest) != "" {
			t.Error("a digest belongs to the thread of an article")
		}
	})
}

// deskOf returns the first desk that a user sees.
func deskOf(t *testing.T, s *store.Store, r models.Reader) models.Desk {
	t.Helper()
	desks, err := s.Desks(context.Background(), r)
	testutil.Must(t, err)
	return desks[0]
}

// unsubscribeToken returns the secret of a user's link that ends their mail.
func unsubscribeToken(t *testing.T, s *store.Store, r models.Reader) string {
	t.Helper()
	settings, err := s.MailSettings(context.Background(), r)
	testutil.Must(t, err)
	return settings.Unsubscribe
}

// A refused address gets no more mail, and its user learns why.
func TestMailToARefusedAddress(t *testing.T) {
	t.Parallel()
	withMailJourney(t, func(j *mailJourney) {
		j.server.Answer(j.news.Editor.Email, 550)
		subject := fmt.Sprintf("Article %d: Rana Reviewer asked you a question", j.article.ID)
		j.ask("Which budget?")
		j.check("one address is refused", map[string]string{"admin": subject})
		j.server.Answer(j.news.Editor.Email, 0)
		j.ask("Which year?")
		j.check("afterwards", map[string]string{"admin": subject})
		settings, err := j.s.MailSettings(context.Background(), j.news.Editor)
		j.ok(err)
		if settings.BouncedAt == nil || settings.BounceDetail != "The mail server refused the address (550)." {
			t.Errorf("the editor's settings are %+v", settings)
		}
		j.server.Answer(j.news.Admin.Email, 451)
		j.ask("Which city?")
		j.check("a server that is busy", map[string]string{})
		j.server.Answer(j.news.Admin.Email, 0)
		storetest.Exec(t, j.address, "UPDATE mails SET next_at = created_at")
		j.check("the retry", map[string]string{"admin": subject})
	})
}

// No mail to a blind reviewer reveals anything about a sealed claim.
func TestMailRevealsNothingSealed(t *testing.T) {
	t.Parallel()
	withMailJourney(t, func(j *mailJourney) {
		ctx, n, s := context.Background(), j.news, j.s
		desk := deskOf(t, s, n.Admin)
		j.ok(s.SetPolicy(ctx, n.Admin, desk.ID, models.DeskPolicy{Secondaries: "2", MailText: true, Version: desk.Version}))
		judge := func(claim int64) map[string]sendtest.Message {
			card, err := s.ClaimDetail(ctx, n.Reviewer, claim)
			j.ok(err)
			_, err = s.Annotate(ctx, n.Reviewer, claim, models.AnnotationInput{Status: "disputed", Note: "SECRET", Version: card.Version})
			j.ok(err)
			_, _, err = s.RaiseQuery(ctx, n.Reviewer, models.NewQuery{ClaimID: claim, To: "editor", Body: "SECRET, as @Sam Second knows"})
			j.ok(err)
			return j.mails()
		}
		if _, mailed := judge(storetest.AddClaim(t, s, n.Reviewer, j.article, "€12 million").ClaimID)[n.SecondReviewer.Email]; !mailed {
			t.Error("who is named in a query gets no mail, though the desk does not check blind")
		}
		desk = deskOf(t, s, n.Admin)
		j.ok(s.SetSecondReader(ctx, n.Admin, desk.ID, true, true, desk.Version))
		for _, r := range []models.Reader{n.Editor, n.Admin, n.Writer, n.SecondReviewer, n.Reviewer} {
			modes := map[string]string{}
			for _, k := range models.NoticeKinds {
				modes[string(k)] = "now"
			}
			j.ok(s.SetMailSettings(ctx, r, models.NewMailSettings{Modes: modes, DigestHour: "8", DigestDays: []string{"1"}, QuietFrom: "0", QuietUntil: "0"}))
		}
		for to, m := range judge(j.claim) {
			if to == n.SecondReviewer.Email {
				t.Errorf("the blind reviewer gets a mail: %s", m.Text)
			}
			for _, part := range []string{m.Subject, m.Text, m.HTML} {
				if strings.Contains(part, "SECRET") || strings.Contains(part, "disputed") {
					t.Errorf("the mail to %s tells what was found: %s", to, part)
				}
			}
		}
	})
}

// Every notice is mailed once, even if the program is killed many times. If a mail arrives twice, both copies have the same Message-ID.
// LINECHECK_TORTURE_KILLS sets the number of kills.
func TestMailSurvivesKills(t *testing.T) {
	t.Parallel()
	binary := testutil.Linecheck(t)
	kills := tortureNumber(t, "LINECHECK_TORTURE_KILLS", 4)
	server := sendtest.Start(t, sendtest.Options{})
	data := t.TempDir()
	address := "sqlite:" + data + "/linecheck.db"
	asked := map[string]bool{} // recipient and query
	var editors []models.Reader
	withRecords := func(do func(s *store.Store)) {
		s, err := store.Open(context.Background(), store.Config{URL: address})
		testutil.Must(t, err)
		do(s)
		testutil.Must(t, s.Close())
	}
	var news storetest.Fixture
	var article models.Article
	withRecords(func(s *store.Store) {
		news = storetest.Newsroom(t, s)
		article = storetest.AddArticle(t, s, news)
		editors = []models.Reader{news.Editor, news.Admin}
	})
	arrived := map[string]map[string]bool{} // Message-IDs by recipient and query
	copies := 0
	note := func(m sendtest.Message) {
		id, err := m.Header.MessageID()
		testutil.Must(t, err)
		for _, query := range regexp.MustCompile(`/queries/\d+`).FindAllString(m.Text, -1) {
			key := m.To + query
			if arrived[key] == nil {
				arrived[key] = map[string]bool{}
			}
			if arrived[key][id] {
				copies++
			}
			arrived[key][id] = true
		}
	}
	for round := range kills + 1 {
		withRecords(func(s *store.Store) {
			storetest.Exec(t, address, "UPDATE mails SET leased_until = created_at, next_at = created_at WHERE state = 'waiting'")
			if round == kills {
				return
			}
			for range 5 {
				id, _, err := s.RaiseQuery(context.Background(), news.Reviewer, models.NewQuery{ArticleID: article.ID, To: "editor", Body: "Who says so?"})
				testutil.Must(t, err)
				for _, r := range editors {
					asked[r.Email+fmt.Sprintf("/queries/%d", id)] = true
				}
			}
		})
		cmd := exec.Command(binary, "serve", "--addr", "127.0.0.1:0", "--data", data, "--smtp", "smtp://"+server.Address, "--mail-from", "linecheck@example.org")
		cmd.Env = append(os.Environ(), "LINECHECK_MAIL_DELAY=0s")
		testutil.Must(t, cmd.Start())
		t.Cleanup(func() { _ = cmd.Process.Kill() })
		if round < kills {
			note(testutil.Receive(t, "mail before the kill", server.Messages))
		} else {
			testutil.Eventually(t, "every notice has arrived", func() bool {
				for len(server.Messages) > 0 {
					note(<-server.Messages)
				}
				return len(arrived) == len(asked)
			})
		}
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
	}
	for key, ids := range arrived {
		if len(ids) != 1 || !asked[key] {
			t.Errorf("%s arrived in %d mails", key, len(ids))
		}
	}
	t.Logf("%d kills, %d notices in mails, %d arrived again with the same Message-ID", kills, len(arrived), copies)
}
