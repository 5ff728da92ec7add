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
	Add    tokenAddCmd    `cmd:"" help:"Create a token and print it."`
	List   tokenListCmd   `cmd:"" help:"List all tokens, without the secrets."`
	Revoke tokenRevokeCmd `cmd:"" help:"Revoke a token immediately."`
}

type tokenAddCmd struct {
	Email   string `required:"" help:"Email address of the user for whom the token acts."`
	Name    string `help:"What the token is for."`
	Scope   string `default:"write" enum:"read,write" help:"Scope: read, or write, which includes read."`
	Expires string `placeholder:"90d" help:"Lifetime in days or hours (default: until it is revoked)."`
}

// Run creates a token and prints it.
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

// Run lists the tokens with owner, purpose and last use.
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

// formatTime formats a time for scripts, or returns "never".
func formatTime(at *time.Time) string {
	if at == nil {
		return "never"
	}
	return at.UTC().Format(time.RFC3339)
}

type tokenRevokeCmd struct {
	ID int64 `arg:"" help:"Number of the token, as listed by token list."`
}

// Run revokes a token.
func (c *tokenRevokeCmd) Run(ctx context.Context, s *settings, io *stdio) error {
	return s.withStore(ctx, io, func(records *store.Store) error {
		if err := records.RevokeAnyToken(ctx, c.ID); err != nil {
			return fmt.Errorf("revoking token %d: %w", c.ID, err)
		}
		return nil
	})
}
