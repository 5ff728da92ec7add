package main

import (
	"context"
	"fmt"

	"linecheck/store/transfer"
)

type moveCmd struct {
	To string `required:"" placeholder:"URL" help:"Empty target database: sqlite:PATH or postgres://…"`
}

// Run copies the newsroom to another database and prints its contents: one line for each table with the
// SHA-256 of its values, then the hash chain.
func (c *moveCmd) Run(ctx context.Context, s *settings, io *stdio) error {
	ctx, end := withProgress(ctx, io.Err)
	moved, err := transfer.CopyDatabase(ctx, transfer.CopyOptions{From: s.databaseURL(), To: c.To, Files: s.snapshotFolder()})
	end()
	if err != nil {
		return err
	}
	for _, t := range moved.Tables {
		fmt.Fprintf(io.Out, "%s  %d  %s\n", t.SHA256, t.Rows, t.Name)
	}
	fmt.Fprintf(io.Out, "moved: every row is the same in both; %d events, head %s\n", moved.Chain.Length, moved.Chain.Head)
	fmt.Fprintf(io.Err, "The files of snapshots stay in %s: start the server with the same --data and --db %s\n", s.Data, c.To)
	return nil
}
