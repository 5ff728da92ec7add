package main

import (
	"context"
	"fmt"

	"linecheck/store"
)

type migrateCmd struct {
	Up     migrateUpCmd     `cmd:"" default:"1" help:"Apply missing migrations."`
	Status migrateStatusCmd `cmd:"" help:"List applied and missing migrations."`
}

type migrateUpCmd struct{}

// Run applies missing migrations by opening the database.
func (c *migrateUpCmd) Run(ctx context.Context, s *settings, io *stdio) error {
	return s.withStore(ctx, io, func(*store.Store) error {
		_, err := fmt.Fprintln(io.Out, "up to date")
		return err
	})
}

type migrateStatusCmd struct{}

// Run lists the migrations without applying any.
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
