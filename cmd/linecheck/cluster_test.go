package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"math/rand/v2"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"linecheck/internal/testutil"
	"linecheck/models"
	"linecheck/store"
	"linecheck/store/storetest"
)

// cluster is two instances with a PostgreSQL and nginx of their own. Every part can be stopped and started
// again.
type cluster struct {
	t            *testing.T
	binary       string
	folder       string
	database     postgresServer
	ports        [2]string
	proxyAddress string // the address of nginx
	mutex        sync.Mutex
	running      [2]*exec.Cmd
}

// clusterLoad returns the duration of the test and the number of reviewers. LINECHECK_CLUSTER=2m and
// LINECHECK_CLUSTER_REVIEWERS=200 increase them (make cluster).
func clusterLoad(t *testing.T) (time.Duration, int) {
	t.Helper()
	last, people := 12*time.Second, 20
	var err error
	if said := os.Getenv("LINECHECK_CLUSTER"); said != "" {
		if last, err = time.ParseDuration(said); err != nil {
			t.Fatal(err)
		}
	}
	if said := os.Getenv("LINECHECK_CLUSTER_REVIEWERS"); said != "" {
		if people, err = strconv.Atoi(said); err != nil {
			t.Fatal(err)
		}
	}
	return last, people
}

// Reviewers annotate concurrently while an instance is killed and restarted, and the database is restarted.
// Every acknowledged annotation exists once, and every open page received every event once.
func TestCluster(t *testing.T) {
	t.Parallel()
	testutil.Slow(t, "it runs two instances, a database and nginx")
	last, people := clusterLoad(t)
	c := newCluster(t)
	address := c.database.address
	records, err := store.Open(t.Context(), store.Config{URL: address})
	if err != nil {
		t.Fatal(err)
	}
	news := storetest.Newsroom(t, records)
	article := storetest.CheckedArticle(t, records, news, 200, 300)
	claims := claimsOf(t, records, news, article)
	reviewers := make([]*tagger, people)
	for i := range reviewers {
		who := storetest.AddPerson(t, records, fmt.Sprintf("Reviewer %d", i), fmt.Sprintf("r%d@example.org", i), models.Reviewer, news.Desk)
		token, err := records.AddToken(t.Context(), who, models.NewToken{Name: "cluster", Scope: "write"})
		if err != nil {
			t.Fatal(err)
		}
		reviewers[i] = &tagger{
			base:         c.proxyAddress,
			token:        token,
			name:         fmt.Sprintf("r%d", i),
			claims:       claims,
			thinkTime:    time.Duration(people) * 40 * time.Millisecond,
			article:      article.ID,
			acknowledged: map[string]int64{},
			tried:        map[string]bool{},
		}
	}
	if err := records.Close(); err != nil {
		t.Fatal(err)
	}
	c.database.analyze() // as in a database that has been in use
	c.start(0)
	c.start(1)
	watching, stopWatching := context.WithCancel(t.Context())
	defer stopWatching()
	arrivals := newDeliveryTimes()
	pages := make([]*openPage, people)
	var watchers sync.WaitGroup
	for i := range pages {
		pages[i] = &openPage{
			address:  fmt.Sprintf("%s/api/v1/articles/%d/events", c.proxyAddress, article.ID),
			token:    reviewers[i].token,
			received: map[int64]int{},
		}
		watchers.Go(func() { pages[i].watch(watching) })
	}
	for i := range c.ports {
		arrivals.pages[i] = &openPage{
			address:  fmt.Sprintf("http://127.0.0.1:%s/api/v1/articles/%d/events", c.ports[i], article.ID),
			token:    reviewers[0].token,
			received: map[int64]int{},
			onChange: func(change models.Change) { arrivals.recordArrival(i, change) },
		}
		watchers.Go(func() { arrivals.pages[i].watch(watching) })
	}
	for _, p := range append(pages, arrivals.pages[:]...) {
		p.wait(t)
	}

	working, stopWorking := context.WithTimeout(t.Context(), last)
	defer stopWorking()
	var work sync.WaitGroup
	for _, r := range reviewers {
		work.Go(func() { r.work(working, arrivals) })
	}
	sleepFor(working, last/4)
	c.kill(1)
	sleepFor(working, last/8)
	c.start(1)
	sleepFor(working, last/4)
	c.database.restart()
	work.Wait()

	acknowledged, saves := 0, []time.Duration{}
	for _, r := range reviewers {
		acknowledged += len(r.acknowledged)
		saves = append(saves, r.latencies...)
	}
	if acknowledged < people {
		t.Fatalf("only %d annotations were acknowledged: that proves nothing", acknowledged)
	}
	kept, events := c.storedAnnotations(address, article.ID)
	lost, doubled := 0, 0
	for _, r := range reviewers {
		for note, id := range r.acknowledged {
			if kept[note] == 0 {
				lost++
				t.Logf("lost: %s, annotation %d", note, id)
			}
		}
		for note := range r.tried {
			if kept[note] > 1 {
				doubled++
			}
		}
	}
	if lost > 0 || doubled > 0 {
		t.Errorf("%d of %d acknowledged annotations are lost, %d doubled", lost, acknowledged, doubled)
	}
	for i, p := range pages {
		p.converge(t, i, events)
	}
	stopWatching()
	watchers.Wait()
	across, whole := arrivals.latencies()
	t.Logf(
		"%d reviewers, %v: %d annotations acknowledged, 0 lost, 0 doubled; %d tries without an answer; %d events on each of %d pages, %d connections made anew",
		people,
		last,
		acknowledged,
		countUnanswered(reviewers),
		len(events),
		people,
		countReconnections(pages),
	)
	t.Logf(
		"a save: %s; from sending it to its arrival by both instances: %s; where both ran: %s",
		percentiles(saves),
		percentiles(across),
		percentiles(whole),
	)
}

func claimsOf(t *testing.T, s *store.Store, n storetest.Fixture, article models.Article) (ids []int64) {
	t.Helper()
	page, err := s.ArticlePage(t.Context(), n.Editor, article.ID)
	if err != nil {
		t.Fatal(err)
	}
	seen := map[int64]bool{}
	for _, p := range page.Sentences {
		for _, m := range p.ClaimSpans {
			seen[m.ClaimID] = true
		}
	}
	return slices.Sorted(maps.Keys(seen))
}

// --- a reviewer ---

// tagger annotates one claim after another.
type tagger struct {
	base, token, name string
	article           int64
	claims            []int64
	thinkTime         time.Duration    // average time between annotations; all taggers together make about 25 a second
	acknowledged      map[string]int64 // acknowledged notes, with the ids of their annotations
	tried             map[string]bool
	latencies         []time.Duration
	unanswered        int // attempts without a response
}

// work annotates until the context ends. A call without a response is repeated with the same idempotency
// key, so that it is executed once.
func (r *tagger) work(ctx context.Context, arrivals *deliveryTimes) {
	for n := 0; ctx.Err() == nil; n++ {
		sleepFor(ctx, rand.N(2*r.thinkTime))
		note := fmt.Sprintf("%s note %d", r.name, n)
		r.tried[note] = true
		claim := r.claims[rand.IntN(len(r.claims))]
		key := note
		for ctx.Err() == nil {
			version, err := r.version(ctx, claim)
			if err != nil {
				r.pause(ctx)
				continue
			}
			began, whole := time.Now(), arrivals.bothConnected()
			status, id, err := r.tag(ctx, claim, version, note, key)
			switch {
			case err != nil || status >= 500:
				r.unanswered++
				r.pause(ctx)
				if done, _ := r.retry(ctx, claim, version, note, key); done != 0 {
					r.acknowledged[note] = done
				}
			case status == http.StatusCreated:
				r.acknowledged[note] = id
				r.latencies = append(r.latencies, time.Since(began))
				arrivals.recordSent(id, began, whole)
			case status == http.StatusConflict: // another reviewer was faster, so the test reads the claim again and retries
				key += "'"
				continue
			default:
				r.pause(ctx) // rate limit
				continue
			}
			break
		}
	}
}

// retry repeats a call with its idempotency key until there is a response. It returns 0 if the context
// ended before.
func (r *tagger) retry(ctx context.Context, claim int64, version int, note, key string) (int64, error) {
	for ctx.Err() == nil {
		status, id, err := r.tag(ctx, claim, version, note, key)
		if err == nil && status < 500 {
			return id, nil
		}
		r.pause(ctx)
	}
	return 0, ctx.Err()
}

func (r *tagger) pause(ctx context.Context) { sleepFor(ctx, 100*time.Millisecond) }

func (r *tagger) version(ctx context.Context, claim int64) (int, error) {
	var held struct{ Version int }
	status, err := r.call(ctx, http.MethodGet, fmt.Sprintf("/api/v1/claims/%d", claim), nil, "", &held)
	if err == nil && status != http.StatusOK {
		err = fmt.Errorf("%d", status)
	}
	return held.Version, err
}

// tag annotates. It finds the annotation's id by its note.
func (r *tagger) tag(ctx context.Context, claim int64, version int, note, key string) (int, int64, error) {
	body, _ := json.Marshal(map[string]any{"status": "disputed", "note": note, "version": version}) // needs no evidence
	var held struct {
		Annotations []struct {
			ID   int64
			Note string
		}
	}
	answered, err := r.call(ctx, http.MethodPost, fmt.Sprintf("/api/v1/claims/%d/annotations", claim), body, key, &held)
	for _, a := range held.Annotations {
		if a.Note == note {
			return answered, a.ID, err
		}
	}
	return answered, 0, err
}

// tagClient is shared by the reviewers, with as many connections as they need.
var tagClient = &http.Client{Timeout: 20 * time.Second, Transport: &http.Transport{MaxIdleConnsPerHost: 500}}

func (r *tagger) call(ctx context.Context, method, path string, body []byte, key string, into any) (int, error) {
	request, err := http.NewRequestWithContext(ctx, method, r.base+path, bytes.NewReader(body))
	if err != nil {
		return 0, err
	}
	request.Header.Set("Authorization", "Bearer "+r.token)
	if body != nil {
		request.Header.Set("Content-Type", "application/json")
	}
	if key != "" {
		request.Header.Set("Idempotency-Key", key)
	}
	answer, err := tagClient.Do(request)
	if err != nil {
		return 0, err
	}
	defer answer.Body.Close()
	content, err := io.ReadAll(answer.Body)
	if err != nil {
		return 0, err
	}
	if answer.StatusCode < 300 {
		err = json.Unmarshal(content, into)
	}
	return answer.StatusCode, err
}

func countUnanswered(all []*tagger) (n int) {
	for _, r := range all {
		n += r.unanswered
	}
	return n
}

// --- an open page ---

// openPage receives an article's events, and reconnects like a browser.
type openPage struct {
	address, token string
	onChange       func(models.Change)

	mutex       sync.Mutex
	lastEvent   string
	received    map[int64]int // number of times each event was received
	firstEvent  int64
	connections int  // number of connections
	open        bool // currently connected
}

func (p *openPage) watch(ctx context.Context) {
	for ctx.Err() == nil {
		p.listen(ctx)
		sleepFor(ctx, time.Duration(200+rand.IntN(400))*time.Millisecond)
	}
}

// streamClient has no timeout, because a stream does not end.
var streamClient = &http.Client{Transport: &http.Transport{DisableKeepAlives: true}}

func (p *openPage) listen(ctx context.Context) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, p.address, nil)
	if err != nil {
		return
	}
	request.Header.Set("Authorization", "Bearer "+p.token)
	p.mutex.Lock()
	if p.lastEvent != "" {
		request.Header.Set("Last-Event-ID", p.lastEvent)
	}
	p.mutex.Unlock()
	answer, err := streamClient.Do(request)
	if err != nil {
		return
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		return
	}
	p.mutex.Lock()
	p.connections++
	p.mutex.Unlock()
	defer func() {
		p.mutex.Lock()
		defer p.mutex.Unlock()
		p.open = false
	}()
	var name, data, id string
	for lines := bufio.NewScanner(answer.Body); lines.Scan(); {
		field, value, _ := strings.Cut(lines.Text(), ": ")
		switch field {
		case "event":
			name = value
		case "data":
			data = value
		case "id":
			id = value
		case "":
			p.handleEvent(name, data, id)
			name, data, id = "", "", ""
		}
	}
}

func (p *openPage) handleEvent(name, data, id string) {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	switch name {
	case "hello":
		p.open = true
	case "change":
		var change models.Change
		if json.Unmarshal([]byte(data), &change) != nil {
			return
		}
		p.lastEvent = id
		p.received[change.ID]++
		if p.firstEvent == 0 {
			p.firstEvent = change.ID
		}
		if p.onChange != nil {
			p.onChange(change)
		}
	}
}

func (p *openPage) connected() bool {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	return p.open
}

// wait waits until the page is connected.
func (p *openPage) wait(t *testing.T) {
	t.Helper()
	testutil.Eventually(t, "the page is connected", p.connected)
}

// converge waits until the page has received the last event, and checks that it received every one since
// its first exactly once.
func (p *openPage) converge(t *testing.T, number int, events []int64) {
	t.Helper()
	newest := events[len(events)-1]
	testutil.Eventually(t, fmt.Sprintf("page %d has heard of the last event", number), func() bool {
		p.mutex.Lock()
		defer p.mutex.Unlock()
		return p.received[newest] > 0
	})
	p.mutex.Lock()
	defer p.mutex.Unlock()
	missed, twice := 0, 0
	for _, id := range events {
		switch n := p.received[id]; {
		case id < p.firstEvent:
		case n == 0:
			missed++
		case n > 1:
			twice++
		}
	}
	if missed > 0 || twice > 0 {
		t.Errorf("page %d missed %d events and heard %d twice", number, missed, twice)
	}
}

func countReconnections(pages []*openPage) (n int) {
	for _, p := range pages {
		n += p.connections - 1
	}
	return n
}

// deliveryTimes records when annotations were sent, and when they arrived through each instance on its open
// page.
type deliveryTimes struct {
	pages       [2]*openPage
	mutex       sync.Mutex
	sentAt      map[int64]time.Time
	bothRunning map[int64]bool // whether both instances were running when it was sent
	arrivedAt   [2]map[int64]time.Time
}

func newDeliveryTimes() *deliveryTimes {
	return &deliveryTimes{sentAt: map[int64]time.Time{}, bothRunning: map[int64]bool{}, arrivedAt: [2]map[int64]time.Time{{}, {}}}
}

// bothConnected reports whether both pages are connected.
func (a *deliveryTimes) bothConnected() bool { return a.pages[0].connected() && a.pages[1].connected() }

func (a *deliveryTimes) recordSent(id int64, began time.Time, ran bool) {
	a.mutex.Lock()
	defer a.mutex.Unlock()
	a.sentAt[id], a.bothRunning[id] = began, ran
}

func (a *deliveryTimes) recordArrival(instance int, change models.Change) {
	if change.Object != "annotation" {
		return
	}
	a.mutex.Lock()
	defer a.mutex.Unlock()
	if _, known := a.arrivedAt[instance][change.ObjectID]; !known {
		a.arrivedAt[instance][change.ObjectID] = time.Now()
	}
}

// latencies returns the delays of annotations that arrived through both instances, and of those that were
// sent while both were running.
func (a *deliveryTimes) latencies() (list, whole []time.Duration) {
	a.mutex.Lock()
	defer a.mutex.Unlock()
	for id, began := range a.sentAt {
		one, two := a.arrivedAt[0][id], a.arrivedAt[1][id]
		if one.IsZero() || two.IsZero() {
			continue
		}
		later := one
		if two.After(one) {
			later = two
		}
		list = append(list, later.Sub(began))
		if a.bothRunning[id] {
			whole = append(whole, later.Sub(began))
		}
	}
	return list, whole
}

func percentiles(list []time.Duration) string {
	if len(list) == 0 {
		return "none"
	}
	slices.Sort(list)
	at := func(p int) time.Duration {
		return list[min(len(list)-1, len(list)*p/100)].Round(100 * time.Microsecond)
	}
	return fmt.Sprintf(
		"p50 %v, p95 %v, p99 %v, longest %v, of %d",
		at(50),
		at(95),
		at(99),
		list[len(list)-1].Round(time.Millisecond),
		len(list),
	)
}

// sleepFor sleeps until the time has passed or the context ends. It spaces out load; it does not wait for
// an event.
func sleepFor(ctx context.Context, d time.Duration) {
	select {
	case <-ctx.Done():
	case <-time.After(d):
	}
}

// --- the parts of the cluster ---

func newCluster(t *testing.T) *cluster {
	t.Helper()
	c := &cluster{t: t, folder: t.TempDir(), binary: testutil.Linecheck(t), database: startPostgres(t)}
	ports := testutil.Ports(t, 3)
	c.ports = [2]string{ports[0], ports[1]}
	front := ports[2]
	c.proxyAddress = fmt.Sprintf("http://127.0.0.1:%s", front)
	testutil.Nginx(t, fmt.Sprintf(`worker_processes 1;
events { worker_connections 4096; }
http {
	access_log off;
	client_body_temp_path %[1]s/body; proxy_temp_path %[1]s/proxy; fastcgi_temp_path %[1]s/f; uwsgi_temp_path %[1]s/u; scgi_temp_path %[1]s/s;
	upstream linecheck { server 127.0.0.1:%[2]s; server 127.0.0.1:%[3]s; }
	server { listen 127.0.0.1:%[4]s; location / { proxy_pass http://linecheck; proxy_http_version 1.1; proxy_set_header Connection ""; proxy_set_header Host $host; } }
}`, c.folder, c.ports[0], c.ports[1], front))
	return c
}

// start starts an instance and waits until it prints its address.
func (c *cluster) start(i int) {
	c.t.Helper()
	cmd := exec.Command(
		c.binary,
		"serve",
		"--addr",
		"127.0.0.1:"+c.ports[i],
		"--db",
		c.database.address,
		"--data",
		filepath.Join(c.folder, fmt.Sprintf("data%d", i)),
	)
	out, err := cmd.StdoutPipe()
	if err != nil {
		c.t.Fatal(err)
	}
	log, err := os.OpenFile(filepath.Join(c.folder, fmt.Sprintf("log%d", i)), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		c.t.Fatal(err)
	}
	cmd.Stderr = log
	if err := cmd.Start(); err != nil {
		c.t.Fatal(err)
	}
	c.t.Cleanup(func() { _ = cmd.Process.Kill() })
	if _, err := bufio.NewReader(out).ReadString('\n'); err != nil {
		said, _ := os.ReadFile(log.Name())
		c.t.Fatalf("instance %d did not start: %v\n%s", i, err, said)
	}
	c.mutex.Lock()
	c.running[i] = cmd
	c.mutex.Unlock()
}

// kill ends an instance like a power cut.
func (c *cluster) kill(i int) {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	_ = c.running[i].Process.Kill()
	_ = c.running[i].Wait()
}

// storedAnnotations counts the article's annotations by note, and lists its events.
func (c *cluster) storedAnnotations(address string, article int64) (map[string]int, []int64) {
	c.t.Helper()
	records, err := store.Open(c.t.Context(), store.Config{URL: address})
	if err != nil {
		c.t.Fatal(err)
	}
	defer records.Close()
	everyone, err := records.UnrestrictedReader(c.t.Context())
	if err != nil {
		c.t.Fatal(err)
	}
	note := slices.Index(models.AnnotationColumns, "note")
	notes := map[string]int{}
	err = records.EachAnnotation(c.t.Context(), everyone, models.Filter{ArticleID: article}, func(row models.AnnotationExportRow) error {
		notes[string(row[note])]++
		return nil
	})
	if err != nil {
		c.t.Fatal(err)
	}
	changes, err := records.ChangesSince(c.t.Context(), everyone, article, 0, 10_000_000)
	if err != nil {
		c.t.Fatal(err)
	}
	ids := make([]int64, len(changes))
	for i, change := range changes {
		ids[i] = change.ID
	}
	if v, err := records.Verify(c.t.Context()); err != nil || v.Break != "" {
		c.t.Errorf("verify: %q, %v", v.Break, err)
	}
	return notes, ids
}
