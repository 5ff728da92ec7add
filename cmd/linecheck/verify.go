package main

import (
	"context"
	"fmt"

	"linecheck/store"
)

type verifyCmd struct{}

// Run prints "intact" with the hash chain's length and head, and the number of erased payloads if there are
// any, or fails with the first inconsistency.
func (c *verifyCmd) Run(ctx context.Context, s *settings, io *stdio) error {
	return s.withCorruptStore(ctx, io, func(records *store.Store) error {
		ctx, end := withProgress(ctx, io.Err)
		v, err := records.Verify(ctx)
		end()
		if err != nil {
			return err
		}
		if v.Break == "" {
			v.Break = records.Corruption()
		}
		if v.Break != "" {
			return fmt.Errorf("broken: %s", v.Break)
		}
		_, err = fmt.Fprintf(io.Out, "intact: %d events, head %s\n", v.Length, v.Head)
		if err == nil && v.Erased > 0 {
			_, err = fmt.Fprintf(io.Out, "erased: the payload of %d of these events\n", v.Erased)
		}
		return err
	})
}
