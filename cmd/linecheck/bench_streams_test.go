package main

import (
	"bufio"
	"bytes"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"linecheck/models"
	"linecheck/store"
	"linecheck/store/storetest"
)

// BenchmarkStreams opens pages on one article of a running program and marks a sentence. It reports the
// time from the response until the last page was notified (last-ms, median and worst of the rounds), and
// the program's memory for each page (kB-each).
func BenchmarkStreams(b *testing.B) {
	binary := filepath.Join(b.TempDir(), "linecheck")
	if out, err := exec.Command("go", "build", "-trimpath", "-tags", "nomsgpack", "-o", binary, ".").CombinedOutput(); err != nil {
		b.Fatalf("building: %v\n%s", err, out)
	}
	for _, pages := range []int{500, 2000} {
		b.Run(strconv.Itoa(pages), func(b *testing.B) { openStreams(b, binary, pages) })
	}
}

const (
	streamRounds = 30
	pagesOfToken = 50
)

func openStreams(b *testing.B, binary string, pages int) {
	data := b.TempDir()
	records, err := store.Open(b.Context(), store.Config{URL: "sqlite:" + filepath.Join(data, "linecheck.db")})
	if err != nil {
		b.Fatal(err)
	}
	news := storetest.Newsroom(b, records)
	article := storetest.CheckedArticle(b, records, news, 40, 10)
	page, err := records.ArticlePage(b.Context(), news.Editor, article.ID)
	if err != nil {
		b.Fatal(err)
	}
	tokens := make([]string, 1+pages/pagesOfToken) // a token may only have so many concurrent calls
	for i := range tokens {
		if tokens[i], err = records.AddToken(b.Context(), news.SecondReviewer, models.NewToken{Name: "streams", Scope: "write"}); err != nil {
			b.Fatal(err)
		}
	}
	if err := records.Close(); err != nil {
		b.Fatal(err)
	}
	cmd := exec.Command(binary, "serve", "--addr", "127.0.0.1:0", "--data", data)
	out, err := cmd.StdoutPipe()
	if err != nil {
		b.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		b.Fatal(err)
	}
	defer func() {
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
	}()
	said, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		b.Fatal(err)
	}
	base := strings.TrimSpace(strings.TrimPrefix(said, "Linecheck is at "))
	mark := func(method string) {
		request, _ := http.NewRequest(
			method,
			fmt.Sprintf("%s/api/v1/sentences/%d/reading", base, page.Sentences[len(page.Sentences)-1].ID),
			nil,
		)
		request.Header.Set("Authorization", "Bearer "+tokens[0])
		answer, err := http.DefaultClient.Do(request)
		if err != nil {
			b.Fatal(err)
		}
		if answer.Body.Close(); answer.StatusCode != http.StatusOK {
			b.Fatalf("marking answered %d", answer.StatusCode)
		}
	}
	mark(http.MethodPut)
	mark(http.MethodDelete)
	before := residentMemory(b, cmd.Process.Pid)
	var open, told atomic.Int64
	all := make(chan struct{}, 1)
	for i := range pages {
		conn, err := net.Dial("tcp", strings.TrimPrefix(base, "http://"))
		if err != nil {
			b.Fatal(err)
		}
		defer conn.Close()
		fmt.Fprintf(
			conn,
			"GET /api/v1/articles/%d/events HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer %s\r\n\r\n",
			article.ID,
			tokens[len(tokens)-1-i/pagesOfToken],
		)
		go func() {
			buffer := make([]byte, 4096)
			for {
				n, err := conn.Read(buffer)
				if err != nil {
					return
				}
				if bytes.Contains(buffer[:n], []byte("event: hello")) {
					open.Add(1)
				}
				if c := bytes.Count(buffer[:n], []byte("event: change")); c > 0 && told.Add(int64(c)) == int64(pages) {
					all <- struct{}{}
				}
			}
		}()
	}
	for began := time.Now(); open.Load() < int64(pages); time.Sleep(10 * time.Millisecond) {
		if time.Since(began) > time.Minute {
			b.Fatalf("%d of %d pages are open", open.Load(), pages)
		}
	}
	time.Sleep(2 * time.Second) // until presence was broadcast
	after := residentMemory(b, cmd.Process.Pid)
	var took []time.Duration
	for round := range streamRounds {
		told.Store(0)
		mark([]string{http.MethodPut, http.MethodDelete}[round%2])
		began := time.Now()
		select {
		case <-all:
		case <-time.After(time.Minute):
			b.Fatalf("%d of %d pages were notified", told.Load(), pages)
		}
		took = append(took, time.Since(began))
		time.Sleep(100 * time.Millisecond)
	}
	slices.Sort(took)
	b.ReportMetric(float64(took[len(took)/2].Microseconds())/1000, "last-ms")
	b.ReportMetric(float64(took[len(took)-1].Microseconds())/1000, "worst-ms")
	b.ReportMetric(float64(after-before)/float64(pages), "kB-each")
	b.ReportMetric(0, "ns/op")
}

var vmRSS = regexp.MustCompile(`VmRSS:\s+(\d+) kB`)

// residentMemory returns the resident memory of a process in kB.
func residentMemory(b *testing.B, pid int) int {
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		b.Skip("this system does not say how much memory a process has")
	}
	kB, _ := strconv.Atoi(string(vmRSS.FindSubmatch(status)[1]))
	return kB
}
