package main

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"os/exec"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"testing"

	"linecheck/internal/testutil"
)

// Every acknowledged write exists once after the process was killed, and the audit log is intact.
func TestKill(t *testing.T) {
	t.Parallel()
	binary := testutil.Linecheck(t)
	s := newShell(t)
	s.ok("a password of some length\n", "user", "add", "--email", "ada@example.org", "--name", "Ada", "--role", "admin", "--password-stdin")
	const clients = 8
	articles := make([]string, clients)
	for i := range articles {
		articles[i] = s.ok(killTestText, "import", "-", "--title", fmt.Sprintf("Article %d", i))
	}
	acknowledged := map[string]bool{}
	for round := range killTestWords {
		running := startProgram(t, binary, s.data)
		client := signIn(t, running.base)
		killAfter := int64(20 + rand.IntN(200))
		var mutex sync.Mutex
		var group sync.WaitGroup
		for i := range clients {
			group.Add(1)
			go func() {
				defer group.Done()
				w := noteWriter{client: client, base: running.base, article: articles[i], words: killTestWords[round]}
				for n := 0; ; n++ {
					note := fmt.Sprintf("round %d client %d note %d", round, i, n)
					if err := w.annotate(note); err != nil {
						if !isConnectionError(err) {
							t.Error(err)
							_ = running.process.Kill()
						}
						return
					}
					mutex.Lock()
					acknowledged[note] = true
					enough := int64(len(acknowledged)) >= killAfter+int64(round)*220
					mutex.Unlock()
					if enough {
						_ = running.process.Kill()
					}
				}
			}()
		}
		group.Wait()
		_, _ = running.process.Wait()
		if intact := s.ok("", "verify"); !strings.HasPrefix(intact, "intact") {
			t.Fatal(intact)
		}
	}
	if len(acknowledged) == 0 {
		t.Fatal("nothing was acknowledged: the test proves nothing")
	}
	checkAcknowledged(t, s, acknowledged)
}

// isConnectionError reports whether a request failed because the server was not running.
func isConnectionError(err error) bool {
	var transport *url.Error
	return errors.As(err, &transport)
}

// checkAcknowledged checks that every acknowledged note is in the export exactly once.
func checkAcknowledged(t *testing.T, s shell, acknowledged map[string]bool) {
	t.Helper()
	rows, err := csv.NewReader(strings.NewReader(s.ok("", "export", "annotations"))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]int{}
	for _, row := range rows[1:] {
		seen[row[17]]++
	}
	for note := range acknowledged {
		if seen[note] != 1 {
			t.Errorf("%q was acknowledged and is there %d times", note, seen[note])
		}
	}
	t.Logf("%d annotations acknowledged, %d kept", len(acknowledged), len(rows)-1)
}

// runningProgram is a running instance.
type runningProgram struct {
	process *os.Process
	base    string
}

// startProgram runs the program and waits until it prints its address.
func startProgram(t *testing.T, binary, data string) runningProgram {
	t.Helper()
	cmd := exec.Command(binary, "serve", "--addr", "127.0.0.1:0", "--data", data)
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	var log bytes.Buffer
	cmd.Stderr = &log
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = cmd.Process.Kill() })
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Fatalf("it did not start: %v\n%s", err, log.String())
	}
	return runningProgram{cmd.Process, strings.TrimSpace(strings.TrimPrefix(line, "Linecheck is at "))}
}

// signIn returns a client with a session. It follows no redirects, so that responses are the server's own.
func signIn(t *testing.T, base string) *http.Client {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	client := &http.Client{Jar: jar, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	answer, err := client.PostForm(base+"/login", url.Values{"email": {"ada@example.org"}, "password": {"a password of some length"}})
	if err != nil {
		t.Fatal(err)
	}
	_ = answer.Body.Close()
	if answer.StatusCode != http.StatusSeeOther {
		t.Fatalf("signing in: %s", answer.Status)
	}
	return client
}

// noteWriter annotates one claim of one article repeatedly.
type noteWriter struct {
	client        *http.Client
	base, article string
	words         string // the claim's words
	claim         string
	version       int
}

// killTestText is the text of the articles, and killTestWords the words marked in each round, because
// marking the same words again yields the same claim.
const killTestText = "A claim that is annotated again and again stands here."

var killTestWords = []string{"A claim", "that is", "annotated again", "stands here"}

var claimInURL = regexp.MustCompile(`#claim(\d+)$`)

// annotate adds one annotation and returns nil once the server has acknowledged it.
func (w *noteWriter) annotate(note string) error {
	if w.claim == "" {
		if err := w.createClaim(); err != nil {
			return err
		}
	}
	_, err := w.post(
		"/claims/"+w.claim+"/annotations",
		url.Values{"status": {"unverified"}, "note": {note}, "version": {strconv.Itoa(w.version)}},
	)
	if err == nil {
		w.version++
	}
	return err
}

// createClaim creates the claim.
func (w *noteWriter) createClaim() error {
	start := strings.Index(killTestText, w.words)
	place, err := w.post("/articles/"+w.article+"/claims",
		url.Values{"start": {strconv.Itoa(start)}, "end": {strconv.Itoa(start + len(w.words))}, "quote": {w.words}})
	if err != nil {
		return err
	}
	found := claimInURL.FindStringSubmatch(place)
	if found == nil {
		return fmt.Errorf("no claim in %q", place)
	}
	w.claim, w.version = found[1], 1
	return nil
}

// post sends a form and returns the target of the redirect. Any other response is an error.
func (w *noteWriter) post(path string, form url.Values) (string, error) {
	answer, err := w.client.PostForm(w.base+path, form)
	if err != nil {
		return "", err
	}
	body, _ := io.ReadAll(answer.Body)
	_ = answer.Body.Close()
	if answer.StatusCode != http.StatusSeeOther {
		return "", fmt.Errorf("%s: %.300s", answer.Status, body)
	}
	return answer.Header.Get("Location"), nil
}
