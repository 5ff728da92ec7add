package write

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"github.com/emersion/go-ical"

	"linecheck/models"
	"linecheck/text/message"
)

// Another library parses the calendar, and finds every text that users typed.
func TestCalendarIsReadBack(t *testing.T) {
	at := time.Date(2026, 12, 24, 19, 0, 0, 0, time.FixedZone("", 3600))
	long := strings.Repeat("پل بسته شد، و 🚲 ", 40)
	titles := []string{"Bridge; closes, \\n \"today\": 50%", "a\r\nBEGIN:VEVENT\r\nX", "nul\x00 tab\t\u2028", long}
	var entries []models.CalendarEntry
	for i, title := range titles {
		entries = append(entries, models.CalendarEntry{Kind: models.CalendarArticle, ID: int64(i + 1), ArticleID: int64(i + 1),
			Title: title, DueAt: at, ChangedAt: at.Add(-time.Hour + 5*time.Millisecond), Done: i == 1})
	}
	entries = append(entries, models.CalendarEntry{Kind: models.CalendarClaim, ID: 1, ArticleID: 3, Title: "T",
		Words:   "€12 million; more, less",
		Ordinal: 4, DueAt: at, ChangedAt: at})
	info := CalendarInfo{BaseURL: "https://desk.example.org/lc", Host: "desk.example.org", Messages: message.English}
	var out, again bytes.Buffer
	if err := Calendar(&out, info, entries); err != nil {
		t.Fatal(err)
	}
	if err := Calendar(&again, info, entries); err != nil || !bytes.Equal(out.Bytes(), again.Bytes()) {
		t.Errorf("equal entries are written differently: %v", err)
	}
	for line := range strings.SplitSeq(strings.TrimSuffix(out.String(), "\r\n"), "\r\n") {
		if len(line) > 75 || strings.ContainsAny(line, "\r\n\x00") {
			t.Errorf("line %q of %d octets", line, len(line))
		}
	}
	cal, err := ical.NewDecoder(&out).Decode()
	if err != nil {
		t.Fatal(err)
	}
	events := cal.Events()
	if len(events) != len(entries) {
		t.Fatalf("%d events, want %d", len(events), len(entries))
	}
	want := []struct{ uid, summary, status, url string }{
		{"article-1@desk.example.org", `Due: Bridge; closes, \n "today": 50%`, "CONFIRMED", "/articles/1"},
		{"article-2@desk.example.org", "Signed off: a BEGIN:VEVENT X", "CANCELLED", "/articles/2"},
		{"article-3@desk.example.org", "Due: nul tab", "CONFIRMED", "/articles/3"},
		{"article-4@desk.example.org", "Due: " + string([]rune(long)[:maxCalendarWords]) + "…", "CONFIRMED", "/articles/4"},
		{"claim-1@desk.example.org", "Claim due: “€12 million; more, less”", "CONFIRMED", "/articles/3/sentences/4"},
	}
	for i, e := range events {
		text := func(name string) string {
			got, err := e.Props.Text(name)
			if err != nil {
				t.Errorf("%s of event %d: %v", name, i, err)
			}
			return got
		}
		got := want[i]
		got.uid, got.summary, got.status = text("UID"), text("SUMMARY"), text("STATUS")
		if got != want[i] {
			t.Errorf("got  %+v\nwant %+v", got, want[i])
		}
		if url := e.Props.Get("URL").Value; url != info.BaseURL+want[i].url {
			t.Errorf("URL %q, want %q", url, want[i].url)
		}
		for name, value := range map[string]string{"DTSTART": "20261224T180000Z", "LAST-MODIFIED": e.Props.Get("DTSTAMP").Value} {
			if got := e.Props.Get(name).Value; got != value || !strings.HasSuffix(got, "Z") {
				t.Errorf("%s is %s, want %s", name, got, value)
			}
		}
	}
}
