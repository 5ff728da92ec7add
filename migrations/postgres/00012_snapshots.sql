-- +goose Up
-- Snapshots of cited sources.

-- A stored copy of a source. name is its file name, words its text, in which quotes are searched.
ALTER TABLE snapshots ADD COLUMN name TEXT NOT NULL DEFAULT '';
ALTER TABLE snapshots ADD COLUMN words TEXT NOT NULL DEFAULT '';

-- +goose StatementBegin
CREATE FUNCTION snapshots_immutable() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'a snapshot is immutable'; END $$;
-- +goose StatementEnd
CREATE TRIGGER snapshots_immutable BEFORE UPDATE ON snapshots FOR EACH ROW EXECUTE FUNCTION snapshots_immutable();
CREATE TRIGGER snapshots_kept BEFORE DELETE ON snapshots FOR EACH ROW EXECUTE FUNCTION snapshots_immutable();
