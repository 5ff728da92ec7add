-- +goose Up
-- Snapshots of what is cited.

-- What a source said when somebody kept it, in a file that was called name. words is what can be read in it, to find quotes again.
ALTER TABLE snapshots ADD COLUMN name TEXT NOT NULL DEFAULT '';
ALTER TABLE snapshots ADD COLUMN words TEXT NOT NULL DEFAULT '';

-- +goose StatementBegin
CREATE TRIGGER snapshots_immutable BEFORE UPDATE ON snapshots BEGIN SELECT RAISE(ABORT, 'a snapshot is immutable'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER snapshots_kept BEFORE DELETE ON snapshots BEGIN SELECT RAISE(ABORT, 'a snapshot is immutable'); END;
-- +goose StatementEnd
