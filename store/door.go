package store

import (
	"context"

	"linecheck/models"
	"linecheck/text/web"
)

// doorKey is under which a context carries the door by which an act comes.
type doorKey struct{}

// WithDoor says by which door the changes come that are made with a context: every event names it.
func WithDoor(ctx context.Context, d models.Door) context.Context {
	return context.WithValue(ctx, doorKey{}, d)
}

// doorFromContext is the door of a context; the zero Door where nobody said one.
func doorFromContext(ctx context.Context) models.Door {
	d, _ := ctx.Value(doorKey{}).(models.Door)
	return d
}

// serverKey is under which a context carries where this program is reached.
type serverKey struct{}

// WithServer says where this program is reached: no address on it becomes evidence.
func WithServer(ctx context.Context, server web.Server) context.Context {
	return context.WithValue(ctx, serverKey{}, server)
}

// serverFromContext is the server of a context; without one only the names that a machine has for itself lead to it.
func serverFromContext(ctx context.Context) web.Server {
	server, _ := ctx.Value(serverKey{}).(web.Server)
	return server
}
