package models

import (
	"errors"
	"maps"
	"testing"
	"time"
)

func TestMailIsDue(t *testing.T) {
	lisbon, err := time.LoadLocation("Europe/Lisbon")
	if err != nil {
		t.Fatal(err)
	}
	at := func(s string) time.Time {
		got, err := time.ParseInLocation("2006-01-02 15:04", s, lisbon)
		if err != nil {
			t.Fatal(err)
		}
		return got
	}
	base := DefaultMailSettings(1)
	quiet := base
	quiet.QuietFrom, quiet.QuietUntil = 22, 7
	noon := base
	noon.QuietFrom, noon.QuietUntil = 12, 14
	weekly := base
	weekly.DigestDays = Weekdays(0).With(time.Monday)
	elsewhere := base
	elsewhere.Zone = "Asia/Kolkata" // 5:30 before UTC
	elsewhere.QuietFrom, elsewhere.QuietUntil = 22, 7
	off := base
	off.Off = true
	bounced := base
	bounced.BouncedAt = &time.Time{}
	chosen := base
	chosen.Modes = map[NoticeKind]MailMode{NoticeAsked: MailDigest, NoticeRuled: MailNow, NoticeDue: MailNever}
	for name, c := range map[string]struct {
		settings  MailSettings
		kind      NoticeKind
		happened  string
		now, want string // want "": never
	}{
		"a question":                       {base, NoticeAsked, "2026-12-02 10:00", "2026-12-02 10:00", "2026-12-02 10:01"},
		"a question, after a pause":        {base, NoticeAsked, "2026-12-02 10:00", "2026-12-02 11:30", "2026-12-02 11:30"},
		"a ruling, before the digest":      {base, NoticeRuled, "2026-12-02 07:59", "2026-12-02 07:59", "2026-12-02 08:00"},
		"a ruling, at the digest":          {base, NoticeRuled, "2026-12-02 08:00", "2026-12-02 08:00", "2026-12-03 08:00"},
		"a ruling on Friday":               {base, NoticeRuled, "2026-12-04 10:00", "2026-12-04 10:00", "2026-12-07 08:00"},
		"a ruling, once a week":            {weekly, NoticeRuled, "2026-12-07 08:00", "2026-12-07 08:00", "2026-12-14 08:00"},
		"a question in quiet hours":        {quiet, NoticeAsked, "2026-12-02 23:10", "2026-12-02 23:10", "2026-12-03 07:00"},
		"a question after midnight":        {quiet, NoticeAsked, "2026-12-03 00:10", "2026-12-03 00:10", "2026-12-03 07:00"},
		"a minute before quiet hours":      {quiet, NoticeAsked, "2026-12-02 21:59", "2026-12-02 21:59", "2026-12-03 07:00"},
		"a question at noon":               {noon, NoticeAsked, "2026-12-02 12:30", "2026-12-02 12:30", "2026-12-02 14:00"},
		"a mail that waited into quiet":    {quiet, NoticeAsked, "2026-12-02 21:00", "2026-12-02 22:30", "2026-12-03 07:00"},
		"quiet hours in another zone":      {elsewhere, NoticeAsked, "2026-12-02 17:00", "2026-12-02 17:00", "2026-12-03 01:30"},
		"a digest in another zone":         {elsewhere, NoticeRuled, "2026-12-02 17:00", "2026-12-02 17:00", "2026-12-03 02:30"},
		"no mail at all":                   {off, NoticeAsked, "2026-12-02 10:00", "2026-12-02 10:00", ""},
		"the address was refused":          {bounced, NoticeAsked, "2026-12-02 10:00", "2026-12-02 10:00", ""},
		"an old notice":                    {base, NoticeAsked, "2026-11-20 10:00", "2026-12-02 10:00", ""},
		"a question, chosen for digests":   {chosen, NoticeAsked, "2026-12-02 10:00", "2026-12-02 10:00", "2026-12-03 08:00"},
		"a ruling, chosen at once":         {chosen, NoticeRuled, "2026-12-02 10:00", "2026-12-02 10:00", "2026-12-02 10:01"},
		"a due time, chosen never":         {chosen, NoticeDue, "2026-12-02 10:00", "2026-12-02 10:00", ""},
		"the night that lasts longer":      {quiet, NoticeAsked, "2026-10-25 01:30", "2026-10-25 01:30", "2026-10-25 07:00"},
		"the night that lasts shorter":     {quiet, NoticeAsked, "2027-03-28 00:30", "2027-03-28 00:30", "2027-03-28 07:00"},
		"a digest after the shorter night": {base, NoticeRuled, "2027-03-28 10:00", "2027-03-28 10:00", "2027-03-29 08:00"},
	} {
		got, ok := c.settings.Due(c.kind, at(c.happened), at(c.now), lisbon, MailDelay)
		if shown := got.In(lisbon).Format("2006-01-02 15:04"); ok != (c.want != "") || ok && shown != c.want {
			t.Errorf("%s: the mail is due %v at %s, want %q", name, ok, shown, c.want)
		}
	}
}

func TestQuietHoursThatNeverEndAreNone(t *testing.T) {
	s := DefaultMailSettings(1)
	s.QuietFrom, s.QuietUntil = 9, 9
	for hour := range 24 {
		if s.isQuiet(hour) {
			t.Errorf("hour %d is quiet, though no hours are chosen", hour)
		}
	}
}

func TestMailSettingsAreChecked(t *testing.T) {
	valid := func() NewMailSettings {
		return NewMailSettings{Modes: map[string]string{"asked": "digest", "ruled": "digest"}, DigestHour: "7", DigestDays: []string{"1", "0"},
			Zone: "Europe/Lisbon", QuietFrom: "22", QuietUntil: "6"}
	}
	s, err := valid().Check()
	if err != nil {
		t.Fatal(err)
	}
	if want := map[NoticeKind]MailMode{NoticeAsked: MailDigest}; !maps.Equal(s.Modes, want) { // the other is the default
		t.Errorf("the chosen modes are %v, want %v", s.Modes, want)
	}
	if !s.DigestDays.Has(time.Sunday) || !s.DigestDays.Has(time.Monday) || s.DigestDays.Has(time.Tuesday) {
		t.Errorf("the days are %b, want Sunday and Monday", s.DigestDays)
	}
	if got := DecodeModes(s.EncodeModes()); !maps.Equal(got, s.Modes) {
		t.Errorf("stored and read back, the modes are %v", got)
	}
	for field, spoil := range map[string]func(*NewMailSettings){
		"mode":        func(n *NewMailSettings) { n.Modes["asked"] = "sometimes" },
		"digest-hour": func(n *NewMailSettings) { n.DigestHour = "24" },
		"quiet-from":  func(n *NewMailSettings) { n.QuietFrom = "" },
		"quiet-until": func(n *NewMailSettings) { n.QuietUntil = "-1" },
		"digest-day":  func(n *NewMailSettings) { n.DigestDays = nil },
		"zone":        func(n *NewMailSettings) { n.Zone = "Europe/Nowhere" },
	} {
		n := valid()
		spoil(&n)
		_, err := n.Check()
		var wrong ValidationErrors
		if !errors.As(err, &wrong) || wrong.Detail(field) == "" {
			t.Errorf("a wrong %s is accepted: %v", field, err)
		}
	}
}
