package main

import (
	"context"
	"fmt"
	"log/slog"
	"net/netip"
	"os"
	"path/filepath"
	"time"

	"linecheck/formats/fetch"
	"linecheck/formats/read"
	"linecheck/formats/send"
	"linecheck/models"
	"linecheck/store"
)

// commandLine contains every command and setting. Only this file reads flags and environment variables.
type commandLine struct {
	settings

	Serve   serveCmd   `cmd:"" default:"withargs" help:"Run the web application (the default command)."`
	Demo    demoCmd    `cmd:"" help:"Run a temporary newsroom with users, articles and work in progress."`
	User    userCmd    `cmd:"" help:"Add, list, disable and confirm users."`
	Token   tokenCmd   `cmd:"" help:"Create, list and revoke API tokens."`
	Keys    keysCmd    `cmd:"" help:"List and rotate the keys that sign exports."`
	Receipt receiptCmd `cmd:"" help:"Verify the receipt of a sign-off."`
	Compare compareCmd `cmd:"" help:"Compare what was published with what was signed, as JSON Lines."`
	Import  importCmd  `cmd:"" help:"Import articles and print their ids."`
	Export  exportCmd  `cmd:"" help:"Write annotations, sentences, the audit log, a complete article or its copies to standard output."`
	Migrate migrateCmd `cmd:"" help:"Apply database migrations, or list them."`
	Segment segmentCmd `cmd:"" help:"Split text on standard input into sentences, as JSON Lines."`
	Suggest suggestCmd `cmd:"" help:"List likely claims in the text on standard input, as JSON Lines."`
	Align   alignCmd   `cmd:"" help:"Find the sentences and claims of an old text in a new one, as JSON Lines."`
	Verify  verifyCmd  `cmd:"" help:"Verify the hash chain, the counters and the stored files."`
	Reindex reindexCmd `cmd:"" help:"Make the search index again from the records. A server may be running."`
	Backup  backupCmd  `cmd:"" help:"Write everything to one new file. A server may be running."`
	Restore restoreCmd `cmd:"" help:"Restore a backup to a data folder without a newsroom."`
	Doctor  doctorCmd  `cmd:"" help:"Check the set-up for unsafe settings. It takes the settings of serve and changes nothing."`
	Version versionCmd `cmd:"" help:"Print the version, the commit and the version of Go."`
	Move    moveCmd    `cmd:"" help:"Copy the whole newsroom to another, empty database. The server must be stopped."`
}

// settings are common to all commands.
type settings struct {
	Data      string `default:"./data" type:"path" env:"LINECHECK_DATA" help:"Data folder."`
	DB        string `name:"db" placeholder:"URL" env:"LINECHECK_DB" help:"Database: sqlite:PATH or postgres://… (default: linecheck.db in the data folder)."`
	Anchor    string `type:"path" placeholder:"FILE" env:"LINECHECK_ANCHOR" help:"Checkpoint file outside the data folder, best on another disk. The head of the audit log is written to it every day and with every export, and verify checks it."`
	TextLimit int    `default:"2097152" env:"LINECHECK_TEXT_LIMIT" help:"Maximum length of an article, in bytes."`
	Sentences int    `name:"max-sentences" default:"20000" env:"LINECHECK_MAX_SENTENCES" help:"Maximum number of sentences in an article."`
	LogLevel  string `default:"info" enum:"debug,info,warn,error" env:"LINECHECK_LOG_LEVEL" help:"Minimum level of log messages: debug, info, warn or error."`
}

// listenFlags configure where and how the pages are served.
type listenFlags struct {
	Addr    string         `default:"127.0.0.1:8080" env:"LINECHECK_ADDR" help:"Address to listen on."`
	BaseURL string         `name:"base-url" placeholder:"URL" env:"LINECHECK_BASE_URL" help:"Public address of the pages. With https:// cookies are secure (default: http://ADDR)."`
	Zone    string         `default:"Local" env:"LINECHECK_ZONE" help:"Time zone of the newsroom, such as Europe/Lisbon (default: the server's)."`
	Proxies []netip.Prefix `env:"LINECHECK_PROXIES" help:"Networks of trusted proxies, whose X-Forwarded-For is used (default: none)."`
	webhookFlags
	mailFlags
	Pseudo bool `hidden:"" env:"LINECHECK_PSEUDO" help:"Offer the pseudo-language en-XA too, to try out the catalogue of messages."`
}

// webhookFlags configure which addresses webhooks may reach.
type webhookFlags struct {
	WebhookNetworks []webhookNetwork `placeholder:"CIDR,…" env:"LINECHECK_WEBHOOK_NETWORKS" help:"Internal networks that webhooks may reach."`
}

// mailFlags configure how mail is sent.
type mailFlags struct {
	SMTP      string        `name:"smtp" placeholder:"URL" env:"LINECHECK_SMTP" help:"Mail server, such as smtp://user:password@mail.example.org (default: none). Give it in the environment, because other users of the machine can see flags."`
	MailFrom  string        `placeholder:"ADDRESS" env:"LINECHECK_MAIL_FROM" help:"Sender of mails, such as linecheck@example.org."`
	MailDelay time.Duration `hidden:"" default:"1m" env:"LINECHECK_MAIL_DELAY" help:"How long a mail waits for other notices."`
}

// mailer returns the client that sends mail, or nil if no server is configured.
func (m mailFlags) mailer() (*send.Mailer, error) {
	if m.SMTP == "" {
		return nil, nil
	}
	return send.NewMailer(m.SMTP, m.MailFrom, nil)
}

// webhookNetwork is a network that webhooks may reach.
type webhookNetwork netip.Prefix

// UnmarshalText parses a network in CIDR notation.
func (n *webhookNetwork) UnmarshalText(text []byte) error {
	network, err := fetch.ParseNetwork(string(text))
	*n = webhookNetwork(network)
	return err
}

// webhookClient returns the client that sends webhooks.
func (w webhookFlags) webhookClient() *fetch.Client {
	var networks []netip.Prefix
	for _, n := range w.WebhookNetworks {
		networks = append(networks, netip.Prefix(n))
	}
	return fetch.New(fetch.Options{Networks: networks})
}

// securityFlags configure access.
type securityFlags struct {
	MetricsToken string        `placeholder:"TOKEN" env:"LINECHECK_METRICS_TOKEN" help:"Token required for /metrics, as Authorization: Bearer TOKEN (default: none, and only this machine may read them)."`
	SecondFactor []models.Role `enum:"writer,reviewer,editor,auditor,admin" placeholder:"ROLES" env:"LINECHECK_SECOND_FACTOR" help:"Roles that require a second factor, such as admin,editor (default: none, it is optional). It does not apply to single sign-on, where the provider can require one."`
}

// ssoFlags configure single sign-on with OpenID Connect.
type ssoFlags struct {
	Issuer           string   `placeholder:"URL" env:"LINECHECK_OIDC_ISSUER" help:"Issuer of the OpenID Connect provider for single sign-on (default: none)."`
	ClientID         string   `name:"client-id" placeholder:"ID" env:"LINECHECK_OIDC_CLIENT_ID" help:"Client ID at the provider."`
	ClientSecret     string   `placeholder:"SECRET" env:"LINECHECK_OIDC_CLIENT_SECRET" help:"Client secret. Use the environment or a file, because other users of the machine can see flags."`
	ClientSecretFile string   `type:"path" placeholder:"FILE" env:"LINECHECK_OIDC_CLIENT_SECRET_FILE" help:"File with the client secret."`
	Name             string   `default:"single sign-on" env:"LINECHECK_OIDC_NAME" help:"Name of the provider on the sign-in button."`
	Scopes           []string `default:"openid,profile,email" env:"LINECHECK_OIDC_SCOPES" help:"Scopes to request from the provider."`
	GroupsClaim      string   `default:"groups" env:"LINECHECK_OIDC_GROUPS_CLAIM" help:"Claim of the provider's token that contains the groups."`
	Roles            []string `placeholder:"GROUP=ROLE@DESK" env:"LINECHECK_OIDC_ROLES" help:"Roles by group, such as editors=editor@News desk. Write a comma within a name as \\, and missing desks are created."`
	Only             bool     `env:"LINECHECK_OIDC_ONLY" help:"Disable passwords."`
}

// location loads the newsroom's time zone.
func (w listenFlags) location() (*time.Location, error) {
	zone, err := time.LoadLocation(w.Zone)
	if err != nil {
		return nil, fmt.Errorf("the time zone %q is not known", w.Zone)
	}
	return zone, nil
}

// open opens the database.
func (s *settings) open(ctx context.Context, log *slog.Logger) (*store.Store, error) {
	return s.openWith(ctx, s.storeConfig(log))
}

func (s *settings) openWith(ctx context.Context, config store.Config) (*store.Store, error) {
	if _, err := os.UserCacheDir(); err != nil { // as for a service without a home folder
		read.CacheDir = filepath.Join(s.Data, "cache")
	}
	return store.Open(ctx, config)
}

// storeConfig returns the configuration of the store.
func (s *settings) storeConfig(log *slog.Logger) store.Config {
	return store.Config{
		URL:            s.databaseURL(),
		Log:            log,
		Limits:         models.Limits{Text: s.TextLimit, Sentences: s.Sentences},
		Files:          s.snapshotFolder(),
		CheckpointFile: s.Anchor,
	}
}

// snapshotFolder returns the folder of snapshots.
func (s *settings) snapshotFolder() string { return filepath.Join(s.Data, "snapshots") }

// withCorruptStore runs a read-only command, even if the database is corrupt. It writes the problems to the
// error stream.
func (s *settings) withCorruptStore(ctx context.Context, io *stdio, do func(*store.Store) error) error {
	config := s.storeConfig(s.logger(io))
	config.AllowCorrupt = true
	records, err := s.openWith(ctx, config)
	if err != nil {
		return err
	}
	if what := records.Corruption(); what != "" {
		fmt.Fprintln(io.Err, "linecheck: the records are damaged: "+what)
	}
	err = do(records)
	if closing := records.Close(); err == nil {
		err = closing
	}
	return err
}

// databaseURL returns the address of the database.
func (s *settings) databaseURL() string {
	if s.DB != "" {
		return s.DB
	}
	return "sqlite:" + filepath.Join(s.Data, "linecheck.db")
}

// logger writes structured logs to the error stream.
func (s *settings) logger(io *stdio) *slog.Logger {
	var level slog.Level
	_ = level.UnmarshalText([]byte(s.LogLevel)) // valid, because the flag is an enum
	return slog.New(slog.NewTextHandler(io.Err, &slog.HandlerOptions{Level: level}))
}

// withStore opens the store, runs a command and closes it.
func (s *settings) withStore(ctx context.Context, io *stdio, do func(*store.Store) error) error {
	records, err := s.open(ctx, s.logger(io))
	if err != nil {
		return err
	}
	err = do(records)
	if closing := records.Close(); err == nil {
		err = closing
	}
	return err
}
