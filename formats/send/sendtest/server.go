// Package sendtest is a mail server for tests. It accepts mail over SMTP and parses it as a mail program does.
package sendtest

import (
	"bytes"
	"crypto/tls"
	"errors"
	"io"
	"log"
	"net"
	"strings"
	"sync"
	"testing"

	"github.com/emersion/go-message/mail"
	"github.com/emersion/go-sasl"
	"github.com/emersion/go-smtp"
)

// Options configure a Server.
type Options struct {
	TLS                *tls.Config // offers STARTTLS; nil: it does not
	ImplicitTLS        bool        // TLS from the first byte
	Username, Password string      // required to send; "" for none
}

// Message is a mail that a Server accepted.
type Message struct {
	From, To   string // of the envelope
	Encrypted  bool   // it came over TLS
	Header     mail.Header
	Subject    string
	Text, HTML string
	Raw        string
}

// Server is a running mail server.
type Server struct {
	Address  string       // host and port
	Messages chan Message // accepted mails, in order
	options  Options
	mutex    sync.Mutex
	answers  map[string]*smtp.SMTPError
}

// Start starts a mail server that stops when the test ends.
func Start(t testing.TB, o Options) *Server {
	t.Helper()
	s := &Server{Messages: make(chan Message, 1000), options: o, answers: map[string]*smtp.SMTPError{}}
	server := smtp.NewServer(smtp.BackendFunc(func(c *smtp.Conn) (smtp.Session, error) { return &session{server: s, conn: c}, nil }))
	server.ErrorLog = log.New(io.Discard, "", 0)
	server.Domain = "mail.example.org"
	server.AllowInsecureAuth = true
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s.Address = listener.Addr().String()
	switch {
	case o.ImplicitTLS:
		listener = tls.NewListener(listener, o.TLS)
	default:
		server.TLSConfig = o.TLS
	}
	go func() { _ = server.Serve(listener) }()
	t.Cleanup(func() { _ = server.Close() })
	return s
}

// Answer makes the server reject mails to an address with an error code. Code 0 accepts them again.
func (s *Server) Answer(address string, code int) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	if code == 0 {
		delete(s.answers, address)
		return
	}
	s.answers[address] = &smtp.SMTPError{Code: code, EnhancedCode: smtp.EnhancedCodeNotSet, Message: "answered so by the test"}
}

func (s *Server) answer(address string) error {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	if err := s.answers[address]; err != nil {
		return err
	}
	return nil
}

// session is one SMTP connection.
type session struct {
	server   *Server
	conn     *smtp.Conn
	signedIn bool
	from, to string
}

// AuthMechanisms lists the login mechanisms that the server offers.
func (s *session) AuthMechanisms() []string {
	if s.server.options.Username == "" {
		return nil
	}
	return []string{sasl.Plain}
}

// Auth logs a client in.
func (s *session) Auth(string) (sasl.Server, error) {
	return sasl.NewPlainServer(func(_, username, password string) error {
		if username != s.server.options.Username || password != s.server.options.Password {
			return errors.New("wrong password")
		}
		s.signedIn = true
		return nil
	}), nil
}

// Mail starts a mail.
func (s *session) Mail(from string, _ *smtp.MailOptions) error {
	if s.server.options.Username != "" && !s.signedIn {
		return smtp.ErrAuthRequired
	}
	s.from = from
	return nil
}

// Rcpt sets the recipient.
func (s *session) Rcpt(to string, _ *smtp.RcptOptions) error {
	s.to = to
	return s.server.answer(to)
}

// Data receives the mail.
func (s *session) Data(r io.Reader) error {
	raw, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	m, err := Read(raw)
	if err != nil {
		return &smtp.SMTPError{Code: 554, EnhancedCode: smtp.EnhancedCodeNotSet, Message: "the mail cannot be read: " + err.Error()}
	}
	m.From, m.To = s.from, s.to
	_, m.Encrypted = s.conn.TLSConnectionState()
	s.server.Messages <- m
	return nil
}

// Reset discards the current mail.
func (s *session) Reset() { s.from, s.to = "", "" }

// Logout ends the connection.
func (s *session) Logout() error { return nil }

// Read parses a mail with all its parts.
func Read(raw []byte) (m Message, err error) {
	reader, err := mail.CreateReader(bytes.NewReader(raw))
	if err != nil {
		return m, err
	}
	m.Header, m.Raw = reader.Header, string(raw)
	if m.Subject, err = reader.Header.Subject(); err != nil {
		return m, err
	}
	for {
		part, err := reader.NextPart()
		if errors.Is(err, io.EOF) {
			return m, nil
		}
		if err != nil {
			return m, err
		}
		body, err := io.ReadAll(part.Body)
		if err != nil {
			return m, err
		}
		content := strings.ReplaceAll(string(body), "\r\n", "\n")
		if strings.HasPrefix(part.Header.Get("Content-Type"), "text/html") {
			m.HTML = content
		} else {
			m.Text = content
		}
	}
}
