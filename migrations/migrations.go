// Package migrations holds the shape of the database: numbered SQL files, once for SQLite and once for
// PostgreSQL, embedded in the binary. They are append only: a file that has been released is never edited,
// and going back is restoring a backup.
package migrations

import "embed"

// Files holds sqlite/*.sql and postgres/*.sql in goose's format.
//
//go:embed sqlite/*.sql postgres/*.sql
var Files embed.FS
