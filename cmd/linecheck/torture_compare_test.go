package main

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
)

// tortureReport is the result of a comparison.
type tortureReport struct {
	tried, acknowledged, kept, lost, doubled, unclear int
	files                                             int
}

// String formats a report on one line.
func (r tortureReport) String() string {
	return fmt.Sprintf(
		"%d writes tried, %d acknowledged (%d of them files), %d kept; %d lost, %d doubled, %d whose rows and history differ",
		r.tried,
		r.acknowledged,
		r.files,
		r.kept,
		r.lost,
		r.doubled,
		r.unclear,
	)
}

// compare looks for every attempted action in the tables, in the CSV and in the audit log, and verifies the
// database.
func (n *torture) compare() tortureReport {
	n.t.Helper()
	for _, h := range n.users {
		if h.failure != "" {
			n.t.Fatal(h.failure)
		}
	}
	if intact := n.ok("", "verify"); !strings.HasPrefix(intact, "intact") {
		n.t.Fatal(intact)
	}
	rows, told, listed := n.tableRows(), n.eventRows(), n.csvRows()
	var r tortureReport
	for _, h := range n.users {
		h.mutex.Lock()
		for _, d := range h.attempts {
			key := d.kind + " " + d.words
			row, history, exported := rows[key], told[key], listed[key]
			r.tried++
			if d.acknowledged {
				r.acknowledged++
				if d.kind == "file" {
					r.files++
				}
			}
			if row.times > 0 {
				r.kept++
			}
			switch {
			case d.acknowledged && row.times == 0:
				r.lost++
				n.t.Logf("lost: %s", key)
			case row.times > 1:
				r.doubled++
				n.t.Logf("doubled: %s is there %d times", key, row.times)
			case history != row || (d.kind == "claim" || d.kind == "annotation" || d.kind == "evidence") && exported.times != row.times || d.id != 0 && row.id != d.id:
				r.unclear++
				n.t.Logf("unclear: %s, acknowledged as %d: rows %v, history %v, CSV %v", key, d.id, row, history, exported)
			}
		}
		h.mutex.Unlock()
	}
	if len(rows) != r.kept || len(told) != r.kept {
		n.t.Errorf(
			"%d kept, but %d are in the rows and %d in the history: something is there that nobody asked for",
			r.kept,
			len(rows),
			len(told),
		)
	}
	if r.lost+r.doubled+r.unclear > 0 {
		n.t.Errorf("%s", r)
	}
	return r
}

// rowCount is the number of matching rows, and the id of one.
type rowCount struct {
	times int
	id    int64
}

// tableRows returns the contents of the tables.
func (n *torture) tableRows() map[string]rowCount {
	n.t.Helper()
	return n.countRows(`SELECT 'annotation ' || note, id FROM annotations UNION ALL
		SELECT 'evidence ' || s.title, e.id FROM evidence e JOIN sources s ON s.id = e.source_id UNION ALL
		SELECT 'claim ' || o.exact, c.id FROM claims c JOIN occurrences o ON o.claim_id = c.id UNION ALL
		SELECT 'query ' || m.body, m.query_id FROM messages m UNION ALL
		SELECT 'file ' || name, id FROM snapshots`)
}

func (n *torture) countRows(query string) map[string]rowCount {
	n.t.Helper()
	db := n.open()
	defer db.Close()
	found, err := db.Query(query)
	if err != nil {
		n.t.Fatal(err)
	}
	defer found.Close()
	traces := map[string]rowCount{}
	for found.Next() {
		var key string
		var id int64
		if err := found.Scan(&key, &id); err != nil {
			n.t.Fatal(err)
		}
		traces[key] = rowCount{traces[key].times + 1, id}
	}
	if err := found.Err(); err != nil {
		n.t.Fatal(err)
	}
	return traces
}

// eventRows returns the contents of the audit log.
func (n *torture) eventRows() map[string]rowCount {
	n.t.Helper()
	db := n.open()
	defer db.Close()
	names := n.countRows("SELECT 'file ' || name, id FROM snapshots")
	byID := map[int64]string{}
	for name, t := range names {
		byID[t.id] = name
	}
	found, err := db.Query(
		"SELECT action, object_id, after FROM events WHERE action IN ('claim made', 'annotation made', 'evidence given', 'query raised', 'snapshot taken')",
	)
	if err != nil {
		n.t.Fatal(err)
	}
	defer found.Close()
	traces := map[string]rowCount{}
	for found.Next() {
		var action, after string
		var id int64
		if err := found.Scan(&action, &id, &after); err != nil {
			n.t.Fatal(err)
		}
		var said struct {
			Note, Title, Exact, Body string
			Snapshot                 int64
		}
		if err := json.Unmarshal([]byte(after), &said); err != nil {
			n.t.Fatal(err)
		}
		key := map[string]string{"claim made": "claim " + said.Exact, "annotation made": "annotation " + said.Note, "evidence given": "evidence " + said.Title, "query raised": "query " + said.Body}[action]
		if action == "snapshot taken" {
			key, id = byID[said.Snapshot], said.Snapshot
		}
		traces[key] = rowCount{traces[key].times + 1, id}
	}
	if err := found.Err(); err != nil {
		n.t.Fatal(err)
	}
	return traces
}

// csvRows returns the claims, annotations and evidence in annotations.csv.
func (n *torture) csvRows() map[string]rowCount {
	n.t.Helper()
	rows, err := csv.NewReader(strings.NewReader(n.ok("", "export", "annotations"))).ReadAll()
	if err != nil {
		n.t.Fatal(err)
	}
	column := map[string]int{}
	for i, name := range rows[0] {
		column[name] = i
	}
	traces, seen := map[string]rowCount{}, map[string]bool{}
	for _, row := range rows[1:] {
		cell := func(name string) string { return row[column[name]] }
		if id, err := strconv.ParseInt(cell("annotation_id"), 10, 64); err == nil {
			key := "annotation " + cell("note")
			traces[key] = rowCount{traces[key].times + 1, id}
		}
		for _, entry := range strings.Split(cell("evidence"), " | ") { // each piece is in one row
			if _, title, is := strings.Cut(entry, ": "); is {
				title, _, _ = strings.Cut(title, " (") // the locator
				traces["evidence "+title] = rowCount{traces["evidence "+title].times + 1, 0}
			}
		}
		if seen[cell("claim_id")] {
			continue // the claim is in each of its rows
		}
		seen[cell("claim_id")] = true
		key := "claim " + cell("claim_text")
		traces[key] = rowCount{traces[key].times + 1, 0}
	}
	return traces
}
