package sitetest

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"strings"
	"testing"
	"time"

	"linecheck/formats/send"
	"linecheck/handlers"
	"linecheck/internal/testutil"
	"linecheck/models"
	"linecheck/store"
	"linecheck/store/storetest"
)

// Showcase is a newsroom with content for every page.
type Showcase struct {
	Site                                         http.Handler
	Store                                        *store.Store
	Fixture                                      storetest.Fixture
	People                                       map[models.Role]models.Reader
	Article, persianArticle, Trashed             models.Article
	Claim                                        int64          // in sentence 5, of version 3, in disagreement
	formerSentence, lastSentence                 int64          // sentences of the Persian article: one that a split replaced, and the last
	Duplicates                                   models.Article // sentences 1, 3, 5 and 7 are identical, and so are 2, 4 and 6
	DuplicateClaim                               int64          // a claim of version 2 in 1 and 3
	Query, dismissedQuery                        int64          // a query about the claim, answered, of version 2; one about the article, dismissed
	settledArticle                               models.Article // its one sentence contains a claim of version 8, with all kinds of evidence and decisions
	settledClaim, Correction                     int64          // that claim, and a proposed correction of it
	Signed, Ready                                models.Article // one with its second sign-off; one whose gate is open by an override
	Revised                                      models.Article // with two new drafts, and a withdrawn one
	LostClaim                                    int64          // one of its claims, whose words are gone
	sourceWithSnapshot                           int64          // a source with a snapshot
	Provider                                     *handlers.SSOConfig
	Webhook                                      int64 // a webhook with a delivery in every state
	Files                                        string
	cookies                                      map[models.Role]*http.Cookie // of sessions, by role
	Imported                                     models.Article               // an imported article
	SetupToken, usedToken, JoinToken, resetToken string
	GuestToken, usedGuestToken                   string // links to the reviewer's query
	CalendarToken                                string // the reviewer's
	PublicToken                                  string // of the signed article's public page
	MailToken                                    string // of the link that ends the auditor's mail
}

// OpenShowcase opens the site of a newsroom with content for every page.
func OpenShowcase(t testing.TB) *Showcase {
	t.Helper()
	return OpenShowcaseAt(t, storetest.SQLite(t))
}

// OpenShowcaseAt opens it with the database at a URL.
func OpenShowcaseAt(t testing.TB, address string) *Showcase {
	t.Helper()
	s, files := storetest.OpenWithFiles(t, address)
	o := &Showcase{Store: s, Files: files, cookies: map[models.Role]*http.Cookie{}, Provider: StartProvider(t).Settings()}
	o.Site = handlers.New(s, handlers.Config{Zone: Zone, SSO: o.Provider, Mailer: UnreachableMailer(t)})
	ctx := context.Background()
	var err error
	if o.SetupToken, err = s.CreateSetupToken(ctx); err != nil {
		t.Fatal(err)
	}
	n := storetest.Newsroom(t, s)
	o.Fixture = n
	o.People = map[models.Role]models.Reader{
		models.Admin:    n.Admin,
		models.Editor:   n.Editor,
		models.Reviewer: n.Reviewer,
		models.Writer:   n.Writer,
		models.Auditor:  n.Auditor,
	}
	must := func(_ any, err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	o.JoinToken, err = s.Invite(
		ctx,
		n.Admin,
		models.Invitation{Name: "Nia New", Email: "nia@example.org", DeskID: &n.Desk.ID, Role: models.Reviewer},
	)
	must(nil, err)
	o.usedToken, err = s.Invite(
		ctx,
		n.Admin,
		models.Invitation{Name: "Uma Used", Email: "uma@example.org", DeskID: &n.Desk.ID, Role: models.Writer},
	)
	must(nil, err)
	must(s.Join(ctx, o.usedToken, "Uma Used", storetest.Password))
	o.resetToken, err = s.CreateResetLink(ctx, n.Admin, n.Auditor.UserID)
	must(nil, err)
	o.CalendarToken, err = s.CreateCalendar(ctx, n.Reviewer)
	must(nil, err)
	must(s.CreateDesk(ctx, n.Admin, "Sports & leisure"))
	token, _, err := s.SignIn(ctx, n.Writer.Email, storetest.Password, models.Session{})
	must(nil, err)
	writer, err := s.Reader(ctx, token)
	must(nil, err)
	must(nil, s.BeginSecondFactor(ctx, writer))
	o.addArticles(t, n)
	o.addDuplicates(t, n)
	o.addQueries(t, n)
	o.addSettledArticle(t, n)
	o.addSignedArticles(t, n)
	o.addRevisions(t, n)
	o.addSnapshot(t, n)
	o.importSettledArticle(t, n)
	o.addWebhook(t, n)
	o.addMail(t, n)
	o.addPublicPage(t, n)
	return o
}

// addPublicPage publishes how the signed article was checked, and the desk's corrections.
func (o *Showcase) addPublicPage(t testing.TB, n storetest.Fixture) {
	t.Helper()
	ctx := context.Background()
	policy := models.DeskPolicy{Secondaries: "2", PublicNames: true, PublicCorrections: true, Version: 1}
	testutil.Must(t, o.Store.SetPolicy(ctx, n.Admin, n.Desk.ID, policy))
	testutil.Must(t, o.Store.SetPublicPage(ctx, n.Editor, o.Signed.ID, true))
	page, err := o.Store.PublicPage(ctx, n.Editor, o.Signed.ID)
	testutil.Must(t, err)
	o.PublicToken = page.PublicID
}

// addMail adds the auditor's choices about mail, and a mail to the reviewer that was refused.
func (o *Showcase) addMail(t testing.TB, n storetest.Fixture) {
	t.Helper()
	ctx := context.Background()
	choices := models.NewMailSettings{DigestHour: "7", DigestDays: []string{"1"}, Zone: "Europe/Lisbon", QuietFrom: "22", QuietUntil: "6"}
	testutil.Must(t, o.Store.SetMailSettings(ctx, n.Auditor, choices))
	settings, err := o.Store.MailSettings(ctx, n.Auditor)
	testutil.Must(t, err)
	o.MailToken = settings.Unsubscribe
	_, err = o.Store.ComposeMails(ctx, models.MailPlan{Zone: time.UTC})
	testutil.Must(t, err)
	for refused := false; !refused; {
		m, err := o.Store.LeaseMail(ctx)
		testutil.Must(t, err)
		if m == nil {
			t.Fatal("the reviewer has no mail")
		}
		var result models.MailResult
		if refused = m.UserID == n.Reviewer.UserID; refused {
			result = models.MailResult{Code: 550, Detail: "The mail server refused the address (550).", Bounced: true}
		}
		testutil.Must(t, o.Store.RecordMail(ctx, m.OutgoingMail, result))
	}
}

// addWebhook adds a webhook with deliveries in every state.
func (o *Showcase) addWebhook(t testing.TB, n storetest.Fixture) {
	t.Helper()
	ctx := context.Background()
	made, err := o.Store.CreateWebhook(
		ctx,
		n.Admin,
		n.Desk.ID,
		models.WebhookForm{
			Name:    "The <CMS>",
			Address: "https://cms.example/hook?key=" + strings.Repeat("long", 60),
			Claims:  true,
			Gates:   true,
		},
	)
	if err != nil {
		t.Fatal(err)
	}
	o.Webhook = made.ID
	outcomes := []models.DeliveryResult{
		{Status: 204, Answer: "<b>thanks</b>"},
		{Status: 410, Detail: "The site answered with 410."},
		{Status: 500, Detail: "The site has trouble of its own (500).", Answer: "oh no"},
	}
	for _, outcome := range outcomes {
		if err := o.Store.SwitchWebhook(ctx, n.Admin, o.Webhook, true); err != nil {
			t.Fatal(err)
		}
		if err := o.Store.TestWebhook(ctx, n.Admin, o.Webhook); err != nil {
			t.Fatal(err)
		}
		taken, err := o.Store.LeaseDeliveries(ctx, 9)
		if err != nil || len(taken) != 1 {
			t.Fatalf("%d deliveries are due: %v", len(taken), err)
		}
		if err := o.Store.RecordDelivery(ctx, taken[0], outcome); err != nil {
			t.Fatal(err)
		}
	}
}

// addSnapshot adds a snapshot of a source that contains its quote.
func (o *Showcase) addSnapshot(t testing.TB, n storetest.Fixture) {
	t.Helper()
	sources, err := o.Store.Sources(t.Context(), n.Reviewer, n.Desk.ID, "traffic count")
	if err != nil || len(sources) != 1 {
		t.Fatalf("%d sources: %v", len(sources), err)
	}
	o.sourceWithSnapshot = sources[0].ID()
	page := "<!DOCTYPE html><title>Count</title><p>We counted <b>4,112</b> a day."
	_, err = o.Store.AddSnapshot(
		t.Context(),
		n.Reviewer,
		o.sourceWithSnapshot,
		models.NewSnapshot{Name: "count.html", MediaType: "text/html", Content: []byte(page), Words: "We counted 4,112 a day."},
	)
	if err != nil {
		t.Fatal(err)
	}
}

// addRevisions adds an article and two drafts of it: a settled sentence gets another number, a sentence that
// refers back to it was read, and a claim's words are gone.
func (o *Showcase) addRevisions(t testing.TB, n storetest.Fixture) {
	t.Helper()
	ctx := context.Background()
	must := func(_ any, err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	first := "The dam broke at night. More than 4,000 people fled. That figure came from the mayor. Repairs cost €12 million.\n\nNobody was hurt."
	o.Revised = CreateArticle(t, o.Store, n.Reviewer, n.Desk, "Redrafted", first)
	fled, cost := storetest.AddClaim(
		t,
		o.Store,
		n.Reviewer,
		o.Revised,
		"4,000 people",
	), storetest.AddClaim(
		t,
		o.Store,
		n.Reviewer,
		o.Revised,
		"€12 million",
	)
	o.LostClaim = cost.ClaimID
	for _, claim := range []int64{fled.ClaimID, cost.ClaimID} {
		must(
			o.Store.Annotate(
				ctx,
				n.Reviewer,
				claim,
				models.AnnotationInput{
					Status:  "sourced",
					Version: 1,
					Evidence: []models.NewEvidence{{Title: "The register", Class: "primary",
						Kind: "document", Locator: "p. 1"}},
				},
			),
		)
	}
	page, err := o.Store.ArticlePage(ctx, n.Reviewer, o.Revised.ID)
	must(nil, err)
	must(o.Store.MarkRead(ctx, n.Reviewer, page.Sentences[2].ID))
	second := strings.NewReplacer("4,000", "5,000", " Repairs cost €12 million.", "").Replace(first)
	sum := sha256.Sum256([]byte(second))
	original := &models.Original{SHA256: hex.EncodeToString(sum[:]), MediaType: "text/plain", Size: len(second), Bytes: []byte(second)}
	must(
		o.Store.ReviseArticle(
			ctx,
			n.Reviewer,
			o.Revised.ID,
			models.NewRevision{Text: second, Note: "Counted again.", Base: 1, Original: original, FileName: "dam.txt"},
		),
	)
	must(o.Store.ReviseArticle(ctx, n.Reviewer, o.Revised.ID, models.NewRevision{Text: second + " Rain fell for days.", Base: 2}))
	must(o.Store.ReviseArticle(ctx, n.Writer, o.Revised.ID, models.NewRevision{Text: second + " Rain fell.", Base: 3}))
	must(nil, o.Store.WithdrawRevision(ctx, n.Writer, o.Revised.ID, 4))
}

// addQueries raises queries, and assigns the article and the claim.
func (o *Showcase) addQueries(t testing.TB, n storetest.Fixture) {
	t.Helper()
	ctx := context.Background()
	ok := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	var err error
	o.Query, _, err = o.Store.RaiseQuery(ctx, n.Reviewer, models.NewQuery{ClaimID: o.Claim, To: "writer", Body: "Who counted them?"})
	ok(err)
	_, err = o.Store.AdvanceQuery(
		ctx,
		n.Writer,
		o.Query,
		models.QueryActionInput{Action: models.ReplyToQuery, Body: "شهرداری.", Version: 1},
	)
	ok(err)
	for _, token := range []*string{&o.usedGuestToken, &o.GuestToken} { // a new link ends the former one
		*token, err = o.Store.CreateGuestLink(ctx, n.Reviewer, o.Query,
			models.NewGuestLink{Name: "Gil Guest", Email: "gil@example.org", AsWriter: true, Days: 7})
		ok(err)
	}
	ok(o.Store.AnswerAsGuest(ctx, o.GuestToken, models.GuestAnswerInput{Body: "The city, <b>by hand</b>."}))
	o.dismissedQuery, _, err = o.Store.RaiseQuery(
		ctx,
		n.Reviewer,
		models.NewQuery{ArticleID: o.Article.ID, To: "writer", Body: "Do we run it on Sunday?"},
	)
	ok(err)
	_, err = o.Store.AdvanceQuery(
		ctx,
		n.Editor,
		o.dismissedQuery,
		models.QueryActionInput{Action: models.DismissQuery, Body: "Not our question.", Version: 1},
	)
	ok(err)
	_, _, err = o.Store.RaiseQuery(ctx, n.Editor, models.NewQuery{ArticleID: o.Article.ID, To: "writer", Body: "Is there a photo?"})
	ok(err)
	due := time.Date(2026, 12, 1, 9, 0, 0, 0, time.UTC)
	page, err := o.Store.SentencePage(ctx, n.Editor, o.Article.ID, 5)
	ok(err)
	for _, c := range page.Claims {
		if c.Claim.ID != o.Claim { // other tests rely on its version
			_, err = o.Store.AssignClaim(
				ctx,
				n.Editor,
				c.Claim.ID,
				models.NewAssignment{Person: n.Reviewer.UserID, DueAt: &due, Version: c.Version},
			)
			ok(err)
		}
	}
	ok(o.Store.AssignArticle(ctx, n.Editor, o.Article.ID, models.NewAssignment{Person: n.Reviewer.UserID, DueAt: &due, Version: 1}))
}

// CallerAs returns a caller with this role; "" has no session.
func (o *Showcase) CallerAs(t testing.TB, role models.Role) Caller {
	t.Helper()
	if role == "" {
		return Caller{t, o.Site, &http.Cookie{Name: "nothing", Value: "x"}}
	}
	if o.cookies[role] == nil { // signing in is slow, so each session is reused
		o.cookies[role] = VisitAs(t, o.Store, o.People[role]).Cookie
	}
	return Caller{t, o.Site, o.cookies[role]}
}

// splitAndMergeBack splits a sentence of the Persian article and reverts that, which leaves a sentence id
// that is gone.
func (o *Showcase) splitAndMergeBack(t testing.TB, who models.Reader) {
	t.Helper()
	page, err := o.Store.ArticlePage(t.Context(), who, o.persianArticle.ID)
	if err != nil {
		t.Fatal(err)
	}
	o.formerSentence, o.lastSentence = page.Sentences[0].ID, page.Sentences[len(page.Sentences)-1].ID
	if _, err := o.Store.SplitSentenceBefore(t.Context(), who, o.formerSentence, 3); err != nil {
		t.Fatal(err)
	}
	if _, err := o.Store.Undo(t.Context(), who, o.persianArticle.ID); err != nil {
		t.Fatal(err)
	}
}

// UnreachableMailer returns a mailer whose server does not exist. The site then has its pages about mail, but sends none.
func UnreachableMailer(t testing.TB) *send.Mailer {
	t.Helper()
	mailer, err := send.NewMailer("smtp://127.0.0.1:1", "Linecheck <linecheck@example.org>", nil)
	if err != nil {
		t.Fatal(err)
	}
	return mailer
}
