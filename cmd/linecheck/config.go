package main

import (
	"context"
	"fmt"
	"log/slog"
	"net/netip"
	"os"
	"path/filepath"
	"time"

	"linecheck/formats/read"
	"linecheck/models"
	"linecheck/store"
)

// commandLine is every command and setting. This file is the only place that reads flags and environment.
type commandLine struct {
	settings

	Serve   serveCmd   `cmd:"" default:"withargs" help:"Run the web application (what happens without a command)."`
	Demo    demoCmd    `cmd:"" help:"Run a throw-away newsroom with people, articles and work in progress."`
	User    userCmd    `cmd:"" help:"Add, list and disable people."`
	Token   tokenCmd   `cmd:"" help:"Make, list and revoke tokens for scripts."`
	Import  importCmd  `cmd:"" help:"Bring an article in; prints its id."`
	Export  exportCmd  `cmd:"" help:"Write annotations, sentences, the record, an article whole or its copies to standard output."`
	Migrate migrateCmd `cmd:"" help:"Bring the database up to date, or show where it is."`
	Segment segmentCmd `cmd:"" help:"Split text on standard input into sentences, as JSON Lines."`
	Suggest suggestCmd `cmd:"" help:"List what is likely to be a claim in the text on standard input, as JSON Lines."`
	Align   alignCmd   `cmd:"" help:"Say what became of the sentences and claims of one text in the next, as JSON Lines."`
	Verify  verifyCmd  `cmd:"" help:"Walk the chain of events and count everything anew."`
	Backup  backupCmd  `cmd:"" help:"Write everything into one new file, beside a running server if there is one."`
	Restore restoreCmd `cmd:"" help:"Make a newsroom of a backup, in a data folder that has none."`
	Doctor  doctorCmd  `cmd:"" help:"Say what is unsafe about how this is set up; takes the settings of serve and changes nothing."`
	Version versionCmd `cmd:"" help:"Print the version, the commit and the version of Go of this program."`
	Move    moveCmd    `cmd:"" help:"Copy the whole newsroom into another, empty database; the server must be stopped."`
}

// settings are common to all commands.
type settings struct {
	Data      string `default:"./data" type:"path" env:"LINECHECK_DATA" help:"Folder of the records."`
	DB        string `name:"db" placeholder:"URL" env:"LINECHECK_DB" help:"Database: sqlite:PATH or postgres://… (default: linecheck.db in the data folder)."`
	Anchor    string `type:"path" placeholder:"FILE" env:"LINECHECK_ANCHOR" help:"File outside the data folder, best on another disk, to which the head of the record is written every day and with every export; verify looks for each there."`
	TextLimit int    `default:"2097152" env:"LINECHECK_TEXT_LIMIT" help:"Longest article accepted, in bytes."`
	LogLevel  string `default:"info" enum:"debug,info,warn,error" env:"LINECHECK_LOG_LEVEL" help:"What the log holds: debug, info, warn or error."`
}

// listenFlags is where and how the pages are served.
type listenFlags struct {
	Addr    string         `default:"127.0.0.1:8080" env:"LINECHECK_ADDR" help:"Address to listen on."`
	BaseURL string         `name:"base-url" placeholder:"URL" env:"LINECHECK_BASE_URL" help:"Address at which people reach the pages; https:// makes cookies secure (default: http://ADDR)."`
	Zone    string         `default:"Local" env:"LINECHECK_ZONE" help:"Time zone of the newsroom, such as Europe/Lisbon (default: the server's)."`
	Proxies []netip.Prefix `env:"LINECHECK_PROXIES" help:"Networks of proxies whose X-Forwarded-For is believed (default: none)."`
	Pseudo  bool           `hidden:"" env:"LINECHECK_PSEUDO" help:"Offer the pseudo-language en-XA too, to try out the catalogue of messages."`
}

// securityFlags is what is asked of people at the door.
type securityFlags struct {
	MetricsToken string        `placeholder:"TOKEN" env:"LINECHECK_METRICS_TOKEN" help:"Token that whoever asks for /metrics has to bring, as Authorization: Bearer TOKEN (default: none, and only this machine is answered)."`
	SecondFactor []models.Role `enum:"writer,reviewer,editor,auditor,admin" placeholder:"ROLES" env:"LINECHECK_SECOND_FACTOR" help:"Roles whose people need a second factor, such as admin,editor (default: none has to, everybody may). Who signs in by the single sign-on is asked by its provider instead."`
}

// ssoFlags is how people sign in by OpenID Connect.
type ssoFlags struct {
	Issuer           string   `placeholder:"URL" env:"LINECHECK_OIDC_ISSUER" help:"Single sign-on by OpenID Connect: the provider's issuer (default: none)."`
	ClientID         string   `name:"client-id" placeholder:"ID" env:"LINECHECK_OIDC_CLIENT_ID" help:"What the provider calls this program."`
	ClientSecret     string   `placeholder:"SECRET" env:"LINECHECK_OIDC_CLIENT_SECRET" help:"Its secret there; better in the environment or a file, as others on the machine see flags."`
	ClientSecretFile string   `type:"path" placeholder:"FILE" env:"LINECHECK_OIDC_CLIENT_SECRET_FILE" help:"File with the secret."`
	Name             string   `default:"single sign-on" env:"LINECHECK_OIDC_NAME" help:"What the button calls the provider."`
	Scopes           []string `default:"openid,profile,email" env:"LINECHECK_OIDC_SCOPES" help:"What the provider is asked for."`
	GroupsClaim      string   `default:"groups" env:"LINECHECK_OIDC_GROUPS_CLAIM" help:"Where groups stand in the provider's token."`
	Roles            []string `placeholder:"GROUP=ROLE@DESK" env:"LINECHECK_OIDC_ROLES" help:"Roles by group, such as editors=editor@News desk; a comma within a name is written \\, and a desk that is not there is made."`
	Only             bool     `env:"LINECHECK_OIDC_ONLY" help:"Switch passwords off."`
}

// location finds the newsroom's time zone.
func (w listenFlags) location() (*time.Location, error) {
	zone, err := time.LoadLocation(w.Zone)
	if err != nil {
		return nil, fmt.Errorf("the time zone %q is not known", w.Zone)
	}
	return zone, nil
}

// open connects to the records.
func (s *settings) open(ctx context.Context, log *slog.Logger) (*store.Store, error) {
	return s.openWith(ctx, s.storeConfig(log))
}

func (s *settings) openWith(ctx context.Context, config store.Config) (*store.Store, error) {
	if _, err := os.UserCacheDir(); err != nil { // as for a service without a home
		read.CacheDir = filepath.Join(s.Data, "cache")
	}
	return store.Open(ctx, config)
}

// storeConfig says where the records are.
func (s *settings) storeConfig(log *slog.Logger) store.Config {
	return store.Config{URL: s.databaseURL(), Log: log, Limits: models.Limits{Text: s.TextLimit}, Files: s.snapshotFolder(), CheckpointFile: s.Anchor}
}

// snapshotFolder is the folder of snapshots.
func (s *settings) snapshotFolder() string { return filepath.Join(s.Data, "snapshots") }

// withCorruptStore runs a command that only reads and may look at damaged records too; what is wrong with them is said on the error stream.
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

// databaseURL is the database's address.
func (s *settings) databaseURL() string {
	if s.DB != "" {
		return s.DB
	}
	return "sqlite:" + filepath.Join(s.Data, "linecheck.db")
}

// logger writes structured lines to the error stream.
func (s *settings) logger(io *stdio) *slog.Logger {
	var level slog.Level
	_ = level.UnmarshalText([]byte(s.LogLevel)) // one of the four that the flag allows
	return slog.New(slog.NewTextHandler(io.Err, &slog.HandlerOptions{Level: level}))
}

// withStore runs a command that needs the records only for a moment.
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
