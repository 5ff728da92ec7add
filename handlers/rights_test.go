package handlers_test

import (
	"context"
	"database/sql"
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/gin-gonic/gin"

	"linecheck/handlers"
	"linecheck/handlers/sitetest"
	"linecheck/internal/testutil"
	"linecheck/models"
	"linecheck/static"
	"linecheck/store"
	"linecheck/store/storetest"
	"linecheck/views"
)

// Outcomes of a request with regard to rights.
const (
	outcomeAllowed = "in" // the change was made, or rejected because of its values or version
	outcomeLogin   = "sent to sign in"
	outcomeRefused = "refused"
	outcomeMissing = "missing"
	outcomeEnded   = "ended" // by now
)

// Groups of users, in addition to the acts of roles.
const (
	anyone        = "anyone"
	signedIn      = "who is signed in"            // may see their own things, also without a desk
	member        = "every member of the desk"    // of the object that the path names
	maker         = "who made it, or an editor"   // the reviewer made it, and the second reviewer did not
	giver         = "who gave it"                 // the reviewer did; nobody withdraws another user's assertion
	author        = "the article's named writer"  // the writer is
	mentioned     = "who is mentioned"            // the reviewer is
	raiser        = "who raised it"               // the reviewer did
	reopener      = "who raised it, or an editor" // the reviewer raised it
	leadsToSignIn = "leads to the sign-in page"   // for everyone
	operator      = "who runs it"                 // from the same machine, or with a token
	nobody        = "nobody"                      // there are accounts, so the setup link has expired
	invitee       = "whose address was invited"   // nobody of the fixture; others get 404
	ownerOnly     = "whose it is"                 // the reviewer's; others get 404
)

// rights is the complete table of who may use which route: every route is in exactly one line. An act needs
// the right at the desk of the object in the path, or at any desk if there is no object.
var rights = []struct {
	who    string
	routes string
}{
	{anyone, `GET /.well-known/jwks.json /.well-known/linecheck-revocations /api/v1/openapi.json
		/healthz /readyz /me /login /sign-on /static/*name /join/:token /calendars/:token/due.ics /guest/:token /mail/:token
		/errors /errors/:code
		/public/articles/:token /public/desks/:id/corrections /public/desks/:id/corrections.atom
		POST /login /join/:token /guest/:token/answers /guest/:token/words /mail/:token`},
	{nobody, `GET /setup/:token POST /setup/:token`},
	{invitee, `POST /join/:token/memberships`},
	{
		leadsToSignIn,
		`POST /logout /account/sessions/:id/end GET /sign-on/callback /login/code POST /login/code`,
	}, // the session is the user's own, and nobody returns from the provider who has not been sent there
	{operator, `GET /metrics`},
	{ownerOnly, `POST /account/tokens/:id/revoke /notices/:id/read /api/v1/notices/:id/read`},
	{
		signedIn,
		`GET / /work /queue /queries /claims /search /sentences /articles /articles/trash /desks /sources /notices
		/account /account/second-factor /account/mail /annotations.csv /sentences.csv
		/api/v1/articles /api/v1/mentions /api/v1/notices /api/v1/notices/events
		POST /account/second-factor /account/second-factor/secrets /account/second-factor/recovery-codes
		/account/second-factor/remove /account/password /account/sessions/others/end
		/account/calendar /account/calendar/revoke /account/mail /account/mail/retry /account/tokens /account/tokens/all/revoke
		/notices/read /api/v1/notices/read`,
	},
	{
		member,
		`GET /api/v1/articles/:id /api/v1/claims/:id /api/v1/articles/:id/gate /articles/:id /articles/:id/gate /articles/:id/sentences/:n
		/articles/:id/queries /articles/:id/notes /articles/:id/receipt.jws /api/v1/articles/:id/receipt /articles/:id/published
		/articles/:id/assignments /articles/:id/record
		/articles/:id/table /articles/:id/print /articles/:id/corrections /articles/:id/print.docx /articles/:id/corrections.docx /articles/:id/disagreements /articles/:id/revisions /articles/:id/revisions/:n /articles/:id/revisions/:n/changes
		/articles/:id/revisions/:n/text /articles/:id/revisions/:n/original /claims/:id/record /claims/:id/before /queries/:id /articles/:id/annotations.csv /articles/:id/sentences.csv
		/articles/:id/record.csv /claims/:id/record.csv /sources/:id /snapshots/:id /articles/:id/parts /api/v1/articles/:id/events
		/api/v1/articles/:id/queries /api/v1/queries/:id /api/v1/articles/:id/notes
		/articles/:id/export /articles/:id/article.json /articles/:id/article.xlsx /articles/:id/annotations.jsonld /articles/:id/claimreview.jsonld /articles/:id/imported.json
		POST /articles/:id/presence /articles/:id/published /api/v1/articles/:id/published`,
	},
	{string(models.ActOversee), `GET /dashboard /dashboard.xlsx /api/v1/dashboard /desks/:id/history /desks/:id/history.csv`},
	{
		string(models.ActHandIn),
		`GET /articles/new /articles/:id/revisions/new POST /articles /articles/:id/revisions /articles/:id/revisions/:n/passages ` +
			`/articles/:id/previews /api/v1/articles /api/v1/articles/:id/revisions`,
	},
	{string(models.ActArrange), `GET /articles/:id/edit
		POST /articles/:id/details /articles/:id/assignments /articles/:id/assignments/withdraw /claims/:id/assignment /claims/assignments`},
	{string(models.ActTrash), `POST /articles/:id/trash /articles/:id/restore`},
	{string(models.ActCheck), `GET /articles/:id/unseen /articles/:id/readings /articles/:id/annotations/import /desks/:id/links
		POST /articles/:id/annotations/previews /articles/:id/annotations/imports /articles/:id/claims /articles/:id/undo /articles/:id/redo /claims/:id/annotations /claims/:id/evidence /claims/:id/details
		/queries/:id/links
		/claims/:id/pasted /claims/:id/corrections /claims/:id/occurrences /sentences/:id/split /sentences/:id/merge /sentences/:id/readings
		/sources/:id/snapshots /sources/:id/fetches /desks/:id/links /claims/:id/placements /sentences/:id/confirmations /claims/:id/withdraw
		/sentences/:id/refusals /refusals/:id/withdraw /claims/queries
		/articles/:id/readings /api/v1/articles/:id/readings
		/sentences/:id/readings/withdraw /sentences/:id/repeats/readings /articles/:id/queries /sentences/:id/queries /claims/:id/queries
		/api/v1/articles/:id/queries /api/v1/sentences/:id/queries /api/v1/claims/:id/queries /api/v1/claims/:id/corrections
		/api/v1/articles/:id/claims /api/v1/claims/:id/annotations /api/v1/sentences/:id/split /api/v1/sentences/:id/merge /api/v1/sentences/:id/confirmations
		PUT /api/v1/sentences/:id/reading
		DELETE /api/v1/sentences/:id/reading`},
	{maker, `POST /guest-links/:id/revoke /claims/:id/occurrences/withdraw /articles/:id/revisions/:n/withdraw`},
	{mentioned, `POST /mentions/:id/dismiss /api/v1/mentions/:id/dismiss`},
	{giver, `POST /notes/:id/withdraw DELETE /api/v1/notes/:id
		POST /annotations/:id/withdraw /evidence/:id/withdraw DELETE /api/v1/annotations/:id`},
	{author, `POST /articles/:id/revisions/:n/words /api/v1/articles/:id/revisions/:n/words`},
	{
		string(models.ActRule),
		`POST /claims/:id/rulings /claims/resolutions
		/claims/:id/resolution /corrections/:id/decision /queries/:id/dismiss /articles/:id/revisions/:n/vouchers
		/api/v1/claims/:id/resolution /api/v1/corrections/:id/decision /api/v1/queries/:id/dismiss`,
	},
	{
		string(models.ActSign),
		`GET /articles/:id/public POST /articles/:id/public
		DELETE /api/v1/overrides/:id POST /api/v1/articles/:id/overrides /api/v1/articles/:id/signoffs /articles/:id/signoffs /articles/:id/overrides /signoffs/:id/withdraw /overrides/:id/withdraw`,
	},
	{string(models.ActAnswer), `POST /queries/:id/messages /api/v1/queries/:id/messages /sentences/:id/notes /api/v1/sentences/:id/notes`},
	{raiser, `POST /queries/:id/settle /api/v1/queries/:id/settle`},
	{reopener, `POST /queries/:id/reopen /api/v1/queries/:id/reopen`},
	{string(models.ActManage), `GET /people
		POST /people/:id/role /people/:id/disable /people/:id/enable /people/:id/reset /people/:id/second-factor/remove /people/:id/confirm /invitations /invitations/:id/revoke
		/desks /desks/:id/policy /desks/:id/second-reader`},
	{string(models.ActManage), `GET /desks/:id/keys /desks/:id/webhooks /webhooks/:id
		POST /desks/:id/keys /desks/:id/keys/remove
		/desks/:id/webhooks /webhooks/:id/details /webhooks/:id/secrets /webhooks/:id/tests /webhooks/:id/enable /webhooks/:id/disable /webhooks/:id/remove
		/deliveries/:id/repeats`},
}

// formsNeededFirst are the routes whose form names the object, and is therefore validated before the rights.
var formsNeededFirst = []string{"/people/:id/role", "/articles/:id/claims", "/claims/:id/occurrences/withdraw"}

// rightsUser is a user who tries every route.
type rightsUser struct {
	name       string
	role       models.Role // at the desk, or ""
	person     models.Reader
	cookie     *http.Cookie
	ownSession int64 // the id of one of their sessions
}

// wantOutcome returns the required outcome of a request to a route of this group. named says whether the path
// names an object.
func (a rightsUser) wantOutcome(who string, named bool) string {
	outside := a.name == "admin of another desk"
	switch {
	case who == anyone:
		return outcomeAllowed
	case who == operator:
		return outcomeMissing
	case who == nobody:
		return outcomeEnded
	case who == leadsToSignIn, a.name == "signed out":
		return outcomeLogin
	case who == invitee:
		return outcomeMissing
	case who == ownerOnly && a.name != "reviewer":
		return outcomeMissing
	case who == ownerOnly:
		return outcomeAllowed
	case who == signedIn, !named && outside:
		return outcomeAllowed
	case outside:
		return outcomeMissing
	case who == member, a.role.Allows(models.Act(who)),
		who == maker && (a.name == "reviewer" || a.role.Allows(models.ActRule)),
		(who == raiser || who == giver || who == mentioned) && a.name == "reviewer",
		who == author && a.name == "writer",
		who == reopener && (a.name == "reviewer" || a.role.Allows(models.ActRule)):
		return outcomeAllowed
	}
	return outcomeRefused
}

// TestRights requests every route as every kind of user, with real objects of a desk, and compares the
// outcomes with the table.
func TestRights(t *testing.T) {
	t.Parallel()
	b := newRightsFixture(t)
	table := tableOfRights(t)
	unused := maps.Clone(table)
	asked, askers := 0, b.askers
	if testing.Short() { // users without a desk, with the fewest and with the most rights
		askers = []rightsUser{b.askers[0], b.askers[2], b.askers[3], b.askers[7]}
	}
	for _, route := range b.routes() {
		plain := strings.TrimPrefix(route.Path, views.FragmentsPath) // the same object, answered with fragments
		who, known := table[route.Method+" "+plain]
		if !known {
			t.Errorf("%s %s is in no line of the rights", route.Method, route.Path)
			continue
		}
		delete(unused, route.Method+" "+plain)
		named := strings.Contains(route.Path, "/:id")
		for _, a := range askers {
			asked++
			want := a.wantOutcome(who, named)
			got := b.ask(a, route.Method, b.path(a, route.Path, true), route.Path, b.form(route.Path))
			if classifyReply(got) != want {
				t.Errorf("%s %s by %s: %s (%d), want %s", route.Method, route.Path, a.name, classifyReply(got), got.StatusCode, want)
			}
			if named && classifyReply(got) == outcomeMissing {
				b.checkLooksMissing(t, a, route.Method, route.Path, got)
			}
			if named && route.Method == http.MethodPost && !slices.Contains(formsNeededFirst, plain) {
				got := b.ask(a, route.Method, b.path(a, route.Path, true), route.Path, nil)
				if classifyReply(got) != want {
					t.Errorf(
						"%s %s by %s, with nothing in the form: %s (%d), want %s",
						route.Method,
						route.Path,
						a.name,
						classifyReply(got),
						got.StatusCode,
						want,
					)
				}
			}
		}
	}
	for route := range unused {
		t.Errorf("the rights name %s, which is no route", route)
	}
	t.Logf("%d requests", asked)
}

// Other methods of a route are rejected for everyone.
func TestOtherMethodsAreRefused(t *testing.T) {
	testutil.Slow(t, "it asks for every address by every verb and person")
	t.Parallel()
	b := newRightsFixture(t)
	verbs := map[string][]string{}
	for _, route := range b.routes() {
		verbs[route.Path] = append(verbs[route.Path], route.Method)
	}
	for path, answered := range verbs {
		for _, verb := range []string{"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT"} {
			if slices.Contains(answered, verb) || verb == "HEAD" && slices.Contains(answered, "GET") {
				continue
			}
			for _, a := range b.askers {
				got := b.ask(a, verb, b.path(a, path, true), path, nil)
				if got.StatusCode != http.StatusNotFound && got.StatusCode != http.StatusMethodNotAllowed {
					t.Errorf("%s %s by %s: %d", verb, path, a.name, got.StatusCode)
				}
			}
		}
	}
}

// Ids in forms and queries are checked too, not only those in paths: an administrator of another desk gets
// 404 for this one, and nobody ends another user's session.
func TestFormFieldsDoNotReachOtherDesks(t *testing.T) {
	t.Parallel()
	b := newRightsFixture(t)
	const outsider = "admin of another desk"
	desk := fmt.Sprint(b.Fixture.Desk.ID)
	form := url.Values{
		"desk":     {desk},
		"title":    {"T"},
		"text":     {"A sentence."},
		"language": {"en"},
		"name":     {"N"},
		"email":    {"n@example.org"},
		"role":     {"admin"},
	}
	sessions := map[string]int64{}
	for _, a := range b.askers {
		sessions[a.name] = a.ownSession
	}
	for _, a := range b.askers {
		if a.name == outsider {
			for _, path := range []string{"/articles", "/invitations", fmt.Sprintf("/people/%d/role", a.person.UserID)} {
				if got := b.ask(a, http.MethodPost, path, path, form); classifyReply(got) != outcomeMissing &&
					got.StatusCode != http.StatusUnprocessableEntity {
					t.Errorf("POST %s with the number of a desk that is not theirs: %d", path, got.StatusCode)
				}
			}
			if got := b.ask(a, http.MethodGet, "/sources?desk="+desk, "", nil); classifyReply(got) != outcomeMissing {
				t.Errorf("GET /sources of a desk that is not theirs: %d", got.StatusCode)
			}
			for _, list := range []string{"/articles", "/claims", "/search",
				"/sentences", "/queries", "/dashboard", "/annotations.csv", "/sentences.csv"} {
				if got := b.ask(a, http.MethodGet, list+"?desk="+desk, "", nil); strings.Contains(got.Text, b.Article.Title) ||
					strings.Contains(got.Text, b.Fixture.Desk.Name) {
					t.Errorf("GET %s shows a desk that is not theirs:\n%s", list, got.Text)
				}
			}
		}
		for name, id := range sessions {
			path := fmt.Sprintf("/account/sessions/%d/end", id)
			if name != a.name && a.cookie != nil && id != 0 && classifyReply(b.ask(a, http.MethodPost, path, path, nil)) != outcomeMissing {
				t.Errorf("%s ends a session of %s", a.name, name)
			}
		}
	}
}

// rightsFixture is a newsroom that can be restored after every change.
type rightsFixture struct {
	*sitetest.Showcase
	t       *testing.T
	records []byte // a copy of the database
	ids     map[string]int64
	askers  []rightsUser
	close   func()
}

func newRightsFixture(t *testing.T) *rightsFixture {
	t.Helper()
	address := storetest.SQLite(t)
	b := &rightsFixture{Showcase: sitetest.OpenShowcaseAt(t, address), t: t, close: func() {}}
	other := storetest.AddPerson(t, b.Store, "Otto Other", "otto@example.org", models.Admin, b.Fixture.OtherDesk)
	b.askers = []rightsUser{
		{name: "signed out"},
		{name: "writer", role: models.Writer, person: b.Fixture.Writer},
		{name: "auditor", role: models.Auditor, person: b.Fixture.Auditor},
		{name: "admin of another desk", person: other},
		{name: "second reviewer", role: models.Reviewer, person: b.Fixture.SecondReviewer},
		{
			name:   "reviewer",
			role:   models.Reviewer,
			person: b.Fixture.Reviewer,
		},
		{name: "editor", role: models.Editor, person: b.Fixture.Editor},
		{name: "admin", role: models.Admin, person: b.Fixture.Admin},
	}
	for i := range b.askers {
		if b.askers[i].person.UserID != 0 {
			b.askers[i].cookie = sitetest.VisitAs(t, b.Store, b.askers[i].person).Cookie
		}
	}
	row, err := b.Store.Article(t.Context(), b.Fixture.Admin, b.Revised.ID)
	if err != nil {
		t.Fatal(err)
	}
	edit := models.ArticleEdit{
		Title:    row.Title,
		Language: row.Language,
		DueAt:    row.DueAt,
		WriterID: &b.Fixture.Writer.UserID,
		Version:  row.Version,
	}
	if err := b.Store.EditArticle(t.Context(), b.Fixture.Admin, row.ID, edit); err != nil {
		t.Fatal(err)
	}
	file := strings.TrimPrefix(address, "sqlite:")
	b.findIDs(file)
	b.restore()
	t.Cleanup(func() { b.close() })
	return b
}

// findIDs finds the ids of objects, by the first part of the path.
func (b *rightsFixture) findIDs(file string) {
	b.t.Helper()
	db, err := sql.Open("sqlite", file)
	if err != nil {
		b.t.Fatal(err)
	}
	defer db.Close()
	id := func(query string, args ...any) (id int64) {
		b.t.Helper()
		if err := db.QueryRow(query, args...).Scan(&id); err != nil {
			b.t.Fatalf("%s: %v", query, err)
		}
		return id
	}
	maker := b.Fixture.Reviewer.UserID
	fifth := id(
		"SELECT s.id FROM sentences s JOIN articles a ON a.revision_id = s.revision_id WHERE a.id = ? AND s.ordinal = 5",
		b.Article.ID,
	)
	if _, err := b.Store.DismissSuggestion(b.t.Context(), b.Fixture.Reviewer, fifth,
		models.Suggestion{Sort: models.LikelyClaim, Key: strings.Repeat("0", 32), Words: "said"}); err != nil {
		b.t.Fatal(err)
	}
	mention := models.NoteInput{Body: "@" + b.Fixture.Reviewer.Name}
	if _, _, err := b.Store.AddNote(b.t.Context(), b.Fixture.Editor, fifth, mention); err != nil {
		b.t.Fatal(err)
	}
	if _, _, err := b.Store.AddNote(b.t.Context(), b.Fixture.Reviewer, fifth+1, models.NoteInput{Body: "Sure?"}); err != nil {
		b.t.Fatal(err)
	}
	b.ids = map[string]int64{
		"articles":    b.Article.ID,
		"claims":      b.Claim,
		"queries":     b.Query,
		"corrections": b.Correction,
		"desks":       b.Fixture.Desk.ID,
		"people":      b.Fixture.SecondReviewer.UserID,
		"sentences":   fifth,
		"annotations": id("SELECT max(id) FROM annotations WHERE claim_id = ? AND reviewer_id = ?", b.Claim, maker),
		"evidence":    id("SELECT max(id) FROM evidence WHERE claim_id = ? AND created_by = ?", b.Claim, maker),
		"signoffs":    id("SELECT max(id) FROM signoffs WHERE article_id = ? AND voided_at IS NULL", b.Signed.ID),
		"overrides":   id("SELECT max(id) FROM overrides WHERE article_id = ?", b.Ready.ID),
		"invitations": id("SELECT max(id) FROM invitations WHERE purpose = 'join' AND email = 'nia@example.org'"),
		"sources":     id("SELECT min(id) FROM sources WHERE title = 'Traffic count'"),
		"snapshots":   id("SELECT max(id) FROM snapshots"),
		"webhooks":    b.Webhook,
		"deliveries":  id("SELECT max(id) FROM deliveries WHERE webhook_id = ? AND state = 'given up'", b.Webhook),
		"notices":     id("SELECT max(id) FROM notices WHERE user_id = ?", maker),
		"notes":       id("SELECT max(id) FROM sentence_notes WHERE author_id = ?", maker),
		"mentions":    id("SELECT max(id) FROM mentions WHERE user_id = ?", maker),
		"guest-links": id("SELECT max(id) FROM guest_links WHERE made_by = ?", maker),
		"refusals":    id("SELECT max(id) FROM refusals WHERE article_id = ?", b.Article.ID),
		"echo": id(
			"SELECT s.id FROM sentences s JOIN articles a ON a.revision_id = s.revision_id WHERE a.id = ? AND s.ordinal = 3",
			b.Duplicates.ID,
		),
	}
	if _, err := b.Store.AddToken(b.t.Context(), b.Fixture.Reviewer, models.NewToken{Name: "T", Scope: "read"}); err != nil {
		b.t.Fatal(err)
	}
	b.ids["tokens"] = id("SELECT max(id) FROM api_tokens WHERE user_id = ?", maker)
	for i, a := range b.askers {
		if a.person.UserID != 0 {
			b.askers[i].ownSession = id("SELECT max(id) FROM sessions WHERE user_id = ?", a.person.UserID)
		}
	}
	b.saveRecords(db)
}

// saveRecords copies the database.
func (b *rightsFixture) saveRecords(db *sql.DB) {
	b.t.Helper()
	copied := filepath.Join(b.t.TempDir(), "kept.db")
	_, err := db.Exec("VACUUM INTO ?", copied)
	if err == nil {
		b.records, err = os.ReadFile(copied)
	}
	if err != nil {
		b.t.Fatal(err)
	}
}

// restore restores the newsroom from the copy.
func (b *rightsFixture) restore() {
	b.t.Helper()
	b.close()
	file := filepath.Join(b.t.TempDir(), "linecheck.db")
	if err := os.WriteFile(file, b.records, 0o600); err != nil {
		b.t.Fatal(err)
	}
	s, err := store.Open(context.Background(), store.Config{URL: "sqlite:" + file, Files: b.Files})
	if err != nil {
		b.t.Fatal(err)
	}
	s.StopListening() // streams then end at once, like other responses
	b.Store, b.Site = s, handlers.New(s, handlers.Config{Zone: sitetest.Zone, SSO: b.Provider, Mailer: sitetest.UnreachableMailer(b.t)})
	b.close = func() { _ = s.Close() }
}

func (b *rightsFixture) routes() gin.RoutesInfo {
	b.t.Helper()
	engine, ok := b.Site.(interface{ Routes() gin.RoutesInfo })
	if !ok {
		b.t.Fatal("the site does not tell its routes")
	}
	return engine.Routes()
}

// path returns a route's path with the ids of real objects of the desk, or of objects that do not exist.
func (b *rightsFixture) path(a rightsUser, route string, real bool) string {
	if plain, ok := strings.CutPrefix(route, views.FragmentsPath); ok {
		return views.FragmentsPath + b.path(a, plain, real)
	}
	noun := strings.Split(strings.TrimPrefix(route, "/api/v1"), "/")[1]
	id := b.ids[noun]
	switch {
	case strings.Contains(route, "/tokens/"):
		id = b.ids["tokens"]
	case noun == "account":
		id = max(a.ownSession, 1)
	case strings.HasSuffix(route, "/restore"):
		id = b.Trashed.ID
	case strings.HasSuffix(route, "/occurrences/withdraw"):
		id = b.DuplicateClaim
	case strings.Contains(route, "/revisions"):
		id = b.Revised.ID
	case strings.HasSuffix(route, "/placements"):
		id = b.LostClaim
	case noun == "public":
		id = b.ids["desks"]
	case strings.Contains(route, "/receipt"):
		id = b.Signed.ID
	case strings.HasSuffix(route, "/imported.json"):
		id = b.Imported.ID
	}
	if id == 0 && strings.Contains(route, ":id") {
		b.t.Fatalf("no id is known for %s", route)
	}
	if !real {
		id = 1 << 40
	}
	token := b.SetupToken
	switch noun {
	case "join":
		token = b.JoinToken
	case "guest":
		token = b.GuestToken
	case "calendars":
		token = b.CalendarToken
	case "mail":
		token = b.MailToken
	case "public":
		token = b.PublicToken
	}
	number := "5"
	if strings.Contains(route, "/revisions/") {
		number = "2" // which has an original file
	}
	return strings.NewReplacer(":id", fmt.Sprint(id), ":n", number, ":token", token, ":code", "stale", "/static/*name", static.URL("base.css")).
		Replace(route)
}

// form returns enough values for a route that the rights decide the outcome.
func (b *rightsFixture) form(route string) url.Values {
	form := url.Values{
		"version": {"1"},
		"ordinal": {"5"},
		"status":  {"disputed"},
		"note":    {"A note."},
		"body":    {"Some words."},
		"to":      {"writer"},
		"kind":    {"number"},
		"risk": {
			"high",
		},
		"resolution":      {"stands"},
		"decision":        {"accepted"},
		"correction-from": {"More"},
		"correction-to":   {"Fewer"},
		"evidence-title":  {"A list"},
		"evidence-class": {
			"primary",
		},
		"evidence-url": {"https://list.example/"},
		"reason":       {"A reason."},
		"void-reason":  {"A reason."},
		"name":         {"A desk"},
		"text":         {"A new draft."},
		"base":         {"3"},
		"answer":       {"holds"},
		"start":        {"0"},
		"end":          {"3"},
		"scope":        {"read"},
	}
	switch route = strings.TrimPrefix(route, views.FragmentsPath); {
	case route == "/login":
		form = url.Values{"email": {b.Fixture.Editor.Email}, "password": {storetest.Password}}
	case route == "/people/:id/role":
		form = url.Values{"desk": {fmt.Sprint(b.Fixture.Desk.ID)}, "role": {"writer"}}
	case route == "/claims/:id/occurrences/withdraw":
		form.Set("repeat", fmt.Sprint(b.ids["echo"]))
		form.Set("version", "2")
	case strings.HasPrefix(route, "/queries"):
		form.Set("version", "2")
	case route == "/articles/:id/claims":
		form.Set("sentence", fmt.Sprint(b.ids["sentences"]))
		form.Set("first", "1")
		form.Set("last", "2")
	}
	return form
}

// apiBodies contains bodies for the API's routes, sufficient for the rights to decide the outcome.
var apiBodies = map[string]string{"/articles": `{"title": "T", "text": "A sentence."}`, "/articles/:id/claims": `{"start": 0, "end": 3}`,
	"/articles/:id/published": `{"text":"A sentence."}`,
	"/claims/:id/annotations": `{"status": "disputed", "note": "Not so.", "version": 1}`, "/sentences/:id/split": `{"at": 1}`, "/articles/:id/revisions": `{"text": "A new draft."}`,
	"/articles/:id/overrides": `{"code": "open", "reason": "On air.", "changes": 1}`,
	"/claims/:id/resolution":  `{"resolution": "stands", "version": 1}`,
	"/articles/:id/queries":   `{"to": "editor", "text": "Who?"}`, "/sentences/:id/queries": `{"to": "editor", "text": "Who?"}`,
	"/claims/:id/queries": `{"to": "editor", "text": "Who?"}`, "/claims/:id/corrections": `{"to": "Fewer"}`,
	"/notices/read":             `{"through": 1}`,
	"/corrections/:id/decision": `{"state": "accepted"}`, "/queries/:id/messages": `{"text": "We."}`, "/queries/:id/settle": `{}`,
	"/queries/:id/dismiss": `{"reason": "We know."}`, "/queries/:id/reopen": `{}`, "/sentences/:id/notes": `{"text": "See the archive."}`}

// ask sends a request, and restores the newsroom if it changed anything.
func (b *rightsFixture) ask(a rightsUser, method, path, route string, form url.Values) sitetest.Reply {
	b.t.Helper()
	var body, kind string
	switch {
	case strings.HasPrefix(route, "/api/"):
		body, kind = apiBodies[strings.TrimPrefix(route, "/api/v1")], "application/json"
	case method == http.MethodPost:
		body, kind = form.Encode(), "application/x-www-form-urlencoded"
	}
	request := httptest.NewRequest(method, path, strings.NewReader(body))
	request.Header.Set("Content-Type", kind)
	if a.cookie != nil {
		request.AddCookie(a.cookie)
	}
	recorder := &hijackRecorder{ResponseRecorder: httptest.NewRecorder()}
	b.Site.ServeHTTP(recorder, request)
	got := recorder.reply(b.t)
	if method != http.MethodGet && method != http.MethodHead && (got.StatusCode < 400 || strings.HasSuffix(route, "password")) ||
		route == "/sign-on" { // which starts a sign-in
		b.restore()
	}
	return got
}

// checkLooksMissing checks that the response for an object that the user may not see equals that for a
// missing one, byte for byte.
func (b *rightsFixture) checkLooksMissing(t *testing.T, a rightsUser, method, route string, got sitetest.Reply) {
	t.Helper()
	none := b.ask(a, method, b.path(a, route, false), route, b.form(route))
	for _, r := range []sitetest.Reply{got, none} {
		r.Header.Del("X-Request-Id")
	}
	if got.Text != none.Text || got.StatusCode != none.StatusCode || fmt.Sprint(got.Header) != fmt.Sprint(none.Header) {
		t.Errorf(
			"%s %s by %s: what is there differs from what is not:\n%v %s\n%v %s",
			method,
			route,
			a.name,
			got.Header,
			got.Text,
			none.Header,
			none.Text,
		)
	}
}

func classifyReply(r sitetest.Reply) string {
	switch status, to := r.StatusCode, r.Header.Get("Location"); {
	case status == http.StatusUnauthorized, status == http.StatusSeeOther && strings.HasPrefix(to, "/login"):
		return outcomeLogin
	case status < 300, status == http.StatusSeeOther, status == http.StatusConflict, status == http.StatusUnprocessableEntity:
		return outcomeAllowed
	case status == http.StatusForbidden:
		return outcomeRefused
	case status == http.StatusNotFound:
		return outcomeMissing
	case status == http.StatusGone:
		return outcomeEnded
	}
	return r.Status
}

// tableOfRights returns who may use each method and route.
func tableOfRights(t *testing.T) map[string]string {
	t.Helper()
	table := map[string]string{}
	for _, line := range rights {
		verbs := []string{}
		for word := range strings.FieldsSeq(line.routes) {
			switch word {
			case "GET":
				verbs = []string{"GET", "HEAD"}
				continue
			case "POST", "PUT", "DELETE":
				verbs = []string{word}
				continue
			}
			for _, verb := range verbs {
				if table[verb+" "+word] != "" {
					t.Errorf("%s %s is in two lines of the rights", verb, word)
				}
				table[verb+" "+word] = line.who
			}
		}
	}
	return table
}
