package handlers_test

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"strings"
	"testing"
	"time"

	"linecheck/handlers"
	"linecheck/models"
	"linecheck/store"
	"linecheck/store/storetest"
)

// openHouse is a newsroom in which every page has something to show.
type openHouse struct {
	site                      http.Handler
	store                     *store.Store
	news                      storetest.News
	people                    map[models.Role]models.Reader
	article, persian, trashed models.Article
	claim                     int64          // in sentence 5, of version 3, in disagreement
	former, last              int64          // sentences of the Persian article: one that is gone since a split, and the last
	echoes                    models.Article // sentences 1, 3, 5 and 7 are the same, and 2, 4 and 6
	echo                      int64          // a claim of version 2 in 1 and 3
	query, closed             int64          // a query about the claim, answered, of version 2; one about the article, dismissed
	settled                   models.Article // its one sentence holds a claim of version 8, with all that evidence and editors can say
	doubt, correction         int64          // that claim, and a correction of it that waits
	signed, ready             models.Article // one that is signed off, for the second time; one whose gate is open by an override
	revised                   models.Article // with two new drafts, and one that was taken back
	lost                      int64          // a claim of it whose words are gone
	counted                   int64          // a source with a snapshot
	provider                  *handlers.SignOn
	hook                      int64 // a webhook with a delivery in every state
	files                     string
	cookies                   map[models.Role]*http.Cookie // of sessions, by role
	imported                  models.Article               // one that was imported
	setup, used, join, reset  string
}

func openTheHouse(t testing.TB) *openHouse {
	t.Helper()
	return openTheHouseAt(t, storetest.SQLite(t))
}

// openTheHouseAt keeps the newsroom's records at an address.
func openTheHouseAt(t testing.TB, address string) *openHouse {
	t.Helper()
	s, files := storetest.OpenWithFiles(t, address)
	o := &openHouse{store: s, files: files, cookies: map[models.Role]*http.Cookie{}, provider: theProvider(t).settings()}
	o.site = handlers.New(s, handlers.Config{Zone: zone, SignOn: o.provider})
	ctx := context.Background()
	var err error
	if o.setup, err = s.SetupToken(ctx); err != nil {
		t.Fatal(err)
	}
	n := storetest.Newsroom(t, s)
	o.news = n
	o.people = map[models.Role]models.Reader{models.Admin: n.Admin, models.Editor: n.Editor, models.Reviewer: n.Reviewer, models.Writer: n.Writer, models.Auditor: n.Auditor}
	must := func(_ any, err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	o.join, err = s.Invite(ctx, n.Admin, models.Invitation{Name: "Nia New", Email: "nia@example.org", DeskID: &n.Desk.ID, Role: models.Reviewer})
	must(nil, err)
	o.used, err = s.Invite(ctx, n.Admin, models.Invitation{Name: "Uma Used", Email: "uma@example.org", DeskID: &n.Desk.ID, Role: models.Writer})
	must(nil, err)
	must(s.Join(ctx, o.used, "Uma Used", storetest.Password))
	o.reset, err = s.ResetLink(ctx, n.Admin, n.Auditor.UserID)
	must(nil, err)
	must(s.CreateDesk(ctx, n.Admin, "Sports & leisure"))
	token, _, err := s.SignIn(ctx, n.Writer.Email, storetest.Password, models.Session{})
	must(nil, err)
	writer, err := s.Reader(ctx, token)
	must(nil, err)
	must(nil, s.BeginFactor(ctx, writer))
	o.fill(t, n)
	o.repeat(t, n)
	o.ask(t, n)
	o.settle(t, n)
	o.sign(t, n)
	o.redraft(t, n)
	o.snap(t, n)
	o.bringBack(t, n)
	o.tell(t, n)
	return o
}

// tell makes a webhook whose deliveries came to everything that they can come to.
func (o *openHouse) tell(t testing.TB, n storetest.News) {
	t.Helper()
	ctx := context.Background()
	made, err := o.store.CreateWebhook(ctx, n.Admin, n.Desk.ID, models.WebhookForm{Name: "The <CMS>", Address: "https://cms.example/hook?key=" + strings.Repeat("long", 60), Claims: true, Gates: true})
	if err != nil {
		t.Fatal(err)
	}
	o.hook = made.ID
	outcomes := []models.Outcome{{Status: 204, Answer: "<b>thanks</b>"}, {Status: 410, Detail: "The site answered with 410."}, {Status: 500, Detail: "The site has trouble of its own (500).", Answer: "oh no"}}
	for _, outcome := range outcomes {
		if err := o.store.SwitchWebhook(ctx, n.Admin, o.hook, true); err != nil {
			t.Fatal(err)
		}
		if err := o.store.TestWebhook(ctx, n.Admin, o.hook); err != nil {
			t.Fatal(err)
		}
		taken, err := o.store.TakeDeliveries(ctx, 9)
		if err != nil || len(taken) != 1 {
			t.Fatalf("%d deliveries are due: %v", len(taken), err)
		}
		if err := o.store.Delivered(ctx, taken[0], outcome); err != nil {
			t.Fatal(err)
		}
	}
}

// snap keeps a snapshot of a source, in which what was quoted of it stands.
func (o *openHouse) snap(t testing.TB, n storetest.News) {
	t.Helper()
	sources, err := o.store.Sources(t.Context(), n.Reviewer, n.Desk.ID, "traffic count")
	if err != nil || len(sources) != 1 {
		t.Fatalf("%d sources: %v", len(sources), err)
	}
	o.counted = sources[0].ID()
	page := "<!DOCTYPE html><title>Count</title><p>We counted <b>4,112</b> a day."
	_, err = o.store.AddSnapshot(t.Context(), n.Reviewer, o.counted, models.NewSnapshot{Name: "count.html", MediaType: "text/html", Content: []byte(page), Words: "We counted 4,112 a day."})
	if err != nil {
		t.Fatal(err)
	}
}

// redraft brings in an article and two new drafts of it: a sentence that was settled has another number now, one that leans on it was read, a claim's words are
// gone.
func (o *openHouse) redraft(t testing.TB, n storetest.News) {
	t.Helper()
	ctx := context.Background()
	must := func(_ any, err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	first := "The dam broke at night. More than 4,000 people fled. That figure came from the mayor. Repairs cost €12 million.\n\nNobody was hurt."
	o.revised = handIn(t, o.store, n.Reviewer, n.Desk, "Redrafted", first)
	fled, cost := storetest.Claim(t, o.store, n.Reviewer, o.revised, "4,000 people"), storetest.Claim(t, o.store, n.Reviewer, o.revised, "€12 million")
	o.lost = cost.ClaimID
	for _, claim := range []int64{fled.ClaimID, cost.ClaimID} {
		must(o.store.Annotate(ctx, n.Reviewer, claim, models.Tag{Status: "sourced", Version: 1, Evidence: []models.NewEvidence{{Title: "The register", Class: "primary"}}}))
	}
	page, err := o.store.ArticlePage(ctx, n.Reviewer, o.revised.ID)
	must(nil, err)
	must(o.store.MarkRead(ctx, n.Reviewer, page.Sentences[2].ID))
	second := strings.NewReplacer("4,000", "5,000", " Repairs cost €12 million.", "").Replace(first)
	sum := sha256.Sum256([]byte(second))
	original := &models.Original{SHA256: hex.EncodeToString(sum[:]), MediaType: "text/plain", Size: len(second), Bytes: []byte(second)}
	must(o.store.ReviseArticle(ctx, n.Reviewer, o.revised.ID, models.NewRevision{Text: second, Note: "Counted again.", Base: 1, Original: original, FileName: "dam.txt"}))
	must(o.store.ReviseArticle(ctx, n.Reviewer, o.revised.ID, models.NewRevision{Text: second + " Rain fell for days.", Base: 2}))
	must(o.store.ReviseArticle(ctx, n.Writer, o.revised.ID, models.NewRevision{Text: second + " Rain fell.", Base: 3}))
	must(nil, o.store.WithdrawRevision(ctx, n.Writer, o.revised.ID, 4))
}

// fill brings articles in and works on them.
func (o *openHouse) fill(t testing.TB, n storetest.News) {
	t.Helper()
	ctx := context.Background()
	o.article = storetest.Article(t, o.store, n)
	o.persian = handIn(t, o.store, n.Reviewer, n.Desk, "پل بسته می\u200cشود", "پل قدیمی در ۳ مارس بسته می\u200cشود. هر روز 4,000 نفر از آن می\u200cگذرند.")
	o.cut(t, n.Reviewer)
	o.trashed = handIn(t, o.store, n.Editor, n.Desk, "Thrown away", "A sentence. Another one.")
	if err := o.store.Trash(ctx, n.Editor, o.trashed.ID); err != nil {
		t.Fatal(err)
	}
	o.claim = storetest.Claim(t, o.store, n.Reviewer, o.article, "More than 4,000 people").ClaimID
	storetest.Claim(t, o.store, n.Second, o.article, "every day")
	proof := []models.NewEvidence{{Title: "Traffic count", URL: "https://city.example/count", Publisher: "City", Class: "primary", Quote: "4,112 a day", Locator: "p. 3"}}
	tag := func(who models.Reader, tag models.Tag) {
		t.Helper()
		if _, err := o.store.Annotate(ctx, who, o.claim, tag); err != nil {
			t.Fatal(err)
		}
	}
	tag(n.Reviewer, models.Tag{Status: "sourced", Version: 1, Evidence: proof})
	tag(n.Second, models.Tag{Status: "disputed", Version: 2, Note: "The count is of 2019."})
	page, err := o.store.ArticlePage(ctx, n.Reviewer, o.article.ID)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := o.store.MarkRead(ctx, n.Reviewer, page.Sentences[0].ID); err != nil {
		t.Fatal(err)
	}
}

// repeat brings in an article of identical sentences, some of them settled.
func (o *openHouse) repeat(t testing.TB, n storetest.News) {
	t.Helper()
	ctx := context.Background()
	must := func(_ any, err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	o.echoes = handIn(t, o.store, n.Reviewer, n.Desk, "Echoes", strings.Repeat("The bell rang at noon.\n\nNobody came.\n\n", 3)+"The bell rang at noon.")
	page, err := o.store.ArticlePage(ctx, n.Reviewer, o.echoes.ID)
	must(nil, err)
	claim := func(who models.Reader, ordinal int) int64 {
		place, err := o.store.CreateClaim(ctx, who, o.echoes.ID, models.Selection{Sentence: page.Sentences[ordinal-1].ID, First: 5, Last: 5})
		must(nil, err)
		return place.ClaimID
	}
	o.echo = claim(n.Reviewer, 1)
	claim(n.Second, 5)
	must(o.store.AddOccurrences(ctx, n.Reviewer, o.echo, 1, page.Sentences[0].ID, []int64{page.Sentences[2].ID}))
	must(o.store.MarkRead(ctx, n.Reviewer, page.Sentences[1].ID))
}

// settle brings in an article whose claim has a confidential source, less evidence than the desk asks for, an ending and corrections.
func (o *openHouse) settle(t testing.TB, n storetest.News) {
	t.Helper()
	ctx := context.Background()
	must := func(_ any, err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	o.settled = handIn(t, o.store, n.Reviewer, n.Desk, "Settled", "Fifty ports were closed.")
	o.doubt = storetest.Claim(t, o.store, n.Reviewer, o.settled, "Fifty ports").ClaimID
	inside := models.NewEvidence{Title: "A clerk", Kind: "person", Contact: "by the gate", Confidential: true, Class: "secondary", Quote: "Forty-nine.", Locator: "notes, p. 2", AccessedOn: "2026-01-02"}
	must(o.store.AddEvidence(ctx, n.Reviewer, o.doubt, inside))
	must(o.store.EditClaim(ctx, n.Reviewer, o.doubt, models.ClaimEdit{Kind: "number", Risk: "legal", Version: 2}))
	must(o.store.Annotate(ctx, n.Editor, o.doubt, models.Tag{Status: "sourced", Version: 3, Override: "I saw the list myself."}))
	must(o.store.Resolve(ctx, n.Editor, o.doubt, models.Ending{Resolution: "stands", Reason: "The desk has decided so.", Version: 4}))
	must(o.store.ProposeCorrection(ctx, n.Reviewer, o.doubt, models.NewCorrection{From: "Fifty", To: "Forty-nine", Reason: "The clerk says so.", Version: 5}))
	must(o.store.ProposeCorrection(ctx, n.Reviewer, o.doubt, models.NewCorrection{From: "Fifty", Version: 6}))
	page, err := o.store.SentencePage(ctx, n.Editor, o.settled.ID, 1)
	must(nil, err)
	o.correction = page.Claims[0].Corrections[0].ID
	must(o.store.DecideCorrection(ctx, n.Editor, page.Claims[0].Corrections[1].ID, models.Deciding{State: "declined", Reason: "It is not needed.", Version: 1}))
}

// bringBack takes the settled article out and brings it in again.
func (o *openHouse) bringBack(t testing.TB, n storetest.News) {
	t.Helper()
	ctx := context.Background()
	file, err := o.store.ArticleFile(ctx, n.Auditor, o.settled.ID)
	if err != nil {
		t.Fatal(err)
	}
	file.Article.Title = "Settled elsewhere"
	if o.imported, err = o.store.ImportArticle(ctx, n.Editor, n.Desk.ID, "settled.json", []byte(asJSON(t, file))); err != nil {
		t.Fatal(err)
	}
}

// ask raises queries, and gives the article and the claim to somebody.
func (o *openHouse) ask(t testing.TB, n storetest.News) {
	t.Helper()
	ctx := context.Background()
	ok := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	var err error
	o.query, _, err = o.store.RaiseQuery(ctx, n.Reviewer, models.NewQuery{ClaimID: o.claim, To: "writer", Body: "Who counted them?"})
	ok(err)
	_, err = o.store.StepQuery(ctx, n.Writer, o.query, models.QueryStep{Act: models.SayInQuery, Body: "شهرداری.", Version: 1})
	ok(err)
	o.closed, _, err = o.store.RaiseQuery(ctx, n.Reviewer, models.NewQuery{ArticleID: o.article.ID, To: "writer", Body: "Do we run it on Sunday?"})
	ok(err)
	_, err = o.store.StepQuery(ctx, n.Editor, o.closed, models.QueryStep{Act: models.DismissQuery, Body: "Not our question.", Version: 1})
	ok(err)
	_, _, err = o.store.RaiseQuery(ctx, n.Editor, models.NewQuery{ArticleID: o.article.ID, To: "writer", Body: "Is there a photo?"})
	ok(err)
	due := time.Date(2026, 12, 1, 9, 0, 0, 0, time.UTC)
	page, err := o.store.SentencePage(ctx, n.Editor, o.article.ID, 5)
	ok(err)
	for _, c := range page.Claims {
		if c.Claim.ID != o.claim { // whose version others rely on
			_, err = o.store.AssignClaim(ctx, n.Editor, c.Claim.ID, models.NewAssignment{Person: n.Reviewer.UserID, DueAt: &due, Version: c.Version})
			ok(err)
		}
	}
	ok(o.store.AssignArticle(ctx, n.Editor, o.article.ID, models.NewAssignment{Person: n.Reviewer.UserID, DueAt: &due, Version: 1}))
}

// enter is the site as somebody in this role sees it; "" is a stranger.
func (o *openHouse) enter(t testing.TB, role models.Role) caller {
	t.Helper()
	if role == "" {
		return caller{t, o.site, &http.Cookie{Name: "nothing", Value: "x"}}
	}
	if o.cookies[role] == nil { // signing in is slow on purpose: once is enough
		o.cookies[role] = visit(t, o.store, o.people[role]).cookie
	}
	return caller{t, o.site, o.cookies[role]}
}

// cut splits a sentence of the Persian article and takes that back: the article is as it was, with a sentence that is gone.
func (o *openHouse) cut(t testing.TB, who models.Reader) {
	t.Helper()
	page, err := o.store.ArticlePage(t.Context(), who, o.persian.ID)
	if err != nil {
		t.Fatal(err)
	}
	o.former, o.last = page.Sentences[0].ID, page.Sentences[len(page.Sentences)-1].ID
	if _, err := o.store.SplitSentenceBefore(t.Context(), who, o.former, 3); err != nil {
		t.Fatal(err)
	}
	if _, err := o.store.Undo(t.Context(), who, o.persian.ID); err != nil {
		t.Fatal(err)
	}
}
