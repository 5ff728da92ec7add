// Package send sends mail over SMTP.
package send

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"net/mail"
	"net/netip"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"

	gomail "github.com/wneessen/go-mail"
)

// Timeout limits one attempt to send a mail. It is shorter than a mail's lease in the store.
const Timeout = 30 * time.Second

// The standard ports of mail submission.
const (
	submissionPort    = 587 // with STARTTLS
	submissionTLSPort = 465
)

// Mail is one mail to one person.
type Mail struct {
	To          mail.Address
	Subject     string
	Text        string // the plain version
	HTML        string // the same as a page
	MessageID   string // without angle brackets; the same for every retry
	References  string // the Message-ID of the thread's first mail; "" for none
	Unsubscribe string // the address that unsubscribes with one POST (RFC 8058); "" for a mail that the user requested
	Language    string // a BCP 47 tag
	At          time.Time
}

// Mailer sends mail through one SMTP server.
type Mailer struct {
	host    string
	from    mail.Address
	options []gomail.Option
}

// NewMailer returns a mailer for a server such as smtp://user:password@mail.example.org. smtp requires STARTTLS, except on this machine,
// and has the default port 587. smtps starts with TLS, and has the default port 465. from is the sender's address, with or without a
// name. roots are the certificate authorities; nil means the system's.
func NewMailer(server, from string, roots *x509.CertPool) (*Mailer, error) {
	m := &Mailer{}
	sender, err := mail.ParseAddress(from)
	if err != nil {
		return nil, fmt.Errorf("%q is no address to send from, such as Linecheck <linecheck@example.org>", from)
	}
	m.from = *sender
	u, err := url.Parse(server)
	if err != nil || u.Hostname() == "" || u.Scheme != "smtp" && u.Scheme != "smtps" || strings.Trim(u.Path, "/") != "" || u.RawQuery != "" {
		return nil, errors.New("the mail server is no address such as smtp://user:password@mail.example.org:587") // it may contain a password
	}
	m.host = u.Hostname()
	port := submissionPort
	if u.Scheme == "smtps" {
		port = submissionTLSPort
	}
	if u.Port() != "" {
		if port, err = strconv.Atoi(u.Port()); err != nil || port < 1 || port > 65535 {
			return nil, fmt.Errorf("%q is no port", u.Port())
		}
	}
	m.options = []gomail.Option{
		gomail.WithPort(port),
		gomail.WithTimeout(Timeout),
		gomail.WithTLSConfig(&tls.Config{ServerName: m.host, RootCAs: roots, MinVersion: tls.VersionTLS12}),
		gomail.WithTLSPolicy(gomail.TLSMandatory),
	}
	switch {
	case u.Scheme == "smtps":
		m.options = append(m.options, gomail.WithSSL())
	case isLoopback(m.host): // nobody can intercept a connection on this machine, and its relay's certificate is seldom valid
		m.options = append(m.options, gomail.WithTLSPolicy(gomail.TLSOpportunistic),
			gomail.WithTLSConfig(&tls.Config{ServerName: m.host, InsecureSkipVerify: true, MinVersion: tls.VersionTLS12}))
	}
	if u.User != nil {
		password, _ := u.User.Password()
		m.options = append(m.options, gomail.WithSMTPAuth(gomail.SMTPAuthAutoDiscover), gomail.WithUsername(u.User.Username()),
			gomail.WithPassword(password))
	}
	if _, err := gomail.NewClient(m.host, m.options...); err != nil {
		return nil, fmt.Errorf("the mail server: %w", err)
	}
	return m, nil
}

// isLoopback reports whether a host name refers to this machine.
func isLoopback(host string) bool {
	if addr, err := netip.ParseAddr(host); err == nil {
		return addr.IsLoopback()
	}
	return strings.EqualFold(host, "localhost")
}

func isASCII(s string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool { return r > unicode.MaxASCII })
}

// FailedError reports that a mail was not sent.
type FailedError struct {
	Code      int    // the code of the server's answer (RFC 5321); 0 if there was no answer
	Recipient bool   // the server permanently refuses the recipient's address
	Final     bool   // another attempt would fail too
	Reason    string // a sentence for the sender
	Err       error  // the cause
}

// Error returns a sentence such as "The mail server refused the address (550)."
func (e *FailedError) Error() string { return e.Reason }

// Unwrap returns the cause.
func (e *FailedError) Unwrap() error { return e.Err }

// Send sends a mail. It returns a *FailedError if the server did not accept it.
func (m *Mailer) Send(ctx context.Context, letter Mail) error {
	message, err := m.message(letter)
	if err != nil {
		return &FailedError{Final: true, Recipient: true, Reason: "This is no address that mail can be sent to.", Err: err}
	}
	options := m.options
	if isASCII(letter.To.Address) { // only then, because servers without SMTPUTF8 refuse a mail that requires it
		options = append(slices.Clip(options), gomail.WithoutSMTPUTF8())
	}
	client, err := gomail.NewClient(m.host, options...)
	if err != nil {
		return &FailedError{Reason: "The mail server's settings are wrong.", Err: err}
	}
	ctx, cancel := context.WithTimeout(ctx, Timeout)
	defer cancel()
	if err := client.DialAndSendWithContext(ctx, message); err != nil && !message.IsDelivered() {
		return failure(err)
	}
	return nil
}

// Check connects to the server, logs in, and disconnects.
func (m *Mailer) Check(ctx context.Context) error {
	client, err := gomail.NewClient(m.host, m.options...)
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, Timeout)
	defer cancel()
	if err := client.DialWithContext(ctx); err != nil {
		return failure(err)
	}
	return client.Close()
}

// message composes the mail. The library encodes every header, so a name or a title cannot add another header.
func (m *Mailer) message(letter Mail) (*gomail.Msg, error) {
	message := gomail.NewMsg(gomail.WithNoDefaultUserAgent())
	message.FromMailAddress(&m.from)
	if _, err := mail.ParseAddress("<" + letter.To.Address + ">"); err != nil {
		return nil, err
	}
	message.AddToMailAddress(&letter.To)
	message.Subject(letter.Subject)
	message.SetMessageIDWithValue(letter.MessageID)
	message.SetDateWithValue(letter.At)
	message.SetGenHeader("Auto-Submitted", "auto-generated")
	message.SetGenHeader(gomail.HeaderContentLang, letter.Language)
	if letter.References != "" {
		message.SetGenHeader(gomail.HeaderReferences, "<"+letter.References+">")
		message.SetGenHeader(gomail.HeaderInReplyTo, "<"+letter.References+">")
	}
	if letter.Unsubscribe != "" {
		message.SetListUnsubscribe(letter.Unsubscribe)
		if strings.HasPrefix(letter.Unsubscribe, "https://") { // RFC 8058 allows one-click unsubscription only with https
			message.SetListUnsubscribePost()
		}
	}
	message.SetBodyString(gomail.TypeTextPlain, letter.Text)
	message.AddAlternativeString(gomail.TypeTextHTML, letter.HTML)
	return message, nil
}

// failure returns the error of a failed attempt, with a reason for the sender.
func failure(err error) *FailedError {
	failed := &FailedError{Err: err}
	var sending *gomail.SendError
	var network net.Error
	var certificate *tls.CertificateVerificationError
	switch {
	case errors.As(err, &sending) && sending.ErrorCode() != 0:
		failed.Code = sending.ErrorCode()
		failed.Final = !sending.IsTemp() && failed.Code >= 500
		failed.Recipient = failed.Final && sending.Reason == gomail.ErrSMTPRcptTo
		failed.Reason = fmt.Sprintf("The mail server did not accept the mail (%d).", failed.Code)
		if failed.Recipient {
			failed.Reason = fmt.Sprintf("The mail server refused the address (%d).", failed.Code)
		}
	case errors.As(err, &certificate):
		failed.Reason = "The mail server's certificate is not valid."
	case errors.Is(err, context.DeadlineExceeded), errors.As(err, &network) && network.Timeout():
		failed.Reason = "The mail server took too long to answer."
	case errors.As(err, &network):
		failed.Reason = "The mail server cannot be reached."
	default:
		failed.Reason = "The mail server did not accept the connection."
	}
	return failed
}
