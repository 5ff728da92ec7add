package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"linecheck/handlers"
	"linecheck/store"
)

type serveCmd struct {
	web
	BackupEvery time.Duration `env:"LINECHECK_BACKUP_EVERY" placeholder:"24h" help:"How often a backup is made (default: never)."`
	BackupKeep  int           `default:"7" env:"LINECHECK_BACKUP_KEEP" help:"How many backups are kept."`
	BackupDir   string        `type:"path" env:"LINECHECK_BACKUP_DIR" help:"Folder of the backups, best on another disk (default: backups in the data folder)."`
}

// Run serves the pages until it is told to stop.
func (c *serveCmd) Run(ctx context.Context, s *settings, io *streams) error {
	log := s.logger(io)
	config := s.config(log)
	config.Alone = true
	records, err := s.openWith(ctx, config)
	if err != nil {
		return err
	}
	stopKeeping := c.keep(ctx, s, records, log)
	token, err := records.SetupToken(ctx)
	if err != nil {
		stopKeeping()
		return errors.Join(err, records.Close())
	}
	err = c.serve(ctx, records, log, func(base string) {
		fmt.Fprintf(io.Out, "Linecheck is at %s\n", base)
		if token != "" {
			fmt.Fprintf(io.Out, "Nobody has an account yet. Make the first administrator at this one-time address:\n  %s/setup/%s\n", base, token)
		}
	})
	stopKeeping()
	return errors.Join(err, records.Close())
}

// keep makes backups and anchors in the background, until what it returns is called; that waits for what has begun.
func (c *serveCmd) keep(ctx context.Context, s *settings, records *store.Store, log *slog.Logger) func() {
	ctx, stop := context.WithCancel(ctx)
	var keeping sync.WaitGroup
	keeping.Go(func() { records.KeepAnchors(ctx) })
	if c.BackupEvery > 0 {
		keeping.Go(func() {
			if err := records.KeepBackups(ctx, store.Backups{Folder: c.backupDir(s), Every: c.BackupEvery, Keep: c.BackupKeep}); err != nil {
				log.Error("no backups are made", "error", err)
			}
		})
	}
	return func() { stop(); keeping.Wait() }
}

func (c *serveCmd) backupDir(s *settings) string {
	return cmp.Or(c.BackupDir, filepath.Join(s.Data, "backups"))
}

// Timeouts of the server: slow clients are cut off before they hold the others up.
const (
	headerTimeout = 10 * time.Second
	readTimeout   = 60 * time.Second
	idleTimeout   = 2 * time.Minute
	stopTimeout   = 20 * time.Second
)

// serve listens, says where, and answers until the context ends; then it finishes what it has begun.
func (w web) serve(ctx context.Context, records *store.Store, log *slog.Logger, ready func(base string)) error {
	zone, err := w.location()
	if err != nil {
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
	server := &http.Server{
		Handler:           handlers.New(records, handlers.Config{BaseURL: base, Zone: zone, Log: log, TrustedProxies: w.Proxies}),
		ReadHeaderTimeout: headerTimeout, ReadTimeout: readTimeout, IdleTimeout: idleTimeout,
		ErrorLog: slog.NewLogLogger(log.Handler(), slog.LevelWarn),
	}
	ready(base)
	failed := make(chan error, 1)
	go func() { failed <- server.Serve(listener) }()
	select {
	case err := <-failed:
		return err
	case <-ctx.Done():
	}
	stopping, cancel := context.WithTimeout(context.Background(), stopTimeout)
	defer cancel()
	return server.Shutdown(stopping)
}
