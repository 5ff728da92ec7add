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

// deed is one thing that a hand asked for. Its words stand nowhere else.
type deed struct {
	kind, words string
	claim       int64
	id          int64 // as it was acknowledged; 0: not told
	done        bool  // it was acknowledged

	path string // by the API: what is sent again, under the key that is its words
	body []byte
	mark *marked
}

// marked is a claim of a hand's.
type marked struct {
	id      int64
	version int // 0: not known
}

// hand is one client. Nobody else writes in its article.
type hand struct {
	n       *torture
	number  int
	token   string
	session string
	article int64
	text    string
	source  int64

	mutex   sync.Mutex // of the three that follow
	deeds   []*deed
	done    int         // how many of them were acknowledged
	unsaved map[int]int // how often an answer was 503, by the way it was asked: 0 form, 1 API

	claims []*marked
	next   int // sentence to be marked
	serial int
	owed   *deed // asked through the API, and not answered for certain
	wrong  string

	filesAlone bool // it does nothing but keep files
}

// handSentences is how many sentences, and so claims, an article has.
const handSentences = 300

func newHand(n *torture, number int) *hand {
	n.t.Helper()
	h := &hand{n: n, number: number, unsaved: map[int]int{}}
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
	for i := range handSentences {
		fmt.Fprintf(&text, "They said %s was built that year. ", h.claimWords(i))
	}
	h.text = text.String()
	h.article, _ = strconv.ParseInt(n.ok(h.text, "import", "-", "--title", fmt.Sprintf("Article of hand %d", number)), 10, 64)
	return h
}

func (h *hand) claimWords(i int) string { return fmt.Sprintf("h%dc%dx", h.number, i) }

// begin signs in, makes a claim and a source.
func (h *hand) begin() {
	t := h.n.t
	t.Helper()
	answer, err := tortureClient.PostForm(
		h.n.base+"/login",
		url.Values{"email": {fmt.Sprintf("hand%d@example.org", h.number)}, "password": {"a password of some length"}},
	)
	if err != nil {
		t.Fatal(err)
	}
	_ = answer.Body.Close()
	for _, c := range answer.Cookies() {
		h.session = c.Name + "=" + c.Value
	}
	for _, do := range []func(){h.claimByForm, h.evidenceByForm} {
		if do(); h.wrong != "" || !h.deeds[len(h.deeds)-1].done {
			t.Fatalf("beginning: %s", h.wrong)
		}
	}
	db := h.n.open()
	defer db.Close()
	if err := db.QueryRow("SELECT id FROM sources WHERE title = $1", h.deeds[len(h.deeds)-1].words).Scan(&h.source); err != nil {
		t.Fatal(err)
	}
}

// work writes until the context ends, or nobody answers.
func (h *hand) work(ctx context.Context) {
	for ctx.Err() == nil && h.step() {
	}
}

// step does one thing; false when nobody answers, or something was wrong.
func (h *hand) step() bool {
	if h.owed != nil {
		return h.byAPI(h.owed)
	}
	kinds := []func(){h.annotateByAPI, h.annotateByForm, h.annotateByForm, h.evidenceByForm, h.queryByForm, h.fileByForm}
	if h.next < handSentences && rand.IntN(4) == 0 {
		kinds = []func(){h.claimByAPI, h.claimByForm}
	}
	if h.filesAlone {
		kinds = []func(){h.fileByForm}
	}
	before := h.gone()
	kinds[rand.IntN(len(kinds))]()
	return h.wrong == "" && h.gone() == before
}

// gone counts what got no answer at all.
func (h *hand) gone() int {
	h.mutex.Lock()
	defer h.mutex.Unlock()
	return h.unsaved[-1]
}

func (h *hand) count(way int) {
	h.mutex.Lock()
	defer h.mutex.Unlock()
	h.unsaved[way]++
}

// try notes a deed before it is asked for.
func (h *hand) try(kind, words string, claim int64) *deed {
	h.mutex.Lock()
	defer h.mutex.Unlock()
	d := &deed{kind: kind, words: words, claim: claim}
	h.deeds = append(h.deeds, d)
	return d
}

func (h *hand) acknowledge(d *deed, id int64) {
	h.mutex.Lock()
	defer h.mutex.Unlock()
	d.done, d.id = true, id
	h.done++
}

// words are new ones.
func (h *hand) words(what string) string {
	h.serial++
	return fmt.Sprintf("%s %d of hand %d.", what, h.serial, h.number)
}

// some is a claim with the version that it has now; nil when that cannot be found out.
func (h *hand) some() *marked {
	m := h.claims[rand.IntN(len(h.claims))]
	if m.version > 0 {
		return m
	}
	request, _ := http.NewRequest(http.MethodGet, fmt.Sprintf("%s/api/v1/claims/%d", h.n.base, m.id), nil)
	request.Header.Set("Authorization", "Bearer "+h.token)
	answer, err := h.n.ask(request)
	var claim struct{ Version int }
	switch {
	case err != nil:
		h.count(-1)
		return nil
	case answer.status != http.StatusOK:
		if answer.status != http.StatusTooManyRequests && answer.status != http.StatusServiceUnavailable {
			h.wrong = answer.String()
		}
		return nil
	}
	if err := json.Unmarshal([]byte(answer.body), &claim); err != nil {
		h.wrong = err.Error()
		return nil
	}
	m.version = claim.Version
	return m
}

var claimAt = regexp.MustCompile(`#claim(\d+)$`)

func (h *hand) claimByForm() {
	words := h.claimWords(h.next)
	h.next++
	at := strings.Index(h.text, words)
	d := h.try("claim", words, 0)
	h.byForm(
		d,
		fmt.Sprintf("/articles/%d/claims", h.article),
		url.Values{"start": {strconv.Itoa(at)}, "end": {strconv.Itoa(at + len(words))}, "quote": {words}},
		func(a heard) {
			found := claimAt.FindStringSubmatch(a.to)
			if found == nil {
				h.wrong = "no claim in " + a.to
				return
			}
			d.id, _ = strconv.ParseInt(found[1], 10, 64)
			h.claims = append(h.claims, &marked{id: d.id, version: 1})
		},
	)
}

func (h *hand) claimByAPI() {
	words := h.claimWords(h.next)
	h.next++
	d := h.try("claim", words, 0)
	d.path = fmt.Sprintf("/api/v1/articles/%d/claims", h.article)
	d.body, _ = json.Marshal(map[string]any{"quote": words})
	h.byAPI(d)
}

func (h *hand) annotateByForm() {
	m := h.some()
	if m == nil {
		return
	}
	d := h.try("annotation", h.words("Note"), m.id)
	form := url.Values{"status": {"unverified"}, "note": {d.words}, "version": {strconv.Itoa(m.version)}}
	m.version = 0
	h.byForm(d, fmt.Sprintf("/claims/%d/annotations", m.id), form, nil)
}

func (h *hand) annotateByAPI() {
	m := h.some()
	if m == nil {
		return
	}
	d := h.try("annotation", h.words("Note"), m.id)
	d.path, d.mark = fmt.Sprintf("/api/v1/claims/%d/annotations", m.id), m
	d.body, _ = json.Marshal(map[string]any{"status": "disputed", "note": d.words, "version": m.version})
	m.version = 0
	h.byAPI(d)
}

func (h *hand) evidenceByForm() {
	m := h.claims[rand.IntN(len(h.claims))]
	d := h.try("evidence", h.words("Paper"), m.id)
	m.version = 0
	h.byForm(
		d,
		fmt.Sprintf("/claims/%d/evidence", m.id),
		url.Values{"evidence-title": {d.words}, "evidence-class": {"primary"},
			"evidence-kind": {"document"}, "evidence-locator": {"p. 1"}},
		nil,
	)
}

func (h *hand) queryByForm() {
	m := h.claims[rand.IntN(len(h.claims))]
	d := h.try("query", h.words("Query"), m.id)
	m.version = 0
	h.byForm(d, fmt.Sprintf("/claims/%d/queries", m.id), url.Values{"to": {"editor"}, "body": {d.words}}, nil)
}

// fileByForm keeps a file as what a source said.
func (h *hand) fileByForm() {
	d := h.try("file", strings.ReplaceAll(h.words("file"), " ", "-")+"txt", 0)
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	part, _ := form.CreateFormFile("file", d.words)
	_, _ = part.Write([]byte(strings.Repeat("What the source said, by "+d.words+"\n", 40)))
	_ = form.Close()
	h.send(d, fmt.Sprintf("/sources/%d/snapshots", h.source), form.FormDataContentType(), body.String(), "", nil)
}

func (h *hand) byForm(d *deed, path string, form url.Values, then func(heard)) {
	typed := form.Get("note") + form.Get("evidence-title") + form.Get("body") + form.Get("quote")
	h.send(d, path, "application/x-www-form-urlencoded", form.Encode(), typed, then)
}

// send sends a form as a browser does, and makes sure that what was typed is on the page where it was not saved.
func (h *hand) send(d *deed, path, kind, body, typed string, then func(heard)) {
	request, err := http.NewRequest(http.MethodPost, h.n.base+path, strings.NewReader(body))
	if err != nil {
		h.wrong = err.Error()
		return
	}
	request.Header.Set("Content-Type", kind)
	request.Header.Set("Cookie", h.session)
	answer, err := h.n.ask(request)
	switch {
	case err != nil:
		h.count(-1)
	case answer.status == http.StatusSeeOther && !strings.HasPrefix(answer.to, "/login"):
		h.acknowledge(d, 0)
		if then != nil {
			then(answer)
		}
	case answer.status == http.StatusServiceUnavailable:
		if !strings.Contains(answer.body, "Not saved, your text is still here") || !strings.Contains(answer.body, typed) ||
			typed == "" && !strings.Contains(answer.body, `type="file"`) {
			h.wrong = fmt.Sprintf("%s: typed %q, and that is not on the page: %s", path, typed, answer)
		}
		h.count(0)
		time.Sleep(20 * time.Millisecond)
	case answer.status == http.StatusConflict: // what it was made for turned out to be done
	default:
		h.wrong = path + ": " + answer.String()
	}
}
