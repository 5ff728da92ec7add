package main

import (
	"context"
	"path/filepath"
	"testing"

	"linecheck/models"
	"linecheck/store"
)

// If no administrator can confirm an account that was opened by another one's link, the operator can. The
// audit log names the command line.
func TestUserConfirm(t *testing.T) {
	s := newShell(t)
	s.ok("a password of some length\n", "user", "add", "--email", "ada@example.org", "--name", "Ada", "--role", "admin", "--password-stdin")
	s.ok("", "user", "add", "--email", "edda@example.org", "--name", "Edda", "--role", "editor")
	s.withStore(func(ctx context.Context, records *store.Store) {
		ada := reader(t, ctx, records, "ada@example.org")
		link, err := records.CreateResetLink(ctx, ada, reader(t, ctx, records, "edda@example.org").UserID)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := records.Join(ctx, link, "", "another password of some length"); err != nil {
			t.Fatal(err)
		}
		if _, note, err := records.AccountRestriction(ctx, reader(t, ctx, records, "edda@example.org")); err != nil || note == "" {
			t.Errorf("before: note %q, %v", note, err)
		}
	})
	s.ok("", "user", "confirm", "--email", "edda@example.org")
	s.withStore(func(ctx context.Context, records *store.Store) {
		edda := reader(t, ctx, records, "edda@example.org")
		if bar, note, err := records.AccountRestriction(ctx, edda); err != nil || !bar.IsZero() || note != "" {
			t.Errorf("after: %q, %q, %v", bar, note, err)
		}
		record, err := records.AuditLog(ctx, edda, models.AuditFilter{DeskID: edda.Desks[0].DeskID}, models.Page{})
		if err != nil {
			t.Fatal(err)
		}
		if last := record.Entries[0]; last.Action != "account confirmed" || last.Door != string(models.CommandDoor) || last.ActorID != nil {
			t.Errorf("the last act is %q by %q", last.Action, last.Door)
		}
		if first := record.Entries[len(record.Entries)-1]; first.Action != "desk made" || first.Door != string(models.CommandDoor) {
			t.Errorf("the first act is %q by %q", first.Action, first.Door)
		}
	})
}

// withStore opens the database that the commands use.
func (s shell) withStore(do func(context.Context, *store.Store)) {
	s.t.Helper()
	records, err := store.Open(s.t.Context(), store.Config{URL: "sqlite:" + filepath.Join(s.data, "linecheck.db")})
	if err != nil {
		s.t.Fatal(err)
	}
	do(s.t.Context(), records)
	if err := records.Close(); err != nil {
		s.t.Fatal(err)
	}
}

func reader(t *testing.T, ctx context.Context, records *store.Store, email string) models.Reader {
	t.Helper()
	r, err := records.ReaderByEmail(ctx, email)
	if err != nil {
		t.Fatal(err)
	}
	return r
}
