package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
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

const (
	loadPeople = 50
	loadSlow   = 200
	loadImport = 2_000_000 // bytes
	loadEvery  = time.Minute
)

// loadResults are the responses that the simulated users received.
type loadResults struct {
	mutex                  sync.Mutex
	saves, reads, imports  []time.Duration
	savesDuringImport      []time.Duration // saves during an import
	conflicts, otherErrors int
	importing              bool
	lastError              string
	cutConnections         int // slow connections that the server closed
}

// Fifty users annotate claims and read their article while 2 MB are imported every minute, and 200
// connections send or receive a few bytes a second. LINECHECK_TORTURE_LOAD sets the duration.
func TestTortureLoad(t *testing.T) {
	skipUnlessTorture(t)
	last := 5 * time.Minute
	if said := os.Getenv("LINECHECK_TORTURE_LOAD"); said != "" {
		var err error
		if last, err = time.ParseDuration(said); err != nil {
			t.Fatal(err)
		}
	}
	n := &torture{t: t, data: filepath.Join(t.TempDir(), "data"), binary: testutil.Linecheck(t), log: filepath.Join(t.TempDir(), "log")}
	sessions, editor, article, claims := loadNewsroom(t, n)
	n.start()
	t.Cleanup(n.kill)
	ctx, stop := context.WithTimeout(t.Context(), last)
	defer stop()
	var told loadResults
	var group sync.WaitGroup
	for _, session := range sessions {
		group.Go(func() { told.simulatePerson(ctx, n, session, article, claims) })
	}
	for i := range loadSlow {
		group.Go(func() { told.simulateSlowClient(ctx, n, sessions[0], article, i) })
	}
	group.Go(func() { told.importArticles(ctx, n, editor) })
	group.Wait()
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", n.cmd.Process.Pid))
	if err != nil {
		t.Fatal(err)
	}
	peak, _ := strconv.Atoi(regexp.MustCompile(`VmHWM:\s+(\d+)`).FindStringSubmatch(string(status))[1])
	n.kill()
	if intact := n.ok("", "verify"); !strings.HasPrefix(intact, "intact") {
		t.Error(intact)
	}
	t.Logf(
		"%d people, %d slow connections (%d cut off), %v: a save: %s",
		loadPeople,
		loadSlow,
		told.cutConnections,
		last,
		percentiles(told.saves),
	)
	t.Logf("saves during an import of 2 MB: %s", percentiles(told.savesDuringImport))
	t.Logf("a page of the article: %s", percentiles(told.reads))
	t.Logf(
		"bringing 2 MB in: %s; %d saves met another's; %d other answers %s; peak memory %d MB",
		percentiles(told.imports),
		told.conflicts,
		told.otherErrors,
		told.lastError,
		peak/1000,
	)
	if len(told.saves) < loadPeople || len(told.imports) == 0 || told.otherErrors > 0 {
		t.Error("too little was done, or something failed")
	}
	if p95 := told.saves[len(told.saves)*95/100]; p95 > 100*time.Millisecond {
		t.Errorf("p95 of a save is %v, want at most 100 ms", p95)
	}
	if peak/1000 > 512 {
		t.Errorf("peak memory is %d MB, want at most 512", peak/1000)
	}
}

// loadNewsroom creates an article with 300 claims, a session for every user and an editor's token.
func loadNewsroom(t *testing.T, n *torture) (sessions []string, editor string, article int64, claims []int64) {
	t.Helper()
	records, err := store.Open(t.Context(), store.Config{URL: "sqlite:" + filepath.Join(n.data, "linecheck.db")})
	if err != nil {
		t.Fatal(err)
	}
	news := storetest.Newsroom(t, records)
	worked := storetest.CheckedArticle(t, records, news, 200, 300)
	for i := range loadPeople {
		email := fmt.Sprintf("p%d@example.org", i)
		storetest.AddPerson(t, records, fmt.Sprintf("Person %d", i), email, models.Reviewer, news.Desk)
		session, _, err := records.SignIn(t.Context(), email, storetest.Password, models.Session{})
		if err != nil {
			t.Fatal(err)
		}
		sessions = append(sessions, "linecheck="+session)
	}
	claims = claimsOf(t, records, news, worked)
	if editor, err = records.AddToken(t.Context(), news.Editor, models.NewToken{Name: "load", Scope: "write"}); err != nil {
		t.Fatal(err)
	}
	if err := records.Close(); err != nil {
		t.Fatal(err)
	}
	return sessions, editor, worked.ID, claims
}

// simulatePerson opens a page, pauses, and annotates a claim on it.
func (l *loadResults) simulatePerson(ctx context.Context, n *torture, session string, article int64, claims []int64) {
	for i := 0; ; i++ {
		sleepFor(ctx, time.Duration(rand.IntN(2000))*time.Millisecond)
		if ctx.Err() != nil {
			return
		}
		l.timedRequest(n, &l.reads, http.StatusOK, http.MethodGet, fmt.Sprintf("/articles/%d", article), session, nil)
		claim := claims[rand.IntN(len(claims))]
		l.timedRequest(
			n,
			&l.reads,
			http.StatusOK,
			http.MethodGet,
			fmt.Sprintf("/articles/%d/sentences/%d?claim=%d", article, 1+rand.IntN(150), claim),
			session,
			nil,
		)
		version := l.version(ctx, n, session, claim)
		if version == 0 {
			continue
		}
		form := url.Values{"status": {"disputed"}, "note": {fmt.Sprintf("What I found, %d.", i)}, "version": {strconv.Itoa(version)}}
		l.timedRequest(n, &l.saves, http.StatusSeeOther, http.MethodPost, fmt.Sprintf("/claims/%d/annotations", claim), session, form)
	}
}

// version asks the API for the version of a claim; 0 if the call fails.
func (l *loadResults) version(ctx context.Context, n *torture, session string, claim int64) int {
	request, _ := http.NewRequestWithContext(ctx, http.MethodGet, fmt.Sprintf("%s/api/v1/claims/%d", n.base, claim), nil)
	request.Header.Set("Cookie", session)
	answer, err := n.ask(request)
	if err != nil {
		return 0
	}
	var held struct{ Version int }
	_ = json.Unmarshal([]byte(answer.body), &held)
	return held.Version
}

// timedRequest makes a request and records its duration.
func (l *loadResults) timedRequest(n *torture, into *[]time.Duration, want int, method, path, session string, form url.Values) string {
	request, _ := http.NewRequest(method, n.base+path, strings.NewReader(form.Encode()))
	request.Header.Set("Cookie", session)
	if form != nil {
		request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	began := time.Now()
	answer, err := n.ask(request)
	took := time.Since(began)
	l.mutex.Lock()
	defer l.mutex.Unlock()
	switch {
	case err != nil:
		l.otherErrors++
		l.lastError = err.Error()
	case answer.status == want:
		if into != nil {
			*into = append(*into, took)
		}
		if into == &l.saves && l.importing {
			l.savesDuringImport = append(l.savesDuringImport, took)
		}
	case answer.status == http.StatusConflict:
		l.conflicts++
	default:
		l.otherErrors++
		l.lastError = answer.String()
	}
	return answer.body
}

// importArticles imports an article of 2 MB every minute.
func (l *loadResults) importArticles(ctx context.Context, n *torture, token string) {
	for ctx.Err() == nil {
		var text strings.Builder
		for i := 0; text.Len() < loadImport-200; i++ {
			fmt.Fprintf(
				&text,
				"The office said on day %d that %d people had come to see the bridge of 1911, which is more than the year before.",
				i,
				rand.IntN(90_000),
			)
			text.WriteString(map[bool]string{true: "\n\n", false: " "}[i%5 == 4])
		}
		body, _ := json.Marshal(map[string]string{"title": "A long report", "text": text.String()})
		request, _ := http.NewRequest(http.MethodPost, n.base+"/api/v1/articles", bytes.NewReader(body))
		request.Header.Set("Authorization", "Bearer "+token)
		request.Header.Set("Content-Type", "application/json")
		l.mutex.Lock()
		l.importing = true
		l.mutex.Unlock()
		began := time.Now()
		answer, err := n.ask(request)
		l.mutex.Lock()
		l.importing = false
		if err == nil && answer.status == http.StatusCreated {
			l.imports = append(l.imports, time.Since(began))
		} else {
			l.otherErrors++
			l.lastError = fmt.Sprint(err, answer.status)
		}
		l.mutex.Unlock()
		sleepFor(ctx, loadEvery)
	}
}

// simulateSlowClient sends its request, or receives its response, a few bytes a second, and reconnects when
// it is disconnected.
func (l *loadResults) simulateSlowClient(ctx context.Context, n *torture, session string, article int64, i int) {
	for ctx.Err() == nil {
		conn, err := net.Dial("tcp", strings.TrimPrefix(n.base, "http://"))
		if err != nil {
			sleepFor(ctx, time.Second)
			continue
		}
		request := fmt.Sprintf(
			"GET /articles/%d HTTP/1.1\r\nHost: %s\r\nCookie: %s\r\n\r\n",
			article,
			strings.TrimPrefix(n.base, "http://"),
			session,
		)
		if i%2 == 0 {
			_, err = io.WriteString(conn, request)
			for err == nil && ctx.Err() == nil {
				sleepFor(ctx, 500*time.Millisecond)
				_, err = conn.Read(make([]byte, 512))
			}
		} else {
			for at := 0; err == nil && ctx.Err() == nil && at < len(request); at++ {
				_, err = io.WriteString(conn, request[at:at+1])
				sleepFor(ctx, 500*time.Millisecond)
			}
		}
		_ = conn.Close()
		if ctx.Err() == nil {
			l.mutex.Lock()
			l.cutConnections++
			l.mutex.Unlock()
		}
	}
}
