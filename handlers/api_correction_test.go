package handlers_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"linecheck/models"
)

// callAs calls the API, requires a status and decodes the response.
func callAs[T any](p *apiClients, token, method, path, body string, status int) (out T) {
	p.t.Helper()
	p.callInto(apiCall{token: token, method: method, path: path, body: body}, status, &out)
	return out
}

// correctionReply contains the fields of a correction, or of an error about one, that tests use.
type correctionReply struct {
	ID, Claim, Version      int64
	From, To, Reason, State string
	By                      string
	DecidedBy               string `json:"decided_by"`
	DeclineReason           string `json:"decline_reason"`
	Title, Detail           string
	Errors                  []models.FieldError
}

// checkCorrections proposes a correction, has it accepted and returns its id.
func (p *apiClients) checkCorrections(claim int64) int64 {
	p.t.Helper()
	at := fmt.Sprintf("/claims/%d", claim)
	p.do(p.reviewer, "POST", at+"/corrections", `{"to":"That","version":999}`, http.StatusConflict)
	made := callAs[correctionReply](p, p.reviewer, "POST", at+"/corrections", `{"to":"That","reason":"It is another one."}`, 201)
	if made.State != "proposed" || made.From != "It" || made.To != "That" || made.Claim != claim || made.By != p.fixture.Reviewer.Name {
		p.t.Errorf("proposed %+v", made)
	}
	decision := fmt.Sprintf("/corrections/%d/decision", made.ID)
	stale := callAs[struct{ Correction correctionReply }](p, p.editor, "POST", decision, `{"state":"accepted","version":999}`, 409)
	if stale.Correction.ID != made.ID || stale.Correction.Version != made.Version {
		p.t.Errorf("a stale version is not shown the correction as it is: %+v", stale)
	}
	decided := callAs[correctionReply](p, p.editor, "POST", decision, `{"state":"accepted"}`, 200)
	if decided.State != "accepted" || decided.DecidedBy != p.fixture.Editor.Name || decided.Version != made.Version+1 {
		p.t.Errorf("accepted %+v", decided)
	}
	if gate := p.do(p.editor, "GET", fmt.Sprintf("/articles/%d/gate", p.do(p.editor, "GET", at, "", 200).Article), "", 200); !strings.Contains(
		fmt.Sprint(gate.Reasons), fmt.Sprint("corrections 1 [] [", claim, "] [", made.ID, "]")) {
		p.t.Errorf("the gate does not name the correction: %+v", gate.Reasons)
	}
	callAs[correctionReply](p, p.editor, "POST", decision, `{"state":"declined","reason":"We leave it."}`, 200)
	return made.ID
}

// Users with the right roles correct words. Declining an accepted correction needs a reason.
func TestAPICorrections(t *testing.T) {
	eachDatabase(t, "It was built in 1911.", func(t *testing.T, d *apiDesk) {
		claim := d.claim("built in 1911")
		at := fmt.Sprintf("/claims/%d/corrections", claim.ID)
		for body, want := range map[string]string{
			`{}`:                          "to",
			`{"from":"1912","to":"1913"}`: "from",
			`{"from":"","to":"1913"}`:     "from",
			`{"to":"built in 1911"}`:      "to",
			`{"to":"x","reason":"` + strings.Repeat("x", 20_001) + `"}`: "reason",
		} {
			if got := errorFields(d.do(d.reviewer, "POST", at, body, 422)); got != want {
				t.Errorf("%.40s is refused at %q, want %q", body, got, want)
			}
		}
		d.do(d.writer, "POST", at, `{"to":"x"}`, 403)
		made := callAs[correctionReply](d.apiClients, d.reviewer, "POST", at, `{"from":"1911","to":"1912"}`, 201)
		decision := fmt.Sprintf("/corrections/%d/decision", made.ID)
		d.do(d.reviewer, "POST", decision, `{"state":"accepted"}`, 403)
		decide := func(body string, status int) correctionReply {
			t.Helper()
			return callAs[correctionReply](d.apiClients, d.editor, "POST", decision, body, status)
		}
		for _, body := range []string{`{}`, `{"state":"proposed"}`, `{"state":"made"}`} {
			if refused := decide(body, 422); len(refused.Errors) != 1 || refused.Errors[0].Field != "state" {
				t.Errorf("%s is refused with %+v", body, refused.Errors)
			}
		}
		decide(`{"state":"accepted"}`, 200)
		if refused := decide(`{"state":"declined","reason":" \u200b"}`, 422); refused.Errors[0].Field != "reason" {
			t.Errorf("an accepted correction that is declined without a reason is refused with %+v", refused.Errors)
		}
		if k := decide(`{"state":"declined","reason":"The stone says 1911."}`, 200); k.State != "declined" ||
			k.DeclineReason != "The stone says 1911." {
			t.Errorf("declined %+v", k)
		}
		decide(`{"state":"accepted"}`, 200)
		if refused := decide(`{"state":"made"}`, 422); refused.Errors[0].Field != "state" ||
			!strings.Contains(refused.Errors[0].Detail, "does not have these words") {
			t.Errorf("what the text does not have is called made: %+v", refused)
		}
		d.revise("It was built in 1912.")
		list := callAs[struct{ Corrections []correctionReply }](d.apiClients, d.editor, "GET", fmt.Sprintf("/claims/%d", claim.ID), "", 200)
		if len(list.Corrections) != 1 || list.Corrections[0].State != "made" || list.Corrections[0].ID != made.ID {
			t.Errorf("the claim has the corrections %+v", list.Corrections)
		}
	})
}

// With an idempotency key, a correction is proposed once. The same words without a key are another
// correction.
func TestAPIProposesCorrectionOnce(t *testing.T) {
	eachDatabase(t, "It was built in 1911.", func(t *testing.T, d *apiDesk) {
		claim := fmt.Sprintf("/claims/%d", d.claim("1911").ID)
		proposing := apiCall{token: d.reviewer, method: "POST", path: claim + "/corrections", body: `{"to":"1912"}`, key: "k"}
		first, again := d.callInto(proposing, 201, nil), d.callInto(proposing, 201, nil)
		if first.Text != again.Text || again.Header.Get("Idempotency-Replayed") != "true" {
			t.Errorf("again: %s, want %s", again.Text, first.Text)
		}
		asking := apiCall{token: d.reviewer, method: "POST", path: claim + "/queries", body: `{"to":"editor","text":"Which?"}`, key: "q"}
		d.callInto(asking, 201, nil)
		d.callInto(asking, 201, nil)
		list := callAs[struct{ Queries []queryReply }](d.apiClients, d.editor, "GET", d.article+"/queries", "", 200)
		whole := callAs[struct{ Corrections []correctionReply }](d.apiClients, d.editor, "GET", claim, "", 200)
		if len(list.Queries) != 1 || len(whole.Corrections) != 1 {
			t.Errorf("%d queries and %d corrections, want one of each", len(list.Queries), len(whole.Corrections))
		}
	})
}
