package main

import (
	"context"
	"fmt"
	"text/tabwriter"

	"linecheck/store"
)

type keysCmd struct {
	List   keysListCmd   `cmd:"" help:"List the public keys, the current one first."`
	Rotate keysRotateCmd `cmd:"" help:"Make a new key, retire the current one and print the new key's id. A server may be running."`
}

type keysListCmd struct{}

// Run lists the keys with their time and state.
func (c *keysListCmd) Run(ctx context.Context, s *settings, io *stdio) error {
	return s.withStore(ctx, io, func(records *store.Store) error {
		keys, err := records.SigningKeys(ctx)
		if err != nil {
			return err
		}
		table := tabwriter.NewWriter(io.Out, 0, 0, 2, ' ', 0)
		for _, k := range keys {
			state := "signs"
			if k.RetiredAt != nil {
				state = "retired " + formatTime(k.RetiredAt)
			}
			fmt.Fprintf(table, "%s\tmade %s\t%s\n", k.KID, formatTime(&k.CreatedAt), state)
		}
		return table.Flush()
	})
}

type keysRotateCmd struct{}

// Run replaces the current key.
func (c *keysRotateCmd) Run(ctx context.Context, s *settings, io *stdio) error {
	return s.withStore(ctx, io, func(records *store.Store) error {
		key, err := records.RotateSigningKey(ctx)
		if err != nil {
			return err
		}
		_, err = fmt.Fprintln(io.Out, key.KID)
		return err
	})
}
