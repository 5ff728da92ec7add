package handlers_test

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// lookupPath finds a value in a response by the names that lead to it, such as "sentences.0.id".
func (d *apiDesk) lookupPath(answer any, path string) any {
	d.t.Helper()
	for _, name := range strings.Split(path, ".") {
		switch value := answer.(type) {
		case map[string]any:
			found, there := value[name]
			if !there {
				d.t.Fatalf("there is no %q on the way to %q in %v", name, path, value)
			}
			answer = found
		case []any:
			i, err := strconv.Atoi(name)
			if err != nil || i >= len(value) {
				d.t.Fatalf("there is no %q on the way to %q in %v", name, path, value)
			}
			answer = value[i]
		default:
			d.t.Fatalf("there is no %q on the way to %q in %v", name, path, value)
		}
	}
	return answer
}

// checkContract calls the API and checks the values that clients rely on. For nil, the name only has to
// exist.
func (d *apiDesk) checkContract(token, method, path, body string, status int, want map[string]any) map[string]any {
	d.t.Helper()
	var answer map[string]any
	d.callInto(apiCall{token: token, method: method, path: path, body: body}, status, &answer)
	for name, value := range want {
		if got := d.lookupPath(answer, name); value != nil && fmt.Sprint(got) != fmt.Sprint(value) {
			d.t.Errorf("%s %s: %s is %v, want %v", method, path, name, got, value)
		}
	}
	return answer
}

// Clients rely on these names and values: they must not change.
func TestAPIContract(t *testing.T) {
	eachDatabase(t, "It was built in 1911. It is old.", func(t *testing.T, d *apiDesk) {
		d.checkArticleContract()
		claim, version := d.checkClaimContract()
		d.checkGateContract(claim, version)
		d.checkRevisionContract()
	})
}

func (d *apiDesk) checkArticleContract() {
	d.t.Helper()
	sentence := map[string]any{"title_sentence.id": nil, "title_sentence.ordinal": 0, "title_sentence.region": "title",
		"title_sentence.text": "Rain", "title_sentence.state": "unread", "sentences.0.id": nil, "sentences.0.ordinal": 1,
		"sentences.0.region": "body", "sentences.0.start": 0, "sentences.0.end": 10, "sentences.0.text": "It rained.",
		"sentences.0.state": "unread", "sentences.0.rest_read": false, "claims": "[]", "id": nil, "title": "Rain", "language": "de",
		"revision.number": 1, "revision.sha256": nil}
	body := fmt.Sprintf(`{"title":"Rain","text":"It rained.","language":"de","desk":%d,"due":"2027-01-01T00:00:00Z"}`, d.fixture.Desk.ID)
	d.checkContract(d.writer, "POST", "/articles", body, 201, sentence)
	d.checkContract(d.editor, "GET", "/articles?limit=1", "", 200, map[string]any{"articles.0.counts.sentences": 2, "next": nil})
	at := fmt.Sprintf("/sentences/%d/", d.created.Sentences[1].ID)
	d.checkContract(d.reviewer, "PUT", at+"reading", `{"state":"clear"}`, 200, map[string]any{"state": "clear", "rest_read": true})
	d.checkContract(d.reviewer, "DELETE", at+"reading", "", 200, map[string]any{"state": "unread", "rest_read": false})
	first, second := d.created.Sentences[0], d.created.Sentences[1]
	readings := fmt.Sprintf("/articles/%d/readings", d.created.ID)
	seen := fmt.Sprintf(`{"state":"clear","sentences":[{"id":%d,"text":%q},{"id":%d,"text":%q}]}`,
		first.ID, first.Text, second.ID, second.Text)
	d.checkContract(d.reviewer, "POST", readings, seen, 200, map[string]any{"marked.0.id": second.ID, "marked.0.state": "clear",
		"left_out.0.id": first.ID, "left_out.0.ordinal": 1, "left_out.0.reason": "suggestion", "left_out.0.words": "in 1911"})
	other := strings.Replace(seen, second.Text, "It is new.", 1)
	d.checkContract(d.reviewer, "POST", readings, other, 409, map[string]any{"errors.0.field": "sentences"})
	d.checkContract(d.reviewer, "POST", readings, `{"state":"done","sentences":[]}`, 422, map[string]any{"errors.0.field": "state"})
	d.checkContract(d.reviewer, "DELETE", at+"reading", "", 200, map[string]any{"state": "unread", "rest_read": false})
	split := d.checkContract(d.reviewer, "POST", at+"split", `{"at":28}`, 200, map[string]any{"sentences.2.text": "old."})
	merge := fmt.Sprintf("/sentences/%v/merge", d.lookupPath(split, "sentences.1.id"))
	d.checkContract(d.reviewer, "POST", merge, "", 200, map[string]any{"sentences.1.text": "It is old."})
}

// checkClaimContract creates a claim and returns its path and version.
func (d *apiDesk) checkClaimContract() (path string, version any) {
	d.t.Helper()
	wanted := `{"quote":"1911","prefix":"in ","suffix":".","kind":"date","risk":"high"}`
	made := d.checkContract(d.reviewer, "POST", d.article+"/claims", wanted, 201,
		map[string]any{"exact": "1911", "start": 16, "end": 20, "sentence": d.created.Sentences[0].ID, "status": "unchecked", "version": 1})
	path = fmt.Sprintf("/claims/%v", made["id"])
	d.checkContract(d.reviewer, "POST", d.article+"/claims", `{"quote":"It"}`, 422, map[string]any{"errors.0.field": "quote", "title": nil,
		"type": "/errors/invalid", "detail": nil, "status": 422})
	body := `{"status":"sourced","note":"Seen.","version":1,"evidence":[{"title":"Archive","url":"https://a.example","publisher":"City",` +
		`"kind":"document","class":"primary","stance":"supports","quote":"1911","locator":"p. 4"}]}`
	said := d.checkContract(
		d.reviewer,
		"POST",
		path+"/annotations",
		body,
		201,
		map[string]any{"status": "sourced", "annotations.0.note": "Seen.",
			"evidence.0.url": "https://a.example", "evidence.0.locator": "p. 4", "occurrences.0.start": 16},
	)
	d.checkContract(
		d.second,
		"POST",
		path+"/annotations",
		body,
		409,
		map[string]any{"claim.version": said["version"], "type": "/errors/stale"},
	)
	annotation := fmt.Sprintf("/annotations/%v", d.lookupPath(said, "annotations.0.id"))
	d.checkContract(d.reviewer, "DELETE", annotation, "", 200, map[string]any{"status": "unchecked", "id": made["id"]})
	d.checkContract(d.reviewer, "GET", path, "", 200, map[string]any{"annotations.0.withdrawn_at": nil, "evidence": nil,
		"occurrences.0.exact": "1911"})
	disputed := d.giveAPIVerdict(d.reviewer, int64(made["id"].(float64)), "disputed", "")
	return path, disputed.Version
}

func (d *apiDesk) checkGateContract(claim string, version any) {
	d.t.Helper()
	for _, resolution := range []string{"corrected", "softened", "attributed", "cut"} {
		body := fmt.Sprintf(`{"resolution":%q,"reason":"We did.","version":%v}`, resolution, version)
		d.checkContract(d.editor, "POST", claim+"/resolution", body, 422, map[string]any{"errors.0.field": "resolution"})
	}
	proposed := d.checkContract(
		d.reviewer,
		"POST",
		claim+"/corrections",
		`{"to":"1912"}`,
		201,
		map[string]any{"state": "proposed", "id": nil},
	)
	id := proposed["id"].(float64)
	d.checkContract(
		d.editor,
		"POST",
		fmt.Sprintf("/corrections/%v/decision", id),
		`{"state":"accepted"}`,
		200,
		map[string]any{"state": "accepted"},
	)
	gate := d.checkContract(d.editor, "GET", d.article+"/gate", "", 200, map[string]any{"open": false, "sha256": d.created.Revision.SHA256,
		"changes": nil, "reasons.0.code": "unread", "reasons.0.count": 2, "reasons.0.sentences": nil, "reasons.0.covered": "[]",
		"reasons.1.code": "open", "reasons.1.claims": fmt.Sprintf("[%s]", strings.TrimPrefix(claim, "/claims/"))})
	reasons := gate["reasons"].([]any)
	i := slices.IndexFunc(reasons, func(r any) bool { return d.lookupPath(r, "code") == "corrections" })
	if i < 0 || fmt.Sprint(d.lookupPath(reasons[i], "corrections")) != fmt.Sprintf("[%v]", id) {
		d.t.Errorf("the gate does not name the correction %v: %v", id, reasons)
	}
	thing := fmt.Sprintf(`{"kind":"sentence","id":%d}`, d.created.TitleSentence.ID)
	body := fmt.Sprintf(`{"code":"unread","why":"Read on air.","things":[%s]}`, thing)
	d.checkContract(
		d.editor,
		"POST",
		d.article+"/overrides",
		body,
		201,
		map[string]any{"id": nil, "code": "unread", "covers.0.kind": "sentence",
			"covers.0.id": d.created.TitleSentence.ID},
	)
	d.checkContract(
		d.editor,
		"GET",
		d.article+"/gate",
		"",
		200,
		map[string]any{"reasons.0.code": "unread", "reasons.0.covered.0.kind": "sentence",
			"reasons.0.covered.0.id": d.created.TitleSentence.ID},
	)
	d.checkContract(
		d.editor,
		"POST",
		d.article+"/overrides",
		`{"code":"corrections","reason":"x"}`,
		422,
		map[string]any{"errors.0.field": "code"},
	)
	d.checkContract(
		d.editor,
		"POST",
		d.article+"/signoffs",
		`{}`,
		422,
		map[string]any{"errors.0.field": "sha256", "errors.1.field": "changes"},
	)
	shut := d.checkContract(
		d.editor,
		"POST",
		d.article+"/signoffs",
		d.gate().signingBody(),
		409,
		map[string]any{"reasons.0.code": "unread"},
	)
	if detail := fmt.Sprint(shut["detail"]); !strings.Contains(detail, "nobody has read") ||
		!strings.Contains(detail, "accepted correction") {
		d.t.Errorf("a closed gate is called %q", detail)
	}
}

func (d *apiDesk) checkRevisionContract() {
	d.t.Helper()
	fates := map[string]any{"revision": nil}
	for _, name := range []string{"same", "moved", "edited", "split", "merged", "new", "dropped"} {
		fates["sentences."+name] = nil
	}
	for _, name := range []string{"placed", "moved", "lost"} {
		fates["claims."+name] = nil
	}
	fates["sentences.same"], fates["sentences.edited"] = 1, 1
	draft := `{"text":"It was built in 1912. It is old.","note":"Corrected."}`
	d.checkContract(d.writer, "POST", d.article+"/revisions?preview=1", draft, 200, fates)
	d.checkContract(d.editor, "GET", d.article, "", 200, map[string]any{"revision.number": 1})
	d.checkContract(d.writer, "POST", d.article+"/revisions", draft, 201, fates)
	d.checkContract(d.editor, "GET", d.article, "", 200, map[string]any{"revision.number": 2, "text": "It was built in 1912. It is old."})
}
