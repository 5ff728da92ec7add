package main

import (
	"cmp"
	"context"
	"fmt"
	"text/tabwriter"
	"time"

	"linecheck/models"
	"linecheck/store"
)

type tokenCmd struct {
	Add    tokenAddCmd    `cmd:"" help:"Make a token; prints it alone."`
	List   tokenListCmd   `cmd:"" help:"List everybody's tokens, without the tokens themselves."`
	Revoke tokenRevokeCmd `cmd:"" help:"End a token at once."`
}

type tokenAddCmd struct {
	Email   string `required:"" help:"Person the token acts for."`
	Name    string `help:"What the token is for."`
	Scope   string `default:"write" enum:"read,write" help:"What it may do of what the person may: read, or write too."`
	Expires string `placeholder:"90d" help:"How long it lives, in days or hours (default: until it is revoked)."`
}

// Run makes a token and prints it.
func (c *tokenAddCmd) Run(ctx context.Context, s *settings, io *stdio) error {
	return s.withStore(ctx, io, func(records *store.Store) error {
		token, err := records.AddTokenByEmail(ctx, c.Email, models.NewToken{Name: c.Name, Scope: c.Scope, Expires: c.Expires})
		if err != nil {
			return fmt.Errorf("making a token for %s: %w", c.Email, err)
		}
		_, err = fmt.Fprintln(io.Out, token)
		return err
	})
}

type tokenListCmd struct{}

// Run prints every token with whose it is, what for, and when it was last used.
func (c *tokenListCmd) Run(ctx context.Context, s *settings, io *stdio) error {
	return s.withStore(ctx, io, func(records *store.Store) error {
		tokens, err := records.AllTokens(ctx)
		if err != nil {
			return err
		}
		table := tabwriter.NewWriter(io.Out, 0, 0, 2, ' ', 0)
		for _, t := range tokens {
			fmt.Fprintf(
				table,
				"%d\t%s\t%s\t%s\t%s\texpires %s\tused %s\n",
				t.ID,
				t.Email,
				cmp.Or(t.Name, "-"),
				t.Scope,
				t.State(time.Now()),
				formatTime(t.ExpiresAt),
				formatTime(t.LastUsedAt),
			)
		}
		return table.Flush()
	})
}

// formatTime is a time as scripts read it, or never.
func formatTime(at *time.Time) string {
	if at == nil {
		return "never"
	}
	return at.UTC().Format(time.RFC3339)
}

type tokenRevokeCmd struct {
	ID int64 `arg:"" help:"The token's number, as token list shows it."`
}

// Run ends a token.
func (c *tokenRevokeCmd) Run(ctx context.Context, s *settings, io *stdio) error {
	return s.withStore(ctx, io, func(records *store.Store) error {
		if err := records.RevokeAnyToken(ctx, c.ID); err != nil {
			return fmt.Errorf("revoking token %d: %w", c.ID, err)
		}
		return nil
	})
}
