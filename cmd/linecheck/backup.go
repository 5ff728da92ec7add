package main

import (
	"context"
	"fmt"

	"linecheck/store"
	"linecheck/store/transfer"
)

type backupCmd struct {
	File string `arg:"" type:"path" help:"File to create, such as newsroom.tar.gz. It must not exist yet."`
}

// Run makes a backup and prints its contents. A server may be running.
func (c *backupCmd) Run(ctx context.Context, s *settings, io *stdio) error {
	return s.withStore(ctx, io, func(records *store.Store) error {
		if records.Engine() == "postgres" {
			fmt.Fprintln(
				io.Err,
				"This file is complete and portable, but it is read row by row: for large databases, and to go back to any moment, use pg_dump or continuous archiving as well.",
			)
		}
		ctx, end := withProgress(ctx, io.Err)
		v, err := transfer.Backup(ctx, records, c.File)
		end()
		if err != nil {
			return err
		}
		_, err = fmt.Fprintf(io.Out, "backed up: %d events, head %s\n", v.Length, v.Head)
		return err
	})
}

type restoreCmd struct {
	File string `arg:"" type:"existingfile" help:"Backup to restore."`
}

// Run restores a backup where there is no newsroom yet, and prints its contents.
func (c *restoreCmd) Run(ctx context.Context, s *settings, io *stdio) error {
	ctx, end := withProgress(ctx, io.Err)
	v, err := transfer.Restore(ctx, transfer.RestoreOptions{File: c.File, URL: s.databaseURL(), Files: s.snapshotFolder()})
	end()
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(io.Out, "restored: %d events, head %s\n", v.Length, v.Head)
	return err
}
