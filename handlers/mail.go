package handlers

import (
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"net/http"
	"net/mail"
	"net/url"
	"strings"
	"time"

	"github.com/a-h/templ"
	"github.com/gin-gonic/gin"

	"linecheck/formats/send"
	"linecheck/models"
	"linecheck/text/message"
	"linecheck/views"
)

// mailSettingsPath is the path of a user's choices about mail.
const mailSettingsPath = "/account/mail"

// showMailSettings shows the user's choices about mail. Without a mail server the page does not exist.
func (h *Handlers) showMailSettings(c *gin.Context) error {
	return h.renderMailSettings(c, http.StatusOK, views.MailPage{Saved: c.Query("saved") != ""})
}

func (h *Handlers) renderMailSettings(c *gin.Context, status int, shown views.MailPage) error {
	if h.mailer == nil {
		return models.ErrNotFound
	}
	who := reader(c)
	settings, err := h.store.MailSettings(c.Request.Context(), who)
	if err != nil {
		return err
	}
	if len(shown.Errors) > 0 {
		settings.Off, settings.Zone = shown.Typed.Off, shown.Typed.Zone
		settings.DigestDays = shown.Settings.DigestDays
	}
	shown.Page, shown.Settings = h.newPage(c, "Mail", "account"), settings
	for _, k := range models.NoticeKinds {
		if k.IsFor(who) {
			shown.Kinds = append(shown.Kinds, k)
		}
	}
	return h.render(c, status, views.MailSettingsPage(shown))
}

// setMailSettings changes the user's choices about mail. It also stores the page's language as the language of the mails.
func (h *Handlers) setMailSettings(c *gin.Context) error {
	fields, err := readForm(c)
	if fields == nil {
		return err
	}
	typed := models.NewMailSettings{
		Off:        fields.Get("off") != "",
		Modes:      map[string]string{},
		DigestHour: fields.Get("digest-hour"),
		DigestDays: fields["digest-day"],
		Zone:       strings.TrimSpace(fields.Get("zone")),
		QuietFrom:  fields.Get("quiet-from"),
		QuietUntil: fields.Get("quiet-until"),
		Language:   printer(c).Lang(),
	}
	for _, k := range models.NoticeKinds {
		typed.Modes[string(k)] = fields.Get(views.MailModeField(k))
	}
	if err == nil {
		err = h.store.SetMailSettings(c.Request.Context(), reader(c), typed)
	}
	if wrong := validationErrors(err); wrong != nil {
		settings, _ := typed.Check() // the valid fields, to be shown again
		return h.renderMailSettings(c, http.StatusUnprocessableEntity, views.MailPage{Typed: typed, Settings: settings, Errors: wrong})
	}
	if err != nil {
		return err
	}
	return seeOther(c, mailSettingsPath+"?saved=1")
}

// retryMail allows mail to an address again after a mail server refused the address.
func (h *Handlers) retryMail(c *gin.Context) error {
	if err := h.store.RetryMail(c.Request.Context(), reader(c)); err != nil {
		return err
	}
	return seeOther(c, mailSettingsPath)
}

// showUnsubscribe asks whether to stop mail about notices. It changes nothing, because mail programs open links on their own.
func (h *Handlers) showUnsubscribe(c *gin.Context) error {
	settings, err := h.store.UnsubscribeInfo(c.Request.Context(), c.Param("token"))
	if err != nil {
		return err
	}
	return h.renderUnsubscribe(c, settings.Off)
}

func (h *Handlers) renderUnsubscribe(c *gin.Context, off bool) error {
	return h.render(c, http.StatusOK, views.Unsubscribe(h.newPage(c, "Mail", ""), c.Param("token"), off))
}

// unsubscribe stops mail about notices for the user to whom the link belongs. Mail providers also post to it for their users (RFC 8058).
func (h *Handlers) unsubscribe(c *gin.Context) error {
	if err := h.store.Unsubscribe(c.Request.Context(), c.Param("token")); err != nil {
		return err
	}
	return h.renderUnsubscribe(c, true)
}

// mailLink mails a link to a person, and returns the outcome for the page, which shows the link in any case. The link is sent at once and
// never queued, because only its hash may be stored.
func (h *Handlers) mailLink(c *gin.Context, to mail.Address, m views.LinkMail) (o views.MailOutcome) {
	if h.mailer == nil {
		return o
	}
	m.Maker = reader(c).Name
	letter, err := NewMailWriter(h.absoluteURL(c, ""), h.zone).link(c.Request.Context(), to, m)
	if err == nil {
		err = h.mailer.Send(c.Request.Context(), letter)
	}
	if err == nil {
		o.MailedTo = to.Address
		return o
	}
	o.MailFault = printer(c).Say("The mail could not be written.")
	var failed *send.FailedError
	if errors.As(err, &failed) {
		o.MailFault = failed.Reason
	}
	h.log.Warn("mailing a link", "error", err)
	return o
}

// MailWriter composes mails.
type MailWriter struct {
	base      string // the address of Linecheck, without a trailing slash
	host      string // the right part of every Message-ID
	zone      *time.Location
	languages languages
}

// NewMailWriter returns a MailWriter. base is the address with which the mails' links begin.
func NewMailWriter(base string, zone *time.Location) *MailWriter {
	w := &MailWriter{base: base, zone: zone, languages: newLanguages(message.Languages(), true), host: "linecheck.invalid"}
	if u, err := url.Parse(base); err == nil && u.Hostname() != "" {
		w.host = strings.Trim(u.Hostname(), "[]")
	}
	return w
}

// Notices composes a mail about notices, in its user's language. The mails about one article form one thread.
func (w *MailWriter) Notices(ctx context.Context, m models.DueMail) (send.Mail, error) {
	ctx = message.With(ctx, w.languages.choose(m.Settings.Language))
	content := views.NoticeMail{DueMail: m, Base: w.base, Zone: m.Settings.Location(w.zone)}
	letter, err := w.letter(ctx, mail.Address{Name: m.Reader.Name, Address: m.Reader.Email}, content.Subject(ctx), content.Text(ctx),
		views.NoticeMailPage(content))
	letter.MessageID, letter.At = m.Message+"@"+w.host, m.CreatedAt
	letter.Unsubscribe = content.Unsubscribe()
	if m.ArticleID != nil {
		letter.References = threadID(*m.ArticleID, m.UserID) + "@" + w.host
	}
	return letter, err
}

// threadID returns the id of the thread for a user's mails about an article.
func threadID(article, user int64) string {
	return fmt.Sprintf("article-%d-user-%d", article, user)
}

// link composes a mail with a one-time link, in the page's language.
func (w *MailWriter) link(ctx context.Context, to mail.Address, m views.LinkMail) (send.Mail, error) {
	letter, err := w.letter(ctx, to, m.Subject(ctx), m.Text(ctx), views.LinkMailPage(m))
	letter.MessageID, letter.At = strings.ToLower(rand.Text())+"@"+w.host, time.Now()
	return letter, err
}

func (w *MailWriter) letter(ctx context.Context, to mail.Address, subject, text string, page templ.Component) (send.Mail, error) {
	var html bytes.Buffer
	err := page.Render(ctx, &html)
	return send.Mail{To: to, Subject: subject, Text: text, HTML: html.String(), Language: message.From(ctx).Lang()}, err
}
