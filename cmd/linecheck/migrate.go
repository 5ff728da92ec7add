package main

import (
	"context"
	"fmt"

	"linecheck/store"
)

type migrateCmd struct {
	Up     migrateUpCmd     `cmd:"" default:"1" help:"Take the steps that are missing."`
	Status migrateStatusCmd `cmd:"" help:"Show which steps have been taken."`
}

type migrateUpCmd struct{}

// Run brings the database up to date, which opening it does.
func (c *migrateUpCmd) Run(ctx context.Context, s *settings, io *stdio) error {
	return s.withStore(ctx, io, func(*store.Store) error {
		_, err := fmt.Fprintln(io.Out, "up to date")
		return err
	})
}

type migrateStatusCmd struct{}

// Run lists the steps without taking any.
func (c *migrateStatusCmd) Run(ctx context.Context, s *settings, io *stdio) error {
	steps, err := store.MigrationStatus(ctx, s.databaseURL())
	if err != nil {
		return err
	}
	for _, step := range steps {
		state := "missing"
		if step.Applied {
			state = "taken"
		}
		fmt.Fprintf(io.Out, "%s  %s\n", state, step.Name)
	}
	return nil
}
