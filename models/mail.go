package models

import (
	"encoding/json"
	"slices"
	"strconv"
	"time"

	"linecheck/text/message"
)

// MailMode says when a user receives a kind of notice by mail.
type MailMode string

// The modes of a kind of notice.
const (
	MailNow    MailMode = "now"    // at once, together with other notices about the same article within MailDelay
	MailDigest MailMode = "digest" // in one mail with all other notices, at an hour that the user chose
	MailNever  MailMode = "never"
)

// mailModeNames are the modes as a user chooses them.
var mailModeNames = map[MailMode]message.Key{MailNow: "at once", MailDigest: "in the digest", MailNever: "never"}

// Name returns the mode as a user chooses it.
func (m MailMode) Name() message.Key { return mailModeNames[m] }

// MailModes lists every mode.
var MailModes = []MailMode{MailNow, MailDigest, MailNever}

const (
	// MailDelay is how long a mail waits for other notices about the same article.
	MailDelay = time.Minute
	// MailMaxAge is the age after which a notice is no longer mailed. It is longer than the longest time between two digests.
	MailMaxAge = 8 * 24 * time.Hour
	// MailRetention is how long finished mails are kept in the log.
	MailRetention = NoticeRetention
	// MaxMailNotices is the largest number of notices that one mail lists.
	MaxMailNotices = 50
)

// defaultMailMode is the mode of a kind for which a user has chosen none. Requests to the user are mailed at once.
func defaultMailMode(k NoticeKind) MailMode {
	switch k {
	case NoticeAsked, NoticeAnswered, NoticeMentioned, NoticeAssigned, NoticeVoided, NoticeDue, NoticeReady:
		return MailNow
	}
	return MailDigest
}

// Weekdays is a set of weekdays, one bit each. Monday is the lowest bit.
type Weekdays uint8

// WorkingDays are Monday to Friday.
const WorkingDays Weekdays = 0b0011111

// Has reports whether the set contains a day.
func (w Weekdays) Has(day time.Weekday) bool { return w&weekdayBit(day) != 0 }

func weekdayBit(day time.Weekday) Weekdays { return 1 << ((day + 6) % 7) }

// With returns the set with one more day.
func (w Weekdays) With(day time.Weekday) Weekdays { return w | weekdayBit(day) }

// MailSettings are a user's choices about mail. Hours are local times in the user's time zone.
type MailSettings struct {
	UserID       int64
	Off          bool                    // no mail about notices
	Modes        map[NoticeKind]MailMode `gorm:"-"` // only the kinds for which the user has chosen a mode
	DigestHour   int
	DigestDays   Weekdays
	Zone         string // "": the newsroom's
	QuietFrom    int    // quiet hours, from this hour to QuietUntil; if both are equal, there are none
	QuietUntil   int
	Language     string // a BCP 47 tag; "": English
	Unsubscribe  string // the secret of the unsubscribe link
	BouncedAt    *time.Time
	BounceDetail string
}

// DefaultMailSettings returns the settings of a user who has chosen nothing.
func DefaultMailSettings(user int64) MailSettings {
	return MailSettings{UserID: user, DigestHour: 8, DigestDays: WorkingDays}
}

// Mode returns when a kind of notice is mailed.
func (s MailSettings) Mode(k NoticeKind) MailMode {
	if mode := s.Modes[k]; mode != "" {
		return mode
	}
	return defaultMailMode(k)
}

// Location returns the user's time zone, or the newsroom's if the user chose none.
func (s MailSettings) Location(newsroom *time.Location) *time.Location {
	if s.Zone != "" {
		if zone, err := time.LoadLocation(s.Zone); err == nil {
			return zone
		}
	}
	return newsroom
}

// Due returns the time at which a notice is to be mailed, not before now. It returns false if the notice is never mailed. delay is how
// long a mail waits for further notices.
func (s MailSettings) Due(k NoticeKind, at, now time.Time, newsroom *time.Location, delay time.Duration) (time.Time, bool) {
	mode := s.Mode(k)
	if s.Off || s.BouncedAt != nil || mode == MailNever || now.Sub(at) > MailMaxAge {
		return time.Time{}, false
	}
	zone := s.Location(newsroom)
	due := at.Add(delay)
	if mode == MailDigest {
		due = s.nextDigest(at.In(zone))
	}
	if due.Before(now) {
		due = now
	}
	return s.afterQuiet(due.In(zone)).UTC(), true
}

// nextDigest returns the time of the first digest after t, in t's zone.
func (s MailSettings) nextDigest(t time.Time) time.Time {
	for day := range 9 {
		digest := time.Date(t.Year(), t.Month(), t.Day()+day, s.DigestHour, 0, 0, 0, t.Location())
		if digest.After(t) && s.DigestDays.Has(digest.Weekday()) {
			return digest
		}
	}
	return t // no weekday is chosen, which Check refuses
}

// afterQuiet returns the end of the quiet hours if t lies within them, or else t.
func (s MailSettings) afterQuiet(t time.Time) time.Time {
	const step = 15 * time.Minute // in every time zone, each hour begins at a multiple of 15 minutes in UTC
	for s.isQuiet(t.Hour()) {
		t = t.Truncate(step).Add(step)
	}
	return t
}

func (s MailSettings) isQuiet(hour int) bool {
	if s.QuietFrom <= s.QuietUntil {
		return s.QuietFrom <= hour && hour < s.QuietUntil
	}
	return hour >= s.QuietFrom || hour < s.QuietUntil
}

// NewMailSettings are the settings in a submitted form.
type NewMailSettings struct {
	Off        bool
	Modes      map[string]string // by kind
	DigestHour string
	DigestDays []string // numbers of time.Weekday
	Zone       string
	QuietFrom  string
	QuietUntil string
	Language   string
}

// Check validates the settings.
func (n NewMailSettings) Check() (MailSettings, error) {
	var wrong ValidationErrors
	s := MailSettings{Off: n.Off, Modes: map[NoticeKind]MailMode{}, Zone: n.Zone, Language: n.Language}
	for _, k := range NoticeKinds {
		mode := MailMode(n.Modes[string(k)])
		switch {
		case mode == "":
		case !slices.Contains(MailModes, mode):
			wrong.Add("mode", "Please choose one of the listed answers.")
		case mode != defaultMailMode(k):
			s.Modes[k] = mode
		}
	}
	s.DigestHour = checkHour("digest-hour", n.DigestHour, &wrong)
	s.QuietFrom, s.QuietUntil = checkHour("quiet-from", n.QuietFrom, &wrong), checkHour("quiet-until", n.QuietUntil, &wrong)
	for _, typed := range n.DigestDays {
		day, err := strconv.Atoi(typed)
		if err != nil || day < 0 || day > 6 {
			wrong.Add("digest-day", "Please choose one of the listed days.")
			break
		}
		s.DigestDays = s.DigestDays.With(time.Weekday(day))
	}
	if s.DigestDays == 0 && len(wrong) == 0 {
		wrong.Add("digest-day", "Please choose at least one day.")
	}
	if _, err := time.LoadLocation(n.Zone); err != nil || n.Zone == "Local" || len(n.Zone) > 64 {
		wrong.Add("zone", "This time zone is not known. Please give one such as Europe/Lisbon.")
	}
	return s, wrong.Err()
}

func checkHour(field, typed string, wrong *ValidationErrors) int {
	hour, err := strconv.Atoi(typed)
	if err != nil || hour < 0 || hour > 23 {
		wrong.Add(field, "Please give an hour from 0 to 23.")
		return 0
	}
	return hour
}

// EncodeModes formats the chosen modes for the database.
func (s MailSettings) EncodeModes() string {
	if len(s.Modes) == 0 {
		return "{}"
	}
	b, err := json.Marshal(s.Modes)
	if err != nil {
		panic(err) // a map of strings can always be encoded
	}
	return string(b)
}

// DecodeModes parses modes from the database. It ignores unknown ones.
func DecodeModes(stored string) map[NoticeKind]MailMode {
	modes := map[NoticeKind]MailMode{}
	if err := json.Unmarshal([]byte(stored), &modes); err != nil {
		return nil
	}
	for k, mode := range modes {
		if !slices.Contains(NoticeKinds, k) || !slices.Contains(MailModes, mode) {
			delete(modes, k)
		}
	}
	return modes
}

// MailState is the progress of a mail.
type MailState string

// The states of a mail.
const (
	MailWaiting MailState = "waiting"  // for its first attempt or a retry
	MailSent    MailState = "sent"     // the mail server accepted it
	MailGivenUp MailState = "given up" // the last attempt failed
	MailBounced MailState = "bounced"  // the mail server refused the address
	MailEmpty   MailState = "empty"    // when it was due, its notices had been read or were no longer visible to the user
)

// OutgoingMail is one mail about notices.
type OutgoingMail struct {
	ID          int64
	UserID      int64
	ArticleID   *int64 // the article of all its notices; nil for a digest
	Message     string // the left part of its Message-ID, the same for every attempt
	CreatedAt   time.Time
	State       MailState
	Tries       int
	NextAt      time.Time
	Lease       string // the lease of the instance that is sending it
	LeasedUntil *time.Time
	Code        int    // the code of the mail server's last answer; 0 if there was none
	Detail      string // why the last attempt failed, as a sentence
	EndedAt     *time.Time
}

// TableName returns the table of a mail.
func (OutgoingMail) TableName() string { return "mails" }

// DueMail is a mail that is due now, with everything that writing it needs.
type DueMail struct {
	OutgoingMail
	Reader   Reader // the recipient, with their current rights
	Settings MailSettings
	Notices  []NoticeRow // newest first, at most MaxMailNotices
	More     int         // the number of notices that the mail does not list
}

// MailResult is the result of one try.
type MailResult struct {
	Code    int    // the code of the mail server's answer; 0 if there was none
	Detail  string // why it failed, as a sentence; "" if it was accepted
	Bounced bool   // the mail server permanently refused the address
	Final   bool   // another attempt would fail too
}

// MailPlan is the configuration for planning mails.
type MailPlan struct {
	Zone  *time.Location // the newsroom's time zone
	Delay time.Duration  // normally MailDelay
}

// MailMetrics are the metrics of the mail queue.
type MailMetrics struct {
	Waiting  int
	Overdue  time.Duration // for how long the oldest of them has been due
	GivenUp  int           // within MailRetention
	Bounced  int           // within MailRetention
	LastSent *time.Time
}
