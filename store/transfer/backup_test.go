package transfer_test

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"linecheck/internal/testutil"
	"linecheck/models"
	"linecheck/store"
	"linecheck/store/storetest"
	"linecheck/store/transfer"
)

// TestBackup makes a backup while people write, and restores it.
func TestBackup(t *testing.T) {
	t.Parallel()
	t.Run("sqlite", func(t *testing.T) { testBackup(t, storetest.SQLite(t), storetest.NewSQLite(t)) })
	t.Run("postgres", func(t *testing.T) { testBackup(t, storetest.Postgres(t), storetest.Postgres(t)) })
	t.Run("postgres to sqlite", func(t *testing.T) { testBackup(t, storetest.Postgres(t), storetest.NewSQLite(t)) })
}

func testBackup(t *testing.T, address, fresh string) {
	s, news := fullNewsroom(t, address, 100_000)
	if err := s.EnsureSigningKey(ctx); err != nil {
		t.Fatal(err)
	}
	keys, err := s.KeySet(ctx)
	if err != nil {
		t.Fatal(err)
	}
	before, err := s.Chain(ctx)
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "new", "backup.tar.gz")
	stop := startWriting(t, s, news)
	v, err := transfer.Backup(ctx, s, file)
	written := stop()
	if err != nil || v.Length < before.Length || written == 0 {
		t.Fatalf("%+v after %d events and %d writes: %v", v, before.Length, written, err)
	}
	if info, err := os.Stat(file); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the backup's mode: %v %v", info.Mode(), err)
	}
	checkOnlyFile(t, file)
	if _, err := transfer.Backup(ctx, s, file); err == nil || !strings.Contains(err.Error(), "is there already") {
		t.Errorf("written over: %v", err)
	}
	r := transfer.RestoreOptions{File: file, URL: fresh, Files: filepath.Join(t.TempDir(), "data", "snapshots")}
	got, err := transfer.Restore(ctx, r)
	if err != nil || got.Length != v.Length || got.Head != v.Head {
		t.Fatalf("restored %+v of %+v: %v", got, v, err)
	}
	if _, err := transfer.Restore(ctx, r); err == nil ||
		!strings.Contains(err.Error(), "already") && !strings.Contains(err.Error(), "not empty") {
		t.Errorf("restored over records: %v", err)
	}
	again, err := store.Open(ctx, store.Config{URL: fresh, Files: r.Files})
	if err != nil {
		t.Fatal(err)
	}
	defer again.Close()
	verify(t, again)
	if err := again.EnsureSigningKey(ctx); err != nil {
		t.Fatal(err)
	}
	restored, err := again.KeySet(ctx)
	if err != nil {
		t.Fatal(err)
	}
	testutil.Equal(t, "the restored keys", restored, keys)
	storetest.CheckedArticle(t, again, news, 12, 20)
	verify(t, again)
}

// checkOnlyFile checks that a file is alone in its folder.
func checkOnlyFile(t *testing.T, path string) {
	t.Helper()
	entries, err := os.ReadDir(filepath.Dir(path))
	if err != nil || len(entries) != 1 {
		t.Errorf("beside the backup: %v %v", entries, err)
	}
}

// startWriting adds articles from several goroutines until stop is called. It returns when each has added one. Stop returns how many
// were added.
func startWriting(t *testing.T, s *store.Store, news storetest.Fixture) (stop func() int) {
	t.Helper()
	ctx, cancel := context.WithCancel(ctx)
	var group sync.WaitGroup
	counts, begun := make([]int, 4), make(chan struct{}, 4)
	for i := range counts {
		group.Go(func() {
			for n := 0; ctx.Err() == nil; n++ {
				if _, err := s.CreateArticle(ctx, news.Writer, models.NewArticle{Title: fmt.Sprint(i, " ", n), Text: "It rained. Nobody came.", DeskID: news.Desk.ID}); err == nil {
					counts[i]++
				} else if !errors.Is(err, context.Canceled) {
					t.Error(err)
					return
				}
				if n == 0 {
					begun <- struct{}{}
				}
			}
		})
	}
	for range counts {
		<-begun
	}
	return func() int {
		cancel()
		group.Wait()
		return counts[0] + counts[1] + counts[2] + counts[3]
	}
}

// TestRestoreRefusesCorruptBackups checks that nothing of a corrupt backup is put in place.
func TestRestoreRefusesCorruptBackups(t *testing.T) {
	t.Parallel()
	s, _ := fullNewsroom(t, storetest.SQLite(t), 20_000)
	file := filepath.Join(t.TempDir(), "backup.tar.gz")
	if _, err := transfer.Backup(ctx, s, file); err != nil {
		t.Fatal(err)
	}
	good, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	damaged := map[string][]byte{
		"nothing":             {},
		"not a backup":        []byte("hello"),
		"cut in half":         good[:len(good)/2],
		"cut by a byte":       good[:len(good)-1],
		"something behind it": append(bytes.Clone(good), "more"...),
	}
	for i := range 20 {
		at := (i*2 + 1) * len(good) / 40
		flipped := bytes.Clone(good)
		flipped[at] ^= 0x10
		for bytes.Equal(archiveContents(flipped), archiveContents(good)) { // the bit only refers to another place with the same bytes
			flipped[at] ^= 0x10
			at++
			flipped[at] ^= 0x10
		}
		damaged[fmt.Sprintf("a bit flipped in byte %d", at)] = flipped
	}
	for name, change := range map[string]func(name string, b []byte) (string, []byte){
		"a byte of the database changed": func(name string, b []byte) (string, []byte) {
			if name == "linecheck.db" {
				b[len(b)/2] ^= 1
			}
			return name, b
		},
		"a snapshot left out": func(name string, b []byte) (string, []byte) {
			if strings.HasPrefix(name, "snapshots/") {
				return "", nil
			}
			return name, b
		},
		"the manifest left out": func(name string, b []byte) (string, []byte) {
			if name == "manifest.json" {
				return "", nil
			}
			return name, b
		},
		"a way out of the folder": func(name string, b []byte) (string, []byte) {
			return strings.Replace(name, "snapshots/", "snapshots/../../", 1), b
		},
		"another chain in the manifest": func(name string, b []byte) (string, []byte) {
			return name, bytes.Replace(b, []byte(`"chain_length": `), []byte(`"chain_length": 1`), 1)
		},
		"a format of the future": func(name string, b []byte) (string, []byte) {
			return name, bytes.Replace(b, []byte("linecheck backup 1"), []byte("linecheck backup 2"), 1)
		},
	} {
		damaged[name] = repack(t, good, change)
	}
	for name, content := range damaged {
		t.Run(name, func(t *testing.T) {
			folder := t.TempDir()
			bad := filepath.Join(folder, "bad.tar.gz")
			if err := os.WriteFile(bad, content, 0o600); err != nil {
				t.Fatal(err)
			}
			data := filepath.Join(folder, "data")
			_, err := transfer.Restore(
				ctx,
				transfer.RestoreOptions{
					File:  bad,
					URL:   "sqlite:" + filepath.Join(data, "linecheck.db"),
					Files: filepath.Join(data, "snapshots"),
				},
			)
			if err == nil || !strings.Contains(err.Error(), "the backup is damaged") {
				t.Errorf("taken: %v", err)
			}
			entries, _ := os.ReadDir(data)
			for _, e := range entries {
				if e.Name() != "linecheck.db.lock" {
					t.Errorf("left behind: %s", e.Name())
				}
			}
		})
	}
}

// archiveContents decompresses a backup; nil if it cannot be read to its end.
func archiveContents(backup []byte) []byte {
	squeezed, err := gzip.NewReader(bytes.NewReader(backup))
	if err != nil {
		return nil
	}
	content, err := io.ReadAll(squeezed)
	if err != nil {
		return nil
	}
	return content
}

// repack changes the entries of a backup. It leaves out an entry whose new name is "".
func repack(t *testing.T, backup []byte, change func(name string, b []byte) (string, []byte)) []byte {
	t.Helper()
	squeezed, err := gzip.NewReader(bytes.NewReader(backup))
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	to := gzip.NewWriter(&out)
	entries, packed := tar.NewReader(squeezed), tar.NewWriter(to)
	for {
		entry, err := entries.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		b, err := io.ReadAll(entries)
		if err != nil {
			t.Fatal(err)
		}
		name, b := change(entry.Name, b)
		if name == "" {
			continue
		}
		if err := packed.WriteHeader(&tar.Header{Name: name, Mode: 0o600, Size: int64(len(b))}); err != nil {
			t.Fatal(err)
		}
		if _, err := packed.Write(b); err != nil {
			t.Fatal(err)
		}
	}
	if err := errors.Join(packed.Close(), to.Close()); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// TestBackupChild is the process that TestBackupDiskFull starts with a limit on the size of files.
func TestBackupChild(t *testing.T) {
	address, file := os.Getenv("LINECHECK_TEST_BACKUP_OF"), os.Getenv("LINECHECK_TEST_BACKUP_TO")
	if address == "" {
		t.Skip("only as a child")
	}
	s, err := store.Open(ctx, store.Config{URL: address, Files: os.Getenv("LINECHECK_TEST_BACKUP_FILES")})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	_, err = transfer.Backup(ctx, s, file)
	fmt.Println("ENDED", err)
}

// TestBackupDiskFull checks that a backup for which there is no room leaves nothing behind, and that the store goes on.
func TestBackupDiskFull(t *testing.T) {
	t.Parallel()
	address := storetest.SQLite(t)
	s, filesAt := storetest.OpenWithFiles(t, address)
	news := storetest.Newsroom(t, s)
	source := models.NewEvidence{Title: "City register", URL: "https://city.example/register", Class: "primary"}
	article := storetest.AddArticle(t, s, news)
	claim := storetest.AddClaim(t, s, news.Reviewer, article, "4,000")
	if _, err := s.AddEvidence(ctx, news.Reviewer, claim.ClaimID, source); err != nil {
		t.Fatal(err)
	}
	content := make([]byte, 4<<20)
	_, _ = rand.Read(content)
	copy(content, "%PDF-1.7\n")
	if _, err := s.AddSnapshot(ctx, news.Reviewer, 1, models.NewSnapshot{Name: "a.pdf", MediaType: "application/pdf", Content: content}); err != nil {
		t.Fatal(err)
	}
	for name, kilobytes := range map[string]int{"copying the records": 100, "writing the backup": 2000} {
		file := filepath.Join(t.TempDir(), "full", "backup.tar.gz")
		child := exec.Command(
			"sh",
			"-c",
			fmt.Sprintf("ulimit -f %d; exec \"$0\" -test.run='^TestBackupChild$' -test.v", kilobytes*2),
			os.Args[0],
		)
		child.Env = append(
			os.Environ(),
			"LINECHECK_TEST_BACKUP_OF="+address,
			"LINECHECK_TEST_BACKUP_TO="+file,
			"LINECHECK_TEST_BACKUP_FILES="+filesAt,
		)
		out, err := child.CombinedOutput()
		if err != nil || !strings.Contains(string(out), "ENDED back up: "+name) {
			t.Errorf("%s: %v: %s", name, err, out)
		}
		if entries, err := os.ReadDir(filepath.Dir(file)); err != nil || len(entries) > 0 {
			t.Errorf("%s: left behind %v %v", name, entries, err)
		}
	}
	verify(t, s)
}

// TestBackupSchedule makes several backups and keeps the last two. Other files in the folder stay.
func TestBackupSchedule(t *testing.T) {
	t.Parallel()
	s := storetest.Open(t, storetest.SQLite(t))
	storetest.Newsroom(t, s)
	folder := filepath.Join(t.TempDir(), "backups")
	if err := os.Mkdir(folder, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(folder, "linecheck-notes.txt"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if !s.LastBackup().IsZero() {
		t.Error("a backup before the first")
	}
	ctx, stop := context.WithCancel(ctx)
	var made []string
	err := transfer.RunBackupSchedule(
		ctx,
		s,
		transfer.BackupSchedule{Folder: folder, Interval: time.Millisecond, Keep: 2, OnBackup: func(path string, err error) {
			if err != nil {
				t.Error(err)
			}
			if made = append(made, filepath.Base(path)); len(made) == 4 {
				stop()
			}
		}},
	)
	if err != nil {
		t.Fatal(err)
	}
	entries, err := os.ReadDir(folder)
	testutil.Must(t, err)
	testutil.Len(t, "made: entries", entries, 3)
	testutil.Equal(t, "made: entries[0].Name()", entries[0].Name(), made[2])
	testutil.Equal(t, "made: entries[1].Name()", entries[1].Name(), made[3])
	last, err := transfer.LastBackup(folder)
	if err != nil || last.IsZero() || !last.Equal(s.LastBackup()) {
		t.Errorf("the last one: %v and %v, %v", last, s.LastBackup(), err)
	}
}
