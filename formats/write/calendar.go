package write

import (
	"io"
	"strconv"
	"strings"
	"time"
	"unicode"

	ics "github.com/arran4/golang-ical"

	"linecheck/models"
	"linecheck/text/message"
)

// CalendarInfo says who a calendar is for.
type CalendarInfo struct {
	BaseURL  string // of the pages
	Host     string // of the pages; with an entry's kind and id, it is the identity of an event
	Messages *message.Printer
}

// calendarRefresh recommends to clients how often they read the calendar again (RFC 7986, section 5.7).
const calendarRefresh = "PT1H"

// maxCalendarWords limits the words of a claim in a calendar, in code points.
const maxCalendarWords = 200

// Calendar writes due times as an iCalendar stream (RFC 5545). Equal entries give equal bytes, because the output does not contain the
// present time. An entry that is done becomes a cancelled event. Calendars strike out or hide such an event, and show no reminder of it.
func Calendar(out io.Writer, info CalendarInfo, entries []models.CalendarEntry) error {
	cal := ics.NewCalendarFor("Linecheck")
	cal.SetXWRCalName("Linecheck")
	cal.SetRefreshInterval(calendarRefresh, ics.WithValue("DURATION"))
	for _, e := range entries {
		id := strconv.FormatInt(e.ID, 10)
		event := cal.AddEvent(string(e.Kind) + "-" + id + "@" + info.Host)
		event.SetDtStampTime(e.ChangedAt.Truncate(time.Second))
		event.SetModifiedAt(e.ChangedAt.Truncate(time.Second))
		event.SetStartAt(e.DueAt)
		event.SetTimeTransparency(ics.TransparencyTransparent)
		event.SetSummary(info.summary(e))
		event.SetURL(info.BaseURL + e.Path())
		event.SetDescription(info.description(e))
		event.SetStatus(ics.ObjectStatusConfirmed)
		if e.Done {
			event.SetStatus(ics.ObjectStatusCancelled)
		}
	}
	return cal.SerializeTo(out, ics.WithNewLineWindows)
}

func (i CalendarInfo) summary(e models.CalendarEntry) string {
	title, words := oneLine(e.Title), oneLine(e.Words)
	switch {
	case e.Kind == models.CalendarClaim && e.Done:
		return i.Messages.Say("Done: claim “%s”", words)
	case e.Kind == models.CalendarClaim:
		return i.Messages.Say("Claim due: “%s”", words)
	case e.Done:
		return i.Messages.Say("Signed off: %s", title)
	}
	return i.Messages.Say("Due: %s", title)
}

func (i CalendarInfo) description(e models.CalendarEntry) string {
	address := i.BaseURL + e.Path()
	if e.Kind == models.CalendarClaim {
		return i.Messages.Say("In the article “%s”.", oneLine(e.Title)) + "\n" + address
	}
	return address
}

// oneLine returns text for one line of a calendar: without control characters, which RFC 5545 does not allow,
// and shortened.
func oneLine(s string) string {
	s = strings.Join(strings.Fields(strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return ' '
		}
		return r
	}, s)), " ")
	if words := []rune(s); len(words) > maxCalendarWords {
		s = string(words[:maxCalendarWords]) + "…"
	}
	return s
}
