package store_test

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"linecheck/internal/testutil"
	"linecheck/store"
	"linecheck/store/database"
	"linecheck/store/storetest"
)

// damagedFile is a SQLite database file for damaging it.
type damagedFile struct {
	t    *testing.T
	path string
}

func (f damagedFile) read(ending string) []byte {
	f.t.Helper()
	b, err := os.ReadFile(f.path + ending)
	if err != nil {
		f.t.Fatal(err)
	}
	return b
}

func (f damagedFile) write(ending string, b []byte) {
	f.t.Helper()
	if err := os.WriteFile(f.path+ending, b, 0o600); err != nil {
		f.t.Fatal(err)
	}
}

// runSQL runs statements without the triggers of their tables, and restores the triggers.
func (f damagedFile) runSQL(statements ...string) {
	f.t.Helper()
	for _, statement := range statements {
		if err := storetest.TryExec(f.t, "sqlite:"+f.path, statement); err != nil {
			f.t.Fatalf("%s: %v", statement, err)
		}
	}
}

// runWithoutTrigger runs a statement on a table without its trigger, and restores the trigger.
func (f damagedFile) runWithoutTrigger(trigger, statement string) {
	f.t.Helper()
	made := f.triggerSQL(trigger)
	f.runSQL("PRAGMA foreign_keys = 0; DROP TRIGGER "+trigger, "PRAGMA foreign_keys = 0; "+statement, made)
}

func (f damagedFile) triggerSQL(name string) string {
	f.t.Helper()
	db := storetest.OpenFile(f.t, f.path)
	defer db.Close()
	var made string
	if err := db.QueryRow("SELECT sql FROM sqlite_schema WHERE name = $1", name).Scan(&made); err != nil {
		f.t.Fatal(err)
	}
	return made
}

// flipBit flips a bit at every place of the words in the file, in the byte that is behind bytes after their
// start.
func (f damagedFile) flipBit(words string, behind int) {
	f.t.Helper()
	b := f.read("")
	found := 0
	for at := 0; ; {
		i := bytes.Index(b[at:], []byte(words))
		if i < 0 {
			break
		}
		b[at+i+behind] ^= 1
		at, found = at+i+len(words), found+1
	}
	if found == 0 {
		f.t.Fatalf("%q is not in the file", words)
	}
	f.write("", b)
}

// findPage finds the n-th page of a kind: 13 and 5 are leaf and interior pages of tables, 10 and 2 those of
// indexes.
func (f damagedFile) findPage(kind byte, n int) (content []byte, at int) {
	f.t.Helper()
	content = f.read("")
	size := int(binary.BigEndian.Uint16(content[16:]))
	for at := size; at+size <= len(content); at += size {
		if content[at] == kind {
			if n--; n < 0 {
				return content, at
			}
		}
	}
	f.t.Fatalf("there is no such page of kind %d", kind)
	return nil, 0
}

// zeroPage overwrites a page with zeros.
func (f damagedFile) zeroPage(kind byte, n int) {
	b, at := f.findPage(kind, n)
	clear(b[at : at+int(binary.BigEndian.Uint16(b[16:]))])
	f.write("", b)
}

func (f damagedFile) flipPageBit(kind byte, n, offset int, bit byte) {
	b, at := f.findPage(kind, n)
	if offset < 0 {
		offset += int(binary.BigEndian.Uint16(b[16:]))
	}
	b[at+offset] ^= bit
	f.write("", b)
}

// flipIndexBit flips a bit of the row id in the last entry of an index that has one page.
func (f damagedFile) flipIndexBit(name string) {
	f.t.Helper()
	db := storetest.OpenFile(f.t, f.path)
	var root int
	if err := db.QueryRow("SELECT rootpage FROM sqlite_schema WHERE name = $1", name).Scan(&root); err != nil {
		f.t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		f.t.Fatal(err)
	}
	b := f.read("")
	size := int(binary.BigEndian.Uint16(b[16:]))
	if b[(root-1)*size] != 10 {
		f.t.Fatalf("%s has more than one page", name)
	}
	b[root*size-1] ^= 1
	f.write("", b)
}

func (f damagedFile) writeHeader(offset int, value ...byte) {
	b := f.read("")
	copy(b[offset:], value)
	f.write("", b)
}

func (f damagedFile) truncate(size func(int) int) {
	b := f.read("")
	f.write("", b[:size(len(b))])
}

// damageCases are ways to damage a database file. Opening it or verify must detect each of them. harmless
// means that nothing is lost or changed, which the test checks by comparing every value.
var damageCases = []struct {
	name     string
	do       func(damagedFile)
	harmless bool
}{
	{"cut off to nothing", func(f damagedFile) { f.truncate(func(int) int { return 0 }) }, false},
	{"cut off in the header", func(f damagedFile) { f.truncate(func(int) int { return 50 }) }, false},
	{"cut off to one page", func(f damagedFile) { f.truncate(func(int) int { return 4096 }) }, false},
	{"cut in half", func(f damagedFile) { f.truncate(func(n int) int { return n / 2 }) }, false},
	{"the last page cut off", func(f damagedFile) { f.truncate(func(n int) int { return n - 4096 }) }, false},
	{"the last byte cut off", func(f damagedFile) { f.truncate(func(n int) int { return n - 1 }) }, false},
	{"the file gone, its log there", func(f damagedFile) { f.write("-wal", []byte("x")); _ = os.Remove(f.path) }, false},
	{"not a database any more", func(f damagedFile) { f.writeHeader(0, []byte("Hello, world")...) }, false},
	{"another page size in the header", func(f damagedFile) { f.writeHeader(16, 0x20, 0) }, false},
	{"another format in the header", func(f damagedFile) { f.writeHeader(18, 9, 9) }, false},
	{"another encoding in the header", func(f damagedFile) { f.writeHeader(56, 0, 0, 0, 2) }, false},
	{"a wrong list of free pages", func(f damagedFile) { f.writeHeader(32, 0, 0, 0, 9, 0, 0, 0, 9) }, false},
	{"another application's number in the header", func(f damagedFile) { f.writeHeader(68, 1, 2, 3, 4) }, true},
	{"the schema's page zeroed", func(f damagedFile) { f.writeHeader(100, make([]byte, 3996)...) }, false},
	{"a bit flipped in the schema", func(f damagedFile) { f.flipBit("CREATE TRIGGER events_immutable BEFORE UPDATE", 16) }, false},
	{"a leaf of a table zeroed", func(f damagedFile) { f.zeroPage(13, 7) }, false},
	{"a branch of a table zeroed", func(f damagedFile) { f.zeroPage(5, 0) }, false},
	{"a leaf of an index zeroed", func(f damagedFile) { f.zeroPage(10, 5) }, false},
	{"a branch of an index zeroed", func(f damagedFile) { f.zeroPage(2, 0) }, false},
	{"a leaf of a table of another kind", func(f damagedFile) { f.flipPageBit(13, 5, 0, 8) }, false},
	{"a bit in a leaf's count of cells", func(f damagedFile) { f.flipPageBit(13, 6, 4, 1) }, false},
	{"a bit in an index's cells", func(f damagedFile) { f.flipIndexBit("claims_by_desk") }, false},
	{"a bit in a branch's pointer", func(f damagedFile) { f.flipPageBit(5, 0, 11, 1) }, false},
	{"a bit in an event", func(f damagedFile) { f.flipBit(`"note":"The minutes give another figure`, 12) }, false},
	{"a bit in a note", func(f damagedFile) { f.flipBit("The minutes give another figure, and the mayor's office", 3) }, false},
	{"a bit in a person's name", func(f damagedFile) { f.flipBit("Rana Reviewer", 0) }, false},
	{"a bit in a person's address", func(f damagedFile) { f.flipBit("reviewer@example.org", 2) }, false},
	{"a bit in a quote", func(f damagedFile) { f.flipBit("as was reported", 4) }, false},
	{"an event changed", func(f damagedFile) {
		f.runWithoutTrigger(
			"events_immutable",
			"UPDATE events SET after = replace(after, 'sourced', 'disputed') WHERE id = (SELECT max(id) FROM events WHERE after LIKE '%sourced%')",
		)
	}, false},
	{"an event's actor changed", func(f damagedFile) {
		f.runWithoutTrigger("events_immutable", "UPDATE events SET actor_id = actor_id % 2 + 1 WHERE id = 31")
	}, false},
	{"an event deleted", func(f damagedFile) { f.runWithoutTrigger("events_kept", "DELETE FROM events WHERE id = 32") }, false},
	{"the chain's end cut off", func(f damagedFile) { f.runWithoutTrigger("events_kept", "DELETE FROM events WHERE id > 40") }, false},
	{"the chain's end cut off, and its head moved back", func(f damagedFile) {
		f.runWithoutTrigger(
			"events_kept",
			"DELETE FROM events WHERE id > 40; UPDATE chain SET length = 40, head = (SELECT hash FROM events WHERE id = 40)",
		)
	}, false},
	{"the chain's head gone", func(f damagedFile) { f.runSQL("DELETE FROM chain") }, false},
	{"the chain's head changed", func(f damagedFile) {
		f.runSQL("UPDATE chain SET head = CASE WHEN head LIKE '0%' THEN '1' ELSE '0' END || substr(head, 2)")
	}, false},
	{"an annotation's note changed", func(f damagedFile) {
		f.runWithoutTrigger("annotations_append_only", "UPDATE annotations SET note = note || ' not' WHERE id = 3")
	}, false},
	{"an annotation's reviewer changed", func(f damagedFile) {
		f.runWithoutTrigger("annotations_append_only", "UPDATE annotations SET reviewer_id = 4 WHERE id = 3")
	}, false},
	{"an annotation dated back", func(f damagedFile) {
		f.runWithoutTrigger("annotations_append_only", "UPDATE annotations SET at = '2026-01-02 03:04:05+00:00' WHERE id = 3")
	}, false},
	{"an annotation given on another draft", func(f damagedFile) {
		f.runWithoutTrigger(
			"annotations_append_only",
			"UPDATE annotations SET revision_id = (SELECT max(id) FROM revisions WHERE article_id = 1) WHERE id = 3",
		)
	}, false},
	{"a withdrawal undone", func(f damagedFile) {
		f.runWithoutTrigger("evidence_append_only", "UPDATE evidence SET withdrawn_at = NULL, withdrawn_by = NULL WHERE id = 3")
	}, false},
	{"a message changed", func(f damagedFile) {
		f.runWithoutTrigger("messages_immutable", "UPDATE messages SET body = 'Nobody took it.' WHERE id = 1")
	}, false},
	{"an override's reason changed", func(f damagedFile) {
		f.runWithoutTrigger("overrides_append_only", "UPDATE overrides SET reason = 'I was told.' WHERE id = 1")
	}, false},
	{"an annotation deleted", func(f damagedFile) {
		f.runWithoutTrigger(
			"annotations_kept",
			"UPDATE evidence SET annotation_id = NULL WHERE annotation_id = 2; DELETE FROM annotations WHERE id = 2",
		)
	}, false},
	{"a quote changed", func(f damagedFile) {
		f.runWithoutTrigger("evidence_append_only", "UPDATE evidence SET quote = 'another' WHERE id = 1")
	}, false},
	{"a source's title changed", func(f damagedFile) { f.runSQL("UPDATE sources SET title = 'Another paper' WHERE id = 1") }, false},
	{"a person made administrator", func(f damagedFile) { f.runSQL("UPDATE memberships SET role = 'admin' WHERE user_id = 3") }, false},
	{"a person let in", func(f damagedFile) {
		f.runSQL("INSERT INTO memberships (user_id, desk_id, role, created_at) VALUES (7, 1, 'editor', '2026-01-01 00:00:00+00:00')")
	}, false},
	{"an article's title changed", func(f damagedFile) { f.runSQL("UPDATE articles SET title = 'Another title' WHERE id = 1") }, false},
	{"a revision's text changed", func(f damagedFile) {
		f.runWithoutTrigger("revisions_immutable", "UPDATE revisions SET text = replace(text, '1911', '1912')")
	}, false},
	{"a sentence's text changed", func(f damagedFile) { f.runSQL("UPDATE sentences SET text = replace(text, '100', '900')") }, false},
	{"a sentence deleted", func(f damagedFile) {
		f.runSQL("PRAGMA foreign_keys = 0; DELETE FROM sentences WHERE id = (SELECT max(id) FROM sentences)")
	}, false},
	{"a claim's words changed", func(f damagedFile) { f.runSQL("UPDATE occurrences SET exact = 'other' WHERE id = 4") }, false},
	{"a lost claim's words changed", func(f damagedFile) {
		f.runSQL("UPDATE occurrences SET exact = 'built in 1912' WHERE placement = 'lost' AND revision_id = 3")
	}, false},
	{"the words before a claim changed", func(f damagedFile) { f.runSQL("UPDATE occurrences SET prefix = 'other' WHERE id = 5") }, false},
	{"a claim's status changed", func(f damagedFile) { f.runSQL("UPDATE claims SET status = 'sourced' WHERE status = 'disputed'") }, false},
	{"an article's counter changed", func(f damagedFile) {
		f.runSQL("UPDATE articles SET sentences_unread = sentences_unread + 1, sentences = sentences + 1 WHERE id = 2")
	}, false},
	{
		"a desk's counter changed",
		func(f damagedFile) {
			f.runSQL("UPDATE desk_counts SET claims_disputed = claims_disputed + 1 WHERE desk_id = 1")
		},
		false,
	},
	{
		"a desk's count of articles changed",
		func(f damagedFile) { f.runSQL("UPDATE desk_counts SET articles = articles - 1 WHERE desk_id = 1") },
		false,
	},
	{"a trigger dropped", func(f damagedFile) { f.runSQL("DROP TRIGGER annotations_kept") }, false},
	{"a trigger that does nothing", func(f damagedFile) {
		f.runSQL("DROP TRIGGER events_kept", "CREATE TRIGGER events_kept BEFORE DELETE ON events WHEN FALSE BEGIN SELECT 1; END")
	}, false},
	{"a trigger of somebody else's", func(f damagedFile) {
		f.runSQL("CREATE TRIGGER mine AFTER INSERT ON annotations BEGIN DELETE FROM failed_logins; END")
	}, false},
	{"a column added", func(f damagedFile) { f.runSQL("ALTER TABLE claims ADD COLUMN mine TEXT") }, false},
	{"an index dropped", func(f damagedFile) { f.runSQL("DROP INDEX claims_by_desk") }, false},
	{"a table dropped", func(f damagedFile) { f.runSQL("PRAGMA foreign_keys = 0; DROP TABLE link_checks") }, false},
	{"the steps of the schema forgotten", func(f damagedFile) { f.runSQL("DROP TABLE goose_db_version") }, false},
	{"a check switched off in the schema", func(f damagedFile) {
		f.runSQL(
			"PRAGMA writable_schema = 1; UPDATE sqlite_schema SET sql = replace(sql, 'CHECK (length(hash) = 64)', '') WHERE name = 'events'",
		)
	}, false},
	{"a table of somebody else's", func(f damagedFile) { f.runSQL("CREATE TABLE mine (id INTEGER)") }, true},
	{"zeros behind the end", func(f damagedFile) { f.write("", append(f.read(""), make([]byte, 3*4096)...)) }, true},
	{"the log's memory zeroed", func(f damagedFile) { f.write("-shm", make([]byte, 32768)) }, true},
	{"a log of noise", func(f damagedFile) { f.write("-wal", bytes.Repeat([]byte{0x55}, 9000)) }, true},
}

// TestDamage damages a database in every way of the table. All damage must be detected.
func TestDamage(t *testing.T) {
	testutil.Slow(t, "it opens some 70 damaged databases")
	t.Parallel()
	whole := intactDatabase(t)
	want := storetest.DumpTables(t, "sqlite:"+whole)
	for _, d := range damageCases {
		t.Run(d.name, func(t *testing.T) {
			f := damagedFile{t, filepath.Join(t.TempDir(), "linecheck.db")}
			f.write("", damagedFile{t, whole}.read(""))
			d.do(f)
			noticed := detectDamage(t, f.path)
			t.Logf("noticed: %s", noticed)
			if !d.harmless && noticed == "" {
				t.Log(firstDifference(want, storetest.DumpTables(t, "sqlite:"+f.path)))
			}
			if d.harmless != (noticed == "") {
				t.Fatalf("harmless: %v, noticed: %q", d.harmless, noticed)
			}
			if d.harmless {
				if got := storetest.DumpTables(t, "sqlite:"+f.path); got != want {
					t.Errorf("harmless damage changed the data:\n%s\nbefore:\n%s", got, want)
				}
			}
		})
	}
}

// intactDatabase returns a database file with every kind of data and a long, half-checked article.
func intactDatabase(t *testing.T) string { return checkpointedDatabase(t, 200) }

// checkpointedDatabase returns a checkpointed database file with every kind of data, and an article with a
// number of sentences.
func checkpointedDatabase(t *testing.T, sentences int) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "linecheck.db")
	s, err := store.Open(ctx, store.Config{URL: "sqlite:" + path})
	if err != nil {
		t.Fatal(err)
	}
	news := storetest.Newsroom(t, s)
	storetest.FullArticle(t, s, news)
	if sentences > 0 {
		storetest.CheckedArticle(t, s, news, sentences, sentences*3/5)
	}
	verify(t, s)
	copied := filepath.Join(t.TempDir(), "copy")
	if err := storetest.TryExec(t, "sqlite:"+path, "VACUUM INTO '"+copied+"'"); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	settled := storetest.OpenFile(t, copied)
	defer settled.Close()
	if _, err := settled.Exec("PRAGMA journal_mode = WAL"); err != nil {
		t.Fatal(err)
	}
	return copied
}

// detectDamage opens a database as a server does and then verifies it. It returns what was detected and by
// which of them.
func detectDamage(t *testing.T, path string) string {
	t.Helper()
	s, err := store.Open(ctx, store.Config{URL: "sqlite:" + path, Exclusive: true})
	var damaged *store.CorruptionError
	if errors.As(err, &damaged) {
		return "at start: " + damaged.Detail
	}
	if err != nil {
		return "at start, not called damage: " + err.Error()
	}
	defer s.Close()
	v, err := s.Verify(ctx)
	if err != nil {
		return "by verify, which cannot read it: " + err.Error() // the command reports this and exits with 1
	}
	if v.Break != "" {
		return "by verify: " + v.Break
	}
	return ""
}

// unprotectedColumns are prefixes of the columns that nothing else in the file protects
// (docs/operations/integrity.md lists them).
var unprotectedColumns = []string{
	"search_", "vocabulary_", "source_words.", // derived from other columns, for the search
	"goose_db_version.", "sqlite_sequence.", "messages.id", "boundaries.id", "sentences.id", "authorships.id", // ids that nothing refers to
	"users.password_hash", "users.created_at", "desks.created_at", "memberships.created_at", "memberships.from_group",
	"sessions.", "failed_logins.", "sign_ins.", "sign_ons.", "invitations.", "recovery_codes.", "second_factors.", "identities.", "api_tokens.", "api_answers.", "webhooks.", "deliveries.", "notices.",
	"calendars.", "mail_settings.", "mails.",
	"guest_links.token_hash", "guest_links.expires_at", "guest_links.revoked_at", "guest_links.imported",
	"signing_keys.", "trusted_keys.",
	"articles.version", "claims.version", "queries.version", "corrections.version", "desks.version", "articles.changes", // for open pages
	"articles.rules", // a lower number only causes an upgrade

	"articles.due_at", "articles.title_fold", "articles.language", "articles.writer_id", "articles.cuts", "articles.url", "articles.copies", "article_addresses.", "article_people.", // except edited values
	"claims.assignee_id", "claims.assignments", "claims.due_at", "claims.changed_at", "claims.resolved_by", "claims.resolved_at", "claims.since_revision", "claims.former_since",
	"corrections.decided_", "queries.track_id", "queries.claim_id", "queries.to_user", "queries.at_cp",
	"sentence_notes.track_id", "sentence_notes.at_cp", "mentions.id",
	"tracks.created_at", "tracks.since_revision_id", "tracks.settled_revision_id", "former_sentences.", "track_origins.", "boundaries.sentence_id", "boundaries.made_", "boundaries.withdrawn_",
	"revisions.original_name", "revisions.note", "revisions.said", "occurrences.event_id", "refusals.key", "refusals.track_id", "refusals.withdrawn_", "second_looks.",
	"readings.track_id",                              // of marks that were carried over
	"sources.", "evidence.quote", "evidence.locator", // of confidential sources, which no event names
	"evidence.annotation_id", "evidence.accessed_on", "evidence.snapshot_id", "snapshots.source_id", "snapshots.name", "snapshots.words", "link_checks.", "originals.",
	"signoffs.voided_", "signoffs.void_reason", "overrides.void_reason",
}

func isUnprotected(column string) bool {
	return slices.ContainsFunc(unprotectedColumns, func(name string) bool { return strings.HasPrefix(column, name) })
}

// A change of any column is detected, unless nothing protects the column.
func TestDamageEveryColumn(t *testing.T) {
	testutil.Slow(t, "it opens a database for each of some 200 columns")
	t.Parallel()
	whole := damagedFile{t, checkpointedDatabase(t, 0)}
	content := whole.read("")
	db := storetest.OpenFile(t, whole.path)
	defer db.Close()
	var all string
	err := db.QueryRow(`SELECT group_concat(m.name || '.' || c.name || '.' || c.type, char(10)) FROM sqlite_schema m, pragma_table_info(m.name) c WHERE m.type = 'table'`).
		Scan(&all)
	if err != nil {
		t.Fatal(err)
	}
	told, unseen := 0, []string{}
	for line := range strings.Lines(all) {
		parts := strings.Split(strings.TrimSpace(line), ".")
		table, column, kind := parts[0], parts[1], parts[2]
		if isUnprotected(table + "." + column) {
			continue
		}
		var empty bool
		if err := db.QueryRow(fmt.Sprintf("SELECT coalesce(max(%q), '') = '' FROM %q", column, table)).Scan(&empty); err != nil {
			t.Fatalf("%s: %v", line, err)
		}
		if empty {
			continue
		}
		f := damagedFile{t, filepath.Join(t.TempDir(), "linecheck.db")}
		f.write("", content)
		f.changeColumn(table, column, kind)
		told++
		if detectDamage(t, f.path) == "" {
			unseen = append(unseen, table+"."+column)
		}
	}
	t.Logf("%d columns changed", told)
	if len(unseen) > 0 || told < 100 {
		t.Errorf("a change was not noticed of %s", strings.Join(unseen, ", "))
	}
}

// changeColumn changes a column's greatest value without triggers and checks.
func (f damagedFile) changeColumn(table, column, kind string) {
	f.t.Helper()
	value := fmt.Sprintf(`substr(%q, 1, length(%q) - 1) || CASE WHEN substr(%q, -1) = '7' THEN '8' ELSE '7' END`, column, column, column)
	switch kind {
	case "INTEGER", "BOOLEAN":
		value = fmt.Sprintf("CASE WHEN %q %% 2 THEN %q - 1 ELSE %q + 1 END", column, column, column)
	case "TIMESTAMP":
		value = fmt.Sprintf("replace(%q, '20', '21')", column)
	}
	var dropped, made string
	db := storetest.OpenFile(f.t, f.path)
	defer db.Close()
	err := db.QueryRow(`SELECT coalesce(group_concat('DROP TRIGGER ' || name, '; '), ''), coalesce(group_concat(sql, ';' || char(10)), '') FROM sqlite_schema
		WHERE type = 'trigger' AND tbl_name = $1`, table).
		Scan(&dropped, &made)
	if err != nil {
		f.t.Fatal(err)
	}
	f.runSQL(
		"PRAGMA foreign_keys = 0; PRAGMA ignore_check_constraints = 1; " + dropped + fmt.Sprintf(
			"; UPDATE OR REPLACE %q SET %q = %s WHERE %q = (SELECT max(%q) FROM %q); ",
			table,
			column,
			value,
			column,
			column,
			table,
		) + made,
	)
}

// Any flipped bit of the file is detected, unless it is in an unused place or in a column that nothing
// protects.
func TestDamageAnywhere(t *testing.T) {
	testutil.Slow(t, "it opens 60 damaged databases")
	t.Parallel()
	whole := damagedFile{t, intactDatabase(t)}
	content := whole.read("")
	want := storetest.DumpTables(t, "sqlite:"+whole.path)
	noticed, harmless, unseen := 0, 0, map[string]int{}
	for i := range 60 {
		f := damagedFile{t, filepath.Join(t.TempDir(), "linecheck.db")}
		b := bytes.Clone(content)
		at := (2*i + 1) * len(b) / 120
		b[at] ^= 4
		f.write("", b)
		if detectDamage(t, f.path) != "" {
			noticed++
			continue
		}
		if storetest.DumpTables(t, "sqlite:"+f.path) == want {
			harmless++
			continue
		}
		for _, column := range storetest.DifferingColumns(t, "sqlite:"+whole.path, "sqlite:"+f.path) {
			unseen[column]++
			if !isUnprotected(column) {
				t.Errorf("byte %d: a change of %s was not noticed", at, column)
			}
		}
	}
	t.Logf("%d noticed, %d harmless, unseen: %v", noticed, harmless, unseen)
	if noticed < 5 { // most bits are in unused places
		t.Errorf("only %d were noticed", noticed)
	}
}

func firstDifference(want, got string) string {
	was := strings.Split(want, "\n")
	for i, line := range strings.Split(got, "\n") {
		if i >= len(was) || line != was[i] {
			return line
		}
	}
	return "fewer lines"
}

// A torn end of the write-ahead log loses only what was never acknowledged.
func TestDamageWAL(t *testing.T) {
	t.Parallel()
	address := storetest.SQLite(t)
	path := strings.TrimPrefix(address, "sqlite:")
	s := storetest.Open(t, address)
	news := storetest.Newsroom(t, s)
	storetest.AddArticle(t, s, news)
	from := damagedFile{t, path}
	main, log := from.read(""), from.read("-wal")
	if len(log) < 100_000 {
		t.Fatalf("the log has %d bytes", len(log))
	}
	length, err := s.Chain(ctx)
	if err != nil {
		t.Fatal(err)
	}
	for name, change := range map[string]func() []byte{
		"as it was":                 func() []byte { return log },
		"the last frame torn":       func() []byte { return log[:len(log)-100] },
		"a bit in the last frame":   func() []byte { b := bytes.Clone(log); b[len(b)-50] ^= 1; return b },
		"a bit half way":            func() []byte { b := bytes.Clone(log); b[len(b)/2] ^= 1; return b },
		"a bit in the log's header": func() []byte { b := bytes.Clone(log); b[9] ^= 1; return b },
		"the log gone":              func() []byte { return nil },
	} {
		t.Run(name, func(t *testing.T) {
			f := damagedFile{t, filepath.Join(t.TempDir(), "linecheck.db")}
			anchor := filepath.Join(filepath.Dir(f.path), "anchor")
			if err := os.WriteFile(anchor, fmt.Appendf(nil, "2026-11-26T00:00:00Z %d %s\n", length.Length, length.Head), 0o600); err != nil {
				t.Fatal(err)
			}
			f.write("", main)
			if b := change(); b != nil {
				f.write("-wal", b)
			}
			s, err := store.Open(ctx, store.Config{URL: "sqlite:" + f.path, CheckpointFile: anchor})
			if err != nil {
				t.Logf("noticed at start: %v", err)
				if name == "as it was" {
					t.Fatal(err)
				}
				return
			}
			defer s.Close()
			v, err := s.Verify(ctx)
			if err != nil {
				t.Fatal(err)
			}
			t.Logf("%d events, %s", v.Length, v.Break)
			if (name == "as it was") != (v.Break == "") {
				t.Errorf("found: %q", v.Break)
			}
		})
	}
}

// A corrupt database is opened read-only, if that is allowed, or not at all.
func TestCorruptDatabaseOpensReadOnly(t *testing.T) {
	t.Parallel()
	f := damagedFile{t, filepath.Join(t.TempDir(), "linecheck.db")}
	f.write("", damagedFile{t, intactDatabase(t)}.read(""))
	f.runSQL("UPDATE chain SET length = length + 1")
	before := f.read("")
	s, err := store.Open(ctx, store.Config{URL: "sqlite:" + f.path, AllowCorrupt: true})
	if err != nil {
		t.Fatal(err)
	}
	if s.Corruption() == "" {
		t.Error("no damage was found")
	}
	var damaged *store.CorruptionError
	if _, err := s.AddDesk(ctx, "New desk"); !errors.As(err, &damaged) {
		t.Errorf("a damaged newsroom was changed: %v", err)
	}
	if _, err := s.Chain(ctx); err != nil {
		t.Errorf("it cannot be read: %v", err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(before, f.read("")) {
		t.Error("the file was changed")
	}
}

// A database of a newer version is refused and not changed.
func TestNewerDatabaseIsNotChanged(t *testing.T) {
	t.Parallel()
	f := damagedFile{t, filepath.Join(t.TempDir(), "linecheck.db")}
	f.write("", damagedFile{t, intactDatabase(t)}.read(""))
	f.runSQL("INSERT INTO goose_db_version (version_id, is_applied) VALUES (99999, 1)")
	before := f.read("")
	if _, err := store.Open(ctx, store.Config{URL: "sqlite:" + f.path, Exclusive: true}); err == nil ||
		!strings.Contains(err.Error(), "use the newer program") {
		t.Errorf("opened: %v", err)
	}
	if !bytes.Equal(before, f.read("")) {
		t.Error("the file was changed")
	}
}

// Only one server can open a database; commands can open it at the same time.
func TestOnlyOneServerPerDatabase(t *testing.T) {
	t.Parallel()
	address := storetest.SQLite(t)
	s, err := store.Open(ctx, store.Config{URL: address, Exclusive: true})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := store.Open(ctx, store.Config{URL: address, Exclusive: true}); err == nil ||
		!strings.Contains(err.Error(), "in use by another linecheck") {
		t.Errorf("a second server: %v", err)
	}
	beside, err := store.Open(ctx, store.Config{URL: address})
	if err != nil {
		t.Fatal(err)
	}
	storetest.AddArticle(t, beside, storetest.Newsroom(t, beside))
	verify(t, s)
	if err := errors.Join(beside.Close(), s.Close(), s.Close()); err != nil {
		t.Fatal(err)
	}
	again, err := store.Open(ctx, store.Config{URL: address, Exclusive: true})
	if err != nil {
		t.Fatal(err)
	}
	if err := again.Close(); err != nil {
		t.Fatal(err)
	}
}

// An upgrade of the schema first copies the database. While a server runs, it does not upgrade.
func TestUpgradeCopiesTheDatabaseFirst(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "linecheck.db")
	storetest.OldDatabase(t, path, 12)
	server, err := database.AcquireLock("sqlite:" + path)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := store.Open(ctx, store.Config{URL: "sqlite:" + path}); err == nil ||
		!strings.Contains(err.Error(), "in use by another linecheck") {
		t.Errorf("upgraded beneath a server: %v", err)
	}
	if err := server.Release(); err != nil {
		t.Fatal(err)
	}
	s, err := store.Open(ctx, store.Config{URL: "sqlite:" + path})
	if err != nil {
		t.Fatal(err)
	}
	verify(t, s)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	kept, err := os.Stat(path + ".version-12")
	if err != nil || kept.Mode().Perm() != 0o600 {
		t.Fatalf("the copy: %v %v", kept, err)
	}
	db := storetest.OpenFile(t, path+".version-12")
	defer db.Close()
	var version int
	if err := db.QueryRow("SELECT max(version_id) FROM goose_db_version").Scan(&version); err != nil || version != 12 {
		t.Errorf("the copy is of version %d: %v", version, err)
	}
}
