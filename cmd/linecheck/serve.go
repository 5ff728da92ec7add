package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"time"

	"linecheck/handlers"
	"linecheck/store"
)

type serveCmd struct{ web }

// Run serves the pages until it is told to stop.
func (c *serveCmd) Run(ctx context.Context, s *settings, io *streams) error {
	log := s.logger(io)
	records, err := s.open(ctx, log)
	if err != nil {
		return err
	}
	token, err := records.SetupToken(ctx)
	if err != nil {
		return errors.Join(err, records.Close())
	}
	err = c.serve(ctx, records, log, func(base string) {
		fmt.Fprintf(io.Out, "Linecheck is at %s\n", base)
		if token != "" {
			fmt.Fprintf(io.Out, "Nobody has an account yet. Make the first administrator at this one-time address:\n  %s/setup/%s\n", base, token)
		}
	})
	return errors.Join(err, records.Close())
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
	server.RegisterOnShutdown(records.StopListening)
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
