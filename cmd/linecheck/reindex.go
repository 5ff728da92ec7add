package main

import (
	"context"
	"fmt"

	"linecheck/store"
)

type reindexCmd struct{}

// Run makes the search index again and prints how many records are in it.
func (c *reindexCmd) Run(ctx context.Context, s *settings, io *stdio) error {
	return s.withStore(ctx, io, func(records *store.Store) error {
		ctx, end := withProgress(ctx, io.Err)
		rows, err := records.Reindex(ctx)
		end()
		if err != nil {
			return err
		}
		_, err = fmt.Fprintf(io.Out, "indexed: %d records\n", rows)
		return err
	})
}
