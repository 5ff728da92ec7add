package store

import (
	"context"

	"linecheck/store/database"
)

// Progress is how far a long operation has come.
type Progress = database.Progress

// WithProgress returns a context in which long operations report their progress. report is called often, and must return quickly.
func WithProgress(ctx context.Context, report func(Progress)) context.Context {
	return database.WithProgress(ctx, report)
}
