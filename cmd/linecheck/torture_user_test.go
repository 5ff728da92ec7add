package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"mime/multipart"
	"net/http"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"time"
)

// attempt is a write that a user requested. Its words are unique.
type attempt struct {
	kind, words  string
	claim        int64
	id           int64 // from the response; 0 if there was none
	acknowledged bool  // the write was acknowledged

	path string // for API calls: the path and body to repeat; the words are the idempotency key
	body []byte
	mark *claimRef
}

// claimRef is a claim of a user.
type claimRef struct {
	id      int64
	version int // 0 if unknown
}

// tortureUser is one client. Nobody else writes in its article.
type tortureUser struct {
	torture *torture
	number  int
	token   string
	cookies string
	article int64
	text    string
	source  int64

	mutex             sync.Mutex // guards the following three
	attempts          []*attempt
	acknowledgedCount int         // number of acknowledged attempts
	unavailable       map[int]int // number of 503 responses: 0 for forms, 1 for the API

	claims      []*claimRef
	next        int // the next sentence to mark
	serial      int
	unconfirmed *attempt // an API call without a certain response
	failure     string

	filesOnly bool // only uploads files
}

// articleSentences is the number of sentences, and so of claims, of an article.
const articleSentences = 300

func newTortureUser(n *torture, number int) *tortureUser {
	n.t.Helper()
	h := &tortureUser{torture: n, number: number, unavailable: map[int]int{}}
	email := fmt.Sprintf("hand%d@example.org", number)
	n.ok(
		"a password of some length\n",
		"user",
		"add",
		"--email",
		email,
		"--name",
		fmt.Sprintf("Hand %d", number),
		"--role",
		"reviewer",
		"--password-stdin",
	)
	h.token = n.ok("", "token", "add", "--email", email, "--name", "torture")
	var text strings.Builder
	for i := range articleSentences {
		fmt.Fprintf(&text, "They said %s was built that year. ", h.claimWords(i))
	}
	h.text = text.String()
	h.article, _ = strconv.ParseInt(n.ok(h.text, "import", "-", "--title", fmt.Sprintf("Article of hand %d", number)), 10, 64)
	return h
}

func (h *tortureUser) claimWords(i int) string { return fmt.Sprintf("h%dc%dx", h.number, i) }

// setUp signs in, and creates a claim and a source.
func (h *tortureUser) setUp() {
	t := h.torture.t
	t.Helper()
	answer, err := tortureClient.PostForm(
		h.torture.base+"/login",
		url.Values{"email": {fmt.Sprintf("hand%d@example.org", h.number)}, "password": {"a password of some length"}},
	)
	if err != nil {
		t.Fatal(err)
	}
	_ = answer.Body.Close()
	var cookies []string
	for _, c := range answer.Cookies() {
		cookies = append(cookies, c.Name+"="+c.Value)
	}
	h.cookies = strings.Join(cookies, "; ")
	for _, do := range []func(){h.claimByForm, h.evidenceByForm} {
		if do(); h.failure != "" || !h.attempts[len(h.attempts)-1].acknowledged {
			t.Fatalf("beginning: %s", h.failure)
		}
	}
	db := h.torture.open()
	defer db.Close()
	if err := db.QueryRow("SELECT id FROM sources WHERE title = $1", h.attempts[len(h.attempts)-1].words).Scan(&h.source); err != nil {
		t.Fatal(err)
	}
}

// work writes until the context ends, or the server is gone.
func (h *tortureUser) work(ctx context.Context) {
	for ctx.Err() == nil && h.step() {
	}
}

// step does one write. It returns false if the server is gone, or the response was wrong.
func (h *tortureUser) step() bool {
	if h.unconfirmed != nil {
		return h.byAPI(h.unconfirmed)
	}
	kinds := []func(){h.annotateByAPI, h.annotateByForm, h.annotateByForm, h.evidenceByForm, h.queryByForm, h.fileByForm}
	if h.next < articleSentences && rand.IntN(4) == 0 {
		kinds = []func(){h.claimByAPI, h.claimByForm}
	}
	if h.filesOnly {
		kinds = []func(){h.fileByForm}
	}
	before := h.unansweredCount()
	kinds[rand.IntN(len(kinds))]()
	return h.failure == "" && h.unansweredCount() == before
}

// unansweredCount counts the attempts without a response.
func (h *tortureUser) unansweredCount() int {
	h.mutex.Lock()
	defer h.mutex.Unlock()
	return h.unavailable[-1]
}

func (h *tortureUser) countUnavailable(way int) {
	h.mutex.Lock()
	defer h.mutex.Unlock()
	h.unavailable[way]++
}

// newAttempt records an attempt before it is sent.
func (h *tortureUser) newAttempt(kind, words string, claim int64) *attempt {
	h.mutex.Lock()
	defer h.mutex.Unlock()
	d := &attempt{kind: kind, words: words, claim: claim}
	h.attempts = append(h.attempts, d)
	return d
}

func (h *tortureUser) acknowledge(d *attempt, id int64) {
	h.mutex.Lock()
	defer h.mutex.Unlock()
	d.acknowledged, d.id = true, id
	h.acknowledgedCount++
}

// newWords returns unique words.
func (h *tortureUser) newWords(what string) string {
	h.serial++
	return fmt.Sprintf("%s %d of hand %d.", what, h.serial, h.number)
}

// anyClaim returns a claim with its current version, or nil if that is unknown.
func (h *tortureUser) anyClaim() *claimRef {
	m := h.claims[rand.IntN(len(h.claims))]
	if m.version > 0 {
		return m
	}
	request, _ := http.NewRequest(http.MethodGet, fmt.Sprintf("%s/api/v1/claims/%d", h.torture.base, m.id), nil)
	request.Header.Set("Authorization", "Bearer "+h.token)
	answer, err := h.torture.ask(request)
	var claim struct{ Version int }
	switch {
	case err != nil:
		h.countUnavailable(-1)
		return nil
	case answer.status != http.StatusOK:
		if answer.status != http.StatusTooManyRequests && answer.status != http.StatusServiceUnavailable {
			h.failure = answer.String()
		}
		return nil
	}
	if err := json.Unmarshal([]byte(answer.body), &claim); err != nil {
		h.failure = err.Error()
		return nil
	}
	m.version = claim.Version
	return m
}

var claimInLocation = regexp.MustCompile(`#claim(\d+)$`)

func (h *tortureUser) claimByForm() {
	words := h.claimWords(h.next)
	h.next++
	at := strings.Index(h.text, words)
	d := h.newAttempt("claim", words, 0)
	h.byForm(
		d,
		fmt.Sprintf("/articles/%d/claims", h.article),
		url.Values{"start": {strconv.Itoa(at)}, "end": {strconv.Itoa(at + len(words))}, "quote": {words}},
		func(a httpAnswer) {
			found := claimInLocation.FindStringSubmatch(a.location)
			if found == nil {
				h.failure = "no claim in " + a.location
				return
			}
			d.id, _ = strconv.ParseInt(found[1], 10, 64)
			h.claims = append(h.claims, &claimRef{id: d.id, version: 1})
		},
	)
}

func (h *tortureUser) claimByAPI() {
	words := h.claimWords(h.next)
	h.next++
	d := h.newAttempt("claim", words, 0)
	d.path = fmt.Sprintf("/api/v1/articles/%d/claims", h.article)
	d.body, _ = json.Marshal(map[string]any{"quote": words})
	h.byAPI(d)
}

func (h *tortureUser) annotateByForm() {
	m := h.anyClaim()
	if m == nil {
		return
	}
	d := h.newAttempt("annotation", h.newWords("Note"), m.id)
	form := url.Values{"status": {"unverified"}, "note": {d.words}, "version": {strconv.Itoa(m.version)}}
	m.version = 0
	h.byForm(d, fmt.Sprintf("/claims/%d/annotations", m.id), form, nil)
}

func (h *tortureUser) annotateByAPI() {
	m := h.anyClaim()
	if m == nil {
		return
	}
	d := h.newAttempt("annotation", h.newWords("Note"), m.id)
	d.path, d.mark = fmt.Sprintf("/api/v1/claims/%d/annotations", m.id), m
	d.body, _ = json.Marshal(map[string]any{"status": "disputed", "note": d.words, "version": m.version})
	m.version = 0
	h.byAPI(d)
}

func (h *tortureUser) evidenceByForm() {
	m := h.claims[rand.IntN(len(h.claims))]
	d := h.newAttempt("evidence", h.newWords("Paper"), m.id)
	m.version = 0
	h.byForm(
		d,
		fmt.Sprintf("/claims/%d/evidence", m.id),
		url.Values{"evidence-title": {d.words}, "evidence-class": {"primary"},
			"evidence-kind": {"document"}, "evidence-locator": {"p. 1"}},
		nil,
	)
}

func (h *tortureUser) queryByForm() {
	m := h.claims[rand.IntN(len(h.claims))]
	d := h.newAttempt("query", h.newWords("Query"), m.id)
	m.version = 0
	h.byForm(d, fmt.Sprintf("/claims/%d/queries", m.id), url.Values{"to": {"editor"}, "body": {d.words}}, nil)
}

// fileByForm uploads a file as a snapshot of a source.
func (h *tortureUser) fileByForm() {
	d := h.newAttempt("file", strings.ReplaceAll(h.newWords("file"), " ", "-")+"txt", 0)
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	part, _ := form.CreateFormFile("file", d.words)
	_, _ = part.Write([]byte(strings.Repeat("What the source said, by "+d.words+"\n", 40)))
	_ = form.Close()
	h.send(d, fmt.Sprintf("/sources/%d/snapshots", h.source), form.FormDataContentType(), body.String(), "", nil)
}

func (h *tortureUser) byForm(d *attempt, path string, form url.Values, then func(httpAnswer)) {
	typed := form.Get("note") + form.Get("evidence-title") + form.Get("body") + form.Get("quote")
	h.send(d, path, "application/x-www-form-urlencoded", form.Encode(), typed, then)
}

// send sends a form like a browser, and checks that the page keeps the user's input if it was not saved.
func (h *tortureUser) send(d *attempt, path, kind, body, typed string, then func(httpAnswer)) {
	request, err := http.NewRequest(http.MethodPost, h.torture.base+path, strings.NewReader(body))
	if err != nil {
		h.failure = err.Error()
		return
	}
	request.Header.Set("Content-Type", kind)
	request.Header.Set("Cookie", h.cookies)
	answer, err := h.torture.ask(request)
	switch {
	case err != nil:
		h.countUnavailable(-1)
	case answer.status == http.StatusSeeOther && !strings.HasPrefix(answer.location, "/login"):
		h.acknowledge(d, 0)
		if then != nil {
			then(answer)
		}
	case answer.status == http.StatusServiceUnavailable:
		if !strings.Contains(answer.body, "Not saved, your text is still here") || !strings.Contains(answer.body, typed) ||
			typed == "" && !strings.Contains(answer.body, `type="file"`) {
			h.failure = fmt.Sprintf("%s: typed %q, and that is not on the page: %s", path, typed, answer)
		}
		h.countUnavailable(0)
		time.Sleep(20 * time.Millisecond)
	case answer.status == http.StatusConflict: // the change was made in the meantime
	default:
		h.failure = path + ": " + answer.String()
	}
}
