package database

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"
)

// NotifyChannel is an SQL expression for the channel of PostgreSQL's notifications. Two newsrooms may share a database, each in a
// schema of its own.
const NotifyChannel = "'linecheck.' || current_schema()"

// reconnectDelay is the wait before a lost connection for notifications is opened again.
const reconnectDelay = time.Second

// Notifies reports whether instances can notify each other through the database. On SQLite there is only one.
func (d *DB) Notifies() bool { return d.Engine() == Postgres }

// Notify sends a payload to every instance that listens.
func (d *DB) Notify(ctx context.Context, payload string) error {
	return d.Unqueued(ctx).Exec("SELECT pg_notify("+NotifyChannel+", ?)", payload).Error
}

// Listen receives the notifications of PostgreSQL until the context ends, over a connection of its own. It opens a lost connection
// again. Notifications may be missed in between, so it calls received with "" after every connection.
func (d *DB) Listen(ctx context.Context, received func(payload string)) {
	for ctx.Err() == nil {
		if err := d.receiveNotifications(ctx, received); err != nil && ctx.Err() == nil {
			d.Log.Warn("listening to the other instances", "error", err)
			select {
			case <-ctx.Done():
			case <-time.After(reconnectDelay):
			}
		}
	}
}

func (d *DB) receiveNotifications(ctx context.Context, received func(payload string)) error {
	conn, err := pgx.Connect(ctx, d.URL)
	if err != nil {
		return err
	}
	defer conn.Close(context.WithoutCancel(ctx))
	var name string
	if err := conn.QueryRow(ctx, "SELECT "+NotifyChannel).Scan(&name); err != nil {
		return err
	}
	if _, err := conn.Exec(ctx, "LISTEN "+pgx.Identifier{name}.Sanitize()); err != nil {
		return err
	}
	for received(""); ; {
		n, err := conn.WaitForNotification(ctx)
		if err != nil {
			return err
		}
		received(n.Payload)
	}
}
