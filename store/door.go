package store

import (
	"context"

	"linecheck/models"
	"linecheck/text/web"
)

// doorKey is the context key of the door.
type doorKey struct{}

// WithDoor sets the door of all changes that are made with the context. Every event records it.
func WithDoor(ctx context.Context, d models.Door) context.Context {
	return context.WithValue(ctx, doorKey{}, d)
}

// doorFromContext returns the context's door, or the zero Door.
func doorFromContext(ctx context.Context) models.Door {
	d, _ := ctx.Value(doorKey{}).(models.Door)
	return d
}

// serverKey is the context key of the server's own address.
type serverKey struct{}

// WithServer sets the server's own address. No address on it can be evidence.
func WithServer(ctx context.Context, server web.Server) context.Context {
	return context.WithValue(ctx, serverKey{}, server)
}

// serverFromContext returns the context's server. The zero value matches only the local names of the machine.
func serverFromContext(ctx context.Context) web.Server {
	server, _ := ctx.Value(serverKey{}).(web.Server)
	return server
}
