package send

import (
	"bytes"
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	gomail "github.com/wneessen/go-mail"

	"linecheck/formats/send/sendtest"
	"linecheck/internal/testutil"
)

// eximConfig makes Exim accept mail for example.org, except for nobody@, and write each mail to a file.
const eximConfig = `
primary_hostname = mail.example.org
spool_directory = FOLDER/spool
log_file_path = FOLDER/log/%slog
pid_file_path = FOLDER/pid
local_interfaces = 127.0.0.1
daemon_smtp_ports = PORT
tls_advertise_hosts = *
tls_certificate = FOLDER/cert.pem
tls_privatekey = FOLDER/key.pem
acl_smtp_rcpt = recipients
keep_environment =
begin acl
recipients:
  deny message = no such user
       local_parts = nobody
  accept domains = example.org
  deny message = no relaying
begin routers
all:
  driver = accept
  transport = files
begin transports
files:
  driver = appendfile
  directory = FOLDER/mail
  maildir_format
  create_directory
  user = Debian-exim
  group = Debian-exim
`

// startExim starts Exim, and returns its address and the folder of delivered mails.
func startExim(t *testing.T, certificate *tls.Config) (address, delivered string) {
	t.Helper()
	exim := testutil.Integration(t, "exim4", "exim")
	folder, err := os.MkdirTemp("", "linecheck-exim-") // Exim delivers as another user, who cannot open t.TempDir
	testutil.Must(t, err)
	t.Cleanup(func() { _ = os.RemoveAll(folder) })
	for _, name := range []string{"", "spool", "log", "mail"} {
		testutil.Must(t, os.MkdirAll(filepath.Join(folder, name), 0o777))
		testutil.Must(t, os.Chmod(filepath.Join(folder, name), 0o777))
	}
	key, err := x509.MarshalPKCS8PrivateKey(certificate.Certificates[0].PrivateKey)
	testutil.Must(t, err)
	port := testutil.Ports(t, 1)[0]
	for name, content := range map[string]string{
		"cert.pem": string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: certificate.Certificates[0].Certificate[0]})),
		"key.pem":  string(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: key})),
		"config":   strings.NewReplacer("FOLDER", folder, "PORT", port).Replace(eximConfig),
	} {
		testutil.Must(t, os.WriteFile(filepath.Join(folder, name), []byte(content), 0o644)) //nolint:gosec // for Exim's own user
	}
	var said bytes.Buffer
	server := exec.Command(exim, "-C", filepath.Join(folder, "config"), "-bdf")
	server.Stderr = &said
	testutil.Must(t, server.Start())
	t.Cleanup(func() {
		_ = server.Process.Kill()
		_ = server.Wait()
		if log, err := os.ReadFile(filepath.Join(folder, "log", "mainlog")); t.Failed() && err == nil {
			t.Logf("%s\n%s", said.String(), log)
		}
	})
	address = net.JoinHostPort("127.0.0.1", port)
	testutil.Eventually(t, "Exim listens", func() bool {
		c, err := net.Dial("tcp", address)
		if err == nil {
			_ = c.Close()
		}
		return err == nil
	})
	return address, filepath.Join(folder, "mail", "new")
}

// A real mail server accepts a mail over STARTTLS, and delivers it unchanged.
func TestMailThroughExim(t *testing.T) {
	t.Parallel()
	config, roots := certificate(t)
	address, delivered := startExim(t, config)
	m, err := NewMailer("smtp://example.com", sender, roots)
	testutil.Must(t, err)
	m.options = append(m.options, gomail.WithDialContextFunc(func(ctx context.Context, network, _ string) (net.Conn, error) {
		return (&net.Dialer{}).DialContext(ctx, network, address)
	}))
	testutil.Must(t, m.Check(t.Context()))
	testutil.Must(t, m.Send(t.Context(), letter()))
	var files []string
	testutil.Eventually(t, "the mail is delivered", func() bool {
		files, _ = filepath.Glob(filepath.Join(delivered, "*"))
		return len(files) > 0
	})
	raw, err := os.ReadFile(files[0])
	testutil.Must(t, err)
	got, err := sendtest.Read(raw)
	testutil.Must(t, err)
	want := letter()
	testutil.Equal(t, "text", strings.TrimRight(got.Text, "\n"), strings.TrimRight(want.Text, "\n"))
	testutil.Equal(t, "HTML", strings.TrimRight(got.HTML, "\n"), want.HTML)
	testutil.Equal(t, "List-Unsubscribe", got.Header.Get("List-Unsubscribe"), "<"+want.Unsubscribe+">")
	if id, err := got.Header.MessageID(); err != nil || id != want.MessageID {
		t.Errorf("Message-ID is %q (%v)", id, err)
	}
	// Not utf8esmtps: a mail that asks for SMTPUTF8 bounces at servers that do not have it.
	if !strings.Contains(got.Header.Get("Received"), "with esmtps") {
		t.Errorf("it did not arrive over plain TLS: %s", got.Header.Get("Received"))
	}
	for _, refused := range []string{"nobody@example.org", "somebody@elsewhere.example"} {
		wrong := letter()
		wrong.To.Address = refused
		var failed *FailedError
		if err := m.Send(t.Context(), wrong); !errors.As(err, &failed) || !failed.Recipient || failed.Code != 550 {
			t.Errorf("mail to %s: %v (%+v)", refused, err, failed)
		}
	}
}
