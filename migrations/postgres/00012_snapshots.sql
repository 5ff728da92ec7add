-- +goose Up
-- Snapshots of what is cited.

-- What a source said when somebody kept it, in a file that was called name. words is what can be read in it, to find quotes again.
ALTER TABLE snapshots ADD COLUMN name TEXT NOT NULL DEFAULT '';
ALTER TABLE snapshots ADD COLUMN words TEXT NOT NULL DEFAULT '';

-- +goose StatementBegin
CREATE FUNCTION snapshots_immutable() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'a snapshot is immutable'; END $$;
-- +goose StatementEnd
CREATE TRIGGER snapshots_immutable BEFORE UPDATE ON snapshots FOR EACH ROW EXECUTE FUNCTION snapshots_immutable();
CREATE TRIGGER snapshots_kept BEFORE DELETE ON snapshots FOR EACH ROW EXECUTE FUNCTION snapshots_immutable();
