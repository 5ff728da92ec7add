package handlers_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"linecheck/internal/testutil"
	"linecheck/models"
	"linecheck/store"
	"linecheck/store/storetest"
)

// apiClients are the tokens of the sample newsroom's users.
type apiClients struct {
	*openAPIRecorder
	store                                           *store.Store
	fixture                                         storetest.Fixture
	reviewer, second, editor, writer, other, reader string
}

func newAPIClients(t *testing.T, s *store.Store) *apiClients {
	t.Helper()
	p := &apiClients{openAPIRecorder: newOpenAPIRecorder(t, s), store: s, fixture: storetest.Newsroom(t, s)}
	for who, token := range map[string]*string{"reviewer": &p.reviewer, "second": &p.second, "editor": &p.editor, "writer": &p.writer, "stranger": &p.other} {
		*token = p.token(s, who, "write")
	}
	p.reader = p.token(s, "editor", "read")
	return p
}

func (p *apiClients) token(s *store.Store, who, scope string) string {
	p.t.Helper()
	token, err := s.AddTokenByEmail(p.t.Context(), who+"@example.org", models.NewToken{Name: who, Scope: scope})
	if err != nil {
		p.t.Fatal(err)
	}
	return token
}

// apiReply contains all fields of responses that tests use.
type apiReply struct {
	ID, Article, Sentence int64
	Version, Start, End   int
	Exact, State          string
	Status                any // a word, or the number of a problem
	Open                  bool
	Next                  string
	SHA256                string
	Changes               int
	Text                  string
	Same, Changed, Added  int // of a comparison with what was published
	Missing, Moved        int
	Equal                 bool
	Title, Detail         string // of a problem, or of an article
	Code                  string
	LookAgain             []string `json:"look_again"`
	RestRead              bool     `json:"rest_read"`
	TitleSentence         *struct {
		ID          int64
		Ordinal     int
		Region      string
		Text, State string
	} `json:"title_sentence"`
	Sentences []struct {
		ID       int64
		State    string
		Text     string
		RestRead bool `json:"rest_read"`
	}
	Claims      []struct{ ID int64 }
	Annotations []struct {
		ID           int64
		Reviewer     string
		Status       string
		Live, Counts bool
		Words        string
		WhyNot       string `json:"why_not"`
		FromFile     bool   `json:"from_file"`
		ByAuthor     bool   `json:"by_author"`
		WithdrawnAt  any    `json:"withdrawn_at"`
	}
	Evidence []struct {
		ID                int64
		Title, Class, URL string
		Stance            string
		Words             string
		Counts            bool
		WhyNot            string `json:"why_not"`
	}
	Reasons    []reasonReply
	Overridden []reasonReply
	Covers     []thingReply
	Alone      []int
	Resolution string
	Placement  string
	Contested  bool
	Former     int64 `json:"former_claim"`
	By         string
	Vouched    bool
	Reason     string
	Articles   []struct{ ID int64 }
	Claim      *apiReply
	Errors     []models.FieldError
	Revision   struct {
		Number int
		SHA256 string
	}
}

// reasonReply is a reason of the gate, or an override of one.
type reasonReply struct {
	ID                                      int64
	Code                                    string
	Count                                   int
	Sentences, Claims, Corrections, Queries []int64
	Covered, Covers                         []thingReply
	Who                                     []string
	Says                                    string
}

type thingReply struct {
	Kind string
	ID   int64
}

// do calls the API, requires a status and decodes the response.
func (p *apiClients) do(token, method, path, body string, status int) (out apiReply) {
	p.t.Helper()
	var into any = &out
	switch {
	case strings.HasPrefix(path, "/dashboard"):
		into = nil // its counts have other names
	case strings.HasSuffix(path, "/words"):
		into = &struct {
			Revision          any
			By, Reason, Title *string
			Detail            *string
			Vouched           *bool
			Errors            *[]models.FieldError
		}{nil, &out.By, &out.Reason, &out.Title, &out.Detail, &out.Vouched, &out.Errors}
	case strings.Contains(path, "/revisions"):
		into = &struct{ Revision any }{&out.Revision}
	}
	p.callInto(apiCall{token: token, method: method, path: path, body: body}, status, into)
	return out
}

// TestAPI sends every call in every way, on both databases. Every response is as documented, and every
// documented response is seen.
func TestAPI(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		p := newAPIClients(t, s)
		p.checkDocument()
		at := p.runDay()
		p.checkPaging()
		p.checkInvalidBodies(at)
		p.checkRights(at)
		p.checkRateLimit(at)
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
		for _, c := range p.calls {
			if !c.public {
				p.callAndCheck(apiCall{token: p.editor, method: c.method, path: at.path(c), body: at.body(c)})
			}
		}
		p.checkAllSeen()
	})
}

// createdIDs are the ids in paths.
type createdIDs struct{ article, claim, annotation, sentence, former, override, correction, query, note, mention, notice int64 }

func (at createdIDs) path(c documentedOperation) string {
	id := map[string]int64{"articles": at.article, "claims": at.claim, "annotations": at.annotation, "sentences": at.sentence,
		"overrides": at.override, "corrections": at.correction,
		"queries": at.query, "notes": at.note, "mentions": at.mention, "notices": at.notice}[strings.Split(c.path, "/")[1]]
	return strings.NewReplacer("{id}", fmt.Sprint(id), "{n}", "2").Replace(c.path)
}

// questionBody is a valid body that raises a query.
const questionBody = `{"to":"writer","text":"Which one?"}`

// body returns a valid body of a call.
func (at createdIDs) body(c documentedOperation) string {
	return map[string]string{"/articles": `{"title":"T","text":"A sentence."}`, "/articles/{id}/claims": `{"start":0,"end":3}`, "/claims/{id}/annotations": `{"status":"disputed","note":"Not so.","version":1}`,
		"/sentences/{id}/split": `{"at":1}`, "/articles/{id}/revisions": `{"text":"Another."}`,
		"/articles/{id}/signoffs":  `{"sha256":"x","changes":1}`,
		"/articles/{id}/overrides": `{"code":"open","reason":"Read on air.","changes":1}`,
		"/claims/{id}/resolution":  `{"resolution":"stands","version":1}`, "/claims/{id}/corrections": `{"to":"That"}`,
		"/corrections/{id}/decision": `{"state":"accepted"}`, "/articles/{id}/queries": questionBody, "/sentences/{id}/queries": questionBody,
		"/claims/{id}/queries": questionBody, "/queries/{id}/messages": `{"text":"This one."}`,
		"/queries/{id}/dismiss": `{"text":"Known."}`, "/sentences/{id}/notes": `{"text":"See the archive."}`,
		"/articles/{id}/published": `{"text":"A sentence."}`,
		"/notices/read":            `{"through":1}`}[c.path]
}

// runDay is a desk's day: an article is added, checked, revised and signed off.
func (p *apiClients) runDay() (at createdIDs) {
	t := p.t
	p.callInto(apiCall{method: "GET", path: "/openapi.json"}, 200, nil)
	made := p.do(
		p.writer,
		"POST",
		"/articles",
		`{"title":"Bridge","text":"The 🚲 bridge closes. It is old. It was built in 1911.","language":"en","desk":"City desk","due":"2026-12-01T09:00:00+01:00"}`,
		201,
	)
	at.article = made.ID
	testutil.Len(t, "made.Sentences", made.Sentences, 3)
	testutil.Equal(t, "made.Sentences[0].Text", made.Sentences[0].Text, "The 🚲 bridge closes.")
	testutil.Equal(t, "made.Sentences[0].State", made.Sentences[0].State, "unread")
	testutil.Equal(t, "made.Revision.Number", made.Revision.Number, 1)
	testutil.Equal(t, "len(made.Revision.SHA256)", len(made.Revision.SHA256), 64)
	article := fmt.Sprintf("/articles/%d", at.article)
	claim := p.do(p.reviewer, "POST", article+"/claims", `{"quote":"It","suffix":" was","kind":"date","risk":"high"}`, 201)
	testutil.Equal(t, "claim.Exact", claim.Exact, "It")
	testutil.Equal(t, "claim.Start", claim.Start, 32)
	testutil.Equal(t, "claim.End", claim.End, 34)
	testutil.Equal(t, "claim.Status", claim.Status, "unchecked")
	testutil.Equal(t, "claim.Version", claim.Version, 1)
	testutil.Equal(t, "claim.Sentence", claim.Sentence, made.Sentences[2].ID)
	at.claim = claim.ID
	if again := p.do(p.reviewer, "POST", article+"/claims", `{"quote":"It","suffix":" was"}`, 200); again.ID != claim.ID {
		p.t.Errorf("the same words are claim %d, want %d", again.ID, claim.ID)
	}
	if byPlace := p.do(p.reviewer, "POST", article+"/claims", `{"start":4,"end":5,"quote":"🚲","revision":1}`, 201); byPlace.Exact != "🚲" {
		t.Errorf("%+v", byPlace)
	} else {
		p.do(p.reviewer, "POST", fmt.Sprintf("/claims/%d/annotations", byPlace.ID),
			`{"status":"unverified","note":"Nobody knows.","version":1}`, 201)
	}
	for _, wrong := range []string{`{"quote":"It"}`, `{"quote":"Not there"}`, `{"quote":"It","suffix":" never"}`, `{"start":1}`, `{}`, `{"start":0,"end":900}`, `{"quote":"old","kind":"x","risk":"y"}`} {
		if got := p.do(p.reviewer, "POST", article+"/claims", wrong, 422); len(got.Errors) == 0 {
			t.Errorf("%s: no field is named", wrong)
		}
	}
	p.do(p.reviewer, "POST", article+"/claims", `{"start":0,"end":3,"revision":9}`, 409)
	at = p.annotateClaim(at)
	return p.reviseAndSign(at, made)
}

// annotateClaim annotates the claim with evidence, in the version that was read.
func (p *apiClients) annotateClaim(at createdIDs) createdIDs {
	t, claim := p.t, fmt.Sprintf("/claims/%d", at.claim)
	said := p.do(
		p.reviewer,
		"POST",
		claim+"/annotations",
		`{"status":"sourced","note":"Seen.","version":1,"evidence":[{"title":"Archive","class":"primary","stance":"supports",
			"kind":"document","quote":"1911","locator":"page 4","accessed_on":"2026-11-01"}]}`,
		201,
	)
	testutil.Equal(t, "said.Status", said.Status, "sourced")
	testutil.Equal(t, "said.Version", said.Version, 2)
	testutil.Len(t, "said.Annotations", said.Annotations, 1)
	testutil.True(t, "said.Annotations[0].Live", said.Annotations[0].Live)
	testutil.Len(t, "said.Evidence", said.Evidence, 1)
	testutil.Equal(t, "said.Evidence[0].Class", said.Evidence[0].Class, "primary")
	stale := p.do(p.second, "POST", claim+"/annotations", `{"status":"disputed","note":"Not so.","version":1}`, 409)
	if stale.Claim == nil || stale.Claim.Version != 2 || stale.Claim.Status != "sourced" {
		t.Errorf("a stale version is not shown the claim as it is: %+v", stale)
	}
	wrong := p.do(
		p.second,
		"POST",
		claim+"/annotations",
		`{"status":"x","version":2,"evidence":[{"title":"A","class":"primary","kind":"document","locator":"p. 1"},{"class":"y"}]}`,
		422,
	)
	fields := fmt.Sprint(wrong.Errors)
	testutil.Contains(t, "fields", fields, "status")
	testutil.Contains(t, "fields", fields, "evidence[1].title")
	testutil.Contains(t, "fields", fields, "evidence[1].class")
	testutil.Lacks(t, "fields", fields, "evidence[0]")
	at.annotation = said.Annotations[0].ID
	if back := p.do(p.reviewer, "DELETE", fmt.Sprintf("/annotations/%d", at.annotation), "", 200); back.Status != "unchecked" ||
		back.ID != at.claim ||
		back.Annotations[0].Live {
		t.Errorf("%+v", back)
	}
	again := p.do(p.reviewer, "GET", claim, "", 200)
	p.do(
		p.reviewer,
		"POST",
		claim+"/annotations",
		fmt.Sprintf(
			`{"status":"sourced","version":%d,"evidence":[{"title":"Archive","class":"primary","kind":"document","locator":"p. 1"}]}`,
			again.Version,
		),
		201,
	)
	last := p.do(p.second, "POST", claim+"/annotations", fmt.Sprintf(`{"status":"sourced","version":%d}`, again.Version+1), 201)
	at.annotation = last.Annotations[len(last.Annotations)-1].ID
	return at
}

// markRange marks a range of one sentence, which other words refuse, and takes the mark back.
func (p *apiClients) markRange(article string, id int64, words string) {
	p.t.Helper()
	body := fmt.Sprintf(`{"sentences":[{"id":%d,"text":%q}]}`, id, words)
	var refused apiReply
	other := strings.Replace(body, words, "Other words.", 1)
	p.callInto(apiCall{token: p.reviewer, method: "POST", path: article + "/readings", body: other}, 409, &refused)
	var done struct {
		Marked  []any
		LeftOut []any `json:"left_out"`
	}
	p.callInto(apiCall{token: p.reviewer, method: "POST", path: article + "/readings", body: body}, 200, &done)
	if len(done.Marked) != 1 || len(done.LeftOut) != 0 {
		p.t.Errorf("a range of one sentence: %+v", done)
		return
	}
	p.do(p.reviewer, "DELETE", fmt.Sprintf("/sentences/%d/reading", id), "", 200)
}

// reviseAndSign splits, merges, revises and signs an article off.
func (p *apiClients) reviseAndSign(at createdIDs, made apiReply) createdIDs {
	t, article := p.t, fmt.Sprintf("/articles/%d", at.article)
	at.former = made.Sentences[1].ID
	second := fmt.Sprintf("/sentences/%d", at.former)
	if read := p.do(p.reviewer, "PUT", second+"/reading", "", 200); read.State != "clear" || read.ID != at.former {
		t.Errorf("%+v", read)
	}
	if unread := p.do(p.reviewer, "DELETE", second+"/reading", "", 200); unread.State != "unread" {
		t.Errorf("%+v", unread)
	}
	p.markRange(article, at.former, made.Sentences[1].Text)
	split := p.do(p.reviewer, "POST", second+"/split", `{"at":27}`, 200)
	if len(split.Sentences) != 4 || split.Sentences[1].Text != "It is" {
		t.Errorf("%+v", split)
	}
	at.sentence = split.Sentences[1].ID
	if merged := p.do(p.reviewer, "POST", fmt.Sprintf("/sentences/%d/merge", at.sentence), "", 200); len(merged.Sentences) != 3 {
		t.Errorf("%+v", merged)
	} else {
		at.sentence = merged.Sentences[1].ID
	}
	for _, act := range []apiCall{{method: "PUT", path: "/reading"}, {method: "DELETE", path: "/reading"}, {method: "POST", path: "/split", body: `{"at":27}`}, {method: "POST", path: "/merge"}, {method: "POST", path: "/confirmations"}} {
		p.do(p.reviewer, act.method, second+act.path, act.body, 409)
	}
	gate := p.do(p.reader, "GET", article+"/gate", "", 200)
	testutil.False(t, "gate.Open", gate.Open)
	testutil.Len(t, "gate.Reasons", gate.Reasons, 2)
	testutil.Equal(t, "gate.Reasons[0].Code", gate.Reasons[0].Code, "unread")
	testutil.Len(t, "gate.Reasons[0].Sentences", gate.Reasons[0].Sentences, gate.Reasons[0].Count)
	testutil.Len(t, "gate.Reasons[1].Claims", gate.Reasons[1].Claims, 1)
	if shut := p.do(p.editor, "POST", article+"/signoffs", gate.signingBody(), 409); len(shut.Reasons) != 2 {
		t.Errorf("a refusal to sign does not say why: %+v", shut)
	}
	at.override = p.checkOverrides(article)
	p.checkResolutions(at)
	at.correction, at.query = p.checkCorrections(at.claim), p.checkQueries(at)
	at.note, at.mention = p.checkNotes(at)
	at.notice = p.checkNotices(at)
	p.do(p.writer, "POST", article+"/revisions?preview=1", `{"text":"It is old. It was built in 1911."}`, 200)
	if revised := p.do(p.writer, "POST", article+"/revisions", `{"text":"It is old. It was built in 1911.","note":"Cut."}`, 201); revised.Revision.Number != 2 {
		t.Errorf("%+v", revised)
	}
	p.do(p.writer, "POST", article+"/revisions", `{"text":"Late.","base":1}`, 409)
	p.do(p.writer, "POST", article+"/revisions/2/words", "", 201)
	p.do(p.writer, "POST", article+"/revisions/2/words", "", 409)
	p.readStreamStart(article)
	whole := p.do(p.reader, "GET", article, "", 200)
	if len(whole.Sentences) != 2 || len(whole.Claims) != 2 {
		t.Fatalf("%+v", whole)
	}
	at.sentence = whole.Sentences[0].ID
	p.checkConfirmation(article)
	p.signByTwo()
	return at
}

// signByTwo signs an article that two users have checked.
func (p *apiClients) signByTwo() {
	made := p.do(p.writer, "POST", "/articles", `{"title":"Short","text":"It rained."}`, 201)
	article := fmt.Sprintf("/articles/%d", made.ID)
	p.do(p.reviewer, "PUT", fmt.Sprintf("/sentences/%d/reading", made.Sentences[0].ID), "", 200)
	p.do(p.reviewer, "PUT", fmt.Sprintf("/sentences/%d/reading", made.TitleSentence.ID), `{"state":"clear"}`, 200)
	gate := p.do(p.editor, "GET", article+"/gate", "", 200)
	if !gate.Open || len(gate.Reasons) != 0 || gate.SHA256 != made.Revision.SHA256 {
		p.t.Errorf("%+v", gate)
	}
	p.do(p.editor, "POST", article+"/signoffs", fmt.Sprintf(`{"sha256":"another text","changes":%d}`, gate.Changes), 409)
	defer p.checkPublished(article)
	if signed := p.do(p.editor, "POST", article+"/signoffs", gate.signingBody(), 201); signed.Article != made.ID || signed.ID == 0 ||
		len(signed.Alone) != 0 {
		p.t.Errorf("%+v", signed)
	}
}

// signingBody is the body that signs the state of a gate that was read.
func (g apiReply) signingBody() string {
	return fmt.Sprintf(`{"sha256":%q,"changes":%d}`, g.SHA256, g.Changes)
}

// readStreamStart reads the beginning of a stream.
func (p *apiClients) readStreamStart(article string) {
	if got := p.callAndCheck(apiCall{token: p.reader, method: "GET", path: article + "/events"}); got.StatusCode != 200 ||
		!strings.HasPrefix(got.Text, "retry:") {
		p.t.Errorf("%d %s", got.StatusCode, got.Text)
	}
}

// checkPublished checks the calls that compare a published article with its signed text.
func (p *apiClients) checkPublished(article string) {
	jws := p.callAndCheck(apiCall{token: p.reader, method: "GET", path: article + "/receipt"})
	if jws.StatusCode != 200 || strings.Count(jws.Text, ".") != 2 {
		p.t.Errorf("the receipt is %d %s", jws.StatusCode, jws.Text)
	}
	if got := p.do(p.editor, "POST", article+"/published", `{"text":"Nothing of it."}`, 200); got.Equal || got.Same > 0 {
		p.t.Errorf("another text: %+v", got)
	}
	p.do(p.editor, "POST", article+"/published", `{}`, 422)
}

// firstQueriesPath is the path of the queries of the first listed article.
func (l apiReply) firstQueriesPath() string {
	return fmt.Sprintf("/articles/%d/queries", l.Articles[0].ID)
}

// checkPaging checks that lists are paged.
func (p *apiClients) checkPaging() {
	t := p.t
	first := p.do(p.reader, "GET", "/articles?limit=1", "", 200)
	if len(first.Articles) != 1 || first.Next == "" {
		t.Fatalf("%+v", first)
	}
	rest := p.do(p.reader, "GET", "/articles?limit=1&after="+first.Next, "", 200)
	if len(rest.Articles) != 1 || rest.Articles[0].ID == first.Articles[0].ID || rest.Next != "" {
		t.Errorf("%+v", rest)
	}
	if none := p.do(p.other, "GET", "/articles", "", 200); len(none.Articles) != 0 {
		t.Errorf("another desk sees %+v", none)
	}
	for _, wrong := range []string{"/articles?limit=0", "/articles?limit=201", "/articles?limit=x", "/articles?after=x", "/articles?state=x",
		"/dashboard?status=x", "/dashboard?after=x", first.firstQueriesPath() + "?state=x"} {
		p.do(p.reader, "GET", wrong, "", 422)
	}
	p.do(p.reader, "GET", first.firstQueriesPath(), "", 200)
	p.do(p.reader, "GET", "/dashboard", "", 200)
	p.do(p.reader, "GET", "/dashboard?status=sourced&limit=1", "", 200)
}

// checkInvalidBodies sends an invalid body to every call.
func (p *apiClients) checkInvalidBodies(at createdIDs) {
	for _, c := range p.calls {
		if c.public {
			continue
		}
		p.editor, p.other, p.reader = p.token(
			p.store,
			"editor",
			"write",
		), p.token(
			p.store,
			"stranger",
			"write",
		), p.token(
			p.store,
			"editor",
			"read",
		) // each has its own rate limit
		expect := func(what string, status int, a apiCall) {
			p.t.Helper()
			a.method = c.method
			if got := p.callAndCheck(a); got.StatusCode != status {
				p.t.Errorf("%s, %s: %d, want %d: %s", c, what, got.StatusCode, status, got.Text)
			}
		}
		expect("without a token", 401, apiCall{path: at.path(c), body: at.body(c)})
		expect("with no such token", 401, apiCall{token: "x", path: at.path(c), body: at.body(c)})
		if strings.Contains(c.path, "{id}") {
			nowhere := strings.Replace(c.path, "{id}", fmt.Sprint(int64(1)<<40), 1)
			expect("of what is not there", 404, apiCall{token: p.editor, path: nowhere, body: at.body(c)})
			expect("of what is not theirs", 404, apiCall{token: p.other, path: at.path(c), body: at.body(c)})
		}
		if c.hasBody {
			expect("no JSON", 400, apiCall{token: p.editor, path: at.path(c), body: "{"})
			expect("another name", 400, apiCall{token: p.editor, path: at.path(c), body: `{"nonsense":1}`})
			expect("a form", 415, apiCall{token: p.editor, path: at.path(c), body: "a=b", kind: "application/x-www-form-urlencoded"})
			expect("too much", 413, apiCall{token: p.editor, path: at.path(c), body: `{"text":"` + strings.Repeat("x", 9<<20)})
		}
		if c.isWrite() {
			expect("with a token that reads", 403, apiCall{token: p.reader, path: at.path(c), body: at.body(c)})
			expect(
				"with a key that is too long",
				422,
				apiCall{token: p.editor, path: at.path(c), body: at.body(c), key: strings.Repeat("k", 256)},
			)
		}
	}
}

// checkRights checks that programs have the rights of the role.
func (p *apiClients) checkRights(at createdIDs) {
	p.do(p.reviewer, "POST", fmt.Sprintf("/articles/%d/signoffs", at.article), "", 403)
	if got := p.callAndCheck(apiCall{token: p.reviewer, method: "GET", path: "/dashboard"}); got.StatusCode != 403 {
		p.t.Errorf("a reviewer sees the dashboard: %d", got.StatusCode)
	}
}

// checkRateLimit checks that every call is limited for one user, and not for others.
func (p *apiClients) checkRateLimit(at createdIDs) {
	for _, c := range p.calls {
		if c.public {
			continue
		}
		nowhere := strings.Replace(c.path, "{id}", fmt.Sprint(int64(1)<<40), 1)
		refused := false
		for range 2000 { // 60 at once and 20 a second: no database is that slow
			if got := p.callAndCheck(apiCall{token: p.writer, method: c.method, path: nowhere}); got.StatusCode == http.StatusTooManyRequests {
				refused = true
				break
			}
		}
		if !refused {
			p.t.Errorf("%s is never refused for haste", c)
		}
	}
	p.do(p.second, "GET", "/articles?limit=1", "", 200)
}

// Unknown routes of the API are problems too, and a session works like a token.
func TestUnknownAPIRoutesAreProblems(t *testing.T) {
	t.Parallel()
	s := storetest.Open(t, storetest.SQLite(t))
	p := newAPIClients(t, s)
	session, _, err := s.SignIn(t.Context(), "editor@example.org", storetest.Password, models.Session{})
	if err != nil {
		t.Fatal(err)
	}
	if got := p.callAndCheck(apiCall{cookie: session, method: "GET", path: "/dashboard"}); got.StatusCode != 200 {
		t.Errorf("by a session: %d %s", got.StatusCode, got.Text)
	}
	for _, c := range []struct {
		method, path string
		status       int
	}{{"GET", "/nothing", 404}, {"GET", "", 404}, {"GET", "/articles/x", 404}, {"PATCH", "/articles", 405}, {"DELETE", "/articles/1", 405}} {
		got := p.call(apiCall{token: p.editor, method: c.method, path: c.path})
		if got.StatusCode != c.status || got.Header.Get("Content-Type") != "application/problem+json" ||
			!strings.Contains(got.Text, `"title"`) {
			t.Errorf("%s %s: %d %s", c.method, c.path, got.StatusCode, got.Text)
		}
		if allowed := got.Header.Get("Allow"); c.status == 405 && !strings.Contains(allowed, "GET") {
			t.Errorf("%s %s does not say what it answers to: %q", c.method, c.path, allowed)
		}
	}
	if err := s.DisableUser(t.Context(), p.fixture.Admin, p.fixture.Editor.UserID); err != nil {
		t.Fatal(err)
	}
	p.do(p.editor, "GET", "/articles", "", 401)
	p.do(p.reader, "GET", "/articles", "", 401)
	closing := newOpenAPIRecorder(t, s)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if got := closing.callAndCheck(apiCall{token: p.reviewer, method: "GET", path: "/articles"}); got.StatusCode != 500 ||
		!strings.Contains(got.Text, `"request_id"`) ||
		strings.Contains(got.Text, "closed") {
		t.Errorf("%d %s", got.StatusCode, got.Text)
	}
}
