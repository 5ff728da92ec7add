package handlers_test

import (
	"fmt"
	"strings"
	"testing"

	"linecheck/models"
)

// queryReply contains the fields of a query, or of an error about one, that tests use.
type queryReply struct {
	ID, Article, Sentence, Claim, Version int64
	Words, To, State, Reason, By          string
	ToUser                                int64  `json:"to_user"`
	ToName                                string `json:"to_name"`
	Messages                              []struct{ By, Text string }
	Count                                 int
	Last                                  struct{ By, Text string }
	Title, Detail                         string
	Errors                                []models.FieldError
}

// checkQueries raises queries about everything, and settles and reopens one, whose id it returns.
func (p *apiClients) checkQueries(at createdIDs) int64 {
	p.t.Helper()
	for _, about := range []string{fmt.Sprintf("/sentences/%d", at.sentence), fmt.Sprintf("/claims/%d", at.claim)} {
		made := callAs[queryReply](p, p.reviewer, "POST", about+"/queries", `{"to":"writer","text":"Which one?"}`, 201)
		callAs[queryReply](p, p.reviewer, "POST", fmt.Sprintf("/queries/%d/settle", made.ID), "", 200)
	}
	p.do(p.reviewer, "POST", fmt.Sprintf("/sentences/%d/queries", at.former), `{"to":"writer","text":"Which one?"}`, 409)
	article := fmt.Sprintf("/articles/%d/queries", at.article)
	made := callAs[queryReply](p, p.reviewer, "POST", article, `{"to":"editor","text":"Which one?"}`, 201)
	query := fmt.Sprintf("/queries/%d", made.ID)
	for _, c := range []struct {
		token, step, body string
		status            int
	}{
		{p.editor, "/messages", `{"text":"This one."`, 201},
		{p.reviewer, "/settle", `{"text":"Thanks."`, 200},
		{p.reviewer, "/reopen", `{"text":"No."`, 200},
		{p.second, "/messages", `{"text":"I think so."`, 201},
	} {
		stale := callAs[struct{ Query queryReply }](p, c.token, "POST", query+c.step, c.body+`,"version":999}`, 409)
		if stale.Query.ID != made.ID {
			p.t.Errorf("%s with a stale version is not shown the query: %+v", c.step, stale)
		}
		callAs[queryReply](p, c.token, "POST", query+c.step, c.body+"}", c.status)
	}
	callAs[queryReply](p, p.reviewer, "POST", query+"/dismiss", `{"text":"Known."}`, 403)
	other := callAs[queryReply](p, p.reviewer, "POST", article, `{"to":"writer","text":"When?"}`, 201)
	dismiss := fmt.Sprintf("/queries/%d/dismiss", other.ID)
	callAs[queryReply](p, p.editor, "POST", dismiss, `{"reason":"It is known.","version":999}`, 409)
	callAs[queryReply](p, p.editor, "POST", dismiss, `{"reason":"It is known."}`, 200)
	callAs[queryReply](p, p.reader, "GET", query, "", 200)
	callAs[queryReply](p, p.reviewer, "POST", query+"/settle", "", 200)
	return made.ID
}

// A query goes to a role or a user. It can be answered, dismissed with a reason, and reopened. Only its raiser can settle it.
func TestAPIQueries(t *testing.T) {
	eachDatabase(t, "It was built in 1911. It is old.", func(t *testing.T, d *apiDesk) {
		claim := d.claim("1911")
		sentence := fmt.Sprintf("/sentences/%d/queries", d.created.Sentences[1].ID)
		ask := func(path, body string, status int) queryReply {
			t.Helper()
			return callAs[queryReply](d.apiClients, d.reviewer, "POST", path, body, status)
		}
		for body, want := range map[string]string{
			`{}`:                           "text",
			`{"to":"writer"}`:              "text",
			`{"to":"writer","text":" "}`:   "text",
			`{"text":"What?"}`:             "to",
			`{"to":"me","text":"What?"}`:   "to",
			`{"to":"reviewer","text":"?"}`: "to",
			`{"to":99999,"text":"What?"}`:  "to",
			fmt.Sprintf(`{"to":%d,"text":"What?"}`, d.fixture.Reviewer.UserID):        "to",
			fmt.Sprintf(`{"to":"%d","text":"?"}`, d.fixture.OtherDeskReviewer.UserID): "to",
		} {
			if got := ask(sentence, body, 422); len(got.Errors) == 0 || got.Errors[0].Field != want {
				t.Errorf("%s is refused with %+v, want %q", body, got.Errors, want)
			}
		}
		d.do(d.writer, "POST", sentence, `{"to":"editor","text":"What?"}`, 403)
		about := ask(
			fmt.Sprintf("/claims/%d/queries", claim.ID),
			fmt.Sprintf(`{"to":"%d","text":"Who says so?"}`, d.fixture.Editor.UserID),
			201,
		)
		if about.State != "open" || about.Claim != claim.ID || about.Words != "1911" || about.Sentence != d.created.Sentences[0].ID ||
			about.To != "editor" || about.ToUser != d.fixture.Editor.UserID || about.ToName != d.fixture.Editor.Name || about.By != d.fixture.Reviewer.Name ||
			len(about.Messages) != 1 || about.Messages[0].Text != "Who says so?" || about.Article != d.created.ID || about.Version != 1 {
			t.Errorf("about a claim: %+v", about)
		}
		if q := ask(sentence, fmt.Sprintf(`{"to":%d,"text":"Is it?"}`, d.fixture.Writer.UserID), 201); q.To != "writer" ||
			q.Words != "It is old." ||
			q.Sentence != d.created.Sentences[1].ID ||
			q.Claim != 0 {
			t.Errorf("about a sentence: %+v", q)
		}
		title := d.created.TitleSentence.ID
		q := ask(fmt.Sprintf("/sentences/%d/queries", title), `{"to":"writer","text":"Which?"}`, 201)
		if q.Words != "Bridge" || q.Sentence != title {
			t.Errorf("about the title: %+v", q)
		}
		q = ask(d.article+"/queries", `{"to":"writer","text":"Hello?"}`, 201)
		if q.Sentence != 0 || q.Words != "" || q.ToUser != d.fixture.Writer.UserID {
			t.Errorf("about the article: %+v", q)
		}
		if got := d.reason("queries"); got.Count != 4 || got.Queries[0] != about.ID {
			t.Errorf("behind the gate: %+v", got)
		}
		d.checkQuerySteps(t, about)
		first := callAs[struct {
			Queries []queryReply
			Next    string
		}](d.apiClients, d.reader, "GET", d.article+"/queries?limit=3", "", 200)
		rest := callAs[struct{ Queries []queryReply }](d.apiClients, d.reader, "GET", d.article+"/queries?after="+first.Next, "", 200)
		if len(first.Queries) != 3 || len(rest.Queries) != 1 || rest.Queries[0].ID != about.ID || rest.Queries[0].Count != 4 ||
			rest.Queries[0].Last.Text != "Still?" {
			t.Errorf("listed as %+v and %+v", first, rest)
		}
		open := callAs[struct{ Queries []queryReply }](d.apiClients, d.reader, "GET", d.article+"/queries?state=settled", "", 200)
		if len(open.Queries) != 0 {
			t.Errorf("settled are %+v", open.Queries)
		}
		d.do(d.reader, "GET", d.article+"/queries?state=x", "", 422)
	})
}

// checkQuerySteps performs every action on a query from the reviewer to the editor.
func (d *apiDesk) checkQuerySteps(t *testing.T, q queryReply) {
	t.Helper()
	for _, c := range []struct {
		token, step, body string
		status            int
		want              string // the resulting state, or the field of the error
	}{
		{d.editor, "messages", `{"text":""}`, 422, "text"},
		{d.auditor(), "messages", `{"text":"I read."}`, 403, ""},
		{d.editor, "messages", `{"text":"The archive."}`, 201, "answered"},
		{d.editor, "settle", ``, 403, ""},
		{d.editor, "dismiss", `{"text":"It is known."}`, 403, "was put to you"},
		{d.reviewer, "reopen", ``, 422, "nothing to reopen"},
		{d.reviewer, "settle", `{"text":"Thanks."}`, 200, "settled"},
		{d.reviewer, "messages", `{"text":"Late."}`, 422, "must be reopened first"},
		{d.second, "reopen", ``, 403, ""},
		{d.editor, "reopen", `{"text":"Still?"}`, 200, "open"},
		{d.admin(), "dismiss", `{"text":"\u200b"}`, 422, "text"},
		{d.admin(), "dismiss", `{"reason":"It is known."}`, 200, "dismissed"},
		{d.reviewer, "reopen", ``, 200, "open"},
	} {
		got := callAs[queryReply](d.apiClients, c.token, "POST", fmt.Sprintf("/queries/%d/%s", q.ID, c.step), c.body, c.status)
		if c.status < 300 && got.State != c.want || !strings.Contains(fmt.Sprint(got.Detail, got.State, got.Errors), c.want) {
			t.Errorf("%s with %s: %+v, want %q", c.step, c.body, got, c.want)
		}
		if got.State == "dismissed" && got.Reason != "It is known." {
			t.Errorf("dismissed because of %q", got.Reason)
		}
	}
}

func (p *apiClients) admin() string   { return p.token(p.store, "admin", "write") }
func (p *apiClients) auditor() string { return p.token(p.store, "auditor", "write") }
