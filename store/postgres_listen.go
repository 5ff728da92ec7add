package store

import (
	"context"
	"log/slog"

	"github.com/jackc/pgx/v5"
)

// notifyChannel names the notifications of this newsroom: two may share a database, in a schema each.
const notifyChannel = "'linecheck.' || current_schema()"

// saveChainAndNotify moves the chain's head and tells every instance how long the chain is, once that is committed.
const saveChainAndNotify = `WITH moved AS (UPDATE chain SET length = $1, head = $2, format = $3 WHERE id = 1 RETURNING length)
	SELECT pg_notify(` + notifyChannel + `, length::text) FROM moved`

// listen hands on what instances tell each other, over a connection of its own. One that is lost is made anew; what was missed meanwhile is
// in the table of events, so that every new connection begins with a look there.
func (e postgresEngine) listen(ctx context.Context, log *slog.Logger, heard func(payload string)) {
	for ctx.Err() == nil {
		if err := e.receiveNotifications(ctx, heard); err != nil && ctx.Err() == nil {
			log.Warn("listening to the other instances", "error", err)
			sleepContext(ctx, pollRetryDelay)
		}
	}
}

func (e postgresEngine) receiveNotifications(ctx context.Context, heard func(payload string)) error {
	conn, err := pgx.Connect(ctx, e.url)
	if err != nil {
		return err
	}
	defer conn.Close(context.WithoutCancel(ctx))
	var name string
	if err := conn.QueryRow(ctx, "SELECT "+notifyChannel).Scan(&name); err != nil {
		return err
	}
	if _, err := conn.Exec(ctx, "LISTEN "+pgx.Identifier{name}.Sanitize()); err != nil {
		return err
	}
	for heard(""); ; {
		n, err := conn.WaitForNotification(ctx)
		if err != nil {
			return err
		}
		heard(n.Payload)
	}
}
