-- +goose Up
-- How many neighbouring sentences one act marked as read together; 0 for a mark that was given alone.
ALTER TABLE readings ADD COLUMN range_size INTEGER NOT NULL DEFAULT 0 CHECK (range_size = 0 OR range_size BETWEEN 2 AND 20);
DROP TRIGGER readings_append_only;
-- +goose StatementBegin
CREATE TRIGGER readings_append_only BEFORE UPDATE ON readings
WHEN NOT (OLD.depends IS NULL AND NEW.depends IS NOT NULL AND NEW.withdrawn_at IS OLD.withdrawn_at)
    AND (OLD.withdrawn_at IS NOT NULL OR NEW.withdrawn_at IS NULL OR NEW.depends IS NOT OLD.depends)
    OR (NEW.id, NEW.track_id, NEW.revision_id, NEW.reader_id, NEW.at, NEW.text, NEW.region, NEW.imported, NEW.range_size)
    IS NOT (OLD.id, OLD.track_id, OLD.revision_id, OLD.reader_id, OLD.at, OLD.text, OLD.region, OLD.imported, OLD.range_size)
BEGIN SELECT RAISE(ABORT, 'a read mark can only be withdrawn'); END;
-- +goose StatementEnd
