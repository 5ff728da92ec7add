package handlers_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"linecheck/handlers/sitetest"
	"linecheck/models"
	"linecheck/views"
)

// doorDesk is a desk with one article, used through one door: the pages or the API. The tests read the
// results from the API.
type doorDesk struct {
	*apiDesk
	doorName string // "page" or "API"
	admin    string // token
	visitor  map[int64]sitetest.Caller
}

// eachDoor runs a test on both databases, by pages and by the API, with an article that the writer added.
func eachDoor(t *testing.T, text string, do func(*testing.T, *doorDesk)) {
	t.Helper()
	for _, door := range []string{"page", "API"} {
		t.Run(door, func(t *testing.T) {
			t.Parallel()
			eachDatabase(t, text, func(t *testing.T, d *apiDesk) {
				admin := d.token(d.store, "admin", "write")
				do(t, &doorDesk{apiDesk: d, doorName: door, admin: admin, visitor: map[int64]sitetest.Caller{}})
			})
		})
	}
}

// run runs a subtest at the same desk, with its own article.
func (d *doorDesk) run(name, text string, do func(t *testing.T)) {
	d.t.Helper()
	outer := d.t
	outer.Run(name, func(t *testing.T) {
		d.t = t
		defer func() { d.t = outer }()
		for who, token := range map[string]*string{
			"reviewer": &d.reviewer, "second": &d.second, "editor": &d.editor, "writer": &d.writer, "admin": &d.admin,
		} {
			*token = d.token(d.store, who, "write") // each token has its own rate limit
		}
		d.createArticleAs(d.writer, "Bridge", text)
		do(t)
	})
}

// pagesAs returns a user's browser.
func (d *doorDesk) pagesAs(token string) sitetest.Caller {
	d.t.Helper()
	who := d.person(token)
	v, known := d.visitor[who.UserID]
	if !known {
		v = sitetest.VisitAs(d.t, d.store, who)
		d.visitor[who.UserID] = v
	}
	v.T = d.t
	return v
}

// person returns the user of a token.
func (d *doorDesk) person(token string) models.Reader {
	switch token {
	case d.reviewer:
		return d.fixture.Reviewer
	case d.second:
		return d.fixture.SecondReviewer
	case d.editor:
		return d.fixture.Editor
	case d.admin:
		return d.fixture.Admin
	}
	return d.fixture.Writer
}

// postForm posts a form as a user and returns the response.
func (d *doorDesk) postForm(token, path string, fields url.Values) sitetest.Reply {
	d.t.Helper()
	return d.pagesAs(token).Post(path, fields)
}

// send makes a change through the test's door. It must succeed if status is the API's status of success, else
// fail on both doors.
func (d *doorDesk) send(token, path string, fields url.Values, method, call, body string, status int) sitetest.Reply {
	d.t.Helper()
	if d.doorName == "API" {
		got := d.call(apiCall{token: token, method: method, path: call, body: body})
		if got.StatusCode != status {
			d.t.Fatalf("%s %s: %d %s, want %d", method, call, got.StatusCode, got.Text, status)
		}
		return got
	}
	got := d.postForm(token, path, fields)
	if want := status; want < 300 && got.StatusCode != http.StatusSeeOther || want >= 300 && got.StatusCode != want {
		d.t.Fatalf("%s: %d %s, want what the API answers with %d", path, got.StatusCode, sitetest.VisibleText(mainOf(d.t, got)), status)
	}
	return got
}

func mainOf(t *testing.T, got sitetest.Reply) *goquery.Selection {
	t.Helper()
	page, err := goquery.NewDocumentFromReader(strings.NewReader(got.Text))
	if err != nil {
		t.Fatal(err)
	}
	if refusal := page.Find("#refusal, .error-summary"); refusal.Length() > 0 {
		return refusal
	}
	return page.Find("h1")
}

// markRead marks a sentence as read, by its number; 0 is the title.
func (d *doorDesk) markRead(token string, ordinal int) {
	d.t.Helper()
	id := d.sentence(ordinal)
	d.send(token, fmt.Sprintf("/sentences/%d/readings", id), nil, "PUT", fmt.Sprintf("/sentences/%d/reading", id), `{"state":"clear"}`, 200)
}

func (d *doorDesk) sentence(ordinal int) int64 {
	d.t.Helper()
	now := d.currentArticle()
	if ordinal == 0 {
		return now.TitleSentence.ID
	}
	return now.Sentences[ordinal-1].ID
}

// markAllRead marks the title and every sentence as read.
func (d *doorDesk) markAllRead(token string) {
	d.t.Helper()
	for i := range len(d.currentArticle().Sentences) + 1 {
		d.markRead(token, i)
	}
}

// giveVerdict adds a verdict, with evidence if it is sourced.
func (d *doorDesk) giveVerdict(token string, claim int64, status string, want int) sitetest.Reply {
	d.t.Helper()
	version := d.do(d.editor, "GET", fmt.Sprintf("/claims/%d", claim), "", 200).Version
	fields := url.Values{"status": {status}, "note": {"As I see it"}, "version": {strconv.Itoa(version)}}
	more := ""
	if status == "sourced" {
		more = archiveEvidence
		fields.Set("evidence-title", "Archive")
		fields.Set("evidence-class", "primary")
		fields.Set("evidence-kind", "document")
		fields.Set("evidence-locator", "p. 1")
		fields.Set("evidence-stance", "supports")
	}
	at := fmt.Sprintf("/claims/%d/annotations", claim)
	return d.send(
		token,
		at,
		fields,
		"POST",
		at,
		fmt.Sprintf(`{"status":%q,"note":"As I see it","version":%d%s}`, status, version, more),
		want,
	)
}

// submitDraft saves a draft.
func (d *doorDesk) submitDraft(token, text string) {
	d.t.Helper()
	at := d.article + "/revisions"
	fields := url.Values{"base": {strconv.Itoa(d.currentArticle().Revision.Number)}, "text": {text}}
	d.send(token, at, fields, "POST", at, fmt.Sprintf(`{"text":%q}`, text), 201)
}

// confirm confirms a sentence: only these claims, or everything.
func (d *doorDesk) confirm(token string, ordinal int, claims ...int64) {
	d.t.Helper()
	at, body := fmt.Sprintf("/sentences/%d/confirmations", d.sentence(ordinal)), "{}"
	fields := url.Values{}
	if len(claims) > 0 {
		fields.Set("some", "1")
		var ids []string
		for _, id := range claims {
			ids = append(ids, fmt.Sprint(id))
		}
		fields["claim"], body = ids, `{"claims":[`+strings.Join(ids, ",")+`]}`
	}
	d.send(token, at, fields, "POST", at, body, 201)
}

// sign signs the article off and requires this status.
func (d *doorDesk) sign(token string, status int) sitetest.Reply {
	d.t.Helper()
	gate := d.do(token, "GET", d.article+"/gate", "", 200)
	at := d.article + "/signoffs"
	fields := url.Values{"sha256": {gate.SHA256}, "changes": {strconv.Itoa(gate.Changes)}}
	return d.send(token, at, fields, "POST", at, gate.signingBody(), status)
}

// override overrides everything behind a reason.
func (d *doorDesk) override(token, code string, status int) sitetest.Reply {
	d.t.Helper()
	at := d.article + "/overrides"
	fields := url.Values{"code": {code}, "all": {"1"}, "reason": {"It was read on air."}}
	changes := d.do(token, "GET", d.article+"/gate", "", 200).Changes
	fields.Set("changes", strconv.Itoa(changes))
	body := fmt.Sprintf(`{"code":%q,"reason":"It was read on air.","changes":%d}`, code, changes)
	return d.send(token, at, fields, "POST", at, body, status)
}

// gateReasons lists the codes of the reasons that close the gate for a signer.
func (d *doorDesk) gateReasons(token string) string {
	d.t.Helper()
	var codes []string
	for _, r := range d.do(token, "GET", d.article+"/gate", "", 200).Reasons {
		codes = append(codes, r.Code)
	}
	slices.Sort(codes)
	if d.doorName == "page" { // the page must show the same
		page := d.pagesAs(token).Page(d.article + "/gate")
		for _, code := range codes {
			if page.Find(fmt.Sprintf("[id=%q]", views.ReasonID(models.GateCode(code)))).Length() == 0 {
				d.t.Errorf("the page does not show the reason %q", code)
			}
		}
	}
	return strings.Join(codes, " ")
}

// checkGateReasons checks that the gate is closed for exactly these reasons.
func (d *doorDesk) checkGateReasons(token, codes string) {
	d.t.Helper()
	if got := d.gateReasons(token); got != codes {
		d.t.Errorf("the gate is closed for %q, want %q", got, codes)
	}
	if codes != "" {
		d.sign(token, http.StatusConflict)
	}
}

// states returns the states of the title and the sentences.
func (d *doorDesk) states() string {
	d.t.Helper()
	now := d.currentArticle()
	list := []string{now.TitleSentence.State}
	for _, s := range now.Sentences {
		list = append(list, s.State)
	}
	return strings.Join(list, " ")
}

// checkStates checks the states of the title and the sentences.
func (d *doorDesk) checkStates(want string) {
	d.t.Helper()
	if got := d.states(); got != want {
		d.t.Errorf("the title and the sentences are %q, want %q", got, want)
	}
}

// editDetails changes the article's details, which only pages offer.
func (d *doorDesk) editDetails(token string, change func(url.Values)) {
	d.t.Helper()
	v := d.pagesAs(token)
	form := v.Page(d.article + "/edit").Find("form[action$=details]")
	fields := url.Values{}
	form.Find("input[name], textarea[name], select[name]").Each(func(_ int, f *goquery.Selection) {
		value := f.AttrOr("value", "")
		if f.Is("select") {
			value = f.Find("option[selected]").AttrOr("value", "")
		}
		fields.Set(f.AttrOr("name", ""), value)
	})
	change(fields)
	if got := v.Post(d.article+"/details", fields); got.StatusCode != http.StatusSeeOther {
		d.t.Fatalf("changing details: %d %s", got.StatusCode, sitetest.VisibleText(mainOf(d.t, got)))
	}
}

// retitle changes the title.
func (d *doorDesk) retitle(token, title string) {
	d.t.Helper()
	d.editDetails(token, func(f url.Values) { f.Set("title", title) })
}

// checkArticleNamed sets the article's writer; 0 is nobody.
func (d *doorDesk) checkArticleNamed(token string, id int64) {
	d.t.Helper()
	d.editDetails(token, func(f url.Values) {
		f.Set("writer", "")
		if id != 0 {
			f.Set("writer", fmt.Sprint(id))
		}
	})
}

// claimAuthorship claims the words of the first revision.
func (d *doorDesk) claimAuthorship(token string) {
	d.t.Helper()
	at := d.article + "/revisions/1/words"
	d.send(token, at, nil, "POST", at, "", 201)
}

// createArticleAs replaces the desk's article by one that another user adds.
func (d *doorDesk) createArticleAs(token, title, text string) {
	d.t.Helper()
	if d.doorName == "API" {
		d.created = d.do(token, "POST", "/articles", fmt.Sprintf(`{"title":%q,"text":%q,"language":"en"}`, title, text), 201)
		d.article = fmt.Sprintf("/articles/%d", d.created.ID)
		return
	}
	got := d.postForm(
		token,
		"/articles",
		url.Values{"title": {title}, "text": {text}, "language": {"en"}, "desk": {fmt.Sprint(d.fixture.Desk.ID)}},
	)
	d.article, _, _ = strings.Cut(got.Header.Get("Location"), "#")
	if got.StatusCode != http.StatusSeeOther {
		d.t.Fatalf("bringing in an article: %d %s", got.StatusCode, sitetest.VisibleText(mainOf(d.t, got)))
	}
}

// verified checks that the database is intact.
func (d *doorDesk) verified() {
	d.t.Helper()
	if v, err := d.store.Verify(d.t.Context()); err != nil || v.Break != "" {
		d.t.Errorf("verify: %q, %v", v.Break, err)
	}
}

// codePointIndex returns the byte offset of words in a text.
func codePointIndex(t *testing.T, text, words string) int {
	t.Helper()
	i := strings.Index(text, words)
	if i < 0 {
		t.Fatalf("%q is not in %q", words, text)
	}
	return i
}

// jsonEscape encodes a string as JSON.
func jsonEscape(t *testing.T, s string) string {
	t.Helper()
	encoded, err := json.Marshal(s)
	if err != nil {
		t.Fatal(err)
	}
	return string(encoded)
}
