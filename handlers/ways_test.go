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

// byDoor is a desk with one article on which people act by one door: the pages or the API. What came of it is read by the API.
type byDoor struct {
	*apiDesk
	door    string // "page" or "API"
	admin   string // token
	visitor map[int64]sitetest.Caller
}

// eachDoor runs a test on both databases, by pages and by the API, with an article that the writer handed in.
func eachDoor(t *testing.T, text string, do func(*testing.T, *byDoor)) {
	t.Helper()
	for _, door := range []string{"page", "API"} {
		t.Run(door, func(t *testing.T) {
			t.Parallel()
			eachDesk(t, text, func(t *testing.T, d *apiDesk) {
				admin := d.token(d.store, "admin", "write")
				do(t, &byDoor{apiDesk: d, door: door, admin: admin, visitor: map[int64]sitetest.Caller{}})
			})
		})
	}
}

// way runs one of several ways at the same desk, with an article of its own.
func (d *byDoor) way(name, text string, do func(t *testing.T)) {
	d.t.Helper()
	outer := d.t
	outer.Run(name, func(t *testing.T) {
		d.t = t
		defer func() { d.t = outer }()
		for who, token := range map[string]*string{
			"reviewer": &d.reviewer, "second": &d.second, "editor": &d.editor, "writer": &d.writer, "admin": &d.admin,
		} {
			*token = d.token(d.store, who, "write") // each may call only so often
		}
		d.by(d.writer, "Bridge", text)
		do(t)
	})
}

// visit is a person's browser.
func (d *byDoor) visit(token string) sitetest.Caller {
	d.t.Helper()
	who := d.person(token)
	v, known := d.visitor[who.UserID]
	if !known {
		v = sitetest.Visit(d.t, d.store, who)
		d.visitor[who.UserID] = v
	}
	v.T = d.t
	return v
}

// person finds who a token is of.
func (d *byDoor) person(token string) models.Reader {
	switch token {
	case d.reviewer:
		return d.news.Reviewer
	case d.second:
		return d.news.Second
	case d.editor:
		return d.news.Editor
	case d.admin:
		return d.news.Admin
	}
	return d.news.Writer
}

// post sends a form by the pages in somebody's name and says what came back.
func (d *byDoor) post(token, path string, fields url.Values) sitetest.Reply {
	d.t.Helper()
	return d.visit(token).Post(path, fields)
}

// act does something by the desk's door. It must be done where status is that of the API's success, and otherwise be refused on both.
func (d *byDoor) act(token, path string, fields url.Values, method, call, body string, status int) sitetest.Reply {
	d.t.Helper()
	if d.door == "API" {
		got := d.call(apiCall{token: token, method: method, path: call, body: body})
		if got.StatusCode != status {
			d.t.Fatalf("%s %s: %d %s, want %d", method, call, got.StatusCode, got.Text, status)
		}
		return got
	}
	got := d.post(token, path, fields)
	if want := status; want < 300 && got.StatusCode != http.StatusSeeOther || want >= 300 && got.StatusCode != want {
		d.t.Fatalf("%s: %d %s, want what the API answers with %d", path, got.StatusCode, sitetest.Words(mainOf(d.t, got)), status)
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

// mark reads a sentence, by its number; 0 is the title.
func (d *byDoor) mark(token string, ordinal int) {
	d.t.Helper()
	id := d.sentence(ordinal)
	d.act(token, fmt.Sprintf("/sentences/%d/readings", id), nil, "PUT", fmt.Sprintf("/sentences/%d/reading", id), `{"state":"clear"}`, 200)
}

func (d *byDoor) sentence(ordinal int) int64 {
	d.t.Helper()
	now := d.now()
	if ordinal == 0 {
		return now.TitleSentence.ID
	}
	return now.Sentences[ordinal-1].ID
}

// markAll reads the title and every sentence.
func (d *byDoor) markAll(token string) {
	d.t.Helper()
	for i := range len(d.now().Sentences) + 1 {
		d.mark(token, i)
	}
}

// give gives a verdict, with evidence where it is sourced.
func (d *byDoor) give(token string, claim int64, status string, want int) sitetest.Reply {
	d.t.Helper()
	version := d.do(d.editor, "GET", fmt.Sprintf("/claims/%d", claim), "", 200).Version
	fields := url.Values{"status": {status}, "note": {"As I see it"}, "version": {strconv.Itoa(version)}}
	more := ""
	if status == "sourced" {
		more = archived
		fields.Set("evidence-title", "Archive")
		fields.Set("evidence-class", "primary")
		fields.Set("evidence-kind", "document")
		fields.Set("evidence-locator", "p. 1")
		fields.Set("evidence-stance", "supports")
	}
	at := fmt.Sprintf("/claims/%d/annotations", claim)
	return d.act(token, at, fields, "POST", at, fmt.Sprintf(`{"status":%q,"note":"As I see it","version":%d%s}`, status, version, more), want)
}

// draft brings in a draft.
func (d *byDoor) draft(token, text string) {
	d.t.Helper()
	at := d.article + "/revisions"
	fields := url.Values{"base": {strconv.Itoa(d.now().Revision.Number)}, "text": {text}}
	d.act(token, at, fields, "POST", at, fmt.Sprintf(`{"text":%q}`, text), 201)
}

// confirm confirms a sentence: only the claims that are ticked, or everything.
func (d *byDoor) confirm(token string, ordinal int, claims ...int64) {
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
	d.act(token, at, fields, "POST", at, body, 201)
}

// sign signs the article off, or is refused with this status.
func (d *byDoor) sign(token string, status int) sitetest.Reply {
	d.t.Helper()
	gate := d.do(token, "GET", d.article+"/gate", "", 200)
	at := d.article + "/signoffs"
	fields := url.Values{"sha256": {gate.SHA256}, "changes": {strconv.Itoa(gate.Changes)}}
	return d.act(token, at, fields, "POST", at, gate.read(), status)
}

// override overrides all that is behind a reason.
func (d *byDoor) override(token, code string, status int) sitetest.Reply {
	d.t.Helper()
	at := d.article + "/overrides"
	fields := url.Values{"code": {code}, "all": {"1"}, "reason": {"It was read on air."}}
	changes := d.do(token, "GET", d.article+"/gate", "", 200).Changes
	fields.Set("changes", strconv.Itoa(changes))
	body := fmt.Sprintf(`{"code":%q,"reason":"It was read on air.","changes":%d}`, code, changes)
	return d.act(token, at, fields, "POST", at, body, status)
}

// closedTo lists the codes of the reasons for which the gate is closed to somebody as the signer.
func (d *byDoor) closedTo(token string) string {
	d.t.Helper()
	var codes []string
	for _, r := range d.do(token, "GET", d.article+"/gate", "", 200).Reasons {
		codes = append(codes, r.Code)
	}
	slices.Sort(codes)
	if d.door == "page" { // which must show the same
		page := d.visit(token).Page(d.article + "/gate")
		for _, code := range codes {
			if page.Find(fmt.Sprintf("[id=%q]", views.ReasonID(models.GateCode(code)))).Length() == 0 {
				d.t.Errorf("the page does not show the reason %q", code)
			}
		}
	}
	return strings.Join(codes, " ")
}

// shut checks for which reasons the gate is closed to a signer, and that it is.
func (d *byDoor) shut(token, codes string) {
	d.t.Helper()
	if got := d.closedTo(token); got != codes {
		d.t.Errorf("the gate is closed for %q, want %q", got, codes)
	}
	if codes != "" {
		d.sign(token, http.StatusConflict)
	}
}

// states are the states of the title and the sentences.
func (d *byDoor) states() string {
	d.t.Helper()
	now := d.now()
	list := []string{now.TitleSentence.State}
	for _, s := range now.Sentences {
		list = append(list, s.State)
	}
	return strings.Join(list, " ")
}

// stand checks the states of the title and the sentences.
func (d *byDoor) stand(want string) {
	d.t.Helper()
	if got := d.states(); got != want {
		d.t.Errorf("the title and the sentences are %q, want %q", got, want)
	}
}

// details changes the article's details, which only a page does.
func (d *byDoor) details(token string, change func(url.Values)) {
	d.t.Helper()
	v := d.visit(token)
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
		d.t.Fatalf("changing details: %d %s", got.StatusCode, sitetest.Words(mainOf(d.t, got)))
	}
}

// retitle changes the title.
func (d *byDoor) retitle(token, title string) {
	d.t.Helper()
	d.details(token, func(f url.Values) { f.Set("title", title) })
}

// names says who wrote the article; nobody where id is 0.
func (d *byDoor) names(token string, id int64) {
	d.t.Helper()
	d.details(token, func(f url.Values) {
		f.Set("writer", "")
		if id != 0 {
			f.Set("writer", fmt.Sprint(id))
		}
	})
}

// mine says that the words of the first revision are one's own.
func (d *byDoor) mine(token string) {
	d.t.Helper()
	at := d.article + "/revisions/1/words"
	d.act(token, at, nil, "POST", at, "", 201)
}

// by makes the article of the desk one that somebody else than the writer brings in.
func (d *byDoor) by(token, title, text string) {
	d.t.Helper()
	if d.door == "API" {
		d.made = d.do(token, "POST", "/articles", fmt.Sprintf(`{"title":%q,"text":%q,"language":"en"}`, title, text), 201)
		d.article = fmt.Sprintf("/articles/%d", d.made.ID)
		return
	}
	got := d.post(token, "/articles", url.Values{"title": {title}, "text": {text}, "language": {"en"}, "desk": {fmt.Sprint(d.news.Desk.ID)}})
	d.article, _, _ = strings.Cut(got.Header.Get("Location"), "#")
	if got.StatusCode != http.StatusSeeOther {
		d.t.Fatalf("bringing in an article: %d %s", got.StatusCode, sitetest.Words(mainOf(d.t, got)))
	}
}

// verified checks that the database is intact.
func (d *byDoor) verified() {
	d.t.Helper()
	if v, err := d.store.Verify(d.t.Context()); err != nil || v.Break != "" {
		d.t.Errorf("verify: %q, %v", v.Break, err)
	}
}

// indexOf is where words begin in a text, in bytes.
func indexOf(t *testing.T, text, words string) int {
	t.Helper()
	i := strings.Index(text, words)
	if i < 0 {
		t.Fatalf("%q is not in %q", words, text)
	}
	return i
}

// inJSON is a string as JSON writes it.
func inJSON(t *testing.T, s string) string {
	t.Helper()
	encoded, err := json.Marshal(s)
	if err != nil {
		t.Fatal(err)
	}
	return string(encoded)
}
