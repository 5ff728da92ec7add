package store_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"linecheck/models"
	"linecheck/store"
	"linecheck/store/storetest"
)

// atOnce plans mails without a delay, in UTC.
var atOnce = models.MailPlan{Zone: time.UTC}

// dueMails composes and leases every due mail, and records each as sent.
func dueMails(t *testing.T, s *store.Store) (list []models.DueMail) {
	t.Helper()
	if _, err := s.ComposeMails(ctx, atOnce); err != nil {
		t.Fatal(err)
	}
	for {
		m, err := s.LeaseMail(ctx)
		if err != nil {
			t.Fatal(err)
		}
		if m == nil {
			return list
		}
		list = append(list, *m)
		if err := s.RecordMail(ctx, m.OutgoingMail, models.MailResult{Code: 250}); err != nil {
			t.Fatal(err)
		}
	}
}

// describeMails returns each mail's user and its kinds of notices.
func describeMails(list []models.DueMail) (said []string) {
	for _, m := range list {
		var kinds []string
		for _, n := range m.Notices {
			kinds = append(kinds, string(n.Kind))
		}
		slices.Sort(kinds)
		said = append(said, fmt.Sprintf("%s: %s", m.Reader.Name, strings.Join(kinds, ", ")))
	}
	slices.Sort(said)
	return said
}

// chooseMail sets one mode for every kind of notice of a user.
func chooseMail(t *testing.T, s *store.Store, r models.Reader, mode models.MailMode, change ...func(*models.NewMailSettings)) {
	t.Helper()
	n := models.NewMailSettings{Modes: map[string]string{}, DigestHour: "8", DigestDays: []string{"0", "1", "2", "3", "4", "5", "6"},
		QuietFrom: "0", QuietUntil: "0"}
	for _, k := range models.NoticeKinds {
		n.Modes[string(k)] = string(mode)
	}
	for _, do := range change {
		do(&n)
	}
	if err := s.SetMailSettings(ctx, r, n); err != nil {
		t.Fatal(err)
	}
}

// mailTest is a newsroom whose notices are sent by mail.
type mailTest struct {
	t       *testing.T
	address string
	s       *store.Store
	news    storetest.Fixture
	article models.Article
}

func withMailTest(t *testing.T, test func(mailTest)) {
	storetest.EachAddress(t, func(t *testing.T, address string) {
		s := storetest.Open(t, address)
		news := storetest.Newsroom(t, s)
		test(mailTest{t, address, s, news, storetest.AddArticle(t, s, news)})
	})
}

// ask sends a query about the article to every editor of the desk. It notifies the editor and the administrator.
func (m mailTest) ask(words string) int64 {
	m.t.Helper()
	query, _, err := m.s.RaiseQuery(ctx, m.news.Reviewer, models.NewQuery{ArticleID: m.article.ID, To: "editor", Body: words})
	if err != nil {
		m.t.Fatal(err)
	}
	return query
}

// checkMails sends the due mails, and compares them with those that are wanted.
func (m mailTest) checkMails(what string, want ...string) []models.DueMail {
	m.t.Helper()
	list := dueMails(m.t, m.s)
	if got := describeMails(list); !slices.Equal(got, want) {
		m.t.Errorf("%s: the mails are %q, want %q", what, got, want)
	}
	return list
}

// age moves the time of every notice into the past.
func (m mailTest) age(d time.Duration) {
	m.t.Helper()
	at := time.Now().UTC().Add(-d).Format("2006-01-02 15:04:05+00:00")
	storetest.Exec(m.t, m.address, "UPDATE notices SET at = '"+at+"'")
	storetest.Exec(m.t, m.address, "UPDATE notices SET mail_at = at WHERE mail_at IS NOT NULL")
}

func TestNoticesAreMailedOnce(t *testing.T) {
	withMailTest(t, func(m mailTest) {
		m.ask("Which budget?")
		list := m.checkMails("a question", "Ada Admin: asked", "Edda Editor: asked")
		for _, mail := range list {
			if mail.ArticleID == nil || *mail.ArticleID != m.article.ID || mail.Settings.Unsubscribe == "" || mail.Reader.Email == "" {
				m.t.Errorf("the mail misses its article, address or link: %+v", mail)
			}
		}
		m.checkMails("nothing new")
		m.ask("Which year?")
		m.ask("Which city?")
		m.checkMails("two more questions about one article", "Ada Admin: asked, asked", "Edda Editor: asked, asked")
		m.ask("Who says so?")
		if err := m.s.ReadNotices(ctx, m.news.Editor, 1<<40); err != nil {
			t.Fatal(err)
		}
		m.checkMails("a question that the editor has read", "Ada Admin: asked")
	})
}

func TestMailFollowsItsUsersChoices(t *testing.T) {
	withMailTest(t, func(m mailTest) {
		chooseMail(t, m.s, m.news.Editor, models.MailDigest)
		chooseMail(t, m.s, m.news.Admin, models.MailNever)
		m.ask("Which budget?")
		m.checkMails("digest and never")
		m.age(25 * time.Hour)
		if list := m.checkMails("the digest, a day later", "Edda Editor: asked"); len(list) == 1 && list[0].ArticleID != nil {
			t.Error("a digest belongs to an article")
		}
		chooseMail(t, m.s, m.news.Editor, models.MailDigest, func(n *models.NewMailSettings) { n.Off = true })
		m.ask("Which year?")
		m.age(25 * time.Hour)
		m.checkMails("no mail at all")
		chooseMail(t, m.s, m.news.Editor, models.MailDigest)
		m.ask("Which city?")
		m.checkMails("waiting for the digest")
		chooseMail(t, m.s, m.news.Editor, models.MailNow)
		m.checkMails("what waited, after a change of mind", "Edda Editor: asked")
		m.ask("Who says so?")
		m.age(9 * 24 * time.Hour)
		m.checkMails("an old notice")
	})
}

func TestMailShowsWhatItsUserMaySee(t *testing.T) {
	withMailTest(t, func(m mailTest) {
		m.ask("Which budget?")
		if _, err := m.s.ComposeMails(ctx, atOnce); err != nil {
			t.Fatal(err)
		}
		if err := m.s.SetRole(ctx, m.news.Admin, m.news.Editor.UserID, m.news.Desk.ID, ""); err != nil { // she leaves the desk
			t.Fatal(err)
		}
		m.checkMails("after the editor has left", "Ada Admin: asked")
		m.ask("Which year?")
		if _, err := m.s.ComposeMails(ctx, atOnce); err != nil {
			t.Fatal(err)
		}
		if err := m.s.TrashArticle(ctx, m.news.Admin, m.article.ID); err != nil {
			t.Fatal(err)
		}
		m.checkMails("an article in the trash")
		metrics, err := m.s.Metrics(ctx)
		if err != nil || metrics.Mail.Waiting != 0 || metrics.Mail.LastSent == nil {
			t.Errorf("the figures are %+v (%v), want no waiting mail", metrics.Mail, err)
		}
	})
}

func TestMailIsRetriedAndBounces(t *testing.T) {
	withMailTest(t, func(m mailTest) {
		chooseMail(t, m.s, m.news.Admin, models.MailNever)
		m.ask("Which budget?")
		if _, err := m.s.ComposeMails(ctx, atOnce); err != nil {
			t.Fatal(err)
		}
		busy := models.MailResult{Code: 451, Detail: "The mail server did not accept the mail (451)."}
		first := must(m.s.LeaseMail(ctx))(t)
		if again := must(m.s.LeaseMail(ctx))(t); again != nil {
			t.Error("a mail is leased twice")
		}
		if err := m.s.RecordMail(ctx, first.OutgoingMail, busy); err != nil {
			t.Fatal(err)
		}
		if soon := must(m.s.LeaseMail(ctx))(t); soon != nil {
			t.Error("a failed mail is tried again at once")
		}
		storetest.Exec(t, m.address, "UPDATE mails SET next_at = created_at")
		second := must(m.s.LeaseMail(ctx))(t)
		if second == nil || second.Message != first.Message || second.Tries != 2 {
			t.Fatalf("the retry is %+v, want the same Message-ID", second)
		}
		if err := m.s.RecordMail(ctx, first.OutgoingMail, models.MailResult{}); err != nil { // the lease has expired
			t.Fatal(err)
		}
		if err := m.s.RecordMail(ctx, second.OutgoingMail, models.MailResult{Code: 550, Detail: "No such user.", Bounced: true}); err != nil {
			t.Fatal(err)
		}
		if got := must(m.s.MailSettings(ctx, m.news.Editor))(t); got.BouncedAt == nil || got.BounceDetail != "No such user." {
			t.Errorf("after a refused address the settings are %+v", got)
		}
		m.ask("Which year?")
		m.checkMails("after a refused address")
		if err := m.s.RetryMail(ctx, m.news.Editor); err != nil {
			t.Fatal(err)
		}
		m.ask("Which city?")
		m.checkMails("after another try", "Edda Editor: asked")

		m.ask("Who says so?")
		if _, err := m.s.ComposeMails(ctx, atOnce); err != nil {
			t.Fatal(err)
		}
		storetest.Exec(t, m.address, fmt.Sprintf("UPDATE mails SET tries = %d WHERE state = 'waiting'", models.MaxDeliveryTries-1))
		last := must(m.s.LeaseMail(ctx))(t)
		if err := m.s.RecordMail(ctx, last.OutgoingMail, busy); err != nil {
			t.Fatal(err)
		}
		if metrics := must(m.s.Metrics(ctx))(t).Mail; metrics.GivenUp != 1 || metrics.Bounced != 1 || metrics.Waiting != 0 {
			t.Errorf("the figures are %+v, want one mail given up and one refused", metrics)
		}
	})
}

func TestAMailIsTakenOnce(t *testing.T) {
	withMailTest(t, func(m mailTest) {
		m.ask("Which budget?")
		for _, who := range []models.Reader{m.news.Reviewer, m.news.SecondReviewer, m.news.Writer, m.news.Auditor} {
			addNoticesToMail(t, m.address, who, m.article)
		}
		var mutex sync.Mutex
		taken := map[string]int{}
		var working sync.WaitGroup
		for range 8 {
			working.Go(func() {
				if _, err := m.s.ComposeMails(ctx, atOnce); err != nil {
					t.Error(err)
				}
				for {
					mail, err := m.s.LeaseMail(ctx)
					if err != nil {
						t.Error(err)
					}
					if mail == nil {
						return
					}
					mutex.Lock()
					taken[mail.Reader.Name]++
					mutex.Unlock()
				}
			})
		}
		working.Wait()
		if len(taken) != 6 {
			t.Errorf("mails of %v were taken, want six users", taken)
		}
		for name, n := range taken {
			if n != 1 {
				t.Errorf("the mail of %s was taken %d times", name, n)
			}
		}
	})
}

// addNoticesToMail inserts a notice that waits for a mail.
func addNoticesToMail(t *testing.T, address string, who models.Reader, a models.Article) {
	t.Helper()
	at := time.Now().UTC().Format("2006-01-02 15:04:05+00:00")
	storetest.Exec(t, address, fmt.Sprintf(`INSERT INTO notices (user_id, kind, at, mail_at, desk_id, article_id)
		VALUES (%d, 'asked', '%s', '%s', %d, %d)`,
		who.UserID, at, at, a.DeskID, a.ID))
}

func TestUnsubscribeLink(t *testing.T) {
	withMailTest(t, func(m mailTest) {
		m.ask("Which budget?")
		token := ""
		for _, mail := range m.checkMails("a question", "Ada Admin: asked", "Edda Editor: asked") {
			if mail.UserID == m.news.Editor.UserID {
				token = mail.Settings.Unsubscribe
			}
		}
		for _, wrong := range []string{"", "x", token + "x", strings.ToUpper(token)} {
			if err := m.s.Unsubscribe(ctx, wrong); !errors.Is(err, models.ErrNotFound) {
				t.Errorf("the link %q answers %v", wrong, err)
			}
		}
		for range 2 {
			if err := m.s.Unsubscribe(ctx, token); err != nil {
				t.Fatal(err)
			}
		}
		if info := must(m.s.UnsubscribeInfo(ctx, token))(t); !info.Off {
			t.Error("the link has ended nothing")
		}
		m.ask("Which year?")
		m.checkMails("after the link", "Ada Admin: asked")
	})
}
