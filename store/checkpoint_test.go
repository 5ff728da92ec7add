package store_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"linecheck/store"
	"linecheck/store/storetest"
)

// TestCheckpoint checks that every checkpoint remains part of the chain. Verify detects a chain whose end was cut off, and a valid chain
// that replaced the original.
func TestCheckpoint(t *testing.T) {
	t.Parallel()
	t.Run("sqlite", func(t *testing.T) { testCheckpoint(t, storetest.SQLite(t), storetest.NewSQLite(t)) })
	t.Run("postgres", func(t *testing.T) { testCheckpoint(t, storetest.Postgres(t), storetest.Postgres(t)) })
}

func testCheckpoint(t *testing.T, address, other string) {
	file := filepath.Join(t.TempDir(), "anchor")
	open := func(address string) *store.Store {
		s, err := store.Open(ctx, store.Config{URL: address, CheckpointFile: file})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = s.Close() })
		return s
	}
	s := open(address)
	if err := s.WriteCheckpoint(ctx); err != nil {
		t.Fatal(err)
	}
	news := storetest.Newsroom(t, s)
	for range 2 { // the second time there is nothing new
		if err := s.WriteCheckpoint(ctx); err != nil {
			t.Fatal(err)
		}
	}
	storetest.AddArticle(t, s, news)
	verify(t, s)
	lines, err := os.ReadFile(file)
	if err != nil || strings.Count(string(lines), "\n") != 2 {
		t.Errorf("anchored: %s %v", lines, err)
	}
	shorter := open(other)
	if v, err := shorter.Verify(ctx); err != nil || !strings.Contains(v.Break, "the chain was cut") {
		t.Errorf("a shorter chain: %+v %v", v, err)
	}
	storetest.AddArticle(t, shorter, storetest.Newsroom(t, shorter))
	if v, err := shorter.Verify(ctx); err != nil || !strings.Contains(v.Break, "the chain was rewritten") {
		t.Errorf("another chain: %+v %v", v, err)
	}
	if err := os.WriteFile(file, append(lines, "2026-11-26T19:0"...), 0o600); err != nil {
		t.Fatal(err)
	}
	if v, err := s.Verify(ctx); err != nil || v.Break != "line 3 of the anchor file cannot be read" {
		t.Errorf("a torn line: %+v %v", v, err)
	}
	if err := os.Remove(file); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Verify(ctx); err == nil || !strings.Contains(err.Error(), "reading the anchors") {
		t.Errorf("no anchors: %v", err)
	}
}
