package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"linecheck/handlers"
	"linecheck/models"
	"linecheck/store"
	"linecheck/store/transfer"
)

type serveCmd struct {
	listenFlags
	securityFlags
	ssoFlags `embed:"" prefix:"oidc-"`
	backupFlags
}

// backupFlags configure backups.
type backupFlags struct {
	BackupEvery time.Duration `env:"LINECHECK_BACKUP_EVERY" placeholder:"24h" help:"Interval between backups (default: never)."`
	BackupKeep  int           `default:"7" env:"LINECHECK_BACKUP_KEEP" help:"Number of backups to keep."`
	BackupDir   string        `type:"path" env:"LINECHECK_BACKUP_DIR" help:"Folder for backups, best on another disk (default: backups in the data folder)."`
}

// Run serves the pages until the context ends.
func (c *serveCmd) Run(ctx context.Context, s *settings, std *stdio) error {
	log := s.logger(std)
	config := s.storeConfig(log)
	config.Exclusive = true
	records, err := s.openWith(ctx, config)
	var damaged *store.CorruptionError
	if errors.As(err, &damaged) {
		log.Error("the records are damaged", "what", damaged.Detail)
		fmt.Fprintln(std.Err, "linecheck:", oneLine(damaged))
		return c.serveCorrupt(ctx, log, handlers.CorruptionHandler(damaged.Detail, c.MetricsToken), std.Out)
	}
	if err != nil {
		return err
	}
	stopKeeping := c.startBackups(ctx, s, records, log)
	token, err := records.CreateSetupToken(ctx)
	err = cmp.Or(err, records.EnsureSigningKey(ctx))
	if err != nil {
		stopKeeping()
		return errors.Join(err, records.Close())
	}
	provider, err := c.provider(ctx, records)
	if err != nil {
		stopKeeping()
		return errors.Join(err, records.Close())
	}
	err = c.serve(
		ctx,
		records,
		handlers.Config{Log: log, SSO: provider, SecondFactorRoles: c.SecondFactor, MetricsToken: c.MetricsToken},
		func(base string) {
			fmt.Fprintf(std.Out, "Linecheck is at %s\n", base)
			if token != "" {
				fmt.Fprintf(
					std.Out,
					"Nobody has an account yet. Make the first administrator at this one-time address:\n  %s/setup/%s\n",
					base,
					token,
				)
			}
			if token != "" && c.Only {
				fmt.Fprintf(
					std.Out,
					"Passwords are switched off (--oidc-only): the one that is chosen there opens this first session alone. After that sign in with %s, under the same email.\n",
					c.Name,
				)
			}
		},
	)
	stopKeeping()
	if errors.Is(err, errSyncFailed) {
		return err // the files must stay unchanged, and closing the database would write to them
	}
	return errors.Join(err, records.Close())
}

// errSyncFailed ends the process.
var errSyncFailed = errors.New(
	"a sync of the disk failed, so the process ends: what was acknowledged before is safe, " +
		"and the next start reads the files again. Look after the disk first",
)

// startBackups makes backups and checkpoints in the background. The returned function stops this and waits
// for unfinished ones.
func (c backupFlags) startBackups(ctx context.Context, s *settings, records *store.Store, log *slog.Logger) func() {
	ctx, stop := context.WithCancel(ctx)
	var keeping sync.WaitGroup
	keeping.Go(func() { records.RunCheckpointSchedule(ctx) })
	if c.BackupEvery > 0 {
		keeping.Go(func() {
			schedule := transfer.BackupSchedule{Folder: c.backupDir(s), Interval: c.BackupEvery, Keep: c.BackupKeep}
			if err := transfer.RunBackupSchedule(ctx, records, schedule); err != nil {
				log.Error("no backups are made", "error", err)
			}
		})
	}
	return func() { stop(); keeping.Wait() }
}

func (c backupFlags) backupDir(s *settings) string {
	return cmp.Or(c.BackupDir, filepath.Join(s.Data, "backups"))
}

// Timeouts of the server, so that slow clients do not delay others.
const (
	headerTimeout      = 10 * time.Second
	readTimeout        = 60 * time.Second
	idleTimeout        = 2 * time.Minute
	stopTimeout        = 20 * time.Second
	syncFailureTimeout = 3 * time.Second // to report to waiting clients that nothing was saved
	// maxHeaderBytes limits a request's headers, in bytes. An address with every filter and two cookies
	// have a few thousand.
	maxHeaderBytes = 64 << 10
)

// startSenders starts sending webhooks and mail, and notifying users of what is due. The returned function stops this and waits for
// unfinished deliveries.
func (w listenFlags) startSenders(ctx context.Context, records *store.Store, config handlers.Config) (stop func()) {
	// events of deliveries belong to the program, not to the user who started it
	ctx, cancel := context.WithCancel(store.WithDoor(ctx, models.Door{}))
	var carrying sync.WaitGroup
	c := webhookSender{store: records, client: config.WebhookClient, log: config.Log, now: time.Now}
	carrying.Go(func() { c.run(ctx) })
	carrying.Go(func() { records.RunNoticeSchedule(ctx) })
	if config.Mailer != nil {
		m := mailSender{
			store:  records,
			mailer: config.Mailer,
			writer: handlers.NewMailWriter(config.BaseURL, config.Zone),
			plan:   models.MailPlan{Zone: config.Zone, Delay: w.MailDelay},
			log:    config.Log,
		}
		carrying.Go(func() { m.run(ctx) })
	}
	return func() {
		cancel()
		carrying.Wait()
	}
}

// serve listens, prints its address, and serves until the context ends.
func (w listenFlags) serve(ctx context.Context, records *store.Store, config handlers.Config, ready func(base string)) error {
	log := config.Log
	var err error
	config.Pseudo = w.Pseudo
	config.Zone, err = w.location()
	if err != nil {
		return err
	}
	if config.Mailer, err = w.mailer(); err != nil {
		return err
	}
	listener, err := net.Listen("tcp", w.Addr)
	if err != nil {
		return fmt.Errorf("listening: %w", err)
	}
	base := strings.TrimRight(w.BaseURL, "/")
	if base == "" {
		base = "http://" + listener.Addr().String()
	}
	config.BaseURL, config.TrustedProxies = base, w.Proxies
	config.Server = serverAddresses(base, listener.Addr())
	if err := records.MarkServerSources(ctx, config.Server); err != nil {
		return err
	}
	config.WebhookClient = w.webhookClient()
	site := handlers.New(records, config)
	defer w.startSenders(ctx, records, config)()
	return w.serveUntilDone(ctx, listener, log, site, records.SyncFailed(), records.StopListening, func() { ready(base) })
}

// serveCorrupt answers every request with the problem and its remedy, so that nobody works on a corrupt
// database.
func (w listenFlags) serveCorrupt(ctx context.Context, log *slog.Logger, says http.Handler, out io.Writer) error {
	listener, err := net.Listen("tcp", w.Addr)
	if err != nil {
		return fmt.Errorf("listening: %w", err)
	}
	return w.serveUntilDone(ctx, listener, log, says, nil, func() {}, func() {
		fmt.Fprintf(out, "A page that says what is wrong is at http://%s\n", listener.Addr())
	})
}

// serveUntilDone serves until the context ends, or a sync failed. Then it announces that it is stopping and
// finishes open requests.
func (w listenFlags) serveUntilDone(
	ctx context.Context,
	listener net.Listener,
	log *slog.Logger,
	handler http.Handler,
	unsynced <-chan error,
	stopping, ready func(),
) error {
	server := &http.Server{
		Handler:           handler,
		ReadHeaderTimeout: headerTimeout, ReadTimeout: readTimeout, IdleTimeout: idleTimeout, MaxHeaderBytes: maxHeaderBytes,
		ErrorLog: slog.NewLogLogger(log.Handler(), slog.LevelWarn),
	}
	server.RegisterOnShutdown(stopping)
	ready()
	failed := make(chan error, 1)
	go func() { failed <- server.Serve(listener) }()
	select {
	case err := <-failed:
		return err
	case err := <-unsynced:
		log.Error("a sync of the disk failed: the process ends", "error", err)
		patience, cancel := context.WithTimeout(context.Background(), syncFailureTimeout)
		defer cancel()
		return errors.Join(errSyncFailed, server.Shutdown(patience))
	case <-ctx.Done():
	}
	patience, cancel := context.WithTimeout(context.Background(), stopTimeout)
	defer cancel()
	return server.Shutdown(patience)
}
