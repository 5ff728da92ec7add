// Package migrations contains the database schema: numbered SQL files for SQLite and PostgreSQL, embedded in
// the binary. A released file is never edited. To go back to an older schema, restore a backup.
package migrations

import "embed"

// Files contains sqlite/*.sql and postgres/*.sql in the format of goose.
//
//go:embed sqlite/*.sql postgres/*.sql
var Files embed.FS
