package handlers_test

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"linecheck/internal/testutil"
	"linecheck/store/storetest"
)

// exportedClaims is the number of claims, and of annotations, in the database of BenchmarkCSV.
const exportedClaims = 1_000_000

// BenchmarkCSV compares annotations.csv over HTTP, from a separate process, with the sqlite3 shell running
// the same query on the same file and discarding the rows.
func BenchmarkCSV(b *testing.B) {
	shell, err := exec.LookPath("sqlite3")
	if err != nil {
		b.Skip("sqlite3 is not here: its shell is what the export is compared with")
	}
	file := filepath.Join(b.TempDir(), "linecheck.db")
	n := openNewsroom(b, "sqlite:"+file)
	storetest.CopyArticle(b, n.url, storetest.CheckedArticle(b, n.store, n.Fixture, 40, 60), exportedClaims/60-1)
	cookie := n.signIn(b, n.Editor)
	address, pid := serveProgram(b, file)
	warmUp(b, address, cookie)
	before := peakMemory(b, pid)
	f := benchResults{}
	for range 5 {
		base := shellSeconds(b, shell, file)
		rows, seconds, first := download(b, address, cookie)
		f.add("rows", rows)
		f.add("shell_rows/s", rows/base)
		f.add("of_shell", base/seconds)
		f.add("rows/s", rows/seconds)
		f.add("first_byte_ms", first)
	}
	f.report(b)
	b.ReportMetric(peakMemory(b, pid)-before, "more_memory_MB")
}

// warmUp loads a few pages of each kind, so that the program's memory is as in daily use.
func warmUp(b *testing.B, address, cookie string) {
	b.Helper()
	for range 20 {
		for _, page := range []string{"/dashboard", "/claims", "/articles", "/articles/1"} {
			fetchAddress(b, address, page, cookie)
		}
	}
}

// serveProgram starts the program on a database file and returns its address and process id.
func serveProgram(b *testing.B, file string) (address string, pid int) {
	b.Helper()
	serve := exec.Command(testutil.Linecheck(b), "serve", "--addr", "127.0.0.1:0", "--data", b.TempDir(), "--db", "sqlite:"+file)
	out, err := serve.StdoutPipe()
	if err != nil {
		b.Fatal(err)
	}
	if err := serve.Start(); err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() {
		serve.Process.Signal(os.Interrupt)
		serve.Wait()
	})
	line, err := bufio.NewReader(out).ReadString('\n')
	at := regexp.MustCompile(`http://(\S+)`).FindStringSubmatch(line)
	if at == nil {
		b.Fatalf("the program said %q (%v)", line, err)
	}
	return at[1], serve.Process.Pid
}

// download downloads the file and returns the number of rows, the seconds, and the milliseconds to the first
// byte.
func download(b *testing.B, address, cookie string) (rows, seconds, first float64) {
	b.Helper()
	request, err := http.NewRequest("GET", "http://"+address+"/annotations.csv", nil)
	if err != nil {
		b.Fatal(err)
	}
	request.Header.Set("Accept-Encoding", "identity")
	request.Header.Set("Cookie", strings.TrimPrefix(cookie, "Cookie: "))
	start := time.Now()
	answer, err := http.DefaultTransport.RoundTrip(request)
	if err != nil {
		b.Fatal(err)
	}
	defer answer.Body.Close()
	piece := make([]byte, 64<<10)
	lines := -1 // excludes the header
	for {
		n, err := answer.Body.Read(piece)
		if first == 0 {
			first = milliseconds(time.Since(start))
		}
		lines += bytes.Count(piece[:n], []byte("\r\n"))
		if err == io.EOF {
			break
		}
		if err != nil || answer.StatusCode != http.StatusOK {
			b.Fatalf("status %d: %v", answer.StatusCode, err)
		}
	}
	return float64(lines), time.Since(start).Seconds(), first
}

// shellQuery is the query of the export, for all articles.
const shellQuery = `SELECT a.id, a.title, v.number, s.ordinal, s.region, s.text, c.id, o.exact, o.start_cp, o.end_cp, c.kind, c.status,
	CASE WHEN c.disagree THEN 'true' ELSE 'false' END, c.resolution, n.id, coalesce(u.name, ''), coalesce(n.status, ''), coalesce(n.note, ''),
	CASE WHEN n.id IS NULL THEN '' WHEN n.ruling THEN 'true' ELSE 'false' END, coalesce(substr(n.at, 1, 10) || 'T' || substr(n.at, 12, 8) || 'Z', ''),
	coalesce((SELECT group_concat(e.class || ' ' || e.stance || ': ' || CASE WHEN x.confidential THEN 'confidential source' ELSE x.title
		|| CASE WHEN x.url = '' THEN '' ELSE ' <' || x.url || '>' END
		|| CASE WHEN e.quote = '' THEN '' ELSE ' "' || e.quote || '"' END
		|| CASE WHEN e.locator = '' THEN '' ELSE ' (' || e.locator || ')' END END, ' | ')
		FROM evidence e JOIN sources x ON x.id = e.source_id WHERE e.claim_id = c.id AND e.withdrawn_at IS NULL), ''),
	c.risk, CASE WHEN c.resolved_by IS NULL THEN '' ELSE (SELECT name FROM users WHERE id = c.resolved_by) END,
	coalesce(substr(c.resolved_at, 1, 10) || 'T' || substr(c.resolved_at, 12, 8) || 'Z', ''),
	CASE WHEN c.status = 'sourced' THEN coalesce((SELECT group_concat(p.reason || ' – ' || q.name, ' | ') FROM overrides p JOIN users q ON q.id = p.user_id
		JOIN annotations m ON m.id = p.annotation_id AND m.withdrawn_at IS NULL WHERE p.claim_id = c.id AND p.gate_code = 'evidence'), '') ELSE '' END
	FROM articles a JOIN revisions v ON v.id = a.revision_id JOIN occurrences o ON o.revision_id = a.revision_id JOIN claims c ON c.id = o.claim_id
	JOIN sentences s ON s.id = o.sentence_id LEFT JOIN annotations n ON n.claim_id = c.id AND n.withdrawn_at IS NULL LEFT JOIN users u ON u.id = n.reviewer_id
	WHERE c.withdrawn_at IS NULL AND a.trashed_at IS NULL
		AND NOT EXISTS (SELECT 1 FROM occurrences p WHERE p.claim_id = o.claim_id AND p.revision_id = o.revision_id AND p.start_cp < o.start_cp)
	ORDER BY a.id, o.start_cp, o.claim_id, n.id;`

// shellSeconds is how long the shell takes.
func shellSeconds(b *testing.B, shell, file string) float64 {
	b.Helper()
	start := time.Now()
	if err := exec.Command(shell, "-csv", "-header", "-readonly", file, shellQuery).Run(); err != nil { // the rows are discarded
		b.Fatal(err)
	}
	return time.Since(start).Seconds()
}

// peakMemory returns a process's peak memory, in MB.
func peakMemory(b *testing.B, pid int) float64 {
	b.Helper()
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		b.Fatal(err)
	}
	at := regexp.MustCompile(`VmHWM:\s+(\d+) kB`).FindSubmatch(status)
	if at == nil {
		b.Fatal("no VmHWM")
	}
	kB, err := strconv.Atoi(string(at[1]))
	if err != nil {
		b.Fatal(err)
	}
	return float64(kB) / 1000
}
