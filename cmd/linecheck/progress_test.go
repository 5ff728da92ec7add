package main

import (
	"strings"
	"testing"
	"time"

	"linecheck/store"
)

func TestProgress(t *testing.T) {
	for name, test := range map[string]struct {
		terminal bool
		want     string
	}{
		"terminal": {true, "\r\x1b[KCopying claims: 0 of 4000 rows, 0 %" +
			"\r\x1b[KCopying claims: 1000 of 4000 rows, 25 %, about 15s left" +
			"\r\x1b[KCopying claims: 3000 of 4000 rows, 75 %, about 5s left" +
			"\r\x1b[KComparing claims: 1000 rows\r\x1b[K"},
		"log": {false, "Copying claims: 0 of 4000 rows, 0 %\n" +
			"Copying claims: 3000 of 4000 rows, 75 %, about 5s left\nComparing claims: 1000 rows\n"},
	} {
		t.Run(name, func(t *testing.T) {
			var out strings.Builder
			at := time.Date(2026, 12, 1, 9, 0, 0, 0, time.UTC)
			p := &progressPrinter{out: &out, terminal: test.terminal, now: func() time.Time { return at }}
			for _, r := range []struct {
				after    time.Duration
				progress store.Progress
			}{
				{0, store.Progress{Step: "Copying claims", Total: 4000}},
				{5 * time.Second, store.Progress{Step: "Copying claims", Done: 1000, Total: 4000}},
				{time.Millisecond, store.Progress{Step: "Copying claims", Done: 1001, Total: 4000}},
				{10 * time.Second, store.Progress{Step: "Copying claims", Done: 3000, Total: 4000}},
				{2 * time.Second, store.Progress{Step: "Comparing claims", Done: 1000}},
			} {
				at = at.Add(r.after)
				p.report(r.progress)
			}
			p.end()
			if out.String() != test.want {
				t.Errorf("got  %q\nwant %q", out.String(), test.want)
			}
		})
	}
}
