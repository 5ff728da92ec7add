-- +goose Up
-- Snapshots of cited sources.

-- A stored copy of a source. name is its file name, words its text, in which quotes are searched.
ALTER TABLE snapshots ADD COLUMN name TEXT NOT NULL DEFAULT '';
ALTER TABLE snapshots ADD COLUMN words TEXT NOT NULL DEFAULT '';

-- +goose StatementBegin
CREATE TRIGGER snapshots_immutable BEFORE UPDATE ON snapshots BEGIN SELECT RAISE(ABORT, 'a snapshot is immutable'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER snapshots_kept BEFORE DELETE ON snapshots BEGIN SELECT RAISE(ABORT, 'a snapshot is immutable'); END;
-- +goose StatementEnd
