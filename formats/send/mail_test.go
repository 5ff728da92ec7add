package send

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"net"
	"net/http/httptest"
	"net/mail"
	"strings"
	"testing"
	"time"

	gomail "github.com/wneessen/go-mail"

	"linecheck/formats/send/sendtest"
	"linecheck/internal/testutil"
)

const sender = "Linecheck <linecheck@example.org>"

// letter returns a mail with every field filled in.
func letter() Mail {
	return Mail{
		To:          mail.Address{Name: "Édda \"E\" Ö., Editor", Address: "edda@example.org"},
		Subject:     "Article 7: 日本 asked – “why?”\r\nBcc: everybody@example.org",
		Text:        "Hello.\n\n.\nA line that begins with a dot was before this one.\nلبنان\n",
		HTML:        "<!DOCTYPE html><p>Hello. لبنان</p>",
		MessageID:   "abc@desk.example.org",
		References:  "article-7-user-3@desk.example.org",
		Unsubscribe: "https://desk.example.org/mail/" + strings.Repeat("abcdefghij", 10),
		Language:    "en",
		At:          time.Date(2026, 12, 2, 10, 0, 0, 0, time.UTC),
	}
}

// certificate returns a server certificate for example.com, and a pool with its authority.
func certificate(t *testing.T) (*tls.Config, *x509.CertPool) {
	t.Helper()
	server := httptest.NewTLSServer(nil)
	defer server.Close()
	roots := x509.NewCertPool()
	roots.AddCert(server.Certificate())
	return &tls.Config{Certificates: server.TLS.Certificates}, roots //nolint:gosec // of a test
}

// mailerTo returns a mailer that connects to the test server under the host name of url.
func mailerTo(t *testing.T, s *sendtest.Server, url string, roots *x509.CertPool) *Mailer {
	t.Helper()
	m, err := NewMailer(url, sender, roots)
	if err != nil {
		t.Fatal(err)
	}
	m.options = append(m.options, gomail.WithDialContextFunc(func(ctx context.Context, network, _ string) (net.Conn, error) {
		c, err := (&net.Dialer{}).DialContext(ctx, network, s.Address)
		if err == nil && strings.HasPrefix(url, "smtps:") {
			return tls.Client(c, &tls.Config{ServerName: m.host, RootCAs: roots}), nil //nolint:gosec // of a test
		}
		return c, err
	}))
	return m
}

func TestMailArrivesAsItWasWritten(t *testing.T) {
	t.Parallel()
	s := sendtest.Start(t, sendtest.Options{})
	m, err := NewMailer("smtp://"+s.Address, sender, nil)
	if err != nil {
		t.Fatal(err)
	}
	if err := m.Send(t.Context(), letter()); err != nil {
		t.Fatal(err)
	}
	got := testutil.Receive(t, "mail", s.Messages)
	want := letter()
	testutil.Equal(t, "recipient", got.To, want.To.Address)
	testutil.Equal(t, "envelope sender", got.From, "linecheck@example.org")
	testutil.Equal(t, "text", strings.TrimRight(got.Text, "\n"), strings.TrimRight(want.Text, "\n"))
	testutil.Equal(t, "HTML", strings.TrimRight(got.HTML, "\n"), want.HTML)
	if to, err := got.Header.AddressList("To"); err != nil || len(to) != 1 || to[0].Name != want.To.Name {
		t.Errorf("To is %v (%v), want %q", to, err, want.To.Name)
	}
	if id, err := got.Header.MessageID(); err != nil || id != want.MessageID {
		t.Errorf("Message-ID is %q (%v)", id, err)
	}
	if ids, err := got.Header.MsgIDList("References"); err != nil || len(ids) != 1 || ids[0] != want.References {
		t.Errorf("References are %q (%v)", ids, err)
	}
	testutil.Equal(t, "List-Unsubscribe", got.Header.Get("List-Unsubscribe"), "<"+want.Unsubscribe+">")
	testutil.Equal(t, "List-Unsubscribe-Post", got.Header.Get("List-Unsubscribe-Post"), "List-Unsubscribe=One-Click")
	testutil.Equal(t, "Auto-Submitted", got.Header.Get("Auto-Submitted"), "auto-generated")
	if got.Header.Has("Bcc") || !strings.Contains(got.Subject, "日本 asked – “why?”") {
		t.Errorf("the subject is %q, and the header\n%s", got.Subject, got.Raw)
	}
	if at, err := got.Header.Date(); err != nil || !at.Equal(want.At) {
		t.Errorf("the date is %v (%v)", at, err)
	}
}

// RFC 8058 requires https for one-click unsubscription.
func TestOneClickNeedsHTTPS(t *testing.T) {
	t.Parallel()
	s := sendtest.Start(t, sendtest.Options{})
	m, err := NewMailer("smtp://"+s.Address, sender, nil)
	if err != nil {
		t.Fatal(err)
	}
	plain := letter()
	plain.Unsubscribe = "http://127.0.0.1:8080/mail/x"
	if err := m.Send(t.Context(), plain); err != nil {
		t.Fatal(err)
	}
	got := testutil.Receive(t, "mail", s.Messages)
	if got.Header.Get("List-Unsubscribe") != "<http://127.0.0.1:8080/mail/x>" || got.Header.Has("List-Unsubscribe-Post") {
		t.Errorf("the header is\n%s", got.Raw)
	}
}

func TestMailIsEncrypted(t *testing.T) {
	t.Parallel()
	config, roots := certificate(t)
	locked := func(password string) sendtest.Options {
		return sendtest.Options{TLS: config, Username: "desk", Password: password}
	}
	for name, c := range map[string]struct {
		options sendtest.Options
		url     string
		roots   *x509.CertPool
		fails   string // "" if it is sent
	}{
		"STARTTLS":                      {sendtest.Options{TLS: config}, "smtp://example.com", roots, ""},
		"STARTTLS and a password":       {locked("p@ss/wörd"), "smtp://desk:p%40ss%2Fw%C3%B6rd@example.com", roots, ""},
		"TLS from the first byte":       {sendtest.Options{TLS: config, ImplicitTLS: true}, "smtps://example.com", roots, ""},
		"a server without STARTTLS":     {sendtest.Options{}, "smtp://example.com", roots, "did not accept the connection"},
		"an unknown authority":          {sendtest.Options{TLS: config}, "smtp://example.com", x509.NewCertPool(), "certificate is not valid"},
		"a certificate of another host": {sendtest.Options{TLS: config}, "smtp://mail.example.org", roots, "certificate is not valid"},
		"a wrong password":              {locked("right"), "smtp://desk:wrong@example.com", roots, "did not accept the connection"},
		"no password":                   {locked("right"), "smtp://example.com", roots, "did not accept the mail"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := sendtest.Start(t, c.options)
			m := mailerTo(t, s, c.url, c.roots)
			err := m.Send(t.Context(), letter())
			var failed *FailedError
			switch {
			case c.fails == "" && err != nil:
				t.Fatalf("%v: %v", err, errors.Unwrap(err))
			case c.fails == "":
				if got := testutil.Receive(t, "mail", s.Messages); !got.Encrypted && !c.options.ImplicitTLS {
					t.Error("the mail was not encrypted")
				}
			case !errors.As(err, &failed) || !strings.Contains(failed.Reason, c.fails) || failed.Recipient:
				t.Errorf("the error is %v (%+v), want %q", err, failed, c.fails)
			case len(s.Messages) > 0:
				t.Error("the mail was sent all the same")
			}
		})
	}
}

func TestFailuresAreToldApart(t *testing.T) {
	t.Parallel()
	s := sendtest.Start(t, sendtest.Options{})
	m, err := NewMailer("smtp://"+s.Address, sender, nil)
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		code             int
		recipient, final bool
	}{
		"no such user":    {550, true, true},
		"mailbox is full": {452, false, false},
		"greylisted":      {451, false, false},
	} {
		s.Answer("edda@example.org", c.code)
		err := m.Send(t.Context(), letter())
		var failed *FailedError
		if !errors.As(err, &failed) || failed.Code != c.code || failed.Recipient != c.recipient || failed.Final != c.final {
			t.Errorf("%s: the error is %v (%+v)", name, err, failed)
		}
	}
	nobody := letter()
	nobody.To.Address = "no address"
	var failed *FailedError
	if err := m.Send(t.Context(), nobody); !errors.As(err, &failed) || !failed.Recipient || !failed.Final {
		t.Errorf("an address that is none: %v", err)
	}
	if err := m.Check(t.Context()); err != nil {
		t.Errorf("checking the connection: %v", err)
	}
	away, err := NewMailer("smtp://127.0.0.1:"+testutil.Ports(t, 1)[0], sender, nil)
	if err != nil {
		t.Fatal(err)
	}
	if err := away.Send(t.Context(), letter()); !errors.As(err, &failed) || failed.Final || failed.Recipient ||
		!strings.Contains(failed.Reason, "cannot be reached") {
		t.Errorf("a server that is away: %v (%+v)", err, failed)
	}
	if err := away.Check(t.Context()); err == nil {
		t.Error("the check of a server that is away finds nothing")
	}
}

func TestMailServerAddresses(t *testing.T) {
	t.Parallel()
	for _, wrong := range []string{"", "mail.example.org", "http://mail.example.org", "smtp://", "smtp://h:0", "smtp://h:70000",
		"smtp://h/path", "smtp://h?tls=no", "smtp://secret:pa ss@%zz"} {
		if _, err := NewMailer(wrong, sender, nil); err == nil || strings.Contains(err.Error(), "secret") {
			t.Errorf("%q is accepted, or its error tells the password: %v", wrong, err)
		}
	}
	for _, right := range []string{"smtp://mail.example.org", "smtps://mail.example.org", "smtp://[::1]:25",
		"smtp://a:b@mail.example.org:2525/"} {
		if _, err := NewMailer(right, sender, nil); err != nil {
			t.Errorf("%q: %v", right, err)
		}
	}
	for _, wrong := range []string{"", "nobody", "a@example.org, b@example.org"} {
		if _, err := NewMailer("smtp://mail.example.org", wrong, nil); err == nil {
			t.Errorf("mail from %q is accepted", wrong)
		}
	}
}
