package main

import (
	"bufio"
	"context"
	"fmt"
	"strings"
	"text/tabwriter"

	"linecheck/models"
	"linecheck/store"
)

type userCmd struct {
	Add     userAddCmd     `cmd:"" help:"Add a user."`
	List    userListCmd    `cmd:"" help:"List all users."`
	Disable userDisableCmd `cmd:"" help:"Disable a user and end their sessions."`

	Confirm            userConfirmCmd `cmd:"" help:"Confirm an account that was opened by a link."`
	RemoveSecondFactor userFactorCmd  `cmd:"" help:"Remove a user's lost second factor, and end their sessions."`
}

type userAddCmd struct {
	Email         string `required:"" help:"Email address for signing in."`
	Name          string `required:"" help:"Name."`
	Role          string `required:"" enum:"writer,reviewer,editor,auditor,admin" help:"Role at the desk: writer, reviewer, editor, auditor or admin."`
	Desk          string `help:"Desk. It is created if it does not exist (default: the first one, or News desk)."`
	PasswordStdin bool   `help:"Read the password from the first line of standard input."`
}

// defaultDeskName is the name of the first desk of a newsroom.
const defaultDeskName = "News desk"

// Run adds a person and prints their id.
func (c *userAddCmd) Run(ctx context.Context, s *settings, io *stdio) error {
	role, err := models.ParseRole(c.Role)
	if err != nil {
		return err
	}
	var password string
	if c.PasswordStdin {
		line, err := bufio.NewReader(io.In).ReadString('\n')
		if err != nil && line == "" {
			return fmt.Errorf("no password on standard input: %w", err)
		}
		password = strings.TrimRight(line, "\r\n")
	}
	return s.withStore(ctx, io, func(records *store.Store) error {
		desk, err := findOrCreateDesk(ctx, records, c.Desk)
		if err != nil {
			return err
		}
		user, err := records.AddUser(ctx, store.NewUser{Name: c.Name, Email: c.Email, Password: password, Role: role, DeskID: desk.ID})
		if err != nil {
			return err
		}
		_, err = fmt.Fprintln(io.Out, user.ID)
		return err
	})
}

type userListCmd struct{}

// Run lists the users with their roles.
func (c *userListCmd) Run(ctx context.Context, s *settings, io *stdio) error {
	return s.withStore(ctx, io, func(records *store.Store) error {
		people, err := records.AllPeople(ctx)
		if err != nil {
			return err
		}
		table := tabwriter.NewWriter(io.Out, 0, 0, 2, ' ', 0)
		for _, p := range people {
			var desks []string
			for _, d := range p.Desks {
				desks = append(desks, fmt.Sprintf("%s at %s", d.Role, d.Desk))
			}
			state := "active"
			if p.DisabledAt != nil {
				state = "disabled"
			}
			fmt.Fprintf(table, "%d\t%s\t%s\t%s\t%s\n", p.ID, p.Email, p.Name, state, strings.Join(desks, ", "))
		}
		return table.Flush()
	})
}

type userDisableCmd struct {
	Email string `required:"" help:"Email address of the user."`
}

// Run disables a person.
func (c *userDisableCmd) Run(ctx context.Context, s *settings, io *stdio) error {
	return s.withStore(ctx, io, func(records *store.Store) error {
		if err := records.DisableUserByEmail(ctx, c.Email); err != nil {
			return fmt.Errorf("disabling %s: %w", c.Email, err)
		}
		return nil
	})
}

type userFactorCmd struct {
	Email string `required:"" help:"Email address of the user."`
}

// Run removes a user's second factor. An administrator who lost it, and has nobody to ask, can sign in
// again this way.
func (c *userFactorCmd) Run(ctx context.Context, s *settings, io *stdio) error {
	return s.withStore(ctx, io, func(records *store.Store) error {
		if err := records.RemoveSecondFactorByEmail(ctx, c.Email); err != nil {
			return fmt.Errorf("taking away the second factor of %s: %w", c.Email, err)
		}
		return nil
	})
}

type userConfirmCmd struct {
	Email string `required:"" help:"Email address of the user."`
}

// Run confirms an account, for a newsroom in which no administrator can.
func (c *userConfirmCmd) Run(ctx context.Context, s *settings, io *stdio) error {
	return s.withStore(ctx, io, func(records *store.Store) error {
		if err := records.ConfirmAccountByEmail(ctx, c.Email); err != nil {
			return fmt.Errorf("confirming the account of %s: %w", c.Email, err)
		}
		return nil
	})
}

// findOrCreateDesk finds a desk, or creates it.
func findOrCreateDesk(ctx context.Context, records *store.Store, name string) (models.Desk, error) {
	desk, err := records.DeskByName(ctx, name)
	if err == nil {
		return desk, nil
	}
	if name == "" {
		name = defaultDeskName
	}
	return records.AddDesk(ctx, name)
}
