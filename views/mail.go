package views

import (
	"context"
	"strings"
	"time"

	"github.com/a-h/templ"

	"linecheck/models"
	"linecheck/text/message"
)

// MailPage is a user's form for their choices about mail.
type MailPage struct {
	Page
	Settings models.MailSettings
	Typed    models.NewMailSettings // with errors; its hours are "" otherwise
	Errors   models.ValidationErrors
	Kinds    []models.NoticeKind
	Saved    bool
}

// mode returns the selected mode of a kind, as typed or as saved.
func (p MailPage) mode(k models.NoticeKind) models.MailMode {
	if len(p.Errors) > 0 {
		return models.MailMode(p.Typed.Modes[string(k)])
	}
	return p.Settings.Mode(k)
}

// MailModeField returns the name of the field of a kind of notice.
func MailModeField(k models.NoticeKind) string {
	return "mode-" + strings.ReplaceAll(string(k), " ", "-")
}

// weekdays lists the weekdays, Monday first.
func weekdays() (days []time.Weekday) {
	for i := range 7 {
		days = append(days, time.Weekday((i+1)%7))
	}
	return days
}

// weekdayName returns the name of a day in the user's language.
func weekdayName(ctx context.Context, day time.Weekday) string {
	sunday := time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC)
	return formatTime(ctx, sunday.AddDate(0, 0, int(day)), time.UTC, "Monday")
}

// hourName formats an hour of the day, such as 08:00.
func hourName(ctx context.Context, hour int) string {
	return formatTime(ctx, time.Date(2026, 11, 1, hour, 0, 0, 0, time.UTC), time.UTC, "15:04")
}

// NoticeMail is the content of a mail about notices.
type NoticeMail struct {
	models.DueMail
	Base string         // the address of Linecheck, without a trailing slash
	Zone *time.Location // the user's time zone
}

// articleName returns the name of a notice's article in a mail. It is the article's number, or its title if the desk allows mails to
// quote texts.
func articleName(ctx context.Context, n models.NoticeRow) string {
	if n.MailText {
		return excerpt(n.ArticleTitle)
	}
	return say(ctx, "Article %s", id(n.ArticleID))
}

// Subject returns the mail's subject.
func (m NoticeMail) Subject(ctx context.Context) string {
	first := m.Notices[0]
	about := articleName(ctx, first)
	if m.ArticleID == nil {
		about = "Linecheck"
	}
	if n := len(m.Notices) + m.More; n > 1 {
		return about + ": " + count(ctx, n, "%d notice", "%d notices")
	}
	return about + ": " + strings.TrimSuffix(sayText(ctx, first.Text()), ".")
}

// link returns the address of a notice's object.
func (m NoticeMail) link(n models.NoticeRow) string { return m.Base + string(NoticeAddress(n)) }

// Unsubscribe returns the address that unsubscribes from these mails.
func (m NoticeMail) Unsubscribe() string { return m.Base + "/mail/" + m.Settings.Unsubscribe }

// articleGroup contains the notices about one article.
type articleGroup struct {
	Name string
	List []models.NoticeRow
}

// articles groups the notices by article, in the order of their first appearance.
func (m NoticeMail) articles(ctx context.Context) (groups []articleGroup) {
	at := map[int64]int{}
	for _, n := range m.Notices {
		i, known := at[n.ArticleID]
		if !known {
			i = len(groups)
			at[n.ArticleID], groups = i, append(groups, articleGroup{Name: articleName(ctx, n)})
		}
		groups[i].List = append(groups[i].List, n)
	}
	return groups
}

// more says how many notices the mail omits; "" for none.
func (m NoticeMail) more(ctx context.Context) string {
	if m.More == 0 {
		return ""
	}
	return count(ctx, m.More, "There is %d more notice.", "There are %d more notices.")
}

// due says when an assignment is due; "" for other notices.
func (m NoticeMail) due(ctx context.Context, n models.NoticeRow) string {
	if n.DueAt == nil {
		return ""
	}
	return say(ctx, "due %s", FormatTime(ctx, *n.DueAt, m.Zone))
}

// Text returns the mail as plain text.
func (m NoticeMail) Text(ctx context.Context) string {
	var b strings.Builder
	line := func(s string) {
		if s != "" {
			b.WriteString(s + "\n")
		}
	}
	for _, group := range m.articles(ctx) {
		line(group.Name)
		b.WriteByte('\n')
		for _, n := range group.List {
			line("* " + sayText(ctx, n.Text()))
			if n.MailText && n.Words != "" {
				line("  “" + excerpt(n.Words) + "”")
			}
			if due := m.due(ctx, n); due != "" {
				line("  " + due)
			}
			line("  " + m.link(n))
			b.WriteByte('\n')
		}
	}
	line(m.more(ctx))
	line("-- ")
	line(say(ctx, "Your notices: %s", m.Base+"/notices"))
	line(say(ctx, "Choose what is mailed: %s", m.Base+"/account/mail"))
	line(say(ctx, "Stop these mails: %s", m.Unsubscribe()))
	return b.String()
}

// MailOutcome is the result of mailing a link. It is empty on a server without mail.
type MailOutcome struct {
	MailedTo  string // the address to which the link was mailed
	MailFault string // why it was not
}

// LinkMail is the content of a mail with a link: an invitation, a link for a new password, or a question to a person without an account.
type LinkMail struct {
	Maker string // who made it
	Desk  string // to which the link leads; "" for a link for a new password, and for a question
	Days  int    // how long a question can be answered; 0 for the other links
	Link  string
}

// Subject returns the mail's subject.
func (m LinkMail) Subject(ctx context.Context) string {
	switch {
	case m.Days > 0:
		return say(ctx, "%s has a question for you", m.Maker)
	case m.Desk == "":
		return say(ctx, "Linecheck: choose a new password")
	}
	return say(ctx, "Linecheck: %s invites you to %s", m.Maker, m.Desk)
}

// sentence returns the sentence that explains the link.
func (m LinkMail) sentence() (key message.Key, args []string) {
	switch {
	case m.Days > 0:
		return "%s checks an article before it is published, and has a question for you. You need no account to answer.", []string{m.Maker}
	case m.Desk == "":
		return "%s made a link for you, with which you choose a new password.", []string{m.Maker}
	}
	return "%s invites you to check articles at %s.", []string{m.Maker, m.Desk}
}

// Text returns the mail as plain text.
func (m LinkMail) Text(ctx context.Context) string {
	key, args := m.sentence()
	said := make([]any, len(args))
	for i, arg := range args {
		said[i] = arg
	}
	return say(ctx, key, said...) + "\n\n" + m.Link + "\n\n" + m.hint(ctx) + "\n"
}

// hint explains the link.
func (m LinkMail) hint(ctx context.Context) string {
	if m.Days > 0 {
		return count(ctx, m.Days, "The link works for %d day. Please do not pass it on: what comes by it is shown under your name.",
			"The link works for %d days. Please do not pass it on: what comes by it is shown under your name.")
	}
	return say(ctx, "The link works once, for seven days. If you did not expect it, do nothing.")
}

// component returns the sentence as HTML.
func (m LinkMail) component(ctx context.Context) templ.Component {
	key, args := m.sentence()
	said := make([]any, len(args))
	for i, arg := range args {
		said[i] = bdi(arg)
	}
	return sayWith(ctx, key, said...)
}
