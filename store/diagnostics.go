package store

import (
	"context"
	"errors"
	"fmt"
	"time"

	"linecheck/store/database"
)

// Diagnostics describes a database, without changing it.
type Diagnostics struct {
	database.Diagnostics
	LastEvent time.Time // zero for none
}

// Diagnose connects and reads the engine's settings, the version of the schema and the time of the last event.
func Diagnose(ctx context.Context, url string) (Diagnostics, error) {
	var x Diagnostics
	db, err := database.Open(ctx, database.Config{URL: url})
	if err != nil {
		return x, err
	}
	if x.Diagnostics, err = db.Diagnose(ctx); err == nil && x.SchemaVersion > 0 {
		var events []struct{ At time.Time }
		err = db.Read(ctx).Raw("SELECT at FROM events ORDER BY id DESC LIMIT 1").Scan(&events).Error
		if len(events) > 0 {
			x.LastEvent = events[0].At
		}
	}
	return x, errors.Join(err, db.Close())
}

// Migration is one step of the schema and whether it was applied.
type Migration = database.Migration

// MigrationStatus lists the migrations of a database without applying any.
func MigrationStatus(ctx context.Context, url string) ([]Migration, error) {
	return database.MigrationStatus(ctx, url)
}

// LastCheckpoint returns when the newest line of a checkpoint file was written.
func LastCheckpoint(path string) (time.Time, error) {
	line, err := lastLine(path)
	if err != nil {
		return time.Time{}, err
	}
	var at, head string
	var length int
	if _, err := fmt.Sscanf(line+"\n", checkpointLineFormat, &at, &length, &head); err != nil {
		return time.Time{}, fmt.Errorf("its last line cannot be read")
	}
	return time.Parse(time.RFC3339, at)
}
